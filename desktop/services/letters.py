"""Making letters: preview, numbers without gaps or doubles, the register entry."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from db import letter_queries as queries
from db import reminder_queries
from db.column_types import to_json
from db.reminder_queries import Scope
from desktop.adapters.pdf.crew import Crew, Job
from desktop.adapters.pdf.document import Attachment
from desktop.adapters.pdf.signatures import has_signature, has_stamp
from desktop.adapters.wording import error_text
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError, EnvironmentProblem
from desktop.domain.letter_facts import Facts
from desktop.domain.letter_template import fill, named_facts
from desktop.domain.paper import Paper
from desktop.domain.progress import NoProgress, Progress
from desktop.services.case_actions import Selection, chosen_ids
from desktop.services.desk import Desk
from desktop.services.letter_gathering import Target, Unfit
from desktop.services.letter_planning import (
    Batch,
    LetterPlan,
    PlannedLetter,
    amount_of,
    begin,
    chunks,
    due,
    find_cases,
    fit,
    plan,
    read_answer,
    templates,
)

__all__ = [
    "LetterPlan",
    "MadeLetters",
    "PlannedLetter",
    "Preview",
    "Unfit",
    "due",
    "find_cases",
    "make",
    "plan",
    "preview",
    "read_answer",
    "templates",
]

ENVELOPE = {"收件人", "收件称谓", "收件地址", "收件邮编"}
"""Kept with the figures of every letter: its label can be printed later."""


@dataclass(frozen=True)
class Preview:
    """A letter before it is registered: the very bytes, if nobody takes its number meanwhile.

    It is signed without a time stamp: that is asked for when the letter is made.
    """

    pdf: bytes
    register_no: str
    made_at: datetime
    paper: Paper
    facts: Facts


@dataclass(frozen=True)
class MadeLetters:
    """Ids of the letters in the order of their cases; ``new`` counts those made just now."""

    ids: tuple[int, ...]
    new: int
    left_out: tuple[Unfit, ...]
    changes: Changes
    unstamped: int = 0
    """How many of the new ones are signed without the time stamp that was wanted."""


@dataclass(frozen=True)
class _Draft:
    target: Target
    number: int
    paper: Paper
    pdf: bytes
    pages: int

    @property
    def register_no(self) -> str:
        return self.paper.register_no


def preview(
    desk: Desk,
    template: str,
    case_id: int,
    answers: Mapping[str, object] | None = None,
    which: int = 0,
    account_no: str = "",
) -> Preview:
    """Set one letter of a case without registering it; ``which`` of its letters, from 0.

    ``account_no`` leaves the case's other accounts aside. Raises ``DomainError`` with the reason
    when the case gets none.
    """
    with desk.read() as connection:
        batch = begin(desk, connection, template, answers, None, account_no)
        targets, unfit = fit(connection, batch, [case_id])
        if not targets:
            raise _refusal(unfit, template)
        number = queries.last_number(connection, batch.template.series, batch.dated_on.year) + 1
    if batch.key is not None:
        batch = replace(batch, key=replace(batch.key, time_service=""))
    target = targets[min(which, len(targets) - 1)]
    with Crew(batch.setter, 1) as crew:
        draft = _set(batch, [target], number, crew)[0]
    return Preview(draft.pdf, draft.register_no, batch.made_at, draft.paper, target.facts)


def make(
    desk: Desk,
    template: str,
    selection: Selection,
    answers: Mapping[str, object] | None = None,
    *,
    made_at: datetime | None = None,
    account_no: str = "",
    progress: Progress = NoProgress(),  # noqa: B008 - holds nothing
) -> MadeLetters:
    """Make the letters of a template for some cases and register them.

    A letter that was already made today is not made again but returned: a batch that was cancelled
    or killed goes on where it was, and no number is used twice. Letters are set outside the
    transaction that registers them, a few at a time: the lock is held only while they are
    written. ``made_at`` is the moment of a preview whose very bytes are wanted; ``account_no``
    leaves the cases' other accounts aside. Raises ``Cancelled``; what is registered by then stays.
    """
    ids: list[int] = []
    left_out: list[Unfit] = []
    new = 0
    with desk.read() as connection:
        batch = begin(desk, connection, template, answers, made_at, account_no)
        case_ids = sorted(chosen_ids(connection, selection))
    with Crew(batch.setter, len(case_ids), is_signed=batch.key is not None) as crew:
        for done, chunk in chunks(case_ids, crew.at_once):
            progress.report(done, len(case_ids), "letters.step_setting")
            made, count, unfit = _make_some(desk, batch, chunk, crew)
            ids += made
            new += count
            left_out += unfit
    progress.report(len(case_ids), len(case_ids), "letters.step_setting")
    changes = Changes.of("letters", "reminders", "cases") if new else Changes()
    with desk.read() as connection:
        unstamped = queries.unstamped(connection, _batch_key(batch))
    return MadeLetters(tuple(ids), new, tuple(left_out), changes, unstamped)


def _refusal(unfit: Sequence[Unfit], template: str) -> DomainError:
    if not unfit:
        return DomainError("letters.no_case", template=template)
    error = DomainError(unfit[0].code)
    error.facts = dict(unfit[0].facts)
    return error


def _set(batch: Batch, targets: Sequence[Target], first_number: int, crew: Crew) -> list[_Draft]:
    jobs = [
        _job(batch, target, number) for number, target in enumerate(targets, start=first_number)
    ]
    return [
        _Draft(target, number, job.paper, pdf, pages)
        for number, (target, job, (pdf, pages)) in enumerate(
            zip(targets, jobs, crew.set(jobs), strict=True), start=first_number
        )
    ]


def _job(batch: Batch, target: Target, number: int) -> Job:
    template, ground = batch.template, batch.ground
    register_no = f"{template.series}〔{batch.dated_on.year}〕第{number:04d}号"
    amount = amount_of(template, target)
    lines = [register_no, f"{batch.dated_on:%Y-%m-%d}"]
    if amount is not None:
        lines.insert(1, f"{amount}元")
    paper = Paper(
        title=template.title,
        register_no=register_no,
        dated_on=batch.dated_on,
        made_at=batch.made_at,
        letterhead=template.letterhead(ground.letterhead, target.facts),
        blocks=fill(template, {**target.facts, "函号": register_no}),
        layout=template.layout,
        recipient=target.recipient if template.has_window else None,
        check_text="\n".join(lines) if template.has_code else "",
        seal=ground.seal,
        signed_by=batch.key.name if batch.key else "",
    )
    attachments = (_data(batch, target),) if template.attaches_data else ()
    return Job(paper, attachments, batch.key)


def _make_some(
    desk: Desk, batch: Batch, case_ids: Sequence[int], crew: Crew
) -> tuple[list[int], int, list[Unfit]]:
    """Make and register the letters of a few cases.

    They are set with the numbers that come next, outside the transaction; if another desk took one
    of those meanwhile, or made one of the letters, all of it is done again.
    """
    template, year = batch.template, batch.dated_on.year
    while True:
        with desk.read() as connection:
            targets, unfit = fit(connection, batch, case_ids)
            keys = [target.natural_key(template.name, batch.dated_on) for target in targets]
            made = queries.made_already(connection, keys)
            last = queries.last_number(connection, template.series, year)
        pending = [t for t, key in zip(targets, keys, strict=True) if key not in made]
        drafts = _set(batch, pending, last + 1, crew)
        if not drafts:
            return [made[key][0] for key in keys], 0, unfit
        try:
            new = _register(desk, batch, drafts, last, made, keys)
        except EnvironmentProblem as problem:
            raise EnvironmentProblem(
                "letters.broke_off", number=drafts[0].register_no, reason=error_text(problem)
            ) from problem
        if new is None:
            continue
        return [new[key] if key in new else made[key][0] for key in keys], len(new), unfit


def _register(
    desk: Desk,
    batch: Batch,
    drafts: Sequence[_Draft],
    last: int,
    made: Mapping[str, tuple[int, str]],
    keys: Sequence[str],
) -> dict[str, int] | None:
    """Register letters by their keys, all or none; ``None`` when another desk was quicker."""
    template, year = batch.template, batch.dated_on.year
    with desk.write() as work:
        fresh = queries.made_already(work.connection, keys)
        if queries.last_number(work.connection, template.series, year) != last or fresh != made:
            return None
        new = {
            draft.target.natural_key(template.name, batch.dated_on): queries.add_letter(
                work.connection, _entry(desk, batch, draft), draft.pdf
            )
            for draft in drafts
        }
        queries.take_numbers(work.connection, template.series, year, last + len(drafts))
        cases = list({draft.target.case_id for draft in drafts})
        queries.finish_reminders(
            work.connection,
            cases,
            step=template.step,
            is_any=template.purpose != "service",  # a waybill or a quote is not the letter meant
            on=batch.dated_on,
        )
        reminder_queries.refresh_next_actions(work.connection, Scope.of(cases))
        work.audit(
            "letter.made",
            "letter",
            drafts[0].register_no,
            template=template.name,
            numbers=[draft.register_no for draft in drafts],
            sha256=[_sha256(draft.pdf) for draft in drafts],
        )
        work.commit()
    return new


def _data(batch: Batch, target: Target) -> Attachment:
    figures = {name: target.facts.get(name) for name in sorted(named_facts(batch.template))}
    content = to_json(figures).encode("utf-8")
    return Attachment("figures.json", "application/json", content, batch.template.title)


def _batch_key(batch: Batch) -> str:
    return f"{batch.template.name}|{batch.made_at:%Y%m%d%H%M%S}"


def _signature(batch: Batch, pdf: bytes) -> str | None:
    """How a letter came to be signed, as the register says it."""
    if batch.key is None or not has_signature(pdf):
        return None
    if has_stamp(pdf):
        return "stamped"
    return "unstamped" if batch.key.time_service else "signed"


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _entry(desk: Desk, batch: Batch, draft: _Draft) -> dict[str, Any]:
    template, target = batch.template, draft.target
    shown = named_facts(template) | ENVELOPE
    return {
        "series": template.series,
        "year": batch.dated_on.year,
        "number": draft.number,
        "register_no": draft.register_no,
        "natural_key": target.natural_key(template.name, batch.dated_on),
        "batch_key": _batch_key(batch),
        "template": template.name,
        "title": template.title,
        "template_version": template.version,
        "case_id": target.case_id,
        "account_id": target.account["id"] if target.account else None,
        "guarantor_id": target.guarantor["id"] if target.guarantor else None,
        "addressee": template.addressee,
        "recipient": target.recipient.name,
        "amount": amount_of(template, target),
        "dated_on": batch.dated_on,
        "made_at": batch.made_at,
        "made_by": desk.actor.officer_id,
        "figures": {name: target.facts.get(name) for name in sorted(shown)},
        "pages": draft.pages,
        "signature": _signature(batch, draft.pdf),
        "sha256": _sha256(draft.pdf),
    }
