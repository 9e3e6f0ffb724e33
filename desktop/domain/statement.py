"""结欠明细: the rows that make up what is owed on a day, with formula, days, rate and source."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from desktop.domain.account_replay import Replayed, ReplayedPayment
from desktop.domain.allocation import LEGAL_ORDER, Claim, Component
from desktop.domain.card_postings import PostedClaim
from desktop.domain.ledger_row import LedgerRow
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
    "purchase",
    "cash_advance",
    "card_fee",
    "overdraft",
    "refund",
]


@dataclass(frozen=True)
class StatementLine:
    """One row of the explanation.

    ``amount`` adds to what is owed, or is negative where it was paid or waived. A line of penalty
    or compound interest has its base, days, yearly rate and basis: base × rate × days / basis,
    rounded once over the lines of an instalment; a late fee by rule has no basis: base × rate × days,
    and what the rule fixes beside, within its limits. A card's overdraft interest is agreed by the
    day or by the year, and rounded once a statement. ``on`` is the day a payment counts from, or
    something was posted.
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
            lines += _overdraft(each)
            lines += _late_fees(each)
            lines += _ran_up(each, rate, basis)
            lines += _paid(each, state)
    return lines


def _charged(each: LedgerRow) -> list[StatementLine]:
    return [
        _charge_line(each.row.due_on, claim)
        for claim in each.row.claims
        if claim.component not in ("penalty", "compound") and not claim.by_rule
    ]


def _charge_line(due_on: date, claim: Claim) -> StatementLine:
    if isinstance(claim, PostedClaim):
        on, key = claim.posted_on, claim.key
        return StatementLine(due_on, claim.component, claim.kind, claim.amount, on=on, key=key)
    source: Source = "contract" if claim.component in ("principal", "interest", "fee") else "charge"
    return StatementLine(due_on, claim.component, source, claim.amount, on=claim.due_on)


def _overdraft(each: LedgerRow) -> list[StatementLine]:
    """A card's interest by day from posting; the lines add up to the interest of the statement."""
    lines, so_far = [], 0
    for run in each.overdraft:
        before, so_far = so_far, so_far + each.micro_fen_of(run)
        lines.append(
            StatementLine(
                each.row.due_on,
                "interest",
                "overdraft",
                settle_run_up(so_far) - settle_run_up(before),
                run.base,
                run.from_day,
                run.to_day,
                run.days,
                each.overdraft_rate,
                each.overdraft_basis if each.overdraft_basis > 1 else None,
                on=run.posted_on,
            )
        )
    return lines


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
    kinds: dict[str, Source] = {"waiver": "waiver", "recovery": "recovery", "refund": "refund"}
    source = kinds.get(entry.kind, "payment")
    return StatementLine(
        each.row.due_on, component, source, -amount, on=entry.value_date, key=entry.key
    )
