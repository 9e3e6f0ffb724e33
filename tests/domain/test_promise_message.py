"""Promises in customers' messages: what is one, for which day and amount, and what is none."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from desktop.adapters.lunar_calendar import LunarPython
from desktop.domain.promise_message import SaidPromise, read_promise

NOW = datetime(2026, 11, 18, 10, 12)  # a Wednesday
MESSAGES = Path(__file__).parent / "data/customer_messages.jsonl"


def read(text: str) -> SaidPromise | None:
    return read_promise(text, now=NOW, lunar=LunarPython())


@pytest.mark.parametrize(
    ("text", "day", "amount", "is_vague"),
    [
        ("周五还", (11, 20), None, False),
        ("好的，周五还，谢谢", (11, 20), None, False),
        ("下周一还清", (11, 23), None, False),
        ("明天还款2000元", (11, 19), "2000.00", False),
        ("25号之前一定还", (11, 25), None, False),
        ("月底还五千", (11, 30), "5000.00", False),
        ("三天内还", (11, 21), None, False),
        ("今天下午还", (11, 18), None, False),
        ("下个月5号还", (12, 5), None, False),
        ("明天上午存钱", (11, 19), None, False),
        ("我下周三发工资，先还3000", (11, 25), "3000.00", False),
        ("过两天还", (11, 20), None, True),
        ("后天或者大后天还", (11, 21), None, True),
        ("周五之前先还一半", (11, 20), None, True),
    ],
)
def test_a_promise(text: str, day: tuple[int, int], amount: str | None, is_vague: bool) -> None:
    said = read(text)
    assert said is not None
    assert (said.due_on, said.is_vague) == (date(2026, *day), is_vague)
    assert (None if said.amount is None else str(said.amount)) == amount


@pytest.mark.parametrize(
    "text",
    [
        "工资发了就还",
        "昨天已经还了",
        "周五还了吧",
        "周五来补卡",
        "周五还你们的伞",
        "能不能周五还",
        "周五还钱行吗",
        "你们周五扣款",
        "周五可能还不上",
        "还不了",
        "明年12月再还",
        "明年再还",
        "明年5月1日还清",
        "不是我借的，周五还什么",
        "余额",
        "",
    ],
)
def test_no_promise(text: str) -> None:
    assert read(text) is None


def test_among_three_hundred_other_messages_only_promises_are_found() -> None:
    found = set()
    for line in MESSAGES.read_text("utf-8").splitlines():
        text = json.loads(line)["text"]
        said = read_promise(text, now=datetime(2026, 11, 20, 10, 12), lunar=LunarPython())
        if said is not None:
            found.add(text)
    assert found == {
        "本月28号发工资，到时候一次性还清",
        "我下周三发工资，先还3000",
        "我12月10号之前凑齐一万五还给你们",
        "明天能还一部分，大概两千块",
    }
