"""Messages: undo, questions without a nested loop, bugs shown once and without values."""

import pytest

from desktop.domain.errors import DomainError
from desktop.ui.notify import UNDO_DEPTH, Notify, bug_report


@pytest.fixture
def notify(qapp):
    return Notify()


def caught(secret: str) -> Exception:
    try:
        raise ValueError(secret)
    except ValueError as error:
        return error


def test_undo_takes_back_the_newest_act_once(notify, notices):
    notices.listen_to(notify)
    done = []
    notify.toast("first", undo=lambda: done.append("first"))
    notify.toast("second", undo=lambda: done.append("second"))
    notify.toast("plain")
    assert notify.undo_text == "second"
    notices.toasts[1].undo()
    notices.toasts[1].undo()
    notify.undo()
    notify.undo()
    assert done == ["second", "first"]
    assert notify.undo_text == ""


def test_undo_keeps_the_last_acts_only(notify):
    done = []
    for number in range(UNDO_DEPTH + 5):
        notify.toast(str(number), undo=lambda number=number: done.append(number))
    for _ in range(UNDO_DEPTH + 5):
        notify.undo()
    assert done == list(range(UNDO_DEPTH + 4, 4, -1))


def test_a_question_calls_back(notify, notices):
    notices.listen_to(notify)
    answers = []
    notify.confirm("Delete?", then=lambda: answers.append("yes"), is_dangerous=True)
    notices.answer = False
    notify.confirm("Again?", then=print, otherwise=lambda: answers.append("no"))
    notify.confirm("Again?", then=print)
    assert answers == ["yes", "no"]
    assert notices.questions[0].is_dangerous


def test_a_rule_is_worded_and_names_its_field(notify, notices):
    notices.listen_to(notify)
    notify.error(DomainError("store.wrong_key", field="passphrase", file="a.db"))
    problem = notices.problems[0]
    assert problem.field == "passphrase"
    assert problem.report == ""
    assert "a.db" in problem.text


def test_a_bug_is_logged_shown_once_and_tells_no_values(notify, notices, caplog):
    notices.listen_to(notify)
    for _ in range(3):
        notify.error(caught("13800138000"))
    assert len(notices.problems) == 1
    report = notices.problems[0].report
    assert "ValueError" in report
    assert "test_notify.py" in report
    assert "13800138000" not in report
    assert len([record for record in caplog.records if record.levelname == "ERROR"]) == 3


def test_a_bug_without_a_trace_has_a_report_too():
    assert bug_report(KeyError("x")).endswith("KeyError")
