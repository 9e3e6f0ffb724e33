"""What the branch should not overlook, above the list: each line with its remedy."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.adapters import wording
from desktop.services.today_notices import Notice as Fact
from desktop.ui import formats
from desktop.ui.theme import Theme
from desktop.ui.widgets.notice import Notice
from desktop.ui.widgets.text import button

SHOWN = 2
_ICONS = {"danger": "circle-alert", "warn": "triangle-alert", "info": "info"}


class NoticeStrip(QWidget):
    """The gravest lines, the others behind a button."""

    def __init__(self, theme: Theme, remedy: Callable[[str], object]) -> None:
        super().__init__()
        self._theme = theme
        self._remedy = remedy
        self._shows_all = False
        self._facts: Sequence[Fact] = ()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)

    def show_notices(self, facts: Sequence[Fact]) -> None:
        """Show these instead."""
        if tuple(facts) != tuple(self._facts):
            self._facts = facts
            self._build()

    def _build(self) -> None:
        while (item := self._layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        shown = self._facts if self._shows_all else self._facts[:SHOWN]
        for fact in shown:
            self._layout.addWidget(self._line(fact))
        hidden = len(self._facts) - len(shown)
        if hidden:
            words = self.tr("More remarks: {count}").format(count=hidden)
            more = button(self._theme, words, "chevron-down", role="ghost")
            more.clicked.connect(lambda _checked=False: self._show_all())
            self._layout.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        self.setVisible(bool(self._facts))

    def _line(self, fact: Fact) -> Notice:
        words = wording.text(fact.code, formats.language(), **fact.facts)
        line = Notice(self._theme, words, _ICONS[fact.tone], fact.tone)
        line.offer(self._words(fact.remedy), lambda: self._remedy(fact.remedy))
        return line

    def _words(self, remedy: str) -> str:
        return {
            "day_run": self.tr("Run the day now"),
            "imports": self.tr("To the imports"),
            "backups": self.tr("To the backups"),
            "messages": self.tr("To the messages"),
            "branch": self.tr("Fill in"),
            "days": self.tr("Fill in"),
            "payments": self.tr("Take in the bank file"),
            "agencies": self.tr("Look at the agency"),
            "periods": self.tr("See the periods"),
        }[remedy]

    def _show_all(self) -> None:
        self._shows_all = True
        self._build()
