"""What may become of money that is more or less than is due, shown before one is carried out."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from sqlalchemy import Connection

from db import payment_queries as queries
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError
from desktop.domain.money import ZERO, Money
from desktop.services.account_view import state_on
from desktop.services.desk import Desk
from desktop.services.ledger_preview import Part, checked, draft, ledger_of
from desktop.services.payments import (
    Accepted,
    How,
    Parts,
    Rest,
    accept_within,
    bookable_movement,
    customer_of,
)
from desktop.services.quote_acceptance import due_parts
from desktop.services.quotes import OfferedPlan, offer_on

Code = Literal["book", "next", "apart", "shorter_term", "lower_instalment", "return"]
PLANS: tuple[Code, Code] = ("shorter_term", "lower_instalment")


@dataclass(frozen=True)
class Choice:
    """One thing that may be done with a movement.

    ``booked`` goes into the ledger as ``parts`` say, ``rest`` does not; ``owed_after`` is all that
    is then owed on the accounts, due or not. ``plan`` is what a part prepayment leads to, ``credit``
    what nothing is owed for: it stays on the account. ``refused`` is a text code where it cannot be done.
    """

    code: Code
    booked: Money
    rest: Money = ZERO
    owed_after: Money = ZERO
    parts: tuple[Part, ...] = ()
    plan: OfferedPlan | None = None
    refused: str = ""
    credit: Money = ZERO


@dataclass(frozen=True)
class Choices:
    """What is due on the accounts on the day of the money, what is beyond it, what may be done."""

    due: Money
    excess: Money
    choices: tuple[Choice, ...]


def choices(desk: Desk, movement_id: int, parts: Parts) -> Choices:
    """Show what each choice would do; nothing is written.

    More than is due: pay the next instalments, keep the rest apart, reduce the principal (two
    plans), or send the rest back. Less than is due: book it as it is, keep all of it apart until
    the rest comes, or send it back.
    """
    with desk.read() as connection:
        row = queries.one(connection, movement_id)
        if row is None:
            raise DomainError("payments.gone", movement=movement_id)
        due = _due(connection, desk, parts, row.value_on)
        excess = _excess(parts, due)
        kept_parts = _less_excess(parts, due)
        found = list(
            _if_more(connection, desk, row.value_on, parts, kept_parts, excess)
            if excess
            else _if_less(connection, desk, row.value_on, parts)
        )
    return Choices(sum(due.values(), ZERO), excess, tuple(found))


def _if_more(
    connection: Connection, desk: Desk, on: date, parts: Parts, kept_parts: Parts, excess: Money
) -> Iterator[Choice]:
    untouched = () if kept_parts else parts
    yield _booking(connection, desk, on, "next", parts, ZERO)
    yield _booking(connection, desk, on, "apart", kept_parts, excess, untouched)
    yield from _plans(connection, desk, parts)
    yield _booking(connection, desk, on, "return", kept_parts, excess, untouched)


def _if_less(connection: Connection, desk: Desk, on: date, parts: Parts) -> Iterator[Choice]:
    total = sum((amount for _, amount in parts), ZERO)
    yield _booking(connection, desk, on, "book", parts, ZERO)
    yield _booking(connection, desk, on, "apart", (), total, parts)
    yield _booking(connection, desk, on, "return", (), total, parts)


def _booking(
    connection: Connection,
    desk: Desk,
    on: date,
    code: Code,
    parts: Parts,
    rest: Money,
    untouched: Parts = (),
) -> Choice:
    booked, after, credit = ZERO, ZERO, ZERO
    shown: list[Part] = []
    for account, amount in parts:
        ledger = ledger_of(connection, account, as_of=desk.today)
        done = checked(ledger, draft("payment", amount, on), desk.today)
        booked += amount
        credit += done.left_over
        after += sum(done.after.values(), ZERO)
        shown += list(done.parts)
    for account, _ in untouched:
        state = state_on(ledger_of(connection, account, as_of=desk.today), on)
        after += sum((each.row.unpaid for each in state.rows), ZERO)
    return Choice(code, booked, rest, after, tuple(shown), credit=credit)


def _plans(connection: Connection, desk: Desk, parts: Parts) -> Iterator[Choice]:
    """Reducing the principal: for one account, as the contract allows it."""
    total = sum((amount for _, amount in parts), ZERO)
    if len(parts) != 1:
        for code in PLANS:
            yield Choice(code, total, refused="payments.one_account")
        return
    [(account, amount)] = parts
    try:
        made = offer_on(
            connection, desk.today, account, "prepayment", {"amount": amount, "on": desk.today}
        )
    except DomainError as problem:
        for code in PLANS:
            yield Choice(code, total, refused=problem.code)
        return
    for plan in made.plans[1:]:
        left = sum((row.principal + row.interest for row in plan.rows), ZERO)
        code = PLANS[0] if plan.code == PLANS[0] else PLANS[1]
        yield Choice(code, total, ZERO, left, (), plan)


def carry_out(desk: Desk, movement_id: int, parts: Parts, code: Code) -> Accepted:
    """Do with a movement what was chosen, in one transaction.

    Raises what ``payments.accept`` raises, and what a quote of a part prepayment refuses.
    """
    with desk.write() as work:
        row = bookable_movement(work, movement_id)
        due = _due(work.connection, desk, parts, row.value_on)
        excess = _excess(parts, due) or (ZERO if code in ("book", "next") else row.amount)
        how = How(parts, "keep")
        if code in PLANS:
            how = replace(how, plan=code)
        elif code in ("apart", "return"):
            rest = Rest(excess, "kept" if code == "apart" else "to_return")
            how = replace(how, parts=_less_excess(parts, due), rest=rest)
            if excess == row.amount:
                customer = customer_of(work, parts)
                queries.set_state(
                    work.connection, movement_id, state=rest.state, customer_id=customer
                )
                work.audit(f"payments.{rest.state}", "movement", movement_id)
                work.commit()
                return Accepted(movement_id, (), Changes.of("payments", "reminders"))
        done = accept_within(work, desk, movement_id, how)
        work.commit()
    return done


def _due(connection: Connection, desk: Desk, parts: Parts, on: date) -> dict[int, Money]:
    """What is due on each account on the day of the money, with what has run up by then."""
    found: dict[int, Money] = {}
    for account, _ in parts:
        ledger = ledger_of(connection, account, as_of=desk.today)
        due = due_parts(state_on(ledger, on), on)
        found[account] = due.principal + due.interest + due.fee
    return found


def _excess(parts: Parts, due: dict[int, Money]) -> Money:
    return sum((max(amount - due[account], ZERO) for account, amount in parts), ZERO)


def _less_excess(parts: Parts, due: dict[int, Money]) -> Parts:
    shares = [(account, min(amount, due[account])) for account, amount in parts]
    return [(account, amount) for account, amount in shares if amount > 0]
