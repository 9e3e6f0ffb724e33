"""One officer's card: duties, skills, area, hours."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from desktop.adapters import wording
from desktop.domain.officer import ROLES, SKILLS
from desktop.services.officers import OfficerCard, Shift
from desktop.ui import formats
from desktop.ui.settings.form import Field, side_by_side
from desktop.ui.widgets.choice_chips import ChoiceChips
from desktop.ui.widgets.text import column, text

_HOURS = ("from", "break_from", "break_to", "to")


class OfficerForm(QWidget):
    """Shows a card and gives back the card as edited."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.fields = self._made_fields()
        for field in self.fields.values():
            field.edited.connect(self.edited)
        skills = [(skill, _said("skill", skill)) for skill in SKILLS]
        self.skills = ChoiceChips(skills, self.tr("Skills"))
        days = [(day, _said("weekday", str(day))) for day in range(1, 8)]
        self.weekdays = ChoiceChips(days, self.tr("Working days"))
        for chips in (self.skills, self.weekdays):
            chips.changed.connect(self.edited)
        self.days_error = text("", "danger")
        self._lay_out()

    def card(self) -> OfficerCard:
        """Return what stands in the form."""
        value = {name: field.value().strip() for name, field in self.fields.items()}
        hours = [value[f"shift.{name}"] for name in _HOURS]
        return OfficerCard(
            value["staff_no"],
            value["name"],
            value["phone"],
            value["role"],
            value["does_visits"] == "yes",
            tuple(self.skills.values()),
            value["area"],
            value["start_place"],
            Shift(hours[0], hours[3], hours[1], hours[2], tuple(self.weekdays.values())),
        )

    def show_card(self, card: OfficerCard) -> None:
        """Show a card; nobody is told that something was edited."""
        shift = card.shift
        hours = (shift.start, shift.break_from, shift.break_to, shift.end)
        values = {
            "staff_no": card.staff_no,
            "name": card.name,
            "phone": card.phone,
            "role": card.role,
            "does_visits": "yes" if card.does_visits else "no",
            "area": card.area,
            "start_place": card.start_place,
            **{f"shift.{name}": each for name, each in zip(_HOURS, hours, strict=True)},
        }
        for name, value in values.items():
            self.fields[name].show_value(value)
        self.skills.choose(card.skills)
        self.weekdays.choose(shift.weekdays)
        self.days_error.setText("")

    def errors_at(self) -> dict[str, Field]:
        """Return the fields by the names that errors give them."""
        return {**self.fields, "shift": self.fields["shift.from"]}

    def _made_fields(self) -> dict[str, Field]:
        role = QComboBox()
        for code in ROLES:
            role.addItem(_said("role", code), code)
        visits = QCheckBox(self.tr("Goes on visits"))
        made = [
            Field("staff_no", self.tr("Staff number"), QLineEdit()),
            Field("name", self.tr("Name"), QLineEdit()),
            Field("phone", self.tr("Telephone"), QLineEdit()),
            Field("role", self.tr("Role"), role),
            Field("area", self.tr("Area"), QLineEdit()),
            Field("does_visits", self.tr("Visits"), visits),
            Field("start_place", self.tr("Where visits start (empty: the branch)"), QLineEdit()),
            Field("shift.from", self.tr("Work from"), QLineEdit()),
            Field("shift.break_from", self.tr("Break from"), QLineEdit()),
            Field("shift.break_to", self.tr("Break until"), QLineEdit()),
            Field("shift.to", self.tr("Work until"), QLineEdit()),
        ]
        return {field.name: field for field in made}

    def _lay_out(self) -> None:
        at = self.fields
        self.setLayout(
            column(
                side_by_side(at["staff_no"], at["name"]),
                side_by_side(at["phone"], at["role"]),
                side_by_side(at["area"], at["does_visits"]),
                at["start_place"],
                text(self.tr("Skills"), "key"),
                self.skills,
                side_by_side(*(at[f"shift.{name}"] for name in _HOURS)),
                text(self.tr("Working days"), "key"),
                self.weekdays,
                self.days_error,
                spacing=10,
            )
        )


def _said(kind: str, code: str) -> str:
    return wording.text(f"settings.{kind}.{code}", formats.language())
