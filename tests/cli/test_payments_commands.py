"""payments import, match and reconcile: answers, lines and exit codes."""

from argparse import Namespace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from openpyxl import load_workbook

from desktop.adapters.collection_file import FIRST_ROW
from desktop.cli import payments as commands
from desktop.cli.command import Call, Outcome, to_json
from desktop.domain.errors import DomainError
from desktop.domain.progress import NoProgress
from desktop.services import day_run, payment_orders, payments
from desktop.services.desk import Desk
from desktop.services.unlock import OpenDatabase
from tests.book import Book, yuan
from tests.conftest import TODAY
from tests.sheet_form import SECRET, fill_in


class Database:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk


@pytest.fixture
def owing(desk: Desk, book: Book) -> Desk:
    book.customer(1)
    book.account(1, 1, annual_rate=None)
    book.instalment(1, 1, TODAY - timedelta(days=9))
    day_run.run(desk)
    return desk


def _run(run: Any, desk: Desk, **options: Any) -> Outcome:
    opened = cast(OpenDatabase, Database(desk))
    outcome: Outcome = run(Call(Namespace(**options), "zh", NoProgress(), cast(Any, None), opened))
    to_json(outcome.data)
    return outcome


def _statement(folder: Path, rows: str) -> Path:
    path = folder / "流水.csv"
    path.write_text("交易日期,贷方发生额,对方户名,交易流水号\n" + rows, encoding="gb18030")
    return path


def test_a_working_day(owing: Desk, tmp_path: Path) -> None:
    path = _statement(tmp_path, "2026-11-20,1060.00,张海燕,A1\n2026-11-20,5.00,生人,A2\n")
    outcome = _run(commands._import, owing, files=[path], encoding="")
    assert outcome.code == 0
    assert outcome.data["files"] == [
        {
            "file": "流水.csv",
            "new": 2,
            "known": 0,
            "doubtful": 0,
            "matched": 1,
            "certain": 1,
            "faults": [],
            "repeated": None,
        }
    ]
    assert outcome.lines[0].startswith("流水.csv：新增 2 笔")
    outcome = _run(commands._match, owing, book=False)
    assert (outcome.data["certain"], outcome.data["booked"], outcome.code) == (1, 0, 1)
    outcome = _run(commands._match, owing, book=True)
    assert (outcome.data["booked"], outcome.data["waiting"], outcome.code) == (1, 1, 1)
    outcome = _run(commands._reconcile, owing, date=None, account=None, report=None)
    assert (str(outcome.data["booked"]), outcome.code) == ("1060.00", 1)
    assert outcome.lines[1].split() == ["未入账", "5.00", "—"]
    outcome = _run(
        commands._reconcile,
        owing,
        date=TODAY - timedelta(days=1),
        account="8801",
        report=tmp_path / "r.xlsx",
    )
    assert (tmp_path / "r.xlsx").exists()
    assert (outcome.data["is_settled"], outcome.code) == (True, 0)


def test_rows_that_cannot_be_read_are_findings(owing: Desk, tmp_path: Path) -> None:
    path = _statement(tmp_path, "坏,5.00,,\n")
    outcome = _run(commands._import, owing, files=[path], encoding="")
    assert outcome.code == 1
    assert "第 2 行" in outcome.lines[1]


def test_a_sheet_is_taken_along_and_read_back(owing: Desk, tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    outcome = _run(commands._take_along, owing, file=path, words="")
    assert outcome.data["rows"] == 1
    book = load_workbook(path)
    book.active.cell(FIRST_ROW + 2, 7).value = 500
    book.save(path)
    outcome = _run(commands._read_back, owing, file=path, book=True)
    assert (outcome.data["booked"], outcome.data["known"], outcome.code) == (1, 0, 0)
    book.active.cell(FIRST_ROW + 2, 7).value = "坏"
    book.save(path)
    outcome = _run(commands._read_back, owing, file=path, book=False)
    assert (outcome.data["lines"], outcome.code) == (0, 1)
    assert "第 6 行" in outcome.lines[1]


def test_an_order_is_made(owing: Desk) -> None:
    outcome = _run(commands._order, owing, account="HT2026000001", amount=yuan("1060.00"), days=3)
    [order] = payment_orders.orders_of(owing, 1)
    assert (outcome.data["order"], order.valid_until) == (
        order.order_no, TODAY + timedelta(days=3)
    )  # fmt: skip
    assert order.order_no in outcome.lines[0]


def test_what_is_taken_at_the_counter_is_awaited(owing: Desk) -> None:
    payments.at_counter(owing, 1, yuan("60.00"), payer_name="张海燕", memo="", slip_no="S1")
    outcome = _run(commands._reconcile, owing, date=None, account=None, report=None)
    assert (outcome.data["taken"], outcome.data["on_its_way"]) == (yuan("60.00"), yuan("60.00"))
    assert "预计 2026-11-25 前到账" in outcome.lines[1]
    assert outcome.code == 0


def test_a_statement_under_another_name_is_a_finding(owing: Desk, tmp_path: Path) -> None:
    rows = "2026-11-20,1060.00,张海燕,A1\n"
    first = _statement(tmp_path, rows)
    again = tmp_path / "另存.csv"
    again.write_bytes(first.read_bytes())
    outcome = _run(commands._import, owing, files=[first, again], encoding="")
    [_, answer] = cast(list[dict[str, Any]], outcome.data["files"])
    assert answer["repeated"] == {
        "file": "另存.csv", "earlier_name": "流水.csv", "earlier_on": TODAY, "files": 1, "lines": 1
    }  # fmt: skip
    assert outcome.lines[2].strip() == (
        "另存.csv 与 2026-11-20 已导入的 流水.csv 内容相同（共 1 笔），未入账。"
    )
    assert outcome.code == 1


def test_an_encrypted_sheet_is_taken_along_and_read_back(
    owing: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "sheet.pdf"
    monkeypatch.setenv(commands.SHEET_PASSPHRASE, SECRET)
    assert _run(commands._take_along, owing, file=path, words="").data["rows"] == 1
    fill_in(path, SECRET, {1: {"amount": "500.00"}})
    outcome = _run(commands._read_back, owing, file=path, book=True)
    assert (outcome.data["booked"], outcome.code) == (1, 0)
    monkeypatch.delenv(commands.SHEET_PASSPHRASE)
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)
    with pytest.raises(DomainError, match="passphrase_wanted"):
        _run(commands._read_back, owing, file=path, book=False)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    typed = iter([SECRET, "other", SECRET])
    monkeypatch.setattr(commands, "getpass", lambda _words: next(typed))
    with pytest.raises(DomainError, match="passphrases_differ"):
        _run(commands._take_along, owing, file=tmp_path / "b.pdf", words="")
    assert _run(commands._read_back, owing, file=path, book=False).data["lines"] == 1
