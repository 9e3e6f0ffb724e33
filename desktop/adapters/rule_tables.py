"""Reads the rule tables and the reminder strategy that the program brings along."""

import tomllib
from functools import cache
from typing import Any

from desktop.adapters import paths
from desktop.domain.reminder_strategy import Strategy
from desktop.domain.rule_book import Rule, RuleBook, Unit, read_value
from desktop.domain.strategy_rows import read_strategy

TABLES = ("contact", "personal_data", "money", "ageing", "reminders", "field_service", "legal")


def read_rule(row: dict[str, Any]) -> Rule:
    """Make a rule of one ``[[rule]]`` row. Raises ``ValueError`` or ``KeyError`` when it is wrong."""
    unit = Unit(row["unit"])
    if row["sure"] not in ("H", "M", "L"):
        raise ValueError(f"{row['code']}: sure is H, M or L")
    return Rule(
        code=row["code"],
        clause=row["clause"],
        value=read_value(row["value"], unit),
        unit=unit,
        source=row["source"],
        from_date=row["from_date"],
        sure=row["sure"],
        zh=row["zh"],
        en=row["en"],
        overridable=row["overridable"],
    )


@cache
def bundled_rules() -> RuleBook:
    """All rule tables that came with the program, without the branch's own rows."""
    rows: list[Rule] = []
    for name in TABLES:
        table = tomllib.loads(paths.resources("rules", f"{name}.toml").read_text("utf-8"))
        rows.extend(read_rule(row) for row in table["rule"])
    return RuleBook(tuple(rows))


@cache
def bundled_strategy() -> Strategy:
    """The default reminder strategy that came with the program."""
    table = tomllib.loads(paths.resources("rules", "strategy.toml").read_text("utf-8"))
    return read_strategy(table["step"])
