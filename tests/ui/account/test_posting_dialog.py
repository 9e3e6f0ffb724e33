"""Posting to a card by hand, driven as a clerk drives it."""

from datetime import date
from decimal import Decimal

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from db.tables import Account
from desktop.services import day_run
from desktop.services.desk import Desk
from desktop.ui.account.booking_dialogs import ReversalDialog
from desktop.ui.account.page import TABS, AccountPage
from desktop.ui.account.posting_dialog import PostingDialog
from desktop.ui.main_window import MainWindow
from tests.book import Book
from tests.conftest import TODAY
from tests.ui.account.test_account_page import column_of, press, settle
from tests.ui.conftest import NoticeRecorder

D = Decimal


@pytest.fixture
def page(window: MainWindow, desk: Desk, book: Book, qtbot: QtBot) -> AccountPage:
    """A card with nothing owed: statements on the 5th, due on the 25th."""
    book.customer(1)
    book.account(1, 1, kind="card", annual_rate=None, product="信用卡", statement_day=5, due_day=25)
    day_run.run(desk)
    window.go("account", account_id=1)
    shown = window.findChild(AccountPage)
    assert shown is not None
    settle(shown, qtbot)
    return shown


def opened(page: AccountPage, qtbot: QtBot) -> PostingDialog:
    press(page, "post", qtbot)
    dialog = page.dialog
    assert isinstance(dialog, PostingDialog)
    return dialog


def test_a_posting_is_previewed_booked_taken_back_and_reversed(
    page: AccountPage, qtbot: QtBot, notices: NoticeRecorder
) -> None:
    dialog = opened(page, qtbot)
    dialog._book()
    assert dialog.error == "请输入金额（元）。"
    dialog.amount.show_amount(D("1000.00"))
    qtbot.waitUntil(lambda: "账单" in dialog.effect.text())
    assert "到期前全额还清账单免息" in dialog.effect.text()
    assert "日利率0.050%" in dialog.effect.text()
    assert "¥ 0.00 → ¥ 1,000.00" in dialog.effect.text()
    dialog.what.setCurrentIndex(dialog.what.findData("cash_advance"))
    qtbot.waitUntil(lambda: "无免息期" in dialog.effect.text())
    dialog.reference.setText("T1")
    dialog.note.setText("柜员机")
    dialog._book()
    qtbot.waitUntil(lambda: bool(page.seen and page.seen.balance.total == D("1000.00")))
    assert column_of(page, "ledger", 1) == ["取现"]
    assert "取现" in " ".join(column_of(page, "statement", 2))
    undo = notices.toasts[-1].undo
    assert undo is not None
    undo()
    qtbot.waitUntil(lambda: bool(page.seen and page.seen.balance.total == 0))
    again = opened(page, qtbot)
    again.amount.show_amount(D("20.00"))
    again.reference.setText("T1")
    qtbot.waitUntil(lambda: "T1" in again.error)
    again.reference.setText("T2")
    qtbot.waitUntil(lambda: again.error == "" and bool(again.effect.text()))
    again._book()
    qtbot.waitUntil(lambda: bool(page.seen and page.seen.balance.total == D("20.00")))
    page.tabs.setCurrentIndex(TABS.index("ledger"))
    place = column_of(page, "ledger", 1).index("消费")
    page.tables["ledger"].setCurrentIndex(page.tables["ledger"].model().index(place, 0))
    press(page, "reverse", qtbot)
    reversal = page.dialog
    assert isinstance(reversal, ReversalDialog)
    reversal.reason.setText("重复记账")
    reversal._reverse()
    qtbot.waitUntil(lambda: bool(page.seen and page.seen.balance.total == 0))


def test_what_cannot_be_stands_at_its_field(page: AccountPage, qtbot: QtBot, desk: Desk) -> None:
    dialog = opened(page, qtbot)
    dialog.amount.show_amount(D("0.00"))
    qtbot.waitUntil(lambda: bool(dialog.error))
    dialog.amount.show_amount(D("5.00"))
    dialog.what.setCurrentIndex(dialog.what.findData("card_fee"))
    qtbot.waitUntil(lambda: "不计利息" in dialog.effect.text())
    dialog.what.setCurrentIndex(dialog.what.findData("refund"))
    qtbot.waitUntil(lambda: "溢缴款" in dialog.effect.text())
    dialog.amount.clear()
    qtbot.waitUntil(lambda: dialog.effect.text() == "")
    with desk.store.write() as connection:
        connection.execute(update(Account).values(written_off_on=date(2026, 11, 1)))
        connection.commit()
    dialog.amount.show_amount(D("5.00"))
    qtbot.waitUntil(lambda: "核销" in dialog.error)
    dialog._book()
    settle(page, qtbot)
    assert "核销" in dialog.error
    assert page.seen is not None
    assert page.seen.balance.on == TODAY
    assert page.seen.ledger == ()
