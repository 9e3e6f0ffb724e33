"""The commands that make letters, check a file, and write an amount in capitals."""

import argparse
from dataclasses import asdict, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path

from desktop.cli.cases import buckets
from desktop.cli.command import DONE, FINDINGS, Call, Commands, Outcome
from desktop.domain.amount_in_capitals import amount_in_capitals
from desktop.domain.errors import DomainError
from desktop.domain.masks import mask_name
from desktop.services import letter_check, letter_output, letter_register, letters, suit_bundle
from desktop.services.cases import CaseQuery
from desktop.services.letter_check import Checked
from desktop.services.letter_gathering import Unfit
from desktop.services.suit_bundle import Wish

CHECK, BUNDLE = "check", "bundle"
KINDS = ("complaint", "payment_order")


def add_commands(commands: Commands) -> None:
    """Add the commands of this room."""
    made = commands.add("letters", _letters, help="letters.cli.help")
    made.add("action", nargs="*", metavar="check FILE | bundle", help="letters.cli.check")
    made.add("--template", metavar="NAME", default="", help="letters.cli.template")
    made.add("--due", action="store_true", help="letters.cli.due")
    made.add("--bucket", metavar="M3", default="", help="letters.cli.bucket")
    made.add("--case", metavar="N", action="append", default=[], help="letters.cli.case")
    made.add("--cases", metavar="FILE", type=Path, help="letters.cli.cases")
    made.add("--out", metavar="DIR", type=Path, default=Path("letters"), help="letters.cli.out")
    made.add("--merged", action="store_true", help="letters.cli.merged")
    made.add(
        "--fact",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        type=_pair,
        help="letters.cli.fact",
    )
    made.add("--kind", choices=KINDS, default=KINDS[0], help="letters.cli.kind")
    made.add("--account", metavar="NO", default="", help="letters.cli.account")
    made.add(
        "--add", metavar="FILE", type=Path, action="append", default=[], help="letters.cli.add"
    )
    made.add("--dry-run", action="store_true", help="letters.cli.dry_run")
    words = commands.add(
        "amount-in-capitals", _capitals, help="letters.cli.capitals", opens_database=False
    )
    words.add("amount", metavar="AMOUNT", help="letters.cli.amount")


def _pair(written: str) -> tuple[str, str]:
    name, sign, value = written.partition("=")
    if not sign:
        raise argparse.ArgumentTypeError(f"{written!r}: NAME=VALUE")
    return name, value


def _letters(call: Call) -> Outcome:
    options = call.options
    if options.action == [BUNDLE]:
        return _bundle(call)
    if options.action:
        if options.action[0] != CHECK or len(options.action) < 2:
            raise DomainError("letters.cli_unknown", what=" ".join(options.action))
        return _check(call, [Path(name) for name in options.action[1:]])
    if options.due:
        jobs: dict[str, CaseQuery | list[int]] = {**letters.due(call.desk)}
    elif options.template:
        jobs = {options.template: _selection(call)}
    else:
        raise DomainError(
            "letters.cli_no_template", names="、".join(sorted(letters.templates(call.desk)))
        )
    if options.dry_run:
        return _planned(call, jobs)
    return _made(call, jobs)


def _selection(call: Call) -> CaseQuery | list[int]:
    options = call.options
    names: list[str] = list(options.case)
    if options.cases:
        names += [
            line.strip()
            for line in options.cases.read_text("utf-8-sig").splitlines()
            if line.strip()
        ]
    if names:
        return letters.find_cases(call.desk, names)
    if options.bucket:
        return CaseQuery(buckets=buckets(options.bucket))
    raise DomainError("letters.cli_no_cases")


def _answers(call: Call, template: str) -> dict[str, object]:
    found = letters.templates(call.desk).get(template)
    if found is None:
        raise DomainError("letters.no_template", name=template)
    return {name: letters.read_answer(found, name, value) for name, value in call.options.fact}


def _planned(call: Call, jobs: dict[str, CaseQuery | list[int]]) -> Outcome:
    plans = [
        letters.plan(call.desk, name, cases, _answers(call, name), progress=call.progress)
        for name, cases in jobs.items()
    ]
    count = sum(len(one.letters) for one in plans)
    left_out = [unfit for one in plans for unfit in one.left_out]
    over = [letter for one in plans for letter in one.letters if letter.over_cap]
    lines = [
        call.text("letters.cli.planned", count=count),
        *(f"{letter.case_no}  {letter.account_no}  {_over_cap(call, letter)}" for letter in over),
        *_left_out_lines(call, left_out),
    ]
    data = {
        "planned": count,
        "over_cap": [
            {"case_no": one.case_no, "account_no": one.account_no, "reason": _over_cap(call, one)}
            for one in over
        ],
        "left_out": _left_out_data(call, left_out),
    }
    return Outcome(data, lines, FINDINGS if left_out else DONE)


def _over_cap(call: Call, letter: letters.PlannedLetter) -> str:
    assert letter.over_cap is not None
    rate, caps = letter.over_cap.rate.yearly, letter.over_cap.exceeded
    return call.text("letters.over_cap", rate=f"{rate:.2%}", cap=f"{caps[-1].rate:.2%}")


