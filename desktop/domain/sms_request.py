"""Reads a customer's message: what is wanted, when, where, and how to reach the sender.

Every field carries its confidence and its doubts. What is unclear is a doubt for a person, never a
guess that is acted on.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.message_address import HomeArea, read_address
from desktop.domain.message_days import LunarCalendar
from desktop.domain.message_details import (
    phone_spans,
    read_amount,
    read_card_tail,
    read_phone,
    read_said_name,
    read_signature,
)
from desktop.domain.message_intent import asks_for_visit, read_kinds
from desktop.domain.message_kinds import SERVICES, VISIT_KINDS
from desktop.domain.message_roles import Role
from desktop.domain.message_time import Mention, wished_time
from desktop.domain.money import Money
from desktop.domain.reading import DOUBTFUL, LIKELY, SURE, Reading, blanked, narrowed
from desktop.domain.wished_time import WishedTime

WITHOUT_TIME = frozenset(
    {"rating", "cancel", "status_query", "complaint", "unsubscribe", "privacy_delete"}
)
"""Kinds in which a time named is never a time wished for."""
_OF_MONEY = frozenset({"repayment", "terms_consult", "account_change"})
"""Kinds whose times are of payments, terms and dates unless somebody is asked to come."""
WITHOUT_PLACE = frozenset({"rating", "unsubscribe", "privacy_delete", "status_query"})


@dataclass(frozen=True)
class SmsRequest:
    """A message as understood. ``kinds`` are all kinds spoken of, weightiest first."""

    intent: Reading[str]
    when: Reading[WishedTime]
    address: Reading[str]
    phone: Reading[str]
    card_tail: Reading[str]
    amount: Reading[Money]
    name: Reading[str]
    needs_visit: bool
    kinds: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def doubts(self) -> tuple[str, ...]:
        """Every doubt of every field, in the order of the fields."""
        fields = (self.intent, self.when, self.address, self.phone)
        fields_too = (self.card_tail, self.amount, self.name)
        return tuple(
            dict.fromkeys(doubt for field in (*fields, *fields_too) for doubt in field.doubts)
        )


def read_request(
    text: str, *, now: datetime, lunar: LunarCalendar, home: HomeArea | None = None
) -> SmsRequest:
    """Read one message as it was received at ``now`` (naive Beijing time)."""
    plain = narrowed(text)
    tail = read_card_tail(plain)
    phone = read_phone(blanked(plain, _spans(tail)))
    clear = blanked(plain, _spans(phone, tail))
    name = read_said_name(clear)
    clear = blanked(clear, _spans(name))
    when, mentions = wished_time(clear, now=now, lunar=lunar)
    clear = blanked(clear, [(one.start, one.end) for one in mentions])
    amount = read_amount(clear)
    name = name if name.value else read_signature(clear)
    kinds = read_kinds(plain)
    taken = [
        *_spans(phone, tail, amount, name),
        *phone_spans(plain),
        *((one.start, one.end) for one in mentions),
    ]
    address = read_address(plain, text, taken, home or HomeArea())
    intent = _intent(plain, kinds, when, address)
    code = intent.value or "other"
    wants_visit = bool(address.value) or asks_for_visit(plain)
    if code in WITHOUT_TIME or (code in _OF_MONEY and not wants_visit):
        when = Reading()
    if code in WITHOUT_PLACE or (code in ("cancel", "terms_consult") and address.confidence < SURE):
        address = Reading()
    needs_visit = code in VISIT_KINDS or (wants_visit and code in _MAY_NEED_VISIT)
    return SmsRequest(
        intent,
        when,
        _needed(address, needs_visit),
        phone,
        tail,
        amount,
        name,
        needs_visit,
        tuple(kind for kind, _, _ in kinds),
        _warnings(plain, code, mentions),
    )


_MAY_NEED_VISIT = frozenset(
    {
        "other",
        "bill_query",
        "repayment",
        "terms_consult",
        "reschedule",
        "account_change",
        "complaint",
    }
)


def _intent(
    text: str,
    kinds: list[tuple[str, int, int]],
    when: Reading[WishedTime],
    address: Reading[str],
) -> Reading[str]:
    if not kinds:
        understood = bool(when.value or address.value)
        doubt = "dispatch.doubt.kind_missing" if understood else "dispatch.doubt.nothing_understood"
        return Reading("other", DOUBTFUL, (doubt,))
    code, start, end = kinds[0]
    services = {kind for kind, _, _ in kinds} & set(SERVICES)
    if code in SERVICES and _two_requests(text, services):
        return Reading(code, DOUBTFUL, ("dispatch.doubt.two_requests",), start, end)
    if code == "complaint" or (code == "rating" and "complaint" in {k for k, _, _ in kinds}):
        return Reading(code, LIKELY, (), start, end)
    return Reading(code, LIKELY if len(services) > 1 else SURE, (), start, end)


def _two_requests(text: str, services: set[str]) -> bool:
    return len(services) > 1 and bool(_ALSO.search(text))


_ALSO = re.compile(
    "另外|还(?:要|想|有|需要)|顺便|顺带|同时|再(?:帮|给|查|办|打|把)|并且|以及|也(?:要|想|帮)|第二|2[.、]|和(?=.{0,6}(?:账单|补卡|认证))"
)


def _needed(address: Reading[str], needs_visit: bool) -> Reading[str]:
    if needs_visit and address.value is None and not address.doubts:
        return Reading(None, DOUBTFUL, ("dispatch.doubt.address_missing",))
    return address


def _warnings(text: str, code: str, mentions: list[Mention]) -> tuple[str, ...]:
    """What staff must know at once, whatever was asked."""
    warnings = []
    if _PAID_PRIVATELY.search(text):
        warnings.append("dispatch.warning.private_transfer")
    if code == "repayment" and (
        _SAYS_PAID.search(text) or any(one.role is Role.PAST for one in mentions)
    ):
        warnings.append("dispatch.warning.says_paid")
    if _DISPUTES.search(text):
        warnings.append("dispatch.warning.disputes")
    if _IN_DISTRESS.search(text):
        warnings.append("dispatch.warning.distress")
    return tuple(warnings)


_PAID_PRIVATELY = re.compile(
    "(?:微信|支付宝|现金|私下|红包)?.{0,4}(?:转|给|付|交|打)(?:了|过)?.{0,10}(?:客户经理|业务员|你们?(?:的)?(?:人|员工|同事)|小[\u4e00-\u9fff]|个人|私人)(?!信息)"
)
_SAYS_PAID = re.compile(
    "(?:已经?|昨|前天|刚才?|上周|早就|都).{0,8}(?:还|转|存|交|打|汇|扣)(?:款)?(?:了|过|进)|还了|已还"
)
_DISPUTES = re.compile(
    "不是(?:我|本人)(?:借|贷|办|刷|签|消费)|没(?:有)?(?:借|贷|办|刷)过|盗刷|冒用|冒名|有异议|不认(?:可|账)?|金额不对|算错"
)
_IN_DISTRESS = re.compile("不想活|活不下去|自杀|跳楼|轻生|寻死|死了算")


def _spans(*readings: Reading[str] | Reading[Money]) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in readings if one.end]
