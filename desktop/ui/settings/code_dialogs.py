"""Setting an officer's personal code, and removing one that was forgotten."""

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.services import second_person
from desktop.services.officers import OfficerRow
from desktop.ui.page import Shell
from desktop.ui.widgets.form_dialog import FormDialog
from desktop.ui.widgets.second_person import SecondPersonFields


class CodeDialog(FormDialog):
    """The new code twice, and the present one where there is one."""

    def __init__(
        self, parent: QWidget, shell: Shell, officer: OfficerRow, *, has_one: bool
    ) -> None:
        super().__init__(parent, shell.theme, shell.notify)
        self._shell, self._officer = shell, officer
        self.setWindowTitle(self.tr("Personal code · {name}").format(name=officer.card.name))
        self.current, self.secret, self.again = (_hidden_line() for _ in range(3))
        if has_one:
            self.add("current", self.tr("Present code"), self.current)
        self.add("secret", self.tr("New code"), self.secret)
        self.add("again", self.tr("Once more"), self.again)
        self.on_submit(self.tr("Set code"), self._save)
        (self.current if has_one else self.secret).setFocus()

    def _save(self) -> None:
        if self.secret.text() != self.again.text():
            self.refuse(self.tr("The two codes differ."), "again")
            return
        self._shell.tasks.write(
            second_person.set_secret,
            self._officer.officer_id,
            self.secret.text(),
            current=self.current.text(),
            then=self._saved,
            failed=self.failed,
        )

    def _saved(self, _changes: object) -> None:
        self._shell.notify.toast(self.tr("Personal code set"), kind="ok")
        self.accept()


class ForgetCodeDialog(FormDialog):
    """A manager, who is somebody else, removes a forgotten code."""

    def __init__(self, parent: QWidget, shell: Shell, officer: OfficerRow) -> None:
        super().__init__(parent, shell.theme, shell.notify)
        self._shell, self._officer = shell, officer
        words = self.tr("Remove the forgotten code · {name}")
        self.setWindowTitle(words.format(name=officer.card.name))
        self.manager = SecondPersonFields(self, shell.tasks)
        self.on_submit(self.tr("Remove code"), self._save)

    def _save(self) -> None:
        self._shell.tasks.write(
            second_person.forget_secret,
            self._officer.officer_id,
            self.manager.value(),
            then=self._saved,
            failed=self.failed,
        )

    def _saved(self, _changes: object) -> None:
        self._shell.notify.toast(self.tr("Personal code removed"), kind="ok")
        self.accept()


def _hidden_line() -> QLineEdit:
    made = QLineEdit()
    made.setEchoMode(QLineEdit.EchoMode.Password)
    made.setMaxLength(second_person.LONGEST + 1)  # one too many is told, not cut
    return made
