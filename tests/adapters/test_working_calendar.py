"""The statutory calendar: National Day, its worked weekends, and a branch's own days."""

from datetime import date

from desktop.adapters.working_calendar import statutory_days, with_own_days


def test_national_day_and_the_weekend_worked_for_it() -> None:
    days = statutory_days()
    assert not days.is_working(date(2026, 10, 1))
    assert days.is_working(date(2026, 10, 8))
    assert days.is_working(date(2026, 9, 20))  # a Sunday worked for National Day
    assert days.knows(date(2026, 1, 1))
    assert not days.knows(date(2027, 1, 1))


def test_the_branch_adds_days_of_its_own() -> None:
    days = with_own_days({date(2027, 1, 1): False})
    assert not days.is_working(date(2027, 1, 1))
    assert days.knows(date(2027, 5, 1))
    assert not days.is_working(date(2026, 10, 1))
