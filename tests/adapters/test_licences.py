import re
from importlib import metadata

from desktop.adapters import licences


def test_everything_that_is_shipped_names_its_terms() -> None:
    parts = {part.name.lower().replace("-", "_"): part for part in licences.bundled()}
    needed = [line for line in metadata.requires("shouyue") or () if "extra" not in line]
    names = {re.split(r"[<>=! \[;]", line)[0].lower().replace("-", "_") for line in needed}
    assert len(names) > 15
    assert names <= parts.keys()
    assert all(part.terms or part.text for part in parts.values())


def test_the_program_comes_first_and_qt_has_its_wording() -> None:
    parts = licences.bundled()
    assert (parts[0].name, parts[0].terms) == ("shouyue", "Apache-2.0")
    qt = next(part for part in parts if part.name == "PySide6_Essentials")
    assert "LESSER GENERAL PUBLIC LICENSE" in qt.text
    assert "GNU GENERAL PUBLIC LICENSE" in qt.text


def test_what_serves_the_modem_names_its_terms_too() -> None:
    (gammu,) = [part for part in licences.bundled() if part.name == "python-gammu"]
    assert gammu.terms == "GPL-2.0-or-later"
    assert "GNU GENERAL PUBLIC LICENSE" in gammu.text
    assert list(licences._installed(("no-such-thing",))) == []


def test_a_frozen_program_without_the_files_still_names_the_terms() -> None:
    missing = metadata.PackagePath("nowhere/LICENSE")
    missing.dist = metadata.distribution("shouyue")  # type: ignore[attr-defined]
    assert licences._read(missing) == ""
    assert not licences._is_licence(metadata.PackagePath("licences.py"))
