"""The Settings page: sections on the left, one of them on the right."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QButtonGroup, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.login.safety_panel import BackupPanel
from desktop.ui.page import Page, Shell
from desktop.ui.settings.about_section import AboutSection
from desktop.ui.settings.agencies_section import AgenciesSection
from desktop.ui.settings.audit_section import AuditSection
from desktop.ui.settings.branch_section import BranchSection
from desktop.ui.settings.buckets_section import BucketsSection
from desktop.ui.settings.channels_section import ChannelsSection
from desktop.ui.settings.days_section import DaysSection
from desktop.ui.settings.form import Section, scrolled
from desktop.ui.settings.look_section import LookSection
from desktop.ui.settings.officers_section import OfficersSection
from desktop.ui.settings.rules_section import RulesSection
from desktop.ui.settings.strategy_section import StrategySection
from desktop.ui.settings.words_section import WordsSection
from desktop.ui.widgets.text import button, column, row

CHOICE_WIDTH = 180


class BackupSection(Section):
    """The panel that keeps the data safe."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.panel = BackupPanel(shell)
        self.setLayout(column(scrolled(self.panel)))

    def refresh(self) -> None:
        """Read the list of backups."""
        self.panel.refresh()


class SettingsPage(Page):
    """Branch, channels, officers, buckets, rules, holidays, agencies, look, backups, audit log, about; built when first shown."""

    key = "settings"
    icon = "settings"
    topics = frozenset(
        {"settings", "officers", "rules", "database", "cases", "words", "strategy", "agencies"}
    )

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._make: dict[str, tuple[str, str, Callable[[Shell], Section]]] = {
            "branch": (self.tr("Branch"), "house", BranchSection),
            "channels": (self.tr("Channels"), "message-square", ChannelsSection),
            "officers": (self.tr("Officers"), "user-check", OfficersSection),
            "buckets": (self.tr("Buckets"), "chart-column", BucketsSection),
            "rules": (self.tr("Rules"), "list-checks", RulesSection),
            "words": (self.tr("Wording"), "pencil", WordsSection),
            "strategy": (self.tr("Strategy"), "sliders-horizontal", StrategySection),
            "days": (self.tr("Holidays"), "calendar-days", DaysSection),
            "agencies": (self.tr("Agencies"), "handshake", AgenciesSection),
            "look": (self.tr("Look and language"), "sun", LookSection),
            "backups": (self.tr("Backups"), "hard-drive", BackupSection),
            "audit": (self.tr("Audit log"), "shield-check", AuditSection),
            "about": (self.tr("About"), "info", AboutSection),
        }
        self.sections: dict[str, Section] = {}
        self.choices: dict[str, QPushButton] = {}
        self._stack = QStackedWidget()
        self._group = QButtonGroup(self)
        self.current = ""
        layout = row(self._choices(), self._stack, spacing=14)
        layout.setContentsMargins(20, 14, 20, 14)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.act("find", self.tr("Find a rule"), self._find, shortcut="Ctrl+K", icon="search")
        self.setFocusProxy(self.choices["branch"])
        kept = str(shell.prefs.get("settings", "section", "branch"))
        self._first = kept if kept in self._make else "branch"

    def title(self) -> str:
        """Return 设置."""
        return self.tr("Settings")

    def refresh(self) -> None:
        """Read the section shown; the first one is built after the page has been painted."""
        if self.current:
            self.sections[self.current].refresh()
        else:
            QTimer.singleShot(0, self, self._show_first)

    def _show_first(self) -> None:
        """Build the first section, and show it after what else the window has to do."""
        if not self.current:
            self._section(self._first)
            QTimer.singleShot(0, self, self._choose_first)

    def _choose_first(self) -> None:
        if not self.current:
            self._choose(self._first)

    def open_target(self, **target: Any) -> None:
        """Show a ``section`` by key."""
        if target.get("section") in self._make:
            self.show_section(str(target["section"]))
            self.refresh()

    def leave(self) -> None:
        """Keep what is typed and not saved."""
        for section in self.sections.values():
            section.keep_draft()

    def show_section(self, key: str) -> None:
        """Show a section, building it when it is first shown."""
        section = self._section(key)
        if self._stack.indexOf(section) < 0:
            self._stack.addWidget(section)
        self.current = key
        self.choices[key].setChecked(True)
        self.setFocusProxy(self.choices[key])
        self._stack.setCurrentWidget(section)
        self.set_subtitle(self._make[key][0])
        self.shell.prefs.set("settings", "section", key)

    def _section(self, key: str) -> Section:
        if key not in self.sections:
            section = self.sections[key] = self._make[key][2](self.shell)
            section.changes_pending.connect(lambda is_on: self._mark(key, is_on=is_on))
        return self.sections[key]

    def _choices(self) -> QWidget:
        layout = QVBoxLayout()
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for number, (key, (words, icon, _make)) in enumerate(self._make.items(), start=1):
            choice = button(self.shell.theme, words, icon, role="section")
            choice.setCheckable(True)
            choice.clicked.connect(lambda _on=False, key=key: self._choose(key))
            self._group.addButton(choice)
            self.choices[key] = choice
            layout.addWidget(choice)
            self.act(
                f"section_{key}",
                self.tr("Settings: {section}").format(section=words),
                partial(self._choose, key),
                shortcut=f"Alt+{number}" if number < 10 else "",
            )
        layout.addStretch()
        widget = QWidget()
        widget.setFixedWidth(CHOICE_WIDTH)
        widget.setLayout(layout)
        return widget

    def _choose(self, key: str) -> None:
        self.show_section(key)
        self.refresh()

    def _find(self) -> None:
        self._choose("rules")
        rules = self.sections["rules"]
        if isinstance(rules, RulesSection):
            rules.to_search()

    def _mark(self, key: str, *, is_on: bool) -> None:
        words = self._make[key][0]
        self.choices[key].setText(f" {words} ●" if is_on else f" {words}")
        told = self.tr("{section}, not saved").format(section=words) if is_on else words
        self.choices[key].setAccessibleName(told)
