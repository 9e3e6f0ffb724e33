"""How late an account is: days past due, pauses, buckets and five-class suggestions.

Day 1 is the day after the due date of the oldest instalment that is not fully paid. Buckets and
classes are tables, not literals in the code: the defaults below are those that a branch starts
with.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from desktop.domain.errors import DomainError
from desktop.domain.money import ZERO, Money


def days_past_due(oldest_unpaid_due_on: date | None, *, as_of: date) -> int:
    """Count the days since the oldest unpaid due date; the due date itself is 0.

    ``None`` means that nothing is unpaid: 0. Calendar days, never negative.
    """
    if oldest_unpaid_due_on is None:
        return 0
    return max(0, (as_of - oldest_unpaid_due_on).days)


@dataclass(frozen=True)
class Bucket:
    """A range of days past due, both ends included; ``to_days`` ``None`` is open."""

    code: str
    from_days: int
    to_days: int | None

    def holds(self, days: int) -> bool:
        """Whether this many days belong here."""
        return self.from_days <= days and (self.to_days is None or days <= self.to_days)


DEFAULT_BUCKETS: tuple[Bucket, ...] = (
    Bucket("M0", 0, 0),
    Bucket("M1", 1, 30),
    Bucket("M2", 31, 60),
    Bucket("M3", 61, 90),
    Bucket("M4", 91, 120),
    Bucket("M5", 121, 150),
    Bucket("M6", 151, 180),
    Bucket("M7+", 181, None),
)


def check_buckets(buckets: Sequence[Bucket]) -> None:
    """Refuse a bucket table that leaves a day out, has one twice, or does not run from 0 to ever.

    Raises ``DomainError`` ``ageing.bucket_gap`` with the day where the next bucket must start.
    """
    expected: int | None = 0
    for bucket in buckets:
        if expected is None or bucket.from_days != expected:
            raise DomainError("ageing.bucket_gap", field="from_days", bucket=bucket.code)
        if bucket.to_days is not None and bucket.to_days < bucket.from_days:
            raise DomainError("ageing.bucket_gap", field="to_days", bucket=bucket.code)
        expected = None if bucket.to_days is None else bucket.to_days + 1
    if expected is not None:
        last = buckets[-1].code if buckets else ""
        raise DomainError("ageing.bucket_gap", field="to_days", bucket=last)


def bucket_of(days: int, buckets: Sequence[Bucket] = DEFAULT_BUCKETS) -> Bucket:
    """Find the bucket of a number of days past due.

    Raises ``DomainError`` ``ageing.no_bucket`` where the table has a gap.
    """
    for bucket in buckets:
        if bucket.holds(days):
            return bucket
    raise DomainError("ageing.no_bucket", field="buckets", days=days)


@dataclass(frozen=True)
class Pause:
    """A stretch in which ageing stands still: from ``start`` to ``end``, the resuming day.

    ``end`` ``None``: not resumed yet. The days counted are those between the two dates.
    """

    start: date
    end: date | None


def paused_days(pauses: Iterable[Pause], *, since: date, as_of: date) -> int:
    """Count the paused days that lie after ``since`` (a due date) and not after ``as_of``.

    Days covered by two pauses count once.
    """
    days = 0
    reached = since
    for pause in sorted(pauses, key=lambda each: each.start):
        end = as_of if pause.end is None else min(pause.end, as_of)
        start = max(pause.start, reached)
        if end > start:
            days += (end - start).days
            reached = end
    return days


@dataclass(frozen=True)
class UnpaidRow:
    """What is still unpaid of one instalment, all components together."""

    due_on: date
    unpaid: Money


@dataclass(frozen=True)
class AccountAgeing:
    """How late an account is on a day.

    ``past_due_days`` ignores grace and pauses; ``ageing_days`` is without them and picks the
    bucket. ``delinquent_from`` is the oldest unpaid due date plus grace, ``None`` when not late.
    """

    oldest_unpaid_due_on: date | None
    past_due_days: int
    ageing_days: int
    delinquent_from: date | None
    past_due_amount: Money


def age_account(
    rows: Iterable[UnpaidRow],
    *,
    as_of: date,
    grace_days: int = 0,
    pauses: Iterable[Pause] = (),
) -> AccountAgeing:
    """Age an account by its oldest instalment that fell due before ``as_of`` and is not paid.

    Paused days are taken from the ageing, not from the days past due; grace likewise.
    """
    late = [row for row in rows if row.due_on < as_of and row.unpaid > 0]
    if not late:
        return AccountAgeing(None, 0, 0, None, ZERO)
    oldest = min(row.due_on for row in late)
    past_due = days_past_due(oldest, as_of=as_of)
    stood_still = paused_days(pauses, since=oldest, as_of=as_of)
    return AccountAgeing(
        oldest_unpaid_due_on=oldest,
        past_due_days=past_due,
        ageing_days=max(0, past_due - grace_days - stood_still),
        delinquent_from=oldest + timedelta(days=grace_days),
        past_due_amount=sum((row.unpaid for row in late), ZERO),
    )


def amounts_by_bucket(
    rows: Iterable[UnpaidRow],
    *,
    as_of: date,
    buckets: Sequence[Bucket] = DEFAULT_BUCKETS,
    pauses: Iterable[Pause] = (),
) -> dict[str, Money]:
    """Sum the overdue rows by the bucket of each row's own days (no grace), by bucket code.

    Rows whose ageing is 0 days are not overdue and are left out, as are empty buckets.
    """
    held = tuple(pauses)
    amounts: dict[str, Money] = {}
    for row in rows:
        days = days_past_due(row.due_on, as_of=as_of)
        days -= paused_days(held, since=row.due_on, as_of=as_of)
        if row.unpaid > 0 and days > 0:
            code = bucket_of(days, buckets).code
            amounts[code] = amounts.get(code, ZERO) + row.unpaid
    return amounts


AccountKind = Literal["loan", "card"]
FiveClass = Literal["normal", "special_mention", "substandard", "doubtful", "loss"]
FIVE_CLASSES: tuple[FiveClass, ...] = (
    "normal",
    "special_mention",
    "substandard",
    "doubtful",
    "loss",
)
"""From best to worst."""

ClassSteps = tuple[tuple[int, FiveClass], ...]
"""``(from_days, class)``, ascending: the last step reached is the suggestion."""

LOAN_CLASS_STEPS: ClassSteps = (
    (0, "normal"),
    (1, "special_mention"),
    (91, "substandard"),
    (271, "doubtful"),
    (361, "loss"),
)
"""商业银行金融资产风险分类办法 (2023 No. 1): overdue at all, over 90, over 270, over 360 days."""

CARD_CLASS_STEPS: ClassSteps = (
    (0, "normal"),
    (1, "special_mention"),
    (91, "substandard"),
    (121, "doubtful"),
    (181, "loss"),
)
"""商业银行信用卡业务监督管理办法 (2011 No. 2), article 92."""


def five_class(
    kind: AccountKind,
    days: int,
    *,
    technical_delay: bool = False,
    technical_delay_days: int = 7,
    steps: ClassSteps | None = None,
) -> FiveClass:
    """Suggest a risk class by days past due; staff may set a worse one.

    A ``technical_delay`` (the payment failed for an operational reason) of a loan within
    ``technical_delay_days`` days stays ``normal``.
    """
    if steps is None:
        steps = LOAN_CLASS_STEPS if kind == "loan" else CARD_CLASS_STEPS
    if kind == "loan" and technical_delay and days <= technical_delay_days:
        return "normal"
    suggestion: FiveClass = "normal"
    for from_days, code in steps:
        if days >= from_days:
            suggestion = code
    return suggestion


def worse_class(one: FiveClass, other: FiveClass) -> FiveClass:
    """The worse of two classes."""
    return max(one, other, key=FIVE_CLASSES.index)


def spread_classes(
    suggestions: Sequence[tuple[FiveClass, Money]], *, threshold: int = 10
) -> list[FiveClass]:
    """Carry a customer's bad debts over to the customer's other loans.

    Each suggestion is ``(class, outstanding)``. When those at ``substandard`` or worse exceed
    ``threshold`` per cent of everything outstanding, no account is better than ``substandard``
    (商业银行金融资产风险分类办法, for non-retail customers: the caller decides where it applies).
    """
    total = sum((amount for _, amount in suggestions), ZERO)
    bad = sum(
        (amount for code, amount in suggestions if worse_class(code, "substandard") == code), ZERO
    )
    if total == 0 or bad * 100 <= total * threshold:
        return [code for code, _ in suggestions]
    return [worse_class(code, "substandard") for code, _ in suggestions]
