"""The ageing of today and of a long past day, beside a bare reading of the present spans."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, text

from db import report_queries
from db.column_types import day_number
from db.engine import KEY_BYTES, Store, open_file
from db.tables import Account, Customer
from db.upgrade import bring_up_to_date

ACCOUNTS = 20_000
DAYS = 90
LATE = 0.15
TODAY = date(2026, 11, 20)
LONG_AGO = TODAY - timedelta(days=DAYS - 5)
FAR = day_number(date(9999, 12, 31))
PRODUCTS = ("个人消费贷", "信用卡", "汽车贷款", "小微经营贷")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A book in which every seventh account is overdue and has a span for every day."""
    opened = open_file(tmp_path_factory.mktemp("ageing") / "book.db", bytes(KEY_BYTES))
    bring_up_to_date(opened)
    now = datetime(2026, 11, 20, 9)
    with opened.write() as connection:
        people = [
            {"id": n, "natural_key": str(n), "name": "客户", "updated_at": now}
            for n in range(1, ACCOUNTS + 1)
        ]
        connection.execute(insert(Customer), people)
        accounts = [
            {"id": n, "account_no": str(n), "customer_id": n, "kind": "loan", "updated_at": now}
            for n in range(1, ACCOUNTS + 1)
        ]
        connection.execute(insert(Account), accounts)
        connection.exec_driver_sql(
            "INSERT INTO account_span (account_id, from_on, to_on, dpd, bucket, five_class,"
            " outstanding_principal, overdue_principal, overdue_interest, overdue_fee, penalty,"
            " product, officer_id) VALUES (?,?,?,?,?,?,?,?,0,0,?,?,?)",
            list(_spans()),
        )
        connection.commit()
    yield opened
    opened.close()


def _spans() -> Iterator[tuple[Any, ...]]:
    today = day_number(TODAY)
    for account in range(1, ACCOUNTS + 1):
        product, officer = PRODUCTS[account % len(PRODUCTS)], account % 20
        if account % 100 >= LATE * 100:
            yield account, today - DAYS, FAR, 0, 0, "normal", 10**7, 0, 0, product, officer
            continue
        for late in range(DAYS):
            day = today - DAYS + 1 + late
            last = FAR if day == today else day
            bucket = 1 + late // 30
            yield (
                *(account, day, last, late + 1, bucket, "special_mention"),
                *(10**7, 10**6, late * 50, product, officer),
            )


@pytest.mark.benchmark(group="ageing")
def test_baseline_read_the_present_spans(benchmark: Any, store: Store) -> None:
    def run() -> int:
        with store.read() as connection:
            query = (
                "SELECT count(*), sum(outstanding_principal) FROM account_span WHERE to_on = :far"
            )
            return int(connection.execute(text(query), {"far": FAR}).one()[0])

    assert benchmark.pedantic(run, rounds=5) == ACCOUNTS


@pytest.mark.benchmark(group="ageing")
@pytest.mark.parametrize("day", [TODAY, LONG_AGO], ids=["today", "long ago"])
def test_ageing_in_every_grouping(benchmark: Any, store: Store, day: date) -> None:
    def run() -> list[Any]:
        with store.read() as connection:
            return report_queries.ageing(connection, day)

    rows = benchmark.pedantic(run, rounds=5)
    assert next(row[3] for row in rows if row[0] == "total") == ACCOUNTS


@pytest.mark.benchmark(group="ageing")
def test_roll_rates_over_a_month(benchmark: Any, store: Store) -> None:
    def run() -> list[Any]:
        with store.read() as connection:
            return report_queries.moves(connection, TODAY - timedelta(days=20), TODAY)

    moves = benchmark.pedantic(run, rounds=5)
    assert sum(row[2] for row in moves) == ACCOUNTS


def test_no_day_is_read_through_the_index_of_the_present(store: Store) -> None:
    with store.read() as connection:
        plan = connection.execute(
            text("EXPLAIN QUERY PLAN " + report_queries.SNAPSHOT), {"day": day_number(LONG_AGO)}
        )
        said = " ".join(str(row) for row in plan)
    assert "USING PRIMARY KEY (account_id=? AND from_on=?)" in said
    assert "ix_account_span_to_on" not in said
