"""Initials by which names are found."""

import pytest

from desktop.adapters.pinyin import initials


@pytest.mark.parametrize(
    ("name", "first"), [("张海燕", "zhy"), ("单雄信", "sxx"), ("曾国藩", "zgf"), ("仇和", "qh"), ("解缙", "xj"), ("John", "john"), ("·", "·")]
)  # fmt: skip
def test_the_likeliest_reading_comes_first(name: str, first: str) -> None:
    assert initials(name).split()[0] == first


def test_readings_are_few() -> None:
    assert len(initials("重行长乐都还").split()) <= 4
