"""One day of the bank against what was booked; differences stay until they are explained."""

from collections.abc import Sequence

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDateEdit,
    QDialog,
    QHeaderView,
    QInputDialog,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from desktop.adapters import wording
from desktop.services import payments
from desktop.services.payments import Difference, Reconciliation
from desktop.ui import formats
from desktop.ui.page import Shell
from desktop.ui.widgets.card import KpiCard
from desktop.ui.widgets.text import button, column, row, spacer, text

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ReconciliationDialog(QDialog):
    """Choose a day, see the sums and the differences, explain one with Enter."""

    def __init__(self, parent: QWidget, shell: Shell) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Reconcile a day"))
        self._shell = shell
        self._found: Reconciliation | None = None
        today = shell.desk.today
        self.day = QDateEdit(QDate(today.year, today.month, today.day))
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.day.setCalendarPopup(True)
        self.day.setMaximumDate(self.day.date())
        self.day.setAccessibleName(self.tr("Day"))
        self.day.dateChanged.connect(lambda _day: self.reload())
        self.cards = [KpiCard(title) for title in self._titles()]
        self.table = self._make_table()
        self.state = text("", "muted", wrap=True)
        explain = button(shell.theme, self.tr("Explain…"), "pencil")
        explain.clicked.connect(self._ask)
        close = button(shell.theme, self.tr("Close"), is_primary=True)
        close.clicked.connect(self.accept)
        self.setLayout(
            column(
                row(text(self.tr("Day")), self.day, spacer()),
                row(*self.cards),
                self.table,
                row(self.state, spacer(), explain, close),
                margins=16,
                spacing=12,
            )
        )
        self.resize(820, 560)
        self.reload()

    def reload(self) -> None:
        """Read the day anew."""
        chosen = self.day.date().toPython()
        self._shell.tasks.read(
            payments.reconcile, chosen, then=self.show_found, latest="payments.day"
        )

    def show_found(self, found: Reconciliation) -> None:
        """Show sums and differences."""
        self._found = found
        sums = (found.arrived, found.booked, found.without_movement)
        for card, amount in zip(self.cards, sums, strict=True):
            card.show_figure(formats.money(amount))
        self._fill(found.differences)
        if not found.differences:
            self.state.setText(self.tr("The day agrees with the bank."))
        elif found.is_settled:
            self.state.setText(self.tr("Every difference is explained."))
        else:
            open_ones = sum(1 for each in found.differences if not each.explained)
            self.state.setText(self.tr("{count} differences to explain").format(count=open_ones))

    def _titles(self) -> tuple[str, str, str]:
        return (
            self.tr("Arrived at the bank"),
            self.tr("Booked of it"),
            self.tr("Booked without a movement"),
        )

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(0, 5)
        table.setHorizontalHeaderLabels(
            [
                self.tr("Difference"),
                self.tr("Payer"),
                self.tr("Arrived"),
                self.tr("Booked"),
                self.tr("Explanation"),
            ]
        )
        table.setAccessibleName(self.tr("Differences"))
        table.verticalHeader().hide()
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.horizontalHeader().setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)
        for place, width in enumerate((130, 150, 120, 120)):
            table.setColumnWidth(place, width)
        table.itemActivated.connect(lambda _item: self._ask())
        return table

    def _fill(self, differences: Sequence[Difference]) -> None:
        self.table.setRowCount(len(differences))
        for place, each in enumerate(differences):
            kind = wording.text(f"payments.difference.{each.kind}", formats.language())
            said = (
                kind,
                each.words,
                formats.money(each.amount),
                formats.money(each.booked),
                each.explained or "",
            )
            for at, value in enumerate(said):
                item = QTableWidgetItem(value)
                if at in (2, 3):
                    item.setTextAlignment(_RIGHT)
                self.table.setItem(place, at, item)

    def _ask(self) -> None:
        place = self.table.currentRow()
        if self._found is None or not 0 <= place < len(self._found.differences):
            return
        chosen = self._found.differences[place]
        if chosen.kind == "without_movement":
            self._shell.notify.toast(self.tr("Open the account to see who booked this payment."))
            return
        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Explain the difference"))
        dialog.setLabelText(self.tr("Why is this in order?"))
        dialog.setTextValue(chosen.explained or "")
        dialog.textValueSelected.connect(lambda words: self._explain(chosen.id, words))
        dialog.open()

    def _explain(self, movement_id: int, words: str) -> None:
        self._shell.tasks.write(
            payments.explain, movement_id, words, then=lambda _changes: self.reload()
        )
