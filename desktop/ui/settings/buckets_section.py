"""The bucket table: the last day of each bucket; where one ends the next begins."""

from functools import partial

from PySide6.QtWidgets import QLabel, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from desktop.adapters import wording
from desktop.domain.errors import CodedError
from desktop.services import rule_changes
from desktop.services.rule_changes import BUCKET_ENDS, MOST_BUCKETS, BucketTable, RuleSaved
from desktop.ui import formats
from desktop.ui.page import Shell
from desktop.ui.settings import rule_words
from desktop.ui.settings.form import Field, SaveBar, Section, scrolled, show_errors, side_by_side
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.chips import Chip
from desktop.ui.widgets.text import button, column, row, spacer, text

_LAST_DAY = 3650
_USUAL_LENGTH = 30


class BucketsSection(Section):
    """Edits the table without gaps by making: only the ends are typed."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.ends: list[int] = []
        self._table: BucketTable | None = None
        self._boxes: list[QSpinBox] = []
        self._froms: list[QLabel] = []
        self._said = text("", "soft", wrap=True)
        self._error = text("", "danger", wrap=True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        self.from_on = rule_words.date_field(shell.desk.today, self.tr("From"))
        self.fields = {
            "source": Field(
                "source",
                self.tr("Source"),
                QLineEdit(),
                self.tr("Title and number of the document"),
            ),
            "from_on": Field("from_on", self.tr("From"), self.from_on),
        }
        self.fields["source"].edited.connect(self._edited)
        self.bar = SaveBar(shell.theme, self.save, self.revert)
        self._reset = button(shell.theme, self.tr("Back to the shipped table"), "rotate-ccw")
        self._reset.clicked.connect(lambda _on=False: self.reset())
        self._lay_out()

    def refresh(self) -> None:
        """Read the table in force; what is being edited stays."""
        self.shell.tasks.read(rule_changes.bucket_table, then=self._show, latest="settings.buckets")

    def save(self) -> None:
        """Save the table from the day given, or say what is wrong with it."""
        self.shell.tasks.write(
            rule_changes.save_buckets,
            tuple(self.ends),
            from_on=rule_words.day_of(self.from_on),
            source=self.fields["source"].value(),
            then=self._saved,
            failed=self._failed,
        )

    def revert(self) -> None:
        """Show the table in force again."""
        if self._table is not None:
            self.ends = self._stored
            self.fields["source"].show_value("")
            self._build()

    def reset(self) -> None:
        """Take the branch's own table back."""
        if self._table is not None and self._table.is_branch:
            self.shell.tasks.write(
                rule_changes.reset_rule, BUCKET_ENDS, self._table.from_on, then=self._was_reset
            )

    def add(self) -> None:
        """Add a bucket before the open last one."""
        if len(self.ends) < MOST_BUCKETS - 1:
            self.ends = [*self.ends, min(_LAST_DAY, self.ends[-1] + _USUAL_LENGTH)]
            self._build()

    def remove(self, place: int) -> None:
        """Remove a bucket; the one after it begins where it began."""
        self.ends = [end for number, end in enumerate(self.ends) if number != place]
        self._build()

    @property
    def is_edited(self) -> bool:
        """Whether the table differs from the one in force."""
        return self._table is not None and self.ends != self._stored

    @property
    def _stored(self) -> list[int]:
        buckets = () if self._table is None else self._table.buckets
        return [bucket.to_days for bucket in buckets if bucket.to_days is not None]

    def _show(self, table: BucketTable) -> None:
        is_editing = self.is_edited
        self._table = table
        self._reset.setVisible(table.is_branch)
        words = (
            self.tr("The branch's own table, in force since {day}.")
            if table.is_branch
            else self.tr("The shipped table, as is usual in the trade.")
        )
        self._said.setText(words.format(day=table.from_on))
        if not is_editing:
            self.ends = self._stored
        self._build()

    def _build(self) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._boxes, self._froms = [], []
        for place in range(len(self.ends) + 1):
            self._lines.addWidget(self._line(place))
        self._follow()

    def _line(self, place: int) -> QWidget:
        is_last = place == len(self.ends)
        chip = Chip(self.shell.theme)
        chip.show_bucket(f"M{place}{'+' if is_last else ''}", place)
        begins = text("", "soft")
        begins.setFixedWidth(110)
        self._froms.append(begins)
        parts: list[QWidget] = [chip, begins]
        chip.setFixedWidth(48)
        if not is_last:
            parts.append(self._box(place))
        parts.append(spacer())
        if 0 < place < len(self.ends) and len(self.ends) > 2:
            remove = button(self.shell.theme, self.tr("Remove this bucket"), "trash-2", role="icon")
            remove.clicked.connect(partial(self._removed, place))
            parts.append(remove)
        widget = QWidget()
        widget.setLayout(row(*parts, spacing=12))
        return widget

    def _box(self, place: int) -> QSpinBox:
        box = QSpinBox()
        box.setRange(0, _LAST_DAY)
        box.setValue(self.ends[place])
        box.setSuffix(" " + self.tr("days"))
        box.setFixedWidth(130)
        box.setEnabled(place > 0)
        box.setAccessibleName(self.tr("Last day of M{number}").format(number=place))
        box.valueChanged.connect(partial(self._typed, place))
        self._boxes.append(box)
        return box

    def _typed(self, place: int, value: int) -> None:
        self.ends = [value if number == place else end for number, end in enumerate(self.ends)]
        self._follow()

    def _removed(self, place: int, _on: bool = False) -> None:
        self.remove(place)

    def _follow(self) -> None:
        starts = [0, *(end + 1 for end in self.ends)]
        for label, start in zip(self._froms[:-1], starts[:-1], strict=True):
            label.setText(self.tr("from day {day} to").format(day=start))
        self._froms[-1].setText(self.tr("from day {day} on").format(day=starts[-1]))
        self._error.setText("")
        self._edited()

    def _edited(self) -> None:
        self.bar.show_changes(int(self.is_edited))
        self.changes_pending.emit(self.is_edited)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, CodedError) and error.field == "value":
            self._error.setText(wording.error_text(error, formats.language()))
            return
        show_errors(self.fields, error, self.shell.notify.error)

    def _saved(self, saved: RuleSaved) -> None:
        self._table = None
        self.fields["source"].show_value("")
        self.shell.notify.toast(
            self.tr("Saved; the next day run puts the accounts into these buckets"),
            kind="ok",
            undo=partial(self._undo, saved),
        )
        self.refresh()

    def _was_reset(self, saved: RuleSaved) -> None:
        self._table = None
        self.shell.notify.toast(
            self.tr("The shipped table is in force again"),
            kind="ok",
            undo=partial(self._undo, saved),
        )
        self.refresh()

    def _undo(self, saved: RuleSaved) -> None:
        before, tasks = saved.previous, self.shell.tasks
        self._table = None
        if before is None:
            tasks.write(
                rule_changes.reset_rule, BUCKET_ENDS, saved.from_on, then=lambda _s: self.refresh()
            )
        elif isinstance(before.value, tuple):
            tasks.write(
                rule_changes.save_buckets,
                before.value,
                from_on=before.from_on,
                source=before.source,
                note=before.note,
                then=lambda _s: self.refresh(),
            )

    def _lay_out(self) -> None:
        add = button(self.shell.theme, self.tr("Add a bucket"), "plus")
        add.clicked.connect(lambda _on=False: self.add())
        explained = self.tr(
            "M0 is not overdue. Each bucket begins the day after the one before it ends, so there "
            "can be no gap. Past days keep the buckets of their time."
        )
        body = QWidget()
        inside = column(
            row(text(self.tr("Ageing buckets"), "heading"), spacer(), self._reset, add),
            self._said,
            text(explained, "muted", wrap=True),
            self._lines,
            self._error,
            side_by_side(self.fields["source"], self.fields["from_on"]),
            margins=20,
            spacing=12,
        )
        inside.addStretch()
        body.setLayout(inside)
        card = Card()
        card.setMaximumWidth(760)
        in_card = column(scrolled(body), self.bar, margins=1)
        in_card.setStretch(0, 1)
        card.setLayout(in_card)
        layout = row(card)
        layout.addStretch()
        layout.setStretch(0, 1)
        self.setLayout(layout)
