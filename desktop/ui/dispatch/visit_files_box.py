"""The files of a visit in its record: photos, signatures, signed receipts."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QListWidget, QListWidgetItem, QWidget

from desktop.services import visit_files
from desktop.services.visit_files import KINDS, FileOpened, FileRow
from desktop.ui.dispatch.words import said
from desktop.ui.page import Shell
from desktop.ui.widgets.text import button, column, row, spacer

_PICTURES = "*.jpg *.jpeg *.png *.pdf"


class VisitFilesBox(QWidget):
    """A list with adding, saving and taking off; Delete takes off, Enter saves."""

    def __init__(self, shell: Shell, visit_id: int, failed: Callable[[Exception], object]) -> None:
        super().__init__()
        self._shell, self._visit_id, self._failed = shell, visit_id, failed
        self.kind = QComboBox()
        self.kind.setAccessibleName(self.tr("What the file shows"))
        for code in KINDS:
            self.kind.addItem(said(f"dispatch.file.{code}"), code)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Files of the visit"))
        self.list.setMaximumHeight(96)
        add = button(shell.theme, self.tr("Add…"), "plus")
        self._save = button(shell.theme, self.tr("Save as…"), "download", role="ghost")
        self._remove = button(shell.theme, self.tr("Take off"), "x", role="ghost")
        add.clicked.connect(self._ask_files)
        self._save.clicked.connect(self._ask_place)
        self._remove.clicked.connect(self.remove)
        self.list.itemActivated.connect(lambda _item: self._ask_place())
        self.setLayout(
            column(
                row(self.kind, add, spacer(), self._save, self._remove, spacing=6),
                self.list,
                spacing=6,
            )
        )
        self.refresh()

    def refresh(self) -> None:
        """Read the files again."""
        self._shell.tasks.read(visit_files.files, self._visit_id, then=self._show)

    def attach(self, names: Sequence[str]) -> None:
        """Take files in as what is chosen."""
        if names:
            self._shell.tasks.write(
                visit_files.attach_all,
                self._visit_id,
                [Path(name) for name in names],
                str(self.kind.currentData()),
                then=lambda _done: self.refresh(),
                failed=self._told,
            )

    def save(self, path: Path) -> None:
        """Write the chosen file to a place of its own; looking is recorded."""
        chosen = self.chosen
        if chosen is not None:
            self._shell.tasks.write(
                visit_files.open_file,
                chosen.file_id,
                then=lambda found: self._written(found, path),
                failed=self._told,
            )

    def remove(self) -> None:
        """Take the chosen file off, after asking."""
        chosen = self.chosen
        if chosen is None:
            return
        self._shell.notify.confirm(
            self.tr("Take “{name}” off this visit?").format(name=chosen.name),
            yes=self.tr("Take off"),
            is_dangerous=True,
            then=lambda: self._shell.tasks.write(
                visit_files.remove,
                chosen.file_id,
                then=lambda _done: self.refresh(),
                failed=self._told,
            ),
        )

    @property
    def chosen(self) -> FileRow | None:
        """The file chosen in the list."""
        item = self.list.currentItem()
        found: FileRow | None = item.data(Qt.ItemDataRole.UserRole) if item else None
        return found

    def _show(self, rows: Sequence[FileRow]) -> None:
        self.list.clear()
        for one in rows:
            words = f"{said(f'dispatch.file.{one.kind}')}  {one.name}  {one.size / 1024:,.0f} KB"
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, one)
            item.setToolTip(f"SHA-256 {one.sha256}")
            self.list.addItem(item)
        if rows:
            self.list.setCurrentRow(0)
        for one_button in (self._save, self._remove):
            one_button.setEnabled(bool(rows))

    def _told(self, error: Exception) -> None:
        self.refresh()
        self._failed(error)

    def _written(self, found: FileOpened, path: Path) -> None:
        try:
            path.write_bytes(found.content)
        except OSError as error:
            words = self.tr("The file could not be written: {reason}")
            self._shell.notify.toast(words.format(reason=error.strerror), kind="danger")
            return
        self._shell.notify.toast(self.tr("Saved: {name}").format(name=path.name), kind="ok")

    def _ask_files(self) -> None:
        dialog = QFileDialog(self, self.tr("Add files"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(self.tr("Pictures and PDF ({kinds})").format(kinds=_PICTURES))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self.attach)
        dialog.open()

    def _ask_place(self) -> None:
        chosen = self.chosen
        if chosen is None:
            return
        dialog = QFileDialog(self, self.tr("Save as…"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(chosen.name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.save(Path(name)))
        dialog.open()
