"""The evidence of a suit bundle: contract, account, calculation, demands with proofs, appendices."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from db import bundle_queries as queries
from desktop.adapters.pdf.document import Attachment
from desktop.adapters.pdf.scans import pages_of
from desktop.adapters.pdf.typesetter import Typesetter
from desktop.adapters.wording import text
from desktop.domain.errors import DomainError, EnvironmentProblem
from desktop.domain.letter_facts import chinese_date, money_text
from desktop.domain.paper import Paper
from desktop.domain.progress import Progress
from desktop.services import letter_register, letters
from desktop.services.desk import Desk
from desktop.services.letter_register import DeliveryStep, RegisterRow
from desktop.services.suit_papers import Sheets

NOTICES = ("assignment_notice", "assignment_notice_guarantor")
"""Letters that are no demand, but that a suit must prove to have arrived."""
MOST_BYTES = 50_000_000


@dataclass(frozen=True)
class Doubt:
    """What somebody should look at before the bundle goes to court: a text code and its facts."""

    code: str
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Piece:
    """A file of the evidence: its title in the bookmarks, its bytes, its number of pages."""

    title: str
    content: bytes
    pages: int


@dataclass(frozen=True)
class Evidence:
    """One number of the evidence list: what it shows, the files it consists of."""

    name: str
    proves: str
    pieces: tuple[Piece, ...]

    @property
    def pages(self) -> int:
        """How many pages it takes."""
        return sum(piece.pages for piece in self.pieces)


@dataclass
class Gathered:
    """What was gathered; ``files`` travel inside the bundle as they are."""

    evidence: list[Evidence] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    files: list[Attachment] = field(default_factory=list)


def gather(
    desk: Desk,
    case_id: int,
    account_no: str,
    total: str,
    sheets: Sheets,
    setter: Typesetter,
    added: Sequence[Path],
    progress: Progress,
) -> Gathered:
    """Gather the evidence of an account; ``total`` names the fact that is claimed.

    Raises ``DomainError`` and ``EnvironmentProblem`` for an added file that cannot be used.
    """
    found = Gathered()

    def put(name: str, proves: str, papers: Sequence[Paper]) -> None:
        found.evidence.append(Evidence(name, proves, tuple(_set(setter, one) for one in papers)))

    put(sheets.contract().title, text("bundle.proves.contract"), [sheets.contract()])
    put(sheets.statement().title, text("bundle.proves.statement"), [sheets.statement()])
    calculation = sheets.calculation(total)
    put(calculation.title, text("bundle.proves.calculation"), [calculation])
    demands = _demands(desk, case_id, account_no)
    for done, entry in enumerate(demands):
        progress.report(done, len(demands) + len(added), "bundle.step_evidence")
        _add_demand(desk, found, entry, sheets, setter)
    for done, path in enumerate(added, start=len(demands)):
        progress.report(done, len(demands) + len(added), "bundle.step_evidence")
        scans = pages_of(_read(path), path.name)
        put(path.stem, text("bundle.proves.added"), [sheets.appendix(path.stem, scans)])
    if not demands:
        found.doubts.append(Doubt("bundle.doubt_no_demand"))
    if not added:
        found.doubts.append(Doubt("bundle.doubt_no_contract"))
    return found


def _set(setter: Typesetter, paper: Paper) -> Piece:
    content, pages = setter.render_counted(paper)
    return Piece(paper.title, content, pages)


def _demands(desk: Desk, case_id: int, account_no: str) -> list[RegisterRow]:
    with desk.read() as connection:
        ids = queries.standing_letters(connection, case_id, account_no)
    known = letters.templates(desk)
    return [
        entry
        for entry in letter_register.register_rows(desk, ids)
        if entry.template in NOTICES
        or (entry.template in known and known[entry.template].purpose == "collection")
    ]


def _add_demand(
    desk: Desk, found: Gathered, entry: RegisterRow, sheets: Sheets, setter: Typesetter
) -> None:
    content = letter_register.pdf(desk, entry.id)
    steps = letter_register.deliveries(desk, entry.id)
    pieces = [Piece(f"{entry.title} {entry.register_no}", content, entry.pages)]
    scans: list[tuple[str, bytes]] = []
    for step in steps:
        if step.proof_name:
            scans += _scans(desk, found, entry, step)
    if steps:
        pieces.append(_set(setter, sheets.proofs(entry, steps, scans)))
    proved = [step for step in steps if step.is_proof]
    if not proved or not any(step.proof_name for step in proved):
        found.doubts.append(Doubt("bundle.doubt_unproved", {"number": entry.register_no}))
    found.evidence.append(
        Evidence(f"{entry.title}（{entry.register_no}）", _proves(entry, proved), tuple(pieces))
    )
    found.files.append(
        Attachment(f"{entry.register_no}.pdf", "application/pdf", content, entry.title)
    )


def _scans(
    desk: Desk, found: Gathered, entry: RegisterRow, step: DeliveryStep
) -> list[tuple[str, bytes]]:
    name = step.proof_name or ""
    try:
        name, content = letter_register.proof(desk, step.id)
        pages = pages_of(content, name)
    except DomainError:
        facts: dict[str, object] = {"number": entry.register_no, "file": name}
        found.doubts.append(Doubt("bundle.doubt_scan", facts))
        return []
    state = text(f"letters.state.{step.state}")
    said = f"{entry.register_no}的送达凭证，{chinese_date(step.state_on)}{state}"
    return [(f"{said}，第{number}页", page) for number, page in enumerate(pages, start=1)]


def _proves(entry: RegisterRow, proved: Sequence[DeliveryStep]) -> str:
    day = chinese_date(entry.dated_on)
    amount = "" if entry.amount is None else f"{money_text(entry.amount)}元"
    if not proved:
        return text("bundle.proves.demand", day=day, amount=amount)
    last = proved[-1]
    return text(
        "bundle.proves.arrived",
        day=day,
        amount=amount,
        arrived=chinese_date(last.state_on),
        way=text(f"letters.way.{last.way}"),
        state=text(f"letters.state.{last.state}"),
    )


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise DomainError("bundle.file_too_big", file=path.name, most=MOST_BYTES // 10**6)
        return path.read_bytes()
    except OSError as problem:
        raise EnvironmentProblem(
            "bundle.file_unreadable", file=path.name, reason=problem.strerror or str(problem)
        ) from problem
