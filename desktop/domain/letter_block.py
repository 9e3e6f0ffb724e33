"""What a block of a letter template must look like, checked when the template is read."""

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.domain.paper import Align

TEXTS = {
    "paragraph": ("text",),
    "heading": ("text",),
    "notice": ("text",),
    "signature": ("signer", "dated"),
    "cut_line": ("text",),
    "table": ("caption",),
    "form": (),
    "page_break": (),
}
"""The kinds of block, and the texts that each has."""

Body = Mapping[str, Any]


def check_body(kind: str, body: Body) -> None:
    """Refuse a block that could not be set.

    Raises ``ValueError``, naming the field, for what is absent or not of its kind.
    """
    if kind not in TEXTS:
        raise ValueError(f"kind = {kind}")
    match kind:
        case "paragraph":
            _needed(body, "text")
            _align(body)
        case "heading" | "notice":
            _needed(body, "text")
            _number(body, "level")
        case "table":
            _check_table(body)
        case "form":
            for row in _list(body, "rows"):
                if not isinstance(row, Sequence) or not row:
                    raise ValueError(f"rows = {row}")
                for cell in row:
                    _check_cell(cell)


def _check_table(body: Body) -> None:
    _needed(body, "rows")
    columns = _list(body, "columns")
    for column in columns:
        if not isinstance(column, Mapping):
            raise ValueError(f"columns = {column}")  # noqa: TRY004 - told as every other fault is
        _needed(column, "head")
        _needed(column, "text")
        _align(column)
    if "total" in body and len(_list(body, "total")) != len(columns):
        raise ValueError(f"total: {len(body['total'])} ≠ {len(columns)} columns")


def _check_cell(cell: object) -> None:
    if not isinstance(cell, Mapping) or not {"label", "text"} & cell.keys():
        raise ValueError(f"rows = {cell}")
    _number(cell, "weight")
    _number(cell, "lines")


def _needed(body: Body, key: str) -> None:
    if key not in body:
        raise ValueError(key)


def _list(body: Body, key: str) -> Sequence[Any]:
    found = body.get(key)
    if not isinstance(found, list) or not found:
        raise ValueError(key)
    return found


def _number(body: Body, key: str) -> None:
    value = body.get(key, 1)
    if not isinstance(value, int | float) or value <= 0:
        raise ValueError(f"{key} = {value}")


def _align(body: Body) -> None:
    value = body.get("align", "left")
    if value not in list(Align):
        raise ValueError(f"align = {value}")
