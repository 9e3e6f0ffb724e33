"""The day run's late fees: accounts whose contract or product charges them are worked out anew."""

from datetime import date, datetime, timedelta

from db import day_run_queries, ledger_queries
from db.day_run_queries import DayRules
from db.unit_of_work import UnitOfWork
from desktop.domain.rule_book import RuleBook
from desktop.services.agreed_terms import LONGEST_WAIT, all_product_terms, late_fee_of
from desktop.services.ledger_state import rework

CHUNK = 500
LOOK_BACK = timedelta(days=LONGEST_WAIT + 10)
"""A fee that is charged once comes about within the longest wait or grace after a due date."""


def charge_late_fees(
    work: UnitOfWork, book: RuleBook, rules: DayRules, *, as_of: date, now: datetime
) -> None:
    """Bring late fees up to the day, by the rule of each contract; again gives the same.

    Few products charge them; of those that do so once only what fell due lately is looked at.
    """
    fees = {
        product: late_fee_of(kept) for product, kept in all_product_terms(work.connection).items()
    }
    by_day = [product for product, rule in fees.items() if rule is not None and rule.per == "day"]
    once = [product for product, rule in fees.items() if rule is not None and rule.per == "once"]
    found = ledger_queries.accounts_with_late_fees(work.connection, by_day, due_from=None)
    if once:
        since = as_of - LOOK_BACK
        found += ledger_queries.accounts_with_late_fees(work.connection, once, due_from=since)
    accounts = sorted(set(found))
    for start in range(0, len(accounts), CHUNK):
        chunk = accounts[start : start + CHUNK]
        rework(work.connection, chunk, as_of=as_of, book=book)
        day_run_queries.refresh_state(work.connection, rules, as_of=as_of, now=now, accounts=chunk)
