"""The watch over the window's time: what the program does counts, what the machine does does not."""

import threading
from time import thread_time

import pytest
from PySide6.QtCore import QTimer

from tests.ui import gui_watch
from tests.ui.gui_watch import LONGEST_STALL_MS, GuiWatch, Moment


@pytest.fixture
def watch(qapp):
    made = GuiWatch()
    made.start()
    yield made
    made.stop()


def beaten(qtbot, watch, work):
    """Do something on the GUI thread between two beats."""
    was = watch._last
    qtbot.waitUntil(lambda: watch._last is not was)
    QTimer.singleShot(0, watch._timer, work)
    qtbot.wait(1)
    was = watch._last
    qtbot.waitUntil(lambda: watch._last is not was)


def test_a_thread_that_works_for_too_long_is_told(qtbot, watch, monkeypatch):
    monkeypatch.setattr(gui_watch, "slowness", lambda: 1.0)

    def work():
        until = thread_time() + 5 * LONGEST_STALL_MS / 1000  # the host may have taken of it
        while thread_time() < until:
            pass

    beaten(qtbot, watch, work)
    with pytest.raises(AssertionError, match="the window worked"):
        watch.check("work")


def test_a_thread_that_waits_for_a_lock_is_told(qtbot, watch):
    held = threading.Lock()
    held.acquire()
    beaten(qtbot, watch, lambda: held.acquire(timeout=0.5))
    with pytest.raises(AssertionError, match="waited"):
        watch.check("a lock")


def test_what_the_machine_took_is_not_the_program_s(qapp, monkeypatch):
    moments = iter(
        [
            Moment(0.0, 0.0, {"1": 0.0, "2": 0.0}, 0.0),
            Moment(900.0, 50.0, {"1": 500.0, "2": 200.0, "3": 900.0}, 100.0),
            Moment(1950.0, 60.0, {"1": 500.0}, 1000.0),
        ]
    )
    monkeypatch.setattr(Moment, "now", lambda: next(moments))
    watch = GuiWatch()
    watch._beat()
    assert (watch.longest_work_ms, watch.longest_wait_ms) == (0.0, 50.0)
    watch._beat()
    assert (watch.longest_work_ms, watch.longest_wait_ms) == (0.0, 140.0)


def test_a_machine_that_says_nothing_took_nothing(monkeypatch, tmp_path):
    monkeypatch.setattr(gui_watch, "Path", lambda _place: tmp_path)
    assert gui_watch._delays() == {}
    assert gui_watch._stolen() == 0.0


def test_a_slower_machine_may_work_longer(monkeypatch, qapp):
    monkeypatch.setattr(gui_watch, "_piece", lambda: 4 * gui_watch.PIECE_MS)
    watch = GuiWatch()
    watch.longest_work_ms = 3.9 * LONGEST_STALL_MS
    watch.check()
    monkeypatch.setattr(gui_watch, "_piece", lambda: 0.1 * gui_watch.PIECE_MS)
    with pytest.raises(AssertionError, match="of 100"):
        watch.check()
