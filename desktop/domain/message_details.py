"""Small facts in a message: phone, card tail, amount, the sender's name."""

import re
from decimal import Decimal

from desktop.domain.chinese_numbers import NUMERALS, chinese_number
from desktop.domain.money import LARGEST_AMOUNT, Money, round_money
from desktop.domain.reading import DOUBTFUL, LIKELY, SURE, Reading

_MOBILE = re.compile(r"(?<![\d.])(?:\+?0{0,2}86[\s-]?)?(1[3-9]\d(?:[\s-]?\d){8})(?![\d])")
_LANDLINE = re.compile(
    r"(?<!\d)\(?(0\d{2,3})\)?[\s-]?(\d{3,4}[\s-]?\d{4})(?:[\s-]?(?:转|-)\s?\d{1,6})?(?!\d)"
)
_SHORT = re.compile(
    r"(?:电话|座机|固话|号码|致电|联系(?:人[^\d,。]{0,6})?)[是为:\s]*([2-8]\d{2,3}[\s-]?\d{4})(?!\d)"
)
_BROKEN = re.compile(
    r"(?:电话|手机号?码?|联系方式|联系)[是为:\s]*(\+?\d[\d\s-]{5,14}\d)(?!\d)|(?<!\d)(1[3-9]\d{8}|1[3-9]\d{10})(?!\d)"
)
_OLD_NUMBER = re.compile(
    r"(?:旧|老|原|原来|以前|之前)(?:的|那个)?(?:手机|电话)?(?:号码?)?(?:是|为|:)?\s*$"
)
_NEW_NUMBER = re.compile(
    r"(?:新|换成|改成|改为|换为|变更为|更新为|现在用?)(?:的)?(?:手机|电话)?(?:号码?)?(?:是|为|:)?\s*$"
)

_TAIL = re.compile(
    r"(?<!身份证)(?<!手机)(?<!电话)(?:尾号|末尾|尾数|卡尾|末四位|后四位|末4位|后4位|最后四位|尾)(?:号|数)?(?:是|为|:|\s|\*)*(\d{4}|\d{3}|[零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖]{4})(?!\d)"
    r"|(?<!\d)(\d{4})(?:结尾|那张卡|的(?:那张)?卡)"
)
_MASKED_CARD = re.compile(r"(?<!\d)\d{4,6}\s?\*{2,}[\s*]*(\d{4})(?!\d)")
_IDENTITY = r"\d{6}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)"
_FULL_CARD = re.compile(rf"(?<!\d)(?!{_IDENTITY})((?:62|4|5|3)\d(?:\s?\d){{13,17}})(?!\d)")

_AMOUNT = re.compile(
    rf"(?P<sign>[￥¥]|人民币|RMB|rmb)?\s*(?P<n>\d[\d,]*(?:\.\d+)?(?:[万千wWkK](?:\d(?!\d))?)?|[{NUMERALS}]+)"
    r"\s*(?P<unit>万块钱?|万元|万|元|块钱|块|圆|w|W)?(?P<jiao>[\d一二三四五六七八九](?=角|毛)|(?<=块)[1-9一二三四五六七八九](?=$|[,。!?;的]))?(?:角|毛)?"
)
_PAY_VERB = re.compile(
    r"(?:还款|还|转账|转|盗刷|刷|划|存|交|付|打|汇|支付|缴|充|扣|借|欠|有|剩|差|缺|多|收|凑|每期|每月|月供|月还|[拿凑]得?出|还得起)(?:了|过|来|去|的|进去|给你们?|款|掉|上|入|清)*"
    r"(?:金额)?(?:是|为|:)?\s*(?:了|先|大概|约|差不多|我|那|一笔|一半|一部分|部分|一些)?$"
)
_DEBT = re.compile("(?:本金|贷款?|欠款|月供|[余尾货]款|罚息|利息)(?:的|共|总共|一共)?$")
_LEADS_TO_SUM = re.compile(
    "(?:(?:还|存|转|打|交|付|汇|扣|账|[底号天月周])的(?:那笔?)?|由|减到|降到)$"
)
_BEHIND_SUM = re.compile("\\s*(?:$|[,。!?]|[显怎减我能行是没])")
_WRITTEN_OUT = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d\d?)?|\d+\.\d\d")
_THEN_PAID = re.compile("(?:全|都|先)*(?:存|还|转|打|汇)(?:到|进|入|给|上|掉|清)")
"""Behind a bare number after 把: 把4500存到卡里."""
_PAYS = re.compile("[还转存交付打汇扣欠缴]")
_OF_MONEY = re.compile("的?(?:转账|汇款|还款|欠款|贷款|尾款|余款|存款)")
_NOT_MONEY = re.compile(
    r"\s*(?:期|分钟|分|个|天|号|点|次|月|年|日|级|岁|楼|层|栋|单元|小时|钟|张|笔|位|遍|%|折|倍|成|度|米|公里|人|:|/)"
)

