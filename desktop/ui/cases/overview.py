"""The first tab of a case: who it is, what comes next, what happened last."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from desktop.adapters import wording
from desktop.domain.promise import kept_of
from desktop.services import case_actions, cases
from desktop.services.cases import CaseDetail, Row
from desktop.services.limitations import AccountPeriods, EndingPeriod
from desktop.services.money_inbox import InboxRow
from desktop.ui import formats
from desktop.ui.cases.entries import CHANNEL_ICONS, CaseEntries
from desktop.ui.cases.facts import Facts
from desktop.ui.page import Shell
from desktop.ui.widgets.entry_list import EntryList
from desktop.ui.widgets.notice import Notice
from desktop.ui.widgets.text import text

LATEST = 4
LAST_DAYS = 30
UNBOOKED = ("announced", "sent", "arrived", "matched", "kept", "to_return")


class OverviewTab(QScrollArea):
    """Facts with masked numbers, restrictions, the last entries of the history."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._name = ""
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self._notices = QVBoxLayout()
        self._notices.setSpacing(6)
        self.facts = Facts(shell.theme)
        self.legal = Facts(shell.theme)
        self._money = QVBoxLayout()
        self._money.setSpacing(6)
        self._periods = QVBoxLayout()
        self._periods.setSpacing(6)
        self._latest_title = text(self.tr("Latest"), "heading")
        self.latest = EntryList(shell.theme, self._latest_title.text())
        body = QWidget()
        body.setProperty("role", "body")
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 8, 4, 0)
        layout.setSpacing(10)
        layout.addLayout(self._notices)
        layout.addLayout(self._periods)
        layout.addLayout(self._money)
        layout.addWidget(self.facts)
        layout.addWidget(self.legal)
        layout.addWidget(self._latest_title)
        layout.addWidget(self.latest)
        layout.addStretch(1)
        self.setWidget(body)

    def show_case(self, detail: CaseDetail) -> None:
        """Show a case."""
        self._name = detail.case.name
        self._show_restrictions(detail)
        self._show_facts(detail)
        entries = CaseEntries(self._shell.desk.today).history(detail)[:LATEST]
        self._latest_title.setVisible(bool(entries))
        self.latest.show_entries(entries)
        self.latest.setFixedHeight(self.latest.content_height() + 2)

    def show_money(self, rows: Sequence[InboxRow]) -> None:
        """Show money of the customer that is under way or not booked yet."""
        _emptied(self._money)
        for row in rows:
            if row.state not in UNBOOKED:
                continue
            amount = formats.money(row.amount)
            if row.state in ("announced", "sent"):
                day = formats.near_day(row.expected_by, as_of=self._shell.desk.today)
                words = self.tr("{amount} on its way, expected {day}")
                words = words.format(amount=amount, day=day)
            else:
                words = self._arrived_words(row.state).format(amount=amount)
            notice = Notice(self._shell.theme, words, "banknote", "info")
            notice.offer(self.tr("Open"), self._open_money)
            self._money.addWidget(notice)

    def _arrived_words(self, state: str) -> str:
        if state == "kept":
            return self.tr("{amount} of the customer is kept apart")
        if state == "to_return":
            return self.tr("{amount} is to be sent back")
        return self.tr("{amount} has arrived and is not booked")

    def show_periods(self, accounts: Sequence[AccountPeriods]) -> None:
        """Show limitation and guarantee periods, and warn of those that end soon or have ended."""
        _emptied(self._periods)
        self.legal.clear()
        for account in accounts:
            self._show_legal(account)
            for period in (account.limitation, *account.guarantees):
                if period.warning is not None:
                    words = self._period_words(period)
                    tone = "danger" if period.days_left <= LAST_DAYS else "warn"
                    for step in period.to_do[:1]:
                        words += "\n" + wording.text(f"letters.todo.{step}", formats.language())
                    notice = Notice(self._shell.theme, words, "clock", tone)
                    self._periods.addWidget(notice)

    def _show_legal(self, account: AccountPeriods) -> None:
        """What a suit would ask: until when, how demanded, where papers may be served."""
        facts, tail = self.legal, account.account_no[-4:]
        facts.add(self.tr("Limitation"), f"{tail}　{self._end_words(account.limitation)}")
        for period in account.guarantees:
            facts.add(self.tr("Guarantee"), f"{period.guarantor}　{self._end_words(period)}")
        if account.is_card and account.effective_demands:
            words = self.tr("{first} and {second} proved").format(
                first=formats.day(account.effective_demands[0]),
                second=formats.day(account.effective_demands[1]),
            )
            facts.add(self.tr("Effective demands"), f"{tail}　{words}")
        elif account.is_card:
            words = self.tr("not yet: two proved demands at least 30 days apart are wanted")
            facts.add(self.tr("Effective demands"), f"{tail}　{words}")
        clause = account.service_clause or self.tr("the contract names no address for service")
        facts.add(self.tr("Service"), f"{tail}　{clause}")

    def _end_words(self, period: EndingPeriod) -> str:
        since = wording.text(f"letters.since.{period.since}", formats.language())
        if period.days_left < 0:
            words = self.tr("ended on {day} ({since})")
        else:
            words = self.tr("until {day} ({days} days, {since})")
        return words.format(day=formats.day(period.ends), days=period.days_left, since=since)

    def _period_words(self, period: EndingPeriod) -> str:
        name = wording.text(f"letters.period.{period.kind}", formats.language())
        if period.days_left < 0:
            words = self.tr("{period} of {account} ended on {day}")
        else:
            words = self.tr("{period} of {account} ends on {day}, {days} days left")
        return words.format(
            period=name, account=period.account_no, day=period.ends, days=period.days_left
        )

    def _open_money(self) -> None:
        if self._name:
            self._shell.go("payments", search=self._name)

    def _show_restrictions(self, detail: CaseDetail) -> None:
        _emptied(self._notices)
        for row in detail.restrictions:
            kind = wording.text(f"cases.restriction.{row['kind']}", formats.language())
            words = (
                f"{kind}：{row['reason']}"
                if formats.language() == "zh"
                else f"{kind}: {row['reason']}"
            )
            notice = Notice(self._shell.theme, words, "triangle-alert", "warn")
            notice.offer(self.tr("Lift"), partial(self._lift, row["id"]))
            self._notices.addWidget(notice)

    def _lift(self, restriction_id: int) -> None:
        self._shell.notify.confirm(
            self.tr("Lift this restriction?"),
            details=self.tr("Contacts may be planned and made again from now on."),
            yes=self.tr("Lift"),
            then=lambda: self._shell.tasks.write(case_actions.lift, restriction_id),
        )

    def _show_facts(self, detail: CaseDetail) -> None:
        facts, customer, case = self.facts, detail.customer, detail.case
        facts.clear()
        self._masked(self.tr("Mobile"), customer, "phone")
        self._masked(self.tr("Other phone"), customer, "phone_other")
        self._masked(self.tr("ID number"), customer, "id_number")
        self._masked(self.tr("E-mail"), customer, "email")
        facts.add(self.tr("Employer"), customer["employer"] or "")
        self._masked(self.tr("Address"), customer, "address")
        for row in detail.guarantors:
            facts.add(self.tr("Guarantor"), self._person(row))
        for row in detail.contact_persons:
            refuses = self.tr(" (refuses contact)") if row["refuses_contact"] else ""
            facts.add(self.tr("Listed contact"), self._person(row) + refuses)
        facts.add(self.tr("Next step"), self._next(detail))
        facts.add(
            self.tr("Class"),
            wording.text(f"cases.five_class.{case.five_class}", formats.language()),
        )
        facts.add(self.tr("Officer"), case.officer or self.tr("nobody"))
        facts.add(self.tr("Outstanding"), formats.money(case.outstanding))
        facts.add(self.tr("Promises kept"), self._keep_rate(detail))
        if case.opened_on:
            facts.add(self.tr("Case since"), formats.day(case.opened_on))
        facts.add(self.tr("Remark"), customer["note"] or "")

    def _keep_rate(self, detail: CaseDetail) -> str:
        kept, judged = kept_of(row["state"] for row in detail.promises)
        return f"{kept} / {judged}（{formats.percent(kept / judged)}）" if judged else ""

    def _masked(self, name: str, customer: Row, field: str) -> None:
        def show(tell: Callable[[str], object]) -> None:
            self._shell.tasks.write(cases.reveal, customer["id"], field, then=tell)

        self.facts.add_masked(name, customer[field] or "", show)

    def _person(self, row: Row) -> str:
        words = [row["name"], row.get("relation") or "", row.get("phone") or ""]
        return " · ".join(word for word in words if word)

    def _next(self, detail: CaseDetail) -> str:
        case = detail.case
        if case.next_action_on is None:
            return ""
        day = formats.follow_up(case.next_action_on, as_of=self._shell.desk.today)
        if case.next_channel not in CHANNEL_ICONS:
            return day
        channel = wording.text(f"contact.channel.{case.next_channel}", formats.language())
        return f"{day}  {channel}"


def _emptied(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
