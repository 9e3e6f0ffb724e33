"""Quotes: pay-off, part prepayment, re-arrangement, card instalments; plans side by side."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from desktop.domain.errors import DomainError
from desktop.services import account_papers, quote_acceptance, quotes
from desktop.services.account_view import AccountView
from desktop.services.quotes import Kept, Offer, OfferedPlan
from desktop.ui import formats
from desktop.ui.account.quote_form import QuoteForm
from desktop.ui.account.tables import Columns, figure, word
from desktop.ui.imports.rows_model import RowsModel, table_of
from desktop.ui.page import Shell
from desktop.ui.widgets.text import button, column, row, spacer, text

PLAN_SIZE = (470, 132)
WIDTH = 980
MOST_PLANS = 2
"""Two side by side: the old and the new one, or the two ways to go on."""


class QuoteDialog(QuoteForm):
    """What is asked at the top, what it takes below, the plans side by side at the end."""

    def __init__(self, parent: QWidget, shell: Shell, seen: AccountView, kind: str = "") -> None:
        super().__init__(parent, shell, seen)
        self.setWindowTitle(self.tr("Quote · {account}").format(account=seen.account["account_no"]))
        self.on_submit(self.tr("Carry out today…"), self._ask)
        self._offer: Offer | None = None
        self._columns = Columns(self)
        self.lines = text("", "", wrap=True, selectable=True)
        self.setMinimumWidth(WIDTH)
        self._plans = QHBoxLayout()
        self._plans.setSpacing(14)
        body = self.layout()
        body.insertWidget(1, self.lines)  # type: ignore[union-attr]
        self.save = button(shell.theme, self.tr("Save as PDF…"), "printer", role="ghost")
        self.save.clicked.connect(lambda _checked=False: self.ask_file())
        body.insertLayout(2, row(self.save, spacer()))  # type: ignore[union-attr]
        body.insertLayout(3, self._plans)  # type: ignore[union-attr]
        self.kind.setCurrentIndex(max(self.kind.findData(kind), 0))
        self.show_fields()
        self.work_out()

    def work_out(self) -> None:
        """Work the quote out and show it."""
        try:
            asked = self.asked()
        except DomainError as error:
            self._cannot(error)
            return
        if asked.get("amount", 0) is None or not asked.get("waive", True):
            self._show_nothing()
            return
        self._shell.tasks.read(
            quotes.offer,
            int(self._seen.account["id"]),
            self.kind.currentData(),
            **asked,
            then=self._show,
            failed=self._cannot,
            latest="account.quote",
        )

    def _cannot(self, error: Exception) -> None:
        self._show_nothing()
        self.failed(error)

    def _show_nothing(self) -> None:
        self._offer = None
        self._show_plans(())
        self.lines.setText("")

    def _show(self, made: Offer) -> None:
        self.refuse("")
        self._offer = made
        self.lines.setText(self.words(made))
        self._show_plans(made.plans if made.kind not in ("payoff", "waiver") else ())

    def words(self, made: Offer) -> str:
        """The quote in lines."""
        lines = [f"{word(f'quotes.line.{code}')}  {figure(amount)}" for code, amount in made.lines]
        total = self.tr("{amount} on {day}, valid until {until}; {more} more for each further day")
        if made.kind in ("payoff", "prepayment", "waiver"):
            lines.append(
                total.format(
                    amount=formats.money(made.amount),
                    day=made.on,
                    until=made.valid_until,
                    more=figure(made.per_day),
                )
            )
        if made.cap is not None and made.cap_after is not None:
            words = self.tr("All-in rate {before} → {after}")
            before, after = (formats.percent(c.rate.yearly, 2) for c in (made.cap, made.cap_after))
            lines.append(words.format(before=before, after=after))
        return "    ".join(lines)

    def _show_plans(self, plans: tuple[OfferedPlan, ...]) -> None:
        while (item := self._plans.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for plan in plans[-MOST_PLANS:]:
            if plan.rows:
                self._plans.addWidget(self._plan(plan))

    def _plan(self, plan: OfferedPlan) -> QWidget:
        model = RowsModel(self._columns.plan(), self._shell.theme)
        model.show_rows(plan.rows)
        table = table_of(model, word(f"quotes.plan.{plan.code}"))
        model.setParent(table)
        table.setMinimumSize(*PLAN_SIZE)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        facts = self.tr("{count} terms, interest {interest}").format(
            count=len(plan.rows), interest=figure(plan.total_interest)
        )
        if plan.code != "current":
            saved = self.tr("saves {amount}") if plan.saved >= 0 else self.tr("costs {amount} more")
            facts += " · " + saved.format(amount=formats.money(abs(plan.saved)))
        holder = QWidget()
        heading = text(word(f"quotes.plan.{plan.code}"), "heading")
        holder.setLayout(column(heading, text(facts, "muted"), table, spacing=4))
        return holder

    def ask_file(self) -> None:
        """Ask where the quote is to be saved as a page."""
        if self._offer is None:
            return
        name = f"{word(f'quotes.kind.{self._offer.kind}')} {self._offer.account_no}.pdf"
        dialog = QFileDialog(self, self.tr("Save the quote"), name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("PDF (*.pdf)"))
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def save_to(self, file: str) -> None:
        """Keep the quote under a number and write it as one page."""
        made = self._offer
        if made is not None:
            self._shell.tasks.write(
                account_papers.export_quote,
                made.account_id,
                made.kind,
                file,
                **dict(made.asked),
                then=lambda path: self._shell.notify.toast(
                    self.tr("Saved as {file}").format(file=path.name), kind="ok"
                ),
                failed=self.failed,
                label=self.tr("Exporting"),
            )

    def _ask(self) -> None:
        made = self._offer
        if made is None:
            self.work_out()
            return
        boxes = {"prepayment": self.choice, "waiver": self.waiver_choice}
        box = boxes.get(made.kind)
        if box is None:
            self._confirm(made, "", self.tr("Carry this out today?"))
            return
        words = self.tr("Carry out today: {plan}?").format(plan=box.currentText())
        self._confirm(made, box.currentData(), words)

    def _confirm(self, made: Offer, choice: str, words: str) -> None:
        self._shell.notify.confirm(
            words, then=lambda: self._carry_out(made, choice), details=self.words(made)
        )

    def _carry_out(self, made: Offer, choice: str) -> None:
        self._shell.tasks.write(
            quotes.keep,
            made.account_id,
            made.kind,
            **dict(made.asked),
            then=lambda kept: self._accept(kept, choice),
            failed=self.failed,
        )

    def _accept(self, kept: Kept, choice: str) -> None:
        self._shell.tasks.write(
            quote_acceptance.accept,
            kept.quote_id,
            choice=choice,
            then=lambda _: self._done(),
            failed=self.failed,
        )

    def _done(self) -> None:
        self._shell.notify.toast(self.tr("Carried out as quoted"), kind="ok")
        self.accept()
