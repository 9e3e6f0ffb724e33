"""Periods that run out: limitation and guarantees, with what started them anew."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from db import limitation_queries as queries
from desktop.domain.limitation import Periods, guarantee_steps, latest, limitation_steps
from desktop.domain.money import Money
from desktop.services.desk import Desk
from desktop.services.rules import rule_book

DAYS_A_YEAR = 365


@dataclass(frozen=True)
class EndingPeriod:
    """A period of an account: ``ends`` is its last day, ``warning`` 0 once it is over.

    ``since`` is what it is counted from: ``due``, or the act that started it anew (``demand``,
    ``message``, ``payment``, ``promise``); for a guarantee ``agreed`` or ``due``. ``to_do`` are the
    codes ``letters.todo.…`` of what helps, the best first, once a warning is reached.
    """

    kind: Literal["limitation", "guarantee"]
    case_id: int
    case_no: str
    name: str
    account_no: str
    guarantor: str
    overdue: Money
    ends: date
    days_left: int
    warning: int | None
    since: str
    to_do: tuple[str, ...] = ()


@dataclass(frozen=True)
class AccountPeriods:
    """All periods of an account; ``effective_demands`` are the two that count on a card.

    ``service_clause`` is what the contract says of the address for service, where it does.
    """

    account_no: str
    is_card: bool
    limitation: EndingPeriod
    guarantees: tuple[EndingPeriod, ...]
    effective_demands: tuple[date, date] | None
    service_clause: str


def ending(desk: Desk) -> list[EndingPeriod]:
    """Return the periods of overdue accounts that have reached a warning, the nearest end first."""
    today = desk.today
    with desk.read() as connection:
        periods = Periods.in_force(rule_book(connection), today)
        ahead = periods.warn_days[0]
        until = today + timedelta(days=ahead) - timedelta(days=DAYS_A_YEAR * periods.years)
        near = queries.near_limitation(connection, until)
        acts = queries.proved_acts(connection, _keys(near))
        found = [_limitation(periods, row, acts[row["account_id"]], today) for row in near]
        found += [_guarantee(periods, row, today) for row in queries.guarantees(connection)]
    reached = [period for period in found if period.warning is not None]
    return sorted(reached, key=lambda period: (period.ends, period.case_id))


def of_case(desk: Desk, case_id: int) -> list[AccountPeriods]:
    """Return every period of a case's overdue accounts."""
    today = desk.today
    with desk.read() as connection:
        periods = Periods.in_force(rule_book(connection), today)
        guarantees = [
            _guarantee(periods, row, today) for row in queries.guarantees(connection, case_id)
        ]
        made: list[AccountPeriods] = []
        rows = queries.of_case(connection, case_id)
        every = queries.proved_acts(connection, _keys(rows))
        for row in rows:
            acts = every[row["account_id"]]
            late_since = row["oldest_due_on"] or row["last_due"]
            demands = [day for day in acts["demand"] + acts["message"] if day > late_since]
            is_card = row["kind"] == "card"
            made.append(
                AccountPeriods(
                    row["account_no"],
                    is_card,
                    _limitation(periods, row, acts, today),
                    tuple(one for one in guarantees if one.account_no == row["account_no"]),
                    periods.effective_demands(demands) if is_card else None,
                    str((row["contract"] or {}).get("service_clause") or ""),
                )
            )
    return made


def _keys(rows: list[dict[str, Any]]) -> list[tuple[int, int]]:
    return [(row["account_id"], row["case_id"]) for row in rows]


def _limitation(
    periods: Periods, row: dict[str, Any], acts: queries.Acts, today: date
) -> EndingPeriod:
    newest = {kind: latest(days) for kind, days in acts.items()}
    days = [day for day in newest.values() if day is not None]
    ends = periods.limitation_ends(row["last_due"], days)
    start = max([row["last_due"], *days])
    since = next((kind for kind, day in newest.items() if day == start), "due")
    return _period("limitation", row, ends, today, periods, since, "")


def _guarantee(periods: Periods, row: dict[str, Any], today: date) -> EndingPeriod:
    ends = periods.guarantee_ends(row["guarantee_ends_on"], row["last_due"])
    since = "agreed" if row["guarantee_ends_on"] else "due"
    return _period("guarantee", row, ends, today, periods, since, row["guarantor"])


def _period(
    kind: Literal["limitation", "guarantee"],
    row: dict[str, Any],
    ends: date,
    today: date,
    periods: Periods,
    since: str,
    guarantor: str,
) -> EndingPeriod:
    warning = periods.warning(ends, as_of=today)
    to_do: tuple[str, ...] = ()
    if warning is not None and kind == "limitation":
        to_do = limitation_steps(warning)
    elif warning is not None:
        to_do = guarantee_steps(warning, row["form"])
    return EndingPeriod(
        kind=kind,
        case_id=row["case_id"],
        case_no=row["case_no"],
        name=row["name"],
        account_no=row["account_no"],
        guarantor=guarantor,
        overdue=row["overdue"],
        ends=ends,
        days_left=(ends - today).days,
        warning=warning,
        since=since,
        to_do=to_do,
    )
