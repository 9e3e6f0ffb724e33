"""What a visit needs before it can be closed, by its purpose and record."""

from types import SimpleNamespace
from typing import Any

import pytest

from desktop.domain.errors import DomainError
from desktop.services.visit_records import check_closing, missing, tells_of_taking

WHOLE = {
    "credentials_shown": True,
    "recording": "R-7",
    "people_met": "本人",
    "result": "promised",
}


def row(record: dict[str, Any] | None, purpose: str = "collection", second: int | None = 2) -> Any:
    return SimpleNamespace(purpose=purpose, second_officer_id=second, record=record)


@pytest.mark.parametrize(
    ("visit", "files", "lacking"),
    [
        (row(WHOLE), set(), ()),
        (row(WHOLE, second=None), set(), ("second_officer",)),
        (row(None), set(), ("credentials_shown", "recording", "people_met", "result")),
        (row(WHOLE | {"people_met": "", "result": "nobody_home"}), set(), ()),
        (row(WHOLE | {"people_met": "", "result": "moved_away"}), set(), ()),
        (row(WHOLE | {"people_met": ""}), set(), ("people_met",)),
        (row(WHOLE | {"papers": "催收函"}), {"photo"}, ("receipt_file",)),
        (row(WHOLE | {"papers": "催收函"}), {"signature"}, ()),
        (row(None, purpose="card_replace", second=None), set(), ()),
        (row({"papers": "新卡"}, purpose="card_replace", second=None), set(), ("receipt_file",)),
    ],
)
def test_what_a_visit_still_needs(visit: Any, files: set[str], lacking: tuple[str, ...]) -> None:
    assert missing(visit, files) == lacking


def test_closing_names_everything_that_is_missing() -> None:
    with pytest.raises(DomainError) as refused:
        check_closing(row(WHOLE | {"recording": "", "papers": "催收函"}, second=None), set())
    assert refused.value.code == "dispatch.record_needed"
    assert refused.value.facts["missing"] == (
        "dispatch.needed.second_officer",
        "dispatch.needed.recording",
        "dispatch.needed.receipt_file",
    )
    check_closing(row(WHOLE), set())


@pytest.mark.parametrize(
    ("words", "is_taking"),
    [
        ("已收取现金500元", True),
        ("收了他的银行卡", True),
        ("代收还款", True),
        ("旧卡已收走", True),
        ("Took 500 in cash", True),
        ("未收取现金", False),
        ("没有收现金和银行卡", False),
        ("新卡已签收", False),
        ("客户收到新卡", False),
        ("银行卡已收到，已激活", False),
        ("收取材料后补卡", False),
        ("已补卡", False),
    ],
)
def test_taking_is_told_from_not_taking_and_from_handing_over(words: str, is_taking: bool) -> None:
    assert tells_of_taking(words) is is_taking
