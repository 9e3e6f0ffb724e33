"""The command that takes in files: what it answers, and with which exit code."""

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Command

SAMPLE = Path(__file__).parents[2] / "resources" / "sample"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """The sample of November, in a folder that can be written to."""
    copied = tmp_path / "lender"
    shutil.copytree(SAMPLE / "2026-11", copied)
    shutil.copy(SAMPLE / "2026-10" / "accounts.xlsx", copied)
    return copied


def test_good_files_are_taken_in(created: Command, files: Path) -> None:
    done = created("import", str(files / "customers.csv"), str(files / "accounts.xlsx"), "--json")
    assert done.code == 0
    assert (done.data["new"], done.data["rejected"]) == (564, 0)
    assert [sheet["kinds"] for sheet in done.data["sheets"]] == [
        ["customer"],
        ["customer", "account"],
    ]
    again = created("import", str(files / "customers.csv"), "--json")
    assert (again.code, again.data["same"], again.data["new"], again.data["changed"]) == (
        0,
        264,
        0,
        0,
    )


def test_rejected_rows_are_told_and_saved_beside_the_file(created: Command, files: Path) -> None:
    done = created("import", str(files / "with_faults.csv"))
    assert done.code == 1
    assert "第 4 行 应还日：年份 3026 不合理" in done.out
    assert (files / "with_faults-rejects.xlsx").exists()
    english = created("import", str(files / "with_faults.csv"), "--json", "--lang", "en")
    problem = english.data["sheets"][0]["problems"][0]
    assert (problem["row"], problem["column"], problem["code"]) == (
        3,
        "身份证号",
        "imports.id_checksum",
    )
    assert "check digit" in problem["reason"]


def test_the_folder_for_rejected_rows_can_be_named(
    created: Command, files: Path, tmp_path: Path
) -> None:
    there = tmp_path / "there"
    there.mkdir()
    done = created("import", str(files / "with_faults.csv"), "--rejects", str(there), "--json")
    assert done.data["sheets"][0]["rejects_file"] == str(there / "with_faults-rejects.xlsx")
    missing = created("import", str(files / "with_faults.csv"), "--rejects", str(tmp_path / "no"))
    assert missing.code == 1  # the import itself is done
    assert "无法保存" in missing.out


def test_a_dry_run_stores_nothing(created: Command, files: Path) -> None:
    trial = created("import", str(files / "with_faults.csv"), "--dry-run", "--json")
    assert (trial.code, trial.data["dry_run"], trial.data["new"]) == (1, True, 18)
    assert not (files / "with_faults-rejects.xlsx").exists()
    real = created("import", str(files / "with_faults.csv"), "--json")
    assert real.data["new"] == 18
    assert "试算" in created("import", str(files / "customers.csv"), "--dry-run").out


def test_what_cannot_be_read_changes_nothing(created: Command, files: Path) -> None:
    (files / "cut.xlsx").write_bytes((files / "accounts.xlsx").read_bytes()[:9000])
    failed = created("import", str(files / "customers.csv"), str(files / "cut.xlsx"), "--json")
    assert (failed.code, failed.data["error"]) == (2, "imports.truncated")
    assert created("import", str(files / "customers.csv"), "--json").data["new"] == 264
    assert created("import", str(files / "missing.csv")).code == 2


def test_content_encoding_and_day_can_be_said(created: Command, files: Path) -> None:
    done = created(
        "import", str(files / "customers.csv"), "--as", "customer", "--encoding", "gb18030", "--stated-on", "2026-11-01", "--json"
    )  # fmt: skip
    assert done.code == 0
    wrong = created("import", str(files / "customers.csv"), "--encoding", "utf-8")
    assert wrong.code == 2 or wrong.code == 1


def test_many_problems_are_not_all_printed(created: Command, files: Path) -> None:
    lines = (files / "with_faults.csv").read_text("utf-8-sig").splitlines()
    many = files / "many.csv"
    many.write_text("\n".join([lines[0], *[lines[2]] * 30]) + "\n", "utf-8")
    assert "另有 10 条" in created("import", str(many)).out
