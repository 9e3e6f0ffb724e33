"""The Qt application: style, fonts, language, theme; made once, before any window."""

import os
import sys
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from desktop.adapters import paths
from desktop.adapters.wording import Language
from desktop.ui.theme import Mode, Theme
from desktop.ui.translations import Translations, system_language

FONT_FAMILY = "Noto Sans SC"
FONT_PIXELS = 13


class Application(QObject):
    """Owns the ``QApplication`` and what all windows share. One per process.

    ``language_changed`` is emitted after a switch; windows rebuild their pages on it.
    """

    language_changed = Signal()

    def __init__(
        self,
        arguments: Sequence[str] = (),
        *,
        language: Language | None = None,
        mode: Mode = "system",
    ) -> None:
        super().__init__()
        _choose_input_method()
        existing = QApplication.instance()
        self.qt = (
            existing
            if isinstance(existing, QApplication)
            else QApplication(["shouyue", *arguments])
        )
        self.qt.setApplicationName("Shouyue")
        self.qt.setApplicationDisplayName("守约")
        self.qt.setStyle("Fusion")
        load_fonts(self.qt)
        self._translations = Translations()
        self.language: Language = language or system_language()
        self._translations.use(self.language)
        self.theme = Theme(mode)
        self.theme.apply()

    def set_language(self, language: Language) -> None:
        """Switch the language of everything at run time."""
        if language != self.language:
            self.language = language
            self._translations.use(language)
            self.language_changed.emit()


def load_fonts(qt: QApplication) -> None:
    """Use the bundled Noto Sans SC; without its files the system's own sans-serif."""
    for file in sorted(paths.resources("fonts").glob("NotoSansSC-*.ttf")):
        QFontDatabase.addApplicationFont(str(file))
    font = QFont(FONT_FAMILY)
    if FONT_FAMILY not in QFontDatabase.families():
        font = qt.font()
    font.setPixelSize(FONT_PIXELS)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    qt.setFont(font)


def _choose_input_method() -> None:
    # The wheel has no fcitx plugin; fcitx speaks the ibus protocol as well, and knows its desktops
    # by the variables set here. Too late once a QApplication is there.
    if sys.platform.startswith("linux"):
        wanted = os.environ.get("QT_IM_MODULE", "") + os.environ.get("XMODIFIERS", "")
        if "fcitx" in wanted:
            os.environ["QT_IM_MODULE"] = "ibus"
