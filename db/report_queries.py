"""Ageing on any past date and what moved between two dates, from the spans of the accounts.

Dates are day numbers, money is whole fen. A customer counts once in every group where they have
an account, so groups may add up to more customers than the total.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, text

from db.column_types import day_number, day_of

Row = tuple[Any, ...]

# The span that covers a day, looked up account by account through the primary key: as fast for a
# day long past as for today, however many spans there are. CROSS JOIN keeps SQLite to that order,
# "+ 0" away from the index on to_on under which the present rows lie.
_COVERS = """{span}.account_id = a.id AND {span}.to_on + 0 >= :{day} AND {span}.from_on = (
    SELECT max(x.from_on) FROM account_span x WHERE x.account_id = a.id AND x.from_on <= :{day})"""
SNAPSHOT = f"""
SELECT a.id AS account_id, a.customer_id, s.bucket, s.product, coalesce(s.officer_id, 0) AS officer_id,
       s.five_class, s.outstanding_principal AS outstanding,
       s.overdue_principal + s.overdue_interest + s.overdue_fee AS overdue, s.penalty
FROM account a CROSS JOIN account_span s WHERE {_COVERS.format(span="s", day="day")}
"""
"""One row per account of the book on ``:day``."""

_MOVED = f"""
FROM account a
LEFT JOIN account_span start ON {_COVERS.format(span="start", day="start_day")}
LEFT JOIN account_span finish ON {_COVERS.format(span="finish", day="end_day")}
"""

# Counted at once: the name of a grouping, its key column, its bucket column, its condition.
_NO_KEY, _NO_BUCKET = "''", "CAST(NULL AS INTEGER)"
_OFFICER = "CAST(officer_id AS VARCHAR(20))"
_GROUPINGS = (
    ("total", "", "", ""),
    ("overdue", "", "", "WHERE bucket > 0"),
    ("bucket", "", "bucket", ""),
    ("class", "five_class", "", ""),
    ("product", "product", "", ""),
    ("product_bucket", "product", "bucket", ""),
    ("officer", _OFFICER, "", ""),
    ("officer_bucket", _OFFICER, "bucket", ""),
)
_FIGURES = "count(*), count(DISTINCT customer_id), sum(outstanding), sum(overdue), sum(penalty)"


@dataclass(frozen=True)
class Narrowing:
    """Which accounts of a day's ageing; empty fields do not narrow, ``officer_id`` 0 is nobody."""

    bucket: int | None = None
    is_overdue: bool = False
    product: str | None = None
    officer_id: int | None = None
    five_class: str | None = None


def ageing(connection: Connection, day: date) -> list[Row]:
    """Count and sum the book of a day in every grouping with one reading of the spans.

    Rows of (grouping, key, bucket or None, accounts, customers, outstanding, overdue, penalty).
    """
    parts = []
    for name, key, bucket, condition in _GROUPINGS:
        columns = ", ".join(column for column in (key, bucket) if column)
        parts.append(
            f"SELECT '{name}', {key or _NO_KEY}, {bucket or _NO_BUCKET}, {_FIGURES} FROM snapshot {condition}"
            + (f" GROUP BY {columns}" if columns else "")
        )
    query = f"WITH snapshot AS MATERIALIZED ({SNAPSHOT}) "
    rows = connection.execute(text(query + " UNION ALL ".join(parts)), {"day": day_number(day)})
    return [tuple(row) for row in rows if row[3]]


def moves(connection: Connection, start: date, end: date) -> list[Row]:
    """Count the accounts by their buckets on two days, with the principal that they owed.

    Rows of (bucket at start or None, bucket at end or None, accounts, outstanding at the start,
    for new accounts at the end).
    """
    query = f"""
        SELECT start.bucket, finish.bucket, count(*),
               sum(coalesce(start.outstanding_principal, finish.outstanding_principal))
        {_MOVED} WHERE start.account_id IS NOT NULL OR finish.account_id IS NOT NULL
        GROUP BY start.bucket, finish.bucket
    """
    days = {"start_day": day_number(start), "end_day": day_number(end)}
    return [tuple(row) for row in connection.execute(text(query), days)]


def cases_behind(connection: Connection, day: date, narrowing: Narrowing) -> list[int]:
    """Return the cases of the customers who have such an account on a day, by case id."""
    clauses, values = _clauses(narrowing)
    query = f"""
        WITH snapshot AS ({SNAPSHOT})
        SELECT DISTINCT c.id FROM snapshot JOIN debt_case c ON c.customer_id = snapshot.customer_id
        WHERE {" AND ".join(clauses)} ORDER BY c.id
    """
    rows = connection.execute(text(query), {"day": day_number(day), **values})
    return [int(row[0]) for row in rows]


def cases_moved(
    connection: Connection, start: date, end: date, before: int | None, now: int | None
) -> list[int]:
    """Return the cases with an account that went from one bucket to another, by case id.

    ``before`` ``None``: not there at the start; ``now`` ``None``: gone at the end.
    """
    query = f"""
        SELECT DISTINCT c.id {_MOVED} JOIN debt_case c ON c.customer_id = a.customer_id
        WHERE start.bucket IS NOT DISTINCT FROM :before AND finish.bucket IS NOT DISTINCT FROM :now
          AND (start.account_id IS NOT NULL OR finish.account_id IS NOT NULL)
        ORDER BY c.id
    """
    values = {"start_day": day_number(start), "end_day": day_number(end)}
    rows = connection.execute(text(query), {**values, "before": before, "now": now})
    return [int(row[0]) for row in rows]


def run_dates(connection: Connection) -> tuple[date, date] | None:
    """Return the first and the last business date that were run; ``None`` before the first run."""
    first, last = connection.execute(
        text("SELECT min(business_date), max(business_date) FROM day_run")
    ).one()
    return None if first is None else (day_of(first), day_of(last))


def officer_names(connection: Connection) -> dict[int, str]:
    """Return the officers' names by id, those who left included."""
    return {row[0]: row[1] for row in connection.execute(text("SELECT id, name FROM officer"))}


def _clauses(narrowing: Narrowing) -> tuple[list[str], dict[str, Any]]:
    clauses, values = ["1 = 1"], {}
    for column in ("bucket", "product", "officer_id", "five_class"):
        wanted = getattr(narrowing, column)
        if wanted is not None:
            clauses.append(f"snapshot.{column} = :{column}")
            values[column] = wanted
    if narrowing.is_overdue:
        clauses.append("snapshot.bucket > 0")
    return clauses, values
