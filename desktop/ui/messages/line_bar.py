"""How the SMS line is, above the messages, with the button that stops and starts it."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.adapters import wording
from desktop.services.line_worker import LineState
from desktop.services.sms_sending import LINES
from desktop.ui import formats
from desktop.ui.page import Shell
from desktop.ui.widgets.chips import Chip
from desktop.ui.widgets.text import button, row, spacer, text

TONES = {
    "online": "kept",
    "connecting": "held",
    "waiting": "broken",
    "elsewhere": "held",
    "stopped": "broken",
    "off": "cancelled",
}
"""The status whose colour a phase has."""


class LineBar(QWidget):
    """Hidden while SMS go by the exchange folder."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.phase = Chip(shell.theme, is_round=True)
        self.words = text("", "muted", wrap=True)
        self.stop = button(shell.theme, self.tr("Stop"), "pause")
        self.start = button(shell.theme, self.tr("Start"), "send")
        self.stop.clicked.connect(lambda _on=False: shell.line.stop())
        self.start.clicked.connect(lambda _on=False: shell.line.start())
        inside = row(self.phase, self.words, spacer(), self.stop, self.start)
        inside.setContentsMargins(12, 8, 12, 0)
        self.setLayout(inside)
        shell.line.changed.connect(self.show_state)
        self.show_state()

    def show_state(self) -> None:
        """Show the line as it is now."""
        line = self._shell.line
        state: LineState = line.state
        self.setVisible(state.way in LINES)
        lang = formats.language()
        words: Callable[[str], str] = lambda code: wording.text(code, lang)  # noqa: E731
        phase = state.phase if line.is_running or state.phase == "stopped" else "off"
        self.phase.show_status(words(f"sms.phase.{phase}"), TONES[phase])
        self.words.setText(" · ".join(self._parts(state)))
        self.words.setToolTip(self.words.text())
        self.stop.setVisible(line.is_running)
        self.start.setVisible(not line.is_running)

    def _parts(self, state: LineState) -> list[str]:
        lang = formats.language()
        parts = [wording.text(f"settings.choice.sms.way.{state.way}", lang)]
        if state.phase == "online" and state.status.signal is not None:
            parts.append(self.tr("signal {percent} %").format(percent=state.status.signal))
        if state.phase == "online" and state.status.network:
            code = f"sms.network.{state.status.network}"
            parts.append(
                wording.text(code, lang) if wording.is_worded(code) else state.status.network
            )
        if state.counts["sent"]:
            parts.append(self.tr("%Ln sent", "", state.counts["sent"]))
        if state.counts["delivered"]:
            parts.append(self.tr("%Ln delivered", "", state.counts["delivered"]))
        if state.incoming:
            parts.append(self.tr("%Ln received", "", state.incoming))
        if state.problem is not None:
            parts.append(wording.error_text(state.problem, lang))
        if state.retry_at is not None:
            time = f"{state.retry_at:%H:%M:%S}"
            parts.append(self.tr("next try at {time}").format(time=time))
        return parts
