"""Requests and visits as jobs of a day: where, how long, and within which windows."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from desktop.domain.field_day import Job
from desktop.services.field_ground import Ground

if TYPE_CHECKING:
    from desktop.services.dispatch_board import RequestCard, VisitCard


def request_job(
    card: "RequestCard", day: date, ground: Ground, usual_officer: int | None = None
) -> Job:
    """A request as something to place on a day: its window where it falls on it, else the day."""
    rules, hours = ground.rules, ground.hours
    opening = datetime.combine(day, hours.start)
    closing = datetime.combine(day, hours.end)
    spans = [(begin or opening, end or closing) for begin, end in card.windows]
    here = [one for one in spans if one[0].date() <= day <= one[1].date()]
    if not here:
        here = spans[-1:] if spans[-1][1].date() < day else spans[:1]
    (earliest, latest), *more = [_on_day(one, opening, closing) for one in here]
    return Job(
        f"r{card.request_id}",
        card.kind,
        ground.place(card.address),
        card.minutes,
        earliest,
        latest,
        people=rules.people(card.kind),
        skill=rules.skills.get(card.kind, ""),
        priority=card.priority,
        usual_officer=usual_officer,
        other=more[0] if more else None,
    )


def _on_day(
    span: tuple[datetime, datetime], opening: datetime, closing: datetime
) -> tuple[datetime, datetime]:
    """A window as far as it falls on a day; one before or after it as it is."""
    earliest, latest = span
    day = opening.date()
    return (
        earliest if earliest.date() == day else max(opening, min(earliest, closing)),
        latest if latest.date() == day else (closing if latest.date() > day else latest),
    )


def visit_job(card: "VisitCard", ground: Ground) -> Job:
    """A visit as something that can be moved within its day."""
    opening = datetime.combine(card.starts_at.date(), ground.rules.quiet_until)
    closing = datetime.combine(card.starts_at.date(), ground.hours.end)
    window, other = (opening, card.promised_by or closing), None
    here = [one for one in card.windows if one[0] and one[0].date() == opening.date()]
    if len(here) > 1:
        (_, ends), (begins, closes) = here
        window, other = (opening, ends or closing), (begins or opening, closes or closing)
    return Job(
        f"v{card.visit_id}",
        card.purpose,
        ground.place(card.address),
        card.minutes,
        *window,
        other=other,
        people=ground.rules.people(card.purpose),
        skill=ground.rules.skills.get(card.purpose, ""),
    )
