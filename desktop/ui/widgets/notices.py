"""Draws what ``Notify`` and ``Tasks`` tell: toasts, questions, problems, progress."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from desktop.adapters import wording
from desktop.ui.formats import language
from desktop.ui.notify import Notify, Problem, Question, Toast
from desktop.ui.tasks import Task, Tasks
from desktop.ui.theme import Theme
from desktop.ui.widgets.text import button, column, row, spacer, text

_KINDS = {
    "info": ("info", "accent_text"),
    "ok": ("circle-check", "ok"),
    "warn": ("triangle-alert", "warn"),
    "danger": ("circle-alert", "danger"),
}
_MAX_TOASTS = 3
_MARGIN = 20


class Notices(QWidget):
    """The corner of a window where messages appear; it never takes the keyboard away.

    One of them ``asks``: questions and problems lie over the window that is being worked in.
    """

    def __init__(
        self, window: QWidget, theme: Theme, notify: Notify, tasks: Tasks, *, asks: bool = True
    ) -> None:
        super().__init__(window)
        self._theme = theme
        self._tasks = tasks
        self._running: dict[int, _ProgressRow] = {}
        self._toasts: list[_ToastRow] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        notify.toast_wanted.connect(self._toast)
        if asks:
            notify.question_wanted.connect(self._question)
            notify.problem_wanted.connect(self._problem)
        tasks.started.connect(self._started)
        tasks.progressed.connect(self._progressed)
        tasks.ended.connect(self._ended)
        window.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner when the window changes its size."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    @property
    def toasts(self) -> list[str]:
        """The words of the toasts on show, oldest first."""
        return [row.words for row in self._toasts]

    def _toast(self, toast: Toast) -> None:
        while len(self._toasts) >= _MAX_TOASTS:
            self._drop(self._toasts[0])
        shown = _ToastRow(self._theme, toast)
        shown.done.connect(lambda: self._drop(shown))
        self._toasts.append(shown)
        self._layout.addWidget(shown)
        self._place()

    def _drop(self, toast: "_ToastRow") -> None:
        if toast in self._toasts:
            self._toasts.remove(toast)
            self._layout.removeWidget(toast)
            toast.hide()
            toast.deleteLater()
            self._place()

    def _started(self, task: Task) -> None:
        shown = _ProgressRow(self._theme, task)
        self._running[task.task_id] = shown
        self._layout.insertWidget(0, shown)
        self._place()

    def _progressed(self, task_id: int, done: int, total: int, step: str) -> None:
        if task_id in self._running:
            self._running[task_id].show_progress(done, total, step)

    def _ended(self, task_id: int) -> None:
        shown = self._running.pop(task_id, None)
        if shown is not None:
            self._layout.removeWidget(shown)
            shown.hide()
            shown.deleteLater()
            self._place()

    def _question(self, question: Question) -> None:
        dialog = QuestionDialog(self._front(), self._theme, question)
        dialog.open()

    def _problem(self, problem: Problem) -> None:
        dialog = ProblemDialog(self._front(), self._theme, problem)
        dialog.open()

    def _front(self) -> QWidget:
        """The window that is being worked in, where messages appear in it too."""
        active = QApplication.activeWindow()
        return self.window() if active is None or active.findChild(Notices) is None else active

    def _place(self) -> None:
        if not self._toasts and not self._running:
            self.hide()
            return
        self.show()
        self.adjustSize()
        host = self.window()
        self.move((host.width() - self.width()) // 2, host.height() - self.height() - _MARGIN - 28)
        self.raise_()


class _ToastRow(QFrame):
    done = Signal()

    def __init__(self, theme: Theme, toast: Toast) -> None:
        super().__init__()
        self.words = toast.text
        self.setProperty("role", "toast")
        self.setAccessibleName(toast.text)
        icon = QLabel()
        name, token = _KINDS[toast.kind]
        theme.set_icon(icon, name, token, 18)
        words = text(toast.text, wrap=len(toast.text) > 40)
        words.setMaximumWidth(420)
        layout = row(icon, words, spacing=10)
        layout.setContentsMargins(14, 10, 10, 10)
        if toast.undo is not None:
            undo = button(theme, self.tr("Undo"), "undo-2", role="ghost")
            undo.setToolTip("Ctrl+Z")
            undo.clicked.connect(toast.undo)
            undo.clicked.connect(self._done)
            layout.addWidget(undo)
        close = button(theme, self.tr("Dismiss"), "x", role="icon")
        close.clicked.connect(self._done)
        layout.addWidget(close)
        self.setLayout(layout)
        self._timer = QTimer(self, singleShot=True, interval=int(toast.seconds * 1000))
        self._timer.timeout.connect(self._done)
        self._timer.start()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay while somebody reads."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Go away a while after."""
        self._timer.start()
        super().leaveEvent(event)

    def _done(self) -> None:
        self.done.emit()


