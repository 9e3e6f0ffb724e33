"""What the reminder plan reads and writes, by ranges of cases; dates are day numbers, money fen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, CursorResult, Row, bindparam, text, update
from sqlalchemy.dialects import postgresql, sqlite

from db.column_types import day_number
from db.tables import Reminder

Rows = Sequence[Row[Any]]


@dataclass(frozen=True)
class Scope:
    """Which cases: a range of ids, both inclusive, or some named ones."""

    low: int = 0
    high: int = 0
    ids: tuple[int, ...] = ()

    @classmethod
    def of(cls, ids: Iterable[int]) -> "Scope":
        """Some cases by id; at most a few thousand, which go into one statement."""
        return cls(ids=tuple(ids))

    def read(self, connection: Connection, statement: str, **values: object) -> Rows:
        """Run a statement that says ``{scope}`` where the cases are limited."""
        return self.run(connection, statement, **values).all()

    def run(self, connection: Connection, statement: str, **values: object) -> CursorResult[Any]:
        """Run a statement for these cases."""
        if self.ids:
            query = text(statement.replace("{scope}", "IN :ids"))
            query = query.bindparams(bindparam("ids", expanding=True))
            return connection.execute(query, {**values, "ids": list(self.ids)})
        query = text(statement.replace("{scope}", "BETWEEN :low AND :high"))
        return connection.execute(query, {**values, "low": self.low, "high": self.high})


# One line per account: what is late, else the instalment that comes next.
_LINES = """
SELECT d.id AS case_id, a.id AS account_id, a.kind, a.product,
       coalesce(a.oldest_due_on, a.next_due_on) AS due_on,
       CASE WHEN a.oldest_due_on IS NULL THEN a.next_due_amount
            ELSE a.overdue_principal + a.overdue_interest + a.overdue_fee + a.penalty + a.compound
            END AS fen,
       a.auto_debit, coalesce(a.card_tail, '') AS card_tail, a.account_no, a.currency
FROM debt_case d JOIN account a ON a.customer_id = d.customer_id
WHERE d.id {scope} AND a.status = 'open'
  AND (a.oldest_due_on IS NOT NULL OR a.next_due_on <= :last)
ORDER BY d.id, a.id
"""

_PEOPLE = """
SELECT d.id AS case_id, d.case_no, d.customer_id, d.officer_id, c.kind, c.segment, c.phone, c.phone_other,
       c.phone_state, c.email, c.address, c.agreed_hours, c.preferred_channel, c.name, c.sex,
       c.language, coalesce(b.five_class, '') AS risk,
       EXISTS (SELECT 1 FROM movement m WHERE m.customer_id = c.id AND m.amount > 0
               AND m.state IN ('announced', 'sent', 'arrived', 'matched', 'kept'))
               AS has_unmatched_money
FROM debt_case d JOIN customer c ON c.id = d.customer_id
LEFT JOIN case_board b ON b.case_id = d.id
WHERE d.id {scope}
"""

_CONTACTS = """
SELECT d.id AS case_id, k.at, k.channel, k.purpose, k.result, k.is_answered, k.party, k.party_id,
       k.number
FROM debt_case d JOIN contact k ON k.customer_id = d.customer_id
WHERE d.id {scope} AND k.direction = 'out' AND k.at >= :since
ORDER BY k.customer_id, k.at, k.id
"""

_RESTRICTIONS = """
SELECT d.id AS case_id, r.kind, r.channel, r.from_on, r.until_on
FROM debt_case d JOIN contact_restriction r ON r.customer_id = d.customer_id
WHERE d.id {scope} AND r.lifted_at IS NULL AND (r.until_on IS NULL OR r.until_on >= :day)
"""

# What two people let pass, and the listed contacts who want no contact.
_OVERRIDES = """
SELECT d.id AS case_id, o.rule, o.channel, o.since, o.until
FROM debt_case d JOIN contact_override o ON o.customer_id = d.customer_id
WHERE d.id {scope} AND o.taken_back_at IS NULL AND o.until >= :since
"""

_REFUSING = """
SELECT d.id AS case_id, p.id AS person_id
FROM debt_case d JOIN contact_person p ON p.customer_id = d.customer_id
WHERE d.id {scope} AND p.refuses_contact
"""

_PROMISES = """
SELECT d.id AS case_id, p.state, p.due_on
FROM debt_case d JOIN promise_to_pay p ON p.case_id = d.id
WHERE d.id {scope} AND p.state NOT IN ('cancelled', 'draft')
ORDER BY p.case_id, p.taken_at, p.id
"""

# What was really carried out and can still matter: this lateness, or a due date just ahead.
# Lateness counts from the oldest due date: the days past due stand still while ageing is paused.
_SENT = """
SELECT d.id AS case_id, r.natural_key, r.step, r.state, r.done_on, r.facts
FROM (SELECT d.id, coalesce(min(a.oldest_due_on), :day) AS late_since
      FROM debt_case d LEFT JOIN account a
           ON a.customer_id = d.customer_id AND a.status = 'open'
      WHERE d.id {scope} GROUP BY d.id) d
