"""An account worked out anew from its entries, by value date: rows, splits and what ran up.

A payment entered late, or reversed, changes everything after it; so nothing is carried forward:
each time all entries are replayed. The order in which they were entered plays no part.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from desktop.domain.ageing import UnpaidRow, days_past_due
from desktop.domain.allocation import (
    CARD_RULE_FROM_DAY_91,
    LEGAL_RULE,
    Allocation,
    AllocationRule,
    Component,
    Row,
    Split,
    allocate,
    make_row,
    place_charge,
    rule_in_force,
)
from desktop.domain.card import CardTerms, due_date
from desktop.domain.card_postings import (
    POSTING_KINDS,
    CardClock,
    PostingKind,
    posted_claim,
    statement_of,
)
from desktop.domain.errors import DomainError
from desktop.domain.late_fee_run import LateFeeClock
from desktop.domain.ledger_row import LedgerRow
from desktop.domain.money import ZERO, Money
from desktop.domain.penalty import LateFeeRule, PenaltyTerms

EntryKind = Literal["charge", "payment", "recovery", "waiver", "write_off", "refund", PostingKind]


@dataclass(frozen=True, slots=True)
class Entry:
    """One live entry of an account (a reversed one is not replayed).

    ``component`` names what a charge or a waiver is about; a payment has none. ``due_on`` is the
    date on which a charge is due, its value date when not given.
    """

    key: int
    kind: EntryKind
    value_date: date
    amount: Money
    component: Component | None = None
    due_on: date | None = None


@dataclass(frozen=True)
class AccountTerms:
    """What of a contract the replay needs.

    Up to ``grace_days`` after the oldest unpaid due date, and with no more than ``tolerance``
    overdue, the account is not late: what ran up is then not owed. Once late, it is owed from the
    due date on. ``late_fee`` charges a fee by its rule; ``original_amount`` is what was lent, and
    ``begins_on`` the day of the lender's figures, which hold the fees of before. ``card`` says how
    what is posted to a card is billed.
    """

    penalty: PenaltyTerms
    allocation: AllocationRule = LEGAL_RULE
    is_card: bool = False
    grace_days: int = 0
    tolerance: Money = ZERO
    late_fee: LateFeeRule | None = None
    original_amount: Money = ZERO
    begins_on: date | None = None
    principal_first_from: int = 91
    card: CardTerms | None = None


MAKES_LATE: tuple[Component, ...] = ("principal", "interest", "fee", "late_fee", "cost")


@dataclass(frozen=True)
class ReplayedPayment:
    """An entry that paid or waived something: its splits, and what nothing was owed for."""

    entry: Entry
    splits: tuple[Split, ...]
    rest: Money


@dataclass(frozen=True)
class Replayed:
    """The account after all entries up to a day.

    ``late_since`` is the oldest due date not fully paid, ``None`` within grace and tolerance.
    """

    as_of: date
    rows: tuple[LedgerRow, ...]
    payments: tuple[ReplayedPayment, ...]
    written_off_on: date | None
    late_since: date | None

    def unpaid(self, component: Component, *, due_by: date | None = None) -> Money:
        """What is left to pay of a component, of all rows or of what is due before a day."""
        return sum(
            (
                claim.amount - claim.paid
                for each in self.rows
                for claim in each.row.claims
                if claim.component == component and (due_by is None or claim.due_on < due_by)
            ),
            ZERO,
        )

    @property
    def overpaid(self) -> Money:
        """Money that came in and that nothing was owed for."""
        return sum((payment.rest for payment in self.payments), ZERO)


ORDER_OF_KINDS: dict[EntryKind, int] = {
    "charge": 0,
    "purchase": 0,
    "cash_advance": 0,
    "card_fee": 0,
    "waiver": 1,
    "payment": 2,
    "recovery": 2,
    "refund": 2,
    "write_off": 3,
}


def replay_account(
    instalments: Iterable[Row],
    entries: Iterable[Entry],
    terms: AccountTerms,
    *,
    as_of: date,
    bring_up: bool = True,
    contained: Iterable[Entry] = (),
) -> Replayed:
    """Replay the entries with a value date up to ``as_of`` (inclusive) over the instalments.

    ``contained`` are postings to a card, oldest first, that the lender's instalments hold.

    Penalty and compound interest are brought up to each payment on the rows that it reaches and,
    with ``bring_up``, to ``as_of`` on all rows at the end; late fees always are. Rows are changed in
    place.
    Raises ``ledger.waiver_too_large`` when a waiver exceeds what is owed on its value date.
    """
    account = _Account(sorted(instalments, key=lambda row: row.due_on), terms)
    account.take_over(contained)
    live = [entry for entry in entries if entry.value_date <= as_of]
    live.sort(
        key=lambda e: (e.value_date, ORDER_OF_KINDS[e.kind], e.amount, e.component or "", e.kind)
    )
    for entry in live:
        account.take(entry)
    if account.card is not None:
        account.card.advance(as_of, closes=True)
    account.charge_late_fees(as_of)
    if bring_up:
        account.bring_up(account.rows, as_of)
    return Replayed(
        as_of,
        tuple(account.rows),
        tuple(account.payments),
        account.written_off_on,
        account.oldest_due() if account.is_late(as_of) else None,
    )


class _Account:
    """The state that a replay moves forward."""

    def __init__(self, rows: list[Row], terms: AccountTerms) -> None:
        self.terms = terms
        self.plain = rows
        self.rows = [LedgerRow(row, row.due_on) for row in rows]
        self.by_row = {id(each.row): each for each in self.rows}
        self.first_open = 0
        self.payments: list[ReplayedPayment] = []
        self.written_off_on: date | None = None
        self.clock: LateFeeClock | None = None
        if terms.late_fee is not None:
            self.clock = LateFeeClock(
                terms.late_fee, original_amount=terms.original_amount, begins_on=terms.begins_on
            )
        self.card: CardClock | None = None
        if terms.card is not None:
            self.card = CardClock(terms.card, self.plain, self.open_row)

    def take_over(self, contained: Iterable[Entry]) -> None:
        """Know the postings that the lender's instalments are made of."""
        if self.card is None or self.terms.begins_on is None:
            return
        terms = self.card.terms
        claims = [
            posted_claim(
                kind,
                entry.value_date,
                entry.amount,
                entry.key,
                due_date(terms, statement_of(terms, entry.value_date)),
            )
            for entry in contained
            if (kind := POSTING_KINDS.get(entry.kind))
        ]
        self.card.take_over(claims, self.terms.begins_on)

    def take(self, entry: Entry) -> None:
        """Let one entry have its effect, after the statements and late fees up to its day."""
        if self.card is not None:
            self.card.advance(entry.value_date)
        self.charge_late_fees(entry.value_date)
        if entry.kind == "charge":
            self.charge(entry)
        elif entry.kind == "waiver":
            self.waive(entry)
        elif entry.kind == "write_off":
            self.written_off_on = entry.value_date
        elif entry.kind == "refund":
            self.settle(entry, CARD_RULE_FROM_DAY_91)
        elif kind := POSTING_KINDS.get(entry.kind):
            self.post(entry, kind)
        else:
            self.pay(entry)

    def charge(self, entry: Entry) -> None:
        """Owe a fee on the row that its date belongs to."""
        due_on = entry.due_on or entry.value_date
        row = place_charge(self.plain, _component_of(entry), due_on, entry.amount)
        if id(row) not in self.by_row:
            self.rows.append(LedgerRow(row, row.due_on))
            self.by_row[id(row)] = self.rows[-1]
        self.open_row(row)

    def open_row(self, row: Row) -> LedgerRow:
        """Look at a row again because it owes more; a new one is taken in at its place."""
        place = bisect_left(self.plain, row.due_on, key=lambda each: each.due_on)
        if id(row) not in self.by_row:
            self.plain.insert(place, row)
            self.rows.insert(place, LedgerRow(row, row.due_on))
            self.by_row[id(row)] = self.rows[place]
        self.by_row[id(row)].settled_on = None
        self.first_open = min(self.first_open, place)
        return self.by_row[id(row)]

    def post(self, entry: Entry, kind: PostingKind) -> None:
        """Owe what was posted to the card, less what was paid too much before."""
        if self.card is None:
            raise DomainError("card.no_statement_day", field="account_no")
        self.card.post(kind, entry.value_date, entry.amount, entry.key)
        for place, payment in enumerate(self.payments):
            if payment.rest:
                done = self.spread(payment.rest, CARD_RULE_FROM_DAY_91, entry.value_date)
                splits = (*payment.splits, *done.splits)
                self.payments[place] = ReplayedPayment(payment.entry, splits, done.rest)

    def charge_late_fees(self, to: date) -> None:
        """Charge late fees by the contract's rule, once grace and tolerance are used up."""
        if self.clock is not None and self.is_late(to):
            for row, stretch in self.clock.run(self.plain[self.first_open :], to):
                self.by_row[id(row)].late_fees.append(stretch)

    def pay(self, entry: Entry) -> None:
        """Spread a payment by the rule that holds on its day."""
        rule = self.terms.allocation
        if self.terms.is_card:
            days = days_past_due(self.oldest_due(), as_of=entry.value_date)
            rule = rule_in_force(
                rule,
                is_card=True,
                days_past_due=days,
                principal_first_from=self.terms.principal_first_from,
            )
        self.settle(entry, rule)

    def waive(self, entry: Entry) -> None:
        """Let go of one component, oldest row first."""
        component = _component_of(entry)
        still_open = self.rows[self.first_open :]
        self.bring_up(still_open, entry.value_date)
        owed = sum((each.row.unpaid_of(component) for each in still_open), ZERO)
        if entry.amount > owed:
            raise DomainError("ledger.waiver_too_large", field="amount", owed=owed)
        only = (component,)
        self.settle(entry, AllocationRule(due=only, in_advance=only))

    def settle(self, entry: Entry, rule: AllocationRule) -> None:
        """Allocate over the open rows and remember the splits."""
        done = self.spread(entry.amount, rule, entry.value_date)
        self.payments.append(ReplayedPayment(entry, done.splits, done.rest))
        if self.card is not None:
            self.card.pay(entry.value_date, entry.amount)

    def spread(self, amount: Money, rule: AllocationRule, on: date) -> Allocation:
        """Pay an amount on the open rows, with what ran up on those it reaches."""
        is_late = self.is_late(on)
        rows = self.plain[self.first_open :]

        def reach(row: Row) -> None:
            self.accrue(self.by_row[id(row)], on, is_owed=is_late)

        done = allocate(rows, amount, rule, value_date=on, on_reach=reach)
        reached = {split.row_due_on for split in done.splits}
        furthest = max(reached, default=date.min)
        for row in rows:
            if row.due_on > furthest:
                break
            if row.due_on in reached and not row.unpaid:
                self.by_row[id(row)].close(on, is_late=is_late)
        while self.first_open < len(self.plain) and not self.plain[self.first_open].unpaid:
            self.first_open += 1
        return done

    def bring_up(self, rows: Iterable[LedgerRow], to: date) -> None:
        """Charge what ran up on some rows to a day."""
        is_late = self.is_late(to)
        for each in rows:
            self.accrue(each, to, is_owed=is_late)

    def oldest_due(self) -> date | None:
        """The oldest due date with principal, interest or fees unpaid."""
        for row in self.plain[self.first_open :]:
            if any(row.unpaid_of(component) for component in MAKES_LATE):
                return row.due_on
        return None

    def is_late(self, on: date) -> bool:
        """Whether grace and tolerance are used up on a day."""
        days = days_past_due(self.oldest_due(), as_of=on)
        if days <= self.terms.grace_days:
            return False
        if not self.terms.tolerance:
            return True
        overdue = [row for row in self.plain[self.first_open :] if row.due_on < on]
        owed = sum((row.unpaid_of(c) for row in overdue for c in MAKES_LATE), ZERO)
        return owed > self.terms.tolerance

    def accrue(self, each: LedgerRow, to: date, *, is_owed: bool) -> None:
        """Let interest run up on a row since it was last looked at; owe it when late."""
        row, terms = each.row, self.terms.penalty
        if to > each.accrued_to and row.unpaid:
            compounding = row.unpaid_of("interest") if terms.compound else ZERO
            is_posted = each.statement_on is not None  # bears overdraft interest instead
            principal = ZERO if is_posted else row.unpaid_of("principal")
            each.run(principal, compounding, to, terms)
        if is_owed:
            each.owe()


def _component_of(entry: Entry) -> Component:
    if entry.component is None:
        raise DomainError("ledger.component_missing", field="component")
    return entry.component


def unpaid_rows(replayed: Replayed) -> Sequence[UnpaidRow]:
    """The rows for ageing: what is unpaid of principal, interest and fees, without what ran up."""
    return [
        UnpaidRow(
            each.row.due_on,
            sum((each.row.unpaid_of(c) for c in MAKES_LATE), ZERO),
        )
        for each in replayed.rows
    ]


def instalment(due_on: date, principal: Money, interest: Money, fee: Money = ZERO) -> Row:
    """An instalment as the contract has it, nothing paid."""
    return make_row(due_on, principal=principal, interest=interest, fee=fee)
