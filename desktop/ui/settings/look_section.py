"""Theme and language, each switched at once: they are one's own and easily switched back."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout

from desktop.ui import formats
from desktop.ui.page import Shell
from desktop.ui.settings.form import Section, titled
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.text import column, text


class LookSection(Section):
    """What the window looks like and speaks."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        modes = (
            ("system", self.tr("As the system")),
            ("light", self.tr("Light")),
            ("dark", self.tr("Dark")),
        )
        self.modes: dict[str, QRadioButton] = {}
        self.languages: dict[str, QRadioButton] = {}
        theme = Card()
        theme.setLayout(
            titled(
                self.tr("Appearance"),
                self._choices(modes, self.modes, shell.set_mode),
            )
        )
        language = Card()
        note = text(self.tr("Letters and messages to customers stay in Chinese."), "muted")
        tongues = (("zh", "中文"), ("en", "English"))
        choices = self._choices(tongues, self.languages, self._speak)
        language.setLayout(titled(self.tr("Language"), choices, note))
        for card in (theme, language):
            card.setMaximumWidth(560)
        layout = column(theme, language, spacing=14)
        layout.addStretch()
        self.setLayout(layout)
        self.refresh()

    def refresh(self) -> None:
        """Mark what is in use."""
        self.modes[self.shell.theme.mode].setChecked(True)
        self.languages[formats.language()].setChecked(True)

    def _speak(self, language: str) -> None:
        # This page is built anew by it: let the click end first.
        QTimer.singleShot(0, self.shell.prefs, lambda: self.shell.set_language(language))

    def _choices(
        self,
        choices: tuple[tuple[str, str], ...],
        kept: dict[str, QRadioButton],
        choose: Callable[[str], object],
    ) -> QVBoxLayout:
        group = QButtonGroup(self)
        layout = QVBoxLayout()
        layout.setSpacing(10)
        for key, words in choices:
            kept[key] = QRadioButton(words)
            kept[key].clicked.connect(lambda _on=False, key=key: choose(key))
            group.addButton(kept[key])
            layout.addWidget(kept[key])
        return layout
