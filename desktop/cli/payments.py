"""Commands of the repayments room: take statements in, match and book, hold a day against the bank."""

import json
import os
import sys
from dataclasses import asdict
from getpass import getpass
from pathlib import Path
from typing import Any

from desktop.cli.accounts import amount
from desktop.cli.command import FINDINGS, Call, Commands, Outcome, day
from desktop.domain.clock import SystemClock
from desktop.domain.errors import DomainError
from desktop.services import (
    callbacks,
    collection,
    collection_travel,
    ledger,
    money_inbox,
    movements,
    payment_orders,
    payments,
    reconciliation,
)
from desktop.services.payment_orders import DAYS_VALID
from desktop.services.reconciliation_report import save_report
from desktop.services.repeated_files import Repeated

SHEET_PASSPHRASE = "SHOUYUE_SHEET_PASSPHRASE"  # noqa: S105 - the name of a variable


def add_commands(commands: Commands) -> None:
    """Add the commands of this room."""
    taken = commands.add("payments import", _import, help="payments.cli.import")
    taken.add("files", nargs="+", metavar="FILE", type=Path, help="payments.cli.files")
    taken.add("--encoding", default="", help="payments.cli.encoding")
    matched = commands.add("payments match", _match, help="payments.cli.match")
    matched.add("--book", action="store_true", help="payments.cli.book")
    held = commands.add("payments reconcile", _reconcile, help="payments.cli.reconcile")
    held.add("--date", type=day, metavar="DATE", help="payments.cli.date")
    held.add("--account", metavar="NUMBER", help="payments.cli.account")
    held.add("--report", metavar="FILE", type=Path, help="payments.cli.report")
    along = commands.add("payments take-along", _take_along, help="payments.cli.take_along")
    along.add("file", metavar="FILE", type=Path, help="payments.cli.sheet_file")
    along.add("--words", default="", help="payments.cli.sheet_words")
    back = commands.add("payments read-back", _read_back, help="payments.cli.read_back")
    back.add("file", metavar="FILE", type=Path, help="payments.cli.sheet_file")
    back.add("--book", action="store_true", help="payments.cli.sheet_book")
    order = commands.add("payments order", _order, help="payments.cli.order")
    order.add("account", metavar="NUMBER", help="payments.cli.order_account")
    order.add("amount", type=amount, metavar="AMOUNT", help="payments.cli.order_amount")
    order.add("--days", type=int, default=DAYS_VALID, metavar="N", help="payments.cli.order_days")
    kept = commands.add("payments receiver", _receiver, help="payments.cli.receiver")
    kept.add("file", metavar="FILE", type=Path, help="payments.cli.receiver_file")
    commands.add("payments take-in", _take_in, help="payments.cli.take_in")
    started = commands.add(
        "payments receive", _receive, help="payments.cli.receive", opens_database=False
    )
    started.add("--handed-over", action="store_true", help="payments.cli.handed_over")


def _import(call: Call) -> Outcome:
    answers: list[dict[str, object]] = []
    lines: list[str] = []
    has_findings = False
    for path in call.options.files:
        stored = movements.import_statement(
            call.desk, path, encoding=call.options.encoding, progress=call.progress
        )
        counts: dict[str, object] = {
            name: getattr(stored, name)
            for name in ("new", "known", "doubtful", "matched", "certain")
        }
        answers.append(
            {
                "file": path.name,
                **counts,
                "faults": [asdict(fault) for fault in stored.faults],
                "repeated": stored.repeated and asdict(stored.repeated),
            }
        )
        lines.append(call.text("payments.cli.imported", file=path.name, **counts))
        if stored.repeated is not None:
            lines.append(f"  {_repeated(call, stored.repeated)}")
        for fault in stored.faults:
            words = call.text(fault.code)
            lines.append(
                call.text("payments.cli.fault", row=fault.row_no, value=fault.value, fault=words)
            )
        has_findings |= bool(stored.faults or stored.doubtful or stored.repeated)
    return Outcome({"files": answers}, lines, FINDINGS if has_findings else 0)


def _repeated(call: Call, found: Repeated) -> str:
    key = "payments.same_file_facts" if found.files == 1 else "payments.same_files_facts"
    return call.text(
        key,
        file=found.file,
        earlier=found.earlier_name,
        day=found.earlier_on,
        lines=found.lines,
        files=found.files,
    )


def _match(call: Call) -> Outcome:
    found = movements.rematch(call.desk)
    data: dict[str, object] = {"matched": found.matched, "certain": found.certain, "booked": 0}
    left: tuple[tuple[int, str], ...] = ()
    if call.options.book:
        done = payments.accept_certain(call.desk, call.progress)
        left = done.left
        data |= {"booked": len(done.booked), "left": [{"id": at, "why": code} for at, code in left]}
    waiting = money_inbox.inbox_counts(call.desk)
    data["waiting"] = waiting.get("arrived", 0) + waiting.get("matched", 0)
    return Outcome(
        data, [call.text("payments.cli.matched", **data)], FINDINGS if data["waiting"] else 0
    )


