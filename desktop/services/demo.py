"""A demonstration: an invented branch, filled through the real importer, with its days run."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from types import TracebackType

from desktop.adapters import paths
from desktop.domain.clock import FixedClock
from desktop.domain.contact_facts import Channel
from desktop.domain.money import Money
from desktop.domain.progress import NoProgress, Progress
from desktop.services import (
    backup,
    cases,
    contacts,
    day_planning,
    day_run,
    dispatch_board,
    import_plans,
    imports,
    inbox,
    letter_register,
    letters,
    messages,
    movements,
    officers,
    outbox,
    places,
    service_requests,
    settings,
    today,
)
from desktop.services.cases import CaseQuery
from desktop.services.desk import Actor, Desk
from desktop.services.imports import ImportResult
from desktop.services.officers import OfficerCard
from desktop.services.unlock import Location, OpenDatabase, Unlocker

PASSPHRASE = "shouyue demo"  # noqa: S105 - invented data only, and it is told to the user
LAST_MONTH = date(2026, 10, 31)
TODAY = date(2026, 11, 20)
_FILES = {LAST_MONTH: "2026-10", date(2026, 11, 19): "2026-11"}
_CALLS_A_DAY = 60
_ANSWERS = (
    *("no_answer", "will_pay", "busy", "promised", "call_back"),
    *("will_pay", "no_answer", "switched_off", "asks_help"),
)

_LAW_FIRM = {"律师事务所": "浙江示例律师事务所", "律师姓名": "沈知言"}
_VISITS_A_DAY = 14
_FOUND = ("will_pay", "not_met", "asks_help", "met")

BRANCH = {
    "branch.name": "滨江农商银行江虹路支行",
    "branch.short_name": "江虹路支行",
    "branch.address": "浙江省杭州市滨江区江虹路 1768 号",
    "branch.postcode": "310052",
    "branch.phone": "0571-88880000",
    "branch.sms_signature": "滨江农商银行",
    "branch.month_target": "1200000.00",
}


@dataclass(frozen=True)
class Demo:
    """The open demonstration, what was taken in, and what the last day run counted."""

    opened: OpenDatabase
    imported: tuple[ImportResult, ...]
    counts: Mapping[str, object]

    def __enter__(self) -> "Demo":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.opened.close()

    def summary(self) -> dict[str, object]:
        """What is in it, read back from the store: cases, buckets, key figures, today's work."""
        desk = self.opened.desk
        work = today.worklist(desk)
        per_bucket = {
            f"M{bucket}": cases.case_totals(desk, CaseQuery(buckets=(bucket,)))
            for bucket in range(8)
        }
        return {
            "business_date": desk.today,
            "database": self.opened.location.path,
            "imported": {
                what: sum(result.total(what) for result in self.imported)
                for what in ("new", "changed", "same")
            },
            "rejected_rows": sum(result.rejected for result in self.imported),
            "day_run": self.counts,
            "cases": cases.case_totals(desk, CaseQuery()),
            "buckets": per_bucket,
            "key_figures": today.key_figures(desk),
            "today": dict(Counter(todo.kind for todo in work.todos)),
            "audit_entries": self.opened.verify().entries,
        }


