"""The place a message asks somebody to come to.

An address is a run of components, each a name with a word that says what it is (区, 路, 号, 栋 …).
It starts after the words that lead to it (地址, 请到, 我住 …) and ends with its last component.
"""

import re
from dataclasses import dataclass

from desktop.domain.reading import DOUBTFUL, LIKELY, SURE, Reading, blanked


@dataclass(frozen=True)
class HomeArea:
    """Where the branch makes visits: its city, and the districts and streets known to lie in it."""

    city: str = ""
    places: frozenset[str] = frozenset()


_HAN = "\u4e00-\u9fff"
_NUM = r"(?:\d+[A-Za-z]?|[A-Za-z]\d*|[一二三四五六七八九十百]{1,4}|[甲乙丙丁东西南北])"
_PROVINCE = "(?:河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾)省(?!人民|立|医|中|图)"
_ADMIN = rf"{_PROVINCE}|[{_HAN}]{{1,8}}?(?:特别行政区|自治区|自治州|自治县|市(?!场|政|民|中心)|新区|开发区|高新区|(?<![小片社])区(?!间)|县|旗|镇|乡|街道办?(?:事处)?|社区|(?<!\d)村(?!委)|屯|寨(?!村|镇|乡|社区)|坝(?!村|镇|乡|社区|街))"
_ROAD = rf"[{_HAN}A-Za-z0-9]{{1,12}}?(?:大道|支路|环路|环线|路口|路|步行街|老街|正街|后街|横街|大街|街|巷|(?<=\d)弄|胡同|里弄|道(?!歉|理|是|的))(?:[东南西北中]?[一二三四五六七八九十\d]*段)?"
_NUMBER = rf"\d+(?:支?弄|里(?=\d))|\d+(?:[-之]\d+)?[号#](?:院|楼|出?口|摊位?|铺位?|柜台?|门(?!市|店|面|诊)|附\d+号?)?|附\d+号?|[{_HAN}]?\d+号院"
_PLACE_WORDS = (
    "小区|花园|家园|花苑|苑|园区|园|新城|新村|城|广场|大厦|大楼|公寓|中心|酒店|宾馆|旅馆|饭店|餐厅|餐馆|面馆|火锅店|医院|卫生院|诊所|学校|大学|学院|中学|小学|"
    "幼儿园|超市|商场|百货|市场|菜市|车站|地铁站|轻轨站|站|公园|写字楼|别墅|山庄|府|庭|轩|阁|郡|岸|院|坊|厂|公司|网点|支行|银行(?!卡)|店|馆|派出所|村委会|居委会|"
    "航站楼|机场|街道办|茶楼|工地|宿舍|仓库|食堂|车间|十年城|码头|养老院|敬老院|加油站|物流园|产业园|科技园|工业园|收费站|小卖部|便利店|药房|药店|摊位|(?<!摆)摊(?!牌|开|上|薄)"
)
_PLACE = rf"[{_HAN}A-Za-z0-9]{{1,14}}?(?:{_PLACE_WORDS})(?:[A-Za-z]区)?(?:[一二三四五六七八九十\dA-Z]+期)?"
_UNIT = rf"{_NUM}(?:栋|幢|座|号楼|栋楼|楼|层|单元|门栋|舍|病区|病房|室|房|户|床|门(?!市|店|面|诊|口)|期|区(?![{_HAN}]{{1,5}}(?:路|街|道))|组团|组|号|社|队|大队)|[{_HAN}]{{1,3}}[组社](?=$|[,。;\s│])"
_BESIDE = rf"(?:[东南西北]翼|[东南西北][楼塔区座]|写字楼|商务楼|综合楼|办公楼|宿舍楼|教学楼|住院部|门诊部|[主副裙]楼|地下室|商铺|铺面|铺子|食堂|项目部|直播间|摊位|档口|门市部?|门面|门店|旁边?|对[面门]|后面|前面|楼上|楼下|隔壁|附近|背后|门口|大门|大堂|大厅|前台|门卫室?|(?:传达|财务|办公|值班|会议|收发)室|停车场|(?:村|居)委会|卫生[室院所站]|[出进]站口|东门|西门|南门|北门|正门|侧门|往[东南西北里前后左右](?:走)?(?:第?[一二三四五六七八九十\d]+(?:家|户|栋|排|米|百米|个门))?|出口|入口|路口|交叉口|十字口|里面?|内)(?:的?[{_HAN}A-Za-z0-9]{{0,10}}?(?:{_PLACE_WORDS}|超市|铺|摊|屋|平房|房子|楼房|小吃|门市)|的[{_HAN}]{{2,8}}(?=[,。!?;│\s]|$))?"
_NAMED = (
    rf"[{_HAN}A-Za-z]{{1,8}}?(?:{_NUM}(?:栋|幢|座|号楼|单元|楼|层|组团)|\d+(?:[-之]\d+)?[号#](?:院|楼|出?口|门)?|[一二三四五\d]期(?={_NUM})|"
    f"(?:{_BESIDE}))"
    rf"|[{_HAN}A-Za-z]{{2,10}}?(?:\d{{3,5}}(?![\d年元块])|\d{{1,3}}(?:-\d{{1,4}}){{1,3}})"
)
_ROOM = r"[Bb]\d(?![\dA-Za-z])[层楼]?|\d{1,4}(?:-\d{1,4}){1,3}(?:号|室|房)?|[A-Za-z]?\d{3,5}(?![\d年元块分点:.])[A-Za-z]?(?:号|室|房)?|\d{2}[A-Za-z](?![A-Za-z\d])(?:号|室|房)?"
_PART = re.compile(
    f"(?P<number>{_NUMBER})|(?P<unit>{_UNIT})|(?P<room>{_ROOM})|(?P<beside>{_BESIDE})"
    f"|(?P<admin>{_ADMIN})|(?P<road>{_ROAD})|(?P<place>{_PLACE})|(?P<named>{_NAMED})"
)
_STRONG = frozenset({"number", "unit", "admin", "road", "named"})
_GAP = re.compile(r"[\s的之(（)）-]{0,2}")

