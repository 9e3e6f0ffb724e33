"""An account's ledger as the domain sees it: read, replayed, and written back.

The lender's statement is where a replay begins: what it stated as paid is taken as it is, and
only what was booked for days after it is applied. An arrangement is such a beginning too.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from db import ledger_queries
from db.ledger_queries import Found
from desktop.domain.account_replay import (
    AccountTerms,
    Entry,
    Replayed,
    instalment,
    replay_account,
)
from desktop.domain.allocation import Component, Row
from desktop.domain.card import due_date
from desktop.domain.card_postings import POSTING_KINDS, statement_of
from desktop.domain.ledger_row import LedgerRow
from desktop.domain.money import ZERO, Money, from_fen
from desktop.domain.penalty import PenaltyTerms
from desktop.domain.rule_book import RuleBook
from desktop.services.agreed_terms import (
    COMPOUNDS_PENALTY,
    agreed,
    all_product_terms,
    allocation_of,
    card_terms,
    late_fee_of,
)
from desktop.services.rules import day_rules

FEES: tuple[Component, ...] = ("fee", "late_fee", "cost")
"""The components kept in an instalment's fee columns."""
POSTINGS = frozenset({*POSTING_KINDS, "refund"})
"""What is posted to a card."""
BOOKED = frozenset({"charge", "waiver", "write_off", *POSTINGS})


@dataclass(frozen=True)
class Base:
    """Where a replay begins: the lender's statement of a day, or an arrangement.

    All that was booked for earlier days is contained in it; of the day itself all that stood
    there before: for an arrangement the bookings up to these ids, for a statement everything.
    """

    on: date
    last_payment: int | None = None
    last_entry: int | None = None


@dataclass(frozen=True)
class Ledger:
    """Everything of one account that a replay needs."""

    account: Found
    instalments: tuple[Found, ...]
    payments: tuple[Found, ...]
    entries: tuple[Found, ...]
    terms: AccountTerms
    base: Base | None

    @property
    def base_on(self) -> date | None:
        """The day that the replay begins with, if it is not the pay-out."""
        return self.base.on if self.base else None

    def reversed_ids(self) -> set[int]:
        """Entries that a reversal took out."""
        return {entry["reverses_id"] for entry in self.entries if entry["reverses_id"]}

    def live_entries(self) -> list[Entry]:
        """What is replayed: payments and entries after the beginning, reversals applied."""
        out = self.reversed_ids()
        live = [
            Entry(found["id"], "payment", found["paid_on"], found["amount"])
            for found in self.payments
            if found["reversed_at"] is None and self.holds_payment(found)
        ]
        live += [
            _entry(found)
            for found in self.entries
            if found["kind"] in BOOKED and found["id"] not in out and self.holds_entry(found)
        ]
        return live

    @property
    def has_postings(self) -> bool:
        """Whether something posted to a card is replayed: then all of it is, up to the day."""
        return bool(self.contained()) or any(
            entry.kind in POSTINGS for entry in self.live_entries()
        )

    def contained(self) -> list[Entry]:
        """Postings in the lender's statement of which it was not known if it is paid in full."""
        card = self.terms.card
        if card is None or self.base is None or self.base.last_payment is not None:
            return []
        out, grace = self.reversed_ids(), timedelta(days=card.grace_days)
        return [
            _entry(found)
            for found in self.entries
            if found["kind"] in ("purchase", "cash_advance")
            and found["id"] not in out
            and found["value_on"] <= self.base.on
            and due_date(card, statement_of(card, found["value_on"])) + grace > self.base.on
        ]

    def holds_payment(self, found: Found) -> bool:
        """Whether a payment is replayed: not contained in what the replay begins with."""
        if self.base is None or found["paid_on"] != self.base.on:
            return self.can_book(found["paid_on"])
        return self.base.last_payment is not None and found["id"] > self.base.last_payment

    def holds_entry(self, found: Found) -> bool:
        """Whether an entry is replayed."""
        if self.base is None or found["value_on"] != self.base.on:
            return self.can_book(found["value_on"])
        return self.base.last_entry is not None and found["id"] > self.base.last_entry

    def can_book(self, day: date) -> bool:
        """Whether something new can be booked for a day."""
        if self.base is None or day > self.base.on:
            return True
        return day == self.base.on and self.base.last_payment is not None

    def replay(
        self,
        extra: Iterable[Entry] = (),
        *,
        as_of: date,
        bring_up: bool = True,
        booked_by: date | None = None,
    ) -> tuple[Replayed, dict[int, Found]]:
        """Replay it, with entries not booked yet; also say which instalment each row (by id) is.

        With ``booked_by`` nothing that has a later value date happens.
        """
        rows = [(row_of(found), found) for found in self.instalments if not is_ours(found)]
        by_row = {id(row): found for row, found in rows}
        last = booked_by or as_of
        entries = [e for e in (*self.live_entries(), *extra) if e.value_date <= last]
        done = replay_account(
            [row for row, _ in rows],
            entries,
            self.terms,
            as_of=as_of,
            bring_up=bring_up,
            contained=self.contained(),
        )
        return done, by_row


