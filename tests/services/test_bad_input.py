"""Every kind of impossible input: a typed error that names the field, and the ledger untouched."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from db.tables import Account, Instalment, LedgerEntry, Payment
from desktop.domain.errors import DomainError
from desktop.domain.loan_terms import LoanTerms, plan_of
from desktop.domain.money import LARGEST_AMOUNT
from desktop.services import contract_trial, ledger, quotes
from desktop.services.desk import Desk
from tests.conftest import TODAY
from tests.services.test_ledger import rows
from tests.services.test_quotes import loan

__all__ = ["loan"]
D = Decimal
GRANTED = date(2026, 8, 5)


def contract(**other: Any) -> LoanTerms:
    given = {"principal": D("12000.00"), "annual_rate": D("0.06"), "terms": 12} | other
    return LoanTerms(disbursed_on=given.pop("disbursed_on", date(2026, 1, 10)), **given)


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"annual_rate": D("1e7")}, "annual_rate"),
        ({"annual_rate": D("-0.01")}, "annual_rate"),
        ({"terms": 0}, "terms"),
        ({"terms": 999}, "terms"),
        ({"first_due_on": date(2026, 1, 10)}, "first_due_on"),
        ({"first_due_on": date(2025, 12, 10)}, "first_due_on"),
        ({"principal": D("0.00")}, "principal"),
        ({"principal": LARGEST_AMOUNT}, "principal"),
        ({"every": 0}, "every"),
    ],
)
def test_an_impossible_contract_names_its_term(other: dict[str, Any], field: str) -> None:
    with pytest.raises(DomainError) as refused:
        contract_trial.try_contract(contract(**other), as_of=TODAY)
    assert refused.value.field == field


def test_no_rate_a_high_rate_and_the_29th_of_february_are_no_mistakes() -> None:
    free = plan_of(contract(annual_rate=D(0)))
    assert [row.total for row in free.rows] == [D("1000.00")] * 12
    dear = plan_of(contract(annual_rate=D("0.36")))
    assert dear.instalment == D("1205.55")  # 12,000 × 0.03 × 1.03^12 / (1.03^12 − 1)
    leap = plan_of(contract(disbursed_on=date(2028, 1, 31), terms=3))
    assert [row.due_on for row in leap.rows] == [
        date(2028, 2, 29),
        date(2028, 3, 31),
        date(2028, 4, 30),
    ]
    from_leap = plan_of(contract(disbursed_on=date(2028, 2, 29), terms=12))
    assert from_leap.rows[-1].due_on == date(2029, 2, 28)


Ask = Callable[[Desk], object]


@pytest.mark.parametrize(
    ("ask", "code", "field"),
    [
        (lambda d: ledger.pay(d, 1, D(1), value_on=GRANTED - timedelta(days=1)), "ledger.before_disbursement", "value_on"),
        (lambda d: ledger.pay(d, 1, D(1), value_on=TODAY + timedelta(days=1)), "ledger.in_the_future", "value_on"),
        (lambda d: ledger.pay(d, 1, D("99999.00"), value_on=TODAY), "ledger.overpayment", "amount"),
        (lambda d: ledger.pay(d, 1, D(0), value_on=TODAY), "allocation.amount_not_positive", "amount"),
        (lambda d: ledger.pay(d, 1, D(1), value_on=TODAY, currency="USD"), "ledger.no_such_currency", "currency"),
        (lambda d: ledger.pay(d, 99, D(1), value_on=TODAY), "ledger.no_such_account", "account_no"),
        (lambda d: ledger.book_waiver(d, 1, "penalty", D("999.00"), value_on=TODAY, reason="困难"), "ledger.waiver_too_large", "amount"),
        (lambda d: ledger.book_waiver(d, 1, "penalty", D("0.01"), value_on=TODAY, reason=" "), "ledger.reason_missing", "reason"),
        (lambda d: ledger.book_charge(d, 1, "interest", D(1), value_on=TODAY), "ledger.not_a_fee", "component"),
        (lambda d: ledger.book_charge(d, 1, "fee", LARGEST_AMOUNT, value_on=TODAY), "ledger.amount_too_large", "amount"),
        (lambda d: ledger.undo_payment(d, 99, "误操作"), "ledger.no_such_payment", "payment"),
        (lambda d: ledger.reverse_entry(d, 99, "误操作"), "ledger.no_such_entry", "entry"),
        (lambda d: quotes.keep(d, 1, "rearrangement", first_due=date(2027, 1, 5), count=0), "schedule.terms_out_of_range", "terms"),
        (lambda d: quotes.keep(d, 1, "rearrangement", first_due=GRANTED, count=6), "schedule.first_due_before_disbursement", "first_due_on"),
        (lambda d: quotes.keep(d, 1, "rearrangement", first_due=date(2027, 1, 5), count=6, annual_rate=D("1e7")), "schedule.rate_out_of_range", "annual_rate"),
    ],
)  # fmt: skip
def test_an_impossible_booking_names_its_field_and_changes_nothing(
    desk: Desk, loan: int, ask: Ask, code: str, field: str
) -> None:
    def kept() -> list[object]:
        return [rows(desk, table) for table in (Account, Instalment, Payment, LedgerEntry)]

    before = kept()
    with pytest.raises(DomainError) as refused:
        ask(desk)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert kept() == before


def test_a_reversal_is_not_reversed(desk: Desk, loan: int) -> None:
    charged = ledger.book_charge(desk, loan, "fee", D("9.00"), value_on=TODAY)
    undone = ledger.reverse_entry(desk, charged.entry_id, "误操作")
    for entry_id, code in (
        (undone.entry_id, "reversal_of_reversal"),
        (charged.entry_id, "already"),
    ):
        with pytest.raises(DomainError, match=code) as refused:
            ledger.reverse_entry(desk, entry_id, "误操作")
        assert refused.value.field == "entry"
    assert len(rows(desk, LedgerEntry)) == 2