_LABEL = re.compile(
    r"(?:详细|家庭|上门|收件|新|我的|我)?(?:地址|地点|位置|住址|住处|送到)(?:请)?(?:就?是|在|为|改到|改成|换成|换到|变成|变更为|改为|:)\s*:?"
    r"|(?:地址|地点|位置|住址)(?=[\s])|(?:^|(?<=[,。;\s]))(?:详细|家庭|新)?(?:地址|地点|位置|住址)"
)
_LEAD = re.compile(
    r"(?:请|麻烦|能|可以|可|就|直接|要|你们|帮我|帮忙)*(?:送到|送去|送至|寄到|导航到|来到|赶到|上门到|请到|改到|改成|换到|换成|搬到|搬去|去到|拿到|过来|到(?!达)|来(?!福士|广营|凤|安|龙|宾|苏)|去)"
    "|(?:我们?家?|家里?|人|老人|现在|目前|他|她|本人|父母|我爸|我妈|妈妈|爸爸)?(?:就|都|还|现在)?(?:住在|住(?!宅|院)|在(?!线|职|外))"
    "|(?:我家|家)?(?:是|搬)在|(?:我是|这里是|这儿是|我家是)|上门(?:服务)?|(?:补|换|办)(?:办)?(?:银行|信用|储蓄|社保)?卡|认证|解锁|挂失|激活|[你我咱]们(?=[^,。]{0,6}(?:对面|旁|隔壁|楼))|应该?是|应为|更正为|新的(?:地址)?是|(?:^|(?<=│))是|(?:现在|如今|目前)是|[改换]为|至(?=[\u4e00-\u9fff]{1,4}[省市区县镇])|我在|我家(?:在)?"
)
_TAIL = re.compile(
    "(?:自助)?(?:柜员|取款)?机(?:器|子)?里|ATM|办理|办(?:个|一|卡|批|业务|事|补|换|认|理|对|下)|补(?:办|卡|一|张|个)|换(?:卡|一|张|个)|更换|更新|激活|认证|核验|解锁|谢谢|多谢|麻烦|请(?!.{0,2}[路街])|联系|电话|手机(?=号|[\\s:是为│\\d]|$)|打我|我(?!家)|"
    "可以|行吗|行不|好吗|能不能|能来|能到|需要|想要|想办|来(?=办|补|取|帮|一|人|个|吧|拿|收|上门|找|$)|等你|上门|收件|找|要(?:补|办|换|上|做)|做(?:认证|实名)|取(?:材料|资料|卡)|面谈|见面|,"
)
_STOP = re.compile("[,。!?;:\n│\u2600-\u27bf\U0001f300-\U0001faff]")
_SAME = re.compile(
    "(?:地址|地方|地点|住址|位置)(?:都?还)?(?:是)?(?:不变|没变|没有变|未变|没改|一样|照旧|还是|同上|跟上次|和上次|同上次|老样子)|老地方|上次(?:那个|的)?(?:地址|地方)|原(?:来的?)?地址|同一(?:个)?(?:地址|地方)|登记的?(?:地址|住址)|预留(?:的)?(?:地址|住址)|留的地址"
)
_WEAK_NAMES = re.compile(
    "^(?:祝|[你我他她您]们?的?|贵|哪个?|那个?|这个?|附近|就近|自己|本|最近|你们的?|去|到|在|单位|的|家|一家|某|公|银|柜台)?(?:银行|公司|网点|超市|小卖部|医院|学校|市场|店|厂|小区|中心|支行|公园|车站|站|城|院)$"
)
_NOT_PLACES = re.compile(
    "^[这那上下本]个?月|^我开|还给|[想要]和|注销|自称|冒充|对方|不是|写错|^(?:已经)?(?:到|在)?(?:小区|家|公司|单位|楼|你们|我们|我家)?的?(?:门口|楼下|附近|对面|旁边)$|[那这][边里家]|知道|一道|味道|频道|渠道|通道|难道|报道|街道吗|哪(?:条|个|里|栋|家|边)|住院|出院|小区别|地区|社会|城市|省(?:心|事|钱|得)|超市价|路上|半路|一路上|(?<![\u4e00-\u9fff])一路|网路|公里|里面有|多少号|几号|几楼|区别|市面|合同里|户口|账户|"
    "开户|客户|用户|商户|门店里|征信中心|客服中心|信用卡中心|村镇银行|建设银行|工商银行|农业银行|中国银行|农商银行|商业银行|你们行|手机银行|网上银行|电子银行|开户行|短信里|手机里|卡里|卡内|户内|账里|家里|城里|屋里|心里"
)
_CITIES = "北京|上海|天津|重庆|成都|绵阳|自贡|泸州|宜宾|达州|南充|贵阳|遵义|昆明|武汉|宜昌|长沙|广州|深圳|东莞|佛山|珠海|中山|惠州|南宁|桂林|海口|三亚|福州|厦门|泉州|杭州|宁波|温州|嘉兴|绍兴|金华|台州|南京|苏州|无锡|常州|徐州|南通|扬州|合肥|芜湖|南昌|赣州|济南|青岛|烟台|潍坊|临沂|郑州|洛阳|西安|咸阳|宝鸡|兰州|银川|西宁|乌鲁木齐|呼和浩特|包头|太原|大同|石家庄|唐山|保定|沈阳|大连|长春|吉林|哈尔滨|大庆|拉萨"
_KNOWN_CITY = re.compile(f"(?:{_CITIES})市?")
_SPOKEN_END = "吗吧呢呀嘛哦的等找有在,。.!?;: "
"""Where nobody's address ends."""
_PLACED = re.compile(f"{_ADMIN}|{_ROAD}|[{_HAN}](?:广场|大厦|楼|店|医院|站|小区|市场)")
_ADMIN_AHEAD = re.compile(f"(?:{_ADMIN}|{_ROAD}|{_PLACE})*")
_BRACKET = re.compile(r"\((?![^)]*\d{5})[^()]{1,15}\)")
_BRACKET_ENDS = re.compile(r"[^()]{0,15}\)")
_CITY = re.compile(rf"(?:(?P<city>{_CITIES})市?|(?P<named>[{_HAN}]{{2,4}})市)(?=[{_HAN}])")


