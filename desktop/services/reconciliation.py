"""Holding the bank's file of a day against what was booked, until all is explained.

Money taken at the counter, on a sheet, by a platform or told of by a message is not at the bank
until the bank's file shows it: it is compared for itself, and awaited for some working days.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Row

from db import payment_care_queries as care
from db import payment_queries as queries
from desktop.domain.bank_pairing import Shown, Taken, pair
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError
from desktop.domain.money import ZERO, Money
from desktop.services.desk import Desk
from desktop.services.movements import expected_by
from desktop.services.own_days import working_days
from desktop.services.rules import rule_book

LOOK_BACK = timedelta(days=90)
"""So far back differences nobody has explained are still listed."""

OPEN = ("arrived", "matched")
"""States of money that nobody has decided on."""

REACH = timedelta(days=31)
"""So far beyond the days asked for the other half of a pair is looked for."""

Kind = Literal["unbooked", "part_booked", "on_its_way", "without_movement"]


@dataclass(frozen=True)
class Difference:
    """A line of a reconciliation; ``apart`` is what was kept apart or sent back of it.

    ``awaited_until`` is set while the bank may still show what was taken elsewhere.
    """

    kind: Kind
    id: int
    amount: Money
    booked: Money
    apart: Money
    words: str
    explained: str | None
    our_account: str = ""
    source: str = ""
    awaited_until: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody has to explain it."""
        return not self.explained and self.awaited_until is None


@dataclass(frozen=True)
class Reconciliation:
    """One day of one bank account (or of all): what the bank says against what was booked.

    ``arrived``, ``booked`` and ``apart`` are of the bank's file alone. ``taken`` is what came in
    elsewhere that day, ``on_its_way`` what of it the bank has not shown yet. ``open_days`` are
    earlier days that still have differences nobody explained, with their number.
    """

    day: date
    our_account: str | None
    arrived: Money
    booked: Money
    apart: Money
    taken: Money
    on_its_way: Money
    without_movement: Money
    differences: tuple[Difference, ...]
    open_days: tuple[tuple[date, int], ...]

    @property
    def unexplained(self) -> int:
        """How many differences of the day nobody has explained."""
        return sum(1 for each in self.differences if each.is_open)

    @property
    def is_settled(self) -> bool:
        """Whether every difference of the day is explained or may still be awaited."""
        return self.unexplained == 0


def reconcile(desk: Desk, day: date, our_account: str | None = None) -> Reconciliation:
    """Hold the bank's file of a day against what was booked of it.

    Money put aside with a reason counts as explained, and so does what was kept apart of a payment
    as the customer's. Money taken elsewhere and payments without a movement behind them belong to
    no account of the bank: they are listed where all accounts are asked for.
    """
    since, before = day - LOOK_BACK, day - timedelta(days=1)
    with desk.read() as connection:
        rows = care.money_between(connection, since - REACH, day + REACH)
        expected = _expected(connection, desk.today, rows)
        alone = care.day_payments(connection, day) if our_account is None else ()
        alone_before = (
            care.unexplained_payments(connection, since, before) if our_account is None else ()
        )
    pairs = _pairs(rows, expected)
    asked = [row for row in rows if _is_asked(row, our_account)]
    of_day = [row for row in asked if row.value_on == day]
    bank = [row for row in of_day if row.source == care.BANK]
    taken = [row for row in of_day if row.source != care.BANK]
    earlier = [row for row in asked if since <= row.value_on <= before]
    day_of = {row.id: row.value_on for row in earlier}
    found = _differences(of_day, rows, pairs, expected, desk.today)
    found_earlier = _differences(earlier, rows, pairs, expected, desk.today)
    open_days = Counter(dict(alone_before))
    open_days.update(day_of[each.id] for each in found_earlier if each.is_open)
    return Reconciliation(
        day,
        our_account,
        arrived=_sum(row.amount for row in bank),
        booked=_sum(row.booked or ZERO for row in bank),
        apart=_sum(_apart(row) for row in bank),
        taken=_sum(row.amount for row in taken),
        on_its_way=_sum(row.amount for row in taken if row.id not in pairs),
        without_movement=_sum(row.amount for row in alone),
        differences=(*found, *(_without_movement(row) for row in alone)),
        open_days=tuple(sorted(open_days.items())),
    )


