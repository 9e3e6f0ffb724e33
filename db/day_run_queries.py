"""The day run in SQL, by set: what every account looks like on a business date.

``parameters`` of every statement come from ``DayRules``; dates are day numbers, money is fen,
rates are millionths. Integer arithmetic throughout, the same fen as ``desktop.domain.penalty``.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Connection, bindparam, text

from db.column_types import RATE_SCALE, day_number
from db.tables import FAR_DAY
from desktop.domain.ageing import ClassSteps
from desktop.domain.money import Money, from_fen

FAR = day_number(FAR_DAY)
SHARE_SCALE = 10_000
SLICE = 20_000
"""Accounts worked out together by the day run: few enough for their pages to stay in the cache,
so that a statement finds what the one before it has read and written, and each is stored once."""


@dataclass(frozen=True)
class DayRules:
    """What the rule tables say on a business date; money in fen, rates as fractions."""

    bucket_ends: tuple[int, ...]
    loan_classes: ClassSteps
    card_classes: ClassSteps
    default_uplift: Decimal
    card_grace_days: int
    card_tolerance_fen: int
    spread_over: Decimal
    technical_days: int

    def parameters(self, as_of: date) -> dict[str, object]:
        """The values bound in the statements."""
        return {
            "day": day_number(as_of),
            "uplift": int(self.default_uplift * RATE_SCALE),
            "card_grace": self.card_grace_days,
            "card_tolerance": self.card_tolerance_fen,
            "spread_over": int(self.spread_over * SHARE_SCALE),
        }


# x = base × rate as a whole number; (x / D) × days + round((x mod D) × days / D) with
# D = basis × 10^6 is the same fen as rounding x × days / D, and never leaves 64 bits.
# What ran up on earlier balances (millionths of a fen) is added before the one rounding.
def _run_up(base: str, earlier: str) -> str:
    x, whole = f"(({base}) * s.rate)", "(s.basis * 1000000)"
    return (
        f"(({x} / {whole}) * s.days + s.{earlier} / 1000000"
        f" + (2 * (({x} % {whole}) * s.days + (s.{earlier} % 1000000) * s.basis) + {whole})"
        f" / (2 * {whole}))"
    )


_OVERDUE_ROWS = """
SELECT i.account_id, i.due_on,
       i.principal - i.paid_principal AS principal,
       i.interest - i.paid_interest AS interest,
       i.fee - i.paid_fee AS fee,
       i.paid_penalty, i.paid_compound, i.penalty_micro, i.compound_micro,
       CASE WHEN a.compounds_interest THEN i.interest - i.paid_interest ELSE 0 END AS compounding,
       :day - coalesce(i.penalty_until, i.due_on) AS days,
       a.day_basis AS basis,
       CASE WHEN a.kind = 'card' AND a.penalty_uplift IS NULL THEN coalesce(a.annual_rate, 0)
            ELSE (coalesce(a.annual_rate, 0) * (1000000 + coalesce(a.penalty_uplift, :uplift)) + 500000)
                 / 1000000 END AS rate
FROM instalment i JOIN account a ON a.id = i.account_id
WHERE i.settled_on IS NULL AND i.due_on < :day {scope_i}
"""

# One pass over the accounts in their own order. Each asks the covering index on open instalments,
# where its rows lie side by side: cheaper than joining sums that were worked out beside. (Bounds
# that always hold, such as "> 0", are what makes SQLite choose that index.)
_STATE = """
UPDATE account SET
    as_of = :day, updated_at = :now,
    (outstanding_principal, next_due_on, status) = (
        SELECT coalesce(account.stated_principal, sum(i.principal - i.paid_principal), 0),
               min(CASE WHEN i.due_on >= :day THEN i.due_on END),
               CASE WHEN account.written_off_on IS NOT NULL THEN 'written_off'
                    WHEN count(*) > 0 OR coalesce(account.stated_principal, 0) <> 0 THEN 'open'
                    WHEN EXISTS (SELECT 1 FROM instalment e WHERE e.account_id = account.id)
                    THEN 'settled' ELSE 'open' END
        FROM instalment i
        WHERE i.settled_on IS NULL AND i.account_id = account.id AND i.due_on > 0),
    next_due_amount = coalesce((
        SELECT sum(i.principal - i.paid_principal + i.interest - i.paid_interest
                   + i.fee - i.paid_fee)
        FROM instalment i
        WHERE i.settled_on IS NULL AND i.account_id = account.id AND i.due_on >= :day
        GROUP BY i.due_on ORDER BY i.due_on LIMIT 1), 0),
    overdue_principal = 0, overdue_interest = 0, overdue_fee = 0, penalty = 0, compound = 0,
    oldest_due_on = NULL, dpd = 0, bucket = {bucket}, five_class = 'normal'
WHERE 1 = 1 {scope_account}
"""

# Only accounts with something left of an earlier date. Within grace and tolerance nothing is
# overdue; where penalty alone is left it is owed, without making the account late.
_LATE = f"""
UPDATE account SET
    overdue_principal = x.principal, overdue_interest = x.interest, overdue_fee = x.fee,
    penalty = x.penalty, compound = x.compound, oldest_due_on = x.oldest, dpd = x.dpd,
    bucket = {{bucket}}, five_class = {{five_class}}
