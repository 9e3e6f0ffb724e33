"""The steps of the way in: open a database, create one, choose who sits at the desk."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.adapters import paths, secret_store, wording
from desktop.domain.errors import CodedError, DomainError
from desktop.services.backup import FOLDER
from desktop.services.officers import OfficerRow
from desktop.services.unlock import Location
from desktop.ui import formats
from desktop.ui.login.fields import DatabaseLine, PassphraseField, StrengthMeter, labelled
from desktop.ui.theme import Theme
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.text import button, row, set_property, spacer, text

WIDTH = 440
_FILE_FILTER = "*.db"


class Step(Card):
    """One step: a heading, fields, a place for what is wrong, the button that goes on."""

    def __init__(self, theme: Theme, heading: str, hint: str = "") -> None:
        super().__init__()
        self.heading = heading
        self.theme = theme
        self.setFixedWidth(WIDTH)
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(28, 24, 28, 24)
        self._body.setSpacing(14)
        self.put(text(heading, "title"))
        if hint:
            self.put(text(hint, "muted", wrap=True))
        self._problem = text("", "error", wrap=True, selectable=True)
        self._problem.hide()
        self.go_on = button(theme, "", is_primary=True)
        self.go_on.setDefault(True)

    def put(self, *widgets: QWidget) -> None:
        """Add below what is there."""
        for widget in widgets:
            self._body.addWidget(widget)

    def finish(self, words: str, *others: QWidget) -> None:
        """Add the place for problems, the button and what stands beside it."""
        self.put(self._problem)
        self.go_on.setText(words)
        self.go_on.setMinimumWidth(120)
        self._body.addLayout(row(*others, spacer(), self.go_on) if others else row(self.go_on))

    def refuse(self, words: str) -> None:
        """Show what is wrong; the fields stay as they are."""
        self._problem.setText(words)
        self._problem.setVisible(bool(words))
        self.set_busy(False)

    def set_busy(self, is_busy: bool) -> None:
        """Take no second click while the first one works."""
        self.go_on.setEnabled(not is_busy)
        if is_busy:
            self._problem.hide()
        self.fit()

    def fit(self) -> None:
        """Be as high as the wrapped words need: Qt asks for that before it knows the width."""
        self._body.invalidate()
        for field in self.findChildren(QLineEdit):
            field.setFixedHeight(field.sizeHint().height())
        self.setFixedHeight(self._body.totalHeightForWidth(WIDTH))

    def showEvent(self, event: QShowEvent) -> None:
        """Fit once the style sheet has said how large things are."""
        super().showEvent(event)
        self.fit()


class OpenStep(Step):
    """Open a database that is there, with its passphrase where one is asked."""

    open_wanted = Signal(object, object)
    restore_wanted = Signal(object, object, object)
    create_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("Open the database"))
        self.location = Location.of(paths.default_database())
        self._line = DatabaseLine(theme)
        self._line.change_wanted.connect(self._choose)
        self.passphrase = PassphraseField(theme, self.tr("Passphrase"))
        self._asks = labelled(self.tr("Passphrase"), self.passphrase)
        self._knows = text(
            self.tr("The system's key store opens it; no passphrase is needed."), "muted", wrap=True
        )
        create = button(theme, self.tr("New database…"), role="ghost")
        create.clicked.connect(self.create_wanted)
        restore = button(theme, self.tr("Restore a backup…"), role="ghost")
        restore.clicked.connect(self._choose_backup)
        self.put(self._line, self._asks, self._knows)
        self.finish(self.tr("Open"), create, restore)
        self.go_on.clicked.connect(self._open)
        self.passphrase.returnPressed.connect(self._open)

    def show_location(self, location: Location, *, asks: bool) -> None:
        """Show which database is meant, and whether its passphrase is needed."""
        self.location = location
        self._line.show_location(location)
        self._asks.setVisible(asks)
        self._knows.setVisible(not asks)
        self.refuse("")
        (self.passphrase if asks else self.go_on).setFocus()

    def refuse_passphrase(self, words: str) -> None:
        """Show that the passphrase is wrong and select it, so that typing replaces it."""
        self.refuse(words)
        self._asks.show()
        self._knows.hide()
        self.fit()
        set_property(self.passphrase, "invalid", True)
        self.passphrase.selectAll()
        self.passphrase.setFocus()

    def _open(self) -> None:
        if self._is_ready():
            self.open_wanted.emit(self.location, self._typed())

    def _restore(self, source: str) -> None:
        if self._is_ready():
            self.restore_wanted.emit(self.location, Path(source), self._typed())

    def _is_ready(self) -> bool:
        """Whether all is said that is needed to go on; then nothing else is begun meanwhile."""
        if not self.go_on.isEnabled():
            return False
        if self._asks.isVisibleTo(self) and not self.passphrase.text():
            self.refuse_passphrase(self.tr("Type the passphrase."))
            return False
        self.set_busy(True)
        return True

    def _typed(self) -> str | None:
        return self.passphrase.text() if self._asks.isVisibleTo(self) else None

    def _choose_backup(self) -> None:
        if self._asks.isVisibleTo(self) and not self.passphrase.text():
            self.refuse_passphrase(self.tr("Type the passphrase first."))
            return
        chooser = QFileDialog(self, self.tr("Choose a backup"))
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        if self.location.path is not None:
            folder = self.location.path.parent
            backups = folder / FOLDER
            chooser.setDirectory(str(backups if backups.is_dir() else folder))
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(self._restore)
        chooser.open()

    def _choose(self) -> None:
        chooser = QFileDialog(self, self.tr("Choose a database"))
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        names = self.tr("Databases")
        chooser.setNameFilters([f"{names} ({_FILE_FILTER})", self.tr("All files (*)")])
        if self.location.path is not None:
            chooser.setDirectory(str(self.location.path.parent))
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(self._chosen)
        chooser.open()

    def _chosen(self, file: str) -> None:
        # Whether a passphrase is asked is found out by trying: a wrong guess costs one more click.
        self.show_location(Location.of(file), asks=True)


class CreateStep(Step):
    """Begin a new database with a passphrase typed twice."""

    create_wanted = Signal(object, str)
    back_wanted = Signal()

    def __init__(self, theme: Theme, *, has_key_store: bool) -> None:
        super().__init__(theme, self.tr("New database"), self._hint(has_key_store))
        self.location = Location.of(_free_name(paths.default_database()))
        self._line = DatabaseLine(theme)
        self._line.change_wanted.connect(self._choose)
        self.passphrase = PassphraseField(theme, self.tr("Passphrase"))
        self.again = PassphraseField(theme, self.tr("Passphrase once more"))
        self._strength = StrengthMeter()
        self.passphrase.textChanged.connect(self._strength.rate)
        self.put(
            self._line,
            labelled(self.tr("Passphrase"), self.passphrase),
            self._strength,
            labelled(self.tr("Passphrase once more"), self.again),
        )
        back = button(theme, self.tr("Back"), role="ghost")
        back.clicked.connect(self.back_wanted)
        self.finish(self.tr("Create"), back)
        self.show_location(self.location)
        self.go_on.clicked.connect(self._create)
        self.passphrase.returnPressed.connect(self.again.setFocus)
        self.again.returnPressed.connect(self._create)

    def show_location(self, location: Location) -> None:
        """Show where the new database will lie."""
        self.location = location
        self._line.show_location(location)
        self.refuse("")

    def _hint(self, has_key_store: bool) -> str:
        if has_key_store:
            return self.tr(
                "All data are encrypted. This computer keeps the key in its key store; the "
                "passphrase opens the database and its backups on any other one. It cannot be "
                "recovered: keep it in a safe place."
            )
        return self.tr(
            "All data are encrypted. The passphrase is asked at every start and opens backups too. "
            "It cannot be recovered: keep it in a safe place."
        )

    def _create(self) -> None:
        typed = self.passphrase.text()
        if secret_store.strength(typed) == 0:
            set_property(self.passphrase, "invalid", True)
            weak = DomainError("key.passphrase_weak", minimum=secret_store.MINIMUM_PASSPHRASE)
            self.refuse(wording.error_text(weak, formats.language()))
            self.passphrase.setFocus()
        elif typed != self.again.text():
            set_property(self.again, "invalid", True)
            self.refuse(self.tr("The two passphrases differ."))
            self.again.selectAll()
            self.again.setFocus()
        elif self.go_on.isEnabled():
            self.set_busy(True)
            self.create_wanted.emit(self.location, typed)

    def _choose(self) -> None:
        chooser = QFileDialog(self, self.tr("Where to put the database"))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix("db")
        chooser.setOption(QFileDialog.Option.DontConfirmOverwrite)
        if self.location.path is not None:
            chooser.selectFile(str(self.location.path))
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(lambda file: self.show_location(Location.of(file)))
        chooser.open()


class OfficerStep(Step):
    """Choose who sits at the desk; in a new database, say who does."""

    chosen = Signal(object)
    first_wanted = Signal(str, str)

    def __init__(self, theme: Theme, officers: list[OfficerRow], usual: int) -> None:
        super().__init__(
            theme,
            self.tr("Who is at the desk?") if officers else self.tr("Who are you?"),
            self.tr("What you do is recorded under this name.")
            if officers
            else self.tr("You are the first one here. Colleagues are added in the settings."),
        )
        self._officers = officers
        self.names = QListWidget()
        self.name = QLineEdit()
        self.staff_no = QLineEdit()
        if officers:
            self._offer(usual)
        else:
            self.name.setMaxLength(40)
            self.staff_no.setMaxLength(20)
            self.put(labelled(self.tr("Name"), self.name))
            self.put(labelled(self.tr("Staff number"), self.staff_no))
            self.name.returnPressed.connect(self.staff_no.setFocus)
            self.staff_no.returnPressed.connect(self._go_on)
        self.finish(self.tr("Begin"))
        self.go_on.clicked.connect(self._go_on)

    def focus_first(self) -> None:
        """Put the cursor where the answer is given."""
        (self.names if self._officers else self.name).setFocus()

    def refuse_field(self, error: CodedError, words: str) -> None:
        """Show a refusal at the field it is about."""
        self.refuse(words)
        field = self.staff_no if error.field == "staff_no" else self.name
        set_property(field, "invalid", True)
        field.setFocus()

    def _offer(self, usual: int) -> None:
        for officer in self._officers:
            item = QListWidgetItem(f"{officer.card.name}    {officer.card.staff_no}")
            self.names.addItem(item)
            if officer.officer_id == usual:
                self.names.setCurrentItem(item)
        if self.names.currentRow() < 0:
            self.names.setCurrentRow(0)
        self.names.setAccessibleName(self.tr("Who is at the desk?"))
        self.names.setFixedHeight(min(6, len(self._officers)) * 36 + 8)
        self.names.itemActivated.connect(self._go_on)
        self.put(self.names)

    def _go_on(self) -> None:
        if not self.go_on.isEnabled():
            return
        if self._officers:
            self.set_busy(True)
            self.chosen.emit(self._officers[self.names.currentRow()])
            return
        for field in (self.name, self.staff_no):
            set_property(field, "invalid", False)
        self.set_busy(True)
        self.first_wanted.emit(self.name.text(), self.staff_no.text())


def _free_name(wished: Path) -> Path:
    """Return the wished path, or the next one with a number that is not taken."""
    taken, number = wished, 2
    while taken.exists():
        taken = wished.with_stem(f"{wished.stem}-{number}")
        number += 1
    return taken