def _entry(found: Found) -> Entry:
    return Entry(
        -found["id"],
        found["kind"],
        found["value_on"],
        found["amount"],
        found["component"],
        found["due_on"],
    )


def is_ours(found: Found) -> bool:
    """Whether our own ledger alone made an instalment: a card's statement, fees after maturity."""
    return found["statement_on"] is not None or bool(
        found["charged_fee"]
        and not found["principal"]
        and not found["interest"]
        and found["fee"] == found["charged_fee"]
    )


def stated(found: Found, name: str) -> Money:
    """What the lender stated as paid of a component."""
    kept = found[f"stated_paid_{name}"]
    amount: Money = found[f"paid_{name}"] if kept is None else kept
    return amount


def row_of(found: Found) -> Row:
    """An instalment with what the lender stated as paid."""
    fee = found["fee"] - found["charged_fee"]
    row = instalment(found["due_on"], found["principal"], found["interest"], fee)
    for claim in row.claims:
        claim.paid = min(stated(found, claim.component), claim.amount)
        row.unpaid -= claim.paid
    return row


def terms_of(
    account: Found, book: RuleBook, on: date, begins_on: date | None = None
) -> AccountTerms:
    """What of the contract and the rule tables the replay needs; the day run reads the same."""
    rules = day_rules(book, on)
    is_card = account["kind"] == "card"
    uplift = account["penalty_uplift"]
    if uplift is None:
        uplift = ZERO if is_card else rules.default_uplift
    grace = account["grace_days"]
    tolerance: Money = account["tolerance"] or ZERO
    card = None
    if is_card:
        grace = max(grace, rules.card_grace_days)
        tolerance = max(tolerance, from_fen(rules.card_tolerance_fen))
        if account["statement_day"]:
            card = replace(card_terms(account, book, on), grace_days=grace, grace_amount=tolerance)
    return AccountTerms(
        PenaltyTerms(
            account["annual_rate"] or ZERO,
            uplift,
            basis=account["day_basis"],
            compound=account["compounds_interest"],
            compound_on_penalty=bool(agreed(account).get(COMPOUNDS_PENALTY)),
        ),
        allocation_of(account, book, on),
        is_card=is_card,
        grace_days=grace,
        tolerance=tolerance,
        card=card,
        late_fee=late_fee_of(agreed(account)),
        original_amount=account["principal"] or ZERO,
        begins_on=begins_on,
        principal_first_from=book.whole("money.card_principal_first_from", on),
    )


def read(
    connection: Connection, account_ids: Collection[int], book: RuleBook, *, as_of: date
) -> dict[int, Ledger]:
    """Read the ledgers of some accounts; ids that are not there are left out."""
    accounts = ledger_queries.accounts(connection, account_ids)
    instalments = ledger_queries.instalments(connection, account_ids)
    payments = ledger_queries.payments(connection, account_ids)
    entries = ledger_queries.entries(connection, account_ids)
    products = all_product_terms(connection)
    ledgers = {}
    for account_id, found in accounts.items():
        account = {**found, "product_terms": products.get(found["product"])}
        base = _base(account, entries[account_id])
        ledgers[account_id] = Ledger(
            account,
            tuple(instalments[account_id]),
            tuple(payments[account_id]),
            tuple(entries[account_id]),
            terms_of(account, book, as_of, base.on if base else None),
            base,
        )
    return ledgers


def _base(account: Found, entries: Sequence[Found]) -> Base | None:
    """The day of the lender's statement or of the last arrangement in force, the later one.

    An arrangement that left standing what was due is no beginning.
    """
    undone = {entry["reverses_id"] for entry in entries}
    made = [
        entry
        for entry in entries
        if entry["kind"] == "arrangement"
        and entry["id"] not in undone
        and not entry["facts"].get("keeps_due")
    ]
    stated_on = account["stated_on"]
    if made:
        last = made[-1]
        if stated_on is None or last["value_on"] > stated_on:
            return Base(last["value_on"], last["facts"]["last_payment"], last["id"])
    return None if stated_on is None else Base(stated_on)


