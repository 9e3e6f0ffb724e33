"""What happens to messages by itself: receipts taken in, due messages released where the branch
says so, what was released handed over. Called every few minutes while the program runs."""

from dataclasses import dataclass

from sqlalchemy import Connection

from db import message_queries as queries
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError
from desktop.services import (
    mail_account,
    mail_bounces,
    mail_delivery,
    message_surveys,
    messages,
    outbox,
    promise_notices,
    settings,
)
from desktop.services.desk import Desk
from desktop.services.outbox import HandedOver
from desktop.services.sms_sending import LINES


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
        releases = settings.flag(connection, "messages.release_by_itself")
        has_folder = _uses_folder(connection)
    receipts = 0
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
    changes |= message_surveys.ask(desk).changes | promise_notices.remind(desk)
    handed = send_now(desk, must_have=())
    bounced = mail_bounces.take_in(desk)
    changes |= handed.changes | bounced.changes
    return Round(receipts, len(released), handed.count, changes)


def send_now(desk: Desk, must_have: tuple[str, ...] | None = None) -> HandedOver:
    """Send what was released: SMS to the gateway's folder, e-mail to the server. SMS that go by a
    line are left to its worker.

    ``must_have`` names the channels that have to be set up; by default those for which something
    is queued. Raises ``messages.no_folder_set`` or ``mail.not_set_up`` for one that is not, and
    what folder and server raise.
    """
    with desk.read() as connection:
        is_line = settings.value(connection, "sms.way") in LINES
        has_folder = _uses_folder(connection)
        waiting = queries.queued_channels(connection)
    needed = waiting if must_have is None else must_have
    account = mail_account.account(desk)
    if "email" in needed and account is None:
        raise DomainError("mail.not_set_up")
    done = HandedOver(0, 0, (), Changes())
    if has_folder or ("sms" in needed and not is_line):
        done = outbox.hand_over(desk)
    if account is not None:
        mailed = mail_delivery.send_mail(desk, account)
        done = HandedOver(
            done.count + mailed.sent,
            done.held_back + mailed.held_back + mailed.failed,
            done.files,
            done.changes | mailed.changes,
        )
    return done


def _uses_folder(connection: Connection) -> bool:
    values = settings.all_values(connection)
    return values["sms.way"] not in LINES and bool(values["messages.exchange_folder"])
