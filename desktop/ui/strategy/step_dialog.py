"""One step of the strategy: when, how, by whom, for whom; what is wrong stands at its field."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import time

from PySide6.QtCore import QTime
from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox, QTimeEdit, QWidget

from desktop.adapters import wording
from desktop.domain.contact_facts import Channel
from desktop.domain.errors import DomainError
from desktop.domain.money import Money
from desktop.domain.reminder_strategy import PROMISE_STATES, Conditions, Step
from desktop.domain.strategy_rows import (
    BY_THE_BRANCH,
    EARLIEST,
    LATEST,
    LONGEST_PACE,
    StepFault,
    purpose_of,
)
from desktop.services.strategies import TemplateChoice
from desktop.ui.formats import language
from desktop.ui.page import Shell
from desktop.ui.strategy.words import name_of, said
from desktop.ui.widgets.amount_field import AmountField
from desktop.ui.widgets.choice_chips import ChoiceChips
from desktop.ui.widgets.form_dialog import FormDialog
from desktop.ui.widgets.text import row, spacer, text

CLASSES = ("normal", "special_mention", "substandard", "doubtful", "loss")
KINDS = ("person", "company")
Check = Callable[[Step], StepFault | None]
Templates = Mapping[Channel, Sequence[TemplateChoice]]


class StepDialog(FormDialog):
    """Edits a step; ``check`` says what is wrong among the others, ``then`` takes the step."""

    def __init__(
        self,
        parent: QWidget,
        shell: Shell,
        step: Step,
        others: Sequence[Step],
        templates: Templates,
        *,
        check: Check,
        then: Callable[[Step], object],
    ) -> None:
        super().__init__(parent, shell.theme, shell.notify)
        self.setWindowTitle(self.tr("Step of the strategy"))
        self.setMinimumWidth(680)
        self._step, self._templates, self._check, self._then = step, templates, check, then
        self._make_when_and_how(others)
        self._make_for_whom()
        self._lay_out()
        self.show_step(step)
        self.channel.currentIndexChanged.connect(lambda _at: self._follow_channel())
        self.on_submit(self.tr("Keep step"), self._save)

    def show_step(self, step: Step) -> None:
        """Show a step's values."""
        self.name.setText(step.zh)
        self.english.setText(step.en)
        for field in (self.name, self.english):
            field.setCursorPosition(0)
        self.from_day.setValue(step.from_day)
        self.to_day.setValue(step.to_day)
        self.every.setValue(step.every)
        self.level.setValue(step.level)
        self.at.setTime(QTime(step.at.hour, step.at.minute))
        self.slot.setCurrentIndex(max(0, self.slot.findData(step.slot)))
        self.channel.setCurrentIndex(self.channel.findData(step.channel or ""))
        self._follow_channel()
        if step.template:  # one that is no longer to be had leaves the field empty
            self.template.setCurrentIndex(self.template.findData(step.template))
        self.who.setCurrentIndex(int(step.by_officer))
        self.source.setText(step.source)
        when = step.when
        self.products.setText("、".join(sorted(when.products)))
        self.segments.setText("、".join(sorted(when.segments)))
        self.kinds.choose(sorted(when.customer_kinds))
        self.risks.choose(sorted(when.risks))
        self.auto_debit.setCurrentIndex(self.auto_debit.findData(when.auto_debit))
        for field, amount in ((self.low, when.amount_from), (self.high, when.amount_below)):
            if amount is not None:
                field.show_amount(amount)
        self.promise.setCurrentIndex(self.promise.findData(when.promise))

    def step(self) -> Step:
        """Return what stands in the fields. Raises ``DomainError`` for an amount that is none."""
        level, channel = self.level.value(), self.channel.currentData()
        return replace(
            self._step,
            slot=self.slot.currentData() or self._step.code,
            from_day=self.from_day.value(),
            to_day=self.to_day.value(),
            at=time(self.at.time().hour(), self.at.time().minute()),
            channel=Channel(channel) if channel else None,
            purpose=purpose_of(level),
            template=str(self.template.currentData() or "") if channel else "",
            by_officer=bool(self.who.currentIndex()),
            source=self.source.text().strip(),
            zh=self.name.text().strip(),
            en=self.english.text().strip() or self.name.text().strip(),
            every=self.every.value(),
            level=level,
            when=self._conditions(),
        )

    def show_fault(self, error: DomainError) -> None:
        """Say at its field what is wrong."""
        self.failed(error)

    def _save(self) -> None:
        try:
            step = self.step()
        except DomainError as error:
            self.show_fault(error)
            return
        fault = self._check(step)
        if fault is not None:
            self.show_fault(fault.error)
            return
        self._then(step)
        self.accept()

    def _conditions(self) -> Conditions:
        return Conditions(
            products=_listed(self.products.text()),
            customer_kinds=frozenset(self.kinds.values()),
            segments=_listed(self.segments.text()),
            risks=frozenset(self.risks.values()),
            auto_debit=self.auto_debit.currentData(),
            amount_from=_amount(self.low, "amount_from"),
            amount_below=_amount(self.high, "amount_below"),
            promise=self.promise.currentData(),
        )

    def _follow_channel(self) -> None:
        """Offer the templates of the channel; calls, letters and visits are an officer's task."""
        chosen, kept = self.channel.currentData(), self.template.currentData()
        channel = Channel(chosen) if chosen else None
        self.template.clear()
        for choice in self._templates.get(channel, ()) if channel else ():
            words = choice.zh if language() == "zh" else choice.en
            self.template.addItem(words, choice.code)
        self.template.setCurrentIndex(max(0, self.template.findData(kept)))
        self.template.setEnabled(channel is not None)
        self.at.setEnabled(channel is not None)
        is_free = channel in BY_THE_BRANCH
        self.who.setEnabled(is_free)
        if channel is not None and not is_free:
            self.who.setCurrentIndex(1)

    def _make_when_and_how(self, others: Sequence[Step]) -> None:
        self.name, self.english, self.source = QLineEdit(), QLineEdit(), QLineEdit()
        self.from_day, self.to_day = _number(EARLIEST, LATEST), _number(EARLIEST, LATEST)
        self.every, self.level = _number(0, LONGEST_PACE), _number(0, 99)
        self.at = QTimeEdit()
        self.at.setDisplayFormat("HH:mm")
        self.slot = QComboBox()
        self.slot.addItem(self.tr("a group of its own"), "")
        for other in others:
            if other.code == other.slot or not any(o.code == other.slot for o in others):
                self.slot.addItem(name_of(other), other.slot)
        self.channel, self.template, self.who = QComboBox(), QComboBox(), QComboBox()
        for channel in Channel:
            words = wording.text(f"contact.channel.{channel.value}", language())
            self.channel.addItem(words, channel.value)
        self.channel.addItem(said("no_contact"), "")
        self.who.addItem(said("who.branch"))
        self.who.addItem(said("who.officer"))

    def _make_for_whom(self) -> None:
        self.products, self.segments = QLineEdit(), QLineEdit()
        for field in (self.products, self.segments):
            field.setPlaceholderText(self.tr("all; several with commas"))
        kinds = [(kind, said(f"kind.{kind}")) for kind in KINDS]
        self.kinds = ChoiceChips(kinds, said("condition.customer_kinds"))
        classes = [(one, wording.text(f"cases.five_class.{one}", language())) for one in CLASSES]
        self.risks = ChoiceChips(classes, said("condition.risks"))
        self.auto_debit, self.promise = QComboBox(), QComboBox()
        for words, value in ((said("any"), None), (said("yes"), True), (said("no"), False)):
            self.auto_debit.addItem(words, value)
        self.promise.addItem(said("any"), None)
        for state in PROMISE_STATES:
            self.promise.addItem(said(f"promise.{state}"), state)
        self.low = AmountField(self.tr("Amount in yuan"))
        self.high = AmountField(self.tr("Amount in yuan"))

    def _lay_out(self) -> None:
        days = {"from_day": self.from_day, "to_day": self.to_day, "every": self.every}
        self._line(
            "name", self.tr("Name"), {"name": self.name, "en": self.english}, self.tr("English")
        )
        self._line("days", self.tr("Days from the due date"), days, self.tr("to"), self.tr("every"))
        hour = {"at": self.at, "level": self.level}
        self._line("hour", self.tr("At"), hour, self.tr("dunning level"))
        way = {"channel": self.channel, "template": self.template, "who": self.who}
        self._line("way", self.tr("How"), way, "", "")
        self.add("slot", self.tr("Group (the narrowest wins)"), self.slot)
        self.add("products", said("condition.products"), self.products)
        self.add("segments", said("condition.segments"), self.segments)
        self.add("customer_kinds", said("condition.customer_kinds"), self.kinds)
        self.add("risks", said("condition.risks"), self.risks)
        amounts = {"amount_from": self.low, "amount_below": self.high}
        self._line("amounts", self.tr("Amount from"), amounts, self.tr("below"))
        others = {"auto_debit": self.auto_debit, "promise": self.promise}
        self._line("others", said("condition.auto_debit"), others, said("condition.promise"))
        self.add("source", self.tr("Source or reason"), self.source)

    def _line(self, name: str, words: str, fields: Mapping[str, QWidget], *between: str) -> None:
        """Several fields beside each other, each known to errors by its own name."""
        parts: list[QWidget] = []
        for place, (own_name, field) in enumerate(fields.items()):
            if place and between[place - 1]:
                parts.append(text(between[place - 1], "key"))
            field.setAccessibleName(words if not place else between[place - 1] or own_name)
            parts.append(field)
        whole = QWidget()
        filler = (
            [] if any(isinstance(part, QLineEdit | QComboBox) for part in parts) else [spacer()]
        )
        whole.setLayout(row(*parts, *filler))
        self.add(name, words, whole)
        self._fields |= fields


def _number(lowest: int, highest: int) -> QSpinBox:
    made = QSpinBox()
    made.setRange(lowest, highest)
    return made


def _listed(words: str) -> frozenset[str]:
    plain = words.replace("、", ",").replace("，", ",").replace(";", ",")
    return frozenset(part.strip() for part in plain.split(",") if part.strip())


def _amount(field: AmountField, name: str) -> Money | None:
    if not field.text().strip():
        return None
    amount = field.amount()
    if amount is None:
        raise DomainError("strategy.bad_amount", field=name)
    return amount