def carried(ledger: Ledger, *, as_of: date) -> tuple[list[dict[str, Any]], dict[int, Any]]:
    """The instalment columns and the splits of payments that follow from the ledger.

    What runs up since the last payment is left to the day run's SQL, but for penalty interest that
    bears interest itself, and for a card's postings: there all is brought up to the day.
    """
    by_replay = ledger.terms.penalty.compound_on_penalty or ledger.has_postings
    done, by_row = ledger.replay(as_of=as_of, bring_up=by_replay)
    spare = [found for found in ledger.instalments if is_ours(found)]
    number = max((found["number"] for found in ledger.instalments), default=0)
    rows = []
    for each in done.rows:
        found = by_row.get(id(each.row))
        if found is None and spare:
            same = (place for place, own in enumerate(spare) if own["due_on"] == each.row.due_on)
            found = spare.pop(next(same, -1))
        columns = _columns(each, found, ledger)
        if found is None:
            number += 1
            columns |= {
                "account_id": ledger.account["id"],
                "number": number,
            }
        else:
            columns["id"] = found["id"]
        rows.append(columns)
    rows += [_emptied(found) for found in spare]
    splits = {p.entry.key: split_facts(p) for p in done.payments if p.entry.kind == "payment"}
    return rows, splits


def split_facts(payment: Any) -> dict[str, str]:
    """What a payment paid: component to amount as text, and the rest nothing was owed for."""
    sums: dict[str, Money] = {}
    for split in payment.splits:
        sums[split.component] = sums.get(split.component, ZERO) + split.amount
    if payment.rest:
        sums["rest"] = payment.rest
    return {name: str(amount) for name, amount in sums.items()}


def _columns(each: LedgerRow, found: Found | None, ledger: Ledger) -> dict[str, Any]:
    row = each.row
    fee = sum((row.of(component) for component in FEES), ZERO)
    lenders = found if found and not is_ours(found) else None
    lenders_fee = lenders["fee"] - lenders["charged_fee"] if lenders else ZERO
    settled_on = None
    if not row.unpaid:
        was = found["settled_on"] if found else None
        settled_on = each.settled_on or was or ledger.base_on or row.due_on
    return {
        "due_on": row.due_on,
        "principal": row.of("principal"),
        "interest": row.of("interest"),
        "statement_on": each.statement_on,
        "paid_principal": row.paid_of("principal"),
        "paid_interest": row.paid_of("interest"),
        "paid_fee": sum((row.paid_of(component) for component in FEES), ZERO),
        "paid_penalty": row.paid_of("penalty"),
        "paid_compound": row.paid_of("compound"),
        "penalty_micro": each.penalty_micro,
        "compound_micro": each.compound_micro,
        "penalty_until": each.accrued_to if each.accrued_to > row.due_on else None,
        "settled_on": settled_on,
        "fee": fee,
        "charged_fee": fee - lenders_fee,
        "stated_paid_principal": stated(lenders, "principal") if lenders else ZERO,
        "stated_paid_interest": stated(lenders, "interest") if lenders else ZERO,
        "stated_paid_fee": stated(lenders, "fee") if lenders else ZERO,
    }


def _emptied(found: Found) -> dict[str, Any]:
    """A row of ours whose charges were all reversed: nothing is owed on it any more."""
    nothing = dict.fromkeys(ledger_queries.CARRIED, ZERO)
    kept = {"penalty_micro": 0, "compound_micro": 0, "penalty_until": None}
    same = {name: found[name] for name in ("id", "due_on", "statement_on")}
    return {**nothing, **kept, **same, "settled_on": found["due_on"]}


def rework(
    connection: Connection, account_ids: Collection[int], *, as_of: date, book: RuleBook
) -> None:
    """Write what follows from the ledgers of some accounts: instalments and splits of payments.

    Begins with what the lender stated and applies the live payments and entries after that day up
    to ``as_of``. The account's state columns and the board are refreshed by the caller.
    """
    for ledger in read(connection, account_ids, book, as_of=as_of).values():
        rows, splits = carried(ledger, as_of=as_of)
        by_id: Mapping[int, Found] = {found["id"]: found for found in ledger.instalments}
        changed = [row for row in rows if "id" not in row or _differs(row, by_id[row["id"]])]
        ledger_queries.write_instalments(connection, changed)
        before = {found["id"]: found["split"] for found in ledger.payments}
        ledger_queries.write_splits(
            connection, {key: what for key, what in splits.items() if before[key] != what}
        )


def _differs(row: Mapping[str, Any], found: Found) -> bool:
    return any(row[name] != found[name] for name in ledger_queries.CARRIED)
