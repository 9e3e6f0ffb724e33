"""The test of two shares against published values."""

from math import erfc, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.two_proportions import (
    Share,
    compare,
    fisher_exact,
    holm,
    least_expected,
    newcombe_interval,
    score_interval,
    z_test,
)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        (Share(56, 70), Share(48, 80), 0.0524, 0.3339),
        (Share(9, 10), Share(3, 10), 0.1705, 0.8090),
        (Share(6, 7), Share(2, 7), 0.0582, 0.8062),
        (Share(5, 56), Share(0, 29), -0.0381, 0.1926),
        (Share(0, 10), Share(0, 20), -0.1611, 0.2775),
        (Share(0, 10), Share(0, 10), -0.2775, 0.2775),
        (Share(10, 10), Share(0, 20), 0.6791, 1.0000),
        (Share(10, 10), Share(0, 10), 0.6075, 1.0000),
    ],
)
def test_the_interval_is_newcombe_s_method_10(
    first: Share, second: Share, low: float, high: float
) -> None:
    """Newcombe 1998, table II."""
    assert newcombe_interval(first, second) == pytest.approx((low, high), abs=5e-5)


def test_the_score_interval_is_wilson_s() -> None:
    """Newcombe 1998, Statistics in Medicine 17:857, table I: 81 of 263, 15 of 148, 0 of 20."""
    assert score_interval(Share(81, 263)) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert score_interval(Share(15, 148)) == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert score_interval(Share(0, 20)) == pytest.approx((0.0, 0.1611), abs=5e-5)


def test_z_squared_is_the_chi_square_of_the_physicians_health_study() -> None:
    """Agresti 2013, table 2.3: 189 of 11,034 with placebo, 104 of 11,037 with aspirin: 25.01."""
    placebo, aspirin = Share(189, 11034), Share(104, 11037)
    assert z_test(placebo, aspirin) == pytest.approx(erfc(sqrt(25.01) / sqrt(2)), rel=0.01)
    found = compare(placebo, aspirin)
    assert found is not None
    assert found.method == "z"
    assert found.difference == pytest.approx(0.0077, abs=5e-5)


def test_the_pooled_z_of_a_text_book() -> None:
    """28 of 254 against 36 of 301: z = -0.344, p = 0.7307."""
    assert z_test(Share(28, 254), Share(36, 301)) == pytest.approx(0.7307, abs=0.002)


@pytest.mark.parametrize(
    ("first", "second", "p"),
    [
        (Share(3, 4), Share(1, 4), 0.4857),  # Fisher's tea taster: 34/70
        (Share(2, 17), Share(10, 13), 0.0005367),  # Fisher's convictions of twins, as R gives it
        (Share(10, 13), Share(2, 17), 0.0005367),
        (Share(0, 5), Share(0, 5), 1.0),
        (Share(5, 5), Share(5, 5), 1.0),
    ],
)
def test_fisher_s_exact_test(first: Share, second: Share, p: float) -> None:
    assert fisher_exact(first, second) == pytest.approx(p, rel=2e-3)


def test_small_counts_are_tested_exactly() -> None:
    found = compare(Share(3, 4), Share(1, 4))
    assert found is not None
    assert (found.method, found.p) == ("fisher", pytest.approx(34 / 70))
    assert least_expected(Share(3, 4), Share(1, 4)) == 2
    assert compare(Share(0, 0), Share(1, 4)) is None
    assert compare(Share(1, 4), Share(0, 0)) is None
    assert z_test(Share(0, 50), Share(0, 50)) == 1.0
    assert Share(0, 0).rate == 0


def test_an_exact_test_of_many_customers_is_quick() -> None:
    assert fisher_exact(Share(2, 100_000), Share(6, 100_000)) == pytest.approx(0.2891, abs=1e-3)


def test_holm_s_correction() -> None:
    """Holm 1979; the figures are those of R's p.adjust for 0.01, 0.04, 0.03, 0.005."""
    assert holm((0.01, 0.04, 0.03, 0.005)) == pytest.approx((0.03, 0.06, 0.06, 0.02))
    assert holm((0.6, 0.7)) == (1.0, 1.0)
    assert holm(()) == ()


shares = st.integers(1, 40).flatmap(lambda of: st.builds(Share, st.integers(0, of), st.just(of)))


@given(shares, shares)
def test_it_does_not_matter_which_is_first_or_what_counts_as_a_hit(a: Share, b: Share) -> None:
    p = fisher_exact(a, b)
    assert 0 < p <= 1
    assert fisher_exact(b, a) == pytest.approx(p)
    assert fisher_exact(Share(a.of - a.hits, a.of), Share(b.of - b.hits, b.of)) == pytest.approx(p)
    low, high = newcombe_interval(a, b)
    assert -1 <= low <= a.rate - b.rate <= high <= 1
    assert newcombe_interval(b, a) == pytest.approx((-high, -low))


@given(shares, shares)
def test_the_exact_test_sums_over_every_table_with_these_margins(a: Share, b: Share) -> None:
    """An independent count: all ways to choose who the hits are."""
    from math import comb

    hits = a.hits + b.hits
    ways = {k: comb(a.of, k) * comb(b.of, hits - k) for k in range(hits + 1) if k <= a.of}
    whole = sum(ways.values())
    p = sum(w for w in ways.values() if w <= ways[a.hits]) / whole
    assert fisher_exact(a, b) == pytest.approx(p)
