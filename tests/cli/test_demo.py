"""demo from the command line: the window where there is a screen, pictures where there is none."""

import json
import sys
from pathlib import Path

import pytest

from desktop.cli import demo as command_room
from desktop.domain.clock import FixedClock
from desktop.services import demo
from desktop.services.demo import Demo
from desktop.services.unlock import Location, Unlocker
from tests.cli.conftest import TODAY, Command


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A demonstration with nothing in it: what is in it is tested elsewhere."""

    def build(folder: Path, progress: object = None) -> Demo:
        unlocker = Unlocker(None, FixedClock.at(TODAY))
        return Demo(unlocker.create(Location.of(folder / "demo.db"), demo.PASSPHRASE), (), {})

    monkeypatch.setattr(demo, "build", build)


def test_with_a_screen_the_window_opens(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command_room, "has_screen", lambda: True)
    answer = command("demo")
    assert answer.code == 0
    assert "window on demo.db" in answer.out
    assert demo.PASSPHRASE in answer.err


@pytest.mark.parametrize("named", [[], ["--out", "pictures"]])
def test_without_a_screen_it_leaves_pictures_and_a_summary(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, named: list[str]
) -> None:
    monkeypatch.setattr(command_room, "has_screen", lambda: bool(named))
    answer = command("demo", *named)
    assert answer.code == 0
    out = tmp_path / (named[1] if named else "demo-out")
    assert (out / "page.png").exists()
    assert (out / "letters").is_dir()
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    assert summary["business_date"] == "2026-11-20"
    assert (summary["pictures"], summary["letters"]) == (1, 0)


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, False),
        ("win32", {}, True),
    ],
)
def test_knows_whether_there_is_a_screen(
    monkeypatch: pytest.MonkeyPatch, platform: str, environment: dict[str, str], expected: bool
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)
    assert command_room.has_screen() is expected
