"""The versions of the reminder strategy: drafted, switched on from a day, taken back, restored.

A version that was switched on is never changed; what is edited is always a draft.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row

from db import strategy_queries as queries
from db.unit_of_work import UnitOfWork
from desktop.adapters.rule_tables import bundled_strategy
from desktop.domain.changes import Changes
from desktop.domain.contact_facts import Channel
from desktop.domain.errors import DomainError
from desktop.domain.progress import Progress
from desktop.domain.reminder_strategy import Step
from desktop.domain.strategy_rows import Limits, StepFault, faults, step_row
from desktop.services import letter_planning, message_templates
from desktop.services.desk import Desk
from desktop.services.guard import limits_on
from desktop.services.reminders import plan_reminders
from desktop.services.strategy_in_force import step_names, strategy_of

SHIPPED = 0
"""Stands for the strategy that came with the program where the id of a version is asked for."""
LONGEST_NAME = 60


@dataclass(frozen=True)
class VersionRow:
    """A version as the list shows it. ``state`` is draft, on or withdrawn; shipped is on for ever."""

    version_id: int
    name: str
    state: str
    from_on: date | None
    made_at: datetime | None
    made_by: str
    switched_at: datetime | None
    switched_by: str
    steps: tuple[Step, ...]
    is_in_force: bool


@dataclass(frozen=True)
class DraftSaved:
    """The draft, and what it held before; ``None`` for a new one."""

    version_id: int
    previous: tuple[str, tuple[Step, ...]] | None
    changes: Changes


@dataclass(frozen=True)
class SwitchedOn:
    """The version now on, and what the calendar says to it; zeros when it begins later."""

    version_id: int
    standing: int
    called_off: int
    changes: Changes


@dataclass(frozen=True)
class TemplateChoice:
    """A template that a step of a channel can use."""

    code: str
    zh: str
    en: str


def versions(desk: Desk) -> list[VersionRow]:
    """Return every version, the newest first, the shipped strategy last."""
    with desk.read() as connection:
        rows = queries.versions(connection)
        current = queries.in_force(connection, desk.today)
    in_force = SHIPPED if current is None else current.id
    shipped = VersionRow(
        SHIPPED, "", "on", None, None, "", None, "", bundled_strategy().steps, in_force == SHIPPED
    )
    return [*(_shown(row, in_force) for row in rows), shipped]


def names_of_steps(desk: Desk) -> dict[str, tuple[str, str]]:
    """The names of all steps that ever were, Chinese and English, by code."""
    with desk.read() as connection:
        return step_names(connection)


def template_choices(desk: Desk) -> dict[Channel, list[TemplateChoice]]:
    """Return what steps can use: approved messages, call and visit scripts, kinds of letters."""
    found: dict[Channel, list[TemplateChoice]] = {channel: [] for channel in Channel}
    for family in message_templates.families(desk):
        if family.languages:
            found[family.channel].append(TemplateChoice(family.code, family.zh, family.en))
    letters = {
        step.template: TemplateChoice(step.template, step.zh, step.en)
        for step in reversed(bundled_strategy().steps)
        if step.channel is Channel.LETTER
    }
    for name, template in letter_planning.templates(desk).items():
        letters.setdefault(name, TemplateChoice(name, template.title, template.title))
    found[Channel.LETTER] = list(letters.values())
    return found


def find_faults(desk: Desk, steps: Sequence[Step]) -> tuple[StepFault, ...]:
    """Return what is wrong with the steps of a draft, by step and field."""
    return faults(steps, limits(desk))


def limits(desk: Desk) -> Limits:
    """Return what steps are held against today."""
    with desk.read() as connection:
        numbers = limits_on(connection, desk.today)
    usable = {
        channel: {choice.code for choice in choices}
        for channel, choices in template_choices(desk).items()
    }
    return Limits(numbers.quiet_until, numbers.quiet_from, usable)


def save_draft(desk: Desk, version_id: int | None, name: str, steps: Sequence[Step]) -> DraftSaved:
    """Keep a draft, faulty or not; ``None`` begins one.

    Raises ``DomainError``: ``strategy.name_missing``, ``strategy.name_long``, ``strategy.not_a_draft``.
    """
    title = name.strip()
    if not title:
        raise DomainError("strategy.name_missing", field="name")
    if len(title) > LONGEST_NAME:
        raise DomainError("strategy.name_long", field="name", longest=LONGEST_NAME)
    rows = [step_row(step) for step in steps]
    with desk.write() as work:
        if version_id is None:
            row = {
                "name": title,
                "steps": rows,
                "state": "draft",
                "made_at": work.now,
                "made_by": desk.actor.name,
            }
            saved, previous = queries.add(work.connection, row), None
        else:
            before = _draft(work.connection, version_id)
            saved, previous = version_id, (before.name, strategy_of(before).steps)
            queries.change(work.connection, version_id, name=title, steps=rows)
        work.audit("strategy.saved", "strategy", saved, steps=len(rows))
        work.commit()
    return DraftSaved(saved, previous, _changes())


def drop_draft(desk: Desk, version_id: int) -> DraftSaved:
    """Remove a draft; save what comes back to have it again."""
    with desk.write() as work:
        before = _draft(work.connection, version_id)
        queries.drop(work.connection, version_id)
        work.audit("strategy.dropped", "strategy", version_id)
        work.commit()
    return DraftSaved(version_id, (before.name, strategy_of(before).steps), _changes())


def switch_on(
    desk: Desk, version_id: int, from_on: date, progress: Progress | None = None
) -> SwitchedOn:
    """Put a draft in force from a day; from today on the calendar is planned anew at once.

    What was sent counts for the new ladder, what somebody set down by hand stays.
    Raises ``DomainError``: ``strategy.not_a_draft``, ``strategy.past_day``, ``strategy.no_steps``,
    and that of the first fault.
    """
    if from_on < desk.today:
        raise DomainError("strategy.past_day", field="from_on")
    with desk.read() as connection:
        steps = strategy_of(_draft(connection, version_id)).steps
    if not any(not step.is_off for step in steps):
        raise DomainError("strategy.no_steps")
    wrong = find_faults(desk, steps)
    if wrong:
        raise wrong[0].error
    with desk.write() as work:
        _draft(work.connection, version_id)
        return _put_on(work, desk, version_id, from_on, "strategy.on", progress)


def take_back(desk: Desk, version_id: int, progress: Progress | None = None) -> SwitchedOn:
    """Undo switching on: the version becomes a draft again, the one before it is in force."""
    with desk.write() as work:
        row = queries.version(work.connection, version_id)
        if row is None or row.state != "on":
            raise DomainError("strategy.not_on")
        queries.change(
            work.connection,
            version_id,
            state="draft",
            from_on=None,
            switched_at=None,
            switched_by=None,
        )
        return _replanned(work, desk, version_id, row.from_on, "strategy.taken_back", progress)


def restore(
    desk: Desk, version_id: int, from_on: date, name: str, progress: Progress | None = None
) -> SwitchedOn:
    """Put an earlier version, or the shipped strategy, in force again as a version of its own.

    Raises ``DomainError``: ``strategy.unknown``, ``strategy.past_day``, and that of the first fault:
    a template may have been taken out of use since.
    """
    if from_on < desk.today:
        raise DomainError("strategy.past_day", field="from_on")
    with desk.read() as connection:
        before = queries.version(connection, version_id) if version_id != SHIPPED else None
    if version_id != SHIPPED and before is None:
        raise DomainError("strategy.unknown")
    steps = bundled_strategy().steps if before is None else strategy_of(before).steps
    wrong = find_faults(desk, steps)
    if wrong:
        raise wrong[0].error
    with desk.write() as work:
        row = {
            "name": name.strip()[:LONGEST_NAME],
            "steps": [step_row(step) for step in steps],
            "state": "draft",
            "made_at": work.now,
            "made_by": desk.actor.name,
        }
        made = queries.add(work.connection, row)
        return _put_on(work, desk, made, from_on, "strategy.restored", progress)


def _put_on(
    work: UnitOfWork,
    desk: Desk,
    version_id: int,
    from_on: date,
    action: str,
    progress: Progress | None,
) -> SwitchedOn:
    queries.change(
        work.connection,
        version_id,
        state="on",
        from_on=from_on,
        switched_at=work.now,
        switched_by=desk.actor.name,
    )
    return _replanned(work, desk, version_id, from_on, action, progress)


def _replanned(
    work: UnitOfWork,
    desk: Desk,
    version_id: int,
    from_on: date,
    action: str,
    progress: Progress | None,
) -> SwitchedOn:
    """Plan the book anew when the change holds today already; then commit."""
    standing = called_off = 0
    if from_on <= desk.today:
        counts = plan_reminders(work, as_of=desk.today, progress=progress)
        standing, called_off = counts.standing, counts.called_off
    work.audit(
        action,
        "strategy",
        version_id,
        from_on=from_on,
        standing=standing,
        called_off=called_off,
    )
    work.commit()
    changes = Changes.of("strategy", "reminders", "cases")
    return SwitchedOn(version_id, standing, called_off, changes)


def _draft(connection: Connection, version_id: int) -> Row[Any]:
    row = queries.version(connection, version_id)
    if row is None or row.state != "draft":
        raise DomainError("strategy.not_a_draft")
    return row


def _shown(row: Row[Any], in_force: int) -> VersionRow:
    return VersionRow(
        version_id=row.id,
        name=row.name,
        state=row.state,
        from_on=row.from_on,
        made_at=row.made_at,
        made_by=row.made_by,
        switched_at=row.switched_at,
        switched_by=row.switched_by or "",
        steps=strategy_of(row).steps,
        is_in_force=row.id == in_force,
    )


def _changes() -> Changes:
    return Changes.of("strategy")
