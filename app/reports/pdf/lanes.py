"""Blocks of a path on paper: lanes with bars as tagged lists, and cards beside each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from app.core.clock import today
from app.core.text import _
from app.reports.pdf import figures, placing
from app.reports.pdf.canvas import TaggedCanvas
from app.reports.pdf.placing import Drawing
from app.reports.pdf.shaping import Fitted
from app.reports.pdf.template import MM, Block
from app.services.lanes import Placed, Span, place
from app.services.path import Stretch

if TYPE_CHECKING:
    from app.reports.pdf.layout import Composer

PADDING, POINT, LEGIBLE, LABEL, AIR = 1.2, 2.4, 40.0, 26.0, 1.2
"""Millimetres: beside a text, one day, a bar with room for a broken text, a word of the axis, around a lane."""


class Picture(NamedTuple):
    """What the block `lanes` shows: the time, and each lane's name with its entries, the oldest first."""

    span: Span
    lanes: Sequence[tuple[str, Sequence[Stretch]]]


class _Row(NamedTuple):
    """Entries that stand at the same height."""

    entries: list[tuple[int, Placed, Fitted]]
    height: float


def lanes(composer: Composer, block: Block) -> None:
    """Every lane as a heading and a list; bars, axis and the line of today are decoration.

    `indent` is the room for the names, `pitch` the height of a row, `height` that of a bar, `drop` that of the axis.
    """
    picture: Picture = composer.values[block.items]
    composer.advance(block.gap * composer.factor, block.drop + 2 * block.pitch)
    page = _axis(composer, block, picture.span)
    for title, stretches in picture.lanes:
        rows = _rows(composer, block, picture.span, stretches)
        heading = composer.fit(title, composer.style(block.heading), block.indent - PADDING)
        items: list[tuple[list[Drawing], int, Drawing]] = []
        for number, row in enumerate(rows):
            air = AIR * ((number == 0) + (number + 1 == len(rows))) * composer.factor
            top = composer.advance(0, row.height + air)
            if composer.pages[-1] is not page:
                page = _axis(composer, block, picture.span)
                top = composer.y
            first = number == 0 or top == composer.template.top + block.drop
            _ground(composer, block, picture.span, top, row.height + air, edge=first)
            middle = top + (AIR * composer.factor if number == 0 else 0)
            if number == 0:
                _heading(composer, block, heading, middle)
            for order, placed, fitted in row.entries:
                items.append((page, order, _entry(composer, block, placed, fitted, middle)))
            composer.y = top + row.height + air
        for _page, several in groupby(sorted(items, key=lambda item: item[1]), key=lambda item: id(item[0])):
            listed = list(several)
            listed[0][0].append(placing.tagged("L", [drawing for _p, _n, drawing in listed], {}))
    _ground(composer, block, picture.span, composer.y, 0, edge=True)


def _rows(composer: Composer, block: Block, span: Span, stretches: Sequence[Stretch]) -> list[_Row]:
    style = composer.style(block.style)

    def measure(text: str) -> float:
        return composer.typesetter.line(text, style.face).width * style.sizes[0] * placing.PT

    width = block.width - block.indent
    placed = place(stretches, span, width, measure, point=POINT, padding=PADDING, legible=LEGIBLE)
    entries = []
    for order, one in enumerate(placed):
        room = max(one.text[1] - one.text[0] - 2 * PADDING, LEGIBLE / 2)
        entries.append((order, one, composer.fit(one.stretch.text, style, room)))
    rows = []
    for _row, several in groupby(sorted(entries, key=lambda entry: entry[1].row), key=lambda entry: entry[1].row):
        listed = list(several)
        more = max((len(fitted.lines) - 1) * placing.leading(fitted, style) for _n, _one, fitted in listed)
        rows.append(_Row(listed, block.pitch * composer.factor + more))
    return rows or [_Row([], block.pitch * composer.factor)]