def read_address(
    text: str,
    original: str,
    spans: list[tuple[int, int]],
    home: HomeArea,
    marked: tuple[int, int] | None,
) -> Reading[str]:
    """Read the place to come to.

    ``text`` is the narrowed message, ``spans`` the stretches already read as something else,
    ``marked`` what was learnt to be a place; where that and the rules differ is a doubt.
    ``地址不变`` gives no address and the note ``dispatch.doubt.address_on_file``. A place in
    another city, or one that names no house, is a doubt.
    """
    clear = blanked(text, spans)
    ruled = _by_rules(clear, home)
    if marked is not None and ruled is None and not _is_placed(text, marked):
        marked = None
    if ruled is None and marked is None:
        same = _SAME.search(clear)
        if same:
            return Reading(None, SURE, ("dispatch.doubt.address_on_file",), *same.span())
        return Reading()
    if ruled is not None and marked is None and _ENOUGH <= ruled[2] < _WHOLE:
        return Reading(None, DOUBTFUL, ("dispatch.doubt.address_uncertain",))
    start, end = _whole_place(text, ruled, marked)
    value = re.sub(r"\s+", "", _as_written(original[start:end], text[start:end]))
    doubts = _doubts(value, clear[end:], home)
    if ruled is None or (start, end) != ruled[:2] or (start, end) != marked:
        doubts = tuple(dict.fromkeys(("dispatch.doubt.address_ends_unclear", *doubts)))
    strength = ruled[2] if ruled else 0
    confidence = DOUBTFUL if doubts else SURE if strength >= _WHOLE else LIKELY
    return Reading(value, confidence, doubts, start, end)


