"""Tells a message's kind by weighing all that speaks for each kind; the weights are learnt.

The weights are those of an averaged perceptron with a margin (Freund and Schapire, Large Margin
Classification Using the Perceptron Algorithm, 1999), learnt from labelled messages by
``tests/domain/kind_learning.py``. They are whole numbers, so every machine judges alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.domain.message_evidence import Evidence, Topics, evidence_in

KINDS = (
    "card_replace",
    "repayment",
    "account_auth",
    "bill_query",
    "terms_consult",
    "corporate",
    "complaint",
    "rating",
    "cancel",
    "reschedule",
    "status_query",
    "account_change",
    "unsubscribe",
    "privacy_delete",
    "other",
)
"""The kinds of messages, in the order of the weights."""


@dataclass(frozen=True)
class Judgement:
    """The kind most is said for, the one next to it, and the lead over it.

    ``start`` and ``end`` tell where the word stands that says most for the kind, both 0 if none.
    """

    kind: str
    next_kind: str
    lead: int
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class KindWeights:
    """What each piece of evidence weighs for each of ``KINDS``, and the topics of words."""

    weights: Mapping[str, tuple[int, ...]]
    topics: Topics

    def judge(self, text: str, facts: tuple[str, ...] = ()) -> Judgement:
        """Weigh a marked text and the facts known of it."""
        evidence = evidence_in(text, facts, self.topics)
        first, second, lead = ranked(self.weights, evidence.names)
        return Judgement(KINDS[first], KINDS[second], lead, *self._strongest(evidence, first))

    def _strongest(self, evidence: Evidence, kind: int) -> tuple[int, int]:
        spoken = {
            topic: self.weights[topic][kind]
            for topic in evidence.places
            if self.weights.get(topic, _NOTHING)[kind] > 0
        }
        return evidence.places[max(spoken, key=spoken.__getitem__)] if spoken else (0, 0)


_NOTHING = (0,) * len(KINDS)


def ranked(weights: Mapping[str, tuple[int, ...]], names: frozenset[str]) -> tuple[int, int, int]:
    """The two kinds most is said for, as places in ``KINDS``, and the lead of the first."""
    rows = [weights[name] for name in names if name in weights]
    sums = [sum(column) for column in zip(*rows, strict=True)] or list(_NOTHING)
    first = max(range(len(KINDS)), key=sums.__getitem__)
    second = max((at for at in range(len(KINDS)) if at != first), key=sums.__getitem__)
    return first, second, sums[first] - sums[second]
