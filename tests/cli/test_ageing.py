from pathlib import Path

import pytest

from tests.cli.conftest import Command

CUSTOMERS = "客户号,客户姓名,手机号\nK1,张海燕,13800000001\nK2,李婉清,13800000002\n"
INSTALMENTS = (
    "客户号,合同号,产品,期次,应还日期,应还本金,应还利息\n"
    "K1,HT1,消费贷,1,2026-10-11,1000.00,10.00\n"
    "K2,HT2,住房按揭,1,2026-12-20,2000.00,20.00\n"
)


@pytest.fixture
def filled(created: Command, tmp_path: Path) -> Command:
    """Two loans, one 40 days late, run on 31 October and on 20 November."""
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "customers.csv").write_text(CUSTOMERS, "utf-8")
    (folder / "plan.csv").write_text(INSTALMENTS, "utf-8")
    files = [str(folder / "customers.csv"), str(folder / "plan.csv")]
    assert created("import", *files, "--as-of", "2026-10-31").code == 0
    assert created("day-run", "--as-of", "2026-10-31").code == 0
    assert created("day-run").code == 0
    return created


def test_the_ageing_as_json(filled: Command) -> None:
    data = filled("ageing", "--json").data
    assert data["as_of"] == "2026-11-20"
    assert (data["total"]["accounts"], data["overdue"]["accounts"]) == (2, 1)
    assert data["buckets"]["M2"]["overdue"] == "1010.00"
    assert "roll_rates" not in data


def test_by_product_and_with_roll_rates(filled: Command) -> None:
    data = filled("ageing", "--by", "product", "--roll-rates", "--json").data
    assert [row["key"] for row in data["rows"]] == ["消费贷", "住房按揭"]
    moves = {
        (move["from"], move["to"]): move["rate_accounts"] for move in data["roll_rates"]["moves"]
    }
    assert moves == {("M1", "M2"): "1.0000", ("M0", "M0"): "1.0000"}


def test_the_table_for_a_person(filled: Command) -> None:
    answer = filled("ageing", "--by", "officer", "--roll-rates")
    assert "账龄分析（2026-11-20）" in answer.out
    assert "1,010.00" in answer.out
    assert "100.0%" in answer.out


def test_a_past_day(filled: Command) -> None:
    data = filled("ageing", "--as-of", "2026-11-01", "--json").data
    assert data["buckets"]["M1"]["accounts"] == 1


def test_a_day_not_run_says_which_is_shown(filled: Command) -> None:
    assert "最近一次日结（2026-11-20）" in filled("ageing", "--as-of", "2026-11-24").out


def test_a_day_before_the_first_is_a_finding(filled: Command) -> None:
    answer = filled("ageing", "--as-of", "2026-10-01")
    assert answer.code == 1
    assert "2026-10-31" in answer.out


def test_it_can_be_saved(filled: Command, tmp_path: Path) -> None:
    assert filled("ageing", "--save", "a.xlsx").code == 0
    assert (tmp_path / "a.xlsx").stat().st_size > 1000
