"""What the branch should not overlook today: stale figures, rejects, backups, missing tables."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from sqlalchemy import Connection

from db import report_queries
from db import today_queries as queries
from desktop.domain.working_days import WorkingDays
from desktop.services import agencies, letter_signing, limitations, settings
from desktop.services.backup import daily_backups
from desktop.services.desk import Desk
from desktop.services.own_days import working_days
from desktop.services.run_warnings import STALE, before_a_run

Remedy = Literal[
    "day_run",
    "imports",
    "backups",
    "messages",
    "branch",
    "days",
    "payments",
    "agencies",
    "periods",
]
LOOK_BACK_DAYS = 7
RENEW_DAYS = 30
"""So long before its end a certificate should be renewed: an issuer takes days."""
OVER_SINCE_DAYS = 30
"""So long a period that is over is still told of; the list of periods keeps it."""
URGENT, SOON = 30, 90
"""Warnings of a period's end: from the first on it is grave, from the second on it presses."""
NOVEMBER = 11
"""The State Council publishes next year's holidays late in the year."""


@dataclass(frozen=True)
class Notice:
    """One line: its text code and facts, how grave it is, and where it is put right."""

    code: str
    tone: Literal["danger", "warn", "info"]
    remedy: Remedy
    facts: Mapping[str, object] = field(default_factory=dict)


def notices(desk: Desk) -> tuple[Notice, ...]:
    """Return what the branch should look at, the gravest first; nothing before the first import."""
    now = desk.clock.now()
    with desk.read() as connection:
        if queries.is_empty(connection):
            return ()
        found = [
            *_day_run(connection, now.date()),
            *_imports(queries.imports_to_look_at(connection, now - timedelta(days=LOOK_BACK_DAYS))),
            *_messages(queries.messages_failed(connection, now - timedelta(days=LOOK_BACK_DAYS))),
            *_branch(settings.all_values(connection)),
            *_certificate(connection, now.date()),
        ]
        known = working_days(connection)
    found += [*_backups(desk), *_calendar(known, now.date()), *_bank_file(desk), *_agencies(desk)]
    found += _periods(desk)
    grave = {"danger": 0, "warn": 1, "info": 2}
    return tuple(sorted(found, key=lambda notice: grave[notice.tone]))


def _day_run(connection: Connection, today: date) -> Iterator[Notice]:
    dates = report_queries.run_dates(connection)
    last = None if dates is None else dates[1]
    if last is None or last < today:
        yield Notice("today.notice.day_run_due", "warn", "day_run", {"last": last or "—"})


def _imports(rows: list[queries.Row]) -> Iterator[Notice]:
    seen: set[str] = set()
    for _batch, file, state, counts, _started in rows:
        if file in seen:
            continue  # a later import of the same file counts, not this one
        seen.add(file)
        rejected = int(json.loads(counts or "{}").get("rejected", 0))
        if state in ("failed", "cancelled"):
            yield Notice("today.notice.import_unfinished", "warn", "imports", {"file": file})
        elif rejected:
            facts = {"file": file, "count": rejected}
            yield Notice("today.notice.import_rejects", "warn", "imports", facts)


def _messages(failed: int) -> Iterator[Notice]:
    if failed:
        yield Notice("today.notice.messages_failed", "danger", "messages", {"count": failed})


def _branch(values: Mapping[str, str]) -> Iterator[Notice]:
    if not (values["branch.name"] and values["branch.phone"]):
        yield Notice("today.notice.branch_unnamed", "info", "branch")


def _certificate(connection: Connection, today: date) -> Iterator[Notice]:
    """Letters are not made with a certificate that has expired: it is renewed before."""
    if not settings.flag(connection, letter_signing.SWITCH):
        return
    certificate = letter_signing.own_certificate(connection)
    if certificate is None:
        return
    ends = certificate.valid_until.date()
    if ends < today:
        yield Notice("today.notice.certificate_expired", "danger", "branch", {"ends": ends})
    elif (ends - today).days <= RENEW_DAYS:
        facts = {"ends": ends, "days": (ends - today).days}
        yield Notice("today.notice.certificate_ends", "warn", "branch", facts)


def _backups(desk: Desk) -> Iterator[Notice]:
    if desk.store.path is None:
        return  # the server's administrator backs it up
    made = daily_backups(desk.store.path)
    if not made:
        yield Notice("today.notice.backup_none", "danger", "backups")
        return
    days = (desk.today - made[0].made_on).days
    if days > 1:
        facts = {"made_on": made[0].made_on, "days": days}
        yield Notice("today.notice.backup_old", "danger", "backups", facts)


def _agencies(desk: Desk) -> Iterator[Notice]:
    """An agency is reviewed again before its review or contract runs out, or gives its cases back."""
    for entry in agencies.register(desk):
        facts = {"agency": entry.card.name, "until": entry.until, "count": entry.placed}
        if entry.standing == "soon":
            yield Notice("today.notice.agency_soon", "warn", "agencies", facts)
        elif entry.placed and entry.standing not in agencies.WORKING:
            yield Notice("today.notice.agency_not_working", "danger", "agencies", facts)


def _periods(desk: Desk) -> Iterator[Notice]:
    """Limitation and guarantees that run out: what helps must arrive before their end."""
    near = [one for one in limitations.ending(desk) if one.days_left >= -OVER_SINCE_DAYS]
    over = sum(one.days_left < 0 for one in near)
    coming = near[over:]
    if over:
        facts: dict[str, object] = {"over": over, "since": OVER_SINCE_DAYS, "count": len(coming)}
        yield Notice("today.notice.periods_over", "danger", "periods", facts)
    elif coming:
        first = coming[0]
        within = first.warning or 0
        tone: Literal["danger", "warn", "info"] = (
            "danger" if within <= URGENT else "warn" if within <= SOON else "info"
        )
        facts = {"count": len(coming), "ends": first.ends, "days": first.days_left}
        yield Notice("today.notice.periods_end", tone, "periods", facts)


def _bank_file(desk: Desk) -> Iterator[Notice]:
    """A branch that takes bank files in and has stopped to: whoever has paid would be reminded."""
    for warning in before_a_run(desk):
        if warning.code == STALE:
            yield Notice(warning.code, "warn", "payments", warning.facts)


def _calendar(known: WorkingDays, today: date) -> Iterator[Notice]:
    coming = date(today.year + 1, 1, 1)
    for year in (today, coming):
        is_time = year is today or today.month >= NOVEMBER
        if is_time and not known.knows(year):
            yield Notice("today.notice.calendar_missing", "info", "days", {"year": year.year})
