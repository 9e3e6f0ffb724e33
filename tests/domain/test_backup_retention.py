"""Which backups stay: the last days, weeks and months that have one."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.backup_retention import days_to_keep

LAST = date(2026, 11, 20)
THREE_YEARS = [LAST - timedelta(days=back) for back in range(3 * 365)]


def test_keeps_two_weeks_of_days_then_weeks_then_months() -> None:
    kept = sorted(days_to_keep(THREE_YEARS), reverse=True)
    assert kept[:14] == THREE_YEARS[:14]
    assert kept[14:21] == [
        date(2026, 11, 1),  # Sundays, the newest of their weeks
        date(2026, 10, 31),  # and the last days of months
        date(2026, 10, 25),
        date(2026, 10, 18),
        date(2026, 10, 11),
        date(2026, 10, 4),
        date(2026, 9, 30),
    ]
    assert kept[-1] == date(2024, 12, 31)
    assert len(kept) == 14 + 5 + 23


def test_a_desk_left_alone_loses_nothing() -> None:
    old = [date(2019, 3, day) for day in range(1, 15)]
    assert days_to_keep(old) == set(old)
    assert days_to_keep([]) == set()


@given(st.sets(st.dates(), max_size=60))
def test_the_newest_is_always_kept_and_keeping_twice_drops_nothing(days: set[date]) -> None:
    kept = days_to_keep(days)
    assert kept <= days
    assert days_to_keep(kept) == kept
    assert not days or max(days) in kept
