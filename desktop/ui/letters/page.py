"""The Letters page: making letters, their register, templates, periods."""

from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from desktop.ui.letters.check_tab import CheckTab
from desktop.ui.letters.make_tab import MakeTab
from desktop.ui.letters.period_tab import PeriodTab
from desktop.ui.letters.register_tab import RegisterTab
from desktop.ui.letters.template_tab import TemplateTab
from desktop.ui.page import Page, Shell
from desktop.ui.widgets.search_field import SearchField

MAKE, REGISTER, TEMPLATES, PERIODS, CHECK = range(5)
Tab = TypeVar("Tab", bound=QWidget)
LetterTab = MakeTab | RegisterTab | TemplateTab | PeriodTab | CheckTab


class LettersPage(Page):
    """Five tabs; a PDF dropped anywhere on them is checked against the register."""

    key = "letters"
    icon = "file-text"
    topics = frozenset({"letters", "accounts", "cases", "payments", "restrictions", "settings"})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.setAcceptDrops(True)
        self.make = MakeTab(shell)
        self._tabs = QTabBar()
        self._tabs.setExpanding(False)
        self._tabs.setAccessibleName(self.tr("Letters"))
        self._tabs.addTab(self.tr("Make"))
        self._tabs.addTab(self.tr("Register"))
        self._tabs.addTab(self.tr("Templates"))
        self._tabs.addTab(self.tr("Periods"))
        self._tabs.addTab(self.tr("Check"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.make)
        for _ in (REGISTER, TEMPLATES, PERIODS, CHECK):
            self._stack.addWidget(QWidget())  # until the tab is first turned to
        self._tabs.currentChanged.connect(self._turn)
        self.make.register_wanted.connect(lambda: self._tabs.setCurrentIndex(REGISTER))
        self._search = SearchField(
            shell.theme, self.tr("Number, name, case or tracking no.…"), "Ctrl K"
        )
        self._search.searched.connect(self._find)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 6, 20, 14)
        layout.setSpacing(10)
        layout.addWidget(self._tabs)
        layout.addWidget(self._stack, 1)
        self._check_action = self.act(
            "check", self.tr("Check a file…"), self._ask_file, icon="file-check"
        )
        self.act("find", self.tr("Search the register"), self._focus_search, shortcut="Ctrl+K")
        self.act(
            "make", self.tr("Make the letters shown"), self._press_make, shortcut="Ctrl+Return"
        )
        self.act(
            "save_template",
            self.tr("Save the template's draft"),
            self._press_save,
            shortcut="Ctrl+S",
        )

    @cached_property
    def register(self) -> RegisterTab:
        """The tab of letters made."""
        return self._put(REGISTER, RegisterTab(self.shell))

    @cached_property
    def templates(self) -> TemplateTab:
        """The tab of templates."""
        return self._put(TEMPLATES, TemplateTab(self.shell))

    @cached_property
    def periods(self) -> PeriodTab:
        """The tab of periods that run out."""
        return self._put(PERIODS, PeriodTab(self.shell))

    @cached_property
    def checking(self) -> CheckTab:
        """The tab that checks a file."""
        tab = CheckTab(self.shell)
        tab.letter_wanted.connect(lambda letter_id: self.open_target(letter_id=letter_id))
        return self._put(CHECK, tab)

    def _put(self, index: int, tab: Tab) -> Tab:
        held = self._stack.widget(index)
        self._stack.insertWidget(index, tab)
        if held is not None:
            self._stack.removeWidget(held)
            held.deleteLater()
        return tab

    def _tab(self, index: int) -> LetterTab:
        if index == REGISTER:
            return self.register
        if index == TEMPLATES:
            return self.templates
        if index == CHECK:
            return self.checking
        return self.periods if index == PERIODS else self.make

    def title(self) -> str:
        """Return 函件."""
        return self.tr("Letters")

    def top_widget(self) -> QWidget | None:
        """Return the search field of the register."""
        return self._search

    def top_actions(self) -> list[QAction | QWidget]:
        """Return the check of a file."""
        return [self._check_action]

    def refresh(self) -> None:
        """Read the tab that is shown anew."""
        self._tab(self._tabs.currentIndex()).reload()

    def open_target(self, **target: Any) -> None:
        """Show letters to make or one that was made.

        ``case_ids`` with ``label``: make letters for these; ``template``: with this one;
        ``letter_id``: that entry of the register; ``search``: words in the register; ``tab``:
        ``periods``, those that run out.
        """
        if target.get("tab") == "periods":
            self.show_periods()
        elif "letter_id" in target:
            self._tabs.setCurrentIndex(REGISTER)
            self.register.open_letter(int(target["letter_id"]))
        elif "search" in target:
            self._search.set_silently(str(target["search"]))
            self._find(str(target["search"]))
        else:
            self._tabs.setCurrentIndex(MAKE)
            if "template" in target:
                self.make.choice.pick(str(target["template"]))
            if "case_ids" in target:
                self.make.choice.show_named(
                    list(target["case_ids"]), str(target.get("label") or "")
                )

    def show_templates(self) -> None:
        """Turn to the templates."""
        self._tabs.setCurrentIndex(TEMPLATES)

    def show_periods(self) -> None:
        """Turn to the periods that run out."""
        self._tabs.setCurrentIndex(PERIODS)

    def leave(self) -> None:
        """Keep how wide the columns are, and let go of the files shown."""
        self.make.leave()
        for name in ("register", "templates", "checking"):
            if name in vars(self):
                getattr(self, name).view.show_words("")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Check the file that was dropped."""
        for url in event.mimeData().urls()[:1]:
            self.check(Path(url.toLocalFile()))

    def check(self, path: Path) -> None:
        """Say whether a file is ours and unchanged, and who signed it."""
        self._tabs.setCurrentIndex(CHECK)
        self.checking.check(path)

    def _ask_file(self) -> None:
        self._tabs.setCurrentIndex(CHECK)
        self.checking.ask()

    def _turn(self, index: int) -> None:
        self._stack.setCurrentWidget(self._tab(index))
        self.refresh()

    def _find(self, words: str) -> None:
        self._tabs.setCurrentIndex(REGISTER)
        self.register.search(words)

    def _focus_search(self) -> None:
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def _press_save(self) -> None:
        if self._tabs.currentIndex() == TEMPLATES:
            self.templates.save_button.click()

    def _press_make(self) -> None:
        if self._tabs.currentIndex() == MAKE and self.make.plan.make_button.isEnabled():
            self.make.plan.make_wanted.emit()
