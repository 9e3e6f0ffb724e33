"""The command that receives messages."""

from pathlib import Path

from desktop.cli.command import DONE, FINDINGS, Call, Commands, Outcome
from desktop.services import inbox


def add_commands(commands: Commands) -> None:
    """Add the command of this room."""
    receive = commands.add("messages receive", _receive, help="dispatch.cli.messages")
    receive.add("file", metavar="FILE", type=Path, help="dispatch.cli.file")


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
