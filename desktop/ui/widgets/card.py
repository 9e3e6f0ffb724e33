"""Cards: a plain one, and the one with a key figure."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QVBoxLayout

from desktop.ui.widgets.text import set_property, text


class Card(QFrame):
    """A white sheet with a hairline border; a clickable one answers mouse, Space and Enter."""

    clicked = Signal()

    def __init__(self, *, is_clickable: bool = False) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setProperty("clickable", is_clickable)
        self._is_clickable = is_clickable
        if is_clickable:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Click inside."""
        if self._is_clickable and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press with the keyboard."""
        if self._is_clickable and event.key() in (
            Qt.Key.Key_Space,
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
        ):
            self.clicked.emit()
            return
        super().keyPressEvent(event)


class KpiCard(Card):
    """A figure with its name above and a remark beside it: 本月回收 ¥ 1,947.3 万 目标完成 74%."""

    def __init__(self, name: str, *, is_clickable: bool = False) -> None:
        super().__init__(is_clickable=is_clickable)
        self._name = text(name, "key")
        self._figure = text("—", "kpi")
        self._remark = text("", "muted")
        self._bar = QProgressBar(textVisible=False)
        self._bar.hide()
        self._bar.setFixedWidth(90)
        beside = QVBoxLayout()
        beside.setSpacing(5)
        beside.addStretch()
        beside.addWidget(self._remark, 0, Qt.AlignmentFlag.AlignRight)
        beside.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignRight)
        below = QHBoxLayout()
        below.addWidget(self._figure)
        below.addStretch()
        below.addLayout(beside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 9, 16, 10)
        layout.setSpacing(1)
        layout.addWidget(self._name)
        layout.addLayout(below)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_figure(
        self, figure: str, remark: str = "", *, tone: str = "muted", share: float | None = None
    ) -> None:
        """Set the figure; ``tone`` of the remark is muted, ok, warn or danger; ``share`` 0…1 a bar."""
        self._figure.setText(figure)
        self._remark.setText(remark)
        set_property(self._remark, "role", tone)
        self._bar.setVisible(share is not None)
        self._bar.setValue(round(100 * min(1.0, max(0.0, share or 0.0))))
        self.setAccessibleName(f"{self._name.text()} {figure} {remark}".strip())

    @property
    def figure_label(self) -> QLabel:
        """The label of the figure, for pages that show it larger."""
        return self._figure
