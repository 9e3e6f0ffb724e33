"""What a contract says about being late and about payments, changed by hand with a record."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from db import board, day_run_queries, ledger_queries
from db.unit_of_work import UnitOfWork
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError
from desktop.domain.money import ZERO, Money
from desktop.domain.penalty import RATE_UNIT, check_uplift
from desktop.domain.progress import NoProgress, Progress
from desktop.services.agreed_terms import (
    NAMES,
    PlanTerms,
    SharedTerms,
    all_product_terms,
    keep_product_terms,
    read_terms,
)
from desktop.services.desk import Desk
from desktop.services.ledger_effects import settle
from desktop.services.ledger_preview import ledger_of
from desktop.services.ledger_state import rework
from desktop.services.rules import day_rules, rule_book

__all__ = [
    "LateTerms",
    "PlanTerms",
    "SharedTerms",
    "late_terms",
    "product_terms",
    "set_late_terms",
    "set_product_terms",
]

LONGEST_GRACE = 60
HIGHEST_TOLERANCE: Money = Decimal("1000.00")
CHUNK = 500


@dataclass(frozen=True)
class LateTerms:
    """The switches of a contract; fractions for uplifts.

    Up to ``grace_days`` after a due date, or short by no more than ``tolerance``, is in time. A loan
    late for an operational reason (``is_technical_delay``) stays in its class for the first days.

    ``overdue_uplift`` ``None`` follows the branch's rule table. ``misuse_uplift`` holds from the day
    that misuse of the money was found: the heavier of the two is charged, never both. ``shared``
    are the terms that stand over those of the product.
    """

    overdue_uplift: Decimal | None = None
    misuse_uplift: Decimal | None = None
    compounds: bool = True
    grace_days: int = 0
    tolerance: Money = ZERO
    is_technical_delay: bool = False
    shared: SharedTerms = field(default_factory=SharedTerms)

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
        if not 0 <= self.tolerance <= HIGHEST_TOLERANCE:
            raise DomainError(
                "contracts.tolerance_out_of_range", field="tolerance", most=HIGHEST_TOLERANCE
            )
        self.shared.check()


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
        account["tolerance"] or ZERO,
        bool(account["is_technical_delay"]),
        read_terms(agreed),
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
        own = ledger.account["contract"] or {}
        agreed = {
            **{name: value for name, value in own.items() if name not in NAMES},
            **terms.shared.facts(),
            "misuse_uplift": None if terms.misuse_uplift is None else str(terms.misuse_uplift),
            "overdue_uplift": None if terms.overdue_uplift is None else str(terms.overdue_uplift),
        }
        ledger_queries.set_account(
            work.connection,
            account_id,
            penalty_uplift=None if charged is None else charged.quantize(RATE_UNIT),
            compounds_interest=terms.compounds,
            grace_days=terms.grace_days,
            tolerance=terms.tolerance or None,
            is_technical_delay=terms.is_technical_delay or None,
            contract=agreed,
        )
        work.audit(
            "contract.change", "account", account_id, before=asdict(before), after=asdict(terms)
        )
        changes = settle(work, desk, ledger)
        work.commit()
    return changes


def product_terms(desk: Desk, product: str) -> SharedTerms:
    """The terms of a product; all empty where it has none."""
    with desk.read() as connection:
        return read_terms(all_product_terms(connection).get(product, {}))


def set_product_terms(
    desk: Desk, product: str, terms: SharedTerms, progress: Progress | None = None
) -> Changes:
    """Change the terms of a product; what its accounts owe is worked out again by them."""
    terms.check()
    with desk.write() as work:
        before = read_terms(all_product_terms(work.connection).get(product, {}))
        keep_product_terms(work.connection, product, terms)
        _work_out_again(work, desk, product, progress or NoProgress())
        work.audit("product.change", "product", product, before=asdict(before), after=asdict(terms))
        work.commit()
    return Changes.of("accounts", "cases", "payments", "reminders")


def _work_out_again(work: UnitOfWork, desk: Desk, product: str, watch: Progress) -> None:
    book, today = rule_book(work.connection), desk.today
    found = ledger_queries.open_accounts_of(work.connection, product)
    for start in range(0, len(found), CHUNK):
        watch.report(start, len(found), "ledger.working_out")
        chunk = dict(found[start : start + CHUNK])
        rework(work.connection, list(chunk), as_of=today, book=book)
        day_run_queries.refresh_state(
            work.connection, day_rules(book, today), as_of=today, now=work.now, accounts=list(chunk)
        )
        board.refresh(work.connection, set(chunk.values()), as_of=today, now=work.now)
