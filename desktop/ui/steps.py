"""The names of the strategy's steps on the screen."""

from collections.abc import Mapping

from desktop.adapters import wording
from desktop.adapters.rule_tables import bundled_strategy
from desktop.ui.formats import language

_names: dict[str, tuple[str, str]] = {}


def step_words(code: str | None) -> str:
    """The name of a step: 到期前7日短信; a contact set down by hand says so."""
    if not code:
        return ""
    if code == "by_hand":
        return wording.text("calendar.by_hand", language())
    if not _names:
        _names.update({step.code: (step.zh, step.en) for step in bundled_strategy().steps})
    zh, en = _names.get(code, (code, code))
    return zh if language() == "zh" else en


def learn(names: Mapping[str, tuple[str, str]]) -> None:
    """Take in the names of the branch's own steps, Chinese and English, by code."""
    step_words("-")  # the shipped ones first
    _names.update(names)
