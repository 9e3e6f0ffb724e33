"""What waits to be done today, and the key figures above it.

Days are bound as day numbers, moments as text. ``officer`` empty asks for the whole branch; an
officer's work is that of their cases, and what was given to them by hand.
"""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

from db.column_types import day_number
from db.report_queries import SNAPSHOT

Row = tuple[Any, ...]
SHOWN = 300
"""Rows read per kind: who has more to do than that is shown the number and the way there."""

_OF_OFFICER = "AND coalesce(r.officer_id, b.officer_id) = :officer"
_REMINDERS = """
FROM reminder r JOIN case_board b ON b.case_id = r.case_id
WHERE r.planned_on <= :day AND r.state IN ('planned', 'held') AND r.channel IN ({channels})
"""
_SORTED = " ORDER BY r.planned_on, r.planned_time, b.overdue DESC, r.id LIMIT :shown"


def calls(connection: Connection, day: date, officer: int | None) -> list[Row]:
    """Planned calls and visits due, oldest first.

    Rows of (kind, reminder id, case id, name, bucket, overdue, day number, HH:MM, step, officer).
    """
    query = (
        "SELECT CASE r.channel WHEN 'visit' THEN 'visit_due' ELSE 'call' END, r.id, r.case_id,"
        " b.name, b.bucket, b.overdue, r.planned_on, r.planned_time, r.step,"
        " coalesce(r.officer_id, b.officer_id)"
        + _REMINDERS.format(channels="'phone', 'visit'")
        + (_OF_OFFICER if officer else "")
        + _SORTED
    )
    return _rows(connection, query, day=day_number(day), officer=officer, shown=SHOWN)


def bundles(connection: Connection, day: date, officer: int | None) -> list[Row]:
    """Messages and letters due, put together by channel and day.

    Rows of (channel, day number, how many, overdue of their cases).
    """
    query = (
        "SELECT r.channel, r.planned_on, count(*), sum(b.overdue)"
        + _REMINDERS.format(channels="'sms', 'email', 'letter'")
        + (_OF_OFFICER if officer else "")
        + " GROUP BY r.channel, r.planned_on ORDER BY r.planned_on, r.channel"
    )
    return _rows(connection, query, day=day_number(day), officer=officer)


def letter_cases(connection: Connection, day: date, officer: int | None) -> list[int]:
    """The cases for which a letter is due up to a day, for the letters page."""
    query = "SELECT DISTINCT r.case_id" + _REMINDERS.format(channels="'letter'")
    query += (_OF_OFFICER if officer else "") + " ORDER BY r.case_id"
    return [int(row[0]) for row in _rows(connection, query, day=day_number(day), officer=officer)]


def promises_due(connection: Connection, day: date, officer: int | None) -> list[Row]:
    """Open promises whose day has come.

    Rows of (promise id, case id, name, bucket, amount still promised, day number, officer).
    """
    query = """
        SELECT p.id, p.case_id, b.name, b.bucket, p.amount - p.paid, p.due_on,
               coalesce(b.officer_id, p.taken_by)
        FROM promise_to_pay p JOIN case_board b ON b.case_id = p.case_id
        WHERE p.state = 'open' AND p.due_on <= :day
    """
    query += "AND coalesce(b.officer_id, p.taken_by) = :officer" if officer else ""
    query += " ORDER BY p.due_on, p.amount DESC, p.id LIMIT :shown"
    return _rows(connection, query, day=day_number(day), officer=officer, shown=SHOWN)


def promises_to_confirm(connection: Connection, officer: int | None) -> list[Row]:
    """Promises read from messages that nobody has confirmed yet; rows as of ``promises_due``."""
    query = """
        SELECT p.id, p.case_id, b.name, b.bucket, p.amount, p.due_on, b.officer_id
        FROM promise_to_pay p JOIN case_board b ON b.case_id = p.case_id
        WHERE p.state = 'draft'
    """
    query += "AND b.officer_id = :officer" if officer else ""
    query += " ORDER BY p.due_on, p.amount DESC, p.id LIMIT :shown"
    return _rows(connection, query, officer=officer, shown=SHOWN)


def promises_broken(connection: Connection, since: date, officer: int | None) -> list[Row]:
    """Promises judged broken, or kept in part only, since a day.

    Rows as of ``promises_due``, then the day number of the judgement and the last contact.
    """
    query = """
        SELECT p.id, p.case_id, b.name, b.bucket, p.amount - p.paid, p.due_on,
               coalesce(b.officer_id, p.taken_by), p.judged_on, b.last_contact_at
        FROM promise_to_pay p JOIN case_board b ON b.case_id = p.case_id
        WHERE p.state IN ('broken', 'part_kept') AND p.judged_on >= :since
    """
    query += "AND coalesce(b.officer_id, p.taken_by) = :officer" if officer else ""
    query += " ORDER BY p.due_on, p.amount DESC, p.id LIMIT :shown"
    return _rows(connection, query, since=day_number(since), officer=officer, shown=SHOWN)


