"""Quotes: what it takes to settle, to pay a part early, to re-arrange; kept, and accepted.

A quote is worked out on the ledger as it stands. Accepted before it lapses it gives exactly what
it says; a booking in between makes it stale, and it has to be made again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import Connection

from db import ledger_queries
from desktop.adapters.working_calendar import statutory_days
from desktop.domain.card import personalised_instalments
from desktop.domain.changes import Changes
from desktop.domain.early_settlement import (
    Rearrangement,
    Remaining,
    quote_payoff,
    quote_prepayment,
    quote_rearrangement,
)
from desktop.domain.errors import DomainError
from desktop.domain.money import ZERO, Money
from desktop.domain.schedule import Plan, ScheduledRow
from desktop.services.account_view import state_on
from desktop.services.contract_terms import terms_of_account, what_is_left
from desktop.services.desk import Desk
from desktop.services.ledger_preview import ledger_of
from desktop.services.ledger_state import Ledger
from desktop.services.rules import rule_book

Kind = Literal["payoff", "prepayment", "rearrangement", "card_instalments"]
VALID_DAYS = 5
"""Days that a pay-off can be offered for ahead: it never reaches past the next due date."""


@dataclass(frozen=True)
class OfferedPlan:
    """A plan of a quote: ``code`` is current, shorter_term, lower_instalment or new.

    ``saved`` is interest against the current plan, net of the fee; negative where it costs more.
    """

    code: str
    rows: tuple[ScheduledRow, ...]
    saved: Money

    @property
    def total_interest(self) -> Money:
        """All interest to come."""
        return sum((row.interest for row in self.rows), ZERO)

    @property
    def first_total(self) -> Money:
        """The next instalment."""
        return self.rows[0].total if self.rows else ZERO


@dataclass(frozen=True)
class Offer:
    """A quote as it is shown. ``lines`` add up to ``amount``; ``by_day`` is the amount of each day.

    ``valid_until`` is inclusive; ``per_day`` what each further day adds at first.
    """

    account_id: int
    account_no: str
    customer_name: str
    kind: Kind
    asked: Mapping[str, Any]
    on: date
    valid_until: date
    amount: Money
    lines: tuple[tuple[str, Money], ...]
    by_day: tuple[tuple[date, Money], ...] = ()
    plans: tuple[OfferedPlan, ...] = ()
    ledger_state: str = ""

    @property
    def per_day(self) -> Money:
        """What the first further day adds."""
        return self.by_day[1][1] - self.by_day[0][1] if len(self.by_day) > 1 else ZERO


@dataclass(frozen=True)
class Kept:
    """A quote that was kept under a number."""

    quote_id: int
    offer: Offer
    changes: Changes


def offer(desk: Desk, account_id: int, kind: Kind, **asked: Any) -> Offer:
    """Work a quote out; nothing is written.

    ``payoff``: on, until (payoff_day or next_due). ``prepayment``: amount, on. ``rearrangement``:
    first_due, count, annual_rate, principal_free. ``card_instalments``: months, first_due,
    monthly_rate. Raises ``DomainError`` naming the bad field.
    """
    with desk.read() as connection:
        return offer_on(connection, desk.today, account_id, kind, asked)


def offer_on(
    connection: Connection, today: date, account_id: int, kind: Kind, asked: Mapping[str, Any]
) -> Offer:
    """Work a quote out inside a transaction."""
    ledger = ledger_of(connection, account_id, as_of=today)
    if kind != "card_instalments":
        return offer_of(ledger, today, kind, asked)
    book = rule_book(connection)
    has_one = ledger_queries.has_card_instalments(connection, ledger.account["customer_id"])
    most = book.whole("money.card_instalment_months", today)
    return _card_instalments(ledger, _day(asked, today), asked, most=most, has_one=has_one)


def offer_of(ledger: Ledger, today: date, kind: Kind, asked: Mapping[str, Any]) -> Offer:
    """Work a quote on a loan out, of a ledger read or made of a contract's terms alone."""
    on = _day(asked, today)
    if kind == "payoff":
        return _payoff(ledger, on, asked.get("until", "payoff_day"))
    if kind == "prepayment":
        return _prepayment(ledger, on, asked["amount"])
    return _rearrangement(ledger, on, asked)


