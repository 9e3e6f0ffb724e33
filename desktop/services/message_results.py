"""What came of messages and calls: repayments after them, delivery, ratings, version against version."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Row

from db import result_queries as queries
from db import template_queries
from db.result_queries import ContactFilter
from desktop.adapters.message_templates import bundled_templates
from desktop.domain.contact_facts import Outcome
from desktop.domain.contact_results import outcome_of
from desktop.domain.errors import DomainError
from desktop.domain.money import ZERO, Money
from desktop.domain.repayment_results import (
    WINDOWS,
    Comparison,
    Payments,
    Ratings,
    Reached,
    Repaid,
    VersionFacts,
    compare_versions,
    repaid,
)
from desktop.domain.two_proportions import Share
from desktop.services.desk import Desk
from desktop.services.strategy_in_force import strategy_on

__all__ = [
    "GROUPINGS",
    "By",
    "ContactFilter",
    "ResultRow",
    "Results",
    "customers_behind",
    "results",
]

By = Literal["step", "template", "channel", "version"]
GROUPINGS: tuple[By, ...] = ("step", "template", "channel", "version")
LONGEST_DAYS = 366
_REACHED = frozenset({Outcome.SENT, Outcome.DELIVERED, Outcome.ANSWERED})
_ON_THE_WAY = "queued"


@dataclass(frozen=True)
class ResultRow:
    """One step, template, channel or version. ``key`` is its code, ``version`` set for versions.

    ``tried`` counts contacts made or tried, ``reached`` those that went out or were answered;
    ``delivered`` and ``failed`` are of the messages sent, empty for calls and visits.
    """

    key: str
    version: int | None
    language: str
    tried: int
    reached: Share
    customers: frozenset[int]
    delivered: Share
    failed: Share
    repaid: tuple[Repaid, ...]
    ratings: Ratings


@dataclass(frozen=True)
class TemplateComparison:
    """The versions of one template in one language against each other.

    ``mixed`` customers got more than one of them and are left out of the shares that paid.
    """

    template: str
    language: str
    comparisons: tuple[Comparison, ...]
    mixed: int


@dataclass(frozen=True)
class Results:
    """The results of a span of days (both inclusive), as known on ``as_of``."""

    chosen: ContactFilter
    as_of: date
    by: By
    rows: tuple[ResultRow, ...]
    total: ResultRow | None
    versions: tuple[TemplateComparison, ...]
    names: Mapping[str, tuple[str, str]]
    """What staff call the steps and templates, in Chinese and English, by code."""


@dataclass
class _Group:
    """What is gathered of one row."""

    tried: int = 0
    reached: list[Reached] = field(default_factory=list)
    messages: int = 0
    delivered: int = 0
    failed: int = 0
    asked: int = 0
    clarity: list[int] = field(default_factory=list)
    tone: list[int] = field(default_factory=list)

    def add(self, part: "_Group") -> None:
        """Take in what was gathered apart."""
        for name, value in vars(part).items():
            setattr(self, name, getattr(self, name) + value)


_Key = tuple[str, int | None, str]
"""A row's code, its version and its language; the last two only where rows are versions."""

_Finest = tuple[Any, ...]
"""Channel, step, template, version, language: as they stand in the queries' rows."""


def results(desk: Desk, chosen: ContactFilter, by: By = "template") -> Results:
    """Work the results out.

    Raises ``DomainError("results.span")`` for a span that ends before it begins, or is longer than
    a year.
    """
    _check(chosen)
    with desk.read() as connection:
        contacts = queries.contacts(connection, chosen)
        ratings = queries.ratings(connection, chosen)
        payments = _payments(connection, chosen)
        names = _names(connection, desk.today)
    gathered = _gathered(contacts, ratings)
    groups = _grouped(gathered, by)
    by_version = groups if by == "version" else _grouped(gathered, "version")
    rows = tuple(
        _row(key, group, payments, desk.today)
        for key, group in sorted(groups.items(), key=_most_first)
    )
    whole = _grouped(gathered, None).get(("", None, ""))
    return Results(
        chosen,
        desk.today,
        by,
        rows,
        None if whole is None else _row(("", None, ""), whole, payments, desk.today),
        tuple(_compared(by_version, payments, desk.today)),
        names,
    )


def customers_behind(desk: Desk, customers: Iterable[int]) -> list[int]:
    """The cases of the customers behind a figure."""
    with desk.read() as connection:
        return queries.cases_of(connection, set(customers))


