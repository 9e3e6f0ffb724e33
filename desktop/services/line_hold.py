"""Who sends by a channel: one program at a time, also where a branch shares a server.

A hold lasts a minute and a half and is prolonged while the line is used. A database file is one
program's own: a hold of another program in it was left by a crash.
"""

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from db import line_queries as queries
from desktop.domain.errors import EnvironmentProblem
from desktop.services.desk import Desk

LINE = "sms"
LASTS = timedelta(seconds=90)
LONGEST_TURN = timedelta(minutes=15)


def _program() -> str:
    return f"{platform.node()[:30]}:{os.getpid()}:"


def holder_name(worker: object) -> str:
    """A name for a worker of this program."""
    return f"{_program()}{id(worker):x}"


@contextmanager
def turn(desk: Desk, channel: str) -> Iterator[bool]:
    """Whether it is this program's turn to send by a channel (``mail``, ``folder``); it is always
    on a database file, which no other program has open."""
    if desk.store.is_file:
        yield True
        return
    holder = f"{_program()}{channel}"
    now = desk.clock.now()
    with desk.store.write() as connection:  # no decision of anybody: nothing to audit
        is_ours = queries.take_hold(connection, channel, holder, now, now + LONGEST_TURN)
        connection.commit()
    try:
        yield is_ours
    finally:
        with desk.store.write() as connection:
            queries.give_up_hold(connection, channel, holder)
            connection.commit()


def take(desk: Desk, holder: str) -> None:
    """Take or prolong the hold. Raises ``EnvironmentProblem("sms.line_busy")``."""
    now = desk.clock.now()
    with desk.store.write() as connection:  # no decision of anybody: nothing to audit
        if desk.store.is_file:
            queries.drop_other_holds(connection, LINE, _program())
        is_ours = queries.take_hold(connection, LINE, holder, now, now + LASTS)
        connection.commit()
    if not is_ours:
        raise EnvironmentProblem("sms.line_busy")


def give_up(desk: Desk, holder: str) -> None:
    """Let others have the line."""
    with desk.store.write() as connection:
        queries.give_up_hold(connection, LINE, holder)
        connection.commit()


def must_be_free(desk: Desk) -> None:
    """Raises ``EnvironmentProblem("sms.line_busy")`` while somebody holds the line."""
    with desk.read() as connection:
        holder = queries.holder_of(connection, LINE, desk.clock.now())
    is_left_behind = desk.store.is_file and not (holder or "").startswith(_program())
    if holder is not None and not is_left_behind:
        raise EnvironmentProblem("sms.line_busy")
