"""The designer of the reminder strategy: versions above, below their steps, a customer, the book."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QInputDialog, QMenu, QStackedWidget, QTabBar, QToolButton

from desktop.domain.contact_facts import Channel
from desktop.domain.progress import Cancelled
from desktop.domain.reminder_strategy import Step
from desktop.domain.strategy_rows import Limits
from desktop.services import strategies
from desktop.services.strategies import (
    SHIPPED,
    DraftSaved,
    SwitchedOn,
    TemplateChoice,
    VersionRow,
)
from desktop.ui import formats
from desktop.ui.page import Shell
from desktop.ui.settings.form import Section
from desktop.ui.strategy.book_view import BookView
from desktop.ui.strategy.customer_view import CustomerView
from desktop.ui.strategy.steps_view import StepsView
from desktop.ui.strategy.switch_dialog import SwitchDialog
from desktop.ui.strategy.words import said
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.text import button, column, line, row, spacer, text

STEPS, CUSTOMER, BOOK = range(3)


class StrategySection(Section):
    """Every edit of a draft is kept at once; what is in force changes only by switching on."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.rows: list[VersionRow] = []
        self.current: VersionRow | None = None
        self.version = QComboBox()
        self.version.setMinimumWidth(300)
        self.version.setAccessibleName(self.tr("Version of the strategy"))
        self.version.currentIndexChanged.connect(lambda _at: self._chosen())
        self.state = text("", "muted")
        self.begin = button(shell.theme, self.tr("New draft of it"), "file-pen")
        self.begin.clicked.connect(lambda _on=False: self.begin_draft())
        self.on = button(shell.theme, self.tr("Switch on…"), "check", is_primary=True)
        self.on.clicked.connect(lambda _on=False: self.ask_switch())
        self.more = QToolButton()
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setAccessibleName(self.tr("More about this version"))
        self.more.setToolTip(self.tr("More about this version"))
        shell.theme.set_icon(self.more, "ellipsis", "text2", 16)
        self.menu = QMenu(self)
        self._back = self.menu.addAction(self.tr("Take switching on back"), self.ask_take_back)
        self._again = self.menu.addAction(self.tr("Put in force again…"), self.ask_restore)
        self._rename = self.menu.addAction(self.tr("Rename this draft…"), self.ask_name)
        self._drop = self.menu.addAction(self.tr("Remove this draft"), self.drop)
        self.more.setMenu(self.menu)
        self.steps = StepsView(shell)
        self.customer, self.book = CustomerView(shell), BookView(shell)
        self.steps.edited.connect(self._edited)
        self._lay_out()

    def refresh(self) -> None:
        """Read versions, templates and limits."""
        tasks = self.shell.tasks
        tasks.read(strategies.template_choices, then=self._take_templates, latest="strategy.forms")
        tasks.read(strategies.limits, then=self._take_limits, latest="strategy.limits")
        tasks.read(strategies.versions, then=self._show, latest="strategy.versions")

    # Versions -----------------------------------------------------------------------------

    def begin_draft(self) -> None:
        """Begin a draft with the steps of the version shown."""
        found = self.current
        if found is None:
            return
        words = self.tr("Draft of {day}").format(day=formats.day(self.shell.desk.today))
        self.shell.tasks.write(strategies.save_draft, None, words, found.steps, then=self._begun)

    def ask_switch(self) -> None:
        """Ask from which day the draft shown holds."""
        found = self.current
        if found is None or found.state != "draft":
            return

        def switch(from_on: date, failed: Callable[[Exception], object]) -> None:
            self._switch(strategies.switch_on, found.version_id, from_on, failed=failed)

        self._open_switch(found, switch)

    def ask_restore(self) -> None:
        """Ask from which day an earlier version is in force again."""
        found = self.current
        if found is None:
            return
        name = self.tr("{name} (again)").format(name=self._name(found))

        def restore(from_on: date, failed: Callable[[Exception], object]) -> None:
            self._switch(strategies.restore, found.version_id, from_on, name, failed=failed)

        self._open_switch(found, restore)

    def ask_take_back(self) -> None:
        """Undo switching on, after a question."""
        found = self.current
        if found is None or found.state != "on" or found.version_id == SHIPPED:
            return
        self.shell.notify.confirm(
            self.tr("Take “{name}” out of force?").format(name=self._name(found)),
            details=self.tr("It becomes a draft again; the version before it is in force."),
            yes=self.tr("Take back"),
            then=lambda: self._take_back(found.version_id),
        )

    def ask_name(self) -> None:
        """Ask what the draft shown is to be called."""
        if self.current is None or self.current.state != "draft":
            return
        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Rename this draft…"))
        dialog.setLabelText(self.tr("Name"))
        dialog.setTextValue(self.current.name)
        dialog.textValueSelected.connect(self.rename)
        dialog.open()

    def rename(self, name: str) -> None:
        """Give the draft shown another name."""
        found = self.current
        if found is not None and found.state == "draft":
            self.shell.tasks.write(
                strategies.save_draft,
                found.version_id,
                name,
                self.steps.steps,
                then=lambda saved: self._wish(saved.version_id),
            )

    def drop(self) -> None:
        """Remove the draft shown; it can be brought back."""
        if self.current is not None and self.current.state == "draft":
            self.shell.tasks.write(
                strategies.drop_draft, self.current.version_id, then=self._dropped
            )

    def _open_switch(
        self, found: VersionRow, then: Callable[[date, Callable[[Exception], object]], object]
    ) -> None:
        is_tried = self.book.tried == found.steps
        self._dialog = SwitchDialog(
            self, self.shell, self._name(found), is_tried=is_tried, then=then
        )
        self._dialog.open()

    def _switch(
        self,
        act: Callable[..., SwitchedOn],
        *given: object,
        failed: Callable[[Exception], object],
    ) -> None:
        self.shell.tasks.write(
            act,
            *given,
            label=self.tr("Planning all customers anew"),
            then=self._switched,
            failed=lambda error: None if isinstance(error, Cancelled) else failed(error),
        )

    def _switched(self, done: SwitchedOn) -> None:
        self._dialog.accept()
        words = self.tr("Switched on: {standing} contacts planned, {off} called off")
        self.shell.notify.toast(
            words.format(standing=formats.count(done.standing), off=formats.count(done.called_off)),
            kind="ok",
            undo=lambda: self._take_back(done.version_id),
        )
        self._wish(done.version_id)

    def _take_back(self, version_id: int) -> None:
        self.shell.tasks.write(
            strategies.take_back,
            version_id,
            label=self.tr("Planning all customers anew"),
            then=lambda done: self._wish(done.version_id),
        )

    def _begun(self, saved: DraftSaved) -> None:
        self.tabs.setCurrentIndex(STEPS)
        self._wish(saved.version_id)

    def _dropped(self, dropped: DraftSaved) -> None:
        previous = dropped.previous
        self.current = None
        if previous is not None:
            self.shell.notify.toast(
                self.tr("Draft removed"),
                undo=lambda: self.shell.tasks.write(
                    strategies.save_draft, None, *previous, then=self._begun
                ),
            )
        self.refresh()

    def _wish(self, version_id: int) -> None:
        """Show this version once it has been read."""
        self._wanted: int | None = version_id
        self.refresh()

    # Showing ------------------------------------------------------------------------------

    _wanted: int | None = None

    def _show(self, rows: list[VersionRow]) -> None:
        self.rows = rows
        kept = None if self.current is None else self.current.version_id
        wanted = self._wanted if self._wanted is not None else kept
        self._wanted = None
        self.version.blockSignals(True)
        self.version.clear()
        for found in rows:
            self.version.addItem(f"{self._name(found)} · {self._state(found)}", found.version_id)
        at = self.version.findData(wanted)
        in_force = next((n for n, found in enumerate(rows) if found.is_in_force), 0)
        self.version.setCurrentIndex(at if at >= 0 else in_force)
        self.version.blockSignals(False)
        self._chosen()

    def _chosen(self) -> None:
        wanted = self.version.currentData()
        found = next((one for one in self.rows if one.version_id == wanted), None)
        if found is None:
            return
        before, self.current = self.current, found
        is_draft, is_on = found.state == "draft", found.state == "on"
        is_other = before is None or before.version_id != found.version_id
        self.steps.show_steps(found.steps, is_open=is_draft, is_other=is_other)
        self._follow_steps(found.steps)
        self.on.setEnabled(is_draft)
        self.begin.setVisible(not is_draft)
        for act in (self._rename, self._drop):
            act.setVisible(is_draft)
        self._back.setVisible(is_on and found.version_id != SHIPPED)
        self._again.setVisible(is_on and not found.is_in_force)
        self.more.setVisible(any(act.isVisible() for act in self.menu.actions()))
        who = found.switched_by or found.made_by
        when = found.switched_at or found.made_at
        self.state.setText(" · ".join(filter(None, (formats.moment(when) if when else "", who))))

    def _edited(self, steps: tuple[Step, ...]) -> None:
        found = self.current
        if found is None or found.state != "draft":
            return
        self._follow_steps(steps)
        self.shell.tasks.write(strategies.save_draft, found.version_id, found.name, steps)

    def _follow_steps(self, steps: tuple[Step, ...]) -> None:
        self.customer.show_steps(steps)
        self.book.show_steps(steps)

    def _take_templates(self, choices: dict[Channel, list[TemplateChoice]]) -> None:
        self.steps.show_templates(choices)

    def _take_limits(self, limits: Limits) -> None:
        self.steps.limits = limits

    def _name(self, found: VersionRow) -> str:
        return found.name if found.version_id != SHIPPED else said("shipped")

    def _state(self, found: VersionRow) -> str:
        if found.is_in_force:
            return said("state.in_force")
        if found.state != "on":
            return said("state.draft")
        is_later = found.from_on is not None and found.from_on > self.shell.desk.today
        words = said("state.later" if is_later else "state.earlier")
        return f"{words} {formats.day(found.from_on)}" if found.from_on else words

    def _turned(self, at: int) -> None:
        self._pages.setCurrentIndex(at)
        if at == CUSTOMER:
            self.customer.begin()

    def _lay_out(self) -> None:
        self.tabs = QTabBar()
        self._pages = QStackedWidget()
        for words, view in (
            (self.tr("Steps"), self.steps),
            (self.tr("One customer"), self.customer),
            (self.tr("Whole book"), self.book),
        ):
            self.tabs.addTab(words)
            self._pages.addWidget(view)
        self.tabs.currentChanged.connect(self._turned)
        card = Card()
        inside = column(
            row(self.version, self.state, spacer(), self.more, self.begin, self.on),
            self.tabs,
            line(),
            self._pages,
            margins=16,
            spacing=10,
        )
        inside.setStretch(3, 1)
        card.setLayout(inside)
        self.setLayout(column(card))
