"""The pages of a PDF as they will print: zoom, leafing, finding words."""

from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from desktop.adapters.pdf.reading import PdfReader
from desktop.ui.page import Shell
from desktop.ui.widgets.text import button, row, spacer, text

GAP = 12
ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
POINT = 96 / 72
"""Screen pixels of a PDF point at a zoom of 1."""


def to_image(picture: Any) -> QImage:
    """A painted page as Qt's picture, with pixels of its own."""
    image = QImage(
        picture.pixels, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB32
    )
    return image.copy()


def _paint(_desk: Any, reader: PdfReader, page: int, dots_per_inch: float) -> QImage:
    return to_image(reader.picture(page, dots_per_inch))


def _find(_desk: Any, content: bytes, words: str) -> Any:
    reader = PdfReader(content)
    try:
        return reader.find(words)
    finally:
        reader.close()


class _Pages(QWidget):
    """All pages under each other; those in sight are painted, off the GUI thread."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._reader: PdfReader | None = None
        self._sizes: list[tuple[float, float]] = []
        self._images: dict[int, QImage] = {}
        self._asked: set[int] = set()
        self._generation = 0
        self.scale = POINT
        self.hits: list[tuple[int, tuple[float, float, float, float]]] = []
        self.hit = -1

    def show_reader(self, reader: PdfReader | None) -> None:
        self._reader = reader
        count = reader.page_count if reader else 0
        self._sizes = [reader.size(page) for page in range(count)] if reader else []
        self.hits, self.hit = [], -1
        self.set_scale(self.scale)

    def set_scale(self, scale: float) -> None:
        self.scale = scale
        self._generation += 1
        self._images.clear()
        self._asked.clear()
        self.setFixedSize(self._whole())
        self.update()

    def page_rect(self, page: int) -> QRectF:
        top = GAP + sum(height * self.scale + GAP for _, height in self._sizes[:page])
        width, height = self._sizes[page]
        left = max((self.width() - width * self.scale) / 2, 0.0)
        return QRectF(left, top, width * self.scale, height * self.scale)

    def page_at(self, height: float) -> int:
        for page in range(len(self._sizes)):
            if height < self.page_rect(page).bottom() + GAP:
                return page
        return max(len(self._sizes) - 1, 0)

    @property
    def page_count(self) -> int:
        return len(self._sizes)

    @property
    def widest(self) -> float:
        return max((width for width, _ in self._sizes), default=595.0)

    def hit_rect(self, index: int) -> QRectF:
        page, (left, bottom, right, top) = self.hits[index]
        place, height = self.page_rect(page), self._sizes[page][1]
        return QRectF(
            place.left() + left * self.scale,
            place.top() + (height - top) * self.scale,
            (right - left) * self.scale,
            (top - bottom) * self.scale,
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for page in range(len(self._sizes)):
            rect = self.page_rect(page)
            if not rect.intersects(QRectF(event.rect())):
                continue
            painter.fillRect(rect, QColor("white"))
            image = self._images.get(page)
            if image is not None:
                painter.drawImage(rect, image)
            else:
                self._ask(page)
            painter.setPen(QPen(self._shell.theme.color("border2"), 1))
            painter.drawRect(rect)
        for index in range(len(self.hits)):
            mark = QColor("#f59e0b" if index == self.hit else "#fde047")
            mark.setAlphaF(0.45)
            painter.fillRect(self.hit_rect(index).adjusted(-1, -1, 1, 1), mark)

    def _whole(self) -> QSize:
        height = GAP + sum(height * self.scale + GAP for _, height in self._sizes)
        return QSize(int(self.widest * self.scale) + 2 * GAP, int(height) if self._sizes else 0)

    def _ask(self, page: int) -> None:
        if page in self._asked or self._reader is None:
            return
        self._asked.add(page)
        generation = self._generation
        dots = 72 * self.scale * self.devicePixelRatioF()
        self._shell.tasks.read(
            _paint,
            self._reader,
            page,
            dots,
            then=lambda image: self._painted(generation, page, image),
        )

    def _painted(self, generation: int, page: int, image: QImage) -> None:
        if generation == self._generation:
            self._images[page] = image
            self.update(self.page_rect(page).toAlignedRect())


class PdfView(QWidget):
    """Shows the bytes it is given, nothing else: what is seen is what is saved and printed."""

    shown = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._content: bytes | None = None
        self._fits = True
        self._searched = ""
        self.pages = _Pages(shell)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._area.setWidget(self.pages)
        self._area.setAccessibleName(self.tr("Preview"))
        self._area.verticalScrollBar().valueChanged.connect(self._tell_page)
        self._words: QLabel = text("", "muted", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._number = text("", "muted")
        self._zoom = text("", "muted")
        self._sought = QLineEdit()
        self._sought.setPlaceholderText(self.tr("Find in the letter"))
        self._sought.setAccessibleName(self.tr("Find in the letter"))
        self._sought.setMaximumWidth(170)
        self._sought.setMinimumWidth(60)
        self._sought.returnPressed.connect(lambda: self.search(self._sought.text().strip()))
        self._fit_soon = QTimer(self, singleShot=True, interval=30)
        self._fit_soon.timeout.connect(self._fit)
        self._lay_out()
        self.show_words(self.tr("Choose a letter to see it here."))

    def show_pdf(self, content: bytes) -> None:
        """Show a PDF from its first page."""
        self._content = content
        self.pages.show_reader(PdfReader(content))
        self._words.hide()
        self._area.show()
        self._area.verticalScrollBar().setValue(0)
        if self._fits:
            self._fit()
        self._tell_page()
        self.shown.emit()

    def show_words(self, words: str) -> None:
        """Say why there is nothing to show."""
        self._content = None
        self.pages.show_reader(None)
        self._words.setText(words)
        self._words.show()
        self._area.hide()
        self._tell_page()

    @property
    def content(self) -> bytes | None:
        """The bytes shown."""
        return self._content

    def zoom(self, by: int) -> None:
        """Go to the next larger or smaller zoom."""
        now = self.pages.scale / POINT
        larger = [zoom for zoom in ZOOMS if zoom > now + 0.01]
        smaller = [zoom for zoom in ZOOMS if zoom < now - 0.01]
        found = (larger[:1] if by > 0 else smaller[-1:]) or [now]
        self._fits = False
        self.pages.set_scale(found[0] * POINT)
        self._tell_page()

    def fit_width(self) -> None:
        """Make the page as wide as the view, and keep it so."""
        self._fits = True
        self._fit()

    def leaf(self, by: int) -> None:
        """Go to the next or the previous page."""
        page = min(max(self._page() + by, 0), self.pages.page_count - 1)
        if self.pages.page_count:
            self._area.verticalScrollBar().setValue(int(self.pages.page_rect(page).top() - GAP))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the page as wide as the view."""
        super().resizeEvent(event)
        if self._fits:
            self._fit_soon.start()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl and the wheel."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def _lay_out(self) -> None:
        theme = self._shell.theme

        def icon(words: str, name: str, do: Any) -> QWidget:
            made = button(theme, words, name, role="icon")
            made.clicked.connect(lambda _checked=False: do())
            return made

        bar = row(
            icon(self.tr("Previous page"), "chevron-up", lambda: self.leaf(-1)),
            self._number,
            icon(self.tr("Next page"), "chevron-down", lambda: self.leaf(1)),
            spacer(),
            self._sought,
            spacer(),
            icon(self.tr("Smaller"), "zoom-out", lambda: self.zoom(-1)),
            self._zoom,
            icon(self.tr("Larger"), "zoom-in", lambda: self.zoom(1)),
            icon(self.tr("Page width"), "maximize", self.fit_width),
            spacing=4,
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(bar)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._area, 1)

    def _page(self) -> int:
        view = self._area.viewport().height()
        return self.pages.page_at(self._area.verticalScrollBar().value() + view / 3)

    def _tell_page(self) -> None:
        count = self.pages.page_count
        self._number.setText(f"{self._page() + 1} / {count}" if count else "")
        self._zoom.setText(f"{self.pages.scale / POINT:.0%}" if count else "")

    def _fit(self) -> None:
        if not self.pages.page_count:
            return
        room = self._area.width() - 2 * GAP - self._area.verticalScrollBar().sizeHint().width() - 4
        scale = max(room, 120) / self.pages.widest
        if abs(scale - self.pages.scale) > 1e-3:
            self.pages.set_scale(scale)
            self._tell_page()

    def search(self, words: str) -> None:
        """Mark every place that says these words; the same words again go to the next place."""
        if self.pages.hits and words == self._searched:
            self._go_to_hit((self.pages.hit + 1) % len(self.pages.hits))
            return
        self._searched = words
        if self._content is not None:
            self._shell.tasks.read(
                _find, self._content, words, then=self._found, latest="letters.find"
            )

    def _found(self, hits: Any) -> None:
        self.pages.hits, self.pages.hit = hits, -1
        self.pages.update()
        if hits:
            self._go_to_hit(0)
        elif self._searched:
            self._shell.notify.toast(self.tr("The letter does not say this."))

    def _go_to_hit(self, index: int) -> None:
        self.pages.hit = index
        self.pages.update()
        middle: QPointF = self.pages.hit_rect(index).center()
        self._area.ensureVisible(int(middle.x()), int(middle.y()), 60, 120)