def _day(asked: Mapping[str, Any], today: date) -> date:
    on: date = asked.get("on") or today
    if on < today:
        raise DomainError("quotes.in_the_past", field="on", today=today)
    return on


def _left(ledger: Ledger, on: date) -> Remaining:
    return what_is_left(ledger, state_on(ledger, on), terms_of_account(ledger))


def fee_percent(ledger: Ledger) -> Decimal:
    """The contract's fee for paying early; none where it says none."""
    agreed: Mapping[str, Any] = ledger.account["contract"] or {}
    return Decimal(str(agreed.get("prepayment_fee_percent", 0)))


def _payoff(ledger: Ledger, on: date, until: Literal["payoff_day", "next_due"]) -> Offer:
    percent = fee_percent(ledger)
    left = _left(ledger, on)
    quote = quote_payoff(left, fee_percent=percent, until=until)
    if quote.total <= 0:
        raise DomainError("quotes.nothing_owed", field="account_no")
    last = on + timedelta(days=VALID_DAYS - 1)
    if left.rows:
        last = min(last, left.rows[0].due_on - timedelta(days=1))
    days = [on + timedelta(days=number) for number in range(max((last - on).days, 0) + 1)]
    by_day = [
        (day, quote_payoff(_left(ledger, day), fee_percent=percent, until=until).total)
        for day in days
    ]
    lines = (
        ("arrears", quote.arrears),
        ("principal", quote.principal),
        ("running_interest", quote.interest),
        ("fee", quote.fee),
    )
    plans = (OfferedPlan("current", left.rows, ZERO),)
    return _offer(
        ledger, "payoff", on, days[-1], quote.total, lines, plans, {"until": until}, by_day
    )


def _prepayment(ledger: Ledger, on: date, amount: Money) -> Offer:
    left = _left(ledger, on)
    quote = quote_prepayment(
        left,
        terms_of_account(ledger),
        amount,
        fee_percent=fee_percent(ledger),
        working_days=statutory_days(),
    )
    lines = (("arrears", quote.arrears), ("fee", quote.fee), ("reduces_principal", quote.extra))
    plans = [OfferedPlan("current", left.rows, ZERO)]
    plans += [OfferedPlan(o.effect, o.plan.rows, o.saved) for o in quote.options]
    return _offer(ledger, "prepayment", on, on, amount, lines, tuple(plans), {"amount": amount})


def _rearrangement(ledger: Ledger, on: date, asked: Mapping[str, Any]) -> Offer:
    left = _left(ledger, on)
    wanted = Rearrangement(
        asked["first_due"], asked["count"], asked.get("annual_rate"), asked.get("principal_free", 0)
    )
    quote = quote_rearrangement(
        left, terms_of_account(ledger), wanted, working_days=statutory_days()
    )
    plans = (
        OfferedPlan("current", quote.old.rows, ZERO),
        OfferedPlan("new", quote.new.rows, -quote.more_interest),
    )
    lines = (
        ("overdue_principal", left.overdue_principal),
        ("principal", left.future_principal),
        ("carried", quote.carried),
    )
    amount = quote.new.total_principal + quote.carried
    return _offer(ledger, "rearrangement", on, on, amount, lines, plans, asked)


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
    return _offer(ledger, "card_instalments", on, on, owed, (("arrears", owed),), plans, asked)


def _offer(
    ledger: Ledger,
    kind: Kind,
    on: date,
    valid_until: date,
    amount: Money,
    lines: tuple[tuple[str, Money], ...],
    plans: tuple[OfferedPlan, ...],
    asked: Mapping[str, Any],
    by_day: list[tuple[date, Money]] | None = None,
) -> Offer:
    account = ledger.account
    return Offer(
        account["id"],
        account["account_no"],
        account["customer_name"],
        kind,
        {**asked, "on": on},
        on,
        valid_until,
        amount,
        tuple((code, sum_) for code, sum_ in lines if sum_),
        tuple(by_day or [(on, amount)]),
        plans,
        ledger_state(ledger),
    )


def ledger_state(ledger: Ledger) -> str:
    """What a quote was worked out on: it changes with every booking and statement."""
    payments = [found["id"] for found in ledger.payments if found["reversed_at"] is None]
    entries = [found["id"] for found in ledger.entries]
    return f"{len(payments)}/{max(payments, default=0)}/{max(entries, default=0)}/{ledger.base_on}"


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
