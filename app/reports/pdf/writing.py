"""The text operators of one shaped line."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.reports.pdf.embedding import FontUse, Outline
from app.reports.pdf.fonts import Font
from app.reports.pdf.shaping import Cluster, Line


def operators(line: Line, size: float, use_of: Callable[[Font], FontUse]) -> str:
    """Operators that show LINE from the current text position on; readers may break words between them, so few."""
    out: list[str] = []
    shown: list[str] = []
    codes = key = ""
    for run in line.runs:
        use = use_of(run.font)
        if use.key != key:
            if codes or shown:
                out.append(_show(shown, codes))
            key, codes, shown = use.key, "", []
            out.append(f"/{key} {_short(size)} Tf")
        for cluster in (piece for whole in run.clusters for piece in _pieces(whole, run.right_to_left)):
            outline, step = _outline(cluster, run.font)
            codes += use.code(outline, cluster.text)
            if step:
                shown += [f"<{codes}>", _short(step)]
                codes = ""
    out.append(_show(shown, codes))
    return "\n".join(out)


def _pieces(cluster: Cluster, right_to_left: bool) -> Sequence[Cluster]:
    """Marks on a letter that is read from the right stand before it, each for itself: readers turn the order around."""
    if right_to_left and len(cluster.text) == len(cluster.glyphs) > 1:
        return [Cluster(sign, (glyph,)) for sign, glyph in zip(reversed(cluster.text), cluster.glyphs, strict=True)]
    return (cluster,)


def _outline(cluster: Cluster, font: Font) -> tuple[Outline, float]:
    """What to draw for a cluster, and how many thousandths of the size to step back after it.

    A letter of several glyphs, or one that is not at its usual place, becomes one glyph of its own in the document: so
    every letter is copied as one, in every reader, and nobody takes a distance inside a word for a space.
    """
    first = cluster.glyphs[0]
    if len(cluster.glyphs) == 1 and not (first.dx or first.dy):
        usual = font.advance(first.id)
        return Outline(usual, ((first.id, 0, 0),)), (usual - first.advance) * 1000 / font.units
    pen, parts = 0, []
    for glyph in cluster.glyphs:
        parts.append((glyph.id, pen + glyph.dx, glyph.dy))
        pen += glyph.advance
    width = max(pen, 0)  # kerning can take back more than a narrow letter has
    return Outline(width, tuple(parts)), (width - pen) * 1000 / font.units


def _show(shown: list[str], codes: str) -> str:
    return f"[{' '.join([*shown, f'<{codes}>'] if codes else shown)}] TJ"


def _short(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")
