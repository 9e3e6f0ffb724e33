from datetime import date
from decimal import Decimal

import pytest

from desktop.domain.ageing import (
    DEFAULT_BUCKETS,
    Bucket,
    Pause,
    UnpaidRow,
    age_account,
    amounts_by_bucket,
    bucket_of,
    check_buckets,
    days_past_due,
    five_class,
    paused_days,
    spread_classes,
)
from desktop.domain.errors import DomainError

DUE = date(2026, 3, 10)


def test_day_one_is_the_day_after_the_due_date():
    assert days_past_due(DUE, as_of=date(2026, 3, 10)) == 0
    assert days_past_due(DUE, as_of=date(2026, 3, 11)) == 1
    assert days_past_due(DUE, as_of=date(2026, 3, 1)) == 0
    assert days_past_due(None, as_of=DUE) == 0


@pytest.mark.parametrize(
    ("days", "code"),
    [
        (0, "M0"),
        (1, "M1"),
        (30, "M1"),
        (31, "M2"),
        (90, "M3"),
        (180, "M6"),
        (181, "M7+"),
        (9999, "M7+"),
    ],
)
def test_default_buckets_include_both_ends(days, code):
    assert bucket_of(days).code == code


def test_a_bucket_table_with_a_hole_is_refused():
    with pytest.raises(DomainError, match=r"ageing\.no_bucket"):
        bucket_of(5, [Bucket("A", 0, 3)])
    check_buckets(DEFAULT_BUCKETS)
    for table, field in [
        ([Bucket("A", 1, None)], "from_days"),
        ([Bucket("A", 0, 3), Bucket("B", 5, None)], "from_days"),
        ([Bucket("A", 0, None), Bucket("B", 5, None)], "from_days"),
        ([Bucket("A", 0, -1), Bucket("B", 0, None)], "to_days"),
        ([Bucket("A", 0, 3)], "to_days"),
        ([], "to_days"),
    ]:
        with pytest.raises(DomainError) as refused:
            check_buckets(table)
        assert refused.value.field == field


def test_overlapping_pauses_count_once_and_an_open_one_runs_to_today():
    pauses = [
        Pause(date(2026, 3, 1), date(2026, 3, 15)),
        Pause(date(2026, 3, 12), date(2026, 3, 20)),
        Pause(date(2026, 4, 1), None),
    ]
    assert paused_days(pauses, since=DUE, as_of=date(2026, 4, 3)) == 10 + 2
    assert paused_days(pauses, since=DUE, as_of=DUE) == 0


def test_grace_and_pauses_are_taken_from_the_ageing_alone():
    rows = [UnpaidRow(DUE, Decimal(0)), UnpaidRow(date(2026, 4, 10), Decimal("70.00"))]
    age = age_account(
        rows, as_of=date(2026, 4, 20), grace_days=3, pauses=[Pause(date(2026, 4, 12), None)]
    )
    assert (age.past_due_days, age.ageing_days) == (10, 0)
    assert age.delinquent_from == date(2026, 4, 13)
    assert age_account(rows[:1], as_of=date(2026, 4, 20)).delinquent_from is None


def test_each_row_has_its_own_bucket():
    rows = [UnpaidRow(DUE, Decimal("1.00")), UnpaidRow(date(2026, 4, 10), Decimal("2.00"))]
    assert amounts_by_bucket(rows, as_of=date(2026, 4, 20)) == {
        "M1": Decimal("2.00"),
        "M2": Decimal("1.00"),
    }


@pytest.mark.parametrize(
    ("kind", "days", "code"),
    [
        ("loan", 0, "normal"),
        ("loan", 1, "special_mention"),
        ("loan", 90, "special_mention"),
        ("loan", 91, "substandard"),
        ("loan", 271, "doubtful"),
        ("loan", 361, "loss"),
        ("card", 90, "special_mention"),
        ("card", 91, "substandard"),
        ("card", 121, "doubtful"),
        ("card", 181, "loss"),
    ],
)
def test_five_classes_by_days(kind, days, code):
    assert five_class(kind, days) == code


def test_a_technical_delay_of_a_loan_stays_normal_for_seven_days():
    assert five_class("loan", 7, technical_delay=True) == "normal"
    assert five_class("loan", 8, technical_delay=True) == "special_mention"
    assert five_class("card", 7, technical_delay=True) == "special_mention"


def test_more_than_a_tenth_bad_makes_all_of_a_customers_loans_bad():
    bad, good = ("doubtful", Decimal(11)), ("normal", Decimal(89))
    assert spread_classes([bad, good]) == ["doubtful", "substandard"]
    assert spread_classes([("doubtful", Decimal(10)), ("normal", Decimal(90))]) == [
        "doubtful",
        "normal",
    ]
    assert spread_classes([]) == []


def test_a_pause_before_the_due_date_counts_nothing_and_steps_can_be_given():
    assert paused_days([Pause(date(2026, 1, 1), date(2026, 2, 1))], since=DUE, as_of=DUE) == 0
    assert five_class("loan", 40, steps=((31, "doubtful"),)) == "doubtful"
