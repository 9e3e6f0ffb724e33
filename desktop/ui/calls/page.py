"""The Calls page: today's calls on the left, the one being made on the right."""

from functools import partial

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QSplitter, QStackedWidget, QWidget

from desktop.adapters import wording
from desktop.domain.errors import CodedError, DomainError
from desktop.services import call_logging, calls, run_warnings
from desktop.services.call_logging import CallLogged
from desktop.services.calls import CallCard, CallItem
from desktop.services.run_warnings import RunWarning
from desktop.ui import formats
from desktop.ui.agencies.contact_file import ask_file
from desktop.ui.calls.card import CallPane
from desktop.ui.contact_record.override_dialog import OverrideDialog
from desktop.ui.page import Page, Shell
from desktop.ui.refusals import error_words, refusal_words
from desktop.ui.settings.form import inset
from desktop.ui.steps import step_words
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.entry_list import Entry, EntryList
from desktop.ui.widgets.notice import Notice
from desktop.ui.widgets.text import column, line, row, spacer, text

NAME = "calls"
DRAFTS = "drafts"
_LEAST_LIST = 300


class CallsPage(Page):
    """A letter chooses the result, Enter saves and goes to the next call; V checks the identity."""

    key = NAME
    icon = "phone"
    topics = frozenset(
        {"contacts", "reminders", "promises", "payments", "accounts", "cases", "strategy", "rules"}
    )

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.items: list[CallItem] = []
        self._case_id: int | None = None
        self._wished: int | None = None
        self._is_visiting = False  # a case from elsewhere is looked at, whether planned or not
        self.is_own = QCheckBox(self.tr("Only mine"))
        self.is_own.setChecked(bool(shell.prefs.get(NAME, "is_own", False)))
        self.is_own.toggled.connect(self._narrow)
        self._made = text("", "muted")
        self.warning = Notice(shell.theme, "", "triangle-alert", "warn")
        self.list = EntryList(shell.theme, self.tr("Calls of today"), is_choice=True)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._chosen())
        self.list.installEventFilter(self)
        self.pane = CallPane(shell)
        self._nothing = EmptyState(shell.theme, "circle-check")
        self._make_actions()
        self._lay_out()
        self._connect()

    def title(self) -> str:
        """Return 电话."""
        return self.tr("Calls")

    def top_actions(self) -> list[QAction | QWidget]:
        """Return taking in what an agency did, and dialling."""
        return [self._agency, self._dial]

    def refresh(self) -> None:
        """Read the list, what was done, and what speaks against calling now."""
        tasks, is_own = self.shell.tasks, self.is_own.isChecked()
        tasks.read(calls.call_list, is_own=is_own, then=self._show, latest="calls.list")
        tasks.read(calls.calls_made, is_own=is_own, then=self._show_made, latest="calls.made")
        tasks.read(run_warnings.before_a_run, then=self._show_warnings, latest="calls.warnings")
        tasks.read(
            call_logging.retry_minutes, then=self.pane.form.show_minutes, latest="calls.minutes"
        )

    def open_target(self, **target: object) -> None:
        """Show the call of a case, planned or not: ``case_id=7``."""
        case_id = target.get("case_id")
        if isinstance(case_id, int):
            self._wished, self._is_visiting = case_id, True
            self._look_at(case_id)

    # Keys ---------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Letters choose a result, Enter saves, while the list has the keyboard."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The same while nothing else takes the keys."""
        if not self._key(event):
            super().keyPressEvent(event)

    def _key(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.save()
            return True
        letter = event.text().upper()
        if letter == "V":
            self.pane.toggle_checked()
            return True
        return self.pane.form.choose_letter(letter)

    # Doing --------------------------------------------------------------------------------

    def dial(self) -> None:
        """Ask the guard, then hand the number to the system's telephone program."""
        party = self.pane.party
        if self._case_id is not None and party is not None:
            self.shell.tasks.write(
                calls.dial,
                self._case_id,
                party=party.party,
                party_id=party.party_id,
                then=self._dialled,
                failed=self._not_dialled,
            )

    def save(self) -> None:
        """Log the call as the form says, and go to the next one."""
        party = self.pane.party
        if self._case_id is None or party is None:
            return
        answer = self.pane.form.answer(party.party, party.party_id)
        if answer is not None:
            self.shell.tasks.write(
                call_logging.log_call,
                self._case_id,
                answer,
                then=partial(self._saved, self._case_id),
                failed=self._not_saved,
            )

    def _dialled(self, address: str) -> None:
        if not QDesktopServices.openUrl(QUrl(address)):
            words = self.tr("No telephone program is set up here: dial {number} by hand.")
            self.shell.notify.toast(words.format(number=address.removeprefix("tel:")), kind="warn")

    def _not_dialled(self, error: Exception) -> None:
        if isinstance(error, DomainError):
            self.shell.notify.toast(error_words(error), kind="warn")
            self._reload()
        else:
            self.shell.notify.error(error)

    def _saved(self, case_id: int, done: CallLogged) -> None:
        self.shell.prefs.set(DRAFTS, _draft_key(case_id), None)
        result = wording.text(f"contact.result.{self._result()}", formats.language())
        words = self.tr("Logged: {result}").format(result=result)
        if done.next_at is not None:
            again = self.tr("next call {at}").format(at=formats.moment(done.next_at))
            words = f"{words} · {again}"
        kind = "ok"
        if done.logged.over is not None:
            words, kind = f"{words}\n{refusal_words(done.logged.over)}", "warn"
        self.shell.notify.toast(
            words,
            kind=kind,  # type: ignore[arg-type]
            undo=lambda: self.shell.tasks.write(call_logging.take_back_call, done),
        )
        self._go_on(case_id)

    def _result(self) -> str:
        chosen = self.pane.form.chosen
        return "will_pay" if chosen is None else chosen.code

    def _go_on(self, case_id: int) -> None:
        """Go to the call after this one; the list read anew no longer has it at its place."""
        places = [place for place, item in enumerate(self.items) if item.case_id == case_id]
        after = self.items[places[0] + 1 :] if places else []
        self._wished = after[0].case_id if after else None
        self.pane.card = None
        self._case_id, self._is_visiting = None, False
        self.refresh()

    def _not_saved(self, error: Exception) -> None:
        if isinstance(error, CodedError):
            self.pane.form.refuse(wording.error_text(error, formats.language()))
        else:
            self.shell.notify.error(error)

    def ask_agency_file(self) -> None:
        """Ask for the file of an agency, then for its name."""
        ask_file(self, self.shell)

    def _ask_second(self) -> None:
        card = self.pane.card
        if card is not None:
            OverrideDialog(self, self.shell, card.case_id, card.name, then=self._reload).open()

    # Showing ------------------------------------------------------------------------------

    def _show(self, items: list[CallItem]) -> None:
        self.items = items
        self.list.show_entries([self._entry(item) for item in items])
        self.set_subtitle(self.tr("%Ln to make", "", len(items)))
        wished = self._wished if self._wished is not None else self._case_id
        self._wished = None
        place = next((n for n, item in enumerate(items) if item.case_id == wished), None)
        if place is None and self._is_visiting:
            self._look_at(self._case_id)
            return
        self._is_visiting = False
        if not items:
            self._look_at(None)
            return
        self._mark(place or 0)
        self._look_at(items[place or 0].case_id)

    def _mark(self, place: int) -> None:
        chosen = self.list.selectionModel()
        chosen.blockSignals(True)
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        chosen.setCurrentIndex(self.list.model().index(place, 0), flag)
        chosen.blockSignals(False)
        self.list.viewport().update()

    def _chosen(self) -> None:
        place = self.list.currentIndex().row()
        if 0 <= place < len(self.items):
            self._is_visiting = False
            self._look_at(self.items[place].case_id)

    def _look_at(self, case_id: int | None) -> None:
        self._case_id = case_id
        self._pages.setCurrentIndex(1 if case_id is None else 0)
        self._dial.setEnabled(case_id is not None)
        if case_id is None:
            self._nothing.show_words(self.tr("No call is left for today."))
        self._reload()

    def _reload(self) -> None:
        if self._case_id is not None:
            self.shell.tasks.read(
                calls.call_card, self._case_id, then=self._show_card, latest="calls.card"
            )

    def _show_card(self, card: CallCard) -> None:
        if card.case_id == self._case_id:
            note = str(self.shell.prefs.get(DRAFTS, _draft_key(card.case_id), ""))
            self.pane.show_card(card, note)

    def _show_made(self, number: int) -> None:
        self._made.setText(self.tr("%Ln call(s) made today", "", number))

    def _show_warnings(self, warnings: tuple[RunWarning, ...]) -> None:
        words = [wording.text(each.code, formats.language(), **each.facts) for each in warnings]
        self.warning.words.setText("\n".join(words))
        self.warning.setVisible(bool(words))

    def _entry(self, item: CallItem) -> Entry:
        today = self.shell.desk.today
        when = (
            item.at if item.planned_on == today else formats.near_day(item.planned_on, as_of=today)
        )
        parts = [when, step_words(item.step)]
        if item.tries and item.last_result:
            tried = wording.text(f"contact.result.{item.last_result}", formats.language())
            parts.append(f"{tried} ×{item.tries}")
        late = formats.days(item.dpd) if item.dpd > 0 else ""
        tone = "danger" if item.planned_on < today else "accent_text"
        return Entry(
            "phone",
            item.name,
            " · ".join(part for part in parts if part),
            figure=formats.money(item.amount),
            tone=tone,
            tag=late,
            tag_status="open",
            key=item.case_id,
        )

    def _narrow(self, is_own: bool) -> None:
        self.shell.prefs.set(NAME, "is_own", is_own)
        self.refresh()

    def _keep_note(self, words: str) -> None:
        if self._case_id is not None:
            self.shell.prefs.set(DRAFTS, _draft_key(self._case_id), words or None)

    # Building -----------------------------------------------------------------------------

    def _make_actions(self) -> None:
        self._dial = self.act(
            "dial", self.tr("Dial"), self.dial, shortcut="Ctrl+D", icon="phone", is_primary=True
        )
        self._agency = self.act(
            "agency", self.tr("Agency's contacts…"), self.ask_agency_file, icon="upload"
        )
        self.act("note", self.tr("Write a note"), self._to_note, shortcut="F2")

    def _to_note(self) -> None:
        self.pane.form.note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _connect(self) -> None:
        self.pane.dial_wanted.connect(self.dial)
        self.pane.pass_wanted.connect(self._ask_second)
        self.pane.case_wanted.connect(lambda: self.shell.go("cases", case_id=self._case_id))
        self.pane.form.saved.connect(self.save)
        self.pane.form.note_edited.connect(self._keep_note)

    def _lay_out(self) -> None:
        left = Card()
        left.setMinimumWidth(_LEAST_LIST)
        head = row(self.is_own, spacer(), self._made)
        head.setContentsMargins(12, 10, 12, 6)
        left.setLayout(column(head, line(), inset(self.list)))
        self._pages = QStackedWidget()
        self._pages.addWidget(self.pane)
        self._pages.addWidget(self._nothing)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(14)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(self._pages)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([360, 820])
        whole = column(self.warning, splitter, spacing=10)
        whole.setStretch(1, 1)
        whole.setContentsMargins(20, 14, 20, 14)
        self.setLayout(whole)
        self.setFocusProxy(self.list)


def _draft_key(case_id: int) -> str:
    return f"call_note:{case_id}"
