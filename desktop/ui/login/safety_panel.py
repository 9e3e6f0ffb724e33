"""Backups with their dates, the way back, and the passphrase: for the settings page."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from desktop.adapters import wording
from desktop.domain.errors import CodedError
from desktop.services import backup, unlock
from desktop.services.backup import Backup, BackupMade
from desktop.services.desk import Desk
from desktop.ui import formats
from desktop.ui.login.fields import PassphraseField, StrengthMeter, labelled
from desktop.ui.page import Shell
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.text import button, column, line, row, set_property, spacer, text

SHOWN = 12


class BackupPanel(QWidget):
    """What keeps the data safe. ``refresh`` reads the list of backups anew."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        layout = column(self._backups(), self._passphrase(), spacing=16)
        layout.addStretch()
        self.setLayout(layout)
        self.refresh()

    def refresh(self) -> None:
        """Show the backups that lie beside the database, newest first."""
        self._shell.tasks.read(_daily, then=self._show, latest="login.backups")

    # Backups --------------------------------------------------------------------------------

    def _backups(self) -> QWidget:
        theme = self._shell.theme
        now = button(theme, self.tr("Back up to a file…"), "download", is_primary=True)
        now.clicked.connect(self._choose_target)
        other = button(theme, self.tr("Restore from a file…"), "folder-open")
        other.clicked.connect(self._choose_source)
        path = self._shell.desk.store.path
        where = str(path) if path else self.tr("The database is on a server.")
        hint = self.tr(
            "A backup is made every day before the day's work. Keep one outside this computer now "
            "and then, together with its .key file."
        )
        card = Card()
        card.setLayout(
            column(
                row(text(self.tr("Backups"), "heading"), spacer(), other, now),
                text(where, "muted", selectable=True),
                text(hint, "soft", wrap=True),
                self._list,
                margins=20,
                spacing=10,
            )
        )
        now.setEnabled(path is not None)
        other.setEnabled(path is not None)
        return card

    def _show(self, made: list[Backup]) -> None:
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for each in made[:SHOWN]:
            self._list.addWidget(line())
            self._list.addWidget(self._row(each))
        if not made:
            self._list.addWidget(text(self.tr("No backup has been made yet."), "muted"))

    def _row(self, made: Backup) -> QWidget:
        restore = button(self._shell.theme, self.tr("Restore"), "rotate-ccw", role="ghost")
        day = formats.day(made.made_on)
        restore.setAccessibleName(self.tr("Restore the backup of {day}").format(day=day))
        restore.clicked.connect(lambda: self._confirm(made.path, day))
        size = self.tr("{size} MB").format(size=f"{made.size / 1_000_000:,.1f}")
        whole = QWidget()
        whole.setLayout(row(text(day, "heading"), text(size, "muted"), spacer(), restore))
        return whole

    def _choose_target(self) -> None:
        path = self._shell.desk.store.path
        chooser = QFileDialog(self, self.tr("Back up to a file"))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix("db")
        chooser.setOption(QFileDialog.Option.DontConfirmOverwrite)
        if path is not None:
            chooser.selectFile(f"{path.stem}-{formats.day(self._shell.desk.today)}.db")
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(self._back_up)
        chooser.open()

    def _back_up(self, file: str) -> None:
        self._shell.tasks.write(
            backup.back_up, Path(file), then=self._made, label=self.tr("Backing up")
        )

    def _made(self, made: BackupMade) -> None:
        words = self.tr("Backed up and proved: {file}").format(file=made.path.name)
        self._shell.notify.toast(words, kind="ok")
        if not made.opens_elsewhere:
            self._shell.notify.toast(
                wording.text("backup.only_here", formats.language()), kind="warn"
            )

    def _choose_source(self) -> None:
        chooser = QFileDialog(self, self.tr("Restore from a file"))
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(lambda file: self._confirm(Path(file), Path(file).name))
        chooser.open()

    def _confirm(self, source: Path, name: str) -> None:
        self._shell.notify.confirm(
            self.tr("Restore {name}?").format(name=name),
            details=self.tr(
                "What was entered after it is no longer shown. The present database is kept beside "
                "it, so that you can go back."
            ),
            yes=self.tr("Restore"),
            is_dangerous=True,
            then=lambda: self._shell.restore(source),
        )

    # Passphrase -----------------------------------------------------------------------------

    def _passphrase(self) -> QWidget:
        theme = self._shell.theme
        self._first = PassphraseField(theme, self.tr("New passphrase"))
        self._again = PassphraseField(theme, self.tr("New passphrase once more"))
        self._strength = StrengthMeter()
        self._first.textChanged.connect(self._strength.rate)
        self._problem = text("", "error", wrap=True)
        self._problem.hide()
        change = button(theme, self.tr("Change the passphrase"), "key-round")
        change.clicked.connect(self._change)
        self._again.returnPressed.connect(self._change)
        hint = self.tr("Backups made before keep the passphrase of their day.")
        card = Card()
        card.setLayout(
            column(
                text(self.tr("Passphrase"), "heading"),
                text(hint, "soft", wrap=True),
                row(
                    labelled(self.tr("New passphrase"), self._first),
                    labelled(self.tr("New passphrase once more"), self._again),
                    spacing=16,
                ),
                self._strength,
                self._problem,
                row(spacer(), change),
                margins=20,
                spacing=10,
            )
        )
        return card

    def _change(self) -> None:
        self._refuse("")
        if self._first.text() != self._again.text():
            set_property(self._again, "invalid", True)
            self._refuse(self.tr("The two passphrases differ."))
            return
        self._shell.tasks.write(
            unlock.change_passphrase,
            self._first.text(),
            then=lambda _changes: self._changed(),
            failed=self._failed,
        )

    def _changed(self) -> None:
        self._first.clear()
        self._again.clear()
        self._shell.notify.toast(self.tr("The passphrase was changed."), kind="ok")

    def _failed(self, error: Exception) -> None:
        if isinstance(error, CodedError) and error.field == "passphrase":
            set_property(self._first, "invalid", True)
            self._refuse(wording.error_text(error, formats.language()))
        else:
            self._shell.notify.error(error)

    def _refuse(self, words: str) -> None:
        self._problem.setText(words)
        self._problem.setVisible(bool(words))


def _daily(desk: Desk) -> list[Backup]:
    return backup.daily_backups(desk.store.path) if desk.store.path else []
