"""Penalty interest, compound interest and late fees on what was not paid in time.

Penalty interest (罚息): 银发〔2003〕251号. The contract rate is raised by 30–50 % when overdue and by
50–100 % when the money was misused; never both, the heavier one holds. It runs from the day after
the due date, the payment day not counted, so that the days are the difference of the two dates.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, cached_property
from typing import Literal

from desktop.domain.ageing import days_past_due
from desktop.domain.errors import DomainError
from desktop.domain.money import ZERO, Money, from_fen, round_money, to_fen

RATE_UNIT = Decimal("0.000001")
"""Yearly rates are held in millionths (0.0001 %), so that SQL can work with whole numbers."""

UPLIFT_LIMITS: dict[str, tuple[Decimal, Decimal]] = {
    "overdue": (Decimal("0.3"), Decimal("0.5")),
    "misuse": (Decimal("0.5"), Decimal("1")),
}
"""Lowest and highest uplift of the contract rate by reason; 银发〔2003〕251号, article 3."""


def check_uplift(reason: Literal["overdue", "misuse"], uplift: Decimal) -> None:
    """Refuse an uplift outside the legal range. Raises ``penalty.uplift_out_of_range``."""
    lowest, highest = UPLIFT_LIMITS[reason]
    if not lowest <= uplift <= highest:
        raise DomainError(
            "penalty.uplift_out_of_range",
            field=f"{reason}_uplift",
            lowest=f"{lowest:.0%}"[:-1],
            highest=f"{highest:.0%}"[:-1],
        )


def penalty_rate(
    contract_rate: Decimal, overdue_uplift: Decimal, misuse_uplift: Decimal | None = None
) -> Decimal:
    """Raise a yearly rate (0.06 is 6 %) by the heavier uplift, rounded half up to a millionth."""
    uplift = max(overdue_uplift, misuse_uplift or Decimal(0))
    return (contract_rate * (1 + uplift)).quantize(RATE_UNIT, rounding=ROUND_HALF_UP)


MICRO = 1_000_000
"""Millionths of a fen in a fen: what runs up is kept in them, so that rounding happens once."""


@cache
def millionths(rate: Decimal) -> int:
    """A yearly rate as the whole number of millionths it is kept in."""
    return int(rate.scaleb(6).to_integral_value(ROUND_HALF_UP))


def run_up(amount: Money, rate: Decimal, days: int, basis: int = 360) -> int:
    """What ``amount × rate × days / basis`` comes to, in millionths of a fen, rounded down.

    Whole numbers only, as in the day run's SQL: ``fen * millionths * days / basis``.
    """
    return to_fen(amount) * millionths(rate) * days // basis


def settle_run_up(micro_fen: int) -> Money:
    """Round what ran up half up to the fen: ``(micro + 500000) / 1000000`` in SQL."""
    return from_fen((micro_fen + MICRO // 2) // MICRO)


def daily_interest(amount: Money, rate: Decimal, days: int, basis: int = 360) -> Money:
    """Work out ``amount × rate × days / basis``, rounded half up to the fen.

    ``rate`` is a yearly rate in whole millionths.
    """
    return settle_run_up(run_up(amount, rate, days, basis))


@dataclass(frozen=True)
class PenaltyTerms:
    """What the contract says about being late.

    ``contract_rate`` and the uplifts are fractions (0.06, 0.5). ``compound`` charges the penalty
    rate on unpaid in-term interest (复利); ``compound_on_penalty`` on unpaid penalty interest too,
    which is disputed and off by default. Nothing is charged until ``grace_days`` after the due
    date have passed; then it is charged from the due date on.
    """

    contract_rate: Decimal
    overdue_uplift: Decimal = Decimal("0.5")
    misuse_uplift: Decimal | None = None
    basis: int = 360
    compound: bool = True
    compound_on_penalty: bool = False
    grace_days: int = 0

    @cached_property
    def rate(self) -> Decimal:
        """The yearly penalty rate."""
        return penalty_rate(self.contract_rate, self.overdue_uplift, self.misuse_uplift)


@dataclass(frozen=True)
class OverdueInstalment:
    """What is unpaid of one instalment.

    ``accrued_to`` is the day up to which penalty was booked already, ``None`` when never.
    """

    due_on: date
    principal: Money
    interest: Money = ZERO
    penalty: Money = ZERO
    accrued_to: date | None = None


@dataclass(frozen=True)
class Accrual:
    """One line of penalty or compound interest, with everything that explains it."""

    kind: Literal["penalty", "compound"]
    due_on: date
    base: Money
    from_day: date
    to_day: date
    days: int
    rate: Decimal
    basis: int
    amount: Money


def accrue_penalty(
    instalments: Iterable[OverdueInstalment], terms: PenaltyTerms, *, as_of: date
) -> list[Accrual]:
    """List the penalty and compound interest of each overdue instalment up to ``as_of``.

    ``from_day`` is the due date or the day booked to, ``to_day`` is ``as_of``; days are their
    difference. Rounded half up per instalment and kind. Lines of nothing are left out.
    """
    lines: list[Accrual] = []
    for row in instalments:
        if as_of <= row.due_on + timedelta(days=terms.grace_days):
            continue
        start = max(row.due_on, row.accrued_to or row.due_on)
        days = days_past_due(start, as_of=as_of)
        compounding = row.interest if terms.compound else ZERO
        if terms.compound_on_penalty:
            compounding += row.penalty
        bases: tuple[tuple[Literal["penalty", "compound"], Money], ...] = (
            ("penalty", row.principal),
            ("compound", compounding),
        )
        for kind, base in bases:
            amount = daily_interest(base, terms.rate, days, terms.basis)
            if amount > 0:
                lines.append(
                    Accrual(
                        kind, row.due_on, base, start, as_of, days, terms.rate, terms.basis, amount
                    )
                )
    return lines


LateFeeBase = Literal[
    "original_amount",
    "outstanding_principal",
    "overdue_principal",
    "overdue_interest",
    "overdue_instalment",
]


@dataclass(frozen=True)
class LateFeeRule:
    """A late fee: ``percent`` of a base and a ``fixed`` amount, once per late row or for every day.

    ``original_amount`` and ``outstanding_principal`` run once for the account, from the oldest
    unpaid due date; the overdue bases run per row. ``wait_days`` after the due date cost nothing
    when a row is paid within them; ``skip_wait_days`` leaves them out of the count even when it is
    not. The amount of each row is held between ``minimum`` and ``maximum``.
    """

    base: LateFeeBase
    percent: Decimal
    per: Literal["once", "day"] = "once"
    wait_days: int = 0
    skip_wait_days: bool = False
    minimum: Money | None = None
    maximum: Money | None = None
    fixed: Money = ZERO

    @property
    def is_per_account(self) -> bool:
        """Whether the base is the account's and not the row's."""
        return self.base in ("original_amount", "outstanding_principal")


@dataclass(frozen=True)
class LateFee:
    """One late fee, dated on the due date of the row that it is charged for."""

    due_on: date
    base: Money
    days: int
    amount: Money


def late_fee_amount(rule: LateFeeRule, base: Money, days: int) -> Money:
    """Work out the fee on one base after ``days`` days late, rounded half up to the fen."""
    counted = days - rule.wait_days if rule.skip_wait_days else days
    if days <= rule.wait_days or base <= 0:
        return ZERO
    times = counted if rule.per == "day" else 1
    amount = round_money((base * rule.percent / 100 + rule.fixed) * times)
    if rule.minimum is not None:
        amount = max(amount, rule.minimum)
    if rule.maximum is not None:
        amount = min(amount, rule.maximum)
    return amount


def late_fees(
    rule: LateFeeRule,
    instalments: Iterable[OverdueInstalment],
    *,
    as_of: date,
    original_amount: Money = ZERO,
    outstanding_principal: Money = ZERO,
) -> list[LateFee]:
    """List the late fees that rows unpaid on ``as_of`` have cost; calendar days.

    Each fee is dated on the due date of its row: the first one gets those of the whole account.
    """
    late = sorted(
        (row for row in instalments if row.due_on < as_of and row.principal + row.interest > 0),
        key=lambda row: row.due_on,
    )
    if rule.is_per_account:
        base = original_amount if rule.base == "original_amount" else outstanding_principal
        bases = [(row.due_on, base) for row in late[:1]]
    else:
        bases = [(row.due_on, _row_base(rule.base, row)) for row in late]
    fees = []
    for due_on, base in bases:
        days = days_past_due(due_on, as_of=as_of)
        amount = late_fee_amount(rule, base, days)
        if amount > 0:
            fees.append(LateFee(due_on, base, days, amount))
    return fees


def _row_base(base: LateFeeBase, row: OverdueInstalment) -> Money:
    if base == "overdue_principal":
        return row.principal
    if base == "overdue_interest":
        return row.interest
    return row.principal + row.interest
