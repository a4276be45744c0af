"""Pieces from which blocks are made: placed lines, rules, boxes and the tags around them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from app.reports.pdf import figures
from app.reports.pdf.canvas import TaggedCanvas
from app.reports.pdf.shaping import Fitted
from app.reports.pdf.template import MM, Block, Style

if TYPE_CHECKING:
    from app.reports.pdf.layout import Composer

Drawing = Callable[[TaggedCanvas], None]
PT = 1 / MM
"""Millimetres in a point."""


def nothing(canvas: TaggedCanvas) -> None:
    """Empty content, without which readers pass over an empty cell and miscount the columns."""
    canvas.draw("")


def leading(fitted: Fitted, style: Style) -> float:
    """Millimetres from baseline to baseline."""
    return fitted.size * style.leading * PT


def tagged(role: str, drawings: Sequence[Drawing], extra: dict[str, Any]) -> Drawing:
    """Drawings as the content of one structure element."""

    def draw(canvas: TaggedCanvas) -> None:
        with canvas.tag(role, **extra):
            for drawing in drawings:
                drawing(canvas)

    return draw


def lines(
    composer: Composer, fitted: Fitted, style: Style, x: float, y: float, width: float, align: str = "left"
) -> Drawing:
    """Draw fitted lines with the first baseline at Y."""
    left, baseline = composer.point(x, y)
    step = fitted.size * style.leading
    share = {"left": 0.0, "center": 0.5, "right": 1.0}[align]
    size, colour = fitted.size, style.colour
    placed = [
        (line, left + share * (width * MM - line.width * size), baseline - index * step)
        for index, line in enumerate(fitted.lines)
    ]

    def draw(canvas: TaggedCanvas) -> None:
        for line, line_x, line_y in placed:
            canvas.write(line, line_x, line_y, size, colour)

    return draw


def rule(composer: Composer, block: Block, y: float, x: float | None = None, width: float | None = None) -> Drawing:
    """A thin line at Y; as long as the block is wide unless told otherwise."""
    left, level = composer.point(block.x if x is None else x, y)
    length = (block.width if width is None else width) * MM
    colour, thickness = block.colour, block.border

    def draw(canvas: TaggedCanvas) -> None:
        with canvas.decoration():
            canvas.area(left, level - thickness / 2, length, thickness, colour)

    return draw


def dashed_box(composer: Composer, label: str, style: str, place: tuple[float, float, float, float]) -> Drawing:
    """A dashed rectangle with a label in its middle."""
    x, y, width, height = place
    left, bottom = composer.point(x, y + height)
    path = figures.rectangle(left, bottom, width * MM, height * MM)
    colour = composer.style(style).colour
    caption = centred(composer, label, style, (x + width / 2, y + height / 2), width)

    def draw(canvas: TaggedCanvas) -> None:
        with canvas.decoration():
            canvas.stroke(path, colour, 0.6, (2.4, 1.8))
        caption(canvas)

    return draw


def centred(composer: Composer, label: str, style_name: str, middle: tuple[float, float], width: float) -> Drawing:
    """A label of one or more lines around a point."""
    style = composer.style(style_name)
    parts = [composer.fit(part, style, width) for part in label.split("\n") if part]
    step = style.sizes[0] * style.leading * PT
    y = middle[1] - (len(parts) - 1) * step / 2 + style.sizes[0] * 0.35 * PT
    drawings = [
        lines(composer, part, style, middle[0] - width / 2, y + index * step, width, "center")
        for index, part in enumerate(parts)
    ]
    return tagged("P", drawings, {})


def ruled(composer: Composer, block: Block, edges: Sequence[float], levels: Sequence[float]) -> Drawing:
    """The lines of a grid, its heading shaded and framed more strongly."""
    left, right = edges[0] * MM, edges[-1] * MM
    heights = [composer.point(0, level)[1] for level in levels]
    cells = [f"{left:.2f} {y:.2f} m {right:.2f} {y:.2f} l" for y in heights[2:]]
    cells += [f"{x * MM:.2f} {heights[0]:.2f} m {x * MM:.2f} {heights[-1]:.2f} l" for x in edges]
    frame = figures.rectangle(left, heights[1], right - left, heights[0] - heights[1])

    def draw(canvas: TaggedCanvas) -> None:
        with canvas.decoration():
            canvas.area(left, heights[1], right - left, heights[0] - heights[1], block.shade)
            canvas.stroke(" ".join(cells), block.colour, block.border)
            canvas.stroke(frame, block.strong, block.border)

    return draw


def frame(composer: Composer, block: Block, place: tuple[float, float, float, float]) -> Drawing:
    """A rectangle drawn around something."""
    x, y, width, height = place
    left, bottom = composer.point(x, y + height)
    path = figures.rectangle(left, bottom, width * MM, height * MM)

    def draw(canvas: TaggedCanvas) -> None:
        with canvas.decoration():
            canvas.stroke(path, block.colour, block.border)

    return draw
