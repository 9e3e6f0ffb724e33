"""The commands of contacts: take in what agencies report."""

from pathlib import Path

from desktop.adapters.rule_tables import bundled_rules
from desktop.cli.command import DONE, FINDINGS, Call, Commands, Outcome
from desktop.services import agency_contacts


def add_commands(commands: Commands) -> None:
    """Add the commands of this room."""
    taken = commands.add("contacts import", _import, help="agency.cli.import")
    taken.add("file", metavar="FILE", type=Path, help="agency.cli.file")
    taken.add("--agency", metavar="NAME", required=True, help="agency.cli.agency")


def _import(call: Call) -> Outcome:
    agency = call.options.agency
    done = agency_contacts.take_in(call.desk, call.options.file, agency, call.progress)
    lines = [call.text("agency.taken", agency=agency, new=done.new, known=done.known)]
    for code, count in sorted(done.against.items()):
        rule = bundled_rules().history(code)[-1]
        name = rule.zh if call.lang == "zh" else rule.en
        lines.append(call.text("agency.against", rule=name, count=count))
    lines += [
        call.text("agency.fault", row=fault.row_no, reason=call.text(fault.code))
        for fault in done.faults
    ]
    data = {
        "new": done.new,
        "known": done.known,
        "against": done.against,
        "faults": [{"row": fault.row_no, "code": fault.code} for fault in done.faults],
    }
    return Outcome(data, lines, FINDINGS if done.faults or done.against else DONE)
