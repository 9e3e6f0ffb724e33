"""The whole working day from the command line, in processes of their own."""

from pathlib import Path

import pytest

from tests.e2e.conftest import SAMPLE, Program

pytestmark = pytest.mark.e2e


def test_a_working_day(created: Program, sample_files: list[str], tmp_path: Path) -> None:
    sample_files = [*sample_files, str(SAMPLE / "2026-11" / "with_faults.csv")]
    first = created.run("import", *sample_files, "--json", "--rejects", str(tmp_path))
    assert first.code == 1  # one of the files has faults on purpose
    assert first.data["new"] > 100
    assert first.data["rejected"] > 0

    again = created.run("import", *sample_files, "--json", "--rejects", str(tmp_path))
    assert (again.data["new"], again.data["changed"]) == (0, 0)

    counts = created.must("day-run")["counts"]
    assert counts["open_cases"] > 0
    assert created.must("day-run")["counts"] == counts

    cases = created.must("cases", "--bucket", "M1+")
    assert cases["totals"]["count"] == counts["open_cases"]
    received = created.must("messages", "receive", str(SAMPLE / "messages.jsonl"))
    assert received["stored"] > 0
    assert created.must("messages", "receive", str(SAMPLE / "messages.jsonl"))["stored"] == 0

    assert created.must("verify")["faults"] == []


def test_backup_travels_to_another_machine(
    created: Program, sample_files: list[str], tmp_path: Path
) -> None:
    created.run("import", *sample_files, "--rejects", str(tmp_path))
    figures = created.figures()
    created.must("backup", "copy.db")
    other = Program(tmp_path, created.command, database="elsewhere.db")
    other.must("restore", "copy.db")
    assert other.figures() == figures
