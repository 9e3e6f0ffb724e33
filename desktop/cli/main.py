"""The headless commands: one parser, one way to open the database, one way to fail."""

import argparse
import importlib
import json
import locale
import logging
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from getpass import getpass
from typing import NoReturn

from desktop.adapters import logs, paths, wording
from desktop.adapters.wording import Language
from desktop.cli.command import (
    FAILED,
    Arguments,
    Call,
    Commands,
    Ground,
    Outcome,
    Run,
    Screen,
    add_common,
    to_json,
)
from desktop.domain.errors import CodedError, EnvironmentProblem
from desktop.domain.progress import Cancelled
from desktop.services.desk import Actor
from desktop.services.unlock import Location, Unlocker

ROOMS = (
    "demo",
    "database",
    "settings",
    "imports",
    "day_run",
    "cases",
    "ageing",
    "accounts",
    "calendar",
    "letters",
    "messages",
    "contacts",
    "results",
    "channels",
    "dispatch",
    "payments",
)
"""The modules beside this one that have commands, in the order of the help."""

ACTOR = Actor(None, "command line")
PASSPHRASE = "SHOUYUE_PASSPHRASE"  # noqa: S105 - the name of a variable, not a passphrase

_log = logging.getLogger(__name__)

MakeUnlocker = Callable[[date | None], Unlocker]
"""Makes what opens databases, with a clock that stands on the day given."""


def run(arguments: Sequence[str], make_unlocker: MakeUnlocker, screen: Screen) -> int:
    """Run one command, or open the window where none is named; return the exit code."""
    lang = _language(arguments)
    options = parser(lang).parse_args(arguments)
    named = Location.of(options.database) if options.database else None
    if options.run is None:
        return screen.log_in(named, options.lang, options.as_of)
    location = named or Location.of(paths.default_database())
    log = logs.start("shouyue-command")
    try:
        unlocker = make_unlocker(options.as_of)
        return _answer(_called(options, lang, location, unlocker, screen), options.json)
    except BrokenPipeError:  # whoever read the answer has had enough of it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except (CodedError, Cancelled, KeyboardInterrupt, OSError) as error:
        return _failed(error, lang, as_json=options.json)
    except Exception:  # noqa: BLE001 - a bug is logged and worded, never a traceback
        _log.exception("unexpected error")
        return _failed(CodedError("app.bug", log=log), lang, as_json=options.json)
    finally:
        logs.stop()


def parser(lang: Language) -> argparse.ArgumentParser:
    """Return the parser with every room's commands, its help in the language given."""
    whole = _Parser(
        prog="shouyue" if getattr(sys, "frozen", False) else "python -m desktop",
        description=wording.text("cli.description", lang),
        epilog=wording.text("cli.epilog", lang),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    whole.set_defaults(run=None)
    add_common(Arguments(whole, lang))
    commands = Commands(whole.add_subparsers(metavar="COMMAND", parser_class=_Parser), lang)
    for room in ROOMS:
        importlib.import_module(f"desktop.cli.{room}").add_commands(commands)
    return whole


class _Parser(argparse.ArgumentParser):
    """Says in one line what is wrong instead of printing its whole usage."""

    def error(self, message: str) -> NoReturn:
        """Tell what is wrong and where the help is; exit code 2."""
        self.exit(FAILED, f"{self.prog}: {message}\n{self.prog} --help\n")


def _called(
    options: argparse.Namespace,
    lang: Language,
    location: Location,
    unlocker: Unlocker,
    screen: Screen,
) -> Outcome:
    command: Run = options.run
    passphrase = os.environ.get(PASSPHRASE)
    opens = options.opens_database
    if not (opens(options) if callable(opens) else opens):
        ground = Ground(unlocker, location, passphrase, screen)
        return command(Call(options, lang, _Meter(lang), ground))
    if passphrase is None and location.exists() and unlocker.needs_passphrase(location):
        passphrase = ask_passphrase(location, lang)
    with unlocker.open(location, passphrase, actor=ACTOR) as opened:
        ground = Ground(unlocker, location, passphrase, screen)
        return command(Call(options, lang, _Meter(lang), ground, opened))


def ask_passphrase(location: Location, lang: Language) -> str | None:
    """Ask for a passphrase on the terminal; ``None`` where nobody sits at one."""
    if not sys.stdin.isatty():
        return None
    return getpass(wording.text("cli.ask_passphrase", lang, database=location.name))


def _answer(outcome: Outcome, as_json: bool) -> int:
    if as_json:
        print(to_json(outcome.data))
    else:
        for line in outcome.lines:
            print(line)
    return outcome.code


def _failed(error: BaseException, lang: Language, *, as_json: bool) -> int:
    if isinstance(error, KeyboardInterrupt | Cancelled):
        error = CodedError("app.cancelled")
    if isinstance(error, OSError):
        file = error.filename or ""
        error = EnvironmentProblem("app.disk", file=file, reason=error.strerror or str(error))
    if not isinstance(error, CodedError):
        raise error
    words = wording.error_text(error, lang)
    if as_json:
        print(json.dumps({"error": error.code, "message": words}, ensure_ascii=False))
    print(words, file=sys.stderr)
    return FAILED


def _language(arguments: Sequence[str]) -> Language:
    """Find ``--lang`` before anything is parsed; else English only where the system speaks it."""
    early = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    early.add_argument("--lang", choices=wording.LANGUAGES)
    try:
        asked: Language | None = early.parse_known_args(list(arguments))[0].lang
    except argparse.ArgumentError:
        asked = None
    system = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    if sys.platform == "win32":
        system = locale.getlocale()[0] or ""
    return asked or ("en" if system.lower().startswith("en") else "zh")


class _Meter:
    """Shows on a terminal how far long work is."""

    def __init__(self, lang: Language) -> None:
        self._lang: Language = lang
        self._shown = ""

    def report(self, done: int, total: int, step: str = "") -> None:
        """Rewrite one line of standard error; nothing where it is no terminal."""
        if not sys.stderr.isatty():
            return
        words = wording.text(step, self._lang) if step else ""
        line = f"{words} {done:,} / {total:,}"
        if line != self._shown:
            end = "\n" if done >= total else ""
            print(f"\r\x1b[K{line}", end=end, file=sys.stderr, flush=True)
            self._shown = line
