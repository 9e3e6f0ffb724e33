"""The command that shows the calendar or writes it to an iCalendar file."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from desktop.cli.command import Call, Commands, Outcome, day
from desktop.domain.errors import DomainError
from desktop.domain.masks import mask_name
from desktop.services import calendar
from desktop.services.calendar import CHANNELS, CalendarItem

LONGEST = timedelta(days=366)


def add_commands(commands: Commands) -> None:
    """Add the command of this room."""
    shown = commands.add("calendar", _calendar, help="cli.calendar.help")
    shown.add("--from", dest="first", metavar="DATE", type=day, help="cli.calendar.from")
    shown.add("--to", dest="last", metavar="DATE", type=day, help="cli.calendar.to")
    shown.add("--ics", metavar="FILE", type=Path, help="cli.calendar.ics")
    shown.add("--channel", action="append", choices=CHANNELS, help="cli.calendar.channel")
    shown.add("--limit", type=int, metavar="N", default=20, help="cli.calendar.limit")


def _calendar(call: Call) -> Outcome:
    first: date = call.options.first or call.desk.today
    last: date = call.options.last or first + timedelta(days=6)
    if last < first or last - first > LONGEST:
        raise DomainError("cli.calendar.bad_span", field="to", first=first, last=last)
    channels = tuple(call.options.channel or CHANNELS)
    limit = max(call.options.limit, 0)
    span = calendar.calendar_span(call.desk, first, last, channels=channels, per_day=limit)
    data: dict[str, object] = {
        "from": first,
        "to": last,
        "counts": _counts(span.counts, channels),
        "items": [_plain(item) for items in span.items.values() for item in items],
    }
    lines = [line for on, items in span.items.items() for line in _day_lines(call, span, on, items)]
    if call.options.ics is not None:
        number = calendar.export_ics(call.desk, call.options.ics, first, last, channels=channels)
        data |= {"ics": call.options.ics, "exported": number}
        file = call.options.ics.name
        lines.append(call.text("cli.calendar.exported", number=number, file=file))
    return Outcome(data, lines or [call.text("cli.calendar.empty")])


def _counts(
    counts: dict[tuple[date, str], int], channels: tuple[str, ...]
) -> dict[str, dict[str, int]]:
    found: dict[str, Counter[str]] = {}
    for (on, channel), number in sorted(counts.items()):
        if channel in channels:
            found.setdefault(on.isoformat(), Counter())[channel] += number
    return {on: dict(numbers) for on, numbers in found.items()}


def _day_lines(
    call: Call, span: calendar.CalendarSpan, on: date, items: tuple[CalendarItem, ...]
) -> list[str]:
    numbers = [
        f"{call.text(f'calendar.channel.{channel}')} {span.counts[on, channel]}"
        for channel in CHANNELS
        if span.counts.get((on, channel))
    ]
    return [f"{on.isoformat()}  {'  '.join(numbers)}", *(_line(call, item) for item in items)]


def _line(call: Call, item: CalendarItem) -> str:
    channel = call.text(f"calendar.channel.{item.channel}")
    return f"  {item.at or '     '}  {channel}  {mask_name(item.name)}  M{item.bucket}"


def _plain(item: CalendarItem) -> dict[str, object]:
    """An item as it may leave the program: the name masked."""
    shown = {name: getattr(item, name) for name in CalendarItem.__slots__}
    return shown | {"name": mask_name(item.name)}
