"""cases and day-run from the command line."""

import pytest

from desktop.cli.cases import buckets
from desktop.domain.errors import DomainError
from tests.cli.conftest import Command


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", ()),
        ("M2", (2,)),
        ("m5+", (5, 6, 7)),
        ("M7+", (7,)),
        ("3", (3,)),
        ("M1,M3", (1, 3)),
        ("M1，M1 M0", (0, 1)),
    ],
)
def test_reads_buckets(written: str, read: tuple[int, ...]) -> None:
    assert buckets(written) == read


@pytest.mark.parametrize("written", ["M8", "X", "M1-M3", "+"])
def test_refuses_what_is_no_bucket(written: str) -> None:
    with pytest.raises(DomainError, match=r"cli\.cases\.bad_bucket"):
        buckets(written)


def test_day_run_and_cases_answer_on_an_empty_book(created: Command) -> None:
    ran = created("day-run", "--json")
    assert ran.data["dates"] == ["2026-11-20"]
    assert ran.data["counts"]["accounts"] == 0
    listed = created("cases", "--bucket", "M2+", "--json")
    assert (listed.code, listed.data["cases"], listed.data["totals"]["count"]) == (0, [], 0)
    assert "day_run.count" not in created("day-run").out


def test_a_clock_set_back_is_refused(created: Command) -> None:
    created("day-run")
    back = created("day-run", "--as-of", "2026-11-19", "--json")
    assert (back.code, back.data["error"]) == (2, "day_run.clock_back")
    assert created("day-run", "--as-of", "2026-11-22", "--json").data["dates"] == [
        "2026-11-21",
        "2026-11-22",
    ]
