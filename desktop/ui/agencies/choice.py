"""A choice among the agencies of the register, and how an agency stands in words."""

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox

from desktop.adapters import wording
from desktop.services import agencies
from desktop.services.agencies import WORKING, AgencyEntry
from desktop.ui import formats
from desktop.ui.tasks import Tasks

TONES = {
    "active": "kept",
    "soon": "held",
    "run_out": "broken",
    "not_reviewed": "broken",
    "not_begun": "held",
    "suspended": "held",
    "ended": "closed",
}
"""The status whose colour a standing has."""


def standing_words(entry: AgencyEntry) -> str:
    """How an agency stands."""
    return wording.text(f"agency.standing.{entry.standing}", formats.language())


class AgencyChoice(QComboBox):
    """Offers every agency, or only those that may work; ``then`` is told once it is filled."""

    def __init__(
        self,
        tasks: Tasks,
        *,
        only_working: bool = False,
        wanted: int | None = None,
        then: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self._only_working, self._wanted, self._then = only_working, wanted, then
        self.setPlaceholderText(self.tr("None: enter one under Settings → Agencies"))
        tasks.read(agencies.register, then=self._fill)

    @property
    def agency_id(self) -> int:
        """The agency chosen; 0 where there is none."""
        return int(self.currentData() or 0)

    @property
    def name(self) -> str:
        """The name of the agency chosen."""
        return self.currentText() if self.agency_id else ""

    def _fill(self, found: list[AgencyEntry]) -> None:
        for entry in found:
            if entry.standing in WORKING or not self._only_working:
                self.addItem(entry.card.name, entry.agency_id)
        wanted = self.findData(self._wanted)
        self.setCurrentIndex(wanted if wanted >= 0 else min(0, self.count() - 1))
        if self._then is not None:
            self._then()