def _axis(composer: Composer, block: Block, span: Span) -> list[Drawing]:
    """The words of the axis at the top of the page, and room for them."""
    style, drawings = composer.style(block.second), []
    left, width = block.x + block.indent, block.width - block.indent
    base, now = composer.y + block.drop - 2.2, span.at(today()) * width
    for day, text in span.labels(int(width // LABEL)):
        x = span.at(day) * width
        if not x - 3 < now < x + LABEL * 0.8:
            fitted = composer.fit(text, style, LABEL)
            drawings.append(placing.lines(composer, fitted, style, left + x, base, LABEL))
    strong = composer.style(block.heading)
    word, room = composer.fit(_("heute"), strong, LABEL), 20.0
    drawings.append(placing.lines(composer, word, strong, left + now - room, base, room, "right"))
    composer.add(_decoration(drawings))
    composer.y += block.drop
    return composer.pages[-1]


def _ground(composer: Composer, block: Block, span: Span, top: float, height: float, *, edge: bool) -> None:
    """The part of the lines of months and of today that lies behind one row, and the edge between two lanes."""
    left, width = block.x + block.indent, block.width - block.indent
    across, upper = composer.point(block.x, top)
    _x, lower = composer.point(block.x, top + height)
    months = [composer.point(left + span.at(day) * width, top)[0] for day, _text in span.labels(int(width // LABEL))]
    now = composer.point(left + span.at(today()) * width, top)[0]

    def draw(canvas: TaggedCanvas) -> None:
        with canvas.decoration():
            for x in months if height else ():
                canvas.area(x, lower, 0.4, upper - lower, block.shade)
            if height:
                canvas.area(now - 0.5, lower, 1, upper - lower, composer.style(block.style).colour)
            if edge:
                canvas.area(across, upper - 0.3, block.width * MM, 0.6, block.strong)

    composer.add(draw)


def _heading(composer: Composer, block: Block, fitted: Fitted, top: float) -> None:
    style = composer.style(block.heading)
    base = top + block.height / 2 + fitted.size * 0.36 * placing.PT
    drawing = placing.lines(composer, fitted, style, block.x, base, block.indent - PADDING)
    composer.add(placing.tagged("H2", [drawing], {}))


def _entry(composer: Composer, block: Block, one: Placed, fitted: Fitted, top: float) -> Drawing:
    """One item of the list: its bar as decoration, its text as content."""
    style, left = composer.style(block.style), block.x + block.indent
    more = (len(fitted.lines) - 1) * placing.leading(fitted, style)
    base = top + block.height / 2 + fitted.size * 0.36 * placing.PT
    x, room = left + one.text[0] + PADDING, one.text[1] - one.text[0] - 2 * PADDING
    beside = not one.inside and one.text[1] <= one.bar[0]
    text = placing.lines(composer, fitted, style, x, base, room, "right" if beside else "left")
    bar = _bar(composer, block, one, top, block.height + more)
    return placing.tagged("LI", [bar, placing.tagged("LBody", [text], {})], {})


def _bar(composer: Composer, block: Block, one: Placed, top: float, height: float) -> Drawing:
    left = block.x + block.indent
    x, bottom = composer.point(left + one.bar[0], top + height)
    width, tall = (one.bar[1] - one.bar[0]) * MM, height * MM
    blank = composer.point(left + one.text[0], top)[0], (one.text[1] - one.text[0]) * MM
    ahead, dash = one.stretch.start > today(), (1.8, 1.4)

    def draw(canvas: TaggedCanvas) -> None:
        with canvas.decoration():
            if not one.inside:
                canvas.area(blank[0], bottom + 0.5, blank[1], tall - 1, "#FFFFFF")  # no line goes through a text
            if one.stretch.point:
                middle = bottom + tall - block.height * MM / 2
                canvas.stroke(figures.circle(x + width / 2, middle, width / 2 - 0.5), block.colour, 1.6)
                return
            if not ahead:
                canvas.area(x, bottom, width, tall, block.shade)
            path = _outline(x, bottom, width, tall, opened=one.stretch.end is None)
            canvas.stroke(path, block.colour, block.border, dash if ahead else ())

    return draw


def _outline(x: float, y: float, width: float, height: float, *, opened: bool) -> str:
    """A rectangle, without its right edge where it is OPENED."""
    if not opened:
        return figures.rectangle(x, y, width, height)
    right, top = x + width, y + height
    return f"{right:.2f} {y:.2f} m {x:.2f} {y:.2f} l {x:.2f} {top:.2f} l {right:.2f} {top:.2f} l"


def _decoration(drawings: Sequence[Drawing]) -> Drawing:
    def draw(canvas: TaggedCanvas) -> None:
        with canvas.decoration():
            for drawing in drawings:
                drawing(canvas)

    return draw


# ---------------------------------------------------------------- cards


def cards(composer: Composer, block: Block) -> None:
    """Headings with paragraphs below, beside each other; `items` are (title, [(text, style)]), `indent` the gap."""
    listed: Sequence[tuple[str, Sequence[tuple[str, str]]]] = composer.values[block.items]
    width = (block.width - block.indent * (len(listed) - 1)) / len(listed)
    columns = [list(_paragraphs(composer, block, texts, width)) for _title, texts in listed]
    height = block.pitch * 1.4 + max(sum(part[2] for part in column) for column in columns)
    top = composer.advance(block.gap * composer.factor, height)
    heading = composer.style(block.heading)
    for number, ((title, _texts), column) in enumerate(zip(listed, columns, strict=True)):
        x, y = block.x + number * (width + block.indent), top
        fitted = composer.fit(title, heading, width)
        composer.add(placing.tagged("H2", [placing.lines(composer, fitted, heading, x, y, width)], {}))
        composer.add(placing.rule(composer, block, y + 1.8, x, width))
        y += block.pitch * 1.4
        for paragraph, style_name, step in column:
            style = composer.style(style_name)
            composer.add(placing.tagged("P", [placing.lines(composer, paragraph, style, x, y, width)], {}))
            y += step
    composer.y = top + height


def _paragraphs(
    composer: Composer, block: Block, texts: Sequence[tuple[str, str]], width: float
) -> Iterator[tuple[Fitted, str, float]]:
    """Each fitted text with its style and how far it is to the next."""
    for text, name in texts:
        style = composer.style(name)
        fitted = composer.fit(text, style, width)
        more = (len(fitted.lines) - 1) * placing.leading(fitted, style)
        yield fitted, name, block.pitch * composer.factor + more
