"""The commands of the SMS line, against a real gateway on loopback; the folder, where it is one."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.cli import messages
from desktop.domain.errors import CodedError
from tests.adapters.sms.smpp_server import Smsc, smpp_server
from tests.cli.conftest import Command


def over(command: Command, smsc: Smsc) -> None:
    values = ("sms.way=smpp", "smpp.host=127.0.0.1", f"smpp.port={smsc.port}")
    assert command("settings", *values, "smpp.system_id=branch", "branch.name=滨江支行").code == 0


def test_a_line_is_tried_and_a_test_message_sent(created: Command) -> None:
    assert created("channels", "test", "--json").data["error"] == "messages.no_folder_set"
    with smpp_server() as smsc:
        over(created, smsc)
        assert created("channels", "test", "--json").data == {
            "signal": None, "network": None, "operator": None,
        }  # fmt: skip
        assert "线路可用" in created("channels", "test").out
        sent = created("channels", "test", "--to", "13800130099")
        assert (sent.code, "已送达" in sent.out) == (0, True)
        smsc.rejects["8613800130098"] = 0x0B
        refused = created("channels", "test", "--to", "13800130098", "--json")
        assert (refused.code, refused.data["state"]) == (1, "failed")
    assert created("channels", "test").code == 2


def test_delivering_once_ends_by_itself(created: Command) -> None:
    with smpp_server() as smsc:
        over(created, smsc)
        smsc.incoming.append(
            {"destination_addr": "1", "source_addr": "8613800100001", "data_coding": 8,
             "short_message": "余额多少".encode("utf-16-be")}
        )  # fmt: skip
        end, done = time.monotonic() + 30, []
        while not smsc.answered:  # a gateway that is slow to pass it on has it for the next run
            assert time.monotonic() < end
            done.append(created("messages", "deliver", "--once", "--idle", "1", "--json"))
    assert [one.code for one in done] == [0] * len(done)
    assert sum(one.data["incoming"] for one in done) == 1
    assert done[-1].data["line"] == "off"
    away = created("messages", "deliver", "--once")
    assert away.code == 1
    assert "短信网关" in away.out


def test_delivering_goes_on_until_it_is_stopped(
    created: Command, stopping: Callable[[Callable[[], bool]], None]
) -> None:
    with smpp_server() as smsc:
        over(created, smsc)
        stopping(lambda: bool(smsc.binds))
        done = created("messages", "deliver")
    assert (done.code, "Ctrl+C" in done.out) == (0, True)


def test_delivering_waits_for_a_folder_that_is_away(
    created: Command,
    stopping: Callable[[Callable[[], bool]], None],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(messages, "ROUND_SECONDS", 0.1)
    folder = tmp_path / "gone"
    folder.mkdir()
    assert created("settings", f"messages.exchange_folder={folder}").code == 0
    folder.rmdir()
    go_round = messages._go_round
    failed: list[str] = []

    def counted(call: Any, done: Any) -> None:
        try:
            go_round(call, done)
        except CodedError as problem:
            failed.append(problem.code)
            raise

    monkeypatch.setattr(messages, "_go_round", counted)

    def is_time() -> bool:
        """Rounds fail for a while, the drive comes back, a round makes its folders."""
        if len(failed) >= 2:
            folder.mkdir(exist_ok=True)
        return (folder / "out").exists()

    stopping(is_time)
    done = created("messages", "deliver")
    assert (done.code, "Ctrl+C" in done.out, "gone" in done.out) == (0, True, True)


@pytest.fixture
def stopping() -> Iterator[Callable[[Callable[[], bool]], None]]:
    """Ask this process to end once a condition holds: never after the test has ended."""
    is_over = threading.Event()
    threads: list[threading.Thread] = []

    def watch(is_time: Callable[[], bool]) -> None:
        while not is_over.wait(0.2):
            if is_time():
                os.kill(os.getpid(), signal.SIGTERM)
                return

    def start(is_time: Callable[[], bool]) -> None:
        threads.append(threading.Thread(target=watch, args=(is_time,)))
        threads[-1].start()

    before = signal.signal(signal.SIGTERM, lambda _number, _frame: None)
    yield start
    is_over.set()
    for thread in threads:
        thread.join()
    signal.signal(signal.SIGTERM, before)
