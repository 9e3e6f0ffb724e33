"""The collection sheet as an encrypted form, filled in by another reader than the one we read with."""

import ctypes
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
from pikepdf import PasswordError, Pdf
from pypdfium2 import raw

from desktop.adapters import collection_form
from desktop.adapters.collection_file import COLUMNS, SheetWords, TakenRow
from desktop.adapters.collection_form import MARGIN, PAGE, ROW, TOP, WIDTHS
from desktop.domain.errors import DomainError, EnvironmentProblem
from tests.sheet_form import SECRET

HEADERS = [
    "序号",
    "客户",
    "合同号",
    "地区",
    "应还金额",
    "收款日期",
    "实收金额",
    "收据号",
    "付款人",
    "标识",
]
WORDS = SheetWords("收款单 S-1", "只填写右侧四列。", HEADERS)


def _rows(count: int) -> list[TakenRow]:
    place = "新疆维吾尔自治区克孜勒苏柯尔克孜自治州阿合奇县"
    return [
        TakenRow(
            "张**", f"HT2026******{number:04d}", place, Decimal("1234.50"), f"{number}.ab{number}"
        )
        for number in range(1, count + 1)
    ]


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "带出.pdf"
    collection_form.write(path, "S-1", WORDS, _rows(25), passphrase=SECRET)
    return path


def _type_in(path: Path, to: Path, cells: Mapping[tuple[int, str], str]) -> None:
    """Click into cells of the first page and type, in the engine of the common browsers."""
    document = pypdfium2.PdfDocument(path, password=SECRET)
    document.init_forms()
    assert document.formenv is not None
    page, keys = document[0], document.formenv.raw
    raw.FORM_OnAfterLoadPage(page.raw, keys)
    for (number, column), words in cells.items():
        place = COLUMNS.index(column)
        x, y = MARGIN + sum(WIDTHS[:place]) + 20, PAGE[1] - TOP - ROW * number + 10
        raw.FORM_OnMouseMove(keys, page.raw, 0, x, y)
        raw.FORM_OnLButtonDown(keys, page.raw, 0, x, y)
        raw.FORM_OnLButtonUp(keys, page.raw, 0, x, y)
        typed = ctypes.create_string_buffer(f"{words}\0".encode("utf-16-le"))
        raw.FORM_ReplaceSelection(
            keys, page.raw, ctypes.cast(typed, ctypes.POINTER(ctypes.c_ushort))
        )
        raw.FORM_ForceToKillFocus(keys)
    document.save(to)
    document.close()


def test_only_the_passphrase_opens_it(form: Path) -> None:
    content = form.read_bytes()
    for plain in ("张**", "HT2026", "S-1", "收款单"):
        assert plain.encode() not in content
        assert plain.encode("utf-16-be") not in content
    with pytest.raises(PasswordError):
        Pdf.open(form)
    with pytest.raises(pypdfium2.PdfiumError, match="password"):
        pypdfium2.PdfDocument(form, password="guess")
    with Pdf.open(form, password=SECRET) as opened:
        assert (opened.encryption.R, opened.encryption.bits) == (6, 256)
        assert opened.allow.modify_form
        assert not opened.allow.extract
    shown = pypdfium2.PdfDocument(form, password=SECRET)
    words = "".join(page.get_textpage().get_text_range() for page in shown)
    assert words.count("张**") == 25
    assert "1,234.50" in words
    assert "阿合奇县" not in words  # cut to the width of its column
    assert len(shown) == 2
    shown.close()


def test_what_another_reader_fills_in_is_read_back_and_stays_shut(
    form: Path, tmp_path: Path
) -> None:
    filled = tmp_path / "填好.pdf"
    cells = {
        (1, "amount"): "1060.00", (1, "payer"): "李建军", (1, "slip"): "A-1",
        (3, "paid_on"): "2026-11-19", (3, "amount"): "5",
        (4, "amount"): "一千", (5, "paid_on"): "去年", (5, "amount"): "7",
    }  # fmt: skip
    _type_in(form, filled, cells)
    with pytest.raises(PasswordError):
        Pdf.open(filled)
    sheet, rows = collection_form.read(filled, SECRET)
    assert sheet == "S-1"
    assert [(row.row_no, row.mark, row.amount, row.slip, row.payer) for row in rows] == [
        (1, "1.ab1", Decimal("1060.00"), "A-1", "李建军"),
        (3, "3.ab3", Decimal("5.00"), "", ""),
        (4, "4.ab4", None, "", ""),
        (5, "5.ab5", Decimal("7.00"), "", ""),
    ]
    assert [row.fault for row in rows] == ["", "", "collection.bad_amount", "collection.bad_day"]


def test_one_that_a_reader_saved_unencrypted_is_read_too(form: Path, tmp_path: Path) -> None:
    open_one = tmp_path / "未加密.pdf"
    with Pdf.open(form, password=SECRET) as opened:
        opened.save(open_one, encryption=False)
    assert collection_form.read(open_one, SECRET) == ("S-1", [])
    assert collection_form.read(open_one, "") == ("S-1", [])


def test_what_cannot_be_opened(form: Path, tmp_path: Path) -> None:
    for given, code in (("", "passphrase_wanted"), ("wrong", "wrong_passphrase")):
        with pytest.raises(DomainError, match=code):
            collection_form.read(form, given)
    other = tmp_path / "other.pdf"
    with Pdf.new() as empty:
        empty.add_blank_page()
        empty.save(other)
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 broken")
    for path in (other, broken):
        with pytest.raises(DomainError, match="not_a_sheet"):
            collection_form.read(path, SECRET)
    with pytest.raises(EnvironmentProblem):
        collection_form.is_form(tmp_path / "gone.pdf")
    with pytest.raises(EnvironmentProblem):
        collection_form.write(tmp_path / "no" / "x.pdf", "S", WORDS, [], passphrase=SECRET)
