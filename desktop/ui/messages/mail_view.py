"""A message as text, and where it is an e-mail also as the customer's mail program shows it."""

from typing import Any

from PySide6.QtCore import QByteArray, QUrl
from PySide6.QtWidgets import QPlainTextEdit, QStackedWidget, QTextBrowser, QWidget

from desktop.adapters.mail import as_html
from desktop.ui.page import Shell
from desktop.ui.widgets.chips import Choice, FilterChips
from desktop.ui.widgets.text import column, row, spacer, text

TEXT, HTML = "text", "html"


class MailBrowser(QTextBrowser):
    """Shows HTML on white paper and fetches nothing: no picture, style or page, from nowhere."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setProperty("role", "paper")
        self.document().setDefaultStyleSheet("p { color: black; }")  # as mail programs show it
        self.setAccessibleName(self.tr("E-mail as the customer sees it"))

    def loadResource(self, kind: int, name: QUrl | str) -> Any:  # noqa: ARG002 - Qt's own signature
        """Return nothing, whatever a message names."""
        return QByteArray()


class MailView(QWidget):
    """The text field it is given and, for an e-mail, the switch to its HTML and its attachment."""

    def __init__(self, shell: Shell, field: QPlainTextEdit) -> None:
        super().__init__()
        self._field = field
        self.browser = MailBrowser()
        self.switch = FilterChips()
        self.switch.show_choices([Choice(TEXT, self.tr("Text")), Choice(HTML, "HTML")])
        self.switch.choose(HTML)
        self.switch.chosen.connect(lambda _key: self._turn())
        self.attachment = text("", "soft", wrap=True)
        self._clip = text()
        self._clip.setPixmap(shell.theme.icon("file-text", "text3", 16).pixmap(16, 16))
        self._pages = QStackedWidget()
        self._pages.addWidget(field)
        self._pages.addWidget(self.browser)
        attached = row(self._clip, self.attachment, spacer(), spacing=6)
        layout = column(self.switch, self._pages, attached, spacing=6)
        layout.setStretchFactor(self._pages, 1)
        self.setLayout(layout)
        self._is_mail = False

    def show_message(self, channel: str, attachment: str = "") -> None:
        """Show what stands in the field as a message of a channel; no name is no attachment."""
        self._is_mail = channel == "email"
        self.attachment.setText(self.tr("Attached: {file}").format(file=attachment))
        for part in (self._clip, self.attachment):
            part.setVisible(bool(attachment))
        self._turn()

    def _turn(self) -> None:
        """Show the chosen one; a text that is being written is never hidden behind its HTML."""
        can_turn = self._is_mail and self._field.isReadOnly()
        self.switch.setVisible(can_turn)
        is_html = can_turn and self.switch.current == HTML
        if is_html:
            self.browser.setHtml(as_html(self._field.toPlainText()))
        self._pages.setCurrentIndex(int(is_html))
