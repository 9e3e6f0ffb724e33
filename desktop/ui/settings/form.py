"""A form: fields with their help and their errors, saved together and never by themselves."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.adapters import wording
from desktop.domain.errors import CodedError
from desktop.domain.settings_catalogue import SettingSpec
from desktop.ui import formats
from desktop.ui.page import Shell
from desktop.ui.theme import Theme
from desktop.ui.widgets.text import button, column, row, set_property, spacer, text

FIELD_WIDTH = 420


class Field(QWidget):
    """A label, an editor, and below it help or, in red, what is wrong."""

    edited = Signal()

    def __init__(self, name: str, label: str, editor: QWidget, hint: str = "") -> None:
        super().__init__()
        self.name = name
        self.editor = editor
        self._hint = hint
        self._said = text(hint, "muted", wrap=True)
        self._said.setVisible(bool(hint))
        caption = text(label, "key")
        caption.setBuddy(editor)
        editor.setAccessibleName(label)
        if hint:
            editor.setAccessibleDescription(hint)
        self.setLayout(column(caption, editor, self._said, spacing=3))
        self._follow(editor)

    def value(self) -> str:
        """Return what stands in the editor, as it is stored."""
        if isinstance(self.editor, QLineEdit):
            return self.editor.text()
        if isinstance(self.editor, QComboBox):
            return str(self.editor.currentData())
        return "yes" if isinstance(self.editor, QCheckBox) and self.editor.isChecked() else "no"

    def show_value(self, value: str) -> None:
        """Show a stored value; nobody is told that something was edited."""
        self.editor.blockSignals(True)
        if isinstance(self.editor, QLineEdit):
            self.editor.setText(value)
        elif isinstance(self.editor, QComboBox):
            self.editor.setCurrentIndex(max(0, self.editor.findData(value)))
        elif isinstance(self.editor, QCheckBox):
            self.editor.setChecked(value == "yes")
        self.editor.blockSignals(False)
        self.show_error("")

    def show_error(self, words: str) -> None:
        """Say what is wrong with the value; empty takes it back and shows the help again."""
        self._said.setText(words or self._hint)
        self._said.setVisible(bool(words or self._hint))
        set_property(self._said, "role", "danger" if words else "muted")
        set_property(self.editor, "invalid", bool(words))

    def show_hint(self, words: str) -> None:
        """Change the help below the editor."""
        self._hint = words
        self.show_error("")

    @property
    def error(self) -> str:
        """What is said to be wrong; empty when nothing is."""
        return self._said.text() if self._said.property("role") == "danger" else ""

    def _follow(self, editor: QWidget) -> None:
        if isinstance(editor, QLineEdit):
            editor.textEdited.connect(lambda _text: self._was_edited())
        elif isinstance(editor, QComboBox):
            editor.currentIndexChanged.connect(lambda _index: self._was_edited())
        elif isinstance(editor, QCheckBox):
            editor.toggled.connect(lambda _on: self._was_edited())

    def _was_edited(self) -> None:
        self.show_error("")
        self.edited.emit()


def setting_field(spec: SettingSpec, theme: Theme) -> Field:
    """Return the field of a setting as its declaration says."""
    lang = formats.language()
    label = wording.text(f"settings.label.{spec.name}", lang)
    hint = wording.text(f"settings.hint.{spec.name}", lang)
    if spec.kind == "choice":
        choices = QComboBox()
        for choice in spec.choices:
            choices.addItem(wording.text(f"settings.choice.{spec.name}.{choice}", lang), choice)
        return Field(spec.name, label, choices, hint)
    if spec.kind == "flag":
        return Field(spec.name, label, QCheckBox(label), hint)
    editor = QLineEdit()
    editor.setMaxLength(spec.longest + 40)  # the form says what is too long instead of cutting it
    if spec.kind == "time":
        editor.setPlaceholderText("08:30")
    if spec.kind == "folder":
        _offer_folder(editor, label, theme)
    return Field(spec.name, label, editor, hint)


def _offer_folder(editor: QLineEdit, label: str, theme: Theme) -> None:
    choose = editor.addAction(QIcon(), QLineEdit.ActionPosition.TrailingPosition)
    choose.setText(label)
    theme.set_icon(choose, "folder-open", "text3", 16)

    def ask() -> None:
        chosen = QFileDialog.getExistingDirectory(editor, label, editor.text())
        if chosen:
            editor.setText(chosen)
            editor.textEdited.emit(chosen)

    choose.triggered.connect(lambda _on=False: ask())


class SaveBar(QWidget):
    """Says that something is not saved yet, and offers to save it or to take it back."""

    def __init__(
        self, theme: Theme, save: Callable[[], object], revert: Callable[[], object]
    ) -> None:
        super().__init__()
        self.setProperty("role", "footer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(52)
        self._said = text("", "warn")
        self.save = button(theme, self.tr("Save"), is_primary=True)
        self.revert = button(theme, self.tr("Discard changes"))
        self.save.clicked.connect(lambda _on=False: save())
        self.revert.clicked.connect(lambda _on=False: revert())
        layout = row(self._said, spacer(), self.revert, self.save)
        layout.setContentsMargins(16, 0, 16, 0)
        self.setLayout(layout)
        self.show_changes(0)

    def show_changes(self, count: int) -> None:
        """Say how many fields differ from what is stored."""
        words = self.tr("{count} changes are not saved").format(count=count)
        self._said.setText(words if count else "")
        self.save.setEnabled(bool(count))
        self.revert.setEnabled(bool(count))


class Section(QWidget):
    """One section of the settings. ``changes_pending`` tells whether something is not saved."""

    changes_pending = Signal(bool)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell

    def refresh(self) -> None:
        """Read what the section shows; what is being edited stays."""

    def keep_draft(self) -> None:
        """Keep what is typed and not saved, so that it is there again later."""


def show_errors(
    fields: Mapping[str, Field], error: Exception, otherwise: Callable[[Exception], object]
) -> None:
    """Say an error at the field it names; one that names none of these goes to ``otherwise``."""
    field = fields.get(error.field or "") if isinstance(error, CodedError) else None
    if field is None or not isinstance(error, CodedError):
        otherwise(error)
        return
    field.show_error(wording.error_text(error, formats.language()))
    field.editor.setFocus()


def scrolled(widget: QWidget) -> QScrollArea:
    """Return a widget in an area that scrolls when it is higher than the window."""
    widget.setProperty("role", "body")
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setWidget(widget)
    return area


def side_by_side(*fields: QWidget) -> QHBoxLayout:
    """Return fields in one line, as wide as each other."""
    layout = row(spacing=16)
    for field in fields:
        layout.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
    return layout


def inset(widget: QWidget) -> QHBoxLayout:
    """Return a list with room at its sides, for use inside a card."""
    layout = row(widget)
    layout.setContentsMargins(10, 0, 8, 8)
    return layout


def titled(title: str, *items: QWidget | QHBoxLayout | QVBoxLayout) -> QVBoxLayout:
    """Return a heading with what belongs to it."""
    heading: QLabel = text(title, "heading")
    return column(heading, *items, margins=20, spacing=12)
