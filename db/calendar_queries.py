"""What the calendar shows: counts per day and channel, and the items of a day."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, bindparam, text

from db.column_types import day_number, day_of

Rows = Sequence[Row[Any]]

SHOWN = ("planned", "held", "queued", "sent", "done")
"""States of a reminder that stand on the calendar; what was called off does not."""

_COUNTS = """
SELECT planned_on AS day, channel, count(*) AS number FROM reminder r
WHERE planned_on BETWEEN :first AND :last AND state IN :shown {reminder_of}
GROUP BY planned_on, channel
UNION ALL
SELECT due_on, 'promise', count(*) FROM promise_to_pay p
WHERE due_on BETWEEN :first AND :last AND state NOT IN ('cancelled', 'draft') {promise_of} GROUP BY due_on
UNION ALL
SELECT i.due_on, 'due', count(*) FROM instalment i
WHERE i.settled_on IS NULL AND i.due_on BETWEEN :first AND :last {due_of} GROUP BY i.due_on
"""

_SCOPES = {
    "reminder_of": "AND r.officer_id = :officer",
    "promise_of": "AND EXISTS (SELECT 1 FROM debt_case d WHERE d.id = p.case_id"
    " AND d.officer_id = :officer)",
    "due_of": "AND EXISTS (SELECT 1 FROM account o WHERE o.id = i.account_id"
    " AND o.officer_id = :officer)",
}

# Each picks its rows in the order of an index before it looks anything else up.
_PROMISES = """
SELECT 'promise' AS kind, p.id, p.case_id, p.due_on AS day, '' AS at, 'promise' AS channel,
       p.channel AS detail, p.state, b.name, b.dpd, b.bucket, p.amount AS fen, NULL AS reason,
       NULL AS moved_from_on
FROM promise_to_pay p JOIN case_board b ON b.case_id = p.case_id
WHERE p.due_on = :day AND p.state NOT IN ('cancelled', 'draft') {promise_of}
ORDER BY p.id LIMIT :limit
"""

_CONTACTS = """
SELECT 'contact' AS kind, r.id, r.case_id, r.planned_on AS day, r.planned_time AS at, r.channel,
       r.step AS detail, r.state, b.name, b.dpd, b.bucket,
       CASE WHEN b.overdue > 0 THEN b.overdue ELSE b.next_due_amount END AS fen, r.reason,
       r.moved_from_on
FROM (SELECT r.id FROM reminder r
      WHERE r.planned_on = :day AND r.channel = :channel AND r.state IN :shown {reminder_of}
      ORDER BY r.planned_time, r.id LIMIT :limit) AS chosen
JOIN reminder r ON r.id = chosen.id JOIN case_board b ON b.case_id = r.case_id
ORDER BY r.planned_time, r.id
"""

_DUES = """
SELECT 'due' AS kind, i.id, b.case_id, i.due_on AS day, '' AS at, 'due' AS channel,
       a.product AS detail, 'due' AS state, b.name, b.dpd, b.bucket,
       i.principal + i.interest + i.fee - i.paid_principal - i.paid_interest - i.paid_fee AS fen,
       NULL AS reason, NULL AS moved_from_on
FROM (SELECT i.id FROM instalment i
      WHERE i.settled_on IS NULL AND i.due_on = :day {due_of}
      ORDER BY i.account_id LIMIT :limit) AS chosen
JOIN instalment i ON i.id = chosen.id
JOIN account a ON a.id = i.account_id
JOIN case_board b ON b.customer_id = a.customer_id
ORDER BY i.account_id
"""

ORDER = ("promise", "visit", "phone", "letter", "sms", "email", "due")
"""What comes first on a day: what people promised and do, then what the branch sends."""


def counts(
    connection: Connection, first: date, last: date, officer_id: int | None
) -> dict[tuple[date, str], int]:
    """How many items stand on each day by channel (with ``promise`` and ``due``)."""
    query = text(_scoped(_COUNTS, officer_id)).bindparams(bindparam("shown", expanding=True))
    values = {
        "first": day_number(first),
        "last": day_number(last),
        "shown": list(SHOWN),
        "officer": officer_id,
    }
    return {
        (day_of(day), channel): int(number)
        for day, channel, number in connection.execute(query, _used(query.text, values))
    }


def day_items(
    connection: Connection,
    day: date,
    channels: Collection[str],
    officer_id: int | None,
    *,
    limit: int,
    offset: int = 0,
) -> list[Row[Any]]:
    """The items of a day in the order of ``ORDER``, within a channel by time."""
    found: list[Row[Any]] = []
    for channel in ORDER:
        room = limit + offset - len(found)
        if channel in channels and room > 0:
            found.extend(_of_channel(connection, day, channel, officer_id, room))
    return found[offset : offset + limit]


def _of_channel(
    connection: Connection, day: date, channel: str, officer_id: int | None, limit: int
) -> Rows:
    statement = {"promise": _PROMISES, "due": _DUES}.get(channel, _CONTACTS)
    query = text(_scoped(statement, officer_id))
    values: dict[str, object] = {
        "day": day_number(day),
        "limit": limit,
        "channel": channel,
        "shown": list(SHOWN),
        "officer": officer_id,
    }
    if ":shown" in query.text:
        query = query.bindparams(bindparam("shown", expanding=True))
    return connection.execute(query, _used(query.text, values)).all()


def _scoped(statement: str, officer_id: int | None) -> str:
    for name, clause in _SCOPES.items():
        statement = statement.replace("{" + name + "}", clause if officer_id is not None else "")
    return statement


def _used(statement: str, values: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if f":{name}" in statement}