def _names(connection: Connection, day: date) -> dict[str, tuple[str, str]]:
    own = {row.code: (row.zh, row.en) for row in template_queries.texts(connection)}
    shipped = {one.code: (one.zh, one.en) for one in bundled_templates().values()}
    steps = {step.code: (step.zh, step.en) for step in strategy_on(connection, day).steps}
    return own | shipped | steps


def _check(chosen: ContactFilter) -> None:
    days = (chosen.last - chosen.first).days
    if not 0 <= days < LONGEST_DAYS:
        raise DomainError("results.span", field="last", most=LONGEST_DAYS)


def _payments(connection: Connection, chosen: ContactFilter) -> Payments:
    last = chosen.last + timedelta(days=max(WINDOWS))
    found: dict[int, list[tuple[date, Money]]] = defaultdict(list)
    for row in queries.payments(connection, chosen.first, last):
        # Somebody who paid in another currency has paid; the amount is not added to yuan.
        amount = row.amount if row.currency == "CNY" else ZERO
        found[row.customer_id].append((row.paid_on, amount))
    return found


def _gathered(contacts: Sequence[Row[Any]], ratings: Sequence[Row[Any]]) -> dict[_Finest, _Group]:
    """Everything by all that tells contacts apart, in one walk over them."""
    groups: dict[_Finest, _Group] = {}
    for customer_id, at, channel, result, is_answered, *of, state in contacts:
        if result == _ON_THE_WAY:
            continue
        group = groups.setdefault((channel, *of), _Group())
        group.tried += 1
        if outcome_of(result, is_answered=bool(is_answered)) in _REACHED:
            group.reached.append(Reached(customer_id, at.date()))
        if state is not None:
            group.messages += 1
            group.delivered += state == "delivered"
            group.failed += state == "failed"
    for *of, clarity, tone in ratings:
        found = groups.get(tuple(of))
        if found is not None:
            found.asked += 1
            if clarity is not None:
                found.clarity.append(clarity)
                found.tone.append(tone)
    return groups


def _key_of(finest: _Finest, by: By | None) -> _Key | None:
    """Which row a contact belongs to; ``None`` for one without a template among versions."""
    channel, step, template, version, language = finest
    if by is None:
        return "", None, ""
    if by == "channel":
        return channel, None, ""
    if by == "step":
        return step or "by_hand", None, ""
    if by == "template":
        return template or "none", None, ""
    if template is None or version is None:
        return None
    return template, version, language or "zh"


def _grouped(gathered: Mapping[_Finest, _Group], by: By | None) -> dict[_Key, _Group]:
    """What was gathered, put together into rows."""
    groups: dict[_Key, _Group] = {}
    for finest, part in gathered.items():
        key = _key_of(finest, by)
        if key is not None:
            groups.setdefault(key, _Group()).add(part)
    return groups


def _row(key: _Key, group: _Group, payments: Payments, as_of: date) -> ResultRow:
    code, version, language = key
    return ResultRow(
        key=code,
        version=version,
        language=language,
        tried=group.tried,
        reached=Share(len(group.reached), group.tried),
        customers=frozenset(one.customer_id for one in group.reached),
        delivered=Share(group.delivered, group.messages),
        failed=Share(group.failed, group.messages),
        repaid=tuple(repaid(group.reached, payments, days, as_of) for days in WINDOWS),
        ratings=_ratings(group),
    )


def _ratings(group: _Group) -> Ratings:
    return Ratings(group.asked, tuple(group.clarity), tuple(group.tone))


def _most_first(item: tuple[_Key, _Group]) -> tuple[int, str, int, str]:
    (code, version, language), group = item
    return -len(group.reached), code, version or 0, language


def _compared(
    groups: dict[_Key, _Group], payments: Payments, as_of: date
) -> Iterable[TemplateComparison]:
    families: dict[tuple[str, str], list[VersionFacts]] = {}
    for (code, version, language), group in groups.items():
        families.setdefault((code, language), []).append(
            VersionFacts(
                version or 0,
                tuple(group.reached),
                Share(group.delivered, group.messages),
                _ratings(group),
            )
        )
    for (code, language), versions in sorted(families.items()):
        comparisons, mixed = compare_versions(versions, payments, as_of)
        if comparisons:
            yield TemplateComparison(code, language, comparisons, mixed)
