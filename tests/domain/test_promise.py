"""When a promise is open, kept, kept in part, broken."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from desktop.domain.errors import DomainError
from desktop.domain.promise import Promise, PromiseState, Receipt, check_promise, judge, kept_of

PROMISE = Promise(date(2026, 11, 25), Decimal("1000.00"), datetime(2026, 11, 20, 10, 0))


def paid(day: int, amount: str) -> Receipt:
    return Receipt(date(2026, 11, day), Decimal(amount))


@pytest.mark.parametrize(
    ("receipts", "as_of", "grace", "state", "counted"),
    [
        ([], 25, 0, PromiseState.OPEN, "0.00"),
        ([paid(24, "1000.00")], 23, 0, PromiseState.OPEN, "0.00"),
        ([], 26, 0, PromiseState.BROKEN, "0.00"),
        ([], 26, 1, PromiseState.OPEN, "0.00"),
        ([paid(26, "1000.00")], 27, 0, PromiseState.BROKEN, "0.00"),
        ([paid(26, "1000.00")], 27, 1, PromiseState.KEPT, "1000.00"),
        ([paid(20, "1000.00")], 20, 0, PromiseState.KEPT, "1000.00"),
        ([paid(19, "1000.00")], 26, 0, PromiseState.BROKEN, "0.00"),
        ([paid(24, "400.00"), paid(25, "599.99")], 25, 0, PromiseState.OPEN, "999.99"),
        ([paid(24, "400.00"), paid(25, "599.99")], 26, 0, PromiseState.PART_KEPT, "999.99"),
        ([paid(24, "400.00"), paid(25, "600.00")], 25, 0, PromiseState.KEPT, "1000.00"),
    ],
)
def test_judgement(
    receipts: list[Receipt], as_of: int, grace: int, state: PromiseState, counted: str
) -> None:
    day = date(2026, 11, as_of)
    assert judge(PROMISE, receipts, as_of=day, grace_days=grace) == (state, Decimal(counted))


def test_a_promise_is_for_a_day_to_come_and_for_money() -> None:
    today = date(2026, 11, 20)
    check_promise(today, Decimal("0.01"), as_of=today)
    with pytest.raises(DomainError) as past:
        check_promise(today - timedelta(days=1), Decimal("1.00"), as_of=today)
    assert past.value.code == "promises.day_is_past"
    with pytest.raises(DomainError) as nothing:
        check_promise(today, Decimal("0.00"), as_of=today)
    assert nothing.value.code == "promises.no_amount"


def test_the_keep_rate_counts_judged_promises_alone() -> None:
    states = ["kept", "part_kept", "broken", "open", "cancelled", "kept"]
    assert kept_of(states) == (2, 4)
    assert kept_of(["open"]) == (0, 0)
