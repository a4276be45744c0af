"""The emblem of the European Union as a picture for documents that cannot draw."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from math import cos, radians, sin

from PIL import Image, ImageDraw

BLUE, YELLOW = "#003399", "#FFCC00"
_SMOOTH = 4
"""Drawn so many times larger and then made small, because Pillow draws hard edges."""


@cache
def emblem_png(height: int) -> bytes:
    """The emblem HEIGHT pixels high by its construction rule.

    Three by two; twelve stars stand like the hours of a clock on a circle of a third of the height; each has one point
    up and fits a circle of an eighteenth of the height.
    """
    tall = height * _SMOOTH
    picture = Image.new("RGB", (tall * 3 // 2, tall), BLUE)
    draw = ImageDraw.Draw(picture)
    for hour in range(12):
        turn = radians(30 * hour)
        draw.polygon(_star(tall * 3 / 4 + sin(turn) * tall / 3, tall / 2 - cos(turn) * tall / 3, tall / 18), YELLOW)
    out = BytesIO()
    picture.resize((height * 3 // 2, height), Image.Resampling.LANCZOS).save(out, "PNG")
    return out.getvalue()


def _star(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    inner = radius * sin(radians(18)) / sin(radians(54))
    reach = [inner if corner % 2 else radius for corner in range(10)]
    return [(x + sin(radians(36 * n)) * r, y - cos(radians(36 * n)) * r) for n, r in enumerate(reach)]
