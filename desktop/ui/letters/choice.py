"""Choosing what to make: the template, the cases, and what the template asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.adapters import wording
from desktop.domain.errors import DomainError
from desktop.domain.letter_template import LetterTemplate
from desktop.services import letters
from desktop.services.case_actions import Selection
from desktop.services.cases import CaseQuery
from desktop.ui import formats
from desktop.ui.page import Shell
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.entry_list import Entry, EntryList
from desktop.ui.widgets.text import line, set_property, text

BUCKETS = 8
USUAL = "collection_letter"
LIST_HEIGHT = 200
"""Some templates stay to be seen beside a long form."""
ICONS = {"collection": "triangle-alert", "reminder": "bell", "service": "file-text"}


@dataclass(frozen=True)
class Wanted:
    """What is asked for: a template, cases, and the facts filled in by hand."""

    template: LetterTemplate
    selection: Selection
    answers: Mapping[str, object]


class LetterChoice(Card):
    """The left side of making letters. ``changed`` carries a ``Wanted`` or nothing."""

    changed = Signal(object)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._templates: list[LetterTemplate] = []
        self._due: Mapping[str, list[int]] = {}
        self._named: tuple[list[int], str] = ([], "")
        self.fields: dict[str, QLineEdit] = {}
        self._list = EntryList(shell.theme, self.tr("Templates"), is_choice=True)
        self._list.setMinimumHeight(LIST_HEIGHT)
        self._list.selectionModel().currentChanged.connect(self._pick)
        self._cases = QComboBox()
        self._cases.setAccessibleName(self.tr("Cases"))
        self._cases.activated.connect(self._choose_cases)
        self._wish: object = None
        self._asked = QScrollArea()
        self._asked.setFrameShape(QScrollArea.Shape.NoFrame)
        self._asked.setWidgetResizable(True)
        self._asked.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        fields = QWidget()
        fields.setProperty("role", "body")
        self._asked.setWidget(fields)
        self._form = QFormLayout(fields)
        self._form.setContentsMargins(0, 0, 8, 0)
        self._asked_title = text(self.tr("To fill in"), "key")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(8)
        layout.addWidget(text(self.tr("Template"), "heading"))
        layout.addWidget(self._list, 1)
        layout.addWidget(line())
        layout.addWidget(text(self.tr("For which cases"), "key"))
        layout.addWidget(self._cases)
        layout.addWidget(self._asked_title)
        layout.addWidget(self._asked, 1)
        self._show_fields(None)

    @property
    def template(self) -> LetterTemplate | None:
        """The template chosen."""
        index = self._list.currentIndex()
        return self._templates[index.row()] if index.isValid() else None

    def show_templates(self, templates: Mapping[str, LetterTemplate]) -> None:
        """Show the templates, the usual demands first; at first what is due is chosen."""
        chosen = self.template
        order = {"collection": 0, "reminder": 1, "service": 2}
        self._templates = sorted(
            templates.values(),
            key=lambda one: (order[one.purpose], one.step != USUAL, one.covers == "card", one.name),
        )
        self._list.show_entries([self._entry(one) for one in self._templates])
        usual = next((one.name for one in self._templates if one.name in self._due), "")
        name = chosen.name if chosen else self._shell.prefs.get("letters", "template", usual)
        self.pick(name)

    def show_due(self, due: Mapping[str, list[int]]) -> None:
        """Show what the calendar asks for today."""
        self._due = due
        self._show_cases()

    def show_named(self, case_ids: Sequence[int], words: str) -> None:
        """Offer cases that another page has chosen, and choose them."""
        self._named = (list(case_ids), words)
        self._show_cases(first="named")
        self._tell()

    def pick(self, name: str) -> None:
        """Choose a template by name; the first one when there is none of that name."""
        names = [one.name for one in self._templates]
        place = names.index(name) if name in names else 0
        chosen = self._list.model().index(place, 0)
        self._list.setCurrentIndex(chosen)
        self._list.scrollTo(chosen, EntryList.ScrollHint.PositionAtCenter)

    def _entry(self, template: LetterTemplate) -> Entry:
        detail = wording.text(f"letters.covers.{template.covers}", formats.language())
        if template.least_dpd > 1:
            detail += " · " + self.tr("from day {days}").format(days=template.least_dpd)
        tone = "accent_text" if template.purpose == "collection" else "text3"
        return Entry(ICONS[template.purpose], template.title, detail, tone=tone)

    def _pick(self, _index: QModelIndex) -> None:
        template = self.template
        if template is not None:
            self._shell.prefs.set("letters", "template", template.name)
        self._show_fields(template)
        self._show_cases()
        self._tell()

    def _choose_cases(self, _index: int) -> None:
        self._wish = self._cases.currentData()
        self._tell()

    def _show_cases(self, first: str = "") -> None:
        """Offer the cases a template is for; without a choice of the user's, those due today."""
        self._wish = first or self._wish
        self._cases.clear()
        if self._named[0]:
            words = self._named[1] or self.tr("Chosen elsewhere")
            self._cases.addItem(f"{words}（{len(self._named[0])}）", "named")
        template = self.template
        due = self._due.get(template.name, []) if template else []
        if due:
            self._cases.addItem(self.tr("Due today") + f"（{len(due)}）", "due")
        if template is None or template.needs in ("overdue", "any"):
            self._cases.addItem(self.tr("All overdue cases"), "overdue")
            for bucket in range(1, BUCKETS):
                self._cases.addItem(formats.bucket(bucket), bucket)
        if template is not None and template.needs != "overdue":
            self._cases.addItem(self.tr("All cases"), "all")
        place = -1 if self._wish is None else self._cases.findData(self._wish)
        self._cases.setCurrentIndex(max(place, 0))

    def _selection(self) -> Selection:
        chosen = self._cases.currentData()
        if chosen == "named":
            return self._named[0]
        if chosen == "due" and self.template is not None:
            return self._due[self.template.name]
        if chosen == "overdue":
            return CaseQuery(dpd_from=1)
        return CaseQuery() if chosen == "all" else CaseQuery(buckets=(int(chosen),))

    def _show_fields(self, template: LetterTemplate | None) -> None:
        while self._form.rowCount():
            self._form.removeRow(0)
        self.fields = {}
        for name, spec in (template.asks if template else {}).items():
            field = QLineEdit()
            field.setPlaceholderText(
                wording.text(f"letters.shape.{spec.shape}", formats.language())
            )
            field.setAccessibleName(name)
            field.editingFinished.connect(self._tell)
            self.fields[name] = field
            self._form.addRow(text(name, "soft"), field)
        self._asked.setVisible(bool(self.fields))
        self._asked_title.setVisible(bool(self.fields))

    def _answers(self, template: LetterTemplate) -> dict[str, object] | None:
        found: dict[str, object] = {}
        is_good = True
        for name, field in self.fields.items():
            try:
                found[name] = letters.read_answer(template, name, field.text())
                set_property(field, "invalid", False)
                field.setToolTip("")
            except DomainError as problem:
                is_good = False
                set_property(field, "invalid", True)
                field.setToolTip(wording.error_text(problem, formats.language()))
        return found if is_good else None

    def _tell(self) -> None:
        template = self.template
        if template is None or self._cases.currentData() is None:
            self.changed.emit(None)
            return
        answers = self._answers(template)
        self.changed.emit(None if answers is None else Wanted(template, self._selection(), answers))
