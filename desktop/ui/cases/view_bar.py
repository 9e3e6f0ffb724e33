"""The bar above the list: views as chips with counts, and the parts of the filter in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from desktop.services.cases import CaseQuery
from desktop.ui.cases.filters import FilterWords, View, without
from desktop.ui.theme import Theme
from desktop.ui.widgets.chips import Choice, FilterChips
from desktop.ui.widgets.flow import FlowRow
from desktop.ui.widgets.text import button, column


class ViewBar(QWidget):
    """Emits ``view_chosen`` with a view's key and ``narrowed`` with the filter less one part."""

    view_chosen = Signal(str)
    narrowed = Signal(object)
    named_dropped = Signal()
    forget_wanted = Signal(str)

    def __init__(self, theme: Theme, buttons: Sequence[QPushButton]) -> None:
        super().__init__()
        self._theme = theme
        self._chips = FilterChips()
        self._chips.chosen.connect(self.view_chosen)
        self._chips.menu_wanted.connect(self._menu)
        self._words = FilterWords(self)
        self._parts = FlowRow(spacing=6)
        self._flow = self._parts.flow
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self._chips, 1)
        for made in buttons:
            first.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
        layout = column(first, self._parts, spacing=6)
        layout.setContentsMargins(12, 10, 12, 10)
        self.setLayout(layout)
        self._parts.hide()

    def show_views(self, views: Sequence[View], counts: Mapping[str, int], current: str) -> None:
        """Show the views with as many counts as are known, and which one is chosen."""
        self._chips.show_choices(
            [Choice(view.key, view.words, counts.get(view.key)) for view in views]
        )
        self._chips.choose(current)

    def show_parts(
        self, query: CaseQuery, view: CaseQuery, officers: Mapping[int, str], named: str
    ) -> None:
        """Show what the filter asks beyond its view, each part with a way to drop it."""
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if named:
            self._add(named, self.named_dropped.emit)
        for names, words in self._words.parts(query, view, officers):
            left = without(query, names, view)
            self._add(words, lambda left=left: self.narrowed.emit(left))
        self._parts.setVisible(self._flow.count() > 0)

    @property
    def chips(self) -> FilterChips:
        """The row of views."""
        return self._chips

    def _add(self, words: str, drop: Any) -> None:
        chip = button(self._theme, words, "x", role="part")
        chip.setToolTip(self.tr("Drop this part of the filter"))
        chip.clicked.connect(lambda _checked=False: drop())
        self._flow.addWidget(chip)
        chip.show()

    def _menu(self, key: str, at: QPoint) -> None:
        if key.startswith("saved:"):
            menu = QMenu(self)
            menu.addAction(self.tr("Delete this view"), lambda: self.forget_wanted.emit(key))
            menu.popup(at)
