"""What the pages of one document draw with: its fonts and pictures, numbered as they come up."""

from desktop.adapters.pdf.file import PdfFile, ref
from desktop.adapters.pdf.font_file import FontFile
from desktop.adapters.pdf.pictures import Picture


class UsedFont(dict[str, str]):
    """A font in one document: the code of each character it draws, in the order of first use."""

    def __init__(self, name: str, place: int) -> None:
        super().__init__()
        self.name = name
        self.place = place

    def __missing__(self, character: str) -> str:
        code = self[character] = f"{len(self) + 1:04X}"
        return code


class Resources:
    """The fonts and pictures of a document."""

    def __init__(self, file: PdfFile) -> None:
        self.place = file.reserve()
        self._file = file
        self._fonts: dict[FontFile, UsedFont] = {}
        self._pictures: dict[Picture, int] = {}

    def font(self, font: FontFile) -> UsedFont:
        """The font as this document has it."""
        used = self._fonts.get(font)
        if used is None:
            name = f"F{len(self._fonts) + 1}"
            used = self._fonts[font] = UsedFont(name, self._file.reserve())
        return used

    def picture(self, picture: Picture) -> str:
        """The name under which pages show a picture."""
        if picture not in self._pictures:
            self._pictures[picture] = picture.embed(self._file)
        return f"I{self._pictures[picture]}"

    def write(self) -> None:
        """Put the fonts with the characters that were used into the file, and the list of all."""
        for font, used in self._fonts.items():
            font.embed(self._file, tuple(used), used.place)
        fonts = " ".join(f"/{used.name} {ref(used.place)}" for used in self._fonts.values())
        pictures = " ".join(f"/I{place} {ref(place)}" for place in self._pictures.values())
        self._file.put(f"<</Font <<{fonts}>> /XObject <<{pictures}>>>>", self.place)