def visits(connection: Connection, now: datetime, officer: int | None) -> list[Row]:
    """Visits planned up to the end of today that are not over.

    Rows of (visit id, case id or None, name or None, purpose, moment, minutes, officer, second).
    """
    query = """
        SELECT v.id, v.case_id, c.name, v.purpose, v.starts_at, v.minutes, v.officer_id,
               v.second_officer_id
        FROM visit v LEFT JOIN customer c ON c.id = v.customer_id
        WHERE v.state IN ('planned', 'accepted', 'on_the_way', 'arrived') AND v.starts_at < :until
    """
    query += "AND :officer IN (v.officer_id, v.second_officer_id)" if officer else ""
    query += " ORDER BY v.starts_at, v.id LIMIT :shown"
    until = datetime.combine(now.date() + timedelta(days=1), datetime.min.time()).isoformat()
    return _rows(connection, query, until=until, officer=officer, shown=SHOWN)


def requests_waiting(connection: Connection) -> list[Row]:
    """Service requests that wait to be placed or called back, the earliest promise first.

    Rows of (request id, kind, name, received at, promised by or None, whether a visit is needed).
    """
    query = """
        SELECT q.id, q.kind, coalesce(q.name, c.name), q.received_at, q.promised_by, q.needs_visit
        FROM service_request q LEFT JOIN customer c ON c.id = q.customer_id
        WHERE q.state IN ('new', 'confirmed')
        ORDER BY coalesce(q.promised_by, q.received_at), q.id LIMIT :shown
    """
    return _rows(connection, query, shown=SHOWN)


def overdue_now(connection: Connection, officer: int | None) -> tuple[int, int]:
    """Return the overdue amount in fen and the number of overdue cases, as of now."""
    query = "SELECT coalesce(sum(overdue), 0), count(*) FROM case_board WHERE overdue > 0"
    row = _rows(connection, query + (" AND officer_id = :officer" * bool(officer)), officer=officer)
    return int(row[0][0]), int(row[0][1])


def overdue_on(connection: Connection, day: date, officer: int | None) -> int:
    """Return the overdue amount in fen on a past day, penalty included."""
    query = f"SELECT coalesce(sum(overdue + penalty), 0) FROM ({SNAPSHOT}) AS snapshot"
    query += " WHERE officer_id = :officer" if officer else ""
    return int(_rows(connection, query, day=day_number(day), officer=officer)[0][0])


def promised(connection: Connection, first: date, last: date, officer: int | None) -> list[Row]:
    """Count the promises due from ``first`` to ``last``, both inclusive, by state.

    Rows of (state, how many, fen promised, fen paid).
    """
    query = """
        SELECT p.state, count(*), sum(p.amount), sum(p.paid)
        FROM promise_to_pay p JOIN case_board b ON b.case_id = p.case_id
        WHERE p.due_on >= :first AND p.due_on <= :last AND p.state NOT IN ('cancelled', 'draft')
    """
    query += "AND coalesce(b.officer_id, p.taken_by) = :officer" if officer else ""
    days = {"first": day_number(first), "last": day_number(last)}
    return _rows(connection, query + " GROUP BY p.state", officer=officer, **days)


def recovered(connection: Connection, first: date, last: date, officer: int | None) -> int:
    """Return what came in, in fen, on accounts that were overdue the day before it came.

    From ``first`` to ``last``, both inclusive; reversed payments do not count.
    """
    query = """
        SELECT coalesce(sum(p.amount), 0)
        FROM payment p JOIN account_span s ON s.account_id = p.account_id AND s.from_on = (
            SELECT max(x.from_on) FROM account_span x
            WHERE x.account_id = p.account_id AND x.from_on < p.paid_on)
        WHERE p.paid_on >= :first AND p.paid_on <= :last AND p.reversed_at IS NULL
          AND s.to_on >= p.paid_on - 1 AND s.dpd > 0
    """
    query += "AND s.officer_id = :officer" if officer else ""
    days = {"first": day_number(first), "last": day_number(last)}
    return int(_rows(connection, query, officer=officer, **days)[0][0])


def imports_to_look_at(connection: Connection, since: datetime) -> list[Row]:
    """Imports since a moment, newest first: (batch id, file name, state, counts as text, started)."""
    query = """
        SELECT id, file_name, state, counts, started_at FROM import_batch
        WHERE started_at >= :since ORDER BY started_at DESC, id DESC LIMIT :shown
    """
    return _rows(connection, query, since=since.replace(microsecond=0).isoformat(), shown=SHOWN)


def messages_failed(connection: Connection, since: datetime) -> int:
    """Count the outgoing messages since a moment that failed, or of which nobody knows it."""
    query = """
        SELECT count(*) FROM outbox_item WHERE state IN ('failed', 'unsure')
        AND created_at >= :since
    """
    return int(_rows(connection, query, since=since.replace(microsecond=0).isoformat())[0][0])


def is_empty(connection: Connection) -> bool:
    """Whether no account was ever taken in: the first start."""
    return connection.execute(text("SELECT 1 FROM account LIMIT 1")).first() is None


def _rows(connection: Connection, query: str, **values: Any) -> list[Row]:
    ready = text(query)
    needed = ready.compile().params
    rows = connection.execute(ready, {name: values[name] for name in needed})
    return [tuple(row) for row in rows]
