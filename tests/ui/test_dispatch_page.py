"""The Dispatch page: what waits, dragging, keys, refusals, undo, steps, forms."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import insert, select, update

from db.tables import AuditEntry, Officer, OutboxItem, ServiceRequest, Visit
from desktop.adapters.message_files import ReceivedMessage
from desktop.domain.clock import FixedClock
from desktop.domain.wished_time import WishedTime
from desktop.services import dispatching, inbox, service_requests, visit_steps
from desktop.services.desk import Desk
from desktop.services.service_requests import RequestForm
from desktop.ui.dispatch.day_print import save_day
from desktop.ui.dispatch.page import DispatchPage
from desktop.ui.dispatch.painting import box_lines
from desktop.ui.dispatch.quality_dialog import QualityDialog
from desktop.ui.dispatch.request_form import RequestDialog
from desktop.ui.dispatch.time_geometry import HEAD, NAMES, TALLEST
from desktop.ui.dispatch.visit_forms import RatingDialog, RecordDialog
from desktop.ui.dispatch.words import windows_words
from desktop.ui.main_window import MainWindow
from tests.book import Book
from tests.ui.conftest import NoticeRecorder

DAY = date(2026, 11, 20)
KEY = Qt.Key
STEP = timedelta(minutes=10)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 20, hour, minute)


TEN = at(10)


@pytest.fixture(autouse=True)
def officers(desk: Desk) -> None:
    rows = [
        {"staff_no": "0218", "name": "李婉清", "does_visits": True, "skills": ["card_device"]},
        {"staff_no": "0219", "name": "周建国", "does_visits": True, "skills": ["collection"]},
    ]
    with desk.store.write() as connection:
        connection.execute(update(Officer).values(skills=["collection"], phone="13700000001"))
        connection.execute(insert(Officer), rows)
        connection.commit()


@pytest.fixture
def page(book: Book, window: MainWindow, qtbot: QtBot) -> DispatchPage:
    book.customer(1, "张海燕", phone="13800100001", address="滨江区江虹路8号")
    window.resize(1280, 800)
    window.go("dispatch")
    shown = window.findChild(DispatchPage)
    assert isinstance(shown, DispatchPage)
    settle(shown, qtbot)
    return shown


def settle(page: DispatchPage, qtbot: QtBot) -> None:
    window = page.window()
    qtbot.waitUntil(lambda: window.tasks.is_idle and not window._refresh_soon.isActive())


def reload(page: DispatchPage, qtbot: QtBot) -> None:
    page.refresh()
    settle(page, qtbot)


def request(page: DispatchPage, qtbot: QtBot, **more: Any) -> int:
    form = {"kind": "account_auth", "name": "张海燕", "address": "滨江区江虹路8号"} | more
    request_id = service_requests.add(page.shell.desk, RequestForm(**form)).request_id
    reload(page, qtbot)
    return request_id


def visit(page: DispatchPage, qtbot: QtBot, start: datetime = TEN, **more: Any) -> int:
    request_id = request(page, qtbot, **more)
    people = (1, 3) if more.get("kind") == "collection" else (1,)
    placed = dispatching.place(page.shell.desk, request_id, people, start)
    reload(page, qtbot)
    return placed.visit_id


def message(page: DispatchPage, qtbot: QtBot, text: str) -> None:
    inbox.receive(page.shell.desk, [ReceivedMessage(text, "13800100001", at(8, 50), text)])
    reload(page, qtbot)


def rows(page: DispatchPage, table: Any) -> list[Any]:
    with page.shell.desk.read() as connection:
        return list(connection.execute(select(table.__table__).order_by(table.id)))


def press(
    widget: Any, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, key, held))


def mouse(widget: Any, kind: QEvent.Type, place: QPointF) -> None:
    left = Qt.MouseButton.LeftButton
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else left
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else left
    globally = QPointF(widget.mapToGlobal(place.toPoint()))
    none = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(widget, QMouseEvent(kind, place, globally, button, held, none))


def target(page: DispatchPage, row: int, moment: datetime) -> QPointF:
    box = page.time_line.geometry_now.box(row, moment, 30)
    return QPointF(box.left() + 12, box.center().y())


# --- what waits


def test_a_message_waits_with_its_doubts_marked(page: DispatchPage, qtbot: QtBot) -> None:
    message(page, qtbot, "今天8点来补卡，滨江区江虹路8号")
    card = page.requests.current
    assert card is not None
    assert card.doubts == ("dispatch.doubt.time_past",)
    assert "background-color" in page.request_detail.message_html
    page.grab()


def test_enter_confirms_then_places_and_both_can_be_taken_back(
    page: DispatchPage, qtbot: QtBot, notices: NoticeRecorder
) -> None:
    message(page, qtbot, "今天来补卡，滨江区江虹路8号")
    press(page.requests, KEY.Key_Return)
    settle(page, qtbot)
    assert page.requests.current is not None
    assert page.requests.current.state == "confirmed"
    settle(page, qtbot)
    press(page.requests, KEY.Key_Return)
    settle(page, qtbot)
    assert [one.officers for one in page.time_line._board.visits] == [(2,)]
    notices.toasts[-1].undo()
    settle(page, qtbot)
    assert page.time_line._board.visits == ()
    assert len(page.requests.requests.cards) == 1


def test_without_an_address_confirming_opens_the_form(page: DispatchPage, qtbot: QtBot) -> None:
    message(page, qtbot, "明天下午3点来补卡")
    press(page.requests, KEY.Key_Return)
    dialog = page.findChild(RequestDialog)
    assert dialog is not None
    assert (dialog.wish.currentData(), dialog.kind.currentData()) == ("point", "card_replace")
    dialog._yes.click()
    settle(page, qtbot)
    assert "地址" in dialog.error
    dialog.address.setText("滨江区江虹路9号")
    dialog._yes.click()
    settle(page, qtbot)
    (row,) = rows(page, ServiceRequest)
    assert (row.address, row.state) == ("滨江区江虹路9号", "confirmed")
    assert row.promised_by == datetime(2026, 11, 21, 15, 15)


@pytest.mark.parametrize("wish", ["none", "point", "range", "before", "after", "day"])
def test_a_request_is_taken_down_by_telephone(page: DispatchPage, qtbot: QtBot, wish: str) -> None:
    page.acts.add()
    dialog = page.findChild(RequestDialog)
    assert dialog is not None
    dialog.address.setText("滨江区江虹路9号")
    dialog.note.setPlainText("来电")
    dialog.wish.setCurrentIndex(dialog.wish.findData(wish))
    dialog._yes.click()
    settle(page, qtbot)
    (row,) = rows(page, ServiceRequest)
    assert (row.text, row.state) == ("来电", "confirmed")
    assert (row.wished_from is None) == (wish in ("none", "before"))


def test_a_second_time_is_shown_corrected_and_taken_down(page: DispatchPage, qtbot: QtBot) -> None:
    message(page, qtbot, "补卡，下周二上午或者下周三下午3点，滨江区江虹路9号")
    press(page.requests, KEY.Key_E)
    dialog = page.findChild(RequestDialog)
    assert dialog is not None
    assert dialog.other.isChecked()
    assert dialog.other_start.text() == "2026-11-25 15:00"
    assert dialog.other_end.text() == "2026-11-25 17:00"
    found = dialog.wish.currentIndex()
    dialog.wish.setCurrentIndex(dialog.wish.findData("none"))
    assert not dialog.other.isEnabled()
    assert dialog.form().wish is None
    dialog.wish.setCurrentIndex(found)
    dialog.other_end.setDateTime(dialog.other_start.dateTime())
    dialog.other_end.setDateTime(dialog.other_end.dateTime().addSecs(-60))
    dialog._yes.click()
    settle(page, qtbot)
    assert "开始时间晚于结束时间" in dialog.error
    dialog.other_end.setDateTime(dialog.other_start.dateTime().addSecs(3600))
    dialog._yes.click()
    settle(page, qtbot)
    (row,) = rows(page, ServiceRequest)
    assert row.other_by == datetime(2026, 11, 25, 16)
    card = page.board.requests[0]
    assert windows_words(card.windows, as_of=page.board.day) == (
        "11-24 08:30–12:00 或 11-25 15:00–16:00"
    )


def test_delete_closes_and_e_corrects(
    page: DispatchPage, qtbot: QtBot, notices: NoticeRecorder
) -> None:
    message(page, qtbot, "这个月账单多少")
    press(page.requests, KEY.Key_E)
    assert page.findChild(RequestDialog) is not None
    press(page.requests, KEY.Key_Delete)
    settle(page, qtbot)
    assert page.requests.requests.cards == ()
    notices.toasts[-1].undo()
    settle(page, qtbot)
    assert len(page.requests.requests.cards) == 1


def test_the_question_goes_to_the_outbox(page: DispatchPage, qtbot: QtBot) -> None:
    message(page, qtbot, "明天下午3点来补卡")
    page.request_detail.ask_back_wanted.emit()
    settle(page, qtbot)
    (item,) = rows(page, OutboxItem)
    assert item.recipient == "13800100001"
    assert "上门的详细地址" in item.body
    assert rows(page, ServiceRequest)[0].asked_back_at == at(9)


def test_offers_are_taken_with_one_press(page: DispatchPage, qtbot: QtBot) -> None:
    request(page, qtbot, kind="card_replace")
    settle(page, qtbot)
    first = page.request_detail.offer_buttons[0]
    assert "李婉清" in first.text()
    page._press_offer(0)
    settle(page, qtbot)
    assert rows(page, Visit)[0].officer_id == 2


# --- dragging and keys


def test_a_request_is_dragged_onto_the_board(page: DispatchPage, qtbot: QtBot) -> None:
    request(page, qtbot)
    view = page.requests.viewport()
    start = QPointF(60, 30)
    mouse(view, QEvent.Type.MouseButtonPress, start)
    mouse(view, QEvent.Type.MouseMove, start + QPointF(40, 0))
    there = page.time_line.viewport().mapToGlobal(target(page, 1, at(10)).toPoint())
    mouse(view, QEvent.Type.MouseMove, QPointF(view.mapFromGlobal(there)))
    assert page.time_line.drag_reasons == ()
    page.grab()
    mouse(view, QEvent.Type.MouseButtonRelease, QPointF(view.mapFromGlobal(there)))
    settle(page, qtbot)
    (row,) = rows(page, Visit)
    assert (row.officer_id, row.starts_at) == (2, at(10))


def test_conflicts_are_shown_while_dragging_and_the_drop_refused(
    page: DispatchPage, qtbot: QtBot, notices: NoticeRecorder
) -> None:
    request_id = request(page, qtbot, kind="card_replace")
    page.time_line.hover(f"r{request_id}", target(page, 0, at(12, 10)))
    assert any("制卡设备" in reason for reason in page.time_line.drag_reasons)
    assert any("午休" in reason for reason in page.time_line.drag_reasons)
    page.grab()
    page.time_line.drop()
    settle(page, qtbot)
    assert rows(page, Visit) == []
    assert notices.toasts[-1].kind == "warn"


def test_what_is_dragged_off_the_board_goes_nowhere(page: DispatchPage, qtbot: QtBot) -> None:
    request_id = request(page, qtbot)
    page.time_line.hover(f"r{request_id}", QPointF(5, 5))
    page.time_line.drop()
    page._drag_over(f"r{request_id}", QPoint(0, 0))
    page.time_line.drop()
    settle(page, qtbot)
    assert rows(page, Visit) == []


def test_a_visit_is_dragged_to_another_officer_and_back(
    page: DispatchPage, qtbot: QtBot, notices: NoticeRecorder
) -> None:
    visit_id = visit(page, qtbot)
    view = page.time_line.viewport()
    box = page.time_line.box_of(visit_id)
    assert box is not None
    grip = QPointF(box.left() + 12, box.center().y())
    mouse(view, QEvent.Type.MouseButtonPress, grip)
    mouse(view, QEvent.Type.MouseMove, grip + QPointF(30, 4))
    mouse(view, QEvent.Type.MouseMove, target(page, 1, at(10, 30)))
    page.grab()
    mouse(view, QEvent.Type.MouseButtonRelease, target(page, 1, at(10, 30)))
    settle(page, qtbot)
    assert (rows(page, Visit)[0].officer_id, rows(page, Visit)[0].starts_at) == (2, at(10, 30))
    notices.toasts[-1].undo()
    settle(page, qtbot)
    assert (rows(page, Visit)[0].officer_id, rows(page, Visit)[0].starts_at) == (1, at(10))


def test_a_pair_is_formed_for_a_collection_visit(page: DispatchPage, qtbot: QtBot) -> None:
    request_id = request(page, qtbot, kind="collection")
    page.time_line.hover(f"r{request_id}", target(page, 0, at(10)))
    page.time_line.drop()
    settle(page, qtbot)
    (row,) = rows(page, Visit)
    assert row.officer_id == 1
    assert row.second_officer_id in (2, 3)


def test_visits_are_moved_with_the_keyboard_alone(page: DispatchPage, qtbot: QtBot) -> None:
    visit_id = visit(page, qtbot)
    board = page.time_line
    alt = Qt.KeyboardModifier.AltModifier
    press(board, KEY.Key_Right)
    assert board.chosen is not None
    assert board.chosen.visit_id == visit_id
    press(board, KEY.Key_Right, alt)
    settle(page, qtbot)
    assert rows(page, Visit)[0].starts_at == at(10, 15)
    press(board, KEY.Key_Down, alt)
    settle(page, qtbot)
    assert rows(page, Visit)[0].officer_id == 2
    press(board, KEY.Key_Return)
    press(board, KEY.Key_Delete)
    settle(page, qtbot)
    assert rows(page, Visit)[0].state == "cancelled"
    assert page.requests.requests.cards[0].state == "confirmed"


def test_arrows_go_from_visit_to_visit(page: DispatchPage, qtbot: QtBot) -> None:
    first = visit(page, qtbot)
    second = visit(page, qtbot, at(11))
    other = request(page, qtbot)
    third = dispatching.place(page.shell.desk, other, (3,), at(10, 40)).visit_id
    reload(page, qtbot)
    board = page.time_line
    board.choose(first)
    for key, expected in (
        (KEY.Key_Right, second),
        (KEY.Key_Right, second),
        (KEY.Key_Down, third),
        (KEY.Key_Down, third),
        (KEY.Key_Up, second),
        (KEY.Key_Left, first),
    ):
        press(board, key)
        assert board.chosen is not None
        assert board.chosen.visit_id == expected
    assert "可按时" in board.accessibleDescription()


def test_zoom_by_key_and_button(page: DispatchPage, qtbot: QtBot) -> None:
    board = page.time_line
    before = board.geometry_now.hour
    press(board, KEY.Key_Plus)
    assert board.geometry_now.hour > before
    for _ in range(9):
        press(board, KEY.Key_Minus)
    page.bar.zoomed.emit(-1)
    assert board.geometry_now.hour <= before
    press(board, KEY.Key_Home)
    press(board, KEY.Key_Escape)
    press(board, KEY.Key_Return)


def test_the_day_fits_the_board_and_its_rows_fill_it(page: DispatchPage, qtbot: QtBot) -> None:
    board = page.time_line
    assert board.horizontalScrollBar().maximum() == 0
    assert board.geometry_now.row == TALLEST
    board.resize(board.width(), HEAD + 3 * 70)
    assert board.geometry_now.row == 70
    middle = board.geometry_now.moment((board.viewport().width() + NAMES) / 2)
    for _ in range(3):
        press(board, KEY.Key_Plus)
    assert abs(board.geometry_now.moment((board.viewport().width() + NAMES) / 2) - middle) < STEP
    assert board.horizontalScrollBar().maximum() > 0
    page.leave()
    assert page.shell.prefs.get("dispatch", "hour", 0) == board.hour == 150


def test_the_words_of_a_short_visit_run_on_as_far_as_the_next(
    page: DispatchPage, qtbot: QtBot
) -> None:
    first = visit(page, qtbot)
    board = page.time_line

    def inks_beside() -> int:
        """How many colours stand right of the visit, where the way to the next one is."""
        box = board.box_of(first)
        assert box is not None
        image = board.viewport().grab().toImage()
        rows = range(int(box.top()) + 24, int(box.bottom()))
        columns = range(int(box.right()) + 2, int(box.right()) + 20)
        return len({image.pixel(x, y) for x in columns for y in rows})

    assert inks_beside() > 2
    visit(page, qtbot, at(10, 30))
    assert board.box_of(first).right() + 4 > board.box_of(first + 1).left()
    page.grab()


def test_a_box_says_as_much_as_its_row_is_high(page: DispatchPage, qtbot: QtBot) -> None:
    visit(page, qtbot)
    shown = page.board.visits[0]
    assert box_lines(shown, 1) == ["张海燕  账号认证  滨江区江虹路8号"]
    assert box_lines(shown, 2) == ["张海燕", "账号认证  滨江区江虹路8号"]
    assert box_lines(shown, 4) == ["张海燕", "账号认证", "滨江区江虹路8号"]


# --- visits


def test_a_visit_goes_through_its_steps_and_is_rated(
    page: DispatchPage, qtbot: QtBot, notices: NoticeRecorder
) -> None:
    visit_id = visit(page, qtbot)
    page.open_target(visit_id=visit_id)
    for expected in ("accepted", "on_the_way", "arrived", "done"):
        assert page.visit_detail.next_step == expected
        page.visit_detail.step_wanted.emit(expected)
        settle(page, qtbot)
    assert page.visit_detail.next_step == ""
    page.visit_detail.rate_wanted.emit()
    dialog = page.findChild(RatingDialog)
    assert dialog is not None
    dialog.rating.setCurrentIndex(4)
    dialog.words.setPlainText("太慢")
    dialog._yes.click()
    settle(page, qtbot)
    assert (rows(page, Visit)[0].rating, rows(page, Visit)[0].rating_text) == (1, "太慢")


def test_a_collection_visit_needs_its_record(
    page: DispatchPage, qtbot: QtBot, notices: NoticeRecorder, tmp_path: Path
) -> None:
    visit_id = visit(page, qtbot, kind="collection")
    page.open_target(visit_id=visit_id)
    page.acts.step("done")
    settle(page, qtbot)
    assert "须补全外访记录：出示证件" in notices.problems[-1].text
    page.visit_detail.record_wanted.emit()
    dialog = page.findChild(RecordDialog)
    assert dialog is not None
    dialog.papers.setText("催收函")
    dialog._yes.click()
    settle(page, qtbot)
    assert "签收" in dialog.error
    dialog.receipt.setChecked(True)
    dialog.credentials.setChecked(True)
    dialog.recording.setText("R-1")
    dialog.people.setText("本人")
    receipt = tmp_path / "回证.pdf"
    receipt.write_bytes(b"%PDF-1.7 signed")
    dialog.files.kind.setCurrentIndex(dialog.files.kind.findData("receipt"))
    dialog.files.attach([str(receipt)])
    dialog.outcome.setCurrentIndex(dialog.outcome.findData("promised"))
    dialog._yes.click()
    settle(page, qtbot)
    page.acts.step("done")
    settle(page, qtbot)
    assert rows(page, Visit)[0].state == "done"


def test_cancelling_asks_first(page: DispatchPage, qtbot: QtBot, notices: NoticeRecorder) -> None:
    visit_id = visit(page, qtbot)
    page.open_target(visit_id=visit_id)
    notices.answer = False
    page.visit_detail.cancel_wanted.emit()
    settle(page, qtbot)
    assert rows(page, Visit)[0].state == "planned"
    notices.answer = True
    page.visit_detail.cancel_wanted.emit()
    settle(page, qtbot)
    assert rows(page, Visit)[0].state == "cancelled"


# --- the day


def test_the_day_is_planned_and_taken_back(
    page: DispatchPage, qtbot: QtBot, notices: NoticeRecorder
) -> None:
    for number in range(3):
        request(page, qtbot, address=f"滨江区江虹路{number}号")
    request(page, qtbot, kind="corporate", minutes=480)
    page.acts.plan()
    settle(page, qtbot)
    assert len(page.time_line._board.visits) == 3
    assert "排不下" in notices.toasts[-1].text
    notices.toasts[-1].undo()
    settle(page, qtbot)
    assert page.time_line._board.visits == ()


def test_what_the_plan_left_over_is_named_with_the_reason(
    page: DispatchPage, qtbot: QtBot, notices: NoticeRecorder
) -> None:
    for _ in range(6):
        request(page, qtbot, kind="corporate", minutes=480)
    page.acts.plan()
    settle(page, qtbot)
    words = notices.toasts[-1].text
    assert words.startswith("排定 0 次上门；6 条排不下：")
    assert words.count("对公业务 张海燕（当天已排满）") == 5
    assert words.endswith("…")
    assert len(page.requests.requests.cards) == 6


def test_a_wish_that_a_placing_does_not_meet_is_told(
    page: DispatchPage, qtbot: QtBot, notices: NoticeRecorder
) -> None:
    request_id = request(page, qtbot)
    page.acts.place(request_id, (1,), at(15))
    settle(page, qtbot)
    assert notices.toasts[-1].text == "已排定上门；晚于承诺的 11:00"
    assert notices.toasts[-1].kind == "warn"


def test_days_are_turned_and_the_list_shows_the_same(page: DispatchPage, qtbot: QtBot) -> None:
    visit(page, qtbot)
    page.bar.view_chosen.emit("list")
    assert page.table.visits.rowCount() == 1
    page.table.selectRow(0)
    assert page.time_line.chosen is not None
    shown = [page.table.visits.index(0, column).data() for column in range(7)]
    assert shown[0] == "10:00–10:30"
    page.grab()
    page.turn(1)
    settle(page, qtbot)
    assert page.board is not None
    assert page.board.day == date(2026, 11, 21)
    assert page.table.visits.rowCount() == 0
    page.open_target(day=DAY)
    settle(page, qtbot)
    assert page.table.visits.rowCount() == 1
    page.bar.view_chosen.emit("line")


def test_a_target_request_is_shown(page: DispatchPage, qtbot: QtBot) -> None:
    request(page, qtbot)
    second = request(page, qtbot, kind="corporate")
    page.open_target(request_id=second)
    assert page.requests.current is not None
    assert page.requests.current.request_id == second


def test_messages_are_received_from_a_file(
    page: DispatchPage, qtbot: QtBot, notices: NoticeRecorder, tmp_path: Path
) -> None:
    file = tmp_path / "messages.jsonl"
    line = '{"received": "2026-11-20T08:50:00", "sender": "13800100001", "text": "补卡"}'
    file.write_text(f"{line}\nbroken\n", encoding="utf-8")
    page.acts.receive_file(file)
    settle(page, qtbot)
    assert "收到 1 条短信" in notices.toasts[-1].text
    assert "1 行无法读取" in notices.toasts[-1].text


def test_day_sheets_are_saved(
    page: DispatchPage, qtbot: QtBot, notices: NoticeRecorder, tmp_path: Path
) -> None:
    save_day(page.shell, DAY, tmp_path / "none.pdf")
    settle(page, qtbot)
    assert "没有排定" in notices.problems[-1].text
    visit(page, qtbot, kind="collection")
    save_day(page.shell, DAY, tmp_path / "sheets.pdf")
    settle(page, qtbot)
    assert (tmp_path / "sheets.pdf").read_bytes().startswith(b"%PDF")
    save_day(page.shell, DAY, tmp_path / "no" / "sheets.pdf")
    settle(page, qtbot)
    assert notices.toasts[-1].kind == "danger"


def test_a_promise_in_danger_is_told_once(
    page: DispatchPage, window: MainWindow, qtbot: QtBot, notices: NoticeRecorder
) -> None:
    request(page, qtbot, is_urgent=True, wish=WishedTime("within", end=at(9, 10)))
    for _ in range(2):
        window._promises.look()
        settle(page, qtbot)
    assert sum("承诺将逾时" in toast.text for toast in notices.toasts) == 1


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_it_is_drawn_in_both_themes(page: DispatchPage, qtbot: QtBot, mode: Any) -> None:
    visit(page, qtbot)
    visit(page, qtbot, at(11), minutes=15)
    page.shell.theme.set_mode(mode)
    assert not page.grab().isNull()


@pytest.mark.parametrize(
    ("key", "view", "name"),
    [(KEY.Key_L, "list", "table"), (KEY.Key_M, "map", "map"), (KEY.Key_T, "line", "time_line")],
)
def test_each_view_is_one_key_away_and_in_the_menu(
    page: DispatchPage, qtbot: QtBot, key: Any, view: str, name: str
) -> None:
    page._choose_view("line" if view != "line" else "list")
    settle(page, qtbot)
    page.requests.setFocus()
    qtbot.keyClick(page.requests, key, Qt.KeyboardModifier.AltModifier)
    settle(page, qtbot)
    assert getattr(page, name).isVisible()
    assert page.shell.prefs.get("dispatch", "view", "") == view
    (action,) = [one for one in page.bar.more.menu().actions() if view in one.objectName()]
    assert action.shortcut().toString() == f"Alt+{key.name[-1]}"
    assert action in page.window().window_actions()


def test_quality_is_shown_saved_and_made_good(
    page: DispatchPage, qtbot: QtBot, notices: NoticeRecorder, tmp_path: Path
) -> None:
    visit_id = visit(page, qtbot)
    desk = page.shell.desk
    visit_steps.step(desk, visit_id, "done")
    visit_steps.rate(desk, visit_id, 1, "太慢")
    page.acts.show_quality()
    dialog = page.findChild(QualityDialog)
    assert dialog is not None
    dialog.save(tmp_path / "early.xlsx")
    settle(page, qtbot)
    assert dialog.table.rowCount() == 2
    assert dialog.recoveries.item(0, 1).text() == "太慢"
    dialog.grab()
    dialog.by.setCurrentIndex(1)
    settle(page, qtbot)
    assert dialog.table.item(0, 0).text() == "陈思远"
    dialog.save(tmp_path / "quality.xlsx")
    settle(page, qtbot)
    assert (tmp_path / "quality.xlsx").stat().st_size > 0
    dialog.make_good("已致歉")
    settle(page, qtbot)
    assert dialog.recoveries.rowCount() == 0
    dialog.make_good("再来")
    dialog.span.setCurrentIndex(3)
    settle(page, qtbot)
    assert dialog.table.rowCount() == 0
    dialog.close()


def test_the_form_shows_a_number_in_full_only_as_a_recorded_act(
    page: DispatchPage, qtbot: QtBot
) -> None:
    message(page, qtbot, "补卡，电话13912345678，明天下午3点，滨江区江虹路8号")
    card = page.requests.current or page.board.requests[0]
    form = RequestDialog(page, page.shell, card)
    assert (form.phone.text(), form.phone.placeholderText()) == ("", "139****5678")
    form._save()
    settle(page, qtbot)
    kept = one_request(page.shell.desk)
    assert (kept.phone, kept.state) == ("13912345678", "confirmed")
    again = RequestDialog(page, page.shell, page.board.requests[0])
    again.show_phone.trigger()
    settle(page, qtbot)
    assert again.phone.text() == "13912345678"
    with page.shell.desk.read() as connection:
        acts = [row.action for row in connection.execute(select(AuditEntry.action))]
    assert acts.count("request.reveal") == 1


def test_the_badge_counts_what_waits_before_and_after_the_page_was_opened(
    book: Book, window: MainWindow, qtbot: QtBot
) -> None:
    for needs_visit in (True, False):
        form = RequestForm("account_auth", address="滨江区江虹路8号", needs_visit=needs_visit)
        service_requests.add(window.desk, form)
    window._facts.read()
    qtbot.waitUntil(lambda: window._navigation.badge("dispatch") == 2)
    window.go("dispatch")
    qtbot.waitUntil(lambda: window.tasks.is_idle)
    assert window._navigation.badge("dispatch") == 2


def one_request(desk: Desk) -> Any:
    with desk.read() as connection:
        return connection.execute(select(ServiceRequest.__table__)).one()


def test_a_promise_at_risk_is_told_wherever_one_is_and_saved_by_one_click(
    page: DispatchPage,
    qtbot: QtBot,
    window: MainWindow,
    clock: FixedClock,
    notices: NoticeRecorder,
) -> None:
    near = {"start_place": "滨江区江虹路8号"}
    with page.shell.desk.store.write() as connection:
        connection.execute(update(Officer).where(Officer.id == 2).values(**near))
        connection.commit()
    visit(page, qtbot, wish=WishedTime("point", TEN))
    window.go("cases")
    clock.moment = at(10, 5)
    window._promises.look()
    settle(page, qtbot)
    assert notices.toasts[-1].text.startswith("承诺将逾时：账号认证 张海燕，须于 10:15 前到达。")
    assert "最佳补救：李婉清" in notices.toasts[-1].text
    window.go("dispatch")
    reload(page, qtbot)
    page._show_visit(page.board.visits[0])
    settle(page, qtbot)
    assert page.visit_detail.rescue_buttons[0].text().startswith("补救：李婉清")
    page.visit_detail.rescue_buttons[0].click()
    settle(page, qtbot)
    assert page.board.visits[0].officers == (2,)


def test_a_question_is_answered_by_an_invitation(page: DispatchPage, qtbot: QtBot) -> None:
    message(page, qtbot, "提前还款收不收违约金")
    page._show_request(page.board.requests[0])
    page.request_detail.invite_wanted.emit()
    settle(page, qtbot)
    assert page.board.requests == ()


def test_whether_a_promise_can_be_kept_is_shown_before_it_is_given(
    page: DispatchPage, qtbot: QtBot
) -> None:
    message(page, qtbot, "账号登不上去，后天上午来人帮我认证，滨江区江虹路8号")
    page._show_request(page.board.requests[0])
    settle(page, qtbot)
    assert "没有人上班" in page.request_detail._why.text()
    message(page, qtbot, "账号登不上去，今天下午来人帮我认证，滨江区江虹路8号")
    page._show_request(page.board.requests[0])
    settle(page, qtbot)
    words = page.request_detail._why.text()
    assert words.startswith("承诺前请看，最早：")
    assert words.endswith("可按时")
    assert not page.request_detail.offer_buttons[0].isVisible()


def test_bad_ratings_to_be_made_good_are_counted_where_they_are_settled(
    page: DispatchPage, qtbot: QtBot, clock: FixedClock
) -> None:
    visit_id = visit(page, qtbot)
    clock.moment = at(10, 30)
    visit_steps.step(page.shell.desk, visit_id, "done")
    visit_steps.rate(page.shell.desk, visit_id, 2, "太慢")
    reload(page, qtbot)
    assert page._quality.text() == "服务质量（1 件待补救）"