class _ProgressRow(QFrame):
    def __init__(self, theme: Theme, task: Task) -> None:
        super().__init__()
        self.setProperty("role", "toast")
        self.setFixedWidth(360)
        self._name = text(task.label or self.tr("Working…"), "heading")
        self._step = text("", "muted")
        self._bar = QProgressBar(textVisible=False)
        self._bar.setRange(0, 0)
        self._cancel = button(theme, self.tr("Cancel"), role="ghost")
        self._cancel.clicked.connect(task.cancel)
        self._cancel.clicked.connect(self._cancelling)
        layout = column(row(self._name, spacer(), self._cancel), self._bar, self._step, spacing=6)
        layout.setContentsMargins(14, 10, 10, 12)
        self.setLayout(layout)
        self._cancel.setVisible(task.reports)

    def show_progress(self, done: int, total: int, step: str) -> None:
        self._bar.setRange(0, max(total, 0))
        self._bar.setValue(done)
        figures = f"{done:,} / {total:,}" if total else f"{done:,}"
        self._step.setText(f"{wording.text(step, language())} · {figures}" if step else figures)

    def _cancelling(self) -> None:
        self._cancel.setEnabled(False)
        self._step.setText(self.tr("Stopping…"))


class QuestionDialog(QDialog):
    """A question with two buttons; Enter agrees unless it is dangerous, Esc never does."""

    def __init__(self, parent: QWidget, theme: Theme, question: Question) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Please confirm"))
        yes = button(
            theme,
            question.yes or self.tr("Yes"),
            is_primary=not question.is_dangerous,
            is_danger=question.is_dangerous,
        )
        no = button(theme, self.tr("Cancel"))
        words = text(question.text, "heading", wrap=True)
        words.setMinimumWidth(380)
        details = text(question.details, "soft", wrap=True)
        self.setLayout(column(words, details, row(spacer(), no, yes), margins=20, spacing=14))
        details.setVisible(bool(question.details))
        (no if question.is_dangerous else yes).setDefault(True)
        (no if question.is_dangerous else yes).setFocus()
        yes.clicked.connect(self.accept)
        no.clicked.connect(self.reject)
        self.accepted.connect(question.then)
        if question.otherwise is not None:
            self.rejected.connect(question.otherwise)


class ProblemDialog(QDialog):
    """What went wrong, in words; a bug brings its report and a button that copies it."""

    def __init__(self, parent: QWidget, theme: Theme, problem: Problem) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("That did not work"))
        icon = QLabel()
        theme.set_icon(icon, "circle-alert", "danger", 22)
        words = text(problem.text, "heading", wrap=True, selectable=True)
        words.setMinimumWidth(400)
        head = row(icon, words, spacing=12)
        head.setAlignment(icon, Qt.AlignmentFlag.AlignTop)
        head.setStretch(1, 1)
        layout = column(head, margins=20, spacing=14)
        close = button(theme, self.tr("Close"), is_primary=True)
        close.clicked.connect(self.accept)
        close.setDefault(True)
        buttons = row(spacer(), close)
        if problem.report:
            hint = self.tr(
                "Nothing was changed and the program goes on. "
                "The report names places in the program only, no customer data."
            )
            layout.addWidget(text(hint, "soft", wrap=True))
            report = QPlainTextEdit(problem.report, readOnly=True)
            report.setFixedHeight(140)
            layout.addWidget(report)
            copy = button(theme, self.tr("Copy report"), "copy")
            copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(problem.report))
            buttons.insertWidget(0, copy)
        layout.addLayout(buttons)
        self.setLayout(layout)
