"""The branch's own font for the text of letters, such as the 仿宋 it has a licence for."""

import hashlib
from functools import cache
from pathlib import Path

from sqlalchemy import Connection

from db import letter_queries as queries
from db import settings_queries
from desktop.adapters import paths
from desktop.adapters.pdf.fonts import BODY, FontSet, check_own_font
from desktop.adapters.pdf.typesetter import Typesetter
from desktop.domain.changes import Changes
from desktop.services.desk import Desk

FONT = "letter_font"
"""The name under which the font lies among the stored files."""


def everyday_characters() -> list[str]:
    """The characters of GB 2312: what a font must have to set letters."""
    pairs = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    decoded = (pair.decode("gb2312", "ignore") for pair in pairs)
    return ["0", "，", "。", "￥", *filter(None, decoded)]


def save(desk: Desk, path: Path) -> Changes:
    """Use a font file for the text of letters from now on.

    Raises ``EnvironmentProblem`` for a file without TrueType outlines, one that may not be
    embedded, and one that lacks some of the ``everyday_characters``.
    """
    check_own_font(path, everyday_characters())
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    with desk.write() as work:
        settings_queries.put_file(work.connection, FONT, content, digest)
        work.audit("letter_font.saved", "stored_file", FONT, file=path.name, sha256=digest)
        work.commit()
    return Changes.of("letters", "settings")


def take_back(desk: Desk) -> Changes:
    """Set letters in the bundled font again."""
    with desk.write() as work:
        settings_queries.put_file(work.connection, FONT, None, "")
        work.audit("letter_font.taken_back", "stored_file", FONT)
        work.commit()
    return Changes.of("letters", "settings")


def has_own(desk: Desk) -> bool:
    """Whether letters are set in a font of the branch's own."""
    with desk.read() as connection:
        return queries.file_digest(connection, FONT) is not None


def typesetter(connection: Connection | None = None) -> Typesetter:
    """The typesetter with the branch's font, if it has one; its fonts are read once.

    Without a connection the bundled fonts alone: for tables and sheets that are no letters.
    """
    digest = None if connection is None else queries.file_digest(connection, FONT)
    if connection is None or digest is None:
        return _typesetter(None)
    file = paths.cache_dir() / f"letters-{digest[:16]}.ttf"
    if not file.is_file():
        partial = file.with_suffix(".part")
        partial.write_bytes(settings_queries.file(connection, FONT) or b"")
        partial.replace(file)
    return _typesetter(file)


@cache
def _typesetter(own: Path | None) -> Typesetter:
    fonts = FontSet(paths.resources("fonts"), {BODY: own} if own else None)
    return Typesetter(fonts, paths.resources("pdf", "sRGB.icc"))
