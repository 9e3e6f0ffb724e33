"""A day of the bank against what was booked, until every difference is explained; as a report."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from desktop.domain.errors import DomainError
from desktop.services import day_run, ledger, movements, payments, reconciliation
from desktop.services.desk import Desk
from desktop.services.movements import MovementIn
from desktop.services.reconciliation_report import save_report
from tests.book import Book, yuan
from tests.conftest import TODAY

BEFORE = TODAY - timedelta(days=3)


@pytest.fixture
def owing(desk: Desk, book: Book) -> Desk:
    """A desk with two customers who owe 1,060.00 each."""
    for number, name in ((1, "张海燕"), (2, "李建军")):
        book.customer(number, name)
        book.late(number, number, 45, annual_rate=None)
    day_run.run(desk)
    return desk


def _arrive(desk: Desk, amount: str, **more: Any) -> int:
    day = more.pop("value_on", TODAY)
    movements.store(desk, "bank_file", [MovementIn(yuan(amount), day, **more)])
    with desk.read() as connection:
        from db.tables import Movement

        return max(connection.execute(Movement.__table__.select()).scalars())


def test_the_day_is_held_against_the_bank(owing: Desk) -> None:
    booked = _arrive(owing, "1060.00", payer_name="张海燕", our_account="8801")
    payments.accept(owing, booked)
    _arrive(owing, "9.00", payer_name="生人", our_account="8802")
    ledger.pay(owing, 2, yuan("100.00"), value_on=TODAY)
    found = reconciliation.reconcile(owing, TODAY)
    assert (found.arrived, found.booked, found.without_movement) == (
        yuan("1069.00"), yuan("1060.00"), yuan("100.00")
    )  # fmt: skip
    assert [(each.kind, each.amount) for each in found.differences] == [
        ("unbooked", yuan("9.00")), ("without_movement", yuan("100.00"))
    ]  # fmt: skip
    assert (found.unexplained, found.is_settled) == (2, False)
    for each in found.differences:
        reconciliation.explain(owing, each, "水费退款")
    assert reconciliation.reconcile(owing, TODAY).is_settled
    assert reconciliation.reconcile(owing, TODAY, "8801").differences == ()
    assert reconciliation.own_accounts(owing) == ["8801", "8802"]
    with pytest.raises(DomainError, match="reason_missing"):
        reconciliation.explain(owing, found.differences[0], " ")


def test_differences_of_earlier_days_are_listed_until_they_are_explained(owing: Desk) -> None:
    _arrive(owing, "9.00", payer_name="生人", our_account="8801", value_on=BEFORE)
    ledger.pay(owing, 2, yuan("100.00"), value_on=BEFORE)
    assert reconciliation.reconcile(owing, TODAY).open_days == ((BEFORE, 2),)
    assert reconciliation.reconcile(owing, TODAY, "8801").open_days == ((BEFORE, 1),)
    for each in reconciliation.reconcile(owing, BEFORE).differences:
        reconciliation.explain(owing, each, "已核实")
    assert reconciliation.reconcile(owing, TODAY).open_days == ()


def test_the_report_as_workbook_and_as_paper(owing: Desk, tmp_path: Path) -> None:
    import pypdfium2

    _arrive(owing, "9.00", payer_name="生人", our_account="8801", value_on=BEFORE)
    _arrive(owing, "7.00", payer_name="路人", our_account="8801")
    found = reconciliation.reconcile(owing, TODAY)
    save_report(owing, tmp_path / "a.xlsx", found)
    sheets = load_workbook(tmp_path / "a.xlsx")
    assert sheets.sheetnames == ["汇总", "差异明细", "以前未说明的差异"]
    assert [cell.value for cell in sheets["差异明细"][2]][:4] == ["未入账", "路人", "8801", 7]
    save_report(owing, tmp_path / "a.pdf", found)
    paper = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    words = "".join(page.get_textpage().get_text_range() for page in paper)
    assert "路人" in words
    assert "7.00" in words
    assert BEFORE.isoformat() in words
    for day in (BEFORE, TODAY):
        for each in reconciliation.reconcile(owing, day).differences:
            reconciliation.explain(owing, each, "已核实")
    save_report(owing, tmp_path / "b.xlsx", found)
    assert load_workbook(tmp_path / "b.xlsx").sheetnames == ["汇总", "差异明细"]
    save_report(owing, tmp_path / "b.pdf", reconciliation.reconcile(owing, TODAY - timedelta(9)))
    paper = pypdfium2.PdfDocument(tmp_path / "b.pdf")
    assert "一致" in paper[0].get_textpage().get_text_range()
