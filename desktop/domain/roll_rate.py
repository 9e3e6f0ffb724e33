"""Roll rates: where the accounts of each bucket went from one day to a later one.

The matrix is that of vintage and migration analysis: a row is a bucket at the start, a column a
bucket at the end, and a rate is the share of the row that went there. Rates by amount weigh each
account with its outstanding principal at the start, so that a row adds up to one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from desktop.domain.kpi import share
from desktop.domain.money import ZERO, Money

Basis = Literal["accounts", "amount"]
Direction = Literal["stayed", "cured", "improved", "rolled", "new", "gone"]
DIRECTIONS: tuple[Direction, ...] = ("stayed", "cured", "improved", "rolled", "new", "gone")


@dataclass(frozen=True)
class Move:
    """Accounts that went from one bucket to another.

    ``before`` is ``None`` where the account did not exist at the start, ``now`` is ``None`` where
    it is settled or written off at the end. ``amount`` is the outstanding principal in yuan at the
    start, for new accounts that at the end.
    """

    before: int | None
    now: int | None
    accounts: int
    amount: Money


def direction(before: int | None, now: int | None) -> Direction:
    """Name a move: cured is back to bucket 0, improved a lower bucket, rolled a higher one."""
    if before is None:
        return "new"
    if now is None:
        return "gone"
    if now == before:
        return "stayed"
    if now > before:
        return "rolled"
    return "cured" if now == 0 else "improved"


@dataclass(frozen=True)
class RollRates:
    """The matrix of moves between two days; moves of nobody are left out."""

    moves: tuple[Move, ...]

    @classmethod
    def of(cls, moves: Iterable[Move]) -> "RollRates":
        """Take the moves as counted; two of the same kind are added up."""
        sums: dict[tuple[int | None, int | None], Move] = {}
        for move in moves:
            key = (move.before, move.now)
            kept = sums.get(key, Move(*key, 0, ZERO))
            sums[key] = Move(*key, kept.accounts + move.accounts, kept.amount + move.amount)
        return cls(tuple(move for move in sums.values() if move.accounts))

    def cell(self, before: int | None, now: int | None) -> Move:
        """The accounts that went from one bucket to another: perhaps none."""
        for move in self.moves:
            if (move.before, move.now) == (before, now):
                return move
        return Move(before, now, 0, ZERO)

    def row(self, before: int | None) -> Move:
        """All that started in a bucket, wherever they went (``now`` is that bucket itself)."""
        return self._sum(before, before, (move for move in self.moves if move.before == before))

    def column(self, now: int | None) -> Move:
        """All that ended in a bucket, wherever they came from."""
        return self._sum(now, now, (move for move in self.moves if move.now == now))

    def rate(self, before: int | None, now: int | None, by: Basis) -> Decimal | None:
        """The share of a row that went to a bucket; ``None`` where nobody started there."""
        return share(_measure(self.cell(before, now), by), _measure(self.row(before), by))

    def went(self, way: Direction) -> Move:
        """All moves in one direction, added up."""
        chosen = (move for move in self.moves if direction(move.before, move.now) == way)
        return self._sum(None, None, chosen)

    def went_rate(self, way: Direction, by: Basis) -> Decimal | None:
        """The share of what was overdue at the start that went in a direction; new ones have none.

        What started in bucket 0 is not counted here but in ``became_overdue_rate``.
        """
        if way == "new":
            return None
        overdue = [move for move in self.moves if move.before]
        chosen = [move for move in overdue if direction(move.before, move.now) == way]
        return share(
            sum((_measure(move, by) for move in chosen), Decimal(0)),
            sum((_measure(move, by) for move in overdue), Decimal(0)),
        )

    def became_overdue_rate(self, by: Basis) -> Decimal | None:
        """The share of bucket 0 that is in a higher bucket now."""
        chosen = [move for move in self.moves if move.before == 0 and (move.now or 0) > 0]
        return share(
            sum((_measure(move, by) for move in chosen), Decimal(0)),
            _measure(self.row(0), by),
        )

    @staticmethod
    def _sum(before: int | None, now: int | None, moves: Iterable[Move]) -> Move:
        chosen = list(moves)
        amount = sum((move.amount for move in chosen), ZERO)
        return Move(before, now, sum(move.accounts for move in chosen), amount)


def _measure(move: Move, by: Basis) -> Decimal:
    return Decimal(move.accounts) if by == "accounts" else move.amount
