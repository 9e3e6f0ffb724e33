"""The officers' day in a window of its own, on the second screen where there is one."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.ui.widgets.text import column


class BoardWindow(QWidget):
    """Holds the board while it is away from the page; closing gives it back."""

    closed = Signal()

    def __init__(self, board: QWidget, title: str) -> None:
        super().__init__()
        self.setWindowTitle(title)
        self.setProperty("role", "page")
        self.setLayout(column(board, margins=12))
        self.resize(1180, 720)
        board.show()

    def show_beside(self, window: QWidget) -> None:
        """Fill a screen on which the program's window is not; with one screen, lie over it."""
        here = window.screen()
        other = next((one for one in QGuiApplication.screens() if one is not here), None)
        if other is None:
            self.show()
            return
        self.setGeometry(other.availableGeometry())
        self.showMaximized()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give the board back."""
        self.closed.emit()
        super().closeEvent(event)
