"""The day run: what every account and case looks like on a business date, and what follows.

Idempotent: the same date again gives the same result. Missed days are caught up one by one, each
in a transaction of its own, so that a crash loses at most the day it was working on and the next
start goes on from there.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, func, select

from db import board, day_run_queries
from db.tables import DayRun
from db.unit_of_work import UnitOfWork
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError
from desktop.domain.money import Money
from desktop.domain.progress import NoProgress, Progress
from desktop.services.desk import Desk
from desktop.services.promises import settle_promises
from desktop.services.reminders import plan_reminders
from desktop.services.replayed_accounts import replay_accounts
from desktop.services.rules import day_rules, rule_book

CATCH_UP_LIMIT = 400
"""Days caught up at most: past a year of silence the days between say nothing any more."""


@dataclass(frozen=True)
class DayRunResult:
    """The dates that were run, and the counts of the last one."""

    dates: tuple[date, ...]
    counts: dict[str, int | Money]
    changes: Changes


def last_run(desk: Desk) -> date | None:
    """Return the last finished business date, ``None`` before the first."""
    with desk.read() as connection:
        return _last(connection)


def is_due(desk: Desk) -> bool:
    """Whether today has not been run yet."""
    last = last_run(desk)
    return last is None or last < desk.today


def run(
    desk: Desk, business_date: date | None = None, progress: Progress | None = None
) -> DayRunResult:
    """Run a business date, today unless said otherwise, and the missed days before it.

    Raises ``DomainError("day_run.clock_back")`` for a date before the last one run: the machine's
    clock stands wrong, or the date was mistyped.
    """
    watch = progress or NoProgress()
    target = business_date or desk.today
    dates = _dates(last_run(desk), target)
    counts: dict[str, int | Money] = {}
    for done, day in enumerate(dates):
        watch.report(done, len(dates), "day_run.running")
        counts = _run_one(desk, day, plans=day == target)
    watch.report(len(dates), len(dates), "day_run.running")
    topics = Changes.of("accounts", "cases", "reminders", "promises", "day_run")
    return DayRunResult(dates, counts, topics)


def _dates(last: date | None, target: date) -> tuple[date, ...]:
    if last is None:
        return (target,)
    if target < last:
        raise DomainError("day_run.clock_back", field="date", date=target, last=last)
    missed = (target - last).days
    if missed == 0:
        return (target,)
    first = target - timedelta(days=min(missed, CATCH_UP_LIMIT) - 1)
    return tuple(first + timedelta(days=step) for step in range((target - first).days + 1))


def _last(connection: Connection) -> date | None:
    found: date | None = connection.execute(select(func.max(DayRun.business_date))).scalar()
    return found


def _run_one(desk: Desk, day: date, *, plans: bool) -> dict[str, int | Money]:
    """Run one date. Only the last one plans reminders: nothing can be sent on a day gone by."""
    started = desk.clock.now()
    with desk.write() as work:
        # Another program on the same file may have been faster since the dates were chosen.
        last = _last(work.connection)
        if last is not None and day < last:
            raise DomainError("day_run.clock_back", field="date", date=day, last=last)
        book = rule_book(work.connection)
        rules = day_rules(book, day)
        day_run_queries.refresh_state(work.connection, rules, as_of=day, now=started)
        replay_accounts(work, book, rules, as_of=day, now=started)
        day_run_queries.refresh_spans(work.connection, as_of=day)
        board.refresh_all(work.connection, as_of=day, now=started)
        settle_promises(work, as_of=day)
        counts = day_run_queries.counts(work.connection)
        if plans:
            planned = plan_reminders(work, as_of=day)
            counts |= {"reminders": planned.standing, "reminders_refused": planned.refused}
        _remember(work, day, started, desk, counts)
        work.audit("day_run.finish", "day_run", day.isoformat(), **counts)
        work.commit()
    return counts


def _remember(
    work: UnitOfWork, day: date, started: object, desk: Desk, counts: dict[str, int | Money]
) -> None:
    work.session.merge(
        DayRun(business_date=day, started_at=started, finished_at=desk.clock.now(), counts=counts)
    )
