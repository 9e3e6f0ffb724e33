"""The form for a request: taken by telephone, or put right after reading."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from PySide6.QtCore import QDateTime
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateTimeEdit,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)

from desktop.domain.masks import mask_phone
from desktop.domain.wished_time import WishedTime
from desktop.services import service_requests
from desktop.services.dispatch_board import RequestCard
from desktop.services.promise_terms import URGENT
from desktop.services.service_requests import KINDS, RequestForm
from desktop.ui.dispatch.words import kind_words
from desktop.ui.page import Shell
from desktop.ui.widgets.form_dialog import FormDialog
from desktop.ui.widgets.text import text

WISHES = ("none", "point", "range", "before", "after", "day")


class RequestDialog(FormDialog):
    """Kind, who, where, when, how long; the message it came from stands above."""

    def __init__(self, parent: QWidget, shell: Shell, card: RequestCard | None = None) -> None:
        super().__init__(parent, shell.theme, shell.notify)
        self._shell = shell
        self._card = card
        self._is_covered = False
        self.setWindowTitle(self.tr("Correct the request") if card else self.tr("New request"))
        self.setMinimumWidth(480)
        self.kind = QComboBox()
        for code in KINDS:
            self.kind.addItem(kind_words(code), code)
        self.name, self.phone, self.address = QLineEdit(), QLineEdit(), QLineEdit()
        self.wish = QComboBox()
        words = (
            self.tr("as soon as promised"),
            self.tr("at a time"),
            self.tr("between two times"),
            self.tr("before a time"),
            self.tr("after a time"),
            self.tr("on a day"),
        )
        for code, said in zip(WISHES, words, strict=True):
            self.wish.addItem(said, code)
        self.start, self.end = self._moment_field(), self._moment_field()
        self.other = QCheckBox(self.tr("Another time suits as well"))
        self.other_start, self.other_end = self._moment_field(), self._moment_field()
        self.minutes = QSpinBox(minimum=5, maximum=480, singleStep=5, value=30)
        self.minutes.setSuffix(self.tr(" min"))
        self.urgent = QCheckBox(self.tr("Urgent"))
        self.visit = QCheckBox(self.tr("Somebody has to go there"))
        self.note = QPlainTextEdit()
        self.note.setMaximumHeight(84)
        self._fill(card)
        self._add_fields(card)
        self.wish.currentIndexChanged.connect(lambda _place: self._show_times())
        self.other.toggled.connect(lambda _on: self._show_times())
        self._show_times()
        self.on_submit(self.tr("Confirm") if card else self.tr("Add"), self._save)

    def form(self) -> RequestForm:
        """What stands in the fields."""
        return RequestForm(
            kind=str(self.kind.currentData()),
            name=self.name.text(),
            phone=self.phone.text(),
            keeps_phone=self._is_covered and not self.phone.text().strip(),
            address=self.address.text(),
            wish=self._wish(),
            is_urgent=self.urgent.isChecked(),
            needs_visit=self.visit.isChecked(),
            minutes=self.minutes.value(),
            note=self.note.toPlainText().strip(),
        )

    def _add_fields(self, card: RequestCard | None) -> None:
        if card is not None and card.text:
            self.add("text", self.tr("Message"), text(card.text, "soft", wrap=True))
        self.add("kind", self.tr("Kind"), self.kind)
        self.add("name", self.tr("Name"), self.name)
        self.add("phone", self.tr("Telephone"), self.phone)
        self.add("address", self.tr("Address"), self.address)
        self.add("wish", self.tr("When"), self.wish)
        self.add("start", self.tr("From"), self.start)
        self.add("end", self.tr("Until"), self.end)
        self.add("other", "", self.other)
        self.add("other_start", self.tr("Or from"), self.other_start)
        self.add("other_end", self.tr("Until"), self.other_end)
        self.add("minutes", self.tr("On the spot"), self.minutes)
        self.add("urgent", "", self.urgent)
        self.add("visit", "", self.visit)
        if card is None:
            self.add("note", self.tr("Note"), self.note)

    def _fill(self, card: RequestCard | None) -> None:
        now = self._shell.desk.clock.now()
        begin = datetime.combine(now.date(), time(now.hour)) + timedelta(hours=1)
        self._set(self.start, begin)
        self._set(self.end, begin + timedelta(hours=2))
        self._set(self.other_start, begin + timedelta(days=1))
        self._set(self.other_end, begin + timedelta(days=1, hours=2))
        self.visit.setChecked(card.needs_visit if card else True)
        if card is None:
            return
        self.kind.setCurrentIndex(max(0, self.kind.findData(card.kind)))
        self.name.setText(card.name)
        self._cover_phone(card)
        self.address.setText(card.address)
        self.minutes.setValue(card.minutes)
        self.urgent.setChecked(card.priority >= URGENT)
        wish = service_requests.wish_of(card.understood)
        if wish is None or wish.kind == "asap":
            return
        code = {"within": "before", "part": "range"}.get(wish.kind, wish.kind)
        self.wish.setCurrentIndex(max(0, self.wish.findData(code)))
        if wish.start:
            self._set(self.start, wish.start)
        if wish.end:
            self._set(self.end, wish.end)
        if wish.other is not None:
            self._fill_other(wish.other)

    def _fill_other(self, wish: WishedTime) -> None:
        """A second time as it was understood; a point or an open end becomes two hours."""
        start = wish.start or self._shell.desk.clock.now()
        self.other.setChecked(True)
        self._set(self.other_start, start)
        self._set(self.other_end, wish.end or start + timedelta(hours=2))

    def _cover_phone(self, card: RequestCard) -> None:
        """Show the number masked; the eye shows it in full, which is recorded."""
        if not card.phone:
            return
        self._is_covered = True
        self.phone.setPlaceholderText(mask_phone(card.phone))
        self.show_phone = QAction(self.tr("Show the number (is recorded)"), self.phone)
        self._shell.theme.set_icon(self.show_phone, "eye", "text3", 16)
        self.phone.addAction(self.show_phone, QLineEdit.ActionPosition.TrailingPosition)
        self.show_phone.triggered.connect(
            lambda _on=False: self._shell.tasks.write(
                service_requests.reveal_phone,
                card.request_id,
                then=self._uncover,
                failed=self.failed,
            )
        )

    def _uncover(self, number: str) -> None:
        self._is_covered = False
        self.show_phone.setVisible(False)
        self.phone.setText(number)

    def _show_times(self) -> None:
        kind = self.wish.currentData()
        self.start.setEnabled(kind in ("point", "range", "after", "day"))
        self.end.setEnabled(kind in ("range", "before"))
        self.other.setEnabled(kind != "none")
        for one in (self.other_start, self.other_end):
            one.setEnabled(self.other.isEnabled() and self.other.isChecked())

    def _wish(self) -> WishedTime | None:
        wish = self._first_wish()
        if wish is None or not self.other.isChecked():
            return wish
        other = WishedTime("range", self._moment(self.other_start), self._moment(self.other_end))
        return replace(wish, other=other)

    def _first_wish(self) -> WishedTime | None:
        kind = str(self.wish.currentData())
        start, end = self._moment(self.start), self._moment(self.end)
        if kind == "none":
            return None
        if kind == "day":
            day = start.date()
            first, last = datetime.combine(day, time()), datetime.combine(day, time(23, 59))
            return WishedTime("day", first, last)
        if kind == "before":
            return WishedTime("before", end=end)
        return WishedTime(kind, start, end if kind == "range" else None)

    def _save(self) -> None:
        form = self.form()
        call = self._shell.tasks.write
        if self._card is None:
            call(service_requests.add, form, then=self._saved, failed=self.failed)
        else:
            request_id = self._card.request_id
            call(service_requests.correct, request_id, form, then=self._saved, failed=self.failed)

    def _saved(self, saved: service_requests.RequestSaved) -> None:
        words = self.tr("Request confirmed.") if self._card else self.tr("Request added.")
        tasks = self._shell.tasks
        self._shell.notify.toast(
            words, undo=lambda: tasks.write(service_requests.take_back, saved), kind="ok"
        )
        self.accept()

    @staticmethod
    def _moment_field() -> QDateTimeEdit:
        field = QDateTimeEdit()
        field.setDisplayFormat("yyyy-MM-dd HH:mm")
        field.setCalendarPopup(True)
        return field

    @staticmethod
    def _set(field: QDateTimeEdit, moment: datetime) -> None:
        field.setDateTime(
            QDateTime.fromString(moment.isoformat(timespec="seconds"), "yyyy-MM-ddTHH:mm:ss")
        )

    @staticmethod
    def _moment(field: QDateTimeEdit) -> datetime:
        return datetime.fromisoformat(field.dateTime().toString("yyyy-MM-ddTHH:mm:00"))
