"""Holidays and worked weekends of a year, typed from the State Council's notice."""

from PySide6.QtWidgets import QLineEdit, QSpinBox

from desktop.services import own_days
from desktop.services.own_days import DaysSaved, YearOfDays
from desktop.ui.page import Shell
from desktop.ui.settings.form import Field, SaveBar, Section, show_errors
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.text import column, row, spacer, text


class DaysSection(Section):
    """One year at a time; a year that the program knows needs only what the branch does otherwise."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._stored: YearOfDays | None = None
        self.year = QSpinBox()
        self.year.setRange(2020, 2099)
        self.year.setValue(self._usual_year())
        self.year.setFixedWidth(110)
        self.year.setAccessibleName(self.tr("Year"))
        self.year.valueChanged.connect(lambda _year: self._turn())
        hint = self.tr("Month and day, ranges with ~, separated by commas: 2-5~2-11, 4-5")
        self.fields = {
            "off": Field("off", self.tr("Days off"), QLineEdit(), hint),
            "worked": Field("worked", self.tr("Weekends worked in return"), QLineEdit(), hint),
        }
        for field in self.fields.values():
            field.edited.connect(self._edited)
        self._known = text("", "soft", wrap=True)
        self.bar = SaveBar(shell.theme, self.save, self.revert)
        self._lay_out()

    def refresh(self) -> None:
        """Read the year shown; what is being edited stays."""
        self.shell.tasks.read(
            own_days.year_of_days, self.year.value(), then=self._show, latest="settings.days"
        )

    def save(self) -> None:
        """Save the year, or say at the field why not."""
        self.shell.tasks.write(
            own_days.save_year,
            self.year.value(),
            off=self.fields["off"].value(),
            worked=self.fields["worked"].value(),
            then=self._saved,
            failed=lambda error: show_errors(self.fields, error, self.shell.notify.error),
        )

    def revert(self) -> None:
        """Show what is stored again."""
        if self._stored is not None:
            self.fields["off"].show_value(self._stored.off)
            self.fields["worked"].show_value(self._stored.worked)
            self._edited()

    @property
    def is_edited(self) -> bool:
        """Whether a field differs from what is stored."""
        return self._stored is not None and (
            self.fields["off"].value() != self._stored.off
            or self.fields["worked"].value() != self._stored.worked
        )

    def _usual_year(self) -> int:
        today = self.shell.desk.today
        return today.year + (today.month >= 11)

    def _turn(self) -> None:
        self._stored = None
        self.refresh()

    def _show(self, found: YearOfDays) -> None:
        is_editing = self.is_edited
        self._stored = found
        known = self.tr("The statutory holidays of {year} are known; write down only what differs.")
        unknown = self.tr("The statutory holidays of {year} are not known to the program yet.")
        self._known.setText((known if found.is_shipped else unknown).format(year=found.year))
        if not is_editing:
            self.revert()
        self._edited()

    def _edited(self) -> None:
        self.bar.show_changes(int(self.is_edited))
        self.changes_pending.emit(self.is_edited)
        self.year.setEnabled(not self.is_edited)

    def _saved(self, saved: DaysSaved) -> None:
        before = saved.previous
        self._turn()
        self.shell.notify.toast(
            self.tr("Saved"),
            kind="ok",
            undo=lambda: self.shell.tasks.write(
                own_days.save_year,
                before.year,
                off=before.off,
                worked=before.worked,
                then=lambda _saved: self._turn(),
            ),
        )

    def _lay_out(self) -> None:
        card = Card()
        card.setMaximumWidth(760)
        inside = column(
            row(text(self.tr("Holidays"), "heading"), self.year, spacer(), spacing=12),
            self._known,
            *self.fields.values(),
            margins=20,
            spacing=12,
        )
        inside.addStretch()
        whole = column(margins=1)
        whole.addLayout(inside, 1)
        whole.addWidget(self.bar)
        card.setLayout(whole)
        layout = row(card)
        layout.addStretch()
        layout.setStretch(0, 1)
        self.setLayout(layout)
