"""Rows of an agency's file: columns by name, moments in all forms, doubts by row and field."""

from datetime import datetime, time

import pytest

from desktop.domain.agency_rows import AgencyRow, find_columns, read_rows
from desktop.domain.contact_facts import Channel, Party
from desktop.domain.errors import DomainError

NOW = datetime(2026, 11, 20, 9)
HEADER = ["案件编号", "联系时间", "联系方式", "联系对象", "拨打号码", "联系结果", "备注"]


def read(*cells: object) -> AgencyRow:
    good, faults = read_rows([(2, list(cells))], find_columns(HEADER), now=NOW)  # type: ignore[arg-type]
    assert faults == []
    return good[0]


def fault(*cells: object) -> tuple[str, str]:
    good, faults = read_rows([(2, list(cells))], find_columns(HEADER), now=NOW)  # type: ignore[arg-type]
    assert good == []
    return faults[0].field, faults[0].code


def test_a_call_is_read_with_all_that_counts() -> None:
    row = read("CS1", "2026-11-19 10:30", "电话", "本人", "138 0000-0001", "已接听", "愿意还")
    assert row == AgencyRow(
        2,
        {"case_no": "CS1"},
        datetime(2026, 11, 19, 10, 30),
        Channel.PHONE,
        Party.DEBTOR,
        "13800000001",
        "answered",
        True,
        "愿意还",
    )


@pytest.mark.parametrize(
    ("channel", "said", "code", "is_answered"),
    [
        ("电话", "无人接听", "no_answer", False),
        ("phone", "空号", "invalid", False),
        ("", "接通，承诺还款", "answered", True),
        ("短信", "发送成功", "sent", False),
        ("信函", "退信", "failed", False),
        ("外访", "见到本人", "met", True),
        ("上门", "关机未接", "not_met", False),
        ("上门", "未遇", "not_met", False),
        ("visit", "not_met", "not_met", False),
        ("phone", "no_answer", "no_answer", False),
    ],
)
def test_results_are_told_apart(channel: str, said: str, code: str, is_answered: bool) -> None:
    row = read("CS1", datetime(2026, 11, 19, 10, 30), channel, "", "", said, None)
    assert (row.result, row.is_answered) == (code, is_answered)
    assert row.party is Party.DEBTOR


@pytest.mark.parametrize(
    ("cells", "field", "code"),
    [
        (("", "2026-11-19 10:30", "", "", "", "接通"), "who", "agency.who_missing"),
        (("CS1", "2026-11-19", "", "", "", "接通"), "at", "agency.bad_time"),
        (("CS1", "10:30", "", "", "", "接通"), "at", "agency.bad_time"),
        (("CS1", "2026-11-19 25:00", "", "", "", "接通"), "at", "agency.bad_time"),
        (("CS1", "2026-11-20 09:01", "", "", "", "接通"), "at", "agency.in_future"),
        (("CS1", "2026-11-19 10:30", "飞鸽", "", "", "接通"), "channel", "agency.unknown_channel"),
        (("CS1", "2026-11-19 10:30", "", "邻居", "", "接通"), "party", "agency.unknown_party"),
        (("CS1", "2026-11-19 10:30", "", "", "", ""), "result", "agency.result_missing"),
    ],
)
def test_a_faulty_row_is_a_doubt_at_its_field(
    cells: tuple[str, ...], field: str, code: str
) -> None:
    assert fault(*cells) == (field, code)


def test_empty_rows_are_passed_over() -> None:
    assert read_rows([(2, ["", None, ""])], find_columns(HEADER), now=NOW) == ([], [])


def test_day_and_time_may_stand_apart() -> None:
    columns = find_columns(["客户号", "日期", "时间", "结果"])
    rows = [
        (2, ["K1", "2026-11-19", time(10, 30), "接通"]),
        (3, ["K1", "20261119", "10时05", "忙"]),
    ]
    good, faults = read_rows(rows, columns, now=NOW)  # type: ignore[arg-type]
    assert [row.at.time() for row in good] == [time(10, 30), time(10, 5)]
    assert faults == []


@pytest.mark.parametrize(
    ("header", "missing"),
    [
        (["时间", "结果"], "who"),
        (["客户号", "结果"], "at"),
        (["客户号", "时间"], "result"),
    ],
)
def test_a_file_without_what_is_needed_is_refused(header: list[str], missing: str) -> None:
    with pytest.raises(DomainError) as refused:
        find_columns(header)  # type: ignore[arg-type]
    assert (refused.value.code, refused.value.field) == ("agency.column_missing", missing)
