"""The officers' day in a window of its own, on the second screen where there is one."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.ui.page import Shell
from desktop.ui.widgets.notices import Notices
from desktop.ui.widgets.text import column


class BoardWindow(QWidget):
    """Holds the board while it is away from the page; closing gives it back.

    The ``actions`` of the page and of the program's window work by their keys here too, and what
    the program says is seen here as well.
    """

    closed = Signal()

    def __init__(
        self, board: QWidget, shell: Shell, title: str, actions: Sequence[QAction]
    ) -> None:
        super().__init__()
        self.setWindowTitle(title)
        self.setProperty("role", "page")
        self.setLayout(column(board, margins=12))
        self.addActions(list(actions))
        self.notices = Notices(self, shell.theme, shell.notify, shell.tasks, asks=False)
        self.resize(1180, 720)
        board.show()

    def show_beside(self, window: QWidget) -> None:
        """Fill a screen on which the program's window is not; with one screen, lie over it."""
        here = window.screen()
        other = next((one for one in QGuiApplication.screens() if one is not here), None)
        if other is None:
            self.show()
        else:
            self.setGeometry(other.availableGeometry())
            self.showMaximized()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give the board back."""
        self.closed.emit()
        super().closeEvent(event)
