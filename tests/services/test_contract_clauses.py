"""Clauses of a contract: kept beside its terms, refused at their field, no figure changed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from desktop.domain.errors import DomainError
from desktop.services import account_view, audit, contract_clauses, contracts
from desktop.services.contract_clauses import LONGEST_CLAUSE, Clauses
from desktop.services.contracts import LateTerms
from desktop.services.desk import Desk
from tests.conftest import TODAY
from tests.services.test_ledger import loan, state

__all__ = ["loan"]


def test_clauses_are_kept_beside_the_terms_and_change_no_figure(desk: Desk, loan: int) -> None:
    contracts.set_late_terms(desk, loan, LateTerms(Decimal("0.5")))
    before = [state(desk)[name] for name in ("penalty", "compound", "dpd")]
    given = Clauses("个人消费借款合同", date(2026, 1, 5), "第八条", "", "杭州市西湖区示例路1号")
    contract_clauses.set_clauses(desk, loan, given)
    account = account_view.view(desk, 1).account
    assert contract_clauses.clauses(account) == given
    assert contracts.late_terms(account) == LateTerms(Decimal("0.5"))
    assert [state(desk)[name] for name in ("penalty", "compound", "dpd")] == before
    assert audit.recent(desk)[0].action == "contract.clauses"
    contract_clauses.set_clauses(desk, loan, Clauses())
    assert contract_clauses.clauses(account_view.view(desk, 1).account) == Clauses()


def test_a_clause_too_long_and_a_day_to_come_are_refused_at_their_field(
    desk: Desk, loan: int
) -> None:
    long = Clauses(service_clause="字" * (LONGEST_CLAUSE + 1))
    with pytest.raises(DomainError, match="clause_too_long") as refused:
        contract_clauses.set_clauses(desk, loan, long)
    assert refused.value.field == "service_clause"
    with pytest.raises(DomainError, match="signed_in_future") as refused:
        contract_clauses.set_clauses(desk, loan, Clauses(signed_on=TODAY + timedelta(days=1)))
    assert refused.value.field == "signed_on"
