"""How requests, visits, promises and conflicts are worded and coloured on the page."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from desktop.adapters import wording
from desktop.domain.field_day import Conflict
from desktop.domain.masks import mask_phone
from desktop.domain.service_promise import Window
from desktop.domain.wished_time import WishedTime
from desktop.services.dispatch_board import RequestCard, VisitCard
from desktop.ui import formats

PROMISE_TONES = {
    "none": "neutral",
    "on_track": "blue",
    "at_risk": "amber",
    "late": "red",
    "overdue": "red",
    "kept": "green",
    "missed": "red",
}
PROMISE_ICONS = {
    "none": "clock",
    "on_track": "clock",
    "at_risk": "bell",
    "late": "triangle-alert",
    "overdue": "circle-alert",
    "kept": "circle-check",
    "missed": "circle-alert",
}
"""Never colour alone: each state has an icon and a word too."""


def said(code: str, **facts: object) -> str:
    """Word a code in the language of now."""
    return wording.text(code, formats.language(), **facts)


def kind_words(kind: str) -> str:
    """补卡换卡, 催收外访 …"""
    return said(f"dispatch.kind.{kind}")


def promise_words(state: str) -> str:
    """可按时, 快到时限 …"""
    return said(f"dispatch.promise.{state}")


def conflict_words(conflict: Conflict) -> str:
    """What a placing breaks, as a sentence."""
    return said(f"dispatch.conflict.{conflict.code}", **dict(conflict.facts))


def who_words(card: RequestCard | VisitCard) -> str:
    """张海燕 138****0001, as far as it is known."""
    phone = mask_phone(card.phone) if card.phone else ""
    return "  ".join(part for part in (card.name, phone) if part)


def windows_words(windows: Sequence[Window], *, as_of: date) -> str:
    """今天 14:45–15:15, one window or the other."""
    first, *more = [_window_words(*one, as_of=as_of) for one in windows]
    return said("dispatch.wish.or", first=first, second=more[0]) if more else first


def _window_words(start: datetime | None, end: datetime | None, *, as_of: date) -> str:
    """Only the end where the begin is past or unknown."""
    if end is None:
        return "—"
    day = formats.near_day(end.date(), as_of=as_of)
    if start is None or start.date() != end.date():
        return f"{day} ≤ {end:%H:%M}"
    return f"{day} {start:%H:%M}–{end:%H:%M}"


def wish_words(wish: WishedTime, *, as_of: date) -> str:
    """A wish as it was understood."""
    if wish.other is not None:
        first, second = replace(wish, other=None), wish.other
        both = {"first": wish_words(first, as_of=as_of), "second": wish_words(second, as_of=as_of)}
        return said("dispatch.wish.or", **both)
    start, end = wish.start, wish.end
    if wish.kind == "asap":
        return said("dispatch.wish.asap")
    if wish.kind == "point" and start:
        return formats.near_moment(start, as_of=as_of)
    if wish.kind in ("before", "within") and end:
        return said(f"dispatch.wish.{wish.kind}", at=formats.near_moment(end, as_of=as_of))
    if wish.kind == "after" and start:
        return said("dispatch.wish.after", at=formats.near_moment(start, as_of=as_of))
    if start and end and start.date() == end.date():
        day = formats.near_day(start.date(), as_of=as_of)
        return day if wish.kind == "day" else f"{day} {start:%H:%M}–{end:%H:%M}"
    if start and end:
        return (
            f"{formats.near_moment(start, as_of=as_of)} – {formats.near_moment(end, as_of=as_of)}"
        )
    return "—"


def visit_words(visit: VisitCard) -> str:
    """A visit in words, for tool tips and screen readers."""
    times = f"{visit.starts_at:%H:%M}–{visit.ends_at:%H:%M}"
    lines = [
        f"{times}  {kind_words(visit.purpose)}  {said(f'dispatch.visit.{visit.state}')}",
        who_words(visit),
        visit.address,
        promise_words(visit.promise),
    ]
    if visit.promised_by:
        lines[-1] += f" ≤ {visit.promised_by:%H:%M}"
    return "\n".join(line for line in lines if line)
