"""Choosing what becomes of money that is more or less than is due; each shows what it does."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QDialog, QRadioButton, QWidget

from desktop.adapters import wording
from desktop.services import payment_choices
from desktop.services.money_inbox import InboxRow
from desktop.services.payment_choices import Choice, Choices
from desktop.services.payments import Accepted
from desktop.ui import formats
from desktop.ui.page import Shell
from desktop.ui.widgets.text import button, column, line, row, spacer, text

Parts = Sequence[tuple[int, object]]


class ChoiceDialog(QDialog):
    """The choices as radio buttons with their outcome; Enter carries the marked one out."""

    done_with = Signal(object)
    """``Accepted``: what was carried out."""

    def __init__(self, parent: QWidget, shell: Shell, shown: InboxRow, parts: Parts) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("What becomes of the money"))
        self._shell, self._shown, self._parts = shell, shown, list(parts)
        self._choices: Sequence[Choice] = ()
        self.group = QButtonGroup(self)
        self._head = text("", "heading", wrap=True)
        self._error = text("", "error", wrap=True)
        self._error.hide()
        self._body = QWidget()
        self._body.setLayout(column(spacing=4))
        self._yes = button(shell.theme, self.tr("Carry out"), "check", is_primary=True)
        self._yes.setDefault(True)
        self._yes.setEnabled(False)
        self._yes.clicked.connect(self.carry_out)
        no = button(shell.theme, self.tr("Cancel"))
        no.clicked.connect(self.reject)
        self.setLayout(
            column(
                self._head, line(), self._body, self._error, row(spacer(), no, self._yes),
                margins=18, spacing=12,
            )
        )  # fmt: skip
        self.setMinimumWidth(560)
        shell.tasks.read(
            payment_choices.choices, shown.id, self._parts, then=self._show, failed=self._failed
        )

    def _show(self, found: Choices) -> None:
        self._choices = found.choices
        amount, due = formats.money(self._shown.amount), formats.money(found.due)
        if found.excess:
            words = self.tr("{amount} arrived, {due} is due: {excess} more.")
        else:
            words = self.tr("{amount} arrived, {due} is due.")
        self._head.setText(words.format(amount=amount, due=due, excess=formats.money(found.excess)))
        layout = self._body.layout()
        for place, choice in enumerate(found.choices):
            option = QRadioButton(self._said(f"choice.{choice.code}"))
            option.setEnabled(not choice.refused)
            self.group.addButton(option, place)
            note = text(self._outcome(choice), "muted", wrap=True)
            note.setContentsMargins(24, 0, 0, 6)
            if layout is not None:
                for added in (option, note):
                    layout.addWidget(added)
                    added.show()  # now, not at the next event: the height is asked for below
        first = self.group.button(0)
        if first is not None:
            first.setChecked(True)
            first.setFocus()
        self._yes.setEnabled(True)
        self._fit()

    def _outcome(self, choice: Choice) -> str:
        if choice.refused:
            return wording.text(choice.refused, formats.language())
        words = [self.tr("Booked: {amount}").format(amount=formats.money(choice.booked))]
        if choice.rest:
            words.append(self.tr("not booked: {amount}").format(amount=formats.money(choice.rest)))
        if choice.credit:
            words.append(
                self.tr("{amount} of it stays on the account").format(
                    amount=formats.money(choice.credit)
                )
            )
        if choice.plan is not None:
            words.append(
                self.tr(
                    "{count} instalments left, the next {amount}, interest saved {saved}"
                ).format(
                    count=len(choice.plan.rows),
                    amount=formats.money(choice.plan.first_total),
                    saved=formats.money(choice.plan.saved),
                )
            )
        days = sorted({part.due_on for part in choice.parts})
        if days:
            listed = ", ".join(formats.day(day) for day in days[:3]) + ("…" if days[3:] else "")
            words.append(self.tr("pays the instalments of {days}").format(days=listed))
        words.append(
            self.tr("owed after: {amount}").format(amount=formats.money(choice.owed_after))
        )
        return "; ".join(words) if formats.language() == "en" else "；".join(words)

    def carry_out(self) -> None:
        """Do what is marked."""
        place = self.group.checkedId()
        if not 0 <= place < len(self._choices):
            return
        self._shell.tasks.write(
            payment_choices.carry_out,
            self._shown.id,
            self._parts,
            self._choices[place].code,
            then=self._carried_out,
            failed=self._failed,
        )

    def _carried_out(self, done: Accepted) -> None:
        self.accept()
        self.done_with.emit(done)
        self.deleteLater()

    def _failed(self, error: Exception) -> None:
        code = getattr(error, "code", "")
        if not code:
            self._shell.tasks.tell_error(error)
            return
        facts = getattr(error, "facts", {})
        self._error.setText(wording.text(code, formats.language(), **facts))
        self._error.show()
        self._fit()

    def _fit(self) -> None:
        """Give wrapped words the height they need at this width."""
        self.ensurePolished()
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.setMinimumHeight(layout.totalHeightForWidth(self.width()))

    def _said(self, key: str) -> str:
        return wording.text(f"payments.{key}", formats.language())
