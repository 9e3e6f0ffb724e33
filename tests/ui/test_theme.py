"""Colours: readable in both themes, the style sheet complete, icons follow a switch."""

import re
from string import Template

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from desktop.adapters import paths
from desktop.ui import style, theme
from desktop.ui.application import Application
from desktop.ui.theme import DARK, LIGHT, TEXT_PAIRS, contrast

ENOUGH = 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_can_be_read_on_its_ground(tokens):
    poor = {
        (text, ground): round(contrast(tokens[text], tokens[ground]), 2)
        for text, ground in TEXT_PAIRS
        if contrast(tokens[text], tokens[ground]) < ENOUGH
    }
    assert poor == {}


@pytest.mark.parametrize(
    "pairs",
    [
        theme._BUCKETS_LIGHT,
        theme._BUCKETS_DARK,
        tuple(theme._TONES_LIGHT.values()),
        tuple(theme._TONES_DARK.values()),
    ],
    ids=["buckets-light", "buckets-dark", "tones-light", "tones-dark"],
)
def test_chips_keep_a_contrast_of_six(pairs):
    assert [pair for pair in pairs if contrast(*pair) < 6] == []


def test_both_themes_name_the_same_colours():
    assert set(LIGHT) == set(DARK)
    assert set(theme._TONES_LIGHT) == set(theme._TONES_DARK)
    tones = set(theme._TONES_LIGHT)
    assert set(theme.STATUS_TONES.values()) | set(theme.CHANNEL_TONES.values()) <= tones


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.478, abs=0.001)


def test_style_sheet_uses_no_colour_of_its_own():
    template = paths.resources("style", "shouyue.qss").read_text("utf-8")
    assert re.findall(r"#[0-9A-Fa-f]{3,8}\b", template) == []
    used = set(Template(template).get_identifiers())
    assert used - set(LIGHT) <= set(style._ARROWS)


def test_a_style_sheet_picture_has_the_colour_asked_for():
    assert "#123456" in style.coloured("check", "#123456").read_text("utf-8")


def test_switching_repaints_icons_and_restyles(application: Application, qtbot):
    button, label = QPushButton(), QLabel()
    qtbot.addWidget(button)
    qtbot.addWidget(label)
    for target in (button, label):
        application.theme.set_icon(target, "phone", "text")
    light = button.icon().pixmap(18, 18).toImage(), label.pixmap().toImage()
    with qtbot.waitSignal(application.theme.changed):
        application.theme.set_mode("dark")
    try:
        assert application.theme.is_dark
        assert application.qt.palette().window().color() == application.theme.color("bg")
        dark = button.icon().pixmap(18, 18).toImage(), label.pixmap().toImage()
        assert light[0] != dark[0]
        assert light[1] != dark[1]
    finally:
        application.theme.set_mode("light")


def test_buckets_past_the_last_and_unknown_codes_have_a_colour(application: Application):
    chosen = application.theme
    assert chosen.bucket(12) == chosen.bucket(7)
    assert chosen.bucket(-1) == chosen.bucket(0)
    assert chosen.status("cases.promised") == chosen.tone("blue")
    assert chosen.status("nonsense") == chosen.tone("neutral")
    assert chosen.channel("visit") == chosen.tone("purple")


def test_every_icon_file_is_a_coloured_outline():
    files = sorted(paths.resources("icons").glob("*.svg"))
    assert files
    assert [file.name for file in files if "currentColor" not in file.read_text("utf-8")] == []
