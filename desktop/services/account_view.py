"""Looking at one account: contract, schedule, ledger, the balance of any day and what makes it up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from db import ledger_queries
from db.ledger_queries import Found
from desktop.domain.account_replay import Replayed
from desktop.domain.ageing import (
    Bucket,
    Pause,
    bucket_of,
    days_past_due,
    five_class,
    paused_days,
    worse_class,
)
from desktop.domain.all_in_rate import CapCheck
from desktop.domain.allocation import LEGAL_ORDER, Component, Row, Split
from desktop.domain.card_postings import POSTING_KINDS
from desktop.domain.errors import DomainError
from desktop.domain.money import ZERO, Money
from desktop.domain.rule_book import RuleBook
from desktop.domain.statement import StatementLine, explain
from desktop.services.cap_checks import CapTest, cap_test
from desktop.services.card_statements import CardStatement, statement_to_come
from desktop.services.desk import Desk
from desktop.services.foreign_balances import balances
from desktop.services.ledger_preview import ledger_of
from desktop.services.ledger_state import FEES, Ledger
from desktop.services.rules import buckets, day_rules, rule_book

__all__ = [
    "AccountView",
    "Balance",
    "Found",
    "LedgerLine",
    "ScheduleRow",
    "balance_of",
    "state_on",
    "view",
    "view_of",
]


OWES = frozenset({"charge", "arrangement", *POSTING_KINDS})
"""Entries by which more is owed; the reversal of any other brings back what it took off."""


@dataclass(frozen=True)
class ScheduleRow:
    """An instalment as it stands on a day; ``penalty`` holds compound interest too.

    ``state``: settled, overdue, due (today), future.
    """

    number: int
    due_on: date
    principal: Money
    interest: Money
    fee: Money
    unpaid_principal: Money
    unpaid_interest: Money
    unpaid_fee: Money
    penalty: Money
    dpd: int
    state: str
    settled_on: date | None

    @property
    def unpaid(self) -> Money:
        """Everything left to pay of it."""
        return self.unpaid_principal + self.unpaid_interest + self.unpaid_fee + self.penalty


@dataclass(frozen=True)
class LedgerLine:
    """One booking as it is shown. ``amount`` is positive where it is owed, negative where paid.

    ``kind``: disbursement, interest, penalty, compound, charge, payment, recovery, waiver,
    write_off, arrangement, reversal, overdraft, purchase, cash_advance, card_fee, refund, fx_posting,
    fx_payment, pause, resume. ``payment_id`` or ``entry_id`` name what can be reversed.
    """

    value_on: date
    kind: str
    component: str | None
    amount: Money
    booked_at: datetime | None
    officer: str | None
    rule: str
    note: str
    is_reversed: bool = False
    payment_id: int | None = None
    entry_id: int | None = None
    split: Mapping[Component, Money] | None = None


@dataclass(frozen=True)
class Balance:
    """What an account owes on a day, by component: overdue, and all of it.

    Due today is not overdue yet, nor is anything within grace; a fee is overdue with the row that
    it belongs to, as in the account's columns. ``ageing_days`` are the days past due without pauses: the bucket.
    """

    on: date
    overdue: Mapping[Component, Money]
    all: Mapping[Component, Money]
    dpd: int
    ageing_days: int
    bucket: str
    five_class: str
    late_since: date | None
    overpaid: Money

    @property
    def total_overdue(self) -> Money:
        """Everything overdue."""
        return sum(self.overdue.values(), ZERO)

    @property
    def total(self) -> Money:
        """Everything owed, due or not."""
        return sum(self.all.values(), ZERO)


@dataclass(frozen=True)
class AccountView:
    """All that the account page shows for a day."""

    account: Found
    case_id: int | None
    base_on: date | None
    penalty_rate: Decimal
    schedule: tuple[ScheduleRow, ...]
    ledger: tuple[LedgerLine, ...]
    balance: Balance
    statement: tuple[StatementLine, ...]
    cap: CapCheck | None
    pauses: tuple[Found, ...]
    accounts: tuple[Found, ...]
    quotes: tuple[Found, ...] = ()
    card: CardStatement | None = None
    foreign: Mapping[str, Money] = field(default_factory=dict)


def view(desk: Desk, account_id: int, on: date | None = None) -> AccountView:
    """Read an account as it stands on a day, today unless said otherwise.

    Raises ``ledger.no_such_account``; ``ledger.no_balance_before`` for a day before the one that
    the lender stated its figures for, since nothing is known of it.
    """
    day = on or desk.today
    with desk.read() as connection:
        ledger = ledger_of(connection, account_id, as_of=desk.today)
        book = rule_book(connection)
        account = ledger.account
        pauses = ledger_queries.pauses(connection, account_id)
        cases = ledger_queries.case_of_customer(connection, account["customer_id"])
        kept = ledger_queries.quotes(connection, account_id)
        siblings = ledger_queries.siblings(connection, account["customer_id"])
        test = cap_test(connection, book)
    return replace(
        view_of(ledger, day, book, pauses, test),
        case_id=min(cases, default=None),
        accounts=tuple(siblings),
        quotes=tuple(kept),
    )


def view_of(
    ledger: Ledger,
    day: date,
    book: RuleBook,
    pauses: Sequence[Found] = (),
    test: CapTest | None = None,
) -> AccountView:
    """The same of a ledger that was read, or made of a contract's terms alone."""
    state = state_on(ledger, day)
    terms = ledger.terms.penalty
    return AccountView(
        ledger.account,
        None,
        ledger.base_on,
        terms.rate,
        tuple(_schedule(ledger, state)),
        tuple(_lines(ledger, state, pauses)),
        balance_of(ledger, state, book, pauses),
        tuple(explain(state, rate=terms.rate, basis=terms.basis)),
        (test or CapTest(book)).of(ledger, state),
        tuple(pauses),
        (),
        card=statement_to_come(ledger, state, book),
        foreign=balances(ledger, day),
    )


