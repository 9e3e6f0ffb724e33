"""The key of an encrypted database: kept by the system, or wrapped by a passphrase; never plain.

Beside every database ``name.db`` lies its key file ``name.db.key``. It holds an identifier, under
which the system's key store may keep the 32-byte key, and, where a passphrase was set, the same
key wrapped by it (Argon2id, then AES-256-GCM). A backup takes the key file along, so that a
passphrase opens it on any machine.
"""

import importlib
import json
import logging
import os
import secrets
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from desktop.domain.errors import DomainError, EnvironmentProblem

KEY_BYTES = 32
MINIMUM_PASSPHRASE = 8
"""Characters; shorter ones are refused."""

_SERVICE = "Shouyue database"
_SWITCH = "SHOUYUE_KEY_STORE"
# Only stores that keep secrets encrypted for the logged-in user. Anything else that keyring may
# find (a null backend, keyrings.alt's plain files) would write the key for everybody to read.
_REAL_STORES = (
    "Windows.WinVaultKeyring",
    "macOS.Keyring",
    "SecretService.Keyring",
    "libsecret.Keyring",
    "kwallet.DBusKeyring",
)

_log = logging.getLogger(__name__)


class KeyStore(Protocol):
    """What is used of a keyring backend."""

    def get_password(self, service: str, username: str) -> str | None:
        """Return the secret kept under a name, or None."""
        ...

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a secret under a name."""
        ...


@dataclass(frozen=True)
class _Wrapped:
    """A key wrapped by a passphrase, with the cost of turning the passphrase into a key.

    The costs are RFC 9106's second recommended choice: 3 passes over 64 MiB in 4 lanes.
    """

    salt: bytes
    nonce: bytes
    sealed: bytes
    passes: int = 3
    kibibytes: int = 64 * 1024
    lanes: int = 4


@dataclass(frozen=True)
class _KeyFile:
    identifier: str
    wrapped: _Wrapped | None


def key_path(database: Path) -> Path:
    """Return where the key file of a database lies."""
    return database.with_name(database.name + ".key")


def system_store() -> KeyStore | None:
    """Return the system's key store, or None where there is no real one (a headless machine).

    ``SHOUYUE_KEY_STORE=off`` does without it even where there is one.
    """
    if os.environ.get(_SWITCH, "").lower() == "off":
        return None
    for name in _REAL_STORES:
        module, _, kind = name.partition(".")
        try:
            backend = getattr(importlib.import_module(f"keyring.backends.{module}"), kind)
            if backend.viable:
                return backend()  # type: ignore[no-any-return]
        except Exception:  # noqa: BLE001 - a broken backend is one that cannot be used
            _log.info("the key store %s cannot be used", name, exc_info=True)
    return None


def create_key(database: Path, passphrase: str | None, *, store: KeyStore | None) -> bytes:
    """Make a random key for a new database, keep it and return it.

    Without a key store a passphrase is a must; with one it is the way in from another machine.
    Raises ``EnvironmentProblem`` where a key file is there already or cannot be written.
    """
    if key_path(database).exists():
        raise EnvironmentProblem("key.exists", file=key_path(database).name)
    if store is None and passphrase is None:
        raise EnvironmentProblem("key.passphrase_needed", database=database.name)
    key = secrets.token_bytes(KEY_BYTES)
    identifier = secrets.token_hex(16)
    if store is not None:
        _remember(store, identifier, key)
    wrapped = None if passphrase is None else _wrap(key, _checked(passphrase), identifier)
    _write(key_path(database), _KeyFile(identifier, wrapped))
    return key


def find_key(database: Path, passphrase: str | None = None, *, store: KeyStore | None) -> bytes:
    """Return the key of a database: by its passphrase where one is given, else from the store.

    A key that a passphrase opened is kept in the store for the next time. Raises
    ``EnvironmentProblem``: ``key.passphrase_needed``, ``key.wrong_passphrase``,
    ``key.file_missing``, ``key.file_damaged`` or ``key.lost``.
    """
    kept = _read(database)
    if passphrase is None:
        if store is not None and (key := _recall(store, kept.identifier)) is not None:
            return key
        code = "key.lost" if kept.wrapped is None else "key.passphrase_needed"
        raise EnvironmentProblem(code, database=database.name)
    if kept.wrapped is None:
        raise EnvironmentProblem("key.no_passphrase", database=database.name)
    key = _unwrap(kept.wrapped, passphrase, kept.identifier, database)
    if store is not None and _recall(store, kept.identifier) is None:
        _remember(store, kept.identifier, key)
    return key


def needs_passphrase(database: Path, *, store: KeyStore | None) -> bool:
    """Whether opening a database will ask for its passphrase."""
    kept = _read(database)
    return store is None or _recall(store, kept.identifier) is None


def has_passphrase(database: Path) -> bool:
    """Whether a passphrase opens the database on another machine."""
    return _read(database).wrapped is not None


def set_passphrase(database: Path, key: bytes, passphrase: str) -> None:
    """Set or change the passphrase of a database whose key is at hand.

    The key stays the same, so backups made before keep the passphrase they were made with.
    """
    kept = _read(database)
    wrapped = _wrap(key, _checked(passphrase), kept.identifier)
    _write(key_path(database), _KeyFile(kept.identifier, wrapped))


def copy_key(database: Path, target: Path) -> None:
    """Put a database's key file beside a copy of the database."""
    _write(key_path(target), _read(database))


