"""messages results: the answer for machines, the lines for people, the workbook."""

from datetime import timedelta
from pathlib import Path

import pytest

from desktop.cli import results as commands
from desktop.services import day_run
from desktop.services.desk import Desk
from tests.book import Book
from tests.cli.conftest import Command
from tests.cli.test_payments_commands import _run
from tests.conftest import TODAY
from tests.services.test_message_results import pay, sent

OPTIONS = dict.fromkeys(("first", "last", "channel", "purpose", "save")) | {"by": "template"}


@pytest.fixture
def sending(desk: Desk, book: Book) -> Desk:
    """Twelve customers, half of whom got the newer text and paid."""
    for number in range(1, 13):
        book.customer(number)
        book.late(number, number, 20)
    day_run.run(desk)
    for number in range(1, 13):
        sent(desk, number, 10, version=number % 2)
        if number % 2:
            pay(desk, number, 9, "100.00")
    return desk


def test_the_answer_names_shares_amounts_and_tests(sending: Desk) -> None:
    outcome = _run(commands._results, sending, **OPTIONS)
    data = outcome.data
    assert (outcome.code, data["first"], data["last"]) == (0, TODAY - timedelta(days=30), TODAY)
    (row,) = data["rows"]  # type: ignore[misc]
    assert row["name"] == "逾期提醒"
    assert row["repaid"]["7"]["rate"] == 0.5
    assert str(row["repaid"]["7"]["amount"]) == "600.00"
    assert row["repaid"]["14"]["rate"] is None
    paid = data["versions"][0]  # type: ignore[index]
    assert (paid["measure"], paid["method"], paid["is_different"]) == ("paid_3", "fisher", True)
    assert paid["p"] == pytest.approx(2 / 924)
    assert any("Holm" in note for note in data["notes"])  # type: ignore[union-attr]


def test_a_purpose_narrows_it(sending: Desk) -> None:
    assert _run(commands._results, sending, **OPTIONS | {"purpose": "collection"}).code == 0
    nothing = _run(commands._results, sending, **OPTIONS | {"purpose": "service"})
    assert (nothing.code, nothing.data["rows"]) == (1, [])


def test_people_read_it_by_version_and_as_a_workbook(sending: Desk, tmp_path: Path) -> None:
    file = tmp_path / "results.xlsx"
    outcome = _run(commands._results, sending, **OPTIONS | {"by": "version", "save": file})
    lines = "\n".join(outcome.lines)
    assert "逾期提醒 第1版" in lines
    assert "7日内还款客户 6 / 6 (100.0%) · 600.00" in lines
    assert "第0版 对 第1版 · 3日内还款 0.0% : 100.0%, p = 0.0065 · 有差异" in lines
    assert file.stat().st_size > 0


def test_nothing_in_the_span_is_a_finding(created: Command) -> None:
    answer = created("messages", "results", "--from", "2026-10-01", "--to", "2026-10-31")
    assert answer.code == 1
    assert "2026-10-01 至 2026-10-31 没有联系记录" in answer.out
    wrong = created("messages", "results", "--from", "2026-10-31", "--to", "2026-10-01", "--json")
    assert wrong.code == 2
    assert wrong.data["error"] == "results.span"
    assert "联系后的还款" in created("messages", "--help").out