FROM (
    SELECT l.account_id, l.principal, l.interest, l.fee, l.penalty, l.compound, l.oldest,
           coalesce(:day - l.oldest, 0) AS dpd
    FROM (SELECT s.account_id,
                 min(CASE WHEN s.principal + s.interest + s.fee > 0 THEN s.due_on END) AS oldest,
                 sum(s.principal) AS principal, sum(s.interest) AS interest, sum(s.fee) AS fee,
                 sum({_run_up("s.principal", "penalty_micro")} - s.paid_penalty) AS penalty,
                 sum({_run_up("s.compounding", "compound_micro")} - s.paid_compound) AS compound
          FROM ({_OVERDUE_ROWS}) AS s GROUP BY s.account_id) AS l
    JOIN account b ON b.id = l.account_id
    WHERE l.oldest IS NULL OR (
        :day - l.oldest > CASE WHEN b.kind = 'card' AND b.grace_days < :card_grace
                          THEN :card_grace ELSE b.grace_days END
        AND l.principal + l.interest + l.fee
            > CASE WHEN b.kind = 'card' AND coalesce(b.tolerance, 0) < :card_tolerance
              THEN :card_tolerance ELSE coalesce(b.tolerance, 0) END)
) AS x WHERE x.account_id = account.id
"""

# 商业银行金融资产风险分类办法: where more than a tenth of what a customer that is no person owes is
# substandard or worse, none of its accounts is better than that. As ``ageing.spread_classes``.
_SPREAD = """
UPDATE account SET five_class = 'substandard'
FROM (SELECT a.customer_id
      FROM customer c CROSS JOIN account a  -- few customers are companies: these first
      WHERE a.customer_id = c.id AND c.kind = 'company' AND a.status <> 'settled' {scope_customer}
      GROUP BY a.customer_id
      HAVING sum(CASE WHEN coalesce(a.staff_class, a.five_class) IN ('normal', 'special_mention')
                 THEN 0 ELSE a.outstanding_principal END) * 10000
             > sum(a.outstanding_principal) * :spread_over) AS x
WHERE account.customer_id = x.customer_id AND account.status <> 'settled'
  AND account.five_class IN ('normal', 'special_mention')
"""

_OF_COMPANIES = """
SELECT o.id FROM account a JOIN customer c ON c.id = a.customer_id
JOIN account o ON o.customer_id = c.id
WHERE c.kind = 'company' AND a.id IN :accounts
"""

# A row whose penalty is still owed stays open, without making the account late.
_SETTLE = """
UPDATE instalment SET settled_on = :day
WHERE id IN (
    SELECT i.id FROM instalment i
    WHERE i.settled_on IS NULL AND i.account_id > 0 AND i.paid_principal = i.principal
        AND i.paid_interest = i.interest AND i.paid_fee = i.fee {scope_i})
  AND (penalty_micro + 500000) / 1000000 <= paid_penalty
  AND (compound_micro + 500000) / 1000000 <= paid_compound
"""

_DROP_TODAY = "DELETE FROM account_span WHERE from_on = :day AND to_on = :far"

_CLOSE_SPANS = """
UPDATE account_span SET to_on = :day - 1
FROM account a
WHERE a.id = account_span.account_id AND account_span.to_on = :far AND account_span.from_on < :day AND (
    account_span.dpd <> a.dpd OR account_span.bucket <> a.bucket
    OR account_span.five_class <> coalesce(a.staff_class, a.five_class)
    OR account_span.outstanding_principal <> a.outstanding_principal
    OR account_span.overdue_principal <> a.overdue_principal
    OR account_span.overdue_interest <> a.overdue_interest
    OR account_span.overdue_fee <> a.overdue_fee
    OR account_span.penalty <> a.penalty + a.compound
    OR account_span.product <> a.product
    OR coalesce(account_span.officer_id, 0) <> coalesce(a.officer_id, 0)
    OR a.status <> 'open')
"""

# "+ 0": looked up by account, not by the index on to_on under which every present row lies.
_OPEN_SPANS = """
INSERT INTO account_span (account_id, from_on, to_on, oldest_due_on, dpd, bucket, five_class,
    outstanding_principal, overdue_principal, overdue_interest, overdue_fee, penalty, product, officer_id)
SELECT a.id, :day, :far, a.oldest_due_on, a.dpd, a.bucket, coalesce(a.staff_class, a.five_class),
    a.outstanding_principal, a.overdue_principal, a.overdue_interest, a.overdue_fee,
    a.penalty + a.compound, a.product, a.officer_id
FROM account a
WHERE a.status = 'open' AND NOT EXISTS (
    SELECT 1 FROM account_span s WHERE s.account_id = a.id AND s.to_on + 0 = :far)
