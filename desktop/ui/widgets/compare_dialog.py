"""Two versions of a text beside each other, in one."""

from PySide6.QtWidgets import QTextEdit, QWidget

from desktop.domain.template_versions import Piece
from desktop.ui.page import Shell
from desktop.ui.widgets.form_dialog import FormDialog


class CompareDialog(FormDialog):
    """Two versions as one text: what is gone struck out, what is new underlined."""

    def __init__(
        self,
        parent: QWidget,
        shell: Shell,
        old: object,
        new: object,
        pieces: tuple[Piece, ...],
    ) -> None:
        super().__init__(parent, shell.theme, shell.notify)
        words = self.tr("Version {old} → {new}").format(old=old, new=new)
        self.setWindowTitle(words)
        self.shown = QTextEdit()
        self.shown.setReadOnly(True)
        self.shown.setMinimumSize(520, 260)
        cursor = self.shown.textCursor()
        usual = cursor.charFormat()
        for piece in pieces:
            written = type(usual)(usual)
            if piece.kind == "gone":
                written.setFontStrikeOut(True)
                written.setForeground(shell.theme.color("danger"))
            elif piece.kind == "new":
                written.setFontUnderline(True)
                written.setForeground(shell.theme.color("ok"))
            cursor.insertText(piece.text, written)
        self.add("text", self.tr("Changes"), self.shown)
        self.on_submit(self.tr("Close"), self.accept)
