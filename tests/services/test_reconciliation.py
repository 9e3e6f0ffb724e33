"""A day of the bank against what was booked, until every difference is explained; as a report."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from desktop.domain.clock import FixedClock
from desktop.domain.errors import DomainError
from desktop.domain.money import ZERO
from desktop.services import (
    day_run,
    ledger,
    movements,
    payment_choices,
    payments,
    reconciliation,
)
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


def _arrive(desk: Desk, amount: str, source: str = "bank_file", **more: Any) -> int:
    day = more.pop("value_on", TODAY)
    movements.store(desk, source, [MovementIn(yuan(amount), day, **more)])
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


def _counter(desk: Desk, account: int, amount: str, name: str) -> None:
    payments.at_counter(
        desk, account, yuan(amount), payer_name=name, memo="", slip_no=f"{name}{amount}"
    )


def test_what_is_taken_at_the_counter_is_not_at_the_bank_until_its_file_shows_it(
    owing: Desk, clock: FixedClock
) -> None:
    _counter(owing, 1, "600.00", "张海燕")
    found = reconciliation.reconcile(owing, TODAY)
    assert (found.arrived, found.booked, found.taken, found.on_its_way) == (
        ZERO, ZERO, yuan("600.00"), yuan("600.00")
    )  # fmt: skip
    [way] = found.differences
    assert (way.kind, way.source, way.amount, way.booked) == (
        "on_its_way", "counter", yuan("600.00"), yuan("600.00")
    )  # fmt: skip
    # Friday: the third working day is Wednesday; so long nobody has to explain anything.
    assert (way.awaited_until, found.is_settled) == (date(2026, 11, 25), True)
    assert reconciliation.reconcile(owing, TODAY, "8801").differences == ()
    clock.moment += timedelta(days=6)
    [late] = reconciliation.reconcile(owing, TODAY).differences
    assert (late.awaited_until, late.is_open) == (None, True)
    assert reconciliation.reconcile(owing, owing.today).open_days == ((TODAY, 1),)
    _arrive(owing, "600.00", payer_name="张海燕", our_account="8801")
    shown = reconciliation.reconcile(owing, TODAY)
    # The bank's line is the same money, booked at the counter already.
    assert (shown.arrived, shown.taken, shown.on_its_way) == (yuan("600"), yuan("600"), ZERO)
    assert (shown.differences, shown.is_settled) == ((), True)
    assert reconciliation.reconcile(owing, owing.today).open_days == ()


def test_the_cash_of_a_day_that_is_paid_in_as_one_sum(owing: Desk) -> None:
    _counter(owing, 1, "600.00", "张海燕")
    _counter(owing, 2, "70.00", "李建军")
    _arrive(owing, "670.00", memo="柜面存现", our_account="8801")
    found = reconciliation.reconcile(owing, TODAY)
    assert (found.arrived, found.taken, found.on_its_way) == (yuan("670"), yuan("670"), ZERO)
    assert found.differences == ()


def test_a_banks_message_and_a_platform_are_told_apart_from_the_banks_file(owing: Desk) -> None:
    message = _arrive(owing, "9.00", "movement_sms", payer_name="生人")
    _arrive(owing, "8.00", "wechat", payer_name="路人")
    found = reconciliation.reconcile(owing, TODAY)
    assert [(each.kind, each.source, each.is_open) for each in found.differences] == [
        ("unbooked", "movement_sms", True), ("unbooked", "wechat", True)
    ]  # fmt: skip
    payments.put_aside(owing, message, "ignored", "与流水重复")
    _arrive(owing, "9.00", payer_name="生人")
    found = reconciliation.reconcile(owing, TODAY)
    assert (found.arrived, found.taken) == (yuan("9.00"), yuan("8.00"))
    assert [(each.kind, each.source) for each in found.differences] == [
        ("unbooked", "wechat"), ("unbooked", "bank_file")
    ]  # fmt: skip


def test_money_set_aside_whole_as_the_customers_needs_no_explanation(owing: Desk) -> None:
    arrived = _arrive(owing, "200.00", payer_name="张海燕")
    payment_choices.carry_out(owing, arrived, [(1, yuan("200.00"))], "apart")
    found = reconciliation.reconcile(owing, TODAY)
    assert (found.arrived, found.apart, found.differences) == (yuan("200"), yuan("200"), ())


def test_several_differences_are_explained_at_once(owing: Desk) -> None:
    _arrive(owing, "9.00", payer_name="生人")
    ledger.pay(owing, 2, yuan("100.00"), value_on=TODAY)
    found = reconciliation.reconcile(owing, TODAY)
    reconciliation.explain_all(owing, found.differences, "已核实")
    assert {each.explained for each in reconciliation.reconcile(owing, TODAY).differences} == {
        "已核实"
    }


def test_the_report_names_what_is_on_its_way(owing: Desk, tmp_path: Path) -> None:
    _counter(owing, 1, "600.00", "张海燕")
    found = reconciliation.reconcile(owing, TODAY)
    save_report(owing, tmp_path / "a.xlsx", found)
    sheets = load_workbook(tmp_path / "a.xlsx")
    sums = {row[0].value: row[1].value for row in sheets["汇总"].iter_rows(min_row=2)}
    assert (sums["银行到账"], sums["柜面、平台等收款"], sums["其中银行尚未到账"]) == (
        "0.00", "600.00", "600.00"
    )  # fmt: skip
    line = [cell.value for cell in sheets["差异明细"][2]]
    assert line[:2] == ["已收款，银行未到账", "柜面 张海燕"]
    assert line[-1] == "预计 2026-11-25 前到账"
    save_report(owing, tmp_path / "a.pdf", found)


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
