"""What was posted to a card itself: billed by statement, bearing overdraft interest from posting.

银发〔2016〕111号: a purchase is free of interest where its statement is paid in full by the due date,
grace of days and amount included; else interest is owed by day from posting, on what was unpaid each
day. A cash advance bears interest from posting always; fees never do.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal, get_args

from desktop.domain.allocation import Claim, Component, Row
from desktop.domain.card import (
    CardTerms,
    Posting,
    Statement,
    due_date,
    is_paid_in_time,
    minimum_payment,
    next_statement,
)
from desktop.domain.ledger_row import LedgerRow, OverdraftRun
from desktop.domain.money import ZERO, Money

PostingKind = Literal["purchase", "cash_advance", "card_fee"]
POSTING_KINDS: dict[str, PostingKind] = {kind: kind for kind in get_args(PostingKind)}


def statement_of(terms: CardTerms, posted_on: date) -> date:
    """The statement that a posting is billed with: that of its own day holds it too."""
    return next_statement(terms, after=posted_on - timedelta(days=1))


@dataclass(slots=True)
class PostedClaim(Claim):
    """A posting, or the part of it that moved on to a later statement.

    While ``is_free`` what runs up waits in ``pending``; ``run`` is the stretch that is growing. From
    ``runs_to`` on penalty interest runs in its place.
    """

    posted_on: date = date.min
    kind: PostingKind = "purchase"
    key: int = 0
    accrued_to: date = date.min
    runs_to: date = date.max
    is_free: bool = True
    pending: list[OverdraftRun] = field(default_factory=list)
    run: OverdraftRun | None = None


def posted_claim(kind: PostingKind, on: date, amount: Money, key: int, due_on: date) -> PostedClaim:
    """What is owed of a posting; a purchase may stay free of interest."""
    component: Component = "fee" if kind == "card_fee" else "principal"
    claim = PostedClaim(component, due_on, amount, ZERO, False, on, kind, key, on)
    claim.is_free = kind == "purchase"
    return claim


@dataclass(frozen=True, slots=True)
class _Bill:
    """A statement that was made out: what it asks for in full, and the last day to pay it."""

    on: date
    due_on: date
    owed: Money
    last_day: date


class CardClock:
    """Bills the postings of one card; asked before every entry and at the end.

    ``rows`` are the account's, in order of their dates; ``open_row`` takes a new row in among them,
    and a known one that owes more. What a statement asks for at least is due on its row; the rest
    moves on to the row of the next one.
    """

    def __init__(
        self, terms: CardTerms, rows: Sequence[Row], open_row: Callable[[Row], LedgerRow]
    ) -> None:
        self.terms = terms
        self._rows = rows
        self._open = open_row
        self._billed_with: dict[date, LedgerRow] = {}
        self._claims: list[PostedClaim] = []
        self._bills: list[_Bill] = []
        self._paid: list[Posting] = []
        self._coming: date | None = None

    def post(self, kind: PostingKind, on: date, amount: Money, key: int) -> None:
        """Owe a posting with its statement; ``advance`` has been asked for the day before."""
        self._coming = self._coming or statement_of(self.terms, on)
        each = self._row_of(self._coming)
        claim = posted_claim(kind, on, amount, key, each.row.due_on)
        self._owe(each, claim)
        if claim.component == "principal":
            self._claims.append(claim)

    def take_over(self, made: Sequence[PostedClaim], begins_on: date) -> None:
        """Know what the lender's statements hold, of those whose due date is not over yet.

        The last of a row's principal is what was posted since the statement before; interest on it
        hangs on whether the row is paid in full, and what runs up before ``begins_on`` on cash is in
        the lender's figures.
        """
        for row in self._rows:
            billed = [claim for claim in made if claim.due_on == row.due_on]
            made = [claim for claim in made if claim.due_on != row.due_on]
            if not billed:
                continue
            self._coming = next_statement(self.terms, after=begins_on)
            owed = sum((other.unpaid for other in self._rows if other.due_on <= row.due_on), ZERO)
            last_day = row.due_on + timedelta(days=self.terms.grace_days)
            on = statement_of(self.terms, billed[-1].posted_on)
            self._bills.append(_Bill(on, row.due_on, owed, last_day))
            self._claims += self._taken_apart(row, billed, begins_on)

    def _taken_apart(
        self, row: Row, billed: Sequence[PostedClaim], begins_on: date
    ) -> list[PostedClaim]:
        """Put the postings in the place of the principal that they make up, the newest first."""
        rest = next(
            (claim for claim in row.claims if claim.component == "principal"),
            Claim("principal", row.due_on, ZERO),
        )
        claims: list[PostedClaim] = []
        for claim in reversed(billed):
            claim.amount = min(claim.amount, rest.amount)
            rest.amount -= claim.amount
            claim.paid = max(rest.paid - rest.amount, ZERO)
            rest.paid -= claim.paid
            if claim.kind == "cash_advance":
                claim.is_free, claim.accrued_to = False, begins_on
            if self.terms.annual_rate is not None:
                claim.runs_to = row.due_on
            if claim.amount:
                claims.insert(0, claim)
        row.claims = [*(claim for claim in row.claims if claim.amount), *claims]
        return claims

    def pay(self, on: date, amount: Money) -> None:
        """Remember what came in, or was let go of, for the statement that waits for it."""
        self._paid.append(Posting(on, -amount))

    def advance(self, to: date, *, closes: bool = False) -> None:
        """Bring all up to a day: statements and due dates before it, interest to it.

        With ``closes`` the day is over: its own statement is made out too.
        """
        last = to if closes else to - timedelta(days=1)
        while self._coming is not None:
            judged_on = self._bills[0].last_day if self._bills else date.max
            if self._coming <= min(last, judged_on):
                self._make_statement(self._coming)
            elif judged_on < to:
                self._judge(self._bills.pop(0))
            else:
                break
        self._run(to)

    def _make_statement(self, on: date) -> None:
        self._run(on)
        self._coming = next_statement(self.terms, after=on)
        due_on = due_date(self.terms, on)
        rest = ZERO
        if on in self._billed_with:
            rest = self._roll(self._billed_with[on].row, self._coming)
        owed = sum((row.unpaid for row in self._rows if row.due_on <= due_on), rest)
        last_day = due_on + timedelta(days=self.terms.grace_days)
        self._bills.append(_Bill(on, due_on, owed, last_day))
        for claim in self._claims:
            claim.run = None

    def _roll(self, row: Row, coming: date) -> Money:
        """Leave the least to pay on the row; move the rest of the principal, the newest first."""
        principal, interest = row.unpaid_of("principal"), row.unpaid_of("interest")
        fees = row.unpaid - principal - interest
        least = minimum_payment(self.terms, Statement(principal, interest, fees))
        rest = left = principal - (least - interest - fees)
        moved: list[PostedClaim] = []
        for claim in reversed(row.claims.copy()):
            part = min(left, claim.amount - claim.paid)
            if not isinstance(claim, PostedClaim) or claim.component != "principal" or not part:
                continue
            left -= part
            row.unpaid -= part
            if part == claim.amount:
                row.claims = [other for other in row.claims if other is not claim]
                moved.append(claim)
                continue
            claim.amount -= part
            moved.append(replace(claim, amount=part, paid=ZERO, pending=[]))
            self._claims.append(moved[-1])
        for claim in reversed(moved):
            self._owe(self._row_of(coming), claim)
        return rest

    def _judge(self, bill: _Bill) -> None:
        """Paid in full and in time, interest on what was billed is forgotten; else it is owed."""
        since = [paid for paid in self._paid if paid.posted_on > bill.on]
        is_in_time = is_paid_in_time(self.terms, bill.owed, since, due_on=bill.due_on)
        lost: list[OverdraftRun] = []
        for claim in self._claims:
            if not claim.is_free or claim.posted_on > bill.on:
                continue
            if not is_in_time:
                claim.is_free = False
                lost += claim.pending
            claim.pending, claim.run = [], None
        self._claims = [c for c in self._claims if c.amount > c.paid or c.posted_on > bill.on]
        if lost and self._coming is not None:
            self._charge(self._row_of(self._coming), lost)

    def _run(self, to: date) -> None:
        """Let interest run to a day: owed with the coming statement, or waiting for its due date."""
        if self._coming is None:
            return
        grown: list[OverdraftRun] = []
        is_owed = False
        for claim in self._claims:
            base, until = claim.amount - claim.paid, min(to, claim.runs_to)
            if until > claim.accrued_to and base:
                is_owed = is_owed or not claim.is_free
                if claim.run is not None and claim.run.base == base:
                    claim.run.to_day = until
                else:
                    claim.run = OverdraftRun(claim.posted_on, base, claim.accrued_to, until)
                    (claim.pending if claim.is_free else grown).append(claim.run)
            claim.accrued_to = max(until, claim.accrued_to)
        if is_owed:
            self._charge(self._row_of(self._coming), grown)

    def _charge(self, each: LedgerRow, runs: Sequence[OverdraftRun]) -> None:
        """Owe interest on the row of a statement, rounded once over all its stretches."""
        each.overdraft += runs
        each.overdraft_rate, each.overdraft_basis = self.terms.interest_rate
        row = each.row
        row.charge(
            "interest", row.due_on, each.overdraft_interest - row.of("interest"), by_rule=True
        )
        self._open(row)

    def _owe(self, each: LedgerRow, claim: PostedClaim) -> None:
        claim.due_on = each.row.due_on
        each.row.claims.append(claim)
        each.row.unpaid += claim.amount
        self._open(each.row)

    def _row_of(self, statement_on: date) -> LedgerRow:
        if statement_on not in self._billed_with:
            each = self._open(Row(due_date(self.terms, statement_on)))
            each.statement_on = statement_on
            self._billed_with[statement_on] = each
        return self._billed_with[statement_on]
