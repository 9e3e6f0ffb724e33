"""The service quality report: figures by kind, officer or month; what has to be made good."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from db import dispatch_queries as queries
from db import quality_queries
from desktop.adapters import wording
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
        visits = [_served(row) for row in quality_queries.finished_visits(connection, first, last)]
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


def _served(row: quality_queries.FinishedVisit) -> ServedVisit:
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
