"""A thousand messages over SMPP at the server's rate, the program killed three times on the way."""

import time
from collections import Counter
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import insert, select

from db.tables import OutboxItem
from desktop.bootstrap import make_unlocker
from desktop.services.unlock import Location
from tests.adapters.sms.smpp_server import Smsc, smpp_server
from tests.e2e.conftest import DEADLINE, Program, kill_when

pytestmark = pytest.mark.e2e

MESSAGES = 1000
RATE = 100
NOW = datetime(2026, 11, 20, 9)


def queue(program: Program) -> None:
    """Put the messages into the outbox, each to a number of its own."""
    unlocker = make_unlocker(date(2026, 11, 20))
    location = Location.of(str(program.folder / program.database))
    with unlocker.open(location, program.passphrase) as opened:
        rows = [
            {
                "idempotency_key": f"t{number}", "channel": "sms",
                "recipient": f"138{number:08d}", "body": f"第{number}条", "state": "queued",
                "due_at": NOW, "created_at": NOW,
            }
            for number in range(MESSAGES)
        ]  # fmt: skip
        with opened.desk.write() as work:
            work.connection.execute(insert(OutboxItem), rows)
            work.audit("messages.test", "outbox", None, count=MESSAGES)
            work.commit()


def states(program: Program) -> dict[str, str]:
    """The state of every message by its recipient."""
    unlocker = make_unlocker(date(2026, 11, 20))
    location = Location.of(str(program.folder / program.database))
    with unlocker.open(location, program.passphrase) as opened, opened.desk.read() as connection:
        query = select(OutboxItem.recipient, OutboxItem.state)
        return {row.recipient: row.state for row in connection.execute(query)}


def worked_off(program: Program, smsc: Smsc) -> Any:
    """Let the command run until nothing is left to do."""
    process = program.start("messages", "deliver", "--once", "--idle", "3", "--json")
    out, err = process.communicate(timeout=3 * DEADLINE)
    assert process.returncode in (0, 1), (out, err)
    return out


def test_killed_three_times_none_is_lost_and_none_is_doubled(
    created: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOUYUE_KEY_STORE", "off")
    monkeypatch.setenv("SHOUYUE_HOME", str(created.folder / "home"))
    with smpp_server(rate=RATE, echoes=False) as smsc:
        created.must(
            "settings", "sms.way=smpp", "smpp.host=127.0.0.1", f"smpp.port={smsc.port}",
            "smpp.system_id=branch", f"smpp.rate={RATE}",
        )  # fmt: skip
        queue(created)
        for share in (0.2, 0.5, 0.8):
            process = created.start("messages", "deliver", "--once", "--json")
            assert kill_when(process, lambda share=share: len(smsc.taken) > share * MESSAGES)
        worked_off(created, smsc)
        end = time.monotonic() + DEADLINE
        while smsc.receipts and time.monotonic() < end:
            worked_off(created, smsc)
    taken = Counter(to.removeprefix("86") for to, _, _ in smsc.taken)
    assert max(taken.values()) == 1, "none is doubled"
    became = states(created)
    assert {to for to, state in became.items() if state == "delivered"} == set(taken)
    left = {to: state for to, state in became.items() if to not in taken}
    assert set(left.values()) <= {"unsure"}, "what never left is shown to a person, not lost"
    assert len(left) <= 3 * 10
    assert smsc.binds >= 4
