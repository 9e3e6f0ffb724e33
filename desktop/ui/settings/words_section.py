"""The words that must not stand in messages: those of the program, and the branch's own."""

from functools import partial

from PySide6.QtWidgets import QLineEdit

from desktop.domain.changes import Changes
from desktop.domain.message_text import WordGroup
from desktop.services import word_list
from desktop.services.word_list import OwnWord, WordAdded
from desktop.ui import formats
from desktop.ui.page import Shell
from desktop.ui.settings.form import Field, inset, show_errors, side_by_side, titled
from desktop.ui.settings.setting_section import SettingSection
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.entry_list import Entry, EntryList
from desktop.ui.widgets.text import button, column, row, spacer, text

WORDING = (
    "branch.name_en",
    "messages.ways_to_pay_en",
    "messages.benefit_en",
    "messages.survey_percent",
)
"""The settings of this section."""


class WordsSection(SettingSection):
    """The wording of messages: English, surveys, forbidden words. Own words are added with what to write instead, and removed again; both can be undone."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, WORDING, "wording_draft")
        self._own: list[OwnWord] = []
        self.word, self.instead = QLineEdit(), QLineEdit()
        self.word_fields = {
            "word": Field("word", self.tr("Word"), self.word),
            "instead": Field("instead", self.tr("What to write instead"), self.instead),
        }
        self.add_button = button(shell.theme, self.tr("Add"), "plus", is_primary=True)
        self.add_button.clicked.connect(lambda _on=False: self.add())
        self.instead.returnPressed.connect(self.add)
        self.own = EntryList(shell.theme, self.tr("Words of this branch"), is_choice=True)
        self.own.selectionModel().currentChanged.connect(lambda _now: self._show_button())
        self.remove_button = button(shell.theme, self.tr("Remove"), "trash-2", role="ghost")
        self.remove_button.clicked.connect(lambda _on=False: self.remove())
        self.shipped = EntryList(shell.theme, self.tr("Words of the program"))
        self._lay_out()

    def refresh(self) -> None:
        """Read the settings and both lists."""
        super().refresh()
        tasks = self.shell.tasks
        tasks.read(word_list.own_words, then=self._show_own, latest="settings.words.own")
        tasks.read(word_list.groups, then=self._show_groups, latest="settings.words")

    def add(self) -> None:
        """Forbid what is typed, or say at the field why not."""
        self.shell.tasks.write(
            word_list.add_word,
            self.word_fields["word"].value(),
            self.word_fields["instead"].value(),
            then=self._added,
            failed=lambda error: show_errors(self.word_fields, error, self.shell.notify.error),
        )

    def remove(self) -> None:
        """Allow the chosen word again."""
        place = self.own.currentIndex().row()
        if 0 <= place < len(self._own):
            self.shell.tasks.write(word_list.remove_word, self._own[place].id, then=self._removed)

    def _added(self, added: WordAdded) -> None:
        for field in self.word_fields.values():
            field.show_value("")
        words = self.tr("Forbidden from now on")
        if added.used_in:
            words = self.tr("Forbidden from now on; to be rewritten: {templates}").format(
                templates="、".join(added.used_in)
            )
        undo = partial(self.shell.tasks.write, word_list.remove_word, added.word_id)
        self.shell.notify.toast(words, kind="warn" if added.used_in else "ok", undo=undo)
        self.refresh()

    def _removed(self, done: tuple[OwnWord, Changes]) -> None:
        gone = done[0]
        undo = partial(self.shell.tasks.write, word_list.add_word, gone.word, gone.instead)
        words = self.tr("“{word}” may be written again").format(word=gone.word)
        self.shell.notify.toast(words, undo=undo)
        self.refresh()

    def _show_own(self, found: list[OwnWord]) -> None:
        self._own = found
        self.own.show_entries(
            [
                Entry(
                    "ban",
                    one.word,
                    self.tr("{instead} · {who}, {when}").format(
                        instead=one.instead, who=one.added_by, when=formats.moment(one.added_at)
                    ),
                )
                for one in found
            ]
        )
        self._show_button()

    def _show_groups(self, groups: tuple[WordGroup, ...]) -> None:
        is_chinese = formats.language() == "zh"
        self.shipped.show_entries(
            [
                Entry(
                    "shield-check",
                    f"{one.zh if is_chinese else one.en} · {one.instead}",
                    "、".join(one.words),
                )
                for one in groups
                if one.kind != word_list.OWN
            ]
        )

    def _show_button(self) -> None:
        self.remove_button.setEnabled(self.own.currentIndex().isValid())

    def _lay_out(self) -> None:
        own, shipped = Card(), Card()
        hint = self.tr(
            "Neither templates nor texts written by hand may use them; spaces and marks do not hide them."
        )
        above = column(
            text(self.tr("Words of this branch"), "heading"),
            text(hint, "soft", wrap=True),
            side_by_side(*self.word_fields.values()),
            row(self.remove_button, spacer(), self.add_button),
            margins=16,
            spacing=10,
        )
        whole = column(margins=1)
        whole.addLayout(above)
        whole.addLayout(inset(self.own), 1)
        own.setLayout(whole)
        below = column(margins=1)
        title = text(self.tr("Words of the program"), "heading")
        title.setContentsMargins(16, 12, 16, 8)
        below.addWidget(title)
        below.addLayout(inset(self.shipped), 1)
        shipped.setLayout(below)
        english = Card()
        fields = titled(self.tr("English messages and surveys"), *self.fields.values())
        fields.addStretch()
        of_settings = column(margins=1)
        of_settings.addLayout(fields, 1)
        of_settings.addWidget(self.bar)
        english.setLayout(of_settings)
        lists = column(spacing=14)
        lists.addWidget(own, 1)
        lists.addWidget(shipped, 1)
        layout = row(spacing=14)
        layout.addLayout(lists, 3)
        layout.addWidget(english, 2)
        self.setLayout(layout)
