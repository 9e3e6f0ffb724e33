"""What speaks against a time or a place as read, so that a person looks before it is used.

A time is taken as it is only where somebody is asked to come or to do something by then, every word of
time around it is read and nothing touches it that changes it; a place only where it begins and ends as
places do. Whatever else is read, or left unread, is in doubt.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from desktop.domain.day_mention import WEEKDAYS
from desktop.domain.message_roles import Role
from desktop.domain.message_time import Mention
from desktop.domain.reading import DOUBTFUL, SURE, Reading, blanked
from desktop.domain.wished_time import WishedTime

TIME = "dispatch.doubt.time_uncertain"
PLACE = "dispatch.doubt.address_uncertain"


def doubted_time(
    text: str,
    when: Reading[WishedTime],
    mentions: Sequence[Mention],
    address: Reading[str],
    now: datetime,
) -> Reading[WishedTime]:
    """Put the time in doubt unless its surroundings bear it out; ``text`` is narrowed."""
    if when.doubts:
        return when
    text = blanked(text, [(address.start, address.end)])
    unlikely = when.value is not None and _is_unlikely(when.value, text[when.start : when.end], now)
    is_gone_by = when.value is None and any(
        one.role is Role.PAST and (one.wish.start or one.wish.end or now) > now for one in mentions
    )
    speaks_against = (
        unlikely
        or (is_gone_by and bool(address.value))
        or _against_time(text, when, mentions, bool(address.value))
    )
    return replace(when, confidence=DOUBTFUL, doubts=(TIME,)) if speaks_against else when


def dropped_time(
    text: str, when: Reading[WishedTime], address: Reading[str]
) -> Reading[WishedTime]:
    """No time, for a kind that has none; in doubt where the message asks for one all the same."""
    asks = when.value is not None and when.value.kind != "asap" and not when.doubts
    if asks and ((address.confidence == SURE and address.value) or _MOVED_TO.search(text)):
        return Reading(None, DOUBTFUL, (TIME,))
    return Reading()


def doubted_address(clear: str, address: Reading[str]) -> Reading[str]:
    """Put the place in doubt unless it is well formed; ``clear`` has what else was read blanked."""
    if address.doubts or not _against_place(clear, address):
        return address
    return replace(address, confidence=DOUBTFUL, doubts=(PLACE,))


def _against_time(
    text: str, when: Reading[WishedTime], mentions: Sequence[Mention], has_place: bool
) -> bool:
    rest = blanked(text, [(one.start, one.end) for one in mentions])
    if when.value is None:
        wishes = any(one.role is Role.WISH for one in mentions)
        left = _TIME_WORD.search(rest) or _SOON.search(rest) or _UNSETTLED.search(rest)
        return has_place and bool(wishes or left)
    within = [one for one in mentions if when.start <= one.start < when.end]
    end = max((one.end for one in within), default=when.end)
    before, after = text[: when.start], text[max(end, when.end) :]
    return bool(
        not (has_place or _ASKS.search(rest))
        or (not has_place and _FETCHED.match(after))
        or _TIME_WORD.search(rest)
        or _UNSETTLED.search(rest)
        or _CALLED_OFF.search(rest)
        or _CHANGED_AHEAD.search(before)
        or _CHANGED_BEHIND.match(after)
        or _silently_chosen(text, within, mentions)
    )


def _is_unlikely(wish: WishedTime, words: str, now: datetime) -> bool:
    """At night, months ahead, or on a day that is another day of the week than is said."""
    moment = wish.start or wish.end
    if moment is None:
        return False
    said = _WEEKDAY.findall(words) if wish.kind in ("point", "part", "day") else []
    if said and all(WEEKDAYS.index(name) % 7 != moment.weekday() for name in said):
        return True
    at_night = wish.kind == "point" and not _EARLIEST <= moment.time() <= _LATEST
    return at_night or moment - now > _FAR


def _silently_chosen(text: str, within: Sequence[Mention], mentions: Sequence[Mention]) -> bool:
    """Whether another time was wished for as well, without a word of a change of mind."""
    others = [
        one
        for one in mentions
        if one not in within and one.role is Role.WISH and one.wish.kind != "asap"
    ]
    if not others or not within:
        return bool(others)
    places = [one.start for one in (*others, *within)]
    return not _CHANGES.search(text, min(places), max(places))


def _against_place(clear: str, address: Reading[str]) -> bool:
    if address.value is None:
        return bool(_LIKE_A_PLACE.search(clear))
    before, after = clear[: address.start], clear[address.end :]
    return bool(
        _NOT_IN_A_PLACE.search(address.value)
        or _HEADLESS.match(address.value)
        or not _MAY_STAND_BEFORE.search(before)
        or _OTHER_PLACE.search(before)
        or re.match(r"[\dA-Za-z(]", after)
        or _NAME_BEHIND.match(after)
        or _LIKE_A_PLACE.search(blanked(clear, [(address.start, address.end)]))
    )


_EARLIEST, _LATEST = time(7), time(21, 30)
_FAR = timedelta(days=120)
_WEEKDAY = re.compile("(?:周|星期|礼拜)([一二三四五六日天])")
_HAN = "\u4e00-\u9fff"
_ASKS = re.compile(
    "上门|登门|派[人个]|过来|(?<![下回起后原本从])来(?!电|信|款|账|不及|着|[一了][条个笔])|送[到来]|到(?:我|家|店|公司|单位|厂|这)|见面|约|接待|等[你您]"
    "|在(?:家|店|屋|公司|单位|厂|铺|宿舍)|[有得]空|得闲|有时间|方便|可以|(?<![银支分本发总我你他跨])行|都在|改(?:到|成|在|为|期|约|一下)|换[到成]|推[到迟]|顺延|挪[到后]|提前|安排"
    "|打(?:给)?我|联系我|回个?电话|老地方|地址|补[卡到好]|换卡|原定|寄"
)
"""Words by which somebody is asked to come, to call or to have something ready."""
_FETCHED = re.compile("我?(?:自己)?来?(?:拿|取|领)")
_TIME_WORD = re.compile(
    r"(?<!每)(?<!聊)[今明后]天|大后天|(?:周|星期|礼拜)[一二三四五六日天末]|[上下]个?(?:周|星期|礼拜)|月[初底末]|[上中下]旬"
    r"|(?:^|(?<=[,。]))\d{1,2}号(?=[上下早晚前后之以]|$|[,。])|[一二两三四五六七八九十]{1,3}(?:点(?![都也儿没不])|号(?!楼|院|门|店|栋))|\d{1,2}点"
    r"|\d[AaPp]\.?[Mm](?![A-Za-z])|\d{1,2}日|半[日晌]|[今明后][朝早晚儿]|擦黑|天黑|收工"
    r"|(?<!这)[两三四五六七\d]天(?![了没])|上午|下午|早上(?!好)|(?<!大)晚上(?!好)|中午(?!好)|傍晚|夜里|凌晨|工作日|[节假][前后]|(?<![机车班])[早晚](?:点|些|一)|一刻|小时(?!自助)|钟头|分钟"
)
"""Words of time that should all be read where a time is."""
_SOON = re.compile("快点|现在[^,。]{0,2}有空|马上|赶快")
_UNSETTLED = re.compile(
    "等了|本来|如果|(?<!主)要是|要么|以外|除了|哪天(?!来?都)|改天|另外约|再[说看]|[放过休忙][完了](?:假|[年节])"
)
_CALLED_OFF = re.compile("(?:取消|算)(?:吧|了吧|掉|预约|上门|这次)|不(?:用|要|必)来|[别莫甭]来了")
_CHANGED_AHEAD = re.compile(
    r"(?:[差满第今明每]|过(?!了)|[延限]到?|[老旧新原]的是|以前|之前|上次|最好|最[早晚]|(?<!提)前|(?<![以之然])后)\s*$"
)
_CHANGED_BEHIND = re.compile(
    r"\s*(?:(?:到|至|-|~)\s*\d|[前后内外](?![面门天台院后])|(?!前后|准时|左右|整|请)[^,。!?;│\d我你来到]{1,4}(?<![午饭])(?:[之以]?[前后](?![面门天台院后去])|完(?!成))|节[前后]|[之以][前后内外]|[两三四五六七\d]天|起|的?(?:话费|账|利息|流水|明细))"
)
_MOVED_TO = re.compile("改(?:到|成|在|为|期|约|一下)|换到|推[到迟]|挪[到后]|正常来|照常")
_CHANGES = re.compile("改|换[到成]|推|挪|提[前早]|不是|不对")

_LIKE_A_PLACE = re.compile(
    rf"[{_HAN}]{{2,}}(?:[区县镇乡村]|街道|路|街|大道|巷|小区|花园)[{_HAN}]{{0,10}}\d+(?:号|栋|幢|弄|-\d)"
)
"""A house that should have been read."""
_NOT_IN_A_PLACE = re.compile(
    "[我你您她它们了吗呢吧请把被想没就还说改该]|[是要给](?![道塘])|(?<![旁边面口近壁里外内前后上下])的|能(?=[来到上不去])|应该|^[至在到去往]|派[人员]|搬|住址|预留|办理|补卡|更[换新]"
)
_HEADLESS = re.compile("(?:广场|大道|路|街|小区|花园|大厦|公寓|中心|医院|公司|[区县镇乡村])")
_MAY_STAND_BEFORE = re.compile(
    r"(?:^|[^\u4e00-\u9fffA-Za-z\d]|地址|地点|位置|[在到住来去送至是为成家找寄址店铺司改人们换卡证])$"
)
_NAME_BEHIND = re.compile(
    rf"[,、\s][{_HAN}]{{2,8}}(?:店|馆|超市|药房|诊所|火锅|酒家|[酒网]吧|茶楼|宾馆|五金|仓库|铺子?|[一二三四五六七八九负]楼|学校|小学|医院|公司|工厂|大厦|广场|花园|小区|旁边|对面|楼上|隔壁)(?=[,。!?;\s│]|$)"
)
"""A name that may belong to the place before the comma."""
_OTHER_PLACE = re.compile(rf"(?:不是|原来|以前|之前|老家|路过|旧|原)[{_HAN}]{{0,8}}$")
