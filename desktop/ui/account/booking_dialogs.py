"""The forms that book on an account. What a booking does is shown before it is confirmed."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desktop.domain.allocation import LEGAL_ORDER, Component
from desktop.domain.money import ZERO, Money
from desktop.services import ageing_pauses, ledger
from desktop.services.account_view import AccountView, LedgerLine
from desktop.services.ledger import Booked, Booking, Preview
from desktop.services.ledger_state import FEES
from desktop.ui import formats
from desktop.ui.account.tables import component, figure
from desktop.ui.page import Shell
from desktop.ui.widgets.amount_field import AmountField
from desktop.ui.widgets.form_dialog import FormDialog, chosen_day, day_field
from desktop.ui.widgets.text import text

PREVIEW_AFTER_MS = 150
LONGEST_NOTE = 300
MOST_LINES = 6


def _by_instalment(shown: Preview) -> list[str]:
    """A line for each instalment that gets something, with what it gets."""
    parts: dict[date, list[str]] = {}
    for part in shown.parts:
        words = f"{component(part.component)} {figure(part.amount)}"
        parts.setdefault(part.due_on, []).append(words)
    return [f"{formats.day(on)}  {'  '.join(words)}" for on, words in parts.items()]


class BookingDialog(FormDialog):
    """Amount and value date, and below them what the booking would do."""

    kind: Any = "payment"

    def __init__(self, parent: QWidget, shell: Shell, seen: AccountView) -> None:
        super().__init__(parent, shell.theme, shell.notify)
        self._shell, self._seen = shell, seen
        self.account_id = int(seen.account["id"])
        self.amount = AmountField(self.tr("Amount in yuan"))
        self.day = day_field(shell.desk.today, self.tr("Value date"))
        self.effect = text("", "muted", wrap=True)
        self.effect.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.effect.setMinimumSize(380, 150)
        self._timer = QTimer(self, singleShot=True, interval=PREVIEW_AFTER_MS)
        self._timer.timeout.connect(self.look_ahead)
        self.amount.textChanged.connect(lambda _: self._timer.start())
        self.day.dateChanged.connect(lambda _: self._timer.start())

    def add_figures(self) -> None:
        """Put amount and value date into the form."""
        self.add("amount", self.tr("Amount"), self.amount)
        self.add("value_on", self.tr("Value date"), self.day)

    def add_effect(self) -> None:
        """Put the preview at the end of the form."""
        self.add("effect", self.tr("What it does"), self.effect)

    def asked(self) -> dict[str, Any]:
        """What the preview is asked with beside amount and day."""
        return {}

    def look_ahead(self) -> None:
        """Show what the booking would do."""
        amount = self.amount.amount()
        if amount is None or amount <= 0:
            self.effect.setText("")
            return
        self._shell.tasks.read(
            ledger.preview,
            self.account_id,
            self.kind,
            amount,
            value_on=chosen_day(self.day),
            **self.asked(),
            then=self._show_effect,
            failed=self.failed,
            latest="account.preview",
        )

    def _show_effect(self, shown: Preview) -> None:
        self.refuse("")
        lines = _by_instalment(shown)
        if len(lines) > MOST_LINES:
            lines = [*lines[: MOST_LINES - 1], "…"]
        if shown.left_over:
            lines.append(f"{component('rest')}  {figure(shown.left_over)}")
        before, after = (sum(each.values(), ZERO) for each in (shown.before, shown.after))
        lines.append(
            self.tr("Owed in all: {before} → {after}").format(
                before=formats.money(before), after=formats.money(after)
            )
        )
        lines += self._cap_words(shown)
        self.effect.setText("\n".join(lines))

    def _cap_words(self, shown: Preview) -> list[str]:
        """The all-in rate after the booking, and the cap it is above or below."""
        if shown.cap is None:
            return []
        rate = formats.percent(shown.cap.rate.yearly, 2)
        over = shown.cap.exceeded
        cap = formats.percent((over or shown.cap.caps)[-1].rate, 2)
        words = self.tr("All-in rate after it {rate} a year, cap {cap}")
        if over:
            words = self.tr("All-in rate after it {rate} a year: above the cap of {cap}")
        return [words.format(rate=rate, cap=cap)]

    def amount_or_refuse(self) -> Money | None:
        """The amount, or a word at its field."""
        amount = self.amount.amount()
        if amount is None:
            self.refuse(self.tr("Enter an amount in yuan."), "amount")
        return amount

    def book(self, service: Callable[..., Any], *given: Any, **more: Any) -> None:
        """Have a service book it; errors stand in the dialog."""
        self._shell.tasks.write(
            service, self.account_id, *given, **more, then=self.booked, failed=self.failed
        )

    def booked(self, done: Any) -> None:
        """Close, tell, and offer to take it back."""
        shell = self._shell
        if isinstance(done, Booking):
            reason = self.tr("taken back at once")
            shell.notify.toast(
                self.tr("Payment booked"),
                kind="ok",
                undo=lambda: shell.tasks.write(ledger.undo_payment, done.payment_id, reason),
            )
        elif isinstance(done, Booked):
            reason = self.tr("taken back at once")
            shell.notify.toast(
                self.tr("Booked"),
                kind="ok",
                undo=lambda: shell.tasks.write(ledger.reverse_entry, done.entry_id, reason),
            )
        self.accept()


class ChargeDialog(BookingDialog):
    """A fee, a late fee or a cost."""

    kind = "charge"

    def __init__(self, parent: QWidget, shell: Shell, seen: AccountView) -> None:
        super().__init__(parent, shell, seen)
        self.setWindowTitle(self.tr("Charge a fee"))
        self.on_submit(self.tr("Charge"), self._book)
        self.component = components(sorted(FEES, reverse=True))
        self.component.currentIndexChanged.connect(lambda _: self._timer.start())
        self.note = note_field()
        self.add("component", self.tr("Item"), self.component)
        self.add_figures()
        self.add("note", self.tr("Note"), self.note)
        self.add_effect()

    def asked(self) -> dict[str, Any]:
        """The component."""
        return {"component": self.component.currentData()}

    def _book(self) -> None:
        amount = self.amount_or_refuse()
        if amount is not None:
            day = chosen_day(self.day)
            chosen = self.component.currentData()
            self.book(ledger.book_charge, chosen, amount, value_on=day, note=self.note.text())


class WaiverDialog(BookingDialog):
    """Letting go of a part of what is owed."""

    kind = "waiver"

    def __init__(self, parent: QWidget, shell: Shell, seen: AccountView) -> None:
        super().__init__(parent, shell, seen)
        self.setWindowTitle(self.tr("Waive"))
        self.on_submit(self.tr("Waive"), self._book)
        owed = [code for code in LEGAL_ORDER if seen.balance.all[code]]
        first = [code for code in ("late_fee", "penalty", "compound") if code in owed]
        self.component = components([*first, *(code for code in owed if code not in first)])
        self.component.currentIndexChanged.connect(lambda _: self._suggest())
        self.reason = note_field()
        self.add("component", self.tr("Item"), self.component)
        self.add_figures()
        self.add("reason", self.tr("Reason"), self.reason)
        self.add_effect()
        self._suggest()

    def _suggest(self) -> None:
        chosen: Component | None = self.component.currentData()
        if chosen is not None:
            self.amount.show_amount(self._seen.balance.overdue[chosen] or None)
        self._timer.start()

    def asked(self) -> dict[str, Any]:
        """The component."""
        return {"component": self.component.currentData()}

    def _book(self) -> None:
        amount = self.amount_or_refuse()
        if amount is not None:
            day = chosen_day(self.day)
            chosen, reason = self.component.currentData(), self.reason.text()
            self.book(ledger.book_waiver, chosen, amount, value_on=day, reason=reason)


class WriteOffDialog(BookingDialog):
    """Writing an account off: it stays owed."""

    kind = "write_off"

    def __init__(self, parent: QWidget, shell: Shell, seen: AccountView) -> None:
        super().__init__(parent, shell, seen)
        self.setWindowTitle(self.tr("Write off"))
        self.on_submit(self.tr("Write off"), self._book)
        self.reason = note_field()
        owed = text(formats.money(seen.balance.total), "amount")
        self.add("amount", self.tr("Owed in all"), owed)
        self.add("value_on", self.tr("Value date"), self.day)
        self.add("reason", self.tr("Reason"), self.reason)

    def look_ahead(self) -> None:
        """Nothing changes in what is owed."""

    def _book(self) -> None:
        day = chosen_day(self.day)
        self.book(ledger.write_off, value_on=day, reason=self.reason.text())


class PauseDialog(FormDialog):
    """Letting the ageing stand still from a day on."""

    def __init__(self, parent: QWidget, shell: Shell, account_id: int) -> None:
        super().__init__(parent, shell.theme, shell.notify)
        self.setWindowTitle(self.tr("Pause ageing"))
        self.on_submit(self.tr("Pause"), self._pause)
        self._shell, self._account_id = shell, account_id
        self.day = day_field(shell.desk.today, self.tr("Paused from"))
        self.reason = note_field()
        self.add("value_on", self.tr("Paused from"), self.day)
        self.add("reason", self.tr("Reason"), self.reason)
        self.reason.setFocus()

    def _pause(self) -> None:
        self._shell.tasks.write(
            ageing_pauses.pause,
            self._account_id,
            from_day=chosen_day(self.day),
            reason=self.reason.text(),
            then=lambda _: self._done(),
            failed=self.failed,
        )

    def _done(self) -> None:
        shell, account_id = self._shell, self._account_id
        shell.notify.toast(
            self.tr("Ageing paused"),
            kind="ok",
            undo=lambda: shell.tasks.write(ageing_pauses.resume, account_id),
        )
        self.accept()


class ReversalDialog(FormDialog):
    """Taking a booking out, with a reason; it stays visible."""

    def __init__(self, parent: QWidget, shell: Shell, line: LedgerLine, words: str) -> None:
        super().__init__(parent, shell.theme, shell.notify)
        self.setWindowTitle(self.tr("Reverse · {entry}").format(entry=words))
        self.on_submit(self.tr("Reverse"), self._reverse)
        self._shell, self._line = shell, line
        amount = text(formats.money(abs(line.amount)), "amount")
        self.add("entry", f"{formats.day(line.value_on)}", amount)
        self.reason = note_field()
        self.add("reason", self.tr("Reason"), self.reason)
        self.reason.setFocus()

    def _reverse(self) -> None:
        line = self._line
        is_payment = line.payment_id is not None
        service = ledger.undo_payment if is_payment else ledger.reverse_entry
        number = line.payment_id if is_payment else line.entry_id
        self._shell.tasks.write(
            service,
            number,
            self.reason.text(),
            then=lambda _: self._done(),
            failed=self.failed,
        )

    def _done(self) -> None:
        self._shell.notify.toast(
            self.tr("Reversed; everything after it was worked out again"), kind="ok"
        )
        self.accept()


def components(codes: Any) -> QComboBox:
    """A choice of components."""
    box = QComboBox()
    for code in codes:
        box.addItem(component(code), code)
    return box


def note_field() -> QLineEdit:
    """A line for a reason or a remark."""
    field = QLineEdit()
    field.setMaxLength(LONGEST_NOTE)
    return field


def percent_field(value: Decimal | None) -> QLineEdit:
    """A line for a yearly rate in per cent."""
    field = QLineEdit("" if value is None else f"{(value * 100).normalize():f}")
    field.setMaxLength(8)
    return field
