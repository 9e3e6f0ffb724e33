"""The worker of the SMS line: real servers on loopback, breaks, holds, the stop button."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from db.tables import IncomingMessage, LineHold, OutboxItem
from desktop.adapters.sms.line import Event, LineStatus, LongParcel, PartTaken
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError, EnvironmentProblem
from desktop.services import channels, delivery, line_hold, line_worker, settings, sms_sending
from desktop.services.desk import Desk
from desktop.services.line_worker import LineState, LineWorker
from tests.adapters.sms.smpp_server import Smsc, smpp_server
from tests.services.test_mail_delivery import Keys
from tests.services.test_outbox import states
from tests.services.test_reminders import work

NOW = datetime(2026, 11, 20, 9)


def queue(desk: Desk, count: int, body: str = "您好" * 40) -> None:
    """Put messages of two parts each into the outbox, as a receipt for a payment would be."""
    with work(desk) as unit:
        unit.connection.execute(
            insert(OutboxItem),
            [
                {
                    "idempotency_key": f"t{number}", "channel": "sms",
                    "recipient": f"138{number:08d}", "body": body, "state": "queued",
                    "due_at": NOW, "created_at": NOW,
                }
                for number in range(count)
            ],
        )  # fmt: skip


def set_up(desk: Desk, smsc: Smsc, **more: str) -> None:
    values = {"sms.way": "smpp", "smpp.host": "127.0.0.1", "smpp.port": str(smsc.port)}
    rate = {"smpp.system_id": "branch", "smpp.rate": "500", "smpp.window": "20"}
    settings.save(desk, values | rate | more)


class Watcher:
    """Hears what a worker tells."""

    def __init__(self) -> None:
        self.phases: list[str] = []
        self.topics: set[str] = set()

    def __call__(self, state: LineState, changes: Changes) -> None:
        if not self.phases or self.phases[-1] != state.phase:
            self.phases.append(state.phase)
        self.topics |= set(changes.topics)


@contextmanager
def running(worker: LineWorker) -> Iterator[None]:
    """A worker at work in a thread, which has ended when the block has."""
    stop = threading.Event()
    thread = threading.Thread(target=worker.run, args=(stop,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(60)
    assert not thread.is_alive(), "the worker does not stop"


def wait_for(is_so: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it never became so"
        time.sleep(0.02)


def test_everything_goes_out_and_the_answers_come_in(desk: Desk) -> None:
    queue(desk, 30)
    told = Watcher()
    with smpp_server() as smsc:
        set_up(desk, smsc)
        smsc.incoming.append(
            {"destination_addr": "10690001", "source_addr": "8613800100001", "data_coding": 8,
             "short_message": "余额多少".encode("utf-16-be")}
        )  # fmt: skip
        worker = LineWorker(desk, told)
        with running(worker):
            wait_for(lambda: (states(desk), worker.state.incoming) == (["delivered"] * 30, 1))
        state = worker.state
    assert states(desk) == ["delivered"] * 30
    assert (state.phase, state.problem, state.incoming) == ("off", None, 1)
    assert state.counts == {"sent": 30, "delivered": 30}
    assert told.phases == ["connecting", "online", "off"]
    assert {"messages", "requests"} <= told.topics
    with desk.read() as connection:
        assert connection.execute(select(IncomingMessage.text)).scalar() == "余额多少"
    assert len(smsc.taken) == 60


def test_a_line_that_breaks_is_opened_again_with_more_and_more_patience(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line_worker, "FIRST_WAIT", 0.05)
    told = Watcher()
    with smpp_server() as smsc:
        set_up(desk, smsc, **{"smpp.port": "1"})
        with running(LineWorker(desk, told)):
            wait_for(lambda: told.phases.count("waiting") >= 1)
            settings.save(desk, {"smpp.port": str(smsc.port)})
            wait_for(lambda: "online" in told.phases)
            queue(desk, 2)
            wait_for(lambda: states(desk) == ["delivered"] * 2)
    assert told.phases[-1] == "off"


class Line:
    """A line for the tests: ``fails`` is raised when it is opened."""

    def __init__(self, fails: Exception | None = None) -> None:
        self.fails = fails
        self.events: list[Event] = []
        self.waiting: set[int] = set()

    def open(self) -> None:
        if self.fails is not None:
            raise self.fails

    def room(self) -> int:
        return 1

    def send(self, parcels: tuple[LongParcel, ...]) -> None:
        self.waiting |= {parcel.number for parcel in parcels}
        self.events += [
            PartTaken(parcel.number, f"{parcel.number}-{place}")
            for parcel in parcels
            for place, _ in enumerate(parcel.parts)
        ]

    def poll(self, _seconds: float) -> list[Event]:
        told, self.events = self.events, []
        self.waiting.clear()
        return told

    def confirm(self) -> None:
        pass

    def in_flight(self) -> int:
        return len(self.waiting)

    def status(self) -> LineStatus:
        return LineStatus(50, "HomeNetwork", "46000")

    def close(self) -> list[Event]:
        return []


@pytest.mark.parametrize(
    "problem",
    [EnvironmentProblem("sms.smpp_login"), DomainError("sms.no_port", field="modem.port")],
)
def test_what_only_a_person_can_mend_stops_it(desk: Desk, problem: Exception) -> None:
    worker = LineWorker(desk, Watcher(), lambda _desk: Line(problem))
    state = worker.run(threading.Event())
    assert (state.phase, state.problem) == ("stopped", problem)
    line_hold.must_be_free(desk)


def test_only_one_program_of_the_branch_sends(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.save(desk, {"sms.way": "modem"})
    told = Watcher()
    with running(LineWorker(desk, told, lambda _desk: Line())):
        wait_for(lambda: "online" in told.phases)
        second = LineWorker(desk, Watcher(), lambda _desk: Line())
        state = second.run(threading.Event(), until_idle=0.1)
        assert (state.phase, getattr(state.problem, "code", "")) == ("elsewhere", "sms.line_busy")
        with pytest.raises(EnvironmentProblem, match=r"sms\.line_busy"):
            channels.try_connection(desk, lambda _desk: Line())
    assert channels.try_connection(desk, lambda _desk: Line()).signal == 50


def test_a_hold_left_by_a_crash_is_taken_over(desk: Desk) -> None:
    with desk.store.write() as connection:
        until = datetime(2026, 11, 20, 9, 1)
        row = {"line": "sms", "holder": "another:1:ff", "until": until}
        connection.execute(insert(LineHold), [row])
        connection.commit()
    if not desk.store.is_file:  # on a server it may be another one's: it has to run out
        with pytest.raises(EnvironmentProblem, match=r"sms\.line_busy"):
            line_hold.must_be_free(desk)
        with desk.store.write() as connection:
            connection.execute(update(LineHold).values(until=datetime(2026, 11, 20, 8, 59)))
            connection.commit()
    queue(desk, 3)
    state = LineWorker(desk, Watcher(), lambda _desk: Line()).run(threading.Event(), until_idle=0.1)
    assert state.counts == {"sent": 3}


def test_a_test_message_goes_alone(desk: Desk) -> None:
    queue(desk, 2)
    settings.save(desk, {"branch.name": "滨江支行", "sms.way": "modem"})
    with smpp_server() as smsc:
        set_up(desk, smsc)
        done = channels.send_test(desk, "+86 138 0013 0099", seconds=20)
    assert (done.state, done.error) == ("delivered", None)
    assert states(desk) == ["queued", "queued", "delivered"]
    ((to, content, _),) = smsc.taken
    assert to == "8613800130099"
    assert content.decode("utf-16-be").startswith("【滨江支行】这是一条测试短信")
    with pytest.raises(DomainError, match=r"messages\.no_mobile"):
        channels.send_test(desk, "057188880000")


def test_the_line_is_made_of_the_settings(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = Keys()
    for values, code in (
        ({"sms.way": "folder"}, "is_folder"),
        ({"sms.way": "modem"}, "no_port"),
        ({"sms.way": "smpp"}, "no_gateway"),
    ):
        settings.save(desk, values)
        with pytest.raises(DomainError, match=rf"sms\.{code}"):
            channels.make_line(desk, keys)
    settings.save(desk, {"smpp.host": "smsc.example.cn", "smpp.system_id": "branch"})
    assert not channels.has_secret(desk, keys)
    channels.set_secret(desk, "right horse", keys)
    assert keys.kept == {("shouyue-sms", "branch@smsc.example.cn"): "right horse"}
    made: Any = channels.make_line(desk, keys)
    assert (made._setup.password, made._setup.rate) == ("right horse", 10.0)
    settings.save(desk, {"sms.way": "modem", "modem.port": "/dev/ttyUSB0"})
    monkeypatch.setenv("SHOUYUE_MODEM_PIN", "2468")
    made = channels.make_line(desk, keys)
    assert (made._setup.port, made._setup.speed, made._setup.pin) == (
        "/dev/ttyUSB0",
        115200,
        "2468",
    )
    monkeypatch.setattr(channels.secret_store, "system_store", lambda: None)
    with pytest.raises(DomainError, match=r"sms\.no_key_store"):
        channels.set_secret(desk, "1234")


def test_send_now_leaves_sms_to_the_line(desk: Desk) -> None:
    settings.save(desk, {"sms.way": "modem", "modem.port": "/dev/ttyUSB0"})
    queue(desk, 1)
    assert delivery.send_now(desk).count == 0
    assert delivery.go_round(desk).sent == 0
    assert states(desk) == ["queued"]
    settings.save(desk, {"sms.way": "folder"})
    with pytest.raises(DomainError, match=r"messages\.no_folder_set"):
        delivery.send_now(desk)
    assert sms_sending.LINES == ("modem", "smpp")


def test_the_folder_is_tried_and_gets_a_test_of_its_own(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(DomainError, match=r"messages\.no_folder_set"):
        channels.try_connection(desk)
    settings.save(desk, {"messages.exchange_folder": str(tmp_path), "branch.name": "滨江支行"})
    assert channels.try_connection(desk) == LineStatus()
    queue(desk, 2)
    done = channels.send_test(desk, "13800130099")
    assert (done.state, states(desk)) == ("sent", ["queued", "queued", "sent"])
    (file,) = (tmp_path / "out").iterdir()
    assert "13800130099,【滨江支行】这是一条测试短信" in file.read_text("utf-8-sig")


def test_on_a_server_only_one_program_sends_mail_or_hands_over(desk: Desk, tmp_path: Path) -> None:
    settings.save(desk, {"messages.exchange_folder": str(tmp_path)})
    queue(desk, 1)
    with desk.store.write() as connection:
        until = datetime(2026, 11, 20, 9, 10)
        rows = [
            {"line": one, "holder": "another:1:x", "until": until} for one in ("mail", "folder")
        ]
        connection.execute(insert(LineHold), rows)
        connection.commit()
    with line_hold.turn(desk, "mail") as is_ours:
        assert is_ours is desk.store.is_file
    assert delivery.send_now(desk).count == (1 if desk.store.is_file else 0)
    with line_hold.turn(desk, "letters") as is_ours:
        assert is_ours
