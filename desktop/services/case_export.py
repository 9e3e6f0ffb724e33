"""Exporting the list of cases: what is shown or chosen, with the columns the user sees."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db import case_queries
from desktop.adapters import sheet_export
from desktop.domain.progress import NoProgress, Progress
from desktop.services.case_actions import Selection, chosen_ids
from desktop.services.cases import CaseRow
from desktop.services.desk import Desk

CHUNK = 2000


@dataclass(frozen=True)
class CaseColumn:
    """A column of the sheet and how its value comes out of a case."""

    sheet: sheet_export.ExportColumn
    value: Callable[[CaseRow], Any]


@dataclass(frozen=True)
class Exported:
    """Where the file is, and how many cases are in it."""

    path: Path
    count: int


def export_cases(
    desk: Desk,
    selection: Selection,
    columns: Sequence[CaseColumn],
    path: Path,
    name: str,
    progress: Progress | None = None,
) -> Exported:
    """Write the selected cases in the order of the list, as XLSX or CSV by the path's ending.

    Data leaves the program, so it leaves an audit entry. Raises ``EnvironmentProblem`` where the
    file cannot be written and ``Cancelled``; the file is whole or not there.
    """
    watch = progress or NoProgress()
    with desk.read() as connection:
        ids = chosen_ids(connection, selection)

        def rows() -> Iterator[list[Any]]:
            for start in range(0, len(ids), CHUNK):
                watch.report(start, len(ids), "exports.writing")
                chunk = ids[start : start + CHUNK]
                found = case_queries.rows(connection, chunk)
                for case_id in chunk:
                    if case_id in found:
                        case = CaseRow(**found[case_id])
                        yield [column.value(case) for column in columns]

        count = sheet_export.save_table(
            path, [column.sheet for column in columns], rows(), sheet=name
        )
    with desk.write() as work:
        work.audit("cases.export", "case", None, cases=count, columns=len(columns))
        work.commit()
    return Exported(path, count)
