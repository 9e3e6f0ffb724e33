"""What is being dragged over the board, who would go, and what it breaks."""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QAbstractScrollArea

from desktop.domain.field_day import Conflict
from desktop.services import dispatching
from desktop.services.dispatch_board import Board
from desktop.ui.dispatch.time_geometry import HEAD, NAMES

_EDGE = 24


@dataclass
class Drag:
    """Something on its way: a request from the list (``r7``) or a visit (``v7``)."""

    key: str
    grip: float
    from_row: int | None = None
    team: tuple[int, ...] = ()
    at: datetime | None = None
    row: int = 0
    conflicts: tuple[Conflict, ...] = ()
    is_moving: bool = False

    @property
    def is_allowed(self) -> bool:
        """Whether no hard rule is broken where it is now."""
        return not any(one.is_hard for one in self.conflicts)


def team_of(board: Board, drag: Drag) -> tuple[int, ...]:
    """Who would go: the row's officer; for a pair also the partner with the least against."""
    lead = board.officers[drag.row].officer_id
    if board.jobs[drag.key].people < 2:
        return (lead,)
    now = next((v.officers for v in board.visits if f"v{v.visit_id}" == drag.key), ())
    partners = [one.officer_id for one in board.officers if one.officer_id != lead]
    at = drag.at
    fixed = board.field.pairs.get(lead)
    if fixed in partners:
        return (lead, fixed)
    if not partners or at is None:
        return (lead,)

    def against(partner: int) -> tuple[int, bool]:
        found = dispatching.conflicts(board, drag.key, (lead, partner), at)
        return sum(one.is_hard for one in found), partner not in now

    return (lead, min(partners, key=against))


def scroll_at_edge(area: QAbstractScrollArea, at: QPointF) -> None:
    """Scroll the board when something is held at its edge."""
    across, down, size = area.horizontalScrollBar(), area.verticalScrollBar(), area.viewport()
    if at.x() > size.width() - _EDGE:
        across.setValue(across.value() + 8)
    elif at.x() < NAMES + _EDGE:
        across.setValue(across.value() - 8)
    if at.y() > size.height() - _EDGE:
        down.setValue(down.value() + 8)
    elif at.y() < HEAD + _EDGE:
        down.setValue(down.value() - 8)
