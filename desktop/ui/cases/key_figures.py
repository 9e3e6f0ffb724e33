"""The four key figures above the list."""

from functools import partial

from PySide6.QtWidgets import QWidget

from desktop.services import today
from desktop.services.today import KeyFigures, Worklist
from desktop.ui import formats
from desktop.ui.page import Shell
from desktop.ui.widgets.card import KpiCard
from desktop.ui.widgets.text import row


class KeyFigureRow(QWidget):
    """Overdue, to do, promised this week, recovered this month; of the whole branch."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.overdue = KpiCard(self.tr("Overdue in hand"))
        self.to_do = KpiCard(self.tr("To do today"), is_clickable=shell.has_page("today"))
        self.promised = KpiCard(self.tr("Promised this week"))
        self.recovered = KpiCard(self.tr("Recovered this month"))
        self.to_do.clicked.connect(lambda: shell.go("today"))
        self.setLayout(row(self.overdue, self.to_do, self.promised, self.recovered, spacing=14))

    def reload(self) -> None:
        """Read the figures anew."""
        officer = self._shell.desk.actor.officer_id
        later = partial(self._shell.tasks.read, urgent=False)
        later(today.key_figures, then=self.show_figures, latest="cases.figures")
        later(today.worklist, officer, then=self.show_work, latest="cases.worklist")

    def show_figures(self, found: KeyFigures) -> None:
        """Show what was read."""
        words, tone = self._change(found)
        self.overdue.show_figure(formats.money_short(found.overdue), words, tone=tone)
        kept = self.tr("{count} given").format(count=formats.count(found.promises))
        if found.keep_rate is not None:
            rate = self.tr("{rate} kept").format(rate=formats.percent(found.keep_rate))
            kept = f"{kept} · {rate}"
        self.promised.show_figure(formats.money_short(found.promised), kept)
        share = found.target_share
        remark = ""
        if share is not None:
            remark = self.tr("{share} of target").format(share=formats.percent(share))
        self.recovered.show_figure(
            formats.money_short(found.recovered),
            remark,
            tone="ok",
            share=None if share is None else float(share),
        )

    def _change(self, found: KeyFigures) -> tuple[str, str]:
        if found.change is None:
            words = self.tr("{count} cases").format(count=formats.count(found.overdue_cases))
            return words, "muted"
        sign = "−" if found.change < 0 else "+"
        size = formats.percent(abs(found.change), 1)
        words = self.tr("{change} on last month").format(change=f"{sign}{size}")
        return words, "danger" if found.change > 0 else "ok"

    def show_work(self, work: Worklist) -> None:
        """Show how much there is to do."""
        late = self.tr("{count} past their time").format(count=formats.count(work.past))
        remark = late if work.past else ""
        words = self.tr("{count} items").format(count=formats.count(work.count))
        self.to_do.show_figure(words, remark, tone="danger")
