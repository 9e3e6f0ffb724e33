"""An invented loan book of any size, the same for the same seed, as a lender would hand it over.

Nobody in it exists: names are drawn from lists, phones begin with 138000, identity numbers carry a
right check digit over a made-up person. Used for the sample files and for measuring.
"""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from desktop.domain.identity_numbers import credit_code_check_sign, identity_check_digit

TODAY = date(2026, 11, 20)
STATED_ON = date(2026, 11, 18)
OFFICERS = ("陈思远", "李婉清", "周建国", "孙悦")

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
_GIVEN = [
    "伟",
    "芳",
    "秀英",
    "敏",
    "静怡",
    "丽华",
    "强",
    "磊",
    "建军",
    "洋",
    "勇",
    "艳",
    "杰",
    "娟",
    "涛",
    "明辉",
    "超",
    "海燕",
    "霞",
    "国平",
    "志刚",
    "桂英",
    "俊杰",
    "雨桐",
    "子涵",
    "浩然",
    "欣怡",
    "晓东",
    "春梅",
    "文斌",
    "玉兰",
    "立新",
    "小红",
    "永康",
    "佳宁",
    "思源",
    "振华",
    "美玲",
    "少峰",
    "婷婷",
]
_ROADS = [
    "江虹路",
    "滨康路",
    "江南大道",
    "长河路",
    "网商路",
    "江陵路",
    "西兴路",
    "聚业路",
    "滨盛路",
    "泰安路",
]
_HOMES = ["样例花园", "测试新村", "示范家苑", "模拟小区", "范例公寓"]
_EMPLOYERS = [
    "杭州样例五金厂",
    "杭州测试电子有限公司",
    "滨江示范餐饮店",
    "杭州模拟物流有限公司",
    "范例装饰工程队",
    "样例服装店",
]
_PRODUCTS = (
    ("个人消费贷", 20_000, 200_000, "0.078"),
    ("小微经营贷", 50_000, 500_000, "0.0565"),
    ("汽车贷款", 60_000, 180_000, "0.0512"),
    ("住房按揭", 500_000, 1_800_000, "0.0395"),
    ("助农贷款", 10_000, 100_000, "0.0435"),
)
_METHODS = ("等额本息",) * 6 + ("等额本金",) * 2 + ("先息后本", "一次性还本付息")
_MISSED = (
    (0,) * 45 + (1,) * 24 + (2,) * 9 + (3,) * 6 + (4,) * 5 + (5,) * 4 + (6,) * 3 + (7, 8, 10, 12)
)
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Person:
    """A customer, guarantor or contact who does not exist."""

    number: str
    name: str
    id_number: str
    phone: str
    address: str
    employer: str


@dataclass(frozen=True)
class Instalment:
    """One due amount with what has been paid of it."""

    number: int
    due_on: date
    principal: Decimal
    interest: Decimal
    paid_principal: Decimal
    paid_interest: Decimal
    paid_on: date | None


@dataclass(frozen=True)
class Loan:
    """A loan of a person with its schedule."""

    number: str
    borrower: Person
    product: str
    principal: Decimal
    rate: Decimal
    method: str
    terms: int
    disbursed_on: date
    matures_on: date
    officer: str
    auto_debit: bool
    instalments: tuple[Instalment, ...]


def person(draw: random.Random, serial: int) -> Person:
    """Invent the person of this serial number."""
    born = date(1958, 1, 1) + timedelta(days=serial * 7919 % 15_991)
    first17 = f"330108{born:%Y%m%d}{serial % 1000:03d}"
    name = draw.choice(_SURNAMES) + draw.choice(_GIVEN)
    address = f"浙江省杭州市滨江区{draw.choice(_ROADS)}{draw.randrange(1, 900)}号{draw.choice(_HOMES)}{draw.randrange(1, 20)}幢{draw.randrange(1, 30)}02室"
    return Person(
        f"C{100_000 + serial}",
        name,
        first17 + identity_check_digit(first17),
        f"138{serial % 10**8:08d}",
        address,
        draw.choice(_EMPLOYERS),
    )


def company(serial: int, name: str, address: str) -> Person:
    """Invent a company with a right credit code."""
    first17 = f"91330108MA2X{serial:05d}"
    return Person(
        f"C{100_000 + serial}",
        name,
        first17 + credit_code_check_sign(first17),
        f"138{serial:08d}",
        address,
        "",
    )


def bank_card(serial: int) -> str:
    """A card number of no issuer with a right check digit."""
    body = f"6222000{serial:011d}"
    total = sum(
        sum(divmod(int(digit) * (2 if place % 2 == 0 else 1), 10))
        for place, digit in enumerate(reversed(body))
    )
    return body + str(-total % 10)


