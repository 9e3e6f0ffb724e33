"""Columns the program does not know are explained once and known from then on."""

from pathlib import Path

import pytest

from desktop.domain.errors import DomainError
from desktop.services import money_inbox, movements, statement_layouts
from desktop.services.desk import Desk
from tests.book import yuan

ODD = "入账日子,进钱,谁给的,编号\n2026-11-19,88.00,生人,A1\n"
MEANS = {"入账日子": "value_on", "进钱": "credit", "谁给的": "payer_name", "编号": "reference"}


def _odd(folder: Path, name: str = "odd.csv") -> Path:
    path = folder / name
    path.write_text("某某村镇银行\n" + ODD, encoding="utf-8")
    return path


def test_a_file_with_unknown_columns_is_read_once_they_were_explained(
    desk: Desk, tmp_path: Path
) -> None:
    path = _odd(tmp_path)
    with pytest.raises(DomainError, match="no_header"):
        movements.import_statement(desk, path)
    rows, known = statement_layouts.look_at(desk, path)
    assert rows[1] == ["入账日子", "进钱", "谁给的", "编号"]
    assert known == {}
    statement_layouts.teach(desk, MEANS)
    assert movements.import_statement(desk, path).new == 1
    [row] = money_inbox.inbox(desk)
    assert (row.amount, row.payer_name, row.reference) == (yuan("88.00"), "生人", "A1")
    assert statement_layouts.look_at(desk, path)[1] == MEANS
    again = _odd(tmp_path, "later.csv")
    assert movements.import_statement(desk, again).known == 1


def test_a_name_can_be_said_to_mean_nothing(desk: Desk, tmp_path: Path) -> None:
    statement_layouts.teach(desk, {"日期": "value_on", "金额": "amount", "余额": ""})
    path = tmp_path / "a.csv"
    path.write_text("日期,金额,余额\n2026-11-19,5.00,\n", encoding="utf-8")
    assert movements.import_statement(desk, path).doubtful == 0


def test_too_little_or_the_same_twice_is_refused(desk: Desk) -> None:
    with pytest.raises(DomainError, match="teach_more"):
        statement_layouts.teach(desk, {"入账日子": "value_on"})
    with pytest.raises(DomainError, match="teach_twice"):
        statement_layouts.teach(desk, {"甲": "value_on", "乙": "value_on", "丙": "amount"})
