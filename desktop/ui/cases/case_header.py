"""The head of the case pane: who, how late, how much, and the first actions."""

from decimal import Decimal

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from desktop.domain.money import ZERO
from desktop.services.cases import CaseDetail
from desktop.services.placements import Whereabouts
from desktop.ui import formats
from desktop.ui.page import Shell
from desktop.ui.widgets.chips import Chip
from desktop.ui.widgets.flow import FlowRow
from desktop.ui.widgets.text import button, column, row, spacer, text
from desktop.ui.widgets.top_bar import action_button


class CaseHeader(QWidget):
    """Name, bucket, amounts by kind, a row of buttons, a menu with the rest."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.name = text("", "name")
        self.bucket = Chip(shell.theme)
        self.number = text("", "key", selectable=True)
        self.agency = text("", "warn", wrap=True, selectable=True)
        self.agency.hide()
        self.whereabouts: Whereabouts | None = None
        self.amount = text("", "amount", selectable=True)
        self._principal, self._interest, self._penalty = text(), text(), text()
        self.more = button(shell.theme, self.tr("More"), "ellipsis", role="icon")
        self._menu = QMenu(self.more)
        self.more.setMenu(self._menu)
        self._buttons = FlowRow(spacing=6)
        parts = row(
            column(text(self.tr("Principal"), "key"), self._principal, spacing=1),
            column(text(self.tr("Interest"), "key"), self._interest, spacing=1),
            column(text(self.tr("Penalty"), "key"), self._penalty, spacing=1),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 6)
        layout.setSpacing(8)
        layout.addLayout(row(self.name, self.bucket, spacer(), self.more))
        layout.addWidget(self.number)
        layout.addWidget(self.agency)
        layout.addWidget(self.amount)
        layout.addLayout(parts)
        layout.addWidget(self._buttons)

    def show_actions(self, first: list[QAction], others: list[QAction]) -> None:
        """Show the first actions as buttons, all others in the menu."""
        for action in first:
            made = action_button(self._shell.theme, action)
            made.setProperty("tight", True)
            self._buttons.flow.addWidget(made)
        for action in others:
            self._menu.addAction(action)

    def show_case(self, detail: CaseDetail) -> None:
        """Show a case."""
        case = detail.case
        self.name.setText(case.name)
        if case.dpd > 0:
            words = f"{formats.bucket(case.bucket)} · {formats.days(case.dpd)}"
            self.bucket.show_bucket(words, case.bucket)
        else:
            self.bucket.show_bucket(self.tr("Not overdue"), 0)
        product = case.product or "—"
        if case.account_count > 1:
            product += self.tr(" ({count} accounts)").format(count=case.account_count)
        self.number.setText(f"{case.case_no}　·　{product}")
        self.amount.setText(formats.money(case.overdue))
        totals = [ZERO, ZERO, ZERO]
        for account in detail.accounts:
            totals[0] += account["overdue_principal"]
            totals[1] += account["overdue_interest"] + account["overdue_fee"]
            totals[2] += account["penalty"] + account["compound"]
        self._amounts(*totals)

    def show_whereabouts(self, where: Whereabouts | None) -> None:
        """Say which agency has the case, if one has."""
        self.whereabouts = where
        self.agency.setVisible(where is not None)
        if where is not None:
            words = self.tr("With {agency} from {day} · {phone}")
            self.agency.setText(
                words.format(agency=where.agency, day=where.from_on.isoformat(), phone=where.phone)
            )

    def _amounts(self, principal: Decimal, interest: Decimal, penalty: Decimal) -> None:
        self._principal.setText(formats.money(principal))
        self._interest.setText(formats.money(interest))
        self._penalty.setText(formats.money(penalty))
