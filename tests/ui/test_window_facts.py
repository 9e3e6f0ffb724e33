"""The frame of the window: what waits, whose desk, whether the data is safe."""

import subprocess
import sys
from datetime import timedelta

import pytest
from PySide6.QtCore import QLocale, QTranslator

from desktop.adapters import paths
from desktop.domain.changes import Changes
from desktop.services import day_run, desk_facts, messages, movements
from desktop.services.desk_facts import DeskFacts
from desktop.services.movements import MovementIn
from desktop.ui import translations
from desktop.ui.main_window import MainWindow
from tests.book import yuan
from tests.conftest import TODAY


def shown(window, key):
    holder, _, label = window.status._facts[key]
    return label.text() if not holder.isHidden() else ""


def test_facts_are_read_from_the_desk(desk, book):
    facts = desk_facts.desk_facts(desk)
    assert facts.is_file
    assert facts.backed_up_on is None
    assert set(facts.waiting) == {
        "today",
        "dispatch",
        "messages",
        "calls",
        "letters",
        "payments",
    }


def test_a_badge_is_the_same_before_and_after_its_page_was_opened(
    window: MainWindow, desk, book, qtbot
):
    book.customer(1)
    book.late(1, 1, 3)
    book.customer(2, "李建军")
    book.account(2, 2)
    book.instalment(2, 1, TODAY + timedelta(days=2))
    day_run.run(desk)
    movements.store(desk, "core", [MovementIn(yuan("1060.00"), TODAY, payer_name="张海燕")])
    window._facts.read()
    qtbot.waitUntil(lambda: window._navigation.badge("payments") == 1)
    before = {page: window._navigation.badge(page) for page in ("messages", "payments", "dispatch")}
    assert before["messages"] == messages.waiting_counts(desk)["planned"] > 0
    for page in before:
        window.go(page)
        qtbot.settle(window)
        assert window._navigation.badge(page) == before[page]


@pytest.mark.parametrize(
    ("backed_up", "words"),
    [(None, "尚无备份"), (TODAY, "上次备份 今天"), (TODAY - timedelta(days=9), "上次备份 11-11")],
)
def test_the_frame_shows_them(window: MainWindow, backed_up, words):
    window._facts._show(DeskFacts("江虹路支行", {"today": 47}, True, backed_up))
    assert window._navigation.badge("today") == 47
    assert window._navigation._brand.branch.text() == "江虹路支行 · 单机版"
    assert shown(window, "backup") == words
    assert shown(window, "store") == "本地加密"


def test_a_server_is_said(window: MainWindow):
    window._facts._show(DeskFacts("", {}, False, None))
    assert window._navigation._brand.branch.text() == "联网版"
    assert shown(window, "store") == "服务器数据库"


def test_a_write_says_when_it_was_saved_and_has_the_facts_read(window: MainWindow, qtbot):
    window.events.tell(Changes.of("cases"))
    assert shown(window, "saved") == "已保存 09:00:00"
    assert window._facts._read_soon.isActive()
    window._facts._read_soon.stop()
    window.events.tell(Changes.of("nothing"))
    assert not window._facts._read_soon.isActive()
    window._facts.read()
    qtbot.waitUntil(lambda: window.tasks.is_idle)
    assert shown(window, "store") == "本地加密"


def test_translations_are_made_once_and_found_again(tmp_path, monkeypatch):
    monkeypatch.setenv("SHOUYUE_HOME", str(tmp_path))
    first = translations.compiled()
    assert first is not None
    assert first.parent == paths.cache_dir()
    made = first.stat().st_mtime_ns
    assert translations.compiled() == first
    assert first.stat().st_mtime_ns == made


def test_without_the_tool_the_shipped_translation_is_used(tmp_path, monkeypatch):
    monkeypatch.setattr(translations, "_tool", lambda: tmp_path / "nothing")
    monkeypatch.setattr(translations.paths, "resources", lambda *parts: tmp_path.joinpath(*parts))
    assert translations.compiled() is None
    (tmp_path / "i18n").mkdir()
    (tmp_path / "i18n" / "zh_CN.qm").write_bytes(b"x")
    assert translations.compiled() == tmp_path / "i18n" / "zh_CN.qm"


def test_a_tool_that_fails_leaves_the_window_in_english(tmp_path, monkeypatch, caplog):
    monkeypatch.setenv("SHOUYUE_HOME", str(tmp_path))

    def fail(_target):
        raise OSError("no tool")

    monkeypatch.setattr(translations, "make", fail)
    monkeypatch.setattr(translations, "_log", translations._log)
    assert translations.compiled() in (None, paths.resources("i18n", "zh_CN.qm"))
    assert "could not compile" in caplog.text


def test_the_system_s_language_is_chinese_unless_english(monkeypatch):
    for locale, language in (("en_GB", "en"), ("zh_CN", "zh"), ("de_DE", "zh")):
        monkeypatch.setattr(QLocale, "system", staticmethod(lambda name=locale: QLocale(name)))
        assert translations.system_language() == language


def test_two_starts_at_once_compile_each_for_itself(qapp, tmp_path):
    """The first after an update, both on a new cache: neither takes the other's half file away."""
    target = tmp_path / "zh_CN.qm"
    code = "import sys; from pathlib import Path; from desktop.ui.translations import make; "
    command = [sys.executable, "-c", code + "make(Path(sys.argv[1]))", str(target)]
    starts = [subprocess.Popen(command) for _ in range(3)]
    assert [start.wait(120) for start in starts] == [0, 0, 0]
    assert QTranslator().load(str(target))
    assert list(tmp_path.iterdir()) == [target]
