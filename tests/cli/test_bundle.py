"""The bundle command: what is missing and where to enter it, then both files and the register."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text, update

from db.tables import Account
from desktop.cli.command import FAILED, FINDINGS
from desktop.services.desk import Actor
from desktop.services.unlock import Location, Unlocker
from tests.cli.conftest import PASSPHRASE, Command
from tests.cli.test_letters import filled, run

__all__ = ["filled"]

FACTS = ("受理法院=某某区人民法院", "统一社会信用代码=91330000000000000X", "负责人=周建国")


@pytest.fixture
def complete(filled: Command, unlocker: Unlocker, tmp_path: Path) -> Command:
    """The first case with all that a payment order asks for."""
    place = Location.of(tmp_path / "branch.db")
    with (
        unlocker.open(place, PASSPHRASE, actor=Actor(None, "test")) as opened,
        opened.desk.store.write() as connection,
    ):
        connection.execute(
            text("UPDATE customer SET id_number = '330106199001011234' WHERE id = 1")
        )
        terms = {"disbursed_on": date(2026, 1, 1), "method": "equal_instalment"}
        connection.execute(update(Account).where(Account.id == 1).values(**terms))
        connection.commit()
    return filled


def bundle(command: Command, out: Path, *more: str) -> list[str]:
    facts = [part for fact in FACTS for part in ("--fact", fact)]
    return ["bundle", "--kind", "payment_order", "--case", "1", *facts, "--out", str(out), *more]


def test_a_bundle_is_made_with_one_command(complete: Command, tmp_path: Path) -> None:
    out = tmp_path / "out"
    answer = run(complete, *bundle(complete, out, "--json"))
    assert answer.code == FINDINGS  # nothing was demanded yet, no contract was added
    names = {file.name for file in out.iterdir()}
    assert names == {
        "支付令申请书-HT2026000001-20261120.pdf",
        "支付令申请书-HT2026000001-20261120.docx",
    }
    assert answer.data["register_no"] == "令〔2026〕第0001号"
    assert len(answer.data["doubts"]) == 2
    said = run(complete, *bundle(complete, out)).out
    assert "令〔2026〕第0001号" in said
    assert "没有催收函" in said


def test_missing_facts_are_named_with_their_place(filled: Command, tmp_path: Path) -> None:
    answer = run(filled, *bundle(filled, tmp_path / "out"))
    assert answer.code == FAILED
    assert "证件号码" in answer.err
    assert "案件—客户资料" in answer.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("cases", [(), ("--case", "1", "--case", "2"), ("--case", "99")])
def test_one_case_that_exists_is_wanted(filled: Command, cases: tuple[str, ...]) -> None:
    answer = run(filled, "bundle", *cases)
    assert answer.code == FAILED
    assert answer.err
