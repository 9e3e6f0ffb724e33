from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import insert, update

from db.tables import Account, Officer, Rule
from desktop.domain.clock import FixedClock
from desktop.services import day_run, reports
from desktop.services.desk import Desk
from desktop.services.reports import Narrowing
from tests.book import NOW, Book

OCTOBER = date(2026, 10, 31)
TODAY = date(2026, 11, 20)


@pytest.fixture
def moved(desk: Desk, book: Book, clock: FixedClock) -> Desk:
    """A book run on 31 October and again on 20 November, with a move of every kind between."""
    with desk.store.write() as connection:
        connection.execute(insert(Officer), [{"id": 2, "staff_no": "0218", "name": "周建国"}])
        connection.commit()
    for customer in (1, 2, 3, 4, 5):
        book.customer(customer)
    clock.moment = clock.moment.replace(month=10, day=31)
    book.account(1, 1, officer_id=1)
    book.instalment(1, 1, date(2026, 10, 21))  # 10 days late: M1, then 30: still M1
    book.account(2, 1, officer_id=1, product="住房按揭")
    book.instalment(2, 1, date(2026, 9, 26))  # 35 days late: M2, paid: M0 by an open later one
    book.instalment(2, 2, date(2026, 12, 26))
    book.account(3, 2, officer_id=2)
    book.instalment(3, 1, date(2026, 10, 3))  # 28 days late: M1, then 48: M2
    book.account(4, 3)
    book.instalment(4, 1, date(2026, 11, 5))  # current, then 15 days late: M1
    book.account(5, 4, officer_id=2)
    book.instalment(5, 1, date(2026, 7, 1))  # M5, paid in full: gone
    day_run.run(desk)
    with desk.store.write() as connection:
        connection.exec_driver_sql(
            "UPDATE instalment SET paid_principal = principal, paid_interest = interest,"
            " penalty_micro = 0, penalty_until = 20777, paid_penalty = 0, settled_on = due_on"
            " WHERE account_id = 5 OR (account_id = 2 AND number = 1)"
        )
        connection.commit()
    book.account(6, 5, product="信用卡", kind="card", officer_id=1)
    book.instalment(6, 1, date(2026, 12, 1))  # new
    clock.moment = NOW
    day_run.run(desk)
    return desk


def test_the_ageing_counts_accounts_customers_and_amounts(moved: Desk) -> None:
    report = reports.ageing(moved, OCTOBER)
    assert (report.as_of, report.showing) == (OCTOBER, "run")
    m1, m2 = report.by_bucket[1], report.by_bucket[2]
    assert (m1.accounts, m1.customers, m2.accounts) == (2, 2, 1)
    assert (report.total.accounts, report.total.customers) == (5, 4)
    assert (report.overdue.accounts, report.overdue.customers) == (4, 3)
    assert m1.overdue == Decimal("2120.00")
    assert m1.outstanding == Decimal("2000.00")
    assert report.overdue.penalty == sum(each.penalty for each in report.by_bucket)


def test_a_customer_in_two_buckets_counts_in_both_but_once_in_the_total(moved: Desk) -> None:
    report = reports.ageing(moved, OCTOBER)
    assert sum(each.customers for each in report.by_bucket) == report.total.customers + 1


@pytest.mark.parametrize("day", [OCTOBER, date(2026, 11, 10), TODAY])
def test_every_pivot_adds_up_to_the_total(moved: Desk, day: date) -> None:
    report = reports.ageing(moved, day)
    for rows in (report.by_product, report.by_officer):
        for measure in ("accounts", "outstanding", "overdue", "penalty"):
            whole = getattr(report.total, measure)
            assert sum(getattr(row.total, measure) for row in rows) == whole
            assert sum(getattr(cell, measure) for row in rows for cell in row.by_bucket) == whole
    assert sum(figures.accounts for _, figures in report.by_class) == report.total.accounts


def test_the_worst_product_and_officer_come_first(moved: Desk) -> None:
    report = reports.ageing(moved, OCTOBER)
    assert [row.key for row in report.by_product] == ["个人消费贷", "住房按揭"]
    assert [(row.key, row.name) for row in report.by_officer] == [
        (2, "周建国"),
        (1, "陈思远"),
        (0, ""),
    ]


