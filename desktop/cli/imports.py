"""The command that takes in lenders' files."""

from dataclasses import replace
from pathlib import Path

from desktop.adapters.delimited_text import ENCODINGS
from desktop.cli.command import DONE, FINDINGS, Call, Commands, Outcome, day
from desktop.domain.errors import CodedError
from desktop.domain.import_fields import KINDS
from desktop.services import import_history, import_plans, imports
from desktop.services.import_plans import SheetPlan
from desktop.services.imports import ImportResult, SheetResult

SHOWN_PROBLEMS = 20


def add_commands(commands: Commands) -> None:
    """Add the command of this room."""
    taken = commands.add("import", _import, help="imports.cli.help")
    taken.add("files", nargs="+", metavar="FILE", type=Path, help="imports.cli.files")
    taken.add("--dry-run", action="store_true", help="imports.cli.dry_run")
    taken.add("--as", dest="kind", choices=KINDS, default="", help="imports.cli.kind")
    taken.add("--encoding", choices=ENCODINGS, default="", help="imports.cli.encoding")
    taken.add("--stated-on", metavar="DATE", type=day, help="imports.cli.stated_on")
    taken.add("--rejects", metavar="DIR", type=Path, help="imports.cli.rejects")


def _import(call: Call) -> Outcome:
    options = call.options
    plans: list[SheetPlan] = []
    for path in options.files:
        found = import_plans.look_at(
            call.desk, path, encoding=options.encoding, as_kind=options.kind
        )
        plans += import_plans.usable(found)
    if options.stated_on:
        plans = [replace(plan, stated_on=options.stated_on) for plan in plans]
    done = imports.run(call.desk, plans, dry_run=options.dry_run, progress=call.progress)
    saved = {} if options.dry_run else _save_rejects(call, plans, done)
    lines = [line for sheet in done.sheets for line in _lines(call, sheet, saved)]
    lines.append(_summary(call, done))
    data = {
        "dry_run": done.is_dry_run,
        "sheets": [_data(call, sheet, saved) for sheet in done.sheets],
        "rejected": done.rejected,
        **{what: done.total(what) for what in ("new", "changed", "same")},
    }
    return Outcome(data, lines, FINDINGS if done.rejected else DONE)


def _save_rejects(call: Call, plans: list[SheetPlan], done: ImportResult) -> dict[int, Path | str]:
    """Write the rejected rows of each sheet beside its file, or into the folder named."""
    folders = {(plan.file_name, plan.sheet): plan.source.path.parent for plan in plans}
    saved: dict[int, Path | str] = {}
    for sheet in done.sheets:
        if sheet.batch_id is None or not sheet.rejected:
            continue
        folder = call.options.rejects or folders[sheet.file_name, sheet.sheet]
        stem = Path(sheet.file_name).stem
        name = stem if sheet.sheet == stem else f"{stem}-{sheet.sheet}"
        path = folder / f"{name}-rejects.xlsx"
        try:
            import_history.save_rejects(call.desk, sheet.batch_id, path, lang=call.lang)
            saved[sheet.batch_id] = path
        except CodedError as error:  # the import itself is done
            saved[sheet.batch_id] = call.text(error.code, **error.facts)
    return saved


def _lines(call: Call, sheet: SheetResult, saved: dict[int, Path | str]) -> list[str]:
    kinds = [call.text(f"imports.kind.{kind}") for kind in sheet.kinds]
    counts = {what: _total(sheet, what) for what in ("new", "changed", "same")}
    lines = [
        call.text(
            "imports.cli.sheet",
            file=sheet.file_name,
            sheet=sheet.sheet,
            kinds=kinds,
            rows=sheet.counts["rows"],
            rejected=sheet.rejected,
            **counts,
        )
    ]
    for problem in sheet.problems[:SHOWN_PROBLEMS]:
        reason = call.text(problem.code, **dict(problem.facts))
        code = "imports.cli.notice" if problem.is_notice else "imports.cli.problem"
        lines.append(call.text(code, row=problem.row, column=problem.column or "—", reason=reason))
    if len(sheet.problems) > SHOWN_PROBLEMS:
        lines.append(call.text("imports.cli.more", number=len(sheet.problems) - SHOWN_PROBLEMS))
    if sheet.batch_id in saved:
        lines.append(call.text("imports.cli.saved", file=saved[sheet.batch_id]))
    return lines


def _total(sheet: SheetResult, what: str) -> int:
    return sum(sheet.counts[f"{kind}.{what}"] for kind in KINDS)


def _summary(call: Call, done: ImportResult) -> str:
    code = "imports.cli.would" if done.is_dry_run else "imports.cli.done"
    counts = {what: done.total(what) for what in ("new", "changed", "same")}
    return call.text(code, rejected=done.rejected, **counts)


def _data(call: Call, sheet: SheetResult, saved: dict[int, Path | str]) -> dict[str, object]:
    return {
        "file": sheet.file_name,
        "sheet": sheet.sheet,
        "kinds": list(sheet.kinds),
        "batch": sheet.batch_id,
        "counts": dict(sheet.counts),
        "rejects_file": saved.get(sheet.batch_id) if sheet.batch_id else None,
        "problems": [
            {
                "row": problem.row,
                "column": problem.column,
                "value": "" if problem.is_notice else problem.value,
                "code": problem.code,
                "reason": call.text(problem.code, **dict(problem.facts)),
                "is_notice": problem.is_notice,
            }
            for problem in sheet.problems
        ],
    }
