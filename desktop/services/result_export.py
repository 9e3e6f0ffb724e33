"""The results of messages and calls in words, and as a workbook."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from desktop.adapters.sheet_export import CellValue, ExportColumn, Kind, write_workbook
from desktop.adapters.wording import Language, is_worded, text
from desktop.domain.repayment_results import WINDOWS, Comparison, mean
from desktop.domain.two_proportions import Share
from desktop.services import message_results
from desktop.services.desk import Desk
from desktop.services.message_results import By, ContactFilter, ResultRow, Results

NOTES = ("span", "repaid", "once", "test", "mixed", "random")
_NOTE_WIDTH = 110


@dataclass(frozen=True)
class ResultsSaved:
    """Where the workbook is, and how many rows it has."""

    path: Path
    rows: int


@dataclass(frozen=True)
class ResultWords:
    """The words of some results in one language."""

    found: Results
    lang: Language

    def __call__(self, code: str, **facts: object) -> str:
        """Word a code of the room ``results``."""
        return text(f"results.{code}", self.lang, **facts)

    def row(self, row: ResultRow) -> str:
        """What a row is called."""
        if row.version is None:
            return self.name(row.key)
        code = "version_of_en" if row.language == "en" else "version_of"
        return self(code, name=self.name(row.key), version=row.version)

    def name(self, key: str) -> str:
        """What a step, template or channel is called."""
        if key in self.found.names:
            return self.found.names[key][self.lang == "en"]
        for code in (f"contact.channel.{key}", f"results.{key}", f"calendar.{key}"):
            if is_worded(code):
                return text(code, self.lang)
        return key or self("total")

    def notes(self) -> list[str]:
        """How the figures are to be read."""
        chosen = self.found.chosen
        facts = {
            "first": chosen.first,
            "last": chosen.last,
            "as_of": self.found.as_of,
            "channel": self._one_of("contact.channel", chosen.channel),
            "purpose": self._one_of("contact.purpose", chosen.purpose),
        }
        return [self(f"note.{name}", **facts) for name in NOTES]

    def _one_of(self, codes: str, chosen: str) -> str:
        return text(f"{codes}.{chosen}", self.lang) if chosen else self("any")


def save_results(
    desk: Desk, path: Path, chosen: ContactFilter, by: By, lang: Language = "zh"
) -> ResultsSaved:
    """Write results to an ``.xlsx`` file; it leaves an audit entry.

    Raises ``EnvironmentProblem`` where the file cannot be written.
    """
    found = message_results.results(desk, chosen, by)
    words = ResultWords(found, lang)
    written = write_workbook(path, list(_sheets(found, words)))
    with desk.write() as work:
        work.audit("report.saved", "report", "results", file=path.name)
        work.commit()
    return ResultsSaved(path, written)


_Sheet = tuple[str, Sequence[ExportColumn], Sequence[Sequence[CellValue]]]


def _sheets(found: Results, words: ResultWords) -> Iterator[_Sheet]:
    rows = [*found.rows, *([found.total] if found.total is not None else [])]
    heads = [ExportColumn(words(f"by.{found.by}"), width=34)]
    heads += [ExportColumn(title, kind) for title, kind in _columns(words)]
    yield words("sheet.rows"), heads, [[words.row(row), *_cells(row)] for row in rows]
    yield words("sheet.versions"), _version_heads(words), list(_version_rows(found, words))
    notes = [ExportColumn(words("note_head"), width=_NOTE_WIDTH)]
    yield words("sheet.notes"), notes, [[note] for note in words.notes()]


def _columns(words: ResultWords) -> Iterator[tuple[str, Kind]]:
    yield words("tried"), "number"
    yield words("reached"), "number"
    yield words("customers"), "number"
    yield words("delivered"), "rate"
    yield words("failed"), "rate"
    for days in WINDOWS:
        yield words("mature", days=days), "number"
        yield words("paid", days=days), "number"
        yield words("paid_rate", days=days), "rate"
        yield words("amount", days=days), "money"
    for name in ("asked", "rated", "clarity", "tone"):
        yield words(name), "money" if name in ("clarity", "tone") else "number"


def _cells(row: ResultRow) -> Iterator[CellValue]:
    yield row.tried
    yield row.reached.hits
    yield len(row.customers)
    yield _rate(row.delivered)
    yield _rate(row.failed)
    for one in row.repaid:
        yield one.share.of
        yield one.share.hits
        yield _rate(one.share)
        yield one.amount
    yield row.ratings.asked
    yield len(row.ratings.clarity)
    yield mean(row.ratings.clarity)
    yield mean(row.ratings.tone)


def _version_heads(words: ResultWords) -> list[ExportColumn]:
    return [
        ExportColumn(words("by.template"), width=24),
        ExportColumn(words("compared"), width=24),
        ExportColumn(words("measured"), width=22),
        ExportColumn("A", "rate"),
        ExportColumn("B", "rate"),
        ExportColumn(words("difference_only"), "rate"),
        ExportColumn(words("difference_low"), "rate"),
        ExportColumn(words("difference_high"), "rate"),
        ExportColumn(words("method_head"), width=22),
        ExportColumn(words("p")),
        ExportColumn(words("p_corrected")),
        ExportColumn(words("verdict")),
    ]


def _version_rows(found: Results, words: ResultWords) -> Iterator[list[CellValue]]:
    for family in found.versions:
        for one in family.comparisons:
            difference = one.difference
            yield [
                words.name(family.template),
                words("versus", first=one.first, second=one.second),
                words(f"measure.{one.measure}"),
                difference.first.rate,
                difference.second.rate,
                difference.difference,
                difference.low,
                difference.high,
                words(f"method.{difference.method}"),
                p_words(difference.p),
                p_words(one.p),
                verdict(one, words),
            ]


def verdict(one: Comparison, words: ResultWords) -> str:
    """What a comparison says in words."""
    return words("different" if one.is_different else "not_shown")


def p_words(p: float) -> str:
    """A p-value with four decimals; one that would be written as zero says that it is below."""
    return f"{p:.4f}" if p >= 0.00005 else "<0.0001"


def _rate(share: Share) -> Decimal | None:
    return Decimal(share.hits) / share.of if share.of else None
