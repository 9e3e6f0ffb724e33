"""Several of a few: chips that are switched on and off one by one."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from desktop.ui.widgets.flow import FlowRow


class ChoiceChips(FlowRow):
    """A wrapping row of chips for (value, words); any number can be on."""

    changed = Signal()

    def __init__(self, choices: Sequence[tuple[Any, str]], name: str) -> None:
        super().__init__(spacing=6)
        self.setAccessibleName(name)
        self._chips: dict[Any, QPushButton] = {}
        self.show_choices(choices)

    def show_choices(self, choices: Sequence[tuple[Any, str]]) -> None:
        """Show these; those that were on and are still there stay on."""
        on = set(self.values())
        while self.flow.takeAt(0):
            pass
        for chip in self._chips.values():
            chip.deleteLater()
        self._chips = {}
        for value, words in choices:
            chip = QPushButton(words)
            chip.setProperty("role", "chip")
            chip.setCheckable(True)
            chip.setAutoDefault(False)
            chip.setChecked(value in on)
            chip.clicked.connect(lambda _checked=False: self.changed.emit())
            self._chips[value] = chip
            self.flow.addWidget(chip)

    def values(self) -> tuple[Any, ...]:
        """Return what is on, in the order shown."""
        return tuple(value for value, chip in self._chips.items() if chip.isChecked())

    def choose(self, values: Sequence[Any]) -> None:
        """Switch these on and all others off, without telling."""
        for value, chip in self._chips.items():
            chip.setChecked(value in values)

    def chip(self, value: Any) -> QPushButton:
        """Return the chip of a value."""
        return self._chips[value]
