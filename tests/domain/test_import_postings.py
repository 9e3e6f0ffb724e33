"""What a card system's list of transactions says, row by row."""

import pytest

from desktop.domain.errors import DomainError
from desktop.domain.import_kinds import kinds_carried, primary_kind
from desktop.domain.import_postings import PostingReader, repayment_of


def row(kind="purchase", amount=1000, reference="T1", **more):
    return {
        "account.account_no": "K1",
        "posting.kind": kind,
        "posting.posted_on": 20_000,
        "posting.amount": amount,
        "posting.reference": reference,
        **more,
    }


def test_a_posting_is_known_by_its_reference_and_read_once():
    reader = PostingReader()
    [made] = reader.read(row(**{"posting.note": "超市"}), 2)
    assert made == ("K1", "ref:T1", "purchase", 20_000, 1000, "超市", None)
    assert reader.read(row(), 3) == []
    with pytest.raises(DomainError) as refused:
        reader.read(row(amount=1001), 4)
    assert (refused.value.code, refused.value.facts["row"]) == ("imports.reference_twice", 2)


def test_without_a_reference_equal_ones_are_counted():
    reader = PostingReader()
    keys = [reader.read(row(reference=None), number)[0][1] for number in (2, 3)]
    assert keys == ["day:20000:purchase:1000:1", "day:20000:purchase:1000:2"]


@pytest.mark.parametrize("amount", [-4000, 4000])
def test_what_comes_in_may_carry_a_sign(amount):
    assert PostingReader().read(row("refund", amount), 2)[0][4] == 4000
    assert PostingReader().read(row("payment", amount), 2) == []
    repaid = repayment_of(row("payment", amount))
    assert repaid is not None
    assert (repaid["payment.amount"], repaid["payment.paid_on"]) == (4000, 20_000)
    assert repayment_of(row()) is None


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        (row(amount=-1), "imports.posting_negative", "posting.amount"),
        (row(amount=0), "imports.amount_zero", "posting.amount"),
        (row(amount=None), "imports.missing_value", "posting.amount"),
        (row(kind=None), "imports.missing_value", "posting.kind"),
        (row(**{"posting.posted_on": None}), "imports.missing_value", "posting.posted_on"),
    ],
)
def test_what_cannot_be_posted_names_its_column(values, code, field):
    with pytest.raises(DomainError) as refused:
        PostingReader().read(values, 2)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_a_list_with_the_kind_of_each_transaction_is_one_of_postings():
    posted = ["卡号", "记账日期", "交易类型", "交易金额", "交易流水号"]
    assert primary_kind(posted, "交易明细") == "posting"
    assert primary_kind(["合同号", "交易日期", "交易金额", "流水号"], "交易明细") == "payment"
    fields = {"account.card_no", "posting.kind", "posting.posted_on", "posting.amount"}
    assert kinds_carried(fields, "posting") == ("payment", "posting")
