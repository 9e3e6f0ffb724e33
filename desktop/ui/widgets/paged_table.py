"""The table of a ``PagedModel``: columns kept per user, many rows chosen by mouse or keys."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QMenu, QTableView

from desktop.ui.delegates import CellDelegate
from desktop.ui.paged_model import Index, PagedModel
from desktop.ui.preferences import Preferences
from desktop.ui.theme import Theme

ROW_HEIGHT = 37
HEADER_HEIGHT = 36
_NARROWEST = 36


class PagedTable(QTableView):
    """Tells the current row by id, keeps it through a reload, and lets rows be checked.

    Checks: a click on the box or Ctrl+click toggles, Shift+click and Shift+arrows take a range,
    Space toggles, Ctrl+A takes all in the filter, Esc none. ``view`` names the preferences.
    """

    current_changed = Signal(object)
    """The id of the row looked at, None when there is none."""
    row_activated = Signal(object)
    """A row was double-clicked or Enter pressed on it: its id."""
    sort_wanted = Signal(str, bool)
    """A column's sort key and whether it is to be descending."""

    def __init__(self, model: PagedModel, theme: Theme, prefs: Preferences, view: str) -> None:
        super().__init__()
        self._rows = model
        self._prefs = prefs
        self._view = view
        self._anchor = 0
        self._current_id: int | None = None
        self._is_resetting = False
        self._is_restoring = True
        self._cells = CellDelegate(theme, model, self)
        self.setItemDelegate(self._cells)
        self.setModel(model)
        self._look()
        self._restore_columns()
        self._is_restoring = False
        model.modelAboutToBeReset.connect(self._before_reset)
        model.modelReset.connect(self._after_reset)
        theme.changed.connect(self.viewport().update)
        self.doubleClicked.connect(self._activate)

    # The row looked at --------------------------------------------------------------------

    @property
    def current_id(self) -> int | None:
        """The id of the row looked at."""
        return self._current_id

    def show_id(self, row_id: int) -> bool:
        """Go to a row by id; return whether the list has it."""
        place = self._rows.place_of(row_id)
        if place is None:
            return False
        self.setCurrentIndex(self._rows.index(place, self._a_column()))
        return True

    def forget_current(self) -> None:
        """Let the next list begin at its top instead of at the row looked at now."""
        self._is_resetting = True
        self.setCurrentIndex(QModelIndex())
        self._is_resetting = False
        self._current_id = None
        self.scrollToTop()

    def step(self, by: int) -> None:
        """Go up or down from the row looked at."""
        place = self.currentIndex().row() + by
        if 0 <= place < self._rows.rowCount():
            self.setCurrentIndex(self._rows.index(place, self._a_column()))

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell the id of the new row; moving within a row tells nothing."""
        super().currentChanged(current, previous)
        if self._is_resetting:
            return
        row_id = self._rows.id_at(current.row()) if current.isValid() else None
        if row_id != self._current_id:
            self._current_id = row_id
            self.current_changed.emit(row_id)

    # Choosing many ------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Check rows by the box, with Ctrl and with Shift; else look at the row."""
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            super().mousePressEvent(event)
            return
        place, keys = index.row(), event.modifiers()
        is_box = self._rows.columns[index.column()].kind == "check"
        if keys & Qt.KeyboardModifier.ShiftModifier:
            self._rows.check(self._anchor, place)
        elif is_box or keys & Qt.KeyboardModifier.ControlModifier:
            self._toggle(place)
            self._anchor = place
        else:
            self._anchor = place
        if not is_box:
            self.setCurrentIndex(index)
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Check rows and walk through the list by keys."""
        key, place = event.key(), self.currentIndex().row()
        is_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key == Qt.Key.Key_Space and place >= 0:
            self._toggle(place)
            self._anchor = place
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and is_shift and place >= 0:
            self.step(1 if key == Qt.Key.Key_Down else -1)
            self._rows.check(self._anchor, self.currentIndex().row())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and place >= 0:
            self._activate(self.currentIndex())
        elif key == Qt.Key.Key_Escape and self._rows.checked_count:
            self._rows.check_none()
        else:
            super().keyPressEvent(event)
            if not is_shift and self.currentIndex().row() != place:
                self._anchor = max(0, self.currentIndex().row())

    def selectAll(self) -> None:
        """Check all rows of the filter (Ctrl+A)."""
        self._rows.check_all()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light the row under the mouse."""
        self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: Any) -> None:
        """Light no row."""
        self._hover(-1)
        super().leaveEvent(event)

    def _toggle(self, place: int) -> None:
        self._rows.check(place, place, is_on=not self._rows.is_checked(place))

    def _hover(self, place: int) -> None:
        if place != self._cells.hovered:
            self._cells.hovered = place
            self.viewport().update()

    def _activate(self, index: QModelIndex) -> None:
        if index.isValid():
            self.row_activated.emit(self._rows.id_at(index.row()))

    # Columns ------------------------------------------------------------------------------

    @property
    def first_visible_column(self) -> int:
        """The logical index of the leftmost column shown."""
        header = self.horizontalHeader()
        for place in range(header.count()):
            if not self.isColumnHidden(header.logicalIndex(place)):
                return header.logicalIndex(place)
        return 0

    def shown_columns(self) -> list[int]:
        """Return the logical indexes of the columns shown, left to right."""
        header = self.horizontalHeader()
        order = (header.logicalIndex(place) for place in range(header.count()))
        return [column for column in order if not self.isColumnHidden(column)]

    def columns_menu(self) -> QMenu:
        """Return a menu in which columns are shown and hidden; and put back as they came."""
        menu = QMenu(self)
        for number, column in enumerate(self._rows.columns):
            if column.kind != "check":
                action = QAction(column.title, menu)
                action.setCheckable(True)
                action.setChecked(not self.isColumnHidden(number))
                action.toggled.connect(
                    lambda is_on, number=number: self._show_column(number, is_on=is_on)
                )
                menu.addAction(action)
        menu.addSeparator()
        menu.addAction(self.tr("Columns as they came"), self._default_columns)
        return menu

    def _show_column(self, number: int, *, is_on: bool) -> None:
        if is_on or len(self.shown_columns()) > 2:
            self.setColumnHidden(number, not is_on)
            self._keep_columns()

    def _keep_columns(self) -> None:
        if self._is_restoring:
            return
        header, kept = self.horizontalHeader(), []
        last = self.shown_columns()[-1]
        for place in range(header.count()):
            number = header.logicalIndex(place)
            column, is_hidden = self._rows.columns[number], self.isColumnHidden(number)
            # The last column's width is the window's doing, a hidden one has none.
            own = column.width if is_hidden or number == last else header.sectionSize(number)
            kept.append([column.key, own, not is_hidden])
        self._prefs.set(self._view, "columns", kept)

    def _restore_columns(self) -> None:
        stored = self._prefs.get(self._view, "columns")
        numbers = {column.key: number for number, column in enumerate(self._rows.columns)}
        known = [
            (numbers[key], width, is_shown)
            for key, width, is_shown in (stored if isinstance(stored, list) else [])
            if key in numbers
        ]
        self._arrange(
            [(n, column.width, column.is_shown) for n, column in enumerate(self._rows.columns)]
        )
        self._arrange(known)

    def _default_columns(self) -> None:
        self._is_restoring = True
        self._prefs.set(self._view, "columns", None)
        self._restore_columns()
        self._is_restoring = False

    def _arrange(self, columns: list[tuple[int, int, bool]]) -> None:
        header = self.horizontalHeader()
        for place, (number, width, is_shown) in enumerate(columns):
            header.moveSection(header.visualIndex(number), place)
            self.setColumnHidden(number, not is_shown)
            self.setColumnWidth(number, width)

    def _header_clicked(self, number: int) -> None:
        column = self._rows.columns[number]
        if column.kind == "check":
            if self._rows.is_everything_checked:
                self._rows.check_none()
            else:
                self._rows.check_all()
        elif column.sort:
            key, is_descending = self._rows.sorted_by
            self.sort_wanted.emit(column.sort, not is_descending if key == column.sort else True)

    def _header_menu(self, at: QPoint) -> None:
        self.columns_menu().popup(self.horizontalHeader().mapToGlobal(at))

    # Reload and looks ---------------------------------------------------------------------

    def _before_reset(self) -> None:
        self._is_resetting = True

    def _after_reset(self) -> None:
        self._is_resetting = False
        self._anchor = 0
        wanted = self._current_id
        place = self._rows.place_of(wanted) if wanted is not None else None
        if place is None and self._rows.rowCount():
            place = 0
        if place is not None:
            self.setCurrentIndex(self._rows.index(place, self._a_column()))
        elif wanted is not None:
            self._current_id = None
            self.current_changed.emit(None)

    def _a_column(self) -> int:
        shown = self.shown_columns()
        return shown[min(1, len(shown) - 1)] if shown else 0

    def _look(self) -> None:
        rows, header = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        header.setFixedHeight(HEADER_HEIGHT)
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setSectionsClickable(True)
        header.setStretchLastSection(True)
        header.setMinimumSectionSize(_NARROWEST)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._header_menu)
        header.sectionClicked.connect(self._header_clicked)
        header.sectionMoved.connect(lambda *_: self._keep_columns())
        header.geometriesChanged.connect(self.viewport().update)
        header.sectionResized.connect(lambda *_: self._keep_columns())
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