JOIN reminder r ON r.case_id = d.id
WHERE r.state IN ('queued', 'sent', 'done', 'skipped') AND r.done_on IS NOT NULL
  AND (r.done_on >= :day - 31 OR r.done_on >= d.late_since)
"""

_EXISTING = """
SELECT d.id AS case_id, r.id, r.natural_key, r.planned_on, r.planned_time, r.channel, r.step,
       r.state, r.is_by_hand, r.facts, r.reason, r.officer_id
FROM debt_case d JOIN reminder r ON r.case_id = d.id
WHERE d.id {scope} AND (r.state IN ('planned', 'held')
   OR (r.state IN ('cancelled', 'refused') AND r.planned_on >= :day - 400))
"""

_NEXT_ACTIONS = """
UPDATE case_board SET
    next_action_on = (SELECT min(r.planned_on) FROM reminder r
        WHERE r.case_id = case_board.case_id AND r.state IN ('planned', 'held', 'queued')),
    next_channel = (SELECT r.channel FROM reminder r
        WHERE r.case_id = case_board.case_id AND r.state IN ('planned', 'held', 'queued')
        ORDER BY r.planned_on, r.planned_time, r.id LIMIT 1),
    promise_due_on = (SELECT min(p.due_on) FROM promise_to_pay p
        WHERE p.case_id = case_board.case_id AND p.state = 'open')
WHERE case_id {scope}
"""


def case_ranges(connection: Connection, size: int) -> list[Scope]:
    """Cut all case ids into ranges of at most ``size`` ids."""
    low, high = connection.execute(text("SELECT min(id), max(id) FROM debt_case")).one()
    if low is None:
        return []
    return [Scope(start, min(start + size - 1, high)) for start in range(low, high + 1, size)]


def due_lines(connection: Connection, scope: Scope, *, last: date) -> Rows:
    """Each open account that is late, or whose next due date is not after ``last``."""
    return scope.read(connection, _LINES, last=day_number(last))


def people(connection: Connection, scope: Scope) -> Rows:
    """The customer of each case, as far as the strategy and the guard ask."""
    return scope.read(connection, _PEOPLE)


def contacts_since(connection: Connection, scope: Scope, *, since: datetime) -> Rows:
    """Every contact made with each customer from a moment on, in order of time."""
    return scope.read(connection, _CONTACTS, since=since.replace(microsecond=0).isoformat())


def restrictions(connection: Connection, scope: Scope, *, day: date) -> Rows:
    """Every restriction not lifted and not over by a day."""
    return scope.read(connection, _RESTRICTIONS, day=day_number(day))


def overrides(connection: Connection, scope: Scope, *, day: date) -> Rows:
    """What two people let pass and is not over by a day."""
    return scope.read(connection, _OVERRIDES, since=f"{day.isoformat()}T00:00:00")


def refusing_contacts(connection: Connection, scope: Scope) -> Rows:
    """The listed contacts who want no contact."""
    return scope.read(connection, _REFUSING)


def promises(connection: Connection, scope: Scope) -> Rows:
    """The promises of each case, oldest first, without those taken back."""
    return scope.read(connection, _PROMISES)


def carried_out(connection: Connection, scope: Scope, *, day: date) -> Rows:
    """The reminders that were sent, done, queued or skipped and still matter on a day."""
    return scope.read(connection, _SENT, day=day_number(day))


def on_the_calendar(connection: Connection, scope: Scope, *, day: date) -> Rows:
    """The reminders that a re-plan may change: open ones, and those it called off before."""
    return scope.read(connection, _EXISTING, day=day_number(day))


def add_reminders(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Put new reminders on the calendar.

    One of the same key that was called off long ago is taken up again; one that was carried out
    stays as it is, so that nobody is reminded of the same thing twice.
    """
    if not rows:
        return
    is_file = connection.dialect.name == "sqlite"
    new: Any = sqlite.insert(Reminder) if is_file else postgresql.insert(Reminder)
    wanted = {name: new.excluded[name] for name in rows[0] if name != "natural_key"}
    statement = new.on_conflict_do_update(
        index_elements=["natural_key"],
        set_=wanted,
        where=text("reminder.state IN ('cancelled', 'refused')"),
    )
    connection.execute(statement, list(rows))


def change_reminders(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Change reminders; each row has ``b_id`` and the same further columns."""
    groups: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault(tuple(sorted(row)), []).append(row)
    for names, group in groups.items():
        values: dict[str, Any] = {name: bindparam(name) for name in names if name != "b_id"}
        typed = update(Reminder.__table__).where(Reminder.__table__.c.id == bindparam("b_id"))  # type: ignore[arg-type]
        connection.execute(typed.values(values), list(group))


def refresh_next_actions(connection: Connection, scope: Scope) -> None:
    """Bring the board's next action and next promised day up to date."""
    scope.run(connection, _NEXT_ACTIONS)


def cases_of(connection: Connection, customers: Iterable[int]) -> list[int]:
    """The case of each customer that has one."""
    query = text("SELECT id FROM debt_case WHERE customer_id IN :ids ORDER BY id")
    found = connection.execute(
        query.bindparams(bindparam("ids", expanding=True)), {"ids": list(customers)}
    )
    return [int(case_id) for (case_id,) in found]
