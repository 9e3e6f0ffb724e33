"""Service quality on paper and as a table, and made by itself daily, weekly, monthly."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from desktop.adapters import wording
from desktop.adapters.sheet_export import CellValue, ExportColumn, save_table, whole_file
from desktop.adapters.wording import Language
from desktop.domain.changes import Changes
from desktop.domain.errors import EnvironmentProblem
from desktop.domain.paper import (
    Align,
    Block,
    Column,
    Heading,
    Layout,
    Paper,
    Paragraph,
    Table,
    plain,
)
from desktop.domain.service_quality import QualityRow
from desktop.services import settings
from desktop.services.desk import Desk
from desktop.services.letter_fonts import typesetter
from desktop.services.letter_gathering import read_ground
from desktop.services.service_quality import QualityReport, key_words, report

PERIODS = ("daily", "weekly", "monthly")
GROUPINGS = ("kind", "officer", "month")
COLUMNS = (
    "visits",
    "answered_in_time",
    "arrived_in_time",
    "done_first",
    "to_arrival",
    "on_the_way",
    "on_the_spot",
    "rating",
    "ratings",
    "cost",
)
"""The figures of a row in the order shown; the words are ``dispatch.quality.<column>``."""
_ON_PAPER = (COLUMNS[:4], (COLUMNS[0], *COLUMNS[4:]))
"""Ten figures do not fit on a line of paper: first how well, then how long and at what cost."""
_SHARES = ("answered_in_time", "arrived_in_time", "done_first")


@dataclass(frozen=True)
class ReportsMade:
    """The files that were written now; those there already are left alone."""

    files: tuple[Path, ...]
    changes: Changes


def save_report(desk: Desk, found: QualityReport, path: Path, lang: Language = "zh") -> int:
    """Write a report to ``.pdf``, ``.xlsx`` or ``.csv``; returns the number of rows.

    Raises ``EnvironmentProblem`` where the file cannot be written.
    """
    rows = _rows(found, lang)
    if path.suffix.lower() == ".pdf":
        content = as_pdf(desk, [found], lang)
        with whole_file(path) as part:
            part.write_bytes(content)
    else:
        head = ExportColumn(wording.text(f"dispatch.quality.by_{found.by}", lang))
        columns = [head, *(_column(name, lang) for name in COLUMNS)]
        cells: list[list[CellValue]] = [
            [words, *(getattr(row, name) for name in COLUMNS)] for words, row in rows
        ]
        save_table(path, columns, cells, sheet=wording.text("dispatch.quality.title", lang))
    return len(rows)


def as_pdf(desk: Desk, found: Sequence[QualityReport], lang: Language = "zh") -> bytes:
    """Set reports over the same days as one paper, each grouping with its own tables."""
    with desk.read() as connection:
        letterhead = read_ground(desk, connection).letterhead
        setter = typesetter(connection)
    paper = Paper(
        title=wording.text("dispatch.quality.title", lang),
        register_no="",
        dated_on=found[0].last,
        made_at=desk.clock.now(),
        letterhead=letterhead,
        blocks=tuple(_blocks(found, lang)),
        layout=Layout.FORM,
    )
    return setter.render_many([paper])[0]


def make_due(desk: Desk) -> ReportsMade:
    """Write the reports that the branch wants by itself, each once, into its folder.

    Daily tells of yesterday, weekly of the week before from Monday to Sunday, monthly of the month
    before. Raises ``EnvironmentProblem("dispatch.report_folder")`` where the folder is not there.
    """
    with desk.read() as connection:
        folder = settings.value(connection, "service.report_folder")
        wanted = [one for one in PERIODS if settings.flag(connection, f"service.report_{one}")]
    if not folder or not wanted:
        return ReportsMade((), Changes())
    place = Path(folder)
    if not place.is_dir():
        raise EnvironmentProblem("dispatch.report_folder", folder=folder)
    made: list[Path] = []
    for period in wanted:
        first, last = span_of(period, desk.today)
        words = wording.text(f"dispatch.quality.{period}")
        stem = f"{wording.text('dispatch.quality.title')}-{words}-{last:%Y%m%d}"
        paper, table = place / f"{stem}.pdf", place / f"{stem}.xlsx"
        if paper.exists() and table.exists():
            continue
        found = [report(desk, first, last, by) for by in GROUPINGS]
        save_report(desk, found[0], table)
        content = as_pdf(desk, found)
        with whole_file(paper) as part:
            part.write_bytes(content)
        made += [paper, table]
    if made:
        with desk.write() as work:
            work.audit("report.saved", "report", "quality", files=[one.name for one in made])
            work.commit()
    return ReportsMade(tuple(made), Changes())


def span_of(period: str, today: date) -> tuple[date, date]:
    """The first and last day, both inclusive, that a report made today tells of."""
    if period == "daily":
        return today - timedelta(days=1), today - timedelta(days=1)
    if period == "weekly":
        monday = today - timedelta(days=today.weekday() + 7)
        return monday, monday + timedelta(days=6)
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def _rows(found: QualityReport, lang: Language) -> list[tuple[str, QualityRow]]:
    rows = [(key_words(found.by, row.key, lang), row) for row in found.rows]
    if found.total is not None:
        rows.append((wording.text("dispatch.quality.all", lang), found.total))
    return rows


def _blocks(found: Sequence[QualityReport], lang: Language) -> Iterator[Block]:
    days = f"{found[0].first:%Y-%m-%d} — {found[0].last:%Y-%m-%d}"
    yield Paragraph(plain(days), is_indented=False, align=Align.CENTRE)
    for one in found:
        title = wording.text(f"dispatch.quality.by_{one.by}", lang)
        yield Heading(title, level=2)
        rows = _rows(one, lang)
        if not rows:
            yield Paragraph(plain(wording.text("dispatch.quality.none", lang)), is_indented=False)
            continue
        for names in _ON_PAPER:
            heads = [
                Column(wording.text(f"dispatch.quality.{name}", lang), Align.RIGHT)
                for name in names
            ]
            lines = [
                (words, *(_shown(name, getattr(row, name)) for name in names))
                for words, row in rows
            ]
            yield Table((Column(title), *heads), tuple(lines))
    yield Heading(wording.text("dispatch.quality.recoveries", lang), level=2)
    tasks = found[0].recoveries
    if not tasks:
        yield Paragraph(plain(wording.text("dispatch.quality.none", lang)), is_indented=False)
        return
    about = ("customer", "words", "due")
    task_heads = [Column(wording.text(f"dispatch.quality.{name}", lang)) for name in about]
    late = wording.text("dispatch.quality.late", lang)
    yield Table(
        tuple(task_heads),
        tuple(
            (
                one.name,
                one.reason,
                f"{one.due_at:%Y-%m-%d %H:%M}" + (f" {late}" if one.is_late else ""),
            )
            for one in tasks
        ),
    )


def _shown(name: str, value: object) -> str:
    if value is None:
        return "—"
    return f"{float(str(value)):.1%}" if name in _SHARES else str(value)


def _column(name: str, lang: Language) -> ExportColumn:
    kind = "money" if name == "cost" else "rate" if name in _SHARES else "number"
    return ExportColumn(wording.text(f"dispatch.quality.{name}", lang), kind)  # type: ignore[arg-type]
