"""The SMPP line against a real server on loopback, and against one that misbehaves."""

import logging
import time
from collections.abc import Callable
from typing import Any

import pytest

from desktop.adapters.sms.line import (
    Event,
    IncomingPart,
    LongParcel,
    NotSent,
    PartTaken,
    Refused,
    Report,
    Unsure,
)
from desktop.adapters.sms.smpp import SmppLine, SmppSetup
from desktop.adapters.sms.smpp_text import as_units, header, same_references, split_header
from desktop.domain.errors import EnvironmentProblem
from desktop.domain.message_parts import Piece, cut, joined
from tests.adapters.sms import raw_smsc as raw
from tests.adapters.sms.raw_smsc import RawSmsc, deliver, raw_smsc, unit
from tests.adapters.sms.smpp_server import smpp_server

LONG = "尊敬的张女士，您本期应还一千零六十元😀。" * 5
NUMBER = "13800100001"


def line_to(port: int, **more: Any) -> SmppLine:
    values: dict[str, Any] = {"rate": 500, "window": 20, "source": "10690001"}
    return SmppLine(SmppSetup("127.0.0.1", port, "branch", "secret", **(values | more)))


def until(line: SmppLine, is_done: Callable[[list[Event]], bool]) -> list[Event]:
    """Poll and confirm until something is so."""
    events: list[Event] = []
    end = time.monotonic() + 30
    while not is_done(events):
        assert time.monotonic() < end, events
        events += line.poll(0.2)
        line.confirm()
    return events


def of(kind: type[Any], events: list[Event]) -> list[Any]:
    return [one for one in events if isinstance(one, kind)]


@pytest.mark.parametrize("form", ["udh", "sar", "payload"])
def test_a_long_message_goes_out_and_its_receipts_come_in(form: str) -> None:
    with smpp_server() as smsc:
        line = line_to(smsc.port, long_form=form)
        line.open()
        line.send([LongParcel(7, NUMBER, cut(LONG))])
        count = 1 if form == "payload" else len(cut(LONG))
        events = until(line, lambda seen: len(of(Report, seen)) == count)
        assert line.close() == []
    assert [one.number for one in of(PartTaken, events)] == [7] * count
    assert {one.reference for one in of(Report, events)} == {
        one.reference for one in of(PartTaken, events)
    }
    assert {(one.state, one.hint, one.recipient) for one in of(Report, events)} == {
        ("delivered", 7, f"86{NUMBER}")
    }
    if form == "udh":
        parts = [split_header(content) for _, content, _ in smsc.taken]
        pieces = [Piece(part.number, text) for part, text in parts if part is not None]
        assert joined(pieces, count) == LONG


def test_messages_that_come_in_are_confirmed_and_then_never_repeated() -> None:
    with smpp_server() as smsc:
        line = line_to(smsc.port)
        line.open()
        for place, text in enumerate(("周五", "还"), 1):
            content = header(9, place, 2) + text.encode("utf-16-be")
            smsc.incoming.append(
                {"destination_addr": "10690001", "source_addr": f"86{NUMBER}", "esm_class": 0x40,
                 "data_coding": 8, "short_message": content}
            )  # fmt: skip
        parts = of(IncomingPart, until(line, lambda seen: len(of(IncomingPart, seen)) == 2))
        line.close()
    assert [(part.sender, part.group, part.number, part.total) for part in parts] == [
        (f"86{NUMBER}", "u9-2", 1, 2),
        (f"86{NUMBER}", "u9-2", 2, 2),
    ]
    assert joined([Piece(part.number, part.content) for part in parts], 2) == "周五还"


