"""The suit bundle of a case: everything a court wants in one PDF/A-3b, the complaint as DOCX too."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from db import bundle_queries as queries
from db.column_types import to_json
from desktop.adapters.docx_paper import as_docx
from desktop.adapters.pdf.binding import Binder, Part
from desktop.adapters.pdf.document import Attachment
from desktop.adapters.pdf.reading import page_count
from desktop.adapters.pdf.typesetter import Typesetter, metadata_of
from desktop.adapters.pdf.validity import check_pdfa
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError, EnvironmentProblem
from desktop.domain.progress import NoProgress, Progress
from desktop.services import letter_fonts, letter_register, letters
from desktop.services.desk import Desk
from desktop.services.letters import Preview
from desktop.services.suit_evidence import Doubt, Gathered, gather
from desktop.services.suit_papers import Listed, Sheets, numbered

Kind = Literal["complaint", "payment_order"]
TEMPLATES: Mapping[tuple[str, str], str] = {
    ("complaint", "loan"): "complaint_loan",
    ("complaint", "card"): "complaint_card",
    ("payment_order", "loan"): "payment_order",
}
COURT = "受理法院"
STEPS = 5


@dataclass(frozen=True)
class Wish:
    """What is wanted: ``account_no`` may be empty where the case has one overdue account.

    ``answers`` are the facts that the complaint asks for by hand, ``added`` further documents
    (the contract, identity papers, the pay-out voucher) as pictures or PDF files.
    """

    case_id: int
    kind: Kind = "complaint"
    account_no: str = ""
    answers: Mapping[str, object] | None = None
    added: tuple[Path, ...] = ()


@dataclass(frozen=True)
class MadeBundle:
    """The files, the register entry of the complaint, and what should be looked at."""

    pdf: Path
    docx: Path
    pages: int
    letter_id: int
    register_no: str
    doubts: tuple[Doubt, ...]
    changes: Changes


def template_for(desk: Desk, wish: Wish) -> tuple[str, str]:
    """The template of the complaint and the account it is about.

    Raises ``DomainError`` when the case has no such account, or several and none was named.
    """
    with desk.read() as connection:
        late = queries.late_accounts(connection, wish.case_id)
    numbers = [row["account_no"] for row in late]
    if wish.account_no:
        late = [row for row in late if row["account_no"] == wish.account_no]
        if not late:
            raise DomainError("bundle.no_such_account", field="account", account=wish.account_no)
    if not late:
        raise DomainError("bundle.nothing_overdue", field="case")
    if len(late) > 1:
        raise DomainError("bundle.which_account", field="account", accounts="、".join(numbers))
    template = TEMPLATES.get((wish.kind, late[0]["kind"]))
    if template is None:
        raise DomainError("bundle.no_card_order", field="kind", account=late[0]["account_no"])
    return template, late[0]["account_no"]


def make(
    desk: Desk,
    wish: Wish,
    folder: Path,
    progress: Progress = NoProgress(),  # noqa: B008 - holds nothing
) -> MadeBundle:
    """Put the bundle together, write both files, and register the complaint.

    Nothing is registered before both files are on the disk, and neither appears under its name
    before the complaint is registered. Raises ``DomainError`` naming the facts that are missing
    and where to enter them, ``EnvironmentProblem`` when the disk says no, ``Cancelled``.
    """
    template, account_no = template_for(desk, wish)
    progress.report(0, STEPS, "bundle.step_complaint")
    preview = letters.preview(desk, template, wish.case_id, wish.answers, account_no=account_no)
    before = _made_today(desk, wish, template, account_no, preview)
    preview = preview if before is None else before
    while True:
        content, gathered, pages = _bound(desk, wish, template, account_no, preview, progress)
        progress.report(4, STEPS, "bundle.step_saving")
        stem = f"{preview.paper.title}-{account_no}-{preview.made_at:%Y%m%d}"
        pdf, docx = folder / f"{stem}.pdf", folder / f"{stem}.docx"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with TemporaryDirectory(dir=folder, prefix=".") as place:
                first, second = Path(place, "bundle.pdf"), Path(place, "complaint.docx")
                first.write_bytes(content)
                second.write_bytes(as_docx(preview.paper))
                letter_id = _registered(desk, wish, template, account_no, preview)
                registered = letter_register.pdf(desk, letter_id)
                if registered == preview.pdf:
                    first.replace(pdf)
                    second.replace(docx)
                    break
        except OSError as problem:
            raise EnvironmentProblem(
                "letters.cannot_save", file=str(folder), reason=problem.strerror or str(problem)
            ) from problem
        # another desk took the number meanwhile: the same complaint, with the number it got
        preview = _with_bytes(preview, registered, _number(desk, letter_id))
    _note(desk, wish, letter_id, content, pdf, pages)
    progress.report(STEPS, STEPS, "bundle.step_saving")
    changes = Changes.of("letters", "reminders", cases={wish.case_id})
    number = _number(desk, letter_id)
    return MadeBundle(pdf, docx, pages, letter_id, number, tuple(gathered.doubts), changes)


def _made_today(
    desk: Desk, wish: Wish, template: str, account_no: str, preview: Preview
) -> Preview | None:
    """The complaint as it was registered today, if it was; ``DomainError`` if figures changed."""
    plan = letters.plan(desk, template, [wish.case_id], wish.answers)
    for letter in plan.letters:
        if letter.account_no != account_no or letter.letter_id is None:
            continue
        (entry,) = letter_register.register_rows(desk, [letter.letter_id])
        if entry.amount != letter.amount:
            raise DomainError("bundle.outdated", number=entry.register_no)
        content = letter_register.pdf(desk, letter.letter_id)
        return _with_bytes(preview, content, entry.register_no)
    return None


def _with_bytes(preview: Preview, pdf: bytes, register_no: str) -> Preview:
    return Preview(pdf, register_no, preview.made_at, preview.paper, preview.facts)


def _bound(
    desk: Desk,
    wish: Wish,
    template: str,
    account_no: str,
    preview: Preview,
    progress: Progress,
) -> tuple[bytes, Gathered, int]:
    """Gather, number and bind; with the number of pages."""
    known = letters.templates(desk)[template]
    with desk.read() as connection:
        setter = letter_fonts.typesetter(connection)
    paper = preview.paper
    sheets = Sheets(paper.letterhead, preview.made_at, preview.facts, known.covers == "card")
    progress.report(1, STEPS, "bundle.step_evidence")
    gathered = gather(
        desk, wish.case_id, account_no, known.amount, sheets, setter, wish.added, progress
    )
    progress.report(2, STEPS, "bundle.step_binding")
    court = str(preview.facts.get(COURT) or "")
    parts, pages, listed = _ordered(setter, sheets, paper.title, preview.pdf, court, gathered)
    data = {
        "register_no": preview.register_no,
        "facts": dict(preview.facts),
        "evidence": [{"name": one.name, "pages": one.pages} for one in listed],
    }
    figures = Attachment("figures.json", "application/json", to_json(data).encode(), paper.title)
    binder = Binder(setter.fonts, setter.profile)
    content = binder.bind(parts, metadata_of([paper]), [figures, *gathered.files])
    progress.report(3, STEPS, "bundle.step_checking")
    check_pdfa(content, has_files=True)
    return content, gathered, pages


def _ordered(
    setter: Typesetter,
    sheets: Sheets,
    title: str,
    complaint: bytes,
    court: str,
    gathered: Gathered,
) -> tuple[list[Part], int, list[Listed]]:
    """The parts in their order: contents and evidence list are set until their pages are right."""
    evidence = [Listed(one.name, one.proves, 1, 1) for one in gathered.evidence]
    lengths = [one.pages for one in gathered.evidence]
    front, own, index = 1, page_count(complaint), 1
    while True:
        evidence = numbered(evidence, lengths, front + own + index)
        whole = [
            Listed(title, "", front + 1, front + own),
            Listed("证据目录", "", front + own + 1, front + own + index),
            *evidence,
        ]
        contents, pages = setter.render_counted(sheets.contents(title, whole))
        proofs, more = setter.render_counted(sheets.evidence_list(court, evidence))
        if (pages, more) == (front, index):
            break
        front, index = pages, more
    parts = [Part("目录", contents), Part(title, complaint), Part("证据目录", proofs)]
    for number, one in enumerate(gathered.evidence, start=1):
        parts.append(Part(f"{number}. {one.name}", one.pieces[0].content))
        parts += [Part(piece.title, piece.content, level=1) for piece in one.pieces[1:]]
    return parts, front + own + index + sum(lengths), evidence


def _registered(desk: Desk, wish: Wish, template: str, account_no: str, preview: Preview) -> int:
    made = letters.make(
        desk,
        template,
        [wish.case_id],
        wish.answers,
        made_at=preview.made_at,
        account_no=account_no,
    )
    if not made.ids:
        error = DomainError(made.left_out[0].code)
        error.facts = dict(made.left_out[0].facts)
        raise error
    return made.ids[0]


def _number(desk: Desk, letter_id: int) -> str:
    return letter_register.register_rows(desk, [letter_id])[0].register_no


def _note(desk: Desk, wish: Wish, letter_id: int, content: bytes, pdf: Path, pages: int) -> None:
    with desk.write() as work:
        work.audit(
            "bundle.made",
            "letter",
            letter_id,
            case=wish.case_id,
            file=pdf.name,
            pages=pages,
            sha256=hashlib.sha256(content).hexdigest(),
        )
        work.commit()
