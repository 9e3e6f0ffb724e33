"""Commands about the database itself: create, verify, backup, restore."""

import sys
from getpass import getpass
from pathlib import Path

from desktop.cli.command import DONE, FINDINGS, Call, Commands, Outcome
from desktop.domain.errors import DomainError
from desktop.services import backup, ledger_check


def add_commands(commands: Commands) -> None:
    """Add the commands of this room."""
    commands.add("create", _create, help="cli.create.help", opens_database=False)
    verifying = commands.add("verify", _verify, help="cli.verify.help")
    verifying.add("--ledger", action="store_true", help="cli.verify.ledger")
    making = commands.add("backup", _back_up, help="cli.backup.help")
    making.add("file", type=Path, metavar="FILE", help="cli.backup.file")
    bringing = commands.add("restore", _restore, help="cli.restore.help", opens_database=False)
    bringing.add("file", type=Path, metavar="FILE", help="cli.restore.file")


def _create(call: Call) -> Outcome:
    ground = call.ground
    passphrase = ground.passphrase
    if passphrase is None and sys.stdin.isatty() and not ground.location.exists():
        passphrase = _new_passphrase(call)
    ground.unlocker.create(ground.location, passphrase).close()
    name = ground.location.name
    return Outcome({"database": name}, [call.text("cli.create.done", database=name)])


def _new_passphrase(call: Call) -> str | None:
    """Ask twice; nothing typed means none, which only a key store allows."""
    name = call.ground.location.name
    first = getpass(call.text("cli.ask_passphrase", database=name))
    if first and first != getpass(call.text("cli.ask_again")):
        raise DomainError("cli.passphrases_differ", field="passphrase")
    return first or None


def _verify(call: Call) -> Outcome:
    found = call.database.verify()
    data: dict[str, object] = {"entries": found.entries, "faults": found.faults}
    if found.is_whole:
        code, lines = DONE, [call.text("cli.verify.whole", entries=found.entries)]
    else:
        code = FINDINGS
        lines = [call.text("cli.verify.broken", faults=len(found.faults), entries=found.entries)]
        lines += [call.text(f"cli.verify.fault.{one.kind}", seq=one.seq) for one in found.faults]
    if call.options.ledger:
        agreed = ledger_check.check(call.desk, call.progress)
        data |= {"accounts": agreed.accounts, "disagreements": agreed.findings}
        code = FINDINGS if agreed.findings else code
        facts = {"accounts": agreed.accounts, "findings": len(agreed.findings)}
        lines.append(call.text("cli.verify.ledgers", **facts))
        lines += [
            f"  {one.account_no}  {one.figure}  {one.kept} ≠ {one.derived}"
            for one in agreed.findings
        ]
    return Outcome(data, lines, code)


def _back_up(call: Call) -> Outcome:
    made = backup.back_up(call.desk, call.options.file)
    lines = [call.text("backup.made", file=made.path, entries=made.entries)]
    if not made.opens_elsewhere:
        lines.append(call.text("backup.only_here"))
    return Outcome({"file": made.path, "size": made.size, "entries": made.entries}, lines, DONE)


def _restore(call: Call) -> Outcome:
    ground = call.ground
    done = backup.restore(ground.unlocker, ground.location, call.options.file, ground.passphrase)
    lines = [call.text("backup.restored", file=done.path, entries=done.entries)]
    if done.aside is not None:
        lines.append(call.text("backup.aside", file=done.aside))
    return Outcome({"restored": done}, lines)
