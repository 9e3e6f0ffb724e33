"""A contract that is not in the store: its terms and payments as a ledger, to work things out on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from desktop.adapters.rule_tables import bundled_rules
from desktop.adapters.working_calendar import statutory_days
from desktop.domain.loan_terms import LoanTerms, custom_plan, plan_of
from desktop.domain.money import ZERO, Money
from desktop.domain.rule_book import RuleBook
from desktop.domain.schedule import Plan
from desktop.services.ledger_state import Ledger, terms_of


@dataclass(frozen=True)
class Trial:
    """The plan and the ledger of a contract given by its terms, and the shipped rule tables."""

    plan: Plan
    ledger: Ledger
    book: RuleBook


def try_contract(
    terms: LoanTerms,
    payments: Sequence[tuple[date, Money]] = (),
    *,
    as_of: date,
    uplift: Decimal | None = None,
    day_basis: int = 360,
    grace_days: int = 0,
    rows: Sequence[tuple[date, Money]] = (),
) -> Trial:
    """Work out a contract that is not booked. Raises ``DomainError`` naming a bad term.

    ``rows`` are due dates and principal agreed one by one.
    """
    days = statutory_days()
    plan = custom_plan(terms, rows, days) if rows else plan_of(terms, days)
    book = bundled_rules()
    account: dict[str, Any] = {
        "id": 0,
        "account_no": "",
        "customer_id": 0,
        "customer_name": "",
        "kind": "loan",
        "currency": "CNY",
        "principal": terms.principal,
        "annual_rate": terms.annual_rate,
        "day_basis": day_basis,
        "method": terms.rules.method,
        "disbursed_on": terms.disbursed_on,
        "stated_on": None,
        "written_off_on": None,
        "penalty_uplift": uplift,
        "compounds_interest": True,
        "grace_days": grace_days,
        "tolerance": None,
        "contract": {
            "unit": terms.unit,
            "every": terms.every,
            "due_day": terms.due_day,
            "day_count": terms.day_count.convention,
            "instalment_unit": str(terms.rules.instalment_unit),
            "holiday_rule": terms.holiday_rule,
            "annuity_each_row": terms.rules.annuity_each_row,
            "last_day_in_old_year": terms.day_count.last_day_in_old_year,
        },
    }
    ledger = Ledger(
        account,
        tuple(_instalment(row.no, row.due_on, row.principal, row.interest) for row in plan.rows),
        tuple(_payment(number, on, amount) for number, (on, amount) in enumerate(payments, 1)),
        (),
        terms_of(account, book, as_of),
        None,
    )
    return Trial(plan, ledger, book)


def _instalment(number: int, due_on: date, principal: Money, interest: Money) -> dict[str, Any]:
    nothing = ("fee", "charged_fee", "paid_principal", "paid_interest", "paid_fee")
    stated = ("stated_paid_principal", "stated_paid_interest", "stated_paid_fee")
    return {
        "id": number,
        "number": number,
        "due_on": due_on,
        "principal": principal,
        "interest": interest,
        **dict.fromkeys(nothing, ZERO),
        **dict.fromkeys((*stated, "statement_on", "settled_on")),
    }


def _payment(number: int, on: date, amount: Money) -> dict[str, Any]:
    return {
        "id": number,
        "paid_on": on,
        "amount": amount,
        "reference": None,
        "source": "given",
        "officer": None,
        "booked_at": datetime(on.year, on.month, on.day),
        "reversed_at": None,
    }
