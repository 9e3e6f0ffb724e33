"""Whose debt a received payment belongs to: candidates, points with their reasons, and a threshold.

Nothing is guessed: a suggestion is taken by itself only when it stands far above every other one;
all else is shown to a person with the reasons. Amounts are yuan, days calendar days.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from desktop.domain.money import ZERO, Money

Reason = Literal[
    "contract",
    "name",
    "alias",
    "tail",
    "due_amount",
    "next_amount",
    "promise",
    "total",
    "near_due",
    "part",
]

POINTS: Mapping[Reason, int] = {
    "contract": 100,
    "name": 40,
    "alias": 40,
    "tail": 35,
    "due_amount": 35,
    "next_amount": 30,
    "total": 35,
    "promise": 35,
    "near_due": 5,
    "part": 5,
}
"""What each finding is worth. A house rule: name with tail, or either of them with an exact amount
and no rival, reaches the threshold; an amount alone never does."""

THRESHOLD = 70
"""From here on a suggestion without a rival may be booked without being looked at, unless the
branch's rule says otherwise."""

LEAD = 20
"""By how many points it must stand above the next customer's suggestion."""

NEAR_DAYS = 7
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Received:
    """A payment to be matched. ``memo`` is all free text: remark, reference, order number."""

    id: int
    amount: Money
    value_on: date
    payer_name: str = ""
    payer_tail: str = ""
    memo: str = ""


