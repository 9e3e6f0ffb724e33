"""Ageing on any past date, by product and officer, and the roll rates against last month."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from db import report_queries as queries
from db.report_queries import Narrowing
from desktop.domain.ageing import FIVE_CLASSES, Bucket
from desktop.domain.kpi import previous_month_end
from desktop.domain.money import ZERO, Money, from_fen
from desktop.domain.roll_rate import Move, RollRates
from desktop.services.desk import Desk
from desktop.services.rules import buckets, rule_book

__all__ = [
    "AgeingReport",
    "Figures",
    "Narrowing",
    "PivotRow",
    "RollReport",
    "ageing",
    "cases_behind",
    "cases_moved",
    "roll_rates",
]

Showing = Literal["run", "before_first", "after_last", "never_run"]
"""Whether the asked date was run, or why another one, or nothing, is shown."""


@dataclass(frozen=True)
class Figures:
    """What a group of accounts amounts to; amounts in yuan.

    ``overdue`` is principal, interest and fees past due; ``penalty`` comes on top of it. A
    customer counts once in every group where they have an account.
    """

    accounts: int = 0
    customers: int = 0
    outstanding: Money = ZERO
    overdue: Money = ZERO
    penalty: Money = ZERO


NOTHING = Figures()


@dataclass(frozen=True)
class PivotRow:
    """One product or officer: ``key`` is the product's name or the officer's id (0: nobody)."""

    key: str | int
    name: str
    by_bucket: tuple[Figures, ...]
    total: Figures


@dataclass(frozen=True)
class AgeingReport:
    """The ageing of the book on ``as_of``, ``None`` where there is nothing to show.

    ``asked`` is the date asked for; ``showing`` says how the two belong together.
    """

    asked: date
    as_of: date | None
    showing: Showing
    run_dates: tuple[date, date] | None
    buckets: tuple[Bucket, ...]
    total: Figures = NOTHING
    overdue: Figures = NOTHING
    by_bucket: tuple[Figures, ...] = ()
    by_class: tuple[tuple[str, Figures], ...] = ()
    by_product: tuple[PivotRow, ...] = ()
    by_officer: tuple[PivotRow, ...] = ()


@dataclass(frozen=True)
class RollReport:
    """What moved from ``start``, the end of the month before, to ``end``.

    ``has_start`` is false where no day as early as that was run: every account would be new.
    """

    start: date
    end: date
    has_start: bool
    buckets: tuple[Bucket, ...]
    rates: RollRates = field(default_factory=lambda: RollRates(()))


def ageing(desk: Desk, asked: date | None = None) -> AgeingReport:
    """Return the ageing of a date, today's unless said otherwise.

    A date after the last run shows the last run, one before the first shows nothing.
    """
    asked = asked or desk.today
    with desk.read() as connection:
        dates = queries.run_dates(connection)
        as_of, showing = _shown(asked, dates)
        table = buckets(rule_book(connection), as_of or asked)
        if as_of is None:
            return AgeingReport(asked, None, showing, dates, table)
        rows = queries.ageing(connection, as_of)
        names = queries.officer_names(connection)
    return _report(asked, as_of, showing, dates, table, rows, names)


def roll_rates(desk: Desk, as_of: date | None = None) -> RollReport:
    """Return the moves between the end of the month before ``as_of`` and ``as_of``."""
    end = as_of or desk.today
    start = previous_month_end(end)
    with desk.read() as connection:
        dates = queries.run_dates(connection)
        table = buckets(rule_book(connection), end)
        if dates is None or start < dates[0]:
            return RollReport(start, end, False, table)
        rows = queries.moves(connection, start, end)
    moves = [Move(before, now, count, from_fen(int(fen))) for before, now, count, fen in rows]
    highest = max((move.now or 0 for move in moves), default=0)
    return RollReport(start, end, True, _reaching(table, highest), RollRates.of(moves))


def cases_behind(desk: Desk, as_of: date, narrowing: Narrowing) -> list[int]:
    """Return the cases behind a figure of a date's ageing, by case id."""
    with desk.read() as connection:
        return queries.cases_behind(connection, as_of, narrowing)


def cases_moved(desk: Desk, as_of: date, before: int | None, now: int | None) -> list[int]:
    """Return the cases behind a cell of the roll-rate matrix; ``None`` is new or gone."""
    with desk.read() as connection:
        return queries.cases_moved(connection, previous_month_end(as_of), as_of, before, now)


def _shown(asked: date, dates: tuple[date, date] | None) -> tuple[date | None, Showing]:
    if dates is None:
        return None, "never_run"
    first, last = dates
    if asked < first:
        return None, "before_first"
    return (last, "after_last") if asked > last else (asked, "run")


def _report(
    asked: date,
    as_of: date,
    showing: Showing,
    dates: tuple[date, date] | None,
    table: tuple[Bucket, ...],
    rows: Iterable[queries.Row],
    names: dict[int, str],
) -> AgeingReport:
    found: dict[tuple[str, str, int | None], Figures] = {}
    highest = 0
    for grouping, key, bucket, accounts, customers, *fen in rows:
        money = [from_fen(int(amount)) for amount in fen]
        found[grouping, key, bucket] = Figures(accounts, customers, *money)
        highest = max(highest, bucket or 0)
    table = _reaching(table, highest)

    def pivot(grouping: str) -> list[tuple[str, tuple[Figures, ...], Figures]]:
        keys = [key for name, key, _ in found if name == grouping]
        return [
            (
                key,
                _by_bucket(found, f"{grouping}_bucket", key, len(table)),
                found[grouping, key, None],
            )
            for key in keys
        ]

    products = [PivotRow(key, key, cells, total) for key, cells, total in pivot("product")]
    officers = [
        PivotRow(int(key), names.get(int(key), ""), cells, total)
        for key, cells, total in pivot("officer")
    ]
    return AgeingReport(
        asked,
        as_of,
        showing,
        dates,
        table,
        total=found.get(("total", "", None), NOTHING),
        overdue=found.get(("overdue", "", None), NOTHING),
        by_bucket=_by_bucket(found, "bucket", "", len(table)),
        by_class=tuple((code, found.get(("class", code, None), NOTHING)) for code in FIVE_CLASSES),
        by_product=tuple(sorted(products, key=_worst_first)),
        by_officer=tuple(sorted(officers, key=_worst_first)),
    )


def _by_bucket(
    found: dict[tuple[str, str, int | None], Figures], grouping: str, key: Any, count: int
) -> tuple[Figures, ...]:
    return tuple(found.get((grouping, key, place), NOTHING) for place in range(count))


def _worst_first(row: PivotRow) -> tuple[Money, str]:
    return (-(row.total.overdue + row.total.penalty), row.name)


def _reaching(table: tuple[Bucket, ...], highest: int) -> tuple[Bucket, ...]:
    """Add the buckets that a table of an earlier day had and this one has not."""
    last = table[-1].from_days
    return (*table, *(Bucket(f"M{place}", last, None) for place in range(len(table), highest + 1)))
