"""What a letter may say: every fact a template can name, what it looks like, where it comes from.

The names are Chinese because templates are written and edited by the branch.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from desktop.domain.amount_in_capitals import amount_in_capitals, date_in_capitals
from desktop.domain.errors import DomainError
from desktop.domain.masks import mask_identity_number

Place = Literal["branch", "officer", "customer", "account", "guarantor", "ledger", "letter", "ask"]
"""Where a missing fact is entered; the wording is the text code ``letters.place_<place>``."""

Facts = Mapping[str, object]


class Shape(StrEnum):
    """What kind of value a fact is."""

    TEXT = "text"
    NAME = "name"
    MONEY = "money"
    DATE = "date"
    RATE = "rate"
    COUNT = "count"
    ROWS = "rows"


@dataclass(frozen=True)
class FactSpec:
    """One fact. ``columns`` are the facts of each row of a ``ROWS`` fact."""

    name: str
    shape: Shape
    place: Place
    columns: tuple["FactSpec", ...] = ()


def chinese_date(day: date) -> str:
    """2026年11月20日."""
    return f"{day.year}年{day.month}月{day.day}日"


def money_text(amount: Decimal) -> str:
    """1,234.50, with the sign in front of a negative amount."""
    return f"{amount:,.2f}"


def percent_text(rate: Decimal) -> str:
    """A fraction as a percentage without needless zeros: 5.22%."""
    text = f"{rate * 100:.4f}".rstrip("0").rstrip(".")
    return f"{text}%"


FORMATS: Mapping[Shape, Mapping[str, Callable[..., str]]] = {
    Shape.TEXT: {"": str, "掩码": mask_identity_number},
    Shape.NAME: {"": str},
    Shape.MONEY: {
        "": money_text,
        "元": lambda amount: money_text(amount) + "元",
        "大写": amount_in_capitals,
        "全": lambda amount: f"{amount_in_capitals(amount)}（￥{money_text(amount)}）",
    },
    Shape.DATE: {"": chinese_date, "大写": date_in_capitals, "数字": date.isoformat},
    Shape.RATE: {"": percent_text},
    Shape.COUNT: {"": str},
}
"""How each shape may be written; the empty name is how it is written when none is asked for."""


def shown(spec: FactSpec, value: object, form: str) -> str:
    """Write a fact's value. Raises ``DomainError`` for a form that its shape does not have."""
    try:
        write = FORMATS[spec.shape][form]
    except KeyError:
        raise DomainError("letters.template_bad_form", name=spec.name, form=form) from None
    return write(value)


def _specs(place: Place, /, **shapes: str) -> list[FactSpec]:
    return [
        FactSpec(name, Shape(shape), place)
        for shape, names in shapes.items()
        for name in names.split()
    ]


def _rows(fact: str, /, **shapes: str) -> FactSpec:
    return FactSpec(fact, Shape.ROWS, "ledger", tuple(_specs("ledger", **shapes)))


CATALOGUE: Mapping[str, FactSpec] = {
    spec.name: spec
    for spec in (
        *_specs("letter", text="函号", date="本函日期 限期日期", count="限期天数"),
        *_specs("branch", text="银行名称 机构名称 机构地址 机构邮编 机构电话 营业时间 还款途径"),
        *_specs("officer", name="经办人", text="经办人电话 经办人工号"),
        *_specs("customer", name="客户姓名", text="称谓 证件号码 联系电话 通讯地址 邮政编码 客户编号 工作单位 性别 出生日期"),
        *_specs("customer", name="收件人", text="收件称谓 收件地址 收件邮编"),
        *_specs(
            "account",
            text="合同编号 产品名称 还款方式 还款账户尾号 卡号尾号 担保方式 合同名称 提前到期条款 争议解决条款 送达条款",
            money="借款金额 授信额度",
            rate="年利率 罚息利率",
            date="放款日期 到期日期 签订日期 结清日期",
            count="期数 账单日 还款日",
        ),
        *_specs("guarantor", name="担保人姓名", text="担保人证件号码 担保人地址 担保形式 担保合同编号", date="保证期间届满日"),
        *_specs(
            "ledger",
            money="逾期本金 逾期利息 逾期费用 罚息 复利 罚息及复利 当期利息 逾期合计 贷款余额 未到期本金 提前到期合计 下期应还额 已还合计 已还本金 已还利息 诉讼标的额 案件受理费 支付令申请费 提前结清合计 新计划合计 减免后应还",
            date="截止日期 最早逾期日 下期应还日 最近还款日 试算有效期",
            count="逾期天数 逾期期数",
        ),
        _rows("逾期明细", count="期次 逾期天数", date="应还日", money="本金 利息 费用 罚息及复利 合计"),
        _rows("还款计划", count="期次", date="应还日", money="本金 利息 费用 合计 已还 剩余本金", text="状态"),
        _rows("还款记录", date="还款日期", money="还款金额", text="还款渠道"),
        _rows("担保人明细", name="姓名", text="证件号码 担保形式", date="保证期间届满日"),
        _rows("催收记录", date="日期", text="方式 结果 备注"),
        _rows("结清试算", text="项目", money="金额"),
        _rows("新还款计划", count="期次", date="应还日", money="本金 利息 合计"),
        _rows("账户明细", text="合同编号 产品名称", money="贷款余额 逾期本金 逾期利息 罚息及复利 逾期合计", count="逾期天数"),
    )
}  # fmt: skip
"""Every fact by name, those that a template asks for by hand aside."""

POSITIVE = frozenset(("逾期合计", "借款金额", "提前到期合计", "减免金额", "罚息利率"))
"""Amounts and rates without which a paper says nothing: zero or less counts as missing."""

WORKED_OUT = frozenset(("新还款计划", "新计划合计", "减免后应还"))
"""What follows from facts asked for by hand; nobody enters it."""


MAY_BE_EMPTY = frozenset(("称谓", "收件称谓", "工作单位", "性别", "出生日期"))
"""A firm has no title, sex or birthday; where somebody works is not always known."""


def is_missing(spec: FactSpec, value: object) -> bool:
    """Whether a fact is not there: nothing, an empty text, no rows, a demand for nothing."""
    if value is None or value == ():
        return True
    if value == "":
        return spec.name not in MAY_BE_EMPTY
    return spec.name in POSITIVE and isinstance(value, Decimal) and value <= 0
