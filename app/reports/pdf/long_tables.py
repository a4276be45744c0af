"""Long lists on paper: headings on every page, texts in as many lines as they need, rows that may go over pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from app.core.errors import Invalid
from app.core.progress import Progress
from app.core.text import _, grouped
from app.reports.pdf import placing
from app.reports.pdf.placing import Drawing
from app.reports.pdf.shaping import Fitted, Typesetter
from app.reports.pdf.tables import PADDING, GridPage, placed
from app.reports.pdf.template import MM, Block, Style

if TYPE_CHECKING:
    from app.reports.pdf.layout import Composer

LOOKED_AT = 300
"""Rows that decide how wide the columns become."""
MOST_PRINTED = 10_000
"""Rows of all lists of a document."""
NARROWEST = 13.0
"""Millimetres that every column gets."""


def refuse_what_nobody_prints(count: int) -> None:
    """Raise where a list of COUNT rows would only waste paper."""
    if count > MOST_PRINTED:
        sentence = _(
            "Die Liste hat {n} Zeilen, gedruckt werden höchstens {most}. Bitte filtern Sie oder nehmen Sie Excel."
        )
        raise Invalid({"rows": sentence.format(n=grouped(count), most=grouped(MOST_PRINTED))})


def rows(composer: Composer, block: Block) -> None:
    """A table of texts; `pitch` is the height of a row of one line. `progress` among the values counts the rows."""
    listed: Sequence[Mapping[str, str]] = composer.values[block.items]
    progress: Progress = composer.values["progress"]
    page = _ListPage(composer, block, fresh=False)
    pages = [page]
    for row in progress.over(listed, progress.text):
        cells = [_cell(composer, row.get(column.key, ""), column.style, column.width) for column in block.columns]
        start, depth = 0, max(len(cell.lines) for cell in cells)
        while start < depth:
            room = page.room(block, cells)
            # A row that fits a page stays whole; only a longer one is cut.
            if room < depth - start and not page.empty:
                page = _ListPage(composer, block, fresh=True)
                pages.append(page)
                continue
            page.add(block, [_slice(cell, start, start + room) for cell in cells])
            start += max(room, 1)
    for one in pages:
        one.close(block)


def _cell(composer: Composer, text: str, style: str, width: float) -> Fitted:
    return composer.fit(text, composer.style(style), width - 2 * PADDING)


def _slice(cell: Fitted, start: int, stop: int) -> Fitted:
    return cell._replace(lines=cell.lines[start:stop])


class _ListPage(GridPage):
    """The rows of a list that stand on one page; texts begin at the top of their row."""

    def __init__(self, composer: Composer, block: Block, *, fresh: bool) -> None:
        super().__init__(composer, block, fresh=fresh)
        self.empty = True

    def room(self, block: Block, cells: Sequence[Fitted]) -> int:
        """How many lines of a row still fit."""
        step = self._step(block, cells)
        return max(int((self.composer.bottom - self.composer.y - block.pitch) / step) + 1, 0 if not self.empty else 1)

    def _step(self, block: Block, cells: Sequence[Fitted]) -> float:
        return placing.leading(cells[0], self.composer.style(block.columns[0].style))

    def add(self, block: Block, cells: Sequence[Fitted]) -> None:
        """One row, or a part of one, below the last."""
        composer, step = self.composer, self._step(block, cells)
        height = block.pitch + (max(len(cell.lines) for cell in cells) - 1) * step
        drawings = []
        for (x, column), cell in zip(placed(block), cells, strict=True):
            style = composer.style(column.style)
            y = composer.y + block.pitch / 2 + cell.size * 0.36 * placing.PT
            inner = column.width - 2 * PADDING
            text: Drawing = placing.nothing
            if cell.lines and cell.lines[0].text:
                text = placing.lines(composer, cell, style, x + PADDING, y, inner, column.align)
            drawings.append(placing.tagged("TD", [text], {}))
        self.rows.append(placing.tagged("TR", drawings, {}))
        composer.y += height
        self.levels.append(composer.y)
        self.empty = False


def shared_widths(texts: Sequence[Sequence[str]], styles: Sequence[Style], room: float) -> list[float]:
    """How wide each column should be, in millimetres, when together they fill ROOM.

    TEXTS are rows, the headings first, set in the first of STYLES; the others, of which the first decide, in the
    second. Short columns get what they need, the longest give way; what is left over goes to all alike.
    """
    typesetter = Typesetter()
    natural = []
    for column in zip(*texts[: LOOKED_AT + 1], strict=True):
        widths = [
            typesetter.line(text, style.face).width * style.sizes[0] / MM
            for n, text in enumerate(column)
            for style in [styles[min(n, 1)]]
        ]
        natural.append(max(max(widths) + 2 * PADDING + 0.2, NARROWEST))
    cap, left = room, room
    for rank, width in enumerate(sorted(natural)):
        cap = left / (len(natural) - rank)
        if width > cap:
            break
        left -= width
    else:
        return [width + left / len(natural) for width in natural]
    return [min(width, cap) for width in natural]
