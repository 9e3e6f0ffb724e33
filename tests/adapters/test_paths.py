"""Folders: what ships with the program, and what belongs to the user."""

from pathlib import Path

import pytest

from desktop.adapters import paths


def test_finds_what_it_ships_with() -> None:
    assert paths.resources("texts", "app.toml").is_file()
    assert paths.migrations().parent.joinpath("__init__.py").is_file()


def test_one_variable_moves_all_that_belongs_to_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOUYUE_HOME", str(tmp_path / "stick"))
    assert paths.default_database() == tmp_path / "stick" / "data" / "shouyue.db"
    assert paths.log_dir().is_dir()


def test_uses_the_systems_folders_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SHOUYUE_HOME", raising=False)
    for variable in ("XDG_DATA_HOME", "XDG_STATE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(variable, str(tmp_path))
    assert paths.data_dir().is_dir()
    assert "houyue" in str(paths.data_dir())
