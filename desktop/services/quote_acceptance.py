"""Accepting a quote: the plan and the payment that it promised, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from db import ledger_queries
from db.unit_of_work import UnitOfWork
from desktop.domain.account_replay import Replayed
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError
from desktop.domain.money import ZERO
from desktop.domain.schedule import ScheduledRow
from desktop.services.account_view import state_on
from desktop.services.arrangements import PlannedRow, arrange
from desktop.services.desk import Desk
from desktop.services.ledger import book_entry, book_payment
from desktop.services.ledger_effects import settle
from desktop.services.ledger_preview import draft, ledger_of
from desktop.services.ledger_state import Ledger
from desktop.services.offers import Offer, ledger_state
from desktop.services.quotes import offer_on

DATES = ("on", "first_due", "from_due", "new_due", "rate_from", "valid_until")
AMOUNTS = ("amount", "annual_rate", "monthly_rate")
RULES = ("annuity_each_row", "day_count", "last_day_in_old_year")
"""How a new plan's rows are made, kept with the contract for the plans after it."""
NEW_PLANS = ("rearrangement", "spreading", "plan_change", "drawing")


def accept(desk: Desk, quote_id: int, *, choice: str = "", note: str = "") -> Changes:
    """Carry a kept quote out today: the new plan is set, and the payment it names is booked.

    ``choice`` names the plan of a part prepayment. Raises ``quotes.unknown``,
    ``quotes.accepted_already``, ``quotes.lapsed`` after its last day, ``quotes.not_yet`` before its
    first, ``quotes.stale`` when something was booked since, ``quotes.choice_missing``.
    """
    with desk.write() as work:
        found = ledger_queries.quote(work.connection, quote_id)
        if found is None:
            raise DomainError("quotes.unknown", field="quote")
        ledger = ledger_of(work.connection, found["account_id"], as_of=desk.today)
        _check(found, ledger, desk.today)
        asked = read_asked(found["asked"]) | {"on": desk.today}
        made = offer_on(work.connection, desk.today, found["account_id"], found["kind"], asked)
        changes = _carry_out(work, desk, ledger, made, choice, note or f"#{quote_id}")
        ledger_queries.accept_quote(work.connection, quote_id, desk.today)
        work.audit("quote.accept", "account", found["account_id"], quote=quote_id)
        work.commit()
    return changes | Changes.of("quotes")


def _check(found: Mapping[str, Any], ledger: Ledger, today: date) -> None:
    if found["state"] != "open":
        raise DomainError("quotes.accepted_already", field="quote")
    if today > found["valid_until"]:
        raise DomainError("quotes.lapsed", field="quote", day=found["valid_until"])
    if today < found["as_of"]:
        raise DomainError("quotes.not_yet", field="quote", day=found["as_of"])
    if found["ledger_state"] != ledger_state(ledger):
        raise DomainError("quotes.stale", field="quote")


def read_asked(kept: Mapping[str, Any]) -> dict[str, Any]:
    """What a quote was asked with, from the text it is kept as."""
    asked: dict[str, Any] = {}
    for name, value in kept.items():
        if value is None:
            continue
        if name in DATES:
            asked[name] = date.fromisoformat(value)
        elif name == "rows":
            asked[name] = [(date.fromisoformat(day), Decimal(amount)) for day, amount in value]
        elif name == "waive":
            asked[name] = {code: Decimal(amount) for code, amount in value.items()}
        else:
            asked[name] = Decimal(value) if name in AMOUNTS else value
    return asked


def _carry_out(
    work: UnitOfWork, desk: Desk, ledger: Ledger, made: Offer, choice: str, note: str
) -> Changes:
    if made.kind == "waiver":
        return _let_go(work, desk, ledger, made, choice, note)
    if made.kind != "payoff" or ledger.account["kind"] != "card":
        set_plan(work, desk, ledger, made, choice, note)
    if made.kind in ("payoff", "prepayment"):
        account_id = ledger.account["id"]
        return book_payment(
            work, desk, account_id, amount=made.amount, value_on=desk.today, source="quote"
        ).changes
    return settle(work, desk, ledger)


