"""One visit: who goes where and when, its steps, its rating."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from desktop.domain.masks import mask_phone
from desktop.services.dispatch_board import Board, Offer, Offers, VisitCard
from desktop.services.field_loop import STEPS
from desktop.ui import formats
from desktop.ui.dispatch.words import kind_words, promise_words, said
from desktop.ui.theme import Theme
from desktop.ui.widgets.flow import FlowLayout
from desktop.ui.widgets.text import button, column, row, spacer, text

RESCUES = 2


class VisitDetail(QWidget):
    """The facts of a visit and the next thing to do with it."""

    step_wanted = Signal(str)
    give_back_wanted = Signal()
    cancel_wanted = Signal()
    record_wanted = Signal()
    rate_wanted = Signal()
    case_wanted = Signal(int)
    rescue_taken = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._visit: VisitCard | None = None
        self._title = text("", "heading")
        self._state = text("", "muted", wrap=True)
        self._facts = QGridLayout()
        self._facts.setVerticalSpacing(4)
        self._facts.setColumnMinimumWidth(0, 64)
        self._facts.setColumnStretch(1, 1)
        self._message = text("", "soft", wrap=True)
        self._next = button(theme, "", "arrow-down", is_primary=True)
        self._rescue_words = text("", "warn", wrap=True)
        self._rescues: list[Offer] = []
        self._rescue_buttons = [button(theme, "", role="choice") for _ in range(RESCUES)]
        for place, one in enumerate(self._rescue_buttons):
            one.clicked.connect(lambda _on=False, at=place: self._take(at))
        self._back = button(theme, self.tr("Give back"), "undo-2")
        self._record = button(theme, self.tr("Record…"), "pencil", role="ghost")
        self._rate = button(theme, self.tr("Rating…"), "star", role="ghost")
        self._cancel = button(theme, self.tr("Cancel the visit"), "ban", role="ghost")
        self._case = button(theme, self.tr("Open the case"), "briefcase", role="ghost")
        self._next.clicked.connect(lambda: self.step_wanted.emit(self.next_step))
        self._back.clicked.connect(self.give_back_wanted)
        self._record.clicked.connect(self.record_wanted)
        self._rate.clicked.connect(self.rate_wanted)
        self._cancel.clicked.connect(self.cancel_wanted)
        self._case.clicked.connect(self._open_case)
        acts = row(self._next, self._back, spacer(), spacing=6)
        more = FlowLayout(spacing=2)
        for one in (self._record, self._rate, self._case, self._cancel):
            more.addWidget(one)
        body = column(self._title, self._state, self._rescue_words, spacing=8)
        for one in self._rescue_buttons:
            body.addWidget(one)
        body.addLayout(acts)
        body.addLayout(self._facts)
        body.addWidget(self._message)
        body.addLayout(more)
        body.addStretch()
        body.setContentsMargins(14, 10, 14, 10)
        self.setLayout(body)

    @property
    def next_step(self) -> str:
        """The step after the one it is at; empty at the end."""
        if self._visit is None or self._visit.state not in STEPS[:-1]:
            return ""
        return STEPS[STEPS.index(self._visit.state) + 1]

    def show_visit(self, visit: VisitCard, board: Board) -> None:
        """Show a visit."""
        if self._visit is None or self._visit.visit_id != visit.visit_id:
            self.show_rescues(Offers((), ""))
        self._visit = visit
        self._title.setText(kind_words(visit.purpose))
        by = f" ≤ {visit.promised_by:%H:%M}" if visit.promised_by else ""
        self._state.setText(f"{promise_words(visit.promise)}{by}")
        self._show_facts(visit, board)
        self._message.setText(visit.request_text)
        self._message.setVisible(bool(visit.request_text))
        step = self.next_step
        self._next.setVisible(bool(step))
        if step:
            words = said(f"dispatch.to.{step}")
            self._next.setText(f" {words}")
            self._next.setAccessibleName(words)
        is_open = visit.state in STEPS[:-1]
        self._back.setVisible(visit.state in ("planned", "accepted"))
        self._cancel.setVisible(is_open)
        self._record.setVisible(is_open or visit.state == "done")
        self._rate.setVisible(visit.state == "done" and visit.rating is None)
        self._case.setVisible(visit.case_id is not None)

    @property
    def rescue_buttons(self) -> list[QPushButton]:
        """The placings that would keep the promise; those not in use are hidden."""
        return self._rescue_buttons

    def show_rescues(self, found: Offers) -> None:
        """Show how a promise in danger could still be kept."""
        self._rescues = list(found.offers)
        for place, one in enumerate(self._rescue_buttons):
            one.setVisible(place < len(found.offers))
            if place < len(found.offers):
                offer = found.offers[place]
                who = "、".join(offer.names)
                words = self.tr("Rescue: {who} at {time}")
                one.setText(words.format(who=who, time=f"{offer.starts_at:%H:%M}"))
                one.setAccessibleName(one.text())
        self._rescue_words.setText(
            said(f"dispatch.unplaced.{found.reason}") if found.reason else ""
        )
        self._rescue_words.setVisible(bool(found.reason))

    def _take(self, place: int) -> None:
        if place < len(self._rescues):
            self.rescue_taken.emit(self._rescues[place])

    def _show_facts(self, visit: VisitCard, board: Board) -> None:
        while self._facts.count():
            item = self._facts.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.deleteLater()
        names = {one.officer_id: one.name for one in board.officers}
        who = "、".join(names.get(one, str(one)) for one in visit.officers)
        rating = f"{visit.rating}  {visit.rating_text or ''}" if visit.rating is not None else ""
        facts = [
            (self.tr("State"), said(f"dispatch.visit.{visit.state}")),
            (self.tr("Time"), _times(visit, board.day)),
            (self.tr("Officers"), who),
            (self.tr("Customer"), visit.name),
            (self.tr("Telephone"), mask_phone(visit.phone) if visit.phone else ""),
            (self.tr("Address"), visit.address),
            (self.tr("Estimated"), _estimate(visit)),
            (self.tr("Arrived"), formats.near_moment(visit.arrived_at, as_of=board.day)),
            (self.tr("Note"), visit.note or ""),
            (self.tr("Rating"), rating),
        ]
        for place, (name, value) in enumerate((n, v) for n, v in facts if v and v != "—"):
            top = Qt.AlignmentFlag.AlignTop
            self._facts.addWidget(text(name, "key"), place, 0, top)
            self._facts.addWidget(text(value, wrap=True, selectable=True), place, 1, top)

    def _open_case(self) -> None:
        if self._visit is not None and self._visit.case_id is not None:
            self.case_wanted.emit(self._visit.case_id)


def _estimate(visit: VisitCard) -> str:
    """The arrival to be expected, where it is not the planned one."""
    at = visit.estimated_at
    return "" if at is None or visit.arrived_at or at == visit.starts_at else f"{at:%H:%M}"


def _times(visit: VisitCard, as_of: date) -> str:
    begin = formats.near_moment(visit.starts_at, as_of=as_of)
    return f"{begin}–{visit.ends_at:%H:%M}"
