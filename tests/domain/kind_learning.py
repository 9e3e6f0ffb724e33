"""Learns the weights by which a message's kind is judged, from the labelled messages beside this file.

``python -m tests.domain.kind_learning`` writes ``resources/reading/kinds.json``; with ``--check`` it
learns from four fifths of the messages at a time and tells how many of the rest it judges right.
"""

import json
import random
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop.adapters import paths
from desktop.adapters.lunar_calendar import LunarPython
from desktop.adapters.reading_weights import bundled_places, bundled_topics
from desktop.domain.kind_weights import KINDS, ranked
from desktop.domain.message_evidence import evidence_in
from desktop.domain.sms_request import for_its_kind

DATA = Path(__file__).parent / "data"
FILES = (
    "customer_messages.jsonl",
    "customer_messages_first_seen.jsonl",
    "short_messages.jsonl",
    "kinds_told_apart.jsonl",
)
USUAL_NOW = datetime(2026, 11, 20, 10, 12)
ROUNDS = 10
MARGIN = 15
SEEDS = (1, 2, 3)
LEAST_OFTEN = 3
SCALE = 4
LEAST_WEIGHT = 4

Weights = dict[str, tuple[int, ...]]


@dataclass(frozen=True)
class Example:
    """A labelled message: what speaks for something in it, and its kind as a place in ``KINDS``."""

    text: str
    names: frozenset[str]
    kind: int


def examples(files: Sequence[str] = FILES) -> list[Example]:
    """Every labelled message once."""
    topics, places, lunar = bundled_topics(), bundled_places(), LunarPython()
    found: dict[str, Example] = {}
    for file in files:
        for line in (DATA / file).read_text("utf-8").splitlines():
            row = json.loads(line)
            kind = row["expect"]["intent"] if "expect" in row else row["intent"]
            now = datetime.fromisoformat(row["now"]) if "now" in row else USUAL_NOW
            text, facts = for_its_kind(row["text"], now=now, lunar=lunar, places=places)
            names = evidence_in(text, facts, topics).names
            found[row["text"]] = Example(row["text"], names, KINDS.index(kind))
    return list(found.values())


def learn(known: Sequence[Example], seeds: Sequence[int] = SEEDS) -> Weights:
    """Learn in several random orders, and take the mean; whole numbers throughout."""
    often = Counter(name for one in known for name in one.names)
    names = sorted(name for name, times in often.items() if times >= LEAST_OFTEN)
    sums = {name: [0] * len(KINDS) for name in names}
    for seed in seeds:
        for name, row in _perceptron(known, names, seed).items():
            sums[name] = [a + b for a, b in zip(sums[name], row, strict=True)]
    mean = {name: tuple(round(one / len(seeds)) for one in row) for name, row in sums.items()}
    kept = {
        name: tuple(one if abs(one) >= LEAST_WEIGHT else 0 for one in row)
        for name, row in mean.items()
    }
    return {name: row for name, row in kept.items() if any(row)}


def _perceptron(known: Sequence[Example], names: Sequence[str], seed: int) -> dict[str, list[int]]:
    weights = {name: [0] * len(KINDS) for name in names}
    drags = {name: [0] * len(KINDS) for name in names}
    order = [([name for name in sorted(one.names) if name in weights], one.kind) for one in known]
    chance = random.Random(seed)
    step = 1
    for _ in range(ROUNDS):
        chance.shuffle(order)
        for spoken, kind in order:
            sums = [sum(column) for column in zip(*(weights[name] for name in spoken), strict=True)]
            rival = max((at for at in range(len(KINDS)) if at != kind), key=sums.__getitem__)
            if sums[kind] - sums[rival] <= MARGIN:
                for name in spoken:
                    weights[name][kind] += 1
                    drags[name][kind] += step
                    weights[name][rival] -= 1
                    drags[name][rival] -= step
            step += 1
    return {
        name: [
            SCALE * (weight * step - drag) // step
            for weight, drag in zip(row, drags[name], strict=True)
        ]
        for name, row in weights.items()
    }


def told_apart(
    known: Sequence[Example], folds: int = 5, seeds: Sequence[int] = SEEDS
) -> list[tuple[Example, str, int]]:
    """Judge each message by what was learnt from the other folds: kind and lead."""
    order = list(known)
    random.Random(5).shuffle(order)
    judged = []
    for fold in range(folds):
        weights = learn([one for at, one in enumerate(order) if at % folds != fold], seeds)
        for one in order[fold::folds]:
            first, _, lead = ranked(weights, one.names)
            judged.append((one, KINDS[first], lead))
    return judged


def stored(weights: Mapping[str, tuple[int, ...]]) -> str:
    """The weights as they are kept: a line for each name, only what says something."""
    lines = []
    for name in sorted(weights):
        pairs = [(at, weight) for at, weight in enumerate(weights[name]) if weight]
        flat = ",".join(f"{at},{weight}" for at, weight in pairs)
        lines.append(f"{json.dumps(name, ensure_ascii=False)}:[{flat}]")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _check(known: Sequence[Example]) -> None:
    judged = told_apart(known)
    right = [lead for one, kind, lead in judged if KINDS[one.kind] == kind]
    wrong = [lead for one, kind, lead in judged if KINDS[one.kind] != kind]
    print(f"{len(right) / len(judged):.1%} of {len(judged)} right")
    for least in (10, 20, 30, 40, 60, 80, 120):
        unsure = sum(lead < least for lead in right + wrong) / len(judged)
        caught = sum(lead < least for lead in wrong) / len(wrong)
        print(f"lead under {least}: {unsure:.1%} of all, {caught:.1%} of the wrong ones")


if __name__ == "__main__":
    messages = examples()
    if "--check" in sys.argv:
        _check(messages)
    else:
        paths.resources("reading", "kinds.json").write_text(stored(learn(messages)), "utf-8")
