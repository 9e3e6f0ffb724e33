"""The visits of a day as a list: the same as the time line, for reading and for screen readers."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from desktop.services.dispatch_board import Board, VisitCard
from desktop.ui.dispatch.words import PROMISE_TONES, kind_words, promise_words, said
from desktop.ui.theme import Theme

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_FOREGROUND = int(Qt.ItemDataRole.ForegroundRole)
_COLUMNS = 7
_ADDRESS = 4
_PROMISE = 6
Index = QModelIndex | QPersistentModelIndex


class VisitModel(QAbstractTableModel):
    """One row per visit, in order of time."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.board: Board | None = None
        self._names: dict[int, str] = {}

    def show_board(self, board: Board) -> None:
        """Show a day."""
        self.beginResetModel()
        self.board = board
        self._names = {one.officer_id: one.name for one in board.officers}
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Visits."""
        is_child = parent is not None and parent.isValid()
        return 0 if is_child or self.board is None else len(self.board.visits)

    def columnCount(self, parent: Index | None = None) -> int:
        """Columns."""
        return 0 if parent is not None and parent.isValid() else _COLUMNS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        """Names of the columns."""
        if role != _DISPLAY or orientation is not Qt.Orientation.Horizontal:
            return None
        return (
            self.tr("Time"),
            self.tr("Officers"),
            self.tr("Kind"),
            self.tr("Customer"),
            self.tr("Address"),
            self.tr("State"),
            self.tr("Promise"),
        )[section]

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """Words; the promise in its colour."""
        if self.board is None or not index.isValid():
            return None
        visit = self.board.visits[index.row()]
        if role == _FOREGROUND and index.column() == _PROMISE:
            return QColor(self._theme.tone(PROMISE_TONES[visit.promise]).text)
        if role != _DISPLAY:
            return None
        return (
            f"{visit.starts_at:%H:%M}–{visit.ends_at:%H:%M}",
            "、".join(self._names.get(one, str(one)) for one in visit.officers),
            kind_words(visit.purpose),
            visit.name,
            visit.address,
            said(f"dispatch.visit.{visit.state}"),
            promise_words(visit.promise),
        )[index.column()]


class VisitTable(QTableView):
    """The list; Enter opens."""

    visit_chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.visits = VisitModel(theme)
        self.setModel(self.visits)
        self.setAccessibleName(self.tr("List of visits"))
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(36)
        header = self.horizontalHeader()
        header.setFixedHeight(34)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_ADDRESS, QHeaderView.ResizeMode.Stretch)
        self.setWordWrap(False)
        self.selectionModel().currentRowChanged.connect(lambda *_: self._tell())

    @property
    def current(self) -> VisitCard | None:
        """The visit the keyboard is on."""
        board, row = self.visits.board, self.currentIndex().row()
        return board.visits[row] if board is not None and 0 <= row < len(board.visits) else None

    def _tell(self) -> None:
        if self.current is not None:
            self.visit_chosen.emit(self.current)
