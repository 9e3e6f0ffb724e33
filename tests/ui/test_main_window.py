"""The window: pages by need, kept fresh, remembered, in two languages and two themes."""

import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.domain.changes import Changes
from desktop.services import preferences as stored
from desktop.ui import registry
from desktop.ui.broken_page import BrokenPage
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Page


class Counting(Page):
    topics = frozenset({"cases"})

    def __init__(self, shell):
        super().__init__(shell)
        self.refreshed = 0
        self.target = {}
        self.left = 0
        self.act("ping", "Ping", self.ping, shortcut="Ctrl+G", icon="phone", is_primary=True)

    def title(self):
        return "Counting"

    def top_actions(self):
        return [*self.actions(), QWidget()]

    def ping(self):
        self.target = {"pinged": True}

    def refresh(self):
        self.refreshed += 1

    def open_target(self, **target):
        self.target = target

    def leave(self):
        self.left += 1


class First(Counting):
    key = "first"
    icon = "phone"


class Second(Counting):
    key = "second"
    icon = "mail"


@pytest.fixture(autouse=True)
def two_pages(monkeypatch):
    entries = tuple(
        registry.Entry(kind.key, kind.icon, __name__, kind.__name__, kind.key.title())
        for kind in (First, Second)
    )
    monkeypatch.setattr(registry, "ENTRIES", entries)


def test_every_page_listed_can_be_made(application, desk, monkeypatch, qtbot):
    monkeypatch.undo()
    for entry in registry.existing():
        assert (entry.key, entry.icon) != ("", "")
        module = __import__(entry.module, fromlist=[entry.class_name])
        page_class = getattr(module, entry.class_name)
        assert issubclass(page_class, Page)
        assert page_class.key == entry.key


def test_a_page_is_made_when_first_opened_and_refreshed_once(window: MainWindow):
    assert list(window.pages) == ["first"]
    window.go("second", case_id=7)
    second = window.pages["second"]
    assert window.current_page is second
    assert (second.refreshed, second.target) == (1, {"case_id": 7})
    window.go("first")
    window.go("second")
    assert second.refreshed == 1


def test_a_page_that_is_not_there_is_refused(window: MainWindow, caplog):
    window.go("nowhere")
    assert window.current_page.key == "first"
    assert window.has_page("second")
    assert not window.has_page("nowhere")


def test_visible_pages_refresh_and_hidden_ones_go_stale(window: MainWindow, qtbot):
    window.go("second")
    window.go("first")
    first, second = window.pages["first"], window.pages["second"]
    before = first.refreshed
    window.events.tell(Changes.of("cases"))
    window.events.tell(Changes.of("cases"))
    qtbot.waitUntil(lambda: first.refreshed == before + 1)
    assert second.refreshed == 1
    window.go("second")
    assert second.refreshed == 2
    window.events.tell(Changes.of("letters"))
    qtbot.settle(window)
    assert (first.refreshed, second.refreshed) == (before + 1, 2)


def test_keys_switch_pages_and_do_a_page_s_actions(window: MainWindow, qtbot):
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.current_page.key == "second"
    qtbot.keyClick(window.current_page, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert window.current_page.target == {"pinged": True}
    before = window.current_page.refreshed
    qtbot.keyClick(window, Qt.Key.Key_F5)
    assert window.current_page.refreshed == before + 1


def test_badges_survive_a_switch_of_language(window: MainWindow, application):
    window.set_badge("second", 120)
    old = window.pages["first"]
    application.set_language("en")
    assert old.left == 1
    assert window.pages["first"] is not old
    assert window._navigation.badge("second") == 120
    assert window.windowTitle() == "Shouyue"
    application.set_language("zh")
    assert window.windowTitle() == "守约"


def test_place_page_and_shortcuts_are_remembered(window: MainWindow, application, desk, qtbot):
    window.go("second")
    window.resize(1100, 700)
    window.prefs.set("shortcuts", "second.ping", "Ctrl+J")
    window.close()
    kept = stored.load(desk)
    assert kept["window", "page"] == "second"
    again = MainWindow(application, desk)
    qtbot.addWidget(again)
    assert again.current_page.key == "second"
    assert again.current_page.actions()[0].shortcut().toString() == "Ctrl+J"
    # Qt fits a restored window to the screen; the offscreen one is smaller than any of ours.
    assert again.width() < 1440
    again.close()


def test_a_narrow_window_keeps_the_icons_only(window: MainWindow):
    window.resize(1440, 900)
    wide = window._navigation.width()
    window.resize(1000, 700)
    assert window._navigation.width() < wide
    window.resize(1440, 900)
    assert window._navigation.width() == wide


def test_a_page_that_cannot_be_loaded_is_told_when_it_is_opened(monkeypatch, caplog, tmp_path):
    broken = registry.Entry("broken", "phone", "desktop.ui.broken", "BrokenPage", "Broken")
    monkeypatch.setattr(registry, "existing", lambda: [broken])
    registry.load_all()
    assert "the page broken cannot be loaded" in caplog.text


def test_a_badge_has_its_figures_again_after_a_narrow_window(window: MainWindow, qtbot):
    window.resize(1440, 900)
    window.set_badge("second", 43)
    badge = window._navigation._buttons["second"]._badge
    qtbot.wait(10)
    wide = badge.width()
    window.resize(1000, 700)
    assert not badge.isVisible()
    assert window._navigation._buttons["second"]._dot.isVisible()
    window.resize(1440, 900)
    qtbot.wait(10)
    assert badge.isVisible()
    assert badge.width() == wide


def test_a_page_that_fails_leaves_the_window_alive(window: MainWindow, notices, monkeypatch):
    def fail(_self, _shell):
        raise ImportError("half a page")

    monkeypatch.setattr(registry.Entry, "make", fail)
    window.go("second")
    assert isinstance(window.current_page, BrokenPage)
    assert window.current_page.title() == "Second"
    assert notices.problems[0].report
    window.go("first")
    assert window.current_page.key == "first"


def test_an_error_in_a_click_is_logged_and_shown_and_the_window_lives(
    application, desk, notices, monkeypatch, qtbot
):
    seen = []
    monkeypatch.setattr(sys, "excepthook", lambda *facts: seen.append(facts[0]))
    shown = MainWindow(application, desk)
    qtbot.addWidget(shown)
    notices.replace(shown)
    try:
        raise KeyError("a bug in a click")
    except KeyError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    assert seen == [KeyError]
    assert "KeyError" in notices.problems[0].report
    shown.close()
    sys.excepthook(KeyError, KeyError(), None)
    assert len(notices.problems) == 1
