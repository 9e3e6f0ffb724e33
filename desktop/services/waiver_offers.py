"""An offer to let go of a part of what is owed: what is left to pay on each day, and the effect."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from desktop.domain.account_replay import Replayed
from desktop.domain.allocation import LEGAL_ORDER, Component
from desktop.domain.errors import DomainError
from desktop.domain.money import ZERO, Money
from desktop.services.account_view import state_on
from desktop.services.cap_checks import CapTest
from desktop.services.ledger_state import Ledger
from desktop.services.offers import Offer, make_offer

LONGEST_VALID_DAYS = 31
"""A waiver is an offer to pay soon: nobody is bound for longer."""


def waiver(ledger: Ledger, on: date, asked: Mapping[str, Any], test: CapTest) -> Offer:
    """``waive``: component to amount; ``valid_until`` the last day, five days ahead if not given.

    The lines are what is due by the day and what is waived of it; ``by_day`` what is left to pay.
    Raises ``ledger.waiver_too_large`` and ``quotes.nothing_waived`` at ``amount``,
    ``quotes.valid_too_long`` at ``valid_until``.
    """
    waived = {code: amount for code, amount in asked["waive"].items() if amount}
    last = asked.get("valid_until") or on + timedelta(days=4)
    if not waived or any(amount < 0 for amount in waived.values()):
        raise DomainError("quotes.nothing_waived", field="waive")
    if not on <= last <= on + timedelta(days=LONGEST_VALID_DAYS):
        raise DomainError("quotes.valid_too_long", field="valid_until", most=LONGEST_VALID_DAYS)
    state = state_on(ledger, on)
    due = due_by(state)
    for code, amount in waived.items():
        if amount > due.get(code, ZERO):
            owed = due.get(code, ZERO)
            raise DomainError("ledger.waiver_too_large", field=f"waive_{code}", owed=owed)
    total = sum(waived.values(), ZERO)
    by_day = []
    for number in range((last - on).days + 1):
        day = on + timedelta(days=number)
        by_day.append((day, sum(due_by(state_on(ledger, day)).values(), ZERO) - total))
    lines: list[tuple[str, Money]] = [(f"due_{code}", amount) for code, amount in due.items()]
    lines += [(f"waived_{code}", -amount) for code, amount in waived.items()]
    offer = make_offer(ledger, "waiver", on, last, by_day[0][1], tuple(lines), (), asked, by_day)
    after = test.of(ledger, state, less=total)
    return replace(offer, cap=test.of(ledger, state), cap_after=after)


def due_by(state: Replayed) -> dict[Component, Money]:
    """What is due by the state's day, by component."""
    return {
        component: owed
        for component in LEGAL_ORDER
        if (
            owed := sum(
                (
                    each.row.unpaid_of(component)
                    for each in state.rows
                    if each.row.due_on <= state.as_of
                ),
                ZERO,
            )
        )
    }
