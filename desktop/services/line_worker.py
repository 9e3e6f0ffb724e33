"""The worker of the SMS line: keeps it open, sends what is queued, takes in what comes.

It runs in a thread of its own, or as the headless command; on a server only one of the branch's
programs holds the line. A line that breaks is opened again, five seconds later, then twice as long
each time; what only a person can mend (a refused login, a wrong PIN) stops it.
"""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from desktop.adapters.sms.line import LineStatus, SmsLine
from desktop.domain.changes import Changes
from desktop.domain.errors import CodedError, DomainError
from desktop.services import channels, line_hold, sms_incoming, sms_sending
from desktop.services.channels import MakeLine, make_line
from desktop.services.desk import Desk

FIRST_WAIT, LONGEST_WAIT = 5.0, 300.0
POLL_SECONDS = 0.5
SETTLE_SECONDS = 30
PROLONG_SECONDS = 30
ONLY_A_PERSON = frozenset(
    {"sms.smpp_login", "sms.modem_pin_needed", "sms.modem_pin_wrong", "sms.modem_no_permission"}
)
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class LineState:
    """How the worker is: ``phase`` is off, connecting, online, waiting, elsewhere or stopped.

    ``retry_at`` is set while it waits; ``counts`` since it was started.
    """

    phase: str = "off"
    way: str = "folder"
    status: LineStatus = field(default_factory=LineStatus)
    problem: CodedError | None = None
    retry_at: datetime | None = None
    counts: Counter[str] = field(default_factory=Counter)
    incoming: int = 0


Tell = Callable[[LineState, Changes], None]


class LineWorker:
    """Runs until ``stop`` is set; ``tell`` hears of every change of state and data."""

    def __init__(self, desk: Desk, tell: Tell, make: MakeLine = make_line) -> None:
        self._desk = desk
        self._tell = tell
        self._make = make
        self._holder = line_hold.holder_name(self)
        self._held_until = 0.0
        self.state = LineState()

    def run(self, stop: threading.Event, *, until_idle: float | None = None) -> LineState:
        """Work until stopped, or until nothing is to be sent and nothing came for so long.

        Messages already handed over are given half a minute to be answered.
        """
        wait = FIRST_WAIT
        self._become(replace(self.state, phase="connecting", way=channels.way(self._desk)))
        try:
            while not stop.is_set():
                problem = self._session(stop, until_idle)
                if problem is None:
                    break
                if isinstance(problem, DomainError) or problem.code in ONLY_A_PERSON:
                    self._become(replace(self.state, phase="stopped", problem=problem))
                    return self.state
                wait = FIRST_WAIT if self._was_online else min(LONGEST_WAIT, wait * 2)
                phase = "elsewhere" if problem.code == "sms.line_busy" else "waiting"
                retry_at = self._desk.clock.now() + timedelta(seconds=wait)
                self._become(replace(self.state, phase=phase, problem=problem, retry_at=retry_at))
                if until_idle is not None:
                    return self.state
                stop.wait(wait)
        finally:
            self._give_up_hold()
        self._become(replace(self.state, phase="off", problem=None, retry_at=None))
        return self.state

    # --- one session -----------------------------------------------------------------------------

    _was_online = False

    def _session(self, stop: threading.Event, until_idle: float | None) -> CodedError | None:
        """Open the line and work; returns what ended it, ``None`` where it was asked to end."""
        self._was_online = False
        line: SmsLine | None = None
        problem: CodedError | None = None
        try:
            self._hold()
            sms_sending.settle_interrupted(self._desk)
            self._pass_on()
            line = self._make(self._desk)
            line.open()
            self._was_online = True
            self._become(
                replace(
                    self.state, phase="online", status=line.status(), problem=None, retry_at=None
                )
            )
            self._work(line, stop, until_idle)
        except CodedError as error:
            _log.warning("the SMS line: %s", error)
            problem = error
        finally:
            if line is not None:
                self._record(line, at_end=True)
        return problem

    def _work(self, line: SmsLine, stop: threading.Event, until_idle: float | None) -> None:
        busy_at = time.monotonic()
        while not stop.is_set():
            self._hold()
            has_sent = self._send(line)
            has_news = self._record(line)
            if has_sent or has_news or line.in_flight():
                busy_at = time.monotonic()
            elif until_idle is not None and time.monotonic() - busy_at > until_idle:
                break
        end = time.monotonic() + SETTLE_SECONDS
        while line.in_flight() and time.monotonic() < end:
            self._record(line)

    def _send(self, line: SmsLine) -> bool:
        room = line.room()
        if not room:
            return False
        claim = sms_sending.claim(self._desk, self.state.way, room)
        line.send(claim.parcels)
        if claim.stopped:
            self._tell(self.state, Changes.of("messages", "reminders", "contacts"))
        return bool(claim.parcels or claim.stopped)

    def _record(self, line: SmsLine, *, at_end: bool = False) -> bool:
        events = line.close() if at_end else line.poll(POLL_SECONDS)
        done = sms_sending.record(self._desk, events)
        if not at_end:
            line.confirm()
        if done.incoming:
            self._pass_on()
        status = line.status()
        if done.counts or done.incoming or status != self.state.status:
            self._become(
                replace(
                    self.state,
                    status=status,
                    counts=self.state.counts + done.counts,
                    incoming=self.state.incoming + done.incoming,
                ),
                done.changes,
            )
        return bool(events)

    def _pass_on(self) -> None:
        changes = sms_incoming.pass_on(self._desk)
        if changes:
            self._tell(self.state, changes)

    def _become(self, state: LineState, changes: Changes | None = None) -> None:
        self.state = state
        self._tell(state, changes or Changes())

    # --- the hold --------------------------------------------------------------------------------

    def _hold(self) -> None:
        """Take or prolong the hold. Raises ``sms.line_busy`` while another program has it."""
        if time.monotonic() < self._held_until:
            return
        line_hold.take(self._desk, self._holder)
        self._held_until = time.monotonic() + PROLONG_SECONDS

    def _give_up_hold(self) -> None:
        line_hold.give_up(self._desk, self._holder)
        self._held_until = 0.0
