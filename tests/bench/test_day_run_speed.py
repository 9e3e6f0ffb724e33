"""The day run's statements against one plain UPDATE of the same rows, side by side.

``SHOUYUE_BENCH_ACCOUNTS=1000000 pytest tests/bench/test_day_run_speed.py --benchmark-only``
measures the full size: a million accounts in the encrypted file, 15 % of them overdue, penalty and
compound interest on each overdue instalment. Processor time, turn by turn: others may share the
machine.
"""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from sqlalchemy import Column, Connection, Table, text

from db import day_run_queries
from db.column_types import day_number
from db.engine import KEY_BYTES, Store, open_file
from db.tables import Account, Base, Customer, Instalment
from db.upgrade import bring_up_to_date
from desktop.services.rules import day_rules, rule_book
from tests.conftest import TODAY

ACCOUNTS = int(os.environ.get("SHOUYUE_BENCH_ACCOUNTS", "20000"))
OVERDUE_OF_100 = 15
NOW = datetime(2026, 11, 20, 9, 0)
DAY = day_number(TODAY)
ROUNDS = 5
MOST_TIMES = 3
FULL_SIZE = 200_000
"""Below it fixed costs weigh too much for the ratio to say anything."""
PLAIN = """
UPDATE account SET as_of = :day, updated_at = :now, outstanding_principal = principal,
    overdue_principal = principal, overdue_interest = 1, overdue_fee = 0, penalty = 2, compound = 3,
    oldest_due_on = :day, dpd = 4, bucket = 1, five_class = 'normal', next_due_on = :day,
    next_due_amount = 5, status = 'open'
"""


def fill(connection: Connection, table: Table, count: int, **values: str) -> None:
    """Add numbered rows; every column is an SQL expression of the number ``i``, or its default."""
    columns = {c.name: values.get(c.name) or _default(c) for c in table.columns}
    given = {name: words for name, words in columns.items() if words is not None}
    connection.execute(
        text(
            f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})"
            f" INSERT INTO {table.name} ({', '.join(given)})"
            f" SELECT {', '.join(given.values())} FROM n"
        )
    )


def _default(column: Column[Any]) -> str | None:
    if column.nullable or column.name == "id":
        return None
    default = column.default.arg if column.default is not None else None  # type: ignore[attr-defined]
    if callable(default):
        return "'{}'"
    if isinstance(default, str):
        return f"'{default}'"
    return str(int(default)) if default is not None else "'2026-11-20T09:00:00'"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path: Path = tmp_path_factory.mktemp("million") / "book.db"
    opened = open_file(path, bytes(range(KEY_BYTES)))
    bring_up_to_date(opened)
    tables = {each.name: each for each in Base.metadata.sorted_tables}
    with opened.write() as connection:
        fill(
            connection, tables["customer"], ACCOUNTS, id="i", natural_key="'c' || i", name="'客户'"
        )
        fill(
            connection,
            tables["account"],
            ACCOUNTS,
            id="i",
            account_no="'HT' || i",
            customer_id="i",
            kind="'loan'",
            principal="1200000",
            annual_rate="60000",
        )
        late = (
            f"CASE WHEN i % 100 < {OVERDUE_OF_100} THEN {DAY} - 1 - i % 400 ELSE {DAY} + i % 28 END"
        )
        common = {"account_id": "i", "principal": "100000 + i % 977", "interest": "6000"}
        fill(connection, tables["instalment"], ACCOUNTS, number="1", due_on=late, **common)
        fill(connection, tables["instalment"], ACCOUNTS, number="2", due_on=f"{DAY} + 30", **common)
        connection.commit()
    assert {Customer, Account, Instalment}
    yield opened
    opened.close()


def _timed(store: Store, *, is_plain: bool) -> float:
    with store.write() as connection:
        rules = day_rules(rule_book(connection), TODAY)
        begun = process_time()
        if is_plain:
            connection.execute(text(PLAIN), {"day": DAY, "now": NOW.isoformat()})
        else:
            day_run_queries.refresh_state(connection, rules, as_of=TODAY, now=NOW)
        connection.commit()
        return process_time() - begun


def test_the_day_run_against_one_plain_update(benchmark: Any, store: Store) -> None:
    _timed(store, is_plain=False)
    turns = [(_timed(store, is_plain=True), _timed(store, is_plain=False)) for _ in range(ROUNDS)]
    plain, run = (min(times) for times in zip(*turns, strict=True))
    benchmark.extra_info.update(
        accounts=ACCOUNTS, plain_seconds=plain, run_seconds=run, times_the_update=run / plain
    )
    benchmark.pedantic(lambda: None, rounds=1)
    with store.read() as connection:
        late = connection.execute(text("SELECT count(*) FROM account WHERE dpd > 0")).scalar()
    assert late == ACCOUNTS * OVERDUE_OF_100 // 100
    if ACCOUNTS >= FULL_SIZE:
        assert run <= MOST_TIMES * plain
