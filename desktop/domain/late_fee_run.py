"""Late fees as they come about: stretch by stretch on what was unpaid, by the rule of the contract.

A fee follows from the contract and the entries, as penalty interest does: a payment entered late or
reversed changes it. Fees bear no interest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from desktop.domain.allocation import Row
from desktop.domain.money import ZERO, Money, round_money
from desktop.domain.penalty import LateFeeRule


@dataclass(frozen=True, slots=True)
class LateFeeRun:
    """A stretch on one base; ``added`` is what it brought to the fee of the instalment.

    ``days`` is 1 for a fee that is charged once.
    """

    due_on: date
    base: Money
    percent: Decimal
    fixed: Money
    from_day: date
    to_day: date
    days: int
    added: Money


@dataclass(slots=True)
class _Meter:
    """What ran up on one row: not rounded, and what of it was charged."""

    counted_to: date | None = None
    exact: Decimal = Decimal(0)
    charged: Money = ZERO


class LateFeeClock:
    """Charges the late fees of one account; asked before every entry and at the end.

    ``begins_on``: the lender stated its figures for that day, and what was late by then is in them.
    Where the base is the account's, a day is counted once, on the oldest unpaid row.
    """

    def __init__(
        self, rule: LateFeeRule, *, original_amount: Money = ZERO, begins_on: date | None = None
    ) -> None:
        self.rule = rule
        self._original_amount = original_amount
        self._begins_on = begins_on or date.min
        self._meters: dict[int, _Meter] = {}
        self._account_to = date.min

    def run(self, rows: Sequence[Row], to: date) -> list[tuple[Row, LateFeeRun]]:
        """Charge the rows not fully paid up to a day; ``rows`` are in order of their dates."""
        late = []
        for row in rows:
            if row.due_on >= to:
                break
            if row.unpaid and row.unpaid_of("principal") + row.unpaid_of("interest"):
                late.append(row)
        if self.rule.is_per_account:
            late = late[:1]
        done = []
        for row in late:
            stretch = self._stretch(row, self._base(row, rows), to)
            if stretch is not None:
                row.charge("late_fee", row.due_on, stretch.added, by_rule=True)
                done.append((row, stretch))
        return done

    def _base(self, row: Row, rows: Sequence[Row]) -> Money:
        if self.rule.base == "original_amount":
            return self._original_amount
        if self.rule.base == "outstanding_principal":
            return sum((each.unpaid_of("principal") for each in rows), ZERO)
        principal = ZERO if self.rule.base == "overdue_interest" else row.unpaid_of("principal")
        interest = ZERO if self.rule.base == "overdue_principal" else row.unpaid_of("interest")
        return principal + interest

    def _stretch(self, row: Row, base: Money, to: date) -> LateFeeRun | None:
        rule, meter = self.rule, self._meters.setdefault(id(row), _Meter())
        first = row.due_on + timedelta(days=rule.wait_days + 1)
        if to < first or base <= 0:
            return None
        if rule.per == "once":
            if meter.counted_to is not None or first <= self._begins_on:
                return None
            start, days = row.due_on, 1
        else:
            waited = rule.wait_days if rule.skip_wait_days else 0
            start = row.due_on + timedelta(days=waited)
            start = max(start, self._begins_on, meter.counted_to or date.min)
            if rule.is_per_account:
                start = max(start, self._account_to)
            days = (to - start).days
        if days <= 0:
            return None
        meter.counted_to = self._account_to = to
        meter.exact += (base * rule.percent / 100 + rule.fixed) * days
        added = self._bounded(round_money(meter.exact)) - meter.charged
        meter.charged += added
        return LateFeeRun(row.due_on, base, rule.percent, rule.fixed, start, to, days, added)

    def _bounded(self, amount: Money) -> Money:
        rule = self.rule
        if rule.minimum is not None:
            amount = max(amount, rule.minimum)
        return amount if rule.maximum is None else min(amount, rule.maximum)
