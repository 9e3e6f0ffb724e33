"""The command that runs the day."""

from desktop.cli.command import Call, Commands, Outcome
from desktop.services import day_run


def add_commands(commands: Commands) -> None:
    """Add the command of this room."""
    commands.add("day-run", _day_run, help="cli.day_run.help")


def _day_run(call: Call) -> Outcome:
    done = day_run.run(call.desk, progress=call.progress)
    lines = [call.text("cli.day_run.done", days=len(done.dates), last=done.dates[-1])]
    lines += [
        call.text("cli.day_run.count", name=call.text(f"day_run.count.{name}"), count=f"{count:,}")
        for name, count in done.counts.items()
    ]
    return Outcome({"dates": done.dates, "counts": done.counts}, lines)
