"""The database's key: random, never plain on disk, found again, refused with clear words."""

import json
import os
import sys
from base64 import b64encode
from pathlib import Path

import pytest

from desktop.adapters import secret_store
from desktop.domain.errors import CodedError, DomainError, EnvironmentProblem

PASSPHRASE = "stone boat 42 River"


class MemoryStore:
    """A key store that forgets everything at the end of the test."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


class BrokenStore(MemoryStore):
    """A key store that is there but locked."""

    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError("locked")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise RuntimeError("locked")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "branch.db"


def _refusal(error: type[CodedError], act: object, *args: object, **more: object) -> str:
    with pytest.raises(error) as caught:
        act(*args, **more)  # type: ignore[operator]
    return caught.value.code


class TestWithKeyStore:
    def test_the_key_comes_back_from_the_store(self, database: Path) -> None:
        store = MemoryStore()
        key = secret_store.create_key(database, None, store=store)
        assert len(key) == 32
        assert secret_store.find_key(database, store=store) == key
        assert not secret_store.needs_passphrase(database, store=store)
        assert not secret_store.has_passphrase(database)

    def test_a_passphrase_is_as_dear_to_guess_as_rfc_9106_recommends(self, database: Path) -> None:
        secret_store.create_key(database, PASSPHRASE, store=None)
        kept = json.loads(secret_store.key_path(database).read_text("utf-8"))["wrapped"]
        assert (kept["passes"], kept["kibibytes"], kept["lanes"]) == (3, 64 * 1024, 4)

    def test_the_passphrase_opens_it_on_another_machine_and_is_asked_once(
        self, database: Path
    ) -> None:
        key = secret_store.create_key(database, PASSPHRASE, store=MemoryStore())
        elsewhere = MemoryStore()
        assert _refusal(EnvironmentProblem, secret_store.find_key, database, store=elsewhere) == (
            "key.passphrase_needed"
        )
        assert secret_store.find_key(database, PASSPHRASE, store=elsewhere) == key
        assert secret_store.find_key(database, store=elsewhere) == key

    def test_without_passphrase_another_machine_says_what_is_lost(self, database: Path) -> None:
        secret_store.create_key(database, None, store=MemoryStore())
        find = secret_store.find_key
        assert _refusal(EnvironmentProblem, find, database, store=MemoryStore()) == "key.lost"
        assert _refusal(EnvironmentProblem, find, database, "anything at all", store=None) == (
            "key.no_passphrase"
        )

    def test_a_locked_store_falls_back_to_the_passphrase(self, database: Path) -> None:
        key = secret_store.create_key(database, PASSPHRASE, store=MemoryStore())
        assert secret_store.needs_passphrase(database, store=BrokenStore())
        assert _refusal(
            EnvironmentProblem, secret_store.find_key, database, store=BrokenStore()
        ) == ("key.passphrase_needed")
        assert secret_store.find_key(database, PASSPHRASE, store=None) == key

    def test_a_locked_store_makes_no_database(self, database: Path) -> None:
        assert (
            _refusal(
                EnvironmentProblem,
                secret_store.create_key,
                database,
                PASSPHRASE,
                store=BrokenStore(),
            )
            == "key.store_failed"
        )
        assert not secret_store.key_path(database).exists()

    def test_nonsense_in_the_store_is_not_taken_for_a_key(self, database: Path) -> None:
        store = MemoryStore()
        secret_store.create_key(database, PASSPHRASE, store=store)
        store.kept = dict.fromkeys(store.kept, b64encode(b"short").decode())
        assert secret_store.needs_passphrase(database, store=store)


class TestWithPassphrase:
    def test_the_key_is_not_plain_on_disk(self, database: Path) -> None:
        key = secret_store.create_key(database, PASSPHRASE, store=None)
        written = secret_store.key_path(database).read_bytes()
        assert secret_store.find_key(database, PASSPHRASE, store=None) == key
        assert secret_store.needs_passphrase(database, store=None)
        for plain in (key, key.hex().encode(), b64encode(key), PASSPHRASE.encode()):
            assert plain not in written

    @pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps permissions elsewhere")
    def test_only_the_user_can_read_the_key_file(self, database: Path) -> None:
        secret_store.create_key(database, PASSPHRASE, store=None)
        assert secret_store.key_path(database).stat().st_mode & 0o077 == 0

    def test_two_databases_never_share_a_key(self, tmp_path: Path) -> None:
        keys = {secret_store.create_key(tmp_path / name, PASSPHRASE, store=None) for name in "ab"}
        assert len(keys) == 2

    def test_a_wrong_passphrase_is_told(self, database: Path) -> None:
        secret_store.create_key(database, PASSPHRASE, store=None)
        wrong = PASSPHRASE.lower()
        assert _refusal(EnvironmentProblem, secret_store.find_key, database, wrong, store=None) == (
            "key.wrong_passphrase"
        )

    def test_a_passphrase_is_needed_where_there_is_no_store(self, database: Path) -> None:
        make, find = secret_store.create_key, secret_store.find_key
        assert (
            _refusal(EnvironmentProblem, make, database, None, store=None)
            == "key.passphrase_needed"
        )
        secret_store.create_key(database, PASSPHRASE, store=None)
        assert _refusal(EnvironmentProblem, find, database, store=None) == "key.passphrase_needed"

    @pytest.mark.parametrize("weak", ["", "short", "aaaaaaaaaaaa", "abababababab"])
    def test_a_weak_passphrase_is_refused(self, database: Path, weak: str) -> None:
        make = secret_store.create_key
        assert _refusal(DomainError, make, database, weak, store=None) == "key.passphrase_weak"
        assert not secret_store.key_path(database).exists()

    def test_a_changed_passphrase_opens_the_same_key(self, database: Path) -> None:
        key = secret_store.create_key(database, PASSPHRASE, store=None)
        secret_store.set_passphrase(database, key, "another Passphrase 7")
        assert secret_store.find_key(database, "another Passphrase 7", store=None) == key
        assert _refusal(
            EnvironmentProblem, secret_store.find_key, database, PASSPHRASE, store=None
        ) == ("key.wrong_passphrase")


class TestKeyFile:
    def test_a_key_is_never_overwritten(self, database: Path) -> None:
        secret_store.create_key(database, PASSPHRASE, store=None)
        make = secret_store.create_key
        assert _refusal(EnvironmentProblem, make, database, PASSPHRASE, store=None) == "key.exists"

    def test_a_copy_opens_with_the_same_passphrase(self, database: Path, tmp_path: Path) -> None:
        key = secret_store.create_key(database, PASSPHRASE, store=None)
        secret_store.copy_key(database, tmp_path / "copy.db")
        assert secret_store.find_key(tmp_path / "copy.db", PASSPHRASE, store=None) == key

    def test_a_missing_key_file_is_told(self, database: Path) -> None:
        assert _refusal(EnvironmentProblem, secret_store.find_key, database, store=None) == (
            "key.file_missing"
        )

    def test_a_key_file_that_cannot_be_read_is_told(self, database: Path) -> None:
        secret_store.key_path(database).mkdir()
        assert _refusal(EnvironmentProblem, secret_store.find_key, database, store=None) in (
            "key.file_unreadable",
        )

    def test_a_key_file_that_cannot_be_written_is_told(self, tmp_path: Path) -> None:
        nowhere = tmp_path / "no" / "folder" / "branch.db"
        make = secret_store.create_key
        assert _refusal(EnvironmentProblem, make, nowhere, PASSPHRASE, store=None) == (
            "key.file_unwritable"
        )

    @pytest.mark.parametrize(
        "spoil",
        [
            {"wrapped": {"kibibytes": 2**30}},
            {"wrapped": {"passes": 10_000}},
            {"wrapped": {"lanes": 0}},
            {"wrapped": {"salt": "c2hvcnQ="}},
            {"wrapped": {"sealed": "not base64!"}},
            {"wrapped": 7},
            {"identifier": None, "wrapped": {"nonce": None}},
        ],
    )
    def test_a_forged_key_file_is_refused_before_any_work(
        self, database: Path, spoil: dict[str, object]
    ) -> None:
        secret_store.create_key(database, PASSPHRASE, store=None)
        file = secret_store.key_path(database)
        kept = json.loads(file.read_text("utf-8"))
        for name, value in spoil.items():
            kept[name] = {**kept[name], **value} if isinstance(value, dict) else value
        file.write_text(json.dumps(kept), "utf-8")
        assert _refusal(
            EnvironmentProblem, secret_store.find_key, database, PASSPHRASE, store=None
        ) == ("key.file_damaged")

    def test_another_databases_key_file_does_not_fit_in(self, database: Path) -> None:
        secret_store.create_key(database, PASSPHRASE, store=None)
        file = secret_store.key_path(database)
        kept = json.loads(file.read_text("utf-8"))
        file.write_text(json.dumps({**kept, "identifier": "0" * 32}), "utf-8")
        assert _refusal(
            EnvironmentProblem, secret_store.find_key, database, PASSPHRASE, store=None
        ) == ("key.wrong_passphrase")


class TestSystemStore:
    def test_it_can_be_switched_off(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SHOUYUE_KEY_STORE", "off")
        assert secret_store.system_store() is None

    def test_only_real_stores_are_taken(self, monkeypatch: pytest.MonkeyPatch) -> None:
        import keyring
        import keyring.backends.null

        monkeypatch.delenv("SHOUYUE_KEY_STORE", raising=False)
        monkeypatch.setattr(secret_store, "_REAL_STORES", ("NoSuchModule.Keyring",))
        before = keyring.get_keyring()
        keyring.set_keyring(keyring.backends.null.Keyring())
        try:
            assert secret_store.system_store() is None
        finally:
            keyring.set_keyring(before)

    def test_the_first_that_works_is_taken(self, monkeypatch: pytest.MonkeyPatch) -> None:
        import keyring.backends.null
        import keyring.backends.SecretService

        class Works(MemoryStore):
            viable = True

        monkeypatch.delenv("SHOUYUE_KEY_STORE", raising=False)
        monkeypatch.setattr(keyring.backends.SecretService, "Keyring", Works)
        monkeypatch.setattr(keyring.backends.null.Keyring, "viable", False)
        monkeypatch.setattr(secret_store, "_REAL_STORES", ("null.Keyring", "SecretService.Keyring"))
        assert isinstance(secret_store.system_store(), Works)


@pytest.mark.parametrize(
    ("passphrase", "expected"),
    [
        ("", 0),
        ("seven77", 0),
        ("aaaaaaaaaaaaaaaa", 0),
        ("kettle88", 1),
        ("kettleandboat", 2),
        ("Kettle88!", 2),
        ("Kettle and boat 88", 3),
        ("山高水长，春风又绿江南岸", 3),
    ],
)
def test_rates_a_passphrase(passphrase: str, expected: int) -> None:
    assert secret_store.strength(passphrase) == expected


def test_a_half_written_key_file_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = tmp_path / "branch.db"
    key = secret_store.create_key(database, PASSPHRASE, store=None)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert _refusal(
        EnvironmentProblem, secret_store.set_passphrase, database, key, "another 1 Phrase"
    ) == ("key.file_unwritable")
    assert secret_store.find_key(database, PASSPHRASE, store=None) == key
    assert [file.name for file in tmp_path.iterdir()] == ["branch.db.key"]
