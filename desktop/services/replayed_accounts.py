"""What the day run's SQL cannot work out: few accounts, worked out anew from their entries.

They are those whose contract or product charges late fees, or lets unpaid penalty interest bear
compound interest, and cards with postings that the lender's figures do not hold yet.
"""

from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from db import day_run_queries, ledger_queries
from db.day_run_queries import DayRules
from db.unit_of_work import UnitOfWork
from desktop.domain.rule_book import RuleBook
from desktop.services.agreed_terms import (
    COMPOUNDS_PENALTY,
    LONGEST_WAIT,
    all_product_terms,
    late_fee_of,
)
from desktop.services.ledger_state import rework

CHUNK = 500
LOOK_BACK = timedelta(days=LONGEST_WAIT + 10)
"""A fee that is charged once comes about within the longest wait or grace after a due date."""


STATEMENTS = timedelta(days=100)
"""Within it a posting is billed, falls due, and is known to be paid in full or not."""


def replay_accounts(
    work: UnitOfWork, book: RuleBook, rules: DayRules, *, as_of: date, now: datetime
) -> None:
    """Bring what is worked out by replay up to the day; again gives the same."""
    found = {
        *_with_late_fees(work.connection, as_of),
        *_compounding(work.connection),
        *ledger_queries.accounts_with_postings(work.connection, posted_from=as_of - STATEMENTS),
    }
    accounts = sorted(found)
    for start in range(0, len(accounts), CHUNK):
        chunk = accounts[start : start + CHUNK]
        rework(work.connection, chunk, as_of=as_of, book=book)
        day_run_queries.refresh_state(work.connection, rules, as_of=as_of, now=now, accounts=chunk)


def _with_late_fees(connection: Connection, as_of: date) -> list[int]:
    """Few products charge fees; of those that do so once only what fell due lately is looked at."""
    fees = {product: late_fee_of(kept) for product, kept in all_product_terms(connection).items()}
    by_day = [product for product, rule in fees.items() if rule is not None and rule.per == "day"]
    once = [product for product, rule in fees.items() if rule is not None and rule.per == "once"]
    found = ledger_queries.accounts_with_late_fees(connection, by_day, due_from=None)
    if once:
        since = as_of - LOOK_BACK
        found += ledger_queries.accounts_with_late_fees(connection, once, due_from=since)
    return found


def _compounding(connection: Connection) -> list[int]:
    terms = all_product_terms(connection)
    products = [product for product, kept in terms.items() if kept.get(COMPOUNDS_PENALTY)]
    return ledger_queries.accounts_compounding_penalty(connection, products)
