"""The second person of an act that needs two: who it is, and their personal code."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QComboBox, QLineEdit

from desktop.services import second_person
from desktop.services.officers import Person
from desktop.services.second_person import Second
from desktop.ui.tasks import Tasks
from desktop.ui.widgets.form_dialog import FormDialog


class SecondPersonFields(QObject):
    """Two fields below those of a dialog, named as ``second_person.confirm`` names them in errors.

    Give ``value()`` to the service as its ``Second``: it says what is wrong or missing.
    """

    def __init__(self, dialog: FormDialog, tasks: Tasks) -> None:
        super().__init__(dialog)
        self.officer = QComboBox()
        self.officer.setPlaceholderText(self.tr("Nobody else has a personal code yet"))
        self.officer.setToolTip(self.tr("Personal codes are set under Settings → Officers"))
        self.secret = QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret.setMaxLength(second_person.LONGEST)
        dialog.add("second_officer", self.tr("Second person"), self.officer)
        dialog.add("second_secret", self.tr("Their personal code"), self.secret)
        tasks.read(second_person.candidates, then=self._fill)

    def value(self) -> Second:
        """Return what stands in the fields."""
        chosen = self.officer.currentData()
        return Second(second_person.NOBODY if chosen is None else int(chosen), self.secret.text())

    def _fill(self, people: list[Person]) -> None:
        self.officer.clear()
        for each in people:
            self.officer.addItem(f"{each.name} · {each.staff_no}", each.id)
        self.officer.setCurrentIndex(0 if people else -1)
