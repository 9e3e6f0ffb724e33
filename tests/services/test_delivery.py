"""Messages that move by themselves: at their time, under the guard, only where the branch says so."""

from datetime import date, datetime
from pathlib import Path

import pytest

from desktop.domain.clock import FixedClock
from desktop.services import day_run, delivery, settings
from desktop.services.desk import Desk
from tests.book import Book
from tests.services.test_outbox import leave_receipts, sent_files, states

TODAY = date(2026, 11, 20)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "exchange"
    path.mkdir()
    return path


@pytest.fixture
def planned(book: Book, desk: Desk) -> Desk:
    """One overdue SMS, planned for ten o'clock; it is nine."""
    settings.save(desk, {"branch.name": "滨江支行", "branch.phone": "0571-88880000"})
    book.customer(1)
    book.late(1, 1, 5)
    day_run.run(desk)
    return desk


def test_without_folder_and_leave_nothing_moves(planned: Desk) -> None:
    done = delivery.go_round(planned)
    assert (done.receipts, done.released, done.sent) == (0, 0, 0)
    assert not done.changes


def test_a_branch_that_releases_by_hand_is_waited_for(
    planned: Desk, folder: Path, clock: FixedClock
) -> None:
    settings.save(planned, {"messages.exchange_folder": str(folder)})
    clock.moment = datetime(2026, 11, 20, 11)
    assert delivery.go_round(planned).released == 0
    assert states(planned) == []


def test_due_messages_go_at_their_time_and_receipts_come_back(
    planned: Desk, folder: Path, clock: FixedClock
) -> None:
    values = {"messages.exchange_folder": str(folder), "messages.release_by_itself": "yes"}
    settings.save(planned, values)
    assert delivery.go_round(planned).released == 0
    clock.moment = datetime(2026, 11, 20, 10)
    done = delivery.go_round(planned)
    assert (done.released, done.sent) == (1, 1)
    assert done.changes.topics >= {"messages", "reminders"}
    leave_receipts(folder, f"{sent_files(folder)[0][0]},DELIVRD,,")
    again = delivery.go_round(planned)
    assert (again.receipts, again.released, again.sent) == (1, 0, 0)
    assert states(planned) == ["delivered"]


def test_at_night_nothing_is_released(planned: Desk, folder: Path, clock: FixedClock) -> None:
    settings.save(planned, {"messages.release_by_itself": "yes"})
    clock.moment = datetime(2026, 11, 20, 23)
    assert delivery.go_round(planned).released == 0
    assert states(planned) == []
