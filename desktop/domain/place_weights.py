"""Tells where in a message a place begins and ends, character by character; the weights are learnt.

The weights are those of an averaged perceptron over sequences (Collins, Discriminative Training
Methods for Hidden Markov Models, 2002), learnt from labelled messages by
``tests/domain/place_learning.py``. They are whole numbers, so every machine marks alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

BEGINS, GOES_ON, ELSEWHERE = MARKS = range(3)
"""A character begins a place, belongs to it, or does not."""
Row = tuple[int, int, int]
_NOTHING: Row = (0, 0, 0)
_AROUND = 3
_LEAST_LENGTH = 4
_IMPOSSIBLE = -(10**9)
_ENDS = frozenset(
    "省市区县镇乡村组社屯庄寨旗盟州路街巷道弄号栋幢楼座层室单元门院园苑城厂店场馆铺摊档柜厦所站点口旁边面东西南北"
)
"""Characters in which the parts of an address end."""
_DIGITS = "一二三四五六七八九十百零〇"
_STOPS = "，。！？；、,.!?;:：~…"


@dataclass(frozen=True)
class PlaceWeights:
    """What each piece of evidence says for each mark, and each mark for the next (``after``)."""

    weights: Mapping[str, Row]
    after: tuple[Row, Row, Row]

    def place(self, text: str) -> tuple[int, int] | None:
        """The place in a narrowed text: start and end (exclusive); the longest, if it is one."""
        found, start = (0, 0), 0
        marks = marked(evidence_in(text), self.weights, self.after)
        for at, mark in enumerate([*marks, BEGINS]):
            if mark == GOES_ON:
                continue
            if at and marks[at - 1] != ELSEWHERE:
                found = max(found, (start, at), key=lambda one: one[1] - one[0])
            start = at
        return found if found[1] - found[0] >= _LEAST_LENGTH else None


def marked(
    evidence: Sequence[Sequence[str]],
    weights: Mapping[str, Sequence[int]],
    after: Sequence[Sequence[int]],
) -> list[int]:
    """The marks most is said for as a whole (Viterbi); none goes on where none began."""
    said = [_sums(names, weights) for names in evidence]
    if not said:
        return []
    best, ways = [said[0][BEGINS], _IMPOSSIBLE, said[0][ELSEWHERE]], []
    for sums in said[1:]:
        came = [_came_from(best, after, mark) for mark in MARKS]
        best = [lead + sums[mark] for mark, (lead, _) in zip(MARKS, came, strict=True)]
        ways.append([before for _, before in came])
    marks = [max(MARKS, key=best.__getitem__)]
    for before in reversed(ways):
        marks.append(before[marks[-1]])
    return marks[::-1]


def _came_from(best: Sequence[int], after: Sequence[Sequence[int]], mark: int) -> tuple[int, int]:
    """What is said for the best way to a mark, and the mark before it."""
    begin, goes_on = best[BEGINS] + after[BEGINS][mark], best[GOES_ON] + after[GOES_ON][mark]
    lead = (begin, BEGINS) if begin >= goes_on else (goes_on, GOES_ON)
    elsewhere = best[ELSEWHERE] + after[ELSEWHERE][mark]
    return (elsewhere, ELSEWHERE) if mark != GOES_ON and elsewhere > lead[0] else lead


def _sums(names: Sequence[str], weights: Mapping[str, Sequence[int]]) -> list[int]:
    begins = goes_on = elsewhere = 0
    for name in names:
        row = weights.get(name)
        if row is not None:
            begins += row[0]
            goes_on += row[1]
            elsewhere += row[2]
    return [begins, goes_on, elsewhere]


def evidence_in(text: str) -> list[list[str]]:
    """What speaks for the mark of each character: it, its company, and what kind they are of."""
    edge = "^" * _AROUND
    signs = f"{edge}{''.join('9' if one.isdigit() else one for one in text)}{edge}"
    kinds = f"{edge}{''.join(map(_kind, text))}{edge}"
    return [_around(signs, kinds, at) for at in range(_AROUND, len(text) + _AROUND)]


def _around(signs: str, kinds: str, at: int) -> list[str]:
    """By how far left and right each piece reaches."""
    names = [
        f"{left}{right}{signs[at + left : at + right + 1]}"
        for left, right in (
            (0, 0), (-1, -1), (1, 1), (-2, -2), (2, 2), (-1, 0), (0, 1), (-2, -1), (1, 2),
            (-2, 0), (-1, 1), (0, 2), (1, 3), (-3, -1),
        )
    ]  # fmt: skip
    names += [f"k{reach}{kinds[at - reach : at + reach + 1]}" for reach in (1, 2, 3)]
    names += [
        f"m{kinds[at - 1]}{signs[at]}{kinds[at + 1]}",
        f"n{signs[at - 1]}{kinds[at]}{signs[at + 1]}",
    ]
    if signs[at] in _ENDS:
        names.append(f"e{kinds[at + 1 : at + 3]}")
    if signs[at - 1] in _ENDS:
        names.append(f"f{kinds[at : at + 2]}{'e' if signs[at] in _ENDS else ''}")
    return names


def _kind(sign: str) -> str:
    if sign.isdigit():
        return "9"
    if sign.isascii() and sign.isalpha():
        return "a"
    if sign in _DIGITS:
        return "1"
    if sign.isspace():
        return "_"
    if sign in _STOPS:
        return ","
    if sign in "()[]":
        return sign
    return "h" if "\u4e00" <= sign <= "\u9fff" else "#"
