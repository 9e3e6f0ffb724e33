"""Reading customers' messages: invented variants in every field, and what must stay a doubt."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from desktop.adapters.bank_senders import bundled_senders
from desktop.adapters.lunar_calendar import LunarPython
from desktop.adapters.reading_weights import bundled_weights
from desktop.domain.message_address import HomeArea, read_address
from desktop.domain.movement_message import read_movement
from desktop.domain.sms_request import SmsRequest, read_request
from tests.golden.comparison import agree
from tests.golden.test_sms_movements import as_golden as movement_as_golden
from tests.golden.test_sms_requests import as_golden

NOW = datetime(2026, 11, 20, 10, 12)
DATA = Path(__file__).parent / "data"


def cases(name: str) -> list[Any]:
    lines = (DATA / name).read_text("utf-8").splitlines()
    return [pytest.param(case, id=str(case["id"])) for case in map(json.loads, lines)]


def read(text: str, **more: Any) -> SmsRequest:
    now = more.pop("now", NOW)
    return read_request(text, now=now, lunar=LunarPython(), weights=bundled_weights(), **more)


@pytest.mark.parametrize("case", cases("customer_messages.jsonl"))
def test_invented_message_is_read_in_every_field(case: dict[str, Any]) -> None:
    agree(case["expect"], as_golden(read(case["text"], now=datetime.fromisoformat(case["now"]))))


def test_of_many_messages_nearly_all_are_read_right_and_no_time_or_place_is_wrong_without_a_doubt() -> (
    None
):
    """Written by region, dialect and purpose; a few stay wrong in a kind that staff correct."""
    lines = (DATA / "customer_messages_first_seen.jsonl").read_text("utf-8").splitlines()
    wrong, silent = [], []
    right = doubted = 0
    for case in map(json.loads, lines):
        found = read(case["text"], now=datetime.fromisoformat(case["now"]))
        fields = as_golden(found)
        amount = fields["amount"]
        fields["amount"] = None if amount is None else f"{amount:.2f}"
        differ = [name for name, value in fields.items() if value != case["expect"][name]]
        wrong += [(case["id"], differ)] if differ else []
        silent += [
            (case["id"], name)
            for name in ("when", "address")
            if name in differ and not getattr(found, name).doubts
        ]
        taken = [name for name in ("when", "address") if fields[name] and name not in differ]
        right += len(taken)
        doubted += sum(bool(getattr(found, name).doubts) for name in taken)
    assert len(lines) > 700
    assert len(wrong) <= len(lines) * 0.03, wrong
    assert silent == []
    assert doubted <= right * 0.14, f"{doubted} of {right} right readings are in doubt"


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("一点都没用,来个人补卡", None),
        ("补卡,一点也不难吧", None),
        ("等到现在都没人来补卡", None),
        ("补卡,下午一点都没问题", datetime(2026, 11, 20, 13)),
        ("一点到我家补卡", datetime(2026, 11, 20, 13)),
    ],
)
def test_a_little_and_a_long_wait_are_no_time(text: str, start: datetime | None) -> None:
    wish = read(text).when.value
    assert (wish and wish.start) == start
    assert wish is None or wish.kind == "point"


def test_short_messages_are_told_apart_by_kind() -> None:
    lines = (DATA / "short_messages.jsonl").read_text("utf-8").splitlines()
    told = [
        (case["text"], read(case["text"]).intent.value, case["intent"])
        for case in map(json.loads, lines)
    ]
    wrong = [one for one in told if one[1] != one[2]]
    assert len(wrong) <= len(told) * 0.04, wrong


@pytest.mark.parametrize("case", cases("bank_messages.jsonl"))
def test_invented_bank_message_is_read_in_every_field(case: dict[str, Any]) -> None:
    movement = read_movement(
        case["text"],
        sender=case["sender"],
        received=datetime.fromisoformat(case["received"]),
        senders=bundled_senders(),
    )
    agree(case["expect"], movement_as_golden(movement))


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("明天上午或者后天下午来补卡，渝北区金山路8号", "either_time"),
        ("早上8点来补卡，渝北区金山路8号", "time_past"),
        ("明天7点来补卡，渝北区金山路8号", "hour_unclear"),
        ("周五来补卡，渝北区金山路8号", "weekday_is_today"),
        ("下周来补卡，渝北区金山路8号", "whole_week"),
        ("3号下午来补卡，渝北区金山路8号", "month_assumed"),
        ("小年那天来补卡，渝北区金山路8号", "little_new_year"),
        ("平时下午都在家，来补卡，渝北区金山路8号", "recurring_time"),
        ("要补卡，另外帮我查一下这个月账单，明天来渝北区金山路8号", "two_requests"),
        ("明天来一趟渝北区金山路8号", "kind_missing"),
        ("啊哈哈", "nothing_understood"),
        ("明天下午来补卡", "address_missing"),
        ("明天下午来补卡，老地方", "address_on_file"),
        ("明天下午来补卡，渝北区金山路", "address_without_number"),
        ("来补卡，渝北区金山路8号老远就看得到", "address_ends_unclear"),
        ("补卡，打13800130001或者13800130002", "several_phones"),
        ("补卡，电话1380013000", "phone_wrong_length"),
        ("尾号1234和尾号5678都要补卡", "several_cards"),
        ("还了500，又还了300", "several_amounts"),
        ("我是李女士，要补卡", "name_incomplete"),
    ],
)
def test_what_is_unclear_is_a_doubt(text: str, doubt: str) -> None:
    assert f"dispatch.doubt.{doubt}" in read(text).doubts


@pytest.mark.parametrize(
    ("text", "kind", "start", "end"),
    [
        ("25号到28号我都在家", "range", datetime(2026, 11, 25), datetime(2026, 11, 28, 23, 59)),
        ("下个月3到5号", "range", datetime(2026, 12, 3), datetime(2026, 12, 5, 23, 59)),
        ("30号到2号", "range", datetime(2026, 11, 30), datetime(2026, 12, 2, 23, 59)),
        ("后天的飞机,明天下午来", "part", datetime(2026, 11, 21, 12), datetime(2026, 11, 21, 18)),
        ("明天5pm", "point", datetime(2026, 11, 21, 17), None),
        ("明天 10:30 AM", "point", datetime(2026, 11, 21, 10, 30), None),
        ("明天12am", "point", datetime(2026, 11, 21, 0), None),
        (
            "5月10号才完工,5月12号派人来",
            "day",
            datetime(2027, 5, 12),
            datetime(2027, 5, 12, 23, 59),
        ),
    ],
)
def test_days_from_to_hours_in_english_and_the_time_that_is_asked_for(
    text: str, kind: str, start: datetime, end: datetime | None
) -> None:
    wish = read(f"{text},补卡").when.value
    assert wish is not None
    assert (wish.kind, wish.start, wish.end) == (kind, start, end)


def test_what_is_said_to_be_done_at_a_time_to_come_is_a_doubt() -> None:
    found = read("明天上午办了,渝北区金山路8号")
    assert (found.when.value, found.when.doubts) == (None, ("dispatch.doubt.time_uncertain",))


@pytest.mark.parametrize(
    "text",
    [
        "99999999小时内来补卡",
        "还了99999999999999999999999999999元",
        "9亿亿小时后来",
        ")(补卡(渝北区金山路8号((",
    ],
)
def test_figures_beyond_all_bounds_stop_nothing(text: str) -> None:
    found = read(text)
    assert (found.amount.value, found.when.value and found.when.value.kind) in (
        (None, None),
        (None, "asap"),
    )


def test_a_movement_larger_than_any_is_none() -> None:
    text = "您尾号4471的账户8月17日10:05存入99999999999999999999999999999.00元【工商银行】"
    found = read_movement(text, sender="95588", received=NOW, senders=bundled_senders())
    assert found.kind != "movement"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我叫Samir Haddad,要补卡", "Samir Haddad"),
        ("我叫阿依古丽,要补卡", "阿依古丽"),
        ("【姓名】扎西卓玛【电话】18808870064", "扎西卓玛"),
        ("姓名/韦美玲 电话/18276503391", "韦美玲"),
        ("我姓名写错了", None),
    ],
)
def test_names_of_every_people_are_read_where_they_are_said(text: str, name: str | None) -> None:
    assert read(text).name.value == name


@pytest.mark.parametrize(
    ("text", "warns"),
    [
        ("我把钱转给了你们那个小李", True),
        ("微信转给业务员五百", True),
        ("密码锁了,急着付款,西兴路88号示范小区5幢404", False),
        ("急着付款给示范小区的物业", False),
        ("还没付,小李来过", False),
    ],
)
def test_money_given_to_a_person_is_warned_of_and_nothing_else(text: str, warns: bool) -> None:
    assert ("dispatch.warning.private_transfer" in read(text).warnings) == warns


def test_a_number_of_a_road_is_not_cut_in_two() -> None:
    text = "来换卡G50垫江服务区北区加油站"
    found = read_address(text, text, [], HomeArea(), (text.index("5"), len(text)))
    assert found.value == "G50垫江服务区北区加油站"


def test_a_place_in_another_city_is_a_doubt() -> None:
    home = HomeArea("重庆市", frozenset({"渝北区", "江北区"}))
    away = read("来补卡，成都市武侯区人民南路四段11号", home=home)
    assert away.address.value == "成都市武侯区人民南路四段11号"
    assert "dispatch.doubt.other_city" in away.doubts
    assert not read("来补卡，重庆市渝北区金山路8号", home=home).address.doubts


def test_a_branch_s_own_places_mark_where_an_address_begins() -> None:
    home = HomeArea("重庆市", frozenset({"江北区"}))
    assert read("我妈独自江北区建新东路88号要补卡", home=home).address.value == "江北区建新东路88号"


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("我微信转了500给你们业务员小李", "private_transfer"),
        ("昨天已经还了2000", "says_paid"),
        ("这笔不是我借的", "disputes"),
        ("逼得我活不下去了", "distress"),
    ],
)
def test_what_staff_must_know_at_once(text: str, warning: str) -> None:
    assert f"dispatch.warning.{warning}" in read(text).warnings


@pytest.mark.parametrize("text", ["昨天还了", "昨天下午3点还了2000", "说好今天3点来的，人呢"])
def test_a_time_gone_by_or_quoted_is_no_wish(text: str) -> None:
    assert read(text).when.value is None


def test_the_place_of_a_field_is_known_for_highlighting() -> None:
    text = "补卡，明天下午3点，江北区建新东路８８号"
    found = read(text)
    assert text[found.when.start : found.when.end] == "明天下午3点"
    assert text[found.address.start : found.address.end] == "江北区建新东路８８号"
    assert found.address.value == "江北区建新东路88号"


def test_a_message_of_ten_thousand_characters_is_read_without_harm() -> None:
    assert read("补卡，" + "啊1" * 5000).intent.value == "card_replace"


def test_lunar_days_and_solar_terms() -> None:
    lunar = LunarPython()
    assert lunar.solar_date(2026, 12, 23) == date(2027, 1, 30)
    assert lunar.solar_date(2026, 12, 30) is None
    assert lunar.term_date(2026, "冬至") == date(2026, 12, 22)
    assert lunar.term_date(2027, "清明") == date(2027, 4, 5)
    assert lunar.term_date(2027, "没有") is None
