"""Filters of the case list: the ready-made views, those a user saved, and what a filter says."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QObject

from desktop.adapters import wording
from desktop.services.cases import CaseQuery
from desktop.ui import formats

OVERDUE = ("open",)
_DATES = frozenset(field.name for field in fields(CaseQuery) if "date" in str(field.type))
_AMOUNTS = ("overdue_from", "overdue_to")
_NOT_KEPT = ("search", "case_ids")


@dataclass(frozen=True)
class View:
    """A named filter: ``key`` is stable, saved ones begin with ``saved:``."""

    key: str
    words: str
    query: CaseQuery

    @property
    def is_saved(self) -> bool:
        """Whether a user made it."""
        return self.key.startswith("saved:")


class Views(QObject):
    """The ready-made views, as of a day and for the officer at the desk."""

    def ready_made(self, today: date, officer_id: int | None) -> list[View]:
        """Return the views in the order of their chips."""
        overdue = CaseQuery(states=OVERDUE)
        yesterday, sunday = today - timedelta(days=1), today + timedelta(days=6 - today.weekday())
        views = [View("all", self.tr("All overdue"), overdue)]
        if officer_id is not None:
            views.append(View("mine", self.tr("Mine"), replace(overdue, officer_id=officer_id)))
        return [
            *views,
            View(
                "today",
                self.tr("Today"),
                CaseQuery(action_from=today, action_to=today, sort="overdue"),
            ),
            View(
                "late",
                self.tr("Past their time"),
                CaseQuery(action_to=yesterday, sort="next_action_on", is_descending=False),
            ),
            View(
                "promised",
                self.tr("Promised this week"),
                CaseQuery(
                    promise_from=today,
                    promise_to=sunday,
                    sort="promise_due_on",
                    is_descending=False,
                ),
            ),
            View("visiting", self.tr("To visit"), CaseQuery(stages=("visiting",))),
            View("unassigned", self.tr("Nobody's"), replace(overdue, officer_id=0)),
            View("tracking", self.tr("Not overdue"), _not_overdue()),
        ]


def _not_overdue() -> CaseQuery:
    return CaseQuery(states=("tracking",), sort="next_due_on", is_descending=False)


class FilterWords(QObject):
    """Says in words what each part of a filter asks, for the chips under the views."""

    def parts(
        self, query: CaseQuery, beyond: CaseQuery, officers: Mapping[int, str]
    ) -> list[tuple[tuple[str, ...], str]]:
        """Return (fields, words) for each part of ``query`` that differs from ``beyond``."""
        said = (
            (("buckets",), self._listed(query.buckets, formats.bucket)),
            (("stages",), self._listed(query.stages, _coded("cases.stage"))),
            (("states",), self._listed(query.states, _coded("cases.state"))),
            (("products",), self._listed(query.products, str)),
            (("five_classes",), self._listed(query.five_classes, _coded("cases.five_class"))),
            (("officer_id",), self._officer(query.officer_id, officers)),
            (
                ("dpd_from", "dpd_to"),
                self._range(self.tr("Days overdue"), query.dpd_from, query.dpd_to),
            ),
            (
                ("overdue_from", "overdue_to"),
                self._range(self.tr("Overdue"), query.overdue_from, query.overdue_to),
            ),
            (
                ("next_due_from", "next_due_to"),
                self._range(self.tr("Next due"), query.next_due_from, query.next_due_to),
            ),
            (
                ("action_from", "action_to"),
                self._range(self.tr("Next step"), query.action_from, query.action_to),
            ),
            (
                ("promise_from", "promise_to"),
                self._range(self.tr("Promised for"), query.promise_from, query.promise_to),
            ),
            (
                ("is_never_contacted",),
                self.tr("Never contacted") if query.is_never_contacted else "",
            ),
        )
        return [
            (names, words)
            for names, words in said
            if words and any(getattr(query, name) != getattr(beyond, name) for name in names)
        ]

    def _listed(self, values: Sequence[Any], word: Any) -> str:
        joint = "、" if formats.language() == "zh" else ", "
        return joint.join(word(value) for value in values)

    def _officer(self, officer_id: int | None, officers: Mapping[int, str]) -> str:
        if officer_id is None:
            return ""
        return officers.get(officer_id, "?") if officer_id else self.tr("Nobody's")

    def _range(self, what: str, low: Any, high: Any) -> str:
        if low is None and high is None:
            return ""
        if low is None:
            return f"{what} ≤ {_shown(high)}"
        if high is None:
            return f"{what} ≥ {_shown(low)}"
        return f"{what} {_shown(low)}" if low == high else f"{what} {_shown(low)} – {_shown(high)}"


def _coded(room: str) -> Any:
    return lambda value: wording.text(f"{room}.{value}", formats.language())


def _shown(value: object) -> str:
    return formats.money(value) if isinstance(value, Decimal) else str(value)


def without(query: CaseQuery, names: Sequence[str], beyond: CaseQuery) -> CaseQuery:
    """Return the filter with some of its parts as they are in ``beyond``."""
    return replace(query, **{name: getattr(beyond, name) for name in names})


def to_stored(query: CaseQuery, today: date) -> dict[str, Any]:
    """Return a filter as JSON can hold it, without what was searched for.

    Dates are kept as days from ``today``: a view of what is due today is that tomorrow as well.
    """
    plain = CaseQuery()
    stored: dict[str, Any] = {}
    for name, value in asdict(query).items():
        if name in _NOT_KEPT or value == getattr(plain, name):
            continue
        if isinstance(value, date):
            stored[name] = (value - today).days
        else:
            stored[name] = str(value) if isinstance(value, Decimal) else value
    return stored


def from_stored(stored: Mapping[str, Any], today: date) -> CaseQuery:
    """Return the filter that was kept; fields of another version are left out."""
    known = {field.name for field in fields(CaseQuery)} - set(_NOT_KEPT)
    values: dict[str, Any] = {}
    for name, value in stored.items():
        if name not in known:
            continue
        if name in _DATES:
            values[name] = today + timedelta(days=int(value))
        elif name in _AMOUNTS:
            values[name] = Decimal(value)
        else:
            values[name] = tuple(value) if isinstance(value, list) else value
    return CaseQuery(**values)
