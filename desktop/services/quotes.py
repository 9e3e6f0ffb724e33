"""Quotes: what it takes to settle, to pay a part early, to re-arrange; kept, and accepted.

A quote is worked out on the ledger as it stands. Accepted before it lapses it gives exactly what
it says; a booking in between makes it stale, and it has to be made again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import Connection

from db import ledger_queries
from desktop.adapters.rule_tables import bundled_rules
from desktop.adapters.working_calendar import statutory_days
from desktop.domain.card import personalised_instalments
from desktop.domain.changes import Changes
from desktop.domain.early_settlement import quote_payoff, quote_prepayment
from desktop.domain.errors import DomainError
from desktop.domain.money import ZERO, Money
from desktop.domain.schedule import Plan
from desktop.domain.working_days import WorkingDays
from desktop.services import plan_offers
from desktop.services.account_view import state_on
from desktop.services.cap_checks import CapTest, cap_test
from desktop.services.contract_terms import terms_of_account
from desktop.services.desk import Desk
from desktop.services.ledger_preview import ledger_of
from desktop.services.ledger_state import Ledger
from desktop.services.offers import (
    Kind,
    Offer,
    OfferedPlan,
    fee_percent,
    ledger_state,
    make_offer,
    remaining,
)
from desktop.services.own_days import working_days
from desktop.services.rules import rule_book
from desktop.services.waiver_offers import waiver

__all__ = ["Kept", "Kind", "Offer", "OfferedPlan", "keep", "ledger_state", "offer", "offer_of"]

NEW_PLANS: dict[str, Callable[[Ledger, date, Mapping[str, Any], WorkingDays], Offer]] = {
    "rearrangement": plan_offers.rearrangement,
    "plan_change": plan_offers.plan_change,
    "spreading": plan_offers.spreading,
    "drawing": plan_offers.drawing,
}
VALID_DAYS = 5
"""Days that a pay-off can be offered for ahead: it never reaches past the next due date."""


@dataclass(frozen=True)
class Kept:
    """A quote that was kept under a number."""

    quote_id: int
    offer: Offer
    changes: Changes


def offer(desk: Desk, account_id: int, kind: Kind, **asked: Any) -> Offer:
    """Work a quote out; nothing is written.

    ``payoff``: on, until (payoff_day or next_due). ``prepayment``: amount, on. ``rearrangement``:
    first_due, count, annual_rate, principal_free, method, unit, every, annuity_each_row, day_count,
    last_day_in_old_year, or rows. ``plan_change``: from_due, new_due, extra_terms, principal_free, annual_rate, rate_from. ``spreading``: over,
    first_due, count, bears_interest. ``drawing``: amount. ``waiver``: waive, valid_until.
    ``card_instalments``: months, first_due, monthly_rate. Raises ``DomainError`` naming the field.
    """
    with desk.read() as connection:
        return offer_on(connection, desk.today, account_id, kind, asked)


def offer_on(
    connection: Connection, today: date, account_id: int, kind: Kind, asked: Mapping[str, Any]
) -> Offer:
    """Work a quote out inside a transaction."""
    ledger, book = ledger_of(connection, account_id, as_of=today), rule_book(connection)
    on = _day(asked, today)
    if kind == "card_instalments":
        has_one = ledger_queries.has_card_instalments(connection, ledger.account["customer_id"])
        most = book.whole("money.card_instalment_months", today)
        return _card_instalments(ledger, on, asked, most=most, has_one=has_one)
    days, test = working_days(connection), cap_test(connection, book)
    return offer_of(ledger, today, kind, asked, days, test)


def offer_of(
    ledger: Ledger,
    today: date,
    kind: Kind,
    asked: Mapping[str, Any],
    calendar: WorkingDays | None = None,
    test: CapTest | None = None,
) -> Offer:
    """Work a quote out, of a ledger read or made of a contract's terms alone.

    Due dates follow the branch's ``calendar``, the statutory one where there is none; caps ``test``.
    """
    on, days = _day(asked, today), calendar or statutory_days()
    if kind == "payoff" and ledger.account["kind"] == "card":
        return _card_payoff(ledger, on)
    if kind == "payoff":
        return _payoff(ledger, on, asked.get("until", "payoff_day"))
    if kind == "prepayment":
        return _prepayment(ledger, on, asked["amount"], days)
    if kind == "waiver":
        return waiver(ledger, on, asked, test or CapTest(bundled_rules()))
    return NEW_PLANS[kind](ledger, on, asked, days)


def _day(asked: Mapping[str, Any], today: date) -> date:
    on: date = asked.get("on") or today
    if on < today:
        raise DomainError("quotes.in_the_past", field="on", today=today)
    return on


def _payoff(ledger: Ledger, on: date, until: Literal["payoff_day", "next_due"]) -> Offer:
    percent = fee_percent(ledger)
    left = remaining(ledger, on)
    quote = quote_payoff(left, fee_percent=percent, until=until)
    if quote.total <= 0:
        raise DomainError("quotes.nothing_owed", field="account_no")
    last = on + timedelta(days=VALID_DAYS - 1)
    if left.rows:
        last = min(last, left.rows[0].due_on - timedelta(days=1))
    days = [on + timedelta(days=number) for number in range(max((last - on).days, 0) + 1)]
    by_day = [
        (day, quote_payoff(remaining(ledger, day), fee_percent=percent, until=until).total)
        for day in days
    ]
    lines = (
        ("arrears", quote.arrears),
        ("principal", quote.principal),
        ("running_interest", quote.interest),
        ("fee", quote.fee),
    )
    plans = (OfferedPlan("current", left.rows, ZERO),)
    return make_offer(
        ledger, "payoff", on, days[-1], quote.total, lines, plans, {"until": until}, by_day
    )


def _card_payoff(ledger: Ledger, on: date) -> Offer:
    """All that a card owes, due or not; what runs up on it by the day is owed up to the day."""
    state = state_on(ledger, on)
    due = sum((each.row.unpaid for each in state.rows if each.row.due_on <= on), ZERO)
    coming = [each.row for each in state.rows if each.row.due_on > on]
    principal = sum((row.unpaid_of("principal") for row in coming), ZERO)
    interest = sum((row.unpaid_of("interest") for row in coming), ZERO)
    fee = sum((row.unpaid for row in coming), ZERO) - principal - interest
    if due + principal + interest + fee <= 0:
        raise DomainError("quotes.nothing_owed", field="account_no")
    days = [on + timedelta(days=number) for number in range(VALID_DAYS)]
    by_day = [
        (day, sum((each.row.unpaid for each in state_on(ledger, day).rows), ZERO)) for day in days
    ]
    lines = (
        ("arrears", due),
        ("principal", principal),
        ("running_interest", interest),
        ("fee", fee),
    )
    return make_offer(ledger, "payoff", on, days[-1], by_day[0][1], lines, (), {}, by_day)


def _prepayment(ledger: Ledger, on: date, amount: Money, calendar: WorkingDays) -> Offer:
    left = remaining(ledger, on)
    quote = quote_prepayment(
        left,
        terms_of_account(ledger),
        amount,
        fee_percent=fee_percent(ledger),
        working_days=calendar,
    )
    lines = (("arrears", quote.arrears), ("fee", quote.fee), ("reduces_principal", quote.extra))
    plans = [OfferedPlan("current", left.rows, ZERO)]
    plans += [OfferedPlan(o.effect, o.plan.rows, o.saved) for o in quote.options]
    return make_offer(ledger, "prepayment", on, on, amount, lines, tuple(plans), {"amount": amount})


def _card_instalments(
    ledger: Ledger, on: date, asked: Mapping[str, Any], *, most: int, has_one: bool
) -> Offer:
    if ledger.account["kind"] != "card":
        raise DomainError("quotes.not_a_card", field="account_no")
    state = state_on(ledger, on)
    owed = sum((each.row.unpaid for each in state.rows), ZERO)
    plan: Plan = personalised_instalments(
        owed,
        asked["months"],
        agreed_on=on,
        first_due_on=asked["first_due"],
        monthly_fee_rate=asked.get("monthly_rate") or Decimal(0),
        most_months=most,
        has_one=has_one,
    )
    plans = (OfferedPlan("new", plan.rows, -plan.total_interest),)
    return make_offer(ledger, "card_instalments", on, on, owed, (("arrears", owed),), plans, asked)


def keep(desk: Desk, account_id: int, kind: Kind, **asked: Any) -> Kept:
    """Work a quote out and keep it under a number, so that it can be printed and accepted."""
    with desk.write() as work:
        made = offer_on(work.connection, desk.today, account_id, kind, asked)
        quote_id = ledger_queries.add_quote(
            work.connection,
            {
                "account_id": account_id,
                "kind": kind,
                "asked": dict(made.asked),
                "amount": made.amount,
                "as_of": made.on,
                "valid_until": made.valid_until,
                "ledger_state": made.ledger_state,
                "made_at": work.now,
                "made_by": desk.actor.officer_id,
            },
        )
        work.audit("quote.make", "account", account_id, quote=quote_id, kind=kind)
        work.commit()
    return Kept(quote_id, made, Changes.of("quotes"))
