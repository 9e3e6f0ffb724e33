"""Asking for a payment by code or link: the order's number, and those made before."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSpinBox, QWidget

from desktop.adapters import wording
from desktop.services import payment_orders
from desktop.services.account_view import AccountView
from desktop.services.payment_orders import DAYS_VALID, MOST_DAYS, Order, OrderMade
from desktop.ui import formats
from desktop.ui.page import Shell
from desktop.ui.widgets.amount_field import AmountField
from desktop.ui.widgets.form_dialog import FormDialog
from desktop.ui.widgets.text import button


class OrderDialog(FormDialog):
    """Amount and days; the number made is copied. An open order can be made void."""

    def __init__(self, parent: QWidget, shell: Shell, seen: AccountView) -> None:
        super().__init__(parent, shell.theme, shell.notify)
        self._shell = shell
        self._account_id = int(seen.account["id"])
        self._orders: list[Order] = []
        self.setWindowTitle(self.tr("Payment order"))
        self.amount = AmountField(self.tr("Amount in yuan"))
        self.amount.show_amount(seen.balance.total_overdue or None)
        self.days = QSpinBox()
        self.days.setRange(1, MOST_DAYS)
        self.days.setValue(DAYS_VALID)
        self.listed = QListWidget()
        self.listed.setMaximumHeight(150)
        void = button(shell.theme, self.tr("Make void"), "x")
        void.clicked.connect(self._void)
        self.add("amount", self.tr("Amount"), self.amount)
        self.add("days", self.tr("Valid for days"), self.days)
        self.add("orders", self.tr("Orders so far"), self.listed)
        self.add("void", "", void)
        self.on_submit(self.tr("Make the order and copy its number"), self._make)
        self._read()

    def _read(self) -> None:
        self._shell.tasks.read(payment_orders.orders_of, self._account_id, then=self._list)

    def _list(self, orders: list[Order]) -> None:
        self._orders = orders
        self.listed.clear()
        for order in orders:
            state = wording.text(f"payments.order_state.{order.state}", formats.language())
            until = formats.day(order.valid_until)
            words = f"{order.order_no}　{formats.money(order.amount)}　{until}　{state}"
            self.listed.addItem(QListWidgetItem(words))

    def _make(self) -> None:
        amount = self.amount.amount()
        if amount is None:
            self.refuse(self.tr("Enter an amount in yuan."), "amount")
            return
        self._shell.tasks.write(
            payment_orders.make_order,
            self._account_id,
            amount,
            days=self.days.value(),
            then=self._made,
            failed=self.failed,
        )

    def _made(self, done: OrderMade) -> None:
        QGuiApplication.clipboard().setText(done.order_no)
        words = self.tr("Order {number} made; its number is in the clipboard.")
        self._shell.notify.toast(words.format(number=done.order_no), kind="ok")
        self.refuse("")
        self._read()

    def _void(self) -> None:
        place = self.listed.currentRow()
        if 0 <= place < len(self._orders):
            self._shell.tasks.write(
                payment_orders.void_order,
                self._orders[place].order_no,
                then=lambda _changes: self._read(),
                failed=self.failed,
            )
