"""The PDF object model, as little of it as letters need: names, references, streams, the file."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Name:
    """A name object such as ``/Page``, given without the slash."""

    text: str


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to a numbered object."""

    number: int


@dataclass(frozen=True, slots=True)
class Raw:
    """Bytes that stand in the file as they are."""

    code: bytes


def text_string(text: str) -> bytes:
    """A text string: as it stands when it is plain ASCII, else UTF-16 with its mark, in hex."""
    if text.isascii() and text.isprintable():
        escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        return b"(" + escaped.encode("ascii") + b")"
    return b"<" + (b"\xfe\xff" + text.encode("utf-16-be")).hex().upper().encode("ascii") + b">"


def number(value: float) -> str:
    """A number with at most four decimals and no trailing zeros: the same on every machine."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def serialise(value: object) -> bytes:
    """Write a Python value as PDF source; ``bytes`` become a hexadecimal string."""
    match value:
        case None:
            return b"null"
        case bool():
            return b"true" if value else b"false"
        case int():
            return b"%d" % value
        case float():
            return number(value).encode("ascii")
        case str():
            return text_string(value)
        case bytes():
            return b"<" + value.hex().upper().encode("ascii") + b">"
        case Name():
            return b"/" + value.text.encode("ascii")
        case Ref():
            return b"%d 0 R" % value.number
        case Raw():
            return value.code
        case Mapping():
            inner = b" ".join(
                b"/" + k.encode("ascii") + b" " + serialise(v) for k, v in value.items()
            )
            return b"<<" + inner + b">>"
        case Sequence():
            return b"[" + b" ".join(map(serialise, value)) + b"]"
    raise TypeError(f"{type(value).__name__} has no PDF form")


@dataclass
class PdfFile:
    """Objects in the order they were numbered, written out with their cross-reference table.

    The bytes depend on the objects alone: no clock, no random identifier.
    """

    bodies: list[bytes | None] = field(default_factory=list)

    def reserve(self) -> Ref:
        """Take a number for an object whose content is not known yet."""
        self.bodies.append(None)
        return Ref(len(self.bodies))

    def add(self, value: object, at: Ref | None = None) -> Ref:
        """Add an object, under a reserved number if one is given."""
        return self._put(serialise(value), at)

    def add_stream(
        self,
        content: bytes,
        entries: Mapping[str, object] | None = None,
        *,
        at: Ref | None = None,
        is_compressed: bool = False,
        level: int = 6,
    ) -> Ref:
        """Add a stream, deflated here; ``is_compressed`` says that it already was.

        ``level`` 0 leaves the content readable, as PDF/A asks of the metadata.
        """
        head = dict(entries or {})
        if level:
            head["Filter"] = Name("FlateDecode")
            if not is_compressed:
                content = zlib.compress(content, level)
        head["Length"] = len(content)
        return self._put(serialise(head) + b"\nstream\n" + content + b"\nendstream", at)

    def _put(self, body: bytes, at: Ref | None) -> Ref:
        ref = at or self.reserve()
        self.bodies[ref.number - 1] = body
        return ref

    def write(self, root: Ref, info: Ref, identifier: bytes) -> bytes:
        """The whole file. Raises ``ValueError`` when a reserved number was never filled."""
        parts = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"]
        position = len(parts[0])
        table = [b"0000000000 65535 f \n"]
        for index, body in enumerate(self.bodies, start=1):
            if body is None:
                raise ValueError(f"object {index} was reserved and never written")
            table.append(b"%010d 00000 n \n" % position)
            parts.append(b"%d 0 obj\n" % index + body + b"\nendobj\n")
            position += len(parts[-1])
        trailer = {"Size": len(table), "Root": root, "Info": info, "ID": [identifier, identifier]}
        parts.append(b"xref\n0 %d\n" % len(table) + b"".join(table))
        parts.append(b"trailer\n" + serialise(trailer) + b"\nstartxref\n%d\n%%%%EOF\n" % position)
        return b"".join(parts)
