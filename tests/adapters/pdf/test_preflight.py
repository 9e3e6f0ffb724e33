"""A second opinion on PDF/A: every kind of letter through Apache PDFBox Preflight.

Preflight knows PDF/A-1b. What that part forbids and part 2 allows is left out of the letters here
(the seal's transparency) or of the findings (a list of the glyphs in a subset, which part 2 no
longer wants).
"""

import os
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from desktop.adapters.pdf.signing_key import SigningKey
from desktop.adapters.pdf.typesetter import Typesetter
from tests.adapters.pdf.test_every_letter import TEMPLATES, paper_of, setter
from tests.adapters.pdf.test_links import listing
from tests.certificates import NAME, PASSWORD, certificate

__all__ = ["setter"]

JARS = ("preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "javax.activation", "jaxb-api")  # fmt: skip
FOLDER = Path(os.environ.get("PDFBOX_JARS", "/usr/share/java"))
NOT_WANTED_ANY_MORE = re.compile(r"The CIDSet entry is missing for the Composite Subset")


def missing() -> str:
    """What of the second opinion this machine lacks, as the words of a skipped test."""
    if not shutil.which("java"):
        return "no Java runtime: apt-get install default-jre-headless"
    lacking = [name for name in JARS if not (FOLDER / f"{name}.jar").exists()]
    packages = "libpdfbox2-java libactivation-java libjaxb-api-java"
    return f"no {', '.join(lacking)} in {FOLDER}: apt-get install {packages}" if lacking else ""


def as_part_1(content: bytes) -> bytes:
    """The same file claiming part 1: no byte moves, so that nothing else is judged."""
    for ours, theirs in (
        (b"<pdfaid:part>2", b"<pdfaid:part>1"),
        (b"/S /Transparency", b"/S /Transparencx"),  # a page group: part 1 wants none
        (b"%PDF-1.7", b"%PDF-1.4"),
    ):
        assert content.count(ours), ours
        content = content.replace(ours, theirs)
    return content


def findings(folder: Path) -> dict[str, list[str]]:
    """What Preflight says of each file of a folder, in one run."""
    files = folder / "files.txt"
    files.write_text("\n".join(map(str, sorted(folder.glob("*.pdf")))))
    path = os.pathsep.join(str(FOLDER / f"{name}.jar") for name in JARS)
    subprocess.run(
        ["java", "-cp", path, "org.apache.pdfbox.preflight.Validator_A1b", "xml", "group", files],
        check=True,
        capture_output=True,
    )
    told = ET.parse(files.with_name("files.txt.preflight.xml"))
    return {
        str(one.get("name")): [
            f"{error.findtext('code')} {error.findtext('details')}" for error in one.iter("error")
        ]
        for one in told.iter("preflight")
    }


@pytest.mark.skipif(bool(missing()), reason=missing())
def test_another_judge_finds_nothing_wrong(setter: Typesetter, tmp_path: Path) -> None:
    for name, template in TEMPLATES.items():
        (tmp_path / f"{name}.pdf").write_bytes(as_part_1(setter.render(paper_of(template))))
    (tmp_path / "links.pdf").write_bytes(as_part_1(setter.render(listing(40))))
    key = SigningKey(certificate(), PASSWORD, NAME)
    signed, _ = setter.render_counted(paper_of(TEMPLATES["card_demand"]), key=key)
    (tmp_path / "signed.pdf").write_bytes(as_part_1(signed))
    broken = as_part_1(setter.render(paper_of(TEMPLATES["card_demand"])))
    (tmp_path / "broken.pdf").write_bytes(broken.replace(b"/OutputIntents", b"/OutputIntentx"))
    told = findings(tmp_path)
    assert len(told) == len(TEMPLATES) + 3
    assert told.pop("broken.pdf"), "the judge sees what is wrong"
    wrong = {
        name: serious
        for name, found in told.items()
        if (serious := [one for one in found if not NOT_WANTED_ANY_MORE.search(one)])
    }
    assert wrong == {}
