"""Letter templates: data that names facts; filling them in; saying what is missing.

A template can name a fact and a form of writing it, ``{逾期合计|大写}``, and mark words as strong,
``**…**``. It can do nothing else: there is no expression to run, and what is filled in is text
that is never read again for marks or names.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from desktop.domain.errors import DomainError
from desktop.domain.letter_block import TEXTS, check_body
from desktop.domain.letter_facts import (
    CATALOGUE,
    FORMATS,
    Facts,
    FactSpec,
    Shape,
    is_missing,
    shown,
)
from desktop.domain.paper import (
    Align,
    Block,
    Cell,
    Column,
    CutLine,
    Form,
    Heading,
    Layout,
    Letterhead,
    Line,
    Notice,
    PageBreak,
    Paragraph,
    Signature,
    Table,
    Words,
    said,
)

_PART = re.compile(r"\{([^{}|]*)(?:\|([^{}|]*))?\}|(\*\*)|([^{}*]+|[{}*])")


@dataclass(frozen=True)
class BlockTemplate:
    """A block of the template: its kind and what stands in it, texts still unfilled."""

    kind: str
    body: Mapping[str, Any]
    when: str = ""
    """The fact without which the block is left out; its own facts are then not missed."""
    unless: str = ""


@dataclass(frozen=True)
class LetterTemplate:
    """A kind of letter, as data.

    ``covers``: one letter for each overdue ``loan`` or ``card`` account, or one for the ``case``.
    ``needs``: the state the account must be in (``overdue``, ``open``, ``settled``, ``any``).
    ``purpose``: ``collection`` and ``reminder`` pass the contact guard, ``service`` answers the
    customer.
    """

    name: str
    title: str
    version: str
    series: str
    blocks: tuple[BlockTemplate, ...]
    covers: str = "loan"
    needs: str = "overdue"
    addressee: str = "debtor"
    purpose: str = "collection"
    layout: Layout = Layout.LETTER
    has_window: bool = True
    has_code: bool = True
    attaches_data: bool = False
    """Whether the figures travel inside the file, as courts and archives like it (PDF/A-3)."""
    least_dpd: int = 0
    days_to_pay: int = 7
    approved_by: str = ""
    step: str = ""
    """The reminder strategy's step whose letter this is: ``collection_letter`` and others."""
    issuer: str = ""
    """The fact that names whose letter it is, where it is not the bank's: the law firm's."""
    amount: str = "逾期合计"
    """The fact that is the letter's amount, in the register and in the code; empty: none."""
    asks: Mapping[str, FactSpec] = field(default_factory=dict)

    def letterhead(self, of_bank: Letterhead, facts: Facts) -> Letterhead:
        """The head of a letter: the bank's, or the bare name of the issuer that it names."""
        issuer = facts.get(self.issuer)
        return Letterhead(str(issuer), "", "", "", "") if issuer else of_bank

    def spec(self, name: str) -> FactSpec | None:
        """What a name in this template means."""
        return self.asks.get(name) or CATALOGUE.get(name)


CHOICES = {
    "covers": ("loan", "card", "case"),
    "needs": ("overdue", "open", "settled", "any"),
    "addressee": ("debtor", "guarantor"),
    "purpose": ("collection", "reminder", "service"),
}


def read_template(name: str, data: Mapping[str, Any]) -> LetterTemplate:
    """Check the data of a template and make it usable.

    Raises ``DomainError`` naming template, block and field for what cannot be set, an unknown fact
    or form, or a missing title: a broken template is found here, not in letter 731.
    """
    try:
        asks = {
            ask["name"]: FactSpec(ask["name"], Shape(ask.get("shape", "text")), "ask")
            for ask in data.get("ask", ())
        }
        needs = data.get("needs", "overdue")
        template = LetterTemplate(
            name=name,
            title=str(data["title"]),
            version=str(data["version"]),
            series=str(data["series"]),
            blocks=tuple(
                _block(name, place, body) for place, body in enumerate(data["block"], start=1)
            ),
            layout=Layout(data.get("layout", "letter")),
            has_window=bool(data.get("has_window", True)),
            has_code=bool(data.get("has_code", True)),
            attaches_data=bool(data.get("attaches_data", False)),
            least_dpd=int(data.get("least_dpd", 0)),
            days_to_pay=int(data.get("days_to_pay", 7)),
            approved_by=str(data.get("approved_by", "")),
            step=str(data.get("step", "")),
            issuer=str(data.get("issuer", "")),
            amount=str(data.get("amount", "逾期合计" if needs == "overdue" else "")),
            asks=asks,
            **{key: _choice(key, data[key]) for key in CHOICES if key in data},
        )
    except (AttributeError, KeyError, TypeError, ValueError) as problem:
        raise DomainError(
            "letters.template_broken", template=name, problem=str(problem)
        ) from problem
    _check_names(template)
    for place, text, columns in _texts(template):
        if text != f"{{{template.blocks[place - 1].body.get('rows')}}}":  # a table's own rows
            _check_text(template, place, text, columns)
    return template


