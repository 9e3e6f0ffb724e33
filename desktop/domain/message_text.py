"""Wording of customer messages: named fields, SMS segments, the check for forbidden wording.

The template language knows fields in braces and nothing else: no attributes, no loops, no code.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from desktop.domain.contact_facts import Channel, Purpose
from desktop.domain.errors import DomainError
from desktop.domain.masks import DOUBLE_SURNAMES
from desktop.domain.money import ZERO, Money
from desktop.domain.reminder_strategy import DueLine

FIELDS: Final = (
    "称呼",
    "姓名",
    "尊称",
    "机构",
    "款项",
    "金额",
    "截止日",
    "扣款前一日",
    "逾期天数",
    "还款方式",
    "好处",
    "客服电话",
    "经办人",
    "日期",
    "时间",
    "承诺日",
    "承诺金额",
    "事项",
    "人员",
)
"""Every field a template may use; the same names in the templates of every language."""

LONGEST_TEMPLATE: Final = 2000
"""Characters of a template."""
MOST_FIELDS: Final = 40
"""How often a template may name a field, repetitions included."""
LONGEST_FILLED: Final = 6000
"""Characters of a message with its fields filled in: nothing grows without end."""
LONGEST_SMS: Final = 500
"""UCS-2 units of an SMS that gateways take as one message."""

_UNITS: Final = {"CNY": "元", "USD": "美元", "HKD": "港元", "EUR": "欧元", "JPY": "日元"}
_TOKEN: Final = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


@dataclass(frozen=True, slots=True)
class MessageTemplate:
    """The wording of one step; ``version`` 0 is the one that came with the program.

    ``level`` is the rung of the dunning ladder it is meant for, 0 for none; ``language`` that of
    the customer.
    """

    code: str
    channel: Channel
    purpose: Purpose
    zh: str
    en: str
    text: str
    subject: str = ""
    version: int = 0
    language: str = "zh"
    level: int = 0


@dataclass(frozen=True, slots=True)
class WordGroup:
    """Words of one kind that must not be written, and what to write instead."""

    kind: str
    zh: str
    en: str
    instead: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WordingFinding:
    """A forbidden word found in a text, with its group."""

    word: str
    group: WordGroup


@dataclass(frozen=True, slots=True)
class Sender:
    """What the branch says about itself in messages; ``signature`` stands between 【 and 】."""

    institution: str
    signature: str
    phone: str
    ways_to_pay: str
    benefit: str


def fields_of(text: str) -> tuple[str, ...]:
    """The fields a template names, each once.

    Raises ``DomainError`` ``messages.unknown_field`` for any other name, attribute or index,
    ``messages.lone_brace`` for a brace without its partner, ``messages.template_too_long`` and
    ``messages.too_many_fields`` for one that would grow out of bounds.
    """
    if len(text) > LONGEST_TEMPLATE:
        raise DomainError("messages.template_too_long", field="text", most=LONGEST_TEMPLATE)
    names: dict[str, None] = {}
    for number, token in enumerate(_TOKEN.finditer(text), 1):
        if number > MOST_FIELDS:
            raise DomainError("messages.too_many_fields", field="text", most=MOST_FIELDS)
        if token.group() in ("{", "}"):
            raise DomainError("messages.lone_brace", field="text", place=token.start() + 1)
        name = token.group(1)
        if name is None:
            continue
        if name not in FIELDS:
            raise DomainError("messages.unknown_field", field="text", name=name, known=FIELDS)
        names[name] = None
    return tuple(names)


def render(text: str, values: Mapping[str, str]) -> str:
    """Fill a template's fields; the values are put in as they are and never read as a template.

    Raises ``DomainError`` for unknown fields, ``messages.missing_value`` for one without a value,
    so that no customer ever reads an empty place, and ``messages.too_long`` for what comes out
    longer than a message can be.
    """
    for name in fields_of(text):
        if not values.get(name):
            raise DomainError("messages.missing_value", field="text", name=name)

    def filled(token: re.Match[str]) -> str:
        name = token.group(1)
        return token.group()[0] if name is None else values[name]

    whole = _TOKEN.sub(filled, text).strip()
    if len(whole) > LONGEST_FILLED:
        raise DomainError("messages.too_long", field="text", most=LONGEST_FILLED)
    return whole


def sign(text: str, signature: str) -> str:
    """Put the SMS signature in front: 【滨江支行】…"""
    return f"【{signature}】{text}"


def segments(text: str, *, single: int = 70, part: int = 67) -> int:
    """How many SMS a text takes, in UCS-2 units: one up to ``single``, else parts of ``part``.

    A character beyond the BMP takes two units and is never cut in half. Signature included.
    """
    units = [len(char.encode("utf-16-be")) // 2 for char in text]
    if sum(units) <= single:
        return 1
    count, room = 1, part
    for unit in units:
        if unit > room:
            count, room = count + 1, part
        room -= unit
    return count


def forbidden_wording(text: str, groups: Iterable[WordGroup]) -> tuple[WordingFinding, ...]:
    """Every forbidden word in a text, in the order of the list.

    Full-width forms, spaces and marks between characters do not hide a word.
    """
    plain = _plain(text)
    return tuple(
        WordingFinding(word, group)
        for group in groups
        for word in group.words
        if _plain(word) and _plain(word) in plain
    )


def check_sms(text: str) -> None:
    """Refuse an SMS text, before it is signed, that operators would not pass.

    Raises ``DomainError`` ``messages.second_signature`` when 【 or 】 stands in it (C13),
    ``messages.empty`` when nothing does and ``messages.sms_too_long`` when too much does.
    """
    if not text.strip():
        raise DomainError("messages.empty", field="text")
    if "【" in text or "】" in text:
        raise DomainError("messages.second_signature", field="text")
    if len(text.encode("utf-16-be")) > 2 * LONGEST_SMS:
        raise DomainError("messages.sms_too_long", field="text", most=LONGEST_SMS)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if char.isalnum())


def salutation(name: str, sex: str | None, kind: str) -> str:
    """The polite address: 张先生, 欧阳女士; the full name + 客户 where the sex is not recorded.

    A company is addressed by its name; ``sex`` is ``m``, ``f`` or ``None``.
    """
    if kind == "company":
        return f"尊敬的{name}"
    title = polite_title(sex)
    return f"尊敬的{surname(name)}{title}" if title else f"尊敬的{name}客户"


def polite_title(sex: str | None) -> str:
    """先生 or 女士, empty where the record does not say."""
    return {"m": "先生", "f": "女士"}.get(sex or "", "")


def is_mobile(number: str) -> bool:
    """Whether a number is a mainland mobile: eleven digits that begin with 13 to 19."""
    return re.fullmatch(r"1[3-9]\d{9}", number) is not None


def surname(name: str) -> str:
    """The family name of a Chinese name; a name in another script is taken whole."""
    if len(name) > 2 and name[:2] in DOUBLE_SURNAMES:
        return name[:2]
    return name[:1] if re.fullmatch(r"[\u3400-\u9fff]{2,4}", name) else name


def money_text(amount: Money) -> str:
    """An amount as customers read it: 1,200.00."""
    return f"{amount:,.2f}"


def amount_text(amount: Money, currency: str = "CNY") -> str:
    """An amount with its unit: 1,200.00元, 80.00美元."""
    return f"{money_text(amount)}{_UNITS.get(currency, currency)}"


def totals(lines: Sequence[DueLine]) -> dict[str, Money]:
    """What is owed by currency; amounts of different currencies are never added."""
    sums: dict[str, Money] = {}
    for line in lines:
        sums[line.currency] = sums.get(line.currency, ZERO) + line.amount
    return sums


def day_text(day: date, as_of: date) -> str:
    """A day as customers read it: 12月1日, with the year when it is another one."""
    text = f"{day.month}月{day.day}日"
    return text if day.year == as_of.year else f"{day.year}年{text}"


def debts_text(lines: Sequence[DueLine], as_of: date) -> str:
    """What is owed: one account with its amount, or each account and the sum.

    The due dates are named where they differ, so that each amount has its own.
    """
    differ = len({line.due_on for line in lines}) > 1
    parts = [_line_text(line, as_of, with_day=differ) for line in lines]
    if len(parts) == 1:
        return parts[0]
    return f"{'、'.join(parts)}，合计{_total_text(lines)}"


def _total_text(lines: Sequence[DueLine]) -> str:
    return "、".join(amount_text(amount, unit) for unit, amount in totals(lines).items())


def _line_text(line: DueLine, as_of: date, *, with_day: bool) -> str:
    tail = f"（尾号{line.tail}）" if line.tail else ""
    day = f"（{day_text(line.due_on, as_of)}到期）" if with_day else ""
    product = line.product or ("信用卡" if line.kind == "card" else "贷款")
    return f"{product}{tail}{amount_text(line.amount, line.currency)}{day}"


def debt_values(lines: Sequence[DueLine], as_of: date) -> dict[str, str]:
    """The fields that tell of the debt: 款项, 金额, 截止日, 扣款前一日, 逾期天数."""
    due_on = min(line.due_on for line in lines)
    return {
        "款项": debts_text(lines, as_of),
        "金额": _total_text(lines),
        "截止日": day_text(due_on, as_of),
        "扣款前一日": day_text(due_on - timedelta(days=1), as_of),
        "逾期天数": str(max(0, (as_of - due_on).days)),
        "日期": day_text(as_of, as_of),
    }


def party_values(
    name: str, sex: str | None, kind: str, sender: Sender, officer: str
) -> dict[str, str]:
    """The fields that tell of the customer and the branch."""
    return {
        "称呼": salutation(name, sex, kind),
        "姓名": name,
        "尊称": polite_title(sex) or "客户",
        "机构": sender.institution,
        "还款方式": sender.ways_to_pay,
        "好处": sender.benefit,
        "客服电话": sender.phone,
        "经办人": officer or sender.institution,
    }
