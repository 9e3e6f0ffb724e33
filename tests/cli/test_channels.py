"""The commands of the SMS line, against a real gateway on loopback; the folder, where it is one."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from desktop.cli import messages
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
        done = created("messages", "deliver", "--once", "--idle", "1", "--json")
    assert (done.code, done.data["incoming"], done.data["line"]) == (0, 1, "off")
    away = created("messages", "deliver", "--once")
    assert away.code == 1
    assert "短信网关" in away.out


@pytest.mark.parametrize("has_line", [True, False])
def test_delivering_goes_on_until_it_is_stopped(
    created: Command, has_line: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(messages, "ROUND_SECONDS", 0.1)
    with smpp_server() as smsc:
        if has_line:
            over(created, smsc)
        else:
            created("settings", f"messages.exchange_folder={tmp_path / 'gone'}")
            (tmp_path / "gone").mkdir()
        threading.Thread(target=_stop_when, args=(smsc, has_line, tmp_path), daemon=True).start()
        done = created("messages", "deliver")
    assert done.code == 0
    assert "Ctrl+C" in done.out
    assert ("gone" in done.out) is not has_line


def _stop_when(smsc: Smsc, has_line: bool, folder: Path) -> None:
    end = time.monotonic() + 20
    while has_line and not smsc.binds and time.monotonic() < end:
        time.sleep(0.05)
    if not has_line:
        while not (folder / "gone/out").exists() and time.monotonic() < end:
            time.sleep(0.05)
        (folder / "gone").rename(folder / "elsewhere")
    time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)
