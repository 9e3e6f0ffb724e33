"""Exports: text stays text, files appear whole or not at all."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from desktop.adapters import sheet_export
from desktop.adapters.sheet_export import ExportColumn, save_table, write_workbook
from desktop.adapters.spreadsheets import first_rows, open_file
from desktop.domain.errors import EnvironmentProblem
from desktop.domain.field_values import tidy_text

COLUMNS = [
    ExportColumn("姓名"), ExportColumn("金额", "money"), ExportColumn("日期", "day", 15), ExportColumn("时间", "moment"), ExportColumn("在办", "number"), ExportColumn("利率", "rate"),
]  # fmt: skip
FORMULA = '=HYPERLINK("http://example.cn","点我")'
ROWS = [
    [FORMULA, Decimal("-1234.50"), date(2026, 1, 5), datetime(2026, 1, 5, 9, 30), True, Decimal("0.0435")],
    ["http://example.cn", None, None, None, 5, None],
    ["007", Decimal("0.00"), date(2026, 1, 5), None, None, None],
]  # fmt: skip


def test_a_workbook_keeps_formulas_and_links_as_text(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    assert save_table(path, COLUMNS, ROWS, sheet="案件[1]") == 3
    page = openpyxl.load_workbook(path)["案件1"]
    assert (page["A2"].value, page["A2"].data_type) == (FORMULA, "s")
    assert page["A3"].hyperlink is None
    assert page["A4"].value == "007"
    assert page["B2"].value == -1234.5
    assert page["C2"].value == datetime(2026, 1, 5)
    assert page["E2"].value is True
    assert page["C2"].number_format == "yyyy-mm-dd"
    assert page.freeze_panes == "A2"


def test_a_csv_cannot_run_anything_and_reads_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    assert save_table(path, COLUMNS, ROWS) == 3
    source = open_file(path)
    assert source.text is not None
    assert source.text.encoding == "utf-8-sig"
    rows = first_rows(source, "a")
    assert rows[1].cells[:4] == ["'" + FORMULA, "-1234.50", "2026-01-05", "2026-01-05 09:30"]
    assert tidy_text(rows[1].cells[0]) == FORMULA


def test_a_long_table_goes_on_in_a_further_sheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet_export, "_ROWS_A_SHEET", 2)
    path = tmp_path / "a.xlsx"
    write_workbook(
        path, [("甲", COLUMNS[:1], [[str(n)] for n in range(5)]), ("空", COLUMNS[:1], [])]
    )
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["甲", "甲 2", "甲 3", "空"]
    assert book["甲 3"]["A2"].value == "4"


def test_a_failed_export_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old")

    def rows() -> Iterator[list[str]]:
        yield ["x"]
        raise OSError(28, "No space left on device")

    with pytest.raises(EnvironmentProblem) as caught:
        save_table(path, COLUMNS[:1], rows())
    assert caught.value.code == "imports.cannot_save"
    assert caught.value.facts["reason"] == "No space left on device"
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem):
        save_table(tmp_path / "no" / "a.xlsx", COLUMNS, [])
