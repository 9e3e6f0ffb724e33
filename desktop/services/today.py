"""What there is to do today, for one officer or the whole branch, and the figures above it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import Row

from db import dispatch_queries, payment_queries, preference_queries, report_queries
from db import today_queries as queries
from db.column_types import day_of
from desktop.domain.changes import Changes
from desktop.domain.kpi import change, month_of, previous_month_end, share, week_of
from desktop.domain.money import ZERO, Money, from_fen
from desktop.services import settings
from desktop.services.desk import Desk

__all__ = [
    "KINDS",
    "KeyFigures",
    "Kind",
    "Todo",
    "Worklist",
    "key_figures",
    "letter_cases",
    "snooze",
    "wake",
    "worklist",
]

Kind = Literal["call", "visit", "promise", "payment", "message", "letter", "request"]
KINDS: tuple[Kind, ...] = (
    "call",
    "promise",
    "payment",
    "message",
    "letter",
    "visit",
    "request",
)
BROKEN_FOR_DAYS = 7
"""How long a broken promise stays on the list when nobody contacts the customer."""
KEEP_RATE_DAYS = 90
"""The days over whose promises the keep rate is taken."""
_SNOOZED = "today.snoozed"


@dataclass(frozen=True)
class Todo:
    """One thing to do.

    ``key`` names it for snoozing; ``detail`` is the text code of what it is, ``about`` that of what
    it concerns; ``at`` is empty where only the day counts. A bundle (messages, letters, payments) stands for ``count`` things.
    """

    key: str
    kind: Kind
    detail: str
    due_on: date
    at: time | None
    is_past: bool
    count: int = 1
    case_id: int | None = None
    item_id: int | None = None
    name: str = ""
    bucket: int | None = None
    amount: Money | None = None
    officer: str = ""
    about: str = ""


@dataclass(frozen=True)
class Worklist:
    """Everything to do, past ones first; ``snoozed`` counts what is hidden until later.

    ``is_first_start`` is true while no account was ever taken in.
    """

    as_of: date
    todos: tuple[Todo, ...]
    snoozed: int
    is_first_start: bool

    @property
    def count(self) -> int:
        """How many things there are to do, bundles counted by what they hold."""
        return sum(todo.count for todo in self.todos)

    @property
    def past(self) -> int:
        """How many of them are past their time."""
        return sum(todo.count for todo in self.todos if todo.is_past)

    def of_kind(self, kind: Kind) -> int:
        """How many things of a kind there are to do."""
        return sum(todo.count for todo in self.todos if todo.kind == kind)


@dataclass(frozen=True)
class KeyFigures:
    """The figures of the cards; amounts in yuan, rates as fractions or empty when unknown.

    ``change`` is against the end of last month; the keep rate is that of the promises due in the
    last ``KEEP_RATE_DAYS`` days; ``target`` is given for the whole branch only.
    """

    overdue: Money
    overdue_cases: int
    change: Decimal | None
    promised: Money
    promises: int
    keep_rate: Decimal | None
    recovered: Money
    target: Money | None = None
    target_share: Decimal | None = field(default=None)


def worklist(desk: Desk, officer_id: int | None = None) -> Worklist:
    """Return what is to be done now; without an officer, by the whole branch."""
    now = desk.clock.now()
    today = now.date()
    with desk.read() as connection:
        names = report_queries.officer_names(connection)
        calls = queries.calls(connection, today, officer_id)
        bundles = queries.bundles(connection, today, officer_id)
        drafts = queries.promises_to_confirm(connection, officer_id)
        due = queries.promises_due(connection, today, officer_id)
        since = today - timedelta(days=BROKEN_FOR_DAYS)
        broken = queries.promises_broken(connection, since, officer_id)
        visits = queries.visits(connection, now, officer_id)
        requests = queries.requests_waiting(connection)
        recoveries = dispatch_queries.open_recoveries(connection)
        money = payment_queries.counts(connection)
        late = payment_queries.late_transfers(connection, as_of=today)
        is_first_start = queries.is_empty(connection)
        asleep = _asleep(preference_queries.of_user(connection, desk.actor.name), now)
    found = [
        *(_call(row, today, names) for row in calls),
        *(_bundle(row, today) for row in bundles),
        *(_draft(row, today, names) for row in drafts),
        *(_promise(row, today, names, "today.promise_due") for row in due),
        *(_promise(row, today, names, "today.promise_broken") for row in broken if _is_silent(row)),
        *(_visit(row, now, names) for row in visits),
        *(_request(row, now) for row in requests),
        *(_recovery(row, now) for row in recoveries),
        *_money(money, today),
        *(_late_transfer(row) for row in late),
    ]
    awake = [todo for todo in found if todo.key not in asleep]
    awake.sort(key=lambda todo: (todo.due_on, todo.at or time.max, -(todo.amount or ZERO)))
    return Worklist(today, tuple(awake), len(found) - len(awake), is_first_start)


def key_figures(desk: Desk, officer_id: int | None = None) -> KeyFigures:
    """Return the figures of an officer's cases, or of the whole branch."""
    today = desk.today
    month_end = previous_month_end(today)
    with desk.read() as connection:
        fen, cases = queries.overdue_now(connection, officer_id)
        dates = report_queries.run_dates(connection)
        before = None
        if dates is not None and dates[0] <= month_end:
            before = queries.overdue_on(connection, month_end, officer_id)
        week = queries.promised(connection, *week_of(today), officer_id)
        lately = today - timedelta(days=KEEP_RATE_DAYS)
        judged = queries.promised(connection, lately, today, officer_id)
        first, last = month_of(today)
        recovered = from_fen(queries.recovered(connection, first, min(last, today), officer_id))
        wanted = settings.value(connection, "branch.month_target")
    still_open = [
        (count, promised - paid) for state, count, promised, paid in week if state == "open"
    ]
    by_state = {state: count for state, count, _, _ in judged if state != "open"}
    target = Decimal(wanted) if wanted and officer_id is None else None
    return KeyFigures(
        overdue=from_fen(fen),
        overdue_cases=cases,
        change=None if before is None else change(fen, before),
        promised=from_fen(sum(int(amount) for _, amount in still_open)),
        promises=sum(count for count, _ in still_open),
        keep_rate=share(by_state.get("kept", 0), sum(by_state.values())),
        recovered=recovered,
        target=target,
        target_share=None if target is None else share(recovered, target),
    )


