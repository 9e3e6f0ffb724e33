from datetime import date
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from desktop.domain.errors import DomainError, EnvironmentProblem
from desktop.services import audit, day_run, report_export
from desktop.services.desk import Desk
from tests.book import Book

TODAY = date(2026, 11, 20)


@pytest.fixture
def run(desk: Desk, book: Book) -> Desk:
    book.customer(1)
    book.late(1, 1, 40, officer_id=1)
    book.late(2, 1, 100, product="=HYPERLINK()")
    day_run.run(desk)
    desk.clock.moment = desk.clock.moment.replace(month=12, day=2)  # type: ignore[attr-defined]
    day_run.run(desk)
    return desk


def test_the_workbook_has_a_sheet_for_each_view(run: Desk, tmp_path: Path) -> None:
    report_export.save_ageing(run, tmp_path / "a.xlsx", date(2026, 12, 2))
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert [name[:5] for name in book.sheetnames] == [
        "账龄分布",
        "按产品（逾",
        "按负责人（",
        "五级分类",
        "迁徙率",
    ]
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]][:3] == ["账龄", "账户数", "客户数"]
    assert [cell.value for cell in sheet[10]][:3] == ["合计", 2, 1]
    products = {row[0].value: row[0].data_type for row in book.worksheets[1].iter_rows()}
    assert products["=HYPERLINK()"] == "s"
    moves = [[cell.value for cell in row] for row in book.worksheets[4].iter_rows(min_row=2)]
    assert [row[:3] for row in moves] == [["M2", "M2", 1], ["M4", "M4", 1]]
    assert audit.recent(run)[0].action == "report.saved"


def test_the_report_prints_on_paper(run: Desk, tmp_path: Path) -> None:
    report_export.save_ageing(run, tmp_path / "a.pdf", TODAY)
    document = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    said = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    for words in ("账龄分析（2026-11-20）", "五级分类", "个人消费贷", "未分派", "合计"):
        assert words in said


def test_a_first_month_is_printed_without_a_matrix(run: Desk, tmp_path: Path) -> None:
    report_export.save_ageing(run, tmp_path / "a.xlsx", TODAY, "en")
    assert len(openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames) == 4
    report_export.save_ageing(run, tmp_path / "b.pdf", date(2026, 12, 2), "en")
    document = pypdfium2.PdfDocument(tmp_path / "b.pdf")
    said = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert "Roll rates 2026-11-30 to 2026-12-02" in said


def test_a_date_without_data_is_refused(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(DomainError) as refused:
        report_export.save_ageing(desk, tmp_path / "a.xlsx", TODAY)
    assert refused.value.code == "reports.nothing"
    assert not list(tmp_path.glob("a.*"))


def test_a_folder_that_cannot_be_written_is_said(run: Desk, tmp_path: Path) -> None:
    before = audit.head(run)
    for name in ("a.pdf", "a.xlsx"):
        with pytest.raises(EnvironmentProblem) as refused:
            report_export.save_ageing(run, tmp_path / "nowhere" / name, TODAY)
        assert refused.value.code == "imports.cannot_save"
    assert audit.head(run) == before


def test_large_amounts_are_printed_in_ten_thousands(run: Desk, tmp_path: Path) -> None:
    with run.store.write() as connection:
        connection.exec_driver_sql(
            "UPDATE account_span SET overdue_principal = 1234567890123 WHERE account_id = 1"
        )
        connection.commit()
    report_export.save_ageing(run, tmp_path / "a.pdf", TODAY)
    document = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    said = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert "按产品（逾期金额，万元）" in said
    assert "1,234,567.90" in said  # with 60 yuan of interest
