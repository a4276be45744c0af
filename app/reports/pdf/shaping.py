"""Text to glyphs: NFC, directions, fonts and scripts, HarfBuzz; then fitting and breaking lines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import uharfbuzz as hb
from fontTools.unicodedata import script as script_of

from app.reports.pdf import bidi
from app.reports.pdf.fonts import REGULAR, Font, fonts

_SHARED_SCRIPTS = {"Zyyy", "Zinh", "Zzzz"}
_JOINERS = "\u200c\u200d"
_OVER_TWO_LETTERS = frozenset("\u035c\u035d\u035e\u035f\u0360\u0361\u0362")
_BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Glyph(NamedTuple):
    """One glyph with its advance and its displacement, in font units."""

    id: int
    advance: int
    dx: int
    dy: int


class Cluster(NamedTuple):
    """The smallest piece of text that has glyphs of its own."""

    text: str
    glyphs: tuple[Glyph, ...]


class Run(NamedTuple):
    """Clusters of one font and direction, from left to right."""

    font: Font
    right_to_left: bool
    clusters: tuple[Cluster, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Line:
    """One shaped line; the width is in ems, so that it serves every size."""

    text: str
    width: float
    runs: tuple[Run, ...]
    missing: tuple[str, ...]


class Fitted(NamedTuple):
    """Lines of text and the size at which they fit."""

    size: float
    lines: tuple[Line, ...]


def cleaned(text: str) -> str:
    """TEXT as it can be printed: NFC, one line, without signs that only steer a screen."""
    spaced = re.sub(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+", " ", unicodedata.normalize("NFC", text))
    return "".join(sign for sign in spaced if sign not in _BIDI_CONTROLS and unicodedata.category(sign) != "Cc")


class Typesetter:
    """Shapes the texts of one document and remembers the lines it made."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, str], Line] = {}

    def line(self, text: str, face: str = REGULAR) -> Line:
        """TEXT as one shaped line."""
        made = self._lines.get((text, face))
        if made is None:
            made = self._lines[text, face] = shape(text, fonts(face))
        return made

    def wrap(self, text: str, size: float, width: float, face: str = REGULAR) -> tuple[Line, ...]:
        """TEXT in lines no wider than WIDTH; a word that is too long is broken between letters."""
        whole = self.line(text, face)
        if whole.width * size <= width:
            return (whole,)
        lines: list[str] = []
        for word in self._pieces(whole.text, size, width, face):
            joined = f"{lines[-1]} {word}" if lines else word
            if lines and self.line(joined, face).width * size <= width:
                lines[-1] = joined
            else:
                lines.append(word)
        return tuple(self.line(part, face) for part in lines) or (whole,)

    def fit(self, text: str, sizes: Sequence[float], width: float, face: str = REGULAR) -> Fitted:
        """TEXT in one line at the largest of SIZES that allows it, else in several lines at the smallest."""
        line = self.line(text, face)
        for size in sizes:
            if line.width * size <= width:
                return Fitted(size, (line,))
        return Fitted(sizes[-1], self.wrap(text, sizes[-1], width, face))

    def _pieces(self, text: str, size: float, width: float, face: str) -> list[str]:
        """The words of TEXT, those cut up that are wider than a whole line."""
        pieces: list[str] = []
        for word in text.split(" "):
            if not word:
                continue
            if self.line(word, face).width * size <= width:
                pieces.append(word)
            else:
                pieces += self._cut(word, size, width, face)
        return pieces

    def _cut(self, word: str, size: float, width: float, face: str) -> list[str]:
        """A long word in parts, after hyphens where possible."""
        parts: list[str] = []
        rest = word
        while rest and self.line(rest, face).width * size > width:
            bounds = [end for _, end in _letters(rest)]
            low, high = 0, len(bounds) - 1
            while low < high:
                middle = (low + high + 1) // 2
                if shape(rest[: bounds[middle]], fonts(face)).width * size <= width:
                    low = middle
                else:
                    high = middle - 1
            hyphen = max(rest.rfind("-", 0, bounds[low]), rest.rfind("–", 0, bounds[low]))
            end = hyphen + 1 if hyphen > 0 else bounds[low]
            parts.append(rest[:end])
            rest = rest[end:]
        return [*parts, rest] if rest else parts


