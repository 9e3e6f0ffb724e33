"""Repayments after contacts, and versions of a template against each other."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from desktop.domain.repayment_results import (
    Ratings,
    Reached,
    VersionFacts,
    compare_versions,
    mean,
    repaid,
)
from desktop.domain.two_proportions import Share

DAY = date(2026, 11, 1)
LATER = date(2026, 11, 30)


def at(days: int) -> date:
    return DAY + timedelta(days=days)


def test_a_payment_counts_from_the_day_of_the_contact_to_the_last_of_its_days() -> None:
    payments = {
        1: [(at(0), Decimal("10.00"))],
        2: [(at(3), Decimal("20.00"))],
        3: [(at(4), Decimal("40.00"))],
        4: [(at(-1), Decimal("80.00"))],
    }
    contacts = [Reached(customer, DAY) for customer in range(1, 6)]
    found = repaid(contacts, payments, 3, LATER)
    assert (found.paid, found.amount) == ({1, 2}, Decimal("30.00"))
    assert found.share == Share(2, 5)
    assert repaid(contacts, payments, 7, LATER).amount == Decimal("70.00")


def test_customers_and_payments_count_once() -> None:
    contacts = [Reached(1, at(0)), Reached(1, at(1)), Reached(1, at(20))]
    payments = {1: [(at(2), Decimal("5.00")), (at(21), Decimal("7.00"))]}
    found = repaid(contacts, payments, 3, LATER)
    assert (len(found.reached), found.amount) == (1, Decimal("12.00"))


def test_a_contact_counts_when_its_days_are_over() -> None:
    contacts = [Reached(1, at(0)), Reached(2, at(1))]
    assert repaid(contacts, {}, 14, at(14)).reached == {1}
    assert repaid(contacts, {}, 14, at(13)).share == Share(0, 0)


def test_means_and_good_ratings() -> None:
    ratings = Ratings(9, clarity=(5, 4, 3), tone=(1, 5))
    assert (ratings.clear, ratings.polite) == (Share(2, 3), Share(1, 2))
    assert mean(ratings.clarity) == Decimal("4.00")
    assert mean((5, 4, 4)) == Decimal("4.33")
    assert mean(()) is None


def facts(version: int, customers: range, ratings: Ratings = Ratings()) -> VersionFacts:  # noqa: B008 - frozen
    contacts = tuple(Reached(customer, DAY) for customer in customers)
    return VersionFacts(version, contacts, Share(len(customers), len(customers)), ratings)


def test_versions_are_compared_by_every_measure_there_is_something_of() -> None:
    payments = {customer: [(at(2), Decimal("1.00"))] for customer in range(100, 160)}
    old = facts(1, range(100), Ratings(100, (5,) * 20, (2,) * 20))
    new = facts(2, range(100, 200), Ratings(100, (5,) * 20, (5,) * 20))
    found, mixed = compare_versions([old, new], payments, LATER)
    assert mixed == 0
    by_measure = {one.measure: one for one in found}
    assert set(by_measure) == {"paid_3", "paid_7", "paid_14", "delivered", "clear", "polite"}
    paid = by_measure["paid_7"]
    assert (paid.first, paid.second, paid.difference.difference) == (1, 2, -0.6)
    assert paid.is_different
    assert by_measure["polite"].is_different
    assert not by_measure["delivered"].is_different
    assert by_measure["clear"].p == 1
    assert paid.p > paid.difference.p  # corrected for six tests


def test_whoever_got_both_versions_is_left_out() -> None:
    found, mixed = compare_versions([facts(1, range(10)), facts(2, range(5, 15))], {}, LATER)
    assert mixed == 5
    assert {one.difference.first.of for one in found if one.measure == "paid_3"} == {5}
    assert [one.measure for one in found] == ["paid_3", "paid_7", "paid_14", "delivered"]


def test_one_version_has_nothing_to_be_compared_with() -> None:
    assert compare_versions([facts(1, range(10))], {}, LATER) == ((), 0)


def test_three_versions_are_compared_two_by_two() -> None:
    versions = [facts(number, range(number * 10, number * 10 + 10)) for number in (3, 1, 2)]
    found, _ = compare_versions(versions, {}, LATER)
    assert [(one.first, one.second) for one in found[::4]] == [(1, 2), (1, 3), (2, 3)]
    assert all(one.p == pytest.approx(1) for one in found)
