"""PDF objects that reportlab has not, or writes in a way PDF/A refuses."""

from __future__ import annotations

import zlib

from reportlab.pdfbase.pdfdoc import PDFObject, PDFPage, PDFStream


class Raw(PDFObject):  # type: ignore[misc]  # reportlab has no types
    """An object whose bytes are ready, which spares reportlab's slow formatting."""

    def __init__(self, body: bytes) -> None:
        self.body = body

    def format(self, _document: object) -> bytes:
        """The bytes themselves."""
        return self.body


class Stream(PDFStream):  # type: ignore[misc]
    """A stream with the end-of-line before `endstream` that PDF/A asks for and reportlab leaves out."""

    def __init__(self, entries: str, content: bytes, *, compress: bool = True) -> None:
        super().__init__()
        self.entries = entries
        self.data = content
        self.compress = compress

    def format(self, _document: object) -> bytes:
        """Dictionary and data; the CR matters where the data itself ends in CR."""
        data = zlib.compress(self.data) if self.compress else self.data
        packed = "/Filter/FlateDecode" if self.compress else ""
        head = f"<<{self.entries}{packed}/Length {len(data)}>>\nstream\n"
        return head.encode("ascii") + data + b"\r\nendstream\n"


class Page(PDFPage):  # type: ignore[misc]
    """A page that knows its place in the structure tree."""

    __NoDefault__ = [*PDFPage.__NoDefault__, "StructParents", "Tabs"]


def literal(text: str) -> str:
    """TEXT as a PDF string, every character possible."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


def number(value: float) -> str:
    """A coordinate, to a hundredth of a point at most."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))
