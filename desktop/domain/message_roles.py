"""Why a message names a time: a wish, a payment, a past event, a refusal, a habit, a quotation."""

import re
from enum import Enum


class Role(Enum):
    """Why a time is mentioned."""

    WISH = "wish"
    PAST = "past"
    REFUSED = "refused"
    PAYMENT = "payment"
    RECURRING = "recurring"
    QUOTED = "quoted"


def role_of(text: str, start: int, end: int) -> Role:
    """Why the time in ``text[start:end]`` is named, judged by its own clause only."""
    left = max((found.end() for found in _CLAUSE_END.finditer(text, 0, start)), default=0)
    right_mark = _CLAUSE_END.search(text, end)
    right = right_mark.start() if right_mark else len(text)
    before, after = text[left:start], text[end:right]
    if _RECURRING.search(before):
        return Role.RECURRING
    if _QUOTED_BEFORE.search(before) or (_ALREADY.search(before) and after.startswith("了")):
        return Role.QUOTED
    if _OF_THE_BOOKS.match(after):
        return Role.QUOTED
    if after in ("见", "再见") or (before.endswith(("还有", "还要", "还得")) and "到" in after):
        return Role.QUOTED
    if _REFUSED_BEFORE.search(before) or _REFUSED_AFTER.match(after):
        return Role.REFUSED
    if _COMES_SELF.search(after) or _COMES_SELF.search(before):
        return Role.PAYMENT
    comes = COMING.search(before) or COMING.search(after)
    if _DONE.search(after) and not _ASKED.search(before + after):
        return Role.PAST
    if not comes and _LOST.match(after):
        return Role.PAST
    if not comes and (_PAYING.search(after) or _PAYING.search(before)):
        return Role.PAYMENT
    return Role.WISH


_CLAUSE_END = re.compile(
    r"[,。!?;\n、]|改(?:一?下)?(?:到|成|为|在|约|至)?|不然|否则|但是?|不过|要不|换(?:到|成)|(?<=[\u4e00-\u9fff])\s(?=[\u4e00-\u9fff])|还是"
)
_RECURRING = re.compile(
    "(?:工作日|平时|平常|每天|每日|每周|每个?月|天天|一般|通常)[的在]?[^,。]{0,3}$"
)
_ALREADY = re.compile("(?:都|已经|现在)\\s*$")
_QUOTED_BEFORE = re.compile(
    "说好|说是|说的|讲好|约的|约好|约了|原定|原来|本来|本想|原约|答应|承诺|短信说|等了[^,。]{0,3}$|说[^,]*$|通知|^祝|拜个?$|[老旧新原]的是$|"
    "(?:当班|上班|值班|上课|开会|忙|加班|营业|等|弄|排队?|试)了?到\\s*$"
)
_OF_THE_BOOKS = re.compile(
    "的?(?:飞机|火车|高铁|动车|航班|班机|机票|车票|船票|对账|结账|关账|做账|报税|盘点|决算|审计|考核|汇算)|节?(?:快乐|吉祥|安康|愉快|好(?:$|[,。!]))"
    "|了(?:才|都|还)|是?[\u4e00-\u9fff]{1,4}节(?!前|后|那|来)|节?(?:发红包|要用|用钱|走亲|送礼|(?:出去|出门|去)(?:耍|玩|旅)|吃团年|回老家)|前?[这那][^,。]{1,4}的?(?:账单|流水|明细|账)"
)
"""What a day is only the name of, or the occasion for: 年底对账, 元旦快乐, 过年发红包."""
_REFUSED_BEFORE = re.compile(r"(?:不要|别|除了|(?<!是)不是|(?<!能)不能|莫|勿|除开|别在|不想)\s*$")
_REFUSED_AFTER = re.compile(
    r"(?:的约|的时间)?(?:我?(?:就|要|得)+(?:下班|走|出门|上班|出发)|(?:[我他她们都也又有人]|家里|可能|恐怕|临时|实在|就|的话|这边|那天){0,3}(?:不行|不得行|没空|[没不]得空|没时间|没人|不在|不方便|"
    "(?:太|有点|比较|很|最|特别|挺|正|都)?忙|放[^,。那期]{0,3}假(?!那|期|的)|歇业|停业|打烊|接了?(?:孙|娃|孩|儿子|女儿|学生)|来不成|去不成|到不了|不空|不得闲|冇时间|有(?!空|人|时|在|没|什么|可|得)|来不了|不用|不要|不可以|去不了|不能|赶不上|赶不及|出差|加班|上班|要(?:上(?!门)|赶|去|出|开(?!卡|户|通)|接|走|坐|回|参加|杀|打|办(?:酒|席|事)|陪|做(?:手术|检查|客))|"
    "开会|出门|没办法|走不开|不太|除外|外|[别莫甭]来|太早|太晚|来不及|不成|午睡|睡午觉|唔得))"
)
COMING = re.compile(
    "上门|派人|派个|过来|来(?!得及|不及|不了|电|的|着|福|了)|见面|送|到(?!期|账|底|时|现|了|货|目前|款|欠|帐|这|那|家|我)|"
    "到(?:我)?家|到我|接待|等你|在家|办|补|(?<![违合签])约|面谈|拜访|取"
)
_DONE = re.compile(
    "^[^,。!?;]{0,8}(?:还|转|存|交|打|付|汇|扣|收|寄|发|取|办|刷|充|借|买|签|激活|补)(?:款|钱|账)?"
    "(?:进去|过去|出去|给你们?|好|完|掉)?(?:了|过)"
)
_LOST = re.compile("[^,。!?;]{0,14}(?:丢|掉|落|坏|吞|偷|不见|断|锁)(?:了|过|在)")
_ASKED = re.compile(
    "上门|派人|派个|过来|能不能来|来(?:人|我家|一趟|一起|办|补|取|换)|^(?!.*已经).*(?:帮|请|麻烦)"
)
_COMES_SELF = re.compile(
    "我(?:们|本人)?(?:自己|亲自)?(?:再)?(?:来|去|到|过来|过去)(?:网点|柜台|银行|你们|拿|取|办|交|还|一趟)|(?:自己|亲自)(?:来|去|过)|^来(?:拿|取走|领)(?:$|[,。])"
)
_PAYING = re.compile(
    "还款|还清|还不(?:上|了|起|出)|一定还|再扣|要扣|缓|宽限|还上|还钱|还掉|先还|再还|还一|还(?=[\\d两三四五六七八九])|能还|才还|可以还|发工资|工资|到账|"
    "扣款|存钱|存进|转账|转给|打款|凑|结清|到期|逾期|还(?!有|是|没|不|在|能|可以)|回款|有钱|周转"
)
