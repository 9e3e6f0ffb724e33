"""The reminder strategy that holds on a day: the branch's own version, else the shipped one."""

from datetime import date
from functools import lru_cache

from sqlalchemy import Connection, Row

from db import strategy_queries as queries
from db.column_types import to_json
from desktop.adapters.rule_tables import bundled_strategy
from desktop.domain.reminder_strategy import Step, Strategy
from desktop.domain.strategy_rows import read_steps

REMEMBERED = 8


def strategy_on(connection: Connection, day: date) -> Strategy:
    """Return the strategy in force on a day."""
    row = queries.in_force(connection, day)
    return bundled_strategy() if row is None else strategy_of(row)


def strategy_of(row: Row[tuple[object, ...]]) -> Strategy:
    """Return the strategy of a stored version."""
    return _read(to_json(row.steps))


def find_step(connection: Connection, code: str) -> Step | None:
    """Return a step by its code: of the version in force first, then of any that ever was."""
    for steps in (*(strategy_of(row).steps for row in _ordered(connection)), _shipped()):
        found = next((step for step in steps if step.code == code), None)
        if found is not None:
            return found
    return None


def step_names(connection: Connection) -> dict[str, tuple[str, str]]:
    """The names of all steps that ever were, Chinese and English, by code; the newest name wins."""
    names = {step.code: (step.zh, step.en) for step in _shipped()}
    for row in reversed(_ordered(connection)):
        names |= {step.code: (step.zh, step.en) for step in strategy_of(row).steps}
    return names


def _ordered(connection: Connection) -> list[Row[tuple[object, ...]]]:
    """All versions, those switched on first, each time the newest first."""
    rows = queries.versions(connection)
    return sorted(rows, key=lambda row: row.state != "on")


def _shipped() -> tuple[Step, ...]:
    return bundled_strategy().steps


@lru_cache(maxsize=REMEMBERED)
def _read(steps: str) -> Strategy:
    import json

    return Strategy(read_steps(json.loads(steps)))
