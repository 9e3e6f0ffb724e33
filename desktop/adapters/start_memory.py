"""What is remembered from one start to the next, before any database is open. No secrets."""

import json
import logging
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from desktop.adapters import paths

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class StartMemory:
    """The database opened last and how the window looked; empty words mean: never said."""

    database: str = ""
    officer_id: int = 0
    language: str = ""
    theme: str = ""


def recall() -> StartMemory:
    """Return what was remembered; the defaults where nothing was or it cannot be read."""
    try:
        kept = json.loads(_file().read_bytes())
        return StartMemory(
            database=str(kept["database"]),
            officer_id=int(kept["officer_id"]),
            language=str(kept["language"]),
            theme=str(kept["theme"]),
        )
    except FileNotFoundError:
        return StartMemory()
    except (OSError, ValueError, TypeError, KeyError):
        _log.warning("%s cannot be read", _file(), exc_info=True)
        return StartMemory()


def remember(**changed: str | int) -> None:
    """Keep what changed, the rest as it was. A full disk only costs the memory."""
    try:
        _file().write_text(json.dumps(asdict(replace(recall(), **changed))), "utf-8")  # type: ignore[arg-type]
    except OSError:
        _log.warning("%s cannot be written", _file(), exc_info=True)


def _file() -> Path:
    return paths.data_dir() / "start.json"
