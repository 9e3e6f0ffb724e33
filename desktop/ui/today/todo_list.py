"""The list of things to do: chips by kind above, the table, what can be done with it below."""

from array import array
from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.adapters import wording
from desktop.services.today import KINDS, Todo, Worklist
from desktop.ui import formats
from desktop.ui.page import Shell
from desktop.ui.paged_model import Column, PagedModel
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.chips import Choice, FilterChips
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.paged_table import PagedTable
from desktop.ui.widgets.text import button, column, row, spacer, text

VIEW = "today.list"
ALL, PAST = "all", "past"


class TodoModel(PagedModel):
    """Things to do, all in memory: their number is bounded."""

    def __init__(self, columns: Sequence[Column], shell: Shell, as_of: date) -> None:
        super().__init__(columns, shell.tasks, lambda _desk, _ids: [], lambda _row: 0, as_of=as_of)
        self._numbers: dict[str, int] = {}
        self._todos: dict[int, Todo] = {}

    def show(self, todos: Sequence[Todo], as_of: date) -> None:
        """Show these; one that was there before keeps its id, and so its check mark."""
        self.as_of = as_of
        numbers = [self._numbers.setdefault(todo.key, len(self._numbers)) for todo in todos]
        self._todos = dict(zip(numbers, todos, strict=True))
        self.set_ids(array("q", numbers))

    def todo(self, number: int) -> Todo | None:
        """Return the thing with an id."""
        return self._todos.get(number)

    def row_at(self, place: int) -> Todo | None:
        """Return the thing at a place."""
        return self._todos.get(self.ids[place])


class TodoColumns(QObject):
    """Makes the columns with their titles in the language of now."""

    def made(self) -> tuple[Column, ...]:
        """Return the columns in their order."""
        return (
            Column("check", "", 38, "check"),
            Column("due_on", self.tr("When"), 128, "follow_up", alarms=_is_past),
            Column("at", self.tr("Time"), 64, "soft", value=_clock, alarms=_is_past),
            Column("kind", self.tr("Kind"), 86, "status", codes="today.kind"),
            Column("detail", self.tr("What"), 220, "strong", value=self._what),
            Column("name", self.tr("Customer"), 130, "text", value=lambda todo: todo.name or None),
            Column("bucket", self.tr("Bucket"), 70, "bucket"),
            Column("amount", self.tr("Amount"), 130, "money"),
            Column("officer", self.tr("Officer"), 120, "officer"),
        )

    def _what(self, todo: Todo) -> str:
        said = wording.text(todo.detail, formats.language())
        if todo.about:
            about = wording.text(todo.about, formats.language())
            said = self.tr("{what}: {about}").format(what=said, about=about)
        if todo.is_past and todo.kind == "request":
            return self.tr("{what} (past its time)").format(what=said)
        if todo.case_id is not None or todo.kind in ("visit", "request"):
            return said
        return self.tr("{what} × {count}").format(what=said, count=formats.count(todo.count))


