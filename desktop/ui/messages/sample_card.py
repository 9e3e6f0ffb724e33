"""The template as one real customer reads it, beside the text while it is written."""

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, QTimer, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QPlainTextEdit

from desktop.services import template_sample
from desktop.services.template_sample import FoundCustomer, Sample
from desktop.ui.messages.mail_view import MailView
from desktop.ui.page import Shell
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.text import button, column, row, spacer, text

SEARCH_AFTER_MS = 150


class SampleCard(Card):
    """A search for a customer as one types, and the message they would get."""

    customer_changed = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._found: list[FoundCustomer] = []
        self.case_id: int | None = None
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("A customer: name, initials, number…"))
        self.search.setAccessibleName(self.tr("Customer to preview for"))
        self._names = QStringListModel(self)
        self._list = QCompleter(self._names, self)
        self._list.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._list.setWidget(self.search)
        self._list.activated[QModelIndex].connect(self._choose)  # type: ignore[index]
        self._rest = QTimer(self, singleShot=True, interval=SEARCH_AFTER_MS)
        self._rest.timeout.connect(self._look_up)
        self.search.textEdited.connect(lambda _words: self._rest.start())
        self.search.returnPressed.connect(self._take_first)
        self._nobody = button(shell.theme, self.tr("Invented customer"), "x", role="icon")
        self._nobody.clicked.connect(self._forget)
        self.subject = text("", "heading", wrap=True)
        self.shown = QPlainTextEdit()
        self.shown.setReadOnly(True)
        self.shown.setAccessibleName(self.tr("Message as the customer reads it"))
        self.mail = MailView(shell, self.shown)
        self.length = text("", "muted")
        self.remark = text("", "muted", wrap=True)
        layout = column(
            row(text(self.tr("Preview"), "heading"), spacer()),
            row(self.search, self._nobody, spacing=6),
            self.remark,
            self.subject,
            self.mail,
            self.length,
            spacing=8,
        )
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setStretchFactor(self.mail, 1)
        self.setLayout(layout)

    def show_sample(self, sample: Sample, channel: str) -> None:
        """Show what came of the template; a faulty one leaves the last good text."""
        if sample.fault is not None:
            return
        self.subject.setText(sample.subject)
        self.subject.setVisible(bool(sample.subject))
        if self.shown.toPlainText() != sample.text:
            self.shown.setPlainText(sample.text)
        self.mail.show_message(channel)
        shown = self.tr("%Ln character(s)", "", sample.units)
        parts = self.tr("%Ln SMS of 70 or 67", "", sample.segments)
        self.length.setText(f"{shown} · {parts}" if channel == "sms" else shown)
        self.remark.setText(
            self.tr("Amounts and days are invented: nothing is owed.")
            if sample.is_invented
            else self.tr("With what this customer owes today.")
        )

    def _look_up(self) -> None:
        self._shell.tasks.read(
            template_sample.find_customers,
            self.search.text(),
            then=self._offer,
            latest="templates.customers",
        )

    def _offer(self, found: list[FoundCustomer]) -> None:
        self._found = found
        self._names.setStringList([f"{one.name} {one.phone}".strip() for one in found])
        if found and self.search.hasFocus():
            self._list.complete()

    def _take_first(self) -> None:
        if self._found:
            self._take(self._found[0])

    def _choose(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self._found):
            self._take(self._found[index.row()])

    def _take(self, one: FoundCustomer) -> None:
        self.case_id, self._found = one.case_id, []
        self.search.setText(f"{one.name} {one.phone}".strip())
        self.customer_changed.emit()

    def _forget(self) -> None:
        self.case_id = None
        self.search.clear()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.customer_changed.emit()
