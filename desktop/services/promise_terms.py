"""What is promised for a request: by its kind, its priority, its area and the customer's wish."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection

from db import dispatch_queries as queries
from desktop.domain.field_rules import FieldRules
from desktop.domain.service_promise import promise_for
from desktop.domain.travel import area_of
from desktop.domain.wished_time import WishedTime
from desktop.services.field_ground import open_hours
from desktop.services.rules import rule_book

URGENT = 10
"""The priority of an urgent request; the usual one is 0."""


@dataclass(frozen=True)
class Wanted:
    """What somebody wants, and where."""

    kind: str
    address: str
    needs_visit: bool
    is_urgent: bool


def promise_values(
    connection: Connection, wish: WishedTime | None, wanted: Wanted, received: datetime
) -> dict[str, Any]:
    """The wish, the promise, the priority and the length as they are kept with a request.

    Of two times that suit as well the earlier is the first window; two that meet are one.
    """
    rules = FieldRules.in_force(rule_book(connection), received.date())
    promised = partial(
        promise_for,
        received=received,
        is_urgent=wanted.is_urgent,
        needs_visit=wanted.needs_visit,
        hours=open_hours(connection),
        rules=rules,
        kind=wanted.kind,
        is_far=_is_far(connection, wanted.address),
    )
    promise = promised(wish)
    other = None
    if wish is not None and wish.other is not None and wanted.needs_visit:
        other = promised(wish.other)
    first, second = sorted((promise, other or promise), key=lambda one: one.earliest)
    has_two = second.earliest > first.latest
    return {
        "wished_from": wish.start if wish else None,
        "wished_to": wish.end if wish else None,
        "promised_from": first.earliest,
        "promised_by": first.latest if has_two else max(first.latest, second.latest),
        "other_from": second.earliest if has_two else None,
        "other_by": second.latest if has_two else None,
        "priority": URGENT if wanted.is_urgent else 0,
        "minutes": rules.length(wanted.kind),
    }


def _is_far(connection: Connection, address: str) -> bool:
    """Whether an address lies in an area that is known and that no officer goes to by rule."""
    pins = queries.places(connection, [address])
    pinned = pins[address].area if address in pins else ""
    area = pinned or area_of(address, queries.areas(connection))
    served = {row.area for row in queries.officers(connection) if row.area}
    return bool(area and served) and area not in served