def test_a_server_that_throttles_gets_everything_more_slowly(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with smpp_server(rate=20) as smsc:
        line = line_to(smsc.port, rate=200)
        line.open()
        line.send([LongParcel(number, NUMBER, ("好",)) for number in range(60)])
        with caplog.at_level(logging.WARNING):
            events = until(line, lambda seen: len(of(PartTaken, seen)) == 60)
        line.close()
    assert smsc.throttled > 0
    assert len(smsc.taken) == 60
    assert of(Refused, events) == []
    assert "throttles" in caplog.text


def test_the_rate_is_kept() -> None:
    with smpp_server() as smsc:
        line = line_to(smsc.port, rate=40)
        line.open()
        begun = time.monotonic()
        line.send([LongParcel(number, NUMBER, ("好",)) for number in range(41)])
        until(line, lambda seen: len(of(PartTaken, seen)) == 41)
        assert time.monotonic() - begun > 0.85
        assert line.room() <= 4
        line.close()


def test_what_the_server_refuses_is_refused_once_and_the_others_go() -> None:
    rejects = {f"86{NUMBER}": 0x0B, "8613800100002": 0x08}
    with smpp_server(rejects=rejects) as smsc:
        line = line_to(smsc.port)
        line.open()
        numbers = (NUMBER, "13800100002", "13800100003")
        line.send([LongParcel(n, number, cut(LONG)) for n, number in enumerate(numbers)])
        events = until(line, lambda seen: len(of(PartTaken, seen)) == len(of(Refused, seen)) == 2)
        assert line.in_flight() == 0
        line.close()
    refused = sorted(of(Refused, events), key=lambda one: one.number)  # answered in any order
    assert [(one.number, one.is_final) for one in refused] == [(0, True), (1, False)]
    assert refused[0].reason.startswith("0x0B")


def test_a_wrong_password_is_told_apart_from_a_server_that_is_away() -> None:
    with raw_smsc() as server:
        server.bind_status = 0x0E
        line = line_to(server.port)
        with pytest.raises(EnvironmentProblem, match=r"sms\.smpp_login"):
            line.open()
        line.close()
        server.bind_status = 0x14
        busy = line_to(server.port)
        with pytest.raises(EnvironmentProblem, match=r"sms\.smpp_bind"):
            busy.open()
        busy.close()
    with pytest.raises(EnvironmentProblem, match=r"sms\.smpp_broken"):
        line_to(server.port).open()


def broken(server: RawSmsc, code: str) -> list[Event]:
    """Send one message of three parts and a second one; return what is known when it breaks."""
    line = line_to(server.port, window=2)
    line.open()
    line.send([LongParcel(1, NUMBER, ("一", "二", "三")), LongParcel(2, NUMBER, ("好",))])
    with pytest.raises(EnvironmentProblem) as problem:
        until(line, lambda _seen: False)
    assert problem.value.code == code
    return line.close()


def test_a_server_that_closes_leaves_doubt_only_about_what_was_on_its_way() -> None:
    with raw_smsc() as server:
        server.closes_on_submit = True
        assert broken(server, "sms.smpp_closed") == [Unsure(1, "messages.unsure"), NotSent(2)]


@pytest.mark.parametrize("noise", [b"\0" * 64, b"\xff" * 64, b"HTTP/1.1 400 Bad Request\r\n\r\n"])
def test_a_server_that_talks_garbage_is_given_up(noise: bytes) -> None:
    with raw_smsc() as server:
        server.on_submit = lambda _sequence: [noise]
        assert broken(server, "sms.smpp_garbage") == [Unsure(1, "messages.unsure"), NotSent(2)]


def test_units_that_cannot_be_read_are_answered_and_passed_over(
    caplog: pytest.LogCaptureFixture,
) -> None:
    cut_off = unit(raw.DELIVER, 71, b"\0\1")
    unknown = unit(0x00001234, 72)
    receipt = unit(raw.DELIVER, 73, deliver(b"nothing of a receipt", esm=4))
    huge = unit(raw.DELIVER, 74, b"x" * 5_000_000)
    answer_to_nothing = unit(raw.SUBMIT_RESP, 999, b"7\0")
    good = unit(raw.DELIVER, 75, deliver("在".encode("utf-16-be")))
    with raw_smsc() as server, caplog.at_level(logging.WARNING):
        server.on_bind = [cut_off, unknown, receipt, huge, answer_to_nothing, good]
        line = line_to(server.port)
        line.open()
        (message,) = until(line, lambda seen: bool(seen))
        line.close()
        heard = server.heard
    assert isinstance(message, IncomingPart)
    assert message.content == "在".encode("utf-16-be")
    assert (0x80000005, 1, 74) in heard  # too long
    assert (0x80000000, 3, 72) in heard  # what is that
    assert (0x80000005, 0, 73) in heard
    assert (0x80000005, 0, 75) in heard
    assert heard[-1][0] == raw.UNBIND
    assert "5000016 bytes" in caplog.text
    assert "a receipt cannot be read" in caplog.text
    assert "an incoming message is empty" in caplog.text


def test_a_server_that_says_goodbye_is_answered() -> None:
    with raw_smsc() as server:
        server.on_submit = lambda sequence: [
            unit(raw.SUBMIT_RESP, sequence, b"5\0"),
            unit(raw.UNBIND, 4),
        ]
        line = line_to(server.port)
        line.open()
        line.send([LongParcel(1, NUMBER, ("好",))])
        seen: list[Event] = []
        with pytest.raises(EnvironmentProblem, match=r"sms\.smpp_closed"):
            until(line, lambda events: bool(seen.extend(events)))
        assert PartTaken(1, "5") in [*seen, *line.close()]
    assert (0x80000006, 0, 4) in server.heard


def test_a_receipt_faster_than_the_answer_is_told_after_it() -> None:
    receipt = deliver(b"id:5 stat:DELIVRD err:000 text:", sender=f"86{NUMBER}\0".encode(), esm=4)
    with raw_smsc() as server:
        server.on_submit = lambda sequence: [
            unit(raw.DELIVER, 81, receipt),
            unit(raw.SUBMIT_RESP, sequence, b"5\0"),
        ]
        line = line_to(server.port)
        line.open()
        line.send([LongParcel(1, NUMBER, ("好",))])
        events = until(line, lambda seen: bool(of(Report, seen)))
        line.close()
    assert [type(one) for one in events] == [PartTaken, Report]
    assert (0x80000005, 0, 81) in server.heard, "confirmed once it is known whose it is"


def test_a_receipt_without_its_answer_is_left_to_come_again() -> None:
    receipt = deliver(b"id:5 stat:DELIVRD err:000 text:", sender=f"86{NUMBER}\0".encode(), esm=4)
    with raw_smsc() as server:
        server.on_submit = lambda _sequence: [unit(raw.DELIVER, 81, receipt)]
        line = line_to(server.port)
        line.open()
        line.send([LongParcel(1, NUMBER, ("好",))])
        assert line.poll(0.3) == []
        line.confirm()
        assert line.close() == [Unsure(1, "messages.unsure")]
    assert (0x80000005, 0, 81) not in server.heard


def test_silence_is_asked_about_and_then_given_up() -> None:
    now = [0.0]
    with raw_smsc() as server:
        line = SmppLine(SmppSetup("127.0.0.1", server.port, "b", "s"), tick=lambda: now[0])
        line.open()
        now[0] = 31.0
        line.poll(0)
        end = time.monotonic() + 30
        while (0x15, 0) not in [one[:2] for one in server.heard]:
            assert time.monotonic() < end
            time.sleep(0.01)
        server.on_submit = lambda _sequence: []
        line.send([LongParcel(1, NUMBER, ("好",))])
        now[0] = 62.0
        with pytest.raises(EnvironmentProblem, match=r"sms\.smpp_silent"):
            line.poll(0)
        assert line.close() == [Unsure(1, "messages.unsure")]


def test_one_reference_may_be_written_in_several_ways() -> None:
    assert "0000a1b2" in same_references("41394")
    assert "41394" in same_references("A1B2")
    assert same_references("x-99") == ("x-99", "X-99")
    assert same_references("255") == ("255",)


@pytest.mark.parametrize(
    ("content", "coding", "text"),
    [
        ("你好".encode("utf-16-be"), 8, "你好"),
        (b"OK", 0, "OK"),
        ("你好".encode(), 0xF5, "你好"),
        (b"\xff\xfe\xfd", 0xF5, "\ufffd\ufffd\ufffd"),
    ],
)
def test_texts_in_their_coding(content: bytes, coding: int, text: str) -> None:
    assert as_units(content, coding).decode("utf-16-be") == text


@pytest.mark.parametrize(
    "content", [b"", b"\x40abc", b"\x05\x00\x03\x01\x02\x03xy", b"\x03\x01\x01\x00xy"]
)
def test_a_header_that_numbers_nothing_sensible_joins_nothing(content: bytes) -> None:
    assert split_header(content)[0] is None
