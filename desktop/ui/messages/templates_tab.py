"""The tab of templates: the list, the text being written, what a customer reads, the versions."""

from typing import Any

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtWidgets import QSplitter, QWidget

from desktop.adapters import wording
from desktop.domain.errors import CodedError
from desktop.domain.message_text import MessageTemplate
from desktop.domain.template_versions import TemplateVersion
from desktop.services import message_templates, template_sample
from desktop.services.message_templates import Family, ListedVersion
from desktop.services.template_sample import Sample
from desktop.ui import formats
from desktop.ui.messages.new_template import NewTemplateDialog
from desktop.ui.messages.sample_card import SampleCard
from desktop.ui.messages.template_writing import TemplateWriting
from desktop.ui.messages.version_list import VersionList
from desktop.ui.page import Shell
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.entry_list import Entry, EntryList
from desktop.ui.widgets.text import button, column, row, spacer, text
from desktop.ui.widgets.version_dialogs import ApproveDialog

ICONS = {"sms": "message-square", "email": "mail", "phone": "phone", "visit": "map-pin"}
TYPED = "template_typed"
KEEP_AFTER_MS = 2000


class TemplatesTab(QWidget):
    """Templates by channel; a text that is being changed is kept until it is saved or discarded."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._families: list[Family] = []
        self._listed: list[ListedVersion] = []
        self.code, self.language = "", "zh"
        self.list = EntryList(shell.theme, self.tr("Templates"), is_choice=True)
        self.list.selectionModel().currentChanged.connect(self._turn)
        self.new = button(shell.theme, self.tr("New template…"), "plus", role="ghost")
        self.new.clicked.connect(lambda _on=False: NewTemplateDialog(self, self._shell).open())
        self.writing = TemplateWriting(shell)
        self.sample = SampleCard(shell)
        self.versions = VersionList(shell)
        self._keep_soon = QTimer(self, singleShot=True, interval=KEEP_AFTER_MS)
        self._keep_soon.timeout.connect(self.keep_typed)
        self._connect()
        self._lay_out()

    def reload(self) -> None:
        """Read the list and the versions anew; a text that is being changed stays as it is."""
        self._shell.tasks.read(
            message_templates.families, then=self._show_list, latest="templates.list"
        )

    def keep_typed(self) -> None:
        """Keep what is typed and not saved, so that it is there again after a crash."""
        written = self.writing.written
        kept = None
        if written is not None and self.writing.is_changed:
            kept = [self.code, self.language, written.subject, written.text]
        self._shell.prefs.set("messages", TYPED, kept)

    def open_template(self, code: str) -> None:
        """Go to a template by code."""
        codes = [one.code for one in self._families]
        if code in codes:
            self.list.setCurrentIndex(self.list.model().index(codes.index(code), 0))

    # --- showing ---------------------------------------------------------------------------------

    def _show_list(self, found: list[Family]) -> None:
        lang = formats.language()
        order = list(ICONS)
        self._families = sorted(found, key=lambda one: order.index(str(one.channel)))
        draft = wording.text("messages.standing.draft", lang)
        entries = [
            Entry(
                ICONS[str(one.channel)],
                one.zh if lang == "zh" else one.en,
                wording.text(f"messages.purpose.{one.purpose}", lang),
                tag=draft if one.drafts else "",
                tag_status="draft",
                key=one.code,
            )
            for one in self._families
        ]
        if entries != list(self.list.entries):
            code = self.code
            self.list.blockSignals(True)
            self.list.show_entries(entries)
            self.list.blockSignals(False)
            self._select(code or self._kept_code() or self._families[0].code)
        self._read_versions()

    def _kept_code(self) -> str:
        kept = self._shell.prefs.get("messages", TYPED, None)
        if kept:
            self.language = str(kept[1])
        return str(kept[0]) if kept else ""

    def _select(self, code: str) -> None:
        codes = [one.code for one in self._families]
        self.code = code if code in codes else codes[0]
        selection = self.list.selectionModel()
        selection.blockSignals(True)
        self.list.setCurrentIndex(self.list.model().index(codes.index(self.code), 0))
        selection.blockSignals(False)

    def _turn(self, index: QModelIndex) -> None:
        if not index.isValid() or self._families[index.row()].code == self.code:
            return
        self.keep_typed()
        if self.writing.is_changed:
            self._ask_to_leave(self._families[index.row()].code)
            return
        self.code, self.language = self._families[index.row()].code, "zh"
        self._read_versions()

    def _ask_to_leave(self, wanted: str) -> None:
        here = self.code
        QTimer.singleShot(0, self, lambda: self._select(here))

        def leave() -> None:
            self._drop_typed()
            self.open_template(wanted)

        self._shell.notify.confirm(
            self.tr("Leave without saving the text?"),
            yes=self.tr("Leave"),
            is_dangerous=True,
            then=lambda: QTimer.singleShot(0, self, leave),
        )

    def _read_versions(self) -> None:
        if self.code:
            self._shell.tasks.read(
                message_templates.versions,
                self.code,
                self.language,
                then=self._show_versions,
                latest="templates.versions",
            )

    def _show_versions(self, listed: list[ListedVersion]) -> None:
        self._listed = listed
        self.versions.show_versions(listed)
        if self.writing.is_changed:
            return
        self.writing.show_version(listed[0] if listed else None, self._empty())
        kept: Any = self._shell.prefs.get("messages", TYPED, None)
        if kept and (kept[0], kept[1]) == (self.code, self.language):
            self.writing.put_text(str(kept[2]), str(kept[3]))

    def _empty(self) -> MessageTemplate:
        family = next(one for one in self._families if one.code == self.code)
        return MessageTemplate(
            family.code,
            family.channel,
            family.purpose,
            family.zh,
            family.en,
            "",
            language=self.language,
            level=family.level,
        )

    def _look(self) -> None:
        written = self.writing.written
        if written is not None and (written.text.strip() or self.writing.is_changed):
            self._shell.tasks.read(
                template_sample.sample,
                written,
                self.sample.case_id,
                then=self._show_sample,
                latest="templates.sample",
            )

    def _show_sample(self, sample: Sample) -> None:
        written = self.writing.written
        self.writing.show_sample(sample)
        self.sample.show_sample(sample, "" if written is None else str(written.channel))

    # --- doing -----------------------------------------------------------------------------------

    def save(self) -> None:
        """Keep what is written as the draft."""
        written = self.writing.written
        if written is not None and self.writing.save.isEnabled():
            self._shell.tasks.write(
                message_templates.save_draft,
                self.code,
                self.language,
                subject=written.subject,
                text=written.text,
                then=lambda _saved: self._saved(self.tr("Draft saved")),
                failed=self._refused,
            )

    def discard(self) -> None:
        """Take back what is typed, or throw the saved draft away."""
        if self.writing.is_changed:
            written = self.writing.written
            self._drop_typed()
            self._read_versions()
            if written is not None:
                self._shell.notify.toast(
                    self.tr("Changes discarded"),
                    undo=lambda: self.writing.put_text(written.subject, written.text),
                )
        elif self.writing.draft_id is not None:
            self._shell.tasks.write(
                message_templates.discard, self.writing.draft_id, then=self._discarded
            )

    def restore(self, version: TemplateVersion) -> None:
        """Make an older version the draft."""
        self._drop_typed()
        self._shell.tasks.write(
            message_templates.restore,
            self.code,
            self.language,
            version.version,
            then=lambda _saved: self._saved(self.tr("The older text is the draft now")),
        )

    def _discarded(self, done: tuple[TemplateVersion, Any]) -> None:
        gone = done[0].template

        def again() -> None:
            self._shell.tasks.write(
                message_templates.save_draft,
                gone.code,
                gone.language,
                subject=gone.subject,
                text=gone.text,
            )

        self._shell.notify.toast(self.tr("Draft thrown away"), undo=again)
        self.reload()

    def _saved(self, words: str) -> None:
        self._drop_typed()
        self._shell.notify.toast(words, kind="ok")
        self.reload()

    def _drop_typed(self) -> None:
        self.writing.forget_typed()
        self._shell.prefs.set("messages", TYPED, None)

    def _refused(self, error: Exception) -> None:
        if isinstance(error, CodedError):
            self.writing.show_refusal(wording.error_text(error, formats.language()))
        else:
            self._shell.notify.error(error)

    def _approve(self) -> None:
        draft = self.writing.draft_id
        family = next((one for one in self._families if one.code == self.code), None)
        if draft is not None and family is not None:
            name = family.zh if formats.language() == "zh" else family.en
            dialog = ApproveDialog(
                self, self._shell, name, message_templates.approve, draft, asks_day=True
            )
            dialog.open()

    def _choose_language(self, language: str) -> None:
        if self.writing.is_changed:
            self.writing.languages.choose(self.language)
            self._shell.notify.toast(self.tr("Save or discard the text first."), kind="warn")
            return
        self.language = language
        self._read_versions()

    def _connect(self) -> None:
        self.writing.typed.connect(self._look)
        self.writing.typed.connect(self._keep_soon.start)
        self.writing.save_wanted.connect(self.save)
        self.writing.discard_wanted.connect(self.discard)
        self.writing.approve_wanted.connect(self._approve)
        self.writing.language_chosen.connect(self._choose_language)
        self.sample.customer_changed.connect(self._look)
        self.versions.restore_wanted.connect(self.restore)

    def _lay_out(self) -> None:
        left = Card()
        head = row(text(self.tr("Templates"), "heading"), spacer(), self.new)
        inside = column(head, self.list, spacing=6)
        inside.setContentsMargins(12, 8, 8, 8)
        left.setLayout(inside)
        right = QSplitter(Qt.Orientation.Vertical)
        right.setHandleWidth(12)
        right.setChildrenCollapsible(False)
        right.addWidget(self.sample)
        right.addWidget(self.versions)
        right.setSizes([430, 170])
        whole = QSplitter(Qt.Orientation.Horizontal)
        whole.setHandleWidth(12)
        whole.setChildrenCollapsible(False)
        for part in (left, self.writing, right):
            whole.addWidget(part)
        whole.setSizes([250, 500, 380])
        whole.setStretchFactor(1, 1)
        self.setLayout(column(whole))
