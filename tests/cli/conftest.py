"""Commands run in the test's own process, on a database of the test's own."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.cli import main
from desktop.domain.clock import FixedClock
from desktop.services.desk import Actor
from desktop.services.unlock import Location, OpenDatabase, Unlocker

TODAY = date(2026, 11, 20)
PASSPHRASE = "stone boat 42 River"


@dataclass(frozen=True)
class Answer:
    """What a command left: exit code, standard output and standard error."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The answer of a command that was run with ``--json``."""
        return json.loads(self.out)


Command = Callable[..., Answer]


class FakeScreen:
    """Says what the window would have been asked for."""

    def log_in(self, location: Location | None, language: str | None, as_of: date | None) -> int:
        print(f"window {location.name if location else None} {language} {as_of}")
        return 0

    def show(self, opened: OpenDatabase, actor: Actor, language: str | None) -> int:
        print(f"window on {opened.location.name} for {actor.name}")
        return 0

    def draw(
        self, opened: OpenDatabase, actor: Actor, folder: Path, language: str | None
    ) -> list[Path]:
        picture = folder / "page.png"
        picture.touch()
        return [picture]


@pytest.fixture(autouse=True)
def _quick_keys(quick_keys: None) -> None:
    pass


@pytest.fixture
def unlocker() -> Unlocker:
    """Opens databases on 20 November 2026 with passphrases only."""
    return Unlocker(None, FixedClock.at(TODAY))


@pytest.fixture
def command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """Run a command line as ``python -m desktop`` would: ``command("ageing", "--json")``.

    The database is ``branch.db`` in the test's folder; ``create`` makes it.
    """
    monkeypatch.setenv("SHOUYUE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SHOUYUE_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.chdir(tmp_path)

    def unlocker(as_of: date | None) -> Unlocker:
        return Unlocker(None, FixedClock.at(as_of or TODAY))

    def run(*arguments: str) -> Answer:
        named = arguments if "--database" in arguments else (*arguments, "--database", "branch.db")
        capsys.readouterr()
        try:
            code = main.run(named, unlocker, FakeScreen())
        except SystemExit as end:
            code = int(end.code or 0)
        shown = capsys.readouterr()
        return Answer(code, shown.out, shown.err)

    return run


@pytest.fixture
def created(command: Command) -> Command:
    """The same, with an empty database made already."""
    assert command("create").code == 0
    return command
