"""The case board: cases and their rows, kept by every write and rebuilt by the day run.

Everything is done by set: SQL over the customers named, or over all of them.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from sqlalchemy import Connection, bindparam, text

from db import search
from db.column_types import day_number

CHUNK = 500

_TERMINAL = "('sent', 'done', 'skipped', 'cancelled', 'refused')"

_NEW_CASES = """
INSERT INTO debt_case (case_no, customer_id, officer_id, state, stage, opened_on, closed_on, updated_at)
SELECT 'CS' || :year || '-' || substr('000000' || CAST(c.id AS TEXT),
           CASE WHEN c.id > 999999 THEN 7 ELSE length(CAST(c.id AS TEXT)) + 1 END),
       c.id,
       (SELECT min(a.officer_id) FROM account a WHERE a.customer_id = c.id),
       'tracking', 'to_contact', NULL, NULL, :now
FROM customer c
WHERE EXISTS (SELECT 1 FROM account a WHERE a.customer_id = c.id)
  AND NOT EXISTS (SELECT 1 FROM debt_case d WHERE d.customer_id = c.id) {scope_c}
"""

_ACCOUNTS = """
SELECT a.customer_id AS customer_id,
       count(*) AS accounts,
       max(a.dpd) AS dpd, max(a.bucket) AS bucket,
       sum(CASE WHEN a.status = 'settled' THEN 0 ELSE 1 END) AS live,
       max(CASE coalesce(a.staff_class, a.five_class) WHEN 'normal' THEN 0 WHEN 'special_mention' THEN 1
           WHEN 'substandard' THEN 2 WHEN 'doubtful' THEN 3 ELSE 4 END) AS class_rank,
       sum(a.overdue_principal + a.overdue_interest + a.overdue_fee + a.penalty + a.compound) AS overdue,
       sum(a.outstanding_principal) AS outstanding,
       min(a.next_due_on) AS next_due_on
FROM account a WHERE 1 = 1 {scope_a} GROUP BY a.customer_id
"""

_MOVE_CASES = """
UPDATE debt_case SET
    state = CASE WHEN x.dpd > 0 THEN 'open' WHEN x.live = 0 THEN 'closed' ELSE 'tracking' END,
    stage = CASE WHEN x.dpd > 0 AND state <> 'open' THEN 'to_contact'
                 WHEN x.dpd = 0 AND state = 'open' THEN 'to_contact' ELSE stage END,
    opened_on = CASE WHEN x.dpd > 0 AND state <> 'open' THEN :day ELSE opened_on END,
    closed_on = CASE WHEN x.dpd = 0 AND state = 'open' THEN :day
                     WHEN x.live = 0 AND state <> 'closed' THEN :day
                     WHEN x.dpd > 0 THEN NULL ELSE closed_on END,
    updated_at = :now
FROM ({accounts}) AS x
WHERE x.customer_id = debt_case.customer_id
  AND state <> CASE WHEN x.dpd > 0 THEN 'open' WHEN x.live = 0 THEN 'closed' ELSE 'tracking' END
"""

_BOARD = """
INSERT INTO case_board (case_id, case_no, customer_id, name, pinyin, product, account_count, state,
    stage, officer_id, dpd, bucket, five_class, overdue, outstanding, next_due_on, next_due_amount,
    next_action_on, next_channel, promise_due_on, last_contact_at, opened_on)
SELECT d.id, d.case_no, d.customer_id, c.name, c.pinyin,
    coalesce((SELECT a.product FROM account a WHERE a.customer_id = d.customer_id
              ORDER BY a.dpd DESC, a.outstanding_principal DESC, a.id LIMIT 1), ''),
    x.accounts, d.state, d.stage, d.officer_id, x.dpd, x.bucket,
    CASE x.class_rank WHEN 0 THEN 'normal' WHEN 1 THEN 'special_mention' WHEN 2 THEN 'substandard'
        WHEN 3 THEN 'doubtful' ELSE 'loss' END,
    x.overdue, x.outstanding, x.next_due_on,
    CASE WHEN x.next_due_on IS NULL THEN 0 ELSE coalesce((SELECT sum(a.next_due_amount) FROM account a
        WHERE a.customer_id = d.customer_id AND a.next_due_on = x.next_due_on), 0) END,
    r.planned_on, r.channel, p.due_on, k.at, d.opened_on
