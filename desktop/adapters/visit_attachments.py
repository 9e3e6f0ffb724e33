"""Photos and signature files from disk: looked at by their first bytes, not by their names."""

from dataclasses import dataclass
from pathlib import Path

from desktop.domain.errors import DomainError, EnvironmentProblem

LARGEST = 10 * 1024 * 1024
"""So many bytes at most: a photo of a paper needs less."""
_MARKS = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"%PDF-": "application/pdf",
}


@dataclass(frozen=True)
class Attachment:
    """A file as it was found; ``media_type`` is what its first bytes say."""

    name: str
    media_type: str
    content: bytes


def read_attachment(path: Path) -> Attachment:
    """Read a JPEG, PNG or PDF of at most ``LARGEST`` bytes.

    Raises ``DomainError`` ``dispatch.file_empty``, ``file_too_large``, ``file_type`` and
    ``EnvironmentProblem`` ``dispatch.file_unreadable`` with the system's reason.
    """
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise DomainError(
                "dispatch.file_too_large", field="file", name=path.name, limit=LARGEST >> 20
            )
        content = path.read_bytes()
    except OSError as error:
        raise EnvironmentProblem(
            "dispatch.file_unreadable", name=path.name, reason=error.strerror or str(error)
        ) from error
    if not content:
        raise DomainError("dispatch.file_empty", field="file", name=path.name)
    kind = next((kind for mark, kind in _MARKS.items() if content.startswith(mark)), None)
    if kind is None:
        raise DomainError("dispatch.file_type", field="file", name=path.name)
    return Attachment(path.name[-200:], kind, content)
