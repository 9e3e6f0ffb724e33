"""The built program: `make build`, then `pytest -m frozen tests/e2e`."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.conftest import BUILT, Program
from tests.e2e.test_window import Person, create_and_enter, leave

pytestmark = pytest.mark.frozen

BRANCH = {
    "name": "滨江支行",
    "phone": "0571-88880000",
    "address": "示例路1号",
    "postcode": "310000",
}
ASKED = ("受理法院=某某区人民法院", "统一社会信用代码=91330000000000000X", "负责人=周建国")


@pytest.fixture
def built(tmp_path: Path) -> Iterator[Program]:
    """The built program, away from its source."""
    assert BUILT.exists(), "build it first: make build"
    frozen = Program(tmp_path, [str(BUILT)], extra={"PYTHONPATH": ""})
    yield frozen
    frozen.end()


def test_it_does_a_day_from_file_to_letter(
    built: Program, sample_files: list[str], tmp_path: Path
) -> None:
    built.must("create")
    assert built.must("import", *sample_files, "--rejects", str(tmp_path))["new"] > 100
    assert built.must("day-run")["counts"]["open_cases"] > 0
    built.must("settings", "branch.name=滨江支行", "branch.phone=0571-88880000")
    built.must("letters", "--template", "overdue_notice_2", "--bucket", "M2+", "--out", "letters")
    letters = list((tmp_path / "letters").rglob("*.pdf"))
    assert letters
    assert all(letter.read_bytes().startswith(b"%PDF-") for letter in letters)
    checked = built.must("letters", "check", str(letters[0]))
    assert checked["files"][0]["verdict"] == "ours"
    assert built.must("verify")["faults"] == []


def test_it_binds_a_suit_bundle(built: Program, sample_files: list[str], tmp_path: Path) -> None:
    built.must("create")
    built.must("import", *sample_files, "--rejects", str(tmp_path))
    built.must("day-run")
    for name, value in BRANCH.items():
        built.must("settings", f"branch.{name}={value}")
    made = built.must("letters", "--template", "overdue_notice_3", "--bucket", "M4+")
    facts = [part for fact in ASKED for part in ("--fact", fact)]
    asked = ("letters", "bundle", "--kind", "payment_order", *facts, "--json", "--case")
    tried = (built.run(*asked, letter["case_no"]) for letter in made["letters"])
    bundle = next(one for one in tried if one.code in (0, 1)).data  # not one with many accounts
    pdf = tmp_path / bundle["files"][0]
    assert built.must("letters", "check", str(pdf))["files"][0]["verdict"] == "bundle"


def test_its_window_opens_and_closes(built: Program, display: str) -> None:
    built.command = [str(BUILT.with_name("shouyue"))]
    person = Person(built, display)
    process = person.start()
    create_and_enter(person)
    leave(person, process)


def test_the_modem_has_a_program_of_its_own_and_gammu_only_there() -> None:
    modem = BUILT.with_name("shouyue-modem")
    order = '{"do": "open", "port": "/nowhere", "speed": 115200}\n'
    run = subprocess.run([modem], input=order, capture_output=True, text=True, check=False)
    assert json.loads(run.stdout)["code"] == "no_port"
    assert "gammu" not in BUILT.read_bytes().decode("latin-1")


def test_nothing_of_qt_lies_in_it_that_is_not_used() -> None:
    names = [file.name for file in (BUILT.parent / "_internal/PySide6").rglob("*")]
    assert any("QtWidgets" in name for name in names)
    unused = ("Qml", "Quick", "Pdf", "WebEngine", "Charts", "Multimedia", "VirtualKeyboard")
    assert [name for name in names if any(part in name for part in unused)] == []
