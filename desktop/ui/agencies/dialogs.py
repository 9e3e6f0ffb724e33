"""Handing cases to an agency, taking them back, and writing down a contact that it tells of."""

from datetime import date

from PySide6.QtCore import QDate, QDateTime, QTime
from PySide6.QtWidgets import QComboBox, QDateTimeEdit, QLineEdit, QWidget

from desktop.adapters import wording
from desktop.adapters.rule_tables import bundled_rules
from desktop.services import agency_contacts, contact_record, placements
from desktop.services.agency_contacts import Taken
from desktop.services.case_actions import Selection
from desktop.services.placements import HandedOver, Placed, TakenBack
from desktop.ui import formats
from desktop.ui.agencies.choice import AgencyChoice
from desktop.ui.page import Shell
from desktop.ui.widgets.form_dialog import FormDialog, chosen_day, day_field
from desktop.ui.widgets.text import text

SHOWN_LEFT_OUT = 8
_CHANNELS = ("phone", "sms", "visit", "letter", "email")
_PARTIES = ("debtor", "guarantor", "contact")
_RESULTS = {"phone": ("answered", "no_answer", "invalid"), "visit": ("met", "not_met")}
_WRITTEN = ("sent", "failed")
"""What can come of a call and of a visit, and of whatever is written."""


class PlaceDialog(FormDialog):
    """The agency and its first day; the customers are told by letter before it."""

    def __init__(self, parent: QWidget, shell: Shell, selection: Selection, what: str) -> None:
        """``what`` names the cases: a customer, or how many."""
        super().__init__(parent, shell.theme, shell.notify)
        self._shell, self._selection = shell, selection
        self.setWindowTitle(self.tr("Hand to an agency · {what}").format(what=what))
        self.agency = AgencyChoice(shell.tasks, only_working=True)
        self.from_on = day_field(shell.desk.today, self.tr("Theirs from"))
        self.came = text("", wrap=True, selectable=True)
        self.came.setText(
            self.tr("A letter that tells the customer is made today, to be printed and posted.")
        )
        self.add("agency", self.tr("Agency"), self.agency)
        self.add("from_on", self.tr("Theirs from"), self.from_on)
        self.add("came", self.tr("Letter"), self.came)
        self.on_submit(self.tr("Make the letters and hand over"), self._hand_over)
        shell.tasks.read(placements.earliest, then=self._show_earliest)

    def _show_earliest(self, first: date) -> None:
        self.from_on.setDate(QDate(first.year, first.month, first.day))

    def _hand_over(self) -> None:
        self._shell.tasks.write(
            placements.hand_over,
            self.agency.agency_id,
            self._selection,
            chosen_day(self.from_on),
            label=self.tr("Handing cases over"),
            then=self._show,
            failed=self.failed,
        )

    def _show(self, done: HandedOver) -> None:
        shell, agency = self._shell, self.agency.name
        words = self.tr("%Ln case(s) handed to {agency}", "", len(done.placed))
        words = words.format(agency=agency)
        if done.placed:
            reason = self.tr("Handing over was undone")
            shell.notify.toast(
                words,
                kind="ok",
                undo=lambda: shell.tasks.write(placements.take_back, done.placed, reason),
            )
        if not done.left_out:
            self.accept()
            return
        lang = formats.language()
        lines = [words, self.tr("%Ln left out:", "", len(done.left_out))]
        lines += [
            f"{one.name} {one.case_no}：{wording.text(one.code, lang, **one.facts)}"
            for one in done.left_out[:SHOWN_LEFT_OUT]
        ]
        self.came.setText("\n".join(lines))
        self.on_submit(self.tr("Close"), self.accept)


class TakeBackDialog(FormDialog):
    """Why cases are taken back."""

    def __init__(self, parent: QWidget, shell: Shell, ids: list[int], what: str) -> None:
        super().__init__(parent, shell.theme, shell.notify)
        self._shell, self._ids = shell, ids
        self.setWindowTitle(self.tr("Take back · {what}").format(what=what))
        self.reason = QLineEdit()
        self.reason.setMaxLength(placements.LONGEST_REASON)
        self.add("reason", self.tr("Reason"), self.reason)
        self.on_submit(self.tr("Take back"), self._take_back)

    def _take_back(self) -> None:
        self._shell.tasks.write(
            placements.take_back,
            self._ids,
            self.reason.text(),
            then=self._taken_back,
            failed=self.failed,
        )

    def _taken_back(self, done: TakenBack) -> None:
        shell = self._shell
        shell.notify.toast(
            self.tr("%Ln case(s) taken back", "", len(done.ids)),
            kind="ok",
            undo=lambda: shell.tasks.write(placements.give_again, done.ids),
        )
        self.accept()


class ToldDialog(FormDialog):
    """One contact that an agency made: when, how, with whom, what came of it."""

    def __init__(self, parent: QWidget, shell: Shell, agency_id: int, case: Placed) -> None:
        super().__init__(parent, shell.theme, shell.notify)
        self._shell, self._agency_id, self._case = shell, agency_id, case
        lang = formats.language()
        self.setWindowTitle(self.tr("Contact by the agency · {name}").format(name=case.name))
        now = shell.desk.clock.now()
        day = QDate(now.year, now.month, now.day)
        self.at = QDateTimeEdit(QDateTime(day, QTime(now.hour, now.minute)))
        self.at.setDisplayFormat("yyyy-MM-dd HH:mm")
        self.at.setCalendarPopup(True)
        self.channel, self.party, self.outcome = QComboBox(), QComboBox(), QComboBox()
        for code in _CHANNELS:
            self.channel.addItem(wording.text(f"contact.channel.{code}", lang), code)
        for code in _PARTIES:
            self.party.addItem(wording.text(f"contact.party.{code}", lang), code)
        self.channel.currentIndexChanged.connect(lambda _at: self._offer_results())
        self._offer_results()
        self.note = QLineEdit()
        self.note.setMaxLength(500)
        self.add("at", self.tr("When"), self.at)
        self.add("channel", self.tr("By"), self.channel)
        self.add("party", self.tr("Whom"), self.party)
        self.add("result", self.tr("Result"), self.outcome)
        self.add("note", self.tr("Note"), self.note)
        self.on_submit(self.tr("Save"), self._save)

    def _offer_results(self) -> None:
        self.outcome.clear()
        for code in _RESULTS.get(self.channel.currentData(), _WRITTEN):
            words = wording.text(f"contact.result.{code}", formats.language())
            self.outcome.addItem(words, code)

    def _save(self) -> None:
        told = {
            "at": self.at.text(),
            "channel": self.channel.currentData(),
            "party": self.party.currentData(),
            "result": self.outcome.currentData(),
            "note": self.note.text(),
        }
        self._shell.tasks.write(
            agency_contacts.record,
            self._agency_id,
            self._case.case_id,
            told,
            then=self._saved,
            failed=self.failed,
        )

    def _saved(self, done: Taken) -> None:
        lang = formats.language()
        if done.against:
            rules = "、".join(
                contact_record.rule_name(code, bundled_rules(), lang) for code in done.against
            )
            words = self.tr("Saved; it broke a rule: {rule}").format(rule=rules)
            self._shell.notify.toast(words, kind="warn")
        elif done.known:
            self._shell.notify.toast(self.tr("This contact is known already"))
        else:
            self._shell.notify.toast(self.tr("Saved; it counts for every cap"), kind="ok")
        self.accept()
