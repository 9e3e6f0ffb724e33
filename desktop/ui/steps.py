"""The names of the strategy's steps on the screen."""

from functools import cache

from desktop.adapters import wording
from desktop.adapters.rule_tables import bundled_strategy
from desktop.ui.formats import language


def step_words(code: str | None) -> str:
    """The name of a step: 到期前7日短信; a contact set down by hand says so."""
    if not code:
        return ""
    if code == "by_hand":
        return wording.text("calendar.by_hand", language())
    zh, en = _names().get(code, (code, code))
    return zh if language() == "zh" else en


@cache
def _names() -> dict[str, tuple[str, str]]:
    return {step.code: (step.zh, step.en) for step in bundled_strategy().steps}