def state_on(ledger: Ledger, day: date) -> Replayed:
    """The account replayed to a day. Raises ``ledger.no_balance_before``."""
    if ledger.base_on is not None and day < ledger.base_on:
        raise DomainError("ledger.no_balance_before", field="on", day=ledger.base_on)
    return ledger.replay(as_of=day)[0]


def balance_of(
    ledger: Ledger, state: Replayed, book: RuleBook, pauses: Sequence[Found] = ()
) -> Balance:
    """What is owed, and how late it is by the tables in force on that day."""
    day, since = state.as_of, state.late_since
    dpd = days_past_due(since, as_of=day)
    stood_still = 0
    if since is not None:
        kept = [Pause(found["paused_on"], found["resumed_on"]) for found in pauses]
        stood_still = paused_days(kept, since=since, as_of=day)
    ageing_days = max(0, dpd - stood_still)
    rules, is_card = day_rules(book, day), ledger.account["kind"] == "card"
    steps = rules.card_classes if is_card else rules.loan_classes
    late = [each.row for each in state.rows if since is not None and each.row.due_on < day]
    bucket: Bucket = bucket_of(ageing_days, buckets(book, day))
    suggested = five_class(
        "card" if is_card else "loan",
        dpd,
        technical_delay=bool(ledger.account.get("is_technical_delay")),
        technical_delay_days=rules.technical_days,
        steps=steps,
    )
    if day == ledger.account.get("as_of"):
        suggested = worse_class(suggested, ledger.account["five_class"])  # by the other accounts
    return Balance(
        day,
        {component: _sum_of(late, component) for component in LEGAL_ORDER},
        {component: state.unpaid(component) for component in LEGAL_ORDER},
        dpd,
        ageing_days,
        bucket.code,
        suggested,
        since,
        state.overpaid,
    )


def _sum_of(rows: Iterable[Row], component: Component) -> Money:
    return sum((row.unpaid_of(component) for row in rows), ZERO)


def _schedule(ledger: Ledger, state: Replayed) -> list[ScheduleRow]:
    numbers = {found["due_on"]: found["number"] for found in ledger.instalments}
    rows = []
    for place, each in enumerate(state.rows, 1):
        row = each.row
        unpaid = {component: row.unpaid_of(component) for component in LEGAL_ORDER}
        is_open = bool(row.unpaid)
        late = days_past_due(row.due_on, as_of=state.as_of) if is_open else 0
        coming = "due" if row.due_on == state.as_of else "future"
        rows.append(
            ScheduleRow(
                numbers.get(row.due_on, place),
                row.due_on,
                row.of("principal"),
                row.of("interest"),
                sum((row.of(fee) for fee in FEES), ZERO),
                unpaid["principal"],
                unpaid["interest"],
                sum((unpaid[fee] for fee in FEES), ZERO),
                unpaid["penalty"] + unpaid["compound"],
                late,
                ("overdue" if late else coming) if is_open else "settled",
                each.settled_on,
            )
        )
    return rows


