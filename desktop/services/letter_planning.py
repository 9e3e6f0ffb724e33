"""Which letters a template gives for some cases, and who is left out and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import Connection

from db import letter_queries as queries
from db import letter_template_queries
from db.reminder_queries import Scope
from desktop.adapters.letter_templates import bundled_templates, parse_template
from desktop.adapters.pdf.signing_key import SigningKey
from desktop.adapters.pdf.typesetter import Typesetter
from desktop.adapters.wording import text
from desktop.domain.all_in_rate import CapCheck
from desktop.domain.contact_facts import Channel, Party, ProposedContact, Purpose
from desktop.domain.contact_policy import ContactLimits, Refused, decide
from desktop.domain.errors import DomainError
from desktop.domain.letter_facts import WORKED_OUT, Facts, Shape
from desktop.domain.letter_template import (
    LetterTemplate,
    missing_facts,
    named_facts,
    template_for,
)
from desktop.domain.money import FEN, Money
from desktop.domain.progress import NoProgress, Progress
from desktop.services import cap_checks, guard, letter_signing
from desktop.services.case_actions import Selection, chosen_ids
from desktop.services.desk import Desk
from desktop.services.letter_fonts import typesetter
from desktop.services.letter_gathering import Ground, Target, Unfit, gather, read_ground

CASES_AT_ONCE = 100
HORIZON = timedelta(days=31)
"""How far ahead dues count as owed, for the guard: a reminder speaks of the next one."""
NEARBY = 50
"""Case ids closer than this are read by the guard in one range."""


@dataclass(frozen=True)
class PlannedLetter:
    """A letter that can be made; ``register_no`` when it was already made today."""

    case_id: int
    case_no: str
    recipient: str
    address: str
    account_no: str
    amount: Money | None
    letter_id: int | None = None
    register_no: str = ""
    over_cap: CapCheck | None = None
    """The account's all-in rate, where it is above a cap: a warning with its figures."""


@dataclass(frozen=True)
class LetterPlan:
    """What a batch would make, and who is left out and why."""

    template: LetterTemplate
    letters: tuple[PlannedLetter, ...]
    left_out: tuple[Unfit, ...]
    unchecked: int = 0
    """How many cases were asked for, where that was more than was to be checked unasked."""


@dataclass(frozen=True)
class Batch:
    """What stays the same from the first letter of a batch to the last."""

    template: LetterTemplate
    ground: Ground
    answers: Facts
    made_at: datetime
    limits: ContactLimits | None
    setter: Typesetter
    key: SigningKey | None = None
    """What the letters with a seal are signed with, where the branch signs them."""
    account_no: str = ""
    """The one account that letters are made for; empty: all of a case."""

    @property
    def dated_on(self) -> date:
        """The day the letters bear."""
        return self.made_at.date()


def templates(desk: Desk) -> dict[str, LetterTemplate]:
    """Every template by name, the branch's own in place of the bundled ones where approved.

    One that this program no longer understands is not among them.
    """
    with desk.read() as connection:
        own = letter_template_queries.in_force(connection)
    found = dict(bundled_templates())
    for name, row in own.items():
        try:
            found[name] = parse_template(name, row.text)
        except DomainError:  # said when it is opened, or asked for by name
            found.pop(name, None)
    return found


def plan(
    desk: Desk,
    template: str,
    selection: Selection,
    answers: Mapping[str, object] | None = None,
    progress: Progress = NoProgress(),  # noqa: B008 - holds nothing
    *,
    at_most: int | None = None,
) -> LetterPlan:
    """Say which letters a template gives for some cases, and which cases are left out and why.

    Nothing is written. ``answers`` are the facts that the template asks for by hand. Of more than
    ``at_most`` cases only their number is told: checking takes about a second for a thousand.
    """
    letters: list[PlannedLetter] = []
    left_out: list[Unfit] = []
    with desk.read() as connection:
        batch = begin(desk, connection, template, answers, None)
        ids = chosen_ids(connection, selection)
        if at_most is not None and len(ids) > at_most:
            return LetterPlan(batch.template, (), (), len(ids))
        for done, chunk in chunks(sorted(ids), CASES_AT_ONCE):
            progress.report(done, len(ids), "letters.step_checking")
            targets, unfit = fit(connection, batch, chunk)
            left_out += unfit
            keys = [target.natural_key(template, batch.dated_on) for target in targets]
            made = queries.made_already(connection, keys)
            accounts = {target.account["id"] for target in targets if target.account}
            over = cap_checks.exceeded(connection, accounts, as_of=batch.dated_on)
            letters += [
                _planned(batch.template, target, over, *made.get(key, (None, "")))
                for target, key in zip(targets, keys, strict=True)
            ]
    return LetterPlan(batch.template, tuple(letters), tuple(left_out))


