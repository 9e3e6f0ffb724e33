"""A text with named fields: an opening brace offers them, a click puts one in."""

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QCompleter, QListView, QPlainTextEdit, QPushButton

from desktop.domain.message_text import FIELDS
from desktop.ui.widgets.flow import FlowRow

_OF_THE_LIST = (
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Tab,
    Qt.Key.Key_Backtab,
    Qt.Key.Key_Escape,
)


class FieldEdit(QPlainTextEdit):
    """After ``{`` the names of the fields are offered; Enter or Tab takes one."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self._list = QListView()
        self._fields = QStringListModel(list(FIELDS), self)
        self.completer = QCompleter(self._fields, self)
        self.completer.setWidget(self)
        self.completer.setPopup(self._list)
        self.completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.completer.activated.connect(self._complete)

    def offer(self, fields: Sequence[str]) -> None:
        """Offer only these after a brace."""
        self._fields.setStringList(list(fields))

    def insert_field(self, name: str) -> None:
        """Put a field in at the cursor; an opening brace just typed is made use of."""
        if self.isReadOnly():
            return
        begun = self._begun()
        cursor = self.textCursor()
        if begun is not None:
            back = len(begun) + 1
            cursor.movePosition(
                QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, back
            )
        cursor.insertText(f"{{{name}}}")
        self._list.hide()
        self.setTextCursor(cursor)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the keys of the list to the list, and offer fields after a brace."""
        if self._list.isVisible() and event.key() in _OF_THE_LIST:
            event.ignore()
            return
        super().keyPressEvent(event)
        self._offer()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Offer fields after what an input method wrote, too."""
        super().inputMethodEvent(event)
        if event.commitString():
            self._offer()

    def _begun(self) -> str | None:
        """What stands between an open brace and the cursor; ``None`` where none is open."""
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        _, brace, name = before.rpartition("{")
        return name if brace and "}" not in name and len(name) <= 8 else None

    def _offer(self) -> None:
        begun = self._begun()
        if begun is None or self.isReadOnly():
            self._list.hide()
            return
        self.completer.setCompletionPrefix(begun)
        at = self.cursorRect()
        at.setWidth(160)
        self.completer.complete(at)

    def _complete(self, name: str) -> None:
        self.insert_field(name)


class FieldChips(FlowRow):
    """The fields as buttons that put themselves into the text."""

    chosen = Signal(str)

    def __init__(self, name: str, fields: Sequence[str] = FIELDS) -> None:
        super().__init__(spacing=4)
        self.setAccessibleName(name)
        self.chips: dict[str, QPushButton] = {}
        for field in fields:
            chip = QPushButton(field)
            chip.setProperty("role", "part")
            chip.setAutoDefault(False)
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the brace offers them by keyboard
            chip.clicked.connect(lambda _on=False, field=field: self.chosen.emit(field))
            self.chips[field] = chip
            self.flow.addWidget(chip)

    def offer(self, fields: Sequence[str]) -> None:
        """Show only these."""
        for field, chip in self.chips.items():
            chip.setVisible(field in fields)
        self.flow.invalidate()
