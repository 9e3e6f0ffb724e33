"""The root of the commands: help, options, passphrase, and one way to fail."""

import argparse
import sys
from pathlib import Path

import pytest

from desktop.cli import main
from desktop.cli.command import Call, Outcome, to_json
from desktop.services import day_run
from tests.cli.conftest import Command


def _parsers(parser: argparse.ArgumentParser) -> list[argparse.ArgumentParser]:
    found = [parser]
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                found += _parsers(below)
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_command_and_argument_explains_itself(lang: main.Language) -> None:
    for parser in _parsers(main.parser(lang)):
        text = parser.format_help()
        assert "cli." not in text, parser.prog
        for action in parser._actions:
            assert action.help or isinstance(action, argparse._SubParsersAction), (
                parser.prog,
                action.dest,
            )


def test_without_a_command_the_window_opens(command: Command) -> None:
    assert (
        command("--lang", "en", "--as-of", "2026-10-31").out == "window branch.db en 2026-10-31\n"
    )


def test_help_and_wrong_options_leave_with_the_codes_they_should(command: Command) -> None:
    helped = command("--help")
    assert helped.code == 0
    assert "退出码" in helped.out
    assert "Exit code" in command("--lang", "en", "--help").out
    for wrong in (["nonsense"], ["cases", "--nonsense"], ["cases", "--as-of", "yesterday"]):
        answer = command(*wrong)
        assert answer.code == 2
        assert "--help" in answer.err
        assert "Traceback" not in answer.err


def test_options_stand_before_or_after_the_command(created: Command) -> None:
    assert created("--json", "verify").data == created("verify", "--json").data


def test_a_problem_is_worded_with_code_2(command: Command) -> None:
    answer = command("verify")
    assert answer.code == 2
    assert "找不到数据库" in answer.err
    said = command("verify", "--json", "--lang", "en")
    assert said.data["error"] == "unlock.absent"
    assert "There is no database" in said.data["message"]


def test_the_passphrase_is_asked_on_a_terminal(
    created: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SHOUYUE_PASSPHRASE")
    assert created("verify", "--json").data["error"] == "key.passphrase_needed"
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(main, "getpass", lambda prompt: "stone boat 42 River")
    assert created("verify").code == 0
    monkeypatch.setattr(main, "getpass", lambda prompt: "wrong 1 Passphrase")
    assert created("verify", "--json").data["error"] == "key.wrong_passphrase"


def test_a_bug_is_worded_and_logged_never_a_traceback(
    created: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("phone 13800138000")

    monkeypatch.setattr(day_run, "run", broken)
    answer = created("day-run")
    assert answer.code == 2
    assert "Traceback" not in answer.err
    log = (tmp_path / "home/log/shouyue-command.log").read_text("utf-8")
    assert "RuntimeError: phone 138****8000" in log


@pytest.mark.parametrize(
    ("error", "code"),
    [(KeyboardInterrupt(), "app.cancelled"), (OSError(28, "No space left", "out.csv"), "app.disk")],
)
def test_an_interruption_and_a_full_disk_are_worded(
    created: Command, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: str
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(day_run, "run", stop)
    answer = created("day-run", "--json")
    assert (answer.code, answer.data["error"]) == (2, code)


def test_the_language_follows_the_system(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert "There is no database" in command("verify").err
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert "找不到数据库" in command("verify").err
    assert command("--lang", "fr", "verify").code == 2


def test_progress_is_shown_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    meter = main._Meter("zh")
    meter.report(1, 2, "day_run.running")
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    for done in (1, 1, 2):
        meter.report(done, 2, "day_run.running")
    shown = capsys.readouterr().err
    assert shown.count("正在日终处理") == 2
    assert shown.endswith("2 / 2\n")


def test_an_answer_holds_only_what_machines_can_read() -> None:
    assert '"a": [\n  1\n ]' in to_json({"a": {1}})
    with pytest.raises(TypeError):
        to_json({"a": object()})


def test_a_command_without_database_has_no_desk() -> None:
    call = Call(argparse.Namespace(), "zh", main._Meter("zh"), ground=None)  # type: ignore[arg-type]
    with pytest.raises(AssertionError):
        call.desk  # noqa: B018
    assert Outcome({}).code == 0
