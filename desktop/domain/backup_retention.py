"""Which of the daily backups are worth keeping."""

from collections.abc import Callable, Iterable
from datetime import date

DAYS = 14
WEEKS = 8
MONTHS = 24


def days_to_keep(made_on: Iterable[date]) -> set[date]:
    """Choose among the days on which backups were made.

    Kept are the newest of each of the last 14 days, 8 weeks (Monday to Sunday) and 24 months that
    have one: counted in backups and not from today, so a desk left alone for a year loses none.
    """
    newest_first = sorted(set(made_on), reverse=True)
    spans: tuple[tuple[Callable[[date], object], int], ...] = (
        (lambda day: day, DAYS),
        (lambda day: day.isocalendar()[:2], WEEKS),
        (lambda day: (day.year, day.month), MONTHS),
    )
    kept: set[date] = set()
    for span_of, how_many in spans:
        newest: dict[object, date] = {}
        for day in newest_first:
            newest.setdefault(span_of(day), day)
        kept.update(list(newest.values())[:how_many])
    return kept
