"""The steps of a visit set by hand, its rating, and what follows from a bad one."""

from typing import Any

from db import dispatch_queries as queries
from db import visit_file_queries
from db.tables import RecoveryTask
from db.unit_of_work import UnitOfWork
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError
from desktop.services import called_off, field_loop
from desktop.services.calendar_moves import refusal_error
from desktop.services.desk import Desk
from desktop.services.dispatching import Moved, kept_of, team_of, visit_of
from desktop.services.visit_records import check_closing, refuse_taking


def step(desk: Desk, visit_id: int, to: str, *, note: str = "") -> Moved:
    """Set the next step of a visit by hand: accepted, on_the_way, arrived, done, refused.

    Raises ``DomainError("dispatch.no_such_step")`` when the visit is there or past it already,
    ``dispatch.record_needed`` when it cannot be closed without its record, and
    ``dispatch.nothing_taken`` for a note that says that cash or a card was taken. Nobody leaves for
    a collection visit against which the contact guard speaks now: its rule's code.
    """
    refuse_taking(note, "note")
    with desk.write() as work:
        row = visit_of(work.connection, visit_id)
        if to == "on_the_way":
            _check_departure(work, row)
        if to == "done":
            check_closing(row, visit_file_queries.kinds(work.connection, visit_id))
        if not field_loop.set_step(work, visit_id, to, work.now, note=note.strip() or None):
            raise DomainError("dispatch.no_such_step")
        work.audit(f"visit.{to}", "visit", visit_id)
        work.commit()
    return Moved({visit_id: kept_of(row)}, (), Changes.of("visits", "requests"))


def _check_departure(work: UnitOfWork, visit: Any) -> None:
    people = len(team_of(visit))
    refusal = called_off.refusal_of(work.connection, visit, work.now, people)
    if refusal is not None:
        raise refusal_error(refusal)


def rate(desk: Desk, visit_id: int, rating: int, words: str = "") -> Moved:
    """Write the rating a customer gave, 0 to 5; two or less opens a recovery task."""
    if not 0 <= rating <= 5:
        raise DomainError("dispatch.bad_rating", field="rating")
    with desk.write() as work:
        row = visit_of(work.connection, visit_id)
        if row.state != "done" or row.rating is not None:
            raise DomainError("dispatch.not_to_rate")
        field_loop.put_rating(work, visit_id, rating, words, work.now)
        work.audit("visit.rated", "visit", visit_id, rating=rating)
        work.commit()
    return Moved({visit_id: kept_of(row)}, (), Changes.of("visits", "recoveries"))


def recover(desk: Desk, task_id: int, outcome: str) -> Changes:
    """Close a recovery task with what was done. Raises ``DomainError("dispatch.empty_outcome")``."""
    if not outcome.strip():
        raise DomainError("dispatch.empty_outcome", field="outcome")
    with desk.write() as work:
        values = {"done_at": work.now, "outcome": outcome.strip()[:500]}
        queries.change(work.connection, RecoveryTask, task_id, values)
        work.audit("recovery.done", "recovery_task", task_id)
        work.commit()
    return Changes.of("recoveries")
