"""The bar below the list: how many are chosen, what can be done with them, what is in sight."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.ui import formats
from desktop.ui.theme import Theme
from desktop.ui.widgets.text import button, text
from desktop.ui.widgets.top_bar import action_button


class ListFooter(QWidget):
    """``all_wanted`` asks for every case of the filter, ``none_wanted`` for none."""

    all_wanted = Signal()
    none_wanted = Signal()

    def __init__(self, theme: Theme, bulk: Sequence[QAction]) -> None:
        super().__init__()
        self.setProperty("role", "footer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(44)
        self._chosen = text("", "heading")
        self._all = button(theme, "", role="ghost")
        self._all.clicked.connect(self.all_wanted)
        self._none = button(theme, self.tr("Choose none"), role="ghost")
        self._none.clicked.connect(self.none_wanted)
        self._span = text("", "key")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 0, 14, 0)
        layout.setSpacing(2)
        layout.addWidget(self._chosen)
        layout.addSpacing(6)
        for action in bulk:
            layout.addWidget(action_button(theme, action, role="ghost"))
        layout.addStretch()
        layout.addWidget(self._all)
        layout.addWidget(self._none)
        layout.addSpacing(8)
        layout.addWidget(self._span)
        self.show_state(0, 0, (0, 0))

    def show_state(self, chosen: int, total: int, span: tuple[int, int]) -> None:
        """Show how many are chosen of how many, and which rows are in sight (from 1)."""
        self._chosen.setText(self.tr("{count} chosen").format(count=formats.count(chosen)))
        self._chosen.setVisible(chosen > 0)
        self._all.setText(self.tr("Choose all {count}").format(count=formats.count(total)))
        self._all.setVisible(0 < chosen < total)
        self._none.setVisible(chosen > 0 and chosen == total)
        first, last = span
        self._span.setText(f"{formats.count(first)}–{formats.count(last)} / {formats.count(total)}")