def _choice(key: str, value: object) -> str:
    if value not in CHOICES[key]:
        raise ValueError(f"{key} = {value}")
    return str(value)


def _block(template: str, place: int, body: Mapping[str, Any]) -> BlockTemplate:
    kind = str(body.get("kind"))
    try:
        check_body(kind, body)
    except ValueError as problem:
        raise DomainError(
            "letters.template_broken_block", template=template, block=place, problem=str(problem)
        ) from problem
    if kind == "signature":
        body = {"signer": "{机构名称}", "dated": "{本函日期}", **body}
    return BlockTemplate(kind, body, str(body.get("when", "")), str(body.get("unless", "")))


def _check_names(template: LetterTemplate) -> None:
    """Refuse unknown facts that the template speaks of outside its texts."""
    for place, block in enumerate(template.blocks, start=1):
        for name in filter(None, (block.when, block.unless)):
            _check_text(template, place, "{" + name + "}", (), is_condition=True)
        if block.kind == "table":
            rows = str(block.body["rows"])
            _check_text(template, place, "{" + rows + "}", (), is_condition=True)
            spec = template.spec(rows)
            if spec is not None and spec.shape is not Shape.ROWS:
                raise DomainError(
                    "letters.template_broken_block",
                    template=template.name,
                    block=place,
                    problem=f"rows = {rows}",
                )
    for key in ("amount", "issuer"):
        name = getattr(template, key)
        if name and template.spec(name) is None:
            raise DomainError(
                "letters.template_broken", template=template.name, problem=f"{key} = {name}"
            )


def _texts(
    template: LetterTemplate, *, only: BlockTemplate | None = None
) -> Iterator[tuple[int, str, tuple[FactSpec, ...]]]:
    """Every text of the template with its block's number and the row facts it may name."""
    for place, block in enumerate(template.blocks, start=1):
        if only is not None and block is not only:
            continue
        body = block.body
        yield from ((place, str(body[key]), ()) for key in TEXTS[block.kind] if key in body)
        if block.kind == "table":
            spec = template.spec(str(body["rows"]))
            columns = spec.columns if spec else ()
            yield place, "{" + str(body["rows"]) + "}", ()
            yield from ((place, str(column["text"]), columns) for column in body["columns"])
            yield from ((place, str(text), ()) for text in body.get("total", ()))
        if block.kind == "form":
            cells = (cell for row in body["rows"] for cell in row)
            yield from ((place, str(cell.get("label", cell.get("text", ""))), ()) for cell in cells)


def _check_text(
    template: LetterTemplate,
    place: int,
    text: str,
    columns: Sequence[FactSpec],
    *,
    is_condition: bool = False,
) -> None:
    for name, form in _names(text):
        spec = next((c for c in columns if c.name == name), None) or template.spec(name)
        if spec is None:
            raise DomainError(
                "letters.template_unknown_fact", template=template.name, block=place, name=name
            )
        if not is_condition and form not in FORMATS.get(spec.shape, ()):
            raise DomainError(
                "letters.template_bad_form",
                template=template.name,
                block=place,
                name=name,
                form=form,
            )


@lru_cache(maxsize=4096)
def _names(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (match[1].strip(), (match[2] or "").strip())
        for match in _PART.finditer(text)
        if match[1] is not None
    )


def named_facts(template: LetterTemplate) -> set[str]:
    """Every fact that the template can show, and those that decide on its blocks."""
    names = {name for _, text, _ in _texts(template) for name, _form in _names(text)}
    conditions = {name for block in template.blocks for name in (block.when, block.unless) if name}
    return names | conditions | {name for name in (template.amount, template.issuer) if name}


