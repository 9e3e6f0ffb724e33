"""The command that shows and sets what the branch says about itself."""

import argparse

from desktop.cli.command import Call, Commands, Outcome
from desktop.services import settings


def add_commands(commands: Commands) -> None:
    """Add the command of this room."""
    both = commands.add("settings", _settings, help="cli.settings.help")
    both.add("given", metavar="NAME=VALUE", nargs="*", type=_pair, help="cli.settings.given")


def _pair(written: str) -> tuple[str, str]:
    name, sign, value = written.partition("=")
    if not sign:
        raise argparse.ArgumentTypeError(f"{written!r}: NAME=VALUE")
    return name, value


def _settings(call: Call) -> Outcome:
    given = dict(call.options.given)
    if given:
        settings.save(call.desk, given)
    kept = settings.load(call.desk)
    return Outcome({"settings": kept}, [f"{name}={value}" for name, value in kept.items()])
