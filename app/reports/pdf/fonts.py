"""The fonts of the documents, taken from packages and loaded once per process."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import fontpkg
import uharfbuzz as hb

from app.core.font_files import script_font

REGULAR, BOLD, OFFICIAL = "regular", "bold", "official"
"""The faces of the documents; the official one is for the sentence beside the emblem, whose font is prescribed."""


class Font:
    """One font file at one weight; text is shaped with it and embedded by glyph number."""

    def __init__(self, name: str, file: hb.Blob, weight: int) -> None:
        self.name = name
        face = hb.Face(file)
        if face.axis_infos:
            face = _pinned(face, weight)
        self.face = face
        self.shaping = hb.Font(face)
        self.units = face.upem
        self.covered = frozenset(face.unicodes)
        extents = self.shaping.get_font_extents("ltr")
        self.ascender, self.descender = extents.ascender, extents.descender
        self._advances: dict[int, int] = {}

    def __repr__(self) -> str:
        return f"Font({self.name})"

    def advance(self, glyph: int) -> int:
        """How far GLYPH moves the pen, in font units."""
        advance = self._advances.get(glyph)
        if advance is None:
            advance = self._advances[glyph] = self.shaping.get_glyph_h_advance(glyph)
        return advance


def _pinned(face: hb.Face, weight: int) -> hb.Face:
    """One instance of a variable font; PDF knows no variable fonts."""
    wanted = hb.SubsetInput()
    wanted.keep_everything()
    wanted.pin_all_axes_to_default(face)
    wanted.pin_axis_location(face, "wght", weight)
    wanted.flags = hb.SubsetFlags.RETAIN_GIDS
    return hb.subset(face, wanted)


def _packaged(family: str) -> Callable[[int], hb.Blob]:
    return lambda weight: hb.Blob.from_file_path(str(fontpkg.path(family, weight)))


def _noto(script: str) -> Callable[[int], hb.Blob]:
    return lambda _weight: hb.Blob.from_file_path(str(script_font(script)))


def _modular(regular: str, bold: str) -> Callable[[int], hb.Blob]:
    """A font of pymupdf-fonts, which holds its files as Python modules."""

    def load(weight: int) -> hb.Blob:
        import pymupdf_fonts

        return hb.Blob(pymupdf_fonts.myfont(bold if weight > 400 else regular))

    return load


_TEXT: dict[str, Callable[[int], hb.Blob]] = {
    "Arimo": _packaged("Arimo"),
    "Amiri": _packaged("Amiri"),
    "NotoSansEthiopic": _noto("Ethiopic"),
    "FiraGO": _modular("figo", "figbo"),
    "NotoSansBengali": _noto("Bengali"),
    "NotoSansTamil": _noto("Tamil"),
}
"""In order of preference; Amiri has one glyph per Arabic letter, which keeps copied text whole."""


@cache
def fonts(face: str = REGULAR) -> tuple[Font, ...]:
    """Every font of one face, the main one first."""
    if face == OFFICIAL:
        return (Font("Ubuntu", _modular("ubuntu", "ubuntubo")(400), 400), *fonts())
    weight, suffix = (700, "-Bold") if face == BOLD else (400, "")
    return tuple(Font(name + suffix, load(weight), weight) for name, load in _TEXT.items())
