"""Reads banks' account-movement messages: money came in, money went out.

A message counts only when its sender's number belongs to the bank that it names; the numbers are
rows of a rule table with their source, given in as ``senders``.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from desktop.domain.money import Money
from desktop.domain.movement_fields import (
    CUT,
    HAN,
    amount_moved,
    direction_of,
    moment_of,
    own_tail,
    take_balance,
)
from desktop.domain.movement_party import counterparty_of
from desktop.domain.reading import narrowed


@dataclass(frozen=True)
class Sender:
    """A number a bank or wallet sends from: its code here, and the names it signs with.

    ``domains`` are the bank's own addresses; a link to any other makes a message a forged one.
    """

    number: str
    bank: str
    names: tuple[str, ...]
    domains: tuple[str, ...] = ()


Senders = Mapping[str, Sequence[Sender]]
"""The senders by number; two banks of different provinces may share one."""


@dataclass(frozen=True)
class Movement:
    """A message as read. ``kind`` is movement, otp (a one-time password), forged (signed by a bank
    whose number this is not), unverified (a bank not in the table) or other.

    ``time`` is to the minute, or a plain date where the message names no hour
    (``has_hour`` tells). Everything but ``kind`` and ``doubts`` is empty for the other kinds.
    """

    kind: str
    bank: str | None = None
    tail: str | None = None
    direction: str | None = None
    amount: Money | None = None
    balance: Money | None = None
    time: datetime | None = None
    has_hour: bool = True
    counterparty: str | None = None
    currency: str = "CNY"
    doubts: tuple[str, ...] = ()


def read_movement(text: str, *, sender: str, received: datetime, senders: Senders) -> Movement:
    """Read one message. A movement from a number that is not the named bank's is ``forged``."""
    plain = narrowed(text)
    if _OTP.search(plain):
        return Movement("otp")
    signatures = _signatures(plain)
    found = _movement(_SIGNED.sub(CUT, plain), received)
    if found is None:
        return Movement("other")
    known = senders.get(_bare_number(sender), ())
    if not known and _is_small_bank(sender, signatures, senders):
        return Movement("unverified", doubts=("dispatch.doubt.sender_unknown",))
    bank = _signing(known, signatures)
    if bank is None:
        return Movement("forged", doubts=("dispatch.doubt.sender_not_the_bank",))
    if any(not _belongs(link[0], bank) for link in _LINK.finditer(plain)):
        return Movement("forged", doubts=("dispatch.doubt.link_in_movement",))
    return replace(found, bank=bank.bank)


def _movement(text: str, received: datetime) -> Movement | None:
    text = _COMPACT.sub(r"\1-\2-\3 \4:\5 ", text)
    clear, balance = take_balance(text)
    amount = amount_moved(clear)
    if amount is None or _is_not_booked(clear, amount.start):
        return None
    direction = direction_of(clear, amount)
    moment = moment_of(clear, received, amount.end)
    tail = own_tail(clear)
    if direction is None or (tail is None and moment is None):
        return None
    return Movement(
        "movement",
        None,
        tail,
        direction,
        amount.value,
        balance,
        moment[0] if moment else None,
        moment[1] if moment else True,
        counterparty_of(clear),
        amount.currency,
        () if moment else ("dispatch.doubt.no_time",),
    )


def _is_not_booked(text: str, at: int) -> bool:
    """Whether it failed, or the sentence with the amount announces, asks or offers.

    What a bank offers in another sentence of the same message does not matter.
    """
    start = max(text.rfind(mark, 0, at) for mark in "。!;") + 1
    ends = [end for mark in "。!;" if (end := text.find(mark, at)) >= 0]
    sentence = text[start : min(ends, default=len(text))]
    return bool(_FAILED.search(text) or _ANNOUNCED.search(sentence))


def _signatures(text: str) -> list[str]:
    return [found[1] or found[2] or found[3] for found in _SIGNED.finditer(text)]


def _signing(known: Sequence[Sender], signatures: Sequence[str]) -> Sender | None:
    """The bank of the number that signed; an unsigned message is that of the number's only bank."""
    if not signatures:
        return known[0] if len(known) == 1 else None
    for bank in known:
        if any(name in signed for name in bank.names for signed in signatures):
            return bank
    return None


def _belongs(link: str, bank: Sender) -> bool:
    host = re.sub(r"^https?://|[/?#].*$", "", link).lower()
    return any(host == own or host.endswith(f".{own}") for own in bank.domains)


def _is_small_bank(sender: str, signatures: Sequence[str], senders: Senders) -> bool:
    """A short number with the signature of nobody in the table: a bank not yet entered there."""
    names = [name for known in senders.values() for each in known for name in each.names]
    is_strange = not any(name in signed for name in names for signed in signatures)
    return bool(signatures) and len(_bare_number(sender)) < 11 and is_strange


def _bare_number(sender: str) -> str:
    return re.sub(r"^\+?86", "", re.sub(r"\D", "", sender))


_OTP = re.compile("验证码|校验码|动态码|动态密码|短信口令|交易码|随机码|一次性密码")
_FAILED = re.compile("(?:交易|支付|扣款|转账|消费)失败|未成功|失败,|余额不足|未到账|拒绝交易")
_ANNOUNCED = re.compile(
    "将于|即将|将(?:扣|自动|从)|还款日|账单日|本期账单|账单(?:金额|应)|应还|最低还款|请(?:您)?(?:及时|按时|尽快|于|确认|确保)|正向|待确认"
    "|额度(?:提升|调整)|优惠[券价]|立减|抢|戳|活动|礼|退订|预约|预授权(?!完成)|已逾期|满\\d"
)
_LINK = re.compile(
    r"https?://[^\s,。【】\[\]│]+|www\.[^\s,。【】\[\]]+"
    r"|\b[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:cn|com|net|top|xyz|cc|vip|org|info|site|club)\b[^\s,。【】\[\]]*",
    re.ASCII,
)
_NAMED = rf"[{HAN}A-Za-z()]{{2,20}}"
_SIGNED = re.compile(rf"【({_NAMED})】|^\s*\[({_NAMED})\]|\[({_NAMED})\]\s*$")
_COMPACT = re.compile(
    r"(?<!\d)(20\d\d)(0[1-9]|1[0-2])([0-3]\d)\s*([01]\d|2[0-3]):?([0-5]\d)(?::?[0-5]\d)?(?!\d)"
)
