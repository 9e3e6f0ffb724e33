"""How well visits were served: in time, at the first visit, rated, and what they cost."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from desktop.domain.money import Money, round_money


@dataclass(frozen=True)
class ServedVisit:
    """One finished visit. ``asked_at`` and ``answered_at`` are of its request, where there is one.

    ``is_first`` says that the request needed no visit before; ``officers`` are the names of all
    who went.
    """

    purpose: str
    officers: tuple[str, ...]
    asked_at: datetime | None
    answered_at: datetime | None
    promised_by: datetime | None
    departed_at: datetime | None
    arrived_at: datetime
    done_at: datetime
    is_first: bool
    rating: int | None


@dataclass(frozen=True)
class QualityRow:
    """The figures of one kind, officer or month; shares are fractions of one, ``None`` without base.

    Times are mean minutes: from asking to arriving, on the way, on the spot.
    """

    key: str
    visits: int
    answered_in_time: Decimal | None
    arrived_in_time: Decimal | None
    done_first: Decimal | None
    to_arrival: int | None
    on_the_way: int | None
    on_the_spot: int | None
    rating: Decimal | None
    ratings: int
    cost: Money | None


Groups = Callable[[ServedVisit], Iterable[str]]
GROUPS: dict[str, Groups] = {
    "kind": lambda visit: [visit.purpose],
    "officer": lambda visit: visit.officers,
    "month": lambda visit: [f"{visit.done_at:%Y-%m}"],
    "all": lambda _visit: ["all"],
}


def quality(
    visits: Iterable[ServedVisit], by: str, *, answer_minutes: int, cost_per_hour: Money
) -> list[QualityRow]:
    """Group finished visits by kind, officer, month or all, in the order of the keys.

    ``answer_minutes`` is how soon a request has to be answered; the cost counts everybody's time on
    the way and on the spot. Raises ``KeyError`` for another grouping.
    """
    groups: dict[str, list[ServedVisit]] = {}
    for visit in visits:
        for key in GROUPS[by](visit):
            groups.setdefault(key, []).append(visit)
    return [_row(key, groups[key], answer_minutes, cost_per_hour) for key in sorted(groups)]


def _row(key: str, visits: list[ServedVisit], answer_minutes: int, per_hour: Money) -> QualityRow:
    answers = [
        _minutes(one.asked_at, one.answered_at) <= answer_minutes
        for one in visits
        if one.asked_at and one.answered_at
    ]
    arrivals = [one.arrived_at <= one.promised_by for one in visits if one.promised_by]
    ratings = [one.rating for one in visits if one.rating is not None]
    waits = [_minutes(one.asked_at, one.arrived_at) for one in visits if one.asked_at]
    ways = [_minutes(one.departed_at, one.arrived_at) for one in visits if one.departed_at]
    stays = [_minutes(one.arrived_at, one.done_at) for one in visits]
    worked = sum(_worked(one) * len(one.officers) for one in visits)
    return QualityRow(
        key,
        len(visits),
        _share(answers),
        _share(arrivals),
        _share([one.is_first for one in visits]),
        _mean(waits),
        _mean(ways),
        _mean(stays),
        _rounded(Decimal(sum(ratings)) / len(ratings)) if ratings else None,
        len(ratings),
        round_money(per_hour * worked / 60 / len(visits)),
    )


def _worked(visit: ServedVisit) -> int:
    return _minutes(visit.departed_at or visit.arrived_at, visit.done_at)


def _minutes(start: datetime | None, end: datetime | None) -> int:
    return int((end - start).total_seconds() // 60) if start and end else 0


def _share(facts: list[bool]) -> Decimal | None:
    return _rounded(Decimal(sum(facts)) / len(facts), places=3) if facts else None


def _mean(numbers: list[int]) -> int | None:
    return round(sum(numbers) / len(numbers)) if numbers else None


def _rounded(number: Decimal, places: int = 2) -> Decimal:
    return round_money(number, Decimal(1).scaleb(-places)) if places <= 2 else round(number, places)
