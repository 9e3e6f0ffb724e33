"""The yearly all-in rate of an account: everything paid and owed against the money had, by day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext

from desktop.domain.errors import DomainError
from desktop.domain.money import Money

RATE_STEP = Decimal("0.0001")
STEPS = 60


@dataclass(frozen=True)
class CashFlow:
    """Money on a day: negative to the customer (pay-out), positive from the customer."""

    on: date
    amount: Money


@dataclass(frozen=True)
class AllInRate:
    """The internal rate of return by day.

    ``yearly`` is the rate of a day × 365 (what a contract rate is compared with); ``effective``
    compounds it over the year. Both are fractions, to a hundredth of a per cent.
    """

    yearly: Decimal
    effective: Decimal


def all_in_rate(flows: Iterable[CashFlow]) -> AllInRate:
    """Find the daily rate at which what was paid out equals what came and is to come back.

    The last flow is what settles the account on the day of the check. Raises
    ``cap.no_rate`` where there is no pay-out, nothing comes back, or all is on one day.
    """
    ordered = sorted(flows, key=lambda flow: flow.on)
    lent = [flow for flow in ordered if flow.amount < 0]
    back = [flow for flow in ordered if flow.amount > 0]
    if not lent or not back or ordered[0].on == ordered[-1].on:
        raise DomainError("cap.no_rate", field="disbursed_on")
    with localcontext() as exact:
        exact.prec = 24
        daily = _daily_rate(ordered)
        yearly = (daily * 365).quantize(RATE_STEP)
        effective = ((1 + daily) ** 365 - 1).quantize(RATE_STEP)
    return AllInRate(yearly, effective)


def _daily_rate(flows: Sequence[CashFlow]) -> Decimal:
    """Halve the range until the rate is found: the future value falls through zero once."""
    low, high = Decimal("-0.01"), Decimal("0.1")
    for _ in range(STEPS):
        middle = (low + high) / 2
        if _future_value(flows, middle) > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _future_value(flows: Sequence[CashFlow], daily: Decimal) -> Decimal:
    """All flows carried to the last day; falls as the rate rises, money being lent first."""
    value = Decimal(0)
    day = flows[0].on
    for flow in flows:
        value = value * (1 + daily) ** (flow.on - day).days + flow.amount
        day = flow.on
    return value


@dataclass(frozen=True)
class Cap:
    """A line that an all-in rate is held against: ``code`` ``all_in`` or ``lpr``."""

    code: str
    rate: Decimal


@dataclass(frozen=True)
class CapCheck:
    """The all-in rate beside its caps; ``exceeded`` names those that it is above."""

    rate: AllInRate
    caps: tuple[Cap, ...]
    exceeded: tuple[Cap, ...]


def caps_for(
    *, all_in: Decimal, is_small_loan_company: bool, lpr: Decimal, lpr_multiple: int = 4
) -> tuple[Cap, ...]:
    """The caps in force, from the dated tables; 4 × LPR for small-loan companies alone."""
    caps = (Cap("all_in", all_in),)
    return (*caps, Cap("lpr", lpr * lpr_multiple)) if is_small_loan_company else caps


def check_caps(rate: AllInRate, caps: Sequence[Cap]) -> CapCheck:
    """Say which caps a rate is above. It warns and shows the figures; nothing is cut."""
    return CapCheck(rate, tuple(caps), tuple(cap for cap in caps if rate.yearly > cap.rate))
