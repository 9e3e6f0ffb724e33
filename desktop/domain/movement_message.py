"""Reads banks' account-movement messages: money came in, money went out.

A message counts only when its sender's number belongs to the bank that it names; the numbers are
rows of a rule table with their source, given in as ``senders``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from desktop.domain.money import Money, round_money
from desktop.domain.reading import narrowed


@dataclass(frozen=True)
class Sender:
    """A number a bank or wallet sends from: its code here, and the names it signs with."""

    number: str
    bank: str
    names: tuple[str, ...]


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
    doubts: tuple[str, ...] = ()


def read_movement(
    text: str, *, sender: str, received: datetime, senders: Mapping[str, Sender]
) -> Movement:
    """Read one message. A movement from a number that is not the named bank's is ``forged``."""
    plain = narrowed(text)
    if _OTP.search(plain):
        return Movement("otp")
    found = _movement(plain, received)
    if found is None:
        return Movement("other")
    known = senders.get(_bare_number(sender))
    signed = _signature(plain)
    if known is None and _is_small_bank(sender, signed, senders):
        return Movement("unverified", doubts=("dispatch.doubt.sender_unknown",))
    if known is None or (signed and not any(name in signed for name in known.names)):
        return Movement("forged", doubts=("dispatch.doubt.sender_not_the_bank",))
    if _LINK.search(plain):
        return Movement("forged", doubts=("dispatch.doubt.link_in_movement",))
    return replace(found, bank=known.bank)


def _movement(text: str, received: datetime) -> Movement | None:
    clear, balance = _balance(text)
    amounts = _amounts(clear)
    if not amounts or _NOT_BOOKED.search(text):
        return None
    amount, sign = amounts[0]
    direction = _direction(clear, sign)
    moment = _moment(text, received)
    tail = _TAIL.search(_PEER_TAIL.sub("│", text))
    if direction is None or (tail is None and moment is None):
        return None
    doubts = () if moment else ("dispatch.doubt.no_time",)
    return Movement(
        "movement",
        None,
        (tail[1] or tail[2]) if tail else None,
        direction,
        amount,
        balance,
        moment[0] if moment else None,
        moment[1] if moment else True,
        _counterparty(clear),
        doubts,
    )


def _balance(text: str) -> tuple[str, Money | None]:
    """The balance after the movement, and the text without it."""
    found = _BALANCE.search(text)
    if not found:
        return text, None
    return text[: found.start()] + "│" + text[found.end() :], _money(found[1])


def _amounts(text: str) -> list[tuple[Money, str]]:
    found = [*_AMOUNT_MARKED.finditer(text)] or [*_AMOUNT_BARE.finditer(text)]
    return [(_money(one["n"]), one["sign"] or "") for one in found]


