"""Ageing that stands still: the bucket stops, the days past due do not."""

from datetime import timedelta

import pytest

from db.tables import Account
from desktop.domain.clock import FixedClock
from desktop.domain.errors import DomainError
from desktop.services import account_view, ageing_pauses, day_run
from desktop.services.desk import Desk
from tests.book import Book
from tests.conftest import TODAY
from tests.services.test_ledger import rows


def bucket(desk: Desk) -> tuple[int, int]:

    [account] = rows(desk, Account)
    return account["dpd"], account["bucket"]


def test_a_paused_account_stays_in_its_bucket_until_it_goes_on(
    desk: Desk, book: Book, clock: FixedClock
) -> None:
    book.customer(1)
    book.late(1, 1, 28)
    day_run.run(desk)
    ageing_pauses.pause(desk, 1, from_day=TODAY - timedelta(days=5), reason="住院治疗")
    assert bucket(desk) == (28, 1)
    clock.moment += timedelta(days=10)
    day_run.run(desk)
    assert bucket(desk) == (38, 1)
    seen = account_view.view(desk, 1)
    assert (seen.balance.ageing_days, seen.balance.bucket) == (23, "M1")
    ageing_pauses.resume(desk, 1)
    clock.moment += timedelta(days=8)
    day_run.run(desk)
    assert bucket(desk) == (46, 2)
    assert account_view.view(desk, 1).balance.ageing_days == 31
    ageing_pauses.pause(desk, 1, from_day=desk.today, reason="再次住院")
    assert [found["resumed_on"] for found in account_view.view(desk, 1).pauses] == [
        TODAY + timedelta(days=10),
        None,
    ]
    lines = [line for line in account_view.view(desk, 1).ledger if line.kind in ("pause", "resume")]
    assert [(line.kind, line.note) for line in lines] == [
        ("pause", "住院治疗"),
        ("resume", ""),
        ("pause", "再次住院"),
    ]


def test_what_cannot_be_paused_is_refused(desk: Desk, book: Book) -> None:
    book.customer(1)
    book.late(1, 1, 28)
    day_run.run(desk)
    with pytest.raises(DomainError, match="not_paused"):
        ageing_pauses.resume(desk, 1)
    for day, reason, code in (
        (TODAY + timedelta(days=1), "住院", "in_the_future"),
        (TODAY, " ", "reason_missing"),
    ):
        with pytest.raises(DomainError, match=code):
            ageing_pauses.pause(desk, 1, from_day=day, reason=reason)
    ageing_pauses.pause(desk, 1, from_day=TODAY, reason="住院")
    with pytest.raises(DomainError, match="paused_already"):
        ageing_pauses.pause(desk, 1, from_day=TODAY, reason="住院")
    ageing_pauses.resume(desk, 1)
    with pytest.raises(DomainError, match="pause_overlaps"):
        ageing_pauses.pause(desk, 1, from_day=TODAY - timedelta(days=1), reason="住院")
