"""What the dispatcher does: each act goes to a service and offers to be taken back."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.services import (
    day_planning,
    dispatching,
    service_requests,
    visit_steps,
    week_copy,
)
from desktop.services.dispatch_board import Offer
from desktop.ui.dispatch.request_form import RequestDialog
from desktop.ui.dispatch.request_list import RequestList
from desktop.ui.dispatch.time_line import TimeLine
from desktop.ui.dispatch.visit_forms import RatingDialog, RecordDialog
from desktop.ui.dispatch.words import conflict_words, kind_words, said
from desktop.ui.notify import Kind
from desktop.ui.page import Shell

if TYPE_CHECKING:
    from desktop.services.inbox import Inbox


_NAMED = 5
"""So many requests that the plan left over are named; all of them go on waiting in the list."""


class DispatchActs(QObject):
    """Acts on the request and the visit that are chosen, on the day that is shown."""

    def __init__(
        self,
        page: QWidget,
        shell: Shell,
        requests: RequestList,
        board: TimeLine,
        day: Callable[[], date],
    ) -> None:
        super().__init__(page)
        self._page = page
        self._shell = shell
        self._requests = requests
        self._board = board
        self._day = day

    def _write(self, fn: Any, *args: Any, words: str = "", **more: Any) -> None:
        """Do it; the toast offers to take it back and names the wishes that are not met."""

        def told(result: Any) -> None:
            unmet = [conflict_words(one) for one in getattr(result, "soft", ())]
            shown = "；".join((words.rstrip("。."), *unmet)) if unmet else words
            kind: Kind = "warn" if unmet else "ok"
            if words:
                self._shell.notify.toast(shown, undo=self._undo_of(result), kind=kind)

        self._shell.tasks.write(fn, *args, then=told, **more)

    def _undo_of(self, result: Any) -> Any:
        tasks = self._shell.tasks
        if isinstance(result, service_requests.RequestSaved):
            return lambda: tasks.write(service_requests.take_back, result)
        if isinstance(result, dispatching.Placed):
            return lambda: tasks.write(dispatching.take_back, {result.visit_id: {}})
        if isinstance(result, dispatching.Moved | day_planning.Planned) and result.before:
            return lambda: tasks.write(dispatching.take_back, result.before)
        return None

    def confirm_or_place(self) -> None:
        """Confirm a request; place one that is confirmed already where it goes best."""
        card = self._requests.current
        if card is None:
            return
        if card.state == "new":
            self.confirm()
        elif card.needs_visit:
            words = self.tr("Visit placed.")
            self._write(dispatching.place_best, card.request_id, self._day(), words=words)

    def confirm(self) -> None:
        """Say that a request was understood right; without an address the form opens."""
        card = self._requests.current
        if card is None:
            return
        if card.needs_visit and not card.address:
            self.correct()
            return
        self._write(service_requests.confirm, card.request_id, words=self.tr("Request confirmed."))

    def correct(self) -> None:
        """Open the form of a request."""
        card = self._requests.current
        if card is not None:
            RequestDialog(self._page, self._shell, card).open()

    def add(self) -> None:
        """Take down a request by telephone."""
        RequestDialog(self._page, self._shell).open()

    def close(self) -> None:
        """Close a request: called back, answered, or not wanted any more."""
        card = self._requests.current
        if card is not None:
            words = self.tr("Request closed.")
            self._write(service_requests.close, card.request_id, words=words)

    def ask_back(self) -> None:
        """Write to the customer for what is missing."""
        from desktop.services.request_replies import ask_back

        card = self._requests.current
        if card is not None:
            words = self.tr("The question is on its way.")
            self._shell.tasks.write(
                ask_back, card.request_id, then=lambda _sent: self._shell.notify.toast(words)
            )

    def invite(self) -> None:
        """Ask the customer to come to the branch; the request is done with it."""
        from desktop.services.request_replies import invite

        card = self._requests.current
        if card is not None:
            self._write(invite, card.request_id, words=self.tr("The invitation is on its way."))

    def take_offer(self, offer: Offer) -> None:
        """Place a request as offered."""
        card = self._requests.current
        if card is None:
            return
        words = self.tr("Visit placed.")
        if offer.pushed:
            day = offer.starts_at.date()
            self._write(dispatching.place_best, card.request_id, day, words=words)
        else:
            self.place(card.request_id, offer.officers, offer.starts_at)

    def place(self, request_id: int, officers: tuple[int, ...], at: datetime) -> None:
        """Place a request."""
        words = self.tr("Visit placed.")
        self._write(dispatching.place, request_id, officers, at, words=words)

    def take_rescue(self, offer: Offer) -> None:
        """Give the chosen visit to whoever can keep its promise."""
        visit = self._board.chosen
        if visit is not None:
            words = self.tr("Visit moved.")
            self._write(
                dispatching.move, visit.visit_id, offer.officers, offer.starts_at, words=words
            )

    def dropped(self, key: str, officers: tuple[int, ...], at: datetime) -> None:
        """Place or move what was dropped on the board."""
        number = int(key[1:])
        if key.startswith("r"):
            self.place(number, officers, at)
            return
        visit = self._board.chosen
        if visit is None or (visit.officers, visit.starts_at) != (officers, at):
            words = self.tr("Visit moved.")
            self._write(dispatching.move, number, officers, at, words=words)

    def step(self, step: str) -> None:
        """Set the next step of the chosen visit."""
        visit = self._board.chosen
        if visit is not None and step:
            words = said(f"dispatch.visit.{step}")
            self._write(visit_steps.step, visit.visit_id, step, words=words)

    def give_back(self) -> None:
        """Put the chosen visit back among the requests."""
        visit = self._board.chosen
        if visit is not None:
            words = self.tr("Visit given back to the list.")
            self._write(dispatching.give_back, visit.visit_id, words=words)

    def cancel(self) -> None:
        """Cancel the chosen visit, after asking."""
        visit = self._board.chosen
        if visit is None:
            return
        words = self.tr("Visit cancelled.")
        self._shell.notify.confirm(
            self.tr("Cancel this visit?"),
            details=self.tr("Its request is closed as well."),
            yes=self.tr("Cancel the visit"),
            is_dangerous=True,
            then=lambda: self._write(dispatching.cancel, visit.visit_id, words=words),
        )

    def visit_form(self, form: type[RecordDialog] | type[RatingDialog]) -> None:
        """Open the record or the rating of the chosen visit."""
        visit = self._board.chosen
        if visit is not None:
            form(self._page, self._shell, visit).open()

    def open_case(self, case_id: int) -> None:
        """Open a case."""
        self._shell.go("cases", case_id=case_id)

    def plan(self) -> None:
        """Place everything confirmed that belongs to the day."""
        self._shell.tasks.write(day_planning.plan, self._day(), then=self._planned)

    def _planned(self, planned: day_planning.Planned) -> None:
        words = self.tr("%n visit(s) placed", "", len(planned.visits))
        if planned.unplaced:
            cards = {one.request_id: one for one in self._requests.requests.cards}
            named = []
            for request_id, code in planned.unplaced[:_NAMED]:
                card = cards.get(request_id)
                what = f"{kind_words(card.kind)} {card.name}" if card else f"#{request_id}"
                named.append(f"{what.strip()}（{said(f'dispatch.unplaced.{code}')}）")
            more = "…" if len(planned.unplaced) > _NAMED else ""
            left = self.tr("%n left over: {reasons}", "", len(planned.unplaced))
            words += "；" + left.format(reasons="、".join(named) + more)
        kind: Any = "warn" if planned.unplaced else "ok"
        self._shell.notify.toast(words, undo=self._undo_of(planned), kind=kind)

    def copy_week(self) -> None:
        """Copy the same weekday of last week."""
        self._shell.tasks.write(week_copy.copy_last_week, self._day(), then=self._copied)

    def _copied(self, copied: week_copy.WeekCopied) -> None:
        words = self.tr("%n visit(s) copied", "", len(copied.visits))
        if copied.skipped:
            reasons = {said(code) for _, code in copied.skipped}
            left = self.tr("%n left out: {reasons}", "", len(copied.skipped))
            words += "；" + left.format(reasons="、".join(sorted(reasons)))
        tasks = self._shell.tasks
        undo = (lambda: tasks.write(week_copy.take_back, copied)) if copied.visits else None
        self._shell.notify.toast(words, undo=undo, kind="warn" if copied.skipped else "ok")

    def receive(self) -> None:
        """Choose a file of messages and take it in."""
        dialog = QFileDialog(self._page, self.tr("Receive messages"))
        dialog.setNameFilter(self.tr("Messages (*.jsonl *.txt)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.receive_file(Path(name)))
        dialog.open()

    def receive_file(self, path: Path) -> None:
        """Take a file of messages in."""
        from desktop.services import inbox  # reading is not needed to show the page

        label = self.tr("Receiving messages")
        self._shell.tasks.write(inbox.receive_file, path, then=self._received, label=label)

    def _received(self, found: "Inbox") -> None:
        routes = "、".join(
            f"{said(f'dispatch.route.{route}')} {count}" for route, count in found.routes.items()
        )
        words = self.tr("%n message(s) received", "", found.stored)
        shown = f"{words}：{routes}" if routes else words
        if found.rejects:
            shown += "；" + self.tr("%n line(s) could not be read", "", len(found.rejects))
        kind: Any = "warn" if found.rejects else "ok"
        self._shell.notify.toast(shown, kind=kind)

    def print_day(self) -> None:
        """Make the day sheets of the officers as a PDF."""
        from desktop.ui.dispatch.day_print import print_day

        print_day(self._page, self._shell, self._day())

    def show_quality(self, task_id: int | None = None) -> None:
        """Show the service quality report, at the task to be made good if one is named."""
        from desktop.ui.dispatch.quality_dialog import QualityDialog

        QualityDialog(self._page, self._shell, task_id).open()
