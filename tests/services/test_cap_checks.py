"""The all-in rate against its caps: the figures of an account, of a case, and beside a letter."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from desktop.services import cap_checks, day_run, settings
from desktop.services.desk import Desk
from tests.book import Book
from tests.conftest import TODAY
from tests.services.test_letters import ADDRESS, cases

D = Decimal


@pytest.fixture
def dear(desk: Desk, book: Book) -> Desk:
    """One loan at 18 % a year in order, one that cost 40 % on a sum that was lent for 90 days."""
    for customer, interest in ((1, "45.00"), (2, "100.00")):
        book.customer(customer, address=ADDRESS)
        lent = TODAY - timedelta(days=130)
        book.account(customer, customer, principal=D("1000.00"), disbursed_on=lent)
        book.instalment(customer, 1, TODAY - timedelta(days=40), "1000.00", interest)
    day_run.run(desk)
    return desk


def test_what_is_above_a_cap_is_found_by_account_and_by_case(dear: Desk) -> None:
    ids = cases(dear, 1, 2)
    with dear.read() as connection:
        found = cap_checks.exceeded(connection, [1, 2], as_of=TODAY)
    assert list(found) == [2]
    # 110 and a little penalty on 1,000 over 130 days of 365
    assert D("0.28") < found[2].rate.yearly < D("0.32")
    assert cap_checks.of_case(dear, ids[1], TODAY) == found[2]
    assert cap_checks.of_case(dear, ids[0], TODAY) is None


def test_a_small_loan_company_is_held_to_four_times_the_lpr_too(dear: Desk) -> None:
    [mild, _] = cases(dear, 1, 2)
    settings.save(dear, {"branch.kind": "small_loan"})
    check = cap_checks.of_case(dear, mild, TODAY)
    assert check is not None
    assert [cap.code for cap in check.exceeded] == ["lpr"]


def test_before_the_lenders_figures_nothing_is_said(desk: Desk, book: Book) -> None:
    book.customer(1)
    book.account(1, 1, principal=D("10.00"), disbursed_on=date(2026, 1, 1), stated_on=TODAY)
    book.instalment(1, 1, TODAY - timedelta(days=9), "1000.00")
    day_run.run(desk)
    [case] = cases(desk, 1)
    assert cap_checks.of_case(desk, case, TODAY - timedelta(days=1)) is None
