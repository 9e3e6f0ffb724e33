from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import insert

from db.tables import PromiseToPay, RecoveryTask, Reminder, ServiceRequest, Visit
from desktop.services import day_run, today
from desktop.services.desk import Desk
from desktop.services.today_notices import Notice
from desktop.ui.dispatch.page import DispatchPage
from desktop.ui.dispatch.quality_dialog import QualityDialog
from desktop.ui.main_window import MainWindow
from desktop.ui.today.page import TodayPage
from tests.book import NOW, Book
from tests.ui.conftest import NoticeRecorder


@pytest.fixture
def work(desk: Desk, book: Book) -> Desk:
    """Two calls of officer 1, one of them late, a broken promise of nobody, three messages."""
    book.customer(1)
    book.customer(2, "李婉清")
    book.late(1, 1, 40)
    book.late(2, 2, 10)
    day_run.run(desk)
    rows = [(1, 1, "phone", 0), (2, 1, "phone", -2), (3, 2, "sms", 0), (4, 2, "sms", 0)]
    with desk.store.write() as connection:
        connection.exec_driver_sql("DELETE FROM reminder")
        connection.exec_driver_sql("UPDATE case_board SET officer_id = 1 WHERE case_id = 1")
        for number, case, channel, days in rows:
            day = NOW.date() + timedelta(days=days)
            row = {"id": number, "case_id": case, "natural_key": str(number), "planned_on": day}
            connection.execute(insert(Reminder), [{**row, "channel": channel, "step": "x"}])
        promise = {"case_id": 2, "due_on": NOW.date() - timedelta(days=1), "state": "broken"}
        promise |= {"judged_on": NOW.date(), "amount": Decimal("500.00"), "channel": "phone"}
        connection.execute(insert(PromiseToPay), [{**promise, "taken_at": NOW}])
        connection.commit()
    return desk


def open_page(window: MainWindow, qtbot: QtBot) -> TodayPage:
    window.go("today")
    qtbot.waitUntil(lambda: window.tasks.is_idle)
    page = window.current_page
    assert isinstance(page, TodayPage)
    return page


def shown(page: TodayPage) -> list[tuple[str, str]]:
    model = page.list.model
    keys = [column.key for column in model.columns]
    return [
        tuple(model.index(row, keys.index(key)).data() for key in ("detail", "due_on"))
        for row in range(model.rowCount())
    ]


@pytest.fixture
def page(work: Desk, window: MainWindow, qtbot: QtBot) -> TodayPage:
    return open_page(window, qtbot)


def test_a_first_start_invites_to_import(window: MainWindow, qtbot: QtBot) -> None:
    page = open_page(window, qtbot)
    invitation = page.list.findChildren(QPushButton)
    assert any(each.text() == "导入文件" and each.isVisible() for each in invitation)


def test_my_own_work_comes_first_the_late_ones_on_top(page: TodayPage) -> None:
    assert shown(page) == [("电话联系", "11-18  逾 2 天"), ("电话联系", "今天")]
    assert page.subtitle == "2026-11-20"


def test_the_whole_branch_is_one_key_away(page: TodayPage, qtbot: QtBot) -> None:
    qtbot.keyClick(page.list.table, Qt.Key.Key_B)
    qtbot.waitUntil(lambda: page.shell.tasks.is_idle)
    assert ("短信待放行 2 条", "今天") in shown(page)
    assert ("承诺未兑现", "11-19  逾 1 天") in shown(page)


def test_a_chip_narrows_to_one_kind(page: TodayPage, qtbot: QtBot) -> None:
    page.list.chips.chip("past").click()
    assert shown(page) == [("电话联系", "11-18  逾 2 天")]
    page.list.chips.chip("letter").click()
    assert shown(page) == []


