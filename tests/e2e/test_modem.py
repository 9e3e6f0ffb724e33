"""The whole way over a modem: outbox, worker, the modem's process, gammu, an AT modem on a pty."""

import contextlib
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select

from db.tables import IncomingMessage, OutboxItem
from desktop.services import line_worker, settings
from desktop.services.desk import Desk
from desktop.services.line_worker import LineState, LineWorker
from tests.adapters.sms.modem_emulator import ModemEmulator, Submitted
from tests.services.test_line_worker import queue, running, wait_for
from tests.services.test_outbox import states

pytestmark = pytest.mark.e2e

OUT, IN = 100, 50
PATIENCE = 400
"""Seconds: gammu takes 0.7 for a part, whatever the modem."""


def test_a_hundred_go_out_with_reports_while_fifty_come_in(desk: Desk, tmp_path: Path) -> None:
    body = "您好😀，本期应还一千零六十元。" * 5
    queue(desk, OUT, body)
    coming = [f"第{number}条来信😀" + "长" * (100 * (number % 2)) for number in range(IN)]

    with ModemEmulator(tmp_path / "modem") as emulator:

        def bring(_part: Submitted) -> None:
            if coming and len(emulator.sent) % 3 == 0:
                emulator.deliver(f"+86139{len(coming):08d}", coming.pop(), is_reversed=True)

        def is_done() -> bool:
            return states(desk) == ["delivered"] * OUT and not coming and not emulator.stored

        emulator.before_answer = bring
        settings.save(desk, {"sms.way": "modem", "modem.port": str(emulator.path)})
        with running(LineWorker(desk, lambda _state, _changes: None)):
            wait_for(is_done, PATIENCE)
    assert Counter(emulator.messages()) == Counter(
        (f"138{number:08d}", body) for number in range(OUT)
    )
    with desk.read() as connection:
        texts = list(connection.execute(select(IncomingMessage.text)).scalars())
    assert sorted(texts) == sorted(
        f"第{number}条来信😀" + "长" * (100 * (number % 2)) for number in range(IN)
    )


def test_pulled_out_in_mid_message_the_queue_goes_on_when_it_is_back(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line_worker, "FIRST_WAIT", 0.5)
    queue(desk, 3)
    path = tmp_path / "modem"
    settings.save(desk, {"sms.way": "modem", "modem.port": str(path)})
    seen: list[LineState] = []

    def breaks() -> list[LineState]:
        return [state for state in seen if state.phase == "waiting"]

    with contextlib.ExitStack() as plugged:
        first = plugged.enter_context(ModemEmulator(path))

        def pull(part: Submitted) -> None:
            if len(first.sent) == 3:  # the second message, its first part
                first.unplug()

        first.before_answer = pull
        with running(LineWorker(desk, lambda state, _changes: seen.append(state))):
            wait_for(lambda: bool(breaks()), PATIENCE)
            problem = breaks()[0].problem
            assert problem is not None
            assert problem.code == "sms.modem_unplugged"
            second = plugged.enter_context(ModemEmulator(path))
            wait_for(lambda: states(desk)[2] == "delivered", PATIENCE)
    with desk.read() as connection:
        query = select(OutboxItem.state, OutboxItem.last_error).order_by(OutboxItem.id)
        became = [tuple(row) for row in connection.execute(query)]
    assert became[1:] == [("unsure", "messages.unsure"), ("delivered", None)]
    assert became[0][0] in ("sent", "delivered")  # its report may have been on the first SIM
    assert [to for to, _ in second.messages()] == ["13800000002"]
