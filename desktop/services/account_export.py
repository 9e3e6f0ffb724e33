"""结欠明细 as a file: the rows that make a balance up, with formula, days, rate and source."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from desktop.adapters import wording
from desktop.adapters.sheet_export import ExportColumn, save_table
from desktop.domain.statement import StatementLine
from desktop.services import account_view
from desktop.services.desk import Desk

Cells = tuple[Decimal | date | str | int | None, ...]

COLUMNS = (
    ExportColumn("应还日", "day"),
    ExportColumn("项目"),
    ExportColumn("来源"),
    ExportColumn("日期", "day"),
    ExportColumn("起", "day"),
    ExportColumn("止", "day"),
    ExportColumn("计息基数", "money"),
    ExportColumn("天数", "number"),
    ExportColumn("年利率", "rate"),
    ExportColumn("年天数", "number"),
    ExportColumn("金额", "money"),
)
"""The file is for the customer and the court: Chinese whatever the screen speaks."""


def export_statement(desk: Desk, account_id: int, on: date, file: str) -> Path:
    """Write the explanation of an account's balance on a day; ``.xlsx`` or ``.csv`` by suffix.

    The last row is the total. Raises what ``account_view.view`` raises, and
    ``EnvironmentProblem`` when the file cannot be written.
    """
    seen = account_view.view(desk, account_id, on)
    total: Cells = (None, f"合计（{on}）", *[None] * (len(COLUMNS) - 3), seen.balance.total)
    path = Path(file)
    rows = [*map(_row, seen.statement), total]
    save_table(path, COLUMNS, rows, sheet="结欠明细")
    return path


def _row(line: StatementLine) -> Cells:
    return (
        line.due_on,
        wording.text(f"accounts.component.{line.component}", "zh"),
        wording.text(f"accounts.source.{line.source}", "zh"),
        line.on,
        line.from_day,
        line.to_day,
        line.base,
        line.days,
        line.rate,
        line.basis,
        line.amount,
    )
