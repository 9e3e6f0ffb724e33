"""The window before the window: it ends with an open database and somebody at the desk."""

import logging

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.adapters import paths, start_memory, wording
from desktop.domain.errors import CodedError, EnvironmentProblem
from desktop.services import officers
from desktop.services.desk import Actor
from desktop.services.officers import OfficerCard, OfficerRow
from desktop.services.unlock import Location, OpenDatabase
from desktop.ui import formats
from desktop.ui.application import Application
from desktop.ui.login.opening import Opening
from desktop.ui.login.single_instance import raise_other
from desktop.ui.login.steps import CreateStep, OfficerStep, OpenStep, Step
from desktop.ui.widgets.text import button, column, row, text

_log = logging.getLogger(__name__)
_ASK_AGAIN = ("key.passphrase_needed", "key.wrong_passphrase")


class LoginWindow(QWidget):
    """Emits ``entered`` with the ``OpenDatabase`` and the ``Actor``; closes without it on Esc."""

    entered = Signal(object, object)
    raised_other = Signal()

    def __init__(self, application: Application, opening: Opening, location: Location) -> None:
        super().__init__()
        self._application = application
        self._opening = opening
        self._location = location
        self._opened: OpenDatabase | None = None
        self._step: Step | None = None
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.resize(760, 640)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(24, 24, 24, 20)
        self._layout.setSpacing(20)
        opening.opened.connect(self._database_opened)
        opening.refused.connect(self._refused)
        application.language_changed.connect(self._reword)
        self._begin()

    @property
    def step(self) -> Step:
        """The step that is shown."""
        if self._step is None:
            raise AssertionError("a step is always shown")
        return self._step

    def show_open(self, location: Location | None = None) -> None:
        """Show the step that opens a database."""
        self._location = location or self._location
        step = OpenStep(self._application.theme)
        step.open_wanted.connect(self._opening.open)
        step.restore_wanted.connect(self._opening.restore)
        step.create_wanted.connect(self.show_create)
        self._show(step)
        step.show_location(self._location, asks=self._asks(self._location))

    def show_create(self) -> None:
        """Show the step that begins a new database."""
        step = CreateStep(
            self._application.theme, has_key_store=self._opening.unlocker.key_store is not None
        )
        if not self._location.exists():
            step.show_location(self._location)
        step.create_wanted.connect(self._opening.create)
        step.back_wanted.connect(self.show_open)
        self._show(step)
        step.passphrase.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give the database up when nobody sat down at it."""
        self._opening.wait()
        if self._opened is not None:
            self._opened.close()
            self._opened = None
        super().closeEvent(event)

    # Steps ----------------------------------------------------------------------------------

    def _begin(self) -> None:
        if self._location.exists():
            self.show_open()
        else:
            self.show_create()

    def _database_opened(self, opened: OpenDatabase) -> None:
        self._opened = opened
        self._show_officers(opened)

    def _show_officers(self, opened: OpenDatabase) -> None:
        step = OfficerStep(
            self._application.theme,
            _active(opened),
            start_memory.recall().officer_id,
        )
        step.chosen.connect(self._enter)
        step.first_wanted.connect(self._add_first)
        self._show(step)
        step.focus_first()

    def _add_first(self, name: str, staff_no: str) -> None:
        step, opened = self.step, self._opened
        if opened is None or not isinstance(step, OfficerStep):
            return
        try:
            officers.save(opened.desk, None, OfficerCard(staff_no, name))
        except CodedError as error:
            step.refuse_field(error, wording.error_text(error, formats.language()))
            return
        self._enter(_active(opened)[0])

    def _enter(self, officer: OfficerRow) -> None:
        opened, self._opened = self._opened, None
        if opened is None:
            return
        place = opened.location.path or opened.location.url.rpartition("@")[2]
        start_memory.remember(database=str(place), officer_id=officer.officer_id)
        self.entered.emit(opened, actor_of(officer))

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, CodedError):
            _log.error("bug", exc_info=error)
            self.step.refuse(wording.text("app.bug", formats.language(), log=paths.log_dir()))
            return
        words = wording.error_text(error, formats.language())
        if error.code in _ASK_AGAIN and isinstance(self.step, OpenStep):
            self.step.refuse_passphrase(words)
        elif error.code == "unlock.in_use" and raise_other(self._location_meant()):
            self.raised_other.emit()
        else:
            self.step.refuse(words)

    def _location_meant(self) -> Location:
        step = self.step
        return step.location if isinstance(step, OpenStep | CreateStep) else self._location

    def _asks(self, location: Location) -> bool:
        try:
            return self._opening.unlocker.needs_passphrase(location)
        except EnvironmentProblem:
            return True  # what is wrong with the key is told when it is opened

    # Building -------------------------------------------------------------------------------

    def _show(self, step: Step) -> None:
        while (item := self._layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._step = step
        self.setWindowTitle(f"{step.heading} — {self.tr('Shouyue')}")
        middle = Qt.AlignmentFlag.AlignHCenter
        self._layout.addStretch(2)
        self._layout.addWidget(self._brand(), 0, middle)
        self._layout.addWidget(step, 0, middle)
        self._layout.addStretch(3)
        self._layout.addWidget(self._languages(), 0, middle)

    def _brand(self) -> QWidget:
        mark = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        mark.setProperty("role", "logo")
        mark.setFixedSize(44, 44)
        self._application.theme.set_icon(mark, "handshake", "on_accent", 26)
        words = column(
            text(self.tr("Shouyue"), "title"),
            text(self.tr("The branch desk for repayments"), "muted"),
            spacing=2,
        )
        brand = QWidget()
        brand.setLayout(row(mark, words, spacing=12))
        return brand

    def _languages(self) -> QWidget:
        chinese = button(self._application.theme, "中文", role="ghost")
        english = button(self._application.theme, "English", role="ghost")
        chinese.clicked.connect(lambda: self._application.set_language("zh"))
        english.clicked.connect(lambda: self._application.set_language("en"))
        both = QWidget()
        both.setLayout(row(chinese, english, spacing=4))
        return both

    def _reword(self) -> None:
        """Show the step again in another language."""
        start_memory.remember(language=self._application.language)
        if self._opened is not None:
            self._show_officers(self._opened)
        elif isinstance(self.step, CreateStep):
            self.show_create()
        else:
            self.show_open()


def actor_of(officer: OfficerRow) -> Actor:
    """Return the officer as the one who does what is done from now on."""
    return Actor(officer.officer_id, officer.card.staff_no, officer.card.name)


def _active(opened: OpenDatabase) -> list[OfficerRow]:
    return [officer for officer in officers.all_officers(opened.desk) if officer.is_active]
