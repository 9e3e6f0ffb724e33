"""The payments page, driven by keys and clicks on a store of its own."""

import base64
import socket
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.domain.clock import SystemClock
from desktop.domain.errors import DomainError
from desktop.services import callbacks, day_run, money_inbox, movements, payments, reconciliation
from desktop.services.desk import Desk
from desktop.services.money_inbox import InboxQuery
from desktop.services.movements import MovementIn
from desktop.ui.main_window import MainWindow
from desktop.ui.payments.choice_dialog import ChoiceDialog
from desktop.ui.payments.header_dialog import HeaderDialog
from desktop.ui.payments.page import PaymentsPage
from desktop.ui.payments.reconciliation import ReconciliationDialog
from tests.book import Book, yuan
from tests.conftest import TODAY
from tests.platforms import SECRET, Platforms
from tests.ports import own_port
from tests.ui.conftest import GuiWatch, NoticeRecorder

HEADER = "交易日期,贷方发生额,对方户名,摘要,交易流水号\n"


@pytest.fixture
def page(window: MainWindow, desk: Desk, book: Book, qtbot: QtBot) -> PaymentsPage:
    """The page with one certain payment, one to be looked at, and one transfer under way."""
    book.customer(1)
    book.late(1, 1, 45, annual_rate=None)
    book.customer(2, "李建军")
    book.late(2, 2, 5, annual_rate=None)
    day_run.run(desk)
    movements.store(
        desk,
        "core",
        [
            MovementIn(yuan("1060.00"), TODAY, payer_name="张海燕", reference="R1"),
            MovementIn(yuan("88.00"), TODAY - timedelta(days=1), payer_name="生人", reference="R2"),
        ],
    )
    movements.announce(desk, 2, yuan("500.00"), sent_on=TODAY - timedelta(days=2))
    window.go("payments")
    shown = window.findChild(PaymentsPage)
    assert shown is not None
    qtbot.waitUntil(lambda: window.tasks.is_idle and shown.inbox.model.rowCount() == 3)
    qtbot.waitUntil(lambda: shown.inbox.current is not None)
    return shown


def _settle(page: PaymentsPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.shell.tasks.is_idle)


def _look_at(page: PaymentsPage, qtbot: QtBot, reference: str) -> None:
    rows = money_inbox.inbox(
        page.shell.desk, InboxQuery(states=("sent", "arrived", "matched", "booked", "ignored"))
    )
    wanted = next(row.id for row in rows if row.reference == reference)
    assert page.inbox.table.show_id(wanted)
    qtbot.waitUntil(lambda: page.inbox.current is not None and page.inbox.current.id == wanted)
    _settle(page, qtbot)


def _button(page: PaymentsPage, words: str) -> QPushButton:
    return next(
        each
        for each in page.pane.findChildren(QPushButton)
        if words in each.text() and each.isVisible()
    )


def test_enter_books_the_first_suggestion_and_undo_brings_it_back(
    page: PaymentsPage, qtbot: QtBot, notices: NoticeRecorder, desk: Desk
) -> None:
    _look_at(page, qtbot, "R1")
    qtbot.keyClick(page.pane, Qt.Key.Key_Return)
    _settle(page, qtbot)
    assert "1,060.00" in notices.toasts[-1].text
    qtbot.waitUntil(lambda: page.inbox.model.rowCount() == 2)
    undo = notices.toasts[-1].undo
    assert undo is not None
    undo()
    _settle(page, qtbot)
    qtbot.waitUntil(lambda: page.inbox.model.rowCount() == 3)
    assert reconciliation.reconcile(desk, TODAY).booked == yuan("0.00")


def test_a_number_takes_that_suggestion_and_nothing_else(page: PaymentsPage, qtbot: QtBot) -> None:
    _look_at(page, qtbot, "R1")
    qtbot.keyClick(page.pane, Qt.Key.Key_5)
    qtbot.keyClick(page.pane, Qt.Key.Key_A)
    _settle(page, qtbot)
    assert page.inbox.model.rowCount() == 3
    assert not page.pane.take(1)


