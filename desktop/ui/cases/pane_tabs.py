"""The tabs of a case; each is built when it is first looked at."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedLayout, QTabBar, QWidget

from desktop.services.cases import CaseDetail
from desktop.ui.cases.accounts_tab import AccountsTab
from desktop.ui.cases.list_tab import ListTab, Make
from desktop.ui.cases.overview import OverviewTab
from desktop.ui.page import Shell
from desktop.ui.widgets.text import column, line

KEYS = (
    "overview",
    "follow_up",
    "accounts",
    "payments",
    "contacts",
    "promises",
    "letters",
    "notes",
)


class PaneTabs(QWidget):
    """A bar and the tab it chose. Menus and links are handed up: the pane knows what to do."""

    note_menu_wanted = Signal(object, object)
    promise_menu_wanted = Signal(object, object)
    letter_wanted = Signal(object)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._detail: CaseDetail | None = None
        self._built: dict[str, Any] = {}
        self.bar = QTabBar()
        self.bar.setProperty("compact", True)
        self.bar.setDrawBase(False)
        self.bar.setUsesScrollButtons(True)
        self.bar.setElideMode(Qt.TextElideMode.ElideNone)
        for words in self._words():
            self.bar.addTab(words)
        body = QWidget()
        self._stack = QStackedLayout(body)
        layout = column(self.bar, line(), body)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self.bar.currentChanged.connect(self._show)
        self.setFocusProxy(self.bar)

    def tab(self, key: str) -> Any:
        """Return a tab by its key, built now if nobody has looked at it yet."""
        if key not in self._built:
            self._built[key] = self._made(key)
            self._stack.addWidget(self._built[key])
        return self._built[key]

    def choose(self, key: str) -> None:
        """Show a tab."""
        self.bar.setCurrentIndex(KEYS.index(key))

    def show_case(self, detail: CaseDetail) -> None:
        """Show a case in the tab that is looked at."""
        self._detail = detail
        self._show(self.bar.currentIndex())

    def _show(self, place: int) -> None:
        tab = self.tab(KEYS[place])
        self._stack.setCurrentWidget(tab)
        if self._detail is not None:
            tab.show_case(self._detail)

    def _words(self) -> tuple[str, ...]:
        return (
            self.tr("Overview"),
            self.tr("Follow-up"),
            self.tr("Accounts"),
            self.tr("Payments"),
            self.tr("Contacts"),
            self.tr("Promises"),
            self.tr("Letters"),
            self.tr("Notes"),
        )

    def _made(self, key: str) -> QWidget:
        if key == "overview":
            return OverviewTab(self._shell)
        if key == "accounts":
            return AccountsTab(self._shell)
        icon, nothing, make = self._lists()[key]
        words = self._words()[KEYS.index(key)]
        made = ListTab(self._shell, words, icon, nothing, make)
        if key == "notes":
            made.list.menu_wanted.connect(self.note_menu_wanted)
        elif key == "promises":
            made.list.menu_wanted.connect(self.promise_menu_wanted)
        elif key == "letters":
            made.list.entry_activated.connect(self.letter_wanted)
        return made

    def _lists(self) -> dict[str, tuple[str, str, Make]]:
        return {
            "follow_up": (
                "calendar-days",
                self.tr("Nothing planned"),
                lambda make, case: [*make.coming(case), *make.history(case)],
            ),
            "payments": (
                "wallet",
                self.tr("No payment yet"),
                lambda make, case: [make.payment(row) for row in case.payments],
            ),
            "contacts": (
                "phone",
                self.tr("Never contacted"),
                lambda make, case: [make.contact(row) for row in case.contacts],
            ),
            "promises": (
                "handshake",
                self.tr("No promise yet"),
                lambda make, case: [make.promise(row) for row in case.promises],
            ),
            "letters": (
                "file-text",
                self.tr("No letter yet"),
                lambda make, case: [make.letter(row) for row in case.letters],
            ),
            "notes": (
                "pencil",
                self.tr("No note yet"),
                lambda make, case: [make.note(row) for row in case.notes],
            ),
        }
