"""Files of every kind, whole and damaged, under right and wrong names."""

import base64
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import python_calamine

from desktop.adapters import spreadsheets
from desktop.domain.errors import DomainError, EnvironmentProblem


def workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "台账"
    page["B2"] = "标题"
    page.merge_cells("B2:D2")
    for place, value in zip("BCD", ("姓名", "日期", "金额"), strict=True):
        page[f"{place}3"] = value
    page["B4"], page["C4"], page["D4"] = "张三", date(2026, 1, 5), 0.5
    page.merge_cells("B4:B5")
    page["C5"], page["D5"] = datetime(2026, 1, 6, 9, 30), 13800000001
    page["B7"] = "李四"
    hidden = book.create_sheet("隐藏")
    hidden.sheet_state = "hidden"
    book.create_sheet("空表")
    book.save(path)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(DomainError) as caught:
        spreadsheets.open_file(path)
    assert caught.value.facts["file"] == path.name
    return caught.value.code.removeprefix("imports.")


def test_a_workbook_gives_its_visible_sheets_and_true_row_numbers(tmp_path: Path) -> None:
    source = spreadsheets.open_file(workbook(tmp_path / "a.xlsx"))
    assert source.sheets == ("台账", "空表")
    rows = {row.number: row.cells for row in spreadsheets.rows(source, "台账")}
    assert rows[3] == ["姓名", "日期", "金额"]
    assert rows[4] == ["张三", date(2026, 1, 5), 0.5]
    assert rows[7] == ["李四", "", ""]
    assert spreadsheets.row_count(source, "台账") == 7
    assert list(spreadsheets.rows(source, "空表")) == []


def test_a_cell_merged_downwards_counts_for_every_row_of_it(tmp_path: Path) -> None:
    source = spreadsheets.open_file(workbook(tmp_path / "a.xlsx"))
    rows = {row.number: row.cells for row in spreadsheets.rows(source, "台账")}
    assert rows[5] == ["张三", datetime(2026, 1, 6, 9, 30), 13800000001.0]


def test_the_name_of_a_file_does_not_matter(tmp_path: Path) -> None:
    really_a_workbook = workbook(tmp_path / "a.xlsx").rename(tmp_path / "a.csv")
    assert spreadsheets.open_file(really_a_workbook).text is None
    really_text = tmp_path / "b.xlsx"
    really_text.write_text("姓名,合同号\n张三,1\n", "gbk")
    source = spreadsheets.open_file(really_text)
    assert source.text is not None
    assert source.text.encoding == "gbk"
    assert [row.cells for row in spreadsheets.first_rows(source, source.sheets[0], 1)] == [
        ["姓名", "合同号"]
    ]
    assert spreadsheets.row_count(source, "b") == 2


def test_a_workbook_cut_anywhere_is_refused_in_words(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "a.xlsx").read_bytes()
    for length in (10, 500, len(whole) // 2, len(whole) - 10):
        cut = tmp_path / "cut.xlsx"
        cut.write_bytes(whole[:length])
        assert refusal(cut) == "truncated"


def test_damage_inside_a_workbook_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "bad.xlsx"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("xl/workbook.xml", "<not-xml")
    assert refusal(path) == "truncated"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("word/document.xml", "<a/>")
    assert refusal(path) == "not_a_workbook"
    whole = workbook(tmp_path / "a.xlsx").read_bytes()
    middle = whole.index(b"xl/worksheets/sheet1.xml") + 60
    path.write_bytes(whole[:middle] + bytes(40) + whole[middle + 40 :])
    with pytest.raises(DomainError):
        source = spreadsheets.open_file(path)
        list(spreadsheets.rows(source, "台账"))


def test_a_password_is_told_from_damage(tmp_path: Path) -> None:
    path = tmp_path / "locked.xlsx"
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    path.write_bytes(ole + "EncryptedPackage".encode("utf-16-le") + bytes(512))
    assert refusal(path) == "password_protected"
    path.write_bytes(ole + bytes(1024))
    assert refusal(path) == "truncated"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"), (b" \r\n ", "empty_file"), (b"<html><table></table></html>", "page_not_workbook"), (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "page_not_workbook"),
        (b"%PDF-1.7 ...", "not_a_table"), (base64.b64decode("iVBORw0KGgo=") + bytes(9), "not_a_table"), (bytes(4000), "empty_file"), (b"a" + bytes(4000), "not_a_table"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_in_words(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "x.xls"
    path.write_bytes(content)
    assert refusal(path) in (code, "not_a_table")


def test_a_broken_list_of_parts_is_told_as_damage(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "a.xlsx").read_bytes()
    path = tmp_path / "bad.xlsx"
    path.write_bytes(whole.replace(b"PK\x01\x02", b"PK\x09\x09"))
    assert refusal(path) == "truncated"


def test_a_password_that_only_the_reader_finds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(_path: str) -> None:
        raise python_calamine.PasswordError

    path = workbook(tmp_path / "a.xlsx")
    monkeypatch.setattr(python_calamine, "load_workbook", locked)
    assert refusal(path) == "password_protected"


def test_damage_found_while_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Damaged:
        def get_sheet_by_name(self, _name: str) -> None:
            raise python_calamine.XmlError

    source = spreadsheets.open_file(workbook(tmp_path / "a.xlsx"))
    monkeypatch.setattr(spreadsheets, "_workbook", lambda _path: Damaged())
    with pytest.raises(DomainError) as caught:
        list(spreadsheets.rows(source, "台账"))
    assert caught.value.code == "imports.truncated"


def test_a_workbook_without_a_visible_sheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workbook(tmp_path / "a.xlsx")

    class Nothing:
        sheets_metadata = ()

    monkeypatch.setattr(spreadsheets, "_workbook", lambda _path: Nothing())
    assert refusal(path) == "no_sheet"


def test_a_sheet_that_is_gone(tmp_path: Path) -> None:
    source = spreadsheets.open_file(workbook(tmp_path / "a.xlsx"))
    with pytest.raises(DomainError) as caught:
        list(spreadsheets.rows(source, "没有"))
    assert caught.value.code == "imports.no_sheet"


def test_a_file_that_cannot_be_read_is_a_problem_of_the_machine(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem) as caught:
        spreadsheets.open_file(tmp_path / "missing.csv")
    assert caught.value.code == "imports.unreadable_file"