def strength(passphrase: str) -> int:
    """Rate a passphrase from 0 (refused) over 1 (weak) and 2 (fair) to 3 (strong).

    Counts length and kinds of characters only; it hints, it does not measure.
    """
    if len(passphrase) < MINIMUM_PASSPHRASE or len(set(passphrase)) < 4:
        return 0
    kinds = sum(
        any(test(character) for character in passphrase)
        for test in (str.isdigit, str.islower, str.isupper, _is_mark, _is_wide)
    )
    length = len(passphrase) + sum(map(_is_wide, passphrase))  # a Chinese character says more
    return min(3, 1 + (length >= 12) + (kinds >= 3) + (length >= 20))


def _is_mark(character: str) -> bool:
    return not character.isalnum()


def _is_wide(character: str) -> bool:
    return ord(character) > 0x2E7F


def _checked(passphrase: str) -> str:
    if strength(passphrase) == 0:
        raise DomainError("key.passphrase_weak", field="passphrase", minimum=MINIMUM_PASSPHRASE)
    return passphrase


def _recall(store: KeyStore, identifier: str) -> bytes | None:
    try:
        kept = store.get_password(_SERVICE, identifier)
        key = b64decode(kept, validate=True) if kept else b""
    except Exception:  # noqa: BLE001 - backends raise what they like; the passphrase remains
        _log.warning("the system's key store did not answer", exc_info=True)
        return None
    return key if len(key) == KEY_BYTES else None


def _remember(store: KeyStore, identifier: str, key: bytes) -> None:
    try:
        store.set_password(_SERVICE, identifier, b64encode(key).decode())
    except Exception as error:
        _log.warning("the system's key store did not keep the key", exc_info=True)
        raise EnvironmentProblem("key.store_failed") from error


def _derive(passphrase: str, wrapped: _Wrapped) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    derivation = Argon2id(
        salt=wrapped.salt,
        length=KEY_BYTES,
        iterations=wrapped.passes,
        lanes=wrapped.lanes,
        memory_cost=wrapped.kibibytes,
    )
    return derivation.derive(passphrase.encode())


def _wrap(key: bytes, passphrase: str, identifier: str) -> _Wrapped:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    empty = _Wrapped(secrets.token_bytes(16), secrets.token_bytes(12), b"")
    sealed = AESGCM(_derive(passphrase, empty)).encrypt(empty.nonce, key, identifier.encode())
    return _Wrapped(empty.salt, empty.nonce, sealed)


def _unwrap(wrapped: _Wrapped, passphrase: str, identifier: str, database: Path) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    cipher = AESGCM(_derive(passphrase, wrapped))
    try:
        return cipher.decrypt(wrapped.nonce, wrapped.sealed, identifier.encode())
    except InvalidTag as error:
        raise EnvironmentProblem("key.wrong_passphrase", database=database.name) from error


def _read(database: Path) -> _KeyFile:
    file = key_path(database)
    try:
        return _parsed(json.loads(file.read_bytes()))
    except FileNotFoundError as error:
        raise EnvironmentProblem("key.file_missing", file=file.name, folder=file.parent) from error
    except OSError as error:
        raise EnvironmentProblem("key.file_unreadable", file=file, reason=error.strerror) from error
    except (ValueError, TypeError, KeyError) as error:
        raise EnvironmentProblem("key.file_damaged", file=file.name, folder=file.parent) from error


def _parsed(kept: dict[str, Any]) -> _KeyFile:
    wrapped = kept["wrapped"]
    if wrapped is None:
        return _KeyFile(str(kept["identifier"]), None)
    sealed = _Wrapped(
        salt=b64decode(wrapped["salt"], validate=True),
        nonce=b64decode(wrapped["nonce"], validate=True),
        sealed=b64decode(wrapped["sealed"], validate=True),
        passes=int(wrapped["passes"]),
        kibibytes=int(wrapped["kibibytes"]),
        lanes=int(wrapped["lanes"]),
    )
    # A forged file must not make the machine work for an hour or run out of memory.
    if not (1 <= sealed.passes <= 20 and 8 * 1024 <= sealed.kibibytes <= 2**20):
        raise ValueError("cost out of range")
    if not (1 <= sealed.lanes <= 16 and len(sealed.salt) >= 16 and len(sealed.nonce) == 12):
        raise ValueError("salt, nonce or lanes out of range")
    return _KeyFile(str(kept["identifier"]), sealed)


def _write(file: Path, kept: _KeyFile) -> None:
    """Replace the key file in one step: after a power cut the old or the new one is there."""
    shown = None
    if kept.wrapped is not None:
        shown = {
            name: b64encode(value).decode() if isinstance(value, bytes) else value
            for name, value in asdict(kept.wrapped).items()
        }
    text = json.dumps({"identifier": kept.identifier, "wrapped": shown}, indent=1)
    fresh = file.with_name(file.name + ".new")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(file)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise EnvironmentProblem("key.file_unwritable", file=file, reason=error.strerror) from error