def letter_cases(desk: Desk, officer_id: int | None = None) -> list[int]:
    """Return the cases for which a letter is due, for the letters page."""
    with desk.read() as connection:
        return queries.letter_cases(connection, desk.today, officer_id)


def snooze(desk: Desk, keys: Iterable[str], until: datetime) -> Changes:
    """Hide things from one's own list until a moment; what is due does not move by it."""
    return _set_snooze(desk, dict.fromkeys(keys, until))


def wake(desk: Desk, keys: Iterable[str] | None = None) -> Changes:
    """Show snoozed things again: these, or all."""
    return _set_snooze(desk, None if keys is None else dict.fromkeys(keys))


def _set_snooze(desk: Desk, given: dict[str, datetime | None] | None) -> Changes:
    now = desk.clock.now()
    with desk.write() as work:
        stored = preference_queries.of_user(work.connection, desk.actor.name)
        asleep = {} if given is None else _asleep(stored, now)
        for key, until in (given or {}).items():
            asleep.pop(key, None)
            if until is not None:
                asleep[key] = until
        kept = {key: until.isoformat() for key, until in asleep.items()}
        preference_queries.put(
            work.connection, desk.actor.name, {(_SNOOZED, "until"): kept or None}
        )
        work.audit("today.snoozed", "user", desk.actor.name, items=sorted(given or {}))
        work.commit()
    return Changes.of("today")


def _asleep(stored: dict[tuple[str, str], object], now: datetime) -> dict[str, datetime]:
    kept = stored.get((_SNOOZED, "until"))
    if not isinstance(kept, dict):
        return {}
    moments = {key: datetime.fromisoformat(until) for key, until in kept.items()}
    return {key: until for key, until in moments.items() if until > now}


