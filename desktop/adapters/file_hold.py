"""One program at a time on a database file."""

from pathlib import Path

from filelock import FileLock, Timeout

from desktop.domain.errors import EnvironmentProblem


class FileHold:
    """Holds a database file for this process.

    The operating system gives a hold up by itself when the process ends, however it ends: after
    a crash nothing stale is left to clean up, even where the lock file still lies there.
    """

    def __init__(self, database: Path) -> None:
        """Take hold. Raises ``EnvironmentProblem("unlock.in_use")`` where another program has it."""
        # Taken on one thread and given up on another.
        self._lock = FileLock(lock_path(database), timeout=0, thread_local=False)
        try:
            self._lock.acquire()
        except Timeout as error:
            raise EnvironmentProblem(
                "unlock.in_use", file=database.name, folder=database.parent
            ) from error
        except OSError as error:
            raise EnvironmentProblem(
                "unlock.no_hold", folder=database.parent, reason=error.strerror or error
            ) from error

    def release(self) -> None:
        """Give the file up; twice does no harm."""
        self._lock.release()


def lock_path(database: Path) -> Path:
    """Return the file whose lock stands for the database."""
    return database.with_name(database.name + ".lock")
