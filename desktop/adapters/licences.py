"""The licences of everything that is bundled: the program, its libraries, fonts and icons."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata

from desktop.adapters import paths

PROGRAM = "shouyue"
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_FILE = re.compile(r"(^|/)(LICEN[CS]E|COPYING|NOTICE|AUTHORS)[^/]*$", re.IGNORECASE)
_OWN = (
    ("Noto Sans SC", "OFL-1.1", ("fonts", "OFL-NotoSansSC.txt")),
    ("Noto Serif SC", "OFL-1.1", ("fonts", "OFL-NotoSerifSC.txt")),
    ("Shouyue Kai (LXGW WenKai)", "OFL-1.1", ("fonts", "OFL-ShouyueKai.txt")),
    ("Lucide", "ISC", ("icons", "LICENSE")),
)


_APART = ("python-gammu",)
"""Carried for a process of its own (the modem's), where it is installed."""


@dataclass(frozen=True)
class Licence:
    """What a part is called, in which version, under which terms; ``text`` is their wording."""

    name: str
    version: str
    terms: str
    text: str


def bundled() -> list[Licence]:
    """Return every part: the program first, then fonts and icons, then libraries by name."""
    own = [
        Licence(name, "", terms, paths.resources(*place).read_text("utf-8"))
        for name, terms, place in _OWN
    ]
    parts = sorted({*_required(PROGRAM, set()), *_installed(_APART)}, key=str.lower)
    libraries = [_library(metadata.distribution(name)) for name in parts]
    return [_library(metadata.distribution(PROGRAM)), *own, *libraries]


def _required(name: str, seen: set[str]) -> Iterator[str]:
    """Walk what a distribution needs, and what that needs, as far as it is installed."""
    for line in metadata.distribution(name).requires or ():
        wanted = _NAME.match(line)
        if wanted is None or "extra ==" in line:
            continue
        plain = wanted.group().lower().replace("_", "-")
        if plain in seen:
            continue
        seen.add(plain)
        try:
            metadata.distribution(plain)
        except metadata.PackageNotFoundError:
            continue  # needed on another system only
        yield plain
        yield from _required(plain, seen)


def _installed(names: Sequence[str]) -> Iterator[str]:
    for name in names:
        try:
            metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        yield name


def _library(found: metadata.Distribution) -> Licence:
    facts = found.metadata
    said = [facts[name] for name in ("License-Expression", "License") if name in facts]
    classified = _classified(facts.get_all("Classifier") or [])
    terms = said[0] if "License-Expression" in facts else classified or "".join(said)
    terms = terms.strip().partition("\n")[0]
    texts = [_read(file) for file in found.files or () if _is_licence(file)]
    if not any(texts) and "LGPL-3.0" in terms:  # Qt names its licence without its wording
        names = ("LGPL-3.0.txt", "GPL-3.0.txt")
        texts = [paths.resources("licences", name).read_text("utf-8") for name in names]
    return Licence(facts["Name"], facts["Version"], terms[:120], "\n\n".join(filter(None, texts)))


def _is_licence(file: metadata.PackagePath) -> bool:
    return bool(_FILE.search(file.as_posix())) and file.suffix not in (".py", ".pyc")


def _read(file: metadata.PackagePath) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""  # a frozen program has the metadata, not every file named in it


def _classified(classifiers: list[str]) -> str:
    names = [each.rpartition(" :: ")[2] for each in classifiers if each.startswith("License ::")]
    return ", ".join(names)
