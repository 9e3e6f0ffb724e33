"""The branch's own letter templates: seen with invented facts, kept, taken back."""

import hashlib
from datetime import date
from decimal import Decimal

from db import letter_queries as queries
from db import settings_queries
from desktop.adapters.letter_templates import bundled_source, bundled_templates, parse_template
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError
from desktop.domain.letter_facts import FactSpec, Shape
from desktop.domain.letter_template import fill, named_facts
from desktop.domain.paper import Paper, Recipient
from desktop.services.desk import Desk
from desktop.services.letter_fonts import typesetter
from desktop.services.letter_gathering import read_ground

MOST_BYTES = 200_000
ROWS = 3


def source(desk: Desk, name: str) -> tuple[str, bool]:
    """Return a template's text, and whether it is the branch's own.

    Raises ``DomainError("letters.no_template")``.
    """
    with desk.read() as connection:
        own = queries.own_templates(connection).get(name)
    if own is not None:
        return own.decode("utf-8"), True
    if name not in bundled_templates():
        raise DomainError("letters.no_template", field="template", name=name)
    return bundled_source(name), False


def preview(desk: Desk, name: str, text: str) -> bytes:
    """Set a template with the branch's data and invented facts for all else.

    Raises ``DomainError`` that says what is wrong with the template and where.
    """
    template = parse_template(name, text)
    with desk.read() as connection:
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


def save(desk: Desk, name: str, text: str) -> Changes:
    """Keep a template as the branch's own; letters made from now on use it.

    A changed text needs a version of its own, so that the register tells which one a letter was
    made with. Raises ``DomainError`` for that, and for a text that is no good template.
    """
    content = text.encode("utf-8")
    if len(content) > MOST_BYTES:
        raise DomainError("letters.template_too_long", most=MOST_BYTES // 1000)
    wanted = parse_template(name, text)
    preview(desk, name, text)
    before, _ = source(desk, name)
    if before == text:
        return Changes()
    if parse_template(name, before).version == wanted.version:
        raise DomainError("letters.version_unchanged", field="version", version=wanted.version)
    with desk.write() as work:
        digest = hashlib.sha256(content).hexdigest()
        settings_queries.put_file(work.connection, queries.OWN_TEMPLATE + name, content, digest)
        work.audit(
            "letter_template.saved", "letter_template", name, version=wanted.version, sha256=digest
        )
        work.commit()
    return Changes.of("letters", "settings")


def take_back(desk: Desk, name: str) -> Changes:
    """Use the bundled template again in place of the branch's own."""
    _, is_own = source(desk, name)
    if not is_own:
        return Changes()
    with desk.write() as work:
        settings_queries.put_file(work.connection, queries.OWN_TEMPLATE + name, None, "")
        work.audit("letter_template.taken_back", "letter_template", name)
        work.commit()
    return Changes.of("letters", "settings")
