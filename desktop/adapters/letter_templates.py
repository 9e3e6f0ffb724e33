"""Reads the letter templates that the program brings along, and checks a branch's own."""

import tomllib
from functools import cache

from desktop.adapters import paths
from desktop.domain.errors import DomainError
from desktop.domain.letter_template import LetterTemplate, read_template


@cache
def bundled_templates() -> dict[str, LetterTemplate]:
    """Every bundled template by its name."""
    files = sorted(paths.resources("letters").glob("*.toml"))
    return {file.stem: parse_template(file.stem, file.read_text("utf-8")) for file in files}


def bundled_source(name: str) -> str:
    """The text of a bundled template, to start one's own from."""
    return paths.resources("letters", f"{name}.toml").read_text("utf-8")


def parse_template(name: str, source: str) -> LetterTemplate:
    """Read a template's text. Raises ``DomainError`` that says what is wrong with it and where."""
    try:
        data = tomllib.loads(source)
    except tomllib.TOMLDecodeError as problem:
        raise DomainError(
            "letters.template_broken", template=name, problem=str(problem)
        ) from problem
    return read_template(name, data)
