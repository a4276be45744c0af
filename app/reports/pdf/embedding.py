"""How a font gets into a document: one code per glyph and text, so that copied text is always right."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from io import BytesIO
from typing import Any, NamedTuple

import uharfbuzz as hb
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from app.reports.pdf.fonts import Font
from app.reports.pdf.objects import Raw, Stream

_UNUSED_TABLES = ("GSUB", "GPOS", "GDEF", "STAT", "meta", "DSIG", "name", "post", "OS/2", "cmap")
_SYMBOLIC = 4
_STEM = 80
"""A guess: readers use the stem width only where a font is missing, and here none is."""

_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{blocks}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""
_BLOCK = 100
"""The most entries a reader must accept in one block of a CMap."""


class Outline(NamedTuple):
    """What one code draws: glyphs of the font at their places, and how far the pen moves, in font units."""

    advance: int
    parts: tuple[tuple[int, int, int], ...]


class FontUse:
    """The use of one font in one document."""

    def __init__(self, font: Font, key: str) -> None:
        self.font = font
        self.key = key
        self._codes: dict[tuple[Outline, str], int] = {}

    def code(self, outline: Outline, text: str) -> str:
        """The four hex digits that show OUTLINE and mean TEXT; a glyph that stands for two letters gets two codes."""
        found = self._codes.setdefault((outline, text), len(self._codes) + 1)
        return f"{found:04X}"

    def addObjects(self, document: Any) -> None:  # noqa: N802 - reportlab calls it by this name when it saves
        """Write the font with the glyphs that were used."""
        program, places = self._subset()
        name = f"{self._tag()}+{self.font.name}"
        file = document.Reference(Stream(f"/Length1 {len(program)}", program))
        descriptor = document.Reference(Raw(self._descriptor(name, _ref(document, file))))
        glyphs = document.Reference(Stream("", places))
        descendant = document.Reference(Raw(self._descendant(name, _ref(document, descriptor), _ref(document, glyphs))))
        meaning = document.Reference(Stream("", self._meaning()))
        document.idToObject["BasicFonts"].dict[self.key] = document.Reference(
            Raw(
                (
                    f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H"
                    f"/DescendantFonts[{_ref(document, descendant)}]/ToUnicode {_ref(document, meaning)}>>"
                ).encode()
            )
        )

    def _subset(self) -> tuple[bytes, bytes]:
        """The font file with only the used glyphs, and the map from our codes to its glyph numbers."""
        wanted = hb.SubsetInput()
        wanted.glyph_set.update({part[0] for outline, _ in self._codes for part in outline.parts})
        wanted.flags = hb.SubsetFlags.NO_LAYOUT_CLOSURE | hb.SubsetFlags.NOTDEF_OUTLINE | hb.SubsetFlags.NO_HINTING
        wanted.drop_table_tag_set.update({int.from_bytes(tag.encode().ljust(4), "big") for tag in _UNUSED_TABLES})
        plan = hb.SubsetPlan(self.font.face, wanted)
        renumbered = plan.old_to_new_glyph_mapping
        placed = [
            Outline(outline.advance, tuple((renumbered[glyph], x, y) for glyph, x, y in outline.parts))
            for outline, _ in self._codes
        ]
        composed = list(dict.fromkeys(outline for outline in placed if _is_composed(outline)))
        program, first = compose(bytes(plan.execute().blob.data), composed)
        numbers = {outline: first + place for place, outline in enumerate(composed)}
        glyphs = (numbers.get(outline, outline.parts[0][0]) for outline in placed)
        return program, b"\0\0" + b"".join(glyph.to_bytes(2, "big") for glyph in glyphs)

    def _tag(self) -> str:
        """Six capitals that name the subset; the same content gets the same name."""
        checksum = zlib.crc32(repr(list(self._codes)).encode())
        return "".join(chr(65 + (checksum >> (4 * place)) % 26) for place in range(6))

    def _descriptor(self, name: str, file: str) -> bytes:
        scale = 1000 / self.font.units
        ascent, descent = round(self.font.ascender * scale), round(self.font.descender * scale)
        box = " ".join(str(round(edge * scale)) for edge in self._bounds())
        return (
            f"<</Type/FontDescriptor/FontName/{name}/Flags {_SYMBOLIC}/FontBBox[{box}]/ItalicAngle 0"
            f"/Ascent {ascent}/Descent {descent}/CapHeight {round(ascent * 0.7)}/StemV {_STEM}/FontFile2 {file}>>"
        ).encode()

    def _bounds(self) -> tuple[int, int, int, int]:
        """What all outlines together cover."""
        parts = {part for outline, _ in self._codes for part in outline.parts}
        extents = [(self.font.shaping.get_glyph_extents(glyph), x, y) for glyph, x, y in parts]
        drawn = [(e.x_bearing + x, e.y_bearing + y, e.width, e.height) for e, x, y in extents if e]
        return (
            min((x for x, _, _, _ in drawn), default=0),
            min((y + height for _, y, _, height in drawn), default=0),
            max((x + width for x, _, width, _ in drawn), default=0),
            max((y for _, y, _, _ in drawn), default=0),
        )

    def _descendant(self, name: str, descriptor: str, glyphs: str) -> bytes:
        scale = 1000 / self.font.units
        widths = " ".join(f"{outline.advance * scale:.3f}" for outline, _ in self._codes)
        return (
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDToGIDMap {glyphs}/DW 0/W[1[{widths}]]"
            f"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor {descriptor}>>"
        ).encode()

    def _meaning(self) -> bytes:
        """The ToUnicode map."""
        entries = [
            f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>"
            for (_, text), code in self._codes.items()
            if text
        ]
        blocks = []
        for start in range(0, len(entries), _BLOCK):
            block = entries[start : start + _BLOCK]
            blocks.append("\n".join([f"{len(block)} beginbfchar", *block, "endbfchar"]))
        return _CMAP.format(blocks="\n".join(blocks)).encode("ascii")


def _is_composed(outline: Outline) -> bool:
    return len(outline.parts) > 1 or outline.parts[0][1:] != (0, 0)


def compose(program: bytes, outlines: Sequence[Outline]) -> tuple[bytes, int]:
    """Add a glyph for each outline to a font file; also returns the number of the first of them."""
    if not outlines:
        return program, 0
    font = TTFont(BytesIO(program), recalcTimestamp=False)
    names = font.getGlyphOrder()
    first = len(names)
    font.setGlyphOrder([*names, *(f"letter{place}" for place in range(len(outlines)))])
    table, widths = font["glyf"], font["hmtx"]
    for place, outline in enumerate(outlines):
        pen = TTGlyphPen(table)
        for glyph, x, y in outline.parts:
            pen.addComponent(names[glyph], (1, 0, 0, 1, x, y))
        glyph = pen.glyph()
        table[f"letter{place}"] = glyph
        glyph.recalcBounds(table)
        widths[f"letter{place}"] = (outline.advance, glyph.xMin)
    written = BytesIO()
    font.save(written)
    return written.getvalue(), first


def _ref(document: Any, reference: Any) -> str:
    return reference.format(document).decode("ascii")  # type: ignore[no-any-return]