"""


def refresh_state(
    connection: Connection,
    rules: DayRules,
    *,
    as_of: date,
    now: datetime,
    accounts: Collection[int] | None = None,
) -> None:
    """Work out the state columns of all accounts, or of some after a booking.

    With an account of a company all its accounts: one class depends on the others.
    """
    if accounts is not None:
        query = text(_OF_COMPANIES).bindparams(bindparam("accounts", expanding=True))
        others = connection.execute(query, {"accounts": list(accounts)}).scalars()
        accounts = {*accounts, *others}
    values = {**rules.parameters(as_of), "now": now.replace(microsecond=0).isoformat()}
    state = _STATE.replace("{bucket}", _bucket(rules, "0"))
    late = _LATE.replace("{bucket}", _bucket(rules, "x.dpd"))
    late = late.replace("{five_class}", _five_class(rules))
    _run(connection, _SETTLE, values, accounts)
    for scope in _slices(connection) if accounts is None else (accounts,):
        _run(connection, state, values, scope)
        _run(connection, late, values, scope)
    _run(connection, _SPREAD, values, accounts)
    _run(connection, _paused(rules), values, accounts)


def refresh_spans(connection: Connection, *, as_of: date) -> None:
    """Record today's state of every account, one row only where something changed."""
    values = {"day": day_number(as_of), "far": FAR}
    for statement in (_DROP_TODAY, _CLOSE_SPANS, _OPEN_SPANS):
        connection.execute(text(statement), values)


def counts(connection: Connection) -> dict[str, int | Money]:
    """Return what a finished run reports: accounts and cases by what they are."""
    row = (
        connection.execute(
            text(
                "SELECT count(*) AS accounts, coalesce(sum(CASE WHEN dpd > 0 THEN 1 ELSE 0 END), 0)"
                " AS overdue_accounts, coalesce(sum(overdue_principal + overdue_interest + overdue_fee"
                " + penalty + compound), 0) AS overdue, (SELECT count(*) FROM debt_case"
                " WHERE state = 'open') AS open_cases, (SELECT count(*) FROM debt_case) AS cases"
                " FROM account"
            )
        )
        .mappings()
        .one()
    )
    return {
        name: from_fen(int(value)) if name == "overdue" else int(value)
        for name, value in row.items()
    }


def _bucket(rules: DayRules, days: str) -> str:
    ends = "".join(
        f" WHEN {days} <= {int(end)} THEN {place}" for place, end in enumerate(rules.bucket_ends)
    )
    return f"CASE{ends} ELSE {len(rules.bucket_ends)} END"


def _paused(rules: DayRules) -> str:
    """The bucket of accounts whose ageing stood still: by the days past due without those."""
    return f"""
UPDATE account SET bucket = {_bucket(rules, "x.days")}
FROM (SELECT a.id, a.dpd - sum(
          CASE WHEN coalesce(p.resumed_on, :day) < :day THEN p.resumed_on ELSE :day END
          - CASE WHEN p.paused_on > a.oldest_due_on THEN p.paused_on ELSE a.oldest_due_on END
      ) AS days
      FROM ageing_pause p CROSS JOIN account a
      WHERE a.id = p.account_id AND a.dpd > 0 AND p.paused_on < :day AND coalesce(p.resumed_on, :day) > a.oldest_due_on
          {{scope_a}}
      GROUP BY a.id, a.dpd) AS x
WHERE x.id = account.id
"""


def _five_class(rules: DayRules) -> str:
    kinds = "".join(
        f" WHEN account.kind = '{kind}' THEN CASE"
        + "".join(f" WHEN x.dpd >= {int(start)} THEN '{code}'" for start, code in reversed(steps))
        + " ELSE 'normal' END"
        for kind, steps in (("loan", rules.loan_classes), ("card", rules.card_classes))
    )
    delayed = (
        " WHEN account.kind = 'loan' AND account.is_technical_delay"
        f" AND x.dpd <= {int(rules.technical_days)} THEN 'normal'"
    )
    return f"CASE{delayed}{kinds} ELSE 'normal' END"


def _slices(connection: Connection) -> Iterator[range]:
    last = connection.execute(text("SELECT max(id) FROM account")).scalar() or 0
    return (range(first, first + SLICE) for first in range(1, last + 1, SLICE))


def _run(
    connection: Connection,
    statement: str,
    values: dict[str, object],
    accounts: Collection[int] | None,
) -> None:
    """Execute for all accounts, for a slice of them (a ``range``), or for those named."""
    among = "IN :accounts"
    if isinstance(accounts, range):
        among = "BETWEEN :first AND :last"
        values = {**values, "first": accounts[0], "last": accounts[-1]}
    for name, column in (
        ("i", "i.account_id"), ("a", "a.id"), ("account", "account.id")
    ):  # fmt: skip
        clause = "" if accounts is None else f"AND {column} {among}"
        statement = statement.replace("{scope_" + name + "}", clause)
    of_these = "AND c.id IN (SELECT customer_id FROM account WHERE id IN :accounts)"
    statement = statement.replace("{scope_customer}", "" if accounts is None else of_these)
    ready = text(statement)
    if ":accounts" in statement:
        ready = ready.bindparams(bindparam("accounts", expanding=True))
        values = {**values, "accounts": list(accounts or ())}
    needed = ready.compile().params
    connection.execute(ready, {name: value for name, value in values.items() if name in needed})
