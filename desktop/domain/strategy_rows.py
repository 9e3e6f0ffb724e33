"""The steps of a strategy as rows: read from tables, written back, checked field by field."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from typing import Any, Final

from desktop.domain.contact_facts import Channel, Purpose
from desktop.domain.errors import DomainError
from desktop.domain.reminder_strategy import (
    CONDITIONS,
    PROMISE_STATES,
    Conditions,
    Step,
    Strategy,
)

EARLIEST, LATEST = -60, 3650
LONGEST_PACE = 365
LONGEST_NAME = 40
BY_THE_BRANCH: Final = (Channel.SMS, Channel.EMAIL)
"""Channels that need no person; a call, a letter and a visit are an officer's task."""
_CODE = re.compile(r"[a-z][a-z0-9_]{1,31}")


@dataclass(frozen=True)
class StepFault:
    """What is wrong with a step: which one, at which field, why."""

    code: str
    error: DomainError


@dataclass(frozen=True)
class Limits:
    """What a step is held against: the lawful hours (end exclusive), the templates by channel."""

    quiet_until: time
    quiet_from: time
    templates: Mapping[Channel, Collection[str]]


def read_strategy(rows: Iterable[Mapping[str, Any]]) -> Strategy:
    """Make a strategy of ``[[step]]`` rows. Raises ``ValueError`` or ``KeyError`` when one is wrong.

    A step's code is unique; a ladder has one level per slot; from_day is not after to_day.
    """
    steps = read_steps(rows)
    for step in steps:
        if step.from_day > step.to_day or step.every < 0 or step.level < 0:
            raise ValueError(f"{step.code}: days or level out of order")
    codes = [step.code for step in steps]
    if len(set(codes)) < len(codes):
        raise ValueError("a step's code stands twice")
    for slot, of_slot in Strategy(steps).slots.items():
        if len({step.level for step in of_slot}) > 1:
            raise ValueError(f"slot {slot} has steps of different levels")
    return Strategy(steps)


def read_steps(rows: Iterable[Mapping[str, Any]]) -> tuple[Step, ...]:
    """Read what ``step_row`` wrote, faulty or not; ``faults`` tells what is wrong."""
    return tuple(_read_step(row) for row in rows)


def step_row(step: Step) -> dict[str, Any]:
    """Return the row that ``read_strategy`` reads as this step; what is usual is left out."""
    row: dict[str, Any] = {
        "code": step.code,
        "slot": step.slot,
        "from_day": step.from_day,
        "to_day": step.to_day,
        "at": f"{step.at:%H:%M}",
        "channel": "none" if step.channel is None else step.channel.value,
        "purpose": step.purpose.value,
        "template": step.template,
        "who": "officer" if step.by_officer else "branch",
        "source": step.source,
        "zh": step.zh,
        "en": step.en,
    }
    when = {
        name: _written(value)
        for name in CONDITIONS
        if (value := getattr(step.when, name)) not in (None, frozenset())
    }
    usual = {"every": step.every, "level": step.level, "when": when, "off": step.is_off}
    return row | {name: value for name, value in usual.items() if value}


def faults(steps: Sequence[Step], limits: Limits) -> tuple[StepFault, ...]:
    """Return what is wrong with a strategy, in the order of its steps; one fault a step at most."""
    found = []
    for place, step in enumerate(steps):
        try:
            check_step(step, limits)
            _check_among(step, steps[:place])
        except DomainError as error:
            found.append(StepFault(step.code, error))
    return tuple(found)


def check_step(step: Step, limits: Limits) -> None:
    """Refuse a step that could not work. Raises ``DomainError`` at the field that is wrong."""
    _check_names(step)
    _check_days(step)
    _check_conditions(step.when)
    if step.channel is None:
        return
    if step.channel is not Channel.LETTER and not limits.quiet_until <= step.at < limits.quiet_from:
        start, end = f"{limits.quiet_until:%H:%M}", f"{limits.quiet_from:%H:%M}"
        raise DomainError("strategy.at_night", field="at", start=start, end=end)
    if step.template not in limits.templates.get(step.channel, ()):
        raise DomainError("strategy.unknown_template", field="template", template=step.template)
    if not step.by_officer and step.channel not in BY_THE_BRANCH:
        raise DomainError("strategy.needs_officer", field="who")


