"""The rules in force: the shipped tables with the branch's own rows over them."""

from datetime import date

from sqlalchemy import Connection, select

from db.day_run_queries import DayRules
from db.tables import Rule as RuleRow
from desktop.adapters.rule_tables import bundled_rules
from desktop.domain.ageing import Bucket, ClassSteps
from desktop.domain.money import to_fen
from desktop.domain.rule_book import Rule, RuleBook, read_value

__all__ = ["buckets", "day_rules", "rule_book"]


def rule_book(connection: Connection) -> RuleBook:
    """Return every rule row, the branch's own included; look one up by code and day."""
    bundled = bundled_rules()
    own = []
    for row in connection.execute(
        select(RuleRow.code, RuleRow.from_on, RuleRow.value, RuleRow.source)
    ):
        history = bundled.history(row.code)
        if not history:
            continue  # of a newer or older program: kept, but nothing asks for it
        shipped = history[-1]
        own.append(
            Rule(
                code=row.code,
                clause=shipped.clause,
                value=read_value(row.value, shipped.unit),
                unit=shipped.unit,
                source=row.source,
                from_date=row.from_on,
                sure="H",
                zh=shipped.zh,
                en=shipped.en,
                overridable=shipped.overridable,
                is_branch=True,
            )
        )
    return bundled.with_rules(own)


def _bucket_ends(book: RuleBook, on: date) -> tuple[int, ...]:
    value = book.rule("ageing.bucket_ends", on).value
    if not isinstance(value, tuple):
        raise TypeError("ageing.bucket_ends is no list")
    return tuple(int(end) for end in value)


def buckets(book: RuleBook, on: date) -> tuple[Bucket, ...]:
    """Return the bucket table in force: M0, M1 … and an open last one."""
    ends = _bucket_ends(book, on)
    starts = (0, *(end + 1 for end in ends))
    closed = [
        Bucket(f"M{place}", start, end)
        for place, (start, end) in enumerate(zip(starts, ends, strict=False))
    ]
    return (*closed, Bucket(f"M{len(ends)}+", starts[-1], None))


def day_rules(book: RuleBook, on: date) -> DayRules:
    """Return what the day run needs to know of the rules in force on a business date."""
    loan: ClassSteps = (
        (1, "special_mention"),
        (book.whole("ageing.loan_substandard_after", on) + 1, "substandard"),
        (book.whole("ageing.loan_doubtful_after", on) + 1, "doubtful"),
        (book.whole("ageing.loan_loss_after", on) + 1, "loss"),
    )
    card: ClassSteps = (
        (book.whole("ageing.card_special_from", on), "special_mention"),
        (book.whole("ageing.card_substandard_after", on) + 1, "substandard"),
        (book.whole("ageing.card_doubtful_after", on) + 1, "doubtful"),
        (book.whole("ageing.card_loss_after", on) + 1, "loss"),
    )
    return DayRules(
        bucket_ends=_bucket_ends(book, on),
        loan_classes=loan,
        card_classes=card,
        default_uplift=book.decimal("money.penalty_markup_min", on) / 100,
        card_grace_days=book.whole("money.card_grace_days", on),
        card_tolerance_fen=to_fen(book.decimal("money.card_grace_amount", on)),
        technical_days=book.whole("ageing.technical_days", on),
        spread_over=book.decimal("ageing.spread_over", on) / 100,
    )
