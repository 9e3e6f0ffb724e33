"""The Messages page: look at what is to go out, correct it, hold it back, release it; the log."""

from array import array
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from desktop.adapters import wording
from desktop.services import delivery, messages, outbox, run_warnings, sms_sending
from desktop.services.messages import Corrected, Draft, Released
from desktop.services.outbox import HandedOver, SentMessage, TakenIn
from desktop.services.run_warnings import RunWarning
from desktop.ui import formats
from desktop.ui.messages.line_bar import LineBar
from desktop.ui.messages.lists import MessageLists
from desktop.ui.messages.preview import MessagePreview
from desktop.ui.messages.results_tab import ResultsTab
from desktop.ui.messages.templates_tab import TemplatesTab
from desktop.ui.page import Page, Shell
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.chips import Choice, FilterChips
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.lazy_tabs import LazyTabs
from desktop.ui.widgets.text import button, column, line, row, spacer, text

NAME = "messages"
WAITING = ("planned", "held")
RELEASE, TEMPLATES, RESULTS = "release", "templates", "results"
STATES = ("queued", "sending", "unsure", "sent", "delivered", "failed", "cancelled")


class MessagesPage(Page):
    """Draft → check → release; what has gone out and what became of it."""

    key = NAME
    icon = "message-square"
    topics = frozenset(
        {
            "messages",
            "reminders",
            "contacts",
            "promises",
            "payments",
            "accounts",
            "settings",
            "templates",
            "words",
        }
    )

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.chips = FilterChips()
        self.lists = MessageLists(shell)
        self.preview = MessagePreview(shell)
        self._counts: dict[str, int] = {}
        self._is_built = False
        self._make_actions()
        self._lay_out()
        self._connect()
        self.chips.show_choices([Choice(key, self._words(key)) for key in (*WAITING, *STATES)])
        self.chips.choose("planned")
        self._is_built = True

    def title(self) -> str:
        """Return 短信."""
        return self.tr("Messages")

    def top_actions(self) -> list[QAction | QWidget]:
        """Return the strategy, taking in, handing over and releasing."""
        return [self._strategy, self._take_in, self._hand_over, self._release_all]

    def refresh(self) -> None:
        """Read the counts and the list that is shown."""
        tasks = self.shell.tasks
        tasks.read(messages.waiting_counts, then=self._show_waiting, latest="messages.waiting")
        tasks.read(outbox.outbox_counts, then=self._show_sent, latest="messages.counts")
        self.preview.read_words()
        shown = self.tabs.tab(self.tabs.current)
        if isinstance(shown, TemplatesTab | ResultsTab):
            shown.reload()
        else:
            self._reload()

    def open_target(self, **target: object) -> None:
        """Show a state, ``state="held"``, or a tab, ``tab="templates"`` or ``"results"``."""
        self.tabs.show_tab(str(target.get("tab", RELEASE)))
        state = str(target.get("state", "planned"))
        if state in (*WAITING, *STATES):
            self.chips.choose(state)
            self._reload()

    @property
    def state(self) -> str:
        """The state whose messages are listed."""
        return self.chips.current or "planned"

    # --- making ----------------------------------------------------------------------------------

    def _make_actions(self) -> None:
        self._strategy = self.act(
            "strategy",
            self.tr("Strategy"),
            lambda: self.shell.go("settings", section="strategy"),
            icon="sliders-horizontal",
        )
        self._release_all = self.act(
            "release",
            self.tr("Release all"),
            self.release_all,
            shortcut="Ctrl+Return",
            icon="send",
            is_primary=True,
        )
        self._hand_over = self.act("hand_over", self.tr("Send now"), self.hand_over, icon="upload")
        self._take_in = self.act(
            "take_in", self.tr("Fetch receipts"), self.take_in, icon="download"
        )
        self._correct = self.act(
            "correct", self.tr("Correct the text"), self.preview.start_correcting, shortcut="F2"
        )

        self.act(
            "save_template",
            self.tr("Save the template's draft"),
            self._save_template,
            shortcut="Ctrl+S",
        )

    def _save_template(self) -> None:
        shown = self.tabs.tab(self.tabs.current)
        if isinstance(shown, TemplatesTab):
            shown.save()

    def _make_tabs(self) -> None:
        self.tabs = LazyTabs(self.tr("Messages"))
        self.tabs.turned.connect(self._turned)
        tabs: tuple[tuple[str, str, Callable[[], QWidget]], ...] = (
            (RELEASE, self.tr("Release"), lambda: self._splitter),
            (TEMPLATES, self.tr("Templates"), partial(TemplatesTab, self.shell)),
            (RESULTS, self.tr("Results"), partial(ResultsTab, self.shell)),
        )
        for number, (key, words, make) in enumerate(tabs, start=1):
            self.tabs.add(key, words, make)
            self.act(
                f"tab_{key}",
                self.tr("Messages: {tab}").format(tab=words),
                partial(self.tabs.show_tab, key),
                shortcut=f"Alt+{number}",
            )

    def _lay_out(self) -> None:
        theme = self.shell.theme
        self._tables = QStackedWidget()
        self._nothing = EmptyState(theme, "circle-check")
        for page in (self.lists.waiting_table, self.lists.sent_table, self._nothing):
            self._tables.addWidget(page)
        self._marked = text("", "strong")
        self._release_marked = button(theme, self.tr("Release"), "send", role="ghost")
        self._hold_marked = button(theme, self.tr("Hold back"), "pause", role="ghost")
        self._unhold_marked = button(theme, self.tr("Let go"), "undo-2", role="ghost")
        self._foot = QWidget()
        foot = row(
            self._marked, self._release_marked, self._hold_marked, self._unhold_marked, spacer()
        )
        foot.setContentsMargins(14, 4, 14, 4)
        self._foot.setLayout(foot)
        chips = QWidget()
        chips.setLayout(column(self.chips))
        chips.setContentsMargins(12, 10, 12, 10)
        left = Card()
        left.setLayout(column(LineBar(self.shell), chips, line(), self._tables, self._foot))
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(14)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(left)
        self._splitter.addWidget(self.preview)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setSizes(self.shell.prefs.get(NAME, "splitter", [820, 380]))
        self._make_tabs()
        whole = column(self.tabs)
        whole.setContentsMargins(20, 6, 20, 14)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.chips.chosen.connect(lambda _state: self._reload())
        waiting, sent = self.lists.waiting_table, self.lists.sent_table
        waiting.current_changed.connect(self._look_at_draft)
        sent.current_changed.connect(self._look_at_sent)
        self.lists.waiting.checks_changed.connect(self._show_marked)
        self._release_marked.clicked.connect(lambda: self.release(self._chosen()))
        self._hold_marked.clicked.connect(lambda: self.hold(self._chosen()))
        self._unhold_marked.clicked.connect(lambda: self.unhold(self._chosen()))
        self.preview.release_wanted.connect(lambda one: self.release([one]))
        self.preview.hold_wanted.connect(lambda one: self.hold([one]))
        self.preview.unhold_wanted.connect(lambda one: self.unhold([one]))
        self.preview.corrected.connect(self.correct)
        self.preview.decided.connect(self.decide)
        self.preview.case_wanted.connect(lambda case_id: self.shell.go("cases", case_id=case_id))

    def _turned(self, key: str) -> None:
        for action in (self._take_in, self._hand_over, self._correct):
            action.setEnabled(key == RELEASE)
        if self._is_built:
            self.refresh()

    def leave(self) -> None:
        """Keep the width of the preview, and a template that is being written."""
        templates = self.findChild(TemplatesTab)
        if isinstance(templates, TemplatesTab):
            templates.keep_typed()
        self.shell.prefs.set(NAME, "splitter", self._splitter.sizes())

    # --- showing ---------------------------------------------------------------------------------

    def _words(self, state: str) -> str:
        words = {"planned": self.tr("To release"), "held": self.tr("Held back")}
        return words.get(state) or wording.text(f"messages.state.{state}", formats.language())

    def _reload(self) -> None:
        state, tasks = self.state, self.shell.tasks
        if state in WAITING:
            tasks.read(
                messages.waiting_ids, states=(state,), then=self._show_ids, latest="messages.ids"
            )
        else:
            tasks.read(outbox.outbox_ids, (state,), then=self._show_ids, latest="messages.ids")

    def _show_ids(self, ids: "array[int]") -> None:
        is_waiting = self.state in WAITING
        table = self.lists.waiting_table if is_waiting else self.lists.sent_table
        (self.lists.waiting if is_waiting else self.lists.sent).set_ids(ids)
        if not ids:
            words = (
                self.tr("Nothing waits for release.") if is_waiting else self.tr("Nothing here.")
            )
            self._nothing.show_words(words)
        self._tables.setCurrentWidget(table if ids else self._nothing)
        self._show_marked()
        current = table.current_id
        if current is None or not ids:
            self.preview.show_nothing()
        elif is_waiting:
            self._look_at_draft(current)
        else:
            self._look_at_sent(current)

    def _show_waiting(self, counts: dict[str, int]) -> None:
        self._counts |= counts
        self._show_counts()
        waiting = counts.get("planned", 0)
        self._release_all.setEnabled(waiting > 0 and self.tabs.current == RELEASE)
        self.set_subtitle(self.tr("%Ln to release", "", waiting))

    def _show_sent(self, counts: dict[tuple[str, str], int]) -> None:
        for state in STATES:
            self._counts[state] = sum(n for (_, of), n in counts.items() if of == state)
        self._show_counts()

    def _show_counts(self) -> None:
        self.chips.show_choices(
            [Choice(key, self._words(key), self._counts.get(key)) for key in (*WAITING, *STATES)]
        )

    def _look_at_draft(self, reminder_id: int | None) -> None:
        if reminder_id is not None:
            self.shell.tasks.read(
                messages.drafts, [reminder_id], then=self._show_draft, latest="messages.preview"
            )

    def _show_draft(self, found: list[Draft]) -> None:
        if found and self.state in WAITING:
            self.preview.show_draft(found[0])

    def _look_at_sent(self, message_id: int | None) -> None:
        if message_id is not None:
            self.shell.tasks.read(
                outbox.outbox_messages,
                [message_id],
                then=self._show_message,
                latest="messages.preview",
            )

    def _show_message(self, found: list[SentMessage]) -> None:
        if found and self.state in STATES:
            self.preview.show_sent(found[0])

    def _show_marked(self) -> None:
        number = self.lists.waiting.checked_count if self.state in WAITING else 0
        self._foot.setVisible(number > 0)
        self._marked.setText(self.tr("%Ln chosen", "", number))
        self._hold_marked.setVisible(self.state == "planned")
        self._unhold_marked.setVisible(self.state == "held")

    def _chosen(self) -> list[int]:
        return list(self.lists.waiting.checked_ids())

    # --- doing -----------------------------------------------------------------------------------

    def release_all(self) -> None:
        """Release every message that waits and is not held, after one question."""
        if self._counts.get("planned", 0):
            self.shell.tasks.read(run_warnings.before_a_run, then=self._ask_release)

    def _ask_release(self, warnings: Sequence[RunWarning]) -> None:
        number = self._counts.get("planned", 0)
        words = [wording.text(each.code, formats.language(), **each.facts) for each in warnings]
        words.append(self.tr("Each is checked once more; what a rule forbids now stays here."))
        self.shell.notify.confirm(
            self.tr("Release %Ln message(s)?", "", number),
            details="\n".join(words),
            yes=self.tr("Release"),
            then=lambda: self.release(None),
        )

    def release(self, ids: Sequence[int] | None) -> None:
        """Release messages: those named, or all that wait."""
        self.shell.tasks.write(
            messages.release, ids, label=self.tr("Releasing messages"), then=self._tell_released
        )

    def _tell_released(self, released: Released) -> None:
        self.lists.waiting.check_none()
        parts = [self.tr("%Ln message(s) released", "", released.queued)]
        if released.refused:
            parts.append(self.tr("%Ln not now by a rule", "", len(released.refused)))
        if released.faulty:
            parts.append(self.tr("%Ln to correct", "", len(released.faulty)))
        undo = partial(self.shell.tasks.write, outbox.call_back, released.released)
        self.shell.notify.toast(", ".join(parts), undo=undo if released.released else None)

    def hold(self, ids: Sequence[int]) -> None:
        """Hold messages back."""
        self._switch(messages.hold, messages.unhold, ids, self.tr("%Ln held back", "", len(ids)))

    def unhold(self, ids: Sequence[int]) -> None:
        """Let held messages go with the others."""
        self._switch(messages.unhold, messages.hold, ids, self.tr("%Ln let go", "", len(ids)))

    def _switch(self, do: object, undo: object, ids: Sequence[int], words: str) -> None:
        tasks = self.shell.tasks
        back = partial(tasks.write, undo, list(ids))  # type: ignore[arg-type]
        tasks.write(
            do,  # type: ignore[arg-type]
            list(ids),
            then=lambda _changes: self.shell.notify.toast(words, undo=back),
        )

    def correct(self, reminder_id: int, words: str | None) -> None:
        """Keep a text written by hand, or go back to the template's."""
        self.shell.tasks.write(messages.correct, reminder_id, words, then=self._tell_corrected)

    def _tell_corrected(self, done: Corrected) -> None:
        undo = partial(self.shell.tasks.write, messages.correct, done.reminder_id, done.previous)
        self.shell.notify.toast(self.tr("Text saved"), undo=undo)

    def decide(self, message_id: int, has_arrived: bool) -> None:
        """Say of an unsure message whether it arrived; one that did not waits for release again."""
        decide = partial(sms_sending.decide_unsure, has_arrived=has_arrived)
        self.shell.tasks.write(decide, [message_id])

    def hand_over(self) -> None:
        """Send what was released: SMS by the gateway or the line, e-mail by the server."""
        self.shell.line.begin()
        self.shell.tasks.write(
            delivery.send_now, label=self.tr("Sending"), then=self._tell_handed_over
        )

    def _tell_handed_over(self, done: HandedOver) -> None:
        words = self.tr("%Ln message(s) sent", "", done.count)
        if done.held_back:
            words += ", " + self.tr("%Ln stopped by a rule", "", done.held_back)
        self.shell.notify.toast(words)

    def take_in(self) -> None:
        """Fetch receipts and customers' messages."""
        self.shell.line.begin()
        self.shell.tasks.write(outbox.fetch, label=self.tr("Fetching"), then=self._tell_taken_in)

    def _tell_taken_in(self, done: TakenIn) -> None:
        parts = [
            self.tr("%Ln receipt(s)", "", sum(done.states.values())),
            self.tr("%Ln incoming", "", done.incoming),
        ]
        if done.unreadable or done.unknown:
            parts.append(self.tr("%Ln not understood", "", done.unreadable + done.unknown))
        self.shell.notify.toast(", ".join(parts))
