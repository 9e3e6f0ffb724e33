"""The rules of the house, each a sentence; import-linter's contracts stand in pyproject.toml."""

import ast
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = sorted(
    file
    for folder in ("desktop", "db")
    for file in (ROOT / folder).rglob("*.py")
    if file.parent.name != "versions"  # a step of the database's past is a record, not a program
)
DOMAIN = sorted((ROOT / "desktop/domain").rglob("*.py"))
WINDOW = sorted((ROOT / "desktop/ui").rglob("*.py"))
LINES_IN_A_FILE = 400
LINES_IN_A_FUNCTION = 60
"""A hard end; forty is what we aim at."""


def _name(file: Path) -> str:
    return str(file.relative_to(ROOT))


def _tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


def _imports(file: Path) -> Iterator[str]:
    for node in ast.walk(_tree(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_what_is_above_uses_what_is_below_and_never_the_other_way_round() -> None:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


def test_no_module_needs_itself() -> None:
    """Each can be imported first: following what it imports at once never leads back to it."""
    left = {_module(file): set(_needed_at_once(_tree(file).body)) for file in PROGRAM}
    while free := [name for name, needed in left.items() if not needed & left.keys()]:
        for name in free:
            del left[name]
    assert sorted(left) == []


def _module(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _needed_at_once(body: list[ast.stmt]) -> Iterator[str]:
    """What a module imports while it is imported itself, not later in a function."""
    modules = {_module(file) for file in PROGRAM}
    for node in body:
        if isinstance(node, ast.If) and "TYPE_CHECKING" not in ast.unparse(node.test):
            yield from _needed_at_once([*node.body, *node.orelse])
        elif isinstance(node, ast.Try):
            yield from _needed_at_once(node.body)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                part = f"{node.module}.{alias.name}"
                yield part if part in modules else node.module


def test_the_domain_needs_nothing_but_the_standard_library() -> None:
    allowed = sys.stdlib_module_names - {"sqlite3", "socket", "subprocess", "tkinter", "urllib"}
    strangers = [
        f"{_name(file)}: {module}"
        for file in DOMAIN
        for module in _imports(file)
        if module.split(".")[0] not in allowed and not module.startswith("desktop.domain")
    ]
    assert strangers == []


def test_the_domain_opens_no_file() -> None:
    openers = [
        f"{_name(file)}:{node.lineno}"
        for file in DOMAIN
        for node in ast.walk(_tree(file))
        if isinstance(node, ast.Call)
        and (
            getattr(node.func, "id", "") == "open"
            or getattr(node.func, "attr", "") in ("read_text", "read_bytes", "write_text")
        )
    ]
    assert openers == []


def test_no_file_is_longer_than_can_be_held_in_mind() -> None:
    read = [file for file in PROGRAM if "versions" not in file.parts]  # migrations are written once
    long = {_name(file): n for file in read if (n := _length(file)) > LINES_IN_A_FILE}
    assert long == {}


def _length(file: Path) -> int:
    return len(file.read_text("utf-8").splitlines())


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        f"{_name(file)}:{node.lineno} {node.name}": node.end_lineno - node.lineno + 1
        for file in PROGRAM
        for node in ast.walk(_tree(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > LINES_IN_A_FUNCTION
    }
    assert long == {}


def test_no_room_is_a_lumber_room() -> None:
    lumber = {"utils", "util", "helpers", "helper", "manager", "common", "misc", "tools"}
    assert [_name(file) for file in PROGRAM if file.stem in lumber] == []


def test_only_the_theme_writes_style_sheets() -> None:
    writers = [
        _name(file)
        for file in WINDOW
        if "setStyleSheet(" in file.read_text("utf-8") and file.name not in ("theme.py", "style.py")
    ]
    assert writers == []


def _tr_calls(file: Path) -> Iterator[ast.Call]:
    for node in ast.walk(_tree(file)):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("tr", "translate"):
            yield node


def test_only_literal_words_are_translated() -> None:
    computed = [
        f"{_name(file)}:{call.lineno}"
        for file in WINDOW
        for call in _tr_calls(file)
        if "QT_TRANSLATE_NOOP" not in file.read_text("utf-8")  # marked there, looked up later
        and not all(isinstance(argument, ast.Constant) for argument in call.args[:2])
    ]
    assert computed == []


def _translated() -> dict[str, str]:
    """Every source string of the translation files with its Chinese, empty where unfinished."""
    found: dict[str, str] = {}
    for file in sorted((ROOT / "resources/i18n/zh_CN").glob("*.ts")):
        for message in ET.parse(file).iter("message"):
            chinese = message.find("translation")
            words = "" if chinese is None else "".join(chinese.itertext()).strip()
            unfinished = chinese is None or chinese.get("type") == "unfinished"
            found[str(message.findtext("source"))] = "" if unfinished else words
    return found


def test_every_word_of_the_window_has_its_chinese() -> None:
    chinese = _translated()
    missing = [
        f"{_name(file)}:{call.lineno} {word!r}"
        for file in WINDOW
        for call in _tr_calls(file)
        for word in [_source(call)]
        if isinstance(word, str) and not chinese.get(word)
    ]
    assert missing == []


def _source(call: ast.Call) -> object:
    place = 0 if getattr(call.func, "attr", "") == "tr" else 1
    argument = call.args[place] if len(call.args) > place else None
    return argument.value if isinstance(argument, ast.Constant) else None


def test_a_translation_keeps_the_places_of_its_source() -> None:
    import string

    def places(words: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(words) if name}

    uneven = [
        source
        for source, words in _translated().items()
        if words and places(source) != places(words)
    ]
    assert uneven == []


@pytest.mark.parametrize("file", ["README.md", "README.zh-CN.md"])
def test_the_readme_names_the_two_commands(file: str) -> None:
    words = (ROOT / file).read_text("utf-8")
    assert "make demo" in words
    assert "make test" in words
