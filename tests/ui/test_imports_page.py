"""The import page, used as a person would: drop, look, change, try, take in, save rejects."""

import csv
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from desktop.services.desk import Desk
from desktop.ui.imports.page import ImportsPage
from desktop.ui.imports.start_view import with_folders_opened
from desktop.ui.main_window import MainWindow
from tests.ui.conftest import GuiWatch, NoticeRecorder

SAMPLE = Path(__file__).parents[2] / "resources" / "sample"
HEADER = ["客户号", "客户姓名", "手机号", "合同号", "应还日", "逾期金额", "暗号"]
GOOD = ["C1", "张海燕", "13800000001", "HT1", "2026-11-01", "1000", "江虹路1号"]
BAD = ["C2", "李四", "138", "HT2", "3026-11-01", "5", ""]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "arrears.csv"
    with path.open("w", encoding="gbk", newline="") as out:
        csv.writer(out).writerows([HEADER, GOOD, BAD])
    return path


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> ImportsPage:
    window.go("imports")
    idle(window, qtbot)
    found = window.findChild(ImportsPage)
    assert isinstance(found, ImportsPage)
    return found


def idle(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.tasks.is_idle, timeout=20_000)


def shown(page: ImportsPage) -> Any:
    layout = page.layout()
    assert layout is not None
    return layout.currentWidget()  # type: ignore[attr-defined]


def look(page: ImportsPage, window: MainWindow, qtbot: QtBot, *files: Path) -> None:
    page.look_at(files)
    idle(window, qtbot)


def words(model: Any, column: int) -> list[str]:
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def count(desk: Desk, table: str) -> int:
    with desk.read() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() or 0)


def test_a_file_is_looked_at_tried_taken_in_and_listed(
    page: ImportsPage,
    window: MainWindow,
    qtbot: QtBot,
    file: Path,
    desk: Desk,
    notices: NoticeRecorder,
) -> None:
    look(page, window, qtbot, file)
    assert shown(page) is page.plan
    assert page.plan.shape.encoding.currentData() == "gbk"
    assert words(page.plan.preview.table.model(), 0) == ["2", "3"]
    assert "年份 3026" in words(page.plan.preview.table.model(), 1)[1]
    qtbot.mouseClick(page.plan.dry_run, Qt.MouseButton.LeftButton)
    idle(window, qtbot)
    assert shown(page) is page.result
    assert count(desk, "customer") == 0
    assert page.result.cards["new"].figure_label.text() == "3"
    qtbot.mouseClick(page.result.go_on, Qt.MouseButton.LeftButton)
    idle(window, qtbot)
    assert count(desk, "customer") == 1
    assert count(desk, "debt_case") == 1
    assert count(desk, "day_run") == 1  # the cases are brought up to date at once
    assert "新增 3" in notices.toasts[-1].text
    assert page.result.go_on.isHidden()
    qtbot.mouseClick(page.result.back, Qt.MouseButton.LeftButton)
    idle(window, qtbot)
    assert shown(page) is page.start
    assert words(page.start.table.model(), 1) == ["arrears.csv"]
    page.start.table.doubleClicked.emit(page.start.table.model().index(0, 0))
    idle(window, qtbot)
    assert shown(page) is page.result
    assert words(page.result.problems, 1) == ["手机号", "应还日"]
    assert notices.problems == []


def test_a_dry_run_leads_back_to_the_plan(
    page: ImportsPage, window: MainWindow, qtbot: QtBot, file: Path
) -> None:
    look(page, window, qtbot, file)
    qtbot.mouseClick(page.plan.dry_run, Qt.MouseButton.LeftButton)
    idle(window, qtbot)
    qtbot.mouseClick(page.result.back, Qt.MouseButton.LeftButton)
    assert shown(page) is page.plan
    page.plan.left.emit()
    assert shown(page) is page.start


def test_a_column_is_mapped_by_hand_and_remembered(
    page: ImportsPage, window: MainWindow, qtbot: QtBot, file: Path, desk: Desk
) -> None:
    look(page, window, qtbot, file)
    combo = page.plan.mapping.combo(6)
    assert combo.currentText() == "（不导入）"
    combo.setCurrentIndex(combo.findText("联系地址"))
    combo.activated.emit(combo.currentIndex())
    idle(window, qtbot)
    assert page.plan.current.mapping.columns[6].field == "customer.address"
    qtbot.mouseClick(page.plan.start, Qt.MouseButton.LeftButton)
    idle(window, qtbot)
    with desk.read() as connection:
        assert connection.execute(text("SELECT address FROM customer")).scalar() == "江虹路1号"
    look(page, window, qtbot, file)
    assert page.plan.remembered.isVisible()
    assert page.plan.mapping.combo(6).currentText() == "联系地址"


def test_encoding_header_content_and_day_can_be_changed(
    page: ImportsPage, window: MainWindow, qtbot: QtBot, file: Path
) -> None:
    look(page, window, qtbot, file)
    plan, shape = page.plan, page.plan.shape
    shape.encoding.setCurrentIndex(shape.encoding.findData("gb18030"))
    shape.encoding.activated.emit(shape.encoding.currentIndex())
    idle(window, qtbot)
    assert plan.current.source.text is not None
    assert plan.current.source.text.encoding == "gb18030"
    shape.kind.setCurrentIndex(shape.kind.findData("customer"))
    shape.kind.activated.emit(shape.kind.currentIndex())
    idle(window, qtbot)
    assert plan.current.mapping.primary == "customer"
    shape.day.setDate(shape.day.date().addDays(-3))
    idle(window, qtbot)
    assert plan.current.stated_on.isoformat() == "2026-11-17"
    shape.header.setValue(2)
    idle(window, qtbot)
    assert plan.current.mapping.header_rows == (1, 1)
    assert plan.hint.isVisible()
    assert not plan.start.isEnabled()
    assert plan.list.item(0).checkState() == Qt.CheckState.Unchecked
    shape.header.setValue(1)
    idle(window, qtbot)
    assert plan.start.isEnabled()


