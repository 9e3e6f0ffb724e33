"""Taking in a lender's files: read apart, written in parts, each part whole or not at all.

A part is some thousand rows in one transaction with its rejects, its changed fields and its audit
entry. Whatever stops an import between two parts, taking in the same file again comes to the same
result, because every record is found by its natural key.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection

from db import board, import_queries
from db.column_types import day_number
from db.import_accounts import with_bookings
from db.import_outcome import Change, Outcome, Refusal
from db.import_writer import SheetWriter
from db.unit_of_work import UnitOfWork
from desktop.adapters.apart import Helper
from desktop.adapters.row_feed import Chunk, feed, texts_of_rows
from desktop.domain.changes import Changes
from desktop.domain.errors import CodedError, DomainError
from desktop.domain.import_fields import KINDS
from desktop.domain.import_mapping import fingerprint
from desktop.domain.import_rows import Problem
from desktop.domain.progress import Cancelled, NoProgress, Progress
from desktop.services.desk import Desk
from desktop.services.import_plans import SheetPlan, to_remember
from desktop.services.ledger import rework
from desktop.services.rules import rule_book

SHOWN_PROBLEMS = 1_000


@dataclass
class SheetResult:
    """What came of one sheet. ``counts``: rows, rejected, skipped, and ``kind.new|changed|same``.

    ``problems`` and ``changed`` (fields) are the first ones; all of them are kept with the batch,
    except of a dry run.
    """

    file_name: str
    sheet: str
    kinds: tuple[str, ...]
    batch_id: int | None = None
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)

    @property
    def rejected(self) -> int:
        """How many rows were not taken."""
        return self.counts["rejected"]


@dataclass(frozen=True)
class ImportResult:
    """What came of all sheets; with ``is_dry_run`` nothing of it was stored."""

    sheets: tuple[SheetResult, ...]
    is_dry_run: bool
    changes: Changes

    @property
    def rejected(self) -> int:
        """How many rows of all sheets were not taken."""
        return sum(sheet.rejected for sheet in self.sheets)

    def total(self, what: str) -> int:
        """How many records of all kinds are new, changed or same."""
        return sum(sheet.counts[f"{kind}.{what}"] for sheet in self.sheets for kind in KINDS)


def run(
    desk: Desk,
    plans: Sequence[SheetPlan],
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportResult:
    """Take in sheets, customers before accounts before what refers to them.

    A dry run does everything in one transaction and rolls it back. Raises ``DomainError`` where a
    plan lacks what is needed, ``Cancelled`` when asked to stop: parts that were finished stay.
    """
    for plan in plans:
        for code in plan.mapping.missing():
            raise DomainError(code, file=plan.file_name, sheet=plan.sheet)
    watch = progress or NoProgress()
    ordered = sorted(plans, key=_turn)
    with Helper() as helper, _transactions(desk, dry_run=dry_run) as begin:
        results = [
            _SheetImport(desk, plan, begin, helper, dry_run=dry_run).run(
                watch, (place, len(ordered))
            )
            for place, plan in enumerate(ordered)
        ]
    changes = Changes() if dry_run else Changes.of("imports", "accounts", "cases", "payments")
    return ImportResult(tuple(results), dry_run, changes)


def _turn(plan: SheetPlan) -> tuple[int, int, date]:
    """Customers first, of two sheets with customers the one that has nothing else, older first."""
    kinds = plan.mapping.kinds
    return KINDS.index(kinds[0]), len(kinds), plan.stated_on


Begin = Callable[[], AbstractContextManager[UnitOfWork]]


@contextmanager
def _transactions(desk: Desk, *, dry_run: bool) -> Iterator[Begin]:
    """How parts get their transaction: each its own, or for a dry run all the one rolled back."""
    if not dry_run:
        yield desk.write
        return
    with desk.write() as work:

        @contextmanager
        def same() -> Iterator[UnitOfWork]:
            yield work

        yield same


class _SheetImport:
    """One sheet on its way into the store."""

    def __init__(
        self, desk: Desk, plan: SheetPlan, begin: Begin, helper: Helper, *, dry_run: bool
    ) -> None:
        self.desk, self.plan, self.begin, self.dry_run = desk, plan, begin, dry_run
        self.helper = helper
        self.result = SheetResult(plan.file_name, plan.sheet, plan.mapping.kinds)
        self.writer = SheetWriter(
            stated_on=day_number(plan.stated_on),
            officer_id=desk.actor.officer_id,
            keeps=_says_nothing_new(desk, plan),
        )
        self.order = plan.order(desk.today)
        self.batch_id = 0

    def run(self, watch: Progress, place: tuple[int, int]) -> SheetResult:
        """Read and write part after part; say how it ended."""
        self._open()
        try:
            for chunk in feed(self.order, self.helper):
                self._write(chunk)
                self._report(watch, chunk, place)
            self._finish()
        except Cancelled:
            self._close("cancelled")
            raise
        except CodedError:
            with suppress(CodedError):  # the disk that is full cannot take this either
                self._close("failed")
            raise
        return self.result

    def _report(self, watch: Progress, chunk: Chunk, place: tuple[int, int]) -> None:
        """Tell how far it is: every sheet counts as a thousand steps."""
        number, count = place
        done = min(1000 * chunk.last_row // max(chunk.total_rows, 1), 1000)
        watch.report(number * 1000 + done, count * 1000, "imports.step_writing")

    def _open(self) -> None:
        with self.begin() as work:
            self.batch_id = import_queries.begin_batch(
                work.connection,
                file_name=self.plan.file_name,
                sheet=self.plan.sheet,
                sha256=self.plan.source.sha256,
                stated_on=self.plan.stated_on,
                header=[column.header for column in self.plan.mapping.columns],
                kinds=list(self.result.kinds),
                encoding=self.plan.source.text.encoding if self.plan.source.text else None,
                started_at=self.desk.clock.now(),
                rows_done=0,
                counts={},
                started_by=self.desk.actor.name,
            )
            self._commit(work, "import.start")
        self.result.batch_id = None if self.dry_run else self.batch_id

    def _write(self, chunk: Chunk) -> None:
        with self.begin() as work:
            now = self.desk.clock.now().isoformat()
            outcome = self.writer.write(work.connection, chunk.records, now)
            self._after(work.connection, outcome)
            refused = [self._problem(refusal) for refusal in outcome.refusals]
            problems = [*chunk.problems, *((problem, None) for problem in refused)]
            import_queries.add_rejects(work.connection, self.batch_id, problems)
            counts = self.result.counts
            counts.update(rows=chunk.rows, skipped=chunk.skipped)
            counts.update(rejected=chunk.rejected + len(outcome.refused_rows))
            room = SHOWN_PROBLEMS - len(self.result.problems)
            self.result.problems += [problem for problem, _ in problems[:room]]
            self._keep(work.connection, rows_done=chunk.last_row)
            self._commit(work, "import.rows", last_row=chunk.last_row, **outcome.counts)

    def _after(self, connection: Connection, outcome: Outcome) -> None:
        """What follows from written rows: changes kept, later payments applied, cases shown."""
        today, now = self.desk.today, self.desk.clock.now()
        import_queries.add_changes(connection, self.batch_id, outcome.changes)
        self.result.changed += outcome.changes[: SHOWN_PROBLEMS - len(self.result.changed)]
        self.result.counts.update(outcome.counts)
        if waiting := with_bookings(connection, outcome.accounts):
            rework(connection, waiting, as_of=today, book=rule_book(connection))
        board.refresh(connection, outcome.customers, as_of=today, now=now, with_search=True)

    def _problem(self, refusal: Refusal) -> Problem:
        column = self.plan.mapping.of_field(refusal.field_key)
        return Problem(
            refusal.row_no,
            column.header if column else "",
            refusal.field_key,
            "",
            refusal.code,
            tuple(refusal.facts.items()),
            refusal.is_notice,
        )

    def _finish(self) -> None:
        with self.begin() as work:
            outcome = self.writer.finish(work.connection)
            self._after(work.connection, outcome)
            self._complete_rejects(work.connection)
            mapping = self.plan.mapping
            now = self.desk.clock.now()
            import_queries.remember_mapping(
                work.connection, fingerprint(mapping), to_remember(mapping), now
            )
            self._keep(work.connection, state="finished", finished_at=now)
            self._commit(work, "import.finish", **self.result.counts)

    def _complete_rejects(self, connection: Connection) -> None:
        """Fetch from the file the cells of rows that only the store could refuse."""
        lacking = import_queries.rejects_without_cells(connection, self.batch_id)
        wanted = (self.order, frozenset(lacking))
        texts = dict(self.helper.items(texts_of_rows, wanted)) if lacking else {}
        rejects = {
            row.id: row
            for row in import_queries.rejects(connection, self.batch_id, notices=False, limit=None)
        }
        headers = [column.header for column in self.plan.mapping.columns]
        import_queries.put_cells(
            connection,
            {
                lacking[row_no]: (
                    cells,
                    _cell(cells, headers, rejects[lacking[row_no]].column_name),
                )
                for row_no, cells in texts.items()
            },
        )

    def _close(self, state: str) -> None:
        """Say in the store how a sheet ended that did not come to its end."""
        if self.dry_run:
            return
        with self.begin() as work:
            self._keep(work.connection, state=state, finished_at=self.desk.clock.now())
            self._commit(work, f"import.{state}", **self.result.counts)

    def _keep(self, connection: Connection, **values: object) -> None:
        import_queries.update_batch(
            connection, self.batch_id, counts=dict(self.result.counts), **values
        )

    def _commit(self, work: UnitOfWork, action: str, **facts: object) -> None:
        if self.dry_run:
            return
        work.audit(action, "import", self.batch_id, file=self.plan.file_name, **facts)
        work.commit()


def _says_nothing_new(desk: Desk, plan: SheetPlan) -> bool:
    """Whether the same file was taken in before, and read in the same way.

    What has changed since, by a newer file or by hand, then stays: the same bytes know no better.
    """
    mapping = plan.mapping
    with desk.read() as connection:
        known = import_queries.remembered_mapping(connection, fingerprint(mapping))
        if known != to_remember(mapping):
            return False
        return import_queries.was_finished(connection, plan.source.sha256, plan.sheet)


def _cell(cells: Sequence[str], headers: Sequence[str], header: str) -> str:
    if header not in headers or headers.index(header) >= len(cells):
        return ""
    return cells[headers.index(header)]
