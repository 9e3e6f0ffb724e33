"""Every command with its shortcut: find it, do it, or give it another key."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QKeySequenceEdit,
    QTreeWidget,
    QTreeWidgetItem,
)

from desktop.ui.page import SHORTCUTS
from desktop.ui.widgets.search_field import SearchField
from desktop.ui.widgets.text import button, column, row, spacer, text

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow


def apply_shortcuts(window: "MainWindow", actions: list[QAction]) -> None:
    """Give actions the shortcuts that the user chose, or those they came with."""
    for action in actions:
        chosen = window.prefs.get(
            SHORTCUTS, action.objectName(), action.property("default_shortcut")
        )
        action.setShortcut(QKeySequence(str(chosen or "")))


class CommandPalette(QDialog):
    """A list to type into; Enter does the command, the field below changes its key."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Commands"))
        self.resize(560, 520)
        self._window = window
        self._actions = [a for a in window.window_actions() if a.objectName()]
        self._search = SearchField(window.theme, self.tr("Find a command"), "↑ ↓ Enter")
        self._search.setMaximumWidth(16777215)
        self._search.textChanged.connect(self._filter)
        self._search.installEventFilter(self)
        self._list = QTreeWidget(columnCount=2)
        self._list.setRootIsDecorated(False)
        self._list.setHeaderHidden(True)
        self._list.setUniformRowHeights(True)
        self._list.header().setStretchLastSection(False)
        self._list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._list.setAccessibleName(self.windowTitle())
        self._list.itemActivated.connect(lambda _item: self._do())
        self._list.currentItemChanged.connect(lambda *_: self._show_key())
        self._key = QKeySequenceEdit(maximumSequenceLength=1, clearButtonEnabled=True)
        self._key.editingFinished.connect(self._change_key)
        self._note = text("", "error", wrap=True)
        reset = button(window.theme, self.tr("Back to default"))
        reset.clicked.connect(self._reset_key)
        do = button(window.theme, self.tr("Run"), is_primary=True)
        do.clicked.connect(self._do)
        self.setLayout(
            column(
                self._search,
                self._list,
                self._note,
                row(text(self.tr("Shortcut"), "soft"), self._key, reset, spacer(), do),
                margins=16,
                spacing=10,
            )
        )
        self._fill()
        self._search.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys walk the list and Enter do the command while typing."""
        if watched is self._search and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress and event.key() in (
                Qt.Key.Key_Up,
                Qt.Key.Key_Down,
            ):
                self._step(1 if event.key() == Qt.Key.Key_Down else -1)
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() in (
                Qt.Key.Key_Return,
                Qt.Key.Key_Enter,
            ):
                self._do()
                return True
        return super().eventFilter(watched, event)

    def _fill(self) -> None:
        for action in self._actions:
            item = QTreeWidgetItem([action.text().replace("&", ""), action.shortcut().toString()])
            item.setData(0, Qt.ItemDataRole.UserRole, action.objectName())
            item.setIcon(0, action.icon())
            if not action.isEnabled():
                item.setForeground(0, self._window.theme.color("text3"))
            self._list.addTopLevelItem(item)
        self._filter("")

    def _filter(self, words: str) -> None:
        first = None
        for item in self._items():
            is_shown = words.casefold().strip() in item.text(0).casefold()
            item.setHidden(not is_shown)
            first = first or (item if is_shown else None)
        if first is not None:
            self._list.setCurrentItem(first)

    def _items(self) -> list[QTreeWidgetItem]:
        found = (self._list.topLevelItem(n) for n in range(self._list.topLevelItemCount()))
        return [item for item in found if item is not None]

    def _step(self, by: int) -> None:
        shown = [item for item in self._items() if not item.isHidden()]
        current = self._list.currentItem()
        if shown:
            place = shown.index(current) + by if current in shown else 0
            self._list.setCurrentItem(shown[place % len(shown)])

    def _action(self) -> QAction | None:
        item = self._list.currentItem()
        if item is None or item.isHidden():
            return None
        name = item.data(0, Qt.ItemDataRole.UserRole)
        return next((action for action in self._actions if action.objectName() == name), None)

    def _do(self) -> None:
        action = self._action()
        if action is not None and action.isEnabled():
            self.accept()
            action.trigger()

    def _show_key(self) -> None:
        action = self._action()
        self._key.setKeySequence(action.shortcut() if action else QKeySequence())
        self._note.clear()

    def _change_key(self) -> None:
        action, wanted = self._action(), self._key.keySequence()
        if action is None or wanted == action.shortcut():
            return
        taken = next(
            (
                a
                for a in self._actions
                if a is not action and not wanted.isEmpty() and a.shortcut() == wanted
            ),
            None,
        )
        if taken is not None:
            words = self.tr("{key} already means “{command}”.")
            self._note.setText(words.format(key=wanted.toString(), command=taken.text()))
            return
        self._note.clear()
        self._set(action, wanted.toString())

    def _reset_key(self) -> None:
        action = self._action()
        if action is not None:
            self._set(action, None)
            self._show_key()

    def _set(self, action: QAction, shortcut: str | None) -> None:
        self._window.prefs.set(SHORTCUTS, action.objectName(), shortcut)
        apply_shortcuts(self._window, [action])
        item = self._list.currentItem()
        if item is not None:
            item.setText(1, action.shortcut().toString())
