"""What a payment pays: over the rows of one account, component by component.

Three settings, per product and per contract: the order of what is due, the order of what is paid
in advance, and what happens to the rows of the future. The legal default is costs, then interest,
then principal (民法典 561).
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from desktop.domain.errors import DomainError
from desktop.domain.money import ZERO, Money, round_money

Component = Literal["cost", "fee", "late_fee", "compound", "penalty", "interest", "principal"]

LEGAL_ORDER: tuple[Component, ...] = (
    "cost",
    "fee",
    "late_fee",
    "compound",
    "penalty",
    "interest",
    "principal",
)
"""民法典 561: what it cost to collect, then interest of every kind, then the principal."""

PRINCIPAL_FIRST: tuple[Component, ...] = ("principal", *LEGAL_ORDER[:-1])
"""Card debts from day 91 on."""


@dataclass(frozen=True)
class AllocationRule:
    """How a payment is spread.

    ``mode``: ``horizontal`` pays row by row, all components of the oldest row first;
    ``vertical`` pays component by component over all rows. ``future``: where money beyond what is
    due goes: the ``next`` row first, the ``last`` row first, or ``spread`` in equal shares.
    """

    due: tuple[Component, ...] = LEGAL_ORDER
    in_advance: tuple[Component, ...] = LEGAL_ORDER
    mode: Literal["horizontal", "vertical"] = "horizontal"
    future: Literal["next", "last", "spread"] = "next"


LEGAL_RULE = AllocationRule()
CARD_RULE_FROM_DAY_91 = AllocationRule(
    due=PRINCIPAL_FIRST, in_advance=PRINCIPAL_FIRST, mode="vertical"
)


def rule_in_force(
    agreed: AllocationRule, *, is_card: bool, days_past_due: int, principal_first_from: int = 91
) -> AllocationRule:
    """The rule for a payment on a day: cards pay principal first from day 91 past due."""
    if is_card and days_past_due >= principal_first_from:
        return CARD_RULE_FROM_DAY_91
    return agreed


@dataclass(slots=True)
class Claim:
    """One amount that is owed: ``due_on`` is its own date, which a fee has apart from its row.

    ``by_rule``: it follows from the contract's late-fee rule and was not booked by anyone.
    """

    component: Component
    due_on: date
    amount: Money
    paid: Money = ZERO
    by_rule: bool = False


@dataclass(slots=True)
class Row:
    """One instalment with everything charged to it.

    ``unpaid`` is kept by ``charge`` and by payments; ``in_advance`` and ``late`` are what was paid
    before and after the row's date. A row after maturity holds late fees alone.
    """

    due_on: date
    claims: list[Claim] = field(default_factory=list)
    unpaid: Money = ZERO
    in_advance: Money = ZERO
    late: Money = ZERO
    is_after_maturity: bool = False

    def of(self, component: Component) -> Money:
        """What is owed in all of one component."""
        total = ZERO  # plain loops: a replay asks some ten thousand times
        for claim in self.claims:
            if claim.component == component:
                total += claim.amount
        return total

    def paid_of(self, component: Component) -> Money:
        """What was paid of one component."""
        total = ZERO
        for claim in self.claims:
            if claim.component == component:
                total += claim.paid
        return total

    def unpaid_of(self, component: Component) -> Money:
        """What is left to pay of one component."""
        total = ZERO
        for claim in self.claims:
            if claim.component == component:
                total += claim.amount - claim.paid
        return total

    @property
    def total(self) -> Money:
        """Everything owed on this row, paid or not."""
        return sum((c.amount for c in self.claims), ZERO)

    @property
    def paid(self) -> Money:
        """Everything paid on this row."""
        return self.total - self.unpaid

    def charge(
        self, component: Component, due_on: date, amount: Money, *, by_rule: bool = False
    ) -> None:
        """Owe more on this row; zero is not recorded."""
        if amount:
            self.claims.append(Claim(component, due_on, amount, by_rule=by_rule))
            self.unpaid += amount


def make_row(due_on: date, **amounts: Money) -> Row:
    """Make a row whose components (named as keywords) are due on the row's date."""
    row = Row(due_on)
    for component in LEGAL_ORDER:
        if component in amounts:
            row.charge(component, due_on, amounts[component])
    return row


def place_charge(rows: list[Row], component: Component, due_on: date, amount: Money) -> Row:
    """Owe a fee on the first row due on or after it; ``rows`` are in order of their dates.

    After maturity it makes one more row, which moves on to the date of the latest such charge.
    """
    at = bisect_left(rows, due_on, key=lambda row: row.due_on)
    if at == len(rows):
        if rows and rows[-1].is_after_maturity:
            rows[-1].due_on = due_on
            at -= 1
        else:
            rows.append(Row(due_on, is_after_maturity=True))
    rows[at].charge(component, due_on, amount)
    return rows[at]


class Split(NamedTuple):
    """A part of a payment: how much went to which component of which row."""

    row_due_on: date
    component: Component
    amount: Money
    is_in_advance: bool


@dataclass(frozen=True)
class Allocation:
    """A payment taken apart; ``rest`` is what nothing was owed for."""

    splits: tuple[Split, ...]
    rest: Money

    def of(self, component: Component) -> Money:
        """How much of the payment went to one component."""
        return sum((s.amount for s in self.splits if s.component == component), ZERO)


