"""The branch's seal: the picture as it will be printed, what might look wrong, replace, remove."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QLabel

from desktop.adapters import wording
from desktop.services import settings
from desktop.services.settings import SealImage, SealSaved
from desktop.ui import formats
from desktop.ui.page import Shell
from desktop.ui.settings.form import titled
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.text import button, row, set_property, text

SHOWN = 200


class SealCard(Card):
    """Shows the seal on white, as paper is in every theme."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.picture = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.picture.setProperty("role", "paper")
        self.picture.setFixedSize(SHOWN + 20, SHOWN + 20)
        self.remarks = text("", "muted", wrap=True)
        self.remarks.setFixedWidth(SHOWN + 20)
        choose = button(shell.theme, self.tr("Choose a PNG…"), "upload")
        choose.clicked.connect(lambda _on=False: self._ask())
        self.remove = button(shell.theme, self.tr("Remove"), "trash-2")
        self.remove.clicked.connect(lambda _on=False: self.save(None))
        self.setLayout(
            titled(self.tr("Seal"), self.picture, self.remarks, row(choose, self.remove))
        )

    def refresh(self) -> None:
        """Read the seal."""
        self._shell.tasks.read(settings.seal, then=self._show, latest="settings.seal")

    def save(self, content: bytes | None) -> None:
        """Keep a picture, or remove it; with a way back."""
        self._shell.tasks.write(
            settings.save_seal, content, then=self._saved, failed=self._shell.notify.error
        )

    def _ask(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, self.tr("Picture of the seal"), "", self.tr("PNG pictures (*.png)")
        )
        if chosen:
            self._shell.tasks.read(lambda _desk: Path(chosen).read_bytes(), then=self.save)

    def _saved(self, saved: SealSaved) -> None:
        self.refresh()
        previous = saved.previous
        self._shell.notify.toast(
            self.tr("The seal was changed"), kind="ok", undo=lambda: self.save(previous)
        )

    def _show(self, content: bytes | None) -> None:
        self.remove.setEnabled(content is not None)
        picture = QPixmap()
        if content is None or not picture.loadFromData(content):
            self.picture.setPixmap(QPixmap())
            self.picture.setText(self.tr("No seal yet"))
            self._say(
                self.tr("Printed on letters, 42 mm wide. PNG with a transparent ground."), "muted"
            )
            return
        mode = Qt.TransformationMode.SmoothTransformation
        keep = Qt.AspectRatioMode.KeepAspectRatio
        self.picture.setPixmap(picture.scaled(SHOWN, SHOWN, keep, mode))
        self.picture.setAccessibleName(self.tr("Seal"))
        self._say_doubts(settings.look_at_seal(content))

    def _say_doubts(self, seen: SealImage) -> None:
        if seen.doubts:
            said = [wording.text(code, formats.language()) for code in seen.doubts]
            self._say("\n".join(said), "warn")
        else:
            words = self.tr("{width}×{height} pixels, fit to print")
            self._say(words.format(width=seen.width, height=seen.height), "muted")

    def _say(self, words: str, role: str) -> None:
        self.remarks.setText(words)
        set_property(self.remarks, "role", role)
