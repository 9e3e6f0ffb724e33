"""Account-movement messages in the wording of eighty banks' lines, labelled before they were read."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from desktop.adapters.bank_senders import bundled_senders
from desktop.domain.movement_message import read_movement

RECEIVED = datetime(2026, 11, 20, 16, 40)
LINES = (Path(__file__).parent / "data" / "sms_of_other_banks.jsonl").read_text("utf-8")
MESSAGES: list[dict[str, Any]] = [json.loads(line) for line in LINES.splitlines()]


@pytest.mark.parametrize("number", range(len(MESSAGES)))
def test_a_message_is_read(number: int) -> None:
    message = MESSAGES[number]
    read = read_movement(
        message["text"], sender=message["sender"], received=RECEIVED, senders=bundled_senders()
    )
    found = {
        "kind": read.kind,
        "bank": read.bank,
        "tail": read.tail,
        "direction": read.direction,
        "amount": None if read.amount is None else str(read.amount),
        "balance": None if read.balance is None else str(read.balance),
        "time": read.time.isoformat(timespec="minutes") if read.time else None,
    }
    assert {name: found[name] for name in message["expect"]} == message["expect"]
