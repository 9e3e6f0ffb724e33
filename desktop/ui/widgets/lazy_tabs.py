"""Tabs that are built when they are first turned to: a page opens as fast as its first one."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from desktop.ui.widgets.text import column


class LazyTabs(QWidget):
    """A bar of tabs by key, and below it the one that is turned to."""

    turned = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._make: dict[str, Callable[[], QWidget]] = {}
        self._made: dict[str, QWidget] = {}
        self._bar = QTabBar()
        self._bar.setExpanding(False)
        self._bar.setDrawBase(False)
        self._bar.setAccessibleName(name)
        self._bar.currentChanged.connect(self._turn)
        self._stack = QStackedWidget()
        layout = column(self._bar, self._stack, spacing=10)
        layout.setStretchFactor(self._stack, 1)
        self.setLayout(layout)

    def add(self, key: str, words: str, make: Callable[[], QWidget]) -> None:
        """Add a tab; the first one is built at once."""
        self._make[key] = make
        self._bar.addTab(words)

    @property
    def current(self) -> str:
        """The key of the tab that is shown."""
        return list(self._make)[self._bar.currentIndex()]

    def show_tab(self, key: str) -> None:
        """Turn to a tab; an unknown key to the first."""
        keys = list(self._make)
        self._bar.setCurrentIndex(keys.index(key) if key in keys else 0)

    def tab(self, key: str) -> QWidget:
        """Return a tab, building it if need be."""
        if key not in self._made:
            self._made[key] = self._make[key]()
            self._stack.addWidget(self._made[key])
        return self._made[key]

    def _turn(self, _index: int) -> None:
        self._stack.setCurrentWidget(self.tab(self.current))
        self.turned.emit(self.current)
