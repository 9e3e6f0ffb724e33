"""What to know before reminders go out: whoever has paid must not be reminded."""

from dataclasses import dataclass, field
from typing import Any

from db import message_queries as queries
from desktop.services.desk import Desk
from desktop.services.rules import rule_book

STALE = "messages.warning.bank_file_stale"


@dataclass(frozen=True)
class RunWarning:
    """One warning: its text code and facts."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)


def before_a_run(desk: Desk) -> tuple[RunWarning, ...]:
    """Return what speaks against a run now: no bank file, a stale one, money nobody has matched.

    A file counts as stale after ``reminder.bank_file_stale_days``.
    """
    with desk.read() as connection:
        last = queries.last_money_file(connection)
        count, amount = queries.unmatched_money(connection)
        allowed = rule_book(connection).whole("reminder.bank_file_stale_days", desk.today)
    found: list[RunWarning] = []
    facts: dict[str, Any]
    if last is None:
        found.append(RunWarning("messages.warning.no_bank_file"))
    elif (desk.today - last).days > allowed:
        facts = {"last": last, "days": (desk.today - last).days}
        found.append(RunWarning(STALE, facts))
    if count:
        facts = {"count": count, "amount": amount}
        found.append(RunWarning("messages.warning.unmatched", facts))
    return tuple(found)
