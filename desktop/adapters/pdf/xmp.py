"""The document's description, twice as PDF/A wants it: information dictionary and XMP packet."""

from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

from desktop.adapters.pdf.objects import Raw

PRODUCER = "Shouyue"


@dataclass(frozen=True)
class Metadata:
    """What a file says about itself. ``made_at`` is naive Beijing time."""

    title: str
    author: str
    subject: str
    made_at: datetime
    language: str = "zh-CN"
    keywords: str = ""


def pdf_moment(moment: datetime) -> Raw:
    """A moment of Beijing time as PDF writes it."""
    return Raw(moment.strftime("(D:%Y%m%d%H%M%S+08'00')").encode("ascii"))


def information(metadata: Metadata) -> dict[str, object]:
    """The information dictionary."""
    moment = pdf_moment(metadata.made_at)
    entries: dict[str, object] = {
        "Title": metadata.title,
        "Author": metadata.author,
        "Subject": metadata.subject,
        "Creator": PRODUCER,
        "Producer": PRODUCER,
        "CreationDate": moment,
        "ModDate": moment,
    }
    if metadata.keywords:
        entries["Keywords"] = metadata.keywords
    return entries


def packet(metadata: Metadata, part: int) -> bytes:
    """The XMP packet claiming PDF/A ``part``, conformance level B."""
    moment = metadata.made_at.strftime("%Y-%m-%dT%H:%M:%S+08:00")
    keywords = (
        f"<pdf:Keywords>{escape(metadata.keywords)}</pdf:Keywords>" if metadata.keywords else ""
    )
    text = f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdfaid:part>{part}</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:language><rdf:Bag><rdf:li>{metadata.language}</rdf:li></rdf:Bag></dc:language>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(metadata.title)}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{escape(metadata.author)}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{escape(metadata.subject)}</rdf:li></rdf:Alt></dc:description>
<xmp:CreateDate>{moment}</xmp:CreateDate><xmp:ModifyDate>{moment}</xmp:ModifyDate>
<xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool><pdf:Producer>{PRODUCER}</pdf:Producer>{keywords}
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
    return text.encode("utf-8")
