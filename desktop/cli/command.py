"""What a headless command is made of: its arguments, what it is given, what it answers.

A room's commands stand in ``desktop/cli/<room>.py``:

    def add_commands(commands: Commands) -> None:
        ageing = commands.add("ageing", _ageing, help="ageing.cli.help")
        ageing.add("--by", choices=("product", "officer"), help="ageing.cli.by")

    def _ageing(call: Call) -> Outcome:
        table = reports.ageing(call.desk, …)
        return Outcome({"rows": table.rows}, [call.text("ageing.cli.row", …) for …])

Help texts are codes of ``resources/texts``, so that ``--help`` speaks both languages.
"""

import argparse
import dataclasses
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

from desktop.adapters import wording
from desktop.adapters.wording import Language
from desktop.domain.progress import Progress
from desktop.services.desk import Actor, Desk
from desktop.services.unlock import Location, OpenDatabase, Unlocker

DONE = 0
FINDINGS = 1
"""Finished, with rejects or findings that somebody should look at."""
FAILED = 2
"""Could not do it."""


@dataclass(frozen=True)
class Outcome:
    """What a command answers: ``data`` for ``--json``, ``lines`` for a person, the exit code."""

    data: Mapping[str, object]
    lines: Sequence[str] = ()
    code: int = DONE


class Screen(Protocol):
    """The window, as far as a command can have it opened."""

    def log_in(
        self, location: Location | None, language: Language | None, as_of: date | None
    ) -> int:
        """Open the window on a database (or the one used last); return the exit code."""
        ...

    def show(self, opened: OpenDatabase, actor: Actor, language: Language | None) -> int:
        """Open the window on a database that is open; return the exit code when it is closed."""
        ...

    def draw(
        self, opened: OpenDatabase, actor: Actor, folder: Path, language: Language | None
    ) -> list[Path]:
        """Draw every page, light and dark, into a folder; needs no screen."""
        ...


@dataclass(frozen=True)
class Ground:
    """What a command may stand on besides an open database: for those that open or make one."""

    unlocker: Unlocker
    location: Location
    passphrase: str | None
    screen: Screen


@dataclass(frozen=True)
class Call:
    """One run of a command."""

    options: argparse.Namespace
    lang: Language
    progress: Progress
    ground: Ground
    opened: OpenDatabase | None = None

    @property
    def desk(self) -> Desk:
        """The desk at the open database."""
        return self.database.desk

    @property
    def database(self) -> OpenDatabase:
        """The open database; only commands that are declared without one have none."""
        if self.opened is None:
            raise AssertionError("this command was declared to need no database")
        return self.opened

    def text(self, code: str, **facts: object) -> str:
        """Word a code in the language asked for."""
        return wording.text(code, self.lang, **facts)


Run = Callable[[Call], Outcome]


class Arguments:
    """The arguments of one command."""

    def __init__(self, parser: argparse.ArgumentParser, lang: Language) -> None:
        self._parser = parser
        self._lang = lang

    def add(self, *names: str, help: str, **more: Any) -> None:  # noqa: A002 - argparse's word
        """Add an argument as argparse would; ``help`` is a text code."""
        words = wording.text(help, self._lang).replace("%", "%%")
        self._parser.add_argument(*names, help=words, **more)


def add_common(arguments: Arguments, **more: Any) -> None:
    """Add what every command understands, before its name as well as after it."""
    arguments.add("--database", metavar="PATH|URL", help="cli.database", **more)
    arguments.add("--as-of", metavar="DATE", type=day, help="cli.as_of", **more)
    arguments.add("--json", action="store_true", help="cli.json", **more)
    arguments.add("--lang", choices=wording.LANGUAGES, help="cli.lang", **more)


class Commands:
    """The place where rooms put their commands."""

    def __init__(
        self, parsers: "argparse._SubParsersAction[argparse.ArgumentParser]", lang: Language
    ) -> None:
        self._parsers = parsers
        self._lang = lang

    def add(
        self,
        name: str,
        run: Run,
        *,
        help: str,  # noqa: A002 - argparse's word
        opens_database: bool | Callable[[argparse.Namespace], bool] = True,
    ) -> Arguments:
        """Add a command, or one of a group (``"dispatch plan"``); ``help`` is a text code.

        ``opens_database`` may depend on the arguments.
        """
        words = wording.text(help, self._lang).replace("%", "%%")
        group, _, last = name.rpartition(" ")
        parsers = self._group(group) if group else self._parsers
        parser = parsers.add_parser(last, help=words, description=words, allow_abbrev=False)
        parser.set_defaults(run=run, opens_database=opens_database)
        arguments = Arguments(parser, self._lang)
        add_common(arguments, default=argparse.SUPPRESS)
        return arguments

    def _group(self, name: str) -> "argparse._SubParsersAction[argparse.ArgumentParser]":
        if name not in self._parsers.choices:
            words = wording.text(f"cli.group.{name}", self._lang)
            parser = self._parsers.add_parser(name, help=words, description=words)
            parser.set_defaults(commands=parser.add_subparsers(metavar="COMMAND", required=True))
        found: argparse._SubParsersAction[argparse.ArgumentParser]
        found = self._parsers.choices[name].get_default("commands")
        return found


def day(written: str) -> date:
    """Read a date argument: 2026-11-20 or 20261120."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{written!r}: 2026-11-20") from None


def to_json(data: object) -> str:
    """Write an answer for machines: amounts as text with two decimals, dates as ISO."""
    return json.dumps(data, ensure_ascii=False, indent=1, default=_plain)


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {one.name: getattr(value, one.name) for one in dataclasses.fields(value)}
    if isinstance(value, Decimal | Path):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no place in an answer")