class TodoList(QWidget):
    """Shows a worklist; tells what was opened, and what is to come back later."""

    opened = Signal(object)
    """A ``Todo`` was double-clicked or Enter pressed on it."""
    snooze_wanted = Signal()
    wake_wanted = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._work: Worklist | None = None
        self.chips = FilterChips()
        self.chips.chosen.connect(lambda _key: self._filter())
        self.model = TodoModel(TodoColumns().made(), shell, shell.desk.today)
        self.table = PagedTable(self.model, shell.theme, shell.prefs, VIEW)
        self.table.setAccessibleName(self.tr("Things to do"))
        self.table.row_activated.connect(self._open)
        self._done = EmptyState(shell.theme, "circle-check")
        self._first = EmptyState(shell.theme, "inbox")
        self._stack = QStackedWidget()
        for widget in (self.table, self._done, self._first):
            self._stack.addWidget(widget)
        self._lay_out()
        self.model.checks_changed.connect(self._show_count)

    def show_work(self, work: Worklist) -> None:
        """Show what there is to do."""
        self._work = work
        words = {kind: wording.text(f"today.kind.{kind}", formats.language()) for kind in KINDS}
        choices = [Choice(ALL, self.tr("All"), work.count)]
        choices += [Choice(kind, words[kind], work.of_kind(kind)) for kind in KINDS]
        choices.append(Choice(PAST, self.tr("Past their time"), work.past))
        self.chips.show_choices(choices)
        if not self.chips.current:
            self.chips.choose(str(self._shell.prefs.get(VIEW, "kind", ALL)))
        self._filter()

    def chosen(self) -> list[Todo]:
        """Return the things checked, else the one looked at."""
        numbers = list(self.model.checked_ids())
        if not numbers and self.table.current_id is not None:
            numbers = [self.table.current_id]
        return [todo for number in numbers if (todo := self.model.todo(number)) is not None]

    def _filter(self) -> None:
        if self._work is None:
            return
        kind = self.chips.current
        self._shell.prefs.set(VIEW, "kind", kind)
        shown = [
            todo
            for todo in self._work.todos
            if kind in (ALL, "", todo.kind) or (kind == PAST and todo.is_past)
        ]
        self.model.show(shown, self._work.as_of)
        self._show_state(is_empty=not shown)
        self._show_count()

    def _show_state(self, *, is_empty: bool) -> None:
        if self._work is not None and self._work.is_first_start:
            self._first.show_words(
                self.tr("There are no cases yet"),
                self.tr("Import the lender's files with customers, accounts and instalments."),
                self.tr("Import files"),
                lambda: self._shell.go("imports"),
            )
            self._stack.setCurrentWidget(self._first)
        elif is_empty:
            everything = self._work is not None and not self._work.todos
            self._done.show_words(
                self.tr("Everything is done") if everything else self.tr("Nothing of this kind"),
                self.tr("What falls due next is on the calendar."),
            )
            self._stack.setCurrentWidget(self._done)
        else:
            self._stack.setCurrentWidget(self.table)

    def _lay_out(self) -> None:
        theme = self._shell.theme
        self._count = text("", "muted")
        self._asleep = button(theme, "", "eye", role="ghost")
        self._asleep.clicked.connect(lambda _checked=False: self.wake_wanted.emit())
        self._later = button(theme, self.tr("Remind me later"), "clock", role="ghost")
        self._later.clicked.connect(lambda _checked=False: self.snooze_wanted.emit())
        open_it = button(theme, self.tr("Open"), "chevron-right", role="ghost")
        open_it.clicked.connect(lambda _checked=False: self._open(self.table.current_id))
        head = QWidget()
        above = row(self.chips)
        above.setContentsMargins(12, 10, 12, 10)
        head.setLayout(above)
        foot = QWidget()
        foot.setProperty("role", "footer")
        foot.setFixedHeight(44)
        below = row(self._count, spacer(), self._asleep, self._later, open_it, spacing=2)
        below.setContentsMargins(14, 0, 8, 0)
        foot.setLayout(below)
        card = Card()
        inside = column(head, self._stack, foot)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setStretch(1, 1)
        card.setLayout(inside)
        self.setLayout(column(card))

    @property
    def later_button(self) -> QWidget:
        """The button under which the choices of a later moment open."""
        return self._later

    def _show_count(self) -> None:
        checked = self.model.checked_count
        words = self.tr("{count} chosen") if checked else self.tr("{count} lines")
        self._count.setText(words.format(count=formats.count(checked or len(self.model.ids))))
        asleep = self._work.snoozed if self._work else 0
        self._asleep.setVisible(asleep > 0)
        self._asleep.setText(
            " " + self.tr("Show {count} set aside").format(count=formats.count(asleep))
        )

    def _open(self, number: int | None) -> None:
        todo = None if number is None else self.model.todo(number)
        if todo is not None:
            self.opened.emit(todo)


def _is_past(todo: Todo) -> bool:
    return todo.is_past


def _clock(todo: Todo) -> str | None:
    return f"{todo.at:%H:%M}" if todo.at else None
