"""How the value of a rule is shown and typed."""

from datetime import date, time
from decimal import Decimal

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDateEdit

from desktop.adapters import wording
from desktop.domain.rule_book import Rule, RuleValue, Unit
from desktop.ui import formats

_BARE = (Unit.COUNT, Unit.TIME, Unit.FLAG, Unit.CODES, Unit.TEXT)


def shown(value: RuleValue, unit: Unit) -> str:
    """Return a value with its unit: 3 天, 24 %, 22:00, 是."""
    said = typed(value)
    if unit is Unit.FLAG:
        return wording.text(f"settings.flag.{'yes' if value else 'no'}", formats.language())
    if unit in _BARE:
        return said
    return f"{said} {wording.text(f'settings.unit.{unit.value}', formats.language())}"


def typed(value: RuleValue) -> str:
    """Return a value as a person types it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, tuple):
        return ", ".join(str(item) for item in value)
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def read(words: str, rule: Rule) -> object:
    """Return what was typed as it is given to the service: a list where the rule is one."""
    if not isinstance(rule.value, tuple):
        return words.strip()
    parts = [part.strip() for part in words.replace("，", ",").replace("、", ",").split(",")]
    is_whole = all(isinstance(item, int) for item in rule.value)
    return [int(p) if is_whole and p.isdecimal() else p for p in parts if p]


def name(rule: Rule) -> str:
    """Return what a rule is called, in the language of now."""
    return rule.zh if formats.language() == "zh" else rule.en


def date_field(day: date, label: str) -> QDateEdit:
    """Return a field for the day from which something holds."""
    field = QDateEdit()
    field.setCalendarPopup(True)
    field.setDisplayFormat("yyyy-MM-dd")
    field.setDateRange(QDate(2000, 1, 1), QDate(2099, 12, 31))
    field.setDate(QDate(day.year, day.month, day.day))
    field.setAccessibleName(label)
    return field


def day_of(field: QDateEdit) -> date:
    """Return the day that a field shows."""
    shown_day = field.date()
    return date(shown_day.year(), shown_day.month(), shown_day.day())
