"""What the disk or the server says, as a problem that a person can do something about."""

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from desktop.domain.errors import EnvironmentProblem

# SQLite's own words (they are part of its interface) and the code of the problem.
_FILE_PROBLEMS = {
    "file is not a database": "store.wrong_key",
    "malformed": "store.damaged",
    "database or disk is full": "store.disk_full",
    "disk I/O error": "store.disk_error",
    "readonly database": "store.read_only",
    "unable to open database": "store.unreadable",
    "database is locked": "store.busy",
}


def explain(engine: Engine, path: Path | None) -> None:
    """Let every statement that the machine makes fail raise an ``EnvironmentProblem``.

    The transaction rolls back as for any error. ``path`` is the encrypted file, ``None`` for a
    server. What is wrong with a statement itself stays the bug that it is.
    """

    @event.listens_for(engine, "handle_error")
    def _explain(context: Any) -> BaseException | None:
        reason = str(context.original_exception)
        if path is None:
            return _server_problem(reason) if context.is_disconnect else None
        return _file_problem(reason, path)


def _file_problem(reason: str, path: Path) -> EnvironmentProblem | None:
    for words, code in _FILE_PROBLEMS.items():
        if words in reason:
            return EnvironmentProblem(code, file=path.name, folder=path.parent, reason=reason)
    return None


def _server_problem(reason: str) -> EnvironmentProblem:
    return EnvironmentProblem("store.no_server", reason=reason.strip()[:200])
