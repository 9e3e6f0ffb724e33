"""What a customer's message asks for: what is certain at a glance, and else what most speaks for."""

import re
from dataclasses import replace

from desktop.domain.kind_weights import Judgement, KindWeights

VISIT_KINDS = frozenset({"corporate", "account_auth", "card_replace"})
"""The kinds for which somebody has to go there unless the customer comes."""
SERVICES = frozenset(
    {"corporate", "terms_consult", "account_auth", "card_replace", "bill_query", "repayment"}
)
"""The kinds two of which in one message are two requests."""
CERTAIN = 1_000_000
"""The lead of a kind that is said in so many words."""

_ASKS_FOR_VISIT = re.compile(
    "上门|派人|派个|来(?:我家|家里|一趟|个人|人|补|办|帮|取|收)|过来|送到|到(?:我)?家|到我(?:这|家|们)|跑一趟|见面|面谈|来谈"
)
_CODES = (
    ("unsubscribe", re.compile(r"\s*(?:回复?)?\s*(?:退订|td|t|n|退|拒收|取消订阅)\s*[。!.]?\s*")),
    ("rating", re.compile(r"\s*(?:打|给|评)?[0-5]\s*(?:(?:分|颗?星)(?:[,。! ].*)?)?[。!.]?\s*")),
    ("other", re.compile(r"\s*\d{2,}\s*[。!.]?\s*")),
)
_ALSO = re.compile(
    "另外|还(?:要|想|有|需要)|顺便|顺带|同时|再(?:帮|给|查|办|打|把)|并且|以及|也(?:要|想|帮)|第二|2[.、]|和(?=.{0,6}(?:账单|补卡|认证))"
)


def asks_for_visit(text: str) -> bool:
    """Whether the message asks somebody to come or to bring something."""
    return bool(_ASKS_FOR_VISIT.search(text))


def read_kind(
    plain: str, text: str, facts: tuple[str, ...], weights: KindWeights, least: int
) -> tuple[Judgement, tuple[str, ...]]:
    """The kind of a narrowed message, of which ``text`` is the marked form, and all its services.

    Several services are named only where a word like ``另外`` joins them and each leads by
    ``least`` in its part; the one that needs a visit then comes first.
    """
    for kind, code in _CODES:
        if code.fullmatch(plain.lower()):
            return Judgement(kind, "other", CERTAIN, 0, len(plain)), ()
    judged = weights.judge(text, facts)
    services = _services_in(text, weights, least)
    if judged.kind in SERVICES - VISIT_KINDS:
        visits = (service for service in services if service in VISIT_KINDS)
        judged = replace(judged, kind=next(visits, judged.kind))
    return judged, services if judged.kind in services and len(services) > 1 else ()


def _services_in(text: str, weights: KindWeights, least: int) -> tuple[str, ...]:
    joints = [found.start() for found in _ALSO.finditer(text)]
    parts = [text[start:end] for start, end in zip([0, *joints], [*joints, len(text)], strict=True)]
    judged = (weights.judge(part) for part in parts if joints and part.strip())
    kinds = (one.kind for one in judged if one.lead >= least and one.kind in SERVICES)
    return tuple(dict.fromkeys(kinds))
