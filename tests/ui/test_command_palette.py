"""The list of all commands: find one, do it, give it another key; and the window's own menu."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from desktop.ui.command_palette import CommandPalette
from desktop.ui.main_window import MainWindow


@pytest.fixture
def palette(window: MainWindow):
    window.go("cases")
    made = CommandPalette(window)  # closes and deletes itself
    made.show()
    return made


def choose(palette, words):
    palette._search.setText(words)


def test_typing_finds_and_enter_does(palette, window, qtbot):
    choose(palette, "打开催办")
    qtbot.keyClick(palette._search, Qt.Key.Key_Return)
    assert window.current_page.key == "calendar"


def test_arrows_walk_and_nothing_found_does_nothing(palette, window, qtbot):
    first = palette._list.currentItem()
    qtbot.keyClick(palette._search, Qt.Key.Key_Down)
    assert palette._list.currentItem() is not first
    qtbot.keyClick(palette._search, Qt.Key.Key_Up)
    assert palette._list.currentItem() is first
    choose(palette, "没有这个命令")
    qtbot.keyClick(palette._search, Qt.Key.Key_Return)
    qtbot.keyClick(palette._search, Qt.Key.Key_Down)
    assert palette.isVisible()


def test_a_command_gets_another_key_and_its_own_back(palette, window, qtbot):
    choose(palette, "搜索案件")
    palette._key.setKeySequence(QKeySequence("Ctrl+Shift+K"))
    palette._change_key()
    find = next(a for a in window.current_page.actions() if a.objectName() == "cases.find")
    assert find.shortcut().toString() == "Ctrl+Shift+K"
    assert window.prefs.get("shortcuts", "cases.find") == "Ctrl+Shift+K"
    palette._change_key()
    palette._reset_key()
    assert find.shortcut().toString() == "Ctrl+K"
    assert window.prefs.get("shortcuts", "cases.find") is None


def test_a_key_that_is_taken_is_refused(palette, window):
    choose(palette, "搜索案件")
    palette._key.setKeySequence(QKeySequence("F5"))
    palette._change_key()
    assert "刷新" in palette._note.text()
    find = next(a for a in window.current_page.actions() if a.objectName() == "cases.find")
    assert find.shortcut().toString() == "Ctrl+K"


def test_the_menu_switches_looks_and_language_and_undoes(window: MainWindow, application):
    menu = window._navigation.user.choices
    actions = {action.text(): action for action in menu.actions()}
    looks = {action.text(): action for action in actions["外观"].menu().actions()}
    looks["深色"].trigger()
    assert application.theme.is_dark
    assert window.prefs.get("window", "theme") == "dark"
    looks["跟随系统"].trigger()
    looks["浅色"].trigger()
    assert not actions["撤销上一步操作"].isEnabled()
    done = []
    window.notify.toast("分派", undo=lambda: done.append(1))
    assert actions["撤销上一步操作"].isEnabled()
    actions["撤销上一步操作"].trigger()
    assert done == [1]
    actions["全部命令与快捷键…"].trigger()
    assert window.findChildren(CommandPalette)
    for open_palette in window.findChildren(CommandPalette):
        open_palette.reject()
    languages = {action.text(): action for action in actions["语言"].menu().actions()}
    languages["English"].trigger()
    assert application.language == "en"
    assert window.prefs.get("window", "language") == "en"
    application.set_language("zh")
