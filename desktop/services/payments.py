"""Booking what arrived: by suggestion or by hand, one or many, and taking it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Row

from db import payment_care_queries as care
from db import payment_queries as queries
from db.unit_of_work import UnitOfWork
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError
from desktop.domain.money import ZERO, Money
from desktop.domain.payment_matching import plain_name
from desktop.domain.progress import NoProgress, Progress
from desktop.services import ledger, money_notices
from desktop.services.desk import Desk
from desktop.services.ledger_preview import Overpayment
from desktop.services.money_inbox import shown_suggestion
from desktop.services.movements import MovementIn, store
from desktop.services.quote_acceptance import set_plan
from desktop.services.quotes import offer_on

Parts = Sequence[tuple[int, Money]]
"""Account ids with the amount each is paid."""

OPEN = ("arrived", "matched", "kept")
"""States of money that may be booked."""

PUT_ASIDE = ("ignored", "returned", "kept", "to_return", "not_come")
"""States that can be taken back."""


@dataclass(frozen=True)
class Rest:
    """What of a movement is not booked: it stays the customer's, or is to be sent back."""

    amount: Money
    state: Literal["kept", "to_return"]


@dataclass(frozen=True)
class How:
    """How a movement is booked.

    ``parts`` are empty for the best suggestion; with a ``rest`` they add up to the movement less
    the rest. ``plan`` names the plan (shorter_term, lower_instalment) that a part prepayment sets:
    then the one account is paid today, whatever the day of the money.
    """

    parts: Parts | None = None
    overpayment: Overpayment = "refuse"
    remembers_payer: bool = True
    rest: Rest | None = None
    plan: str = ""


@dataclass(frozen=True)
class Accepted:
    """A movement that was booked, with the payments it became."""

    movement_id: int
    payments: tuple[int, ...]
    changes: Changes


@dataclass(frozen=True)
class AcceptedMany:
    """What a bulk act did (``booked``, or taken back), and what it left with the reason."""

    booked: tuple[int, ...]
    left: tuple[tuple[int, str], ...]
    changes: Changes


def accept(
    desk: Desk,
    movement_id: int,
    parts: Parts | None = None,
    *,
    overpayment: Overpayment = "refuse",
    remembers_payer: bool = True,
) -> Accepted:
    """Book a movement: its best suggestion, or the accounts a clerk chose.

    ``parts`` must add up to the movement's amount. A payer with another name is remembered as
    paying for this customer. Raises ``DomainError``: ``payments.gone``, ``payments.booked_already``,
    ``payments.no_suggestion``, ``payments.not_ours`` (another merchant's), ``payments.parts_differ``,
    ``payments.two_customers``, and what the ledger says of the booking (``ledger.overpayment``
    unless it is kept apart).
    """
    how = How(parts, overpayment, remembers_payer)
    with desk.write() as work:
        done = accept_within(work, desk, movement_id, how)
        work.commit()
    return done


def accept_certain(desk: Desk, progress: Progress | None = None) -> AcceptedMany:
    """Book every movement that is certain, each in a transaction of its own.

    What the ledger refuses stays in the inbox, with the reason; a cancel keeps what was booked.
    """
    watch = progress or NoProgress()
    with desk.read() as connection:
        waiting = queries.ids(connection, states=("matched",), is_certain=True)
    booked: list[int] = []
    left: list[tuple[int, str]] = []
    changes = Changes()
    for number, movement_id in enumerate(waiting):
        watch.report(number, len(waiting), "payments.booking")
        try:
            done = accept(desk, movement_id)
        except DomainError as problem:
            left.append((movement_id, problem.code))
        else:
            booked.append(movement_id)
            changes |= done.changes
    watch.report(len(waiting), len(waiting), "payments.booking")
    return AcceptedMany(tuple(booked), tuple(left), changes)


