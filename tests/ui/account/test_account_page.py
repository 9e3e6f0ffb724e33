"""The account page, driven as a clerk drives it, on a store of its own."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QDate
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop.domain.loan_terms import LoanTerms, plan_of
from desktop.services import account_view, contracts, day_run, ledger, money_notices, quotes
from desktop.services.desk import Desk
from desktop.ui.account.booking_dialogs import (
    ChargeDialog,
    PauseDialog,
    ReversalDialog,
    WaiverDialog,
    WriteOffDialog,
)
from desktop.ui.account.contract_dialog import ContractDialog
from desktop.ui.account.currency_dialog import CurrencyDialog
from desktop.ui.account.notice_dialog import MoneyNoticeDialog
from desktop.ui.account.order_dialog import OrderDialog
from desktop.ui.account.page import TABS, AccountPage
from desktop.ui.account.payment_dialog import PaymentDialog
from desktop.ui.account.quote_dialog import QuoteDialog
from desktop.ui.cases.page import CasesPage
from desktop.ui.main_window import MainWindow
from tests.book import Book
from tests.conftest import TODAY
from tests.ui.bot import Bot
from tests.ui.conftest import NoticeRecorder

D = Decimal
PLAN = plan_of(LoanTerms(D("12000.00"), D("0.12"), date(2026, 8, 5), 12))


@pytest.fixture
def page(window: MainWindow, desk: Desk, book: Book, qtbot: QtBot) -> AccountPage:
    """A loan 15 days late, and a card of the same customer 40 days late."""
    book.customer(1)
    book.account(
        1,
        1,
        principal=D("12000.00"),
        annual_rate=D("0.12"),
        method="equal_instalment",
        disbursed_on=date(2026, 8, 5),
    )
    for row in PLAN.rows:
        paid = (str(row.principal), str(row.interest)) if row.no <= 2 else ("0.00", "0.00")
        book.instalment(1, row.no, row.due_on, str(row.principal), str(row.interest), paid)
    book.account(2, 1, kind="card", annual_rate=D("0.1825"), product="信用卡")
    book.instalment(2, 1, TODAY - timedelta(days=40), "6000.00", "0.00")
    day_run.run(desk)
    window.go("account", account_id=1)
    shown = window.findChild(AccountPage)
    assert shown is not None
    settle(shown, qtbot)
    return shown


def settle(page: AccountPage, qtbot: Bot) -> None:
    qtbot.settle(page.shell)


def press(page: AccountPage, name: str, qtbot: QtBot) -> None:
    action = next(a for a in page.actions() if a.objectName() == f"account.{name}")
    assert action.isEnabled()
    action.trigger()
    settle(page, qtbot)


def column_of(page: AccountPage, table: str, place: int) -> list[str]:
    model = page.tables[table].model()
    return [str(model.index(row, place).data()) for row in range(model.rowCount())]


def test_it_shows_an_account_found_by_its_number(
    page: AccountPage, window: MainWindow, qtbot: QtBot
) -> None:
    page.search.setText("HT2026000002")
    qtbot.waitUntil(lambda: page.subtitle == "HT2026000002")
    assert column_of(page, "balance", 0) == ["罚息", "本金"]
    page.head.choice.setCurrentIndex(page.head.choice.findData(1))
    page.head.choice.activated.emit(page.head.choice.currentIndex())
    qtbot.waitUntil(lambda: page.subtitle == "HT2026000001")
    assert column_of(page, "schedule", 7)[2] == "逾期 15 天"
    assert "放款" in column_of(page, "ledger", 1)
    assert "× 15.6% × 15 / 360" in " ".join(column_of(page, "statement", 5))
    settle(page, qtbot)


def test_an_unknown_number_is_said(page: AccountPage, qtbot: QtBot) -> None:
    page.find_number("HT0")
    settle(page, qtbot)
    assert page.seen is not None
    page.find_number("  ")
    assert page.shell.tasks.is_idle


def test_the_balance_of_another_day(page: AccountPage, qtbot: QtBot, desk: Desk) -> None:
    page.head.day.setDate(QDate(2026, 11, 6))
    settle(page, qtbot)
    assert page.seen is not None
    assert page.seen.balance.dpd == 1
    page.open_target(account_id=2, on=TODAY - timedelta(days=1), tab="schedule")
    settle(page, qtbot)
    assert page.tabs.currentIndex() == TABS.index("schedule")
    assert page.seen.balance.dpd == 39


def test_a_payment_is_previewed_booked_and_taken_back(
    page: AccountPage, qtbot: QtBot, desk: Desk, notices: NoticeRecorder
) -> None:
    press(page, "pay", qtbot)
    dialog = page.dialog
    assert isinstance(dialog, PaymentDialog)
    qtbot.waitUntil(lambda: "本金" in dialog.effect.text())
    dialog.amount.show_amount(D("99999.00"))
    qtbot.waitUntil(lambda: "超过欠款" in dialog.error)
    dialog.keeps.setChecked(True)
    qtbot.waitUntil(lambda: "余款" in dialog.effect.text())
    dialog.keeps.setChecked(False)
    dialog.amount.setText("")
    dialog._book()
    assert dialog.error == "请输入金额（元）。"
    dialog.amount.show_amount(D("100.00"))
    dialog.reference.setText("LS-7")
    dialog._book()
    settle(page, qtbot)
    qtbot.waitUntil(lambda: "还款" in column_of(page, "ledger", 1))
    undo = notices.toasts[-1].undo
    assert undo is not None
    undo()
    settle(page, qtbot)
    assert "还款（已冲销）" in column_of(page, "ledger", 1)


def test_charges_waivers_and_reversals(page: AccountPage, qtbot: QtBot) -> None:
    press(page, "charge", qtbot)
    charge = page.dialog
    assert isinstance(charge, ChargeDialog)
    charge.amount.show_amount(D("20.00"))
    qtbot.waitUntil(lambda: "欠款合计" in charge.effect.text())
    charge._book()
    qtbot.waitUntil(lambda: bool(page.seen and page.seen.balance.all["late_fee"]))
    press(page, "waive", qtbot)
    waiver = page.dialog
    assert isinstance(waiver, WaiverDialog)
    assert waiver.component.currentData() == "late_fee"
    waiver.component.setCurrentIndex(waiver.component.findData("penalty"))
    waiver._book()
    qtbot.waitUntil(lambda: waiver.error == "请填写原因。")
    waiver.reason.setText("协商减免")
    waiver._book()
    qtbot.waitUntil(lambda: bool(page.seen and not page.seen.balance.all["penalty"]))
    page.tabs.setCurrentIndex(TABS.index("ledger"))
    place = column_of(page, "ledger", 1).index("减免")
    page.tables["ledger"].setCurrentIndex(page.tables["ledger"].model().index(place, 0))
    press(page, "reverse", qtbot)
    reversal = page.dialog
    assert isinstance(reversal, ReversalDialog)
    reversal.reason.setText("误操作")
    reversal._reverse()
    qtbot.waitUntil(lambda: "冲销" in column_of(page, "ledger", 1))
    assert page.seen is not None
    assert page.seen.balance.all["penalty"] > 0


def test_a_write_off(page: AccountPage, qtbot: QtBot) -> None:
    press(page, "write_off", qtbot)
    dialog = page.dialog
    assert isinstance(dialog, WriteOffDialog)
    dialog.reason.setText("核销批复")
    dialog.look_ahead()
    dialog._book()
    qtbot.waitUntil(lambda: bool(page.seen and page.seen.account["written_off_on"] == TODAY))
    assert not next(a for a in page.actions() if a.objectName() == "account.write_off").isEnabled()


def test_a_pay_off_is_quoted_and_carried_out(
    page: AccountPage, qtbot: QtBot, notices: NoticeRecorder, tmp_path: Path
) -> None:
    press(page, "quote", qtbot)
    dialog = page.dialog
    assert isinstance(dialog, QuoteDialog)
    qtbot.waitUntil(lambda: "未到期本金" in dialog.lines.text())
    dialog.save_to(str(tmp_path / "quote.pdf"))
    qtbot.waitUntil(lambda: bool(notices.toasts))
    assert (tmp_path / "quote.pdf").read_bytes().startswith(b"%PDF")
    dialog.until.setCurrentIndex(1)
    settle(page, qtbot)
    dialog._ask()
    assert notices.questions[-1].text == "今天执行这份报价？"
    qtbot.waitUntil(lambda: bool(page.seen and page.seen.balance.total == 0))


def test_a_part_prepayment_shows_two_plans_and_sets_the_chosen_one(
    page: AccountPage, qtbot: QtBot, notices: NoticeRecorder
) -> None:
    press(page, "quote", qtbot)
    dialog = page.dialog
    assert isinstance(dialog, QuoteDialog)
    dialog.kind.setCurrentIndex(1)
    dialog.work_out()
    dialog._ask()
    dialog.amount.show_amount(D("1.00"))
    qtbot.waitUntil(lambda: "必须大于已到期欠款" in dialog.error)
    dialog.amount.show_amount(D("5000.00"))
    qtbot.waitUntil(lambda: dialog._plans.count() == 2)
    dialog.choice.setCurrentIndex(1)
    dialog._ask()
    assert "减少月供" in notices.questions[-1].text
    qtbot.waitUntil(lambda: bool(page.seen and page.seen.balance.total_overdue == 0))


def test_a_new_plan_and_card_instalments(page: AccountPage, qtbot: QtBot) -> None:
    press(page, "quote", qtbot)
    dialog = page.dialog
    assert isinstance(dialog, QuoteDialog)
    dialog.kind.setCurrentIndex(2)
    dialog.rate.setText("many")
    qtbot.waitUntil(lambda: dialog.error == "请输入百分比，如 50。")
    assert dialog.rate.property("invalid")
    dialog.rate.setText("1e9")
    qtbot.waitUntil(lambda: "年利率应在" in dialog.error)
    assert dialog.rate.property("invalid")
    dialog.rate.setText("10")
    dialog.count.setValue(20)
    qtbot.waitUntil(lambda: dialog._plans.count() == 2)
    dialog._ask()
    qtbot.waitUntil(lambda: bool(page.seen and page.seen.account["annual_rate"] == D("0.1")))
    page.show_account(2)
    qtbot.waitUntil(lambda: page.subtitle == "HT2026000002")
    press(page, "quote", qtbot)
    card = page.dialog
    assert isinstance(card, QuoteDialog)
    card.count.setValue(12)
    qtbot.waitUntil(lambda: card._plans.count() == 1)
    card._ask()

    def coming() -> list[object]:
        return [row for row in page.seen.schedule if row.state == "future"] if page.seen else []

    qtbot.waitUntil(lambda: len(coming()) == 12)


def test_the_explanation_is_exported(
    page: AccountPage, qtbot: QtBot, tmp_path: Path, notices: NoticeRecorder
) -> None:
    page.export_to(str(tmp_path / "结欠.xlsx"))
    page.export_to(str(tmp_path / "结欠.csv"))
    settle(page, qtbot)
    sheet = openpyxl.load_workbook(tmp_path / "结欠.xlsx").active
    assert sheet is not None
    cells = [[str(cell) for cell in row if cell is not None] for row in sheet.values]
    [penalty] = [row for row in cells if "罚息" in row]
    assert "965.21 × 15.6% × 15 ÷ 360" in penalty
    assert penalty[2] == "按日计收"
    assert penalty[5:8] == ["965.21", "15", "0.156"]
    rows = (tmp_path / "结欠.csv").read_text(encoding="utf-8-sig").splitlines()
    assert page.seen is not None
    assert f"{page.seen.balance.total}" in rows[-1]
    assert notices.toasts[-1].text.startswith("已保存为")


def test_from_the_account_to_its_case(page: AccountPage, window: MainWindow, qtbot: QtBot) -> None:
    page.head.to_case.click()
    settle(page, qtbot)
    assert window.findChild(CasesPage) is not None


def test_a_day_before_the_lenders_figures_is_refused(
    page: AccountPage, book: Book, qtbot: QtBot, notices: NoticeRecorder
) -> None:
    book.account(3, 1, disbursed_on=date(2026, 1, 1), stated_on=TODAY)
    book.instalment(3, 1, TODAY - timedelta(days=3))
    page.show_account(3)
    settle(page, qtbot)
    page.head.day.setDate(QDate(2026, 11, 1))
    settle(page, qtbot)
    assert "没有数据" in notices.problems[-1].text
    assert page.head.day.date() == QDate(2026, 11, 20)


def test_what_is_shown_follows_a_booking_made_elsewhere(
    page: AccountPage, qtbot: QtBot, desk: Desk
) -> None:
    owed = account_view.view(desk, 1).balance.total - 50
    page.shell.tasks.write(ledger.pay, 1, D("50.00"), value_on=TODAY)
    qtbot.waitUntil(lambda: bool(page.seen and page.seen.balance.total == owed))


def test_ageing_is_paused_and_goes_on(
    page: AccountPage, qtbot: QtBot, notices: NoticeRecorder
) -> None:
    press(page, "pause", qtbot)
    dialog = page.dialog
    assert isinstance(dialog, PauseDialog)
    dialog._pause()
    qtbot.waitUntil(lambda: dialog.error == "请填写原因。")
    dialog.reason.setText("住院治疗")
    dialog._pause()
    qtbot.waitUntil(lambda: bool(page.seen and page.seen.pauses))
    press(page, "resume", qtbot)
    qtbot.waitUntil(lambda: notices.toasts[-1].text == "账龄已恢复")


def test_the_menu_offers_what_can_be_done(page: AccountPage, qtbot: QtBot) -> None:
    page.more.click()
    menu = page.findChild(QMenu)
    assert menu is not None
    words = [action.text() for action in menu.actions() if action.text()]
    assert "减免…" in words
    menu.close()


def test_a_kept_quote_is_carried_out_from_its_list(
    page: AccountPage, qtbot: QtBot, notices: NoticeRecorder, desk: Desk
) -> None:
    quotes.keep(desk, 1, "prepayment", amount=D("5000.00"))
    kept = quotes.keep(desk, 1, "payoff")
    page.refresh()
    qtbot.waitUntil(lambda: page.tables["quotes"].model().rowCount() == 2)
    page.tabs.setCurrentIndex(TABS.index("quotes"))
    assert column_of(page, "quotes", 5) == ["有效", "有效"]
    table = page.tables["quotes"]
    table.doubleClicked.emit(table.model().index(1, 0))
    menu = page.findChild(QMenu)
    assert menu is not None
    assert [action.text() for action in menu.actions()] == ["缩短期限", "减少月供"]
    menu.close()
    table.doubleClicked.emit(table.model().index(0, 0))
    assert notices.questions[-1].text == f"今天执行第 {kept.quote_id} 号报价？"
    qtbot.waitUntil(lambda: bool(page.seen and page.seen.balance.total == 0))
    qtbot.waitUntil(lambda: column_of(page, "quotes", 5)[0] == "2026-11-20 已执行")
    table.doubleClicked.emit(table.model().index(0, 0))
    assert len(notices.questions) == 1


def test_contract_terms_are_changed_and_taken_back(
    page: AccountPage, qtbot: QtBot, notices: NoticeRecorder
) -> None:
    press(page, "terms", qtbot)
    dialog = page.dialog
    assert isinstance(dialog, ContractDialog)
    dialog.overdue.setText("fifty")
    dialog._save()
    assert dialog.error == "请输入百分比，如 50。"
    dialog.overdue.setText("90")
    dialog._save()
    qtbot.waitUntil(lambda: "30% 到 50%" in dialog.error)
    dialog.overdue.setText("50%")
    dialog.count.setCurrentIndex(dialog.count.findData("act_act_new_year"))
    dialog.annuity.setCurrentIndex(dialog.annuity.findData("each_row"))
    dialog._save()
    qtbot.waitUntil(lambda: bool(page.seen and page.seen.penalty_rate == D("0.18")))
    assert page.seen is not None
    again = ContractDialog(page, page.shell, page.seen)
    assert again.count.currentData() == "act_act_new_year"
    assert again.annuity.currentData() == "each_row"
    again.reject()
    undo = notices.toasts[-1].undo
    assert undo is not None
    undo()
    qtbot.waitUntil(lambda: bool(page.seen and page.seen.penalty_rate == D("0.156")))


def quote_of(page: AccountPage, kind: str, qtbot: QtBot) -> QuoteDialog:
    press(page, "quote", qtbot)
    dialog = page.dialog
    assert isinstance(dialog, QuoteDialog)
    dialog.kind.setCurrentIndex(dialog.kind.findData(kind))
    return dialog


def test_what_is_overdue_is_spread_over_the_rows_to_come(page: AccountPage, qtbot: QtBot) -> None:
    dialog = quote_of(page, "spreading", qtbot)
    dialog.over.setCurrentIndex(1)
    dialog.bears.setChecked(False)
    qtbot.waitUntil(lambda: dialog._plans.count() == 2)
    assert "逾期本金" in dialog.lines.text()
    dialog._ask()
    qtbot.waitUntil(lambda: bool(page.seen and page.seen.balance.dpd == 0))


def test_a_rate_is_changed_once_nothing_is_overdue(
    page: AccountPage, qtbot: QtBot, desk: Desk
) -> None:
    press(page, "change", qtbot)
    dialog = page.dialog
    assert isinstance(dialog, QuoteDialog)
    assert dialog.kind.currentData() == "plan_change"
    dialog.rate.setText("9")
    qtbot.waitUntil(lambda: "请先收取" in dialog.error)
    dialog.reject()
    ledger.pay(desk, 1, account_view.view(desk, 1).balance.total_overdue, value_on=TODAY)
    press(page, "change", qtbot)
    dialog = page.dialog
    assert isinstance(dialog, QuoteDialog)
    qtbot.waitUntil(lambda: "与原计划相同" in dialog.error)
    dialog.extra.setValue(3)
    dialog.rate.setText("9")
    dialog.rate_from.setDate(QDate(2026, 11, 25))
    qtbot.waitUntil(lambda: dialog._plans.count() == 2)
    dialog._ask()
    qtbot.waitUntil(lambda: bool(page.seen and page.seen.account["annual_rate"] == D("0.09")))
    assert page.seen is not None
    assert len([row for row in page.seen.schedule if row.state == "future"]) == 12


def test_a_drawing_and_agreed_rows(page: AccountPage, qtbot: QtBot, desk: Desk) -> None:
    dialog = quote_of(page, "rearrangement", qtbot)
    dialog.rows.setPlainText("2027-01-05 3000\nnext week 1")
    qtbot.waitUntil(lambda: "第 2 行看不懂" in dialog.error)
    principal = account_view.view(desk, 1).balance.all["principal"]
    dialog.rows.setPlainText(f"2027-01-05 3000\n2027-03-05 {principal - 3000}")
    qtbot.waitUntil(lambda: dialog._plans.count() == 2)
    dialog._ask()
    qtbot.waitUntil(lambda: bool(page.seen and page.seen.balance.dpd == 0))
    dialog = quote_of(page, "drawing", qtbot)
    dialog.amount.show_amount(D("500.00"))
    qtbot.waitUntil(lambda: dialog._plans.count() == 2)
    dialog._ask()
    qtbot.waitUntil(lambda: bool(page.seen and page.seen.account["principal"] == D("12500.00")))


def test_a_weekly_plan_is_offered(page: AccountPage, qtbot: QtBot) -> None:
    dialog = quote_of(page, "rearrangement", qtbot)
    dialog.unit.setCurrentIndex(dialog.unit.findData("week"))
    dialog.every.setValue(2)
    dialog.method.setCurrentIndex(dialog.method.findData("flat"))
    qtbot.waitUntil(lambda: dialog._plans.count() == 2)
    made = dialog._offer
    assert made is not None
    first, second = made.plans[-1].rows[:2]
    assert (second.due_on - first.due_on).days == 14
    assert first.interest >= second.interest > 0


def test_the_annuity_and_the_day_count_are_chosen_and_kept(page: AccountPage, qtbot: QtBot) -> None:
    dialog = quote_of(page, "rearrangement", qtbot)
    qtbot.waitUntil(lambda: dialog._plans.count() == 2)
    dialog.annuity.setCurrentIndex(dialog.annuity.findData("each_row"))
    dialog.day_count.setCurrentIndex(dialog.day_count.findData("act_act_new_year"))
    assert dialog.minimumSizeHint().height() <= 700

    def asked() -> tuple[object, object, object]:
        made = dialog._offer.asked if dialog._offer else {}
        names = ("annuity_each_row", "day_count", "last_day_in_old_year")
        return made.get(names[0]), made.get(names[1]), made.get(names[2])

    qtbot.waitUntil(lambda: asked() == (True, "ACT/ACT", False))
    dialog._ask()
    qtbot.waitUntil(lambda: bool(page.seen and page.seen.balance.dpd == 0))
    assert page.seen is not None
    contract = page.seen.account["contract"]
    assert (contract["annuity_each_row"], contract["last_day_in_old_year"]) == (True, False)


def test_a_waiver_is_quoted_and_booked_with_its_payment(
    page: AccountPage, qtbot: QtBot, notices: NoticeRecorder
) -> None:
    dialog = quote_of(page, "waiver", qtbot)
    dialog.waived["penalty"].show_amount(D("9999.00"))
    qtbot.waitUntil(lambda: "减免金额超过欠款" in dialog.error)
    dialog.waived["penalty"].show_amount(D("1.00"))
    qtbot.waitUntil(lambda: "年化综合成本" in dialog.lines.text())
    dialog.waiver_choice.setCurrentIndex(1)
    dialog._ask()
    assert "入账其余款项" in notices.questions[-1].text
    qtbot.waitUntil(lambda: bool(page.seen and page.seen.balance.total_overdue == 0))


def test_a_payment_order_is_made_and_made_void(
    page: AccountPage, qtbot: QtBot, notices: NoticeRecorder
) -> None:
    press(page, "order", qtbot)
    dialog = page.dialog
    assert isinstance(dialog, OrderDialog)
    dialog.amount.clear()
    dialog._make()
    assert dialog.error
    dialog.amount.setText("999999999")
    dialog._make()
    qtbot.waitUntil(lambda: "超过" in dialog.error)
    dialog.amount.setText("100")
    dialog._make()
    qtbot.waitUntil(lambda: dialog.listed.count() == 1)
    number = QGuiApplication.clipboard().text()
    assert number in notices.toasts[-1].text
    assert number in dialog.listed.item(0).text()
    dialog.listed.setCurrentRow(0)
    dialog._void()
    qtbot.waitUntil(lambda: "已作废" in dialog.listed.item(0).text())
    dialog.reject()


def test_notices_of_payments_are_set_and_stopped_with_one_tap(
    page: AccountPage, qtbot: QtBot, notices: NoticeRecorder, desk: Desk
) -> None:
    press(page, "notices", qtbot)
    dialog = page.dialog
    assert isinstance(dialog, MoneyNoticeDialog)
    qtbot.waitUntil(lambda: "网点" in dialog.state.text())
    dialog.start.setText("很多")
    dialog._save()
    assert dialog.error
    dialog.start.setText("100")
    dialog.channel.setCurrentIndex(1)
    dialog._save()
    qtbot.waitUntil(lambda: "邮箱" in dialog.error)
    dialog.channel.setCurrentIndex(0)
    with qtbot.waitSignal(dialog.accepted):
        dialog._save()
    assert money_notices.wish_of(desk, 1).from_amount == D("100.00")
    press(page, "notices", qtbot)
    again = page.dialog
    assert isinstance(again, MoneyNoticeDialog)
    qtbot.waitUntil(lambda: "本人" in again.state.text())
    with qtbot.waitSignal(again.accepted):
        again.stop()
    assert money_notices.wish_of(desk, 1).is_stopped
    press(page, "notices", qtbot)
    last = page.dialog
    assert isinstance(last, MoneyNoticeDialog)
    qtbot.waitUntil(lambda: not last.stop_now.isEnabled())
    undo = notices.toasts[-1].undo
    assert undo is not None
    undo()
    qtbot.waitUntil(lambda: not money_notices.wish_of(desk, 1).is_stopped)
    last.reject()


def test_orders_and_a_late_fee_are_agreed_for_the_product(
    page: AccountPage, qtbot: QtBot, notices: NoticeRecorder, desk: Desk
) -> None:
    press(page, "terms", qtbot)
    dialog = page.dialog
    assert isinstance(dialog, ContractDialog)
    dialog.scope.setCurrentIndex(1)
    assert not dialog.overdue.isEnabled()
    settle(page, qtbot)
    dialog.due.setEditText("本金、罚金")
    dialog._save()
    assert "看不懂“罚金”" in dialog.error
    dialog.due.setCurrentIndex(2)
    dialog.in_advance.setEditText("利息, 本金")
    dialog.base.setCurrentIndex(dialog.base.findData("overdue_principal"))
    dialog.percent.setText("101")
    dialog._save()
    qtbot.waitUntil(lambda: "0 到 100%" in dialog.error)
    dialog.percent.setText("2")
    dialog.penalty_too.setCurrentIndex(dialog.penalty_too.findData("yes"))
    dialog.holiday.setCurrentIndex(dialog.holiday.findData("next"))
    dialog.count.setCurrentIndex(dialog.count.findData("act_365"))
    dialog.annuity.setCurrentIndex(dialog.annuity.findData("fixed"))
    assert dialog.sizeHint().height() <= 680
    dialog._save()
    qtbot.waitUntil(lambda: bool(page.seen and page.seen.balance.all["late_fee"] > 0))
    kept = contracts.product_terms(desk, "个人消费贷")
    assert kept.due[0] == "principal"
    assert kept.in_advance == ("interest", "principal")
    assert kept.compounds_penalty
    assert kept.plan == contracts.PlanTerms("next", "ACT/365", annuity_each_row=False)
    press(page, "terms", qtbot)
    again = page.dialog
    assert isinstance(again, ContractDialog)
    again.scope.setCurrentIndex(1)
    qtbot.waitUntil(lambda: again.percent.text() == "2")
    again.scope.setCurrentIndex(0)
    assert (again.base.currentData(), again.penalty_too.currentData()) == ("", "")
    assert (again.holiday.currentData(), again.count.currentData()) == ("", "same")
    again.base.setCurrentIndex(again.base.findData("none"))
    again._save()
    qtbot.waitUntil(lambda: bool(page.seen and page.seen.balance.all["late_fee"] == 0))
    undo = notices.toasts[-1].undo
    assert undo is not None
    undo()
    qtbot.waitUntil(lambda: bool(page.seen and page.seen.balance.all["late_fee"] > 0))


def test_a_payment_is_shared_over_all_debts_of_the_customer(
    page: AccountPage, qtbot: QtBot, notices: NoticeRecorder
) -> None:
    press(page, "pay", qtbot)
    dialog = page.dialog
    assert isinstance(dialog, PaymentDialog)
    dialog.amount.show_amount(D("500.00"))
    dialog.pays.setCurrentIndex(1)
    qtbot.waitUntil(lambda: "HT2026000002" in dialog.effect.text())
    assert "HT2026000001" not in dialog.effect.text()  # the card was due first
    dialog.pays.setCurrentIndex(2)
    qtbot.waitUntil(lambda: dialog.effect.text().startswith("500.00 入 HT2026000001"))
    dialog.amount.show_amount(D("2000.00"))
    qtbot.waitUntil(lambda: len(dialog.effect.text().splitlines()) == 2)
    dialog._book()
    qtbot.waitUntil(lambda: bool(page.seen and page.seen.balance.total_overdue == 0))
    assert notices.toasts[-1].text == "已入账到 2 个账户"
    undo = notices.toasts[-1].undo
    assert undo is not None
    undo()
    qtbot.waitUntil(lambda: bool(page.seen and page.seen.balance.total_overdue > 0))


def test_foreign_currency_is_posted_and_repaid(
    page: AccountPage, qtbot: QtBot, notices: NoticeRecorder
) -> None:
    page.show_account(2)
    qtbot.waitUntil(lambda: page.subtitle == "HT2026000002")
    press(page, "currency", qtbot)
    dialog = page.dialog
    assert isinstance(dialog, CurrencyDialog)
    dialog._book()
    assert dialog.error == "请填写外币金额。"
    dialog.amount.show_amount(D("120.00"))
    dialog.currency.setEditText("dollars")
    dialog._book()
    qtbot.waitUntil(lambda: "不是外币代码" in dialog.error)
    dialog.currency.setEditText("USD")
    dialog._book()
    qtbot.waitUntil(lambda: bool(page.seen and page.seen.foreign == {"USD": D("120.00")}))
    assert "USD 120.00" in page.head._facts.text()
    press(page, "currency", qtbot)
    dialog = page.dialog
    assert isinstance(dialog, CurrencyDialog)
    dialog.rate.setText("seven")
    qtbot.waitUntil(lambda: dialog.error == "汇率必须大于 0。")
    dialog._book()
    dialog.rate.setText("712.34")
    qtbot.waitUntil(lambda: "854.81" in dialog.effect.text())
    dialog._book()
    qtbot.waitUntil(lambda: bool(page.seen and not page.seen.foreign))
    undo = notices.toasts[-1].undo
    assert undo is not None
    undo()
    qtbot.waitUntil(lambda: bool(page.seen and page.seen.foreign))
