"""Facts versus rules: every number from a law or a contract, dated, with its source.

A rule book answers which value is in force on a day. The rows come from ``resources/rules`` and,
where the branch has set its own, from the store; the branch's row wins from its own date on.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from enum import StrEnum

RuleValue = int | bool | Decimal | time | str | tuple[int, ...] | tuple[str, ...]


class Unit(StrEnum):
    """What a rule's value counts; decides how it is read, edited and shown."""

    TIME = "time"
    COUNT = "count"
    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"
    PERCENT = "percent"
    YUAN = "yuan"
    FLAG = "flag"
    CODES = "codes"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Rule:
    """One dated row of a rule table.

    ``clause`` is the short name shown beside a refusal (C1, §3 …); ``sure`` is H, M or L;
    ``overridable`` says whether a second person may let one case pass against it.
    """

    code: str
    clause: str
    value: RuleValue
    unit: Unit
    source: str
    from_date: date
    sure: str
    zh: str
    en: str
    overridable: bool
    is_branch: bool = False


class UnknownRule(KeyError):
    """No row of this code is in force on the day asked for; a mistake in the program or table."""


@dataclass(frozen=True)
class RuleBook:
    """All rule rows, looked up by code and day."""

    rules: tuple[Rule, ...]
    _by_code: dict[str, list[Rule]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_code: dict[str, list[Rule]] = {}
        for rule in sorted(self.rules, key=lambda row: (row.from_date, row.is_branch)):
            by_code.setdefault(rule.code, []).append(rule)
        object.__setattr__(self, "_by_code", by_code)

    def rule(self, code: str, on: date) -> Rule:
        """Return the row in force on a day: the newest ``from_date`` not after it.

        Of two rows from the same day the branch's own wins. Raises ``UnknownRule``.
        """
        rows = self._by_code.get(code, [])
        place = bisect_right(rows, on, key=lambda row: row.from_date)
        if place == 0:
            raise UnknownRule(code)
        return rows[place - 1]

    def history(self, code: str) -> tuple[Rule, ...]:
        """Every row of a code, oldest first; empty when there is none."""
        return tuple(self._by_code.get(code, ()))

    def codes(self) -> tuple[str, ...]:
        """Every code once, in the order in which the tables list them."""
        return tuple(dict.fromkeys(rule.code for rule in self.rules))

    def with_rules(self, more: Iterable[Rule]) -> "RuleBook":
        """A new book that also holds the branch's own rows."""
        return RuleBook((*self.rules, *more))

    def whole(self, code: str, on: date) -> int:
        """The value of a counted rule (count, days, months, years)."""
        value = self.rule(code, on).value
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError(f"{code} is no whole number")
        return value

    def decimal(self, code: str, on: date) -> Decimal:
        """The value of a rule in percent or yuan, as written in its table (24 means 24 %)."""
        value = self.rule(code, on).value
        if not isinstance(value, Decimal):
            raise TypeError(f"{code} is no decimal")
        return value

    def flag(self, code: str, on: date) -> bool:
        """The value of a rule that is on or off."""
        value = self.rule(code, on).value
        if not isinstance(value, bool):
            raise TypeError(f"{code} is no flag")
        return value

    def time_of_day(self, code: str, on: date) -> time:
        """The value of a rule that is a time of day, Beijing."""
        value = self.rule(code, on).value
        if not isinstance(value, time):
            raise TypeError(f"{code} is no time of day")
        return value


def read_value(raw: object, unit: Unit) -> RuleValue:
    """Turn a value as written in a table or typed by a person into the type of its unit.

    Whole numbers for counts and durations, ``Decimal`` for percent and yuan (written as text so
    that no float creeps in), ``time`` for HH:MM, a tuple for lists. Raises ``ValueError``.
    """
    if isinstance(raw, list | tuple):
        return _read_list(tuple(raw))
    if unit is Unit.FLAG:
        return _read_flag(raw)
    if isinstance(raw, bool | float):
        raise ValueError(f"{raw!r} is no {unit.value}")  # noqa: TRY004 - one kind of error for the reader
    if unit is Unit.TIME:
        return time.fromisoformat(str(raw))
    if unit in (Unit.PERCENT, Unit.YUAN):
        return _read_decimal(str(raw))
    if unit in (Unit.TEXT, Unit.CODES):
        return str(raw)
    return int(str(raw))


def _read_list(raw: tuple[object, ...]) -> RuleValue:
    if all(isinstance(item, int) and not isinstance(item, bool) for item in raw):
        return tuple(int(str(item)) for item in raw)
    return tuple(str(item) for item in raw)


def _read_flag(raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    if str(raw) in ("true", "false"):
        return str(raw) == "true"
    raise ValueError(f"{raw!r} is neither true nor false")


def _read_decimal(raw: str) -> Decimal:
    try:
        value = Decimal(raw)
    except ArithmeticError as wrong:
        raise ValueError(f"{raw!r} is no number") from wrong
    if not value.is_finite():
        raise ValueError(f"{raw!r} is no number")
    return value
