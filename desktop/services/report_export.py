"""The ageing of a date as a workbook or a printed report."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desktop.adapters.sheet_export import CellValue, ExportColumn, write_workbook
from desktop.adapters.wording import Language, text
from desktop.domain.errors import DomainError, EnvironmentProblem
from desktop.domain.kpi import unit_for
from desktop.domain.money import round_money
from desktop.domain.paper import (
    Align,
    Block,
    Column,
    Heading,
    Layout,
    Letterhead,
    Paper,
    Paragraph,
    Table,
    plain,
)
from desktop.services import reports, settings
from desktop.services.desk import Desk
from desktop.services.reports import AgeingReport, Figures, PivotRow, RollReport


@dataclass(frozen=True)
class ReportSaved:
    """Where the report is."""

    path: Path


@dataclass(frozen=True)
class _Words:
    """The words of a report in one language."""

    lang: Language

    def __call__(self, code: str, **facts: object) -> str:
        return text(f"reports.{code}", self.lang, **facts)

    def row(self, row: PivotRow, by: str) -> str:
        return row.name or self("nobody" if by == "officer" else "no_product")

    def five_class(self, code: str) -> str:
        return text(f"cases.five_class.{code}", self.lang)


def save_ageing(desk: Desk, path: Path, as_of: date, lang: Language = "zh") -> ReportSaved:
    """Write the ageing of a date, as ``.pdf`` or else ``.xlsx``; it leaves an audit entry.

    Raises ``DomainError("reports.nothing")`` for a date that was not run, ``EnvironmentProblem``
    where the file cannot be written.
    """
    report = reports.ageing(desk, as_of)
    if report.as_of is None:
        raise DomainError("reports.nothing", field="as_of", day=as_of)
    rolls = reports.roll_rates(desk, report.as_of)
    words = _Words(lang)
    if path.suffix.lower() == ".pdf":
        _write_whole(path, _pdf(desk, report, rolls, words))
    else:
        write_workbook(path, list(_sheets(report, rolls, words)))
    with desk.write() as work:
        work.audit("report.saved", "report", "ageing", as_of=report.as_of, file=path.name)
        work.commit()
    return ReportSaved(path)


_Sheet = tuple[str, Sequence[ExportColumn], Sequence[Sequence[CellValue]]]
_MEASURES = ("accounts", "customers", "outstanding", "overdue", "penalty")


def _sheets(report: AgeingReport, rolls: RollReport, words: _Words) -> Iterator[_Sheet]:
    measures = [
        ExportColumn(words(name), "number" if name in ("accounts", "customers") else "money")
        for name in _MEASURES
    ]
    buckets = zip(report.buckets, report.by_bucket, strict=True)
    by_bucket = [[bucket.code, *_values(figures)] for bucket, figures in buckets]
    total = [words("total"), *_values(report.total)]
    yield words("by_bucket"), [ExportColumn(words("bucket")), *measures], [*by_bucket, total]
    for by, rows in (("product", report.by_product), ("officer", report.by_officer)):
        heads = [ExportColumn(words(by)), ExportColumn(words("bucket")), *measures]
        yield words(f"by_{by}"), heads, list(_long(report, rows, by, words))
    by_class = [[words.five_class(code), *_values(figures)] for code, figures in report.by_class]
    yield words("by_class"), [ExportColumn(words("class")), *measures], [*by_class, total]
    if rolls.has_start:
        yield words("roll_rates"), _roll_heads(words), list(_roll_rows(rolls, words))


def _long(
    report: AgeingReport, rows: Sequence[PivotRow], by: str, words: _Words
) -> Iterator[list[CellValue]]:
    for row in rows:
        for bucket, figures in zip(report.buckets, row.by_bucket, strict=True):
            if figures.accounts:
                yield [words.row(row, by), bucket.code, *_values(figures)]
        yield [words.row(row, by), words("total"), *_values(row.total)]


def _values(figures: Figures) -> list[CellValue]:
    return [getattr(figures, name) for name in _MEASURES]


def _roll_heads(words: _Words) -> list[ExportColumn]:
    return [
        ExportColumn(words("from_bucket")),
        ExportColumn(words("to_bucket")),
        ExportColumn(words("accounts"), "number"),
        ExportColumn(words("outstanding"), "money"),
        ExportColumn(words("rate_accounts"), "rate"),
        ExportColumn(words("rate_amount"), "rate"),
    ]


def _roll_rows(rolls: RollReport, words: _Words) -> Iterator[list[CellValue]]:
    codes = [bucket.code for bucket in rolls.buckets]
    order = {place: number for number, place in enumerate([*range(len(codes)), None])}
    for move in sorted(rolls.rates.moves, key=lambda m: (order[m.before], order[m.now])):
        yield [
            words("new") if move.before is None else codes[move.before],
            words("gone") if move.now is None else codes[move.now],
            move.accounts,
            move.amount,
            rolls.rates.rate(move.before, move.now, "accounts"),
            rolls.rates.rate(move.before, move.now, "amount"),
        ]


def _pdf(desk: Desk, report: AgeingReport, rolls: RollReport, words: _Words) -> bytes:
    from desktop.services.letter_fonts import typesetter

    with desk.read() as connection:
        values = settings.all_values(connection)
    branch = values["branch.name"]
    paper = Paper(
        title=words("ageing_on", day=report.as_of),
        register_no="",
        dated_on=report.as_of or report.asked,
        made_at=desk.clock.now(),
        letterhead=Letterhead(
            values["branch.bank_name"] or branch,
            branch,
            values["branch.address"],
            values["branch.postcode"],
            values["branch.phone"],
        ),
        blocks=tuple(_blocks(report, rolls, words)),
        layout=Layout.FORM,
    )
    return typesetter().render(paper)


def _blocks(report: AgeingReport, rolls: RollReport, words: _Words) -> Iterator[Block]:
    yield Heading(words("by_bucket"))
    buckets = zip(report.buckets, report.by_bucket, strict=True)
    yield _measured(
        words("bucket"), [(bucket.code, figures) for bucket, figures in buckets], report, words
    )
    yield Paragraph(plain(words("yuan")), is_indented=False)
    yield Heading(words("by_class"))
    by_class = [(words.five_class(code), figures) for code, figures in report.by_class]
    yield _measured(words("class"), by_class, report, words)
    for by, rows in (("product", report.by_product), ("officer", report.by_officer)):
        large = "_large" if _unit(report, words) > 1 else ""
        yield Heading(words(f"by_{by}{large}"))
        yield _pivot(report, rows, by, words)
    if rolls.has_start:
        yield Heading(words("roll_rates_of", start=rolls.start, end=rolls.end))
        yield _matrix(rolls, words)


def _measured(
    head: str, rows: Sequence[tuple[str, Figures]], report: AgeingReport, words: _Words
) -> Table:
    columns = [Column(head), *(Column(words(name), Align.RIGHT) for name in _MEASURES)]
    body = tuple((name, *_printed(figures)) for name, figures in rows)
    return Table(tuple(columns), body, (words("total"), *_printed(report.total)))


def _printed(figures: Figures) -> list[str]:
    counts = [f"{figures.accounts:,}", f"{figures.customers:,}"]
    amounts = (figures.outstanding, figures.overdue, figures.penalty)
    return [*counts, *(f"{amount:,.2f}" for amount in amounts)]


def _pivot(report: AgeingReport, rows: Sequence[PivotRow], by: str, words: _Words) -> Table:
    unit = _unit(report, words)
    heads = [bucket.code for bucket in report.buckets[1:]]
    columns = [Column(words(by)), *(Column(head, Align.RIGHT) for head in heads)]
    columns.append(Column(words("total"), Align.RIGHT))

    def line(name: str, cells: Sequence[Figures], total: Figures) -> tuple[str, ...]:
        return (name, *(_overdue(cell, unit) for cell in cells[1:]), _overdue(total, unit))

    body = tuple(line(words.row(row, by), row.by_bucket, row.total) for row in rows)
    return Table(tuple(columns), body, line(words("total"), report.by_bucket, report.total))


def _unit(report: AgeingReport, words: _Words) -> int:
    return unit_for(report.total.overdue, 10_000 if words.lang == "zh" else 1_000)


def _overdue(figures: Figures, unit: int) -> str:
    return f"{round_money(figures.overdue / unit):,.2f}" if figures.overdue else "–"


def _matrix(rolls: RollReport, words: _Words) -> Table:
    codes = [bucket.code for bucket in rolls.buckets]
    ends: list[int | None] = [*range(len(codes)), None]
    heads = [words("from_bucket"), *codes, words("gone"), words("accounts")]
    columns = tuple(
        Column(head, Align.LEFT if place == 0 else Align.RIGHT) for place, head in enumerate(heads)
    )
    body = []
    for before in ends:
        name = words("new") if before is None else codes[before]
        rates = (rolls.rates.rate(before, now, "accounts") for now in ends)
        cells = [f"{rate * 100:.1f}%" if rate else "–" for rate in rates]
        body.append((name, *cells, f"{rolls.rates.row(before).accounts:,}"))
    return Table(columns, tuple(body))


def _write_whole(path: Path, content: bytes) -> None:
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise EnvironmentProblem(
            "imports.cannot_save", file=path.name, reason=error.strerror or ""
        ) from error
