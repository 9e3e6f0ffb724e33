"""The modem line: its process and gammu against an AT modem on a pty."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.adapters.sms import modem
from desktop.adapters.sms.line import (
    Event,
    IncomingPart,
    LineStatus,
    LongParcel,
    NotSent,
    PartTaken,
    Refused,
    Report,
    Unsure,
)
from desktop.adapters.sms.modem import ModemLine, ModemSetup
from desktop.domain.errors import EnvironmentProblem
from desktop.domain.message_parts import Piece, cut, joined
from tests.adapters.sms.modem_emulator import ModemEmulator, Submitted

LONG = "您好😀，" * 26
NUMBERS = [f"1380010000{n}" for n in range(4)]


@pytest.fixture
def emulator(tmp_path: Path) -> Iterator[ModemEmulator]:
    with ModemEmulator(tmp_path / "modem") as plugged:
        yield plugged


@pytest.fixture
def line(emulator: ModemEmulator) -> Iterator[ModemLine]:
    opened = ModemLine(ModemSetup(str(emulator.path)))
    try:
        opened.open()
        yield opened
    finally:
        opened.close()


def until(line: ModemLine, is_done: Callable[[list[Event]], bool]) -> list[Event]:
    events: list[Event] = []
    end = time.monotonic() + 40
    while not is_done(events):
        assert time.monotonic() < end, events
        events += line.poll(0.5)
        line.confirm()
    return events


def of(kind: type[Any], events: list[Event]) -> list[Any]:
    return [one for one in events if isinstance(one, kind)]


def test_long_chinese_out_and_in_with_reports(emulator: ModemEmulator, line: ModemLine) -> None:
    assert line.status() == LineStatus(69, "HomeNetwork", "46000")
    emulator.fails.add(NUMBERS[1])
    emulator.deliver("+8613900001111", LONG, is_reversed=True)
    emulator.deliver_raw("+8613900001112", b"\xd8\x3d\x4f\x60\xdc")
    line.send([LongParcel(n, number, cut(LONG)) for n, number in enumerate(NUMBERS[:2])])
    assert line.room() == 0
    events = until(line, lambda seen: len(of(Report, seen)) == 4)
    assert emulator.messages() == [(number, LONG) for number in NUMBERS[:2]]
    assert [one.number for one in of(PartTaken, events)] == [0, 0, 1, 1]
    states = {(one.recipient, one.state) for one in of(Report, events)}
    assert states == {(NUMBERS[0], "delivered"), (NUMBERS[1], "failed")}
    assert {one.reference for one in of(Report, events)} == {
        one.reference for one in of(PartTaken, events)
    }
    parts = [one for one in of(IncomingPart, events) if one.total > 1]
    assert joined([Piece(one.number, one.content) for one in parts], 2) == LONG
    (damaged,) = [one for one in of(IncomingPart, events) if one.total == 1]
    assert damaged.content.decode("utf-16-be") == "\N{REPLACEMENT CHARACTER}"
    end = time.monotonic() + 40
    while emulator.stored:
        assert time.monotonic() < end, "what is stored is deleted from the SIM"
        time.sleep(0.05)


def test_pulled_out_in_mid_message(emulator: ModemEmulator, line: ModemLine) -> None:
    def pull(_part: Submitted) -> None:
        emulator.unplug()

    emulator.before_answer = pull
    line.send([LongParcel(n, NUMBERS[n], cut(LONG)) for n in (1, 2)])
    with pytest.raises(EnvironmentProblem, match=r"sms\.modem_unplugged"):
        until(line, lambda _seen: False)
    assert line.close() == [Unsure(1, "messages.unsure"), NotSent(2)]


def test_what_the_network_refuses(emulator: ModemEmulator, line: ModemLine) -> None:
    emulator.refuse = lambda part: "+CMS ERROR: 38" if part.to == NUMBERS[0] else None
    line.send([LongParcel(n, NUMBERS[n], ("好",)) for n in (0, 1)])
    events = until(line, lambda seen: bool(of(PartTaken, seen)))
    (refused,) = of(Refused, events)
    assert (refused.number, refused.is_final) == (0, False)
    assert line.in_flight() == 0


def test_a_sim_with_a_pin(tmp_path: Path) -> None:
    with ModemEmulator(tmp_path / "modem", pin="2468") as emulator:
        for pin, code in (("", "pin_needed"), ("1111", "pin_wrong")):
            locked = ModemLine(ModemSetup(str(emulator.path), pin=pin))
            with pytest.raises(EnvironmentProblem, match=rf"sms\.modem_{code}"):
                locked.open()
            locked.close()
        assert emulator.wrong_pins == 1
        opened = ModemLine(ModemSetup(str(emulator.path), pin="2468"))
        opened.open()
        assert opened.close() == []


def test_a_port_where_no_modem_is(tmp_path: Path) -> None:
    line = ModemLine(ModemSetup(str(tmp_path / "nowhere")))
    with pytest.raises(EnvironmentProblem, match=r"sms\.modem_(no_port|unplugged)"):
        line.open()
    assert line.close() == []


def test_a_process_that_dies_is_told(emulator: ModemEmulator, line: ModemLine) -> None:
    process = line._process
    assert process is not None
    process.kill()
    line.send([LongParcel(1, NUMBERS[0], ("好",))])
    with pytest.raises(EnvironmentProblem, match=r"sms\.modem_ended"):
        until(line, lambda _seen: False)
    assert line.close() == [Unsure(1, "messages.unsure")]


def test_the_desk_never_loads_gammu() -> None:
    loads = "import desktop.adapters.sms.modem, desktop.bootstrap, sys; sys.exit('gammu' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", loads], check=False).returncode == 0


def test_the_built_program_has_the_process_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/shouyue/shouyue")
    assert modem.command() == ["/opt/shouyue/shouyue-modem"]


def test_signal_and_network_are_told_as_they_change(
    emulator: ModemEmulator, line: ModemLine
) -> None:
    emulator.registration, emulator.signal = 2, 3
    end = time.monotonic() + 40
    while line.status().network != "RequestingNetwork":
        assert time.monotonic() < end, line.status()
        line.poll(0.5)
    assert (line.status().signal or 0) < 20
