"""How long work tells how far it is, and hears that it should stop."""

from typing import Protocol


class Cancelled(Exception):
    """The user asked to stop; the running transaction rolls back, finished batches stay."""


class Progress(Protocol):
    """Given to long work; the window shows it, the tests read it."""

    def report(self, done: int, total: int, step: str = "") -> None:
        """Say how far it is; ``step`` is a text code. Raises ``Cancelled`` when asked to stop."""
        ...


class NoProgress:
    """Nobody is watching and nobody will cancel."""

    def report(self, done: int, total: int, step: str = "") -> None:
        """Do nothing."""
