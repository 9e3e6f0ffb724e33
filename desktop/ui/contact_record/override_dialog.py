"""Letting one contact pass against a rule: which rule it is, the reason, the second person."""

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desktop.adapters import wording
from desktop.domain.contact_facts import Channel, Purpose
from desktop.domain.contact_policy import Allowed, Refused
from desktop.services import contacts, overrides
from desktop.services.overrides import Granted
from desktop.ui import formats
from desktop.ui.page import Shell
from desktop.ui.refusals import refusal_words
from desktop.ui.widgets.form_dialog import FormDialog
from desktop.ui.widgets.second_person import SecondPersonFields
from desktop.ui.widgets.text import text


class OverrideDialog(FormDialog):
    """Asks the guard about a channel now; what only a house rule refuses two people may let pass."""

    def __init__(
        self,
        parent: QWidget,
        shell: Shell,
        case_id: int,
        name: str,
        *,
        channel: Channel = Channel.PHONE,
        purpose: Purpose | None = None,
        then: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(parent, shell.theme, shell.notify)
        self.setWindowTitle(self.tr("Let one contact pass · {name}").format(name=name))
        self._shell, self._case_id, self._then = shell, case_id, then
        self._purpose = purpose
        self._refusal: Refused | None = None
        self.channel = QComboBox()
        for each in Channel:
            words = wording.text(f"contact.channel.{each.value}", formats.language())
            self.channel.addItem(words, each.value)
        self.channel.setCurrentIndex(self.channel.findData(channel.value))
        self.rule = text("", wrap=True)
        self.reason = QLineEdit()
        self.reason.setMaxLength(overrides.LONGEST_REASON)
        self.add("channel", self.tr("By"), self.channel)
        self.add("rule", self.tr("Rule"), self.rule)
        self.add("reason", self.tr("Reason"), self.reason)
        self.second = SecondPersonFields(self, shell.tasks)
        self.on_submit(self.tr("Let it pass"), self._save)
        self.channel.currentIndexChanged.connect(lambda _at: self._ask())
        self._ask()

    def _ask(self) -> None:
        self._refusal = None
        self._shell.tasks.read(
            contacts.may_contact,
            self._case_id,
            self.channel.currentData(),
            self._purpose,
            then=self._show,
            latest="override",
        )

    def _show(self, decision: Allowed | Refused) -> None:
        self._refusal = decision if isinstance(decision, Refused) else None
        if isinstance(decision, Allowed):
            self.rule.setText(self.tr("Nothing forbids it: no second person is needed."))
        elif decision.rule.overridable:
            self.rule.setText(refusal_words(decision))
        else:
            words = self.tr("{reason}\nThis is the law's rule: nobody can let it pass.")
            self.rule.setText(words.format(reason=refusal_words(decision)))

    def _save(self) -> None:
        if self._refusal is None:
            self.refuse(self.tr("Nothing forbids it: no second person is needed."))
            return
        self._shell.tasks.write(
            overrides.grant,
            self._case_id,
            channel=self.channel.currentData(),
            rule=self._refusal.code,
            reason=self.reason.text(),
            second=self.second.value(),
            then=self._saved,
            failed=self.failed,
        )

    def _saved(self, granted: Granted) -> None:
        shell, case_id = self._shell, self._case_id
        shell.notify.toast(
            self.tr("The next contact may pass, until midnight"),
            kind="ok",
            undo=lambda: shell.tasks.write(overrides.take_back, granted.override_id, case_id),
        )
        if self._then is not None:
            self._then()
        self.accept()
