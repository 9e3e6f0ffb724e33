"""The branch's own letter templates: written as drafts, approved by a second person, restored.

Letters are made with the version approved last; a draft is only ever seen, under a watermark. An
approved version is never changed.
"""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import Connection, Row

from db import letter_template_queries as queries
from db.unit_of_work import UnitOfWork
from desktop.adapters.letter_templates import bundled_source, bundled_templates, parse_template
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError
from desktop.domain.letter_facts import FactSpec, Shape
from desktop.domain.letter_template import fill, named_facts
from desktop.domain.paper import Paper, Recipient
from desktop.domain.template_versions import Piece, differences
from desktop.services import second_person
from desktop.services.desk import Desk
from desktop.services.letter_fonts import typesetter
from desktop.services.letter_gathering import read_ground
from desktop.services.second_person import Second

MOST_BYTES = 200_000
ROWS = 3
BUNDLED = 0
"""The id of the version that came with the program."""

_VERSION = re.compile(r'^(version\s*=\s*")([^"]*)(")', re.MULTILINE)

Standing = Literal["draft", "in_force", "past", "withdrawn"]


@dataclass(frozen=True)
class Version:
    """A version of a letter template. The program's own, id 0, needs no approval."""

    id: int
    version: str
    text: str
    standing: Standing
    written_by: str = ""
    written_at: datetime | None = None
    approved_by: str = ""
    approved_at: datetime | None = None


@dataclass(frozen=True)
class Listed:
    """A kind of letter in the list. ``is_broken``: this program cannot read the text in force."""

    name: str
    title: str
    version: str
    has_draft: bool
    is_broken: bool


def versions(desk: Desk, name: str) -> list[Version]:
    """Every version of a template: the draft first, then the newest; the program's is the last.

    Raises ``DomainError("letters.no_template")``.
    """
    with desk.read() as connection:
        return _versions(connection, name)


def opened(versions: Sequence[Version]) -> Version:
    """The version that somebody who edits a template goes on from: its draft, else what is used."""
    return next(one for one in versions if one.standing in ("draft", "in_force"))


def listed(desk: Desk) -> list[Listed]:
    """Every kind of letter by name, whether its text is understood or not."""
    with desk.read() as connection:
        used, drafts = queries.in_force(connection), queries.drafts(connection)
    return [
        _listed(name, used[name].text if name in used else None, has_draft=name in drafts)
        for name in sorted(bundled_templates())
    ]


def _listed(name: str, own: str | None, *, has_draft: bool) -> Listed:
    template, is_broken = bundled_templates()[name], False
    if own is not None:
        try:
            template = parse_template(name, own)
        except DomainError:
            is_broken = True
    return Listed(name, template.title, template.version, has_draft, is_broken)


def preview(desk: Desk, name: str, text: str) -> bytes:
    """Set a template with the branch's data and invented facts for all else.

    What is not the version in force bears a watermark on every page. Raises ``DomainError`` that
    says what is wrong with the template and where.
    """
    template = parse_template(name, text)
    with desk.read() as connection:
        is_used = any(
            one.text == text and one.standing == "in_force" for one in _versions(connection, name)
        )
        ground = read_ground(desk, connection)
        setter = typesetter(connection)
    specs = {one: template.spec(one) for one in named_facts(template)}
    facts: dict[str, object] = {
        one: _invented(spec, desk.today) for one, spec in specs.items() if spec is not None
    }
    known = {one: value for one, value in ground.facts.items() if value}
    paper = Paper(
        title=template.title,
        register_no=f"{template.series}〔{desk.today.year}〕第0000号",
        dated_on=desk.today,
        made_at=desk.clock.now(),
        letterhead=template.letterhead(ground.letterhead, facts),
        blocks=fill(template, facts | known),
        layout=template.layout,
        recipient=Recipient("某某", "先生", "示例省示例市示例路1号", "100000")
        if template.has_window
        else None,
        check_text="样张" if template.has_code else "",
        seal=ground.seal,
        watermark="" if is_used else "草稿　未经批准",
    )
    return setter.render(paper)


def _invented(spec: FactSpec, today: date, number: int = 1) -> object:
    match spec.shape:
        case Shape.NAME:
            return "某某"
        case Shape.MONEY:
            return Decimal("1234.50") * number
        case Shape.DATE:
            return today
        case Shape.RATE:
            return Decimal("0.0435")
        case Shape.COUNT:
            return 12 + number
        case Shape.ROWS:
            return tuple(
                {one.name: _invented(one, today, place) for one in spec.columns}
                for place in range(1, ROWS + 1)
            )
    return f"〔{spec.name}〕"


