from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from desktop.domain.clock import FixedClock
from desktop.services import day_run
from desktop.services.desk import Desk
from desktop.ui.ageing.bucket_chart import ceiling
from desktop.ui.ageing.page import AgeingPage
from desktop.ui.main_window import MainWindow
from desktop.ui.widgets.figure_table import FigureTable
from tests.book import NOW, Book
from tests.ui.conftest import NoticeRecorder

OCTOBER = date(2026, 10, 31)


@pytest.fixture
def history(desk: Desk, book: Book, clock: FixedClock) -> Desk:
    """Three accounts on 31 October and 20 November: one rolls on, one stays current, one is new."""
    for customer in (1, 2, 3):
        book.customer(customer)
    clock.moment = clock.moment.replace(month=10, day=31)
    book.account(1, 1, officer_id=1)
    book.instalment(1, 1, date(2026, 10, 3))
    book.account(2, 2)
    book.instalment(2, 1, date(2026, 12, 1))
    day_run.run(desk)
    book.account(3, 3, product="信用卡", kind="card", officer_id=1)
    book.instalment(3, 1, date(2026, 12, 1))
    clock.moment = NOW
    day_run.run(desk)
    return desk


def open_page(window: MainWindow, qtbot: QtBot) -> AgeingPage:
    window.go("ageing")
    qtbot.waitUntil(lambda: window.tasks.is_idle)
    page = window.current_page
    assert isinstance(page, AgeingPage)
    return page


@pytest.fixture
def page(history: Desk, window: MainWindow, qtbot: QtBot) -> AgeingPage:
    return open_page(window, qtbot)


