"""The words for the codes that domain and services carry, in Chinese and English.

Words live in ``resources/texts/<room>.toml``; a code is ``room.key`` and a key may have parts:
``cases.status.open`` is the table ``[status.open]`` of ``cases.toml`` with ``zh`` and ``en``.
"""

import logging
import re
import string
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Literal

from desktop.adapters import paths
from desktop.domain.errors import CodedError

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")

_log = logging.getLogger(__name__)


def text(code: str, lang: Language = "zh", **facts: object) -> str:
    """Word a code in a language, with its facts filled in.

    Amounts (``Decimal``) get thousands commas, dates are ISO, lists are joined. An unknown code
    is worded as itself and logged: a message must never be lost because of its words.
    """
    template = _template(code, lang)
    if template is None:
        _log.warning("no words for the code %s in %s", code, lang)
        return code
    return _Filler(lang).vformat(template, (), facts)


def error_text(error: CodedError, lang: Language = "zh") -> str:
    """Word an error that is meant for a person."""
    return text(error.code, lang, **error.facts)


def is_worded(code: str) -> bool:
    """Whether a code has words in every language."""
    return all(_template(code, lang) is not None for lang in LANGUAGES)


def all_texts() -> dict[str, dict[str, str]]:
    """Return every code with its words by language, for lists of choices and for tests."""
    rooms = sorted(file.stem for file in paths.resources("texts").glob("*.toml"))
    return {code: words for room in rooms for code, words in _flat(room, _room(room))}


def _template(code: str, lang: Language) -> str | None:
    room, _, key = code.partition(".")
    node: Any = _room(room)
    for part in key.split("."):
        node = node.get(part) if isinstance(node, Mapping) else None
    words = node.get(lang) if isinstance(node, Mapping) else None
    return words if isinstance(words, str) else None


@cache
def _room(room: str) -> dict[str, Any]:
    file = paths.resources("texts", f"{room}.toml")
    return tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}


def _flat(prefix: str, node: Mapping[str, Any]) -> list[tuple[str, dict[str, str]]]:
    if node and all(isinstance(value, str) for value in node.values()):
        return [(prefix, dict(node))]
    return [leaf for key, value in node.items() for leaf in _flat(f"{prefix}.{key}", value)]


_CODE = re.compile(r"[a-z_]+(?:\.[a-z_0-9]+)+")
"""A fact that is itself a code is shown in words."""


class _Filler(string.Formatter):
    """Fills named places; one without a fact shows as an ellipsis instead of failing."""

    def __init__(self, lang: Language) -> None:
        self._lang: Language = lang

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:  # noqa: ARG002
        return kwargs.get(str(key), "…")

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec and value != "…":
            return format(value, format_spec)
        return self._shown(value)

    def _shown(self, value: object) -> str:
        if isinstance(value, Decimal):
            return f"{value:,}"
        if isinstance(value, datetime):
            return f"{value:%Y-%m-%d %H:%M}"
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, list | tuple | set | frozenset):
            joint = "、" if self._lang == "zh" else ", "
            return joint.join(self._shown(item) for item in value)
        if isinstance(value, str) and _CODE.fullmatch(value):
            return _template(value, self._lang) or value
        return str(value)
