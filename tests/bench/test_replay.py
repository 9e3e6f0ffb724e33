"""One account's replay: 360 instalments, 500 entries."""

from datetime import date, timedelta
from decimal import Decimal

from desktop.domain.account_replay import AccountTerms, Entry, instalment, replay_account
from desktop.domain.loan_terms import LoanTerms, plan_of
from desktop.domain.penalty import PenaltyTerms

PLAN = plan_of(LoanTerms(Decimal("1000000.00"), Decimal("0.042"), date(2000, 1, 15), 360))
TERMS = AccountTerms(PenaltyTerms(Decimal("0.042")))


def entries() -> list[Entry]:
    """Payments some days late, every third in two parts, a fee now and then: thirty years of them."""
    booked: list[Entry] = []
    for row in PLAN.rows:
        late = row.due_on + timedelta(days=row.no % 7)
        half = (row.total / 2).quantize(Decimal("0.01"))
        booked.append(Entry(row.no, "payment", late, row.total if row.no % 3 else half))
        if row.no % 3 == 0:
            booked.append(Entry(1000 + row.no, "payment", late + timedelta(days=5), half))
        if row.no % 18 == 0:
            booked.append(Entry(2000 + row.no, "charge", late, Decimal("20.00"), "late_fee"))
    return booked[:500]


def test_replay_of_thirty_years(benchmark):
    booked = entries()

    def replay():
        rows = [instalment(row.due_on, row.principal, row.interest) for row in PLAN.rows]
        return replay_account(rows, booked, TERMS, as_of=date(2030, 2, 1))

    state = benchmark(replay)
    assert len(state.payments) > 440
    assert len(state.rows) in (360, 361)
