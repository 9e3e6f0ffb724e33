"""结欠明细: the rows that make up what is owed on a day, with formula, days, rate and source."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from desktop.domain.account_replay import LedgerRow, Replayed, ReplayedPayment
from desktop.domain.allocation import LEGAL_ORDER, Component
from desktop.domain.money import ZERO, Money
from desktop.domain.penalty import settle_run_up

Source = Literal[
    "contract",
    "charge",
    "run_up",
    "run_up_on_penalty",
    "payment",
    "waiver",
    "recovery",
    "stated",
    "late_fee_rule",
]


@dataclass(frozen=True)
class StatementLine:
    """One row of the explanation.

    ``amount`` adds to what is owed, or is negative where it was paid or waived. A line of penalty
    or compound interest has its base, days, yearly rate and basis: base × rate × days / basis,
    rounded once over the lines of an instalment; a late fee by rule has no basis: base × rate × days,
    and what the rule fixes beside, within its limits. ``on`` is the day a payment counts from.
    """

    due_on: date
    component: Component
    source: Source
    amount: Money
    base: Money | None = None
    from_day: date | None = None
    to_day: date | None = None
    days: int | None = None
    rate: Decimal | None = None
    basis: int | None = None
    on: date | None = None
    key: int | None = None


def explain(state: Replayed, *, rate: Decimal, basis: int) -> list[StatementLine]:
    """List the rows that make up the balance of an account, of instalments not fully paid.

    The amounts add up to what is unpaid. ``rate`` and ``basis`` are those of penalty interest.
    """
    lines: list[StatementLine] = []
    for each in state.rows:
        if each.row.unpaid:
            lines += _charged(each)
            lines += _late_fees(each)
            lines += _ran_up(each, rate, basis)
            lines += _paid(each, state)
    return lines


def _charged(each: LedgerRow) -> list[StatementLine]:
    row = each.row
    return [
        StatementLine(
            row.due_on,
            claim.component,
            "contract" if claim.component in ("principal", "interest", "fee") else "charge",
            claim.amount,
            on=claim.due_on,
        )
        for claim in row.claims
        if claim.component not in ("penalty", "compound") and not claim.by_rule
    ]


def _late_fees(each: LedgerRow) -> list[StatementLine]:
    """What the contract's late-fee rule charged, by stretch: base × per cent, once or a day."""
    return [
        StatementLine(
            run.due_on,
            "late_fee",
            "late_fee_rule",
            run.added,
            run.base,
            run.from_day,
            run.to_day,
            run.days,
            run.percent / 100,
        )
        for run in each.late_fees
        if run.added
    ]


def _ran_up(each: LedgerRow, rate: Decimal, basis: int) -> list[StatementLine]:
    """Each stretch; its amount is what it adds to the rounded sum, so that the lines add up."""
    lines = []
    for kind in ("compound", "penalty"):
        if not each.row.of(kind):
            continue
        so_far = 0
        for run in (run for run in each.run_ups if run.kind == kind):
            added = settle_run_up(so_far + run.micro_fen) - settle_run_up(so_far)
            so_far += run.micro_fen
            lines.append(
                StatementLine(
                    each.row.due_on,
                    run.kind,
                    "run_up_on_penalty" if run.is_on_penalty else "run_up",
                    added,
                    run.base,
                    run.from_day,
                    run.to_day,
                    run.days,
                    rate,
                    basis,
                )
            )
    return lines


def _paid(each: LedgerRow, state: Replayed) -> list[StatementLine]:
    """What was paid or waived of this row, by whom it was, and what the lender stated before."""
    lines = []
    left = {component: each.row.paid_of(component) for component in LEGAL_ORDER}
    for payment in state.payments:
        for split in payment.splits:
            if split.row_due_on == each.row.due_on and left[split.component] >= split.amount:
                left[split.component] -= split.amount
                lines.append(_payment_line(payment, each, split.component, split.amount))
    stated = [
        StatementLine(each.row.due_on, component, "stated", -amount)
        for component, amount in left.items()
        if amount > ZERO
    ]
    return [*stated, *lines]


def _payment_line(
    payment: ReplayedPayment, each: LedgerRow, component: Component, amount: Money
) -> StatementLine:
    entry = payment.entry
    source: Source = "waiver" if entry.kind == "waiver" else "payment"
    if entry.kind == "recovery":
        source = "recovery"
    return StatementLine(
        each.row.due_on, component, source, -amount, on=entry.value_date, key=entry.key
    )
