"""Loads what a message's kind is judged by: the topics of words, and what each evidence weighs."""

import json
import tomllib
from functools import cache

from desktop.adapters import paths
from desktop.domain.kind_weights import KINDS, KindWeights
from desktop.domain.message_evidence import Topics


@cache
def bundled_kind_weights() -> KindWeights:
    """The weights that came with the program."""
    stored = json.loads(paths.resources("reading", "kinds.json").read_text("utf-8"))
    weights = {name: _row(pairs) for name, pairs in stored.items()}
    return KindWeights(weights, bundled_topics())


def bundled_topics() -> Topics:
    """The topics of words that came with the program."""
    table = tomllib.loads(paths.resources("reading", "words.toml").read_text("utf-8"))
    return Topics.from_table(table)


def _row(pairs: list[int]) -> tuple[int, ...]:
    """A row as stored is kind, weight, kind, weight …: only what says something."""
    row = [0] * len(KINDS)
    for kind, weight in zip(pairs[::2], pairs[1::2], strict=True):
        row[kind] = weight
    return tuple(row)
