"""Opening a database: one program at a time, its key found, its version checked; or a new one."""

import hashlib
import json
import logging
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit

from db.audit_chain import ChainHead
from db.engine import Store, open_file, open_server
from db.upgrade import bring_up_to_date, revision_of
from desktop.adapters import paths, secret_store
from desktop.adapters.file_hold import FileHold
from desktop.adapters.secret_store import KeyStore
from desktop.domain.changes import Changes
from desktop.domain.clock import Clock
from desktop.domain.errors import EnvironmentProblem
from desktop.services import audit
from desktop.services.audit import Verification
from desktop.services.desk import PROGRAM, Actor, Desk

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Location:
    """Where a database is: an encrypted file, or a PostgreSQL server by its URL."""

    path: Path | None
    url: str = ""

    @classmethod
    def of(cls, place: str | Path) -> "Location":
        """Read what a person wrote: a path or a ``postgresql://`` URL."""
        if isinstance(place, str) and "://" in place:
            return cls(None, place)
        return cls(Path(place).expanduser().resolve())

    @property
    def name(self) -> str:
        """What it is called when it is spoken of; never a password."""
        return self.path.name if self.path else urlsplit(self.url).path.lstrip("/")

    @property
    def keyed_as(self) -> Path:
        """The path beside which the key file lies; a server's lies in the user's folder."""
        if self.path is not None:
            return self.path
        parts = urlsplit(self.url)
        place = f"{parts.hostname}:{parts.port or 5432}{parts.path}"
        return paths.data_dir() / f"server-{hashlib.sha256(place.encode()).hexdigest()[:16]}"

    def exists(self) -> bool:
        """Whether there is a database to open (for a server: whether it was opened from here)."""
        return self._there.exists()

    def is_begun(self) -> bool:
        """Whether a file lies there already; of a server nobody can tell from here."""
        return self.path is not None and self.path.exists()

    @property
    def _there(self) -> Path:
        return self.path or secret_store.key_path(self.keyed_as)


class OpenDatabase:
    """An open database and the hold on its file. Close it, or use it as a context."""

    def __init__(self, location: Location, desk: Desk, hold: FileHold) -> None:
        self.location = location
        self.desk = desk
        self._hold = hold

    def __enter__(self) -> "OpenDatabase":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def verify(self) -> Verification:
        """Prove the audit chain, up to the head that was written down outside the file."""
        return audit.verify(self.desk, _written_head(self.location))

    def close(self) -> None:
        """Write down how far the audit chain goes, close, and give the file up to others."""
        try:
            _write_head(self.location, audit.head(self.desk))
        except (EnvironmentProblem, OSError):
            _log.warning("the head of the audit chain was not written down", exc_info=True)
        self.desk.store.close()
        self._hold.release()


def change_passphrase(desk: Desk, fresh: str) -> Changes:
    """Set the passphrase that opens the database from now on, here and elsewhere.

    Backups keep the passphrase of their day. Raises ``DomainError("key.passphrase_weak")``, and
    ``EnvironmentProblem("unlock.server")`` for a database on a server.
    """
    if desk.store.path is None:
        raise EnvironmentProblem("unlock.server")
    secret_store.set_passphrase(desk.store.path, desk.store.key, fresh)
    with desk.write() as work:
        work.audit("database.change_passphrase", "database")
        work.commit()
    return Changes.of("database")


@dataclass(frozen=True)
class Unlocker:
    """Opens databases with this machine's key store and clock."""

    key_store: KeyStore | None
    clock: Clock

    def needs_passphrase(self, location: Location) -> bool:
        """Whether opening will ask for the passphrase."""
        return secret_store.needs_passphrase(location.keyed_as, store=self.key_store)

    def open(
        self,
        location: Location,
        passphrase: str | None = None,
        *,
        key: bytes | None = None,
        actor: Actor = PROGRAM,
    ) -> OpenDatabase:
        """Open what is there, upgraded where it is older; ``key`` where it is at hand already.

        Raises ``EnvironmentProblem``: ``unlock.absent``, ``unlock.in_use``, ``unlock.empty``, or
        what the key and the store say.
        """
        if not location.exists():
            raise EnvironmentProblem("unlock.absent", database=location.path or location.name)
        hold = FileHold(location.keyed_as)
        try:
            found = key or self._find_key(location.keyed_as, passphrase)
            return self._opened(location, found, hold, actor, is_new=False)
        except BaseException:
            hold.release()
            raise

    def create(
        self, location: Location, passphrase: str | None = None, *, actor: Actor = PROGRAM
    ) -> OpenDatabase:
        """Begin a new database with a new key.

        A beginning that broke off before leaves a key without a database, or with an empty one;
        it is taken up again.
        Raises ``EnvironmentProblem``: ``unlock.exists``, ``unlock.no_hold``, or what the key and
        the store say.
        """
        keyed = secret_store.key_path(location.keyed_as).exists()
        if location.is_begun() and not keyed:
            raise EnvironmentProblem("unlock.exists", database=location.path)
        hold = FileHold(location.keyed_as)
        try:
            if keyed:
                key = self._find_key(location.keyed_as, passphrase)
            else:
                key = secret_store.create_key(location.keyed_as, passphrase, store=self.key_store)
            return self._opened(location, key, hold, actor, is_new=True)
        except BaseException:
            if not keyed and not location.is_begun():
                secret_store.key_path(location.keyed_as).unlink(missing_ok=True)
            hold.release()
            raise

    def _find_key(self, database: Path, passphrase: str | None) -> bytes:
        return secret_store.find_key(database, passphrase, store=self.key_store)

    def _opened(
        self, location: Location, key: bytes, hold: FileHold, actor: Actor, *, is_new: bool
    ) -> OpenDatabase:
        store = _store(location, key)
        try:
            with store.read() as connection:
                is_empty = revision_of(connection) is None
            # A file cut to nothing looks like a new one: it must not pass for the branch's data.
            if is_empty != is_new:
                code = "unlock.exists" if is_new else "unlock.empty"
                raise EnvironmentProblem(code, database=location.path or location.name)
            bring_up_to_date(store)
        except BaseException:
            store.close()
            raise
        return OpenDatabase(location, Desk(store, self.clock, actor), hold)


def _store(location: Location, key: bytes) -> Store:
    return open_file(location.path, key) if location.path else open_server(location.url, key)


def verify(desk: Desk) -> Verification:
    """Prove the audit chain of the file at the desk, up to the head written down beside it."""
    path = desk.store.path
    return audit.verify(desk, None if path is None else _written_head(Location.of(path)))


def head_path(location: Location) -> Path:
    """Return the file that remembers the audit chain's last entry, so that a cut tail shows."""
    return location.keyed_as.with_name(location.keyed_as.name + ".head")


def _write_head(location: Location, head: ChainHead) -> None:
    head_path(location).write_text(json.dumps({"seq": head.seq, "hash": head.hash}), "utf-8")


def _written_head(location: Location) -> ChainHead | None:
    try:
        kept = json.loads(head_path(location).read_bytes())
        return ChainHead(int(kept["seq"]), str(kept["hash"]))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, KeyError):
        _log.warning("%s cannot be read", head_path(location))
        return None
