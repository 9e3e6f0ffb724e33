"""The tab of results: chart, tables, opening the customers behind a figure, the workbook."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QDate, QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from desktop.services import day_run, settings
from desktop.ui.cases.page import CasesPage
from desktop.ui.main_window import MainWindow
from desktop.ui.messages.page import MessagesPage
from desktop.ui.messages.results_tab import ResultsTab
from tests.book import Book
from tests.services.test_message_results import pay, sent


@pytest.fixture
def tab(book: Book, window: MainWindow, qtbot: QtBot) -> ResultsTab:
    """Two versions of a text, ten days ago, the newer one with all its customers paying."""
    desk = window.desk
    settings.save(desk, {"branch.name": "滨江支行", "branch.phone": "0571-88880000"})
    for number in range(1, 21):
        book.customer(number)
        book.late(number, number, 20)
    day_run.run(desk)
    for number in range(1, 21):
        sent(desk, number, 10, version=number % 2)
        if number % 2:
            pay(desk, number, 9, "100.00")
    window.resize(1280, 720)
    window.go("messages", tab="results")
    page = window.findChild(MessagesPage)
    assert isinstance(page, MessagesPage)
    settle(window, qtbot)
    tab = page.tabs.tab("results")
    assert isinstance(tab, ResultsTab)
    return tab


def settle(window: Any, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.tasks.is_idle and not window._refresh_soon.isActive())


def test_shares_stand_in_chart_and_table(tab: ResultsTab) -> None:
    (bar,) = tab.chart.bars
    assert (bar.name, bar.share, bar.shown) == ("逾期提醒", 0.5, "50.0% (20)")
    assert bar.low < 0.5 < bar.high
    assert "¥ 1,000.00" in bar.tip
    overdue, whole = tab.table.sheet.rows
    assert [figure.words for figure in overdue.figures[:5]] == [
        "20",
        "20",
        "100.0%",
        "0.0%",
        "50.0%",
    ]
    assert overdue.figures[6].words == "–"  # fourteen days are not over
    assert whole.is_total
    assert "Holm 1979" in tab.notes.text()


def test_versions_are_compared_with_a_verdict(tab: ResultsTab) -> None:
    tab.tables.setCurrentIndex(1)
    row = tab.versions.sheet.rows[0]
    assert row.title == "逾期提醒 · 3日内还款"
    words = [figure.words for figure in row.figures]
    assert words[:4] == ["第0版 对 第1版", "0.0%", "100.0%", "-100.0%"]
    assert words[-1] == "有差异"
    assert tab.versions.sheet.rows[2].figures[-1].words == "未显示差异"


def test_a_figure_and_a_bar_open_their_customers(
    tab: ResultsTab, window: MainWindow, qtbot: QtBot
) -> None:
    tab.table.figure_opened.emit(tab.table.sheet.rows[0].figures[4].opens)
    settle(window, qtbot)
    page = window.current_page
    assert isinstance(page, CasesPage)
    window.go("messages", tab="results")
    settle(window, qtbot)
    tab.chart.setFocus()
    qtbot.keyClick(tab.chart, Qt.Key.Key_Return)
    settle(window, qtbot)
    assert isinstance(window.current_page, CasesPage)


def test_the_chart_is_walked_and_told(tab: ResultsTab, window: MainWindow, qtbot: QtBot) -> None:
    tab.by.chip("version").click()
    settle(window, qtbot)
    chart = tab.chart
    assert [bar.name for bar in chart.bars] == ["逾期提醒 第0版", "逾期提醒 第1版"]
    chart.setFocus()
    for key, at in (
        (Qt.Key.Key_Down, 1),
        (Qt.Key.Key_Down, 1),
        (Qt.Key.Key_Up, 0),
        (Qt.Key.Key_End, 1),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_A, 0),
    ):
        qtbot.keyClick(chart, key)
        assert chart.current == at
    assert chart.accessibleName().startswith("逾期提醒 第")
    assert chart.bar_rect(1).width() > chart.bar_rect(0).width()
    place = QPoint(200, 50)
    QApplication.sendEvent(chart, QHelpEvent(QEvent.Type.ToolTip, place, chart.mapToGlobal(place)))
    opened: list[int] = []
    chart.activated.connect(opened.append)
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(200, 50))
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(200, chart.height() - 3))
    settle(window, qtbot)
    assert opened == [1]


def test_span_channel_and_window_narrow_it(
    tab: ResultsTab, window: MainWindow, qtbot: QtBot
) -> None:
    tab.window_days.chip("14").click()
    assert tab.chart.bars == []
    assert not tab.chart.isVisible()
    tab.channel.chip("email").click()
    settle(window, qtbot)
    assert tab._pages.currentIndex() == 1
    tab.channel.chip("").click()
    tab.purpose.setCurrentIndex(tab.purpose.findData("service"))
    settle(window, qtbot)
    assert tab._pages.currentIndex() == 1
    tab.purpose.setCurrentIndex(tab.purpose.findData("collection"))
    settle(window, qtbot)
    assert tab._pages.currentIndex() == 0
    tab.last.setDate(QDate(2026, 10, 1))
    settle(window, qtbot)
    assert tab.problem.text().startswith("结束日不能早于开始日")
    tab.first.setDate(QDate(2026, 9, 1))
    settle(window, qtbot)
    assert not tab.problem.isVisible()
    assert not tab.save_button.isEnabled()


def test_it_is_saved_as_a_workbook(
    tab: ResultsTab,
    window: MainWindow,
    notices: Any,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import python_calamine

    file = tmp_path / "成效.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    tab.purpose.setCurrentIndex(tab.purpose.findData("collection"))
    tab.save_button.click()
    settle(window, qtbot)
    assert notices.toasts[-1].text == "已保存：成效.xlsx"
    book = python_calamine.CalamineWorkbook.from_path(str(file))
    assert book.sheet_names == ["结果", "版本比较", "说明"]
    rows = book.get_sheet_by_name("结果").to_python()
    assert rows[1][:4] == ["逾期提醒", 20.0, 20.0, 20.0]
    assert rows[2][0] == "合计"
    versions = book.get_sheet_by_name("版本比较").to_python()
    assert versions[1][:3] == ["逾期提醒", "第0版 对 第1版", "3日内还款"]
    assert versions[1][-1] == "有差异"
    notes = book.get_sheet_by_name("说明").to_python()
    assert len(notes) == 7
    assert "渠道：全部；目的：催收" in str(notes[1][0])


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_it_paints_in_both_themes(
    tab: ResultsTab, window: MainWindow, qtbot: QtBot, mode: Any
) -> None:
    window.theme.set_mode(mode)
    settle(window, qtbot)
    assert not window.grab().isNull()
    assert tab.chosen.last == date(2026, 11, 20)


def test_it_is_there_again_in_another_language(
    tab: ResultsTab, window: MainWindow, application: Any, qtbot: QtBot
) -> None:
    application.set_language("en")
    window.go("messages", tab="results")
    settle(window, qtbot)
    (page,) = [one for one in window.findChildren(ResultsTab) if one.isVisible()]
    assert [bar.name for bar in page.chart.bars] == ["Overdue"]
    assert page.chart.isVisible()
