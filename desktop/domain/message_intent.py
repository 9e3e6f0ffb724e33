"""What a customer's message asks for: kinds of service, answers to the survey, refusals."""

import re
from dataclasses import dataclass

from desktop.domain.message_kinds import HINTS, KINDS, MANY, TIMES

_ASKS_FOR_VISIT = re.compile(
    "上门|派人|派个|来(?:我家|家里|一趟|个人|人|补|办|帮|取|收)|过来|送到|到(?:我)?家|到我(?:这|家|们)|跑一趟|见面|面谈|来谈"
)
_QUESTION = re.compile(r"[?吗么呢]|多少|怎么|咋|什么|能不能|行不行|可不可以|是不是|为啥|哪")


def asks_for_visit(text: str) -> bool:
    """Whether the message asks somebody to come or to bring something."""
    return bool(_ASKS_FOR_VISIT.search(text))


def read_kinds(text: str) -> list[tuple[str, int, int]]:
    """All kinds spoken of in a narrowed message, weightiest first, each with where it stands."""
    found = []
    text = _NEGATED.sub(lambda words: "│" * len(words.group()), text)
    for kind in KINDS:
        match = kind.pattern.search(text)
        if match:
            found.append((kind.code, match.start(), match.end()))
    return _weighed(text, found) if found else _hinted(text)


def _hinted(text: str) -> list[tuple[str, int, int]]:
    """The kind of a message that names none outright, by the words that only hint at one."""
    for code, pattern in HINTS:
        match = pattern.search(text)
        if match:
            return [(code, *match.span())]
    return []


