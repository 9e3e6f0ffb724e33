"""The Dispatch page: requests in, a visit proposed, officers and a time given."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from desktop.services import dispatch_board, promise_alarms
from desktop.services.dispatch_board import Board, Offers, RequestCard, VisitCard
from desktop.services.promise_alarms import DANGER
from desktop.ui.dispatch.acts import DispatchActs
from desktop.ui.dispatch.board_window import BoardWindow
from desktop.ui.dispatch.map_view import MapView
from desktop.ui.dispatch.pairs_dialog import PairsDialog
from desktop.ui.dispatch.request_detail import RequestDetail
from desktop.ui.dispatch.request_list import RequestList
from desktop.ui.dispatch.time_line import ZOOMS, TimeLine
from desktop.ui.dispatch.tool_bar import VIEWS, ToolBar
from desktop.ui.dispatch.visit_detail import VisitDetail
from desktop.ui.dispatch.visit_forms import RatingDialog, RecordDialog
from desktop.ui.dispatch.visit_table import VisitTable
from desktop.ui.page import Page, Shell
from desktop.ui.settings.form import scrolled
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.text import column, line, row, spacer, text

NAME = "dispatch"
REFRESH_MS = 60_000
"""The clock of the promises is looked at once a minute while the page is shown."""


class DispatchPage(Page):
    """Left what waits, right the officers' day; everything can be taken back."""

    key = NAME
    icon = "map-pin"
    topics = frozenset(
        {"requests", "visits", "officers", "settings", "restrictions", "places", "recoveries"}
    )

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._day = shell.desk.today
        self._view = str(shell.prefs.get(NAME, "view", "line"))
        self._board: Board | None = None
        self.away: BoardWindow | None = None
        """The window the board is in while it is away from the page."""
        self._wanted: int | None = None
        self.requests = RequestList(shell.theme)
        self.request_detail = RequestDetail(shell.theme)
        self.visit_detail = VisitDetail(shell.theme)
        self.time_line = TimeLine(shell.theme, float(shell.prefs.get(NAME, "hour", ZOOMS[0])))
        self.table = VisitTable(shell.theme)
        self.map = MapView(shell)
        self.bar = ToolBar(shell.theme)
        self.acts = DispatchActs(self, shell, self.requests, self.time_line, lambda: self._day)
        self._nothing = EmptyState(shell.theme, "inbox")
        self._nobody = EmptyState(shell.theme, "user")
        self._count = text("", "muted")
        self._make_actions()
        self._lay_out()
        self._connect()
        self._clock = QTimer(self, interval=REFRESH_MS)
        self._clock.timeout.connect(self._tick)
        self._clock.start()
        self._show_view()

    def title(self) -> str:
        """Return 外访调度."""
        return self.tr("Dispatch")

    def top_actions(self) -> list[QAction | QWidget]:
        """Return receiving, adding, printing and planning."""
        return [self._quality, self._receive, self._print, self._add, self._plan]

    @property
    def is_elsewhere(self) -> bool:
        """Whether the board is in a window of its own."""
        return self.away is not None

    @property
    def board(self) -> Board | None:
        """What is shown."""
        return self._board

    def refresh(self) -> None:
        """Read the day shown."""
        self.shell.tasks.read(
            dispatch_board.read_board, self._day, then=self._show, latest="dispatch.board"
        )
        if self._view == "map":
            self.map.refresh()

    def open_target(self, **target: Any) -> None:
        """Go to a day (``day``), a request (``request_id``), a visit (``visit_id``).

        Or to what has to be made good (``recovery_id``).
        """
        if isinstance(target.get("day"), date):
            self._go(target["day"])
        if isinstance(target.get("request_id"), int):
            self._wanted = target["request_id"]
            self.requests.choose(self._wanted)
        if isinstance(target.get("visit_id"), int):
            self.time_line.choose(target["visit_id"])
            self._show_visit(self.time_line.chosen)
        if isinstance(target.get("recovery_id"), int):
            self.acts.show_quality(target["recovery_id"])

    def leave(self) -> None:
        """Keep the widths and the zoom."""
        if self.away is not None:
            self.away.close()
        self.shell.prefs.set(NAME, "splitter", self._splitter.sizes())
        self.shell.prefs.set(NAME, "hour", self.time_line.hour)
        self._clock.stop()

    # --- making

    def _make_actions(self) -> None:
        act = self.act
        self._receive = act(
            "receive", self.tr("Receive messages…"), self.acts.receive, icon="inbox"
        )
        self._print = act(
            "print", self.tr("Day sheets"), self.acts.print_day, shortcut="Ctrl+P", icon="printer"
        )
        self._add = act(
            "add", self.tr("New request"), self.acts.add, shortcut="Ctrl+N", icon="plus"
        )
        self._plan = act(
            "plan",
            self.tr("Plan the day"),
            self.acts.plan,
            shortcut="Ctrl+L",
            icon="calendar-clock",
            is_primary=True,
        )
        self._quality = act(
            "quality", self.tr("Service quality"), self.acts.show_quality, icon="star"
        )
        self.bar.add_more(
            act(
                "second_screen",
                self.tr("Board in its own window"),
                self.detach_board,
                shortcut="Ctrl+Shift+B",
                icon="monitor",
            ),
            act("copy_week", self.tr("Copy from last week"), self.acts.copy_week, icon="copy"),
            act("pairs", self.tr("Pairs of the day…"), self._show_pairs, icon="user"),
        )
        for view, words, shortcut in (
            ("line", self.tr("Show the time line"), "Alt+T"),
            ("list", self.tr("Show the list"), "Alt+L"),
            ("map", self.tr("Show the map"), "Alt+M"),
        ):
            show = partial(self._choose_view, view)
            self.bar.add_more(act(f"view_{view}", words, show, shortcut=shortcut))
        act("today", self.tr("Go to today"), lambda: self._go(self._today), shortcut="Ctrl+T")
        act("earlier", self.tr("Day before"), lambda: self.turn(-1), shortcut="Alt+PgUp")
        act("later", self.tr("Next day"), lambda: self.turn(1), shortcut="Alt+PgDown")
        for place in range(3):
            words = self.tr("Take offer {number}").format(number=place + 1)
            act(
                f"offer_{place + 1}",
                words,
                partial(self._press_offer, place),
                shortcut=f"Alt+{place + 1}",
            )

    def _lay_out(self) -> None:
        waiting = Card()
        head = row(text(self.tr("Waiting requests"), "heading"), self._count, spacer())
        head.setContentsMargins(14, 10, 14, 8)
        self._waiting = QStackedWidget()
        self._waiting.addWidget(self.requests)
        self._waiting.addWidget(self._nothing)
        waiting.setLayout(column(head, line(), self._waiting))
        detail = Card()
        self._detail = QStackedWidget()
        for one in (self.request_detail, self.visit_detail):
            area = scrolled(one)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self._detail.addWidget(area)
        detail.setLayout(column(self._detail))
        left = QSplitter(Qt.Orientation.Vertical)
        left.addWidget(waiting)
        left.addWidget(detail)
        left.setHandleWidth(12)
        left.setChildrenCollapsible(False)
        left.setSizes([360, 380])
        days = self._days = Card()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.time_line)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.map)
        self._stack.addWidget(self._nobody)
        self.bar.setContentsMargins(12, 10, 12, 10)
        days.setLayout(column(self.bar, line(), self._stack))
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.addWidget(left)
        self._splitter.addWidget(days)
        self._splitter.setHandleWidth(14)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setStretchFactor(1, 1)
        left.setMinimumWidth(290)
        self._splitter.setSizes(self.shell.prefs.get(NAME, "splitter", [330, 860]))
        whole = column(self._splitter)
        whole.setContentsMargins(20, 14, 20, 14)
        self.setLayout(whole)

    def detach_board(self) -> None:
        """Put the board into a window of its own, on the second screen if there is one."""
        if self.away is not None:
            self.away.raise_()
            self.away.activateWindow()
            return
        keys = [*self.actions(), *self.window().actions()]
        self.away = BoardWindow(self._days, self.shell, self.tr("Dispatch"), keys)
        self.away.closed.connect(self._attach_board)
        self.away.show_beside(self.window())
        self._focus_view()

    def _attach_board(self) -> None:
        away, self.away = self.away, None
        self._splitter.addWidget(self._days)
        self._days.show()
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setSizes(self.shell.prefs.get(NAME, "splitter", [330, 860]))
        if away is not None:
            away.deleteLater()

    def _show_pairs(self) -> None:
        if self._board is not None:
            PairsDialog(self, self.shell, self._board).open()

    def _connect(self) -> None:
        bar, waiting, board = self.bar, self.requests, self.time_line
        bar.turned.connect(self.turn)
        bar.today_wanted.connect(lambda: self._go(self._today))
        bar.day_chosen.connect(self._go)
        bar.view_chosen.connect(self._choose_view)
        bar.zoomed.connect(board.zoom)
        waiting.chosen.connect(self._show_request)
        waiting.confirmed.connect(lambda _card: self.acts.confirm_or_place())
        waiting.corrected.connect(lambda _card: self.acts.correct())
        waiting.closed.connect(lambda _card: self.acts.close())
        waiting.dragged.connect(self._drag_over)
        waiting.released.connect(board.drop)
        board.visit_chosen.connect(self._show_visit)
        board.visit_opened.connect(self._show_visit)
        board.visit_given_back.connect(lambda _visit: self.acts.give_back())
        board.dropped.connect(self.acts.dropped)
        board.refused.connect(lambda words: self.shell.notify.toast(words, kind="warn"))
        self.table.visit_chosen.connect(self._show_visit)
        request, visit = self.request_detail, self.visit_detail
        request.confirm_wanted.connect(self.acts.confirm)
        request.correct_wanted.connect(self.acts.correct)
        request.close_wanted.connect(self.acts.close)
        request.ask_back_wanted.connect(self.acts.ask_back)
        request.invite_wanted.connect(self.acts.invite)
        request.offer_taken.connect(self.acts.take_offer)
        request.case_wanted.connect(self.acts.open_case)
        visit.step_wanted.connect(self.acts.step)
        visit.give_back_wanted.connect(self.acts.give_back)
        visit.cancel_wanted.connect(self.acts.cancel)
        visit.record_wanted.connect(lambda: self.acts.visit_form(RecordDialog))
        visit.rate_wanted.connect(lambda: self.acts.visit_form(RatingDialog))
        visit.case_wanted.connect(self.acts.open_case)
        visit.rescue_taken.connect(self.acts.take_rescue)

    # --- showing

    @property
    def _today(self) -> date:
        return self.shell.desk.today

    def _show(self, board: Board) -> None:
        self._board = board
        self.time_line.show_board(board)
        self.table.visits.show_board(board)
        self.requests.show_cards(board.requests, board.now.date())
        if self._wanted is not None and self.requests.choose(self._wanted):
            self._wanted = None
        self._waiting.setCurrentIndex(0 if board.requests else 1)
        self._nothing.show_words(
            self.tr("Nothing waits"), self.tr("New messages and requests appear here.")
        )
        self._count.setText(str(len(board.requests) or ""))
        made_good = self.tr("Service quality ({count} to make good)")
        self._quality.setText(
            made_good.format(count=board.recoveries)
            if board.recoveries
            else self.tr("Service quality")
        )
        self.set_subtitle(self.tr("%n visit(s)", "", len(board.visits)))
        self._show_view()
        chosen = self.time_line.chosen
        if self._detail.currentIndex() == 1 and chosen is not None:
            self.visit_detail.show_visit(chosen, board)

    def _show_view(self) -> None:
        self.bar.show_day(self._day, self._view)
        has_officers = self._board is None or bool(self._board.officers)
        self._stack.setCurrentIndex(
            VIEWS.index(self._view) if has_officers or self._view == "map" else 3
        )
        self._nobody.show_words(
            self.tr("No officer makes visits yet"),
            self.tr("Mark the officers who go out in the settings."),
            self.tr("Open the settings"),
            lambda: self.shell.go("settings"),
        )

    def _show_request(self, card: RequestCard | None) -> None:
        if card is None or self._board is None:
            self._detail.setVisible(self.time_line.chosen is not None)
            return
        self._detail.setVisible(True)
        self.request_detail.show_card(card, self._board.now.date())
        self._detail.setCurrentIndex(0)
        if card.needs_visit and card.address:
            self.shell.tasks.read(
                dispatch_board.offers,
                card.request_id,
                self._day_of(card),
                then=self.request_detail.show_offers,
                failed=lambda _gone: None,
                latest="dispatch.offers",
            )
        else:
            self.request_detail.show_offers(Offers((), ""))

    def _day_of(self, card: RequestCard) -> date:
        """The day shown, or the first day of a window that begins later."""
        begins = card.promised_from
        return max(self._day, begins.date()) if begins is not None else self._day

    def _show_visit(self, visit: VisitCard | None) -> None:
        if visit is None or self._board is None:
            return
        self.time_line.choose(visit.visit_id)
        self._detail.setVisible(True)
        self.visit_detail.show_visit(visit, self._board)
        self._detail.setCurrentIndex(1)
        if visit.promise in DANGER:
            self.shell.tasks.read(
                promise_alarms.rescues,
                visit.visit_id,
                self._board.day,
                then=self.visit_detail.show_rescues,
                latest="dispatch.rescues",
            )

    def _choose_view(self, view: str) -> None:
        self._view = view
        self.shell.prefs.set(NAME, "view", view)
        self._show_view()
        self._focus_view()
        if view == "map":
            self.map.refresh()

    def _focus_view(self) -> None:
        """Give the keyboard to the view that is shown."""
        shown = self._stack.currentWidget()
        if shown is not None:
            shown.setFocus()

    def turn(self, days: int) -> None:
        """Go back or on by days."""
        self._go(self._day + timedelta(days=days))

    def _go(self, day: date) -> None:
        self._day = day
        self._show_view()
        self.refresh()

    def _tick(self) -> None:
        if self.isVisible() or self.is_elsewhere:
            self.refresh()

    def _press_offer(self, place: int) -> None:
        one = self.request_detail.offer_buttons[place]
        if one.isVisible():
            one.click()

    def _drag_over(self, key: str, at: QPoint) -> None:
        if self._view == "line":
            place = self.time_line.viewport().mapFromGlobal(at)
            self.time_line.hover(key, QPointF(place))
