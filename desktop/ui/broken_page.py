"""What stands in place of a page that cannot be opened: the rest of the window goes on."""

from desktop.ui.page import Page, Shell
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.text import column


class BrokenPage(Page):
    """Says so; the error itself was shown and logged."""

    def __init__(self, shell: Shell, key: str, title: str) -> None:
        super().__init__(shell)
        self.key = key
        self._title = title
        empty = EmptyState(shell.theme, "triangle-alert")
        empty.show_words(
            self.tr("This page cannot be opened"),
            self.tr(
                "The other pages work. Please send the report to those who look after the program."
            ),
        )
        self.setLayout(column(empty))

    def title(self) -> str:
        """Return the title the page would have."""
        return self._title
