"""Pinyin initials of a name, by which a case is found from the keyboard."""

from functools import lru_cache
from itertools import product

_SURNAMES = {
    "单": "s", "曾": "z", "仇": "q", "解": "x", "区": "o", "查": "z", "盖": "g", "朴": "p", "任": "r", "冼": "x",
    "缪": "m", "乐": "y", "员": "y", "尉": "w", "翟": "z", "种": "c", "繁": "p", "折": "s", "黑": "h", "召": "s",
}  # fmt: skip
"""Surnames that are read otherwise than the same sign elsewhere."""
_MOST_READINGS = 4


@lru_cache(maxsize=65_536)
def initials(name: str) -> str:
    """The initials of every likely reading, parted by blanks: 单于 gives ``sy`` and ``cy``.

    At most four readings; signs without a reading (Latin letters, digits) stand for themselves.
    """
    from pypinyin import Style, pinyin

    options: list[list[str]] = []
    for place, readings in enumerate(pinyin(name[:12], style=Style.FIRST_LETTER, heteronym=True)):
        letters = [letter.lower() for letter in dict.fromkeys(readings) if letter.strip()]
        if place == 0 and name[0] in _SURNAMES:
            letters = list(dict.fromkeys([_SURNAMES[name[0]], *letters]))
        options.append(letters or [""])
    found = dict.fromkeys("".join(choice) for choice in _first(options))
    return " ".join(word for word in found if word)


def _first(options: list[list[str]]) -> list[tuple[str, ...]]:
    return [choice for choice, _ in zip(product(*options), range(_MOST_READINGS), strict=False)]
