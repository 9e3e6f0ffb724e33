"""A window on a test's own store, a recorder for its messages, a watch over its GUI thread."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from desktop.services.desk import Desk
from desktop.ui.application import Application
from desktop.ui.main_window import MainWindow
from desktop.ui.notify import Notify, Problem, Question, Toast
from tests.ui.bot import Bot
from tests.ui.gui_watch import GuiWatch


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever watches the window's time runs alone: neither beside others nor with lines counted."""
    for item in items:
        if "gui_watch" in getattr(item, "fixturenames", ()):
            item.add_marker("alone")


@dataclass
class NoticeRecorder:
    """Stands in for the window's messages; ``answer`` decides what questions get."""

    toasts: list[Toast] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    answer: bool = True

    def listen_to(self, notify: Notify) -> None:
        notify.toast_wanted.connect(self.toasts.append)
        notify.problem_wanted.connect(self.problems.append)
        notify.question_wanted.connect(self._ask)

    def replace(self, window: MainWindow) -> None:
        """Record instead of showing."""
        window.notify.toast_wanted.disconnect()
        window.notify.question_wanted.disconnect()
        window.notify.problem_wanted.disconnect()
        self.listen_to(window.notify)

    def _ask(self, question: Question) -> None:
        self.questions.append(question)
        if self.answer:
            question.then()
        elif question.otherwise is not None:
            question.otherwise()


@pytest.fixture(autouse=True)
def _quick_keys(quick_keys: None) -> None:
    pass


@pytest.fixture(scope="session")
def application() -> Application:
    """The one application of the test run: Chinese, light."""
    return Application(language="zh", mode="light")


@pytest.fixture
def qapp(application: Application) -> Any:
    """pytest-qt's application is ours."""
    return application.qt


@pytest.fixture
def qtbot(qapp: Any, request: pytest.FixtureRequest) -> Bot:
    """pytest-qt's bot is a patient one."""
    return Bot(request)


@pytest.fixture
def notices() -> NoticeRecorder:
    """What the window said to the user."""
    return NoticeRecorder()


@pytest.fixture
def window(
    application: Application, desk: Desk, notices: NoticeRecorder, qtbot: Bot
) -> Iterator[MainWindow]:
    """The whole window on the test's store, messages recorded, nothing left to answer at the end."""
    shown = MainWindow(application, desk)
    notices.replace(shown)
    shown.show()
    qtbot.waitUntil(lambda: shown.tasks.is_idle)
    yield shown
    qtbot.waitUntil(lambda: shown.tasks.is_idle)
    shown.close()
    shown.deleteLater()
    qtbot.wait(0)  # gone before what is there is styled anew
    application.theme.set_mode("light")
    application.set_language("zh")


@pytest.fixture
def gui_watch(qapp: Any) -> Iterator[GuiWatch]:
    """Fails the test when the event loop stood still for more than 100 ms."""
    watch = GuiWatch()
    watch.start()
    yield watch
    watch.stop()
    watch.check()
