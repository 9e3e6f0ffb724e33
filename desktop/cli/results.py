"""The command that shows what came of messages and calls."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from desktop.cli.command import DONE, FINDINGS, Call, Commands, Outcome, day
from desktop.domain.contact_facts import Channel, Purpose
from desktop.domain.repayment_results import mean
from desktop.domain.two_proportions import Share
from desktop.services import message_results, result_export
from desktop.services.message_results import GROUPINGS, ContactFilter, ResultRow, Results
from desktop.services.result_export import ResultWords, p_words, verdict

USUAL_DAYS = 30


def add_commands(commands: Commands) -> None:
    """Add the command of this room."""
    results = commands.add("messages results", _results, help="results.cli.help")
    results.add("--by", choices=GROUPINGS, default="template", help="results.cli.by")
    results.add("--from", dest="first", type=day, metavar="DATE", help="results.cli.first")
    results.add("--to", dest="last", type=day, metavar="DATE", help="results.cli.last")
    results.add("--channel", choices=tuple(map(str, Channel)), help="results.cli.channel")
    results.add("--purpose", choices=tuple(map(str, Purpose)), help="results.cli.purpose")
    results.add("--save", type=Path, metavar="FILE", help="results.cli.save")


def _results(call: Call) -> Outcome:
    last = call.options.last or call.desk.today
    first = call.options.first or last - timedelta(days=USUAL_DAYS)
    chosen = ContactFilter(first, last, call.options.channel or "", call.options.purpose or "")
    found = message_results.results(call.desk, chosen, call.options.by)
    if call.options.save is not None:
        result_export.save_results(call.desk, call.options.save, chosen, call.options.by, call.lang)
    words = ResultWords(found, call.lang)
    data = {
        "first": first,
        "last": last,
        "as_of": found.as_of,
        "by": found.by,
        "rows": [_row(row, words) for row in found.rows],
        "total": None if found.total is None else _row(found.total, words),
        "versions": list(_versions(found, words)),
        "notes": words.notes(),
    }
    if not found.rows:
        return Outcome(data, [call.text("results.cli.nothing", first=first, last=last)], FINDINGS)
    return Outcome(data, list(_lines(found, words)), DONE)


def _row(row: ResultRow, words: ResultWords) -> dict[str, object]:
    return {
        "key": row.key,
        "version": row.version,
        "language": row.language or None,
        "name": words.row(row),
        "contacts": row.tried,
        "reached": row.reached.hits,
        "customers": len(row.customers),
        "delivered": _share(row.delivered),
        "failed": _share(row.failed),
        "repaid": {
            str(one.days): {**_share(one.share), "amount": one.amount} for one in row.repaid
        },
        "asked": row.ratings.asked,
        "answers": len(row.ratings.clarity),
        "clarity": mean(row.ratings.clarity),
        "tone": mean(row.ratings.tone),
    }


def _share(share: Share) -> dict[str, object]:
    return {"count": share.hits, "of": share.of, "rate": round(share.rate, 6) if share.of else None}


def _versions(found: Results, words: ResultWords) -> Iterator[dict[str, object]]:
    for family in found.versions:
        for one in family.comparisons:
            difference = one.difference
            yield {
                "template": family.template,
                "language": family.language,
                "left_out": family.mixed,
                "first": one.first,
                "second": one.second,
                "measure": one.measure,
                "shares": [_share(difference.first), _share(difference.second)],
                "difference": round(difference.difference, 6),
                "interval": [round(difference.low, 6), round(difference.high, 6)],
                "method": difference.method,
                "p": difference.p,
                "p_corrected": one.p,
                "is_different": one.is_different,
                "verdict": verdict(one, words),
            }


def _lines(found: Results, words: ResultWords) -> Iterator[str]:
    chosen = found.chosen
    yield words("cli.head", first=chosen.first, last=chosen.last, as_of=found.as_of)
    for row in (*found.rows, *([found.total] if found.total is not None else [])):
        yield f"\n{words.row(row)}"
        yield f"  {words('tried')} {row.tried:,} · {words('reached')} {row.reached.hits:,}"
        if row.delivered.of:
            rates = f"{row.delivered.rate:.1%} · {words('failed')} {row.failed.rate:.1%}"
            yield f"  {words('delivered')} {rates}"
        for one in row.repaid:
            if one.share.of:
                share = f"{one.share.hits:,} / {one.share.of:,} ({one.share.rate:.1%})"
                yield f"  {words('paid', days=one.days)} {share} · {one.amount:,.2f}"
        if row.ratings.clarity:
            points = f"{mean(row.ratings.clarity)} · {words('tone')} {mean(row.ratings.tone)}"
            yield f"  {words('clarity')} {points} ({len(row.ratings.clarity)})"
    for family in found.versions:
        yield f"\n{words.name(family.template)}"
        for each in family.comparisons:
            gap = each.difference
            said = f"{gap.first.rate:.1%} : {gap.second.rate:.1%}, p = {p_words(each.p)}"
            pair = words("versus", first=each.first, second=each.second)
            yield f"  {pair} · {words(f'measure.{each.measure}')} {said} · {verdict(each, words)}"
    yield ""
    yield from words.notes()[1:]
