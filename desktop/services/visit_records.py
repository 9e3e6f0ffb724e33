"""The record of a visit, and what a stage cannot be closed without."""

import re
from collections.abc import Set
from dataclasses import asdict, dataclass
from typing import Any

from db import dispatch_queries as queries
from db.tables import Visit
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError
from desktop.services.desk import Desk

RESULTS = (
    "served",
    "promised",
    "will_pay",
    "refused_to_pay",
    "nobody_home",
    "moved_away",
    "papers_handed",
    "disputed",
    "hardship",
    "not_needed",
)
"""Result codes; the words are ``dispatch.result.<code>``."""
_TAKES_MONEY = re.compile(
    "(?<![未没不签])(?<!没有)(?<!不得)(?<!不能)(?:"
    "收(?:取|到|了|下)?.{0,4}(?:现金|钱款)|收(?:取|了|走)[^，。后补换新]{0,5}卡|代收|取走.{0,3}卡"
    "|现金(?:已|被)?(?:收|取走|带走)|卡(?:已|被)?(?:收(?:走|取|了)|取走|带走)"
    r")|(?i:\b(?<!not )(?:took|collected|received)\b.{0,12}\b(?:cash|cards?)\b)"
)
"""Words for taking; a card that the customer signed for or got is none, nor is what was not taken."""


@dataclass(frozen=True)
class VisitRecord:
    """What happened: ``recording`` is the number of the sound or video, ``papers`` what was left."""

    credentials_shown: bool = False
    recording: str = ""
    consent_to_enter: bool = False
    people_met: str = ""
    papers: str = ""
    receipt: bool = False
    result: str = ""
    next_step: str = ""

    def check(self) -> None:
        """Refuse what must not be: unknown results, papers without receipt, money or cards taken.

        Staff take neither cash nor cards on a visit (C6). Raises ``DomainError`` at the field.
        """
        if self.result and self.result not in RESULTS:
            raise DomainError("dispatch.unknown_result", field="result", result=self.result)
        if self.papers and not self.receipt:
            raise DomainError("dispatch.receipt_needed", field="receipt")
        for name in ("recording", "people_met", "papers", "next_step"):
            refuse_taking(getattr(self, name), name)


def tells_of_taking(words: str) -> bool:
    """Whether words say that cash or a card was taken on a visit."""
    return _TAKES_MONEY.search(words) is not None


def refuse_taking(words: str, field: str) -> None:
    """Raise ``DomainError("dispatch.nothing_taken")`` where words say that cash or a card was taken."""
    if tells_of_taking(words):
        raise DomainError("dispatch.nothing_taken", field=field)


def save_record(desk: Desk, visit_id: int, record: VisitRecord) -> Changes:
    """Keep the record of a visit. Raises ``DomainError`` at the field that is wrong."""
    record.check()
    with desk.write() as work:
        row = queries.one(work.connection, Visit, visit_id)
        if row is None:
            raise DomainError("dispatch.visit_gone")
        values = {"record": asdict(record), "result": record.result or None, "updated_at": work.now}
        queries.change(work.connection, Visit, visit_id, values)
        work.audit("visit.recorded", "visit", visit_id, result=record.result)
        work.commit()
    return Changes.of("visits")


def missing(row: Any, files: Set[str]) -> tuple[str, ...]:
    """What a visit still needs before it can be closed; ``files`` are the kinds attached.

    A collection visit (C6): two officers, credentials shown, a recording, who was met, the result.
    Papers handed over, at any visit: the signed receipt as a
    file.
    """
    record = row.record or {}
    lacking: list[str] = []
    if row.purpose == "collection":
        if row.second_officer_id is None:
            lacking.append("second_officer")
        needed = ("credentials_shown", "recording", "people_met", "result")
        nobody = record.get("result") in ("nobody_home", "moved_away")
        lacking += [
            name
            for name in needed
            if not record.get(name) and not (name == "people_met" and nobody)
        ]
    if record.get("papers") and not files & {"receipt", "signature"}:
        lacking.append("receipt_file")
    return tuple(lacking)


def check_closing(row: Any, files: Set[str]) -> None:
    """Raise ``DomainError("dispatch.record_needed")`` naming what is missing."""
    lacking = missing(row, files)
    if lacking:
        words = tuple(f"dispatch.needed.{name}" for name in lacking)
        raise DomainError("dispatch.record_needed", field=lacking[0], missing=words)
