"""Promises to pay: taken from the customer, settled by what was paid, taken back by mistake."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from db import board, promise_queries
from db.tables import Case, CaseBoard, PromiseToPay
from db.unit_of_work import UnitOfWork
from desktop.domain.changes import Changes
from desktop.domain.contact_facts import Channel
from desktop.domain.errors import DomainError
from desktop.domain.money import ZERO, Money
from desktop.domain.promise import Promise, PromiseState, Receipt, check_promise, judge
from desktop.domain.promise_message import SaidPromise
from desktop.services import promise_notices
from desktop.services.desk import Desk
from desktop.services.reminders import replan_customers
from desktop.services.rules import rule_book


@dataclass(frozen=True)
class PromiseTaken:
    """The promise's id, so that it can be taken back."""

    promise_id: int
    changes: Changes


def take_promise(
    desk: Desk, case_id: int, due_on: date, amount: Money, channel: str = Channel.PHONE
) -> PromiseTaken:
    """Write down what a customer promised; collection waits for that day.

    Raises ``DomainError``: ``promises.day_is_past``, ``promises.no_amount``,
    ``contact.unknown_case``.
    """
    check_promise(due_on, amount, as_of=desk.today)
    with desk.write() as work:
        promise_id = add_promise(work, desk, case_id, due_on, amount, channel)
        after_change(work, case_id, as_of=desk.today)
        work.audit("promise.take", "case", case_id, promise=promise_id, due_on=due_on)
        work.commit()
    return PromiseTaken(promise_id, _changes(case_id))


def add_promise(
    work: UnitOfWork, desk: Desk, case_id: int, due_on: date, amount: Money, channel: str
) -> int:
    """Write the promise inside a write that does more, such as logging the call it was given in."""
    case = work.session.get(Case, case_id)
    if case is None:
        raise DomainError("contact.unknown_case", case_id=case_id)
    row = PromiseToPay(
        case_id=case_id,
        due_on=due_on,
        amount=amount,
        channel=channel,
        taken_at=work.now,
        taken_by=desk.actor.officer_id,
    )
    work.session.add(row)
    if case.stage in ("to_contact", "contacted"):
        case.stage = "promised"
    work.session.flush()
    promise_notices.confirm(work, row.id)
    return row.id


def add_draft(
    work: UnitOfWork, case_id: int, said: SaidPromise, *, received: datetime
) -> int | None:
    """Keep a promise read from a message as a draft; ``None`` where the same one is there already.

    Without an amount it is for all that is overdue, or next due.
    """
    same = select(PromiseToPay.id).where(
        PromiseToPay.case_id == case_id,
        PromiseToPay.due_on == said.due_on,
        PromiseToPay.state.in_((PromiseState.OPEN.value, PromiseState.DRAFT.value)),
    )
    board = work.session.get(CaseBoard, case_id)
    owed = (board.overdue or board.next_due_amount or ZERO) if board is not None else ZERO
    amount = said.amount or owed
    if work.session.execute(same).first() is not None or amount <= ZERO:
        return None
    row = PromiseToPay(
        case_id=case_id,
        due_on=said.due_on,
        amount=amount,
        channel=Channel.SMS.value,
        state=PromiseState.DRAFT.value,
        taken_at=received,
    )
    work.session.add(row)
    work.session.flush()
    return row.id


def confirm_draft(desk: Desk, promise_id: int, due_on: date, amount: Money) -> PromiseTaken:
    """Let a promise read from a message count, with the day and amount a person found right.

    Raises ``DomainError`` as ``take_promise``; ``promises.unknown`` where it is no draft any more.
    """
    check_promise(due_on, amount, as_of=desk.today)
    with desk.write() as work:
        row = work.session.get(PromiseToPay, promise_id)
        if row is None or row.state != PromiseState.DRAFT:
            raise DomainError("promises.unknown")
        row.state, row.due_on, row.amount = PromiseState.OPEN.value, due_on, amount
        row.taken_by = desk.actor.officer_id
        case = work.session.get_one(Case, row.case_id)
        if case.stage in ("to_contact", "contacted"):
            case.stage = "promised"
        after_change(work, row.case_id, as_of=desk.today)
        work.audit("promise.confirm", "case", row.case_id, promise=promise_id, due_on=due_on)
        work.commit()
    return PromiseTaken(promise_id, _changes(row.case_id))


def take_back_promise(desk: Desk, promise_id: int) -> Changes:
    """Cancel a promise that was written down by mistake or withdrawn by the customer.

    Raises ``DomainError``: ``promises.unknown``; ``promises.already_judged`` for one that has its
    result.
    """
    with desk.write() as work:
        row = work.session.get(PromiseToPay, promise_id)
        if row is None:
            raise DomainError("promises.unknown")
        if row.state not in (PromiseState.OPEN, PromiseState.DRAFT):
            raise DomainError("promises.already_judged")
        row.state = PromiseState.CANCELLED.value
        row.judged_on = desk.today
        case = work.session.get_one(Case, row.case_id)
        others = select(PromiseToPay.id).where(
            PromiseToPay.case_id == row.case_id,
            PromiseToPay.state == PromiseState.OPEN.value,
            PromiseToPay.id != promise_id,
        )
        if case.stage == "promised" and work.session.execute(others).first() is None:
            case.stage = "contacted"
        work.session.flush()
        after_change(work, row.case_id, as_of=desk.today)
        work.audit("promise.cancel", "case", row.case_id, promise=promise_id)
        work.commit()
    return _changes(row.case_id)


def settle_promises(
    work: UnitOfWork, *, as_of: date, customers: tuple[int, ...] | None = None
) -> dict[PromiseState, int]:
    """Judge every open promise by what was paid since it was taken; part of the day run.

    ``customers`` limits it to those whose payment was just booked. Returns how many changed to
    each state.
    """
    grace = rule_book(work.connection).whole("reminder.promise_grace_days", as_of)
    counts: dict[PromiseState, int] = {}
    changed: list[dict[str, Any]] = []
    receipts = promise_queries.receipts_for_open(work.connection, customers)
    for row in promise_queries.open_promises(work.connection, customers):
        promise = Promise(row.due_on, row.amount, row.taken_at)
        paid_in = [Receipt(day, amount) for day, amount in receipts.get(row.case_id, ())]
        state, paid = judge(promise, paid_in, as_of=as_of, grace_days=grace)
        if state is PromiseState.OPEN and paid == row.paid:
            continue
        judged_on = None if state is PromiseState.OPEN else as_of
        changed.append({"b_id": row.id, "state": state.value, "paid": paid, "judged_on": judged_on})
        counts[state] = counts.get(state, 0) + 1
    promise_queries.write_judgements(work.connection, changed)
    return counts


def after_change(work: UnitOfWork, case_id: int, *, as_of: date) -> None:
    """Plan the customer anew and bring their row on the board up to date."""
    work.session.flush()
    customer_id = work.session.get_one(Case, case_id).customer_id
    board.refresh(work.connection, [customer_id], as_of=as_of, now=work.now)
    replan_customers(work, [customer_id], as_of=as_of)


def _changes(case_id: int) -> Changes:
    return Changes.of("promises", "reminders", "cases", cases={case_id})
