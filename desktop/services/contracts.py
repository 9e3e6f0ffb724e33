"""What a contract says about being late and about payments, changed by hand with a record."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any, Literal

from db import ledger_queries
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError
from desktop.domain.penalty import RATE_UNIT, check_uplift
from desktop.services.desk import Desk
from desktop.services.ledger_effects import settle
from desktop.services.ledger_preview import ledger_of

HIGHEST_FEE = Decimal(10)
LONGEST_GRACE = 60


@dataclass(frozen=True)
class LateTerms:
    """The switches of a contract; fractions for uplifts, per cent for the prepayment fee.

    ``overdue_uplift`` ``None`` follows the branch's rule table. ``misuse_uplift`` holds from the day
    that misuse of the money was found: the heavier of the two is charged, never both.
    """

    overdue_uplift: Decimal | None = None
    misuse_uplift: Decimal | None = None
    compounds: bool = True
    grace_days: int = 0
    prepayment_fee_percent: Decimal = field(default=Decimal(0))
    allocation_mode: Literal["horizontal", "vertical"] = "horizontal"
    allocation_future: Literal["next", "last", "spread"] = "next"

    def check(self) -> None:
        """Refuse what law or sense forbids, at its field."""
        if self.overdue_uplift is not None:
            check_uplift("overdue", self.overdue_uplift)
        if self.misuse_uplift is not None:
            check_uplift("misuse", self.misuse_uplift)
        if not 0 <= self.grace_days <= LONGEST_GRACE:
            raise DomainError(
                "contracts.grace_out_of_range", field="grace_days", most=LONGEST_GRACE
            )
        if not 0 <= self.prepayment_fee_percent <= HIGHEST_FEE:
            raise DomainError("contracts.fee_out_of_range", field="fee", most=HIGHEST_FEE)


def late_terms(account: Mapping[str, Any]) -> LateTerms:
    """Read the switches of an account."""
    agreed: Mapping[str, Any] = account["contract"] or {}
    uplift: Decimal | None = account["penalty_uplift"]
    own = agreed.get("overdue_uplift")
    misuse = agreed.get("misuse_uplift")
    if misuse is not None:
        uplift = None if own is None else Decimal(own)
    return LateTerms(
        uplift,
        None if misuse is None else Decimal(misuse),
        account["compounds_interest"],
        account["grace_days"],
        Decimal(str(agreed.get("prepayment_fee_percent", 0))),
        agreed.get("allocation_mode", "horizontal"),
        agreed.get("allocation_future", "next"),
    )


def set_late_terms(desk: Desk, account_id: int, terms: LateTerms) -> Changes:
    """Change the switches of a contract; everything not settled is worked out again by them."""
    terms.check()
    with desk.write() as work:
        ledger = ledger_of(work.connection, account_id, as_of=desk.today)
        before = late_terms(ledger.account)
        charged = terms.overdue_uplift
        if terms.misuse_uplift is not None:
            charged = max(terms.misuse_uplift, terms.overdue_uplift or Decimal(0))
        agreed = {
            **(ledger.account["contract"] or {}),
            "prepayment_fee_percent": str(terms.prepayment_fee_percent),
            "allocation_mode": terms.allocation_mode,
            "allocation_future": terms.allocation_future,
            "misuse_uplift": None if terms.misuse_uplift is None else str(terms.misuse_uplift),
            "overdue_uplift": None if terms.overdue_uplift is None else str(terms.overdue_uplift),
        }
        ledger_queries.set_account(
            work.connection,
            account_id,
            penalty_uplift=None if charged is None else charged.quantize(RATE_UNIT),
            compounds_interest=terms.compounds,
            grace_days=terms.grace_days,
            contract=agreed,
        )
        work.audit(
            "contract.change", "account", account_id, before=asdict(before), after=asdict(terms)
        )
        changes = settle(work, desk, ledger)
        work.commit()
    return changes
