"""Letters as files: one each, or one for the printer with a list and labels before it."""

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from db import letter_queries as queries
from desktop.adapters.pdf.reading import join
from desktop.domain.errors import EnvironmentProblem
from desktop.domain.letter_facts import money_text
from desktop.domain.paper import (
    Align,
    Cell,
    Column,
    Form,
    Heading,
    Layout,
    PageBreak,
    Paper,
    RowLinks,
    Table,
    Words,
    plain,
)
from desktop.domain.progress import NoProgress, Progress
from desktop.services.desk import Desk
from desktop.services.letter_fonts import typesetter
from desktop.services.letter_gathering import read_ground
from desktop.services.letter_register import RegisterRow, pdfs

LABELS_ACROSS = 2
READ_AT_ONCE = 50


@dataclass(frozen=True)
class _Label:
    postcode: str
    address: str
    name: str
    polite: str

    @property
    def order(self) -> tuple[str, str]:
        return self.postcode, self.address


def save_each(
    desk: Desk,
    ids: Sequence[int],
    folder: Path,
    progress: Progress = NoProgress(),  # noqa: B008 - holds nothing
) -> list[Path]:
    """Write the stored bytes of each letter to ``folder``, named by its register number.

    Raises ``EnvironmentProblem`` when the disk says no; a file is there whole or not at all.
    """
    saved: list[Path] = []
    for start in range(0, len(ids), READ_AT_ONCE):
        progress.report(start, len(ids), "letters.step_saving")
        for entry, content in pdfs(desk, ids[start : start + READ_AT_ONCE]):
            saved.append(folder / f"{entry.register_no}.pdf")
            write_whole(saved[-1], content)
    return saved


def merged(
    desk: Desk,
    ids: Sequence[int],
    progress: Progress = NoProgress(),  # noqa: B008 - holds nothing
) -> bytes:
    """Put letters into one file in address order, a list and envelope labels before them.

    The list and the bookmarks say on which page of the file each letter begins. The letters' own
    pages are the stored ones; the file as a whole is for the printer.
    """
    letters: list[tuple[RegisterRow, bytes]] = []
    for start in range(0, len(ids), READ_AT_ONCE):
        progress.report(start, len(ids), "letters.step_saving")
        letters += pdfs(desk, ids[start : start + READ_AT_ONCE])
    with desk.read() as connection:
        labels = {one: _label(queries.figures(connection, one)) for one in ids}
        letterhead = read_ground(desk, connection).letterhead
        setter = typesetter(connection)
    letters.sort(key=lambda pair: labels[pair[0].id].order)
    entries = [entry for entry, _ in letters]

    def cover(before: int) -> tuple[bytes, int]:
        return setter.render_counted(
            Paper(
                title="函件清单",
                register_no="",
                dated_on=desk.today,
                made_at=desk.clock.now(),
                letterhead=letterhead,
                blocks=(
                    _list(entries, labels, before),
                    PageBreak(),
                    Heading("信封标签"),
                    _labels([labels[entry.id] for entry in entries]),
                ),
                layout=Layout.FORM,
            )
        )

    _, before = cover(0)
    first, _ = cover(before)
    bookmarks = [
        (f"{entry.register_no} {labels[entry.id].name}", page)
        for entry, page in zip(entries, _pages(entries, before), strict=True)
    ]
    return join([first, *(content for _, content in letters)], [("函件清单", 1), *bookmarks])


def _pages(entries: Sequence[RegisterRow], before: int) -> list[int]:
    """The page on which each letter begins, counted from 1, after ``before`` others."""
    return list(accumulate((entry.pages for entry in entries[:-1]), initial=before + 1))


def save_merged(
    desk: Desk,
    ids: Sequence[int],
    path: Path,
    progress: Progress = NoProgress(),  # noqa: B008 - holds nothing
) -> Path:
    """Write ``merged`` to a file."""
    write_whole(path, merged(desk, ids, progress))
    return path


def _label(figures: Any) -> _Label:
    found = figures or {}
    names = ("收件邮编", "收件地址", "收件人", "收件称谓")
    postcode, address, name, polite = (str(found.get(key) or "") for key in names)
    return _Label(postcode, address, name, polite)


def _list(entries: Sequence[RegisterRow], labels: dict[int, _Label], before: int) -> Table:
    rows = tuple(
        (
            str(number),
            entry.register_no,
            labels[entry.id].name,
            labels[entry.id].address,
            money_text(entry.amount) if entry.amount is not None else "",
            str(page),
            str(entry.pages),
        )
        for number, (entry, page) in enumerate(
            zip(entries, _pages(entries, before), strict=True), start=1
        )
    )
    return Table(
        links=RowLinks(1, tuple(_pages(entries, before))),
        columns=(
            Column("序号", Align.CENTRE),
            Column("函号"),
            Column("收件人"),
            Column("地址"),
            Column("金额（元）", Align.RIGHT),
            Column("起页", Align.RIGHT),
            Column("页数", Align.RIGHT),
        ),
        rows=rows,
    )


def _labels(labels: Sequence[_Label]) -> Form:
    cells = [
        Cell(
            (
                *plain(f"{label.postcode}\n{label.address}\n"),
                Words(label.name, is_strong=True, is_name=True),
                *plain(f" {label.polite}（收）"),
            ),
            lines=4,
        )
        for label in labels
    ]
    cells += [Cell(plain(""), lines=4)] * (-len(cells) % LABELS_ACROSS)
    return Form(
        tuple(tuple(cells[at : at + LABELS_ACROSS]) for at in range(0, len(cells), LABELS_ACROSS))
    )


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all.

    Raises ``EnvironmentProblem("letters.cannot_save")`` with what the disk said.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".pdf")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as problem:
        raise EnvironmentProblem(
            "letters.cannot_save", file=str(path), reason=problem.strerror or str(problem)
        ) from problem
