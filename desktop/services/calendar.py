"""The calendar: planned contacts, due dates and promises; moving one, setting one down by hand."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Row

from db import calendar_queries
from db.column_types import day_of
from desktop.adapters import icalendar_file
from desktop.domain.masks import mask_name
from desktop.domain.money import Money, from_fen
from desktop.services.desk import Desk

CONTACT_CHANNELS = ("visit", "phone", "sms", "email", "letter")
CHANNELS = (*CONTACT_CHANNELS, "promise", "due")
"""What the calendar can be filtered by, in the order of its chips."""

MOST_EXPORTED = 20_000
"""Entries of one .ics file at most: calendars choke on more."""


@dataclass(frozen=True, slots=True)
class CalendarItem:
    """One entry of a day. ``kind`` is contact, promise or due; ``at`` is HH:MM or empty.

    ``detail`` is the step of a contact, the channel a promise came by, the product that is due.
    ``moved_by`` is the rule that put a contact on this day instead of ``moved_from``.
    """

    kind: str
    id: int
    case_id: int
    day: date
    at: str
    channel: str
    detail: str
    state: str
    name: str
    dpd: int
    bucket: int
    amount: Money
    moved_by: str | None
    moved_from: date | None

    @property
    def key(self) -> tuple[str, int]:
        """Tells items apart across kinds."""
        return self.kind, self.id

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do about it."""
        return self.state in ("planned", "held", "open", "due")


@dataclass(frozen=True)
class CalendarSpan:
    """The days asked for: numbers per day and channel, and the first items of each day."""

    counts: dict[tuple[date, str], int]
    items: dict[date, tuple[CalendarItem, ...]]

    def number(self, day: date, channels: Collection[str]) -> int:
        """How many items of some channels stand on a day."""
        return sum(self.counts.get((day, channel), 0) for channel in channels)


def calendar_span(
    desk: Desk,
    first: date,
    last: date,
    *,
    channels: Collection[str] = CHANNELS,
    officer_id: int | None = None,
    per_day: int = 8,
) -> CalendarSpan:
    """What stands on the days from ``first`` to ``last``, both inclusive.

    ``officer_id`` limits it to one officer's cases. The counts cover every channel, the items
    only those asked for, ``per_day`` of each day.
    """
    with desk.read() as connection:
        counts = calendar_queries.counts(connection, first, last, officer_id)
        days = sorted({day for day, channel in counts if channel in channels})
        items = {
            day: tuple(
                _item(row)
                for row in calendar_queries.day_items(
                    connection, day, channels, officer_id, limit=per_day
                )
            )
            for day in days
        }
    return CalendarSpan(counts, items)


def day_items(
    desk: Desk,
    day: date,
    *,
    channels: Collection[str] = CHANNELS,
    officer_id: int | None = None,
    limit: int = 200,
    offset: int = 0,
) -> tuple[CalendarItem, ...]:
    """The items of one day: promises, visits, calls, letters, SMS, e-mails, due dates; each by time."""
    with desk.read() as connection:
        rows = calendar_queries.day_items(
            connection, day, channels, officer_id, limit=limit, offset=offset
        )
    return tuple(map(_item, rows))


def export_ics(
    desk: Desk,
    file: Path,
    first: date,
    last: date,
    *,
    channels: Collection[str] = CHANNELS,
    officer_id: int | None = None,
) -> int:
    """Write the days' items to an iCalendar file; names as surname + 某. Returns how many.

    At most ``MOST_EXPORTED`` items, the earliest days first.
    """
    items: list[CalendarItem] = []
    with desk.read() as connection:
        day = first
        while day <= last and len(items) < MOST_EXPORTED:
            room = MOST_EXPORTED - len(items)
            rows = calendar_queries.day_items(connection, day, channels, officer_id, limit=room)
            items.extend(_item(row) for row in rows)
            day += timedelta(days=1)
    entries = [
        icalendar_file.Entry(
            uid=f"{item.kind}-{item.id}-{item.day.isoformat()}@shouyue",
            day=item.day,
            at=item.at,
            channel=item.channel,
            who=mask_name(item.name),
            is_done=not item.is_open,
        )
        for item in items
    ]
    icalendar_file.write(file, entries, stamp=desk.clock.now())
    return len(entries)


def _item(row: Row[Any]) -> CalendarItem:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for a row's columns
    values["amount"] = from_fen(int(values.pop("fen")))
    values["moved_by"] = values.pop("reason")
    moved_from = values.pop("moved_from_on")
    values["moved_from"] = None if moved_from is None else day_of(moved_from)
    values["day"] = day_of(int(values["day"]))
    return CalendarItem(**values)
