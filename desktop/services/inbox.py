"""Messages received: stored once, tied to a customer by number, and routed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Row

from db import dispatch_queries as queries
from db.tables import Case, ContactRestriction, IncomingMessage, ServiceRequest
from db.unit_of_work import UnitOfWork
from desktop.adapters.bank_senders import bundled_senders
from desktop.adapters.lunar_calendar import LunarPython
from desktop.adapters.message_files import ReceivedMessage, UnreadableLine, read_messages
from desktop.adapters.reading_weights import bundled_weights
from desktop.domain.changes import Changes
from desktop.domain.message_address import HomeArea
from desktop.domain.movement_message import Movement, read_movement
from desktop.domain.progress import NoProgress, Progress
from desktop.domain.promise_message import read_promise
from desktop.domain.sms_request import SmsRequest, read_request
from desktop.services import called_off, message_surveys, settings
from desktop.services.desk import Desk
from desktop.services.field_loop import officer_answers, rating_in, survey_answered
from desktop.services.money_notices import answers_a_notice, stop_within
from desktop.services.movements import take_movement_sms
from desktop.services.promises import add_draft
from desktop.services.reminders import replan_customers
from desktop.services.service_requests import add_from_message, fill_gap

FLOOD_PER_HOUR = 10
"""From so many messages of one number within an hour on, no more requests are made of them."""
ANSWER_HOURS = 24
"""A message that only completes something is taken as the answer to a request not older."""
_JUST_POLITE = frozenset(
    (
        "好",
        "好的",
        "收到",
        "谢谢",
        "多谢",
        "嗯",
        "嗯嗯",
        "行",
        "可以",
        "ok",
        "知道了",
        "辛苦了",
        "在吗",
        "是的",
    )
)
_REFUSES = "unsubscribe"


@dataclass(frozen=True)
class Inbox:
    """What became of a file of messages: counts by route, and the lines that are none."""

    stored: int
    known: int
    routes: dict[str, int]
    requests: tuple[int, ...]
    rejects: tuple[UnreadableLine, ...]
    changes: Changes


def receive_file(desk: Desk, path: Path, progress: Progress = NoProgress()) -> Inbox:  # noqa: B008 - has no state
    """Receive the messages of a ``.jsonl`` file or of a folder.

    The same file twice changes nothing. Raises ``EnvironmentProblem("dispatch.no_file")``.
    """
    found = read_messages(path)
    return receive(desk, found.messages, rejects=found.rejects, progress=progress)


def receive(
    desk: Desk,
    messages: Sequence[ReceivedMessage],
    *,
    rejects: tuple[UnreadableLine, ...] = (),
    progress: Progress = NoProgress(),  # noqa: B008 - has no state
) -> Inbox:
    """Store and route messages, in the order in which they were sent."""
    routes: Counter[str] = Counter()
    requests: list[int] = []
    with desk.write() as work:
        keys = [one.key for one in messages]
        known = queries.known_messages(work.connection, keys)
        fresh = {one.key: one for one in messages if one.key not in known}
        router = _Router(work, _home(work))
        ordered = sorted(fresh.values(), key=lambda one: (one.received_at, one.key))
        for number, message in enumerate(ordered, 1):
            route, request_id = router.route(message)
            routes[route] += 1
            requests += [request_id] if request_id else []
            progress.report(number, len(ordered), "dispatch.step.reading")
        if fresh:
            _replan(work, router.touched, desk)
            work.audit("messages.received", "incoming_message", None, count=len(fresh))
            work.commit()
    topics = (
        ("requests", "messages", "visits", "restrictions", "payments", "reminders", "promises")
        if fresh
        else ()
    )
    return Inbox(
        len(fresh),
        len(messages) - len(fresh),
        dict(routes),
        tuple(requests),
        rejects,
        Changes.of(*topics),
    )


class _Router:
    """Decides for each message what it is, and writes what follows from it."""

    def __init__(self, work: UnitOfWork, home: HomeArea) -> None:
        self._work = work
        self._home = home
        self._lunar = LunarPython()
        self._weights = bundled_weights()
        self._senders = bundled_senders()
        self.touched: set[int] = set()

    def route(self, message: ReceivedMessage) -> tuple[str, int | None]:
        """Store one message; return its route and the request it made, if any."""
        customers = queries.customers_of(self._work.connection, message.sender)
        customer = customers[0] if len(customers) == 1 else None
        route, reading, read = self._decide(message, customer)
        message_id = queries.add(
            self._work.connection,
            IncomingMessage,
            {
                "natural_key": message.key,
                "source": message.source,
                "sender": message.sender,
                "received_at": message.received_at,
                "text": message.text,
                "customer_id": customer,
                "route": route,
                "reading": reading,
                "stored_at": self._work.now,
            },
        )
        if route != "request" or read is None:
            return route, None
        request_id = add_from_message(
            self._work,
            read,
            message_id=message_id,
            sender=message.sender,
            text=message.text,
            received=message.received_at,
            customers=customers,
        )
        return route, request_id

    def _decide(
        self, message: ReceivedMessage, customer: int | None
    ) -> tuple[str, dict[str, Any], SmsRequest | None]:
        connection = self._work.connection
        officer = queries.officer_of(connection, message.sender)
        if officer is not None:
            done = officer_answers(self._work, officer, message.text, message.received_at)
            return "officer", {"did": done}, None
        movement = read_movement(
            message.text,
            sender=message.sender,
            received=message.received_at,
            senders=self._senders,
        )
        if movement.kind == "movement":
            take_movement_sms(self._work, message.key, movement, message.received_at)
        if movement.kind != "other":
            return movement.kind, _movement_facts(movement), None
        hour_ago = message.received_at - timedelta(hours=1)
        at = message.received_at
        if queries.messages_since(connection, message.sender, hour_ago, at) >= FLOOD_PER_HOUR:
            self._warn_of_flood(message.sender, hour_ago)
            return "flood", {}, None
        read = read_request(
            message.text, now=at, lunar=self._lunar, weights=self._weights, home=self._home
        )
        return self._of_customer(message, read, customer)

    def _of_customer(
        self, message: ReceivedMessage, read: SmsRequest, customer: int | None
    ) -> tuple[str, dict[str, Any], SmsRequest | None]:
        if customer is not None and message_surveys.answered(
            self._work, customer, message.text, message.received_at
        ):
            return "survey", {}, None
        intent = read.intent.value
        if intent == _REFUSES and customer is not None:
            if answers_a_notice(self._work, customer, message.received_at):
                stop_within(self._work, customer, message.received_at, None)
                return "stop", {"what": "money_notices"}, None
            self._restrict(customer, "stop", message, channel="sms")
            return "stop", {}, None
        is_bare_number = message.text.strip().isdigit()
        if intent == "rating" and not (is_bare_number and rating_in(message.text) is None):
            done = survey_answered(self._work, customer, message.text, message.received_at)
            return "survey", {"visit": done}, None
        promised = self._promised(message, read, customer)
        if promised is not None:
            return "promise", promised, None
        if customer is not None and "dispatch.warning.disputes" in read.warnings:
            self._restrict(customer, "dispute", message)
        since = message.received_at - timedelta(hours=ANSWER_HOURS)
        asked = queries.newest_open_request(self._work.connection, message.sender, since)
        if intent == "other" or _answers(asked, intent):
            if message.text.strip(" 。!！~,，.").lower() in _JUST_POLITE:
                return "other", {}, None
            if asked is not None and fill_gap(self._work, asked, read):
                return "answer", {"request": asked.id}, None
        return "request", {}, read

    def _promised(
        self, message: ReceivedMessage, read: SmsRequest, customer: int | None
    ) -> dict[str, Any] | None:
        """A promise of a customer with a case is kept as a draft, for a person to confirm."""
        case_id = queries.case_of(self._work.connection, customer) if customer else None
        if case_id is None or read.needs_visit or read.intent.value not in ("repayment", "other"):
            return None
        said = read_promise(message.text, now=message.received_at, lunar=self._lunar)
        if said is None:
            return None
        draft = add_draft(self._work, case_id, said, received=message.received_at)
        return {
            "promise": draft,
            "due_on": said.due_on.isoformat(),
            "amount": str(said.amount) if said.amount is not None else None,
            "is_vague": said.is_vague,
        }

    def _restrict(
        self, customer: int, kind: str, message: ReceivedMessage, channel: str | None = None
    ) -> None:
        """A refusal or an objection holds at once; staff may lift it after checking."""
        row = {
            "customer_id": customer,
            "kind": kind,
            "channel": channel,
            "reason": message.text[:500],
            "from_on": message.received_at.date(),
            "set_at": self._work.now,
        }
        queries.add(self._work.connection, ContactRestriction, row)
        case_id = queries.case_of(self._work.connection, customer)
        if kind == "dispute" and case_id is not None:
            queries.change(self._work.connection, Case, case_id, {"stage": "disputed"})
        called_off.stop_refused(self._work, customer)
        self.touched.add(customer)

    def _warn_of_flood(self, sender: str, since: datetime) -> None:
        request = queries.newest_open_request(self._work.connection, sender, since)
        if request is None:
            return
        understood = dict(request.understood or {})
        warnings = [*understood.get("warnings", ()), "dispatch.warning.flood"]
        understood["warnings"] = list(dict.fromkeys(warnings))
        queries.change(
            self._work.connection, ServiceRequest, request.id, {"understood": understood}
        )


def _answers(asked: Row[Any] | None, intent: str | None) -> bool:
    """Whether a message that names a kind is the answer to what its sender was asked back."""
    return (
        asked is not None
        and asked.asked_back_at is not None
        and (asked.kind == "other" or asked.kind == intent)
    )


def _home(work: UnitOfWork) -> HomeArea:
    """The branch's city, from its address, and the areas its officers go to."""
    import re

    address = settings.value(work.connection, "branch.address")
    city = re.search(r"(?:^|[省区])([\u4e00-\u9fff]{2,5}?市)", address)
    return HomeArea(city[1] if city else "", frozenset(queries.areas(work.connection)))


def _replan(work: UnitOfWork, customers: set[int], desk: Desk) -> None:
    if customers:
        replan_customers(work, sorted(customers), as_of=desk.today)


def _movement_facts(movement: Movement) -> dict[str, Any]:
    if movement.kind != "movement":
        return {"doubts": list(movement.doubts)}
    time = movement.time
    return {
        "bank": movement.bank,
        "tail": movement.tail,
        "direction": movement.direction,
        "amount": str(movement.amount),
        "balance": str(movement.balance) if movement.balance is not None else None,
        "time": time.isoformat() if time else None,
        "counterparty": movement.counterparty,
        "doubts": list(movement.doubts),
    }
