"""Who gets a letter, and who is left out and why: looked through before anything is made."""

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QVBoxLayout, QWidget

from desktop.adapters import wording
from desktop.services.letter_gathering import Unfit
from desktop.services.letters import LetterPlan, PlannedLetter
from desktop.ui import formats
from desktop.ui.letters.bundle_dialog import KINDS
from desktop.ui.page import Shell
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.entry_list import Entry, EntryList
from desktop.ui.widgets.text import button, spacer, text


class PlanList(Card):
    """The middle of making letters."""

    looked_at = Signal(object, int)
    """A ``PlannedLetter`` and which of its case's letters it is, from 0; ``None`` for none."""
    case_wanted = Signal(int)
    make_wanted = Signal()
    check_wanted = Signal()
    """More cases than are checked unasked are to be checked."""
    bundle_wanted = Signal(object)
    """The ``PlannedLetter`` looked at: a complaint that a suit bundle is wanted for."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.plan: LetterPlan | None = None
        self._has_turned = False
        self._tabs = QTabBar()
        self._tabs.setAccessibleName(self.tr("Letters to make"))
        self._tabs.setExpanding(False)
        self._tabs.addTab("")
        self._tabs.addTab("")
        self._tabs.currentChanged.connect(lambda _index: self._show())
        self._list = EntryList(shell.theme, self.tr("Letters to make"), is_choice=True)
        self._list.selectionModel().currentChanged.connect(self._look)
        self._list.entry_activated.connect(self._open)
        self._total = text("", "muted")
        self.make_button = button(shell.theme, self.tr("Make letters"), "stamp", is_primary=True)
        self.make_button.clicked.connect(lambda _checked=False: self._act())
        self.bundle_button = button(shell.theme, self.tr("Suit bundle…"), "briefcase")
        self.bundle_button.clicked.connect(lambda _checked=False: self._want_bundle())
        below = QWidget()
        below.setProperty("role", "footer")
        foot = QHBoxLayout(below)
        foot.setContentsMargins(14, 8, 14, 8)
        foot.addWidget(self._total)
        foot.addWidget(spacer())
        foot.addWidget(self.bundle_button)
        foot.addWidget(self.make_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 6, 1, 1)
        layout.setSpacing(0)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(14, 0, 14, 0)
        tabs.addWidget(self._tabs)
        layout.addLayout(tabs)
        inner = QVBoxLayout()
        inner.setContentsMargins(14, 6, 8, 6)
        inner.addWidget(self._list)
        layout.addLayout(inner, 1)
        layout.addWidget(below)
        self.show_plan(None)

    def show_plan(self, plan: LetterPlan | None) -> None:
        """Show a plan; nothing while it is being worked out."""
        self.plan = plan
        made = [letter for letter in plan.letters if letter.letter_id] if plan else []
        count = len(plan.letters) if plan else 0
        left = len(plan.left_out) if plan else 0
        self._tabs.setTabText(0, self.tr("To make {count}").format(count=formats.count(count)))
        self._tabs.setTabText(1, self.tr("Left out {count}").format(count=formats.count(left)))
        new = count - len(made)
        unchecked = plan.unchecked if plan else 0
        self.make_button.setEnabled(bool(count or unchecked))
        self.bundle_button.setVisible(plan is not None and plan.template.name in KINDS)
        self.bundle_button.setEnabled(bool(count))
        if unchecked:
            self.make_button.setText(" " + self.tr("Check %n case(s)", "", unchecked))
        elif new or not count:
            self.make_button.setText(" " + self.tr("Make %n letter(s)", "", new))
        else:
            self.make_button.setText(" " + self.tr("Show those made"))
        already = self.tr("%n made already today", "", len(made)) if made else ""
        self._total.setText(already)
        self._turn(is_empty=not count and bool(left))
        self._show()

    def _turn(self, *, is_empty: bool) -> None:
        """Show who is left out when nobody gets a letter, and turn back when somebody does."""
        if is_empty and self._tabs.currentIndex() == 0:
            self._has_turned = True
            self._tabs.setCurrentIndex(1)
        elif self._has_turned and not is_empty:
            self._has_turned = False
            self._tabs.setCurrentIndex(0)

    def _show(self) -> None:
        if self.plan is None:
            self._list.show_entries([])
        elif self.plan.unchecked:
            words = self.tr("%n case(s) chosen", "", self.plan.unchecked)
            detail = self.tr("Choose fewer, or check them all: it takes a while.")
            self._list.show_entries([Entry("info", words, detail)])
        elif self._tabs.currentIndex() == 0:
            self._list.show_entries([self._letter(one) for one in self.plan.letters])
            if self.plan.letters:
                self._list.setCurrentIndex(self._list.model().index(0, 0))
                return
        else:
            self._list.show_entries([_left_out(one) for one in self.plan.left_out])
        self.looked_at.emit(None, 0)

    def _letter(self, letter: PlannedLetter) -> Entry:
        parts = (_over_cap(letter), letter.case_no, letter.account_no, letter.address)
        return Entry(
            _icon(letter),
            letter.recipient,
            " · ".join(filter(None, parts)),
            figure=formats.money(letter.amount) if letter.amount is not None else "",
            tone="ok" if letter.letter_id else "warn" if letter.over_cap else "text3",
            tag=letter.register_no,
            tag_status="kept",
            key=letter,
        )

    def _look(self, index: QModelIndex) -> None:
        if self.plan is None or self._tabs.currentIndex() or not index.isValid():
            return
        if self.plan.unchecked:
            return
        letter = self.plan.letters[index.row()]
        before = self.plan.letters[: index.row()]
        self.looked_at.emit(letter, sum(one.case_id == letter.case_id for one in before))

    def _act(self) -> None:
        is_unchecked = self.plan is not None and self.plan.unchecked
        (self.check_wanted if is_unchecked else self.make_wanted).emit()

    def _want_bundle(self) -> None:
        index = self._list.currentIndex()
        if self.plan is None or not self.plan.letters:
            return
        at = index.row() if index.isValid() and self._tabs.currentIndex() == 0 else 0
        self.bundle_wanted.emit(self.plan.letters[at])

    def _open(self, key: object) -> None:
        if isinstance(key, PlannedLetter | Unfit):
            self.case_wanted.emit(key.case_id)


def _icon(letter: PlannedLetter) -> str:
    if letter.letter_id:
        return "circle-check"
    return "triangle-alert" if letter.over_cap else "file-text"


def _over_cap(letter: PlannedLetter) -> str:
    """The warning that what is asked for costs more than it may, with its figures."""
    if letter.over_cap is None:
        return ""
    return formats.above_cap(letter.over_cap)


def _left_out(unfit: Unfit) -> Entry:
    reason = wording.text(unfit.code, formats.language(), **unfit.facts)
    return Entry("ban", f"{unfit.name}　{unfit.case_no}", reason, tone="warn", key=unfit)