def _lines(ledger: Ledger, state: Replayed, pauses: Sequence[Found]) -> list[LedgerLine]:
    lines = [*_derived(ledger, state), *_booked(ledger, state), *_stood_still(pauses, state.as_of)]
    return sorted(lines, key=lambda line: line.value_on)


def _derived(ledger: Ledger, state: Replayed) -> list[LedgerLine]:
    """What the contract makes by itself: pay-out, interest as it falls due, what ran up."""
    account, lines = ledger.account, []

    def add(on: date, kind: str, component: str, amount: Money, rule: str) -> None:
        if amount:
            lines.append(LedgerLine(on, kind, component, amount, None, None, rule, ""))

    if account["disbursed_on"] is not None and account["kind"] == "loan":
        add(account["disbursed_on"], "disbursement", "principal", account["principal"], "contract")
    for each in state.rows:
        row = each.row
        for stretch in each.overdraft[-1:]:
            add(stretch.to_day, "overdraft", "interest", row.of("interest"), "overdraft")
        if row.due_on <= state.as_of and not each.overdraft:
            add(row.due_on, "interest", "interest", row.of("interest"), "contract")
        add(each.accrued_to, "penalty", "penalty", row.of("penalty"), "penalty_rate")
        add(each.accrued_to, "compound", "compound", row.of("compound"), "penalty_rate")
        for run in each.late_fees:
            add(run.to_day, "late_fee", "late_fee", run.added, "late_fee_rule")
    return lines


def _stood_still(pauses: Sequence[Found], day: date) -> list[LedgerLine]:
    """When the ageing was paused and went on again: nothing that is owed changes."""
    lines = []
    for found in pauses:
        for kind, on in (("pause", found["paused_on"]), ("resume", found["resumed_on"])):
            if on is not None and on <= day:
                note = found["reason"] if kind == "pause" else ""
                lines.append(LedgerLine(on, kind, None, ZERO, None, None, "hand", note))
    return lines


def _booked(ledger: Ledger, state: Replayed) -> list[LedgerLine]:
    splits = {
        done.entry.key: {part: got for part in LEGAL_ORDER if (got := _got(done.splits, part))}
        for done in state.payments
    }
    undone = ledger.reversed_ids()
    written_off = ledger.account["written_off_on"]
    lines = []
    for found in ledger.payments:
        if found["paid_on"] <= state.as_of:
            is_late = written_off is not None and found["paid_on"] >= written_off
            lines.append(
                LedgerLine(
                    found["paid_on"],
                    "recovery" if is_late else "payment",
                    None,
                    -found["amount"],
                    found["booked_at"],
                    found["officer"],
                    found["source"],
                    found["reference"] or "",
                    found["reversed_at"] is not None,
                    payment_id=found["id"],
                    split=splits.get(found["id"]),
                )
            )
    kinds = {found["id"]: found["kind"] for found in ledger.entries}
    for found in ledger.entries:
        if found["value_on"] <= state.as_of:
            owes = found["kind"] in OWES
            if found["kind"] == "reversal":
                owes = kinds.get(found["reverses_id"]) not in OWES
            lines.append(
                LedgerLine(
                    found["value_on"],
                    found["kind"],
                    found["component"],
                    found["amount"] if owes else -found["amount"],
                    found["booked_at"],
                    found["officer"],
                    found["rule"],
                    _said(found),
                    found["id"] in undone,
                    entry_id=found["id"],
                    split=splits.get(-found["id"]),
                )
            )
    return lines


def _said(found: Found) -> str:
    """The note of an entry, after the reference that a posting is known by."""
    kind, _, reference = (found["natural_key"] or "").partition(":")
    return " ".join(filter(None, (reference if kind == "ref" else "", found["note"])))


def _got(splits: Iterable[Split], component: Component) -> Money:
    return sum((split.amount for split in splits if split.component == component), ZERO)
