"""The exchange folder when the disk says no, and receipts in every shape."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from desktop.adapters import exchange_folder
from desktop.adapters.exchange_folder import ExchangeFolder, Parcel, Receipt, read_receipts
from desktop.domain.errors import EnvironmentProblem


def refuse(*_args: Any, **_more: Any) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("act", ["mkdir", "stage", "hand_over", "put_away"])
def test_a_disk_that_says_no_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    folder = ExchangeFolder(tmp_path)
    folder.stage("b1", [Parcel(1, "13800000001", "您好")])
    waiting = tmp_path / "in" / "r.csv"
    waiting.write_text("编号,状态\n", "utf-8")
    monkeypatch.setattr(Path, "mkdir" if act == "mkdir" else "replace", refuse)
    with pytest.raises(EnvironmentProblem) as problem:
        if act == "mkdir":
            ExchangeFolder(tmp_path)
        elif act == "stage":
            folder.stage("b2", [Parcel(2, "13800000002", "您好")])
        elif act == "hand_over":
            folder.hand_over("b1")
        else:
            folder.put_away(waiting)
    assert problem.value.code == "messages.exchange_failed"
    assert problem.value.facts["reason"] == "No space left on device"
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize(
    "act",
    [
        lambda folder: folder.forget_staged(set()),
        ExchangeFolder.receipt_files,
        ExchangeFolder.message_files,
        lambda folder: read_receipts(folder.path / "in" / "r.csv"),
    ],
    ids=["staged", "receipts", "messages", "one file"],
)
def test_a_drive_that_goes_away_in_mid_round_is_told(
    tmp_path: Path, act: Callable[[ExchangeFolder], object]
) -> None:
    (tmp_path / "drive").mkdir()
    folder = ExchangeFolder(tmp_path / "drive")
    folder.path.rename(tmp_path / "elsewhere")
    with pytest.raises(EnvironmentProblem) as problem:
        act(folder)
    assert problem.value.code == "messages.exchange_failed"


def test_receipts_in_any_order_of_columns(tmp_path: Path) -> None:
    file = tmp_path / "r.csv"
    file.write_text(
        "Status,Time,ID,机构\nDELIVRD,2026/11/20 09:05:00,7,x\nEXPIRED,,8\n\n,,\n", "utf-8"
    )
    found = read_receipts(file)
    assert found.receipts == (
        Receipt(7, "delivered", datetime(2026, 11, 20, 9, 5), ""),
        Receipt(8, "failed", None, ""),
    )
    assert found.unreadable == ()


def test_a_file_that_is_too_long_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange_folder, "_LONGEST_RECEIPTS", 10)
    file = tmp_path / "r.csv"
    file.write_bytes(b"x" * 11)
    with pytest.raises(EnvironmentProblem) as problem:
        read_receipts(file)
    assert problem.value.code == "messages.receipts_too_long"


def test_a_batch_that_was_never_claimed_is_forgotten(tmp_path: Path) -> None:
    folder = ExchangeFolder(tmp_path)
    folder.stage("claimed", [Parcel(1, "13800000001", "您好")])
    folder.stage("orphan", [Parcel(2, "13800000002", "您好")])
    folder.forget_staged({"claimed"})
    assert [file.stem for file in (tmp_path / "staging").iterdir()] == ["claimed"]
