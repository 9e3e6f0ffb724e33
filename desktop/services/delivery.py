"""What happens to messages by itself: receipts taken in, due messages released where the branch
says so, what was released handed over. Called every few minutes while the program runs."""

from dataclasses import dataclass

from desktop.domain.changes import Changes
from desktop.services import messages, outbox, settings
from desktop.services.desk import Desk


@dataclass(frozen=True)
class Round:
    """What one round did."""

    receipts: int
    released: int
    sent: int
    changes: Changes


def go_round(desk: Desk) -> Round:
    """Do one round. Nothing is released before its planned time, nothing without the guard.

    Raises what the exchange folder raises; what was done until then stays done.
    """
    with desk.read() as connection:
        has_folder = bool(settings.value(connection, "messages.exchange_folder"))
        releases = settings.flag(connection, "messages.release_by_itself")
    receipts = sent = 0
    released: tuple[int, ...] = ()
    changes = Changes()
    if has_folder:
        taken = outbox.take_in(desk)
        receipts, changes = sum(taken.states.values()), taken.changes
    if releases:
        due = messages.waiting_ids(desk, states=("planned",), until=f"{desk.clock.now():%H:%M}")
        if due:
            done = messages.release(desk, due)
            released, changes = done.released, changes | done.changes
    if has_folder:
        handed = outbox.hand_over(desk)
        sent, changes = handed.count, changes | handed.changes
    return Round(receipts, len(released), sent, changes)