def test_a_stranger_is_booked_on_an_account_that_is_looked_up(
    page: PaymentsPage, qtbot: QtBot, desk: Desk
) -> None:
    _look_at(page, qtbot, "R2")
    page.pane._search.setText("李建军")
    qtbot.waitUntil(lambda: page.pane._accounts.count() == 1)
    qtbot.keyClick(page.pane._accounts, Qt.Key.Key_Return)
    _settle(page, qtbot)
    booked = money_inbox.inbox(desk, InboxQuery(states=("booked",)))
    assert [(row.reference, row.customer) for row in booked] == [("R2", "李建军")]


def test_more_than_is_owed_in_all_on_an_account_chosen_by_hand_is_asked_about(
    page: PaymentsPage, qtbot: QtBot, desk: Desk
) -> None:
    movements.store(
        desk, "core", [MovementIn(yuan("5000.00"), TODAY, payer_name="生人", reference="R9")]
    )
    page.refresh()
    qtbot.waitUntil(lambda: page.inbox.model.rowCount() == 4)
    _look_at(page, qtbot, "R9")
    shown = page.inbox.current
    assert shown is not None
    page.accept(shown, ((1, shown.amount),))
    qtbot.waitUntil(lambda: page.findChild(ChoiceDialog) is not None)
    dialog = page.findChild(ChoiceDialog)
    assert dialog is not None
    dialog.carry_out()
    qtbot.waitUntil(lambda: len(dialog.group.buttons()) == 5)
    for label in dialog.findChildren(QLabel):
        assert label.isHidden() or label.height() >= label.heightForWidth(label.width())
    assert money_inbox.inbox_counts(desk).get("booked", 0) == 0
    with qtbot.waitSignal(dialog.done_with):
        dialog.carry_out()
    assert money_inbox.inbox_counts(desk).get("booked", 0) == 1


def test_what_the_ledger_refuses_is_said(
    page: PaymentsPage, qtbot: QtBot, notices: NoticeRecorder, desk: Desk
) -> None:
    _look_at(page, qtbot, "R1")
    shown = page.inbox.current
    assert shown is not None
    payments.accept(desk, shown.id)
    page.accept(shown, shown.suggestions[0].parts)
    _settle(page, qtbot)
    assert "已处理过" in notices.problems[-1].text


def test_certain_ones_are_booked_together(
    page: PaymentsPage, qtbot: QtBot, notices: NoticeRecorder, desk: Desk
) -> None:
    page._accept_all.trigger()
    _settle(page, qtbot)
    qtbot.waitUntil(lambda: any("1 笔" in toast.text for toast in notices.toasts))
    undo = notices.toasts[-1].undo
    assert undo is not None
    _settle(page, qtbot)
    page._accept_all.trigger()
    _settle(page, qtbot)
    assert "没有可直接入账" in notices.toasts[-1].text
    undo()
    qtbot.waitUntil(lambda: "已撤销 1 笔" in notices.toasts[-1].text)
    assert money_inbox.inbox_counts(desk).get("booked", 0) == 0


def test_filters_and_search(page: PaymentsPage, qtbot: QtBot) -> None:
    for key, count in (("certain", 1), ("look", 1), ("sent", 1), ("booked", 0), ("open", 3)):
        qtbot.mouseClick(page.inbox.chips.chip(key), Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: page.shell.tasks.is_idle)
        assert page.inbox.model.rowCount() == count, key
    page._search.setText("海燕")
    qtbot.waitUntil(lambda: page.inbox.model.rowCount() == 1)
    page._search.setText("查无此人")
    qtbot.waitUntil(lambda: page.inbox.model.rowCount() == 0)
    page.open_target(filter="look", search="")
    qtbot.waitUntil(lambda: page.inbox.model.rowCount() == 1)