def due(desk: Desk) -> dict[str, list[int]]:
    """The letters that the calendar asks for up to today: case ids by template.

    A step of the strategy names a kind of letter; which grade of it, each overdue account decides.
    """
    every = templates(desk).values()
    found: dict[str, list[int]] = {}
    with desk.read() as connection:
        rows = queries.due_letters(connection, on=desk.today)
    for row in rows:
        template = template_for(every, row["template"] or "", kind=row["kind"], dpd=row["dpd"])
        if template is not None:
            ids = found.setdefault(template.name, [])
            if row["case_id"] not in ids:
                ids.append(row["case_id"])
    return found


def find_cases(desk: Desk, names: Sequence[str]) -> list[int]:
    """Case ids by case number or id. Raises ``DomainError`` naming the first that is not there."""
    with desk.read() as connection:
        by_number = queries.cases_named(connection, names)
        ids = queries.existing_cases(connection, [int(name) for name in names if name.isdecimal()])
    found: list[int] = []
    for name in names:
        case_id = by_number.get(name) or (int(name) if name.isdecimal() else 0)
        if case_id not in ids and name not in by_number:
            raise DomainError("letters.case_unknown", field="case", name=name)
        found.append(case_id)
    return found


def read_answer(template: LetterTemplate, name: str, written: str) -> object:
    """Read what somebody filled in for a fact that the template asks for.

    Raises ``DomainError`` at that field when it does not fit the fact's shape.
    """
    spec = template.spec(name)
    if spec is None or spec.shape is Shape.ROWS:
        raise DomainError(
            "letters.template_unknown_fact", template=template.name, name=name, block=""
        )
    value = written.strip()
    if not value:
        return None
    try:
        match spec.shape:
            case Shape.MONEY:
                return to_money(Decimal(value.replace(",", "").replace("，", "")))
            case Shape.DATE:
                return date.fromisoformat(value)
            case Shape.RATE:
                return Decimal(value.rstrip("%％")) / 100
            case Shape.COUNT:
                return int(value)
    except (ArithmeticError, ValueError) as problem:
        shape = text(f"letters.shape.{spec.shape}")
        raise DomainError(
            "letters.bad_answer", field=name, name=name, value=value, shape=shape
        ) from problem
    return value


def to_money(amount: Decimal) -> Money:
    """An amount typed by hand, with two decimals. Raises ``ValueError`` for more or below zero."""
    rounded = amount.quantize(FEN)
    if rounded != amount or amount < 0:
        raise ValueError("not an amount in yuan")
    return rounded


def begin(
    desk: Desk,
    connection: Connection,
    name: str,
    answers: Mapping[str, object] | None,
    made_at: datetime | None,
    account_no: str = "",
) -> Batch:
    """Read what a batch needs once.

    Raises ``DomainError`` for a template that is not there and, where letters are signed, for a
    certificate that cannot sign.
    """
    found = letter_template_queries.in_force(connection).get(name)
    template = parse_template(name, found.text) if found else bundled_templates().get(name)
    if template is None:
        raise DomainError("letters.no_template", field="template", name=name)
    moment = made_at or desk.clock.now()
    limits = None if template.purpose == "service" else guard.limits_on(connection, moment.date())
    ground = read_ground(desk, connection)
    key = letter_signing.key_for(connection, moment)
    setter = typesetter(connection)
    return Batch(template, ground, answers or {}, moment, limits, setter, key, account_no)