def _is_used(template: LetterTemplate, block: BlockTemplate, facts: Facts) -> bool:
    def has(name: str) -> bool:
        spec = template.spec(name)
        return spec is not None and not is_missing(spec, facts.get(name))

    return (not block.when or has(block.when)) and (not block.unless or not has(block.unless))


def missing_facts(template: LetterTemplate, facts: Facts) -> list[FactSpec]:
    """What this letter would need and does not have, in the order of the text, each once."""
    absent: dict[str, FactSpec] = {}
    for block in template.blocks:
        if not _is_used(template, block, facts):
            continue
        for _, text, columns in _texts(template, only=block):
            row_names = {column.name for column in columns}
            for name, _form in _names(text):
                spec = template.spec(name)
                if name in row_names or spec is None:
                    continue
                if is_missing(spec, facts.get(name)):
                    absent.setdefault(name, spec)
    return list(absent.values())


def fill(template: LetterTemplate, facts: Facts) -> tuple[Block, ...]:
    """Fill the template in. Raises ``DomainError`` when a fact it needs is missing."""
    absent = missing_facts(template, facts)
    if absent:
        raise DomainError(
            "letters.facts_missing",
            field=absent[0].name,
            template=template.title,
            names="、".join(spec.name for spec in absent),
        )
    return tuple(
        _filled(template, block, facts)
        for block in template.blocks
        if _is_used(template, block, facts)
    )


def _filled(template: LetterTemplate, block: BlockTemplate, facts: Facts) -> Block:
    body = block.body

    def line(key: str) -> Line:
        return _line(template, str(body.get(key, "")), facts)

    match block.kind:
        case "paragraph":
            return Paragraph(
                line("text"), bool(body.get("indent", True)), Align(body.get("align", "left"))
            )
        case "heading":
            return Heading(said(line("text")), int(body.get("level", 1)))
        case "notice":
            return Notice(line("text"))
        case "signature":
            is_sealed = bool(body.get("sealed", True))
            return Signature(said(line("signer")), said(line("dated")), is_sealed)
        case "cut_line":
            return CutLine(said(line("text")))
        case "table":
            return _table(template, body, facts)
        case "form":
            return _form(template, body, facts)
    return PageBreak()


def _table(template: LetterTemplate, body: Mapping[str, Any], facts: Facts) -> Table:
    spec = template.spec(str(body["rows"]))
    rows = facts[str(body["rows"])]
    assert spec is not None
    assert isinstance(rows, Sequence)
    return Table(
        columns=tuple(
            Column(str(column["head"]), Align(column.get("align", "left")))
            for column in body["columns"]
        ),
        rows=tuple(
            tuple(
                said(_line(template, str(column["text"]), row, spec.columns))
                for column in body["columns"]
            )
            for row in rows
        ),
        total=tuple(said(_line(template, str(text), facts)) for text in body["total"])
        if "total" in body
        else None,
        caption=said(_line(template, str(body.get("caption", "")), facts)),
        unit=str(body.get("unit", "")),
    )


def _form(template: LetterTemplate, body: Mapping[str, Any], facts: Facts) -> Form:
    return Form(
        tuple(
            tuple(
                Cell(
                    _line(template, str(cell.get("label", cell.get("text", ""))), facts),
                    is_label="label" in cell,
                    weight=float(cell.get("weight", 1)),
                    lines=int(cell.get("lines", 1)),
                )
                for cell in row
            )
            for row in body["rows"]
        )
    )


def _line(
    template: LetterTemplate, text: str, facts: Facts, columns: Sequence[FactSpec] = ()
) -> Line:
    words: list[Words] = []
    is_strong = False
    for match in _PART.finditer(text):
        if match[3]:
            is_strong = not is_strong
        elif match[1] is None:
            words.append(Words(match[4], is_strong))
        else:
            name, form = match[1].strip(), (match[2] or "").strip()
            spec = next((c for c in columns if c.name == name), None) or template.spec(name)
            assert spec is not None
            value = facts.get(name)
            if not is_missing(spec, value):
                words.append(Words(shown(spec, value, form), is_strong, spec.shape is Shape.NAME))
    return tuple(words)


def template_for(
    templates: Iterable[LetterTemplate], step: str, *, kind: str, dpd: int
) -> LetterTemplate | None:
    """The letter of a strategy step for an account: the severest that its days past due allow."""
    fitting = [
        template
        for template in templates
        if template.step == step and template.covers in (kind, "case") and template.least_dpd <= dpd
    ]
    return max(fitting, key=lambda template: template.least_dpd, default=None)
