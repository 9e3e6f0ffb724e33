"""A promise to pay in a customer's message: 周五还, 25号之前一定还清, 月底还五千.

Only what names a day to come and says that the sender will pay; a question, a refusal, a payment
already made or a dispute is none. What is read is a draft: a person confirms it.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime

from desktop.domain.message_days import LunarCalendar
from desktop.domain.message_details import read_amount
from desktop.domain.message_roles import Role
from desktop.domain.message_time import Mention, time_mentions
from desktop.domain.money import Money
from desktop.domain.reading import blanked, narrowed

FURTHEST_DAYS = 92
"""A day further away is no promise that collection could wait for."""
_WILL_PAY = re.compile(
    "还(?:款|钱|清|上|掉|完|齐|给(?:你们?|银行)|你们?(?:钱|款)?(?![的得]))?"
    "(?=$|[\\s,.!，。！~、]|[\\d一二两三四五六七八九十]|[了的吧哈啊哦呀啦清上款钱完]|先|部分|一半)"
    "|(?:付|交|缴|转|打|汇|存)(?:款|钱|清|上|进|过(?:去|来))|结清"
)
_IS_QUESTION = re.compile(
    "[?？]|[吗么呢]|能不能|可不可以|行不行|可以不|好不好|怎么|多少|什么|几号|哪天"
)
_REFUSES = re.compile(
    "还不[了上起出]|不[会想能打]?还|没(?:有)?(?:法|办法|钱|能力)|还没|不一定|尽量|争取|可能|也许|不确定"
)
_IS_DONE = re.compile(
    "(?:已经?|刚刚?|早就).{0,6}(?:还|转|存|付|交|打)|(?:还|转|存|付|交|打)(?:款|钱|清)?(?:了|过)(?!吧)"
)
_DISPUTES = re.compile("不是我|没(?:有)?(?:借|贷|办|刷)过|盗刷|冒|异议|不认|投诉|举报")
_IN_PART = re.compile("部分|一半|一点|一些")
_OTHERS = re.compile("(?:你们?|银行|系统).{0,4}(?:扣|还)")


@dataclass(frozen=True)
class SaidPromise:
    """What was promised; ``amount`` empty: all that is due. ``is_vague``: day or amount
    are a guess."""

    due_on: date
    amount: Money | None
    is_vague: bool


def read_promise(text: str, *, now: datetime, lunar: LunarCalendar) -> SaidPromise | None:
    """Read a promise as it was received at ``now`` (naive Beijing time); ``None``: there is none."""
    plain = narrowed(text)
    if any(mark.search(plain) for mark in (_IS_QUESTION, _REFUSES, _IS_DONE, _DISPUTES, _OTHERS)):
        return None
    mentions = [
        one
        for one in time_mentions(plain, now=now, lunar=lunar)
        if one.role is Role.PAYMENT and _day(one) is not None
    ]
    days = [day for one in mentions if (day := _day(one)) is not None]
    if not days or not _WILL_PAY.search(plain, min(one.end for one in mentions)):
        return None
    due_on = max(days)
    if not 0 <= (due_on - now.date()).days <= FURTHEST_DAYS:
        return None
    clear = blanked(plain, [(one.start, one.end) for one in mentions])
    amount = read_amount(clear).value
    is_vague = (
        len(set(days)) > 1
        or any(one.doubts for one in mentions)
        or (amount is None and bool(_IN_PART.search(plain)))
    )
    return SaidPromise(due_on, amount, is_vague)


def _day(mention: Mention) -> date | None:
    """The last day a mention allows: before Friday, and within three days, end there."""
    moment = mention.wish.end or mention.wish.start
    return moment.date() if moment is not None else mention.day
