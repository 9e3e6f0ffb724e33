"""Learns the weights by which a place in a message is marked, from the labelled messages beside this file.

``python -m tests.domain.place_learning`` writes ``resources/reading/places.json``; with ``--check`` it
learns from four fifths of the messages at a time and tells how many places of the rest it marks right.
What is learnt here is a fact by which a message's kind is judged: learn the kinds again afterwards.
"""

import json
import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.adapters import paths
from desktop.domain.place_weights import (
    BEGINS,
    ELSEWHERE,
    GOES_ON,
    PlaceWeights,
    Row,
    evidence_in,
    marked,
)
from desktop.domain.reading import narrowed

DATA = Path(__file__).parent / "data"
FILES = ("customer_messages.jsonl", "customer_messages_first_seen.jsonl")
ROUNDS = 6
SCALE = 20
LEAST_OFTEN = 2
LEAST_WEIGHT = 4


@dataclass(frozen=True)
class Example:
    """A labelled message: its narrowed text and where its place stands, if it names one."""

    text: str
    place: tuple[int, int] | None

    @property
    def marks(self) -> list[int]:
        """The right marks."""
        marks = [ELSEWHERE] * len(self.text)
        if self.place is not None:
            start, end = self.place
            marks[start:end] = [BEGINS, *[GOES_ON] * (end - start - 1)]
        return marks


def examples(files: Sequence[str] = FILES) -> list[Example]:
    """Every message whose place stands in it in one piece, or that names none."""
    found: dict[str, Example] = {}
    for file in files:
        for row in map(json.loads, (DATA / file).read_text("utf-8").splitlines()):
            text, address = narrowed(row["text"]), row["expect"]["address"]
            at = text.find(narrowed(address)) if address else 0
            if at >= 0:
                found[text] = Example(text, (at, at + len(address)) if address else None)
    return list(found.values())


def learn(known: Sequence[Example]) -> PlaceWeights:
    """Learn in one random order a round; whole numbers throughout."""
    evidence = [(evidence_in(one.text), one.marks) for one in known]
    often = Counter(name for names, _ in evidence for row in names for name in set(row))
    kept = {name for name, times in often.items() if times >= LEAST_OFTEN}
    order = [([[n for n in row if n in kept] for row in rows], marks) for rows, marks in evidence]
    weights = {name: [0, 0, 0] for name in sorted(kept)}
    drags = {name: [0, 0, 0] for name in weights}
    after, after_drags = [[0] * 3 for _ in range(3)], [[0] * 3 for _ in range(3)]
    chance, step = random.Random(1), 1
    for _ in range(ROUNDS):
        chance.shuffle(order)
        for rows, right in order:
            found = marked(rows, weights, after)
            for at, (want, got) in enumerate(zip(right, found, strict=True)):
                if want != got:
                    for name in rows[at]:
                        _learn(weights[name], drags[name], want, got, step)
                if at and (right[at - 1], want) != (found[at - 1], got):
                    after[right[at - 1]][want] += 1
                    after_drags[right[at - 1]][want] += step
                    after[found[at - 1]][got] -= 1
                    after_drags[found[at - 1]][got] -= step
            step += 1
    mean = {name: _mean(row, drags[name], step) for name, row in weights.items()}
    said = {name: row for name, row in mean.items() if max(map(abs, row)) >= LEAST_WEIGHT}
    first, second, third = map(_mean, after, after_drags, [step] * 3)
    return PlaceWeights(said, (first, second, third))


def _learn(row: list[int], drag: list[int], want: int, got: int, step: int) -> None:
    row[want] += 1
    drag[want] += step
    row[got] -= 1
    drag[got] -= step


def _mean(row: list[int], drag: list[int], step: int) -> Row:
    begins, goes_on, elsewhere = (
        SCALE * (weight * step - late) // step for weight, late in zip(row, drag, strict=True)
    )
    return begins, goes_on, elsewhere


def told(known: Sequence[Example], folds: int = 5) -> list[tuple[Example, tuple[int, int] | None]]:
    """Mark each message by what was learnt from the other folds."""
    order = list(known)
    random.Random(5).shuffle(order)
    found = []
    for fold in range(folds):
        weights = learn([one for at, one in enumerate(order) if at % folds != fold])
        found += [(one, weights.place(one.text)) for one in order[fold::folds]]
    return found


def stored(weights: PlaceWeights) -> str:
    """The weights as they are kept: a line for each name, the steps under the empty name."""
    rows = {"": [one for row in weights.after for one in row]}
    rows |= {name: list(weights.weights[name]) for name in sorted(weights.weights)}
    lines = [
        f"{json.dumps(name, ensure_ascii=False)}:{json.dumps(row, separators=(',', ':'))}"
        for name, row in rows.items()
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    messages = examples()
    if "--check" in sys.argv:
        judged = told(messages)
        named = [one for one in judged if one[0].place]
        for what, some in (("messages", judged), ("places", named)):
            right = sum(one.place == place for one, place in some)
            print(f"{right / len(some):.1%} of {len(some)} {what} right")
    else:
        paths.resources("reading", "places.json").write_text(stored(learn(messages)), "utf-8")
