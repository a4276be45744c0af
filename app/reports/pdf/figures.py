"""Drawings made by rule: QR codes, the European emblem, dashed placeholders."""

from __future__ import annotations

from functools import cache
from math import cos, radians, sin

import segno

from app.reports.pdf.objects import number

EMBLEM_BLUE, EMBLEM_YELLOW = "0 0.2 0.6 rg", "1 0.8 0 rg"
"""#003399 and #FFCC00."""


@cache
def emblem(height: float) -> str:
    """The emblem of the European Union by its construction rule.

    The flag is three by two; twelve stars stand like the hours of a clock on a circle of a third of the height around
    the middle; each star has one point up and fits a circle of an eighteenth of the height.
    """
    width = height * 3 / 2
    parts = [EMBLEM_BLUE, f"0 0 {number(width)} {number(height)} re f", EMBLEM_YELLOW]
    for hour in range(12):
        turn = radians(30 * hour)
        parts.append(_star(width / 2 + sin(turn) * height / 3, height / 2 + cos(turn) * height / 3, height / 18))
    return "\n".join([*parts, "f"])


def _star(x: float, y: float, radius: float) -> str:
    """A five-pointed star whose sides lie on straight lines between its points."""
    inner = radius * sin(radians(18)) / sin(radians(54))
    corners = []
    for corner in range(10):
        reach = inner if corner % 2 else radius
        turn = radians(36 * corner)
        corners.append(f"{x + sin(turn) * reach:.3f} {y + cos(turn) * reach:.3f}")
    return f"{corners[0]} m {' l '.join(corners[1:])} l h"


def qr(payload: str, size: float) -> str:
    """A QR code of SIZE points as black rectangles from the origin, without its quiet zone."""
    rows = segno.make(payload, error="m", micro=False).matrix
    module = size / len(rows)
    bars = []
    for row, modules in enumerate(rows):
        start = -1
        for column, dark in enumerate([*modules, 0]):
            if dark and start < 0:
                start = column
            elif not dark and start >= 0:
                bars.append(f"{start} {len(rows) - 1 - row} {column - start} 1 re")
                start = -1
    return f"{module:.5f} 0 0 {module:.5f} 0 0 cm\n" + "\n".join(bars) + " f"


def rectangle(x: float, y: float, width: float, height: float) -> str:
    """The path of a rectangle."""
    return f"{number(x)} {number(y)} {number(width)} {number(height)} re"


def circle(x: float, y: float, radius: float) -> str:
    """The path of a circle around a point, of four curves."""
    pull = radius * 0.5523
    path = [f"{number(x + radius)} {number(y)} m"]
    for ax, ay, bx, by, cx, cy in (
        (radius, pull, pull, radius, 0, radius),
        (-pull, radius, -radius, pull, -radius, 0),
        (-radius, -pull, -pull, -radius, 0, -radius),
        (pull, -radius, radius, -pull, radius, 0),
    ):
        path.append(" ".join(number(v) for v in (x + ax, y + ay, x + bx, y + by, x + cx, y + cy)) + " c")
    return " ".join(path)
