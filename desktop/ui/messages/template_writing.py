"""The text of a template while it is written: fields, what is wrong with it, what to do with it."""

from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.adapters import wording
from desktop.domain.contact_facts import Channel
from desktop.domain.message_text import MessageTemplate
from desktop.domain.template_versions import LANGUAGES, LONGEST_SUBJECT, fields_for
from desktop.services.message_templates import ListedVersion
from desktop.services.template_sample import Sample
from desktop.ui import formats
from desktop.ui.messages.field_edit import FieldChips, FieldEdit
from desktop.ui.page import Shell
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.chips import Chip, Choice, FilterChips
from desktop.ui.widgets.text import button, column, row, set_property, spacer, text

LOOK_AFTER_MS = 200


class TemplateWriting(Card):
    """Shows the newest version of a template in a language and lets a draft be written."""

    typed = Signal()
    """The text rests: look at it. What is typed stands in ``written``."""
    language_chosen = Signal(str)
    save_wanted = Signal()
    discard_wanted = Signal()
    approve_wanted = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._theme = shell.theme
        self._kept: ListedVersion | None = None
        self._template: MessageTemplate | None = None
        self._is_faulty = False
        self._name = text("", "name")
        self._chip = Chip(shell.theme, is_round=True)
        self._about = text("", "muted")
        self.languages = FilterChips()
        self.languages.chosen.connect(self.language_chosen)
        self.subject = QLineEdit()
        self.subject.setMaxLength(LONGEST_SUBJECT + 20)
        self.subject.setPlaceholderText(self.tr("Subject of the e-mail"))
        self.subject.setAccessibleName(self.tr("Subject of the e-mail"))
        self.edit = FieldEdit()
        self.edit.setAccessibleName(self.tr("Text of the template"))
        self.fields = FieldChips(self.tr("Fields to put in"))
        self.fields.chosen.connect(self.edit.insert_field)
        self.problem = text("", "error", wrap=True)
        self.hints = text("", "muted", wrap=True)
        self.save = button(self._theme, self.tr("Save draft"), "check", is_primary=True)
        self.approve = button(self._theme, self.tr("Approve…"), "shield-check")
        self.discard = button(self._theme, self.tr("Discard"), "trash-2", role="ghost")
        self.save.clicked.connect(self.save_wanted)
        self.approve.clicked.connect(self.approve_wanted)
        self.discard.clicked.connect(self.discard_wanted)
        self._rest = QTimer(self, singleShot=True, interval=LOOK_AFTER_MS)
        self._rest.timeout.connect(self.typed)
        for signal in (self.subject.textChanged, self.edit.textChanged):
            signal.connect(self._was_typed)
        self._lay_out()

    @property
    def written(self) -> MessageTemplate | None:
        """The template as it stands in the fields; ``None`` before one is chosen."""
        if self._template is None:
            return None
        return replace(self._template, subject=self.subject.text(), text=self.edit.toPlainText())

    @property
    def is_changed(self) -> bool:
        """Whether something is typed that is not saved."""
        kept, now = self._template, self.written
        return (
            kept is not None
            and now is not None
            and (kept.subject, kept.text)
            != (
                now.subject,
                now.text,
            )
        )

    @property
    def draft_id(self) -> int | None:
        """The draft that is shown, ``None`` where a version in force is."""
        kept = self._kept
        return kept.version.id if kept is not None and kept.standing == "draft" else None

    def show_version(self, listed: ListedVersion | None, empty: MessageTemplate) -> None:
        """Show a version; ``empty`` says what it is where the language has no text yet."""
        self._kept = listed
        template = empty if listed is None else listed.version.template
        self._template = template
        lang = formats.language()
        self._name.setText(template.zh if lang == "zh" else template.en)
        standing = "draft" if listed is None else listed.standing
        self._chip.show_status(wording.text(f"messages.standing.{standing}", lang), standing)
        parts = [
            wording.text(f"contact.channel.{template.channel}", lang),
            wording.text(f"messages.purpose.{template.purpose}", lang),
        ]
        if template.level:
            parts.append(self.tr("level {level}").format(level=template.level))
        if listed is not None:
            parts.append(self.tr("version {number}").format(number=listed.version.version))
        self._about.setText(" · ".join(parts))
        self.languages.show_choices([Choice(one, self._language_words(one)) for one in LANGUAGES])
        self.languages.choose(template.language)
        self.subject.setVisible(template.channel is Channel.EMAIL)
        known = fields_for(template)
        self.fields.offer(known)
        self.edit.offer(known)
        self.put_text(template.subject, template.text)

    def put_text(self, subject: str, words: str) -> None:
        """Put a text into the fields, as if it had been typed."""
        self.subject.setText(subject)
        self.edit.setPlainText(words)
        self._show_buttons()
        self.typed.emit()

    def forget_typed(self) -> None:
        """Take what is typed back; nothing is told."""
        if self._template is not None:
            self.subject.setText(self._template.subject)
            self.edit.setPlainText(self._template.text)

    def show_sample(self, sample: Sample) -> None:
        """Say what is wrong with the text, and what it lacks."""
        lang = formats.language()
        said = []
        if sample.fault is not None:
            said.append(wording.text(sample.fault, lang, **dict(sample.fault_facts)))
        for finding in sample.findings:
            kind = finding.group.zh if lang == "zh" else finding.group.en
            facts = {"word": finding.word, "kind": kind, "instead": finding.group.instead}
            said.append(wording.text("messages.forbidden", lang, **facts))
        self.problem.setText("\n".join(said))
        self.problem.setVisible(bool(said))
        self.hints.setText("\n".join(wording.text(code, lang) for code in sample.advice))
        self.hints.setVisible(bool(sample.advice))
        # A value missing for this customer is no fault of the template.
        self._is_faulty = bool(sample.findings) or sample.fault not in (
            None,
            "messages.missing_value",
        )
        set_property(self.edit, "invalid", self._is_faulty and sample.field != "subject")
        set_property(self.subject, "invalid", self._is_faulty and sample.field == "subject")
        self._show_buttons()

    def show_refusal(self, words: str) -> None:
        """Say why it could not be saved."""
        self.problem.setText(words)
        self.problem.show()

    def _language_words(self, code: str) -> str:
        return self.tr("Chinese") if code == "zh" else self.tr("English")

    def _was_typed(self) -> None:
        self._show_buttons()
        self._rest.start()

    def _show_buttons(self) -> None:
        self.save.setEnabled(self.is_changed and not self._is_faulty)
        self.discard.setVisible(self.is_changed or self.draft_id is not None)
        self.approve.setVisible(self.draft_id is not None)
        self.approve.setEnabled(not self.is_changed and not self._is_faulty)

    def _lay_out(self) -> None:
        head = QWidget()
        head.setLayout(row(self._name, self._chip, spacer()))
        layout = column(
            head,
            row(self._about, spacer(), self.languages),
            self.subject,
            self.edit,
            self.fields,
            self.problem,
            self.hints,
            row(self.discard, spacer(), self.approve, self.save),
            spacing=8,
        )
        self.languages.setFixedWidth(160)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setStretchFactor(self.edit, 1)
        self.setLayout(layout)