def purpose_of(level: int) -> Purpose:
    """A rung of the ladder collects; what has no level reminds of money not yet late."""
    return Purpose.COLLECTION if level else Purpose.REMINDER


def _check_names(step: Step) -> None:
    if not _CODE.fullmatch(step.code):
        raise DomainError("strategy.bad_code", field="code")
    if not _CODE.fullmatch(step.slot):
        raise DomainError("strategy.bad_code", field="slot")
    if not 2 <= len(step.zh.strip()) <= LONGEST_NAME:
        raise DomainError("strategy.bad_name", field="name", longest=LONGEST_NAME)


def _check_days(step: Step) -> None:
    for name in ("from_day", "to_day"):
        if not EARLIEST <= getattr(step, name) <= LATEST:
            raise DomainError("strategy.day_range", field=name, first=EARLIEST, last=LATEST)
    if step.from_day > step.to_day:
        raise DomainError("strategy.days_order", field="to_day")
    if not 0 <= step.every <= LONGEST_PACE:
        raise DomainError("strategy.pace_range", field="every", longest=LONGEST_PACE)
    if step.every > step.to_day - step.from_day:
        raise DomainError("strategy.pace_too_long", field="every")
    if not 0 <= step.level <= 99:
        raise DomainError("strategy.level_range", field="level")
    if step.level and step.from_day < 1:
        raise DomainError("strategy.rung_too_early", field="from_day")
    if not step.level and step.to_day > 0:
        raise DomainError("strategy.level_missing", field="level")


def _check_conditions(when: Conditions) -> None:
    low, high = when.amount_from, when.amount_below
    for name, amount in (("amount_from", low), ("amount_below", high)):
        if amount is not None and amount < 0:
            raise DomainError("strategy.amount_negative", field=name)
    if low is not None and high is not None and low >= high:
        raise DomainError("strategy.amount_order", field="amount_below")


def _check_among(step: Step, before: Sequence[Step]) -> None:
    """A step and those listed before it: one code once, one level a slot, no twin that never wins."""
    if any(other.code == step.code for other in before):
        raise DomainError("strategy.code_twice", field="code", step=step.code)
    beside = [other for other in before if other.slot == step.slot and not other.is_off]
    if step.is_off:
        return
    for other in beside:
        if other.level != step.level:
            raise DomainError("strategy.slot_levels", field="level", other=other.zh)
        if other.when == step.when:
            raise DomainError("strategy.never_wins", field="slot", other=other.zh)


def _written(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    return str(value) if isinstance(value, Decimal) else value


def _read_step(row: Mapping[str, Any]) -> Step:
    return Step(
        code=row["code"],
        slot=row["slot"],
        from_day=row["from_day"],
        to_day=row["to_day"],
        at=time.fromisoformat(row["at"]),
        channel=None if row["channel"] == "none" else Channel(row["channel"]),
        purpose=Purpose(row["purpose"]),
        template=row["template"],
        by_officer=row["who"] == "officer",
        source=row["source"],
        zh=row["zh"],
        en=row["en"],
        every=row.get("every", 0),
        level=row.get("level", 0),
        when=_read_conditions(row.get("when", {})),
        is_off=row.get("off", False),
    )


def _read_conditions(row: Mapping[str, Any]) -> Conditions:
    unknown = set(row) - set(CONDITIONS)
    if unknown:
        raise ValueError(f"unknown condition {sorted(unknown)[0]}")
    if row.get("promise") not in (None, *PROMISE_STATES):
        raise ValueError(f"unknown promise state {row['promise']}")
    values: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, list):
            values[name] = frozenset(value)
        elif name.startswith("amount"):
            values[name] = Decimal(str(value))
        else:
            values[name] = value
    return Conditions(**values)
