"""Finding and reading the header of a sheet: which rows it is, what each text means."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from desktop.domain.errors import DomainError
from desktop.domain.field_values import Cell, plain
from desktop.domain.import_fields import CONTACT, FIELDS, GUARANTOR, Field

Row = Sequence[Cell]
HEADER_ROWS_SEARCHED = 30

_BRACKETS = re.compile(r"[(\[【〔（](.*?)[)\]】〕）]")
_NOISE = re.compile(r"[\s*＊:：_#.。\"'“”/\\|-]+")
_UNIT_WORDS = {
    "万": 10**4,
    "万元": 10**4,
    "亿": 10**8,
    "亿元": 10**8,
    "千元": 1000,
    "百万元": 10**6,
}
_SCALE_WORDS = {"%": "%", "百分比": "%", "‰": "‰", "千分之": "‰", "万分之": "万分之", "bp": "bp"}
_SLOTS = re.compile(r"(?:第)?([1-5一二三四五])")


@dataclass(frozen=True)
class Header:
    """A header text in normal form, with the unit that its brackets name."""

    word: str
    unit: int = 1
    scale: str = ""
    period: str = "year"


@lru_cache(maxsize=4096)
def normal_header(text: str) -> Header:
    """Take a header apart: ``应还金额（万元）*`` is 应还金额 in units of 10,000 yuan."""
    text = unicodedata.normalize("NFKC", text)
    unit, scale = 1, ""
    for inside in _BRACKETS.findall(text):
        said = re.sub(r"单位|[\s:,]", "", inside)
        unit = _UNIT_WORDS.get(said, unit)
        scale = _SCALE_WORDS.get(said, scale)
    word = _NOISE.sub("", _BRACKETS.sub("", text)).lower()
    for ending, factor in _UNIT_WORDS.items():
        if len(word) > len(ending) + 1 and word.endswith(ending) and len(ending) > 1:
            word, unit = word.removesuffix(ending), factor
    for sign in "%‰":
        if sign in word:
            word, scale = word.replace(sign, ""), sign
    period = (
        "month"
        if re.search("月(利率|息)", word)
        else "day"
        if re.search("日(利率|息)", word)
        else "year"
    )
    return Header(word, unit, scale, period)


BY_WORD: dict[str, list[Field]] = {}
for _field in FIELDS:
    for _word in _field.words:
        BY_WORD.setdefault(_word, []).append(_field)
_LONG_WORDS = sorted((word for word in BY_WORD if len(word) >= 3), key=len, reverse=True)

_ADDITIONS = re.compile(
    "(?:客户|借款人|本人|个人|主|本行|我行|行内|银行|机构|贷款|借款|合同|当前|目前|预留|登记|有效|联系|号码|号|码|编号|信息"
    "|日期|日|数|元|人民币|名称|全称|账户|的|该|本期|当期|总|合计|金额|额|类型|种类|no|number|\\d)*"
)
"""What may stand around a known word without changing it; 最近, 首次, 剩余 or 配偶 would."""


def meanings(word: str) -> tuple[list[Field], bool, int]:
    """The fields a word may mean, whether it is a known word as it stands, and the slot."""
    if word in BY_WORD:
        return BY_WORD[word], True, 1
    without = _SLOTS.sub("", word, count=1)
    if without != word and without in BY_WORD:
        fields = BY_WORD[without]
        if all(field.kind in (GUARANTOR, CONTACT) for field in fields):
            return fields, True, _slot(word)
        return fields, False, 1
    for known in _LONG_WORDS:
        if known in word and _ADDITIONS.fullmatch(word.replace(known, "", 1)):
            return BY_WORD[known], False, 1
    return [], False, 1


def _slot(word: str) -> int:
    """Which of several guarantors or contacts a header counts: 联系人2, 第二联系人."""
    match = _SLOTS.search(word)
    sign = match[1] if match else "1"
    return int(sign) if sign.isdigit() else "〇一二三四五".index(sign)


def header_texts(rows: Sequence[Row], first: int, last: int) -> tuple[str, ...]:
    """The header as one text per column; of two rows the lower goes first, the upper helps out.

    A merged title over several columns stands in its first cell only and counts for the empty ones
    to its right.
    """
    width = max((len(row) for row in rows[first : last + 1]), default=0)
    upper = _filled(rows[first], width) if last > first else [""] * width
    lower = [_header_cell(rows[last], position) for position in range(width)]
    return tuple(_joined(above, below) for above, below in zip(upper, lower, strict=True))


_OF_GROUPS = re.compile("信息|资料|情况|明细|部分|数据|栏")


def _joined(above: str, below: str) -> str:
    """A name under a group title: 姓名 under 担保人信息 is 担保人姓名."""
    if not below or not above or above == below:
        return below or above
    both = _OF_GROUPS.sub("", above) + below
    if meanings(normal_header(both).word)[1]:
        return both
    if (
        meanings(normal_header(below).word)[1]
        and not meanings(normal_header(above + below).word)[1]
    ):
        return below
    return above + below


def _filled(row: Row, width: int) -> list[str]:
    texts: list[str] = []
    for position in range(width):
        texts.append(_header_cell(row, position) or (texts[-1] if texts else ""))
    return texts


def _header_cell(row: Row, position: int) -> str:
    if position >= len(row):
        return ""
    try:
        return plain(row[position]) or ""
    except DomainError:
        return ""


def find_header(rows: Sequence[Row]) -> tuple[int, int] | None:
    """The rows (first, last) that name the most known columns among the first thirty.

    Titles above it and a second, lower header row are allowed for; ``None`` when no row names two.
    """
    best: tuple[float, int, int] | None = None
    for last in range(min(len(rows), HEADER_ROWS_SEARCHED)):
        for first in (last, last - 1):
            if first < 0 or (first < last and not _may_be_two_rows(rows[first], rows[last])):
                continue
            words = {normal_header(text).word for text in header_texts(rows, first, last) if text}
            score = sum(1.0 if meanings(word)[1] else 0.4 for word in words if meanings(word)[0])
            score -= 0.5 * (last - first)
            if score >= 1.8 and (best is None or score > best[0]):
                best = (score, first, last)
    return None if best is None else best[1:]


def _may_be_two_rows(upper: Row, lower: Row) -> bool:
    """A group row has gaps under which the lower row has names."""
    filled = [
        bool(_header_cell(upper, position)) for position in range(max(len(upper), len(lower)))
    ]
    return sum(filled) >= 2 and not all(filled)
