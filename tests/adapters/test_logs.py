"""The log keeps what happened and hides whom it happened to."""

import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.adapters import logs


@pytest.mark.parametrize(
    ("line", "masked"),
    [
        ("called 13800138000 twice", "called 138****8000 twice"),
        ("ID 11010519491231002X.", "ID 110***********002X."),
        ("card 6222 0212-3456 7890 128 is wrong", "card 622************0128 is wrong"),
        ("write to li.si@example.com now", "write to ***@*** now"),
        ("1234567890 is ten digits", "1234567890 is ten digits"),
        ("sha 9f86d081884c7d659a2feaa0c55ad015a3bf", "sha 9f86d081884c7d659a2feaa0c55ad015a3bf"),
        ("2026-11-20 09:00:00 took 0.12345678901 s", "2026-11-20 09:00:00 took 0.12345678901 s"),
    ],
)
def test_masks_numbers_that_name_a_person(line: str, masked: str) -> None:
    assert logs.mask(line) == masked


def test_masks_the_names_it_is_given() -> None:
    assert logs.mask("欧阳小明 and 小明 paid", ["小明", "欧阳小明", ""]) == "欧某 and 小某 paid"


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("SHOUYUE_HOME", str(tmp_path))
    hooks = sys.excepthook, threading.excepthook
    yield logs.start("test")
    logs.stop()
    sys.excepthook, threading.excepthook = hooks
    logging.getLogger().setLevel(logging.WARNING)


def test_writes_each_line_once_and_masked(log: Path) -> None:
    assert logs.start("test") == log
    logging.getLogger("room").info("%s owes", "张三", extra={"names": ["张三"]})
    assert log.read_text("utf-8").count("张某 owes") == 1


def test_masks_the_traceback_of_an_unexpected_error(log: Path) -> None:
    error = ValueError("bad phone 13800138000")
    sys.excepthook(ValueError, error, None)
    written = log.read_text("utf-8")
    assert "ValueError: bad phone 138****8000" in written
    assert "13800138000" not in written


def test_logs_the_unexpected_error_of_a_thread(log: Path) -> None:
    def fail() -> None:
        raise ValueError("in a thread")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert "ValueError: in a thread" in log.read_text("utf-8")


def test_leaves_ctrl_c_to_python(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert "KeyboardInterrupt" in capsys.readouterr().err
    assert not log.exists()
