"""Fields of the way in: a passphrase with an eye and its strength, where a database lies."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QLabel, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from desktop.adapters import secret_store, wording
from desktop.services.unlock import Location
from desktop.ui import formats
from desktop.ui.theme import Theme
from desktop.ui.widgets.text import button, column, row, set_property, text

_TONES = ("danger", "danger", "warn", "ok")


class PassphraseField(QLineEdit):
    """A hidden line with an eye to look at it; Enter emits ``returnPressed`` as always."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(name)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(200)
        self._eye = self.addAction(QIcon(), QLineEdit.ActionPosition.TrailingPosition)
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._show)
        self._show(False)
        self.textEdited.connect(lambda: set_property(self, "invalid", False))

    def _show(self, is_shown: bool) -> None:
        normal, hidden = QLineEdit.EchoMode.Normal, QLineEdit.EchoMode.Password
        self.setEchoMode(normal if is_shown else hidden)
        self._eye.setText(
            self.tr("Hide the passphrase") if is_shown else self.tr("Show the passphrase")
        )
        self._theme.set_icon(self._eye, "eye-off" if is_shown else "eye", "text3", 16)


class StrengthMeter(QWidget):
    """A bar and a word for how strong a passphrase is."""

    def __init__(self) -> None:
        super().__init__()
        self._bar = QProgressBar(textVisible=False)
        self._bar.setRange(0, 3)
        self._word = text("", "muted")
        self._word.setMinimumWidth(56)
        layout = row(self._bar, self._word)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.setFixedHeight(20)  # whatever word is shown: the card around it keeps its height
        self._word.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.rate("")

    def rate(self, passphrase: str) -> None:
        """Show the strength of a passphrase; nothing for an empty one."""
        strength = secret_store.strength(passphrase)
        self._bar.setValue(strength)
        words = wording.text(f"key.strength.{strength}", formats.language())
        self._word.setText(words if passphrase else "")
        set_property(self._word, "role", _TONES[strength])


class DatabaseLine(QWidget):
    """Which database is meant, and a button to choose another one."""

    change_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        picture = QLabel()
        theme.set_icon(picture, "database", "accent_text", 20)
        self._name = text("", "heading")
        self._folder = text("", "muted")
        self._folder.setMinimumWidth(1)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._name)
        words.addWidget(self._folder)
        change = button(theme, self.tr("Change…"), role="ghost")
        change.clicked.connect(self.change_wanted)
        layout = row(picture, words, change, spacing=10)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def show_location(self, location: Location) -> None:
        """Show a database's name and folder; of a long folder the end counts."""
        self._name.setText(location.name)
        folder = str(location.path.parent) if location.path else self.tr("on a server")
        shown = self._folder.fontMetrics().elidedText(folder, Qt.TextElideMode.ElideLeft, 230)
        self._folder.setText(shown)
        self._folder.setToolTip(folder)


def labelled(words: str, field: QWidget) -> QWidget:
    """Put a small name above a field; Alt and the name's letter go there."""
    name = text(words, "key")
    name.setBuddy(field)
    whole = QWidget()
    whole.setLayout(column(name, field, spacing=4))
    return whole