def _reconcile(call: Call) -> Outcome:
    chosen = call.options.date or call.desk.today
    found = reconciliation.reconcile(call.desk, chosen, call.options.account)
    data = {**asdict(found), "is_settled": found.is_settled}
    lines = [
        call.text(
            "payments.cli.reconciled",
            day=found.day,
            arrived=found.arrived,
            booked=found.booked,
            apart=found.apart,
            taken=found.taken,
            on_its_way=found.on_its_way,
            alone=found.without_movement,
        )
    ]
    for each in found.differences:
        kind = call.text(f"payments.difference.{each.kind}")
        why = each.explained or "—"
        if each.awaited_until is not None and not each.explained:
            why = call.text("reconciliation.awaited", day=each.awaited_until)
        lines.append(f"  {kind}  {each.amount:,.2f}  {why}")
    lines += [
        call.text("payments.cli.open_day", day=when, count=count) for when, count in found.open_days
    ]
    if call.options.report is not None:
        save_report(call.desk, call.options.report, found, call.lang)
        data["report"] = call.options.report.name
    is_done = found.is_settled and not found.open_days
    return Outcome(data, lines, 0 if is_done else FINDINGS)


def _take_along(call: Call) -> Outcome:
    options = call.options
    done = collection_travel.take_along(
        call.desk,
        options.file,
        words=options.words,
        lang=call.lang,
        passphrase=_passphrase(call, options.file, is_new=True),
    )
    data = {"file": done.path.name, "sheet": done.sheet, "rows": done.rows}
    return Outcome(data, [call.text("payments.cli.taken_along", **data)])


def _read_back(call: Call) -> Outcome:
    path = call.options.file
    found = collection_travel.read_back(call.desk, path, _passphrase(call, path))
    data: dict[str, object] = {"sheet": found.sheet, "lines": len(found.lines)}
    lines = [
        call.text(
            "payments.cli.fault", row=each.row_no, value=each.value, fault=call.text(each.code)
        )
        for each in found.faults
    ]
    refused = 0
    if call.options.book:
        done = collection.book(call.desk, found.sheet, found.lines, call.progress)
        refused = done.count("refused")
        data |= {"booked": done.count("booked"), "known": done.count("known"), "refused": refused}
        lines += [f"  {call.text(each.code)}" for each in done.lines if each.code]
    data["faults"] = [asdict(fault) for fault in found.faults]
    said = call.text("payments.cli.read_back_done", sheet=found.sheet, count=len(found.lines))
    return Outcome(data, [said, *lines], FINDINGS if found.faults or refused else 0)


def _passphrase(call: Call, path: Path, *, is_new: bool = False) -> str:
    """What shuts an encrypted sheet: from the environment, else asked for, a new one twice."""
    if path.suffix.lower() != ".pdf":
        return ""
    known = os.environ.get(SHEET_PASSPHRASE)
    if known is not None or not sys.stdin.isatty():
        return known or ""
    words = getpass(call.text("payments.cli.sheet_ask", file=path.name))
    if is_new and words != getpass(call.text("cli.ask_again")):
        raise DomainError("collection.passphrases_differ", field="passphrase")
    return words


def _order(call: Call) -> Outcome:
    options = call.options
    account = ledger.find_account(call.desk, options.account)
    made = payment_orders.make_order(call.desk, account, options.amount, days=options.days)
    data = {"order": made.order_no, "amount": options.amount}
    return Outcome(data, [call.text("payments.cli.ordered", **data)])


def _receiver(call: Call) -> Outcome:
    kept = callbacks.keep_setup(call.desk, call.options.file)
    data = {"listen": kept.listen, "platforms": kept.platforms}
    words = call.text(
        "payments.cli.receiver_kept", listen=kept.listen, platforms=", ".join(kept.platforms)
    )
    return Outcome(data, [words])


def _take_in(call: Call) -> Outcome:
    done = callbacks.take_in(call.desk)
    data = {"new": done.new, "known": done.known, "doubtful": done.doubtful}
    return Outcome(data, [call.text("payments.cli.taken_in", **data)])


def _receive(call: Call) -> Outcome:
    handed = json.load(sys.stdin) if call.options.handed_over else _opened_and_closed(call)
    listen = handed["setup"].get("listen", callbacks.DEFAULT_LISTEN)
    print(call.text("payments.cli.listening", listen=listen), flush=True)
    callbacks.receive(handed, SystemClock())
    return Outcome({"listen": listen})


def _opened_and_closed(call: Call) -> dict[str, Any]:
    """Look the set-up up and let the database go, so that the window can have it."""
    ground = call.ground
    with ground.unlocker.open(ground.location, ground.passphrase) as opened:
        return callbacks.hand_over(opened.desk)
