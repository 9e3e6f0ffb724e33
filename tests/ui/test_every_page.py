"""Every page of the window over a small book: opens, fits, survives themes, languages, narrow windows."""

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from desktop.adapters import paths
from desktop.services import day_run, import_plans, imports
from desktop.ui import registry
from desktop.ui.main_window import MainWindow

KEYS = [entry.key for entry in registry.existing()]
SIZES = ((1440, 900), (1280, 720))


@pytest.fixture
def lived_in(desk, book) -> None:
    """A dozen customers in every bucket."""
    for number in range(1, 13):
        book.customer(number, f"张{'海建明伟芳丽强敏静涛勇霞'[number - 1]}", address="江虹路 1 号")
        book.late(number, number, number * 17, product="信用卡" if number % 3 else "汽车贷款")
    day_run.run(desk)


@pytest.fixture
def open_page(lived_in, window: MainWindow, qtbot):
    """Open a page and wait until it has answered everything."""

    def opened(key: str):
        window.go(key)
        qtbot.settle(window)
        return window.pages[key]

    return opened


@pytest.mark.parametrize("key", KEYS)
def test_a_page_opens_without_a_problem_in_both_themes_and_languages(
    open_page, window, application, notices, key, qtbot
):
    page = open_page(key)
    assert page.title()
    application.theme.set_mode("dark")
    window.resize(1280, 720)
    assert window.grab().width() == 1280
    application.set_language("en")
    page = open_page(key)
    assert page.title() == page.title().encode("ascii", "ignore").decode()
    application.set_language("zh")
    qtbot.waitUntil(lambda: window.tasks.is_idle, timeout=20_000)
    assert [problem.text for problem in notices.problems] == []


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("size", SIZES, ids=["1440x900", "1280x720"])
def test_a_page_fits_the_window(open_page, window, key, size):
    window.resize(*size)
    page = open_page(key)
    assert (window.width(), window.height()) == size
    assert page.minimumSizeHint().width() <= page.width()
    assert page.minimumSizeHint().height() <= page.height()


@pytest.mark.parametrize("key", KEYS)
def test_the_words_of_a_page_s_buttons_are_not_cut_off(open_page, window, key):
    window.resize(1280, 720)
    page = open_page(key)
    cut = [
        button.text()
        for button in page.findChildren(QPushButton)
        if button.isVisible() and button.width() < button.minimumSizeHint().width() - 2
    ]
    assert cut == []


@pytest.mark.parametrize("key", KEYS)
def test_everything_that_can_be_pressed_has_a_name(open_page, key):
    page = open_page(key)
    nameless = [
        button
        for button in page.findChildren(QPushButton)
        if button.isVisible() and not (button.accessibleName() or button.text().strip())
    ]
    assert nameless == []


@pytest.mark.parametrize("key", KEYS)
def test_every_shortcut_of_a_page_means_one_thing(open_page, window, key):
    open_page(key)
    taken: dict[str, str] = {}
    twice = []
    for action in window.window_actions():
        for shortcut in action.shortcuts():
            name = shortcut.toString()
            if name and name in taken and taken[name] != action.objectName():
                twice.append((name, taken[name], action.objectName()))
            taken[name] = action.objectName()
    assert twice == []


def test_opening_every_page_never_holds_the_window(open_page, gui_watch):
    registry.load_all()
    gui_watch.start()
    for key in KEYS:
        open_page(key)
        gui_watch.check(key)


def test_an_import_never_holds_the_window(window, desk, notices, gui_watch, qtbot):
    registry.load_all()
    gui_watch.start()
    window.go("cases")
    folder = paths.resources("sample", "2026-10")
    files = [folder / name for name in ("accounts.xlsx", "customers.csv", "schedule.csv")]
    results = []

    def import_files(desk, progress):
        plans = import_plans.usable(import_plans.look_at_all(desk, files).plans)
        return imports.run(desk, plans, progress=progress)

    window.tasks.write(import_files, then=results.append)
    for key in ("cases", "calendar", "ageing"):
        window.go(key)
        qtbot.wait(50)
    qtbot.waitUntil(lambda: window.tasks.is_idle, timeout=60_000)
    assert results
    assert notices.problems == []


def test_no_page_leaves_english_in_the_chinese_window(open_page, window):
    english = {}
    for key in KEYS:
        page = open_page(key)
        words = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
        words += [button.text() for button in page.findChildren(QPushButton) if button.isVisible()]
        found = [said for said in words if _is_english(said)]
        if found:
            english[key] = found
    assert english == {}


def _is_english(said: str) -> bool:
    words = [part for part in said.split() if part.isascii() and part.isalpha() and len(part) > 3]
    return len(words) >= 2