def _is_placed(text: str, marked: tuple[int, int]) -> bool:
    """Whether what was marked names a district, a road, a building or the like, and asks for none."""
    return bool(_PLACED.search(text, *marked)) and not _NOT_PLACES.search(text, *marked)


def _by_rules(clear: str, home: HomeArea) -> tuple[int, int, int] | None:
    """The place as its components tell: start, end and how strong it is."""
    best: tuple[int, int, int] | None = None
    for start, end in _segments(clear):
        found = _address_in(clear, start, end, home)
        if found and (best is None or found[2] > best[2]):
            best = found
    return best and (best[0], _continued(clear, best[1]), best[2])


def _whole_place(
    text: str, ruled: tuple[int, int, int] | None, marked: tuple[int, int] | None
) -> tuple[int, int]:
    """What was marked, with what the rules add at either end, its city, and what is in brackets."""
    start, end = marked or ruled[:2]  # type: ignore[index]  # one of the two is there
    if ruled is not None and ruled[0] < end and start < ruled[1]:
        first, start = sorted((start, ruled[0]))
        start = first if _ADMIN_AHEAD.fullmatch(text, first, start) else start
        end = ruled[1] if _TAIL.match(text, ruled[1]) else max(end, ruled[1])
    cities = (one for one in _KNOWN_CITY.finditer(text) if one.start() < start <= one.end())
    start = min((one.start() for one in cities), default=start)
    while (
        start and text[start].isascii() and text[start - 1].isascii() and text[start - 1].isalnum()
    ):
        start -= 1
    end = start + len(text[start:end].rstrip(_SPOKEN_END))
    is_open = text.count("(", start, end) > text.count(")", start, end)
    bracket = (_BRACKET_ENDS if is_open else _BRACKET).match(text, end)
    return start, bracket.end() if bracket else end


