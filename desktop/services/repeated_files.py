"""The same statement under another name: one item in the inbox says so, and nothing is booked."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from db import payment_care_queries as care
from db import payment_queries as queries
from db.unit_of_work import UnitOfWork
from desktop.domain.money import ZERO

SAME_FILE = "payments.same_file"
SOURCE = "same_file"


@dataclass(frozen=True)
class Repeated:
    """A file with nothing new in it: where its ``lines`` were seen before.

    ``earlier_name`` is the file most of them came in, taken in on ``earlier_on``; ``files`` is in
    how many they came.
    """

    file: str
    earlier_name: str
    earlier_on: date
    files: int
    lines: int


def hold_repeated(
    work: UnitOfWork, file_name: str, keys: Sequence[str], *, today: date
) -> Repeated | None:
    """Put an item into the inbox for a file whose movements (all of them known) came in other files.

    None where the file came under its own name, as when it is taken in a second time by mistake.
    One item per name and content, however often it is taken in. The caller commits.
    """
    days: dict[str, date] = {}
    counts: Counter[str] = Counter()
    for row in care.files_of(work.connection, keys):
        counts[row.file_name] += 1
        day = row.stored_at.date()
        days[row.file_name] = min(day, days.get(row.file_name, day))
    counts.pop(file_name, None)
    if not counts:
        return None
    earlier = counts.most_common(1)[0][0]
    found = Repeated(file_name, earlier, days[earlier], len(counts), len(keys))
    digest = hashlib.sha256("|".join((file_name, *sorted(keys))).encode()).hexdigest()[:40]
    key = f"{SOURCE}:{digest}"
    if not queries.known_keys(work.connection, [key]):
        item = {
            "natural_key": key,
            "source": SOURCE,
            "state": "refused",
            "doubt": SAME_FILE,
            "amount": ZERO,
            "value_on": today,
            "file_name": file_name,
            "suggestions": [],
            "is_certain": False,
            "stored_at": work.now,
        }
        facts = {
            "earlier_name": earlier,
            "earlier_on": days[earlier],
            "files": len(counts),
            "lines": len(keys),
        }
        care.add_repeated(work.connection, item, facts)
        work.audit("payments.same_file", "movement", None, file=file_name, earlier=earlier)
    return found