def build(folder: Path, progress: Progress | None = None) -> Demo:
    """Make the demonstration in a folder of its own; it is left open.

    The clock stands at nine o'clock on the day of the newest sample files. The key is not put
    into the system's key store: the passphrase opens it. Raises what its use cases raise.
    """
    watch = progress or NoProgress()
    clock = FixedClock.at(LAST_MONTH)
    opened = Unlocker(None, clock).create(Location.of(folder / "demo.db"), PASSPHRASE)
    try:
        opened.desk = opened.desk.acting_as(_staff(opened.desk, folder))
        imported: list[ImportResult] = []
        counts: Mapping[str, object] = {}
        for day in _days(LAST_MONTH, TODAY):
            clock.moment = datetime.combine(day, time(9))
            if day in _FILES:
                source = paths.resources("sample", _FILES[day])
                imported.append(_take_in(opened.desk, source, watch))
            counts = day_run.run(opened.desk).counts
            if day < TODAY:
                _work(opened.desk, clock)
            watch.report((day - LAST_MONTH).days, (TODAY - LAST_MONTH).days, "day_run.running")
        inbox.receive_file(opened.desk, paths.resources("sample", "messages.jsonl"))
        places.import_places(opened.desk, paths.resources("sample", "places.csv"))
        movements.import_statement(opened.desk, paths.resources("sample", "statement.csv"))
        _plan_visits(opened.desk)
        backup.back_up_daily(opened.desk)
        return Demo(opened, tuple(imported), counts)
    except BaseException:
        opened.close()
        raise


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=after) for after in range((last - first).days + 1)]


def _staff(desk: Desk, folder: Path) -> Actor:
    """Set the branch up with its officers; the first of them sits at the desk."""
    exchange = folder / "sms"
    exchange.mkdir()
    settings.save(desk, {**BRANCH, "messages.exchange_folder": str(exchange)})
    listed = json.loads(paths.resources("sample", "officers.json").read_text("utf-8"))
    for officer in listed:
        officers.save(desk, None, OfficerCard(**officer))
    first = next(one for one in officers.active(desk) if one.staff_no == listed[0]["staff_no"])
    return Actor(first.id, first.staff_no, first.name)


def _take_in(desk: Desk, folder: Path, progress: Progress) -> ImportResult:
    files = [file for file in sorted(folder.iterdir()) if file.suffix in (".csv", ".xlsx")]
    found = [plan for file in files for plan in import_plans.look_at(desk, file)]
    plans = import_plans.usable(found)
    return imports.run(desk, plans, progress=progress)


def _work(desk: Desk, clock: FixedClock) -> None:
    """Do a day's work as diligent officers would: send the messages, print, call, visit."""
    messages.release(desk)
    outbox.hand_over(desk)
    for template, ids in letters.due(desk).items():
        letters.make(desk, template, ids, _LAW_FIRM if "lawyer" in template else None)
    due: dict[str, list[tuple[int, Money | None]]] = {"call": [], "visit": []}
    for todo in today.worklist(desk).todos:
        if todo.kind in due and todo.case_id is not None:
            due[todo.kind].append((todo.case_id, todo.amount))
    for number, (case_id, _) in enumerate(due["visit"][:_VISITS_A_DAY]):
        result = _FOUND[number % len(_FOUND)]
        contacts.log_contact(desk, case_id, channel=Channel.VISIT, result=result)
    for number, (case_id, amount) in enumerate(due["call"][:_CALLS_A_DAY]):
        clock.moment += timedelta(minutes=4)
        result = _ANSWERS[(number + desk.today.day) % len(_ANSWERS)]
        promise = None
        if result == "promised" and amount:
            promise = (desk.today + timedelta(days=3 + number % 5), amount)
        elif result == "promised":
            result = "will_pay"
        contacts.log_contact(desk, case_id, result=result, promise=promise)


def _plan_visits(desk: Desk) -> None:
    """Confirm what was understood without a doubt and place it, as the dispatcher would."""
    for card in dispatch_board.read_board(desk, desk.today).requests:
        if card.needs_visit and card.address and not card.doubts:
            service_requests.confirm(desk, card.request_id)
    day_planning.plan(desk, desk.today)


def print_letters(made: Demo, folder: Path, progress: Progress | None = None) -> list[Path]:
    """Make the letters that are due today, as the letters page would; one PDF each."""
    desk = made.opened.desk
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for template, ids in letters.due(desk).items():
        printed = letters.make(desk, template, ids, progress=progress or NoProgress())
        for entry, content in letter_register.pdfs(desk, printed.ids):
            files.append(folder / f"{entry.register_no}.pdf")
            files[-1].write_bytes(content)
    return files
