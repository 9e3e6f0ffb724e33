"""Trying a strategy before it is switched on: on one real customer, and on the whole book."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import Connection

from db import reminder_queries as queries
from db.reminder_queries import Scope
from desktop.adapters.apart import Helper
from desktop.domain.contact_facts import ContactFacts
from desktop.domain.contact_policy import ContactLimits
from desktop.domain.errors import DomainError
from desktop.domain.progress import NoProgress, Progress
from desktop.domain.reminder_plan import CasePlan, preview
from desktop.domain.reminder_strategy import Situation, Step, Strategy
from desktop.domain.strategy_reasons import Verdict, verdicts
from desktop.services.cases import CaseQuery, CaseRow, case_ids, case_rows
from desktop.services.desk import Desk
from desktop.services.guard import EVIDENCE_DAYS, CaseRecord, limits_on, read_cases
from desktop.services.reminders import has_mail, situation_of
from desktop.services.rules import rule_book
from desktop.services.strategy_in_force import strategy_on

CUSTOMER_DAYS = 90
BOOK_DAYS = 30
OFFERED = 30
CHUNK = 500
"""Customers tried at a time: bounds memory, and is how often a trial can be stopped."""

Customer = tuple[Situation, ContactFacts]


@dataclass(frozen=True)
class Tally:
    """Contacts by day and channel, and refusals by rule."""

    contacts: Counter[tuple[date, str]] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    def take(self, more: "Tally") -> None:
        """Add what another tally counted."""
        self.contacts.update(more.contacts)
        self.refused.update(more.refused)


@dataclass(frozen=True)
class CustomerTrial:
    """What one customer gets, what the guard keeps off, and why each step comes or does not."""

    case_id: int
    name: str
    plan: CasePlan
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True)
class BookTrial:
    """Contacts by day and channel over the next days, now in force and tried; refusals by rule.

    As if nobody paid and everything planned was carried out: the most that can come.
    """

    first: date
    days: int
    customers: int
    now: Tally
    tried: Tally

    @property
    def channels(self) -> list[str]:
        """The channels that occur, the busiest first."""
        both: Counter[str] = Counter()
        for tally in (self.now, self.tried):
            for (_day, channel), number in tally.contacts.items():
                both[channel] += number
        return [channel for channel, _ in both.most_common()]


@dataclass(frozen=True)
class _Order:
    """What the helping process is asked: some customers under two strategies."""

    customers: tuple[Customer, ...]
    strategies: tuple[Strategy, Strategy]
    limits: ContactLimits
    as_of: date
    days: int
    gap_days: int


def find_customers(desk: Desk, words: str) -> list[CaseRow]:
    """Return some customers to try a strategy on: those found, the longest overdue first."""
    query = CaseQuery(search=words.strip())
    return case_rows(desk, case_ids(desk, query, OFFERED))


def try_customer(
    desk: Desk, case_id: int, steps: Sequence[Step] | None = None, days: int = CUSTOMER_DAYS
) -> CustomerTrial:
    """Show what one real customer gets under some steps, or under the strategy in force.

    Raises ``DomainError("contact.unknown_case")``.
    """
    with desk.read() as connection:
        record = _read(connection, Scope.of([case_id]), desk.today, days, EVIDENCE_DAYS).get(
            case_id
        )
        if record is None:
            raise DomainError("contact.unknown_case", case_id=case_id)
        strategy = strategy_on(connection, desk.today) if steps is None else Strategy(tuple(steps))
        who = situation_of(record, has_mail=has_mail(connection))
        plan = preview(
            strategy,
            who,
            record.facts(),
            limits_on(connection, desk.today),
            as_of=desk.today,
            days=days,
            gap_days=rule_book(connection).whole("reminder.level_gap_days", desk.today),
        )
    return CustomerTrial(
        case_id, str(record.person.name), plan, verdicts(strategy, who, as_of=desk.today)
    )


def try_book(
    desk: Desk, steps: Sequence[Step], days: int = BOOK_DAYS, progress: Progress | None = None
) -> BookTrial:
    """Count what the whole book gets under some steps, beside the strategy in force.

    The counting is done in a process of its own; a cancel between two chunks ends it.
    """
    watch = progress or NoProgress()
    now, tried, customers = Tally(), Tally(), 0
    with desk.read() as connection:
        book = rule_book(connection)
        strategies = (strategy_on(connection, desk.today), Strategy(tuple(steps)))
        limits = limits_on(connection, desk.today)
        gap_days = book.whole("reminder.level_gap_days", desk.today)
        ranges = queries.case_ranges(connection, CHUNK)
    with Helper() as helper:
        for done, scope in enumerate(ranges):
            watch.report(done, len(ranges), "strategy.trying")
            found = _customers(desk, scope, days)
            customers += len(found)
            order = _Order(tuple(found), strategies, limits, desk.today, days, gap_days)
            for more_now, more_tried in helper.items(count_order, order):
                now.take(more_now)
                tried.take(more_tried)
    watch.report(len(ranges), len(ranges), "strategy.trying")
    return BookTrial(desk.today, days, customers, now, tried)


def count_order(order: _Order) -> Iterator[tuple[Tally, Tally]]:
    """Count some customers under both strategies; runs in the helping process."""
    now, tried = Tally(), Tally()
    for strategy, tally in zip(order.strategies, (now, tried), strict=True):
        for who, facts in order.customers:
            plan = preview(
                strategy,
                who,
                facts,
                order.limits,
                as_of=order.as_of,
                days=order.days,
                gap_days=order.gap_days,
            )
            tally.contacts.update(
                (item.at.date(), str(item.step.channel)) for item in plan.contacts
            )
            tally.refused.update(item.refusal.code for item in plan.refused)
    yield now, tried


def _customers(desk: Desk, scope: Scope, days: int) -> list[Customer]:
    """The customers of some cases who owe anything in these days."""
    with desk.read() as connection:
        mail = has_mail(connection)
        records = _read(connection, scope, desk.today, days)
        return [
            (situation_of(record, has_mail=mail), record.facts())
            for record in records.values()
            if record.lines
        ]


def _read(
    connection: Connection, scope: Scope, today: date, days: int, days_back: int | None = None
) -> dict[int, CaseRecord]:
    """Read cases with every due date whose reminders can begin within the days."""
    horizon = today + timedelta(days=2 * days)
    if days_back is None:
        return read_cases(connection, scope, as_of=today, horizon=horizon)
    return read_cases(connection, scope, as_of=today, horizon=horizon, days_back=days_back)
