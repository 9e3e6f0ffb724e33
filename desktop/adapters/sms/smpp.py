"""An SMS line over SMPP 3.4: submits in a window at the rate agreed, receipts, incoming messages."""

import logging
import ssl
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from desktop.adapters.sms.line import (
    Event,
    LineStatus,
    LongParcel,
    NotSent,
    PartTaken,
    Refused,
    Report,
    Unsure,
)
from desktop.adapters.sms.smpp_text import (
    HAS_HEADER,
    STATES,
    header,
    incoming_part,
    plain_address,
    read_receipt,
    status_words,
)
from desktop.adapters.sms.smpp_wire import Wire
from desktop.domain.errors import EnvironmentProblem

UCS2 = 8
RECEIPT = 0x04
KIND_OF_MESSAGE = 0x3C
THROTTLED = (0x58, 0x14)
"""ESME_RTHROTTLED, ESME_RMSGQFUL: not taken, to be offered again more slowly."""
NOT_NOW = (0x08, 0x04, 0xFE, 0x64)
"""System error, wrong state, delivery failure, temporary: not taken, perhaps another time."""
LOGIN_REFUSED = (0x05, 0x0D, 0x0E, 0x0F)
ANSWER_SECONDS = 30
GOODBYE_SECONDS = 5
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SmppSetup:
    """How to log in and how to submit. ``long_form`` is ``udh``, ``sar`` or ``payload``;
    ``country`` is put before a mobile number; ``rate`` counts parts in a second."""

    host: str
    port: int
    system_id: str
    password: str = field(repr=False)
    is_tls: bool = False
    system_type: str = ""
    source: str = ""
    source_ton: int = 0
    source_npi: int = 0
    country: str = "86"
    rate: float = 10
    window: int = 10
    long_form: str = "udh"
    enquire_seconds: float = 30


@dataclass
class _Message:
    """A message on the line: how many of its parts are taken; ``refusal``: status, if any."""

    number: int
    recipient: str
    total: int
    taken: int = 0
    refusal: int | None = None


@dataclass
class _Part:
    """A part on its way, to be written or to be answered."""

    of: _Message
    content: bytes
    place: int
    written_at: float = 0.0


