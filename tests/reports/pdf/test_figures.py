"""Drawings made by rule."""

from __future__ import annotations

import re
from math import hypot

import pytest
import segno

from app.reports.pdf import figures
from app.reports.pdf.canvas import TaggedCanvas
from tests.reports.pdf.reading import picture

PAYLOAD = "CH1:SSA-2026-0152:8F3K-7QWD-22TM-A9XE"


def stars(height: float) -> list[list[tuple[float, float]]]:
    return [
        [(float(x), float(y)) for x, y in re.findall(r"([-\d.]+) ([-\d.]+) [ml]", line)]
        for line in figures.emblem(height).splitlines()
        if " m " in line
    ]


def test_the_emblem_is_three_by_two_in_the_prescribed_colours():
    drawing = figures.emblem(40).splitlines()
    assert drawing[0] == "0 0.2 0.6 rg"  # 003399
    assert drawing[1] == "0 0 60 40 re f"
    assert drawing[2] == "1 0.8 0 rg"  # FFCC00


def test_twelve_stars_stand_on_a_circle_of_a_third_of_the_height():
    assert len(stars(36)) == 12
    for corners in stars(36):
        middle_x = sum(x for x, _ in corners) / 10
        middle_y = sum(y for _, y in corners) / 10
        assert hypot(middle_x - 27, middle_y - 18) == pytest.approx(12, abs=0.01)


def test_every_star_points_up_and_fits_its_circle():
    for corners in stars(36):
        middle_y = sum(y for _, y in corners) / 10
        assert max(y for _, y in corners) == corners[0][1] == pytest.approx(middle_y + 2, abs=0.01)


def test_the_printed_qr_code_has_exactly_the_modules_of_the_code():
    canvas = TaggedCanvas((120, 120), title="QR", author="Test")
    with canvas.tag("Figure", alt="QR-Code", box=(10, 10, 110, 110)):
        canvas.draw(f"q 1 0 0 1 10 10 cm {figures.qr(PAYLOAD, 100)} Q")
    seen, rows = picture(canvas.data()), segno.make(PAYLOAD, error="m", micro=False).matrix
    module = 100 / len(rows)
    for row, modules in enumerate(rows):
        for column, dark in enumerate(modules):
            pixel = seen.getpixel((int((10 + (column + 0.5) * module) * 4), int((10 + (row + 0.5) * module) * 4)))
            assert (pixel[0] < 128) == bool(dark)
