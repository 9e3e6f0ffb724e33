"""Work in a process of its own: results, errors, an early end, a death."""

import os
import signal
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from desktop.adapters.apart import Helper
from desktop.domain.errors import DomainError, EnvironmentProblem


def numbers(count: int) -> Iterator[tuple[int, int]]:
    for number in range(count):
        yield number, os.getpid()


def rule_says_no(_order: object) -> Iterator[int]:
    yield 1
    raise DomainError("imports.truncated", file="a.xlsx")


def machine_says_no(_order: object) -> Iterator[int]:
    raise EnvironmentProblem("imports.unreadable_file", file="a.xlsx", reason="x")
    yield 1


def dies(_order: object) -> Iterator[int]:
    yield 1
    os.kill(os.getpid(), signal.SIGKILL)


def test_it_yields_what_is_made_there_and_is_used_again() -> None:
    with Helper(is_apart=True) as helper:
        first = list(helper.items(numbers, 3))
        second = list(helper.items(numbers, 2))
    assert [number for number, _ in first] == [0, 1, 2]
    assert {pid for _, pid in first} == {pid for _, pid in second}
    assert os.getpid() not in {pid for _, pid in first}


def test_errors_come_back_as_they_were_and_the_helper_goes_on() -> None:
    with Helper(is_apart=True) as helper:
        with pytest.raises(DomainError) as rule:
            list(helper.items(rule_says_no, None))
        with pytest.raises(EnvironmentProblem) as machine:
            list(helper.items(machine_says_no, None))
        assert [number for number, _ in helper.items(numbers, 1)] == [0]
    assert (rule.value.code, rule.value.facts) == ("imports.truncated", {"file": "a.xlsx"})
    assert machine.value.code == "imports.unreadable_file"


def test_leaving_in_the_middle_ends_it() -> None:
    with Helper(is_apart=True) as helper:
        endless = helper.items(numbers, 10**9)
        _, pid = next(endless)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_its_death_is_told() -> None:
    with Helper(is_apart=True) as helper:
        with pytest.raises(EnvironmentProblem) as caught:
            list(helper.items(dies, None))
        assert caught.value.code == "imports.reader_died"
        with pytest.raises(EnvironmentProblem):
            list(helper.items(numbers, 1))


def test_the_main_thread_does_it_itself_and_another_does_not() -> None:
    here = {pid for _, pid in Helper().items(numbers, 1)}
    assert here == {os.getpid()}
    found: list[Any] = []

    def ask() -> None:
        with Helper() as helper:
            found.extend(helper.items(numbers, 1))

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join(60)
    assert found[0][1] != os.getpid()


def test_large_work_is_done_apart_in_any_thread() -> None:
    with Helper() as helper:
        assert next(iter(helper.items(numbers, 1, is_large=True)))[1] != os.getpid()
