"""Which record kinds a sheet carries: what it is mainly about and what stands beside it."""

from collections.abc import Sequence

from desktop.domain.import_fields import (
    ACCOUNT,
    CONTACT,
    CUSTOMER,
    GUARANTOR,
    INSTALMENT,
    KINDS,
    PAYMENT,
    POSTING,
)
from desktop.domain.import_headers import BY_WORD, meanings

_TELLING: dict[str, tuple[str, ...]] = {
    PAYMENT: (
        "流水",
        "交易",
        "入账",
        "还款金额",
        "还款渠道",
        "付款",
        "到账",
        "回款",
        "支付",
        "paymentamount",
        "reference",
    ),
    POSTING: ("记账日", "入账日", "交易类", "摘要", "商户", "postedon", "postingdate"),
    INSTALMENT: ("期次", "期数", "期号", "应还", "应收", "月供", "期供", "duedate", "逾期", "欠款"),
    GUARANTOR: ("担保人", "保证人", "保证方式", "共同借款人", "guarantor"),
    CONTACT: ("联系人", "contact", "与本人关系"),
    ACCOUNT: (
        "贷款金额",
        "放款",
        "利率",
        "额度",
        "产品",
        "期限",
        "起息",
        "还款方式",
        "到期日",
        "卡号",
        "账单日",
        "余额",
    ),
    CUSTOMER: ("客户", "身份证", "证件", "手机", "地址", "单位", "性别", "邮箱"),
}
_NAME_HINTS: dict[str, tuple[str, ...]] = {
    PAYMENT: ("还款流水", "还款记录", "流水", "还款明细", "payment", "回款"),
    POSTING: ("交易明细", "消费明细", "账单明细", "入账明细", "posting", "transaction"),
    INSTALMENT: ("还款计划", "计划", "分期", "instalment", "installment", "schedule", "账单"),
    GUARANTOR: ("担保", "保证人", "guarantor"),
    CONTACT: ("联系人", "contact"),
    ACCOUNT: ("账户", "借据", "合同", "贷款", "信用卡", "account", "loan", "card"),
    CUSTOMER: ("客户", "customer", "借款人"),
}


def primary_kind(words: Sequence[str], name: str = "") -> str:
    """The kind a sheet is mainly about, by its telling words and by the name of sheet or file."""
    scores = {
        kind: float(sum(any(mark in word for mark in marks) for word in words))
        for kind, marks in _TELLING.items()
    }
    scores[CUSTOMER] *= 0.6
    scores[GUARANTOR] *= 1.5
    lowered = name.lower()
    for kind, marks in _NAME_HINTS.items():
        if any(mark in lowered for mark in marks):
            scores[kind] += 1.6
    for kind in (GUARANTOR, CONTACT):
        if _stands_beside_the_customer(words, kind):
            scores[kind] = 0
    if not any(field.kind == PAYMENT for word in words for field in BY_WORD.get(word, ())):
        scores[PAYMENT] = 0
    # Payments have days and amounts too: it is the kind of each transaction that tells.
    has_kind = any(f.key == "posting.kind" for word in words for f in BY_WORD.get(word, ()))
    scores[POSTING] = scores[POSTING] + scores[PAYMENT] if has_kind else 0
    return max(KINDS, key=lambda kind: scores[kind])


def _stands_beside_the_customer(words: Sequence[str], kind: str) -> bool:
    """Whether a guarantor or contact has columns beside the customer's own, as in a wide sheet."""
    for name in ("phone", "id_number"):
        own = {word for word in words if _only_means(word, f"{kind}.{name}")}
        others = {
            word
            for word in words
            if word not in own and any(f.key == f"customer.{name}" for f in meanings(word)[0])
        }
        if own and others:
            return True
    return False


def _only_means(word: str, key: str) -> bool:
    fields = meanings(word)[0]
    return bool(fields) and all(field.key == key for field in fields)


ORDER_OF_MEANING = {
    CUSTOMER: (CUSTOMER, ACCOUNT, INSTALMENT, GUARANTOR, CONTACT),
    ACCOUNT: (ACCOUNT, CUSTOMER, INSTALMENT, GUARANTOR, CONTACT),
    INSTALMENT: (INSTALMENT, ACCOUNT, CUSTOMER, GUARANTOR, CONTACT),
    PAYMENT: (PAYMENT, ACCOUNT, CUSTOMER),
    POSTING: (POSTING, ACCOUNT, CUSTOMER),
    GUARANTOR: (GUARANTOR, ACCOUNT, CUSTOMER),
    CONTACT: (CONTACT, CUSTOMER, ACCOUNT),
}
REFERENCES: dict[str, tuple[str, ...]] = {
    PAYMENT: ("account.account_no", "account.card_no"),
    POSTING: ("account.account_no", "account.card_no"),
    GUARANTOR: ("account.account_no", "account.card_no"),
    CONTACT: (
        "customer.customer_no",
        "customer.id_number",
        "customer.name",
        "account.account_no",
        "customer.phone",
    ),
}
"""In sheets of these kinds, what of the customer and the account is taken: only what names them."""


def kinds_carried(fields: set[str], primary: str) -> tuple[str, ...]:
    """Which record kinds a set of mapped fields yields in a sheet of a primary kind."""
    account = bool(fields & {"account.account_no", "account.card_no"})
    named = "customer.name" in fields and bool(
        fields & {"customer.customer_no", "customer.id_number", "customer.phone"}
    )
    customer_known = bool(fields & {"customer.customer_no", "customer.id_number"}) or named
    due = {"instalment.due_on", "instalment.overdue_since", "instalment.dpd", "instalment.number"}
    amounts = {
        "instalment.principal",
        "instalment.interest",
        "instalment.total",
        "instalment.owed",
        "instalment.minimum",
    }
    own = primary not in (PAYMENT, POSTING, GUARANTOR, CONTACT)
    posted = {"posting.kind", "posting.posted_on", "posting.amount"}
    carried = {
        CUSTOMER: own and named,
        ACCOUNT: own and account and customer_known,
        INSTALMENT: own and account and bool(fields & due) and bool(fields & amounts),
        PAYMENT: account and (posted <= fields or {"payment.paid_on", "payment.amount"} <= fields),
        POSTING: account and posted <= fields,
        GUARANTOR: account and "guarantor.name" in fields,
        CONTACT: (customer_known or account) and {"contact.name", "contact.phone"} <= fields,
    }
    return tuple(kind for kind in KINDS if carried[kind])