def test_a_statement_is_imported_and_its_faults_are_named(
    page: PaymentsPage, qtbot: QtBot, notices: NoticeRecorder, tmp_path: Path, gui_watch: GuiWatch
) -> None:
    bad = "".join(f"坏日期{number},1.00,,,\n" for number in range(10))
    path = tmp_path / "流水.csv"
    path.write_text(HEADER + "2026-11-19,60.00,李建军,,B1\n" + bad, encoding="gb18030")
    page.take_in(str(path))
    _settle(page, qtbot)
    qtbot.waitUntil(lambda: page.inbox.model.rowCount() == 4)
    assert "新增 1 笔" in notices.toasts[-1].text
    assert "另有 2 行" in notices.questions[-1].details
    assert "第 3 行" in notices.questions[-1].details


def test_a_file_that_is_no_statement_is_said(
    page: PaymentsPage, qtbot: QtBot, notices: NoticeRecorder, tmp_path: Path
) -> None:
    path = tmp_path / "名单.csv"
    path.write_text("甲,乙\n1,2\n", encoding="utf-8")
    page.take_in(str(path))
    qtbot.waitUntil(lambda: page.findChild(HeaderDialog) is not None)
    dialog = page.findChild(HeaderDialog)
    assert dialog is not None
    assert "名单.csv" in dialog.error.text()
    dialog.reject()
    (tmp_path / "空.csv").write_text("", encoding="utf-8")
    page.take_in(str(tmp_path / "空.csv"))
    _settle(page, qtbot)
    assert "空.csv" in notices.problems[-1].text


def _say(page: PaymentsPage, qtbot: QtBot, words: str) -> None:
    dialog = page.findChild(QInputDialog)
    assert dialog is not None
    dialog.setTextValue(words)
    dialog.accept()
    _settle(page, qtbot)


def test_money_that_is_no_repayment_is_put_aside_and_comes_back(
    page: PaymentsPage, qtbot: QtBot, notices: NoticeRecorder
) -> None:
    _look_at(page, qtbot, "R2")
    qtbot.mouseClick(_button(page, "非还款"), Qt.MouseButton.LeftButton)
    _say(page, qtbot, "水费")
    qtbot.waitUntil(lambda: page.inbox.model.rowCount() == 2)
    page.inbox.choose("aside")
    qtbot.waitUntil(lambda: page.inbox.model.rowCount() == 1)
    _settle(page, qtbot)
    _look_at(page, qtbot, "R2")
    qtbot.mouseClick(_button(page, "放回收款箱"), Qt.MouseButton.LeftButton)
    _settle(page, qtbot)
    qtbot.waitUntil(lambda: page.inbox.model.rowCount() == 0)
    page.inbox.choose("open")
    qtbot.waitUntil(lambda: page.inbox.model.rowCount() == 3)


def test_sent_back_and_undone_with_a_reason(page: PaymentsPage, qtbot: QtBot, desk: Desk) -> None:
    _look_at(page, qtbot, "R2")
    qtbot.mouseClick(_button(page, "已退回"), Qt.MouseButton.LeftButton)
    _say(page, qtbot, "账号错误")
    assert money_inbox.inbox_counts(desk)["returned"] == 1
    _look_at(page, qtbot, "R1")
    page.pane.take(0)
    _settle(page, qtbot)
    page.inbox.choose("booked")
    qtbot.waitUntil(lambda: page.inbox.model.rowCount() == 1)
    _look_at(page, qtbot, "R1")
    qtbot.mouseClick(_button(page, "撤销入账"), Qt.MouseButton.LeftButton)
    _say(page, qtbot, "入错户")
    qtbot.waitUntil(lambda: page.inbox.model.rowCount() == 0)


def test_matching_again(page: PaymentsPage, qtbot: QtBot, notices: NoticeRecorder) -> None:
    page._rematch()
    _settle(page, qtbot)
    assert "匹配 1 笔" in notices.toasts[-1].text


