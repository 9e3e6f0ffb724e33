"""What can be done with an item of the calendar, whichever view it is seen in."""

from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from desktop.domain.errors import DomainError
from desktop.services import calendar_moves
from desktop.services.calendar import CalendarItem
from desktop.services.calendar_moves import Moved
from desktop.ui import formats
from desktop.ui.calendar.day_grid import DayGrid
from desktop.ui.calendar.item_list import ItemList
from desktop.ui.contact_record.dialog import ContactRecordDialog
from desktop.ui.page import Shell
from desktop.ui.refusals import error_words


class ItemActions(QObject):
    """Open, move, leave out; each with its undo, each refusal with its rule."""

    moved = Signal(object, object)
    """An item was moved: the item as it was, and its new day."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self._shell = shell
        self._widget = parent

    def listen_to(self, view: DayGrid | ItemList) -> None:
        """Do what a view asks for."""
        view.item_opened.connect(self.open)
        view.item_dropped.connect(self.move)
        view.item_skipped.connect(self.skip)
        view.menu_wanted.connect(self._show_menu)

    def open(self, item: CalendarItem) -> None:
        """Open the item's case."""
        self._shell.go("cases", case_id=item.case_id)

    def show_record(self, item: CalendarItem) -> ContactRecordDialog:
        """Show what was done with the customer and what comes next."""
        dialog = ContactRecordDialog(self._widget, self._shell, item.case_id, item.name)
        dialog.open()
        return dialog

    def move(self, item: CalendarItem, to: date) -> None:
        """Move an item to another day, or say which rule forbids it."""
        self._shell.tasks.write(
            calendar_moves.move_item,
            item.kind,
            item.id,
            to,
            then=partial(self._tell_moved, item, to),
            failed=self._refused,
        )

    def skip(self, item: CalendarItem) -> None:
        """Leave a planned contact out this time."""
        if item.kind != "contact" or not item.is_open:
            return
        words = self.tr("{name} left out this time").format(name=item.name)
        undo = partial(self._shell.tasks.write, calendar_moves.unskip, item.id)
        self._shell.tasks.write(
            calendar_moves.skip,
            item.id,
            then=lambda _changes: self._shell.notify.toast(words, undo=undo),
        )

    def menu(self, item: CalendarItem) -> QMenu:
        """The menu of an item; what does not suit it is greyed."""
        menu = QMenu(self._widget)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Open the case")).triggered.connect(partial(self.open, item))
        record = menu.addAction(self.tr("Contact record and outlook…"))
        record.triggered.connect(partial(self.show_record, item))
        menu.addSeparator()
        can_change = item.kind == "contact" and item.is_open
        today = self._shell.desk.today
        for words, day in (
            (self.tr("Move to today"), today),
            (self.tr("One day later"), item.day + timedelta(days=1)),
            (self.tr("One week later"), item.day + timedelta(days=7)),
        ):
            action = menu.addAction(words)
            action.triggered.connect(partial(self.move, item, day))
            action.setEnabled(can_change and day != item.day)
        menu.addSeparator()
        leave_out = menu.addAction(self.tr("Leave out this time"))
        leave_out.triggered.connect(partial(self.skip, item))
        leave_out.setEnabled(can_change)
        return menu

    def _tell_moved(self, item: CalendarItem, to: date, moved: Moved) -> None:
        day = formats.near_day(to, as_of=self._shell.desk.today)
        words = self.tr("{name} moved to {day}").format(name=item.name, day=day)
        undo = partial(self._shell.tasks.write, calendar_moves.put_back, moved)
        self._shell.notify.toast(words, undo=undo)
        self.moved.emit(item, to)

    def _refused(self, error: Exception) -> None:
        if isinstance(error, DomainError):
            self._shell.notify.toast(error_words(error), kind="warn")
        else:
            self._shell.notify.error(error)

    def _show_menu(self, item: CalendarItem, at: QPoint) -> None:
        self.menu(item).popup(at)