@pytest.fixture
def went(page: AgeingPage, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    """Where the page asked the window to go."""
    opened: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(page.shell, "go", lambda key, **target: opened.append((key, target)))
    return opened


def words(table: FigureTable) -> list[list[str]]:
    return [[row.title, *(figure.words for figure in row.figures)] for row in table.sheet.rows]


def choose(page: AgeingPage, measure: str) -> None:
    page.measures.chip(measure).click()


@pytest.mark.parametrize(
    ("value", "top"), [(0, 5), (1, 1), (3_658, 4_000), (826, 1_000), (4.1, 5), (0.3, 0.4), (10, 10)]
)
def test_an_axis_ends_at_a_round_number(value: float, top: float) -> None:
    assert ceiling(value) == pytest.approx(top)


def test_the_bars_show_each_bucket(page: AgeingPage) -> None:
    bars = page.chart.bars
    assert [bar.label for bar in bars] == ["M0", "M1", "M2", "M3", "M4", "M5", "M6", "M7+"]
    assert (bars[0].below, bars[2].shown) == ("2 户", "1,060.00")
    assert page.chart.bar_rect(2).height() > page.chart.bar_rect(1).height() == 0


def test_every_measure_can_be_shown(page: AgeingPage) -> None:
    choose(page, "accounts")
    assert [bar.shown for bar in page.chart.bars][:3] == ["2", "0", "1"]
    choose(page, "outstanding")
    assert [bar.shown for bar in page.chart.bars][:3] == ["2,000.00", "0", "1,000.00"]


def test_the_keyboard_walks_the_bars_and_opens_one(
    page: AgeingPage, qtbot: QtBot, went: list[tuple[str, dict[str, Any]]]
) -> None:
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(page.chart, key)
    assert page.chart.current == 2
    assert "M2" in page.chart.accessibleName()
    qtbot.keyClick(page.chart, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(went))
    assert went == [("cases", {"case_ids": [1], "label": "M2 · 2026-11-20"})]
    qtbot.keyClick(page.chart, Qt.Key.Key_End)
    assert page.chart.current == 7
    qtbot.keyClick(page.chart, Qt.Key.Key_Home)
    assert page.chart.current == 0


def test_a_click_on_a_bar_opens_its_cases(
    page: AgeingPage, qtbot: QtBot, went: list[tuple[str, dict[str, Any]]]
) -> None:
    at = page.chart.bar_rect(2).center().toPoint()
    QTest.mouseMove(page.chart, at)
    qtbot.mouseClick(page.chart, Qt.MouseButton.LeftButton, pos=at)
    qtbot.waitUntil(lambda: bool(went))
    assert went[0][1]["case_ids"] == [1]


def test_an_empty_bar_opens_nothing(
    page: AgeingPage, qtbot: QtBot, went: list[tuple[str, dict[str, Any]]]
) -> None:
    page.chart.activated.emit(5)
    page.chart.show_bars([], [], 1)
    qtbot.keyClick(page.chart, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.shell.tasks.is_idle)
    assert went == []


def test_the_pivots_show_products_and_officers(page: AgeingPage) -> None:
    choose(page, "accounts")
    assert words(page.products)[0] == ["个人消费贷", "1", "–", "1", "–", "–", "–", "–", "–", "2"]
    assert [row[0] for row in words(page.products)] == ["个人消费贷", "信用卡", "合计"]
    assert [row[0] for row in words(page.officers)] == ["陈思远", "未分派", "合计"]
    assert words(page.classes)[0][:2] == ["正常", "2"]


def test_a_figure_of_a_pivot_opens_its_cases(
    page: AgeingPage, qtbot: QtBot, went: list[tuple[str, dict[str, Any]]]
) -> None:
    choose(page, "accounts")
    page.products.setCurrentIndex(page.products.model().index(0, 3))
    qtbot.keyClick(page.products, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(went))
    assert went == [("cases", {"case_ids": [1], "label": "M2 · 个人消费贷 · 2026-11-20"})]
    page.officers.setCurrentIndex(page.officers.model().index(1, 0))
    qtbot.keyClick(page.officers, Qt.Key.Key_Return)  # a name opens nothing
    qtbot.waitUntil(lambda: page.shell.tasks.is_idle)
    assert len(went) == 1


def test_the_mouse_opens_a_figure_of_a_table(
    page: AgeingPage, qtbot: QtBot, went: list[tuple[str, dict[str, Any]]]
) -> None:
    table = page.classes
    at = table.visualRect(table.model().index(0, 1)).center()
    QTest.mouseMove(table.viewport(), at)
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.waitUntil(lambda: bool(went))
    assert went[0][1]["case_ids"] == [2, 3]
    QTest.mouseMove(table, QPoint(0, 0))


def test_the_matrix_says_where_everybody_went(
    page: AgeingPage, qtbot: QtBot, went: list[tuple[str, dict[str, Any]]]
) -> None:
    page.tabs.setCurrentIndex(2)
    choose(page, "accounts")
    rows = {row.title: row.figures for row in page.matrix.sheet.rows}
    rolled = rows["M1"][2]
    assert (rolled.words, rolled.aside, rolled.shade) == ("100.0%", "1", "danger")
    assert rows["新增"][0].words == "100.0%"
    assert "恶化 100.0%" in page._moves.text()
    page.matrix.figure_opened.emit(rolled.opens)
    page.matrix.figure_opened.emit(rows["M1"][9].opens)
    qtbot.waitUntil(lambda: len(went) == 2)
    assert {target["label"] for _, target in went} == {"M1 → M2 · 2026-11-20", "M1 · 2026-10-31"}


def test_any_past_date_can_be_shown(page: AgeingPage, qtbot: QtBot) -> None:
    page.go_to(OCTOBER)
    qtbot.waitUntil(lambda: page.subtitle == "2026-10-31")
    choose(page, "accounts")
    assert [bar.shown for bar in page.chart.bars][:3] == ["1", "1", "0"]
    qtbot.waitUntil(lambda: page.shell.tasks.is_idle)
    page.tabs.setCurrentIndex(2)
    assert "2026-09-30" in page._no_rolls.findChildren(type(page._moves))[2].text()


def test_the_buttons_step_through_the_days(page: AgeingPage, qtbot: QtBot) -> None:
    buttons = {b.accessibleName(): b for b in page.top_widget().findChildren(QPushButton)}
    buttons["前一天"].click()
    assert page.as_of == date(2026, 11, 19)
    buttons["后一天"].click()
    buttons["后一天"].click()
    assert page.as_of == date(2026, 11, 20)
    buttons["上月末"].click()
    assert page.as_of == OCTOBER
    buttons["今天"].click()
    assert page.as_of == date(2026, 11, 20)
    qtbot.waitUntil(lambda: page.shell.tasks.is_idle)


def test_a_date_before_the_records_says_so_and_leads_to_the_first(
    page: AgeingPage, qtbot: QtBot
) -> None:
    page.open_target(day=date(2026, 5, 1))
    qtbot.waitUntil(lambda: page.shell.tasks.is_idle)
    assert page.shown_day is None
    assert not page.top_actions()[0].isEnabled()
    page._nothing.findChild(QPushButton).click()
    qtbot.waitUntil(lambda: page.shown_day == OCTOBER)


def test_a_day_not_run_yet_shows_the_last_and_says_so(
    page: AgeingPage, qtbot: QtBot, clock: FixedClock
) -> None:
    clock.moment = NOW.replace(day=22)
    page.refresh()
    qtbot.waitUntil(lambda: page.shell.tasks.is_idle)
    assert page.as_of == date(2026, 11, 22)
    assert page.shown_day == date(2026, 11, 20)
    assert page._said.count() == 1
    page.refresh()
    qtbot.waitUntil(lambda: page.shell.tasks.is_idle)
    assert page._said.count() == 1


def test_without_any_run_it_invites_to_import(window: MainWindow, qtbot: QtBot) -> None:
    page = open_page(window, qtbot)
    assert page._nothing.isVisible()
    assert page._nothing.findChild(QPushButton).text() == "导入文件"


@pytest.mark.parametrize(("action", "suffix"), [(0, ".pdf"), (1, ".xlsx")])
def test_the_report_is_saved_where_it_was_asked_to(
    page: AgeingPage,
    qtbot: QtBot,
    notices: NoticeRecorder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    action: int,
    suffix: str,
) -> None:
    file = tmp_path / f"账龄{suffix}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(file), ""))
    page.top_actions()[action].trigger()
    qtbot.waitUntil(lambda: bool(notices.toasts))
    assert notices.toasts[-1].text == f"已保存：账龄{suffix}"
    assert file.stat().st_size > 1000


def test_giving_up_saves_nothing(
    page: AgeingPage, notices: NoticeRecorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: ("", ""))
    page.saving.ask_xlsx()
    assert notices.toasts == []


def test_english_is_complete(history: Desk, window: MainWindow, qtbot: QtBot) -> None:
    window.application.set_language("en")
    page = open_page(window, qtbot)
    assert page.title() == "Ageing"
    assert page.products.sheet.corner == "Product"
    page.tabs.setCurrentIndex(2)
    assert page.grab().width() > 0


def test_amounts_too_wide_for_a_cell_are_shown_in_larger_units(
    history: Desk, window: MainWindow, qtbot: QtBot
) -> None:
    with history.store.write() as connection:
        connection.exec_driver_sql(
            "UPDATE account_span SET outstanding_principal = 1234567890123 WHERE account_id = 1"
        )
        connection.commit()
    page = open_page(window, qtbot)
    choose(page, "outstanding")
    assert page.products.sheet.corner == "产品（万元）"
    assert words(page.products)[0][3] == "1,234,567.89"
    assert page.classes.sheet.heads[2] == "本金余额（万元）"
    choose(page, "accounts")
    assert page.products.sheet.corner == "产品"
    window.application.set_language("en")
    page = open_page(window, qtbot)
    choose(page, "outstanding")
    assert words(page.products)[0][3] == "12,345,678.90"