def test_a_reconciliation_is_saved_and_leads_to_earlier_days(
    page: PaymentsPage, qtbot: QtBot, notices: NoticeRecorder, tmp_path: Path
) -> None:
    page._reconcile.trigger()
    dialog = page.findChild(ReconciliationDialog)
    assert dialog is not None
    _settle(page, qtbot)
    assert dialog.account.count() == 1
    qtbot.waitUntil(lambda: dialog.earlier.isVisible())
    dialog._go_to_oldest()
    qtbot.waitUntil(lambda: dialog.table.item(0, 2).text() == "¥ 88.00")
    assert not dialog.earlier.isVisible()
    dialog._ask_place()
    dialog.save(str(tmp_path / "核对.pdf"))
    qtbot.waitUntil((tmp_path / "核对.pdf").exists)
    _settle(page, qtbot)
    assert "核对.pdf" in notices.toasts[-1].text
    dialog.accept()


def test_a_day_is_reconciled(
    page: PaymentsPage, qtbot: QtBot, desk: Desk, notices: NoticeRecorder
) -> None:
    page._reconcile.trigger()
    dialog = page.findChild(ReconciliationDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 1)
    assert "1 笔差异" in dialog.state.text()
    dialog._ask()
    dialog.table.setCurrentCell(0, 0)
    dialog._ask()
    asked = dialog.findChild(QInputDialog)
    assert asked is not None
    asked.setTextValue("次日处理")
    asked.accept()
    qtbot.waitUntil(lambda: "均已说明" in dialog.state.text())
    dialog.day.setDate(dialog.day.date().addDays(-9))
    qtbot.waitUntil(lambda: "一致" in dialog.state.text())
    from desktop.services import ledger

    ledger.pay(desk, 2, yuan("1.00"), value_on=TODAY)
    dialog.day.setDate(dialog.day.date().addDays(9))
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 2)
    dialog.table.setCurrentCell(1, 0)
    dialog._ask()
    asked = dialog.findChildren(QInputDialog)[-1]
    asked.setTextValue("柜面现金")
    asked.accept()
    qtbot.waitUntil(lambda: "均已说明" in dialog.state.text())
    dialog.accept()


def _receiver_file(folder: Path, port: int) -> Path:
    secret = base64.b64encode(SECRET).decode()
    path = folder / "receiver.toml"
    path.write_text(f'listen = "127.0.0.1:{port}"\n[core]\nsecret = "{secret}"\n', encoding="utf-8")
    return path


def _is_listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_the_receiver_is_switched_on_and_what_it_keeps_arrives(
    page: PaymentsPage, qtbot: QtBot, desk: Desk, tmp_path: Path, notices: NoticeRecorder
) -> None:
    port = own_port()
    page._ask_receiver_file()
    page.set_up_receiver(str(_receiver_file(tmp_path, port)))
    qtbot.waitUntil(lambda: page._receive.isVisible())
    page._receive.trigger()
    qtbot.waitUntil(lambda: page.receiver.is_on)
    qtbot.waitUntil(lambda: _is_listening(port), timeout=30_000)
    headers, body = Platforms().core(
        SystemClock().now(), reference="C77", paid_at="2026-11-20T08:00:00"
    )
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("POST", "/core", body, headers)
    assert connection.getresponse().status == 200
    connection.close()
    page.receiver.take_in()
    _settle(page, qtbot)
    qtbot.waitUntil(lambda: page.inbox.model.rowCount() == 4)
    assert "新增 1 笔" in notices.toasts[-1].text
    page._receive.trigger()
    assert not page.receiver.is_on
    assert not page._receive.isChecked()


