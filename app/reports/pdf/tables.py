"""Blocks of rows: label and value, lists with a short text at the right, grids with lines around every cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from app.reports.pdf import placing
from app.reports.pdf.placing import Drawing
from app.reports.pdf.template import MM, Block, Column

if TYPE_CHECKING:
    from app.reports.pdf.layout import Composer

_BETWEEN = 3.0
"""Millimetres between two texts side by side."""


def pairs(composer: Composer, block: Block) -> None:
    """Labels and values as a table of two columns; the labels are row headings."""
    _pairs(composer, block, composer.values[block.items], block.gap)


def sections(composer: Composer, block: Block) -> None:
    """Headings, each with labels and values below; a heading never stands alone at the foot of a page."""
    style = composer.style(block.heading)
    for title, listed in composer.values[block.items]:
        fitted = composer.fit(title, style, block.width)
        y = composer.advance(block.gap, block.pitch * 2)
        composer.add(placing.tagged("H2", [placing.lines(composer, fitted, style, block.x, y, block.width)], {}))
        composer.add(placing.rule(composer, block, y + 1.6))
        composer.y += 1
        _pairs(composer, block, listed, block.pitch)


def _pairs(composer: Composer, block: Block, listed: Sequence[tuple[str, str]], gap: float) -> None:
    label_style, value_style = composer.style(block.second), composer.style(block.style)
    rows = []
    for label, value in listed:
        heading = composer.fit(label, label_style, block.indent - _BETWEEN)
        content = composer.fit(value or "–", value_style, block.width - block.indent)
        step = placing.leading(content, value_style)
        y = composer.advance(gap * composer.factor, (len(content.lines) - 1) * step)
        gap = block.pitch
        composer.y += (max(len(content.lines), len(heading.lines)) - 1) * step
        left = placing.lines(composer, heading, label_style, block.x, y, block.indent - _BETWEEN)
        right = placing.lines(composer, content, value_style, block.x + block.indent, y, block.width - block.indent)
        row = [placing.tagged("TH", [left], {"scope": "Row"}), placing.tagged("TD", [right], {})]
        rows.append((composer.pages[-1], placing.tagged("TR", row, {})))
    _on_their_pages(rows, "Table", {})


def entries(composer: Composer, block: Block) -> None:
    """A list whose entries have a short text at the right edge and a rule below."""
    style = composer.style(block.style)
    gap, rows = block.gap, []
    for content, short in composer.values[block.items]:
        right = composer.fit(short, style, block.indent)
        left = composer.fit(content, style, block.width - (block.indent if short else 0))
        below = (len(left.lines) - 1) * placing.leading(left, style)
        y = composer.advance(gap * composer.factor, below + block.drop)
        gap = block.pitch
        composer.y += below
        drawings = [
            placing.lines(composer, left, style, block.x, y, block.width),
            placing.lines(composer, right, style, block.x, y, block.width, "right"),
            placing.rule(composer, block, y + below + block.drop * composer.factor),
        ]
        rows.append((composer.pages[-1], placing.tagged("LI", [placing.tagged("LBody", drawings, {})], {})))
    _on_their_pages(rows, "L", {})


def _on_their_pages(rows: Sequence[tuple[list[Drawing], Drawing]], role: str, extra: dict[str, Any]) -> None:
    """One structure element for the rows of each page."""
    start = 0
    for index, (page, _row) in enumerate(rows):
        if index + 1 == len(rows) or rows[index + 1][0] is not page:
            page.append(placing.tagged(role, [row for _page, row in rows[start : index + 1]], extra))
            start = index + 1


def facts(composer: Composer, block: Block) -> None:
    """Labels above values, side by side over the whole width, as a table of headings and one row."""
    listed: Sequence[tuple[str, str]] = [(label, value or "–") for label, value in composer.values[block.items]]
    label_style, value_style = composer.style(block.second), composer.style(block.style)
    widths = _shared_widths(composer, block, listed)
    fitted = [composer.fit(value, value_style, width) for (_, value), width in zip(listed, widths, strict=True)]
    deepest = max((len(one.lines) - 1) * placing.leading(one, value_style) for one in fitted)
    y = composer.baseline(block) - deepest / 2
    spare = (block.width - sum(widths)) / max(len(widths) - 1, 1)
    x, headings, cells = block.x, [], []
    for (label, _), content, width in zip(listed, fitted, widths, strict=True):
        heading = placing.lines(composer, composer.fit(label, label_style, width), label_style, x, y, width)
        cell = placing.lines(composer, content, value_style, x, y + block.pitch, width)
        headings.append(placing.tagged("TH", [heading], _COLUMN))
        cells.append(placing.tagged("TD", [cell], {}))
        x += width + spare
    rows = [placing.tagged("TR", headings, {}), placing.tagged("TR", cells, {})]
    composer.add(placing.tagged("Table", rows, {}))


def _shared_widths(composer: Composer, block: Block, listed: Sequence[tuple[str, str]]) -> list[float]:
    """As wide as each text needs; all smaller when the longest would take more than two lines."""
    style, widths = composer.style(block.style), [0.0]
    for size in style.sizes:
        widths = _given_way(composer, block, listed, size)
        fitted = [
            composer.typesetter.fit(value, style.sizes, width * MM, style.face)
            for (_, value), width in zip(listed, widths, strict=True)
        ]
        if max(len(one.lines) for one in fitted) <= 2:
            break
    return widths


def _given_way(composer: Composer, block: Block, listed: Sequence[tuple[str, str]], value_size: float) -> list[float]:
    """As wide as each text needs; when all together is too wide, the widest give way."""
    styles = composer.style(block.second), composer.style(block.style)
    sizes = styles[0].sizes[0], value_size
    natural = [
        max(
            composer.typesetter.line(text, style.face).width * size * placing.PT
            for text, style, size in zip(pair, styles, sizes, strict=True)
        )
        + 0.1
        for pair in listed
    ]
    room = block.width - block.indent * (len(natural) - 1)
    cap, left = room, room
    for rank, width in enumerate(sorted(natural)):
        cap = left / (len(natural) - rank)
        if width > cap:
            break
        left -= width
        cap = width
    return [min(width, cap) for width in natural]


_COLUMN = {"scope": "Column"}


def grid(composer: Composer, block: Block) -> None:
    """A table with lines around every cell, its heading row again on every page.

    Rows are mappings from column key to text. Where `blank` says how many empty rows follow at least, these go on up to
    the foot of the page.
    """
    rows: list[Mapping[str, str]] = list(composer.values[block.items])
    blanks = int(composer.values.get("blank", 0))
    pages: list[GridPage] = []
    number = 0
    filled = "blank" not in composer.values
    while not pages or number < len(rows) + blanks or (not filled and composer.y + block.pitch <= composer.bottom):
        row = rows[number] if number < len(rows) else {}
        number += 1
        cells, height = _cells(composer, block, {**row, "number": str(number)})
        if not pages or composer.y + height > composer.bottom:
            pages.append(GridPage(composer, block, fresh=bool(pages)))
        pages[-1].row(composer, block, cells, height)
    for page in pages:
        page.close(block)


def _cells(composer: Composer, block: Block, row: Mapping[str, str]) -> tuple[list[Any], float]:
    """The fitted texts of one row and the height it needs."""
    fitted, height = [], block.pitch
    for column in block.columns:
        style = composer.style(column.style)
        cell = composer.fit(row.get(column.key, ""), style, column.width - 2 * PADDING)
        extra = (len(cell.lines) - 1) * placing.leading(cell, style)
        fitted.append(cell)
        height = max(height, block.pitch + extra)
    return fitted, height


PADDING = 2.2
"""Millimetres between a cell's line and its text."""


