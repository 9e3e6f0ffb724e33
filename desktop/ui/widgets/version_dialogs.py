"""What is asked about a version of a template: who approves it and from when, why it goes."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop.ui.page import Shell
from desktop.ui.widgets.form_dialog import FormDialog, chosen_day, day_field
from desktop.ui.widgets.second_person import SecondPersonFields

Act = Callable[..., Any]
"""A service's function; after the desk it is given which version it is about, and what was asked."""


class ApproveDialog(FormDialog):
    """The second person who approves a draft, and where it is asked the day from which it holds."""

    def __init__(
        self,
        parent: QWidget,
        shell: Shell,
        name: str,
        approve: Act,
        version: int | str,
        *,
        told: str = "",
        asks_day: bool = False,
    ) -> None:
        super().__init__(parent, shell.theme, shell.notify)
        self._shell, self._approve, self._version = shell, approve, version
        self._told = told or self.tr("Approved")
        self.setWindowTitle(self.tr("Approve · {name}").format(name=name))
        self.from_on = day_field(shell.desk.today, self.tr("In force from")) if asks_day else None
        if self.from_on is not None:
            self.add("from_on", self.tr("In force from"), self.from_on)
        self.second = SecondPersonFields(self, shell.tasks)
        self.on_submit(self.tr("Approve"), self._submitted)

    def _submitted(self) -> None:
        days = [] if self.from_on is None else [chosen_day(self.from_on)]
        self._shell.tasks.write(
            self._approve,
            self._version,
            self.second.value(),
            *days,
            then=self._approved,
            failed=self.failed,
        )

    def _approved(self, _changes: object) -> None:
        self._shell.notify.toast(self._told, kind="ok")
        self.accept()


class WithdrawDialog(FormDialog):
    """Why a version is taken out of use at once."""

    def __init__(
        self, parent: QWidget, shell: Shell, withdraw: Act, version: int | str, *, told: str = ""
    ) -> None:
        super().__init__(parent, shell.theme, shell.notify)
        self._shell, self._withdraw, self._version = shell, withdraw, version
        self._told = told or self.tr("Withdrawn; the version before it is in force again")
        self.setWindowTitle(self.tr("Withdraw a version"))
        self.reason = QPlainTextEdit()
        self.reason.setFixedHeight(84)
        self.add("reason", self.tr("Reason"), self.reason)
        self.on_submit(self.tr("Withdraw"), self._submitted)

    def _submitted(self) -> None:
        self._shell.tasks.write(
            self._withdraw,
            self._version,
            self.reason.toPlainText(),
            then=self._withdrawn,
            failed=self.failed,
        )

    def _withdrawn(self, _changes: object) -> None:
        self._shell.notify.toast(self._told)
        self.accept()
