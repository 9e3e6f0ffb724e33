"""What every kind of quote has: what it takes, until when, the plans, what it was worked out on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from desktop.domain.all_in_rate import CapCheck
from desktop.domain.early_settlement import RearrangementQuote, Remaining
from desktop.domain.money import ZERO, Money
from desktop.domain.schedule import ScheduledRow
from desktop.services.account_view import state_on
from desktop.services.agreed_terms import agreed
from desktop.services.contract_terms import terms_of_account, what_is_left
from desktop.services.ledger_state import Ledger

Kind = Literal[
    "payoff",
    "prepayment",
    "rearrangement",
    "plan_change",
    "spreading",
    "drawing",
    "waiver",
    "card_instalments",
]


@dataclass(frozen=True)
class OfferedPlan:
    """A plan of a quote: ``code`` is current, shorter_term, lower_instalment or new.

    ``saved`` is interest against the current plan, net of the fee; negative where it costs more.
    """

    code: str
    rows: tuple[ScheduledRow, ...]
    saved: Money

    @property
    def total_interest(self) -> Money:
        """All interest to come."""
        return sum((row.interest for row in self.rows), ZERO)

    @property
    def first_total(self) -> Money:
        """The next instalment."""
        return self.rows[0].total if self.rows else ZERO


@dataclass(frozen=True)
class Offer:
    """A quote as it is shown. ``lines`` add up to ``amount``; ``by_day`` is the amount of each day.

    ``valid_until`` is inclusive; ``per_day`` what each further day adds at first. ``cap`` and
    ``cap_after`` are the all-in rate as it stands and as it would be, where it is known.
    """

    account_id: int
    account_no: str
    customer_name: str
    kind: Kind
    asked: Mapping[str, Any]
    on: date
    valid_until: date
    amount: Money
    lines: tuple[tuple[str, Money], ...]
    by_day: tuple[tuple[date, Money], ...] = ()
    plans: tuple[OfferedPlan, ...] = ()
    ledger_state: str = ""
    cap: CapCheck | None = None
    cap_after: CapCheck | None = None

    @property
    def per_day(self) -> Money:
        """What the first further day adds."""
        return self.by_day[1][1] - self.by_day[0][1] if len(self.by_day) > 1 else ZERO


def remaining(ledger: Ledger, on: date) -> Remaining:
    """What is left of a loan on a day."""
    return what_is_left(ledger, state_on(ledger, on), terms_of_account(ledger))


def fee_percent(ledger: Ledger) -> Decimal:
    """The contract's fee for paying early; none where it says none."""
    return Decimal(str(agreed(ledger.account).get("prepayment_fee_percent", 0)))


def old_and_new(quote: RearrangementQuote) -> tuple[OfferedPlan, ...]:
    """The present plan and the new one; what it costs more is saved negatively."""
    return (
        OfferedPlan("current", quote.old.rows, ZERO),
        OfferedPlan("new", quote.new.rows, -quote.more_interest),
    )


def make_offer(
    ledger: Ledger,
    kind: Kind,
    on: date,
    valid_until: date,
    amount: Money,
    lines: tuple[tuple[str, Money], ...],
    plans: tuple[OfferedPlan, ...],
    asked: Mapping[str, Any],
    by_day: list[tuple[date, Money]] | None = None,
) -> Offer:
    """Put an offer together; lines of nothing are left out."""
    account = ledger.account
    return Offer(
        account["id"],
        account["account_no"],
        account["customer_name"],
        kind,
        {**asked, "on": on},
        on,
        valid_until,
        amount,
        tuple((code, sum_) for code, sum_ in lines if sum_),
        tuple(by_day or [(on, amount)]),
        plans,
        ledger_state(ledger),
    )


def ledger_state(ledger: Ledger) -> str:
    """What a quote was worked out on: it changes with every booking and statement."""
    payments = [found["id"] for found in ledger.payments if found["reversed_at"] is None]
    entries = [found["id"] for found in ledger.entries]
    return f"{len(payments)}/{max(payments, default=0)}/{max(entries, default=0)}/{ledger.base_on}"