def accept_within(work: UnitOfWork, desk: Desk, movement_id: int, how: How) -> Accepted:
    """Book a movement inside another write; the caller commits. Raises as ``accept``."""
    row = bookable_movement(work, movement_id)
    chosen, points, reasons = _chosen(row, how)
    customer = customer_of(work, chosen)
    earlier = queries.times_booked(work.connection, movement_id)
    bookings: list[dict[str, Any]] = []
    changes = Changes.of("payments")
    for place, (account, amount) in enumerate(chosen):
        entry_id = _set_plan(work, desk, account, amount, how.plan) if how.plan else None
        booking = ledger.book_payment(
            work,
            desk,
            account,
            amount=amount,
            value_on=desk.today if how.plan else row.value_on,
            reference=_reference(row, place, earlier),
            payer=row.payer_name or None,
            method=row.source,
            currency=row.currency,
            source="movement",
            overpayment=how.overpayment,
        )
        if entry_id is not None:
            care.add_plan(work.connection, booking.payment_id, entry_id)
        changes |= booking.changes
        bookings.append(
            {
                "movement_id": movement_id,
                "payment_id": booking.payment_id,
                "account_id": account,
                "amount": amount,
                "points": points,
                "reasons": reasons,
                "booked_at": work.now,
                "booked_by": desk.actor.officer_id,
            }
        )
    queries.add_bookings(work.connection, bookings)
    queries.set_state(work.connection, movement_id, state="booked", customer_id=customer)
    queries.fulfil_announced(work.connection, customer, row.amount)
    if how.rest is not None:
        _keep_rest(work, row, customer, how.rest)
    if how.remembers_payer:
        _remember_payer(work, desk, customer, row.payer_name)
    told = money_notices.Told(movement_id, row.amount, row.value_on)
    money_notices.tell(work, customer, "booked", told)
    work.audit("payments.accept", "movement", movement_id, parts=len(bookings), points=points)
    return Accepted(movement_id, tuple(each["payment_id"] for each in bookings), changes)


def customer_of(work: UnitOfWork, parts: Parts) -> int:
    """Return whose accounts these are. Raises ``payments.two_customers`` unless one customer's."""
    accounts = queries.accounts(work.connection, [account for account, _ in parts])
    customers = {found.customer_id for found in accounts.values()}
    if len(customers) != 1 or len(accounts) != len({account for account, _ in parts}):
        raise DomainError("payments.two_customers", field="parts")
    return int(customers.pop())


def _set_plan(work: UnitOfWork, desk: Desk, account: int, amount: Money, plan: str) -> int:
    asked = {"amount": amount, "on": desk.today}
    made = offer_on(work.connection, desk.today, account, "prepayment", asked)
    found = ledger.ledger_of(work.connection, account, as_of=desk.today)
    return set_plan(work, desk, found, made, plan, "")


def _keep_rest(work: UnitOfWork, row: Row[Any], customer: int, rest: Rest) -> None:
    again = queries.times_booked(work.connection, row.id)
    kept = {
        **{name: getattr(row, name) for name in _SAME_IN_A_REST},
        "natural_key": f"rest:{row.id}:{again}",
        "source": "rest",
        "state": rest.state,
        "amount": rest.amount,
        "customer_id": customer,
        "suggestions": [],
        "is_certain": False,
        "stored_at": work.now,
    }
    care.add_rest(work.connection, row.id, kept)


_SAME_IN_A_REST = (
    "our_account", "currency", "value_on", "at", "payer_name", "payer_tail", "memo", "reference",
)  # fmt: skip


def _remember_payer(work: UnitOfWork, desk: Desk, customer: int, payer: str) -> None:
    name = queries.customer(work.connection, customer).name
    if payer and plain_name(payer) != plain_name(name):
        queries.remember_payer(work.connection, customer, payer, desk.actor.officer_id, work.now)


def open_movement(work: UnitOfWork, movement_id: int) -> Row[Any]:
    """Return a movement that may be booked. Raises ``payments.gone``, ``payments.booked_already``."""
    row = queries.one(work.connection, movement_id)
    if row is None:
        raise DomainError("payments.gone", movement=movement_id)
    if row.state not in OPEN:
        raise DomainError("payments.booked_already", movement=movement_id)
    return row


def bookable_movement(work: UnitOfWork, movement_id: int) -> Row[Any]:
    """Return one that is ours to book. Raises ``payments.not_ours`` too: another merchant's money."""
    row = open_movement(work, movement_id)
    if row.doubt == "payments.other_merchant":
        raise DomainError("payments.not_ours", movement=movement_id)
    return row


def _chosen(row: Row[Any], how: How) -> tuple[Parts, int | None, str]:
    if how.parts is None:
        if not row.suggestions:
            raise DomainError("payments.no_suggestion", field="parts")
        best = shown_suggestion(row.suggestions[0])
        return best.parts, best.points, ",".join(best.reasons)
    wanted = row.amount - (how.rest.amount if how.rest else ZERO)
    total = sum((amount for _, amount in how.parts), ZERO)
    if total != wanted or any(amount <= 0 for _, amount in how.parts):
        raise DomainError("payments.parts_differ", field="parts", total=total, amount=wanted)
    return how.parts, None, ""


def _reference(row: Row[Any], place: int, earlier: int) -> str:
    """The movement's own number, told apart where it pays several accounts or is booked anew."""
    again = f"#{earlier + 1}" if earlier else ""
    return f"{row.reference or row.natural_key}{again}" + (f"/{place + 1}" if place else "")