def _direction(text: str, sign: str) -> str | None:
    """``in`` or ``out``: the sign first, then the word nearest before the amount."""
    if sign == "-":
        return "out"
    out, income = _last(_OUT, text), _last(_IN, text)
    if out < 0 and income < 0:
        return "in" if sign == "+" or _NEUTRAL.search(text) else None
    return "out" if out > income else "in"


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Where the last word of the kind stands before the amount, else the first after it."""
    amount = _AMOUNT_MARKED.search(text) or _AMOUNT_BARE.search(text)
    limit = amount.start() if amount else len(text)
    before = [one.start() for one in pattern.finditer(text, 0, limit)]
    if before:
        return before[-1]
    return -1 if not pattern.search(text, limit) else 0


def _moment(text: str, received: datetime) -> tuple[datetime, bool] | None:
    """The moment booked; without a year the last such day that is not after the receipt."""
    found = _TIME.search(text)
    if not found:
        return None
    year = found["y"]
    hour, minute = int(found["h"] or 0), int(found["mi"] or 0)
    try:
        whole = (
            int(year) if year and len(year) == 4 else 2000 + int(year) if year else received.year
        )
        moment = datetime(whole, int(found["m"]), int(found["d"]), hour, minute)
        if not year and moment > received + timedelta(days=1):
            moment = moment.replace(year=whole - 1)
    except ValueError:
        return None
    return moment, found["h"] is not None


def _counterparty(text: str) -> str | None:
    for pattern in _COUNTERPARTIES:
        found = pattern.search(text)
        if found:
            name = found["name"].strip(" :,")
            if name and not _NOT_A_PARTY.search(name):
                return name
    return None


def _signature(text: str) -> str | None:
    found = _SIGNED.search(text)
    return found[1] if found else None


def _is_small_bank(sender: str, signed: str | None, senders: Mapping[str, Sender]) -> bool:
    """A short number with the signature of nobody in the table: a bank not yet entered there."""
    names = (name for known in senders.values() for name in known.names)
    return (
        bool(signed) and len(_bare_number(sender)) < 11 and not any(n in str(signed) for n in names)
    )


def _bare_number(sender: str) -> str:
    return re.sub(r"^\+?86", "", re.sub(r"\D", "", sender))


def _money(text: str) -> Money:
    return round_money(Decimal(text.replace(",", "")))


_N = r"\d[\d,]*(?:\.\d{1,2})?"
_HAN = "\u4e00-\u9fff"
_NAME = rf"[{_HAN}·*A-Za-z()]{{2,40}}?"
_OTP = re.compile("验证码|校验码|动态码|动态密码|短信口令|交易码|随机码|一次性密码")
_NOT_BOOKED = re.compile(
    "交易失败|支付失败|未成功|失败,|余额不足|将于|即将|还款日|账单日|应还|最低还款|请(?:您)?(?:及时|按时|尽快|于)|额度(?:提升|为)|优惠|立减|抢|戳|活动|礼|退订|预约"
)
_LINK = re.compile(r"https?://|www\.|\b[\w-]+\.(?:cn|com|net|top|xyz|cc|vip)\b")
_SIGNED = re.compile(rf"[【\[]([{_HAN}A-Za-z()]{{2,20}})[】\]]")
_BALANCE = re.compile(
    rf"(?:当前|活期|账户|可用|交易后|交易后的|现|卡内|您的)*余额(?:为|是|:)?\s*(?:人民币|RMB|CNY|[￥¥])?\s*(-?{_N})\s*元?"
)
_AMOUNT_MARKED = re.compile(
    rf"(?:人民币|RMB|CNY|[￥¥]|金额(?:为|:)?)\s*(?P<sign>[-+])?\s*(?P<n>{_N})"
)
_AMOUNT_BARE = re.compile(rf"(?<![\d:*])(?P<sign>[-+])?(?P<n>{_N})\s*元")
_PEER_TAIL = re.compile(
    rf"对方(?:账户|账号|卡)?(?:尾号|账户尾号)?\D{{0,5}}\d{{3,4}}|[{_HAN}]{{2,20}}(?:账户|账号|卡)(?:尾号)?\*?\d{{3,4}}(?=向)"
)
_TAIL = re.compile(
    r"尾号(?:为|是|:)?\s*\*{0,4}\s*(\d{3,4})(?!\d)|(?:账户|账号|卡号|借记卡|信用卡|储蓄卡|卡|账)(?:/账户)?(?:尾号)?[:\s]?\*{0,4}(?:\d{4,6}\*+)?(\d{3,4})(?![\d.元]|,\d{3})"
)
_TIME = re.compile(
    r"(?:(?P<y>20\d\d|\d\d)[年/-])?(?<!\d)(?P<m>0?[1-9]|1[0-2])[月/-](?P<d>[0-3]?\d)日?"
    r"[\s,]*(?:(?P<h>[0-2]?\d)(?:[:时点])(?P<mi>[0-5]?\d)(?:[:分](?:[0-5]\d秒?)?)?)?"
)
_OUT = re.compile(
    "支出|转出|转至|转给(?!您)|向(?!您)(?=[\u4e00-\u9fff]{2})|汇出|消费|支取|取款|取现|扣款|扣费|付款(?!方|人)|支付(?!宝|平台)|快捷支付|代扣|划出|缴费|还款支出|跨行转出|被扣|手续费|购买|充值|圈存"
)
_IN = re.compile(
    "收入|转入|存入|存款|汇入|入账|来账|收到|收款(?!人|方)|代付|代发|转存|到账|退款|结息|利息|退回|冲正|工资|进账|转给您|向您|贷记|现存"
)
_NEUTRAL = re.compile("完成[^,。]{0,12}交易|交易")
_NOT_A_PARTY = re.compile(
    "^(?:您|尊敬|交易|账户|尾号|银行卡|手机银行|网银|个人|本人)|余额|人民币|客户"
)
_COUNTERPARTIES = (
    re.compile(
        rf"(?:(?:对方户名|对方账户名|对方名称|对方姓名|对方|户名|交易对方|商户(?:名称)?):\s*|(?:付款人|付款方|收款人|收款方|汇款人):?\s*)(?P<name>{_NAME})(?=[,。;\s】\[【]|$)"
    ),
    re.compile(
        rf"(?:^|[】\]\s])(?P<name>[{_HAN}·*]{{2,30}}?)(?:于)?\d{{1,2}}月\d{{1,2}}日[\d:时分秒\s]*向您"
    ),
    re.compile(rf"[\d分秒](?P<name>[{_HAN}·*]{{2,30}}?)(?:账户|账号|卡)(?:尾号)?\*?\d{{3,4}}向您"),
    re.compile(rf"(?:^|[】\]\s\d分秒,])(?P<name>[{_HAN}·*]{{2,30}}?)(?:通过[{_HAN}]{{2,10}})?向您"),
    re.compile(
        rf"[{_HAN}\d]向(?!您)(?:[{_HAN}]{{2,8}}?银行)?(?P<name>[{_HAN}·*()]{{2,30}}?)(?=(?:账户|跨行|他行|转|汇|支付|付款|完成|的|尾号|卡)|[\d,])"
    ),
    re.compile(rf"(?:元|\d)\((?P<name>[{_HAN}A-Za-z·]{{2,40}}(?:公司|商户|店|中心|银行|支付))\)"),
    re.compile(
        rf"从(?:[{_HAN}]{{2,8}}?(?:银行|农信|信用社|农商行))?(?P<name>[{_HAN}·*]{{2,20}}?)(?=转入|汇入|存入|转来)"
    ),
)