class GridPage:
    """The rows of a grid that stand on one page."""

    def __init__(self, composer: Composer, block: Block, *, fresh: bool) -> None:
        if fresh:
            composer.pages.append([])
        self.top = composer.y = composer.template.top if fresh else composer.baseline(block)
        self.page = composer.pages[-1]
        self.levels: list[float] = []
        self.rows: list[Drawing] = []
        self.composer = composer
        heading = [
            placing.tagged("TH", [self._cell(column.title, block.second, x, block.indent, column)], _COLUMN)
            for x, column in placed(block)
        ]
        self.rows.append(placing.tagged("TR", heading, {}))
        composer.y += block.indent
        self.levels.append(composer.y)

    def _cell(self, text: str, style_name: str, x: float, height: float, column: Any) -> Drawing:
        style = self.composer.style(style_name)
        fitted = self.composer.fit(text, style, column.width - 2 * PADDING)
        baseline = self.composer.y + height / 2 + style.sizes[0] * 0.36 * placing.PT
        inner = column.width - 2 * PADDING
        return placing.lines(self.composer, fitted, style, x + PADDING, baseline, inner, column.align)

    def row(self, composer: Composer, block: Block, cells: Sequence[Any], height: float) -> None:
        """Add one row below the last."""
        drawings = []
        for (x, column), fitted in zip(placed(block), cells, strict=True):
            style = composer.style(column.style)
            step = placing.leading(fitted, style)
            baseline = composer.y + height / 2 - (len(fitted.lines) - 1) * step / 2 + fitted.size * 0.36 * placing.PT
            inner = column.width - 2 * PADDING
            drawing = placing.lines(composer, fitted, style, x + PADDING, baseline, inner, column.align)
            drawings.append(placing.tagged("TD", [drawing if fitted.lines[0].text else placing.nothing], {}))
        self.rows.append(placing.tagged("TR", drawings, {}))
        composer.y += height
        self.levels.append(composer.y)

    def close(self, block: Block) -> None:
        """Draw lines and rows, as one table."""
        edges = [x for x, _column in placed(block)]
        edges.append(edges[-1] + block.columns[-1].width)
        self.page.append(placing.ruled(self.composer, block, edges, [self.top, *self.levels]))
        self.page.append(placing.tagged("Table", self.rows, {}))


def placed(block: Block) -> list[tuple[float, Column]]:
    """Each column with its left edge."""
    x, found = block.x, []
    for column in block.columns:
        found.append((x, column))
        x += column.width
    return found