_OPENING = re.compile("[ :的,-]*(?:[你我咱]们)?(?:[一这]趟|一下)?")
_BARE_REST = re.compile(
    f"(?![来补换办找做没有不能很太请要想可会快急谢麻帮需上下到等])[{_HAN}]{{2,8}}(?<![的了吗我你他班有来去])(?=\\s*$)"
)
_SHOP_REST = re.compile(
    f"(?:(?![我你他她您来卡办补换谢认证约急等找要想有在请去能可会帮说不没快好都就是给])[{_HAN}]){{3,8}}(?=\\s*$)"
)
_BARE_NAMES = (("区县市镇乡", _BARE_REST), ("号栋幢座层楼", _SHOP_REST))
"""What an address ends in before such a name: ``巴南区李家沱马王坪``, ``金佛大道26号小莫五金``."""
_WHOLE = 4
_ENOUGH = 2


def _segments(text: str) -> list[tuple[int, int]]:
    segments, start = [], 0
    for stop in _STOP.finditer(text):
        segments.append((start, stop.start()))
        start = stop.end()
    return [*segments, (start, len(text))]


def _address_in(text: str, start: int, end: int, home: HomeArea) -> tuple[int, int, int] | None:
    """The address in one stretch without punctuation: start, end and how strong it is."""
    segment = text[start:end]
    label = next(reversed(list(_LABEL.finditer(segment))), None)
    labelled = bool(label) or bool(re.search(r"(?:地址|地点|位置|住址|住处)\s*:\s*$", text[:start]))
    begin = label.end() if label else 0
    first_part = _first_component(segment, begin)
    if first_part is None:
        return _labelled_only(segment, start, begin) if labelled else None
    begin = _after_leads(segment, begin, first_part.end())
    begin = _known_place(segment, begin, home)
    opening = _OPENING.match(segment, begin)
    begin = opening.end() if opening else begin
    last, strength = _run_of_parts(segment, begin)
    if last <= begin:
        return None
    last = _with_bare_name(segment, begin, last)
    if strength < _ENOUGH:
        at = label.end() if label else 0
        return _labelled_only(segment, start, at) if labelled else None
    address = segment[begin:last]
    if _NOT_PLACES.search(address) and strength < _WHOLE:
        return None
    return start + begin, start + last, strength + (2 if labelled else 0)


def _with_bare_name(segment: str, begin: int, last: int) -> int:
    """Take in a name without a word that says what it is, where it ends the stretch."""
    pattern = next((one for ends, one in _BARE_NAMES if segment[last - 1] in ends), None)
    rest = pattern.match(segment, last) if pattern and last - begin >= 2 else None
    return rest.end() if rest and not _TAIL.match(segment, last) else last


def _labelled_only(segment: str, start: int, begin: int) -> tuple[int, int, int] | None:
    rest = segment[begin:]
    tail = _TAIL.search(rest)
    words = (rest[: tail.start()] if tail else rest).rstrip()
    offset = len(words) - len(words.lstrip())
    if (
        len(words.strip()) < 3
        or _SAME.search(segment)
        or not re.match(f"[{_HAN}A-Za-z]", words.strip())
    ):
        return None
    if re.match("不变|没变|变|改|需要|要|写|不对|错", words.strip()):
        return None
    return start + begin + offset, start + begin + len(words), 1


def _first_component(segment: str, begin: int) -> re.Match[str] | None:
    """The first word of a place that is one: ``我们公司`` alone names none."""
    found = _PART.search(segment, begin)
    while found and found.lastgroup == "place" and _WEAK_NAMES.match(found.group()):
        later = _PART.search(segment, found.end())
        if later is None:
            return found
        found = later
    return found


