"""The parts a message is read in: numbers, days, hours, places, small facts, bank messages."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from desktop.adapters.bank_senders import bundled_senders
from desktop.adapters.lunar_calendar import LunarPython
from desktop.adapters.reading_weights import bundled_weights
from desktop.domain.chinese_numbers import chinese_number, whole_number
from desktop.domain.movement_message import Movement, read_movement
from desktop.domain.sms_request import SmsRequest, read_request

NOW = datetime(2026, 11, 20, 10, 12)
SERVED = "，来补卡，金山路8号"


def read(text: str) -> SmsRequest:
    return read_request(text, now=NOW, lunar=LunarPython(), weights=bundled_weights())


def wish(text: str) -> tuple[str, str | None, str | None] | None:
    found = read(text).when.value
    if found is None:
        return None
    start, end = found.start, found.end
    return found.kind, start and f"{start:%m-%d %H:%M}", end and f"{end:%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("二〇二六", "2026"),
        ("廿三", "23"),
        ("卅", "30"),
        ("两万五", "25000"),
        ("两万零五", "20005"),
        ("一百零五", "105"),
        ("三亿", "300000000"),
        ("三块万", None),
        ("三千五", "3500"),
        ("1万2", "12000"),
        ("5,000.50", "5000.50"),
        ("1二", None),
        ("三块", None),
        ("1..2十", None),
        ("1.2.3", None),
        ("abc", None),
        ("万", "10000"),
        ("十", "10"),
    ],
)
def test_numbers_are_read_as_they_are_spoken(text: str, value: str | None) -> None:
    assert chinese_number(text) == (Decimal(value) if value else None)


def test_whole_numbers_only() -> None:
    assert whole_number("12.5") is None
    assert whole_number("二十三") == 23


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("11月28日至12月2日都在家", ("range", "11-28 00:00", "12-02 23:59")),
        ("11月28日至2日都在家", None),
        ("2月30号", None),
        ("十三月五号", None),
        ("年底前", ("before", None, "12-31 23:59")),
        ("下个月中旬", ("range", "12-11 00:00", "12-20 23:59")),
        ("本月下旬", ("range", "11-21 00:00", "11-30 23:59")),
        ("三天后", ("day", "11-23 00:00", "11-23 23:59")),
        ("过两天", ("day", "11-22 00:00", "11-22 23:59")),
        ("一周后下午", ("part", "11-27 12:00", "11-27 18:00")),
        ("过零天", None),
        ("过十十天", None),
        ("去十十月五号", None),
        ("半钟内", None),
        ("30-5点", ("point", "11-20 17:00", None)),
        ("扣3点利息", None),
        ("正月初五", ("day", "02-10 00:00", "02-10 23:59")),
        ("农历九月九日", None),
        ("冬月三十一", None),
        ("八月十五", ("day", "09-15 00:00", "09-15 23:59")),
        ("清明节", ("day", "04-05 00:00", "04-05 23:59")),
        ("大后天", ("day", "11-23 00:00", "11-23 23:59")),
        ("星期六", ("day", "11-21 00:00", "11-21 23:59")),
        ("周", None),
        ("从明天下午3点都在家", ("after", "11-21 15:00", None)),
        ("最迟明天下午3点", ("before", None, "11-21 15:00")),
        ("明天上午10点到下午2点", ("range", "11-21 10:00", "11-21 14:00")),
        ("明天10点到2点", ("range", "11-21 10:00", "11-21 14:00")),
        ("明天下午5点到上午9点", ("range", "11-21 17:00", "11-21 09:00")),
        ("明天上午到下午", ("range", "11-21 08:00", "11-21 18:00")),
        ("周三上午到周五", ("range", "11-25 08:00", "11-27 23:59")),
        ("明天下午2点到晚上", ("range", "11-21 14:00", "11-21 22:00")),
        ("明天上午9点到14点", ("range", "11-21 09:00", "11-21 14:00")),
        ("明天晚上12点", ("point", "11-22 00:00", None)),
        ("明天凌晨", ("day", "11-21 00:00", "11-21 23:59")),
        ("明天25点", ("day", "11-21 00:00", "11-21 23:59")),
        ("明天3-5点", ("range", "11-21 15:00", "11-21 17:00")),
        ("明天下午三点三刻", ("point", "11-21 15:45", None)),
        ("明天中午1点", ("point", "11-21 13:00", None)),
        ("明天11点到3点", ("range", "11-21 11:00", "11-21 15:00")),
        ("今天下午，最好3点", ("point", "11-20 15:00", None)),
        ("明天，半小时内也行", ("within", None, "11-20 10:42")),
        ("明天下午3点，改成后天", ("day", "11-22 00:00", "11-22 23:59")),
        ("明天上午，明天上午", ("part", "11-21 08:00", "11-21 12:00")),
        ("明天下午3点以后，2点以前", ("after", "11-21 15:00", None)),
        ("两小时后", ("after", "11-20 12:12", None)),
        ("快一点", None),
        ("第3点意见", None),
        ("9点来", ("point", "11-20 09:00", None)),
        ("两个工作日内", ("within", None, "11-22 23:59")),
        ("现在方便，就现在", ("asap", None, None)),
        ("现在还没到期", None),
        ("25号之前能补到不，24号上午10点到12点行吗", ("range", "11-24 10:00", "11-24 12:00")),
        ("明早九点之前弄好，九点开播", ("before", None, "11-21 09:00")),
        ("初十了才看到短信", None),
        ("今天来不成了", None),
        ("年底关账", None),
        ("大晚上的打扰了", None),
        ("祝你们元旦快乐", None),
        ("拜个早年", None),
        ("过年发红包要用", None),
        ("除夕中午来", ("part", "02-05 11:00", "02-05 14:00")),
        ("大年初八上午来", ("part", "02-13 08:00", "02-13 12:00")),
        ("元旦过后的礼拜二上午来", ("part", "01-05 08:00", "01-05 12:00")),
        ("过完元宵节再来，正月十六上午", ("part", "02-21 08:00", "02-21 12:00")),
        ("试了一上午，明天下午来", ("part", "11-21 12:00", "11-21 18:00")),
        ("明天下午差一刻两点来", ("point", "11-21 13:45", None)),
        ("明天下午三点差五分来", ("point", "11-21 14:55", None)),
        ("差0分3点来", ("point", "11-20 15:00", None)),
        ("明天我当班到晚上七点，七点以后来", ("after", "11-21 19:00", None)),
        ("麻烦二十七号那天下午来", ("part", "11-27 12:00", "11-27 18:00")),
    ],
)
def test_wished_times(text: str, found: tuple[str, str | None, str | None] | None) -> None:
    assert wish(text + SERVED) == found


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("明天下午5点到上午9点", "range_backwards"),
        ("十二月十五去", "calendar_unclear"),
        ("今天上午9点到10点", "time_past"),
        ("11月18日", "time_past"),
    ],
)
def test_odd_times_are_doubts(text: str, doubt: str) -> None:
    assert f"dispatch.doubt.{doubt}" in read(text + SERVED).when.doubts


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("补卡，地址：红旗河沟轻轨站旁", "红旗河沟轻轨站旁"),
        ("补卡，地址：我家楼下那里", "我家楼下那里"),
        ("补卡，地址改了", None),
        ("补卡，地址：需要改一下", None),
        ("补卡，地址：有误", None),
        ("补卡，来 的金山路8号", "金山路8号"),
        ("补卡，金山路8号，3栋 2-1", "金山路8号,3栋2-1"),
        ("补卡，我在医院", None),
        ("补卡，地址：变成别的地方", None),
        ("补卡，我住院了", None),
        ("补卡，渝北区哪条路找你们", None),
        ("补卡，你们在哪条路啊", None),
        ("补卡，请到柜台一层", None),
        ("补卡，天生路63号人民医院3病区", "天生路63号人民医院3病区"),
        ("补卡，石柱县黄水镇万胜坝村6组", "石柱县黄水镇万胜坝村6组"),
        ("补卡，黄桷坪正街川美老校区对面的胖娃包子", "黄桷坪正街川美老校区对面的胖娃包子"),
        ("补卡，天生路63号西南大学家属区21舍502", "天生路63号西南大学家属区21舍502"),
        ("补卡，大足区五星大道26号小莫五金", "大足区五星大道26号小莫五金"),
        ("补卡，綦江区石壕镇万隆村中坝组", "綦江区石壕镇万隆村中坝组"),
        ("通讯地址变了，新的是秀山县凤翔路8号", "秀山县凤翔路8号"),
    ],
)
def test_places(text: str, address: str | None) -> None:
    found = read(text).address.value
    assert (found or "").replace("，", ",") == (address or "")


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("先还1万5块行吗", "15000.00"),
        ("先还三千五百块5毛", "3500.50"),
        ("转了2w", "20000.00"),
        ("转了 2.5 万元", "25000.00"),
        ("还了5k", "5000.00"),
        ("我还第8期", None),
        ("还了三个月", None),
        ("转12-3", None),
        ("不到一块钱的事，还了5块", "5.00"),
        ("欠款0元", None),
        ("这期先给3k", "3000.00"),
        ("十万火急，要还款", None),
        ("停息挂账，本金37000我认", "37000.00"),
        ("月底还的那2600怎么没到账", "2600.00"),
    ],
)
def test_amounts(text: str, amount: str | None) -> None:
    found = read(text).amount.value
    assert found == (Decimal(amount) if amount else None)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我叫阿依古丽·买买提，要补卡", "阿依古丽·买买提"),
        ("我是欧阳强，要补卡", "欧阳强"),
        ("我是一个老客户", None),
        ("补卡 金山路8号 马上", None),
    ],
)
def test_names(text: str, name: str | None) -> None:
    assert read(text).name.value == name


def test_masked_card_numbers_give_the_tail() -> None:
    assert read("6222 **** **** 1234 这张卡补办").card_tail.value == "1234"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("你们上门要收费吗，我想补卡", "card_replace"),
        ("服务很差，差评，还骚扰", "complaint"),
        ("小李态度不好，1分", "rating"),
        ("取消，改到明天下午", "reschedule"),
        ("昨天还了，账单怎么没变", "repayment"),
        ("我想把贷款结清，利率怎么算", "repayment"),
        ("车贷推迟到25号行吗", "repayment"),
    ],
)
def test_the_weightier_kind_wins(text: str, kind: str) -> None:
    assert read(text).intent.value == kind


# --- bank messages


def movement(text: str, sender: str = "95588", **more: Any) -> Movement:
    return read_movement(
        text, sender=sender, received=more.pop("received", NOW), senders=bundled_senders()
    )


def test_a_bank_not_in_the_table_is_unverified_and_a_stranger_forged() -> None:
    text = "【石门银行】您尾号1234账户11月18日10:00转入人民币5.00元"
    assert movement(text, "961234").kind == "unverified"
    assert movement(text, "13900000000").kind == "forged"
    assert movement("您尾号1234账户11月18日10:00转入5元", "961234").kind == "forged"


def test_a_link_in_a_movement_is_no_bank_s() -> None:
    text = "您尾号1234卡11月18日10:00收入5元，详情www.icbc-x.top【工商银行】"
    assert movement(text).doubts == ("dispatch.doubt.link_in_movement",)


@pytest.mark.parametrize(
    "text",
    [
        "您尾号1234卡11月18日10:00发生变动5元【工商银行】",
        "收入5元【工商银行】",
        "您尾号1234卡交易失败，金额5元【工商银行】",
        "您好【工商银行】",
    ],
)
def test_what_is_no_booking_is_other(text: str) -> None:
    assert movement(text).kind == "other"


def test_a_sign_says_the_direction_and_a_missing_time_is_a_doubt() -> None:
    found = movement("您尾号1234卡完成交易人民币+5.00【工商银行】")
    assert (found.direction, found.time, found.doubts) == ("in", None, ("dispatch.doubt.no_time",))
    assert movement("您尾号1234卡+5.00元【工商银行】").direction == "in"
    wrong = movement("您尾号1234卡2月30日10:00收入5元【工商银行】")
    assert wrong.time is None
    assert movement("您尾号1234卡35日10:00收入5元【工商银行】").time is None


def test_foreign_money_keeps_its_currency() -> None:
    found = movement("您尾号1234卡11月18日10:00消费USD 25.99【工商银行】")
    assert (found.amount, found.currency) == (Decimal("25.99"), "USD")


def test_a_bank_s_own_address_is_no_forgery_and_another_s_is() -> None:
    text = "您尾号1234卡11月18日10:00收入5元，详情 {}【工商银行】"
    assert movement(text.format("https://m.icbc.com.cn/x")).kind == "movement"
    assert movement(text.format("icbc.com.cn.evil.top/x")).kind == "forged"


def test_a_payer_without_a_name_is_none() -> None:
    text = "对方户名：客户，您尾号1234卡11月18日10:00收入5元【工商银行】"
    assert movement(text).counterparty is None


def test_the_year_is_that_of_the_receipt_or_the_one_before() -> None:
    text = "您尾号1234卡12月31日23:50收入5元【工商银行】"
    found = movement(text, received=datetime(2027, 1, 1, 0, 5))
    assert found.time == datetime(2026, 12, 31, 23, 50)


def test_country_code_and_marks_of_a_sender_do_not_matter() -> None:
    text = "您尾号1234卡11月18日10:00收入5元【工商银行】"
    assert movement(text, "+86 95588").bank == "ICBC"


def test_lunar_dates_outside_a_month_are_none() -> None:
    assert LunarPython().solar_date(2026, 11, 31) is None
    assert LunarPython().solar_date(2026, 1, 1) == date(2026, 2, 17)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我叫李明，要补卡", "李明"),
        ("我叫王有才，要补卡", "王有才"),
        ("本人李小龙，要补卡", "李小龙"),
        ("我是张三来办卡的", "张三"),
        ("我是王小明的妈妈", None),
    ],
)
def test_names_with_everyday_characters(text: str, name: str | None) -> None:
    assert read(text).name.value == name
