"""Commands of the SMS line: try it out, send a test."""

from desktop.adapters.sms.line import LineStatus
from desktop.cli.command import DONE, FINDINGS, Call, Commands, Outcome
from desktop.services import channels


def add_commands(commands: Commands) -> None:
    """Add the command of this room."""
    tried = commands.add("channels test", _test, help="sms.cli.test")
    tried.add("--to", metavar="NUMBER", help="sms.cli.to")


def _test(call: Call) -> Outcome:
    if call.options.to:
        done = channels.send_test(call.desk, call.options.to)
        data = {"state": done.state, "error": done.error, **_facts(done.status)}
        state = call.text(f"messages.state.{done.state}")
        lines = [call.text("sms.cli.sent", state=state, reason=done.error or "")]
        is_good = done.state in ("sent", "delivered")
        return Outcome(data, lines, DONE if is_good else FINDINGS)
    status = channels.try_connection(call.desk)
    facts = _facts(status)
    shown = {name: "—" if value is None else value for name, value in facts.items()}
    return Outcome(facts, [call.text("sms.cli.tried", **shown)])


def _facts(status: LineStatus) -> dict[str, object]:
    return {
        "signal": status.signal,
        "network": status.network,
        "operator": status.operator,
    }