def allocate(
    rows: Sequence[Row],
    amount: Money,
    rule: AllocationRule = LEGAL_RULE,
    *,
    value_date: date,
    on_reach: Callable[[Row], None] | None = None,
) -> Allocation:
    """Pay ``amount`` on ``rows`` (in order of their dates), which are changed in place.

    First, over all rows, what is due on the value date in the ``due`` order; then what is not yet
    due, in the ``in_advance`` order. ``on_reach`` is called before a row is asked for what is due,
    so that interest which runs by the day can be charged to it up to the value date.
    Raises ``allocation.amount_not_positive``.
    """
    if amount <= 0:
        raise DomainError("allocation.amount_not_positive", field="amount")
    payment = _Payment(amount, value_date)
    _pay_due(payment, _rows_with_something_due(rows, value_date), rule, on_reach)
    if payment.rest:
        _pay_in_advance(payment, [row for row in rows if row.unpaid], rule)
    return Allocation(tuple(payment.splits), payment.rest)


class _Payment:
    """A payment being spread: what is left of it and where the rest went."""

    def __init__(self, amount: Money, value_date: date) -> None:
        self.rest = amount
        self.value_date = value_date
        self.splits: list[Split] = []

    def pay(
        self, row: Row, component: Component, *, due: bool, limit: Money | None = None
    ) -> Money:
        """Pay one component of one row, of what is (not) due, up to ``limit``; say how much."""
        available = self.rest if limit is None else min(limit, self.rest)
        used = ZERO
        for claim in row.claims:
            if used == available:
                break
            is_due = claim.due_on <= self.value_date
            if claim.component != component or is_due != due or claim.paid == claim.amount:
                continue
            part = min(claim.amount - claim.paid, available - used)
            claim.paid += part
            used += part
        if used:
            self.rest -= used
            row.unpaid -= used
            if self.value_date < row.due_on:
                row.in_advance += used
            elif self.value_date > row.due_on:
                row.late += used
            self.splits.append(Split(row.due_on, component, used, not due))
        return used


def _pay_due(
    payment: _Payment,
    reached: list[Row],
    rule: AllocationRule,
    on_reach: Callable[[Row], None] | None,
) -> None:
    if rule.mode == "horizontal":
        for row in reached:
            if not payment.rest:
                return
            if on_reach:
                on_reach(row)
            owed = {claim.component for claim in row.claims if claim.paid != claim.amount}
            for component in rule.due:
                if component in owed and payment.rest:
                    payment.pay(row, component, due=True)
        return
    for row in reached:
        if on_reach:
            on_reach(row)
    for component in rule.due:
        for row in reached:
            payment.pay(row, component, due=True)


def _rows_with_something_due(rows: Sequence[Row], value_date: date) -> list[Row]:
    """Unpaid rows up to the first one due on or after the value date: it holds fees due by then."""
    reached = []
    for row in rows:
        if row.unpaid:
            reached.append(row)
            if row.due_on >= value_date:
                break
        elif row.due_on >= value_date:
            break
    return reached


def _pay_in_advance(payment: _Payment, rows: list[Row], rule: AllocationRule) -> None:
    if rule.future == "spread":
        while payment.rest and rows:
            _pay_equal_shares(payment, rows, rule)
            rows = [row for row in rows if row.unpaid]
        return
    if rule.future == "last":
        rows = rows[::-1]
    if rule.mode == "horizontal":
        steps = ((row, component) for row in rows for component in rule.in_advance)
    else:
        steps = ((row, component) for component in rule.in_advance for row in rows)
    for row, component in steps:
        if not payment.rest:
            return
        payment.pay(row, component, due=False)


def _pay_equal_shares(payment: _Payment, rows: list[Row], rule: AllocationRule) -> None:
    """Give each row the same share, the last one what rounding leaves."""
    share = round_money(payment.rest / len(rows))
    shares = [min(share, payment.rest)] * (len(rows) - 1)
    shares.append(payment.rest - sum(shares, ZERO))
    for row, part in zip(rows, shares, strict=True):
        left = part
        for component in rule.in_advance:
            if left > 0:
                left -= payment.pay(row, component, due=False, limit=left)


@dataclass(frozen=True)
class PaymentEntry:
    """A payment as it was entered; a reversed one stays in the list and pays nothing."""

    value_date: date
    amount: Money
    reference: str = ""
    is_reversed: bool = False


@dataclass(frozen=True)
class ChargeEntry:
    """A fee or penalty as it was entered, with the date on which it is due."""

    component: Component
    due_on: date
    amount: Money


def replay(
    instalments: Iterable[Row],
    charges: Iterable[ChargeEntry],
    payments: Iterable[PaymentEntry],
    rule: AllocationRule = LEGAL_RULE,
) -> tuple[list[Row], list[tuple[PaymentEntry, Allocation]]]:
    """Work out rows and splits anew from all entries, by value date, whatever order they came in.

    ``instalments`` are unpaid rows; they are changed in place. Reversed payments are left out.
    Payments of one day are taken by reference, then amount: the order of entry is no matter.
    """
    rows = sorted(instalments, key=lambda row: row.due_on)
    for charge in sorted(charges, key=lambda each: (each.due_on, each.component, each.amount)):
        place_charge(rows, charge.component, charge.due_on, charge.amount)
    live = [payment for payment in payments if not payment.is_reversed]
    live.sort(key=lambda each: (each.value_date, each.reference, each.amount))
    return rows, [
        (entry, allocate(rows, entry.amount, rule, value_date=entry.value_date)) for entry in live
    ]
