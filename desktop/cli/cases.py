"""The command that lists cases."""

import re

from desktop.cli.command import Call, Commands, Outcome
from desktop.domain.errors import DomainError
from desktop.domain.masks import mask_name
from desktop.services import cases
from desktop.services.cases import CaseQuery, CaseRow

_WORST = 7
_ONE = re.compile(r"M?([0-7])(\+?)", re.IGNORECASE)


def add_commands(commands: Commands) -> None:
    """Add the command of this room."""
    listing = commands.add("cases", _list, help="cli.cases.help")
    listing.add("--search", metavar="TEXT", default="", help="cli.cases.search")
    listing.add("--bucket", metavar="M2+", default="", help="cli.cases.bucket")
    listing.add("--limit", type=int, metavar="N", default=50, help="cli.cases.limit")


def buckets(written: str) -> tuple[int, ...]:
    """Read ``M2``, ``M2+`` (and worse) or ``M1,M3``; nothing means all.

    Raises ``DomainError("cli.cases.bad_bucket")``.
    """
    found: set[int] = set()
    for part in filter(None, re.split(r"[,，\s]+", written)):
        match = _ONE.fullmatch(part)
        if match is None:
            raise DomainError("cli.cases.bad_bucket", field="bucket", value=part)
        first = int(match[1])
        found.update(range(first, _WORST + 1) if match[2] else [first])
    return tuple(sorted(found))


def _list(call: Call) -> Outcome:
    query = CaseQuery(search=call.options.search, buckets=buckets(call.options.bucket))
    ids = cases.case_ids(call.desk, query)[: max(call.options.limit, 0)]
    totals = cases.case_totals(call.desk, query)
    rows = cases.case_rows(call.desk, ids)
    facts = {"count": f"{totals.count:,}", "overdue": totals.overdue, "shown": len(rows)}
    lines = [*map(_line, rows), call.text("cli.cases.total", **facts)]
    return Outcome({"totals": totals, "cases": [_plain(row) for row in rows]}, lines)


def _plain(row: CaseRow) -> dict[str, object]:
    """A row as it may leave the program: the name masked, no pinyin of it either."""
    shown = {name: getattr(row, name) for name in CaseRow.__slots__ if name != "pinyin"}
    return shown | {"name": mask_name(row.name)}


def _line(row: CaseRow) -> str:
    return (
        f"{row.case_no:<14} {mask_name(row.name)}  M{row.bucket}  {row.dpd:>5}  "
        f"{row.overdue:>16,}  {row.product}"
    )
