"""The Today page: key figures, remarks, and the list of what to do now."""

from datetime import datetime, time, timedelta
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from desktop.services import day_run, today, today_notices
from desktop.services.today import Todo, Worklist
from desktop.ui import formats
from desktop.ui.cases.key_figures import KeyFigureRow
from desktop.ui.page import Page, Shell
from desktop.ui.today.notice_strip import NoticeStrip
from desktop.ui.today.todo_list import TodoList
from desktop.ui.widgets.chips import Choice, FilterChips
from desktop.ui.widgets.text import column

MINE, BRANCH = "mine", "branch"
MORNING = time(9)
_PAYMENTS = {
    "money_certain": {"filter": "certain"},
    "money_look": {"filter": "look"},
    "money_return": {"filter": "kept"},
    "money_kept": {"filter": "kept"},
}
"""Which part of the payments page shows a bundle; a late transfer is among those sent."""


class TodayPage(Page):
    """What this officer, or the whole branch, has to do now."""

    key = "today"
    icon = "layout-dashboard"
    topics = frozenset(
        {
            "accounts",
            "cases",
            "agencies",
            "contacts",
            "database",
            "day_run",
            "imports",
            "letters",
            "messages",
            "officers",
            "payments",
            "promises",
            "recoveries",
            "reminders",
            "requests",
            "settings",
            "today",
            "visits",
        }
    )

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.figures = KeyFigureRow(shell)
        self.notices = NoticeStrip(shell.theme, self._put_right)
        self.list = TodoList(shell)
        self.list.opened.connect(self.open_todo)
        self.list.snooze_wanted.connect(self._choose_moment)
        self.list.wake_wanted.connect(self._wake_all)
        self._make_whose()
        self._make_actions()
        layout = column(self.figures, self.notices, self.list, spacing=12)
        layout.setContentsMargins(20, 14, 20, 14)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self.setFocusProxy(self.list.table)

    def title(self) -> str:
        """Return 工作台."""
        return self.tr("Today")

    def top_widget(self) -> QWidget | None:
        """Return the choice between one's own work and the whole branch's."""
        return self._whose

    def top_actions(self) -> list[QAction | QWidget]:
        """Return the day run."""
        return [self._day_run]

    @property
    def officer_id(self) -> int | None:
        """Whose work is shown; empty for the whole branch."""
        return None if self._whose.current == BRANCH else self.shell.desk.actor.officer_id

    def refresh(self) -> None:
        """Read figures, remarks and list anew."""
        tasks, officer = self.shell.tasks, self.officer_id
        tasks.read(today.worklist, officer, then=self._show, latest="today.list")
        tasks.read(
            today.key_figures, officer, then=self.figures.show_figures, latest="today.figures"
        )
        tasks.read(today_notices.notices, then=self.notices.show_notices, latest="today.notices")

    def open_todo(self, todo: Todo) -> None:
        """Go where a thing is done."""
        day = todo.due_on
        if todo.kind == "message":
            self._go(("messages", {"state": "planned"}), ("calendar", {"day": day}))
        elif todo.kind == "payment":
            shown = _PAYMENTS.get(todo.key, {"filter": "sent"})
            self._go(("payments", shown), self._case(todo))
        elif todo.kind == "letter":
            self.shell.tasks.read(today.letter_cases, self.officer_id, then=self._open_letters)
        elif todo.key.startswith("recovery:"):
            self._go(("dispatch", {"recovery_id": todo.item_id}))
        elif todo.kind == "request":
            self._go(("dispatch", {"request_id": todo.item_id}))
        elif todo.kind == "visit" and todo.key.startswith("visit:"):
            self._go(("dispatch", {"visit_id": todo.item_id, "day": day}), self._case(todo))
        else:
            self._go(self._case(todo))

    def snooze(self, todos: list[Todo], until: datetime) -> None:
        """Set things aside until a moment, with a way back."""
        keys = [todo.key for todo in todos]
        if not keys:
            return
        words = self.tr("{count} set aside until {moment}").format(
            count=formats.count(len(keys)), moment=formats.moment(until)
        )
        self.list.model.check_none()
        self.shell.tasks.write(
            today.snooze,
            keys,
            until,
            then=lambda _changes: self.shell.notify.toast(
                words, undo=lambda: self.shell.tasks.write(today.wake, keys)
            ),
        )

    def moments(self) -> list[tuple[str, datetime]]:
        """Return the moments offered for setting aside, soonest first."""
        now = self.shell.desk.clock.now().replace(second=0)
        morning = datetime.combine(now.date(), MORNING)
        return [
            (self.tr("In one hour"), now + timedelta(hours=1)),
            (self.tr("Tomorrow at 9"), morning + timedelta(days=1)),
            (self.tr("In three days"), morning + timedelta(days=3)),
            (self.tr("Next Monday"), morning + timedelta(days=7 - now.weekday())),
        ]

    def _make_whose(self) -> None:
        self._whose = FilterChips()
        self._whose.show_choices(
            [Choice(MINE, self.tr("Mine")), Choice(BRANCH, self.tr("Whole branch"))]
        )
        has_own = self.shell.desk.actor.officer_id is not None
        kept = str(self.shell.prefs.get("today", "whose", MINE if has_own else BRANCH))
        self._whose.choose(kept if has_own else BRANCH)
        self._whose.setFixedHeight(30)  # one line, in the middle of the top bar
        if not has_own:
            self._whose.hide()
        self._whose.chosen.connect(self._choose_whose)

    def _make_actions(self) -> None:
        self._day_run = self.act(
            "day_run", self.tr("Run the day"), self._run_day, icon="refresh-cw"
        )
        self.act(
            "snooze", self.tr("Remind me later…"), self._choose_moment, shortcut="S", icon="clock"
        )
        self.act("whose", self.tr("Mine or whole branch"), self._switch_whose, shortcut="B")
        self.act("wake", self.tr("Show what was set aside"), self._wake_all)

    def _choose_whose(self, whose: str) -> None:
        self.shell.prefs.set("today", "whose", whose)
        self.refresh()

    def _switch_whose(self) -> None:
        if self.shell.desk.actor.officer_id is not None:
            self._whose.choose(MINE if self._whose.current == BRANCH else BRANCH)
            self._choose_whose(self._whose.current)

    def _show(self, work: Worklist) -> None:
        self.list.show_work(work)
        self.figures.show_work(work)
        self.set_subtitle(work.as_of.isoformat())

    def moments_menu(self, todos: list[Todo]) -> QMenu:
        """Return the menu that sets these things aside."""
        menu = QMenu(self)
        for words, until in self.moments():
            action = menu.addAction(f"{words}  ·  {until:%m-%d %H:%M}")
            action.triggered.connect(lambda _on=False, at=until: self.snooze(todos, at))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _choose_moment(self) -> None:
        todos = self.list.chosen()
        if todos:
            menu = self.moments_menu(todos)
            button = self.list.later_button
            menu.popup(button.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def _wake_all(self) -> None:
        self.shell.tasks.write(today.wake)

    def _run_day(self) -> None:
        self.shell.tasks.write(day_run.run, label=self.tr("Day run"), then=self._day_was_run)

    def _day_was_run(self, result: day_run.DayRunResult) -> None:
        words = self.tr("The day was run: {days} days, {cases} open cases")
        counts = formats.count(int(result.counts.get("open_cases", 0)))
        self.shell.notify.toast(words.format(days=len(result.dates), cases=counts), kind="ok")

    def _put_right(self, remedy: str) -> None:
        if remedy == "day_run":
            self._run_day()
        elif remedy in ("backups", "branch", "days", "agencies"):
            self.shell.go("settings", section=remedy)
        elif remedy == "messages":
            self.shell.go("messages", state="failed")
        elif remedy == "periods":
            self.shell.go("letters", tab="periods")
        else:
            self.shell.go(remedy)

    def _open_letters(self, case_ids: list[int]) -> None:
        words = self.tr("Letters due today")
        self._go(
            ("letters", {"case_ids": case_ids, "label": words}),
            ("cases", {"case_ids": case_ids, "label": words}),
        )

    def _case(self, todo: Todo) -> tuple[str, dict[str, Any]]:
        return ("cases", {"case_id": todo.case_id} if todo.case_id is not None else {})

    def _go(self, *targets: tuple[str, dict[str, Any]]) -> None:
        """Open the first of these pages that this build has."""
        for page, target in targets:
            if self.shell.has_page(page):
                self.shell.go(page, **target)
                return
