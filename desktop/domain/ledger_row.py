"""One instalment on its way through a replay: what runs up on it by the day, stretch by stretch."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from desktop.domain.allocation import Row
from desktop.domain.late_fee_run import LateFeeRun
from desktop.domain.loan_terms import add_months
from desktop.domain.money import ZERO, Money
from desktop.domain.penalty import PenaltyTerms, run_up, settle_run_up

RunUpKind = Literal["penalty", "compound"]


class RunUp(NamedTuple):
    """A stretch of days on one balance: what penalty or compound interest is made of.

    ``is_on_penalty``: the base is penalty interest settled before, not what fell due unpaid.
    """

    kind: RunUpKind
    due_on: date
    base: Money
    from_day: date
    to_day: date
    micro_fen: int
    is_on_penalty: bool = False

    @property
    def days(self) -> int:
        """Days charged: the first one counted, the last one not."""
        return (self.to_day - self.from_day).days


@dataclass(slots=True)
class OverdraftRun:
    """A stretch of days on which so much of one posting to a card stood unpaid."""

    posted_on: date
    base: Money
    from_day: date
    to_day: date

    @property
    def days(self) -> int:
        """Days charged: the first one counted, the last one not."""
        return (self.to_day - self.from_day).days


@dataclass(slots=True)
class LedgerRow:
    """One instalment with what runs up on it by the day, up to ``accrued_to``.

    ``owed_micro`` is what of the two is charged to the row. ``settled_penalty`` ran up by the last
    settlement day, ``settlements`` of them have passed.
    ``statement_on`` is the card statement that our own ledger bills it with; ``overdraft`` then
    holds what its interest is made of, at a rate for a year of ``overdraft_basis`` days.
    """

    row: Row
    accrued_to: date
    penalty_micro: int = 0
    compound_micro: int = 0
    settled_penalty: Money = ZERO
    settlements: int = 0
    run_ups: list[RunUp] = field(default_factory=list)
    late_fees: list[LateFeeRun] = field(default_factory=list)
    settled_on: date | None = None
    statement_on: date | None = None
    overdraft: list[OverdraftRun] = field(default_factory=list)
    overdraft_rate: Decimal = ZERO
    overdraft_basis: int = 1
    owed_micro: tuple[int, int] = (0, 0)

    @property
    def overdraft_interest(self) -> Money:
        """Overdraft interest of the statement, rounded once over its stretches."""
        return settle_run_up(sum(map(self.micro_fen_of, self.overdraft)))

    def micro_fen_of(self, stretch: OverdraftRun) -> int:
        """What one stretch comes to, in millionths of a fen."""
        return run_up(stretch.base, self.overdraft_rate, stretch.days, self.overdraft_basis)

    def run(self, principal: Money, compounding: Money, to: date, terms: PenaltyTerms) -> None:
        """Let penalty and compound interest run up on these balances to a day.

        Where penalty interest compounds it is settled each month on the day of the due date: what
        of it is unpaid then is a base from that day on, however often the account is looked at.
        """
        while terms.compound_on_penalty:
            settlement = add_months(self.row.due_on, self.settlements + 1)
            if settlement > to:
                break
            self._run(principal, compounding, settlement, terms)
            self.settled_penalty = settle_run_up(self.penalty_micro)
            self.settlements += 1
        self._run(principal, compounding, to, terms)

    def _run(self, principal: Money, compounding: Money, to: date, terms: PenaltyTerms) -> None:
        self.penalty_micro += self._stretch("penalty", principal, to, terms)
        self.compound_micro += self._stretch("compound", compounding, to, terms)
        if self.settled_penalty:
            left = max(self.settled_penalty - self.row.paid_of("penalty"), ZERO)
            self.compound_micro += self._stretch("compound", left, to, terms, is_on_penalty=True)
        self.accrued_to = to

    def _stretch(
        self,
        kind: RunUpKind,
        base: Money,
        to: date,
        terms: PenaltyTerms,
        *,
        is_on_penalty: bool = False,
    ) -> int:
        if not base:
            return 0
        micro = run_up(base, terms.rate, (to - self.accrued_to).days, terms.basis)
        if micro:
            self.run_ups.append(
                RunUp(kind, self.row.due_on, base, self.accrued_to, to, micro, is_on_penalty)
            )
        return micro

    def owe(self) -> None:
        """Charge what ran up to the row, rounded once over all stretches."""
        row, ran_up = self.row, (self.penalty_micro, self.compound_micro)
        if ran_up == self.owed_micro:
            return
        self.owed_micro = ran_up
        row.charge("penalty", row.due_on, settle_run_up(self.penalty_micro) - row.of("penalty"))
        row.charge("compound", row.due_on, settle_run_up(self.compound_micro) - row.of("compound"))

    def close(self, on: date, *, is_late: bool) -> None:
        """All is paid. Paid within grace is paid in time: what ran up is forgotten."""
        self.settled_on = on
        if not is_late and not self.row.of("penalty") and not self.row.of("compound"):
            self.penalty_micro = self.compound_micro = 0
            self.settled_penalty = ZERO
            self.run_ups.clear()
