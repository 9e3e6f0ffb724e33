"""What a contract agrees beside its columns: its own terms, and under them those of its product.

The order of payments (three settings), the late fee, the prepayment fee and how plans are made are
agreed so; a term that the contract does not have is the product's, and else the rule table's.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import Connection

from db import settings_queries
from desktop.domain.allocation import LEGAL_ORDER, AllocationRule, Component
from desktop.domain.card import CardTerms
from desktop.domain.errors import DomainError
from desktop.domain.money import ZERO, Money
from desktop.domain.penalty import LateFeeRule
from desktop.domain.rule_book import RuleBook

PRODUCT_TERMS = "contracts.product_terms"
COMPOUNDS_PENALTY = "compounds_penalty"
DAY_COUNT, YEAR_END = "day_count", "last_day_in_old_year"
HIGHEST_FEE = Decimal(10)
LONGEST_WAIT = 60
NO_FEE = "none"
"""Instead of a base: the contract charges no late fee though its product does."""


@dataclass(frozen=True)
class PlanTerms:
    """How plans made from now on are worked out. Empty is: as the product; else no move of a due
    date, 30/360, the equal instalment fixed once.

    Of ACT/ACT ``last_day_in_old_year`` says which year the night of 31 December belongs to.
    ``annuity_each_row`` works the equal instalment out again on each row.
    """

    holiday_rule: Literal["", "none", "next", "next_same_month"] = ""
    day_count: Literal["", "30/360", "ACT/365", "ACT/360", "ACT/ACT"] = ""
    last_day_in_old_year: bool = True
    annuity_each_row: bool | None = None

    def facts(self) -> dict[str, Any]:
        """The rules as they are kept; the year goes with the day count that needs it."""
        year_end = self.last_day_in_old_year if self.day_count == "ACT/ACT" else None
        return {
            "holiday_rule": self.holiday_rule,
            DAY_COUNT: self.day_count,
            YEAR_END: year_end,
            "annuity_each_row": self.annuity_each_row,
        }


@dataclass(frozen=True)
class SharedTerms:
    """The terms that a product or a contract agrees. Empty is: as the product, as the rule table.

    Orders are components from first to last; those not named come after the costs, or at the end. ``mode`` pays
    row by row or item by item. The prepayment fee is in per cent. ``charges_no_late_fee`` takes the
    product's late fee away. ``compounds_penalty``: unpaid penalty interest bears compound interest,
    which is disputed; nobody agrees it unless product or contract say so.
    """

    due: tuple[Component, ...] = ()
    in_advance: tuple[Component, ...] = ()
    mode: Literal["", "horizontal", "vertical"] = ""
    future: Literal["", "next", "last", "spread"] = ""
    prepayment_fee_percent: Decimal | None = None
    late_fee: LateFeeRule | None = None
    charges_no_late_fee: bool = field(default=False)
    compounds_penalty: bool | None = None
    plan: PlanTerms = field(default_factory=PlanTerms)

    def check(self) -> None:
        """Refuse what makes no sense, at its field."""
        for name in ("due", "in_advance"):
            order = getattr(self, name)
            if len(set(order)) != len(order):
                raise DomainError("contracts.order_twice", field=f"allocation_{name}")
        if not 0 <= (self.prepayment_fee_percent or 0) <= HIGHEST_FEE:
            raise DomainError("contracts.fee_out_of_range", field="fee", most=HIGHEST_FEE)
        if self.late_fee is not None:
            _check_late_fee(self.late_fee)

    def facts(self) -> dict[str, Any]:
        """The terms as they are kept; what is not agreed is left out."""
        fee = None if self.late_fee is None else _fee_facts(self.late_fee)
        found = {
            "allocation_due": list(self.due),
            "allocation_in_advance": list(self.in_advance),
            "allocation_mode": self.mode,
            "allocation_future": self.future,
            "prepayment_fee_percent": self.prepayment_fee_percent,
            "late_fee": {"base": NO_FEE} if self.charges_no_late_fee else fee,
            COMPOUNDS_PENALTY: self.compounds_penalty,
            **self.plan.facts(),
        }
        return {
            name: str(value) if isinstance(value, Decimal) else value
            for name, value in found.items()
            if value or isinstance(value, Decimal | bool)
        }


NAMES = (
    "allocation_due",
    "allocation_in_advance",
    "allocation_mode",
    "allocation_future",
    "prepayment_fee_percent",
    "late_fee",
    COMPOUNDS_PENALTY,
    "holiday_rule",
    DAY_COUNT,
    YEAR_END,
    "annuity_each_row",
)
"""The terms that a product and a contract share, as they are kept."""


def _check_late_fee(rule: LateFeeRule) -> None:
    if not 0 <= rule.percent <= 100 or rule.fixed < 0:
        raise DomainError("contracts.late_fee_out_of_range", field="late_fee_percent")
    if not 0 <= rule.wait_days <= LONGEST_WAIT:
        raise DomainError("contracts.wait_out_of_range", field="late_fee_wait", most=LONGEST_WAIT)
    least, most = rule.minimum, rule.maximum
    if least is not None and most is not None and least > most:
        raise DomainError("contracts.least_above_most", field="late_fee_minimum")


def _fee_facts(rule: LateFeeRule) -> dict[str, Any]:
    return {
        name: str(value) if isinstance(value, Decimal) else value
        for name, value in asdict(rule).items()
        if value is not None
    }


def read_terms(agreed: Mapping[str, Any]) -> SharedTerms:
    """The terms from the facts that they are kept as."""
    percent = agreed.get("prepayment_fee_percent")
    return SharedTerms(
        named_order(agreed.get("allocation_due")),
        named_order(agreed.get("allocation_in_advance")),
        agreed.get("allocation_mode", ""),
        agreed.get("allocation_future", ""),
        None if percent is None else Decimal(str(percent)),
        late_fee_of(agreed),
        (agreed.get("late_fee") or {}).get("base") == NO_FEE,
        agreed.get(COMPOUNDS_PENALTY),
        PlanTerms(
            agreed.get("holiday_rule", ""),
            agreed.get(DAY_COUNT, ""),
            agreed.get(YEAR_END, True),
            agreed.get("annuity_each_row"),
        ),
    )


def named_order(named: Sequence[str] | None) -> tuple[Component, ...]:
    """An order as it was named."""
    return tuple(c for name in named or () for c in LEGAL_ORDER if c == name)


def late_fee_of(agreed: Mapping[str, Any]) -> LateFeeRule | None:
    """The late-fee rule, ``None`` where none is agreed."""
    kept: Mapping[str, Any] = agreed.get("late_fee") or {"base": NO_FEE}
    if kept["base"] == NO_FEE:
        return None
    amounts = {
        name: Decimal(str(kept[name]))
        for name in ("percent", "minimum", "maximum", "fixed")
        if kept.get(name) is not None
    }
    return LateFeeRule(
        base=kept["base"],
        per=kept.get("per", "once"),
        wait_days=int(kept.get("wait_days", 0)),
        skip_wait_days=bool(kept.get("skip_wait_days", False)),
        **{"percent": ZERO, **amounts},
    )


def agreed(account: Mapping[str, Any]) -> Mapping[str, Any]:
    """All that is agreed of an account: its own terms over those of its product."""
    own = account["contract"] or {}
    of_product = dict(account.get("product_terms") or {})
    if DAY_COUNT in own:
        of_product.pop(YEAR_END, None)
    return {**of_product, **own}


def all_product_terms(connection: Connection) -> dict[str, dict[str, Any]]:
    """The terms of every product that has some, as facts, by product."""
    kept = settings_queries.values(connection).get(PRODUCT_TERMS, "{}")
    found: dict[str, dict[str, Any]] = json.loads(kept)
    return found


def keep_product_terms(connection: Connection, product: str, terms: SharedTerms) -> None:
    """Replace the terms of a product; those that say nothing are taken away."""
    kept = all_product_terms(connection)
    kept.pop(product, None)
    if facts := terms.facts():
        kept[product] = facts
    settings_queries.put(
        connection, {PRODUCT_TERMS: json.dumps(kept, ensure_ascii=False, sort_keys=True)}
    )


def allocation_of(account: Mapping[str, Any], book: RuleBook, on: date) -> AllocationRule:
    """The allocation of contract or product, else the legal one in the order of the rule table."""
    terms = agreed(account)
    value = book.rule("money.allocation_order", on).value
    named = [str(code) for code in value] if isinstance(value, tuple) else []
    default = complete_order(named)
    return AllocationRule(
        due=complete_order(terms.get("allocation_due")) or default,
        in_advance=complete_order(terms.get("allocation_in_advance")) or default,
        mode=terms.get("allocation_mode", "horizontal"),
        future=terms.get("allocation_future", "next"),
    )


def complete_order(named: Sequence[str] | None) -> tuple[Component, ...]:
    """An order with the components that it does not name: after the costs, or at the end."""
    if not named:
        return ()
    known = [component for name in named for component in LEGAL_ORDER if component == name]
    missing = [component for component in LEGAL_ORDER if component not in known]
    at = known.index("cost") + 1 if "cost" in known else len(known)
    return (*known[:at], *missing, *known[at:])


def card_terms(account: Mapping[str, Any], book: RuleBook, on: date) -> CardTerms:
    """A card's terms: its own rate and days, its contract's minimum, the rule table for the rest."""
    terms = agreed(account)
    annual_rate: Decimal | None = account["annual_rate"] or None
    rate = book.decimal("money.card_day_rate", on) / 100
    if annual_rate is not None:
        rate = annual_rate / account["day_basis"]
    fee = late_fee_of(terms)
    default = CardTerms(account["statement_day"])
    return CardTerms(
        statement_day=account["statement_day"],
        due_day=account["due_day"],
        day_rate=rate,
        annual_rate=annual_rate,
        basis=account["day_basis"],
        minimum_percent=Decimal(str(terms.get("minimum_percent", default.minimum_percent))),
        minimum_floor=Money(str(terms.get("minimum_floor", default.minimum_floor))),
        late_percent=fee.percent if fee else book.decimal("money.card_late_charge", on),
        late_minimum=(fee.minimum if fee else None) or default.late_minimum,
        late_maximum=fee.maximum if fee else None,
        grace_days=book.whole("money.card_grace_days", on),
        grace_amount=book.decimal("money.card_grace_amount", on),
    )
