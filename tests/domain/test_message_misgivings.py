"""A time or a place is taken as it is only where its surroundings bear it out; else it is in doubt."""

import pytest

from desktop.domain.message_misgivings import PLACE, TIME, doubted_address
from desktop.domain.reading import DOUBTFUL, Reading
from tests.domain.test_sms_request import read

HERE = "渝北区金山路8号"


@pytest.mark.parametrize(
    "text",
    [
        f"明天下午来补卡，{HERE}",
        f"下周三上午十点过来换卡，住{HERE}3栋2-1",
        "改到后天下午三点",
        "周日上午在家，上门补卡",
        "老地方，明晚八点，换卡",
        f"周六不行，周日上午来补卡，{HERE}",
        f"11月27日（周五）下午三点来补卡，{HERE}",
        f"现在就来补卡，{HERE}",
        f"后天早上八点前后来补卡，{HERE}",
    ],
)
def test_a_plain_wish_is_taken_as_it_is(text: str) -> None:
    found = read(text)
    assert found.when.value is not None
    assert TIME not in found.doubts
    assert PLACE not in found.doubts


@pytest.mark.parametrize(
    "text",
    [
        f"明天来补卡，下旬也行，{HERE}",
        f"如果明天不下雨，下午来补卡，{HERE}",
        f"说是哪天有人来，那就明天下午来补卡，{HERE}",
        f"最好明天下午来补卡，{HERE}",
        f"明天起七天都来补卡，{HERE}",
        f"下周一回来，下周二上午来补卡，{HERE}",
        "麻烦把流水打印一份给我，明天上午来拿也行",
        f"11月24日（周五）下午三点来补卡，{HERE}",
        f"明天晚上11点来补卡，{HERE}",
        f"明年中秋节来补卡，{HERE}",
        f"今晚七点直播前来帮我补卡，{HERE}",
        f"元旦节放假三天，放完假来补卡，{HERE}",
        f"腊月二十五才到屋，腊月二十八上午来给我换卡，{HERE}",
        "身份要重新认证，明天",
    ],
)
def test_a_time_whose_surroundings_speak_against_it_is_in_doubt(text: str) -> None:
    found = read(text)
    assert found.when.value is not None
    assert found.when.doubts == (TIME,)
    assert found.when.confidence == DOUBTFUL


def test_a_time_in_doubt_already_keeps_its_own_doubt() -> None:
    found = read(f"如果明天上午或者后天下午来补卡，{HERE}")
    assert found.when.doubts == ("dispatch.doubt.either_time",)


@pytest.mark.parametrize(
    "text",
    [f"来补卡，{HERE}，下旬", f"快点嘛，来补卡，{HERE}，工作日", f"除了周三都可以，补卡，{HERE}"],
)
def test_a_word_of_time_left_unread_is_in_doubt(text: str) -> None:
    assert TIME in read(text).doubts


def test_a_time_asked_for_is_in_doubt_in_a_kind_that_has_none() -> None:
    found = read(f"我要投诉你们服务态度差，明天上午派领导来道歉，{HERE}")
    assert found.intent.value == "complaint"
    assert found.when.value is None
    assert found.when.doubts == (TIME,)
    assert read("明天下午的预约取消").when == Reading()


@pytest.mark.parametrize(
    ("clear", "value"),
    [
        ("应该是渝北区金山路8号", "应该是渝北区金山路8号"),
        ("在五一广场平和堂3楼", "广场平和堂3楼"),
        ("看渝北区金山路8号", "渝北区金山路8号"),
        ("老家在渝北区金山路8号", "渝北区金山路8号"),
        ("在渝北区金山路8号502来补卡", "渝北区金山路8号"),
        ("渝北区金山路8号，江北区建新路9号", "渝北区金山路8号"),
        ("渝北区金山路8号,老冯理发店", "渝北区金山路8号"),
    ],
)
def test_a_place_that_is_not_well_formed_is_in_doubt(clear: str, value: str) -> None:
    start = clear.index(value)
    found = doubted_address(clear, Reading(value, start=start, end=start + len(value)))
    assert found.doubts == (PLACE,)
    assert found.confidence == DOUBTFUL
    assert found.value == value


def test_a_house_left_unread_is_in_doubt() -> None:
    assert doubted_address("请来渝北区金山路8号", Reading()).doubts == (PLACE,)
    assert doubted_address("请问几点上班", Reading()) == Reading()


def test_a_well_formed_place_and_one_in_doubt_already_stay_as_they_are() -> None:
    place = Reading(HERE, start=2, end=2 + len(HERE))
    assert doubted_address(f"住在{HERE},补卡", place) is place
    doubted = Reading("应该是路", doubts=("dispatch.doubt.address_without_number",), end=4)
    assert doubted_address("应该是路", doubted) is doubted


@pytest.mark.parametrize(
    ("text", "kind", "start"),
    [
        ("今早买菜才发现卡丢了，后天下午三点半来补，", "point", "2026-11-22T15:30"),
        ("20号晚上坐轻轨把卡搞丢了，11月24日18：40来补一张，", "point", "2026-11-24T18:40"),
        ("明天不行，后天也不行，大后天下午六点我在，来补卡，", "point", "2026-11-23T18:00"),
        ("明天下午一点到三点他午睡，三点以后再来补卡，", "after", "2026-11-21T15:00"),
        ("明天吃了晌午饭来补卡嘛，下午两点钟，", "point", "2026-11-21T14:00"),
        (
            "本想约礼拜天，礼拜天要杀年猪，礼拜一早上九点吧，卡丢了要补，",
            "point",
            "2026-11-23T09:00",
        ),
        ("卡早过期了，周四上午十点半来换新卡，", "point", "2026-11-26T10:30"),
        ("上午9点到11点都可以，后天来补卡，", "range", "2026-11-22T09:00"),
    ],
)
def test_times_gone_by_or_refused_leave_the_wish(text: str, kind: str, start: str) -> None:
    wish = read(text + HERE).when.value
    assert wish is not None
    assert wish.start is not None
    assert (wish.kind, wish.start.isoformat(timespec="minutes")) == (kind, start)


@pytest.mark.parametrize(
    "place",
    [
        "走马镇椒园村卫生室",
        "綦江区三角镇乐兴村村委会",
        "云阳县江口镇新里街粮站对门",
        "万盛经开区万东镇新华路夜市23号摊",
        "沙坪坝区三峡广场新世纪百货负一楼手机柜台",
    ],
)
def test_rooms_halls_and_stalls_end_a_place(place: str) -> None:
    assert read(f"明天下午来补卡，{place}").address.value == place
    assert read(f"明天下午来补卡😄{place}，手机13800130001").address.value == place