@dataclass(frozen=True, slots=True)
class OpenDebt:
    """An account that can be paid: what is due now, what falls due next, who may pay it."""

    account_id: int
    customer_id: int
    account_no: str
    customer_name: str
    due_now: Money
    next_due: Money
    next_due_on: date | None
    outstanding: Money
    aliases: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()
    promises: tuple[Money, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One customer a payment may belong to, with the accounts it would pay and why.

    ``excess`` is what goes beyond everything due now (or the next instalment it equals): what
    becomes of it is for a person to choose.
    """

    customer_id: int
    parts: tuple[tuple[int, Money], ...]
    points: int
    reasons: tuple[Reason, ...]
    excess: Money


@dataclass(frozen=True, slots=True)
class Match:
    """What was found for one payment, best first; ``is_certain`` when it may be booked by itself."""

    received_id: int
    suggestions: tuple[Suggestion, ...]
    is_certain: bool


_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z\-/]{5,}")  # "_" ends it: HT2026000001_3 is an order
_GAPS = re.compile(r"[\s·•.]")
_PLAIN = re.compile(r"[^0-9A-Z]")


def plain_number(text: str) -> str:
    """A contract number without signs and in capitals, so that HT-2026/001 is HT2026001."""
    return _PLAIN.sub("", text.upper())


def plain_name(text: str) -> str:
    """A name without blanks and middle dots."""
    return _GAPS.sub("", text)


@dataclass
class Book:
    """The open debts, indexed by all that a payment may show. Built once, asked for each payment.

    Where a name or a card tail is shared by more than ``SHOWN`` customers, only those are looked at
    of whom the amount speaks too: whoever is found so is never certain by that name alone.
    """

    debts: Sequence[OpenDebt]
    threshold: int = THRESHOLD
    _of_number: dict[str, set[int]] = field(init=False)
    _of_name: dict[str, set[int]] = field(init=False)
    _of_tail: dict[str, set[int]] = field(init=False)
    _of_amount: dict[Money, set[int]] = field(init=False)
    _of_customer: dict[int, list[OpenDebt]] = field(init=False)

    def __post_init__(self) -> None:
        self._of_number, self._of_name = defaultdict(set), defaultdict(set)
        self._of_tail, self._of_amount = defaultdict(set), defaultdict(set)
        self._of_customer = defaultdict(list)
        for debt in self.debts:
            who = debt.customer_id
            self._of_customer[who].append(debt)
            self._of_number[plain_number(debt.account_no)].add(who)
            for name in (debt.customer_name, *debt.aliases):
                self._of_name[plain_name(name)].add(who)
            for tail in debt.tails:
                self._of_tail[tail].add(who)
            for amount in (debt.due_now, debt.next_due, *debt.promises):
                self._of_amount[amount].add(who)
        for who, debts in self._of_customer.items():
            self._of_amount[sum((debt.due_now for debt in debts), ZERO)].add(who)

    def match(self, received: Received) -> Match:
        """Find whose debt a payment is.

        Certain means: at or above ``threshold``, ``LEAD`` above the next customer, and nothing in
        excess. Without a contract number the amount must be one that was owed, and by its name
        alone a payer must be the only one so called.
        """
        numbers = {plain_number(word) for word in _NUMBER.findall(received.memo)}
        payer = plain_name(received.payer_name)
        customers, has_rivals = self._customers(received, payer, numbers)
        found = [
            _judge(received, payer, numbers, self._of_customer[each]) for each in sorted(customers)
        ]
        found.sort(key=lambda each: (-each.points, each.customer_id))
        return Match(
            received.id, tuple(found[:SHOWN]), self._is_certain(found, has_rivals=has_rivals)
        )

    def _customers(
        self, received: Received, payer: str, numbers: Set[str]
    ) -> tuple[Set[int], bool]:
        """Return who may have paid, and whether others of that name were left out unlooked at."""
        named = {who for number in numbers for who in self._of_number.get(number, ())}
        if named:
            return named, False
        by_name = self._of_name.get(payer, _NOBODY) if payer else _NOBODY
        by_tail = (
            self._of_tail.get(received.payer_tail, _NOBODY) if received.payer_tail else _NOBODY
        )
        if len(by_name) <= SHOWN and len(by_tail) <= SHOWN:
            return by_name | by_tail, False
        of_amount = self._of_amount.get(received.amount, _NOBODY)
        likely = (by_name & by_tail) | (by_name & of_amount) | (by_tail & of_amount)
        return likely, len(by_name) > SHOWN

    def _is_certain(self, found: Sequence[Suggestion], *, has_rivals: bool) -> bool:
        if not found or found[0].points < self.threshold or found[0].excess:
            return False
        best = set(found[0].reasons)
        if len(found) > 1 and found[0].points - found[1].points < LEAD:
            return False
        if "contract" in best:
            return True
        is_named = {"name", "alias"} & best
        if not is_named and any({"name", "alias"} & set(other.reasons) for other in found[1:]):
            return False
        is_only_one = len(found) == 1 and not has_rivals
        return bool(_OWED & best) and (is_only_one or "tail" in best)


_NOBODY: Set[int] = frozenset()
_OWED = frozenset(("due_amount", "next_amount", "promise", "total"))


def _judge(
    received: Received, payer: str, numbers: Set[str], debts: Sequence[OpenDebt]
) -> Suggestion:
    """Weigh one customer's debts against a payment and lay it out over the accounts."""
    named = [debt for debt in debts if plain_number(debt.account_no) in numbers] if numbers else []
    reasons: list[Reason] = ["contract"] if named else []
    if payer and payer == plain_name(debts[0].customer_name):
        reasons.append("name")
    elif payer and any(payer in map(plain_name, debt.aliases) for debt in debts):
        reasons.append("alias")
    if received.payer_tail and any(received.payer_tail in debt.tails for debt in debts):
        reasons.append("tail")
    target, by_amount = _target(received, named or debts)
    if by_amount is not None:
        reasons.append(by_amount)
    if any(_is_near(received, debt) for debt in target):
        reasons.append("near_due")
    points = sum(POINTS[reason] for reason in reasons)
    owed = sum((debt.due_now for debt in target), ZERO)
    if by_amount == "next_amount":
        owed = received.amount
    return Suggestion(
        debts[0].customer_id,
        _lay_out(received.amount, target),
        points,
        tuple(reasons),
        max(received.amount - owed, ZERO),
    )


def _target(
    received: Received, debts: Sequence[OpenDebt]
) -> tuple[Sequence[OpenDebt], Reason | None]:
    """Choose which accounts the amount speaks for, and how it does."""
    amount = received.amount
    for debt in debts:
        if debt.due_now == amount:
            return [debt], "due_amount"
    for debt in debts:
        if debt.next_due == amount and amount:
            return [debt], "next_amount"
    for debt in debts:
        if amount in debt.promises:
            return debts, "promise"
    if len(debts) > 1 and sum((debt.due_now for debt in debts), ZERO) == amount:
        return debts, "total"
    late = [debt for debt in debts if debt.due_now]
    if any(ZERO < amount < debt.due_now for debt in late):
        return late, "part"
    return late or debts, None


def _is_near(received: Received, debt: OpenDebt) -> bool:
    if debt.due_now:
        return True
    return (
        debt.next_due_on is not None
        and abs((debt.next_due_on - received.value_on).days) <= NEAR_DAYS
    )


def _lay_out(amount: Money, debts: Sequence[OpenDebt]) -> tuple[tuple[int, Money], ...]:
    """Give each account what is due on it, in order; the rest stays with the first one."""
    parts: dict[int, Money] = {}
    left = amount
    for debt in debts:
        share = min(left, debt.due_now)
        if share > 0:
            parts[debt.account_id] = share
            left -= share
    if left > 0:
        first = debts[0].account_id
        parts[first] = parts.get(first, ZERO) + left
    return tuple(parts.items())
