"""The window's own commands: undo, refresh, theme, language, the list of all commands."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from desktop.ui.command_palette import CommandPalette

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow


class WindowMenu(QObject):
    """Fills the menu of the person at the desk and puts its shortcuts on the window."""

    def __init__(self, window: "MainWindow", menu: QMenu) -> None:
        super().__init__(menu)
        self._window = window
        self._menu = menu
        self._undo = self._add(
            "undo", self.tr("Undo the last action"), window.notify.undo, "Ctrl+Z", "undo-2"
        )
        window.notify.undo_changed.connect(self._follow_undo)
        self._follow_undo()
        self._add("refresh", self.tr("Refresh"), window.refresh_all, "F5", "refresh-cw")
        self._add(
            "commands",
            self.tr("All commands and shortcuts…"),
            self._show_commands,
            "Ctrl+Shift+P",
            "keyboard",
        )
        menu.addSeparator()
        self._choice(
            self.tr("Appearance"),
            "sun",
            (
                ("system", self.tr("As the system"), "monitor"),
                ("light", self.tr("Light"), "sun"),
                ("dark", self.tr("Dark"), "moon"),
            ),
            window.theme.mode,
            window.set_mode,
        )
        self._choice(
            self.tr("Language"),
            "languages",
            (("zh", "中文", ""), ("en", "English", "")),
            window.application.language,
            window.set_language,
        )
        menu.addSeparator()
        self._add("quit", self.tr("Quit"), window.close, "Ctrl+Q", "")

    def _add(
        self, key: str, words: str, do: Callable[[], object], shortcut: str, icon: str
    ) -> QAction:
        action = QAction(words, self._window)
        action.setObjectName(f"window.{key}")
        action.setProperty("default_shortcut", shortcut)
        action.setShortcut(QKeySequence(shortcut))
        action.triggered.connect(lambda _checked=False: do())
        if icon:
            self._window.theme.set_icon(action, icon, "text2", 16)
        self._window.addAction(action)
        self._menu.addAction(action)
        return action

    def _choice(
        self,
        words: str,
        icon: str,
        choices: tuple[tuple[str, str, str], ...],
        current: str,
        choose: Callable[[str], object],
    ) -> None:
        menu = self._menu.addMenu(words)
        self._window.theme.set_icon(menu.menuAction(), icon, "text2", 16)
        group = QActionGroup(menu)
        for key, name, picture in choices:
            action = QAction(name, menu, checkable=True, checked=key == current)
            action.triggered.connect(lambda _checked, key=key: choose(key))
            if picture:
                self._window.theme.set_icon(action, picture, "text2", 16)
            group.addAction(action)
            menu.addAction(action)

    def _follow_undo(self) -> None:
        done = self._window.notify.undo_text
        self._undo.setEnabled(bool(done))
        self._undo.setToolTip(done)

    def _show_commands(self) -> None:
        CommandPalette(self._window).open()