class SmppLine:
    """One session as a transceiver; ``open`` begins it."""

    def __init__(
        self,
        setup: SmppSetup,
        *,
        trust: Callable[[], ssl.SSLContext] = ssl.create_default_context,
        tick: Callable[[], float] = time.monotonic,
    ) -> None:
        self._setup = setup
        self._trust = trust if setup.is_tls else None
        self._tick = tick
        self._wire: Wire | None = None
        self._backlog: deque[_Part] = deque()
        self._asked: dict[int, _Part] = {}
        self._messages: dict[int, _Message] = {}
        self._waiting: list[Any] = []  # deliver_sm that were told and not confirmed
        self._early: list[Any] = []  # receipts that came before the answer they belong to
        self._events: list[Event] = []
        self._pause, self._pause_until = 0.0, 0.0
        self._allowance, self._counted_at = 1.0, tick()
        self._heard_at = tick()

    def open(self) -> None:
        """Connect and bind as a transceiver. Raises ``sms.smpp_login`` where that is refused."""
        from smpplib import smpp

        setup = self._setup
        self._wire = Wire(setup.host, setup.port, self._trust, ANSWER_SECONDS)
        bind = smpp.make_pdu(
            "bind_transceiver",
            client=self._wire,
            system_id=setup.system_id,
            password=setup.password,
            system_type=setup.system_type,
            interface_version=0x34,
        )
        self._wire.send(bind)
        answer = self._answer_to("bind_transceiver_resp", ANSWER_SECONDS)
        if answer is None:
            raise EnvironmentProblem("sms.smpp_silent", server=self._wire.where)
        if answer.status:
            code = "sms.smpp_login" if answer.status in LOGIN_REFUSED else "sms.smpp_bind"
            raise EnvironmentProblem(
                code,
                server=self._wire.where,
                user=setup.system_id,
                reason=status_words(answer.status),
            )
        self._heard_at = self._tick()

    def room(self) -> int:
        """How many messages fit into window and allowance now; long ones count as they come."""
        if self._backlog or self._tick() < self._pause_until:
            return 0
        self._count_allowance()
        return max(0, min(self._setup.window - len(self._asked), int(self._allowance)))

    def send(self, parcels: Sequence[LongParcel]) -> None:
        """Submit messages, their parts as window and rate allow."""
        for parcel in parcels:
            texts = parcel.parts
            if self._setup.long_form == "payload":
                texts = ("".join(texts),)
            message = _Message(parcel.number, parcel.recipient, len(texts))
            self._messages[parcel.number] = message
            self._backlog.extend(
                _Part(message, text.encode("utf-16-be"), place)
                for place, text in enumerate(texts, 1)
            )
        self._submit()

    def poll(self, seconds: float) -> list[Event]:
        """Wait for answers, receipts and messages; return as soon as there are some."""
        end = self._tick() + seconds
        while True:
            self._submit()
            for unit in self._open_wire().units():
                self._take(unit)
            self._keep_alive()
            left = end - self._tick()
            if self._events or left <= 0:
                told, self._events = self._events, []
                return told
            self._open_wire().wait(min(left, 0.05 if self._backlog else 0.5))

    def confirm(self) -> None:
        """Answer the deliver_sm that were told: the network need not repeat them."""
        waiting, self._waiting = self._waiting, []
        for unit in waiting:
            self._open_wire().answer("deliver_sm_resp", unit)

    def in_flight(self) -> int:
        """Messages handed over and not settled."""
        return len(self._messages)

    def status(self) -> LineStatus:
        """A session has no signal."""
        return LineStatus()

    def close(self) -> list[Event]:
        """Unbind where the session still stands, and say what is known of the rest."""
        if self._wire is not None:
            self._say_goodbye()
            self._wire.close()
            self._wire = None
        written = {part.of.number for part in self._asked.values()}
        for message in self._messages.values():
            may_have_left = message.taken or message.number in written
            self._events.append(
                Unsure(message.number, "messages.unsure")
                if may_have_left
                else NotSent(message.number)
            )
        told, self._events = self._events, []
        self._messages.clear()
        self._asked.clear()
        self._backlog.clear()
        return told

    # --- out -------------------------------------------------------------------------------------

    def _submit(self) -> None:
        self._count_allowance()
        while (
            self._backlog
            and len(self._asked) < self._setup.window
            and self._allowance >= 1
            and self._tick() >= self._pause_until
        ):
            self._allowance -= 1
            part = self._backlog.popleft()
            unit = self._submit_sm(part)
            part.written_at = self._tick()
            self._asked[unit.sequence] = part
            self._open_wire().send(unit)

    def _submit_sm(self, part: _Part) -> Any:
        from smpplib import smpp

        setup, number = self._setup, part.of.number
        values: dict[str, Any] = {
            "source_addr_ton": setup.source_ton,
            "source_addr_npi": setup.source_npi,
            "source_addr": setup.source,
            "dest_addr_ton": 1 if setup.country else 0,
            "dest_addr_npi": 1,
            "destination_addr": setup.country + part.of.recipient,
            "data_coding": UCS2,
            "registered_delivery": 1,
            "user_message_reference": number & 0xFFFF,
        }
        if setup.long_form == "payload":
            values |= {"message_payload": part.content}
        elif part.of.total == 1:
            values |= {"short_message": part.content}
        elif setup.long_form == "sar":
            values |= {
                "short_message": part.content,
                "sar_msg_ref_num": number & 0xFFFF,
                "sar_total_segments": part.of.total,
                "sar_segment_seqnum": part.place,
            }
        else:
            head = header(number, part.place, part.of.total)
            values |= {"short_message": head + part.content, "esm_class": HAS_HEADER}
        return smpp.make_pdu("submit_sm", client=self._open_wire(), **values)

    def _count_allowance(self) -> None:
        now = self._tick()
        grown = (now - self._counted_at) * self._setup.rate
        self._counted_at = now
        self._allowance = min(self._allowance + grown, max(1.0, self._setup.rate / 10))

    # --- in --------------------------------------------------------------------------------------

    def _take(self, unit: Any) -> None:
        self._heard_at = self._tick()
        if unit.command in ("submit_sm_resp", "generic_nack"):
            self._answered(unit)
        elif unit.command == "deliver_sm":
            self._delivered(unit)
        elif unit.command == "enquire_link":
            self._open_wire().answer("enquire_link_resp", unit)
        elif unit.command == "unbind":
            self._open_wire().answer("unbind_resp", unit)
            raise EnvironmentProblem("sms.smpp_closed", server=self._open_wire().where)

    def _answered(self, unit: Any) -> None:
        part = self._asked.pop(unit.sequence, None)
        if part is None:
            return
        message = part.of
        if unit.status in THROTTLED and message.refusal is None:
            self._slow_down()
            self._backlog.appendleft(part)
            return
        early, self._early = self._early, []
        if unit.status == 0 and unit.command == "submit_sm_resp":
            self._pause = 0.0
            message.taken += 1
            reference = bytes(unit.message_id or b"").decode("ascii", "replace")[:64]
            self._events.append(PartTaken(message.number, reference))
        else:
            message.refusal = unit.status
            self._backlog = deque(one for one in self._backlog if one.of is not message)
        self._settle(message)
        for receipt in early:
            self._delivered(receipt)

    def _settle(self, message: _Message) -> None:
        """A message is refused only when nothing of it is on the line any more."""
        if any(part.of is message for part in self._asked.values()):
            return
        if message.refusal is not None:
            reason = status_words(message.refusal)
            _log.warning("SMPP: message %d is not taken: %s", message.number, reason)
            is_final = bool(message.taken) or message.refusal not in NOT_NOW
            self._events.append(Refused(message.number, reason, is_final))
        elif message.taken < message.total:
            return
        del self._messages[message.number]

    def _slow_down(self) -> None:
        now = self._tick()
        if now >= self._pause_until:
            self._pause = min(LONGEST_PAUSE, max(FIRST_PAUSE, self._pause * 2))
            self._pause_until = now + self._pause
            _log.warning("SMPP: the server throttles; waiting %.1f s", self._pause)

    def _delivered(self, unit: Any) -> None:
        is_receipt = (unit.esm_class or 0) & KIND_OF_MESSAGE == RECEIPT
        if is_receipt and self._is_awaited(plain_address(unit.source_addr)):
            # It may be faster than the answer, which has its reference: without that nobody knows it.
            self._early.append(unit)
            return
        self._waiting.append(unit)
        if is_receipt:
            receipt = read_receipt(unit)
            if receipt is None:
                _log.warning("SMPP: a receipt cannot be read")
                return
            hint = getattr(unit, "user_message_reference", None)
            state = STATES[receipt.stat]
            reason = "" if state == "delivered" else receipt.reason
            sender = plain_address(unit.source_addr)
            self._events.append(Report(receipt.reference, sender, state, receipt.at, reason, hint))
        elif (unit.esm_class or 0) & KIND_OF_MESSAGE == 0:
            message = incoming_part(unit)
            if message.content:
                self._events.append(message)
            else:
                _log.warning("SMPP: an incoming message is empty")

    def _is_awaited(self, number: str) -> bool:
        """Whether the server still owes an answer for something to this number."""
        return any(number.endswith(part.of.recipient) for part in self._asked.values())

    def _keep_alive(self) -> None:
        from smpplib import smpp

        now = self._tick()
        oldest = min((part.written_at for part in self._asked.values()), default=now)
        silent = now - self._heard_at
        wire = self._open_wire()
        if now - oldest > ANSWER_SECONDS or silent > self._setup.enquire_seconds + ANSWER_SECONDS:
            raise EnvironmentProblem("sms.smpp_silent", server=wire.where)
        if silent > self._setup.enquire_seconds and now >= self._enquired_until:
            self._enquired_until = now + ANSWER_SECONDS
            wire.send(smpp.make_pdu("enquire_link", client=wire))

    _enquired_until = 0.0

    def _open_wire(self) -> Wire:
        if self._wire is None:
            raise AssertionError("the line is not open")
        return self._wire

    def _answer_to(self, name: str, seconds: float) -> Any:
        """Wait for one answer; what else comes meanwhile is not confirmed and so comes again."""
        end = self._tick() + seconds
        wire = self._open_wire()
        while (left := end - self._tick()) > 0:
            if not wire.wait(left):
                continue
            for unit in wire.units():
                if unit.command in (name, "generic_nack"):
                    return unit
                if unit.command in ("submit_sm_resp", "enquire_link"):
                    self._take(unit)
        return None

    def _say_goodbye(self) -> None:
        from smpplib import smpp

        wire = self._open_wire()
        try:
            wire.send(smpp.make_pdu("unbind", client=wire))
            self._answer_to("unbind_resp", GOODBYE_SECONDS)
        except EnvironmentProblem:
            return  # the other side has gone already
