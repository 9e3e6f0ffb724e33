"""The Letters page: making letters, their register, templates, periods."""

from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from desktop.services import letter_register
from desktop.services.letter_register import Checked
from desktop.ui.letters.make_tab import MakeTab
from desktop.ui.letters.period_tab import PeriodTab
from desktop.ui.letters.register_tab import RegisterTab
from desktop.ui.letters.template_tab import TemplateTab
from desktop.ui.page import Page, Shell
from desktop.ui.widgets.search_field import SearchField

MAKE, REGISTER, TEMPLATES, PERIODS = range(4)
Tab = TypeVar("Tab", bound=QWidget)


def _check(desk: Any, path: Path) -> Checked:
    return letter_register.check_file(desk, path.read_bytes())


class LettersPage(Page):
    """Four tabs; a PDF dropped anywhere on them is checked against the register."""

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
        self._stack = QStackedWidget()
        self._stack.addWidget(self.make)
        for _ in (REGISTER, TEMPLATES, PERIODS):
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

    def _put(self, index: int, tab: Tab) -> Tab:
        held = self._stack.widget(index)
        self._stack.insertWidget(index, tab)
        if held is not None:
            self._stack.removeWidget(held)
            held.deleteLater()
        return tab

    def _tab(self, index: int) -> MakeTab | RegisterTab | TemplateTab | PeriodTab:
        if index == REGISTER:
            return self.register
        if index == TEMPLATES:
            return self.templates
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
        ``letter_id``: that entry of the register; ``search``: words in the register.
        """
        if "letter_id" in target:
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
        for name in ("register", "templates"):
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
        """Say whether a file is ours and unchanged."""
        self.shell.tasks.read(_check, path, then=lambda found: self._say_checked(path, found))

    def _say_checked(self, path: Path, found: Checked) -> None:
        notify = self.shell.notify
        if found.entry is None:
            words = self.tr("{file} is not in our register.").format(file=path.name)
            notify.toast(words, kind="warn")
            return
        number = found.entry.register_no
        if found.is_altered:
            words = self.tr("{file} names {number}, but its bytes are others: altered or forged.")
            notify.toast(words.format(file=path.name, number=number), kind="danger", seconds=20)
        elif found.entry.voided_at is not None:
            words = self.tr("{number} is ours and unchanged, but void.").format(number=number)
            notify.toast(words, kind="warn", seconds=20)
        else:
            words = self.tr("{number} is ours and unchanged.").format(number=number)
            notify.toast(words, kind="ok", seconds=20)
        self.open_target(letter_id=found.entry.id)

    def _ask_file(self) -> None:
        file, _ = QFileDialog.getOpenFileName(self, "", "", "PDF (*.pdf)")
        if file:
            self.check(Path(file))

    def _turn(self, index: int) -> None:
        self._stack.setCurrentWidget(self._tab(index))
        self.refresh()

    def _find(self, words: str) -> None:
        self._tabs.setCurrentIndex(REGISTER)
        self.register.search(words)

    def _focus_search(self) -> None:
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def _press_make(self) -> None:
        if self._tabs.currentIndex() == MAKE and self.make.plan.make_button.isEnabled():
            self.make.plan.make_wanted.emit()