def test_enter_opens_where_the_work_is_done(
    page: TodayPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    went: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(page.shell, "go", lambda key, **target: went.append((key, target)))
    qtbot.keyClick(page.list.table, Qt.Key.Key_Return)
    assert went == [("cases", {"case_id": 1})]


def test_every_kind_knows_its_page(
    page: TodayPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    went: list[str] = []
    monkeypatch.setattr(page.shell, "go", lambda key, **_target: went.append(key))
    monkeypatch.setattr(page.shell, "has_page", lambda _key: True)
    found = today.worklist(page.shell.desk).todos
    sms = next(todo for todo in found if todo.kind == "message")
    call = next(todo for todo in found if todo.kind == "call")
    from dataclasses import replace

    page.open_todo(sms)
    page.open_todo(replace(call, kind="request", item_id=1))
    page.open_todo(replace(call, kind="visit", key="visit:1", item_id=1))
    page.open_todo(replace(call, kind="letter"))
    qtbot.waitUntil(lambda: page.shell.tasks.is_idle)
    assert went == ["messages", "dispatch", "dispatch", "letters"]


@pytest.fixture
def field_work(work: Desk) -> Desk:
    """Besides the calls: a call-back past its promise, two bad ratings, the later one of task 8."""
    late, soon = NOW - timedelta(minutes=30), NOW + timedelta(hours=3)
    visit = {"purpose": "card_replace", "address": "江虹路 1 号", "state": "done", "rating": 1}
    visit |= {
        "customer_id": 2,
        "officer_id": 1,
        "starts_at": NOW - timedelta(days=1),
        "updated_at": NOW,
    }
    asked = {"id": 5, "kind": "bill_query", "name": "王芳", "needs_visit": False, "text": "账单"}
    task = {"customer_id": 2, "reason": "太慢", "opened_at": NOW - timedelta(hours=20)}
    with work.store.write() as connection:
        connection.execute(
            insert(ServiceRequest), [{**asked, "received_at": late, "promised_by": late}]
        )
        connection.execute(insert(Visit), [{**visit, "id": each} for each in (1, 2)])
        for number, place, due_at in ((7, 1, NOW + timedelta(hours=1)), (8, 2, soon)):
            row = {**task, "id": number, "visit_id": place, "due_at": due_at}
            connection.execute(insert(RecoveryTask), [row])
        connection.commit()
    return work


@pytest.fixture
def field_page(field_work: Desk, window: MainWindow, qtbot: QtBot) -> TodayPage:
    return open_page(window, qtbot)


def test_call_backs_and_bad_ratings_are_listed(field_page: TodayPage) -> None:
    page = field_page
    page.list.chips.chip("request").click()
    assert shown(page) == [
        ("回电：账单咨询（已超时）", "今天"),
        ("服务补救（低分评价）", "今天"),
        ("服务补救（低分评价）", "今天"),
    ]
    page.list.chips.chip("past").click()
    assert ("回电：账单咨询（已超时）", "今天") in shown(page)


def test_what_is_past_its_time_today_is_red(field_page: TodayPage) -> None:
    page = field_page
    page.list.chips.chip("request").click()
    model, danger = page.list.model, page.shell.theme.color("danger").name()
    column = [each.key for each in model.columns].index("at")

    def colours(place: int) -> set[str]:
        rect = page.list.table.visualRect(model.index(place, column))
        image = page.list.table.viewport().grab(rect).toImage()
        return {
            image.pixelColor(x, y).name()
            for x in range(image.width())
            for y in range(image.height())
        }

    assert danger in colours(0)
    assert danger not in colours(1)


def test_a_call_back_and_a_bad_rating_open_where_they_are_dealt_with(
    field_page: TodayPage, window: MainWindow, qtbot: QtBot
) -> None:
    found = {todo.key: todo for todo in today.worklist(window.desk).todos}
    field_page.open_todo(found["request:5"])
    qtbot.waitUntil(lambda: window.tasks.is_idle)
    page = window.current_page
    assert isinstance(page, DispatchPage)
    chosen = page.requests.current
    assert chosen is not None
    assert chosen.request_id == 5
    field_page.open_todo(found["recovery:8"])
    dialog = page.findChild(QualityDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.recoveries.rowCount() == 2)
    assert dialog.recoveries.currentRow() == 1
    dialog.make_good("已上门致歉")
    qtbot.waitUntil(lambda: dialog.recoveries.rowCount() == 1)
    assert "recovery:8" not in {todo.key for todo in today.worklist(window.desk).todos}
    dialog.close()


def test_setting_aside_hides_and_can_be_undone(
    page: TodayPage, qtbot: QtBot, notices: NoticeRecorder
) -> None:
    moments = page.moments()
    assert [f"{until:%m-%d %H:%M}" for _, until in moments] == [
        "11-20 10:00",
        "11-21 09:00",
        "11-23 09:00",
        "11-23 09:00",
    ]
    page.snooze(page.list.chosen(), moments[0][1])
    qtbot.waitUntil(lambda: len(shown(page)) == 1)
    assert notices.toasts[-1].text == "已搁置 1 项，2026-11-20 10:00 再提醒"
    assert notices.toasts[-1].undo is not None
    notices.toasts[-1].undo()
    qtbot.waitUntil(lambda: len(shown(page)) == 2)


def test_what_is_set_aside_by_the_menu_comes_back_by_the_button(
    page: TodayPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, _at: opened.append(menu))
    qtbot.keyClick(page.list.table, Qt.Key.Key_S)
    opened[0].actions()[1].trigger()
    qtbot.waitUntil(lambda: len(shown(page)) == 1)
    button = next(b for b in page.list.findChildren(QPushButton) if "搁置" in b.text())
    qtbot.waitUntil(button.isVisible)
    button.click()
    qtbot.waitUntil(lambda: len(shown(page)) == 2)


def test_a_remark_leads_to_its_remedy(
    page: TodayPage, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    went: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(page.shell, "go", lambda key, **target: went.append((key, target)))
    for words in ("去备份", "去填写"):
        found = [b for b in page.notices.findChildren(QPushButton) if b.text() == words]
        if not found:
            page.notices.findChildren(QPushButton)[-1].click()
            found = [b for b in page.notices.findChildren(QPushButton) if b.text() == words]
        found[0].click()
    assert went == [("settings", {"section": "backups"}), ("settings", {"section": "branch"})]


def test_periods_that_run_out_lead_to_their_list(
    page: TodayPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    went: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(page.shell, "go", lambda key, **target: went.append((key, target)))
    facts = {"count": 3, "ends": date(2026, 12, 1), "days": 11}
    page.notices.show_notices([Notice("today.notice.periods_end", "danger", "periods", facts)])
    buttons = page.notices.findChildren(QPushButton)
    (button,) = [one for one in buttons if one.text() == "查看时效与期间"]
    button.click()
    assert went == [("letters", {"tab": "periods"})]


def test_the_day_can_be_run_from_here(
    page: TodayPage, qtbot: QtBot, notices: NoticeRecorder, clock: Any
) -> None:
    clock.moment = NOW + timedelta(days=1)
    page.top_actions()[0].trigger()
    qtbot.waitUntil(lambda: bool(notices.toasts))
    assert notices.toasts[-1].text == "日结完成：1 天，在办案件 2 件"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_both_languages_are_complete(
    work: Desk, window: MainWindow, qtbot: QtBot, language: str
) -> None:
    window.application.set_language(language)
    page = open_page(window, qtbot)
    assert page.title() == {"en": "Today", "zh": "工作台"}[language]
    assert shown(page)[0][0] == {"en": "Call", "zh": "电话联系"}[language]
