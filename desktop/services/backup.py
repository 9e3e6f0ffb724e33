"""Backups: by hand, one a day by itself, and the way back, itself with a way back."""

import os
import shutil
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from db import copies
from db.engine import Store
from desktop.adapters import secret_store
from desktop.adapters.file_hold import FileHold
from desktop.domain.backup_retention import days_to_keep
from desktop.domain.changes import Changes
from desktop.domain.errors import EnvironmentProblem
from desktop.services.desk import Desk
from desktop.services.unlock import Location, Unlocker

FOLDER = "backups"
BEFORE_RESTORE = ".before-restore"


@dataclass(frozen=True)
class Backup:
    """A backup as it lies on the disk; ``size`` in bytes without its small key file."""

    path: Path
    made_on: date
    size: int


@dataclass(frozen=True)
class BackupMade:
    """What was backed up, and whether a passphrase opens it on another machine."""

    path: Path
    size: int
    entries: int
    opens_elsewhere: bool
    changes: Changes = field(default_factory=lambda: Changes.of("database"))


@dataclass(frozen=True)
class Restored:
    """What was restored from where; restoring ``aside`` takes it back."""

    path: Path
    entries: int
    aside: Path | None


def back_up(desk: Desk, target: Path) -> BackupMade:
    """Copy the open database and its key file to ``target`` and prove the copy by opening it.

    The work at the desk goes on meanwhile. Raises ``EnvironmentProblem``: ``backup.exists``,
    ``backup.server``, ``backup.failed``; a half-made copy is removed.
    """
    target = target.expanduser().resolve()
    if target.exists():
        raise EnvironmentProblem("backup.exists", file=target)
    made = _proved_copy(desk.store, target)
    with desk.write() as work:
        work.audit("database.back_up", "database", file=target.name, entries=made.entries)
        work.commit()
    return made


def back_up_daily(desk: Desk) -> BackupMade | None:
    """Make today's backup beside the database unless it is there; drop those not worth keeping.

    Returns the new backup, or ``None`` where today has one or the database is on a server.
    """
    database = desk.store.path
    if database is None:
        return None
    target = database.parent / FOLDER / _daily_name(database, desk.today)
    if target.exists():
        return None
    try:
        target.parent.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise _failed(target, error.strerror or error) from error
    made = _proved_copy(desk.store, target)
    _drop_old(database)
    return made


def daily_backups(database: Path) -> list[Backup]:
    """Return the backups that were made by themselves, newest first."""
    stem, suffix = _daily_name(database, date.min).split(date.min.isoformat())
    found = []
    for path in (database.parent / FOLDER).glob("*" + suffix):
        day = path.name.removeprefix(stem).removesuffix(suffix)
        try:
            found.append(Backup(path, date.fromisoformat(day), path.stat().st_size))
        except ValueError:
            continue  # somebody else's file in our folder
    return sorted(found, key=lambda backup: backup.made_on, reverse=True)


def restore(
    unlocker: Unlocker,
    location: Location,
    source: Path,
    passphrase: str | None = None,
    *,
    key: bytes | None = None,
) -> Restored:
    """Put a backup in the place of the database, which is kept aside together with its key.

    The backup is proved before anything is touched. At every moment the old or the new database
    is complete. ``key`` is that of the database, where it is at hand and the backup is its own.
    Raises ``EnvironmentProblem``: ``backup.absent``, ``unlock.in_use``, or what the key and the
    store say.
    """
    if location.path is None:
        raise EnvironmentProblem("backup.server")
    source = source.expanduser().resolve()
    if not source.is_file() or source == location.path:
        raise EnvironmentProblem("backup.absent", file=source)
    hold = FileHold(location.path)
    fresh = _with(location.path, ".restoring")
    try:
        key = key or secret_store.find_key(source, passphrase, store=unlocker.key_store)
        _copy(source, fresh)
        head = copies.prove(fresh, key)  # and closing it leaves no log beside it
        aside = _set_aside(location.path) if location.exists() else None
        _replace(location.path, fresh)
    finally:
        _remove(fresh)
        hold.release()
    with unlocker.open(location, key=key) as opened, opened.desk.write() as work:
        work.audit("database.restore", "database", file=source.name, entries=head.seq)
        work.commit()
    return Restored(location.path, head.seq, aside)


def _proved_copy(store: Store, target: Path) -> BackupMade:
    if store.path is None:
        raise EnvironmentProblem("backup.server")
    part = target.with_name(target.name + ".part")
    _remove(part)
    try:
        copies.copy_into(store, part)
        head = copies.prove(part, store.key)
        secret_store.copy_key(store.path, target)
        _sync(part)
        part.replace(target)
    except EnvironmentProblem as problem:
        raise _failed(target, problem.facts.get("reason", problem.code)) from problem
    except OSError as error:
        raise _failed(target, error.strerror or error) from error
    finally:
        _remove(part)
    elsewhere = secret_store.has_passphrase(target)
    return BackupMade(target, target.stat().st_size, head.seq, elsewhere)


def _copy(source: Path, target: Path) -> None:
    """Copy a closed database with its key, and with the log that a crash may have left."""
    _remove(target)
    try:
        for suffix in ("", "-wal"):
            if _with(source, suffix).exists():
                shutil.copyfile(_with(source, suffix), _with(target, suffix))
        if secret_store.key_path(source).exists():
            secret_store.copy_key(source, target)
    except OSError as error:
        _remove(target)
        raise _failed(target, error.strerror or error) from error


def _set_aside(database: Path) -> Path:
    aside = _with(database, BEFORE_RESTORE)
    _copy(database, aside)
    return aside


def _replace(database: Path, fresh: Path) -> None:
    """Put ``fresh`` in the place of the database, whose whole copy lies aside."""
    for suffix in ("-wal", "-shm", ".head"):
        _with(database, suffix).unlink(missing_ok=True)
    secret_store.key_path(fresh).replace(secret_store.key_path(database))
    fresh.replace(database)


def _remove(database: Path) -> None:
    for suffix in ("", "-wal", "-shm", ".key", ".head"):
        _with(database, suffix).unlink(missing_ok=True)


def _with(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _daily_name(database: Path, day: date) -> str:
    return f"{database.stem}-{day.isoformat()}{database.suffix}"


def _drop_old(database: Path) -> None:
    made = daily_backups(database)
    kept = days_to_keep(backup.made_on for backup in made)
    for backup in made:
        if backup.made_on not in kept:
            _remove(backup.path)


def _failed(target: Path, reason: object) -> EnvironmentProblem:
    return EnvironmentProblem(
        "backup.failed", file=target.name, folder=target.parent, reason=reason
    )
