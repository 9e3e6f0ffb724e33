"""The switches of a contract: within the law, recorded, and worked out again."""

from decimal import Decimal

import pytest

from desktop.domain.errors import DomainError
from desktop.services import account_view, audit, contracts, ledger
from desktop.services.contracts import LateTerms
from desktop.services.desk import Desk
from tests.conftest import TODAY
from tests.services.test_ledger import loan, state

__all__ = ["loan"]
D = Decimal


def terms(desk: Desk) -> LateTerms:
    return contracts.late_terms(account_view.view(desk, 1).account)


def test_the_heavier_uplift_is_charged_and_all_is_worked_out_again(desk: Desk, loan: int) -> None:
    assert terms(desk) == LateTerms()
    before = state(desk)
    contracts.set_late_terms(desk, loan, LateTerms(D("0.5"), compounds=False))
    after = state(desk)
    assert after["penalty"] > before["penalty"]
    assert after["compound"] == 0
    misuse = LateTerms(D("0.4"), D("0.8"), allocation_future="last", prepayment_fee_percent=D(2))
    contracts.set_late_terms(desk, loan, misuse)
    assert account_view.view(desk, 1).penalty_rate == D("0.108")
    assert terms(desk) == misuse
    contracts.set_late_terms(desk, loan, LateTerms(None, D("0.5")))
    assert terms(desk) == LateTerms(None, D("0.5"))
    assert audit.recent(desk)[0].action == "contract.change"


def test_grace_takes_the_penalty_away_until_it_is_used_up(desk: Desk, loan: int) -> None:
    contracts.set_late_terms(desk, loan, LateTerms(grace_days=60))
    assert state(desk)["dpd"] == 0
    assert state(desk)["penalty"] == 0


def test_a_payment_in_advance_goes_where_the_contract_says(desk: Desk, loan: int) -> None:
    contracts.set_late_terms(desk, loan, LateTerms(allocation_mode="vertical"))
    shown = ledger.preview(desk, loan, "payment", D("100.00"), value_on=TODAY)
    assert {part.component for part in shown.parts} == {"compound", "penalty", "interest"}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (LateTerms(D("0.2")), "overdue_uplift"),
        (LateTerms(misuse_uplift=D("1.1")), "misuse_uplift"),
        (LateTerms(grace_days=61), "grace_days"),
        (LateTerms(prepayment_fee_percent=D(11)), "fee"),
    ],
)
def test_what_the_law_forbids_is_refused_at_its_field(
    desk: Desk, loan: int, given: LateTerms, field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        contracts.set_late_terms(desk, loan, given)
    assert refused.value.field == field
