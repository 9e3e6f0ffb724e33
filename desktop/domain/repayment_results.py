"""What came of contacts: who paid within some days, how much, and which wording did better.

A repayment is counted after a contact, not because of it: a customer may have had several. So a
payment counts once in each group that reached its customer before, and groups do not add up.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations
from typing import Final, Literal

from desktop.domain.money import ZERO, Money
from desktop.domain.two_proportions import LEVEL, Difference, Share, compare, holm

WINDOWS: Final = (3, 7, 14)
"""Days after a contact within which a payment counts; the day of the contact is day 0."""
GOOD_RATING: Final = 4
"""From so many of five points on a message counts as clear, or as polite."""
Measure = Literal["paid_3", "paid_7", "paid_14", "delivered", "clear", "polite"]
MEASURES: Final[tuple[Measure, ...]] = (
    "paid_3",
    "paid_7",
    "paid_14",
    "delivered",
    "clear",
    "polite",
)

Payments = Mapping[int, Sequence[tuple[date, Money]]]
"""What each customer paid, by day."""


@dataclass(frozen=True, slots=True)
class Reached:
    """One contact that reached its customer, or went out to them."""

    customer_id: int
    on: date


@dataclass(frozen=True, slots=True)
class Repaid:
    """Of the customers whose days are over by now, those who paid within them, and how much."""

    days: int
    reached: frozenset[int]
    paid: frozenset[int]
    amount: Money

    @property
    def share(self) -> Share:
        """Customers who paid, of those reached."""
        return Share(len(self.paid), len(self.reached))


@dataclass(frozen=True, slots=True)
class Ratings:
    """What customers answered: points of 1 to 5 for clarity and for tone."""

    asked: int = 0
    clarity: tuple[int, ...] = ()
    tone: tuple[int, ...] = ()

    @property
    def clear(self) -> Share:
        """How many found it clear."""
        return _good(self.clarity)

    @property
    def polite(self) -> Share:
        """How many found its tone right."""
        return _good(self.tone)


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """What one version of a template did."""

    version: int
    contacts: tuple[Reached, ...]
    delivered: Share
    ratings: Ratings


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of a template by one measure; ``p`` is corrected for all those made together."""

    first: int
    second: int
    measure: Measure
    difference: Difference
    p: float

    @property
    def is_different(self) -> bool:
        """Whether chance alone does not explain it, at 5 %."""
        return self.p < LEVEL


def repaid(contacts: Iterable[Reached], payments: Payments, days: int, as_of: date) -> Repaid:
    """Count the repayments within ``days`` after each contact, both days inclusive.

    A contact counts once its days are over (``as_of`` inclusive); a customer counts once, and so
    does a payment, however many contacts it follows.
    """
    over = [one for one in contacts if one.on + timedelta(days=days) <= as_of]
    spans: dict[int, list[date]] = {}
    for one in over:
        spans.setdefault(one.customer_id, []).append(one.on)
    paid: set[int] = set()
    amount = ZERO
    for customer_id, starts in spans.items():
        for on, sum_paid in payments.get(customer_id, ()):
            if any(start <= on <= start + timedelta(days=days) for start in starts):
                paid.add(customer_id)
                amount += sum_paid
    return Repaid(days, frozenset(spans), frozenset(paid), amount)


def mean(points: Sequence[int]) -> Decimal | None:
    """The mean of some points with two decimals, half up; ``None`` of none."""
    if not points:
        return None
    return (Decimal(sum(points)) / len(points)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def compare_versions(
    versions: Sequence[VersionFacts], payments: Payments, as_of: date
) -> tuple[tuple[Comparison, ...], int]:
    """Compare every two versions of a template by every measure there is something of.

    A customer who got several of these versions says nothing about one of them and is left out of
    the shares that paid; the second result is how many those are. All p-values of the template are
    corrected together by Holm's method.
    """
    seen: dict[int, set[int]] = {}
    for one in versions:
        for contact in one.contacts:
            seen.setdefault(contact.customer_id, set()).add(one.version)
    mixed = {customer for customer, of in seen.items() if len(of) > 1}
    found: list[tuple[int, int, Measure, Difference]] = []
    shares = {one.version: _shares(one, mixed, payments, as_of) for one in versions}
    for first, second in combinations(sorted(shares), 2):
        for measure in MEASURES:
            difference = compare(shares[first][measure], shares[second][measure])
            if difference is not None:
                found.append((first, second, measure, difference))
    corrected = holm([one[3].p for one in found])
    made = (Comparison(*one, p) for one, p in zip(found, corrected, strict=True))
    return tuple(made), len(mixed)


def _shares(
    one: VersionFacts, mixed: set[int], payments: Payments, as_of: date
) -> dict[Measure, Share]:
    own = [contact for contact in one.contacts if contact.customer_id not in mixed]
    paid = {days: repaid(own, payments, days, as_of).share for days in WINDOWS}
    return {
        "paid_3": paid[3],
        "paid_7": paid[7],
        "paid_14": paid[14],
        "delivered": one.delivered,
        "clear": one.ratings.clear,
        "polite": one.ratings.polite,
    }


def _good(points: Sequence[int]) -> Share:
    return Share(sum(point >= GOOD_RATING for point in points), len(points))
