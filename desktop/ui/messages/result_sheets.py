"""Turns results into bars and tables of figures."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject

from desktop.domain.repayment_results import WINDOWS, Comparison, Repaid, mean
from desktop.domain.two_proportions import Share, score_interval
from desktop.services.message_results import ResultRow, Results
from desktop.services.result_export import ResultWords, p_words, verdict
from desktop.ui import formats
from desktop.ui.messages.result_chart import ShareBar
from desktop.ui.widgets.figure_table import Figure, FigureRow, FigureSheet

MOST_BARS = 12


@dataclass(frozen=True)
class Behind:
    """What a figure opens: customers, under a name."""

    customers: frozenset[int] = field(repr=False)
    label: str


class ResultSheets(QObject):
    """Makes chart and tables in the language of now."""

    def bars(self, found: Results, days: int) -> list[tuple[ShareBar, Behind]]:
        """Return a bar for each row that has customers whose days are over, the most first."""
        words = ResultWords(found, formats.language())
        made = []
        for row in found.rows:
            one = _within(row, days)
            if not one.share.of:
                continue
            low, high = score_interval(one.share)
            name = words.row(row)
            tip = self.tr(
                "{name}: {paid} of {all} customers paid within {days} days, {amount}; 95 % interval {low} to {high}"
            ).format(
                name=name,
                paid=one.share.hits,
                all=one.share.of,
                days=days,
                amount=formats.money(one.amount),
                low=formats.percent(low, 1),
                high=formats.percent(high, 1),
            )
            shown = f"{formats.percent(one.share.rate, 1)} ({one.share.of:,})"
            bar = ShareBar(name, one.share.rate, low, high, shown, tip)
            made.append((bar, Behind(one.paid, self._paid_label(name, days))))
        return made[:MOST_BARS]

    def rows(self, found: Results) -> FigureSheet:
        """Return the table of results, the total last."""
        words = ResultWords(found, formats.language())
        heads = [words("tried"), words("customers"), words("delivered"), words("failed")]
        heads += [words("paid_rate", days=days) for days in WINDOWS]
        heads += [words("amount", days=max(WINDOWS)), words("clarity"), words("tone")]
        made = [self._row(row, words, is_total=False) for row in found.rows]
        if found.total is not None:
            made.append(self._row(found.total, words, is_total=True))
        return FigureSheet(words(f"by.{found.by}"), heads, made)

    def versions(self, found: Results) -> FigureSheet:
        """Return the comparisons of template versions, those that differ marked."""
        words = ResultWords(found, formats.language())
        heads = [words("compared"), "A", "B", words("difference"), words("p_corrected")]
        heads += [words("method_head"), words("verdict")]
        rows = [
            FigureRow(
                f"{words.name(family.template)} · {words(f'measure.{one.measure}')}",
                list(self._compared(one, words)),
            )
            for family in found.versions
            for one in family.comparisons
        ]
        return FigureSheet(words("by.template"), heads, rows)

    def _row(self, row: ResultRow, words: ResultWords, *, is_total: bool) -> FigureRow:
        name = words.row(row)
        figures = [
            Figure(formats.count(row.tried)),
            Figure(formats.count(len(row.customers)), Behind(row.customers, name)),
            Figure(_percent(row.delivered), tip=_of(row.delivered)),
            Figure(_percent(row.failed), tip=_of(row.failed)),
        ]
        for one in row.repaid:
            behind = Behind(one.paid, self._paid_label(name, one.days))
            figures.append(
                Figure(_percent(one.share), behind if one.paid else None, tip=self._repaid_tip(one))
            )
        last = row.repaid[-1]
        clarity, tone = mean(row.ratings.clarity), mean(row.ratings.tone)
        answers = self.tr("%Ln answer(s)", "", len(row.ratings.clarity))
        figures += [
            Figure(formats.money(last.amount) if last.share.of else "–"),
            Figure("–" if clarity is None else str(clarity), tip=answers),
            Figure("–" if tone is None else str(tone), tip=answers),
        ]
        return FigureRow(name, figures, is_total=is_total)

    def _compared(self, one: Comparison, words: ResultWords) -> Iterable[Figure]:
        gap = one.difference
        yield Figure(words("versus", first=one.first, second=one.second))
        yield Figure(_percent(gap.first), tip=_of(gap.first))
        yield Figure(_percent(gap.second), tip=_of(gap.second))
        interval = f"{gap.low * 100:+.1f} … {gap.high * 100:+.1f}"
        yield Figure(f"{gap.difference * 100:+.1f}%", aside=f"({interval})", tip=interval)
        yield Figure(p_words(one.p), tip=f"{words('p')} {p_words(gap.p)}")
        yield Figure(words(f"method.{gap.method}"))
        said = verdict(one, words)
        yield Figure(
            said, shade="ok" if one.is_different else "", depth=0.3, is_strong=one.is_different
        )

    def _paid_label(self, name: str, days: int) -> str:
        return self.tr("{name} · paid within {days} days").format(name=name, days=days)

    def _repaid_tip(self, one: Repaid) -> str:
        words = self.tr("{paid} of {all} customers whose {days} days are over; {amount}")
        return words.format(
            paid=one.share.hits,
            all=one.share.of,
            days=one.days,
            amount=formats.money(one.amount),
        )


def _within(row: ResultRow, days: int) -> Repaid:
    return next(one for one in row.repaid if one.days == days)


def _percent(share: Share) -> str:
    return formats.percent(share.rate, 1) if share.of else "–"


def _of(share: Share) -> str:
    return f"{share.hits:,} / {share.of:,}" if share.of else ""
