from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desktop.domain.errors import DomainError
from desktop.services import audit, rule_changes
from desktop.services.desk import Desk
from desktop.services.rules import rule_book

TODAY = date(2026, 11, 20)
SMS = "contact.collection_sms_per_week"


def line(desk: Desk, code: str) -> rule_changes.RuleLine:
    return next(each for each in rule_changes.all_rules(desk) if each.code == code)


def save(desk: Desk, code: str, written: object, **more: Any) -> rule_changes.RuleSaved:
    return rule_changes.save_rule(
        desk, code, written, **{"from_on": TODAY, "source": "本行制度〔2026〕8号", **more}
    )


def test_every_shipped_rule_is_shown_with_source_and_sureness(desk: Desk) -> None:
    lines = rule_changes.all_rules(desk)
    assert len(lines) > 40
    assert all(each.in_force.source and each.in_force.sure in "HML" for each in lines)
    assert line(desk, SMS).is_unsure
    assert not line(desk, "contact.quiet_from").is_unsure


def test_a_rule_with_many_dates_shows_the_one_of_today(desk: Desk) -> None:
    rate = line(desk, "money.lpr_one_year")
    assert rate.in_force.from_date == date(2025, 5, 20)
    assert len(rate.history) > 5


def test_the_branchs_value_is_in_force_from_its_day(desk: Desk) -> None:
    save(desk, SMS, "2", from_on=date(2026, 12, 1), note="试行")
    assert line(desk, SMS).in_force.value == 1
    (own,) = line(desk, SMS).own
    assert (own.value, own.note, own.set_by, own.source) == (
        2,
        "试行",
        "0217",
        "本行制度〔2026〕8号",
    )
    with desk.read() as connection:
        book = rule_book(connection)
    assert book.whole(SMS, date(2026, 11, 30)) == 1
    assert book.whole(SMS, date(2026, 12, 1)) == 2
    assert audit.recent(desk)[0].action == "rule.set"


def test_setting_it_again_replaces_it_and_says_what_was_before(desk: Desk) -> None:
    save(desk, SMS, "2")
    again = save(desk, SMS, "3")
    assert again.previous is not None
    assert again.previous.value == 2
    assert [own.value for own in line(desk, SMS).own] == [3]


def test_resetting_brings_the_shipped_value_back(desk: Desk) -> None:
    save(desk, "money.cap_all_in", "36")
    assert line(desk, "money.cap_all_in").in_force.is_branch
    saved = rule_changes.reset_rule(desk, "money.cap_all_in", TODAY)
    assert saved.previous is not None
    assert line(desk, "money.cap_all_in").in_force.value == Decimal(24)
    with pytest.raises(DomainError) as refused:
        rule_changes.reset_rule(desk, "money.cap_all_in", TODAY)
    assert refused.value.code == "settings.rule_not_set"


@pytest.mark.parametrize(
    ("code", "written", "kept"),
    [
        ("contact.quiet_from", "21:00", "21:00"),
        ("contact.dispute_stops", "false", False),
        ("money.card_grace_amount", "20.00", "20.00"),
        ("money.allocation_order", ["interest", "principal"], ["interest", "principal"]),
    ],
)
def test_every_unit_can_be_set(desk: Desk, code: str, written: object, kept: object) -> None:
    save(desk, code, written)
    (own,) = line(desk, code).own
    assert line(desk, code).in_force.value == own.value
    assert rule_changes.reset_rule(desk, code, TODAY).previous == own
    assert f'"before":{_json(kept)}' in audit.recent(desk)[0].facts


def _json(value: object) -> str:
    import json

    return json.dumps(value, separators=(",", ":"))


@pytest.mark.parametrize(
    ("code", "written", "more", "error", "field"),
    [
        (SMS, "often", {}, "settings.rule_value", "value"),
        (SMS, "-1", {}, "settings.rule_range", "value"),
        (SMS, "1000000", {}, "settings.rule_range", "value"),
        ("money.cap_all_in", "-1", {}, "settings.rule_range", "value"),
        ("contact.quiet_from", "25:00", {}, "settings.rule_value", "value"),
        ("money.allocation_order", "", {}, "settings.rule_value", "value"),
        (SMS, "2", {"source": " "}, "settings.rule_source", "source"),
        (SMS, "2", {"from_on": date(1999, 1, 1)}, "settings.rule_from", "from_on"),
        ("contact.unheard_of", "2", {}, "settings.unknown", "code"),
    ],
)
def test_what_makes_no_rule_is_refused_at_its_field(
    desk: Desk, code: str, written: object, more: dict[str, Any], error: str, field: str
) -> None:
    before = audit.head(desk)
    with pytest.raises(DomainError) as refused:
        save(desk, code, written, **more)
    assert (refused.value.code, refused.value.field) == (error, field)
    assert audit.head(desk) == before


def test_the_bucket_table_can_be_the_branchs_own(desk: Desk) -> None:
    assert not rule_changes.bucket_table(desk).is_branch
    rule_changes.save_buckets(desk, (0, 15, 45), from_on=TODAY, source="本行制度")
    table = rule_changes.bucket_table(desk)
    assert table.is_branch
    assert [(each.code, each.from_days, each.to_days) for each in table.buckets] == [
        ("M0", 0, 0),
        ("M1", 1, 15),
        ("M2", 16, 45),
        ("M3+", 46, None),
    ]


@pytest.mark.parametrize(
    ("ends", "code"),
    [
        ((0,), "settings.bucket_count"),
        ((5, 30, 60), "settings.bucket_count"),
        ((0, *range(1, 12)), "settings.bucket_count"),
        ((0, 30, 30), "settings.bucket_order"),
        ((0, 60, 30), "settings.bucket_order"),
    ],
)
def test_a_bucket_table_with_gaps_is_refused(desk: Desk, ends: tuple[int, ...], code: str) -> None:
    with pytest.raises(DomainError) as refused:
        rule_changes.save_buckets(desk, ends, from_on=TODAY, source="本行制度")
    assert (refused.value.code, refused.value.field) == (code, "value")


def test_a_rule_that_begins_later_is_shown_all_the_same(desk: Desk) -> None:
    from dataclasses import replace
    from datetime import datetime

    from desktop.domain.clock import FixedClock

    early = replace(desk, clock=FixedClock(datetime(2012, 1, 1, 9)))
    assert line(early, "contact.quiet_from").in_force.from_date > early.today
