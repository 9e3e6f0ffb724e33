"""Where the program finds what it ships with and where it keeps what belongs to the user."""

import os
from pathlib import Path

import platformdirs

_HOME_VARIABLE = "SHOUYUE_HOME"
_APP = "Shouyue"


def resources(*parts: str) -> Path:
    """Return a path inside ``resources/``.

    The same place in a source tree, an installed wheel and a frozen folder: beside ``desktop``.
    """
    return Path(__file__).resolve().parents[2].joinpath("resources", *parts)


def migrations() -> Path:
    """Return the folder of the database's migrations, a real folder in a frozen program too."""
    return Path(__file__).resolve().parents[2] / "db" / "migrations"


def data_dir() -> Path:
    """Return the user's folder for databases and backups, made where it is missing.

    ``SHOUYUE_HOME`` puts it, the log and the settings somewhere else (a stick, a test).
    """
    return _made(_below_home("data") or platformdirs.user_data_path(_APP, appauthor=False))


def log_dir() -> Path:
    """Return the folder of the rotating log, made where it is missing."""
    return _made(_below_home("log") or platformdirs.user_log_path(_APP, appauthor=False))


def cache_dir() -> Path:
    """Return the folder of what can be made again at any time, made where it is missing."""
    return _made(_below_home("cache") or platformdirs.user_cache_path(_APP, appauthor=False))


def default_database() -> Path:
    """Return the database file that is opened when none is named."""
    return data_dir() / "shouyue.db"


def _below_home(part: str) -> Path | None:
    home = os.environ.get(_HOME_VARIABLE)
    return Path(home).expanduser().resolve() / part if home else None


def _made(folder: Path) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
