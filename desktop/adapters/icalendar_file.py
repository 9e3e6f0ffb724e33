"""Writes calendar entries to an iCalendar file (RFC 5545) that any calendar program reads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from desktop.adapters import wording
from desktop.adapters.wording import Language
from desktop.domain.clock import BEIJING

LENGTH = timedelta(minutes=30)
"""How long a contact takes in the calendar: long enough to be seen."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. ``at`` is HH:MM in Beijing time, or empty for the whole day."""

    uid: str
    day: date
    at: str
    channel: str
    who: str
    is_done: bool


def write(file: Path, entries: Iterable[Entry], *, stamp: datetime, lang: Language = "zh") -> None:
    """Write the entries to a file, replacing it whole.

    Times are stored in UTC, which every program shows in its own zone. ``stamp`` is naive
    Beijing time. Raises ``OSError`` where the disk says no; the old file is then left as it was.
    """
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//Shouyue//calendar//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for entry in entries:
        event = Event()
        event.add("uid", entry.uid)
        event.add("dtstamp", _utc(stamp))
        if entry.at:
            start = datetime.fromisoformat(f"{entry.day.isoformat()}T{entry.at}:00")
            event.add("dtstart", _utc(start))
            event.add("dtend", _utc(start + LENGTH))
        else:
            event.add("dtstart", entry.day)
            event.add("dtend", entry.day + timedelta(days=1))
        channel = wording.text(f"calendar.channel.{entry.channel}", lang)
        event.add("summary", f"{channel} {entry.who}")
        event.add("categories", [channel])
        event.add("transp", "TRANSPARENT" if entry.is_done or not entry.at else "OPAQUE")
        event.add("class", "CONFIDENTIAL")
        calendar.add_component(event)
    part = file.with_name(file.name + ".part")
    part.write_bytes(calendar.to_ical())
    part.replace(file)


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=BEIJING).astimezone(UTC)
