"""Reads a customer's message: what is wanted, when, where, and how to reach the sender.

Every field carries its confidence and its doubts. What is unclear is a doubt for a person, never a
guess that is acted on.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from desktop.domain import message_evidence as evidence
from desktop.domain.kind_weights import Judgement, KindWeights
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
from desktop.domain.message_intent import VISIT_KINDS, asks_for_visit, read_kind
from desktop.domain.message_misgivings import doubted_address, doubted_time, dropped_time
from desktop.domain.message_roles import Role
from desktop.domain.message_time import Mention
from desktop.domain.message_wishes import wished_time
from desktop.domain.money import Money
from desktop.domain.place_weights import PlaceWeights
from desktop.domain.reading import DOUBTFUL, LIKELY, SURE, Reading, blanked, narrowed
from desktop.domain.wished_time import WishedTime

WITHOUT_TIME = frozenset(
    {"rating", "cancel", "status_query", "complaint", "unsubscribe", "privacy_delete"}
)
"""Kinds in which a time named is never a time wished for."""
_OF_MONEY = frozenset({"repayment", "terms_consult", "account_change"})
"""Kinds whose times are of payments, terms and dates unless somebody is asked to come."""
_PLACE_IF_SURE = frozenset({"cancel", "terms_consult", "complaint"})
"""Kinds that name a place by the way: it counts only where it is a whole address."""
WITHOUT_PLACE = frozenset({"rating", "unsubscribe", "privacy_delete", "status_query"})


@dataclass(frozen=True)
class ReadingWeights:
    """What was learnt from labelled messages: by what kinds are judged and places are marked."""

    kinds: KindWeights
    places: PlaceWeights


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


@dataclass(frozen=True)
class _Fields:
    """Every field of a message but its kind, as read from the narrowed text ``plain``."""

    plain: str
    phone: Reading[str]
    card_tail: Reading[str]
    amount: Reading[Money]
    name: Reading[str]
    when: Reading[WishedTime]
    mentions: list[Mention]
    address: Reading[str]
    clear: str
    """The text with everything but the address blanked that was read."""


def read_request(
    text: str,
    *,
    now: datetime,
    lunar: LunarCalendar,
    weights: ReadingWeights,
    home: HomeArea | None = None,
) -> SmsRequest:
    """Read one message as it was received at ``now`` (naive Beijing time)."""
    fields = _fields(text, now, lunar, weights.places, home or HomeArea())
    plain, when, address = fields.plain, fields.when, fields.address
    marked_text, facts = _for_its_kind(fields)
    judged, services = read_kind(plain, marked_text, facts, weights.kinds, _FAIR)
    intent = _intent(judged, services, when, address)
    code = judged.kind
    wants_visit = bool(address.value) or asks_for_visit(plain)
    if code in WITHOUT_PLACE or (code in _PLACE_IF_SURE and address.confidence < SURE):
        address = Reading()
    else:
        address = doubted_address(fields.clear, address)
    if code in WITHOUT_TIME:
        when = dropped_time(plain, when, fields.address)
    elif code in _OF_MONEY and not wants_visit:
        when = Reading()
    else:
        when = doubted_time(plain, when, fields.mentions, address, now)
    needs_visit = code in VISIT_KINDS or (wants_visit and code in _MAY_NEED_VISIT)
    return SmsRequest(
        intent,
        when,
        _needed(address, needs_visit),
        fields.phone,
        fields.card_tail,
        fields.amount,
        fields.name,
        needs_visit,
        _kinds(judged, services),
        _warnings(plain, code, fields.mentions),
    )


def for_its_kind(
    text: str, *, now: datetime, lunar: LunarCalendar, places: PlaceWeights
) -> tuple[str, tuple[str, ...]]:
    """The marked text of a message and the facts in it, by which its kind is judged and learnt."""
    return _for_its_kind(_fields(text, now, lunar, places, HomeArea()))


def _fields(
    text: str, now: datetime, lunar: LunarCalendar, places: PlaceWeights, home: HomeArea
) -> _Fields:
    plain = _LABEL.sub(":", narrowed(text))
    tail = read_card_tail(plain)
    phone = read_phone(blanked(plain, _spans(tail)))
    clear = blanked(plain, _spans(phone, tail))
    name = read_said_name(clear)
    clear = blanked(clear, _spans(name))
    when, mentions = wished_time(clear, now=now, lunar=lunar)
    clear = blanked(clear, [(one.start, one.end) for one in mentions])
    amount = read_amount(clear)
    name = name if name.value else read_signature(clear)
    taken = [
        *_spans(phone, tail, amount, name),
        *phone_spans(plain),
        *((one.start, one.end) for one in mentions),
    ]
    address = read_address(plain, text, taken, home, places.place(plain))
    clear = blanked(plain, taken)
    return _Fields(plain, phone, tail, amount, name, when, mentions, address, clear)


def _for_its_kind(fields: _Fields) -> tuple[str, tuple[str, ...]]:
    places = _spans(fields.address) if fields.address.confidence >= SURE else []
    marks = [
        *((*span, evidence.ADDRESS) for span in places),
        *((*span, evidence.PHONE) for span in phone_spans(fields.plain)),
        *((*span, evidence.CARD_TAIL) for span in _spans(fields.card_tail)),
        *((*span, evidence.AMOUNT) for span in _spans(fields.amount)),
        *((*span, evidence.NAME) for span in _spans(fields.name)),
        *((one.start, one.end, evidence.mark_of(one.role)) for one in fields.mentions),
    ]
    wish = fields.when.value
    facts = {
        "address": fields.address.value,
        "phone": fields.phone.value,
        "card_tail": fields.card_tail.value,
        "amount": fields.amount.value,
        "when": wish,
        f"when:{wish.kind if wish else ''}": wish,
        "visit": asks_for_visit(fields.plain),
    }
    roles = dict.fromkeys(f"role:{one.role.value}" for one in fields.mentions)
    return evidence.marked(fields.plain, marks), (
        *(f for f, known in facts.items() if known),
        *roles,
    )


_LABEL = re.compile("(?<=姓名|电话|手机|时间|地址|地点|事由|原因|业务|需求)[/|](?=.)")
"""What some put between a label and its value, instead of a colon."""
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


_CLEAR = 60
_FAIR = 25
"""A lead below ``_FAIR`` leaves a doubt, one below ``_CLEAR`` another kind that is likely too."""


def _intent(
    judged: Judgement,
    services: tuple[str, ...],
    when: Reading[WishedTime],
    address: Reading[str],
) -> Reading[str]:
    if judged.kind == "other":
        understood = bool(when.value or address.value)
        doubt = "dispatch.doubt.kind_missing" if understood else "dispatch.doubt.nothing_understood"
        return Reading("other", DOUBTFUL, (doubt,))
    confidence = SURE if judged.lead >= _CLEAR else LIKELY
    doubts: tuple[str, ...] = ()
    if services:
        doubts = ("dispatch.doubt.two_requests",)
    elif judged.lead < _FAIR:
        doubts = ("dispatch.doubt.kind_unclear",)
    return Reading(
        judged.kind, DOUBTFUL if doubts else confidence, doubts, judged.start, judged.end
    )


def _kinds(judged: Judgement, services: tuple[str, ...]) -> tuple[str, ...]:
    """The kind judged, and every other that is asked for beside it or hardly less likely."""
    near = (judged.next_kind,) if judged.lead < _CLEAR else ()
    known = dict.fromkeys((judged.kind, *services, *near))
    return tuple(kind for kind in known if kind != "other")


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
    "(?:微信|支付宝|现金|私下|红包)?.{0,4}(?:转|给|付|交|打)(?:了|过)?[^,。!?;]{0,10}(?:客户经理|业务员|你们?(?:的)?(?:人|员工|同事)|小(?![区学时店超卖吃额票组微])[\u4e00-\u9fff]|个人|私人)(?!信息)"
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
