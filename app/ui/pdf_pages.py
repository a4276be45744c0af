"""Pages of a PDF as plain bytes, read and painted by PDFium away from the screen."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from PySide6.QtGui import QImage

_pdfium = threading.Lock()
"""PDFium must never be used by two threads at once."""


@dataclass(frozen=True)
class Sheet:
    """One page: its size in points and the words on it."""

    width: float
    height: float
    text: str


@dataclass(frozen=True)
class Picture:
    """One rendered page as plain bytes, four to a pixel (blue, green, red, nothing)."""

    width: int
    height: int
    stride: int
    data: bytes

    def image(self, ratio: float = 1.0) -> QImage:
        """The page for the screen, or a printer."""
        made = QImage(self.data, self.width, self.height, self.stride, QImage.Format.Format_RGB32).copy()
        made.setDevicePixelRatio(ratio)
        return made


def read(data: bytes) -> tuple[Sheet, ...]:
    """All pages of a PDF."""
    import pypdfium2

    found = []
    with _pdfium, pypdfium2.PdfDocument(data) as document:
        for page in document:
            words = page.get_textpage()
            width, height = page.get_size()
            found.append(Sheet(width, height, words.get_text_bounded().strip()))
            words.close()
            page.close()
    return tuple(found)


def render(data: bytes, number: int, width: int) -> Picture:
    """Page NUMBER (from 0), WIDTH device pixels wide."""
    import pypdfium2

    with _pdfium, pypdfium2.PdfDocument(data) as document:
        page = document[number]
        bitmap = page.render(scale=width / page.get_width(), prefer_bgrx=True)
        picture = Picture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
        bitmap.close()
        page.close()
    return picture
