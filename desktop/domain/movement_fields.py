"""What an account-movement message says of money and time: amount, balance, direction, tail, moment.

Every function takes text made narrow by ``reading.narrowed``. What another person's account, a fee
or an offer says is not taken for the account's own.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from desktop.domain.money import LARGEST_AMOUNT, Money, round_money

CUT = "│"
"""Stands where something was taken out of the text; no pattern matches it."""

DAYS_BACK = 62
"""So far back there is a month with any day of the month."""


@dataclass(frozen=True)
class Amount:
    """The amount moved: where it stands in the text, its sign and its currency."""

    value: Money
    currency: str
    sign: str
    start: int
    end: int


def take_balance(text: str) -> tuple[str, Money | None]:
    """Return the text without its balances, and the first of them."""
    found = _BALANCE.search(text)
    if not found:
        return text, None
    digits = found["n"]
    return _BALANCE.sub(CUT, text), _money(digits) if digits else None


def amount_moved(text: str) -> Amount | None:
    """Find the amount in a text without balances; fees, limits and sums so far do not count."""
    clear = _BESIDE.sub(lambda one: CUT * len(one[0]), text)
    found = _REALLY_PAID.search(clear) or _first_amount(clear) or _first_amount(text)
    if not found:
        return None
    facts, amount = found.groupdict(), _money(found["n"])
    if amount is None:
        return None
    unit = facts.get("cur") or facts.get("after") or ""
    return Amount(
        amount,
        _CURRENCIES.get(unit, "CNY"),
        facts.get("sign") or "",
        found.start("n"),
        found.end(),
    )


def _first_amount(text: str) -> re.Match[str] | None:
    found = [one for pattern in _AMOUNTS if (one := pattern.search(text))]
    return min(found, key=lambda one: one.start("n"), default=None)


def direction_of(text: str, amount: Amount) -> str | None:
    """Return ``in`` or ``out``: a minus first, then the plain word nearest before the amount.

    What stands in brackets explains and decides only where nothing else does, as do weak words
    such as "transfer"; what stands behind the amount decides last.
    """
    if amount.sign == "-":
        return "out"
    before, after = text[: amount.start], text[amount.end :].split("。", maxsplit=1)[0]
    outside = _BRACKETS.sub(CUT, before)
    for pattern, words, takes_last in (
        (_STRONG, outside, True),
        (_STRONG, after, False),
        (_STRONG, before, True),
        (_WEAK, outside, True),
        (_WEAK, after, False),
    ):
        found = [*pattern.finditer(words)]
        if found:
            return "in" if (found[-1] if takes_last else found[0]).lastgroup == "into" else "out"
    if _CARD_PAID.search(text):
        return "in"
    if _TRANSFER.search(text):
        return "in" if "向您" in text else "out"
    return "in" if amount.sign == "+" or "交易" in text else None


def own_tail(text: str) -> str | None:
    """Return the last digits of the customer's own account, not of the other side's."""
    own: str | None = None
    for found in _TAIL.finditer(text):
        before = text[: found.start()]
        clause = re.split(r"[,。;│]|(?<!\d):", before)[-1]
        if _OWNERS.search(clause):
            return found["n"]
        if own is None and not _OTHER_SIDE.search(before[-16:]):
            own = found["n"]
    return own


def moment_of(text: str, received: datetime, until: int) -> tuple[datetime, bool] | None:
    """Return the moment booked and whether the hour is known.

    Without a year, month or day it is the last such moment that is not after the receipt; an hour
    apart from its date counts only in the text before ``until``.
    """
    dates = [one for one in _DATE.finditer(text) if one["y"] or one["sep"] != "."]
    for found in sorted(dates, key=lambda one: one["h"] is None):
        moment = _dated(found, received)
        if moment is None:
            continue
        clock = found if found["h"] else _CLOCK.search(text, found.end(), max(until, found.end()))
        return (_at(moment, clock), True) if clock else (moment, False)
    return None if dates else _undated(text[:until], received)


def _dated(found: re.Match[str], received: datetime) -> datetime | None:
    year, month, day = found["y"], found["m"], int(found["d"])
    latest = received + timedelta(days=1)
    try:
        if year:
            return datetime(int(year) if len(year) == 4 else 2000 + int(year), int(month), day)
        moment = datetime(received.year, int(month), day)
        return moment.replace(year=received.year - 1) if moment > latest else moment
    except ValueError:
        return None


def _undated(text: str, received: datetime) -> tuple[datetime, bool] | None:
    """A message that names only the day of the month, or only the hour."""
    found = _DAY_AND_CLOCK.search(text)
    clock = found or _CLOCK.search(text)
    if not clock:
        return None
    moment = _at(received.replace(hour=0, minute=0, second=0, microsecond=0), clock)
    latest = received + timedelta(minutes=10)
    if found is None:
        return moment - timedelta(days=int("昨" in text or moment > latest)), True
    days = (moment - timedelta(days=back) for back in range(DAYS_BACK))
    fitting = (day for day in days if day.day == int(found["d"]) and day <= latest)
    day = next(fitting, None)
    return (day, True) if day else None


def _at(day: datetime, clock: re.Match[str]) -> datetime:
    hour = int(clock["h"])
    if clock["half"] in _AFTER_NOON and hour < (12 if clock["half"] != "中午" else 6):
        hour += 12
    return day.replace(hour=hour % 24, minute=int(clock["mi"]))


def _money(text: str) -> Money | None:
    """An amount as written; nothing where it is larger than any that is booked here."""
    amount = Decimal(text.replace(",", ""))
    return round_money(amount) if amount < LARGEST_AMOUNT else None


N = r"\d[\d,]*(?:\.\d{1,2})?(?![\d*])"
HAN = "\u4e00-\u9fff"
_CURRENCIES = {
    "美元": "USD", "USD": "USD", "US$": "USD", "港币": "HKD", "港元": "HKD", "HKD": "HKD",
    "欧元": "EUR", "EUR": "EUR", "日元": "JPY", "日圆": "JPY", "JPY": "JPY", "英镑": "GBP", "GBP": "GBP",
    "澳元": "AUD", "AUD": "AUD", "加元": "CAD", "CAD": "CAD", "新加坡元": "SGD", "SGD": "SGD",
    "瑞士法郎": "CHF", "CHF": "CHF", "韩元": "KRW", "KRW": "KRW", "泰铢": "THB", "THB": "THB",
    "澳门元": "MOP", "MOP": "MOP", "新西兰元": "NZD", "NZD": "NZD",
}  # fmt: skip
_FOREIGN = "|".join(map(re.escape, sorted(_CURRENCIES, key=len, reverse=True)))
_UNIT = rf"(?:人民币|RMB|CNY|[￥¥]|(?P<cur>{_FOREIGN}))"
_BALANCE = re.compile(
    rf"(?:结余|余额)(?!宝|不足)(?:为|是|约|:)*\s*(?:\((?:人民币|元)\))?:?\s*(?:人民币|RMB|CNY|[￥¥]|{_FOREIGN})?\s*"
    rf"(?:(?P<n>-?{N})\s*元?|[-*]+元?)"
)
_BESIDE = re.compile(
    rf"(?:手续费|工本费|服务费用?|其中[{HAN}]{{0,8}}|含[{HAN}]{{1,8}}|优惠|立减|抵扣|已?减免|折扣|额度(?:为|是|:)?|限额|累计[{HAN}]{{0,8}}"
    rf"|(?:剩余|尚|仍|其余|未)[{HAN}]{{0,8}}|欠款|原(?:价|交易|消费)?金额|折合?[{HAN}]{{0,4}}?|应还[{HAN}]{{0,4}}|满)"
    rf"(?:为|:|约)*(?:人民币|RMB|CNY|[￥¥])?约?\s*(?<![-+]){N}\s*元?(?=[,。;)│]|$|积分|可|抵|分期|减)"
)
_REALLY_PAID = re.compile(rf"(?:实付|实际支付|实收|实际到账)(?:金额)?:?{_UNIT}?\s*(?P<n>{N})")
_VERBS = "存入|收入|转入|转出|支出|支取|消费|入账|汇入|汇出|汇款|转账|取款|存款|付款|收款|支付|扣款|到账|退款"
_AMOUNTS = (
    re.compile(rf"{_UNIT}\s*(?P<sign>[-+])?\s*(?P<n>{N})"),
    re.compile(rf"金额(?:为|是|:)?\s*{_UNIT}?\s*(?P<sign>[-+])?\s*(?P<n>{N})"),
    re.compile(
        rf"(?<![\d:*.])(?P<sign>[-+])?(?P<n>{N})\s*(?P<after>元|圆|人民币|RMB|CNY|{_FOREIGN})"
    ),
    re.compile(
        rf"(?:{_VERBS})(?:为|:)?\s*(?P<sign>[-+])?(?P<n>{N})(?!\s*(?:[笔次%年月日期张时点分号]|\*))"
    ),
)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\"[^\"]*\"|“[^”]*”")
_PAY = "支付(?!宝|平台|科技|机构|通|业务|有限|公司|结算|清算|系统)"
_REVERSED = "(?:冲正|撤销|冲销|抹账|冲账|退回|退汇)"
_STRONG = re.compile(
    rf"(?P<out>(?:存入|存款|转入|入账|收入|来账|代发|汇入)(?:交易)?{_REVERSED}"
    rf"|支出|转出|转至|转往|转给(?!您)|汇出|(?<!冲正)(?<!撤销)消费(?!冲正|退|撤销)|支取|取款|取现|提取|扣款|扣费|扣收|扣划|划扣|扣缴|扣除|被扣|代扣|代收"
    rf"|归还|还本付息|还贷|付款(?!方|人(?!民)|业务|账)|{_PAY}|划出|缴费|缴纳|缴存|圈存|申购|认购|购买|充值|购汇|付息|往账(?!退)|付出|借记(?!卡))"
    rf"|(?P<into>收入|转入|存入|存款(?!账户|账号|人(?!民)|有|保险|余额|利率)|存现|现存|汇入|入账(?!日)|来账|收到|收款(?!人(?!民)|方|码|账|户)|代付|代发|转存|到账|退款|退货"
    rf"|退回|冲正|撤销|冲账|结息|进账|转给您|转来|贷记|赎回|兑付|放款|发放|返还|返现|划入|赔付|付息收)"
)
_WEAK = re.compile(
    "(?P<out>扣|手续费|服务费|年费|短信费|快捷|缴|购|贷款利息)"
    "|(?P<into>工资|利息|分红|奖金|提现|报销|红包|补助|补贴|退税|收益)"
)
_CARD_PAID = re.compile("信用卡[^。]{0,30}还款")
_TRANSFER = re.compile("汇款|转账|转支|还款|往账")
_TAIL = re.compile(
    r"(?:(?:尾号|尾数|[末后尾][四4]位(?:数)?(?:号码)?)(?:为|是|:)*\s*[\[(*xX]{0,8}\s*"
    r"|(?:账户|帐户|账号|帐号|卡号|借记卡|信用卡|贷记卡|储蓄卡|银行卡|一卡通|存折|卡|账)(?:/账户)?(?:尾号)?[:\s]?\(?\s*(?:\d{4,6}[\s*xX]+|[*xX]{1,12}\s*)?|(?<=您)(?=\d))"
    r"(?P<n>\d{3,4})(?![\d.元]|,\d{3}|[年月日时点:/-]\d)"
)
_OWNERS = re.compile(
    r"(?:您|贵公司|贵单位|贵司|本人|我行客户)(?!(?:于)?[^,]{0,20}[向给往由从])[^,]{0,24}$"
)
_OTHER_SIDE = re.compile(
    r"(?:对方|付款[方人]|收款[方人]|付方|收方|汇款人|商户|系统|来自|转至|转往|转给)[^,。;]{0,14}$"
    rf"|[由从向][^,。;您]{{1,14}}$|您[^,。;]{{0,20}}向$|(?:付方|付款人|对方户名|收款人):?[{HAN}*·()]{{2,20}},$"
)
_AFTER_NOON = ("中午", "下午", "傍晚", "晚上", "PM")
_HALF = "(?P<half>上午|下午|中午|晚上|凌晨|早上|傍晚|AM|PM)?"
_HM = rf"{_HALF}\s*(?P<h>[01]?\d|2[0-3])(?::|时|点)(?P<mi>[0-5]?\d)"
_CLOCK = re.compile(rf"(?<![\d:.]){_HM}(?![\d.])")
_DATE = re.compile(
    r"(?<![\d*])(?:(?P<y>20\d\d|\d\d)\s*[年/.-]\s*)?(?P<m>0?[1-9]|1[0-2])\s*(?P<sep>月|[/.-](?=[0-3]?\d(?![\d元.])))\s*(?P<d>[0-3]?\d)日?"
    rf"[\s,T]*(?:{_HM}(?:[:分]\d{{0,2}}秒?)?)?"
)
_DAY_AND_CLOCK = re.compile(rf"(?<![\d月/-])(?P<d>[0-3]?\d)日\s*{_HM}")