_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤"
    "毕聂丛焦向柳邢路岳齐梅庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵"
    "解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺肖闫莫农楼骆裘麦邝占储"
)
_DOUBLE = (
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "夏侯",
    "端木",
    "司徒",
)
_HAN = "\u4e00-\u9fff"
_SAYS_NAME = re.compile(
    rf"(?:我?姓[{_HAN}]{{1,2}}[,、\s](?:名字?)?叫?|我的?名字(?:是|叫)|名字(?:是|叫|:)|姓名(?:是|:|】|\s)?|(?:联系|预约|办理|申请)人(?:是|:|\s)?|(?:^|(?<=[,。\s]))(?:客户|申请人)(?:姓名)?(?:是|:)?|联系(?:财务|会计|人事|前台|行政)|(?:财务|出纳|人事|前台|行政)(?=[{_HAN}]{{1,2}}(?:女士|先生|小姐|经理|主任|老板|老师|会计)|[{_HAN}]{{2,3}}\s?│)|(?:法人|法定代表人|负责人|经办人|代理人)(?:是|:)?(?=[{_HAN}]{{2,3}}(?:[,。\s]|$))|收件人(?:是|:|\s)?|户主(?:是|:)|户名(?:是|:)?|持卡人(?:是|:)?|"
    rf"(?:本人|我|他|她|现在|名字)(?:就?是|系|係|叫做?)(?:你们的?)?(?:老?客户|业主|贷款人|借款人|持卡人|[他她]的?(?:女儿|儿子|老婆|老公|爱人|妈妈?|爸爸?|孙女|孙子|媳妇|女婿|侄[儿女子]|外甥女?)|(?:公司|单位|厂里?|店里?)?的?(?:财务|会计|出纳|法人|人事|行政|店长|厂长))?|名字写的?(?:是)?|(?:应该?是|应为|改成|改为)'?(?=[\u4e00-\u9fff]{{2,3}}(?:[,。\s']|$))|(?:付款|转账|汇款|借款|贷款)人(?:是|:)?|(?:本人)(?=[{_HAN}]{{2,4}}(?:[,。\s]|$|申请|因))|(?:^|(?<=[,。\s]))(?:俺)?叫|[我他她]?(?:妈|爸|老公|老婆|爱人|父亲|母亲)叫|找)\s*'?(?P<name>[{_HAN}·]{{2,8}}|[A-Z][A-Za-z]+(?:\s[A-Z][A-Za-z]+){{0,3}})"
    rf"|是(?P<self>[{_HAN}]{{2,4}})本人"
)
_SIGNED = re.compile(rf"(?:^|(?<=[\s,。;?!│-]))(?P<name>[{_HAN}]{{2,4}})(?=[\s,。;:│-]|$)")
_HAS_REACH = re.compile(r"│|[路街道号栋]")
_SAID_OUTRIGHT = re.compile(r"我叫|我?的?名字[是叫]|姓名\s?[:】]")
_LONGEST = 6
"""Characters of a name that is said outright: of every people of the country."""
_HOTLINES = frozenset({"12378", "12363", "12315", "12345"})
"""Where people complain of banks: no sums."""
_WORDS_LIKE_NAMES = re.compile(
    "查[收询看下核一]|马上|谢谢|方便|高兴|明白|周到|安排|任意|时间|何时|成了|别来|左右|万一|都行|常来|于是|包括|毕竟|相关|单位|应该|关于|项目|祝好|白天|麻烦|温馨|安全|平安|金额|钱款|江北|江津|巴南|万州|华岩|马路|凌晨|全部|"
    "全天|都好|都在|有空|房贷|车贷|花呗|强烈|经常|尤其|和平|简单|曾经|明年|明早|明晚|石油|华为|康复|安心|安静|干净|多谢|焦急|丢失|单身|解锁|解冻|申请|查询|解释|解决|宁可|连续|成功|终于|毛病|盛情|甘愿|古镇|安康|银监|银保|关账|农[行商村业资民]|辛苦|楼[上下道梯层房]|占[用地]|储[蓄备]"
)
_SAYS = re.compile("[有空在去能可不都没就很太了吗呢吧的着过给把被让您你我他她请谢帮再还到点定等]")
"""Characters of sentences: a bare word that has one is not taken for a signature."""
_TITLED = re.compile(
    r"总监|总经理|主管|[科处所院店厂校村队]长|书记|医生|律师|教授|先生|女士|小姐|老师|大爷|阿姨|师傅|大姐|大哥|经理|老板|会计|主任|出纳|总"
)
_NOT_A_NAME = re.compile(
    "全家|房东|租户|租客|房客|邻居|家属|儿子|女儿|老婆|老公|本人|名单|删|客户|贷款|用户|持卡|业主|老人|你们|一个|上次|那个|这个|公司|单位|老客|想|要|在|的|办|银行|网点|租|本地|重庆|信用|谁|来|做|上门|开|"
    "人工|客服|去|可以|行不|谢谢|多谢|急|满意|账单|流水|补卡|换卡|退|认证|明天|后天|下午|上午|早上|晚上|全天|都行|方便|马上|安排|尽快|周[一二三四五六日末]"
)
_NAME_ENDS = re.compile(
    "[',。!?;:【】\\s│0-9A-Za-z(]|的|不是|想|要|来(?=办|补|取|拿|一|换)|办|在|有(?=事|一|个|张)|身份|卡|手机|电话|住|尾|需|申请|因|[今明](?=天|早|晚|日)|后天|这|请|和(?!平)|，"
)
_KIN = re.compile(
    "的?(?:妈|爸|女儿|儿子|老公|老婆|爱人|家属|母亲|父亲|丈夫|妻子|朋友|同事|姐|哥|弟|妹|家里)"
)


