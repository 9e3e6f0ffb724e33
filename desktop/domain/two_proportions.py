"""Whether two shares really differ, or chance alone explains it.

The two-sided test of two independent proportions: the pooled z test (Agresti, Categorical Data
Analysis, 3rd ed. 2013, 3.2) or, where an expected count is below five (Cochran 1954, Biometrics
10:417), Fisher's exact test, whose two-sided p is the sum of all tables as unlikely as the one seen
or more so (Agresti 1992, Statistical Science 7:131, 2.1). The interval of the difference is
Newcombe's hybrid score interval (1998, Statistics in Medicine 17:873, method 10). Several tests at
once are corrected by Holm (1979, Scandinavian Journal of Statistics 6:65). Only statistics are
floating-point here: money never is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb, erfc, sqrt
from typing import Final, Literal

Z_95: Final = 1.959963984540054
"""The standard normal's 97.5 % point: for intervals of 95 %."""
LEAST_EXPECTED: Final = 5
LEVEL: Final = 0.05
"""A corrected p below it counts as a difference."""


@dataclass(frozen=True, slots=True)
class Share:
    """``hits`` out of ``of``, neither negative."""

    hits: int
    of: int

    @property
    def rate(self) -> float:
        """The share itself; 0 of nothing."""
        return self.hits / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class Difference:
    """First share minus second, with its 95 % interval, and the p of there being none.

    ``low`` and ``high`` are both inclusive. ``method`` is ``z`` or ``fisher``.
    """

    first: Share
    second: Share
    difference: float
    low: float
    high: float
    p: float
    method: Literal["z", "fisher"]


def compare(first: Share, second: Share) -> Difference | None:
    """Compare two shares; ``None`` where one of them is of nothing."""
    if not first.of or not second.of:
        return None
    low, high = newcombe_interval(first, second)
    is_small = least_expected(first, second) < LEAST_EXPECTED
    return Difference(
        first,
        second,
        first.rate - second.rate,
        low,
        high,
        fisher_exact(first, second) if is_small else z_test(first, second),
        "fisher" if is_small else "z",
    )


def least_expected(first: Share, second: Share) -> float:
    """The smallest of the four counts that are expected if there is no difference."""
    whole = first.of + second.of
    hits = first.hits + second.hits
    return min(first.of, second.of) * min(hits, whole - hits) / whole


def z_test(first: Share, second: Share) -> float:
    """The two-sided p of the pooled z test; its square is Pearson's chi-square without correction.

    1 where all or none are hits.
    """
    pooled = Share(first.hits + second.hits, first.of + second.of).rate
    error = sqrt(pooled * (1 - pooled) * (1 / first.of + 1 / second.of))
    return erfc(abs(first.rate - second.rate) / error / sqrt(2)) if error else 1.0


def fisher_exact(first: Share, second: Share) -> float:
    """The two-sided p of Fisher's exact test, in whole numbers to the last step."""
    hits = first.hits + second.hits
    misses = first.of + second.of - hits
    smaller = min((first, second), key=lambda one: one.of)
    # Drawn by its smallest margin, a large table has few ways to be.
    if min(hits, misses) <= smaller.of:
        is_by_hits = hits <= misses
        drawn, marked, others = min(hits, misses), first.of, second.of
        seen = first.hits if is_by_hits else first.of - first.hits
    else:
        drawn, marked, others = smaller.of, hits, misses
        seen = smaller.hits
    lowest, highest = max(0, drawn - others), min(drawn, marked)
    weights = [comb(marked, k) * comb(others, drawn - k) for k in range(lowest, highest + 1)]
    limit = weights[seen - lowest]
    return float(Fraction(sum(w for w in weights if w <= limit), sum(weights)))


def score_interval(share: Share) -> tuple[float, float]:
    """Wilson's 95 % score interval of one share, which must not be of nothing."""
    n, rate, z2 = share.of, share.rate, Z_95 * Z_95
    centre = (2 * n * rate + z2) / (2 * (n + z2))
    spread = Z_95 * sqrt(z2 + 4 * n * rate * (1 - rate)) / (2 * (n + z2))
    return max(0.0, centre - spread), min(1.0, centre + spread)


def newcombe_interval(first: Share, second: Share) -> tuple[float, float]:
    """The 95 % interval of the difference, from the score intervals of both shares."""
    (low_1, high_1), (low_2, high_2) = score_interval(first), score_interval(second)
    one, two = first.rate, second.rate
    return (
        one - two - sqrt((one - low_1) ** 2 + (high_2 - two) ** 2),
        one - two + sqrt((high_1 - one) ** 2 + (two - low_2) ** 2),
    )


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Each p corrected for being one of several: compare it with the level as it stands."""
    count = len(p_values)
    corrected = [0.0] * count
    highest = 0.0
    for rank, place in enumerate(sorted(range(count), key=lambda at: p_values[at])):
        highest = max(highest, min(1.0, (count - rank) * p_values[place]))
        corrected[place] = highest
    return tuple(corrected)
