"""A reportlab canvas whose pages are tagged: PDF/A-2a and PDF/UA-1 without touching the file afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from hashlib import md5
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName
from reportlab.pdfgen.canvas import Canvas

from app.core import clock
from app.reports.pdf import metadata
from app.reports.pdf.embedding import FontUse
from app.reports.pdf.fonts import Font
from app.reports.pdf.objects import Page, Raw, Stream, number
from app.reports.pdf.shaping import Line, cleaned
from app.reports.pdf.structure import Element, Tree, attributes
from app.reports.pdf.writing import operators

PRODUCER = "Connecting Humans – Koordination"
BLACK = "#19242A"


class TaggedCanvas(Canvas):  # type: ignore[misc]  # reportlab has no types
    """Pages in points from the lower left; what is drawn inside `tag()` is content, everything else decoration."""

    def __init__(
        self,
        pagesize: tuple[float, float],
        *,
        title: str,
        author: str,
        subject: str = "",
        language: str = "de-DE",
        moment: datetime | None = None,
    ) -> None:
        super().__init__(None, pagesize=pagesize, pageCompression=1, invariant=1, pdfVersion=(1, 7), lang=language)
        self._language = language
        self._moment = (moment or clock.now()).replace(microsecond=0)
        self._describe(title, author, subject or title)
        self._uses: dict[Font, FontUse] = {}
        self._written: dict[tuple[Line, float], str] = {}
        self._resources = Raw(b"")
        self._stamps: dict[str, int] = {}
        self._tree = Tree(self._doc)
        self._within = [self._tree.top]
        self._open = self._decorating = False
        self._marks: list[Element] = []
        self._ink = self._pen = ""

    def _describe(self, title: str, author: str, subject: str) -> None:
        self.setTitle(cleaned(title))
        self.setAuthor(cleaned(author))
        self.setSubject(cleaned(subject))
        self.setCreator(PRODUCER)
        self.setDateFormatter(lambda *_: metadata.pdf_date(self._moment))
        self._doc.signature = md5(repr((title, author, self._moment)).encode(), usedforsecurity=False)

    def _make_preamble(self) -> None:
        """Nothing: reportlab's own preamble would put Helvetica into every page, unembedded."""
        self._preamble = ""

    # structure -------------------------------------------------------------------------------------------------------

    @contextmanager
    def tag(self, role: str, **extra: Any) -> Iterator[None]:
        """Everything drawn inside is content of one structure element; see `attributes` for EXTRA."""
        if self._decorating:
            yield
            return
        self._close_mark()
        self._within.append(Element(self._tree, role, self._within[-1], attributes(**extra) if extra else ""))
        yield
        self._close_mark()
        self._within.pop()

    @contextmanager
    def decoration(self) -> Iterator[None]:
        """Everything drawn inside is passed over when the page is read aloud."""
        if self._decorating:
            yield
            return
        self._close_mark()
        self._decorating = True
        yield
        self._close_mark()
        self._decorating = False

    def _close_mark(self) -> None:
        if self._open:
            self._code.append("EMC")
            self._open = False

    def draw(self, operators: str) -> None:
        """Add drawing operators to the page, marked as what they are."""
        if not self._open:
            element = self._within[-1]
            if self._decorating or element is self._tree.top:
                self._code.append("/Artifact BMC")
            else:
                self._code.append(f"/{element.role} <</MCID {len(self._marks)}>> BDC")
                element.mark(len(self._tree.pages), len(self._marks))
                self._marks.append(element)
            self._open = True
        self._code.append(operators)

    # drawing ---------------------------------------------------------------------------------------------------------

    def write(self, line: Line, x: float, y: float, size: float, colour: str = BLACK) -> None:
        """A shaped line with its left end at X and its baseline at Y."""
        written = self._written.get((line, size))
        if written is None:
            written = self._written[line, size] = operators(line, size, self._use)
        self.ink(colour)
        self.draw(f"BT 1 0 0 1 {number(x)} {number(y)} Tm {written} ET")

    def ink(self, colour: str) -> None:
        """The colour of text and areas from here on."""
        if colour != self._ink:
            self.draw(f"{_rgb(colour)} rg")
            self._ink = colour

    def area(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A filled rectangle."""
        self.ink(colour)
        self.draw(f"{number(x)} {number(y)} {number(width)} {number(height)} re f")

    def stroke(self, path: str, colour: str, width: float, dash: Sequence[float] = ()) -> None:
        """Draw along PATH (operators that build one)."""
        pen = f"{_rgb(colour)} RG {number(width)} w [{' '.join(map(number, dash))}] 0 d"
        if pen != self._pen:
            self.draw(pen)
            self._pen = pen
        self.draw(f"{path} S")

    def stamp(self, name: str, drawing: str, size: tuple[float, float], x: float, y: float) -> None:
        """A drawing that is stored once and put onto many pages."""
        if name not in self._stamps:
            entries = f"/Type/XObject/Subtype/Form/BBox[0 0 {number(size[0])} {number(size[1])}]"
            self._stamps[name] = self._tree.register(Stream(entries, drawing.encode("ascii")))
        self.draw(f"q 1 0 0 1 {number(x)} {number(y)} cm /{name} Do Q")

    def _use(self, font: Font) -> FontUse:
        use = self._uses.get(font)
        if use is None:
            use = self._uses[font] = FontUse(font, f"F{len(self._uses) + 1}")
            self._doc.delayedFonts.append(use)
        return use

    # pages and file --------------------------------------------------------------------------------------------------

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        """Finish the page."""
        self._close_mark()
        page = Page()
        page.pagewidth, page.pageheight = self._pagesize
        page.Contents = Stream("", "\n".join(self._code).encode("ascii"))
        page.Resources = self._doc.Reference(self._resources)
        page.StructParents = len(self._tree.pages)
        page.Tabs = PDFName("S")
        self._doc.addPage(page)
        self._tree.pages.append(self._doc.objectcounter)
        self._tree.marks.append(self._marks)
        self._marks = []
        self._ink = self._pen = ""
        self._startPage()

    def data(self) -> bytes:
        """The finished document."""
        if self._code:
            self.showPage()
        catalog = self._doc.Catalog
        catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents"]
        catalog.StructTreeRoot = self._tree.close()
        catalog.MarkInfo = PDFDictionary({"Marked": "true"})
        catalog.ViewerPreferences = PDFDictionary({"DisplayDocTitle": "true"})
        profile = self._tree.register(Stream("/N 3", metadata.srgb()))
        catalog.OutputIntents = Raw(f"[{metadata.OUTPUT_INTENT.format(profile=profile)}]".encode("ascii"))
        catalog.Metadata = Stream("/Type/Metadata/Subtype/XML", self._xmp(), compress=False)
        stamps = "".join(f"/{name} {reference} 0 R" for name, reference in self._stamps.items())
        fonts = self._doc.Reference(self._doc.idToObject["BasicFonts"]).format(self._doc).decode("ascii")
        self._resources.body = f"<</Font {fonts}/XObject<<{stamps}>>/ProcSet[/PDF/Text]>>".encode("ascii")
        return bytes(self.getpdfdata())

    def _xmp(self) -> bytes:
        info = self._doc.info
        texts = {name: getattr(info, name) for name in ("title", "author", "subject", "creator", "producer")}
        return metadata.xmp(self._moment, self._language, **texts)


@lru_cache(maxsize=64)
def _rgb(colour: str) -> str:
    """'#0B5D73' as three numbers from 0 to 1."""
    return " ".join(f"{int(colour[place : place + 2], 16) / 255:.4g}" for place in (1, 3, 5))


__all__ = ["BLACK", "TaggedCanvas"]
