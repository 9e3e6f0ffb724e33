"""How fast the guard decides and how fast a book is planned: figures, never assertions.

``pytest tests/bench --benchmark-only``; the guard is to stay under 1 ms, 10,000 customers under 10 s.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import insert

from db import board
from db.tables import Account, Customer
from desktop.adapters.rule_tables import bundled_rules, bundled_strategy
from desktop.domain.contact_facts import (
    Channel,
    ContactFacts,
    Outcome,
    PastContact,
    ProposedContact,
    Purpose,
)
from desktop.domain.contact_policy import ContactLimits, decide
from desktop.domain.reminder_plan import preview
from desktop.domain.reminder_strategy import DueLine, Situation
from desktop.services import messages, settings
from desktop.services.desk import Desk
from desktop.services.reminders import plan_reminders

TODAY = date(2026, 11, 20)
CUSTOMERS = 10_000
PART = 500


def test_one_decision_of_the_guard(benchmark: Any) -> None:
    limits = ContactLimits.in_force(bundled_rules(), TODAY)
    history = tuple(
        PastContact(
            datetime(2026, 11, 1) + timedelta(hours=7 * n),
            Channel.PHONE if n % 2 else Channel.SMS,
            Purpose.COLLECTION,
            Outcome.UNANSWERED,
        )
        for n in range(60)
    )
    facts = replace(ContactFacts(), history=history)
    proposed = ProposedContact(datetime(2026, 11, 20, 7), Channel.PHONE, Purpose.COLLECTION)
    assert not benchmark(decide, facts, proposed, limits).is_allowed


def test_ninety_days_of_one_customer(benchmark: Any) -> None:
    limits = ContactLimits.in_force(bundled_rules(), TODAY)
    line = DueLine(1, "loan", "消费贷", TODAY + timedelta(days=2), Decimal("1200.00"))

    def run() -> int:
        who = Situation((line,))
        days = preview(
            bundled_strategy(), who, ContactFacts(), limits, as_of=TODAY, days=90, gap_days=3
        )
        return len(days.contacts)

    assert benchmark(run) > 20


def test_ten_thousand_customers_planned_guarded_and_merged(benchmark: Any, desk: Desk) -> None:
    now = desk.clock.now()
    settings.save(desk, {"branch.name": "示例银行", "branch.phone": "0571-88880000"})
    with desk.write() as work:
        numbers = range(1, CUSTOMERS + 1)
        customers = [
            {"id": n, "natural_key": f"n{n}", "name": "张三", "phone": f"138{n:08d}"}
            for n in numbers
        ]
        accounts = [
            {
                "id": n,
                "account_no": f"HT{n:08d}",
                "customer_id": (n - 1) % CUSTOMERS + 1,  # every second one has two accounts
                "kind": "loan",
                "next_due_on": TODAY + timedelta(days=2),
                "next_due_amount": Decimal("1060.00"),
            }
            for n in range(1, CUSTOMERS * 3 // 2 + 1)
        ]
        work.connection.execute(insert(Customer), [row | {"updated_at": now} for row in customers])
        work.connection.execute(insert(Account), [row | {"updated_at": now} for row in accounts])
        board.refresh_all(work.connection, as_of=TODAY, now=now)
        work.audit("test", "test")
        work.commit()

    def run() -> int:
        with desk.write() as work:
            plan_reminders(work, as_of=TODAY)
            work.audit("test", "test")
            work.commit()
        waiting = messages.waiting_ids(desk)
        parts = (waiting[start : start + PART] for start in range(0, len(waiting), PART))
        return sum(bool(draft.text) for part in parts for draft in messages.drafts(desk, part))

    assert benchmark.pedantic(run, rounds=1) == CUSTOMERS
