"""One request: the message with what was read marked in it, the doubts, who could go."""

from collections.abc import Sequence
from datetime import date
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from desktop.domain.masks import mask_phone
from desktop.services import service_requests
from desktop.services.dispatch_board import Offer, Offers, RequestCard
from desktop.ui import formats
from desktop.ui.dispatch.words import kind_words, promise_words, said, windows_words, wish_words
from desktop.ui.theme import Theme
from desktop.ui.widgets.flow import FlowLayout
from desktop.ui.widgets.text import button, column, text

OFFERS = 3


class RequestDetail(QWidget):
    """What was understood, and what to do with it."""

    confirm_wanted = Signal()
    correct_wanted = Signal()
    close_wanted = Signal()
    invite_wanted = Signal()
    ask_back_wanted = Signal()
    offer_taken = Signal(object)
    case_wanted = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._card: RequestCard | None = None
        self._as_of: date | None = None
        self._offers: tuple[Offer, ...] = ()
        self._title = text("", "heading")
        self._state = text("", "muted", wrap=True)
        self._message = QLabel()
        self._message.setWordWrap(True)
        self._message.setTextFormat(Qt.TextFormat.RichText)
        self._message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._facts = QGridLayout()
        self._facts.setVerticalSpacing(4)
        self._facts.setColumnMinimumWidth(0, 64)
        self._facts.setColumnStretch(1, 1)
        self._trouble = text("", "warn", wrap=True)
        self._why = text("", "muted", wrap=True)
        self._buttons = [button(theme, "", role="choice") for _ in range(OFFERS)]
        for place, one in enumerate(self._buttons):
            one.clicked.connect(lambda _on=False, at=place: self._take(at))
            one.hide()
        self._confirm = button(theme, self.tr("Confirm"), "check", is_primary=True)
        self._correct = button(theme, self.tr("Correct…"), "pencil")
        self._close = button(theme, self.tr("Close"), "x")
        self._ask = button(theme, self.tr("Ask back"), "send", role="ghost")
        self._invite = button(theme, self.tr("Invite to the branch"), "house", role="ghost")
        self._invite.clicked.connect(self.invite_wanted)
        self._case = button(theme, self.tr("Open the case"), "briefcase", role="ghost")
        for one in (self._confirm, self._correct, self._close):
            one.setProperty("tight", True)
        self._confirm.clicked.connect(self.confirm_wanted)
        self._correct.clicked.connect(self.correct_wanted)
        self._close.clicked.connect(self.close_wanted)
        self._ask.clicked.connect(self.ask_back_wanted)
        self._case.clicked.connect(self._open_case)
        self._lay_out()

    @property
    def offer_buttons(self) -> list[QPushButton]:
        """The placings offered, best first; those not in use are hidden."""
        return self._buttons

    @property
    def message_html(self) -> str:
        """The message as it is shown, with its marks."""
        return self._message.text()

    def show_card(self, card: RequestCard, as_of: date) -> None:
        """Show a request; its offers come after."""
        if self._card is None or card.request_id != self._card.request_id:
            self._show_offers((), "")
        self._card, self._as_of = card, as_of
        self._title.setText(kind_words(card.kind))
        self._state.setText(
            f"{promise_words(card.promise)}  {windows_words(card.windows, as_of=as_of)}"
        )
        self._message.setText(marked(card, self._theme))
        self._message.setVisible(bool(card.text))
        self._show_facts(card, as_of)
        trouble = [said(code) for code in (*card.warnings, *card.doubts)]
        refused = self.tr("Given back by {who}")
        trouble += [refused.format(who=who) for who in card.refused_by]
        self._trouble.setText("\n".join(f"• {line}" for line in trouble))
        self._trouble.setVisible(bool(trouble))
        is_new = card.state == "new"
        self._confirm.setVisible(is_new)
        self._ask.setVisible(is_new and bool(card.doubts) and card.asked_back_at is None)
        self._case.setVisible(card.case_id is not None)
        self._invite.setVisible(card.kind != "collection" and not card.needs_visit)
        words = self.tr("Called back") if not card.needs_visit else self.tr("Close")
        self._close.setText(f" {words}")

    def show_offers(self, found: Offers) -> None:
        """Show who could go and when."""
        reason = said(f"dispatch.unplaced.{found.reason}") if found.reason else ""
        if self._card is not None and self._card.state == "new" and found.offers:
            soonest = min(found.offers, key=lambda one: one.starts_at)
            words = self.tr("Before you promise: {offer}")
            self._show_offers((), words.format(offer=self._offer_words(soonest)))
            return
        self._show_offers(found.offers, reason)

    def _show_offers(self, offers: Sequence[Offer], reason: str) -> None:
        self._offers = tuple(offers)
        for place, one in enumerate(self._buttons):
            one.setVisible(place < len(offers))
            if place < len(offers):
                words = self._offer_words(offers[place])
                one.setText(words)
                one.setAccessibleName(words)
        self._why.setText(reason)
        self._why.setVisible(bool(reason))

    def _offer_words(self, offer: Offer) -> str:
        at = f"{offer.starts_at:%H:%M}"
        if self._as_of is not None and offer.starts_at.date() != self._as_of:
            at = formats.near_moment(offer.starts_at, as_of=self._as_of)
        words = f"{at}  {'、'.join(offer.names)}"
        is_new = self._card is not None and self._card.state == "new"
        if is_new or not offer.keeps_promise:
            words += "  " + promise_words("on_track" if offer.keeps_promise else "late")
        if offer.pushed:
            words += "  " + self.tr("moves %n visit(s)", "", len(offer.pushed))
        return words

    def _show_facts(self, card: RequestCard, as_of: date) -> None:
        while self._facts.count():
            item = self._facts.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.deleteLater()
        wish = service_requests.wish_of(card.understood)
        facts = [
            (self.tr("Name"), card.name),
            (self.tr("Telephone"), mask_phone(card.phone) if card.phone else ""),
            (self.tr("Address"), card.address),
            (self.tr("Wish"), wish_words(wish, as_of=as_of) if wish else ""),
            (self.tr("Card"), str(card.understood.get("card_tail") or "")),
            (self.tr("Amount"), str(card.understood.get("amount") or "")),
        ]
        for place, (name, value) in enumerate((n, v) for n, v in facts if v):
            top = Qt.AlignmentFlag.AlignTop
            self._facts.addWidget(text(name, "key"), place, 0, top)
            self._facts.addWidget(text(value, wrap=True, selectable=True), place, 1, top)

    def _lay_out(self) -> None:
        acts, more = FlowLayout(spacing=6), FlowLayout(spacing=2)
        for one in (self._confirm, self._correct, self._close):
            acts.addWidget(one)
        for one in (self._ask, self._case, self._invite):
            more.addWidget(one)
        body = column(
            self._title, self._state, self._message, self._facts, self._trouble, spacing=8
        )
        body.addWidget(self._why)
        for one in self._buttons:
            body.addWidget(one)
        body.addLayout(acts)
        body.addLayout(more)
        body.addStretch()
        body.setContentsMargins(14, 10, 14, 10)
        self.setLayout(body)

    def _take(self, place: int) -> None:
        if place < len(self._offers):
            self.offer_taken.emit(self._offers[place])

    def _open_case(self) -> None:
        if self._card is not None and self._card.case_id is not None:
            self.case_wanted.emit(self._card.case_id)


def marked(card: RequestCard, theme: Theme) -> str:
    """The message as rich text: what was read is underlined, what is in doubt has a ground."""
    spans = card.understood.get("spans") or {}
    doubts = card.understood.get("doubts") or {}
    is_open = card.state == "new"
    ground, ink = theme.tone("amber")
    pieces, place = [], 0
    for name, (start, end) in sorted(spans.items(), key=lambda one: one[1]):
        if start < place or end > len(card.text):
            continue
        pieces.append(escape(card.text[place:start]))
        words = escape(card.text[start:end])
        if is_open and doubts.get(name):
            style = f"background-color:{ground.name()};color:{ink.name()}"
            pieces.append(f'<span style="{style}">{words}</span>')
        else:
            pieces.append(f"<u>{words}</u>")
        place = end
    pieces.append(escape(card.text[place:]))
    return "".join(pieces).replace("\n", "<br>")
