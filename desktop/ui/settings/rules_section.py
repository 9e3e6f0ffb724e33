"""The rule tables: every number from a law or a contract, and the branch's own values over it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from desktop.adapters import wording
from desktop.domain.rule_book import Rule, Unit
from desktop.services import rule_changes
from desktop.services.rule_changes import OwnValue, RuleLine, RuleSaved
from desktop.ui import formats
from desktop.ui.page import Shell
from desktop.ui.settings import rule_words
from desktop.ui.settings.form import (
    Field,
    SaveBar,
    Section,
    inset,
    scrolled,
    show_errors,
    side_by_side,
)
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.chips import Chip, Choice, FilterChips
from desktop.ui.widgets.entry_list import Entry, EntryList
from desktop.ui.widgets.search_field import SearchField
from desktop.ui.widgets.text import button, column, line, row, spacer, text

LIST_WIDTH = 470
ALL, UNSURE, OWN = "all", "unsure", "own"


class RulesSection(Section):
    """Lists the rules; sets and resets the branch's own value, with a way back."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.lines: list[RuleLine] = []
        self._shown: list[RuleLine] = []
        self.current: RuleLine | None = None
        self._search = SearchField(shell.theme, self.tr("Find a rule"))
        self._search.searched.connect(lambda _words: self._filter())
        self.chips = FilterChips()
        self.chips.chosen.connect(lambda _key: self._filter())
        self.list = EntryList(shell.theme, self.tr("Rules"), is_choice=True)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._chosen())
        self._make_form()
        self.bar = SaveBar(shell.theme, self.save, self.revert)
        self._lay_out()

    def refresh(self) -> None:
        """Read the rules."""
        self.shell.tasks.read(rule_changes.all_rules, then=self._show, latest="settings.rules")

    def to_search(self) -> None:
        """Go to the search field."""
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def save(self) -> None:
        """Set the branch's value from the day given, or say at the field why not."""
        if self.current is None:
            return
        rule = self.current.in_force
        written = rule_words.read(self.fields["value"].value(), rule)
        if rule.unit is Unit.FLAG:
            written = "true" if self.fields["flag"].value() == "yes" else "false"
        self.shell.tasks.write(
            rule_changes.save_rule,
            rule.code,
            written,
            from_on=rule_words.day_of(self.from_on),
            source=self.fields["source"].value(),
            note=self.fields["note"].value(),
            then=self._saved,
            failed=lambda error: show_errors(self.fields, error, self.shell.notify.error),
        )

    def revert(self) -> None:
        """Show the value in force again."""
        self._show_rule()

    @property
    def is_edited(self) -> bool:
        """Whether something is typed that is not saved."""
        return self.current is not None and self._typed() != self._as_shown

    def _show(self, lines: list[RuleLine]) -> None:
        self.lines = lines
        unsure = sum(each.is_unsure for each in lines)
        own = sum(bool(each.own) for each in lines)
        self.chips.show_choices(
            [
                Choice(ALL, self.tr("All"), len(lines)),
                Choice(UNSURE, self.tr("To be checked"), unsure),
                Choice(OWN, self.tr("Own values"), own),
            ]
        )
        if not self.chips.current:
            self.chips.choose(ALL)
        self._filter()

    def _filter(self) -> None:
        wanted = self._search.text().strip().lower()
        kind = self.chips.current
        self._shown = [
            each
            for each in self.lines
            if (kind != UNSURE or each.is_unsure)
            and (kind != OWN or each.own)
            and wanted in self._words(each).lower()
        ]
        code = None if self.current is None else self.current.code
        is_editing = self.is_edited
        self.list.show_entries([self._entry(each) for each in self._shown])
        place = next((n for n, each in enumerate(self._shown) if each.code == code), 0)
        if self._shown and not is_editing:
            self.current = self._shown[place]
            self._mark(place)
            self._show_rule()

    def _words(self, each: RuleLine) -> str:
        rule = each.in_force
        return " ".join((rule_words.name(rule), rule.clause, rule.source, each.code))

    def _entry(self, each: RuleLine) -> Entry:
        rule = each.in_force
        tag, tone = "", ""
        if rule.is_branch:
            tag, tone = self.tr("own"), "promised"
        elif each.is_unsure:
            tag, tone = self.tr("check"), "pending"
        value = rule_words.shown(rule.value, rule.unit)
        short = value if len(value) <= 14 else value[:13] + "…"
        detail = f"{rule.clause} · {rule.source}"
        return Entry("file-text", rule_words.name(rule), detail, short, tag=tag, tag_status=tone)

    def _mark(self, place: int) -> None:
        model, flag = self.list.model(), QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.list.selectionModel().blockSignals(True)
        self.list.selectionModel().setCurrentIndex(model.index(place, 0), flag)
        self.list.selectionModel().blockSignals(False)
        self.list.viewport().update()

    def _chosen(self) -> None:
        place = self.list.currentIndex().row()
        if not 0 <= place < len(self._shown) or self._shown[place] is self.current:
            return
        if self.is_edited:
            self.shell.notify.toast(
                self.tr("Save or discard the changes to this rule first."), kind="warn"
            )
            code = None if self.current is None else self.current.code
            self._mark(next((n for n, r in enumerate(self._shown) if r.code == code), place))
            return
        self.current = self._shown[place]
        self._show_rule()

    # One rule -----------------------------------------------------------------------------

    def _make_form(self) -> None:
        self._name = text("", "name", wrap=True)
        self._value = text("", "amount", wrap=True)
        self._facts = text("", "soft", wrap=True, selectable=True)
        self._sure = Chip(self.shell.theme, is_round=True)
        self._history = QVBoxLayout()
        self.fields = {
            field.name: field
            for field in (
                Field("value", self.tr("Own value"), QLineEdit()),
                Field("flag", self.tr("Own value"), QCheckBox(self.tr("Applies"))),
                Field(
                    "source",
                    self.tr("Source"),
                    QLineEdit(),
                    self.tr("Title and number of the document"),
                ),
                Field("note", self.tr("Note"), QLineEdit()),
            )
        }
        self.from_on = rule_words.date_field(self.shell.desk.today, self.tr("From"))
        self._from_field = Field("from_on", self.tr("From"), self.from_on)
        self.fields["from_on"] = self._from_field
        self.from_on.dateChanged.connect(lambda _day: self._edited())
        for field in self.fields.values():
            field.edited.connect(self._edited)
        self._as_shown: tuple[object, ...] = ()

    def _typed(self) -> tuple[object, ...]:
        values = [self.fields[name].value() for name in ("value", "flag", "source", "note")]
        return (*values, rule_words.day_of(self.from_on))

    def _show_rule(self) -> None:
        if self.current is None:
            return
        rule = self.current.in_force
        lang = formats.language()
        self._name.setText(rule_words.name(rule))
        self._value.setText(rule_words.shown(rule.value, rule.unit))
        words = self.tr("{clause} · in force since {day}\n{source}")
        self._facts.setText(
            words.format(clause=rule.clause, day=rule.from_date, source=rule.source)
        )
        sure = wording.text(f"settings.sure.{rule.sure}", lang)
        self._sure.show_tone(sure, {"H": "green", "M": "amber", "L": "red"}[rule.sure])
        is_flag = rule.unit is Unit.FLAG
        self.fields["value"].setVisible(not is_flag)
        self.fields["flag"].setVisible(is_flag)
        self.fields["flag"].show_value("yes" if rule.value is True else "no")
        self.fields["value"].show_value(rule_words.typed(rule.value))
        unit = wording.text(f"settings.unit.{rule.unit.value}", lang)
        self.fields["value"].show_hint(unit)
        self.fields["source"].show_value("")
        self.fields["note"].show_value("")
        self._show_today()
        self._show_history(self.current)
        self._as_shown = self._typed()
        self._edited()

    def _show_today(self) -> None:
        fresh = rule_words.date_field(self.shell.desk.today, "").date()
        self.from_on.blockSignals(True)
        self.from_on.setDate(fresh)
        self.from_on.blockSignals(False)

    def _show_history(self, found: RuleLine) -> None:
        while (item := self._history.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        rows: Sequence[OwnValue | Rule] = (*reversed(found.own), *self._shipped(found))
        for each in rows:
            self._history.addWidget(line())
            self._history.addWidget(self._history_row(found, each))

    def _shipped(self, found: RuleLine) -> list[Rule]:
        return [rule for rule in reversed(found.history) if not rule.is_branch]

    def _history_row(self, found: RuleLine, each: OwnValue | Rule) -> QWidget:
        is_own = isinstance(each, OwnValue)
        day = each.from_on if isinstance(each, OwnValue) else each.from_date
        value = text(rule_words.shown(each.value, found.in_force.unit), "heading")
        source = text(each.source, "muted", wrap=True)
        if isinstance(each, OwnValue):
            words = self.tr("{source} · set by {who} on {when}")
            said = words.format(
                source=each.source, who=each.set_by, when=formats.moment(each.set_at)
            )
            source.setText(f"{said}\n{each.note}" if each.note else said)
        parts: list[QWidget] = [text(day.isoformat(), "soft"), value, spacer()]
        if is_own:
            reset = button(self.shell.theme, self.tr("Reset"), "rotate-ccw", role="ghost")
            reset.clicked.connect(partial(self._reset, found.code, day))
            parts.append(reset)
        else:
            parts.append(text(self.tr("shipped"), "muted"))
        widget = QWidget()
        lines = column(row(*parts, spacing=12), source, spacing=2)
        lines.setContentsMargins(0, 6, 0, 6)
        widget.setLayout(lines)
        return widget

    def _edited(self) -> None:
        self.bar.show_changes(int(self.is_edited))
        self.changes_pending.emit(self.is_edited)

    def _saved(self, saved: RuleSaved) -> None:
        self._as_shown = self._typed()
        self._edited()
        self.shell.notify.toast(self.tr("Saved"), kind="ok", undo=partial(self._undo, saved))
        self.refresh()

    def _reset(self, code: str, day: object, _on: bool = False) -> None:
        self.shell.tasks.write(rule_changes.reset_rule, code, day, then=self._was_reset)

    def _was_reset(self, saved: RuleSaved) -> None:
        self.shell.notify.toast(
            self.tr("The shipped value is in force again"),
            kind="ok",
            undo=partial(self._undo, saved),
        )
        self.refresh()

    def _undo(self, saved: RuleSaved) -> None:
        """Put back what the branch had set for that day, or nothing."""
        before, tasks = saved.previous, self.shell.tasks
        if before is None:
            tasks.write(rule_changes.reset_rule, saved.code, saved.from_on, then=self._after_undo)
            return
        value = before.value
        written = list(value) if isinstance(value, tuple) else rule_words.typed(value)
        tasks.write(
            rule_changes.save_rule,
            saved.code,
            written,
            from_on=before.from_on,
            source=before.source,
            note=before.note,
            then=self._after_undo,
        )

    def _after_undo(self, _saved: RuleSaved) -> None:
        self.refresh()

    def _lay_out(self) -> None:
        left = Card()
        left.setFixedWidth(LIST_WIDTH)
        above = column(self._search, self.chips, spacing=8)
        above.setContentsMargins(12, 12, 12, 8)
        in_left = column(margins=1)
        in_left.addLayout(above)
        in_left.addLayout(inset(self.list), 1)
        left.setLayout(in_left)
        body = QWidget()
        inside = column(
            self._name,
            row(self._value, self._sure, spacer()),
            self._facts,
            line(),
            text(self.tr("Set a value of the branch's own"), "heading"),
            side_by_side(self.fields["value"], self.fields["flag"], self._from_field),
            side_by_side(self.fields["source"], self.fields["note"]),
            text(self.tr("All values"), "heading"),
            self._history,
            margins=20,
            spacing=10,
        )
        inside.addStretch()
        body.setLayout(inside)
        right = Card()
        in_right = column(scrolled(body), self.bar, margins=1)
        in_right.setStretch(0, 1)
        right.setLayout(in_right)
        layout = row(left, right, spacing=14)
        layout.setStretch(1, 1)
        self.setLayout(layout)
