"""Offers of another plan: re-arrangement, single changes, spreading what is overdue, a drawing."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from desktop.domain.day_count import DayCount
from desktop.domain.early_settlement import (
    Rearrangement,
    RearrangementQuote,
    Remaining,
    quote_rearrangement,
)
from desktop.domain.errors import DomainError
from desktop.domain.money import ZERO, Money
from desktop.domain.plan_offers import Spreading, quote_drawing, quote_plan_change, quote_spreading
from desktop.domain.schedule_changes import PlanChange
from desktop.domain.working_days import WorkingDays
from desktop.services.arrangements import is_paid
from desktop.services.contract_terms import terms_of_account
from desktop.services.ledger_state import Ledger
from desktop.services.offers import Kind, Offer, make_offer, old_and_new, remaining

Asked = Mapping[str, Any]


def rearrangement(ledger: Ledger, on: date, asked: Asked, working_days: WorkingDays) -> Offer:
    """All principal over a new plan: first_due, count, annual_rate, principal_free, method, unit,
    every, annuity_each_row, day_count with last_day_in_old_year; or rows agreed one by one (date,
    principal).
    """
    rows = tuple((day, amount) for day, amount in asked.get("rows") or ())
    if not rows and "first_due" not in asked:
        raise DomainError("schedule.first_due_in_the_past", field="first_due")
    wanted = Rearrangement(
        rows[0][0] if rows else asked["first_due"],
        len(rows) or asked["count"],
        asked.get("annual_rate"),
        0 if rows else asked.get("principal_free", 0),
        asked.get("method"),
        asked.get("unit"),
        asked.get("every"),
        rows,
        asked.get("annuity_each_row"),
        _day_count(asked),
    )
    left = remaining(ledger, on)
    quote = quote_rearrangement(left, terms_of_account(ledger), wanted, working_days=working_days)
    return _offer(ledger, "rearrangement", quote, asked, left.overdue_principal)


def _day_count(asked: Asked) -> DayCount | None:
    if asked.get("day_count") is None:
        return None
    return DayCount(
        asked["day_count"], last_day_in_old_year=asked.get("last_day_in_old_year", True)
    )


def plan_change(ledger: Ledger, on: date, asked: Asked, working_days: WorkingDays) -> Offer:
    """One change from an instalment on: from_due, new_due, extra_terms, principal_free,
    annual_rate with rate_from.

    What is due already stays as it is. Raises ``quotes.arrears_first`` where money or fees stand on
    rows to come as well: those would belong to rows that are replaced.
    """
    left, terms = remaining(ledger, on), terms_of_account(ledger)
    stays = left.arrears if left.has_arrears else ZERO
    coming = [found for found in ledger.instalments if found["due_on"] > on]
    if stays and any(found["fee"] or is_paid(found) for found in coming):
        raise DomainError("quotes.arrears_first", field="on", arrears=stays)
    first = left.rows[0].due_on if left.rows else on
    change = PlanChange(
        asked.get("from_due") or first,
        asked.get("new_due"),
        asked.get("extra_terms", 0),
        asked.get("principal_free", 0),
        asked.get("annual_rate"),
    )
    if change.annual_rate is not None and not left.has_arrears:
        _check_begin(left, change.from_due, asked.get("rate_from"))
    quote = quote_plan_change(
        left, terms, change, rate_from=asked.get("rate_from"), working_days=working_days
    )
    return _offer(ledger, "plan_change", quote, asked, stays=stays)


def _check_begin(left: Remaining, from_due: date, rate_from: date | None) -> None:
    """A new rate begins by the next due date: what falls due later bears penalty interest at it.

    The account has one rate. Were it to change only after a due date, what is then late would
    be charged the new rate for days of the old one.
    """
    dues = [row.due_on for row in left.rows]
    before = [due for due in dues if due < from_due]
    begins = rate_from or (before[-1] if before else left.on)
    if dues and begins > dues[0]:
        field = "from_due" if rate_from is None else "rate_from"
        raise DomainError("quotes.rate_begins_late", field=field, day=dues[0])


def spreading(ledger: Ledger, on: date, asked: Asked, working_days: WorkingDays) -> Offer:
    """What is overdue over new rows (over ``new_rows``: first_due, count) or ``rows_to_come``."""
    left, terms = remaining(ledger, on), terms_of_account(ledger)
    wanted = Spreading(
        asked.get("over", "new_rows"),
        asked.get("first_due"),
        asked.get("count", 0),
        asked.get("bears_interest", True),
    )
    quote = quote_spreading(left, terms, wanted, working_days=working_days)
    return _offer(ledger, "spreading", quote, asked, left.overdue_principal)


def drawing(ledger: Ledger, on: date, asked: Asked, working_days: WorkingDays) -> Offer:
    """More money on the day, over the same due dates: amount."""
    left, terms = remaining(ledger, on), terms_of_account(ledger)
    quote = quote_drawing(left, terms, asked["amount"], working_days=working_days)
    return _offer(ledger, "drawing", quote, asked, drawn=asked["amount"])


def _offer(
    ledger: Ledger,
    kind: Kind,
    quote: RearrangementQuote,
    asked: Asked,
    overdue: Money = ZERO,
    drawn: Money = ZERO,
    stays: Money = ZERO,
) -> Offer:
    total = quote.new.total_principal
    lines = (
        ("overdue_principal", overdue),
        ("principal", total - overdue - drawn),
        ("drawn", drawn),
        ("carried", quote.carried),
        ("stays_due", stays),
    )
    on, plans = quote.on, old_and_new(quote)
    return make_offer(ledger, kind, on, on, total + quote.carried + stays, lines, plans, asked)