def test_a_receiver_whose_port_is_taken_says_so(
    page: PaymentsPage, qtbot: QtBot, desk: Desk, tmp_path: Path, notices: NoticeRecorder
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        callbacks.keep_setup(desk, _receiver_file(tmp_path, taken.getsockname()[1]))
        page.shell.prefs.set("payments", "receiver", True)
        page._offer_receiver(True)
        qtbot.waitUntil(
            lambda: any("端口" in toast.text for toast in notices.toasts), timeout=30_000
        )
    assert not page.receiver.is_on


def test_more_than_is_due_asks_what_becomes_of_it(
    page: PaymentsPage, qtbot: QtBot, notices: NoticeRecorder, desk: Desk
) -> None:
    movements.store(
        desk, "core", [MovementIn(yuan("1100.00"), TODAY, payer_name="张海燕", reference="R9")]
    )
    page.refresh()
    _settle(page, qtbot)
    _look_at(page, qtbot, "R9")
    qtbot.waitUntil(lambda: page.pane.take(0))
    dialog = page.findChild(ChoiceDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: len(dialog.group.buttons()) == 5)
    assert "40.00" in dialog._head.text()
    apart = next(each for each in dialog.group.buttons() if "留存" in each.text())
    apart.click()
    with qtbot.waitSignal(dialog.done_with):
        dialog.carry_out()
    _settle(page, qtbot)
    kept = money_inbox.inbox(desk, InboxQuery(states=("kept",)))
    assert [row.amount for row in kept] == [yuan("40.00")]
    assert "已入账" in notices.toasts[-1].text
    page.inbox.choose("kept")
    _settle(page, qtbot)
    qtbot.waitUntil(lambda: page.inbox.current is not None and page.inbox.current.state == "kept")


def test_less_than_is_due_may_be_kept_apart_and_taken_back(
    page: PaymentsPage, qtbot: QtBot, notices: NoticeRecorder, desk: Desk
) -> None:
    movements.store(
        desk, "core", [MovementIn(yuan("100.00"), TODAY, payer_name="张海燕", reference="R8")]
    )
    page.refresh()
    _settle(page, qtbot)
    _look_at(page, qtbot, "R8")
    qtbot.waitUntil(
        lambda: any("其他处理" in b.text() for b in page.pane.findChildren(QPushButton))
    )
    _button(page, "其他处理").click()
    dialog = page.findChild(ChoiceDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: len(dialog.group.buttons()) == 3)
    dialog._failed(DomainError("payments.gone"))
    assert dialog._error.text()
    dialog.group.buttons()[1].click()
    with qtbot.waitSignal(dialog.done_with):
        dialog.carry_out()
    _settle(page, qtbot)
    undo = notices.toasts[-1].undo
    assert undo is not None
    undo()
    _settle(page, qtbot)
    rows = money_inbox.inbox(desk, InboxQuery(states=("matched",)))
    assert yuan("100.00") in [row.amount for row in rows]


def test_unknown_columns_are_explained_and_the_file_is_taken_in(
    page: PaymentsPage, qtbot: QtBot, tmp_path: Path, desk: Desk
) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("入账日子,进钱\n2026-11-19,77.00\n", encoding="utf-8")
    page.take_in(str(path))
    qtbot.waitUntil(lambda: page.findChild(HeaderDialog) is not None)
    dialog = page.findChild(HeaderDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: len(dialog.choices) == 2)
    dialog.table.setCurrentCell(0, 0)
    dialog.save()
    assert "所在的行" in dialog.error.text()
    dialog.table.setCurrentCell(1, 0)
    dialog.save()
    qtbot.waitUntil(lambda: "日期列" in dialog.error.text())
    for choice, field in zip(dialog.choices, ("value_on", "credit"), strict=True):
        choice.setCurrentIndex(choice.findData(field))
    with qtbot.waitSignal(dialog.taught):
        dialog.save()
    qtbot.waitUntil(lambda: page.inbox.model.rowCount() == 4)
    assert yuan("77.00") in [row.amount for row in money_inbox.inbox(desk)]


def test_a_statement_under_another_name_is_an_item_that_is_seen_to(
    page: PaymentsPage, qtbot: QtBot, notices: NoticeRecorder, desk: Desk, tmp_path: Path
) -> None:
    names = ("一.csv", "二.csv")
    for name in names:
        (tmp_path / name).write_text(HEADER + "2026-11-20,7.00,路人,,C1\n", encoding="utf-8")
        page.take_in(str(tmp_path / name))
        _settle(page, qtbot)
    words = "二.csv 与 2026-11-20 已导入的 一.csv 内容相同（共 1 笔），未入账。"
    assert notices.toasts[-1].text == words
    [held] = money_inbox.inbox(desk, InboxQuery(states=("refused",)))
    page.inbox.choose("look")
    qtbot.waitUntil(lambda: page.inbox.table.show_id(held.id))
    qtbot.waitUntil(lambda: page.inbox.current is not None and page.inbox.current.id == held.id)
    _settle(page, qtbot)
    shown = [label.text() for label in page.pane.findChildren(QLabel)]
    assert words in shown
    assert not any("0.00" in each for each in shown)
    assert not page.pane.take(0)
    _button(page, "已核实").click()
    dialog = page.findChild(QInputDialog)
    assert dialog is not None
    assert dialog.windowTitle() == "已核实"
    dialog.setTextValue("柜员重复下载")
    dialog.accept()
    qtbot.waitUntil(lambda: not page.inbox.table.show_id(held.id))
    undo = notices.toasts[-1].undo
    assert undo is not None
    undo()
    qtbot.waitUntil(lambda: page.inbox.table.show_id(held.id))


def test_what_was_taken_at_the_counter_is_awaited_and_several_are_explained_at_once(
    page: PaymentsPage, qtbot: QtBot, desk: Desk
) -> None:
    payments.at_counter(desk, 2, yuan("60.00"), payer_name="李建军", memo="", slip_no="S1")
    page._reconcile.trigger()
    dialog = page.findChild(ReconciliationDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 2)
    rows = [[dialog.table.item(at, place).text() for place in (0, 1, 4)] for at in range(2)]
    assert ["已收款，银行未到账", "柜面 李建军", "预计 2026-11-25 前到账"] in rows
    assert "仍在等待到账" in dialog.state.text()
    dialog.table.selectAll()
    dialog._ask()
    asked = dialog.findChild(QInputDialog)
    assert asked is not None
    assert "2 笔" in asked.labelText()
    asked.setTextValue("已核实")
    asked.accept()
    qtbot.waitUntil(lambda: "已核实" in dialog.table.item(0, 4).text())
    assert dialog.table.item(1, 4).text() == "已核实"
    dialog.accept()


def test_a_transfer_announced_in_vain_is_closed(
    page: PaymentsPage, qtbot: QtBot, notices: NoticeRecorder, desk: Desk
) -> None:
    [sent] = money_inbox.inbox(desk, InboxQuery(states=("sent",)))
    assert page.inbox.table.show_id(sent.id)
    qtbot.waitUntil(lambda: page.inbox.current is not None and page.inbox.current.id == sent.id)
    _settle(page, qtbot)
    _button(page, "未到账").click()
    dialog = page.findChild(QInputDialog)
    assert dialog is not None
    assert dialog.windowTitle() == "未到账"
    dialog.setTextValue("客户称未汇")
    dialog.accept()
    qtbot.waitUntil(lambda: not page.inbox.table.show_id(sent.id))
    undo = notices.toasts[-1].undo
    assert undo is not None
    undo()
    qtbot.waitUntil(lambda: page.inbox.table.show_id(sent.id))


def test_what_is_in_doubt_is_booked_only_after_the_reason_was_read(
    page: PaymentsPage, qtbot: QtBot, notices: NoticeRecorder, desk: Desk
) -> None:
    doubt = "payments.missing_balance"
    one = MovementIn(yuan("1060.00"), TODAY, payer_name="李建军", reference="R7", doubt=doubt)
    movements.store(desk, "core", [one])
    page.refresh()
    qtbot.waitUntil(lambda: page.inbox.model.rowCount() == 4)
    _look_at(page, qtbot, "R7")
    notices.answer = False
    qtbot.keyClick(page.pane, Qt.Key.Key_Return)
    _settle(page, qtbot)
    assert (notices.questions[-1].details, notices.questions[-1].is_dangerous) == ("缺少余额", True)
    assert money_inbox.inbox_counts(desk).get("booked", 0) == 0
    notices.answer = True
    qtbot.keyClick(page.pane, Qt.Key.Key_Return)
    _settle(page, qtbot)
    assert money_inbox.inbox_counts(desk).get("booked", 0) == 1