def chunks(ids: Sequence[int], size: int) -> Iterator[tuple[int, Sequence[int]]]:
    """Cut ids into chunks, each with the number of ids before it."""
    return ((start, ids[start : start + size]) for start in range(0, len(ids), size))


def fit(
    connection: Connection, batch: Batch, case_ids: Sequence[int]
) -> tuple[list[Target], list[Unfit]]:
    """The letters of these cases that may and can be made; the others with their reason."""
    targets, unfit = gather(connection, batch.ground, batch.template, case_ids, batch.answers)
    if batch.account_no:
        targets = [
            target
            for target in targets
            if target.account is not None and target.account["account_no"] == batch.account_no
        ]
    refused = _refused(connection, batch, sorted({target.case_id for target in targets}))
    good: list[Target] = []
    for target in targets:
        reason = refused.get(target.case_id) or _obstacle(batch, target)
        if reason is None:
            good.append(target)
        else:
            code, facts = reason
            name = target.recipient.name
            unfit.append(Unfit(target.case_id, target.case_no, name, code, facts))
    return good, unfit


Reason = tuple[str, Mapping[str, object]]


def _refused(connection: Connection, batch: Batch, case_ids: Sequence[int]) -> dict[int, Reason]:
    """What the contact guard says against a letter, by case."""
    if batch.limits is None:
        return {}
    party = Party.GUARANTOR if batch.template.addressee == "guarantor" else Party.DEBTOR
    proposed = ProposedContact(
        at=batch.made_at,
        channel=Channel.LETTER,
        purpose=Purpose(batch.template.purpose),
        party=party,
    )
    found: dict[int, Reason] = {}
    wanted = set(case_ids)
    for low, high in _ranges(case_ids):
        day = batch.dated_on
        records = guard.read_cases(connection, Scope(low, high), as_of=day, horizon=day + HORIZON)
        for case_id in wanted & records.keys():
            decision = decide(records[case_id].facts(), proposed, batch.limits)
            if isinstance(decision, Refused):
                found[case_id] = decision.code, dict(decision.detail)
    return found


def _ranges(ids: Sequence[int]) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    for one in ids:
        if ranges and one - ranges[-1][1] <= NEARBY:
            ranges[-1] = (ranges[-1][0], one)
        else:
            ranges.append((one, one))
    return ranges


def _obstacle(batch: Batch, target: Target) -> Reason | None:
    """Why this letter cannot be set: no address, facts that are missing, signs that have no glyph."""
    template = batch.template
    if template.has_window and not target.recipient.address.strip():
        return "letters.left_no_address", {}
    absent = missing_facts(template, {**target.facts, "函号": "0"})  # the number comes last
    if any(spec.place == "ask" for spec in absent):
        absent = [spec for spec in absent if spec.name not in WORKED_OUT]
    if absent:
        return "letters.left_facts_missing", {
            "names": [spec.name for spec in absent],
            "places": list(dict.fromkeys(text(f"letters.place_{spec.place}") for spec in absent)),
        }
    shown = named_facts(template) | {"收件人", "收件地址"}
    for name in sorted(shown):
        value = target.facts.get(name)
        signs = batch.setter.fonts.missing(value) if isinstance(value, str) else []
        if signs:
            return "letters.left_missing_glyph", {
                "name": name,
                "code_points": [f"U+{ord(sign):04X}" for sign in signs],
            }
    return None


def _planned(
    template: LetterTemplate,
    target: Target,
    over_cap: Mapping[int, CapCheck],
    letter_id: int | None,
    register_no: str,
) -> PlannedLetter:
    return PlannedLetter(
        target.case_id,
        target.case_no,
        target.recipient.name,
        target.recipient.address,
        target.account["account_no"] if target.account else "",
        amount_of(template, target),
        letter_id,
        register_no,
        over_cap.get(target.account["id"]) if target.account else None,
    )


def amount_of(template: LetterTemplate, target: Target) -> Money | None:
    """The letter's amount, where it has one."""
    value = target.facts.get(template.amount) if template.amount else None
    return value if isinstance(value, Decimal) else None
