"""The Cases page."""

from desktop.ui.page import Page


class CasesPage(Page):
    """All cases, and the one that is looked at."""

    key = "cases"
    icon = "briefcase"
    topics = frozenset({"cases"})

    def title(self) -> str:
        """Return 案件."""
        return self.tr("Cases")
