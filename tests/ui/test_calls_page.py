"""The Calls page: the list, the script kept back, dialling, answers by a letter, what follows."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from sqlalchemy import insert

from db.tables import ContactPerson
from desktop.domain.clock import FixedClock
from desktop.services import agencies, case_actions, day_run, promises, settings
from desktop.services.calls import call_list
from desktop.services.desk import Desk
from desktop.ui.agencies.contact_file import AgencyDialog
from desktop.ui.calls.page import CallsPage
from desktop.ui.contact_record.override_dialog import OverrideDialog
from desktop.ui.main_window import MainWindow
from tests.book import Book
from tests.conftest import TODAY
from tests.services.test_agencies import CARD, place
from tests.services.test_letters import case_of
from tests.services.test_reminders import rows, work
from tests.ui.conftest import NoticeRecorder


def idle(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.tasks.is_idle and not window._refresh_soon.isActive())


@pytest.fixture
def page(book: Book, window: MainWindow, desk: Desk, qtbot: QtBot) -> CallsPage:
    """Two customers to be called two days before the due day."""
    settings.save(desk, {"branch.name": "示例银行滨江支行", "branch.phone": "0571-88880000"})
    for number, name in ((1, "张海燕"), (2, "李建国")):
        book.customer(number, name, address="滨江区")
        book.account(10 + number, number)
        book.instalment(10 + number, 1, TODAY + timedelta(days=2))
    day_run.run(desk)
    window.go("calls")
    idle(window, qtbot)
    found = window.current_page
    assert isinstance(found, CallsPage)
    return found


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses handed to the system."""
    addresses: list[str] = []

    def take(url: QUrl) -> bool:
        addresses.append(url.toString())
        return len(addresses) == 1

    monkeypatch.setattr(QDesktopServices, "openUrl", take)
    return addresses


