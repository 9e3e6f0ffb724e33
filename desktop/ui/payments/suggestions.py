"""The pane beside the inbox: one movement, whose it may be and why, and what to do with it."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.adapters import wording
from desktop.domain.money import Money
from desktop.services import money_inbox
from desktop.services.money_inbox import AccountLabel, InboxRow, PayableAccount, ShownSuggestion
from desktop.ui import formats
from desktop.ui.page import Shell
from desktop.ui.payments.repeated import repeated_words
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.chips import Chip
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.flow import FlowLayout
from desktop.ui.widgets.text import button, column, line, row, spacer, text

Parts = tuple[tuple[int, Money], ...]
SEARCH_AFTER_MS = 150


class MovementPane(Card):
    """Shows one movement. Enter takes the first suggestion, 1–5 the others."""

    accepted = Signal(object, object)
    """The movement and the parts it is to pay."""
    choice_wanted = Signal(object, object)
    """The movement and the parts of a suggestion: what becomes of more or less than is due."""
    undo_wanted = Signal(object)
    aside_wanted = Signal(object, str)
    reopen_wanted = Signal(object)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._row: InboxRow | None = None
        self._labels: Mapping[int, AccountLabel] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(330)
        self._make_search()
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        layout = column(self._scroll)
        layout.setContentsMargins(1, 1, 1, 1)
        self.setLayout(layout)
        self.show_row(None)

    def show_row(self, shown: InboxRow | None) -> None:
        """Show a movement; the same one again is left as it is, with what was typed."""
        if shown is not None and shown == self._row:
            return
        self._row, self._labels = shown, {}
        self._search.clear()
        self._accounts.clear()
        if shown is None:
            self._rebuild()
            return
        ids = [account for each in shown.suggestions for account, _ in each.parts]
        self._shell.tasks.read(
            money_inbox.account_labels, ids, then=self._show_labels, latest="payments.labels"
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a suggestion by its number."""
        place = event.key() - Qt.Key.Key_1
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            place = 0
        if not self.take(place):
            super().keyPressEvent(event)

    def take(self, place: int) -> bool:
        """Book the suggestion at a place, when there is one and it is still open."""
        shown = self._row
        if (
            shown is None
            or shown.state not in ("matched", "kept")
            or not 0 <= place < len(shown.suggestions)
        ):
            return False
        self._accept(shown, shown.suggestions[place].parts)
        return True

    def _accept(self, shown: InboxRow, parts: Parts) -> None:
        """Book it; where there is a doubt, only after a person has read why and said so."""
        if shown.doubt is None:
            self.accepted.emit(shown, parts)
            return
        self._shell.notify.confirm(
            self.tr("Book {amount} all the same?").format(amount=formats.money(shown.amount)),
            details=self._why(shown, shown.doubt),
            yes=self.tr("Book all the same"),
            is_dangerous=True,
            then=lambda: self.accepted.emit(shown, parts),
        )

    # What is shown ------------------------------------------------------------------------

    def _show_labels(self, labels: Mapping[int, AccountLabel]) -> None:
        self._labels = labels
        self._rebuild()

    def _rebuild(self) -> None:
        # The search field and its list outlive every rebuild.
        for kept in (self._search, self._accounts):
            kept.setParent(self)
            kept.hide()
        shown = self._row
        if shown is None:
            empty = EmptyState(self._shell.theme, "wallet")
            empty.show_words(self.tr("No payment chosen"))
            self._scroll.setWidget(empty)
            return
        body = QWidget()
        body.setProperty("role", "body")
        layout = column(*self._head(shown), margins=18, spacing=9)
        if shown.state in ("arrived", "matched", "kept"):
            if shown.state != "kept" or shown.suggestions:
                self._add_suggestions(layout, shown)
            layout.addWidget(text(self.tr("Book on another account"), "heading"))
            for field in (self._search, self._accounts):
                layout.addWidget(field)
            self._search.show()
            layout.addLayout(self._aside_buttons(shown))
        elif shown.state == "booked":
            undo = self._one_button(
                self.tr("Undo booking"), "undo-2", lambda: self.undo_wanted.emit(shown)
            )
            layout.addLayout(undo)
        elif shown.state == "to_return":
            layout.addLayout(self._aside_buttons(shown))
        elif shown.state in ("announced", "sent"):
            gone = self._one_button(
                self.tr("Did not come…"), "x", lambda: self.aside_wanted.emit(shown, "ignored")
            )
            layout.addLayout(gone)
        elif shown.state == "refused":
            settle = self._one_button(
                self.tr("Seen to…"), "check", lambda: self.aside_wanted.emit(shown, "ignored")
            )
            layout.addLayout(settle)
        if shown.state in ("ignored", "returned", "to_return", "not_come") or (
            shown.state == "kept" and shown.source != "rest"
        ):
            back = self._one_button(
                self.tr("Back to the inbox"), "undo-2", lambda: self.reopen_wanted.emit(shown)
            )
            layout.addLayout(back)
        layout.addStretch()
        body.setLayout(layout)
        self._scroll.setWidget(body)

    def _head(self, shown: InboxRow) -> Sequence[QWidget]:
        state = Chip(self._shell.theme)
        state.show_status(self._said(f"state.{shown.state}"), shown.state)
        top = QWidget()
        if shown.repeated is not None:
            name = text(shown.file_name or "", "name", wrap=True)
        else:
            name = text(shown.payer_name or self.tr("Payer unknown"), "name")
        top.setLayout(row(name, state, spacer()))
        facts = [
            (self.tr("Date"), formats.day(shown.value_on)),
            (self.tr("Source"), self._said(f"source.{shown.source}")),
            (self.tr("Card tail"), shown.payer_tail),
            (self.tr("Remark"), shown.memo),
            (self.tr("Reference"), shown.reference),
            (self.tr("Expected by"), formats.day(shown.expected_by) if shown.expected_by else ""),
            (self.tr("File"), self._place(shown)),
        ]
        parts: list[QWidget] = [top]
        if shown.shown_amount is not None:
            parts.append(text(formats.money(shown.shown_amount), "amount"))
        if shown.doubt:
            parts.append(text(self._why(shown, shown.doubt), "error", wrap=True))
        for title, value in facts:
            if value:
                held = QWidget()
                key = text(title, "key")
                key.setFixedWidth(72)
                pair = row(key, text(value, wrap=True, selectable=True), spacing=6)
                pair.setStretch(1, 1)
                held.setLayout(pair)
                parts.append(held)
        return [*parts, line()]

    def _why(self, shown: InboxRow, doubt: str) -> str:
        if shown.repeated is None:
            return wording.text(doubt, formats.language())
        return repeated_words(shown.file_name or "", shown.repeated)

    def _place(self, shown: InboxRow) -> str:
        if shown.file_name is None or shown.repeated is not None:
            return ""
        return self.tr("{file}, row {row}").format(file=shown.file_name, row=shown.row_no)

    def _add_suggestions(self, layout: QVBoxLayout, shown: InboxRow) -> None:
        add = layout.addWidget
        add(text(self.tr("Suggestions"), "heading"))
        if not shown.suggestions:
            add(
                text(
                    self.tr("Nobody found by contract number, name or card tail."),
                    "muted",
                    wrap=True,
                )
            )
        for place, each in enumerate(shown.suggestions):
            add(self._suggestion(place, each))

    def _suggestion(self, place: int, each: ShownSuggestion) -> QWidget:
        card = Card()
        first = self._labels.get(each.parts[0][0])
        title = text(first.customer if first else "", "heading")
        points = text(self.tr("{points} points").format(points=each.points), "muted")
        take = button(
            self._shell.theme,
            self.tr("Book") if place else self.tr("Book (Enter)"),
            "check",
            is_primary=place == 0,
        )
        take.clicked.connect(lambda: self.take(place))
        lines: list[QWidget] = []
        for account, amount in each.parts:
            label = self._labels.get(account)
            words = f"{label.account_no if label else account}　{formats.money(amount)}"
            lines.append(text(words, "soft"))
        reasons = QWidget()
        flow = FlowLayout(reasons)
        for reason in each.reasons:
            chip = Chip(self._shell.theme)
            chip.show_tone(self._said(f"reason.{reason}"), "blue")
            flow.addWidget(chip)
        other = button(self._shell.theme, self.tr("More ways…"), role="ghost")
        other.clicked.connect(lambda: self._ask_choice(each))
        layout = column(
            row(title, points, spacer(), take), *lines, row(reasons, other), margins=10, spacing=6
        )
        if each.excess:
            words = self.tr("{amount} more than is due").format(amount=formats.money(each.excess))
            layout.addWidget(text(words, "error", wrap=True))
        card.setLayout(layout)
        return card

    def _ask_choice(self, each: ShownSuggestion) -> None:
        if self._row is not None:
            self.choice_wanted.emit(self._row, each.parts)

    def _aside_buttons(self, shown: InboxRow) -> QHBoxLayout:
        ignore = button(self._shell.theme, self.tr("No repayment…"), "x")
        ignore.clicked.connect(lambda: self.aside_wanted.emit(shown, "ignored"))
        give_back = button(self._shell.theme, self.tr("Sent back…"), "undo-2")
        give_back.clicked.connect(lambda: self.aside_wanted.emit(shown, "returned"))
        return row(ignore, give_back, spacer())

    def _one_button(self, words: str, icon: str, do: Callable[[], object]) -> QHBoxLayout:
        made = button(self._shell.theme, words, icon)
        made.clicked.connect(do)
        return row(made, spacer())

    def _said(self, key: str) -> str:
        return wording.text(f"payments.{key}", formats.language())

    # Another account ----------------------------------------------------------------------

    def _make_search(self) -> None:
        self._search = QLineEdit()
        self._search.setPlaceholderText(self.tr("Contract number or customer's name"))
        self._search.setAccessibleName(self.tr("Contract number or customer's name"))
        self._soon = QTimer(self, singleShot=True, interval=SEARCH_AFTER_MS)
        self._soon.timeout.connect(self._look_up)
        self._search.textChanged.connect(lambda _words: self._soon.start())
        self._accounts = QListWidget()
        self._accounts.setAccessibleName(self.tr("Accounts found"))
        self._accounts.setMaximumHeight(160)
        self._accounts.itemActivated.connect(self._take_account)

    def _look_up(self) -> None:
        self._shell.tasks.read(
            money_inbox.payable_accounts,
            self._search.text(),
            then=self._show_accounts,
            latest="payments.accounts",
        )

    def _show_accounts(self, found: Sequence[PayableAccount]) -> None:
        self._accounts.clear()
        for each in found:
            due = formats.money(each.overdue or each.next_due_amount)
            words = f"{each.customer}　{each.account_no}　{due}"
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, each.account_id)
            self._accounts.addItem(item)
        self._accounts.setVisible(bool(found))
        if found:
            self._accounts.setCurrentRow(0)

    def _take_account(self, item: QListWidgetItem) -> None:
        if self._row is not None:
            account = int(item.data(Qt.ItemDataRole.UserRole))
            self._accept(self._row, ((account, self._row.amount),))
