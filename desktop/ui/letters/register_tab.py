"""The register: every letter with its number, its bytes, and how it was delivered."""

from array import array
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from desktop.adapters import wording
from desktop.domain.all_in_rate import CapCheck
from desktop.domain.errors import EnvironmentProblem
from desktop.services import cap_checks, letter_output, letter_register, letters
from desktop.services.letter_register import (
    STATES,
    DeliveryMarked,
    DeliveryStep,
    RegisterQuery,
    RegisterRow,
)
from desktop.ui import formats
from desktop.ui.letters.dialogs import DeliveryDialog, VoidDialog
from desktop.ui.letters.mailing import mail_letters
from desktop.ui.letters.make_tab import print_letters, save_each, save_merged
from desktop.ui.letters.pdf_view import PdfView
from desktop.ui.page import Shell
from desktop.ui.paged_model import Column, PagedModel
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.entry_list import Entry, EntryList
from desktop.ui.widgets.paged_table import PagedTable
from desktop.ui.widgets.text import button, row, set_property, spacer, text

MOST_STEPS_HEIGHT = 160
STEP_ICONS = {"sent": "send", "arrived": "circle-check", "refused": "ban", "returned": "undo-2"}
TONES = {"sent": "text3", "arrived": "ok", "refused": "warn", "returned": "danger"}


def delivery_state(entry: RegisterRow) -> str:
    """The word for how far a letter got: its delivery, ``none``, or ``void``."""
    return "void" if entry.voided_at is not None else entry.state or "none"


