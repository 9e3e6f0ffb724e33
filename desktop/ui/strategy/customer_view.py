"""One real customer's next ninety days under a strategy, and why each step comes or does not."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QWidget

from desktop.domain.reminder_strategy import Step
from desktop.services import strategy_trial
from desktop.services.cases import CaseRow
from desktop.services.strategy_trial import CustomerTrial
from desktop.ui import formats
from desktop.ui.page import Shell
from desktop.ui.strategy.coming_entries import entries_of, reasons_of
from desktop.ui.strategy.time_line import TimeLine
from desktop.ui.widgets.entry_list import EntryList
from desktop.ui.widgets.search_field import SearchField
from desktop.ui.widgets.text import column, row, spacer, text


class CustomerView(QWidget):
    """Search, choose, look: the time line above, the contacts on the left, the reasons right."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._steps: tuple[Step, ...] | None = None
        self._search = SearchField(shell.theme, self.tr("Find a customer"), "")
        self._search.searched.connect(self.look_for)
        self.case = QComboBox()
        self.case.setMinimumWidth(300)
        self.case.setAccessibleName(self.tr("Customer"))
        self.case.setPlaceholderText(self.tr("No customer found"))
        self.case.currentIndexChanged.connect(lambda _at: self.reload())
        self._said = text("", "muted", wrap=True)
        self.time_line = TimeLine(shell.theme)
        self.coming = EntryList(shell.theme, self.tr("The next ninety days"))
        self.reasons = EntryList(shell.theme, self.tr("Why each step comes or does not"))
        left = column(text(self.tr("What comes"), "key"), self.coming, spacing=6)
        right = column(text(self.tr("Why, and why not"), "key"), self.reasons, spacing=6)
        lists = row(left, right, spacing=14)
        lists.setStretch(0, 3)
        lists.setStretch(1, 2)
        whole = column(
            row(self._search, self.case, spacer()), self._said, self.time_line, lists, spacing=10
        )
        whole.setStretch(3, 1)
        self.setLayout(whole)

    def show_steps(self, steps: Sequence[Step] | None) -> None:
        """Look at these steps from now on; read at once when the view is seen."""
        self._steps = None if steps is None else tuple(steps)
        if self.isVisible():
            self.reload()

    def begin(self) -> None:
        """Offer customers when the view is first seen, and look again later."""
        if self.case.count():
            self.reload()
        else:
            self.look_for("")

    def look_for(self, words: str) -> None:
        """Offer the customers found, those longest overdue first."""
        self._shell.tasks.read(
            strategy_trial.find_customers, words, then=self._offer, latest="strategy.customers"
        )

    def reload(self) -> None:
        """Try the steps on the customer chosen."""
        case_id = self.case.currentData()
        if case_id is not None:
            self._shell.tasks.read(
                strategy_trial.try_customer,
                int(case_id),
                self._steps,
                then=self._show,
                latest="strategy.customer",
            )

    def _offer(self, found: list[CaseRow]) -> None:
        self.case.blockSignals(True)
        self.case.clear()
        for each in found:
            words = f"{each.name} · {each.case_no} · {formats.days(each.dpd)}"
            self.case.addItem(words, each.case_id)
        self.case.blockSignals(False)
        self.case.setCurrentIndex(0 if found else -1)
        self.reload()

    def _show(self, trial: CustomerTrial) -> None:
        plan = trial.plan
        self.coming.show_entries(entries_of(plan))
        self.reasons.show_entries(reasons_of(trial.verdicts))
        self.time_line.show_plan(plan, self._shell.desk.today, strategy_trial.CUSTOMER_DAYS)
        words = self.tr("As if nothing were paid and every step carried out: {count} contacts.")
        self._said.setText(words.format(count=formats.count(len(plan.contacts))))
