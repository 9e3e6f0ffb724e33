"""What a visit needs before it can be closed, by its purpose and record."""

from types import SimpleNamespace
from typing import Any

import pytest

from desktop.domain.errors import DomainError
from desktop.services.visit_records import check_closing, missing

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