def _sum(amounts: Iterable[Money]) -> Money:
    return sum(amounts, ZERO)


def _apart(row: Row[Any]) -> Money:
    """What is the customer's own of it: a part, or the whole that was set aside as theirs."""
    whole: Money = row.amount if row.state in ("kept", "to_return") else ZERO
    return whole or row.apart or ZERO


def _expected(connection: Connection, today: date, rows: Sequence[Row[Any]]) -> dict[date, date]:
    """Return by when the bank shows what was taken on a day."""
    count = rule_book(connection).whole("money.transfer_days", today)
    calendar = working_days(connection)
    days = {row.value_on for row in rows if row.source != care.BANK}
    return {day: expected_by(day, count, calendar) for day in days}


def _pairs(rows: Sequence[Row[Any]], expected: dict[date, date]) -> dict[int, int]:
    taken = [
        Taken(row.id, row.source, row.value_on, expected[row.value_on], row.amount,
              row.payer_name, row.payer_tail, row.state not in OPEN)
        for row in rows
        if row.source != care.BANK
    ]  # fmt: skip
    shown = [
        Shown(row.id, row.value_on, row.amount, row.payer_name, row.payer_tail,
              row.state not in (*OPEN, "ignored"))
        for row in rows
        if row.source == care.BANK
    ]  # fmt: skip
    return pair(taken, shown)


def _is_asked(row: Row[Any], our_account: str | None) -> bool:
    return our_account is None or (row.source == care.BANK and row.our_account == our_account)


def _differences(
    some: Sequence[Row[Any]],
    rows: Sequence[Row[Any]],
    pairs: dict[int, int],
    expected: dict[date, date],
    today: date,
) -> list[Difference]:
    booked_elsewhere = {pairs[row.id] for row in rows if row.id in pairs and row.state == "booked"}
    found: list[Difference] = []
    for row in some:
        whole = (row.booked or ZERO) + _apart(row) == row.amount
        if row.source == care.BANK:
            if not whole and row.id not in booked_elsewhere:
                found.append(_difference(row, "part_booked" if row.booked else "unbooked"))
        elif row.id not in pairs:
            kind: Kind = "on_its_way" if whole else "part_booked" if row.booked else "unbooked"
            until = expected[row.value_on]
            awaited = until if whole and today <= until else None
            found.append(_difference(row, kind, awaited))
    return found


def _difference(row: Row[Any], kind: Kind, awaited_until: date | None = None) -> Difference:
    return Difference(
        kind,
        row.id,
        row.amount,
        row.booked or ZERO,
        _apart(row),
        row.payer_name or row.memo,
        row.explained,
        row.our_account,
        row.source,
        awaited_until,
    )


def _without_movement(row: Row[Any]) -> Difference:
    return Difference(
        "without_movement", row.id, row.amount, row.amount, ZERO, row.account_no, row.explained
    )


def own_accounts(desk: Desk) -> list[str]:
    """Return the branch's own accounts that occur in the inbox."""
    with desk.read() as connection:
        return [each for each in queries.our_accounts(connection) if each]


def explain(desk: Desk, difference: Difference, words: str) -> Changes:
    """Write down why a difference is in order."""
    return explain_all(desk, [difference], words)


def explain_all(desk: Desk, differences: Sequence[Difference], words: str) -> Changes:
    """Write the same explanation down for several differences, as for the cash of a day."""
    if not words.strip():
        raise DomainError("payments.reason_missing", field="reason")
    with desk.write() as work:
        for each in differences:
            if each.kind == "without_movement":
                note = {
                    "words": words.strip(),
                    "noted_at": work.now,
                    "noted_by": desk.actor.officer_id,
                }
                care.note_payment(work.connection, each.id, note)
                work.audit("payments.explain", "payment", each.id)
            else:
                queries.explain(work.connection, each.id, words.strip())
                work.audit("payments.explain", "movement", each.id)
        work.commit()
    return Changes.of("payments")
