"""From which day a strategy holds, and what should be known before it is switched on."""

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtWidgets import QWidget

from desktop.ui.page import Shell
from desktop.ui.widgets.form_dialog import FormDialog, chosen_day, day_field
from desktop.ui.widgets.text import text


class SwitchDialog(FormDialog):
    """Today plans the calendar anew at once; a later day waits for that day's run."""

    def __init__(
        self,
        parent: QWidget,
        shell: Shell,
        name: str,
        *,
        is_tried: bool,
        then: Callable[[date, Callable[[Exception], object]], object],
    ) -> None:
        super().__init__(parent, shell.theme, shell.notify)
        self.setWindowTitle(self.tr("Switch on · {name}").format(name=name))
        self._then = then
        tomorrow = shell.desk.today + timedelta(days=1)
        self.day = day_field(tomorrow, self.tr("In force from"))
        words = self.tr(
            "From today: the calendar is planned anew at once. From a later day: by that day's run. "
            "What was sent counts for the new steps, what was set down by hand stays; the version "
            "before can be restored."
        )
        if not is_tried:
            warning = self.tr("These steps have not been tried on the whole book.")
            words = f"{warning}\n{words}"
        self.note = text(words, "muted" if is_tried else "warn", wrap=True)
        self.add("from_on", self.tr("In force from"), self.day)
        self.add("note", self.tr("Note"), self.note)
        self.on_submit(self.tr("Switch on"), lambda: self._then(chosen_day(self.day), self._failed))

    def _failed(self, error: Exception) -> None:
        self.failed(error)