def save_draft(desk: Desk, name: str, text: str) -> Changes:
    """Keep a text as the draft of a template; there is one at a time.

    It needs a version of its own, so that the register tells which one a letter was made with.
    Raises ``DomainError`` for that, and for a text that is no good template.
    """
    if len(text.encode("utf-8")) > MOST_BYTES:
        raise DomainError("letters.template_too_long", most=MOST_BYTES // 1000)
    preview(desk, name, text)
    with desk.write() as work:
        _put_draft(work, name, text)
        work.commit()
    return _changes()


def restore(desk: Desk, name: str, version_id: int) -> Changes:
    """Make an earlier version the draft, under the next number, to be approved again."""
    with desk.write() as work:
        known = _versions(work.connection, name)
        found = _one(known, version_id)
        number = _next_number([one.version for one in known])
        _put_draft(work, name, _VERSION.sub(rf"\g<1>{number}\g<3>", found.text, count=1))
        work.commit()
    return _changes()


def approve(desk: Desk, name: str, second: Second) -> Changes:
    """Approve the draft by a second person; letters from now on use it.

    Raises ``DomainError`` as ``second_person.confirm``, ``letters.no_draft``, and
    ``letters.same_person`` where the second person wrote it.
    """
    approver = second_person.confirm(desk, second.officer_id, second.secret)
    with desk.write() as work:
        draft = _draft(work.connection, name)
        if approver.name == draft.written_by:
            raise DomainError("letters.same_person", field="second_officer")
        parse_template(name, draft.text)
        queries.change(
            work.connection,
            draft.id,
            state="approved",
            approved_by=approver.name,
            approved_at=work.now,
        )
        _audit(work, "approved", name, draft.version, second=approver.name)
        work.commit()
    return _changes()


def discard(desk: Desk, name: str) -> Changes:
    """Throw the draft away."""
    with desk.write() as work:
        draft = _draft(work.connection, name)
        queries.drop(work.connection, draft.id)
        _audit(work, "discarded", name, draft.version)
        work.commit()
    return _changes()


def withdraw(desk: Desk, name: str, reason: str) -> Changes:
    """Take the branch's version out of use at once; letters use the one before it again.

    Raises ``DomainError`` without a reason, and ``letters.not_own`` where the program's is used.
    """
    if not reason.strip():
        raise DomainError("letters.reason_missing", field="reason")
    with desk.write() as work:
        used = next(one for one in _versions(work.connection, name) if one.standing == "in_force")
        if used.id == BUNDLED:
            raise DomainError("letters.not_own")
        queries.change(work.connection, used.id, state="withdrawn")
        _audit(work, "withdrawn", name, used.version, reason=reason.strip())
        work.commit()
    return _changes()


def compare(old: str, new: str) -> tuple[Piece, ...]:
    """What changed from one text to another: by lines, and inside the lines that changed."""
    return tuple(_changed(old.splitlines(keepends=True), new.splitlines(keepends=True)))


def _changed(old: list[str], new: list[str]) -> Iterator[Piece]:
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(old[a:b]))
        else:
            yield from differences("".join(old[a:b]), "".join(new[c:d]))


def _versions(connection: Connection, name: str) -> list[Version]:
    if name not in bundled_templates():
        raise DomainError("letters.no_template", field="template", name=name)
    rows = queries.texts(connection, name)
    used = queries.in_force(connection).get(name)
    used_id = BUNDLED if used is None else used.id
    own = [_version(row, used_id) for row in rows]
    own.sort(key=lambda one: (one.standing == "draft", one.approved_at or datetime.min, one.id))
    bundled = Version(
        BUNDLED,
        bundled_templates()[name].version,
        bundled_source(name),
        "in_force" if used_id == BUNDLED else "past",
    )
    return [*reversed(own), bundled]


def _version(row: Row[Any], used_id: int) -> Version:
    standing: Standing = row.state if row.state != "approved" else "past"
    return Version(
        id=row.id,
        version=row.version,
        text=row.text,
        standing="in_force" if row.id == used_id else standing,
        written_by=row.written_by,
        written_at=row.written_at,
        approved_by=row.approved_by or "",
        approved_at=row.approved_at,
    )


def _one(known: Sequence[Version], version_id: int) -> Version:
    for one in known:
        if one.id == version_id:
            return one
    raise DomainError("letters.no_such_version", field="version")


def _draft(connection: Connection, name: str) -> Version:
    for one in _versions(connection, name):
        if one.standing == "draft":
            return one
    raise DomainError("letters.no_draft")


def _put_draft(work: UnitOfWork, name: str, text: str) -> None:
    version = parse_template(name, text).version
    known = _versions(work.connection, name)
    if any(one.version == version for one in known if one.standing != "draft"):
        raise DomainError("letters.version_unchanged", field="version", version=version)
    words = {
        "version": version,
        "text": text,
        "written_by": work.actor,
        "written_at": work.now,
    }
    draft = next((one for one in known if one.standing == "draft"), None)
    if draft is None:
        queries.add(work.connection, {"name": name, "state": "draft", **words})
    else:
        queries.change(work.connection, draft.id, **words)
    _audit(work, "saved", name, version)


def _next_number(known: Sequence[str]) -> str:
    """The number after the highest: 1.3 after 1.0 and 1.2; what is no number does not count."""
    numbers = [
        (int(main), int(rest or 0))
        for main, _, rest in (one.partition(".") for one in known)
        if main.isdecimal() and (rest or "0").isdecimal()
    ]
    main, rest = max(numbers, default=(1, 0))
    return f"{main}.{rest + 1}"


def _audit(work: UnitOfWork, act: str, name: str, version: str, **facts: object) -> None:
    work.audit(f"letter_template.{act}", "letter_template", name, version=version, **facts)


def _changes() -> Changes:
    return Changes.of("letters", "settings")
