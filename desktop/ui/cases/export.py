"""Export of the list to Excel."""

from PySide6.QtWidgets import QDialog


class ExportDialog(QDialog):
    """Placeholder while the sheet writer is on its way."""