def _after_leads(segment: str, begin: int, until: int) -> int:
    """Where the address starts: behind the last leading word before its first component ends."""
    leads = (lead.end() for lead in _LEAD.finditer(segment, begin, until))
    place = max((end for end in leads if end < until), default=begin)
    space = segment.rfind(" ", place, until)
    return space + 1 if space >= place and until - space > 2 else place


def _known_place(segment: str, begin: int, home: HomeArea) -> int:
    """With the branch's own places known, the address starts at the first one named."""
    starts = [segment.find(place, begin) for place in home.places if place]
    if home.city:
        starts.append(segment.find(home.city, begin))
    found = [at for at in starts if at >= 0]
    return min(found) if found and min(found) - begin <= 8 else begin


def _run_of_parts(segment: str, begin: int) -> tuple[int, int]:
    """Follow the components from ``begin``; returns where the last ends and how strong they are."""
    place, last, strength, is_named = begin, begin, 0, False
    while place < len(segment):
        tail = _TAIL.match(segment, place)
        if tail and last > begin:
            break
        part = _PART.match(segment, place)
        if part is None or (
            last > begin and _TAIL.search(part.group()) and part.lastgroup == "place"
        ):
            break
        strength += _strength(part)
        is_named = is_named or part.lastgroup in ("admin", "road", "place", "named")
        last = part.end()
        gap = _GAP.match(segment, last)
        place = gap.end() if gap else last
    return last, strength if is_named else min(strength, 1)


def _strength(part: re.Match[str]) -> int:
    words = part.group()
    if part.lastgroup == "named" and _NOT_PLACES.search(words):
        return 0
    if part.lastgroup == "named" and part.group()[-1] not in "栋幢座楼元团期":
        return 1
    if part.lastgroup in _STRONG:
        return 2 if not _NOT_PLACES.search(words) else 0
    if part.lastgroup == "place":
        return 0 if _WEAK_NAMES.match(words) or _NOT_PLACES.search(words) else 2
    return 1


def _continued(text: str, end: int) -> int:
    """Take in a house or room number that stands behind a comma or a space."""
    while True:
        more = re.match(rf"[\s,]{{1,2}}(?=(?:{_UNIT}|{_ROOM}|{_NUMBER}))", text[end:])
        if not more:
            return end
        end, _ = _run_of_parts(text, end + more.end())


def _as_written(original: str, narrow: str) -> str:
    """The customer's own writing, with full-width letters and digits made narrow."""
    return "".join(
        n if n.isalnum() or n == "-" else o for o, n in zip(original, narrow, strict=True)
    )


_SPEAKS_ON = re.compile(
    "给|等|换|补|卡(?!拉)|接(?!待)|上班|在|有|没|的|了|那|这|时间|周[一二三四五六日天末]|星期|[今明后]天|上午|下午"
)
"""What goes on behind an address without being part of it."""
_NO_ADDRESS_SAYS = re.compile(
    "^是|[改换]为|[改换]成|[你我他她您]们|新的|预留|更换|补卡|办理|麻烦|请到|说|吗"
)


def _doubts(address: str, after: str, home: HomeArea) -> tuple[str, ...]:
    doubts = []
    goes_on = re.match(f"[{_HAN}]", after) and not (_TAIL.match(after) or _SPEAKS_ON.match(after))
    if goes_on or _NO_ADDRESS_SAYS.search(address):
        doubts.append("dispatch.doubt.address_ends_unclear")
    city = _CITY.match(address) or _CITY.search(address[:12])
    named = (city["city"] or city["named"]) if city else None
    if named and home.city and named not in home.city and home.city.rstrip("市") not in named:
        doubts.append("dispatch.doubt.other_city")
    if not re.search(r"\d|[一二三四五六七八九十][号栋楼单幢座]", address):
        doubts.append("dispatch.doubt.address_without_number")
    return tuple(doubts)
