"""Customers' messages against golden readings; every field is compared."""

from datetime import datetime
from typing import Any

from desktop.adapters.lunar_calendar import LunarPython
from desktop.adapters.reading_weights import bundled_weights
from desktop.domain.sms_request import SmsRequest, read_request
from tests.golden.comparison import agree

GOLDEN_FILE = "sms_requests.jsonl"


def minute(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="minutes") if moment else None


def as_golden(read: SmsRequest) -> dict[str, Any]:
    wish = read.when.value
    when = {"kind": wish.kind, "from": minute(wish.start), "to": minute(wish.end)} if wish else None
    return {
        "intent": read.intent.value,
        "when": when,
        "address": read.address.value,
        "phone": read.phone.value,
        "card_tail": read.card_tail.value,
        "amount": read.amount.value,
        "name": read.name.value,
    }


def test_every_field_is_read(case: dict[str, Any]) -> None:
    now = datetime.fromisoformat(case["now"])
    weights = bundled_weights()
    read = as_golden(read_request(case["text"], now=now, lunar=LunarPython(), weights=weights))
    assert read.keys() == case["expect"].keys()
    agree(case["expect"], read)
