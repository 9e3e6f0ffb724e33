"""One day of the bank against what was booked; differences stay until they are explained."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDateEdit,
    QDialog,
    QFileDialog,
    QHeaderView,
    QInputDialog,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from desktop.adapters import wording
from desktop.services import reconciliation
from desktop.services.reconciliation import Difference, Reconciliation
from desktop.services.reconciliation_report import save_report
from desktop.services.report_export import ReportSaved
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
        self.account = QComboBox()
        self.account.setAccessibleName(self.tr("Own account"))
        self.account.addItem(self.tr("All accounts"), None)
        self.account.currentIndexChanged.connect(lambda _place: self.reload())
        self.cards = [KpiCard(title) for title in self._titles()]
        self.table = self._make_table()
        self.state = text("", "muted", wrap=True)
        self.earlier = button(shell.theme, "", "clock", role="ghost")
        self.earlier.clicked.connect(self._go_to_oldest)
        self.earlier.hide()
        explain = button(shell.theme, self.tr("Explain…"), "pencil")
        explain.clicked.connect(self._ask)
        save = button(shell.theme, self.tr("Save as…"), "download")
        save.clicked.connect(self._ask_place)
        close = button(shell.theme, self.tr("Close"), is_primary=True)
        close.clicked.connect(self.accept)
        self.setLayout(
            column(
                row(text(self.tr("Day")), self.day, self.account, spacer(), self.earlier),
                row(*self.cards),
                self.table,
                row(self.state, spacer(), save, explain, close),
                margins=16,
                spacing=12,
            )
        )
        self.resize(900, 580)
        shell.tasks.read(reconciliation.own_accounts, then=self._show_accounts)
        self.reload()

    def reload(self) -> None:
        """Read the day anew."""
        chosen = self.day.date().toPython()
        self._shell.tasks.read(
            reconciliation.reconcile,
            chosen,
            self.account.currentData(),
            then=self.show_found,
            latest="payments.day",
        )

    def _show_accounts(self, numbers: Sequence[str]) -> None:
        for number in numbers:
            self.account.addItem(number, number)

    def _go_to_oldest(self) -> None:
        if self._found is not None and self._found.open_days:
            oldest = self._found.open_days[0][0]
            self.day.setDate(QDate(oldest.year, oldest.month, oldest.day))

    def show_found(self, found: Reconciliation) -> None:
        """Show sums and differences."""
        self._found = found
        sums = (
            found.arrived,
            found.booked,
            found.apart,
            found.taken,
            found.on_its_way,
            found.without_movement,
        )
        for card, amount in zip(self.cards, sums, strict=True):
            card.show_figure(formats.money(amount))
        self._fill(found.differences)
        if not found.differences:
            self.state.setText(self.tr("The day agrees with the bank."))
        elif any(each.awaited_until is not None for each in found.differences):
            words = self.tr("{count} differences to explain; what was taken is still awaited")
            self.state.setText(words.format(count=found.unexplained))
        elif found.is_settled:
            self.state.setText(self.tr("Every difference is explained."))
        else:
            words = self.tr("{count} differences to explain")
            self.state.setText(words.format(count=found.unexplained))
        self.earlier.setVisible(bool(found.open_days))
        words = self.tr("{count} earlier days to explain")
        self.earlier.setText(words.format(count=len(found.open_days)))

    def _titles(self) -> tuple[str, ...]:
        return (
            self.tr("Arrived at the bank"),
            self.tr("Booked of it"),
            self.tr("Kept apart"),
            self.tr("Taken elsewhere"),
            self.tr("Of it not at the bank yet"),
            self.tr("Booked without a movement"),
        )

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(0, 5)
        table.setHorizontalHeaderLabels(
            [
                self.tr("Difference"),
                self.tr("Payer"),
                self.tr("Amount"),
                self.tr("Booked"),
                self.tr("Explanation"),
            ]
        )
        table.setAccessibleName(self.tr("Differences"))
        table.verticalHeader().hide()
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.horizontalHeader().setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)
        for place, width in enumerate((180, 150, 116, 116)):
            table.setColumnWidth(place, width)
        table.itemActivated.connect(lambda _item: self._ask())
        return table

    def _fill(self, differences: Sequence[Difference]) -> None:
        self.table.setRowCount(len(differences))
        for place, each in enumerate(differences):
            kind = wording.text(f"payments.difference.{each.kind}", formats.language())
            said = (
                kind,
                self._who(each),
                formats.money(each.amount),
                formats.money(each.booked),
                self._why(each),
            )
            for at, value in enumerate(said):
                item = QTableWidgetItem(value)
                if at in (2, 3):
                    item.setTextAlignment(_RIGHT)
                self.table.setItem(place, at, item)

    def _who(self, each: Difference) -> str:
        if each.source in ("", "bank_file"):
            return each.words
        source = wording.text(f"payments.source.{each.source}", formats.language())
        return f"{source} {each.words}".strip()

    def _why(self, each: Difference) -> str:
        if each.awaited_until is None or each.explained:
            return each.explained or ""
        return self.tr("awaited until {day}").format(day=formats.day(each.awaited_until))

    def _ask(self) -> None:
        places = sorted({index.row() for index in self.table.selectedIndexes()})
        if self._found is None or not places:
            return
        chosen = [self._found.differences[place] for place in places]
        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Explain the difference"))
        question = self.tr("Why is this in order?")
        if len(chosen) > 1:
            question = self.tr("Why are these {count} in order?").format(count=len(chosen))
        dialog.setLabelText(question)
        dialog.setTextValue(chosen[0].explained or "")
        dialog.textValueSelected.connect(lambda words: self._explain(chosen, words))
        dialog.open()

    def _explain(self, differences: Sequence[Difference], words: str) -> None:
        self._shell.tasks.write(
            reconciliation.explain_all, differences, words, then=lambda _changes: self.reload()
        )

    def _ask_place(self) -> None:
        dialog = QFileDialog(self, self.tr("Save the reconciliation"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("Report (*.pdf)"), self.tr("Workbooks (*.xlsx)")])
        dialog.setDefaultSuffix("pdf")
        name = self.tr("Reconciliation {day}")
        dialog.selectFile(name.format(day=self.day.date().toString("yyyy-MM-dd")))
        dialog.fileSelected.connect(self.save)
        dialog.open()

    def save(self, file: str) -> None:
        """Write what is shown as a report."""
        if self._found is not None:
            self._shell.tasks.write(
                save_report, Path(file), self._found, formats.language(), then=self._tell_saved
            )

    def _tell_saved(self, done: ReportSaved) -> None:
        words = self.tr("Saved: {file}").format(file=done.path.name)
        self._shell.notify.toast(words, kind="ok")