class RegisterTab(QWidget):
    """The list at the left, the letter and its delivery at the right."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._search = ""
        self._entry: RegisterRow | None = None
        self.model = PagedModel(
            self._columns(),
            shell.tasks,
            letter_register.register_rows,
            lambda entry: entry.id,
            as_of=shell.desk.today,
        )
        self.table = PagedTable(self.model, shell.theme, shell.prefs, "letters.register")
        self.table.setAccessibleName(self.tr("Register"))
        self.table.current_changed.connect(self._look)
        self.model.checks_changed.connect(self._tell_checked)
        self.view = PdfView(shell)
        self._steps = EntryList(shell.theme, self.tr("Delivery"))
        self._steps.entry_activated.connect(self._open_proof)
        self._steps.menu_wanted.connect(self._step_menu)
        self._lay_out()

    def reload(self) -> None:
        """Read the list and the letter looked at anew."""
        self.model.as_of = self._shell.desk.today
        self._shell.tasks.read(
            letter_register.register_ids, self._query(), then=self._show, latest="letters.register"
        )
        self._shell.tasks.read(
            letters.templates, then=self._show_templates, latest="letters.register.templates"
        )
        self._look(self.table.current_id)

    def search(self, words: str) -> None:
        """Narrow the list to numbers, names, cases or tracking numbers with these signs."""
        self._search = words
        self.reload()

    def open_letter(self, letter_id: int) -> None:
        """Show one letter; the filters are taken off."""
        self._state.setCurrentIndex(0)
        self._template.setCurrentIndex(0)
        self._search = ""
        self._wanted_id = letter_id
        self.reload()

    _wanted_id: int | None = None

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("check", "", 38, "check"),
            Column("register_no", self.tr("Number"), 146, "strong"),
            Column("recipient", self.tr("To"), 66),
            Column("title", self.tr("Letter"), 184, "soft"),
            Column("amount", self.tr("Amount"), 104, "money"),
            Column(
                "state",
                self.tr("Delivery"),
                74,
                "code",
                codes="letters.state",
                value=delivery_state,
            ),
            Column("dated_on", self.tr("Dated"), 92, "day"),
            Column("case_no", self.tr("Case"), 118, "soft"),
            Column("tracking_no", self.tr("Tracking number"), 130, "soft"),
            Column("made_by", self.tr("Made by"), 84, "soft"),
        )

    def _lay_out(self) -> None:
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(12)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self._list_card())
        self._splitter.addWidget(self._letter_card())
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setSizes([700, 460])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._splitter)
        self._tell_checked()

    def _list_card(self) -> Card:
        self._state = QComboBox()
        self._state.setAccessibleName(self.tr("Delivery"))
        self._state.addItem(self.tr("Any delivery"), "")
        for state in ("none", *STATES, "void"):
            self._state.addItem(wording.text(f"letters.state.{state}", formats.language()), state)
        self._template = QComboBox()
        self._template.setAccessibleName(self.tr("Letter"))
        self._template.addItem(self.tr("All letters"), "")
        for box in (self._state, self._template):
            box.activated.connect(lambda _index: self.reload())
        self._checked = text("", "muted")
        empty = EmptyState(self._shell.theme, "file-text")
        empty.show_words(
            self.tr("No letters here"), self.tr("Letters made appear with their number.")
        )
        self._stack = QStackedLayout()
        self._stack.addWidget(self.table)
        self._stack.addWidget(empty)
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 10, 1, 1)
        head = row(self._template, self._state, spacer(), self._checked)
        head.setContentsMargins(14, 0, 14, 0)
        inside.addLayout(head)
        inside.addLayout(self._stack, 1)
        return card

    def _letter_card(self) -> Card:
        def made(words: str, icon: str, do: Callable[[], object]) -> QPushButton:
            one = button(self._shell.theme, words, icon)
            one.clicked.connect(lambda _checked=False: do())
            return one

        self.deliver_button = made(self.tr("Delivery…"), "send", self._ask_delivery)
        self.void_button = made(self.tr("Void…"), "ban", self._ask_void)
        self._buttons: tuple[QPushButton, ...] = (
            self.deliver_button,
            made(
                self.tr("Print"),
                "printer",
                lambda: print_letters(self._shell, self, self._chosen()),
            ),
            made(self.tr("Save"), "download", self._save_chosen),
            made(self.tr("E-mail…"), "mail", lambda: mail_letters(self._shell, self._chosen())),
            self.void_button,
        )
        card = Card()
        sheet = QVBoxLayout(card)
        sheet.setContentsMargins(10, 10, 10, 10)
        sheet.setSpacing(8)
        tools = QHBoxLayout()
        for one in self._buttons:
            tools.addWidget(one)
        tools.addStretch()
        sheet.addLayout(tools)
        self._cap = text("", "error", wrap=True)
        self._cap.hide()
        self.signature = text("", "muted", wrap=True)
        sheet.addWidget(self._cap)
        sheet.addWidget(self.signature)
        sheet.addWidget(self._steps)
        sheet.addWidget(self.view, 1)
        return card

    def _query(self) -> RegisterQuery:
        return RegisterQuery(
            search=self._search,
            template=self._template.currentData() or "",
            delivery=self._state.currentData() or "",
        )

    def _show(self, ids: list[int]) -> None:
        self.model.set_ids(array("q", ids))
        self._stack.setCurrentIndex(0 if ids else 1)
        if self._wanted_id is not None and self.table.show_id(self._wanted_id):
            self._wanted_id = None
        elif ids and self.table.current_id is None:
            self.table.show_id(ids[0])

    def _show_templates(self, found: dict[str, Any]) -> None:
        if self._template.count() == len(found) + 1:
            return
        chosen = self._template.currentData()
        while self._template.count() > 1:
            self._template.removeItem(1)
        for name, template in found.items():
            self._template.addItem(template.title, name)
        self._template.setCurrentIndex(max(self._template.findData(chosen), 0))

    def _look(self, letter_id: int | None) -> None:
        self._entry = None
        self._tell_checked()
        if letter_id is None:
            self.view.show_words(self.tr("Choose a letter to see it here."))
            self._steps.hide()
            self._cap.hide()
            self.signature.hide()
            return
        tasks = self._shell.tasks
        tasks.read(
            letter_register.pdf, letter_id, then=self.view.show_pdf, latest="letters.register.pdf"
        )
        tasks.read(
            letter_register.register_rows,
            [letter_id],
            then=self._show_entry,
            latest="letters.register.entry",
        )
        tasks.read(
            letter_register.deliveries,
            letter_id,
            then=self._show_steps,
            latest="letters.register.steps",
        )

    def _show_entry(self, entries: list[RegisterRow]) -> None:
        self._entry = entries[0] if entries else None
        self._tell_checked()
        self._cap.hide()
        signed = self._entry.signature if self._entry else None
        self.signature.setVisible(signed is not None)
        if signed is not None:
            self.signature.setText(wording.text(f"letters.signature.{signed}", formats.language()))
            set_property(self.signature, "role", "warn" if signed == "unstamped" else "muted")
        if self._entry is not None:
            self._shell.tasks.read(
                cap_checks.of_case,
                self._entry.case_id,
                self._entry.dated_on,
                then=self._show_cap,
                latest="letters.register.cap",
            )

    def _show_cap(self, check: CapCheck | None) -> None:
        """Warn where the all-in rate stood above a cap on the letter's day."""
        self._cap.setText(formats.above_cap(check) if check else "")
        self._cap.setVisible(check is not None)

    def _show_steps(self, steps: list[DeliveryStep]) -> None:
        lang = formats.language()
        self._steps.show_entries(
            [
                Entry(
                    STEP_ICONS[step.state],
                    f"{wording.text(f'letters.way.{step.way}', lang)}"
                    f" · {wording.text(f'letters.state.{step.state}', lang)}",
                    " · ".join(filter(None, (step.tracking_no, step.note, step.proof_name))),
                    figure=formats.day(step.state_on),
                    tone=TONES[step.state],
                    tag=wording.text("letters.proved", lang) if step.is_proof else "",
                    tag_status="kept" if step.is_proof else "",
                    key=step,
                )
                for step in steps
            ]
        )
        self._steps.setVisible(bool(steps))
        self._steps.setFixedHeight(min(self._steps.content_height() + 4, MOST_STEPS_HEIGHT))

    def _chosen(self) -> list[int]:
        if self.model.checked_count:
            return list(self.model.checked_ids())
        return [] if self.table.current_id is None else [self.table.current_id]

    def _tell_checked(self) -> None:
        count = self.model.checked_count
        self._checked.setText(self.tr("%n chosen", "", count) if count else "")
        is_any = bool(count) or self.table.current_id is not None
        for one in self._buttons:
            one.setEnabled(is_any)
        is_void = self._entry is not None and self._entry.voided_at is not None
        self.void_button.setEnabled(count == 0 and self._entry is not None and not is_void)
        self.deliver_button.setEnabled(is_any and not (count == 0 and is_void))

    def _save_chosen(self) -> None:
        ids = self._chosen()
        if len(ids) == 1:
            save_each(self._shell, self, ids)
        else:
            save_merged(self._shell, self, ids)

    def _ask_void(self) -> None:
        entry = self._entry
        if entry is None:
            return
        dialog = VoidDialog(self, self._shell.theme, entry.register_no)
        dialog.given.connect(
            lambda reason: self._shell.tasks.write(letter_register.void, entry.id, reason)
        )
        dialog.open()

    def _ask_delivery(self) -> None:
        ids = self._chosen()
        dialog = DeliveryDialog(self, self._shell.theme, len(ids), self._shell.desk.today)

        def record(given: dict[str, Any]) -> None:
            self._shell.tasks.write(_mark, ids, **given, then=self._marked)

        dialog.given.connect(record)
        dialog.open()

    def _marked(self, marked: DeliveryMarked) -> None:
        self._shell.notify.toast(
            self.tr("Delivery recorded"),
            kind="ok",
            undo=lambda: self._shell.tasks.write(letter_register.take_back_delivery, marked.ids),
        )

    def _step_menu(self, step: object, at: QPoint) -> None:
        if not isinstance(step, DeliveryStep):
            return
        menu = QMenu(self)
        if step.proof_name:
            menu.addAction(self.tr("Save the scan…"), lambda: self._open_proof(step))
        menu.addAction(self.tr("Take this step back…"), lambda: self._ask_take_back(step))
        menu.popup(at)

    def _ask_take_back(self, step: DeliveryStep) -> None:
        words = wording.text("letters.taken_back", formats.language())
        self._shell.notify.confirm(
            self.tr("Take this step of delivery back?"),
            details=self.tr("It was recorded by mistake. The audit log keeps what it said."),
            yes=self.tr("Take back"),
            then=lambda: self._shell.tasks.write(
                letter_register.take_back_delivery,
                [step.id],
                then=lambda _changes: self._shell.notify.toast(words, kind="ok"),
            ),
        )

    def _open_proof(self, step: object) -> None:
        if isinstance(step, DeliveryStep) and step.proof_name:
            self._shell.tasks.read(letter_register.proof, step.id, then=self._save_proof)

    def _save_proof(self, found: tuple[str, bytes]) -> None:
        file, _ = QFileDialog.getSaveFileName(self, "", found[0])
        if file:
            self._shell.tasks.read(_save, Path(file), found[1])


def _mark(desk: Any, ids: Sequence[int], scan: Path | None, **given: Any) -> DeliveryMarked:
    """Read the scan off the GUI thread, then note the delivery."""
    if scan is not None:
        try:
            given |= {"proof_name": scan.name, "proof": scan.read_bytes()}
        except OSError as problem:
            reason = problem.strerror or str(problem)
            raise EnvironmentProblem(
                "letter_check.unreadable", file=scan.name, reason=reason
            ) from problem
    return letter_register.mark_delivery(desk, ids, **given)


def _save(_desk: Any, path: Path, content: bytes) -> None:
    letter_output.write_whole(path, content)
