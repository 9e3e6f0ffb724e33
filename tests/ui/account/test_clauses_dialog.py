"""The clauses of a contract on the account page: written, refused at their field, taken back."""

from datetime import date

from pytestqt.qtbot import QtBot

from desktop.services import account_view, contract_clauses
from desktop.services.contract_clauses import Clauses
from desktop.ui.account.clauses_dialog import ClausesDialog
from desktop.ui.account.page import AccountPage
from tests.ui.account.test_account_page import page, press
from tests.ui.conftest import NoticeRecorder

__all__ = ["page"]


def kept(page: AccountPage) -> Clauses:
    return contract_clauses.clauses(account_view.view(page.shell.desk, 1).account)


def test_clauses_are_noted_and_taken_back(
    page: AccountPage, qtbot: QtBot, notices: NoticeRecorder
) -> None:
    press(page, "clauses", qtbot)
    dialog = page.dialog
    assert isinstance(dialog, ClausesDialog)
    dialog.signed.setText("明天")
    dialog._save()
    assert dialog.error == "日期请写成 2026-01-15。"
    dialog.signed.setText("2027-01-01")
    dialog._save()
    qtbot.waitUntil(lambda: "晚于今天" in dialog.error)
    dialog.signed.setText("2026-01-15")
    dialog.acceleration.setPlainText("第八条")
    dialog.service.setPlainText("客户确认的地址：示例路1号")
    dialog._save()
    qtbot.waitUntil(lambda: bool(notices.toasts))
    assert kept(page) == Clauses("", date(2026, 1, 15), "第八条", "", "客户确认的地址：示例路1号")
    undo = notices.toasts[-1].undo
    assert undo is not None
    undo()
    qtbot.waitUntil(lambda: kept(page) == Clauses())
