"""What the program says to the user: toasts with undo, questions, problems.

``Notify`` only carries; the window draws (``widgets/notices.py``) and tests record. Nothing here
blocks: a question is answered by a callback, never by a nested event loop.
"""

import logging
import platform
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtCore import QObject, Signal

from desktop.adapters import wording
from desktop.domain.errors import CodedError
from desktop.ui.formats import language

Kind = Literal["info", "ok", "warn", "danger"]
Answer = Callable[[], object]
UNDO_DEPTH = 20
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Toast:
    """A short message that goes away by itself."""

    text: str
    kind: Kind
    seconds: float
    undo: Answer | None


@dataclass(frozen=True)
class Question:
    """A decision asked of the user. ``details`` is shown smaller, ``yes`` names the act."""

    text: str
    details: str
    yes: str
    is_dangerous: bool
    then: Answer
    otherwise: Answer | None


@dataclass(frozen=True)
class Problem:
    """An error shown to the user. ``report`` is set for bugs: what the copy button copies."""

    text: str
    report: str = ""
    field: str | None = None


@dataclass
class _Undo:
    text: str
    act: Answer = field(repr=False)


class Notify(QObject):
    """The bridge between pages and whoever shows messages."""

    toast_wanted = Signal(object)
    question_wanted = Signal(object)
    problem_wanted = Signal(object)
    undo_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._undo: list[_Undo] = []
        self._bugs_shown: set[str] = set()

    def toast(
        self, text: str, *, undo: Answer | None = None, seconds: float = 8, kind: Kind = "info"
    ) -> None:
        """Say what was done. ``undo`` is offered on the toast and stays under Ctrl+Z after it."""
        if undo is not None:
            entry = _Undo(text, undo)
            self._undo = [*self._undo[1 - UNDO_DEPTH :], entry]
            self.undo_changed.emit()
            self.toast_wanted.emit(Toast(text, kind, seconds, lambda: self._take_back(entry)))
        else:
            self.toast_wanted.emit(Toast(text, kind, seconds, None))

    def confirm(
        self,
        text: str,
        *,
        then: Answer,
        yes: str = "",
        details: str = "",
        is_dangerous: bool = False,
        otherwise: Answer | None = None,
    ) -> None:
        """Ask; ``then()`` is called when the user agrees, ``otherwise()`` when not."""
        self.question_wanted.emit(Question(text, details, yes, is_dangerous, then, otherwise))

    def error(self, error: Exception) -> None:
        """Show an error. A bug is logged, shown once with a report to copy, and survived."""
        if isinstance(error, CodedError):
            words = wording.error_text(error, language())
            self.problem_wanted.emit(Problem(words, field=error.field))
            return
        _log.error("bug", exc_info=error)
        self.show_bug(error)

    def show_bug(self, error: BaseException) -> None:
        """Show a bug that is in the log already, once, with a report to copy."""
        report = bug_report(error)
        if report not in self._bugs_shown:
            self._bugs_shown.add(report)
            self.problem_wanted.emit(
                Problem(self.tr("Something in the program went wrong."), report)
            )

    @property
    def undo_text(self) -> str:
        """What Ctrl+Z would take back now; empty when nothing."""
        return self._undo[-1].text if self._undo else ""

    def undo(self) -> None:
        """Take back the newest act that can be."""
        if self._undo:
            self._take_back(self._undo[-1])

    def _take_back(self, entry: _Undo) -> None:
        if entry in self._undo:
            self._undo.remove(entry)
            self.undo_changed.emit()
            entry.act()


def bug_report(error: BaseException) -> str:
    """Return kind and place of a bug: no values, so no personal data can be in it."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-12:]]
    return "\n".join(
        [f"{platform.platform()} Python {platform.python_version()}", *lines, type(error).__name__]
    )
