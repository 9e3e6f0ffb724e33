"""Filling in an encrypted collection sheet as an officer does, for the tests."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pikepdf import Encryption, Pdf, String

SECRET = "village-2026"


def fill_in(path: Path, passphrase: str, rows: Mapping[int, Mapping[str, str]]) -> None:
    """Type into a form's rows, by number and column, and shut it again."""
    with Pdf.open(path, password=passphrase, allow_overwriting_input=True) as form:
        root: Any = form.Root
        for field in root.AcroForm.Fields:
            name, number, _mark = f"{field.T}__".replace("paid_on", "paid-on").split("_", 2)
            typed = rows.get(int(number), {}) if number.isdecimal() else {}
            if (column := name.replace("-", "_")) in typed:
                field.V = String(typed[column])
        form.save(path, encryption=Encryption(owner=passphrase, user=passphrase, R=6))
