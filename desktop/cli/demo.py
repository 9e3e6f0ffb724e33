"""The demonstration: a filled database, and the window on it or pictures of it."""

import os
import sys
import tempfile
from pathlib import Path

from desktop.cli.command import Call, Commands, Outcome, to_json
from desktop.services import demo
from desktop.services.demo import Demo

OUT = Path("demo-out")


def add_commands(commands: Commands) -> None:
    """Add the command of this room."""
    showing = commands.add("demo", _demo, help="cli.demo.help", opens_database=False)
    showing.add("--out", type=Path, metavar="DIR", help="cli.demo.out")


def _demo(call: Call) -> Outcome:
    folder = Path(tempfile.mkdtemp(prefix="shouyue-demo-"))
    _say(call.text("cli.demo.making", folder=folder))
    with demo.build(folder, call.progress) as made:
        if call.options.out is None and has_screen():
            _say(call.text("cli.demo.opening", passphrase=demo.PASSPHRASE))
            actor = made.opened.desk.actor
            code = call.ground.screen.show(made.opened, actor, call.options.lang)
            return Outcome(made.summary(), code=code)
        return _drawn(call, made, call.options.out or OUT)


def _drawn(call: Call, made: Demo, out: Path) -> Outcome:
    """Leave behind what can be looked at without a screen."""
    out.mkdir(parents=True, exist_ok=True)
    letters = demo.print_letters(made, out / "letters", call.progress)
    opened = made.opened
    pictures = call.ground.screen.draw(opened, opened.desk.actor, out, call.options.lang)
    summary = {**made.summary(), "letters": len(letters), "pictures": len(pictures)}
    (out / "summary.json").write_text(to_json(summary), "utf-8")
    facts = {"pictures": len(pictures), "letters": len(letters), "folder": out.resolve()}
    return Outcome(summary, [call.text("cli.demo.drawn", **facts)])


def _say(words: str) -> None:
    """Say what goes on beside the answer: long work, and a window that will take the terminal."""
    print(words, file=sys.stderr, flush=True)


def has_screen() -> bool:
    """Whether there is a screen to open a window on; only Linux can be without one."""
    if os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        return False
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