def read_phone(text: str) -> Reading[str]:
    """A mobile or landline number to reach the sender by, digits only.

    With an old and a new number the new one counts. A number of a wrong length is a doubt.
    """
    found = [(one.start(), one.end(), _digits(one[1])) for one in _MOBILE.finditer(text)]
    found += [
        (one.start(), one.end(), _digits(one[1] + one[2]))
        for one in _LANDLINE.finditer(text)
        if not any(start < one.end() and one.start() < end for start, end, _ in found)
    ]
    found += [
        (one.start(1), one.end(1), _digits(one[1]))
        for one in _SHORT.finditer(text)
        if not any(start < one.end() and one.start(1) < end for start, end, _ in found)
    ]
    found.sort()
    new = [one for one in found if _NEW_NUMBER.search(text[: one[0]])]
    kept = new or [one for one in found if not _OLD_NUMBER.search(text[: one[0]])]
    if kept:
        start, end, digits = kept[0]
        several = len({one[2] for one in kept}) > 1
        short = not digits.startswith(("0", "1"))
        doubts = ("dispatch.doubt.several_phones",) * several
        doubts += ("dispatch.doubt.phone_without_area",) * short
        return Reading(digits, DOUBTFUL if doubts else SURE, doubts, start, end)
    broken = _BROKEN.search(text)
    if broken and not found:
        return Reading(None, DOUBTFUL, ("dispatch.doubt.phone_wrong_length",), *broken.span())
    return Reading()


def phone_spans(text: str) -> list[tuple[int, int]]:
    """Where numbers to call stand, the sender's or not."""
    return [one.span() for pattern in (_MOBILE, _LANDLINE) for one in pattern.finditer(text)]


def read_card_tail(text: str) -> Reading[str]:
    """The last digits of a card or account: after 尾号, of a masked or of a whole card number."""
    matches = list(_TAIL.finditer(text))
    tails = {_in_digits(one[1] or one[2]) for one in matches}
    if matches:
        first = matches[0]
        doubts: tuple[str, ...] = ("dispatch.doubt.several_cards",) * (len(tails) > 1)
        tail = _in_digits(first[1] or first[2])
        doubts += ("dispatch.doubt.short_tail",) if len(tail) < 4 else ()
        return Reading(tail, DOUBTFUL if doubts else SURE, doubts, *first.span())
    card = _MASKED_CARD.search(text)
    if card:
        return Reading(card[1], SURE, (), *card.span())
    whole = _FULL_CARD.search(text)
    if whole:
        return Reading(_digits(whole[1])[-4:], LIKELY, (), *whole.span())
    return Reading()


