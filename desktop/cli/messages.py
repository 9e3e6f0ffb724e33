"""The commands of messages: receive a file of them, run the worker that delivers."""

import signal
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from desktop.adapters import wording
from desktop.cli.command import DONE, FINDINGS, Call, Commands, Outcome
from desktop.domain.changes import Changes
from desktop.domain.errors import CodedError
from desktop.services import channels, delivery, inbox
from desktop.services.line_worker import LineState, LineWorker
from desktop.services.sms_sending import LINES

IDLE_SECONDS = 10
ROUND_SECONDS = 120


def add_commands(commands: Commands) -> None:
    """Add the commands of this room."""
    receive = commands.add("messages receive", _receive, help="dispatch.cli.messages")
    receive.add("file", metavar="FILE", type=Path, help="dispatch.cli.file")
    deliver = commands.add("messages deliver", _deliver, help="sms.cli.deliver")
    deliver.add("--once", action="store_true", help="sms.cli.once")
    deliver.add("--idle", metavar="SECONDS", type=float, default=IDLE_SECONDS, help="sms.cli.idle")


def _receive(call: Call) -> Outcome:
    found = inbox.receive_file(call.desk, call.options.file, progress=call.progress)
    routes = [
        f"{call.text(f'dispatch.route.{route}')} {count}"
        for route, count in sorted(found.routes.items())
    ]
    facts = {"stored": found.stored, "known": found.known, "routes": routes}
    lines = [call.text("dispatch.cli.received", **facts)]
    for one in found.rejects:
        reason = call.text(f"dispatch.reject.{one.reason}")
        lines.append(call.text("dispatch.cli.reject", file=one.file, line=one.line, reason=reason))
    data = {
        "stored": found.stored,
        "known": found.known,
        "routes": found.routes,
        "requests": list(found.requests),
        "rejects": list(found.rejects),
    }
    return Outcome(data, lines, FINDINGS if found.rejects else DONE)


def _deliver(call: Call) -> Outcome:
    """Do rounds (receipts, releases, folder, e-mail) and keep the line meanwhile, until stopped."""
    with _asked_to_stop() as stop:
        return _worked(call, stop)


def _worked(call: Call, stop: threading.Event) -> Outcome:
    done: Counter[str] = Counter(receipts=0, released=0, sent=0)
    state = LineState()
    if call.options.once:
        _go_round(call, done)
        if channels.way(call.desk) in LINES:
            worker = LineWorker(call.desk, _say_nothing)
            state = worker.run(stop, until_idle=call.options.idle)
    else:
        state = _keep_going(call, stop, done)
    data = {**done, "line": state.phase, **state.counts, "incoming": state.incoming}
    if state.problem is not None:
        data["problem"] = state.problem.code
    shown = {name: state.counts[name] for name in ("delivered", "failed", "unsure")}
    total = done["sent"] + state.counts["sent"]
    lines = [call.text("sms.cli.delivered", sent=total, incoming=state.incoming, **shown)]
    if state.problem is not None:
        lines.append(wording.error_text(state.problem, call.lang))
    return Outcome(data, lines, FINDINGS if state.problem or state.counts["unsure"] else DONE)


@contextmanager
def _asked_to_stop() -> Iterator[threading.Event]:
    """An event that Ctrl+C and a request to end set."""
    stop = threading.Event()

    def ask(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {kind: signal.signal(kind, ask) for kind in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)


def _go_round(call: Call, done: Counter[str]) -> None:
    """One round; what it did is added to `done`."""
    here = delivery.go_round(call.desk)
    done.update(receipts=here.receipts, released=here.released, sent=here.sent)


def _keep_going(call: Call, stop: threading.Event, done: Counter[str]) -> LineState:
    """The line in a thread of its own, a round every two minutes here."""
    ended: list[LineState] = []
    thread: threading.Thread | None = None
    if channels.way(call.desk) in LINES:
        worker = LineWorker(call.desk, _say_nothing)
        thread = threading.Thread(target=lambda: ended.append(worker.run(stop)))
        thread.start()
    print(call.text("sms.cli.running"), flush=True)
    while not stop.is_set() and not ended:
        try:
            _go_round(call, done)
        except CodedError as problem:  # a folder or server that is away is tried again
            print(wording.error_text(problem, call.lang), flush=True)
        stop.wait(ROUND_SECONDS)
    stop.set()
    if thread is not None:
        thread.join()
    return ended[0] if ended else LineState()


def _say_nothing(_state: LineState, _changes: Changes) -> None:
    """Nobody watches a headless worker: its log does."""
