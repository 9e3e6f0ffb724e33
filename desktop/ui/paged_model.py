"""A table of any length: the ids of all rows in memory, the rows themselves only near the eye."""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from desktop.ui.cells import Kind, is_right_aligned, words
from desktop.ui.tasks import Tasks

PAGE = 128
KEPT_ROWS = 64 * PAGE
_PAGES_A_READ = 3

# As plain integers: looking up an enum member in data() costs more than the rest of it.
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_CHECK = int(Qt.ItemDataRole.CheckStateRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_CHECKED = int(Qt.CheckState.Checked.value)
_UNCHECKED = int(Qt.CheckState.Unchecked.value)

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Column:
    """A column: what it shows of a row, how, how wide, and what it sorts by (empty: nothing).

    ``codes`` is the room and table of the wording of a status column, such as ``cases.stage``;
    ``value`` takes the value out of a row where that is more than the attribute ``key``;
    ``alarms`` tells which rows' cells are painted in the colour of danger.
    """

    key: str
    title: str
    width: int
    kind: Kind = "text"
    sort: str = ""
    is_shown: bool = True
    codes: str = ""
    value: Callable[[Any], Any] | None = field(default=None, compare=False)
    alarms: Callable[[Any], bool] | None = field(default=None, compare=False)

    def of(self, row: Any) -> Any:
        """Return what the column shows of a row."""
        return self.value(row) if self.value is not None else getattr(row, self.key)


class PagedModel(QAbstractTableModel):
    """Rows by id, read page by page through ``fetch(desk, ids)``, kept while they are near.

    ``fetch`` returns rows for the ids it found, in any order; ``id_of`` names a row's id. A row
    that has not come yet shows as empty; ``row_at`` returns None for it.
    """

    checks_changed = Signal()

    def __init__(
        self,
        columns: Sequence[Column],
        tasks: Tasks,
        fetch: Callable[..., Sequence[Any]],
        id_of: Callable[[Any], int],
        *,
        as_of: date,
    ) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.as_of = as_of
        self.sorted_by: tuple[str, bool] = ("", False)
        self._tasks = tasks
        self._fetch = fetch
        self._id_of = id_of
        self._ids: array[int] = array("q")
        self._rows: OrderedDict[int, tuple[int, Any]] = OrderedDict()
        self._generation = 0
        self._wanted: OrderedDict[int, None] = OrderedDict()
        self._is_reading = False
        # Checked are those in the set, or, after "all", those not in it: never a million ids.
        self._marked: set[int] = set()
        self._is_all_but = False
        self._read_soon = QTimer(self, singleShot=True, interval=0)
        self._read_soon.timeout.connect(self._read)

    # Ids and rows -------------------------------------------------------------------------

    @property
    def ids(self) -> "array[int]":
        """The ids of all rows in their order; not to be changed by the caller."""
        return self._ids

    def set_ids(self, ids: "array[int]") -> None:
        """Show these ids; rows already known are shown at once and read again.

        Ids that go on where the present ones end are added below them.
        """
        known = len(self._ids)
        if 0 < known < len(ids) and ids[:known] == self._ids:
            self.beginInsertRows(QModelIndex(), known, len(ids) - 1)
            self._ids = ids
            self.endInsertRows()
            self.checks_changed.emit()
            return
        self._generation += 1
        self._wanted.clear()
        if ids == self._ids:
            if ids:
                last = self.index(len(ids) - 1, len(self.columns) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._ids = ids
        if self._marked:
            self._marked.intersection_update(ids)
        self.endResetModel()
        self.checks_changed.emit()

    def id_at(self, place: int) -> int:
        """Return the id at a place in the list."""
        return self._ids[place]

    def place_of(self, row_id: int) -> int | None:
        """Return where an id stands; None when it is not in the list."""
        try:
            return self._ids.index(row_id)
        except ValueError:
            return None

    def row_at(self, place: int) -> Any | None:
        """Return the row at a place if it is there, and see to it that it comes if it is not."""
        found = self._rows.get(self._ids[place])
        if found is None or found[0] != self._generation:
            self._want(place // PAGE)
        return found[1] if found is not None else None

    # Checked rows -------------------------------------------------------------------------

    @property
    def checked_count(self) -> int:
        """How many rows are checked."""
        return len(self._ids) - len(self._marked) if self._is_all_but else len(self._marked)

    @property
    def is_everything_checked(self) -> bool:
        """Whether every row of the list is checked, so that the filter says it all."""
        return bool(self._ids) and self.checked_count == len(self._ids)

    def checked_ids(self) -> "array[int]":
        """Return the checked ids in the order of the list."""
        marked, is_all_but = self._marked, self._is_all_but
        return array("q", (row_id for row_id in self._ids if (row_id in marked) != is_all_but))

    def is_checked(self, place: int) -> bool:
        """Whether the row at a place is checked."""
        return (self._ids[place] in self._marked) != self._is_all_but

    def check(self, first: int, last: int, *, is_on: bool = True) -> None:
        """Check or uncheck the rows from place ``first`` to ``last``, both included."""
        low, high = sorted((first, last))
        span = self._ids[low : high + 1]
        if is_on != self._is_all_but:
            self._marked.update(span)
        else:
            self._marked.difference_update(span)
        self._tell_checks(low, high)

    def check_all(self) -> None:
        """Check every row of the list, read or not."""
        self._marked, self._is_all_but = set(), True
        self._tell_checks(0, len(self._ids) - 1)

    def check_none(self) -> None:
        """Uncheck everything."""
        self._marked, self._is_all_but = set(), False
        self._tell_checks(0, len(self._ids) - 1)

    def _tell_checks(self, low: int, high: int) -> None:
        if self._ids:
            self.dataChanged.emit(self.index(low, 0), self.index(high, 0), [_CHECK])
        self.checks_changed.emit()

    # What Qt asks -------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many columns there are, hidden ones included."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Return words, alignment and check mark of a cell."""
        column = self.columns[index.column()]
        if role in (_DISPLAY, _ACCESSIBLE, _TIP):
            row = self.row_at(index.row())
            if row is None or column.kind == "check":
                return None
            return words(column.kind, column.of(row), as_of=self.as_of, codes=column.codes)
        if role == _ALIGN:
            return _RIGHT if is_right_aligned(column.kind) else _LEFT
        if role == _CHECK and column.kind == "check":
            return _CHECKED if self.is_checked(index.row()) else _UNCHECKED
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Return a column's title with the arrow of the sort, and its alignment."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == _DISPLAY:
            key, is_descending = self.sorted_by
            arrow = (
                ("  ↓" if is_descending else "  ↑") if column.sort and column.sort == key else ""
            )
            return column.title + arrow
        if role == _ALIGN:
            return _RIGHT if is_right_aligned(column.kind) else _LEFT
        return None

    # Reading ------------------------------------------------------------------------------

    def _want(self, page: int) -> None:
        self._wanted[page] = None
        self._wanted.move_to_end(page)
        if not self._is_reading and not self._read_soon.isActive():
            self._read_soon.start()

    def _read(self) -> None:
        # Somebody who drags the scroll bar passes thousands of pages: only the last are read.
        pages = sorted(list(self._wanted)[-_PAGES_A_READ:])
        self._wanted.clear()
        places = [
            place
            for page in pages
            for place in range(page * PAGE, min((page + 1) * PAGE, len(self._ids)))
        ]
        if not places:
            return
        ids = [self._ids[place] for place in places]
        generation, span = self._generation, (places[0], places[-1])
        self._is_reading = True
        self._tasks.read(
            self._fetch,
            ids,
            then=lambda rows: self._put(generation, ids, rows, span),
            failed=self._failed,
        )

    def _put(
        self, generation: int, ids: Sequence[int], rows: Sequence[Any], span: tuple[int, int]
    ) -> None:
        self._is_reading = False
        # A row gone between the list and the page is kept as None: shown empty, not asked again.
        came: dict[int, Any] = dict.fromkeys(ids)
        came |= {self._id_of(row): row for row in rows}
        for row_id, row in came.items():
            self._rows[row_id] = (generation, row)
            self._rows.move_to_end(row_id)
        while len(self._rows) > KEPT_ROWS:
            self._rows.popitem(last=False)
        if generation == self._generation:
            last_column = len(self.columns) - 1
            self.dataChanged.emit(
                self.index(span[0], 0), self.index(span[1], last_column), [_DISPLAY]
            )
        if self._wanted:
            self._read_soon.start()

    def _failed(self, error: Exception) -> None:
        self._is_reading = False
        self._wanted.clear()
        self._tasks.tell_error(error)