def undo(desk: Desk, movement_id: int, reason: str) -> Changes:
    """Take a booking back: the payments are reversed and stay visible, the money is open again.

    A plan set with it is taken back too, and what was kept apart goes back into the movement.
    Raises ``payments.not_booked``; ``payments.rest_used`` when that part was dealt with since.
    """
    with desk.write() as work:
        rows = queries.bookings(work.connection, movement_id)
        if not rows:
            raise DomainError("payments.not_booked", movement=movement_id)
        rests = care.rests_of(work.connection, movement_id)
        if any(rest.state not in ("kept", "to_return") for rest in rests):
            raise DomainError("payments.rest_used", movement=movement_id)
        care.undo_rests(work.connection, [rest.id for rest in rests])
        changes = Changes.of("payments")
        for row in rows:
            changes |= ledger.reverse_payment(work, desk, row.payment_id, reason)
            entry_id = care.plan_of(work.connection, row.payment_id)
            if entry_id is not None:
                changes |= ledger.take_entry_out(work, desk, entry_id, reason).changes
        queries.undo_bookings(work.connection, movement_id, work.now)
        money_notices.take_back(work, "booked", movement_id)
        queries.set_state(work.connection, movement_id, state="matched", is_certain=False)
        work.audit("payments.undo", "movement", movement_id)
        work.commit()
    return changes


def undo_many(
    desk: Desk, movement_ids: Sequence[int], reason: str, progress: Progress | None = None
) -> AcceptedMany:
    """Take many bookings back, each in a transaction of its own; those that cannot be are ``left``."""
    watch = progress or NoProgress()
    undone: list[int] = []
    left: list[tuple[int, str]] = []
    changes = Changes()
    for number, movement_id in enumerate(movement_ids):
        watch.report(number, len(movement_ids), "payments.undoing")
        try:
            changes |= undo(desk, movement_id, reason)
        except DomainError as problem:
            left.append((movement_id, problem.code))
        else:
            undone.append(movement_id)
    watch.report(len(movement_ids), len(movement_ids), "payments.undoing")
    return AcceptedMany(tuple(undone), tuple(left), changes)


def put_aside(desk: Desk, movement_id: int, state: str, reason: str) -> Changes:
    """Say that a movement is no repayment (``ignored``) or was sent back (``returned``).

    What is held back (a repeated file, money the bank took back) is ``ignored`` when seen to; what
    was announced in vain is no longer awaited, and holds no reminders any more (``not_come``).
    """
    if state not in ("ignored", "returned"):
        raise DomainError("payments.unknown_state", field="state")
    if not reason.strip():
        raise DomainError("payments.reason_missing", field="reason")
    with desk.write() as work:
        row = queries.one(work.connection, movement_id)
        if row is not None and state == "ignored" and row.state in queries.ANNOUNCED:
            state = "not_come"
        is_held = row is not None and row.state == "refused" and state == "ignored"
        if row is None or not (is_held or row.state == "to_return" or state == "not_come"):
            row = open_movement(work, movement_id)
        queries.set_state(work.connection, movement_id, state=state, explained=reason.strip())
        if state == "returned" and row.customer_id is not None:
            told = money_notices.Told(movement_id, row.amount, row.value_on)
            money_notices.tell(work, row.customer_id, "returned", told)
        work.audit(f"payments.{state}", "movement", movement_id)
        work.commit()
    return Changes.of("payments", "reminders")


def reopen(desk: Desk, movement_id: int) -> Changes:
    """Put a movement that was put aside back into the inbox."""
    with desk.write() as work:
        row = queries.one(work.connection, movement_id)
        if row is None or row.state not in PUT_ASIDE:
            raise DomainError("payments.gone", movement=movement_id)
        state = "matched" if row.suggestions else "arrived"
        if row.state == "not_come":
            state = "sent"
        elif row.source == "rest":
            state = "kept"
        elif row.amount <= 0:
            state = "refused"
        queries.set_state(work.connection, movement_id, state=state, explained=None)
        money_notices.take_back(work, "returned", movement_id)
        work.audit("payments.reopen", "movement", movement_id)
        work.commit()
    return Changes.of("payments", "reminders")


def at_counter(
    desk: Desk, account_id: int, amount: Money, *, payer_name: str, memo: str, slip_no: str
) -> Accepted:
    """Take money at the counter: stored like any other movement, and booked at once.

    ``slip_no`` is the number of the paying-in slip; the same slip twice is refused.
    """
    if not slip_no.strip():
        raise DomainError("payments.slip_missing", field="slip_no")
    movement = MovementIn(
        amount, desk.today, at=desk.clock.now(), payer_name=payer_name, memo=memo, reference=slip_no
    )
    stored = store(desk, "counter", [movement])
    if not stored.new:
        raise DomainError("payments.slip_known", field="slip_no", slip=slip_no)
    with desk.read() as connection:
        movement_id = queries.id_of(connection, stored.keys[0])
    return accept(desk, movement_id, [(account_id, amount)], overpayment="keep")
