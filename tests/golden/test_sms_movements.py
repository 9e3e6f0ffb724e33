"""Banks' account-movement messages against golden readings; every field is compared."""

from datetime import datetime
from typing import Any

from desktop.adapters.bank_senders import bundled_senders
from desktop.domain.movement_message import Movement, read_movement
from tests.golden.comparison import agree

GOLDEN_FILE = "sms_movements.jsonl"


def as_golden(read: Movement) -> dict[str, Any]:
    time = read.time.isoformat(timespec="minutes") if read.time else None
    return {
        "kind": read.kind,
        "bank": read.bank,
        "tail": read.tail,
        "direction": read.direction,
        "amount": read.amount,
        "balance": read.balance,
        "time": time if read.has_hour or time is None else time[:10],
        "counterparty": read.counterparty,
    }


def test_every_field_is_read(case: dict[str, Any]) -> None:
    read = read_movement(
        case["text"],
        sender=case["sender"],
        received=datetime.fromisoformat(case["received"]),
        senders=bundled_senders(),
    )
    assert as_golden(read).keys() == case["expect"].keys()
    agree(case["expect"], as_golden(read))
