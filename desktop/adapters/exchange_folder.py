"""Folder exchange with an SMS gateway that takes and gives files.

``out/`` gets one CSV per batch, put there whole by a rename; ``in/`` is where the gateway leaves
receipts (CSV) and customers' messages (.jsonl, .txt). What was read moves to ``in/done/``. A batch
waits in ``staging/`` until the database says it is being handed over: so after a crash it is known
whether it left, and nothing leaves twice.
"""

import csv
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop.domain.errors import EnvironmentProblem

HEADS = ("编号", "手机号", "内容")
_STATES = {
    "delivered": "delivered",
    "delivrd": "delivered",
    "已送达": "delivered",
    "成功": "delivered",
    "sent": "sent",
    "已发送": "sent",
    "failed": "failed",
    "undeliv": "failed",
    "rejectd": "failed",
    "expired": "failed",
    "失败": "failed",
    "发送失败": "failed",
}
_LONGEST_RECEIPTS = 20_000_000


@dataclass(frozen=True)
class Parcel:
    """One message of a batch."""

    number: int
    recipient: str
    text: str


@dataclass(frozen=True)
class Receipt:
    """What a gateway says became of a message: ``state`` is sent, delivered or failed."""

    number: int
    state: str
    at: datetime | None
    reason: str


@dataclass(frozen=True)
class ReceiptsRead:
    """The receipts of one file, and the lines that are none."""

    receipts: tuple[Receipt, ...]
    unreadable: tuple[int, ...]


class ExchangeFolder:
    """The folder agreed with the gateway. Raises ``EnvironmentProblem`` where it cannot be used."""

    def __init__(self, path: Path) -> None:
        if not path.is_dir():
            raise EnvironmentProblem("messages.no_exchange_folder", folder=str(path))
        self.path = path
        with _usable(path):
            for name in ("out", "staging", "in", "in/done"):
                (path / name).mkdir(exist_ok=True)

    def stage(self, batch: str, parcels: Iterable[Parcel]) -> None:
        """Write a batch where the gateway does not look yet, complete and on the disk."""
        part = self._staged(batch).with_suffix(".part")
        with _usable(self.path):
            with part.open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(HEADS)
                writer.writerows((one.number, one.recipient, one.text) for one in parcels)
                file.flush()
                os.fsync(file.fileno())
            part.replace(self._staged(batch))

    def hand_over(self, batch: str) -> Path:
        """Put a staged batch where the gateway takes it from; one handed over before stays so."""
        target = self.path / "out" / f"{batch}.csv"
        with _usable(self.path):
            if self._staged(batch).exists():
                self._staged(batch).replace(target)
        return target

    def forget_staged(self, known: set[str]) -> None:
        """Remove batches that were staged and then never claimed."""
        with _usable(self.path):
            for file in (self.path / "staging").iterdir():
                if file.stem not in known:
                    file.unlink(missing_ok=True)

    def receipt_files(self) -> list[Path]:
        """Receipts that wait, oldest name first."""
        return self._waiting(".csv")

    def message_files(self) -> list[Path]:
        """Customers' messages that wait, oldest name first."""
        return self._waiting(".jsonl", ".txt")

    def put_away(self, file: Path) -> None:
        """Move a file that was read out of the way."""
        with _usable(self.path):
            file.replace(self.path / "in" / "done" / file.name)

    def _waiting(self, *kinds: str) -> list[Path]:
        with _usable(self.path):
            inbox = (self.path / "in").iterdir()
            return sorted(file for file in inbox if file.suffix.lower() in kinds)

    def _staged(self, batch: str) -> Path:
        return self.path / "staging" / f"{batch}.csv"


@contextmanager
def _usable(folder: Path) -> Iterator[None]:
    """Whatever the disk refuses, a drive that went away in between too, names the folder."""
    try:
        yield
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise EnvironmentProblem(
            "messages.exchange_failed", folder=str(folder), reason=reason
        ) from problem


def read_receipts(file: Path) -> ReceiptsRead:
    """Read a receipts file: 编号, 状态, 时间, 原因 in any order, UTF-8 or GB18030.

    A line without a number or with an unknown state is named, not guessed.
    """
    with _usable(file.parent.parent):
        if file.stat().st_size > _LONGEST_RECEIPTS:
            raise EnvironmentProblem("messages.receipts_too_long", file=file.name)
        lines = _decoded(file.read_bytes()).splitlines()
    try:
        rows = list(csv.reader(lines))
    except csv.Error:
        return ReceiptsRead((), tuple(range(1, len(lines) + 1)))
    if not rows:
        return ReceiptsRead((), ())
    places = {_kind(head): place for place, head in enumerate(rows[0])}
    receipts: list[Receipt] = []
    unreadable: list[int] = []
    for line, row in enumerate(rows[1:], 2):
        if not any(row):
            continue
        found = _receipt(dict(_cells(places, row)))
        if found is None:
            unreadable.append(line)
        else:
            receipts.append(found)
    return ReceiptsRead(tuple(receipts), tuple(unreadable))


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")


def _kind(head: str) -> str:
    name = head.strip().strip("\ufeff").casefold()
    for kind, words in (
        ("number", ("编号", "流水号", "id", "序号")),
        ("state", ("状态", "结果", "state", "status")),
        ("at", ("时间", "送达时间", "time", "at")),
        ("reason", ("原因", "说明", "reason", "error")),
    ):
        if name in words:
            return kind
    return name


def _cells(places: dict[str, int], row: list[str]) -> Iterator[tuple[str, str]]:
    for kind, place in places.items():
        yield kind, row[place].strip() if place < len(row) else ""


def _receipt(cells: dict[str, str]) -> Receipt | None:
    number, state = cells.get("number", ""), _STATES.get(cells.get("state", "").casefold())
    if not number.isascii() or not number.isdigit() or len(number) > 15 or state is None:
        return None
    try:
        at = datetime.fromisoformat(cells.get("at", "").replace("/", "-"))
    except ValueError:
        at = None
    return Receipt(int(number), state, at, cells.get("reason", "")[:200])