def _call(row: queries.Row, today: date, names: dict[int, str]) -> Todo:
    kind, item, case, name, bucket, fen, day, at, _step, officer = row
    due_on = day_of(day)
    return Todo(
        f"reminder:{item}",
        "call" if kind == "call" else "visit",
        "today.call" if kind == "call" else "today.visit_due",
        due_on,
        time.fromisoformat(at) if at else None,
        due_on < today,
        case_id=case,
        item_id=item,
        name=name,
        bucket=bucket,
        amount=from_fen(int(fen)),
        officer=names.get(officer, ""),
    )


def _bundle(row: queries.Row, today: date) -> Todo:
    channel, day, count, fen = row
    due_on = day_of(day)
    kind: Kind = "letter" if channel == "letter" else "message"
    amount = from_fen(int(fen))
    key = f"{channel}:{due_on.isoformat()}"
    return Todo(
        key, kind, f"today.{channel}", due_on, None, due_on < today, count=count, amount=amount
    )


def _promise(row: queries.Row, today: date, names: dict[int, str], detail: str) -> Todo:
    item, case, name, bucket, fen, day, officer = row[:7]
    due_on = day_of(day)
    return Todo(
        f"promise:{item}",
        "promise",
        detail,
        due_on,
        None,
        due_on < today,
        case_id=case,
        item_id=item,
        name=name,
        bucket=bucket,
        amount=from_fen(int(fen)),
        officer=names.get(officer, ""),
    )


def _draft(row: queries.Row, today: date, names: dict[int, str]) -> Todo:
    """To be confirmed today, whatever day was promised."""
    todo = _promise(row, today, names, "today.promise_draft")
    return replace(todo, key=f"draft:{row[0]}", due_on=today, is_past=False)


def _is_silent(row: queries.Row) -> bool:
    """Whether nobody contacted the customer since the promise was judged."""
    judged_on, last_contact = row[7], row[8]
    return last_contact is None or datetime.fromisoformat(last_contact).date() < day_of(judged_on)


def _visit(row: queries.Row, now: datetime, names: dict[int, str]) -> Todo:
    item, case, name, purpose, starts, minutes, officer, second = row
    starts_at = datetime.fromisoformat(starts)
    both = [names[each] for each in (officer, second) if each in names]
    return Todo(
        f"visit:{item}",
        "visit",
        f"today.purpose.{purpose}",
        starts_at.date(),
        starts_at.time(),
        starts_at + timedelta(minutes=minutes) < now,
        case_id=case,
        item_id=item,
        name=name or "",
        officer="、".join(both),
    )


def _money(counts: Mapping[str, int], today: date) -> Iterator[Todo]:
    """What arrived and is not booked: certain, to be looked at, to be sent back, holding reminders."""
    certain = counts.get("certain", 0)
    look = sum(counts.get(state, 0) for state in ("arrived", "matched", "refused")) - certain
    found = {
        "money_certain": certain,
        "money_look": look,
        "money_return": counts.get("to_return", 0),
        "money_kept": counts.get("kept_of_late", 0),
    }
    for name, count in found.items():
        if count:
            yield Todo(name, "payment", f"today.{name}", today, None, is_past=False, count=count)


def _late_transfer(row: Row[Any]) -> Todo:
    return Todo(
        f"transfer:{row.id}",
        "payment",
        "today.transfer_late",
        row.expected_by,
        None,
        is_past=True,
        case_id=row.case_id,
        item_id=row.id,
        name=row.customer or "",
        amount=row.amount,
    )


def _request(row: queries.Row, now: datetime) -> Todo:
    item, kind, name, received, promised, needs_visit = row
    due = datetime.fromisoformat(promised or received)
    matter = f"today.purpose.{kind}"
    return Todo(
        f"request:{item}",
        "request",
        matter if needs_visit else "today.call_back",
        due.date(),
        due.time(),
        due < now if promised else due < now - timedelta(days=1),
        item_id=item,
        name=name or "",
        about="" if needs_visit else matter,
    )


def _recovery(row: Row[Any], now: datetime) -> Todo:
    return Todo(
        f"recovery:{row.id}",
        "request",
        "today.recovery",
        row.due_at.date(),
        row.due_at.time(),
        row.due_at < now,
        item_id=row.id,
        name=row.customer_name or "",
    )