def read_amount(text: str) -> Reading[Money]:
    """The amount of money spoken of, in yuan; with several the first that is paid, with a doubt."""
    found: list[tuple[int, int, Money]] = []
    for one in _AMOUNT.finditer(text):
        amount = _money(one, text)
        if amount is not None:
            found.append((one.start(), one.end(), amount))
    if not found:
        return Reading()
    paid = (one for one in found if _PAY_VERB.search(text[: one[0]]))
    start, end, amount = next(paid, found[0])
    several = len({one[2] for one in found}) > 1
    doubts = ("dispatch.doubt.several_amounts",) if several else ()
    return Reading(amount, DOUBTFUL if several else SURE, doubts, start, end)


def read_said_name(text: str) -> Reading[str]:
    """The name the sender gives outright: after 我是, 我叫, 姓名 …"""
    for found in _SAYS_NAME.finditer(text):
        place = found.start("name") if found["name"] else found.start("self")
        is_said = bool(_SAID_OUTRIGHT.match(found.group()))
        name = _name_in(found["name"] or found["self"], any_surname=is_said)
        if name and not _KIN.match(text, place + len(name)):
            titled = bool(_TITLED.search(name))
            doubts = ("dispatch.doubt.name_incomplete",) if titled else ()
            confidence = DOUBTFUL if titled else SURE
            return Reading(name, confidence, doubts, place, place + len(name))
    return Reading()


def read_signature(text: str) -> Reading[str]:
    """A name that stands alone beside an address or a number, as it is signed."""
    for signed in _SIGNED.finditer(text) if _HAS_REACH.search(text) else ():
        name = signed["name"]
        if _name_in(name) == name and not _WORDS_LIKE_NAMES.match(name) and not _SAYS.search(name):
            return Reading(name, LIKELY, (), *signed.span("name"))
    return Reading()


def _name_in(text: str, *, any_surname: bool = False) -> str | None:
    """The name a stretch of text begins with, if it begins with a surname or is a foreign one."""
    if text[0].isascii():
        return text
    ended = _NAME_ENDS.search(text, 1)
    name = text[: ended.start()] if ended else text
    titled = _TITLED.search(name)
    if titled:
        name = name[: titled.end()]
    if any_surname and 2 <= len(name) <= _LONGEST and not _NOT_A_NAME.search(name):
        return name
    longest = 4 if name.startswith(_DOUBLE) or titled else 3
    if "·" in name:
        return name
    if not 2 <= len(name) <= longest or _NOT_A_NAME.search(name):
        return None
    return name if name[0] in _SURNAMES or name.startswith(_DOUBLE) else None


def _money(found: re.Match[str], text: str) -> Money | None:
    before, after = text[: found.start()], text[found.end() :]
    has_unit = bool(found["unit"] or found["sign"]) or bool(re.match(r"[^万千百]+万", found["n"]))
    digits = found["n"].replace("w", "万").replace("W", "万").replace("k", "千").replace("K", "千")
    number = chinese_number(digits)
    if (
        number is None
        or not 0 < number < LARGEST_AMOUNT
        or after.startswith("火急")
        or digits in _HOTLINES
    ):
        return None
    has_unit = has_unit or found["n"][-1] in "kKwW"
    has_unit = has_unit or bool(_WRITTEN_OUT.fullmatch(found["n"]) and _PAYS.search(text))
    has_unit = has_unit or _is_bare_sum(found["n"], before, after, text)
    if not has_unit and not _OF_MONEY.match(after):
        is_paid = bool(_PAY_VERB.search(before) or _DEBT.search(before))
        is_paid = is_paid or (before.endswith("把") and bool(_THEN_PAID.match(after)))
        if before[-1:].isdigit() or before[-1:] in ".-第*尾" or not is_paid:
            return None
        if _NOT_MONEY.match(after) or (not found["n"][0].isdigit() and number < 100):
            return None
        if after[:1].isdigit() or re.match(r"\s?-\d", after):
            return None
    if (found["unit"] or "").startswith(("万", "w", "W")):
        number *= 10_000
    if found["jiao"]:
        number += (chinese_number(found["jiao"]) or Decimal(0)) / 10
    return round_money(number)


def _is_bare_sum(digits: str, before: str, after: str, text: str) -> bool:
    """``由4600减到3000``, ``月底还的那2600,怎么没到``: a number alone in talk of paying."""
    pays = _PAYS.search(text) and _LEADS_TO_SUM.search(before) and _BEHIND_SUM.match(after)
    return bool(
        pays
        and len(digits) > 2
        and digits.isdigit()
        and not re.fullmatch("(?:19|20)\\d\\d", digits)
    )


def _in_digits(spoken: str) -> str:
    """``八八六六`` as 8866."""
    return spoken if spoken.isascii() else str(chinese_number(spoken)).zfill(len(spoken))


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
