"""The suit bundle on the screen: what is added to it, where it goes; then what should be looked at."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QListWidget, QWidget

from desktop.adapters import wording
from desktop.services import suit_bundle
from desktop.services.letters import PlannedLetter
from desktop.services.suit_bundle import TEMPLATES, Kind, MadeBundle, Wish
from desktop.ui import formats
from desktop.ui.page import Shell
from desktop.ui.theme import Theme
from desktop.ui.widgets.entry_list import Entry, EntryList
from desktop.ui.widgets.text import button, column, row, spacer, text

KINDS: Mapping[str, Kind] = {
    name: "payment_order" if kind == "payment_order" else "complaint"
    for (kind, _), name in TEMPLATES.items()
}
"""The kind of bundle by the name of its complaint's template."""


class BundleDialog(QDialog):
    """Asks for further documents and for the folder."""

    given = Signal(object, str)
    """The files added, in their order, and the folder."""

    def __init__(self, parent: QWidget, theme: Theme, about: str, folder: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Suit bundle"))
        self.setAcceptDrops(True)
        self.folder = folder
        self.files = QListWidget()
        self.files.setAccessibleName(self.tr("Documents to add"))
        self.files.setDragDropMode(QListWidget.DragDropMode.InternalMove)  # the order is theirs
        add = button(theme, self.tr("Add documents…"), "plus")
        add.clicked.connect(lambda _on=False: self._ask_files())
        self.take_out = button(theme, self.tr("Take out"), "minus")
        self.take_out.clicked.connect(lambda _on=False: self._take_out())
        self.files.currentRowChanged.connect(lambda at: self.take_out.setEnabled(at >= 0))
        self.take_out.setEnabled(False)
        self._where = text("", "soft", wrap=True)
        choose = button(theme, self.tr("Folder…"), "folder-open")
        choose.clicked.connect(lambda _on=False: self._ask_folder())
        self.make = button(theme, self.tr("Make the bundle"), is_primary=True)
        self.make.clicked.connect(lambda _on=False: self.accept())
        cancel = button(theme, self.tr("Cancel"))
        cancel.clicked.connect(lambda _on=False: self.reject())
        where = row(self._where, choose, spacing=10)
        where.setStretch(0, 1)
        hint = self.tr(
            "The bundle holds the complaint, the evidence list, contract, account, calculation, and"
            " every demand with its proofs. Add scans of the contract, identity papers, vouchers."
        )
        self.setLayout(
            column(
                text(about, "heading", wrap=True),
                text(hint, "muted", wrap=True),
                self.files,
                row(add, self.take_out, spacer()),
                where,
                row(spacer(), cancel, self.make),
                margins=16,
                spacing=10,
            )
        )
        self.setMinimumWidth(520)
        self._show_folder()
        self.accepted.connect(lambda: self.given.emit(self.added(), self.folder))

    def add(self, paths: list[Path]) -> None:
        """Put files on the list, each once."""
        known = {str(path) for path in self.added()}
        self.files.addItems([str(path) for path in paths if str(path) not in known])

    def added(self) -> tuple[Path, ...]:
        """The files on the list, in their order."""
        return tuple(Path(self.files.item(at).text()) for at in range(self.files.count()))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add the files that were dropped."""
        self.add([Path(url.toLocalFile()) for url in event.mimeData().urls()])

    def _ask_files(self) -> None:
        kinds = self.tr("Scans (*.pdf *.png *.jpg *.jpeg *.tif *.tiff *.bmp)")
        chosen, _ = QFileDialog.getOpenFileNames(self, self.tr("Add documents…"), "", kinds)
        self.add([Path(file) for file in chosen])

    def _take_out(self) -> None:
        self.files.takeItem(self.files.currentRow())

    def _ask_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Folder…"), self.folder)
        if chosen:
            self.folder = chosen
            self._show_folder()

    def _show_folder(self) -> None:
        words = self.tr("Saved in {folder}").format(folder=self.folder)
        self._where.setText(words if self.folder else self.tr("Choose the folder to save in."))
        self.make.setEnabled(bool(self.folder))


class BundleResult(QDialog):
    """What was made, what should be looked at before it goes to court, the way to the files."""

    def __init__(self, parent: QWidget, theme: Theme, made: MadeBundle) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Suit bundle"))
        lang = formats.language()
        doubts = [wording.text(doubt.code, lang, **doubt.facts) for doubt in made.doubts]
        self.doubts = EntryList(theme, self.tr("To look at"))
        self.doubts.show_entries([Entry("triangle-alert", one, tone="warn") for one in doubts])
        self.doubts.setVisible(bool(doubts))
        self.doubts.setFixedHeight(min(self.doubts.content_height() + 4, 200))
        look = button(theme, self.tr("Open the PDF"), "eye", is_primary=True)
        look.clicked.connect(lambda _on=False: _open(made.pdf))
        write = button(theme, self.tr("Open the DOCX"), "file-pen")
        write.clicked.connect(lambda _on=False: _open(made.docx))
        folder = button(theme, self.tr("Open the folder"), "folder-open")
        folder.clicked.connect(lambda _on=False: _open(made.pdf.parent))
        close = button(theme, self.tr("Close"))
        close.clicked.connect(lambda _on=False: self.accept())
        words = self.tr("{number} registered; the bundle has %n page(s)", "", made.pages)
        self.said = text(words.format(number=made.register_no), "heading", wrap=True)
        files = text(f"{made.pdf.name}\n{made.docx.name}", "soft", wrap=True)
        files.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setLayout(
            column(
                self.said,
                files,
                self.doubts,
                row(look, write, folder, spacer(), close),
                margins=16,
                spacing=10,
            )
        )
        self.setMinimumWidth(560)


def ask_bundle(
    shell: Shell,
    parent: QWidget,
    template: str,
    letter: PlannedLetter,
    answers: Mapping[str, object],
) -> BundleDialog:
    """Ask what goes into the bundle of a planned complaint, make it, and show what was made."""
    folder = str(shell.prefs.get("letters", "folder", ""))
    about = f"{letter.recipient}　{letter.case_no}　{letter.account_no}"
    dialog = BundleDialog(parent, shell.theme, about, folder)

    def show(made: MadeBundle) -> None:
        BundleResult(parent, shell.theme, made).open()

    def make(added: tuple[Path, ...], where: str) -> None:
        shell.prefs.set("letters", "folder", where)
        wish = Wish(letter.case_id, KINDS[template], letter.account_no, dict(answers), added)
        label = wording.text("bundle.making", formats.language())
        shell.tasks.write(suit_bundle.make, wish, Path(where), then=show, label=label)

    dialog.given.connect(make)
    dialog.open()
    return dialog


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
