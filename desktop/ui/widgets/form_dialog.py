"""A dialog with a few fields: Enter does it, Esc does not, an error stands at its field."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QDateEdit, QDialog, QGridLayout, QPlainTextEdit, QWidget

from desktop.adapters import wording
from desktop.domain.errors import CodedError
from desktop.ui import formats
from desktop.ui.notify import Notify
from desktop.ui.theme import Theme
from desktop.ui.widgets.text import button, column, row, set_property, spacer, text


class FormDialog(QDialog):
    """Fields below each other; what the button does is told by ``on_submit``.

    ``columns`` puts so many side by side.
    """

    columns = 1

    def __init__(self, parent: QWidget, theme: Theme, notify: Notify) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._notify = notify
        self._submit: Callable[[], object] = self.accept
        self._fields: dict[str, QWidget] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnStretch(1, 1)
        self._error = text("", "error", wrap=True)
        self._error.hide()
        self._yes = button(theme, "", is_primary=True)
        self._yes.setDefault(True)
        self._yes.clicked.connect(lambda _checked=False: self._submit())
        no = button(theme, self.tr("Cancel"))
        no.clicked.connect(self.reject)
        layout = column(
            self._grid, self._error, row(spacer(), no, self._yes), margins=18, spacing=14
        )
        self.setLayout(layout)
        self.setMinimumWidth(420)

    def on_submit(self, words: str, do: Callable[[], object]) -> None:
        """Say what the button is called and does; ``do`` closes the dialog when it has worked."""
        self._yes.setText(words)
        self._yes.setAccessibleName(words)
        self._submit = do

    def add(self, name: str, words: str, field: QWidget) -> None:
        """Add a field; ``name`` is the one that errors speak of."""
        place, left = divmod(len(self._fields), self.columns)
        left *= 2
        label = text(words, "key")
        top = isinstance(field, QPlainTextEdit)
        align = Qt.AlignmentFlag.AlignTop if top else Qt.AlignmentFlag.AlignVCenter
        self._grid.addWidget(label, place, left, align)
        self._grid.addWidget(field, place, left + 1)
        self._grid.setColumnStretch(left + 1, 1)
        field.setAccessibleName(words)
        self._fields[name] = field

    def refuse(self, words: str, name: str = "") -> None:
        """Say what is wrong, at the field if it is known."""
        for field_name, field in self._fields.items():
            set_property(field, "invalid", field_name == name)
        if name in self._fields:
            self._fields[name].setFocus()
        self._error.setText(words)
        self._error.show()
        layout = self.layout()
        if layout is not None:  # as high as all the words need, so that none is cut
            layout.activate()
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))

    def failed(self, error: Exception) -> None:
        """Show a refusal in the dialog, anything else as the window does."""
        if isinstance(error, CodedError):
            self.refuse(wording.error_text(error, formats.language()), error.field or "")
        else:
            self._notify.error(error)

    @property
    def error(self) -> str:
        """What is wrong, as shown."""
        return self._error.text() if self._error.isVisibleTo(self) else ""


def day_field(day: date, name: str) -> QDateEdit:
    """Return a field for a day with a calendar to choose from."""
    field = QDateEdit(QDate(day.year, day.month, day.day))
    field.setCalendarPopup(True)
    field.setDisplayFormat("yyyy-MM-dd")
    field.setAccessibleName(name)
    return field


def chosen_day(field: QDateEdit) -> date:
    """Return the day that stands in a field."""
    shown = field.date()
    return date(shown.year(), shown.month(), shown.day())
