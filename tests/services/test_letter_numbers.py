"""Numbers of letters when things go wrong: a full disk in the middle, two desks at once."""

import threading
from typing import Any

import pytest
from sqlalchemy import event, text

from desktop.domain.errors import EnvironmentProblem
from desktop.services import audit, day_run, letter_register, letters
from desktop.services.desk import Actor, Desk
from desktop.services.letter_register import RegisterQuery
from tests.book import Book
from tests.services.test_letters import ADDRESS, cases, loans

__all__ = ["loans"]

MANY = range(11, 51)
ROOM = 500
"""Pages of the store that are left: enough for some ten letters, not for forty."""


@pytest.fixture
def many(loans: Desk, book: Book) -> Desk:
    """Forty more cases, 40 days late."""
    for number in MANY:
        book.customer(number, f"王{number}", address=ADDRESS)
        book.late(number, number, 40)
    day_run.run(loans)
    return loans


def numbers(desk: Desk) -> list[str]:
    ids = letter_register.register_ids(desk, RegisterQuery())
    return sorted(row.register_no for row in letter_register.register_rows(desk, ids))


def expected(count: int) -> list[str]:
    return [f"催〔2026〕第{number:04d}号" for number in range(1, count + 1)]


@pytest.mark.file_only
def test_a_full_disk_in_the_middle_leaves_no_gap_and_the_batch_goes_on(many: Desk) -> None:
    wanted = cases(many, *MANY)
    with many.store.engine.connect() as connection:
        pages = int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())

    def limit(connection: Any, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages + ROOM}")

    event.listen(many.store.engine, "checkout", limit)
    with pytest.raises(EnvironmentProblem, match="broke_off") as told:
        letters.make(many, "overdue_notice_1", wanted)
    done = numbers(many)
    assert 0 < len(done) < len(wanted)
    assert done == expected(len(done))
    assert told.value.facts["number"] == expected(len(done) + 1)[-1]
    with many.read() as connection:
        last = connection.execute(text("SELECT last_number FROM letter_series")).scalar_one()
        files = connection.execute(text("SELECT count(*) FROM letter_file")).scalar_one()
    assert (last, files) == (len(done), len(done))
    assert audit.verify(many).is_whole
    event.remove(many.store.engine, "checkout", limit)
    many.store.engine.dispose()
    made = letters.make(many, "overdue_notice_1", wanted)
    assert made.new == len(wanted) - len(done)
    assert numbers(many) == expected(len(wanted))
    for letter_id in made.ids:
        assert letter_register.pdf(many, letter_id).endswith(b"%%EOF\n")


def test_two_desks_at_once_share_the_numbers_without_gap_or_double(many: Desk) -> None:
    halves = cases(many, *MANY[::2]), cases(many, *MANY[1::2])
    failures: list[BaseException] = []

    def work(ids: list[int], name: str) -> None:
        try:
            letters.make(many.acting_as(Actor(None, name)), "overdue_notice_1", ids)
        except BaseException as error:
            failures.append(error)

    desks = [
        threading.Thread(target=work, args=(ids, name))
        for ids, name in zip(halves, ("甲", "乙"), strict=True)
    ]
    for desk in desks:
        desk.start()
    for desk in desks:
        desk.join()
    assert failures == []
    assert numbers(many) == expected(len(MANY))
    assert audit.verify(many).is_whole
