"""Editing the steps of a draft: add, copy, change, switch off, remove, move; every edit undone."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.adapters.wording import error_text
from desktop.domain.contact_facts import Channel, Purpose
from desktop.domain.reminder_strategy import Step
from desktop.domain.strategy_rows import Limits, StepFault, faults
from desktop.ui.formats import language
from desktop.ui.page import Shell
from desktop.ui.strategy.step_dialog import StepDialog, Templates
from desktop.ui.strategy.step_table import StepTable
from desktop.ui.strategy.words import name_of
from desktop.ui.widgets.text import button, column, row, spacer, text

_NEW = Step("", "", -3, -3, time(10), Channel.SMS, Purpose.REMINDER, "", False, "", "", "")


class StepsView(QWidget):
    """The table with its buttons. ``edited`` tells the new steps; nothing is kept here."""

    edited = Signal(tuple)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.steps: tuple[Step, ...] = ()
        self.limits: Limits | None = None
        self.templates: Templates = {}
        self._before: list[tuple[Step, ...]] = []
        self._is_open = False
        self.table = StepTable(shell.theme)
        self.table.step_opened.connect(self.open_step)
        self.table.currentCellChanged.connect(lambda *_: self._follow())
        self._fault = text("", "danger", wrap=True)
        theme = shell.theme
        self.add = button(theme, self.tr("Add"), "plus")
        self.change = button(theme, self.tr("Change"), "pencil")
        self.copy = button(theme, self.tr("Copy"), "copy")
        self.switch = button(theme, self.tr("Switch off"), "pause")
        self.remove = button(theme, self.tr("Remove"), "trash-2")
        self.up = button(theme, self.tr("Move up"), "chevron-up", role="icon")
        self.down = button(theme, self.tr("Move down"), "chevron-down", role="icon")
        self.undo = button(theme, self.tr("Undo"), "undo-2")
        acts = {
            self.add: self.add_step,
            self.change: lambda: self.open_step(self.table.currentRow()),
            self.copy: self.copy_step,
            self.switch: self.switch_step,
            self.remove: self.remove_step,
            self.up: lambda: self.move_step(-1),
            self.down: lambda: self.move_step(1),
            self.undo: self.undo_edit,
        }
        for made, act in acts.items():
            made.clicked.connect(lambda _on=False, act=act: act())
        hint = text(
            self.tr(
                "In a group the step with the most conditions (▸) wins; of equally narrow ones the "
                "upper one. A level is asked for only after the level below was really sent."
            ),
            "muted",
            wrap=True,
        )
        whole = column(
            row(*list(acts)[:7], spacer(), self.undo), hint, self.table, self._fault, spacing=8
        )
        whole.setStretch(2, 1)
        self.setLayout(whole)

    def show_steps(self, steps: Sequence[Step], *, is_open: bool, is_other: bool) -> None:
        """Show steps; ``is_open`` lets them be edited, ``is_other`` forgets what could be undone."""
        self.steps, self._is_open = tuple(steps), is_open
        if is_other:
            self._before.clear()
        self._refill()

    @property
    def faults(self) -> tuple[StepFault, ...]:
        """What is wrong with the steps shown, once the limits are known."""
        return faults(self.steps, self.limits) if self.limits is not None else ()

    # Editing ------------------------------------------------------------------------------

    def add_step(self) -> None:
        """Begin a new step; it is kept when its dialog is."""
        code = self._free_code("own")
        self._open(replace(_NEW, code=code, slot=code), at=None)

    def open_step(self, at: int) -> None:
        """Open the step of a line."""
        if self._is_open and 0 <= at < len(self.steps):
            self._open(self.steps[at], at=at)

    def copy_step(self) -> None:
        """Begin a copy of the chosen step, in its group."""
        step = self._chosen()
        if step is not None:
            self._open(replace(step, code=self._free_code(step.code)), at=None)

    def switch_step(self) -> None:
        """Switch the chosen step off, or on again."""
        step = self._chosen()
        if step is not None:
            self._put(replace(step, is_off=not step.is_off), self.table.currentRow())

    def remove_step(self) -> None:
        """Take the chosen step out."""
        at = self.table.currentRow()
        if self._chosen() is not None:
            self._edit((*self.steps[:at], *self.steps[at + 1 :]))

    def move_step(self, by: int) -> None:
        """Move the chosen step up or down."""
        at = self.table.currentRow()
        if self._chosen() is None or not 0 <= at + by < len(self.steps):
            return
        moved = list(self.steps)
        moved.insert(at + by, moved.pop(at))
        self._edit(tuple(moved))
        self.table.setCurrentCell(at + by, 0)

    def undo_edit(self) -> None:
        """Go back to the steps before the last edit."""
        if self._before:
            self.steps = self._before.pop()
            self._refill()
            self.edited.emit(self.steps)

    def _chosen(self) -> Step | None:
        at = self.table.currentRow()
        return self.steps[at] if self._is_open and 0 <= at < len(self.steps) else None

    def _open(self, step: Step, *, at: int | None) -> None:
        others = tuple(other for place, other in enumerate(self.steps) if place != at)

        def check(edited: Step) -> StepFault | None:
            if self.limits is None:
                return None
            found = faults((*others, edited), self.limits)
            return next((fault for fault in found if fault.code == edited.code), None)

        StepDialog(
            self,
            self._shell,
            step,
            others,
            self.templates,
            check=check,
            then=lambda edited: self._put(edited, at),
        ).open()

    def _put(self, step: Step, at: int | None) -> None:
        if at is None:
            at = self.table.currentRow() + 1
            self._edit((*self.steps[:at], step, *self.steps[at:]))
            self.table.setCurrentCell(at, 0)
        else:
            self._edit((*self.steps[:at], step, *self.steps[at + 1 :]))

    def _edit(self, steps: tuple[Step, ...]) -> None:
        self._before.append(self.steps)
        self.steps = steps
        self._refill()
        self.edited.emit(steps)

    def _free_code(self, base: str) -> str:
        taken = {step.code for step in self.steps} | {step.slot for step in self.steps}
        stem = base[:28].rstrip("_0123456789") or "own"
        number = 2
        while f"{stem}_{number}" in taken:
            number += 1
        return f"{stem}_{number}"

    # Showing ------------------------------------------------------------------------------

    def show_templates(self, templates: Templates) -> None:
        """Name the steps' templates, and offer these for a step."""
        self.templates = templates
        self._refill()

    def _refill(self) -> None:
        names = {
            choice.code: choice.zh if language() == "zh" else choice.en
            for choices in self.templates.values()
            for choice in choices
        }
        wrong = {fault.code: fault.error for fault in self.faults}
        self.table.show_steps(self.steps, wrong, names)
        first = next(iter(self.faults), None)
        words = ""
        if first is not None:
            step = next(step for step in self.steps if step.code == first.code)
            words = f"{name_of(step) or step.code}: {error_text(first.error, language())}"
        self._fault.setText(words)
        self._follow()

    def _follow(self) -> None:
        step = self._chosen()
        self.add.setEnabled(self._is_open)
        for made in (self.change, self.copy, self.switch, self.remove, self.up, self.down):
            made.setEnabled(step is not None)
        words = self.tr("Switch on") if step is not None and step.is_off else self.tr("Switch off")
        self.switch.setText(f" {words}")
        self.switch.setAccessibleName(words)
        self.undo.setEnabled(self._is_open and bool(self._before))
