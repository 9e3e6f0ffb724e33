"""Reading what a customer answers when asked how clear and how polite a message was."""

import re
from dataclasses import dataclass
from typing import Final

LOWEST, HIGHEST = 1, 5
_CHINESE: Final = str.maketrans("一二三四五１２３４５", "1234512345")
_PAIR: Final = re.compile(
    r"\s*(?:清楚|内容|clear)?\s*([1-5])\s*分?\s*[,，、。.;；/和 ]?\s*"
    r"(?:语气|态度|tone)?\s*([1-5])\s*分?(?![\d个小点号日月元:：])[\s,，。.;；!！]*(.*)",
    re.DOTALL | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SurveyReply:
    """Points for clarity and tone, 1 (worst) to 5, and what was said besides."""

    clarity: int
    tone: int
    comment: str = ""


def read_reply(text: str) -> SurveyReply | None:
    """Read two digits of 1 to 5 at the beginning: 54, 5 4, 5，4分, 清楚5语气4; else nothing.

    An amount, a time or a date that begins so is no answer.
    """
    found = _PAIR.fullmatch(text.strip().translate(_CHINESE))
    if found is None:
        return None
    return SurveyReply(int(found[1]), int(found[2]), found[3].strip())
