"""What every use case needs: the store, the clock, and who is asking."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from db.engine import Store
from db.unit_of_work import UnitOfWork
from desktop.domain.clock import Clock


@dataclass(frozen=True)
class Actor:
    """Who does it; ``officer_id`` is empty for the program itself and before the first officer.

    ``name`` is the staff number, which is nobody else's: the audit chain and what a user prefers
    go by it. ``full_name`` is what the screen shows.
    """

    officer_id: int | None
    name: str
    full_name: str = ""


PROGRAM = Actor(None, "system")


@dataclass(frozen=True)
class Desk:
    """The desk a use case works at. Frozen: logging in makes another one."""

    store: Store
    clock: Clock
    actor: Actor = PROGRAM

    @property
    def today(self) -> date:
        """The business date: decided once per use case, by the clock."""
        return self.clock.now().date()

    def write(self) -> UnitOfWork:
        """Begin the transaction of a use case that writes; commit on its last line."""
        return UnitOfWork(self.store, actor=self.actor.name, now=self.clock.now())

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Begin a consistent read."""
        with self.store.read() as connection:
            yield connection

    def acting_as(self, actor: Actor) -> "Desk":
        """Return the same desk with another person at it."""
        return replace(self, actor=actor)
