"""Loads what messages are read by: the topics of words, and what each piece of evidence weighs."""

import json
import tomllib
from functools import cache

from desktop.adapters import paths
from desktop.domain.kind_weights import KINDS, KindWeights
from desktop.domain.message_evidence import Topics
from desktop.domain.place_weights import PlaceWeights
from desktop.domain.sms_request import ReadingWeights


@cache
def bundled_weights() -> ReadingWeights:
    """The weights that came with the program."""
    return ReadingWeights(_kinds(), bundled_places())


@cache
def bundled_places() -> PlaceWeights:
    """By what a place is marked; the row without a name holds what each mark says for the next."""
    stored = json.loads(paths.resources("reading", "places.json").read_text("utf-8"))
    steps = stored.pop("")
    after = tuple(steps[:3]), tuple(steps[3:6]), tuple(steps[6:])
    return PlaceWeights({name: tuple(row) for name, row in stored.items()}, after)


def bundled_topics() -> Topics:
    """The topics of words that came with the program."""
    table = tomllib.loads(paths.resources("reading", "words.toml").read_text("utf-8"))
    return Topics.from_table(table)


def _kinds() -> KindWeights:
    stored = json.loads(paths.resources("reading", "kinds.json").read_text("utf-8"))
    return KindWeights({name: _row(pairs) for name, pairs in stored.items()}, bundled_topics())


def _row(pairs: list[int]) -> tuple[int, ...]:
    """A row as stored is kind, weight, kind, weight …: only what says something."""
    row = [0] * len(KINDS)
    for kind, weight in zip(pairs[::2], pairs[1::2], strict=True):
        row[kind] = weight
    return tuple(row)
