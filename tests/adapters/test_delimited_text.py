"""Delimited text as lenders' systems write it: encodings, delimiters, quotes, damage."""

from pathlib import Path

import pytest

from desktop.adapters.delimited_text import (
    CUT_OFF,
    MIXED_ENCODING,
    NUL,
    STRAY_QUOTE,
    TextRecord,
    examine,
    records,
)
from desktop.domain.errors import DomainError

TABLE = "客户姓名,合同号,地址\n张三,HT1,江虹路1号\n李四,HT2,长河路2号\n"


def written(folder: Path, content: bytes) -> Path:
    path = folder / "file.csv"
    path.write_bytes(content)
    return path


def read(path: Path, **how: str) -> list[TextRecord]:
    return list(records(path, examine(path, **how)))


@pytest.mark.parametrize(
    ("encoding", "found"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("gbk", "gbk"), ("gb18030", "gbk"), ("utf-16", "utf-16")],
)  # fmt: skip
def test_the_encoding_is_found(tmp_path: Path, encoding: str, found: str) -> None:
    path = written(tmp_path, TABLE.encode(encoding))
    assert examine(path).encoding == found
    assert [r.cells for r in read(path)][1] == ["张三", "HT1", "江虹路1号"]


def test_signs_beyond_gbk_make_it_gb18030(tmp_path: Path) -> None:
    path = written(tmp_path, TABLE.replace("张三", "张𠮷").encode("gb18030"))
    assert examine(path).encoding == "gb18030"
    assert read(path)[1].cells[0] == "张𠮷"


def test_ascii_alone_is_utf8_and_an_encoding_can_be_chosen(tmp_path: Path) -> None:
    assert examine(written(tmp_path, b"a,b\n1,2\n")).encoding == "utf-8"
    path = written(tmp_path, TABLE.encode("big5", "replace"))
    assert examine(path, encoding="big5").encoding == "big5"


def test_a_name_cut_by_the_block_is_counted_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.adapters.delimited_text._BLOCK", 7)
    path = written(tmp_path, TABLE.encode())
    assert examine(path).encoding == "utf-8"
    assert examine(written(tmp_path, TABLE.encode("gbk"))).encoding == "gbk"


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    path = written(tmp_path, ("一份清单\n" + TABLE.replace(",", delimiter)).encode())
    assert examine(path).delimiter == delimiter
    assert read(path)[2].cells == ["张三", "HT1", "江虹路1号"]
    assert examine(path, delimiter="|").delimiter == "|"


def test_tabs_that_keep_numbers_as_text_do_not_part_the_cells(tmp_path: Path) -> None:
    lines = ["姓名,证件号码,金额,备注", *['张三,\t330108,"1,234.50",'] * 5]
    assert examine(written(tmp_path, "\n".join(lines).encode())).delimiter == ","


def test_one_column_is_a_table_too(tmp_path: Path) -> None:
    assert [r.cells for r in read(written(tmp_path, "甲\n乙\n".encode()))] == [["甲"], ["乙"]]


def test_quoted_cells_hold_delimiters_quotes_and_line_ends(tmp_path: Path) -> None:
    content = 'a,b,c\r\n"1,234.50","say ""hi""","two\r\nlines"\r\n\r\n4,5,6\r\n'
    found = read(written(tmp_path, content.encode()))
    assert found[1].cells == ["1,234.50", 'say "hi"', "two\r\nlines"]
    assert found[1].fault == ""
    assert [r.number for r in found] == [1, 2, 3, 4]
    assert found[3].cells == ["4", "5", "6"]


def test_a_stray_quote_costs_its_own_row_only(tmp_path: Path) -> None:
    content = 'a,b\n1,"open\n2,"good"\n"3,x\n4,5" wide\n6,7\n"8"x,9\n'
    found = {r.number: (r.cells, r.fault) for r in read(written(tmp_path, content.encode()))}
    assert found[2] == (["1", "open"], STRAY_QUOTE)
    assert found[3] == (["2", "good"], "")
    assert found[4] == (["3", "x"], STRAY_QUOTE)
    assert found[6] == (["6", "7"], "")
    assert found[7] == (["8x", "9"], STRAY_QUOTE)


def test_a_quote_that_is_never_closed_does_not_swallow_the_file(tmp_path: Path) -> None:
    content = 'a,b\n"1,2\n' + "3,4\n" * 500
    found = read(written(tmp_path, content.encode()))
    assert len(found) == 502
    assert [r.fault for r in found if r.fault] == [STRAY_QUOTE]
    long_lines = 'a,b\n"1,2\n' + ("x" * 150_000 + ",4\n") * 3
    assert [r.fault for r in read(written(tmp_path, long_lines.encode()))] == [
        "",
        STRAY_QUOTE,
        "",
        "",
        "",
    ]


def test_lines_in_another_encoding_are_reported_and_still_readable(tmp_path: Path) -> None:
    utf8 = (
        "".join(f"张三{n},HT{n}\n" for n in range(9)).encode()
        + "李四,HT10\n".encode("gbk")
        + b"a,b\n"
    )
    found = read(written(tmp_path, utf8))
    assert [(r.number, r.cells[0]) for r in found if r.fault == MIXED_ENCODING] == [(10, "李四")]
    gbk = "".join(f"张三{n},HT{n}\n" for n in range(9)).encode("gbk") + "李四,HT10\n".encode()
    found = read(written(tmp_path, gbk))
    assert [(r.number, r.cells[0]) for r in found if r.fault] == [(10, "李四")]
    neither = "张三,1\n王五,1\n".encode() + b"\xff\xff\xff,2\n"
    assert [r.fault for r in read(written(tmp_path, neither))] == ["", "", MIXED_ENCODING]


def test_the_mark_at_the_start_is_no_part_of_the_first_cell(tmp_path: Path) -> None:
    mixed = TABLE.encode("utf-8-sig") + "王五,HT3,x\n".encode("gbk")
    found = read(written(tmp_path, mixed))
    assert found[0].cells[0] == "客户姓名"
    assert found[3].fault == MIXED_ENCODING


def test_nul_is_reported_for_its_row(tmp_path: Path) -> None:
    found = read(written(tmp_path, b"a,b\n1,\0\n2,3\n"))
    assert [r.fault for r in found] == ["", NUL, ""]
    wide = "甲,乙\n1,\0\n".encode("utf-16")
    assert [r.fault for r in read(written(tmp_path, wide))] == ["", NUL]
    assert [r.fault for r in read(written(tmp_path, wide[:-1]))][-1] in (MIXED_ENCODING, NUL)


def test_a_file_of_bytes_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(DomainError) as caught:
        examine(written(tmp_path, bytes(2000)))
    assert caught.value.code == "imports.not_a_table"


def test_a_last_line_that_stops_in_the_middle_is_reported(tmp_path: Path) -> None:
    assert read(written(tmp_path, b"a,b,c\n1,2,3\n4,5"))[-1].fault == CUT_OFF
    assert read(written(tmp_path, b"a,b,c\n1,2,3\n4,5,6"))[-1].fault == ""
    assert [r.fault for r in read(written(tmp_path, b"a,b,c\n1\n4,5,6\n"))] == ["", "", ""]