def _weighed(text: str, found: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Where one kind's words are only the circumstances of another, the other comes first."""
    if _LEAVES_IT.search(text):
        found = [one for one in found if one[0] not in ("reschedule", "cancel")]
    for lead in _LEADS:
        place = lead.place(text, found)
        if place is not None:
            kept = [one for one in found if not (lead.replaces and one[0] == found[0][0])]
            first = (lead.code, *found[place][1:])
            found = [first, *(one for one in kept if one[0] != lead.code)]
    return found


@dataclass(frozen=True)
class _Lead:
    """``code`` comes before ``over`` where ``said`` is in the message and ``unsaid`` is not.

    With ``replaces`` the words found for ``over`` are words of ``code`` in this company.
    """

    code: str
    over: frozenset[str]
    said: re.Pattern[str] | None = None
    unsaid: re.Pattern[str] | None = None
    replaces: bool = False

    def place(self, text: str, found: list[tuple[str, int, int]]) -> int | None:
        """Where the leading kind stands in ``found``, or nothing when the rule is silent."""
        if not found or found[0][0] not in self.over:
            return None
        if self.said and not self.said.search(text):
            return None
        if self.unsaid and self.unsaid.search(text):
            return None
        if self.replaces:
            return 0
        return next((at for at, one in enumerate(found) if one[0] == self.code), None)


_NEGATED = re.compile(
    "换号了(?:吧|吗)|不(?:需要|要|想)(?:办)?贷款|不(?:改|换|变)(?:卡号|账号|手机号|号码|密码)|不是(?:要|来|想|去)?(?:补|换|办|还|查|取)[^,。!?是]{0,4}(?=,?(?:而)?是)"
)
_ASKS_RULE = re.compile(
    "手续费|工本费|多少钱|要不要|用不用|需不需要|(?:要|需要)(?:带|准备|交)?(?:什么|哪些|啥)|多久|(?:需要|要|必须)(?:我)?本人"
)
_ABOUT_TERMS = re.compile(
    "合同|条款|利率|违约金|手续费|年费|滞纳金|收费|怎么算|政策|规定|征信|起诉|材料|流程|条件|区别|提前|计息|划算|定价"
)
_OWN_DATA = re.compile("信息(?!群发|推送)|资料|数据|隐私|号码|电话|照片")
_LEAVES_IT = re.compile("不(?:用)?改了?(?:$|[,。!吧])|不变了|照原来|不(?:用|要)?取消(?!吗)")
_MOVES_DUE_DATE = re.compile(
    "月供[^,。]{0,8}改|(?:还款|账单|扣款)日.{0,6}(?:改|换|调)|(?:改|换|调整?).{0,3}(?:还款|账单|扣款)日"
)
_DEFERS_PAYMENT = re.compile(
    "(?:推迟|延后|延到|延迟|缓到|晚).{0,10}还|(?:没钱|手头|工资|还款|钱还|还不).{0,10}(?:延|缓|推)|(?:车贷|房贷|贷款|月供|还款).{0,10}(?:推迟|延后|延到)|(?:逾期|欠款|本金|利息|月供|[这那]几?期).{0,10}(?:挪|推到|延到|往后)"
)
_COMES_FOR_CARD = re.compile("来(?:给|帮|替)?(?:我|我们)?(?:补|换)")
_PAYS_BY_OTHER_CARD = re.compile(
    "换一?张卡(?:来)?(?:转|还|扣|付|给你)|(?:还款|扣款)卡[^,。]{0,3}余额"
)
_WANTS_TO_PAY = re.compile(
    "我(?:想|要|打算|准备)(?:把|先|现在|一次)?.{0,10}(?:还了|还掉|还清|结清)(?!.{0,12}(?:条款|合同|解释))"
)
_SERVICE_WISH = re.compile(
    "(?:要|想|帮|请|需要|能不能|可以).{0,8}(?:补|换|挂失|认证|解锁|激活|开户|上门)|^补|^换"
)
_COMPLAINS = re.compile("投诉|举报|骚扰|监管|异议|弄错|搞错|报警|威胁|骂")
_RESCHEDULES = re.compile(
    f"改.{{0,6}}(?:{TIMES})|(?:别|不要|不用|莫)(?:过来|来|上门)了?[,。].{{0,4}}(?:{TIMES}).{{0,8}}(?:来|吧|时间)"
)
_PAYS_ALREADY = re.compile("(?:还清?|结清|转|存|打|汇|交)了")
_ASKS_ABOUT_RULE = re.compile(
    "(?:期限|要求|限制|门槛|区别|影响|顺序)[^,。]{0,6}(?:[吗么?]|什么|哪些|多久|几)|有(?:什么|哪些|没有)[^,。]{0,6}(?:要求|限制|门槛)"
)
_SENT_ASTRAY = re.compile("(?:打|转|汇|存)(?:到|错|进)了?[^,。]{0,3}(?:账户|账号)")
_CANNOT_PAY = re.compile("周转不|没钱还|还不(?:起|上)")
_FAILS = re.compile("过不了|失败|不成功|被锁|忘了|忘记")
_CARD_LOST = re.compile("卡(?:子)?(?:被)?(?:丢|掉|吞|偷|不见|遗失)")
_LOCKED_OUT = re.compile("登录提示|验证码|[未没]绑定|登[^,。]{0,2}不|进不|用不|打不开|收不到")
_STATEMENTS = re.compile("账单|对账|流水|证明|明细")
_ASKS_FIGURES = re.compile(f"{MANY}|证明")


def _over(*codes: str) -> frozenset[str]:
    return frozenset(codes)


_LEADS = (
    *(
        _Lead(service, _over("terms_consult"), _SERVICE_WISH, _ASKS_RULE)
        for service in ("card_replace", "account_auth", "corporate")
    ),
    _Lead("account_auth", _over("terms_consult"), _FAILS),
    _Lead("card_replace", _over("account_auth"), _CARD_LOST),
    _Lead("card_replace", _over("status_query"), _COMES_FOR_CARD),
    _Lead("repayment", _over("card_replace"), _PAYS_BY_OTHER_CARD, replaces=True),
    _Lead("account_auth", _over("account_change"), _LOCKED_OUT),
    _Lead("repayment", _over("terms_consult"), _WANTS_TO_PAY),
    _Lead("unsubscribe", _over("privacy_delete"), None, _OWN_DATA),
    _Lead("terms_consult", _over("repayment"), _ASKS_ABOUT_RULE, _WANTS_TO_PAY, replaces=True),
    _Lead("repayment", _over("account_auth"), _SENT_ASTRAY, _FAILS),
    _Lead("rating", _over("complaint"), None, _COMPLAINS),
    _Lead("repayment", _over("complaint"), _CANNOT_PAY, _COMPLAINS),
    _Lead("reschedule", _over("cancel"), _RESCHEDULES),
    _Lead("bill_query", _over("terms_consult"), None, _ABOUT_TERMS),
    _Lead("bill_query", _over("status_query"), _STATEMENTS),
    _Lead("corporate", _over("account_change", "account_auth", "card_replace")),
    _Lead("account_change", _over("reschedule", "bill_query"), _MOVES_DUE_DATE, replaces=True),
    _Lead("repayment", _over("reschedule"), _DEFERS_PAYMENT, replaces=True),
    _Lead("repayment", _over("bill_query", "status_query"), _PAYS_ALREADY, _ASKS_FIGURES),
)
"""Tried in this order; each looks at what leads by then."""