def _made(call: Call, jobs: dict[str, CaseQuery | list[int]]) -> Outcome:
    ids: list[int] = []
    new = unstamped = 0
    left_out: list[Unfit] = []
    for name, cases in jobs.items():
        done = letters.make(call.desk, name, cases, _answers(call, name), progress=call.progress)
        ids += done.ids
        new += done.new
        left_out += done.left_out
        unstamped += done.unstamped
    folder: Path = call.options.out
    if call.options.merged and ids:
        files = [folder / f"{call.desk.today:%Y%m%d}-{len(ids)}.pdf"]
        letter_output.write_whole(
            files[0], letter_output.merged(call.desk, ids, progress=call.progress)
        )
    else:
        files = letter_output.save_each(call.desk, ids, folder, progress=call.progress)
    entries = letter_register.register_rows(call.desk, ids)
    lines = [
        f"{entry.register_no}  {entry.case_no}  {mask_name(entry.recipient)}  {entry.amount or ''}"
        for entry in entries
    ]
    lines.append(
        call.text("letters.cli.made", new=new, again=len(ids) - new, folder=folder.resolve())
    )
    if unstamped:
        lines.append(call.text("letters.unstamped", count=unstamped))
    lines += _left_out_lines(call, left_out)
    data = {
        "letters": [
            {
                "id": entry.id,
                "register_no": entry.register_no,
                "case_no": entry.case_no,
                "template": entry.template,
                "amount": entry.amount,
                "pages": entry.pages,
                "sha256": entry.sha256,
                "signature": entry.signature,
            }
            for entry in entries
        ],
        "new": new,
        "files": files,
        "left_out": _left_out_data(call, left_out),
    }
    return Outcome(data, lines, FINDINGS if left_out else DONE)


def _left_out_lines(call: Call, left_out: list[Unfit]) -> list[str]:
    return [
        call.text(
            "letters.cli.left_out",
            case=unfit.case_no,
            name=mask_name(unfit.name),
            reason=call.text(unfit.code, **unfit.facts),
        )
        for unfit in left_out
    ]


def _left_out_data(call: Call, left_out: list[Unfit]) -> list[dict[str, object]]:
    return [
        {
            "case_no": unfit.case_no,
            "code": unfit.code,
            "reason": call.text(unfit.code, **unfit.facts),
        }
        for unfit in left_out
    ]


def _bundle(call: Call) -> Outcome:
    options = call.options
    chosen = letters.find_cases(call.desk, options.case)
    if len(chosen) != 1:
        raise DomainError("bundle.cli_one_case")
    wish = Wish(chosen[0], options.kind, options.account, {}, tuple(options.add))
    template, _ = suit_bundle.template_for(call.desk, wish)
    wish = replace(wish, answers=_answers(call, template))
    made = suit_bundle.make(call.desk, wish, options.out, progress=call.progress)
    doubts = [call.text(doubt.code, **doubt.facts) for doubt in made.doubts]
    lines = [
        call.text("bundle.cli_made", number=made.register_no, pages=made.pages),
        str(made.pdf.resolve()),
        str(made.docx.resolve()),
        *doubts,
    ]
    data = {
        "files": [made.pdf, made.docx],
        "letter_id": made.letter_id,
        "register_no": made.register_no,
        "pages": made.pages,
        "doubts": doubts,
    }
    return Outcome(data, lines, FINDINGS if doubts else DONE)


def _check(call: Call, files: list[Path]) -> Outcome:
    found = [letter_check.check_file(call.desk, file) for file in files]
    lines = [line for one in found for line in _checked_lines(call, one)]
    data = [
        {
            "file": file,
            "verdict": one.verdict,
            "register_no": one.entry.register_no if one.entry else None,
            "is_void": one.entry is not None and one.entry.voided_at is not None,
            "obstacle": one.obstacle or one.unsure or None,
            "sha256": one.sha256,
            "pages": one.pages,
            "signatures": [asdict(signature) for signature in one.signatures],
        }
        for file, one in zip(files, found, strict=True)
    ]
    is_fine = all(one.is_fine for one in found)
    return Outcome({"files": data}, lines, DONE if is_fine else FINDINGS)


def _checked_lines(call: Call, found: Checked) -> list[str]:
    number = found.entry.register_no if found.entry else ""
    parts = [found.file, call.text(f"letter_check.{found.verdict}", number=number)]
    if found.entry is not None and found.entry.voided_at is not None:
        parts.append(call.text("letters.state.void"))
    if found.entry is not None and found.entry.signature == "unstamped":
        parts.append(call.text("letter_check.unstamped"))
    parts += [call.text(code) for code in (found.obstacle, found.unsure) if code]
    return ["  ".join(parts)] + [
        "    "
        + call.text(f"letter_check.signature_{one.state}", name=one.name, issuer=one.issuer)
        + "  "
        + call.text(
            f"letter_check.stamp_{one.stamp}",
            moment=f"{one.stamped_at:%Y-%m-%d %H:%M:%S}" if one.stamped_at else "",
            name=one.stamped_by,
        )
        + ("" if one.was_in_force else "  " + call.text("letter_check.signature_out_of_force"))
        for one in found.signatures
    ]


def _capitals(call: Call) -> Outcome:
    written = call.options.amount.replace(",", "").replace("，", "").lstrip("￥¥")
    try:
        amount = Decimal(written)
    except InvalidOperation:
        raise DomainError("letters.bad_amount", value=call.options.amount) from None
    words = amount_in_capitals(amount)
    return Outcome({"amount": amount, "capitals": words}, [words])
