"""What is asked about a letter template: who approves it, why it is taken out of use."""

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop.services import letter_editing
from desktop.ui.page import Shell
from desktop.ui.widgets.form_dialog import FormDialog
from desktop.ui.widgets.second_person import SecondPersonFields


class ApproveLetterDialog(FormDialog):
    """The second person who approves a draft."""

    def __init__(self, parent: QWidget, shell: Shell, name: str, title: str) -> None:
        super().__init__(parent, shell.theme, shell.notify)
        self._shell, self._name = shell, name
        self.setWindowTitle(self.tr("Approve · {title}").format(title=title))
        self.second = SecondPersonFields(self, shell.tasks)
        self.on_submit(self.tr("Approve"), self._approve)

    def _approve(self) -> None:
        self._shell.tasks.write(
            letter_editing.approve,
            self._name,
            self.second.value(),
            then=self._approved,
            failed=self.failed,
        )

    def _approved(self, _changes: object) -> None:
        self._shell.notify.toast(self.tr("Approved: letters from now on use it."), kind="ok")
        self.accept()


class WithdrawLetterDialog(FormDialog):
    """Why the branch's version is taken out of use at once."""

    def __init__(self, parent: QWidget, shell: Shell, name: str) -> None:
        super().__init__(parent, shell.theme, shell.notify)
        self._shell, self._name = shell, name
        self.setWindowTitle(self.tr("Withdraw the version in force"))
        self.reason = QPlainTextEdit()
        self.reason.setFixedHeight(84)
        self.add("reason", self.tr("Reason"), self.reason)
        self.on_submit(self.tr("Withdraw"), self._withdraw)

    def _withdraw(self) -> None:
        self._shell.tasks.write(
            letter_editing.withdraw,
            self._name,
            self.reason.toPlainText(),
            then=self._withdrawn,
            failed=self.failed,
        )

    def _withdrawn(self, _changes: object) -> None:
        self._shell.notify.toast(self.tr("Withdrawn: letters use the version before it again."))
        self.accept()