def set_plan(
    work: UnitOfWork, desk: Desk, ledger: Ledger, made: Offer, choice: str, note: str
) -> int:
    """Set the plan that an offer promises, ready for its payment; return the entry's id.

    Raises ``quotes.choice_missing`` where a part prepayment has no plan of that name.
    """
    state = state_on(ledger, desk.today)
    keeps_due = made.kind == "plan_change" and "stays_due" in dict(made.lines)
    if keeps_due or made.kind == "card_instalments":
        rows = [_planned(row) for row in made.plans[-1].rows]
    elif made.kind in NEW_PLANS:
        rows = _carrying(made.plans[-1].rows, state, desk.today)
    else:
        rows = _paid_today(made, state, desk.today, choice)
    contract = {"matures_on": rows[-1].due_on, **_agreed(ledger, made)}
    return arrange(
        work,
        desk,
        ledger,
        rows,
        what=made.kind,
        note=note,
        contract=contract,
        keeps_due=keeps_due,
    )


def _let_go(
    work: UnitOfWork, desk: Desk, ledger: Ledger, made: Offer, choice: str, note: str
) -> Changes:
    """Book what is waived, and with the choice ``pay`` the payment of the rest too."""
    account_id = ledger.account["id"]
    for code, amount in made.asked["waive"].items():
        if amount:
            entry = draft("waiver", amount, desk.today, code)
            book_entry(work, desk, ledger, entry, rule="quote", note=note)
    if choice == "pay" and made.amount:
        return book_payment(
            work, desk, account_id, amount=made.amount, value_on=desk.today, source="quote"
        ).changes
    return settle(work, desk, ledger)


def _agreed(ledger: Ledger, made: Offer) -> dict[str, Any]:
    """The contract columns that change with a new plan."""
    asked, account = made.asked, ledger.account
    changed = {name: asked[name] for name in ("annual_rate", "method") if asked.get(name)}
    if asked.get("annual_rate") == 0:
        changed["annual_rate"] = asked["annual_rate"]
    rhythm = {name: asked[name] for name in ("unit", "every") if asked.get(name)}
    rules = {name: asked[name] for name in RULES if asked.get(name) is not None}
    is_moved = bool(rhythm or asked.get("new_due") or asked.get("rows"))
    if is_moved or rules:
        kept = dict(account["contract"] or {})
        if is_moved:
            kept.pop("due_day", None)
        changed["contract"] = {**kept, **rhythm, **rules}
    if made.kind == "drawing":
        changed["principal"] = account["principal"] + asked["amount"]
    return changed


def _planned(row: ScheduledRow) -> PlannedRow:
    return PlannedRow(row.due_on, row.principal, row.interest)


def due_parts(state: Replayed, today: date) -> PlannedRow:
    """What is due by today, as one row; fees stand for everything that is not interest."""
    due = [each.row for each in state.rows if each.row.due_on <= today]
    principal = sum((row.unpaid_of("principal") for row in due), ZERO)
    interest = sum((row.unpaid_of("interest") for row in due), ZERO)
    everything = sum((each.row.unpaid for each in state.rows), ZERO)
    to_come = sum(
        (
            each.row.unpaid_of("principal") + each.row.unpaid_of("interest")
            for each in state.rows
            if each.row.due_on > today
        ),
        ZERO,
    )
    return PlannedRow(today, principal, interest, everything - to_come - principal - interest)


def _paid_today(made: Offer, state: Replayed, today: date, choice: str) -> list[PlannedRow]:
    """One row for today's payment, then the plan that was chosen."""
    due, amounts = due_parts(state, today), dict(made.lines)
    fee = due.fee + amounts.get("fee", ZERO)
    if made.kind == "payoff":
        principal = due.principal + amounts.get("principal", ZERO)
        interest = due.interest + amounts.get("running_interest", ZERO)
        return [PlannedRow(today, principal, interest, fee)]
    plan = next((p for p in made.plans[1:] if p.code == choice), None)
    if plan is None:
        raise DomainError("quotes.choice_missing", field="choice")
    principal = due.principal + amounts["reduces_principal"]
    first = PlannedRow(today, principal, due.interest, fee)
    return [first, *map(_planned, plan.rows)]


def _carrying(rows: Sequence[ScheduledRow], state: Replayed, today: date) -> list[PlannedRow]:
    """A new plan whose first row also holds the interest and fees that were due already."""
    due = due_parts(state, today)
    planned = [_planned(row) for row in rows]
    first = planned[0]
    planned[0] = replace(first, interest=first.interest + due.interest, fee=due.fee)
    return planned