def press(page: CallsPage, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(page.list, key)


def undo(notices: NoticeRecorder, window: MainWindow, qtbot: QtBot) -> None:
    act: Any = notices.toasts[-1].undo
    act()
    idle(window, qtbot)


def test_the_matter_is_kept_back_until_the_identity_is_checked(page: CallsPage) -> None:
    assert page.pane.name.text() == "张海燕"
    assert "可接通 3 次" in page.pane.left.text()
    assert not any("1,060" in line for line in page.pane.script)
    assert page.pane.script[0].startswith("1. 报机构")
    press(page, Qt.Key.Key_V)
    assert any("1,060.00" in line for line in page.pane.script)
    press(page, Qt.Key.Key_V)
    assert not any("1,060" in line for line in page.pane.script)


def test_dialling_hands_the_number_to_the_system(
    page: CallsPage, window: MainWindow, qtbot: QtBot, opened: list[str], notices: NoticeRecorder
) -> None:
    page.pane.dial.click()
    idle(window, qtbot)
    assert opened == ["tel:13800100001"]
    assert notices.toasts == []
    page.dial()
    idle(window, qtbot)
    assert "13800100001" in notices.toasts[-1].text


def test_two_keys_log_a_call_and_go_to_the_next(
    page: CallsPage, window: MainWindow, desk: Desk, qtbot: QtBot, notices: NoticeRecorder
) -> None:
    press(page, Qt.Key.Key_Return)
    assert "按字母" in page.pane.form.error
    press(page, Qt.Key.Key_W, Qt.Key.Key_Return)
    idle(window, qtbot)
    assert page.pane.name.text() == "李建国"
    assert [item.name for item in call_list(desk)] == ["李建国"]
    assert page._made.text() == "今日已拨 1 个"
    undo(notices, window, qtbot)
    assert len(call_list(desk)) == 2


def test_a_note_is_written_and_kept_as_a_draft(
    page: CallsPage, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    page._to_note()
    form = page.pane.form
    QTest.keyClicks(form.note, "agreed on Friday")
    page.list.setCurrentIndex(page.list.model().index(1, 0))
    idle(window, qtbot)
    assert form.note.text() == ""
    page.list.setCurrentIndex(page.list.model().index(0, 0))
    idle(window, qtbot)
    assert form.note.text() == "agreed on Friday"
    press(page, Qt.Key.Key_W)
    QTest.keyClick(form.note, Qt.Key.Key_Return)
    idle(window, qtbot)
    assert window.prefs.get("drafts", "call_note:1", "") == ""


def test_an_unanswered_call_says_when_it_is_tried_again(
    page: CallsPage, window: MainWindow, qtbot: QtBot, notices: NoticeRecorder
) -> None:
    press(page, Qt.Key.Key_N)
    assert page.pane.form._follow.text() == "之后：120 分钟后再拨"
    press(page, Qt.Key.Key_Return)
    idle(window, qtbot)
    assert "下次致电 2026-11-20 11:00" in notices.toasts[-1].text
    titles = [entry.detail for entry in page.list.model().entries]  # type: ignore[attr-defined]
    assert any("无人接听 ×1" in detail for detail in titles)


def test_a_promise_is_taken_in_the_call(
    page: CallsPage, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    press(page, Qt.Key.Key_P)
    form = page.pane.form
    assert form.amount.isVisibleTo(form)
    form.amount.setText("")
    press(page, Qt.Key.Key_Return)
    assert "金额" in form.error
    form.amount.setText("500")
    press(page, Qt.Key.Key_Return)
    idle(window, qtbot)
    with desk.read() as connection:
        from db import promise_queries

        (promise,) = promise_queries.open_promises(connection, None)
    assert promise.amount == promises.Money("500.00")


def test_the_hour_asked_for_and_the_money_said_to_be_sent(
    page: CallsPage, window: MainWindow, desk: Desk, qtbot: QtBot, clock: FixedClock
) -> None:
    form = page.pane.form
    form.choose("call_back")
    assert form.again_day.isVisibleTo(form)
    clock.moment = datetime(2026, 11, 22, 9)
    page.save()
    idle(window, qtbot)
    assert "晚于现在" in form.error
    clock.moment = datetime(2026, 11, 20, 9)
    page.save()
    idle(window, qtbot)
    assert any(row.step == "by_hand" for row in rows(desk))
    assert page.pane.name.text() == "李建国"
    form.choose("says_paid")
    assert form._day_words.text() == "转账日"
    page.save()
    idle(window, qtbot)
    assert call_list(desk) == []
    assert page._pages.currentIndex() == 1


def test_a_rule_that_refuses_is_shown_and_a_house_rule_let_pass(
    page: CallsPage,
    window: MainWindow,
    desk: Desk,
    qtbot: QtBot,
    clock: FixedClock,
    notices: NoticeRecorder,
    opened: list[str],
) -> None:
    case_actions.restrict(desk, 1, "stop", "客户要求")
    page.open_target(case_id=1)
    idle(window, qtbot)
    assert "停催名单" in page.pane.room.words.text()
    assert not page.pane.dial.isEnabled()
    assert page.pane.let_pass.isVisibleTo(page.pane)
    page.pane.let_pass.click()
    idle(window, qtbot)
    (asked,) = page.findChildren(OverrideDialog)
    asked.close()
    page.dial()
    idle(window, qtbot)
    assert "停催名单" in notices.toasts[-1].text
    assert opened == []
    press(page, Qt.Key.Key_W, Qt.Key.Key_Return)
    idle(window, qtbot)
    assert notices.toasts[-1].kind == "warn"


def test_a_listed_contact_hears_nothing_of_the_debt(
    page: CallsPage, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    with work(desk) as unit:
        person = {"customer_id": 1, "name": "李四", "phone": "13900000002"}
        unit.connection.execute(insert(ContactPerson), [person])
    page.refresh()
    idle(window, qtbot)
    listed = page.pane._people.buttons()[-1]
    listed.click()
    assert not page.pane.dial.isEnabled()
    assert "失联" in page.pane.room.words.text()
    assert not page.pane.is_checked.isVisibleTo(page.pane)
    assert not any("1,060" in line for line in page.pane.script)
    assert any("不得透露欠款" in line for line in page.pane.script)
    page.refresh()
    idle(window, qtbot)
    assert page.pane.party is not None
    assert page.pane.party.party == "contact"


def test_only_ones_own_calls_when_wanted(
    page: CallsPage, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    page.is_own.setChecked(True)
    idle(window, qtbot)
    assert page._pages.currentIndex() == 1
    page.save()
    page.dial()
    case_actions.assign(desk, [2], 1)
    page.refresh()
    idle(window, qtbot)
    assert page.pane.name.text() == "李建国"
    page.pane._case.click()
    idle(window, qtbot)
    assert window.current_page.key == "cases"


def test_without_a_script_the_card_says_so(
    page: CallsPage, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    settings.save(desk, {"branch.phone": ""})
    from sqlalchemy import update

    from db.tables import Reminder

    with work(desk) as unit:
        unit.connection.execute(update(Reminder).values(template="gone"))
    page.refresh()
    idle(window, qtbot)
    assert page.pane.script == ["没有已审批的电话脚本。"]


def test_an_error_that_is_none_of_the_forms_goes_to_the_window(
    page: CallsPage, notices: NoticeRecorder
) -> None:
    page._not_saved(RuntimeError("x"))
    page._not_dialled(ValueError("x"))
    assert len(notices.problems) == 2


def test_what_an_agency_did_is_taken_in_by_a_file(
    page: CallsPage,
    window: MainWindow,
    desk: Desk,
    qtbot: QtBot,
    tmp_path: Path,
    notices: NoticeRecorder,
    clock: FixedClock,
) -> None:
    file = tmp_path / "agency.csv"
    head = "手机号,联系时间,联系方式,联系结果\n"
    file.write_text(
        head + "13800100001,2026-11-19 23:00,电话,接通\nx,2026-11-19 10:00,电话,接通\n",
        encoding="utf-8",
    )
    page.ask_agency_file()
    (asked,) = page.findChildren(QFileDialog)
    asked.fileSelected.emit(str(file))
    asked.close()
    (dialog,) = page.findChildren(AgencyDialog)
    dialog._submit()
    idle(window, qtbot)
    assert "机构名册" in dialog.error
    dialog.close()
    agency_id = agencies.save(desk, None, CARD).agency_id
    place(desk, agency_id, case_of(desk, 1), TODAY - timedelta(days=9))
    dialog = AgencyDialog(page, window, file)
    idle(window, qtbot)
    dialog._submit()
    idle(window, qtbot)
    assert "新登记 1 次" in dialog.came.text()
    assert "静默时段" in dialog.came.text()
    assert "第 3 行：找不到该客户" in dialog.came.text()
    dialog._submit()
    file.write_text(head + "13800100001,2026-11-19 10:00,电话,接通\n", encoding="utf-8")
    again = AgencyDialog(page, window, file)
    idle(window, qtbot)
    again._submit()
    idle(window, qtbot)
    assert "新登记 1 次" in notices.toasts[-1].text
