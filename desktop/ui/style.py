"""The one style sheet: a template in ``resources/style`` filled with the theme's tokens."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory

from desktop.adapters import paths

_ARROWS = {
    "chevron_down": ("chevron-down", "text3"),
    "chevron_up": ("chevron-up", "text3"),
    "check": ("check", "on_accent"),
    "check_text": ("check", "accent_text"),
}


def sheet(tokens: Mapping[str, str]) -> str:
    """Return the style sheet in the given colours. Raises ``KeyError`` for an unknown token."""
    pictures = {
        name: coloured(icon, tokens[token]).as_posix() for name, (icon, token) in _ARROWS.items()
    }
    return _template().substitute(tokens, **pictures)


def coloured(icon: str, color: str) -> Path:
    """Return a file with one icon in one colour: a style sheet can only name files."""
    path = Path(_scratch().name) / f"{icon}-{color.lstrip('#')}.svg"
    if not path.exists():
        path.write_text(source(icon).replace("currentColor", color), encoding="utf-8")
    return path


@lru_cache(maxsize=256)
def source(icon: str) -> str:
    """Return the SVG text of a Lucide icon. Raises ``FileNotFoundError`` for an unknown one."""
    return paths.resources("icons", f"{icon}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _template() -> Template:
    return Template(paths.resources("style", "shouyue.qss").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _scratch() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="shouyue-style-")
