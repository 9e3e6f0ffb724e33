"""What the frame of the window tells: the branch, what waits where, whether the data is safe."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from db import call_queries, dispatch_queries
from desktop.domain.changes import Changes
from desktop.services import backup, messages, money_inbox, settings, today
from desktop.services.desk import Desk
from desktop.services.strategy_in_force import step_names

LISTENS_TO = frozenset(
    {
        "accounts",
        "cases",
        "contacts",
        "database",
        "letters",
        "messages",
        "payments",
        "promises",
        "recoveries",
        "reminders",
        "requests",
        "settings",
        "strategy",
        "today",
        "visits",
    }
)
"""Topics after which these facts may have changed."""


@dataclass(frozen=True)
class DeskFacts:
    """``waiting`` counts by page what is to be done there; ``backed_up_on`` is empty before any.

    Today's count is one's own and without what is snoozed; a page's is what the page itself shows.
    ``step_names`` are those of all steps that ever were, Chinese and English, by code.
    """

    branch: str
    waiting: dict[str, int]
    is_file: bool
    backed_up_on: date | None
    step_names: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def desk_facts(desk: Desk) -> DeskFacts:
    """Return the facts for the person at the desk."""
    with desk.read() as connection:
        requests = dispatch_queries.waiting(connection)
        recoveries = dispatch_queries.count_open_recoveries(connection)
        short, full = (settings.value(connection, f"branch.{n}") for n in ("short_name", "name"))
        waiting_calls = call_queries.waiting(connection, today=desk.today)
        names = step_names(connection)
    work = today.worklist(desk, desk.actor.officer_id)
    money = money_inbox.inbox_counts(desk)
    path = desk.store.path
    backups = backup.daily_backups(path) if path is not None else []
    waiting = {
        "today": work.count,
        "dispatch": requests + recoveries,
        "messages": messages.waiting_counts(desk)["planned"],
        "calls": waiting_calls,
        "letters": work.of_kind("letter"),
        "payments": money.get("arrived", 0) + money.get("matched", 0),
    }
    return DeskFacts(
        short or full,
        waiting,
        desk.store.is_file,
        backups[0].made_on if backups else None,
        names,
    )


def concerns(changes: Changes) -> bool:
    """Whether a write may have changed the facts."""
    return bool(changes.topics & LISTENS_TO)