def add_months(day: date, months: int, day_of_month: int) -> date:
    """The same day of a later month, the last one in a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day_of_month, last))


def _plan(
    method: str, principal: Decimal, rate: Decimal, terms: int
) -> Iterator[tuple[Decimal, Decimal]]:
    """Principal and interest of each term."""
    monthly, left = rate / 12, principal
    grown = (1 + monthly) ** terms
    annuity = _cent(principal * monthly * grown / (grown - 1))
    for term in range(1, terms + 1):
        interest = _cent(left * monthly)
        if term == terms:
            part = left
        elif method == "等额本息":
            part = annuity - interest
        else:
            part = _cent(principal / terms) if method == "等额本金" else Decimal("0.00")
        left -= part
        yield part, interest


def _cent(value: Decimal) -> Decimal:
    return value.quantize(_CENT, rounding=ROUND_HALF_UP)


def loan(
    draw: random.Random, serial: int, borrower: Person, terms: int | None = None, prefix: str = "BJ"
) -> Loan:
    """Invent a loan running on TODAY, with instalments missed now and then."""
    product, least, most, rate_text = draw.choice(_PRODUCTS)
    rate = Decimal(rate_text)
    method = draw.choice(_METHODS)
    count = terms or draw.choice((12, 12, 24, 36))
    if method == "一次性还本付息":
        count = terms or 1
    principal = Decimal(draw.randrange(least, most, 1000))
    due_day = draw.choice((*range(1, 29), *range(13, 29)))
    passed = draw.randrange(1, max(count, 2)) if count > 1 else draw.choice((0, 1))
    missed = min(draw.choice(_MISSED), passed)
    last_due = _last_due(due_day)
    first_due = add_months(last_due, 1 - passed, due_day)
    months = 12 if count == 1 else 1
    disbursed = add_months(first_due, -months, due_day)
    dues = [add_months(first_due, term, due_day) for term in range(count)]
    parts = _plan(method, principal, rate * months, count)
    rows = tuple(
        _instalment(draw, term + 1, dues[term], *amounts, missed=term >= passed - missed)
        for term, amounts in enumerate(parts)
    )
    if missed == 0 and draw.random() < 0.2:
        rows = tuple(_paid_late(draw, row) for row in rows)
    return Loan(
        f"{prefix}2026{serial:07d}",
        borrower,
        product,
        principal,
        rate,
        method,
        count,
        disbursed,
        dues[-1],
        OFFICERS[serial % 4],
        serial % 5 == 0,
        rows,
    )


def _last_due(due_day: int) -> date:
    this_month = add_months(TODAY, 0, due_day)
    return this_month if this_month <= STATED_ON else add_months(TODAY, -1, due_day)


def _instalment(
    draw: random.Random,
    number: int,
    due_on: date,
    principal: Decimal,
    interest: Decimal,
    *,
    missed: bool,
) -> Instalment:
    if not missed:
        paid_on = due_on - timedelta(days=draw.choice((0, 0, 0, 1, 2)))
        return Instalment(number, due_on, principal, interest, principal, interest, paid_on)
    is_part = due_on <= STATED_ON and interest > 1 and draw.random() < 0.08
    part = _cent(interest / 2) if is_part else Decimal("0.00")
    return Instalment(number, due_on, principal, interest, Decimal("0.00"), part, None)


def _paid_late(draw: random.Random, row: Instalment) -> Instalment:
    """What fell due in the last weeks of October, paid in November."""
    if row.paid_on is None or not date(2026, 9, 20) < row.due_on < date(2026, 10, 31):
        return row
    return replace(row, paid_on=date(2026, 11, draw.randrange(2, 18)))


def as_stated(of: Loan, on: date) -> Loan:
    """The loan as the lender's books had it on an earlier day."""

    def earlier(row: Instalment) -> Instalment:
        is_known = row.due_on <= on if row.paid_on is None else row.paid_on <= on
        nothing = Decimal("0.00")
        return (
            row
            if is_known
            else replace(row, paid_principal=nothing, paid_interest=nothing, paid_on=None)
        )

    return replace(of, instalments=tuple(earlier(row) for row in of.instalments))


def loans(count: int, seed: int = 20261120, terms: int | None = None) -> Iterator[Loan]:
    """Invent ``count`` loans, some customers having two."""
    draw = random.Random(seed)
    borrower = person(draw, 1)
    for serial in range(1, count + 1):
        if serial % 8 or serial == 1:
            borrower = person(draw, serial)
        yield loan(draw, serial, borrower, terms)


SCHEDULE_HEADER = [
    "借据号",
    "期次",
    "应还日期",
    "应还本金",
    "应还利息",
    "应还金额",
    "已还本金",
    "已还利息",
    "实还日期",
    "数据日期",
]
ACCOUNT_HEADER = [
    "客户号",
    "客户姓名",
    "身份证号",
    "手机号",
    "联系地址",
    "借据号",
    "产品名称",
    "贷款金额",
    "年利率",
    "期限",
    "还款方式",
    "放款日期",
    "到期日",
    "客户经理",
    "自动扣款",
]


def schedule_rows(of: Loan, stated_on: date = STATED_ON) -> Iterator[list[object]]:
    """The rows of a loan in the schedule file."""
    for row in of.instalments:
        yield [
            of.number, row.number, row.due_on, row.principal, row.interest, row.principal + row.interest,
            row.paid_principal, row.paid_interest, row.paid_on or "", stated_on,
        ]  # fmt: skip


def account_row(of: Loan) -> list[object]:
    """The row of a loan in a file of accounts with their customers."""
    who = of.borrower
    return [
        who.number, who.name, who.id_number, who.phone, who.address, of.number, of.product, of.principal,
        f"{of.rate * 100:.4f}%", of.terms, of.method, of.disbursed_on, of.matures_on, of.officer, "是" if of.auto_debit else "否",
    ]  # fmt: skip


def write_big_book(folder: Path, accounts: int = 100_000, terms: int = 12) -> tuple[Path, Path]:
    """Write accounts and their instalments as two GBK files: what a branch gets once a month."""
    account_file, schedule_file = folder / "accounts.csv", folder / "schedule.csv"
    with (
        account_file.open("w", encoding="gbk", newline="") as first,
        schedule_file.open("w", encoding="gbk", newline="") as second,
    ):
        account_writer, schedule_writer = csv.writer(first), csv.writer(second)
        account_writer.writerow(ACCOUNT_HEADER)
        schedule_writer.writerow(SCHEDULE_HEADER)
        for one in loans(accounts, terms=terms):
            account_writer.writerow(account_row(one))
            schedule_writer.writerows(schedule_rows(one))
    return account_file, schedule_file
