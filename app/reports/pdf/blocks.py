"""The kinds of blocks a template can use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from app.core.text import _
from app.reports.pdf import figures
from app.reports.pdf.canvas import TaggedCanvas
from app.reports.pdf.shaping import Fitted
from app.reports.pdf.template import MM, Block, Style

if TYPE_CHECKING:
    from app.reports.pdf.layout import Composer

_PT = 1 / MM
_BETWEEN = 3.0
"""Millimetres between two texts side by side."""


def text(composer: Composer, block: Block) -> None:
    """A paragraph or heading; with `items`, one line for each text of a list."""
    values = composer.values
    texts = [str(item) for item in values[block.items]] if block.items else [block.value.format_map(values)]
    style = composer.style(block.style)
    fitted = [composer.fit(entry, style, block.width) for entry in texts if entry.strip()]
    if not fitted:
        return
    count = sum(len(one.lines) for one in fitted)
    step = _leading(fitted[0], style)
    y = composer.baseline(block, (count - 1) * step)
    extra = {"language": values[block.alt]} if block.alt and values.get(block.alt) else {}
    drawings = []
    for one in fitted:
        drawings.append(_lines(composer, one, style, block.x, y, block.width, block.align))
        y += len(one.lines) * _leading(one, style)
    composer.y = y - _leading(fitted[-1], style)
    composer.add(_tagged(block.tag, drawings, extra))


def area(composer: Composer, block: Block) -> None:
    """A coloured bar or rule; decoration."""
    y = composer.baseline(block)
    x, bottom = composer.point(block.x, y + block.height)
    width, height, colour = block.width * MM, block.height * MM, block.colour

    def draw(canvas: TaggedCanvas) -> None:
        with canvas.decoration():
            canvas.area(x, bottom, width, height, colour)

    composer.add(draw)


def pairs(composer: Composer, block: Block) -> None:
    """Labels and values as a table of two columns; the labels are row headings."""
    label_style, value_style = composer.style(block.second), composer.style(block.style)
    gap, rows = block.gap, []
    for label, value in composer.values[block.items]:
        heading = composer.fit(label, label_style, block.indent - _BETWEEN)
        content = composer.fit(value or "–", value_style, block.width - block.indent)
        step = _leading(content, value_style)
        y = composer.advance(gap * composer.factor, (len(content.lines) - 1) * step)
        gap = block.pitch
        composer.y += (max(len(content.lines), len(heading.lines)) - 1) * step
        left = _lines(composer, heading, label_style, block.x, y, block.indent - _BETWEEN)
        right = _lines(composer, content, value_style, block.x + block.indent, y, block.width - block.indent)
        row = [_tagged("TH", [left], {"scope": "Row"}), _tagged("TD", [right], {})]
        rows.append((composer.pages[-1], _tagged("TR", row, {})))
    _on_their_pages(rows, "Table", {})


def entries(composer: Composer, block: Block) -> None:
    """A list whose entries have a short text at the right edge and a rule below."""
    style = composer.style(block.style)
    gap, rows = block.gap, []
    for content, short in composer.values[block.items]:
        right = composer.fit(short, style, block.indent)
        left = composer.fit(content, style, block.width - (block.indent if short else 0))
        below = (len(left.lines) - 1) * _leading(left, style)
        y = composer.advance(gap * composer.factor, below + block.drop)
        gap = block.pitch
        composer.y += below
        drawings = [
            _lines(composer, left, style, block.x, y, block.width),
            _lines(composer, right, style, block.x, y, block.width, "right"),
            _rule(composer, block, y + below + block.drop * composer.factor),
        ]
        rows.append((composer.pages[-1], _tagged("LI", [_tagged("LBody", drawings, {})], {})))
    _on_their_pages(rows, "L", {})


def rule(composer: Composer, block: Block) -> None:
    """A thin line across."""
    composer.add(_rule(composer, block, composer.baseline(block)))


def placeholder(composer: Composer, block: Block) -> None:
    """A dashed box that says what will stand there."""
    y = composer.baseline(block)
    composer.add(
        _box(composer, block.value.format_map(composer.values), block.style, (block.x, y, block.width, block.height))
    )


def seal(composer: Composer, block: Block) -> None:
    """A dashed circle for the seal; `x` and `y` are its middle, `width` its diameter."""
    y = composer.baseline(block)
    middle = composer.point(block.x, y)
    path = figures.circle(*middle, block.width / 2 * MM)
    label = _centred(composer, block.value.format_map(composer.values), block.style, (block.x, y), block.width)
    colour = composer.style(block.style).colour

    def draw(canvas: TaggedCanvas) -> None:
        with canvas.decoration():
            canvas.stroke(path, colour, 0.6, (2.4, 1.8))
        label(canvas)

    composer.add(draw)


def qr(composer: Composer, block: Block) -> None:
    """A QR code; `alt` is what it is read as."""
    y = composer.baseline(block)
    x, bottom = composer.point(block.x, y + block.width)
    side = block.width * MM
    code = f"q 1 0 0 1 {x:.2f} {bottom:.2f} cm {figures.qr(composer.values[block.items], side)} Q"
    alt, box = block.alt.format_map(composer.values), (x, bottom, x + side, bottom + side)

    def draw(canvas: TaggedCanvas) -> None:
        with canvas.tag("Figure", alt=alt, box=box):
            canvas.ink(block.colour)
            canvas.draw(code)

    composer.add(draw)


def signatures(composer: Composer, block: Block) -> None:
    """Lines to sign on, each with name and function below; they share the width."""
    people: Sequence[tuple[str, str]] = composer.values[block.items]
    y = composer.baseline(block)
    width = min(block.height, (block.width - (len(people) - 1) * block.indent) / max(len(people), 1))
    for place, (name, function) in enumerate(people):
        x = block.x + place * (width + block.indent)
        line = _rule(composer, block, y, x, width)
        named, style = composer.fit(name, composer.style(block.style), width), composer.style(block.style)
        described = composer.fit(function, composer.style(block.second), width)
        first = y + block.pitch
        second = first + (len(named.lines) - 1) * _leading(named, style) + block.drop
        drawings = [
            line,
            _lines(composer, named, style, x, first, width),
            _lines(composer, described, composer.style(block.second), x, second, width),
        ]
        composer.add(_tagged("P", drawings, {}))


def funding(composer: Composer, block: Block) -> None:
    """The strip of those who pay: emblem with its sentence where asked for, then further logos."""
    strip = composer.values[block.items]
    x, y = block.x, composer.baseline(block)
    if strip.emblem:
        x = _emblem(composer, block, strip.sentence, x, y)
    height = block.height * 0.86
    top = y + (block.height - height) / 2
    for label in strip.logos:
        content = _("{label}\n(Platzhalter)").format(label=label)
        size = composer.style(block.second).sizes[0]
        lines = [composer.typesetter.line(part) for part in content.split("\n")]
        width = max(line.width for line in lines) * size * _PT + 10
        composer.add(_box(composer, content, block.second, (x, top, width, height)))
        x += width + 7


def _emblem(composer: Composer, block: Block, sentence: str, x: float, y: float) -> float:
    """Emblem and sentence; returns where the next thing may stand."""
    height = block.height * MM
    width = height * 1.5
    left, bottom = composer.point(x, y + block.height)
    drawing, alt = figures.emblem(height), _("Emblem der Europäischen Union")
    text_x = x + width * _PT + 2.7
    style = composer.style(block.style)
    fitted = composer.fit(sentence, style, block.indent)
    step = _leading(fitted, style)
    first = y + block.height / 2 - (len(fitted.lines) - 1) * step / 2 + fitted.size * 0.36 * _PT
    label = _tagged("P", [_lines(composer, fitted, style, text_x, first, block.indent)], {})

    def draw(canvas: TaggedCanvas) -> None:
        with canvas.tag("Figure", alt=alt, box=(left, bottom, left + width, bottom + height)):
            canvas.stamp("Emblem", drawing, (width, height), left, bottom)
        label(canvas)

    composer.add(draw)
    return text_x + max(line.width for line in fitted.lines) * fitted.size * _PT + 7


def _leading(fitted: Fitted, style: Style) -> float:
    """Millimetres from baseline to baseline."""
    return fitted.size * style.leading * _PT


def _tagged(role: str, drawings: Sequence[Callable[[TaggedCanvas], None]], extra: dict[str, Any]) -> Any:
    def draw(canvas: TaggedCanvas) -> None:
        with canvas.tag(role, **extra):
            for drawing in drawings:
                drawing(canvas)

    return draw


def _on_their_pages(rows: Sequence[tuple[list[Any], Any]], role: str, extra: dict[str, Any]) -> None:
    """One structure element for the rows of each page."""
    start = 0
    for index, (page, _row) in enumerate(rows):
        if index + 1 == len(rows) or rows[index + 1][0] is not page:
            page.append(_tagged(role, [row for _page, row in rows[start : index + 1]], extra))
            start = index + 1


def _lines(
    composer: Composer, fitted: Fitted, style: Style, x: float, y: float, width: float, align: str = "left"
) -> Callable[[TaggedCanvas], None]:
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


def _rule(
    composer: Composer, block: Block, y: float, x: float | None = None, width: float | None = None
) -> Callable[[TaggedCanvas], None]:
    left, level = composer.point(block.x if x is None else x, y)
    length = (block.width if width is None else width) * MM
    colour, thickness = block.colour, block.border

    def draw(canvas: TaggedCanvas) -> None:
        with canvas.decoration():
            canvas.area(left, level - thickness / 2, length, thickness, colour)

    return draw


def _box(
    composer: Composer, label: str, style: str, place: tuple[float, float, float, float]
) -> Callable[[TaggedCanvas], None]:
    """A dashed rectangle with a label in its middle."""
    x, y, width, height = place
    left, bottom = composer.point(x, y + height)
    path = figures.rectangle(left, bottom, width * MM, height * MM)
    colour = composer.style(style).colour
    caption = _centred(composer, label, style, (x + width / 2, y + height / 2), width)

    def draw(canvas: TaggedCanvas) -> None:
        with canvas.decoration():
            canvas.stroke(path, colour, 0.6, (2.4, 1.8))
        caption(canvas)

    return draw


def _centred(
    composer: Composer, label: str, style_name: str, middle: tuple[float, float], width: float
) -> Callable[[TaggedCanvas], None]:
    """A label of one or more lines around a point."""
    style = composer.style(style_name)
    parts = [composer.fit(part, style, width) for part in label.split("\n") if part]
    step = style.sizes[0] * style.leading * _PT
    y = middle[1] - (len(parts) - 1) * step / 2 + style.sizes[0] * 0.35 * _PT
    drawings = [
        _lines(composer, part, style, middle[0] - width / 2, y + index * step, width, "center")
        for index, part in enumerate(parts)
    ]
    return _tagged("P", drawings, {})  # type: ignore[no-any-return]


KINDS: dict[str, Callable[[Composer, Block], None]] = {
    "text": text,
    "area": area,
    "pairs": pairs,
    "entries": entries,
    "rule": rule,
    "placeholder": placeholder,
    "seal": seal,
    "qr": qr,
    "signatures": signatures,
    "funding": funding,
}
