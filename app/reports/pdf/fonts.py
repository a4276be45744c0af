"""The fonts of the documents, taken from packages and loaded once per process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path

import fontpkg
import uharfbuzz as hb

REGULAR, BOLD = 400, 700


class Font:
    """One font file at one weight; text is shaped with it and embedded by glyph id."""

    def __init__(self, name: str, path: Path, axes: Mapping[str, float]) -> None:
        self.name = name
        face = hb.Face(hb.Blob.from_file_path(str(path)))
        if face.axis_infos:
            face = _pinned(face, axes)
        self.face = face
        self.shaping = hb.Font(face)
        self.units = face.upem
        self.covered = frozenset(face.unicodes)
        extents = self.shaping.get_font_extents("ltr")
        self.ascender, self.descender = extents.ascender, extents.descender
        self._advances: dict[int, int] = {}

    def __repr__(self) -> str:
        return f"Font({self.name})"

    @cached_property
    def character(self) -> dict[int, str]:
        """The plain character of each glyph that has one."""
        glyphs: dict[int, str] = {}
        for code in sorted(self.covered):
            glyph = self.shaping.get_nominal_glyph(code)
            if glyph is not None:
                glyphs.setdefault(glyph, chr(code))
        return glyphs

    def advance(self, glyph: int) -> int:
        """How far GLYPH moves the pen, in font units."""
        advance = self._advances.get(glyph)
        if advance is None:
            advance = self._advances[glyph] = self.shaping.get_glyph_h_advance(glyph)
        return advance


def _pinned(face: hb.Face, axes: Mapping[str, float]) -> hb.Face:
    """One instance of a variable font; PDF knows no variable fonts."""
    wanted = hb.SubsetInput()
    wanted.keep_everything()
    wanted.pin_all_axes_to_default(face)
    for axis, value in axes.items():
        wanted.pin_axis_location(face, axis, value)
    wanted.flags = hb.SubsetFlags.RETAIN_GIDS
    return hb.subset(face, wanted)


@dataclass(frozen=True)
class _Source:
    """Where a family comes from: its name in the PDF and how to find the file for a weight."""

    name: str
    locate: Callable[[int], Path]


def _ethiopic(_weight: int) -> Path:
    family = files("justmytype_intl_africa").joinpath("fonts", "ofl", "notosansethiopic")
    return Path(str(family.joinpath("NotoSansEthiopic[wdth,wght].ttf")))


_SOURCES = (
    _Source("Arimo", lambda weight: fontpkg.path("Arimo", weight)),
    _Source("Amiri", lambda weight: fontpkg.path("Amiri", weight)),
    _Source("NotoSansEthiopic", _ethiopic),
)
"""In order of preference; Amiri has one glyph per Arabic letter, which keeps copied text whole."""


@cache
def fonts(weight: int = REGULAR) -> tuple[Font, ...]:
    """Every font of one weight, the main one first."""
    suffix = "-Bold" if weight == BOLD else ""
    return tuple(Font(source.name + suffix, source.locate(weight), {"wght": weight}) for source in _SOURCES)
