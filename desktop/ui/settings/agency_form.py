"""One agency's card: contract, review, purpose."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desktop.adapters import wording
from desktop.domain.agency import NOTE_LENGTH, PURPOSES, AgencyCard
from desktop.domain.errors import DomainError
from desktop.domain.field_values import read_date
from desktop.ui import formats
from desktop.ui.settings.form import Field, side_by_side
from desktop.ui.widgets.text import column

DAYS = ("contract_from", "contract_until", "reviewed_on")


class AgencyForm(QWidget):
    """Shows a card and gives back the card as edited."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        purpose = QComboBox()
        for code in PURPOSES:
            purpose.addItem(wording.text(f"agency.purpose.{code}", formats.language()), code)
        note = QLineEdit()
        note.setMaxLength(NOTE_LENGTH)
        made = [
            Field("name", self.tr("Name"), QLineEdit()),
            Field("phone", self.tr("Telephone"), QLineEdit()),
            Field("licence_no", self.tr("Licence number"), QLineEdit()),
            Field("purpose", self.tr("Hired for"), purpose),
            Field("contract_from", self.tr("Contract from"), QLineEdit()),
            Field("contract_until", self.tr("Contract until"), QLineEdit()),
            Field("reviewed_on", self.tr("Last review"), QLineEdit()),
            Field("note", self.tr("Note"), note),
        ]
        self.fields = {field.name: field for field in made}
        for name in DAYS:
            editor = self.fields[name].editor
            assert isinstance(editor, QLineEdit)
            editor.setPlaceholderText("2026-01-31")
        for field in made:
            field.edited.connect(self.edited)
        at = self.fields
        self.setLayout(
            column(
                side_by_side(at["name"], at["phone"]),
                side_by_side(at["licence_no"], at["purpose"]),
                side_by_side(*(at[name] for name in DAYS)),
                at["note"],
                spacing=10,
            )
        )

    def values(self) -> dict[str, str]:
        """Return what stands in the fields."""
        return {name: field.value().strip() for name, field in self.fields.items()}

    def card(self) -> AgencyCard:
        """Return the card. Raises ``imports.bad_date`` at a field that is no day."""
        value = self.values()
        days = {name: _day(name, value.pop(name)) for name in DAYS}
        return AgencyCard(**value, **days)  # type: ignore[arg-type]

    def show_card(self, card: AgencyCard) -> None:
        """Show a card; nobody is told that something was edited."""
        for name, words in words_of(card).items():
            self.fields[name].show_value(words)


def words_of(card: AgencyCard) -> dict[str, str]:
    """A card as it stands in the fields."""
    found = {}
    for name, value in vars(card).items():
        found[name] = value.isoformat() if isinstance(value, date) else value or ""
    return found


def _day(name: str, words: str) -> date | None:
    if not words:
        return None
    try:
        return read_date(words)
    except DomainError as error:
        raise DomainError(error.code, field=name) from error
