"""The command that shows the ageing of a date."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from desktop.cli.command import DONE, FINDINGS, Call, Commands, Outcome
from desktop.services import report_export, reports
from desktop.services.reports import AgeingReport, Figures, PivotRow, RollReport

_MEASURES = ("accounts", "customers", "outstanding", "overdue", "penalty")


def add_commands(commands: Commands) -> None:
    """Add the command of this room."""
    ageing = commands.add("ageing", _ageing, help="reports.cli.help")
    ageing.add("--by", choices=("product", "officer"), help="reports.cli.by")
    ageing.add("--roll-rates", action="store_true", help="reports.cli.roll_rates")
    ageing.add("--save", type=Path, metavar="FILE", help="reports.cli.save")


def _ageing(call: Call) -> Outcome:
    report = reports.ageing(call.desk)
    if report.as_of is None:
        return Outcome({"asked": report.asked, "as_of": None}, [_why(call, report)], FINDINGS)
    by, rolls = call.options.by, None
    if call.options.roll_rates:
        rolls = reports.roll_rates(call.desk, report.as_of)
    if call.options.save is not None:
        report_export.save_ageing(call.desk, call.options.save, report.as_of, call.lang)
    rows = {"product": report.by_product, "officer": report.by_officer}.get(by, ())
    data: dict[str, object] = {
        "asked": report.asked,
        "as_of": report.as_of,
        "buckets": _by_bucket(report, report.by_bucket),
        "total": asdict(report.total),
        "overdue": asdict(report.overdue),
        "classes": {code: asdict(figures) for code, figures in report.by_class},
    }
    if by:
        data["by"] = by
        data["rows"] = [_row(report, row) for row in rows]
    if rolls is not None:
        data["roll_rates"] = _moves(rolls)
    return Outcome(data, list(_lines(call, report, rows, rolls)), DONE)


def _why(call: Call, report: AgeingReport) -> str:
    first = report.run_dates[0] if report.run_dates else None
    return call.text(f"reports.cli.{report.showing}", asked=report.asked, first=first)


def _by_bucket(report: AgeingReport, cells: Sequence[Figures]) -> dict[str, object]:
    buckets = zip(report.buckets, cells, strict=True)
    return {bucket.code: asdict(figures) for bucket, figures in buckets}


def _row(report: AgeingReport, row: PivotRow) -> dict[str, object]:
    return {
        "key": row.key,
        "name": row.name,
        "buckets": _by_bucket(report, row.by_bucket),
        "total": asdict(row.total),
    }


def _moves(rolls: RollReport) -> dict[str, object]:
    codes = [bucket.code for bucket in rolls.buckets]
    return {
        "start": rolls.start,
        "end": rolls.end,
        "has_start": rolls.has_start,
        "moves": [
            {
                "from": None if move.before is None else codes[move.before],
                "to": None if move.now is None else codes[move.now],
                "accounts": move.accounts,
                "outstanding": move.amount,
                "rate_accounts": rolls.rates.rate(move.before, move.now, "accounts"),
                "rate_outstanding": rolls.rates.rate(move.before, move.now, "amount"),
            }
            for move in rolls.rates.moves
        ],
    }


def _lines(
    call: Call, report: AgeingReport, rows: Sequence[PivotRow], rolls: RollReport | None
) -> Iterator[str]:
    yield call.text("reports.ageing_on", day=report.as_of)
    if report.showing == "after_last":
        yield call.text("reports.cli.after_last", asked=report.asked, shown=report.as_of)
    yield _table([call.text(f"reports.{name}") for name in ("bucket", *_MEASURES)])
    for bucket, figures in zip(report.buckets, report.by_bucket, strict=True):
        yield _table([bucket.code, *_shown(figures)])
    yield _table([call.text("reports.total"), *_shown(report.total)])
    for row in rows:
        yield f"\n{row.name or '—'}"
        for bucket, figures in zip(report.buckets, row.by_bucket, strict=True):
            if figures.accounts:
                yield _table([bucket.code, *_shown(figures)])
    if rolls is not None and rolls.has_start:
        yield "\n" + call.text("reports.roll_rates_of", start=rolls.start, end=rolls.end)
        yield from _matrix(call, rolls)


def _shown(figures: Figures) -> list[str]:
    amounts = (figures.outstanding, figures.overdue, figures.penalty)
    return [
        f"{figures.accounts:,}",
        f"{figures.customers:,}",
        *(f"{amount:,.2f}" for amount in amounts),
    ]


def _matrix(call: Call, rolls: RollReport) -> Iterator[str]:
    codes = [bucket.code for bucket in rolls.buckets]
    ends: list[int | None] = [*range(len(codes)), None]
    yield _table(["", *codes, call.text("reports.gone")], narrow=True)
    for before in ends:
        rates = (rolls.rates.rate(before, now, "accounts") for now in ends)
        cells = [f"{rate * 100:.1f}%" if rate else "-" for rate in rates]
        name = call.text("reports.new") if before is None else codes[before]
        yield _table([name, *cells], narrow=True)


def _table(cells: Sequence[str], *, narrow: bool = False) -> str:
    """Words at the left, figures at the right; a Chinese character is two columns wide."""
    width = 8 if narrow else 17
    first, *others = cells
    return _padded(first, 10, left=True) + "".join(_padded(cell, width) for cell in others)


def _padded(words: str, width: int, *, left: bool = False) -> str:
    room = " " * max(1, width - sum(1 + (ord(mark) > 0x2E7F) for mark in words))
    return words + room if left else room + words
