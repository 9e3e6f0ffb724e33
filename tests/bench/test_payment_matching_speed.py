"""Matching 100,000 payments against 100,000 debts, beside a bare look-up by contract number."""

from typing import Any

import pytest

from desktop.domain.payment_matching import Book, Match, plain_number
from tests.bench.payments_book import PaymentsBook, make

COUNT = 100_000


@pytest.fixture(scope="module")
def book() -> PaymentsBook:
    return make(COUNT)


@pytest.mark.benchmark(group="matching")
def test_baseline_look_up_by_number(benchmark: Any, book: PaymentsBook) -> None:
    def run() -> int:
        by_number = {plain_number(debt.account_no): debt for debt in book.debts}
        return sum(
            1
            for payment in book.payments
            for word in payment.memo.split()
            if plain_number(word) in by_number
        )

    assert benchmark.pedantic(run, rounds=3) > COUNT // 2


@pytest.mark.benchmark(group="matching")
def test_match_everything(benchmark: Any, book: PaymentsBook) -> None:
    def run() -> list[Match]:
        debts = Book(book.debts)
        return [debts.match(payment) for payment in book.payments]

    matches = benchmark.pedantic(run, rounds=3)
    benchmark.extra_info |= _quality(book, matches)


def _quality(book: PaymentsBook, matches: list[Match]) -> dict[str, float]:
    certain = [match for match in matches if match.is_certain]
    wrong = sum(
        1 for match in certain if match.suggestions[0].customer_id != book.truth[match.received_id]
    )
    owed = sum(1 for owner in book.truth.values() if owner is not None)
    return {
        "wrong": wrong,
        "precision": 1 - wrong / len(certain),
        "recall": (len(certain) - wrong) / owed,
    }


def test_nothing_certain_is_wrong_and_nearly_all_is_found() -> None:
    book = make(20_000, seed=7)
    debts = Book(book.debts)
    found = _quality(book, [debts.match(payment) for payment in book.payments])
    assert found["wrong"] == 0
    assert found["recall"] >= 0.95
