"""The text operators of one shaped line."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence

from app.reports.pdf.embedding import FontUse
from app.reports.pdf.fonts import Font
from app.reports.pdf.shaping import Cluster, Line, Run

_NOTHING = "\u200b"
"""What the further glyphs of a letter mean when the first one already stands for all of it."""


def operators(line: Line, size: float, use_of: Callable[[Font], FontUse]) -> str:
    """Operators that show LINE from the current text position on."""
    writer = _Writer(size)
    for run in line.runs:
        writer.run(run, use_of(run.font))
    return writer.finished()


class _Writer:
    """Collects glyph codes and movements until an operator must be written."""

    def __init__(self, size: float) -> None:
        self._size = size
        self._out: list[str] = []
        self._array: list[str] = []
        self._codes = ""
        self._rise = 0.0

    def run(self, run: Run, use: FontUse) -> None:
        """One font and direction."""
        self._out.append(f"/{use.key} {_short(self._size)} Tf")
        for word in _words(run.clusters):
            spelled = any(len(cluster.glyphs) > 1 for cluster in word)
            if spelled:
                self._flush()
                text = "".join(cluster.text for cluster in (reversed(word) if run.right_to_left else word))
                self._out.append(f"/Span <</ActualText <FEFF{text.encode('utf-16-be').hex().upper()}>>> BDC")
            for cluster in word:
                self._cluster(cluster, use)
            if spelled:
                self._flush()
                self._out.append("EMC")
        self._flush()

    def _cluster(self, cluster: Cluster, use: FontUse) -> None:
        scale = 1000 / use.font.units
        for glyph, meaning in zip(cluster.glyphs, _meanings(cluster, use.font), strict=True):
            rise = round(glyph.dy * self._size / use.font.units, 3)
            if rise != self._rise:
                self._flush()
                self._out.append(f"{_short(rise)} Ts")
                self._rise = rise
            self._move(-glyph.dx * scale)
            self._codes += use.code(glyph.id, meaning)
            self._move((use.font.advance(glyph.id) + glyph.dx - glyph.advance) * scale)

    def _move(self, distance: float) -> None:
        """Step back by DISTANCE thousandths of the size."""
        if distance:
            self._close_codes()
            self._array.append(_short(distance))

    def _close_codes(self) -> None:
        if self._codes:
            self._array.append(f"<{self._codes}>")
            self._codes = ""

    def _flush(self) -> None:
        self._close_codes()
        if self._array:
            self._out.append(f"[{' '.join(self._array)}] TJ")
            self._array = []

    def finished(self) -> str:
        """All operators; the rise is put back because it outlives the text object."""
        self._flush()
        if self._rise:
            self._out.append("0 Ts")
        return "\n".join(self._out)


def _words(clusters: Sequence[Cluster]) -> Iterator[list[Cluster]]:
    """Clusters between spaces, and the spaces; a letter spelled out alone would break words when copied."""
    word: list[Cluster] = []
    for cluster in clusters:
        if word and cluster.text.isspace() != word[-1].text.isspace():
            yield word
            word = []
        word.append(cluster)
    if word:
        yield word


def _meanings(cluster: Cluster, font: Font) -> list[str]:
    """The text each glyph of a cluster stands for."""
    if len(cluster.glyphs) == 1:
        return [cluster.text]
    plain = [font.character.get(glyph.id, "") for glyph in cluster.glyphs]
    if all(plain) and "".join(plain) in (cluster.text, unicodedata.normalize("NFD", cluster.text)):
        return plain
    widest = max(range(len(cluster.glyphs)), key=lambda index: cluster.glyphs[index].advance)
    return [cluster.text if index == widest else _NOTHING for index in range(len(cluster.glyphs))]


def _short(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")
