"""Compares what was worked out with what a golden case expects, and says by how much it is off."""

from decimal import Decimal, InvalidOperation
from typing import Any

import pytest


def differences(expected: Any, actual: Any, path: str = "") -> list[str]:
    """Say what differs. Only what is expected is compared; money to the fen, lists in full.

    Rows that carry a number ``no`` are found by it, so that some of the rows may be expected.
    """
    if isinstance(expected, dict) and isinstance(actual, dict):
        found = []
        for key, value in expected.items():
            name = f"{path}.{key}" if path else key
            if key in actual:
                found += differences(value, actual[key], name)
            else:
                found.append(f"{name}: expected {value}, got nothing")
        return found
    if isinstance(expected, list) and isinstance(actual, list):
        return _list_differences(expected, actual, path)
    return _value_differences(expected, actual, path)


def _list_differences(expected: list[Any], actual: list[Any], path: str) -> list[str]:
    if expected and isinstance(expected[0], dict) and "no" in expected[0]:
        by_number = {row["no"]: row for row in actual}
        found = []
        for row in expected:
            found += differences(row, by_number.get(row["no"], {}), f"{path}[{row['no']}]")
        if len(actual) > len(by_number) or max(by_number, default=0) != expected[-1]["no"]:
            found.append(f"{path}: expected to end at {expected[-1]['no']}, got {len(actual)} rows")
        return found
    found = []
    if len(expected) != len(actual):
        found.append(f"{path}: expected {len(expected)} rows, got {len(actual)}")
    for number, (one, other) in enumerate(zip(expected, actual, strict=False), 1):
        found += differences(one, other, f"{path}[{number}]")
    return found


def _value_differences(expected: Any, actual: Any, path: str) -> list[str]:
    if isinstance(actual, Decimal) and isinstance(expected, str | int):
        try:
            off = actual - Decimal(str(expected))
        except InvalidOperation:
            return [f"{path}: expected {expected}, got {actual}"]
        return [f"{path}: expected {expected}, got {actual} ({off:+})"] if off else []
    shown = actual.isoformat() if hasattr(actual, "isoformat") else actual
    return [] if shown == expected else [f"{path}: expected {expected}, got {shown}"]


def agree(expected: Any, actual: Any) -> None:
    """Fail, naming each difference, unless everything expected was worked out."""
    found = differences(expected, actual)
    if found:
        pytest.fail("\n".join(found), pytrace=False)
