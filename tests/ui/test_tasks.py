"""Service calls off the GUI thread: results, errors, order, progress, cancelling, ending."""

import threading
from dataclasses import dataclass
from functools import partial

import pytest
from PySide6.QtWidgets import QLabel

from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError
from desktop.domain.progress import Cancelled
from desktop.ui import tasks as tasks_module
from desktop.ui.events import Events
from desktop.ui.tasks import Tasks


@dataclass(frozen=True)
class Done:
    changes: Changes
    number: int


@pytest.fixture
def errors():
    return []


@pytest.fixture
def events(qapp):
    return Events()


@pytest.fixture
def tasks(qapp, events, errors):
    made = Tasks("the desk", events, errors.append)
    yield made
    assert made.close(30)


def waited(qtbot, tasks):
    qtbot.waitUntil(lambda: tasks.is_idle)


def test_a_read_gets_the_desk_and_answers_on_the_gui_thread(tasks, qtbot):
    got = []
    tasks.read(
        lambda desk, word, *, times: (desk, word * times, threading.current_thread().name),
        "ab",
        times=2,
        then=lambda result: got.append((*result, threading.current_thread())),
    )
    waited(qtbot, tasks)
    desk, word, reader, home = got[0]
    assert (desk, word) == ("the desk", "abab")
    assert reader.startswith("reader-")
    assert home is threading.main_thread()


def test_a_write_tells_its_changes_once_before_its_callback(tasks, events, qtbot):
    order = []
    events.changed.connect(lambda changes: order.append(sorted(changes.topics)))
    tasks.write(lambda desk: Done(Changes.of("cases"), 7), then=lambda r: order.append(r.number))
    tasks.write(lambda desk: Changes.of("letters"), then=lambda _: order.append("done"))
    waited(qtbot, tasks)
    assert order == [["cases"], 7, ["letters"], "done"]


def test_a_write_that_changed_nothing_tells_nothing(tasks, events, qtbot):
    order = []
    events.changed.connect(order.append)
    tasks.write(lambda desk: Changes())
    waited(qtbot, tasks)
    assert order == []


def test_errors_go_to_the_notices_or_to_who_asked(tasks, errors, qtbot):
    def refuse(desk):
        raise DomainError("cases.closed")

    mine = []
    tasks.read(refuse)
    tasks.write(refuse, failed=mine.append)
    waited(qtbot, tasks)
    assert [error.code for error in errors] == ["cases.closed"]
    assert [error.code for error in mine] == ["cases.closed"]


def test_urgent_writes_overtake_waiting_ones(tasks, qtbot):
    hold, order = threading.Event(), []
    tasks.write(lambda desk: hold.wait(30))
    tasks.write(lambda desk: order.append("slow"), urgent=False)
    tasks.write(lambda desk: order.append("urgent"))
    hold.set()
    waited(qtbot, tasks)
    assert order == ["urgent", "slow"]


def test_short_writes_do_not_wait_for_long_work(tasks, qtbot):
    hold, order = threading.Event(), []

    def long_work(desk, progress):
        hold.wait(30)
        order.append("long")

    tasks.write(long_work)
    tasks.write(lambda desk: order.append("short"), then=lambda _: hold.set())
    waited(qtbot, tasks)
    assert order == ["short", "long"]


def test_only_the_newest_answer_counts(tasks, qtbot):
    first, got = threading.Event(), []
    tasks.read(lambda desk: first.wait(30) and "old", then=got.append, latest="list")
    tasks.read(lambda desk: "new", then=got.append, latest="list")
    first.set()
    waited(qtbot, tasks)
    qtbot.wait(20)
    assert got == ["new"]


def test_progress_is_told_and_cancel_stops_it(tasks, qtbot):
    told, failed, begun = [], [], threading.Event()

    def count(desk, progress):
        for number in range(10_000):
            progress.report(number, 10_000, "imports.reading")
            begun.set()
            threading.Event().wait(0.001)
        return "all"

    tasks.progressed.connect(lambda *facts: told.append(facts))
    task = tasks.write(count, failed=failed.append)
    qtbot.waitUntil(lambda: begun.is_set())
    task.cancel()
    waited(qtbot, tasks)
    assert told[0] == (task.task_id, 0, 10_000, "imports.reading")
    assert isinstance(failed[0], Cancelled)


def test_a_task_cancelled_before_it_began_never_runs(tasks, qtbot):
    hold, ran = threading.Event(), []
    tasks.write(lambda desk: hold.wait(30))
    tasks.write(lambda desk: ran.append("ran")).cancel()
    hold.set()
    waited(qtbot, tasks)
    assert ran == []


def test_long_work_is_shown_after_half_a_second_and_short_work_never(tasks, qtbot, monkeypatch):
    hold, shown = threading.Event(), []
    tasks.started.connect(lambda task: shown.append(task.label))
    with monkeypatch.context() as patch:  # so that on a busy machine, too, the work is over first
        patch.setattr(tasks_module, "PROGRESS_AFTER_SECONDS", 3600)
        quick = tasks.read(lambda desk, progress: None, label="quick")
    waited(qtbot, tasks)
    tasks._announce(quick.task_id)
    tasks.write(lambda desk, progress: hold.wait(30), label="导入")
    qtbot.waitUntil(lambda: bool(shown))
    hold.set()
    waited(qtbot, tasks)
    assert shown == ["导入"]


@pytest.mark.parametrize(
    "answer",
    [
        lambda label: label.setText,
        lambda label: lambda words: label.setText(words),
        lambda label: partial(lambda shown, words: shown.setText(words), label),
        lambda label: partial(label.setText),
    ],
    ids=["its own method", "a function in place", "with the widget given", "bound before"],
)
def test_a_widget_that_is_gone_gets_no_answer(tasks, errors, qtbot, answer):
    hold, label = threading.Event(), QLabel()
    tasks.read(lambda desk: hold.wait(30) and "late", then=answer(label))
    label.deleteLater()
    qtbot.wait(10)
    hold.set()
    waited(qtbot, tasks)
    assert errors == []


def test_closing_finishes_short_writes_and_drops_the_rest(qapp, events, qtbot):
    tasks, hold, ran = Tasks("the desk", events, print), threading.Event(), []
    tasks.write(lambda desk: hold.wait(30))
    tasks.write(lambda desk: ran.append("kept"))
    opener = threading.Timer(0.05, hold.set)
    opener.start()
    assert tasks.close(30)
    opener.join()
    assert ran == ["kept"]
    assert tasks.is_idle
    tasks.read(lambda desk: ran.append("late"))
    assert tasks.is_idle
    assert ran == ["kept"]
