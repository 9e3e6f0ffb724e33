"""The words for codes: complete, alike in both languages, and filled in the same way."""

import ast
import re
import string
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.adapters import paths, wording
from desktop.domain.errors import DomainError

_CODE = re.compile(r"[a-z_]+(\.[a-z_0-9]+)+")
ROOT = Path(__file__).resolve().parents[2]


def _places(template: str) -> set[str]:
    return {name.split(".")[0] for _, name, _, _ in string.Formatter().parse(template) if name}


def _coded_errors() -> Iterator[tuple[str, str, set[str] | None]]:
    """Every literal code given to an error, where it stands, and the names of its facts."""
    for folder in ("desktop", "db"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if not isinstance(node, ast.Call) or not node.args:
                    continue
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                first = node.args[0]
                if name not in ("DomainError", "EnvironmentProblem", "text"):
                    continue
                if not (isinstance(first, ast.Constant) and isinstance(first.value, str)):
                    continue
                if name == "text" and not _CODE.fullmatch(first.value):
                    continue  # SQL, or the words of a label
                facts = {word.arg for word in node.keywords if word.arg}
                spread = any(word.arg is None for word in node.keywords)
                where = f"{file.relative_to(ROOT)}:{node.lineno}"
                yield first.value, where, None if spread else facts


def test_every_code_has_words_in_both_languages() -> None:
    lame = [
        code
        for code, words in wording.all_texts().items()
        if not all(words.get(x) for x in ("zh", "en"))
    ]
    assert lame == []


def test_the_places_agree_between_the_languages() -> None:
    uneven = [
        code
        for code, words in wording.all_texts().items()
        if _places(words["zh"]) != _places(words["en"])
    ]
    assert uneven == []


def test_every_code_raised_in_the_program_has_words() -> None:
    missing = [
        f"{where} {code}" for code, where, _ in _coded_errors() if not wording.is_worded(code)
    ]
    assert missing == []


def test_every_place_in_an_error_gets_its_fact() -> None:
    texts = wording.all_texts()
    hungry = [
        f"{where} {code} lacks {sorted(lacking)}"
        for code, where, facts in _coded_errors()
        if facts is not None and code in texts and (lacking := _places(texts[code]["zh"]) - facts)
    ]
    assert hungry == []


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / "demo.toml").write_text(
        '[owed]\nzh = "{name}欠{amount}元"\nen = "{name} owes {amount}"\n'
        '[status.open]\nzh = "处理中"\nen = "Open"\n'
        '[on]\nzh = "{day}；{at}；{all}；{share:.1%}"\nen = "{day}; {at}; {all}; {share:.1%}"\n',
        "utf-8",
    )
    monkeypatch.setattr(paths, "resources", lambda *parts: tmp_path.joinpath(*parts[1:]))
    wording._room.cache_clear()
    yield
    wording._room.cache_clear()


@pytest.mark.usefixtures("room")
class TestWording:
    def test_fills_facts_with_thousands_commas(self) -> None:
        assert (
            wording.text("demo.owed", "zh", name="张三", amount=Decimal("12345.60"))
            == "张三欠12,345.60元"
        )
        assert wording.text("demo.owed", "en", name="Li", amount=Decimal("5.00")) == "Li owes 5.00"

    def test_fills_dates_lists_and_asked_formats(self) -> None:
        facts = {"day": date(2026, 1, 5), "at": datetime(2026, 1, 5, 9, 3), "share": 0.256}
        assert (
            wording.text("demo.on", "zh", all=["a", "b"], **facts)
            == "2026-01-05；2026-01-05 09:03；a、b；25.6%"
        )
        assert wording.text("demo.on", "en", all=("a", "b"), **facts).endswith("a, b; 25.6%")

    def test_keys_have_parts(self) -> None:
        assert wording.text("demo.status.open", "en") == "Open"
        assert set(wording.all_texts()) == {"demo.owed", "demo.status.open", "demo.on"}

    def test_a_place_without_a_fact_shows_an_ellipsis(self) -> None:
        assert wording.text("demo.owed", "zh", name="张三") == "张三欠…元"

    def test_an_unknown_code_is_worded_as_itself_and_logged(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        assert wording.text("demo.nothing") == "demo.nothing"
        assert wording.text("nowhere") == "nowhere"
        assert "demo.nothing" in caplog.text

    def test_words_an_error_with_its_facts(self) -> None:
        error = DomainError("demo.owed", field="amount", name="李四", amount=Decimal("1.00"))
        assert wording.error_text(error, "en") == "李四 owes 1.00"
