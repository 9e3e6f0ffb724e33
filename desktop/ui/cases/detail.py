"""The pane beside the list: one case in full, and what can be done with it."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QMenu, QStackedLayout, QWidget

from desktop.domain.errors import DomainError
from desktop.services import case_actions, cases, limitations, money_inbox, placements, promises
from desktop.services.case_actions import Selection
from desktop.services.cases import CaseDetail, CaseRow
from desktop.services.placements import Whereabouts
from desktop.ui.agencies.dialogs import PlaceDialog, TakeBackDialog
from desktop.ui.cases.case_dialogs import AnnounceDialog, PlanDialog, PromiseDialog, RestrictDialog
from desktop.ui.cases.case_header import CaseHeader
from desktop.ui.cases.contact_dialog import ContactDialog
from desktop.ui.cases.pane_tabs import PaneTabs
from desktop.ui.contact_record.agreement_dialog import AgreementDialog
from desktop.ui.contact_record.dialog import ContactRecordDialog
from desktop.ui.contact_record.override_dialog import OverrideDialog
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.text import column

if TYPE_CHECKING:
    from desktop.ui.cases.page import CasesPage

DRAFTS = "drafts"


class CasePane(Card):
    """Header, actions, tabs and a line for a note. Shows the case that the list looks at."""

    def __init__(self, page: "CasesPage") -> None:
        super().__init__()
        self._page = page
        self._shell = page.shell
        self._detail: CaseDetail | None = None
        self._case_id: int | None = None
        self.setMinimumWidth(318)
        self.header = CaseHeader(self._shell)
        self.tabs = PaneTabs(self._shell)
        self.tabs.note_menu_wanted.connect(self._note_menu)
        self.tabs.promise_menu_wanted.connect(self._promise_menu)
        self.tabs.letter_wanted.connect(lambda key: self._shell.go("letters", letter_id=key[1]))
        self.note = QLineEdit()
        self.note.setPlaceholderText(self.tr("Write a note…  Enter saves"))
        self.note.setAccessibleName(self.tr("Quick note"))
        self.note.setMaxLength(500)
        self.note.returnPressed.connect(self._save_note)
        self.note.textEdited.connect(self._draft_note)
        self._empty = EmptyState(self._shell.theme, "briefcase")
        self._empty.show_words(self.tr("No case chosen"))
        self._make_actions()
        self._lay_out()

    @property
    def detail(self) -> CaseDetail | None:
        """The case shown, once it was read."""
        return self._detail

    @property
    def case_id(self) -> int | None:
        """The id of the case shown."""
        return self._case_id

    def show_case(self, case_id: int | None) -> None:
        """Show a case by id; None shows that there is none."""
        if case_id == self._case_id and self._detail is not None:
            return
        self._case_id = case_id
        self._detail = None
        self.reload()

    def reload(self) -> None:
        """Read the case shown anew."""
        if self._case_id is None:
            self._whole.setCurrentIndex(1)
            return
        self._shell.tasks.read(
            cases.case_detail,
            self._case_id,
            then=self._show,
            failed=self._gone,
            latest="cases.detail",
        )

    def plan(self, selection: Selection, count: int) -> None:
        """Plan a contact for these cases."""
        PlanDialog(self._page, self._shell, selection, count).open()

    def _make_actions(self) -> None:
        act = self._page.act
        first = [
            act("log", self.tr("Contact"), self._log, shortcut="L", icon="phone", is_primary=True),
            act("promise", self.tr("Promise"), self._promise, shortcut="P", icon="handshake"),
            act(
                "plan_this", self.tr("Plan it"), self._plan_this, shortcut="T", icon="calendar-days"
            ),
        ]
        if self._shell.has_page("letters"):
            letters = partial(self._go, "letters")
            first.append(act("letter", self.tr("Letter"), letters, shortcut="H", icon="file-text"))
        self._placing = act("place", self.tr("Hand to an agency…"), self._place, icon="handshake")
        others = [
            act("note", self.tr("Write a note"), self.note.setFocus, shortcut="N", icon="pencil"),
            act("call", self.tr("Call with the script…"), self._call, icon="phone"),
            act("says_paid", self.tr("Customer says paid…"), self._announce, icon="banknote"),
            act("restrict", self.tr("Stop contacting…"), self._restrict, icon="bell-off"),
            act("agree", self.tr("Agreed times and channel…"), self._agree, icon="clock"),
            self._placing,
            act("let_pass", self.tr("Let one contact pass…"), self._let_pass, icon="user-check"),
            act("record", self.tr("Contact record…"), self._show_record, icon="list-checks"),
            act("copy", self.tr("Copy case number"), self._copy, icon="copy"),
        ]
        self.header.show_actions(first, others)
        self.case_actions = [*first, *others]

    def _case(self) -> CaseRow | None:
        return self._detail.case if self._detail is not None else None

    def _show_record(self) -> None:
        case = self._case()
        if case is not None:
            ContactRecordDialog(self._page, self._shell, case.case_id, case.name).open()

    def _call(self) -> None:
        if (case := self._case()) is not None:
            self._shell.go("calls", case_id=case.case_id)

    def _agree(self) -> None:
        if (case := self._case()) is not None:
            AgreementDialog(
                self._page, self._shell, case.case_id, case.customer_id, case.name
            ).open()

    def _let_pass(self) -> None:
        if (case := self._case()) is not None:
            OverrideDialog(self._page, self._shell, case.case_id, case.name).open()

    def _place(self) -> None:
        if (case := self._case()) is not None:
            where = self.header.whereabouts
            if where is None:
                PlaceDialog(self._page, self._shell, [case.case_id], case.name).open()
            else:
                ids = [where.placement_id]
                TakeBackDialog(self._page, self._shell, ids, case.name).open()

    def _log(self) -> None:
        if self._detail is not None:
            ContactDialog(self._page, self._shell, self._detail).open()

    def _promise(self) -> None:
        if (case := self._case()) is not None:
            PromiseDialog(self._page, self._shell, case).open()

    def _confirm(self, promise_id: int) -> None:
        if self._detail is not None:
            draft = next(row for row in self._detail.promises if row["id"] == promise_id)
            PromiseDialog(self._page, self._shell, self._detail.case, draft).open()

    def _restrict(self) -> None:
        if (case := self._case()) is not None:
            RestrictDialog(self._page, self._shell, case).open()

    def _announce(self) -> None:
        if (case := self._case()) is not None:
            AnnounceDialog(self._page, self._shell, case).open()

    def _plan_this(self) -> None:
        if (case := self._case()) is not None:
            self.plan([case.case_id], 1)

    def _go(self, page: str) -> None:
        if (case := self._case()) is not None:
            self._shell.go(page, case_ids=[case.case_id])

    def _copy(self) -> None:
        if (case := self._case()) is not None:
            QGuiApplication.clipboard().setText(case.case_no)
            self._shell.notify.toast(self.tr("Case number copied"), seconds=3)

    def _lay_out(self) -> None:
        shown = QWidget()
        layout = column(self.header, self.tabs, self.note)
        layout.insertSpacing(2, 8)
        layout.setContentsMargins(18, 14, 18, 14)
        layout.setStretch(1, 1)
        shown.setLayout(layout)
        self._whole = QStackedLayout(self)
        self._whole.addWidget(shown)
        self._whole.addWidget(self._empty)
        self._whole.setCurrentIndex(1)
        self.setFocusProxy(self.tabs)

    def _show(self, detail: CaseDetail) -> None:
        is_other = self._detail is None or self._detail.case.case_id != detail.case.case_id
        self._detail = detail
        self.header.show_case(detail)
        self._shell.tasks.read(
            placements.of_case,
            detail.case.case_id,
            then=self._show_whereabouts,
            latest="cases.placement",
            urgent=False,
        )
        self._shell.tasks.read(
            limitations.of_case,
            detail.case.case_id,
            then=self.tabs.tab("overview").show_periods,
            latest="cases.periods",
            urgent=False,
        )
        self._shell.tasks.read(
            money_inbox.of_customer,
            detail.case.customer_id,
            then=self.tabs.tab("overview").show_money,
            latest="cases.money",
            urgent=False,
        )
        self.tabs.show_case(detail)
        if is_other:
            self.note.setText(str(self._shell.prefs.get(DRAFTS, self._draft_key, "")))
        self._whole.setCurrentIndex(0)

    def _show_whereabouts(self, where: Whereabouts | None) -> None:
        self.header.show_whereabouts(where)
        words = (
            self.tr("Hand to an agency…")
            if where is None
            else self.tr("Take back from the agency…")
        )
        self._placing.setText(words)

    def _gone(self, error: Exception) -> None:
        self._detail = None
        self._whole.setCurrentIndex(1)
        # A case gone since the list was read is no news: the list is about to lose it too.
        if not isinstance(error, DomainError):
            self._shell.notify.error(error)

    # Notes --------------------------------------------------------------------------------

    @property
    def _draft_key(self) -> str:
        return f"case_note:{self._case_id}"

    def _draft_note(self, words: str) -> None:
        self._shell.prefs.set(DRAFTS, self._draft_key, words or None)

    def _save_note(self) -> None:
        words = self.note.text().strip()
        if not words or self._case_id is None:
            return
        key = self._draft_key
        self.note.clear()

        def saved(added: case_actions.Added) -> None:
            self._shell.prefs.set(DRAFTS, key, None)
            self._shell.notify.toast(
                self.tr("Note saved"),
                kind="ok",
                undo=lambda: self._shell.tasks.write(case_actions.remove_note, added.id),
            )

        def not_saved(error: Exception) -> None:
            self.note.setText(words)
            self._shell.notify.error(error)

        self._shell.tasks.write(
            case_actions.add_note, self._case_id, words, then=saved, failed=not_saved
        )

    def _note_menu(self, key: tuple[str, int], at: Any) -> None:
        menu = QMenu(self)
        menu.addAction(self.tr("Remove this note"), lambda: self._remove_note(key[1]))
        menu.popup(at)

    def _remove_note(self, note_id: int) -> None:
        def removed(_changes: object) -> None:
            self._shell.notify.toast(
                self.tr("Note removed"),
                undo=lambda: self._shell.tasks.write(case_actions.bring_back_note, note_id),
            )

        self._shell.tasks.write(case_actions.remove_note, note_id, then=removed)

    def _promise_menu(self, key: tuple[str, int, str], at: Any) -> None:
        if key[2] in ("open", "draft"):
            menu = QMenu(self)
            if key[2] == "draft":
                menu.addAction(self.tr("Confirm this promise…"), lambda: self._confirm(key[1]))
            menu.addAction(
                self.tr("Take this promise back"),
                lambda: self._shell.tasks.write(promises.take_back_promise, key[1]),
            )
            menu.popup(at)
