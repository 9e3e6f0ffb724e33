"""The numbers of field service in force on a day, read once from the rule book."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from desktop.domain.rule_book import RuleBook, UnknownRule

VISIT_PURPOSES = (
    "card_replace",
    "account_auth",
    "corporate",
    "bill_query",
    "repayment",
    "terms_consult",
    "collection",
    "complaint",
    "other",
)
"""What a visit can be for; each has a usual length and perhaps a skill."""
TWO_PEOPLE = frozenset({"collection"})
"""Purposes that always need two members of staff, whatever the branch sets."""


@dataclass(frozen=True)
class FieldRules:
    """Promises, travel and lengths; minutes unless the name says otherwise."""

    promise: timedelta
    promises: Mapping[str, timedelta]
    far: timedelta
    urgent: timedelta
    call_back: timedelta
    alarm: timedelta
    point_slack: timedelta
    detour: float
    speed_kmh: tuple[int, ...]
    parking_minutes: int
    same_area_minutes: int
    other_area_minutes: int
    quiet_from: time
    quiet_until: time
    collection_staff: int
    lengths: Mapping[str, int]
    skills: Mapping[str, str]

    def promised(self, purpose: str, *, is_urgent: bool, is_far: bool) -> timedelta:
        """The time within which somebody comes: by kind, priority and area."""
        usual = self.promises.get(purpose) or self.promise
        return (self.urgent if is_urgent else usual) + (self.far if is_far else timedelta(0))

    def length(self, purpose: str) -> int:
        """Usual minutes on the spot."""
        return self.lengths.get(purpose, self.lengths["other"])

    def people(self, purpose: str) -> int:
        """How many members of staff have to go; two at least for a collection visit."""
        return max(2, self.collection_staff) if purpose in TWO_PEOPLE else 1

    @classmethod
    def in_force(cls, book: RuleBook, on: date) -> "FieldRules":
        """Read the rules that hold on a day. Raises ``UnknownRule`` for an incomplete table."""

        def minutes(name: str) -> timedelta:
            return timedelta(minutes=book.whole(f"visit.{name}", on))

        return cls(
            promise=minutes("promise_minutes"),
            promises={one: minutes(f"promise_minutes.{one}") for one in VISIT_PURPOSES},
            far=minutes("promise_far_minutes"),
            urgent=minutes("urgent_minutes"),
            call_back=minutes("call_back_minutes"),
            alarm=minutes("alarm_minutes"),
            point_slack=minutes("point_slack_minutes"),
            detour=book.whole("visit.detour_percent", on) / 100,
            speed_kmh=_numbers(book, "visit.speed_kmh", on),
            parking_minutes=book.whole("visit.parking_minutes", on),
            same_area_minutes=book.whole("visit.same_area_minutes", on),
            other_area_minutes=book.whole("visit.other_area_minutes", on),
            quiet_from=book.time_of_day("contact.quiet_from", on),
            quiet_until=book.time_of_day("contact.quiet_until", on),
            collection_staff=book.whole("contact.visit_staff", on),
            lengths={one: book.whole(f"visit.minutes.{one}", on) for one in VISIT_PURPOSES},
            skills=_skills(book, on),
        )


def _numbers(book: RuleBook, code: str, on: date) -> tuple[int, ...]:
    value = book.rule(code, on).value
    if not isinstance(value, tuple) or len(value) != 24:
        raise TypeError(f"{code} is no list of 24 numbers")
    return tuple(int(one) for one in value)


def _skills(book: RuleBook, on: date) -> dict[str, str]:
    found = {}
    for purpose in VISIT_PURPOSES:
        try:
            found[purpose] = str(book.rule(f"visit.skill.{purpose}", on).value)
        except UnknownRule:
            continue
    return {purpose: skill for purpose, skill in found.items() if skill}