def shape(text: str, family: Sequence[Font]) -> Line:
    """Shape TEXT with the first font of FAMILY that has each letter."""
    text = cleaned(text)
    stretches, missing = _stretches(text, family)
    ordered = bidi.visual(stretches, [stretch.level for stretch in stretches])
    runs = tuple(_run(text[s.start : s.end], s) for s in ordered)
    width = sum(glyph.advance / run.font.units for run in runs for cluster in run.clusters for glyph in cluster.glyphs)
    return Line(text, width, runs, missing)


class _Stretch(NamedTuple):
    """A part of the text that HarfBuzz can shape in one go."""

    level: int
    font: Font
    script: str
    start: int
    end: int


def _stretches(text: str, family: Sequence[Font]) -> tuple[list[_Stretch], tuple[str, ...]]:
    """Cut TEXT where direction, font or script change; signs that all scripts share stay with the font before them."""
    levels = bidi.levels(text)
    stretches: list[_Stretch] = []
    missing: dict[str, None] = {}
    script, font, begun = "Latn", family[0], 0
    current: tuple[int, Font, str] | None = None
    for start, end in _letters(text):
        letter = text[start:end]
        own = next((found for found in map(_script, letter) if found not in _SHARED_SCRIPTS), None)
        turned = current is not None and current[0] != levels[start]
        if own is not None or turned or not _has(font, letter):
            font = next((candidate for candidate in family if _has(candidate, letter)), family[0])
            if font is family[0] and not _has(font, letter):
                missing |= dict.fromkeys(_not_covered(letter, family))
        script = own or ("Latn" if turned else script)
        key = (levels[start], font, script)
        if current and key != current:
            stretches.append(_Stretch(*current, begun, start))
            begun = start
        current = key
    if current:
        stretches.append(_Stretch(*current, begun, len(text)))
    return stretches, tuple(missing)


def _letters(text: str) -> list[tuple[int, int]]:
    """Where the letters lie: a character with its marks and joiners, or two under one tie."""
    spans: list[tuple[int, int]] = []
    for position, sign in enumerate(text):
        belongs = sign in _JOINERS or unicodedata.category(sign)[0] == "M" or text[position - 1] in _OVER_TWO_LETTERS
        if position and belongs:
            spans[-1] = (spans[-1][0], position + 1)
        else:
            spans.append((position, position + 1))
    return spans


def _has(font: Font, letter: str) -> bool:
    return all(ord(sign) in font.covered or sign in _JOINERS for sign in letter)


def _not_covered(letter: str, family: Sequence[Font]) -> list[str]:
    """The characters of a letter nobody has, or the whole letter when only the combination fails."""
    alone = [sign for sign in letter if not any(_has(font, sign) for font in family)]
    return alone or [letter]


_script = lru_cache(maxsize=4096)(script_of)
_LEVEL = hb.BufferClusterLevel.MONOTONE_GRAPHEMES


def _run(text: str, stretch: _Stretch) -> Run:
    """Let HarfBuzz shape one stretch and group its glyphs by the text they stand for."""
    right_to_left = bool(stretch.level & 1)
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.cluster_level = _LEVEL
    buffer.direction = "rtl" if right_to_left else "ltr"
    buffer.script = stretch.script
    buffer.language = "de"
    hb.shape(stretch.font.shaping, buffer)
    grouped: dict[int, list[Glyph]] = {}
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        glyph = Glyph(info.codepoint, place.x_advance, place.x_offset, place.y_offset)
        grouped.setdefault(info.cluster, []).append(glyph)
    starts = sorted(grouped)
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    clusters = tuple(Cluster(text[start : ends[start]], tuple(glyphs)) for start, glyphs in grouped.items())
    return Run(stretch.font, right_to_left, clusters)