FROM debt_case d
JOIN customer c ON c.id = d.customer_id
JOIN ({accounts}) AS x ON x.customer_id = d.customer_id
LEFT JOIN (SELECT case_id, planned_on, channel, row_number() OVER (
               PARTITION BY case_id ORDER BY planned_on, planned_time, id) AS place
           FROM reminder WHERE state NOT IN {terminal}) AS r ON r.case_id = d.id AND r.place = 1
LEFT JOIN (SELECT case_id, min(due_on) AS due_on FROM promise_to_pay WHERE state = 'open'
           GROUP BY case_id) AS p ON p.case_id = d.id
LEFT JOIN (SELECT customer_id, max(at) AS at FROM contact GROUP BY customer_id) AS k
       ON k.customer_id = d.customer_id
WHERE 1 = 1 {scope_d}
"""


@dataclass(frozen=True)
class _Scope:
    """All customers, or a few named ones."""

    customers: tuple[int, ...] | None

    def fill(self, statement: str) -> str:
        """Put the scope's conditions into a statement."""
        filled = statement.replace("{accounts}", _ACCOUNTS).replace("{terminal}", _TERMINAL)
        for letter, column in (("a", "a.customer_id"), ("c", "c.id"), ("d", "d.customer_id")):
            clause = "" if self.customers is None else f"AND {column} IN :customers"
            filled = filled.replace("{scope_" + letter + "}", clause)
        return filled

    def run(self, connection: Connection, statement: str, **values: object) -> None:
        """Run a scoped statement."""
        clause = text(self.fill(statement))
        if self.customers is not None:
            clause = clause.bindparams(bindparam("customers", expanding=True))
            values["customers"] = list(self.customers)
        connection.execute(clause, values)


def refresh_all(connection: Connection, *, as_of: date, now: datetime) -> None:
    """Open, move and close every case, and rebuild the whole board."""
    _refresh(connection, _Scope(None), as_of, now)


def refresh(
    connection: Connection,
    customers: Collection[int],
    *,
    as_of: date,
    now: datetime,
    with_search: bool = False,
) -> None:
    """Do the same for some customers, within the write that changed them.

    ``with_search`` also renews what they are found by (names, numbers).
    """
    for chunk in _chunks(customers):
        _refresh(connection, _Scope(chunk), as_of, now)
        if with_search:
            refresh_search(connection, chunk)


def _refresh(connection: Connection, scope: _Scope, as_of: date, now: datetime) -> None:
    stamp = now.replace(microsecond=0).isoformat()
    day = day_number(as_of)
    scope.run(connection, _NEW_CASES, year=str(as_of.year), now=stamp)
    scope.run(connection, _MOVE_CASES, day=day, now=stamp)
    scope.run(connection, "DELETE FROM case_board WHERE 1 = 1 " + _board_scope(scope))
    scope.run(connection, _BOARD)


def _board_scope(scope: _Scope) -> str:
    return "" if scope.customers is None else "AND customer_id IN :customers"


def refresh_search(connection: Connection, customers: Collection[int]) -> None:
    """Renew the search index for some customers' cases."""
    for chunk in _chunks(customers):
        search.put(connection, _search_rows(connection, chunk))


def _search_rows(
    connection: Connection, customers: tuple[int, ...]
) -> Iterator[tuple[int, set[str]]]:
    numbers: dict[int, list[str]] = {}
    accounts = text("SELECT customer_id, account_no FROM account WHERE customer_id IN :ids")
    ids = {"ids": list(customers)}
    for customer, number in connection.execute(
        accounts.bindparams(bindparam("ids", expanding=True)), ids
    ):
        numbers.setdefault(customer, []).append(number)
    people = text(
        "SELECT d.id, d.case_no, c.id, c.name, c.pinyin, coalesce(c.phone, ''),"
        " coalesce(c.phone_other, ''), coalesce(c.id_number, '')"
        " FROM debt_case d JOIN customer c ON c.id = d.customer_id WHERE c.id IN :ids"
    )
    for case_id, case_no, customer, name, pinyin, phone, other, id_number in connection.execute(
        people.bindparams(bindparam("ids", expanding=True)), ids
    ):
        found = search.grams_of(
            name, pinyin, (phone, other), id_number, [case_no, *numbers.get(customer, [])]
        )
        yield case_id, found


def _chunks(customers: Iterable[int]) -> Iterator[tuple[int, ...]]:
    rest = iter(customers)
    while chunk := tuple(islice(rest, CHUNK)):
        yield chunk