def test_sheets_can_be_left_out(
    page: ImportsPage, window: MainWindow, qtbot: QtBot, file: Path, tmp_path: Path
) -> None:
    notes = tmp_path / "notes.csv"
    notes.write_text("甲,乙\n1,2\n", "utf-8")
    look(page, window, qtbot, file, notes)
    assert [plan.file_name for plan in page.plan.plans] == ["arrears.csv"]
    page.plan.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert not page.plan.start.isEnabled()
    page.plan.list.setCurrentRow(1)
    idle(window, qtbot)
    assert page.plan.hint.isVisible()


def test_files_that_cannot_be_read_are_told_and_the_others_shown(
    page: ImportsPage,
    window: MainWindow,
    qtbot: QtBot,
    file: Path,
    tmp_path: Path,
    notices: NoticeRecorder,
) -> None:
    empty = tmp_path / "empty.xlsx"
    empty.touch()
    look(page, window, qtbot, empty)
    assert shown(page) is page.start
    assert "是空的" in notices.problems[0].text
    look(page, window, qtbot, empty, file)
    assert shown(page) is page.plan


def test_rejected_rows_are_saved_where_the_person_says(
    page: ImportsPage,
    window: MainWindow,
    qtbot: QtBot,
    file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    notices: NoticeRecorder,
) -> None:
    look(page, window, qtbot, file)
    qtbot.mouseClick(page.plan.start, Qt.MouseButton.LeftButton)
    idle(window, qtbot)
    target = tmp_path / "rejects.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    qtbot.mouseClick(page.result.save, Qt.MouseButton.LeftButton)
    idle(window, qtbot)
    assert target.exists()
    assert "1 行" in notices.toasts[-1].text
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    qtbot.mouseClick(page.result.save, Qt.MouseButton.LeftButton)
    idle(window, qtbot)


def test_files_are_chosen_and_the_folder_kept(
    page: ImportsPage, window: MainWindow, qtbot: QtBot, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([], ""))
    page.choose_action.trigger()
    assert shown(page) is page.start
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(file)], ""))
    page.choose_action.trigger()
    idle(window, qtbot)
    assert shown(page) is page.plan
    assert window.prefs.get("imports", "folder", "") == str(file.parent)


def test_files_are_dropped(page: ImportsPage, window: MainWindow, qtbot: QtBot, file: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    zone = page.start.findChild(type(page.start._zone))
    assert zone is not None
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(zone.rect().center(), Qt.DropAction.CopyAction, data, left, none)
    zone.dragEnterEvent(entering)
    assert entering.isAccepted()
    assert zone.property("drop") is True
    zone.dragLeaveEvent(QDragLeaveEvent())
    assert zone.property("drop") is False
    drop = QDropEvent(QPointF(zone.rect().center()), Qt.DropAction.CopyAction, data, left, none)
    zone.dropEvent(drop)
    idle(window, qtbot)
    assert shown(page) is page.plan
    text_only = QMimeData()
    text_only.setText("x")
    refused = QDragEnterEvent(zone.rect().center(), Qt.DropAction.CopyAction, text_only, left, none)
    refused.ignore()
    zone.dragEnterEvent(refused)
    assert not refused.isAccepted()


def test_a_folder_gives_its_files(tmp_path: Path, file: Path) -> None:
    (tmp_path / "~$lock.xlsx").touch()
    assert with_folders_opened([tmp_path]) == [file]


def test_another_page_can_send_files(
    page: ImportsPage, window: MainWindow, qtbot: QtBot, file: Path
) -> None:
    window.go("imports", files=[str(file)])
    idle(window, qtbot)
    assert shown(page) is page.plan
    page.open_target()


def test_the_wheel_scrolls_the_table_and_changes_no_field(
    page: ImportsPage, window: MainWindow, qtbot: QtBot, file: Path
) -> None:
    look(page, window, qtbot, file)
    combo = page.plan.mapping.combo(0)
    before = combo.currentIndex()
    none = Qt.MouseButton.NoButton
    turn = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPointF(0, -120).toPoint(), QPointF(0, -120).toPoint(), none, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False
    )  # fmt: skip
    QApplication.sendEvent(combo, turn)
    assert combo.currentIndex() == before


def test_a_stop_is_told_and_a_problem_too(
    page: ImportsPage,
    window: MainWindow,
    qtbot: QtBot,
    file: Path,
    notices: NoticeRecorder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from desktop.domain.errors import EnvironmentProblem
    from desktop.domain.progress import Cancelled

    look(page, window, qtbot, file)
    page._failed(Cancelled())
    assert "已停止" in notices.toasts[-1].text
    page._failed(EnvironmentProblem("store.disk_full", file="a", folder="b"))
    assert notices.problems
    idle(window, qtbot)


def test_the_window_stays_alive_while_an_import_runs(
    page: ImportsPage,
    window: MainWindow,
    qtbot: QtBot,
    gui_watch: GuiWatch,
    desk: Desk,
    notices: NoticeRecorder,
) -> None:
    files = sorted((SAMPLE / "2026-10").iterdir())
    look(page, window, qtbot, *files)
    gui_watch.start()
    qtbot.mouseClick(page.plan.start, Qt.MouseButton.LeftButton)
    idle(window, qtbot)
    assert count(desk, "instalment") > 5_000
    assert notices.problems == []
