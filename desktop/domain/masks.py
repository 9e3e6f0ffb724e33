"""How personal data is shown: enough to recognise, not enough to use.

PIPL art 51 asks for it; the patterns are those of the trade (138****1234, first 6 and last 4).
"""

import re

_DISTRICT = re.compile(r"^(.*?(?:自治区|省|市))?(.*?(?:自治州|地区|市|盟))?(.*?(?:区|县|旗|市))?")


def mask_phone(phone: str) -> str:
    """138****1234; a fixed line keeps its area code and last two digits."""
    if re.fullmatch(r"\d{11}", phone):
        return f"{phone[:3]}****{phone[-4:]}"
    area, dash, rest = phone.partition("-")
    if dash and len(rest) > 2:
        return f"{area}-{'*' * (len(rest) - 2)}{rest[-2:]}"
    return _mask_middle(phone, 0, 2)


def mask_identity_number(number: str) -> str:
    """First 6 and last 4 of an identity number or credit code, e.g. 330106********1234."""
    return _mask_middle(number, 6, 4) if len(number) >= 15 else _mask_middle(number, 2, 2)


def mask_card(number: str) -> str:
    """First 6 and last 4 of a card or account number."""
    return _mask_middle(number, 6, 4) if len(number) >= 12 else _mask_middle(number, 0, 4)


def mask_name(name: str) -> str:
    """Surname and 某 (张某), as lists that leave the branch show it; two-character surnames are kept."""
    if not name:
        return ""
    if len(name) > 4:  # an organisation, or a name of another people
        return f"{name[:2]}***"
    return f"{name[:2] if name[:2] in DOUBLE_SURNAMES and len(name) > 2 else name[0]}某"


DOUBLE_SURNAMES = frozenset(
    [
        "欧阳",
        "单于",
        "太史",
        "端木",
        "上官",
        "司马",
        "东方",
        "独孤",
        "南宫",
        "万俟",
        "闻人",
        "夏侯",
        "诸葛",
        "尉迟",
        "公羊",
        "赫连",
        "澹台",
        "皇甫",
        "宗政",
        "濮阳",
        "公冶",
        "太叔",
        "申屠",
        "公孙",
        "慕容",
        "仲孙",
        "钟离",
        "长孙",
        "宇文",
        "司徒",
        "鲜于",
        "司空",
        "闾丘",
        "令狐",
        "百里",
        "呼延",
        "东郭",
        "南门",
        "西门",
    ]
)


def mask_address(address: str) -> str:
    """The address down to the district, e.g. 浙江省杭州市滨江区****."""
    match = _DISTRICT.match(address)
    known = match[0] if match else ""
    return f"{known or address[:2]}****" if address else ""


def mask_email(address: str) -> str:
    """First sign of the name and the whole domain, e.g. z***@example.cn."""
    name, at, domain = address.partition("@")
    return f"{name[:1]}***{at}{domain}" if at else _mask_middle(address, 1, 0)


def _mask_middle(text: str, first: int, last: int) -> str:
    """Keep ``first`` and ``last`` signs; a text too short for that is hidden entirely."""
    hidden = len(text) - first - last
    if hidden < 1:
        return "*" * len(text)
    return f"{text[:first]}{'*' * hidden}{text[len(text) - last :]}"
