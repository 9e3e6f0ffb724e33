"""The service quality report: figures by kind, officer or month; what has to be made good."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from db import dispatch_queries as queries
from desktop.adapters import wording
from desktop.adapters.sheet_export import CellValue, ExportColumn, save_table
from desktop.adapters.wording import Language
from desktop.domain.field_rules import FieldRules
from desktop.domain.service_quality import GROUPS, QualityRow, ServedVisit, quality
from desktop.services.desk import Desk
from desktop.services.rules import rule_book


@dataclass(frozen=True)
class Recovery:
    """A task to make good after a bad rating."""

    task_id: int
    visit_id: int
    name: str
    reason: str
    due_at: datetime
    is_late: bool


@dataclass(frozen=True)
class QualityReport:
    """The rows of a span of days (both inclusive), their sum, and the open recoveries."""

    by: str
    first: date
    last: date
    rows: tuple[QualityRow, ...]
    total: QualityRow | None
    recoveries: tuple[Recovery, ...]


def report(desk: Desk, first: date, last: date, by: str = "kind") -> QualityReport:
    """Work out the report. Raises ``KeyError`` for an unknown grouping."""
    if by not in GROUPS:
        raise KeyError(by)
    now = desk.clock.now()
    with desk.read() as connection:
        book = rule_book(connection)
        rules = FieldRules.in_force(book, last)
        visits = [_served(row) for row in queries.finished_visits(connection, first, last)]
        tasks = queries.open_recoveries(connection)
        per_hour = book.decimal("visit.cost_per_hour", last)
    minutes = int(rules.call_back / timedelta(minutes=1))
    rows = quality(visits, by, answer_minutes=minutes, cost_per_hour=per_hour)
    total = quality(visits, "all", answer_minutes=minutes, cost_per_hour=per_hour)
    recoveries = tuple(
        Recovery(
            one.id, one.visit_id, one.customer_name or "", one.reason, one.due_at, one.due_at < now
        )
        for one in tasks
    )
    return QualityReport(by, first, last, tuple(rows), total[0] if total else None, recoveries)


def key_words(by: str, key: str, lang: Language) -> str:
    """A row's key in words: the kind of visit, else the key itself."""
    return wording.text(f"dispatch.kind.{key}", lang) if by == "kind" else key


COLUMNS = (
    "visits",
    "answered_in_time",
    "arrived_in_time",
    "done_first",
    "to_arrival",
    "on_the_way",
    "on_the_spot",
    "rating",
    "ratings",
    "cost",
)
"""The figures of a row in the order shown; the words are ``dispatch.quality.<column>``."""
_KINDS = {"answered_in_time": "rate", "arrived_in_time": "rate", "done_first": "rate"}


def save_report(found: QualityReport, path: Path, lang: Language = "zh") -> int:
    """Write a report to ``.xlsx`` or ``.csv``; returns the number of rows."""
    head = ExportColumn(wording.text(f"dispatch.quality.by_{found.by}", lang))
    columns = [head, *(_column(name, lang) for name in COLUMNS)]
    rows: list[list[CellValue]] = [
        [key_words(found.by, row.key, lang), *(getattr(row, name) for name in COLUMNS)]
        for row in found.rows
    ]
    if found.total is not None:
        all_words = wording.text("dispatch.quality.all", lang)
        rows.append([all_words, *(getattr(found.total, name) for name in COLUMNS)])
    save_table(path, columns, rows, sheet=wording.text("dispatch.quality.title", lang))
    return len(rows)


def _column(name: str, lang: Language) -> ExportColumn:
    kind = "money" if name == "cost" else _KINDS.get(name, "number")
    return ExportColumn(wording.text(f"dispatch.quality.{name}", lang), kind)  # type: ignore[arg-type]


def _served(row: queries.FinishedVisit) -> ServedVisit:
    return ServedVisit(
        row.purpose,
        tuple(name for name in (row.officer, row.second) if name),
        row.received_at,
        row.confirmed_at,
        row.promised_by,
        row.departed_at,
        row.arrived_at,
        row.done_at,
        row.earlier == 0,
        row.rating,
    )
