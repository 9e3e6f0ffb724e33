"""Runs golden figures: ``pytest tests/golden --golden DIR``, by default those in ``data``.

A test module names its file in ``GOLDEN_FILE``; each case of that file becomes one test, and the
summary at the end says which cases differ and by how much.
"""

import json
from pathlib import Path
from typing import Any

import pytest

GIVEN = Path(__file__).parent / "data"
differing = pytest.StashKey[dict[str, list[str]]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", metavar="DIR", help="folder of golden figures to run")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[differing] = {}


def read_cases(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    cases: list[dict[str, Any]] = json.loads(text)["cases"]
    return cases


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "case" in metafunc.fixturenames:
        folder = Path(metafunc.config.getoption("--golden", default=None) or GIVEN)
        cases = read_cases(folder / metafunc.module.GOLDEN_FILE)
        names = [str(case.get("id", number)) for number, case in enumerate(cases, 1)]
        metafunc.parametrize("case", cases, ids=names)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):  # type: ignore[no-untyped-def]
    report = yield
    if report.when == "call" and report.failed and call.excinfo is not None:
        lines = str(call.excinfo.value).splitlines() or [call.excinfo.typename]
        item.config.stash[differing][item.name] = lines
    return report


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    cases = config.stash[differing]
    if not cases:
        return
    terminalreporter.section(f"golden figures: {len(cases)} differ")
    for name, lines in cases.items():
        terminalreporter.line(name)
        for line in lines:
            terminalreporter.line(f"    {line}")
