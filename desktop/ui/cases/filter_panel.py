"""The panel in which a filter is put together; every change applies at once."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QSpinBox, QWidget

from desktop.adapters import wording
from desktop.domain.ageing import FIVE_CLASSES
from desktop.services.cases import CaseQuery
from desktop.ui import formats
from desktop.ui.theme import Theme
from desktop.ui.widgets.amount_field import AmountField
from desktop.ui.widgets.choice_chips import ChoiceChips
from desktop.ui.widgets.flow import fit
from desktop.ui.widgets.text import button, column, row, spacer, text

STAGES = ("to_contact", "contacted", "promised", "visiting", "legal", "disputed", "arranged")
STATES = ("open", "tracking", "closed")
WIDTH = 460
_MOST_DAYS = 9999


class FilterPanel(QFrame):
    """A popup below the filter button. Emits ``changed`` with the filter, ``save_wanted``."""

    changed = Signal(object)
    save_wanted = Signal()
    reset_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "popup")
        self.setFixedWidth(WIDTH)
        self._query = CaseQuery()
        self._buckets = ChoiceChips([(n, formats.bucket(n)) for n in range(1, 8)], "")
        self._stages = ChoiceChips(_coded("cases.stage", STAGES), self.tr("State"))
        self._states = ChoiceChips(_coded("cases.state", STATES), self.tr("Cases"))
        self._classes = ChoiceChips(_coded("cases.five_class", FIVE_CLASSES), self.tr("Class"))
        self._products = ChoiceChips([], self.tr("Product"))
        self._officer = QComboBox()
        self._days = (_days(self.tr("from")), _days(self.tr("to")))
        self._amounts = (AmountField(self.tr("from")), AmountField(self.tr("to")))
        self._never = QCheckBox(self.tr("Never contacted"))
        save = button(theme, self.tr("Save as view…"), "bookmark", role="ghost")
        save.clicked.connect(self.save_wanted)
        reset = button(theme, self.tr("Reset"), role="ghost")
        reset.clicked.connect(self.reset_wanted)
        done = button(theme, self.tr("Done"), is_primary=True)
        done.clicked.connect(self.close)
        self.setLayout(
            column(
                *self._part(self.tr("Bucket"), self._buckets),
                *self._part(self.tr("State"), self._stages),
                *self._part(self.tr("Product"), self._products),
                *self._part(self.tr("Class"), self._classes),
                *self._part(self.tr("Cases"), self._states),
                row(
                    column(text(self.tr("Days overdue"), "key"), row(*self._days), spacing=4),
                    column(text(self.tr("Overdue (yuan)"), "key"), row(*self._amounts), spacing=4),
                ),
                row(text(self.tr("Officer"), "key"), self._officer, spacer(), self._never),
                row(save, reset, spacer(), done),
                margins=16,
                spacing=8,
            )
        )
        self._connect()

    def show_filter(self, query: CaseQuery) -> None:
        """Show a filter's parts."""
        self._query = query
        self._buckets.choose(query.buckets)
        self._stages.choose(query.stages)
        self._states.choose(query.states)
        self._classes.choose(query.five_classes)
        self._products.choose(query.products)
        self._days[0].setValue(query.dpd_from or 0)
        self._days[1].setValue(query.dpd_to or 0)
        self._amounts[0].show_amount(query.overdue_from)
        self._amounts[1].show_amount(query.overdue_to)
        self._never.setChecked(query.is_never_contacted)
        self._officer.setCurrentIndex(max(0, self._officer.findData(query.officer_id)))

    def show_choices(self, products: list[str], officers: Mapping[int, str]) -> None:
        """Fill in the products and officers that there are."""
        self._products.show_choices([(name, name) for name in products])
        self._officer.clear()
        self._officer.addItem(self.tr("All"), None)
        self._officer.addItem(self.tr("Nobody's"), 0)
        for officer_id, name in officers.items():
            self._officer.addItem(name, officer_id)
        self.show_filter(self._query)
        fit(self, WIDTH)

    def _part(self, words: str, chips: QWidget) -> tuple[QWidget, QWidget]:
        chips.setAccessibleName(words)
        return text(words, "key"), chips

    def _connect(self) -> None:
        for chips in (self._buckets, self._stages, self._states, self._classes, self._products):
            chips.changed.connect(self._tell)
        for days in self._days:
            days.editingFinished.connect(self._tell)
        for amount in self._amounts:
            amount.editingFinished.connect(self._tell)
        self._officer.activated.connect(lambda _: self._tell())
        self._never.clicked.connect(lambda _: self._tell())

    def _tell(self) -> None:
        asked = replace(
            self._query,
            buckets=self._buckets.values(),
            stages=self._stages.values(),
            states=self._states.values(),
            five_classes=self._classes.values(),
            products=self._products.values(),
            dpd_from=self._days[0].value() or None,
            dpd_to=self._days[1].value() or None,
            overdue_from=self._amounts[0].amount(),
            overdue_to=self._amounts[1].amount(),
            officer_id=self._officer.currentData(),
            is_never_contacted=self._never.isChecked(),
        )
        if asked != self._query:
            self._query = asked
            self.changed.emit(asked)


def _coded(room: str, codes: Any) -> list[tuple[str, str]]:
    return [(code, wording.text(f"{room}.{code}", formats.language())) for code in codes]


def _days(name: str) -> QSpinBox:
    box = QSpinBox()
    box.setRange(0, _MOST_DAYS)
    box.setSpecialValueText(name)
    box.setAccessibleName(name)
    return box
