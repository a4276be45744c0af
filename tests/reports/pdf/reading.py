"""Reads finished documents the way people's readers do: PDFium, the engine of Chrome and Edge."""

from __future__ import annotations

import ctypes
import unicodedata
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw

from app.reports.pdf.canvas import TaggedCanvas
from app.reports.pdf.fonts import REGULAR
from app.reports.pdf.shaping import Typesetter

MM = 72 / 25.4


class Box(NamedTuple):
    """Where something stands, in millimetres from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


def pages_of(data: bytes) -> list[str]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def where(data: bytes, text: str, page: int = 0) -> Box:
    """Where TEXT is first found."""
    document = pypdfium2.PdfDocument(data)
    try:
        sheet = document[page]
        found = sheet.get_textpage()
        start, count = found.search(text, match_case=True).get_next()
        boxes = [found.get_charbox(index) for index in range(start, start + count)]
        left, bottom = min(b[0] for b in boxes), min(b[1] for b in boxes)
        right, top = max(b[2] for b in boxes), max(b[3] for b in boxes)
        height = sheet.get_height()
        return Box(left / MM, (height - top) / MM, right / MM, (height - bottom) / MM)
    finally:
        document.close()


def size_of(data: bytes, text: str, page: int = 0) -> float:
    """The type size of TEXT in points."""
    document = pypdfium2.PdfDocument(data)
    try:
        found = document[page].get_textpage()
        start, _count = found.search(text, match_case=True).get_next()
        return raw.FPDFText_GetFontSize(found.raw, start)
    finally:
        document.close()


def picture(data: bytes, page: int = 0, scale: float = 4.0):
    """The page as pixels, at SCALE pixels for a point."""
    document = pypdfium2.PdfDocument(data)
    try:
        return document[page].render(scale=scale).to_pil().convert("RGB")
    finally:
        document.close()


RULER = "Diese lange Zeile zeigt, dass die Seite waagerecht beschrieben ist."
"""Without it PDFium takes a page of short words one below the other for vertical writing."""


def printed(words: list[str], face: str = REGULAR) -> bytes:
    """A document with one word to a line."""
    canvas, typesetter = TaggedCanvas((595, 842), title="Wörter", author="Test"), Typesetter()
    for start in range(0, len(words), 28):
        for row, word in enumerate([RULER, *words[start : start + 28]]):
            with canvas.tag("P"):
                canvas.write(typesetter.line(word, face), 40, 800 - 26 * row, 14)
        canvas.showPage()
    return canvas.data()


def read_back(words: list[str], face: str = REGULAR) -> list[str]:
    """What PDFium extracts from a document with one word to a line; it takes some letters apart, which NFC undoes."""
    text = "\n".join(pages_of(printed(words, face)))
    return [line for line in unicodedata.normalize("NFC", text).splitlines() if line != RULER]


def roles(data: bytes, page: int = 0) -> list[str]:
    """The roles of the structure elements of a page, in reading order, as PDFium hands them to screen readers."""
    document = pypdfium2.PdfDocument(data)
    sheet = document[page]
    tree = raw.FPDF_StructTree_GetForPage(sheet.raw)
    try:
        count = raw.FPDF_StructTree_CountChildren(tree)
        return [role for index in range(count) for role in _roles(raw.FPDF_StructTree_GetChildAtIndex(tree, index))]
    finally:
        raw.FPDF_StructTree_Close(tree)
        document.close()


def _roles(element) -> list[str]:
    length = raw.FPDF_StructElement_GetType(element, None, 0)
    buffer = ctypes.create_string_buffer(length)
    raw.FPDF_StructElement_GetType(element, buffer, length)
    found = [buffer.raw[:length].decode("utf-16-le").rstrip("\0")]
    for index in range(raw.FPDF_StructElement_CountChildren(element)):
        child = raw.FPDF_StructElement_GetChildAtIndex(element, index)
        if child:
            found += _roles(child)
    return found


def alternatives(data: bytes) -> list[str]:
    """What pictures are read aloud as, page by page in reading order."""
    document = pypdfium2.PdfDocument(data)
    found: list[str] = []
    for sheet in document:
        tree = raw.FPDF_StructTree_GetForPage(sheet.raw)
        for number in range(raw.FPDF_StructTree_CountChildren(tree)):
            found += _alternatives(raw.FPDF_StructTree_GetChildAtIndex(tree, number))
        raw.FPDF_StructTree_Close(tree)
    document.close()
    return found


def _alternatives(element) -> list[str]:
    length = raw.FPDF_StructElement_GetAltText(element, None, 0)
    buffer = ctypes.create_string_buffer(max(length, 2))
    raw.FPDF_StructElement_GetAltText(element, buffer, length)
    text = buffer.raw[:length].decode("utf-16-le").rstrip("\0")
    found = [text] if text else []
    for number in range(raw.FPDF_StructElement_CountChildren(element)):
        child = raw.FPDF_StructElement_GetChildAtIndex(element, number)
        if child:
            found += _alternatives(child)
    return found
