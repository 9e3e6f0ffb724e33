"""Whose debt a received payment belongs to: candidates, points with their reasons, and a threshold.

Nothing is guessed: a suggestion is taken by itself only when it stands far above every other one;
all else is shown to a person with the reasons. Amounts are yuan, days calendar days.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
"""From here on a suggestion without a rival may be booked without being looked at."""

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
_PLAIN = re.compile(r"[^0-9A-Z]")


def plain_number(text: str) -> str:
    """A contract number without signs and in capitals, so that HT-2026/001 is HT2026001."""
    return _PLAIN.sub("", text.upper())


def plain_name(text: str) -> str:
    """A name without blanks and middle dots."""
    return re.sub(r"[\s·•.]", "", text)


@dataclass
class Book:
    """The open debts, indexed by all that a payment may show. Built once, asked for each payment."""

    debts: Sequence[OpenDebt]
    _by_number: dict[str, list[OpenDebt]] = field(init=False, default_factory=dict)
    _by_name: dict[str, list[OpenDebt]] = field(init=False, default_factory=dict)
    _by_tail: dict[str, list[OpenDebt]] = field(init=False, default_factory=dict)
    _of_customer: dict[int, list[OpenDebt]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        number, name, tail, customer = (defaultdict(list) for _ in range(4))
        for debt in self.debts:
            number[plain_number(debt.account_no)].append(debt)
            for each in {plain_name(debt.customer_name), *map(plain_name, debt.aliases)}:
                name[each].append(debt)
            for each in set(debt.tails):
                tail[each].append(debt)
            customer[debt.customer_id].append(debt)
        self._by_number, self._by_name = dict(number), dict(name)
        self._by_tail, self._of_customer = dict(tail), dict(customer)

    def match(self, received: Received) -> Match:
        """Find whose debt a payment is.

        Certain means: at or above ``THRESHOLD``, ``LEAD`` above the next customer, and nothing in
        excess. Without a contract number the amount must be one that was owed, and by its name
        alone a payer must be the only one so called.
        """
        found = [_judge(received, self._of_customer[each]) for each in self._customers(received)]
        found.sort(key=lambda each: (-each.points, each.customer_id))
        return Match(received.id, tuple(found[:SHOWN]), _is_certain(found))

    def _customers(self, received: Received) -> list[int]:
        hits = {debt.customer_id for debt in self._named(received.memo)}
        if received.payer_name:
            hits |= {
                debt.customer_id for debt in self._by_name.get(plain_name(received.payer_name), ())
            }
        if received.payer_tail:
            hits |= {debt.customer_id for debt in self._by_tail.get(received.payer_tail, ())}
        return sorted(hits)

    def _named(self, memo: str) -> Iterable[OpenDebt]:
        for word in _NUMBER.findall(memo):
            yield from self._by_number.get(plain_number(word), ())


_OWED = frozenset(("due_amount", "next_amount", "promise", "total"))


def _is_certain(found: Sequence[Suggestion]) -> bool:
    if not found or found[0].points < THRESHOLD or found[0].excess:
        return False
    best = set(found[0].reasons)
    if len(found) > 1 and found[0].points - found[1].points < LEAD:
        return False
    if "contract" in best:
        return True
    is_named = {"name", "alias"} & best
    if not is_named and any({"name", "alias"} & set(other.reasons) for other in found[1:]):
        return False
    return bool(_OWED & best) and (len(found) == 1 or "tail" in best)


def _judge(received: Received, debts: Sequence[OpenDebt]) -> Suggestion:
    """Weigh one customer's debts against a payment and lay it out over the accounts."""
    numbers = {plain_number(word) for word in _NUMBER.findall(received.memo)}
    named = [debt for debt in debts if plain_number(debt.account_no) in numbers]
    reasons: list[Reason] = ["contract"] if named else []
    payer = plain_name(received.payer_name)
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
