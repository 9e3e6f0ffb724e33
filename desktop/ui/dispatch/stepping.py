"""Which visit the keyboard goes to next on the time line."""

from desktop.services.dispatch_board import Board, VisitCard


def next_visit(board: Board, chosen: VisitCard | None, across: int, down: int) -> VisitCard | None:
    """The next visit of the row, or the nearest in time of the next row that has any.

    Without a chosen one the first of the day; nothing at the end of a row or below the last.
    """
    if chosen is None:
        return board.visits[0] if board.visits else None
    lead = chosen.officers[0]
    if across:
        mine = [one for one in board.visits if lead in one.officers]
        place = mine.index(chosen) + across
        return mine[place] if 0 <= place < len(mine) else None
    officers = [one.officer_id for one in board.officers]
    row = officers.index(lead) if lead in officers else 0
    while 0 <= row + down < len(officers):
        row += down
        others = [one for one in board.visits if officers[row] in one.officers]
        others = [one for one in others if one is not chosen]
        if others:
            return min(others, key=lambda one: abs(one.starts_at - chosen.starts_at))
    return None
