"""The rule tables as the settings show them, and the branch's own values over them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from db import settings_queries as queries
from desktop.adapters.rule_tables import bundled_rules
from desktop.domain.ageing import Bucket, check_buckets
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError
from desktop.domain.rule_book import Rule, RuleValue, Unit, UnknownRule, read_value
from desktop.services.desk import Desk
from desktop.services.rules import buckets, rule_book

__all__ = [
    "BUCKET_ENDS",
    "MOST_BUCKETS",
    "BucketTable",
    "OwnValue",
    "RuleLine",
    "RuleSaved",
    "all_rules",
    "bucket_table",
    "reset_rule",
    "save_buckets",
    "save_rule",
]

BUCKET_ENDS = "ageing.bucket_ends"
MOST_BUCKETS = 12


@dataclass(frozen=True)
class OwnValue:
    """A value that the branch set, from a day on: who did it, when, by what right."""

    from_on: date
    value: RuleValue
    source: str
    note: str
    set_by: str
    set_at: datetime


@dataclass(frozen=True)
class RuleLine:
    """One rule on the page: what is in force today, what was shipped, what the branch set."""

    code: str
    in_force: Rule
    history: tuple[Rule, ...]
    own: tuple[OwnValue, ...]

    @property
    def is_unsure(self) -> bool:
        """Whether the fact itself is not sure: it says so on the page."""
        return self.in_force.sure != "H" and not self.in_force.is_branch


@dataclass(frozen=True)
class RuleSaved:
    """A rule was set or reset; ``previous`` is the branch's value of that day before."""

    code: str
    from_on: date
    previous: OwnValue | None
    changes: Changes


@dataclass(frozen=True)
class BucketTable:
    """The buckets in force on a day, and whether they are the branch's own."""

    buckets: tuple[Bucket, ...]
    is_branch: bool
    from_on: date


def all_rules(desk: Desk) -> list[RuleLine]:
    """Return every rule, in the order of the tables, as of today."""
    with desk.read() as connection:
        book = rule_book(connection)
        own = _own(connection)
    lines = []
    for code in book.codes():
        try:
            in_force = book.rule(code, desk.today)
        except UnknownRule:
            in_force = book.history(code)[0]  # it begins on a day to come
        lines.append(RuleLine(code, in_force, book.history(code), tuple(own.get(code, ()))))
    return lines


def save_rule(
    desk: Desk, code: str, written: object, *, from_on: date, source: str, note: str = ""
) -> RuleSaved:
    """Set the branch's own value of a rule from a day on.

    ``written`` is what a person typed, or a list. Raises ``DomainError`` at ``value``, ``source``
    or ``from_on``.
    """
    shipped = bundled_rules().history(code)
    if not shipped:
        raise DomainError("settings.unknown", field="code", name=code)
    value = _checked(code, written, shipped[-1].unit)
    if not source.strip():
        raise DomainError("settings.rule_source", field="source")
    if not date(2000, 1, 1) <= from_on <= date(2099, 12, 31):
        raise DomainError("settings.rule_from", field="from_on")
    given = {
        "value": _stored(value),
        "source": source.strip()[:200],
        "note": note.strip()[:500] or None,
        "set_by": desk.actor.name,
        "set_at": desk.clock.now(),
    }
    with desk.write() as work:
        previous = _find(_own(work.connection), code, from_on)
        queries.put_rule(work.connection, code, from_on, given)
        facts = {"from_on": from_on, "value": given["value"], "source": given["source"]}
        before = _stored(previous.value) if previous else None
        work.audit("rule.set", "rule", code, **facts, note=given["note"], before=before)
        work.commit()
    return RuleSaved(code, from_on, previous, Changes.of("rules"))


def reset_rule(desk: Desk, code: str, from_on: date) -> RuleSaved:
    """Take back the branch's value from a day on: what was in force before is again.

    Raises ``DomainError("settings.rule_not_set")`` where the branch set none.
    """
    with desk.write() as work:
        previous = _find(_own(work.connection), code, from_on)
        if previous is None or not queries.drop_rule(work.connection, code, from_on):
            raise DomainError("settings.rule_not_set", field="from_on", rule=code)
        work.audit("rule.reset", "rule", code, from_on=from_on, before=_stored(previous.value))
        work.commit()
    return RuleSaved(code, from_on, previous, Changes.of("rules"))


def bucket_table(desk: Desk, on: date | None = None) -> BucketTable:
    """Return the bucket table in force on a day, today unless said otherwise."""
    day = on or desk.today
    with desk.read() as connection:
        book = rule_book(connection)
    rule = book.rule(BUCKET_ENDS, day)
    return BucketTable(buckets(book, day), rule.is_branch, rule.from_date)


def save_buckets(
    desk: Desk, ends: tuple[int, ...], *, from_on: date, source: str, note: str = ""
) -> RuleSaved:
    """Set the branch's bucket table: the last day of every bucket but the open last one.

    Raises ``DomainError`` at ``value`` where the days do not rise, M0 is not day 0 alone, or there
    are more than ``MOST_BUCKETS``.
    """
    return save_rule(desk, BUCKET_ENDS, list(ends), from_on=from_on, source=source, note=note)


def _checked(code: str, written: object, unit: Unit) -> RuleValue:
    try:
        value = read_value(written, unit)
    except (ValueError, TypeError):
        raise DomainError("settings.rule_value", field="value", unit=unit.value) from None
    if unit in (Unit.COUNT, Unit.DAYS, Unit.MONTHS, Unit.YEARS, Unit.PERCENT, Unit.YUAN):
        numbers = value if isinstance(value, tuple) else (value,)
        if any(isinstance(number, str) or not 0 <= number <= 100_000 for number in numbers):  # type: ignore[operator]
            raise DomainError("settings.rule_range", field="value")
    if unit in (Unit.TEXT, Unit.CODES) and not value:
        raise DomainError("settings.rule_value", field="value", unit=unit.value)
    if code == BUCKET_ENDS:
        _check_ends(value)
    return value


def _check_ends(value: RuleValue) -> None:
    ends = value if isinstance(value, tuple) else ()
    if not 2 <= len(ends) < MOST_BUCKETS or ends[0] != 0:
        raise DomainError("settings.bucket_count", field="value", most=MOST_BUCKETS)
    starts = (0, *(int(end) + 1 for end in ends))
    closed = [
        Bucket(f"M{n}", start, int(end))
        for n, (start, end) in enumerate(zip(starts, ends, strict=False))
    ]
    try:
        check_buckets([*closed, Bucket(f"M{len(ends)}+", starts[-1], None)])
    except DomainError as error:
        raise DomainError("settings.bucket_order", field="value", **error.facts) from None


def _stored(value: RuleValue) -> Any:
    if isinstance(value, bool | int):
        return value
    if isinstance(value, tuple):
        return list(value)
    return value.strftime("%H:%M") if hasattr(value, "strftime") else str(value)


def _own(connection: Connection) -> Mapping[str, list[OwnValue]]:
    found: dict[str, list[OwnValue]] = {}
    for row in queries.own_rules(connection):
        shipped = bundled_rules().history(row.code)
        if shipped:
            value = read_value(row.value, shipped[-1].unit)
            own = OwnValue(row.from_on, value, row.source, row.note or "", row.set_by, row.set_at)
            found.setdefault(row.code, []).append(own)
    return found


def _find(own: Mapping[str, list[OwnValue]], code: str, from_on: date) -> OwnValue | None:
    return next((each for each in own.get(code, ()) if each.from_on == from_on), None)