def test_the_five_classes_are_all_there(moved: Desk) -> None:
    by_class = dict(reports.ageing(moved, OCTOBER).by_class)
    assert by_class["special_mention"].accounts == 3
    assert by_class["substandard"].accounts == 1
    assert by_class["loss"] == reports.Figures()


def test_a_date_after_the_last_run_shows_the_last_run(moved: Desk) -> None:
    report = reports.ageing(moved, date(2026, 12, 24))
    assert (report.as_of, report.showing) == (TODAY, "after_last")
    assert report.total.accounts == 5


def test_a_date_before_the_first_run_shows_nothing(moved: Desk) -> None:
    report = reports.ageing(moved, date(2026, 10, 30))
    assert (report.as_of, report.showing, report.run_dates) == (
        None,
        "before_first",
        (OCTOBER, TODAY),
    )


def test_before_the_first_run_there_is_nothing(desk: Desk) -> None:
    report = reports.ageing(desk)
    assert (report.asked, report.as_of, report.showing) == (TODAY, None, "never_run")
    assert not reports.roll_rates(desk).has_start


def test_the_past_stays_as_it_was(moved: Desk) -> None:
    before = reports.ageing(moved, OCTOBER)
    with moved.store.write() as connection:
        connection.execute(update(Account).values(product="改名", officer_id=None))
        connection.commit()
    assert reports.ageing(moved, OCTOBER) == before


def test_an_officer_who_left_keeps_the_name(moved: Desk) -> None:
    with moved.store.write() as connection:
        connection.execute(update(Officer).values(is_active=False))
        connection.commit()
    assert {row.name for row in reports.ageing(moved, TODAY).by_officer} >= {"周建国"}


def test_the_matrix_shows_every_move(moved: Desk) -> None:
    report = reports.roll_rates(moved, TODAY)
    assert (report.start, report.end, report.has_start) == (OCTOBER, TODAY, True)
    found = {(move.before, move.now): move.accounts for move in report.rates.moves}
    assert found == {(1, 1): 1, (2, 0): 1, (1, 2): 1, (0, 1): 1, (5, None): 1, (None, 0): 1}
    assert report.rates.cell(5, None).amount == Decimal("1000.00")
    assert report.rates.cell(None, 0).amount == Decimal("1000.00")


def test_the_matrix_of_a_first_month_has_no_start(moved: Desk) -> None:
    report = reports.roll_rates(moved, OCTOBER)
    assert not report.has_start
    assert report.rates.moves == ()


@pytest.mark.parametrize(
    ("narrowing", "cases"),
    [
        (Narrowing(), 4),
        (Narrowing(bucket=1), 2),
        (Narrowing(is_overdue=True), 3),
        (Narrowing(product="住房按揭"), 1),
        (Narrowing(bucket=1, officer_id=2), 1),
        (Narrowing(officer_id=0), 1),
        (Narrowing(five_class="substandard"), 1),
        (Narrowing(bucket=7), 0),
    ],
)
def test_behind_a_figure_are_as_many_cases_as_customers(
    moved: Desk, narrowing: Narrowing, cases: int
) -> None:
    found = reports.cases_behind(moved, OCTOBER, narrowing)
    assert len(found) == len(set(found)) == cases


@pytest.mark.parametrize(
    ("before", "now", "cases"), [(1, 2, 1), (5, None, 1), (None, 0, 1), (1, 7, 0)]
)
def test_behind_a_cell_are_the_cases_that_moved(
    moved: Desk, before: int | None, now: int | None, cases: int
) -> None:
    assert len(reports.cases_moved(moved, TODAY, before, now)) == cases


def test_a_bucket_that_the_table_no_longer_has_is_still_shown(moved: Desk) -> None:
    rule = {"code": "ageing.bucket_ends", "from_on": OCTOBER, "value": [0, 30], "source": "内规"}
    with moved.store.write() as connection:
        connection.execute(insert(Rule), [{**rule, "set_by": "0217", "set_at": NOW}])
        connection.commit()
    report = reports.ageing(moved, OCTOBER)
    assert [bucket.code for bucket in report.buckets] == ["M0", "M1", "M2+", "M3", "M4", "M5"]
    assert report.by_bucket[5].accounts == 1
