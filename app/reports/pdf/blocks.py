"""The kinds of blocks a template can use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from app.core.text import _
from app.reports.pdf import figures, lanes, long_tables, placing, questions, tables
from app.reports.pdf.canvas import TaggedCanvas
from app.reports.pdf.template import MM, Block, Style

if TYPE_CHECKING:
    from app.reports.pdf.layout import Composer
    from app.reports.pdf.placing import Drawing


INK = "#19242A"
"""The colour of plain text; the blue of a funding sentence belongs beside the European emblem."""


def text(composer: Composer, block: Block) -> None:
    """A paragraph or heading; with `items`, one line for each text of a list; `drop` is what must fit below."""
    values = composer.values
    texts = [str(item) for item in values[block.items]] if block.items else [block.value.format_map(values)]
    style = composer.style(block.style)
    fitted = [composer.fit(entry, style, block.width) for entry in texts if entry.strip()]
    if not fitted:
        return
    count = sum(len(one.lines) for one in fitted)
    step = placing.leading(fitted[0], style)
    y = composer.baseline(block, (count - 1) * step + block.drop)
    extra = {"language": values[block.language]} if values.get(block.language) else {}
    drawings = []
    for one in fitted:
        drawings.append(placing.lines(composer, one, style, block.x, y, block.width, block.align))
        y += len(one.lines) * placing.leading(one, style)
    composer.y = y - placing.leading(fitted[-1], style)
    composer.add(placing.tagged(block.tag, drawings, extra))


def area(composer: Composer, block: Block) -> None:
    """A coloured bar or rule; decoration."""
    y = composer.baseline(block)
    x, bottom = composer.point(block.x, y + block.height)
    width, height, colour = block.width * MM, block.height * MM, block.colour

    def draw(canvas: TaggedCanvas) -> None:
        with canvas.decoration():
            canvas.area(x, bottom, width, height, colour)

    composer.add(draw)


def rule(composer: Composer, block: Block) -> None:
    """A thin line across."""
    composer.add(placing.rule(composer, block, composer.baseline(block)))


def placeholder(composer: Composer, block: Block) -> None:
    """A dashed box that says what will stand there."""
    y = composer.baseline(block)
    composer.add(
        placing.dashed_box(
            composer, block.value.format_map(composer.values), block.style, (block.x, y, block.width, block.height)
        )
    )


def seal(composer: Composer, block: Block) -> None:
    """A dashed circle for the seal; `x` and `y` are its middle, `width` its diameter."""
    y = composer.baseline(block)
    middle = composer.point(block.x, y)
    path = figures.circle(*middle, block.width / 2 * MM)
    label = placing.centred(composer, block.value.format_map(composer.values), block.style, (block.x, y), block.width)
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
        line = placing.rule(composer, block, y, x, width)
        named, style = composer.fit(name, composer.style(block.style), width), composer.style(block.style)
        described = composer.fit(function, composer.style(block.second), width)
        first = y + block.pitch
        second = first + (len(named.lines) - 1) * placing.leading(named, style) + block.drop
        drawings = [
            line,
            placing.lines(composer, named, style, x, first, width),
            placing.lines(composer, described, composer.style(block.second), x, second, width),
        ]
        composer.add(placing.tagged("P", drawings, {}))


def funding(composer: Composer, block: Block) -> None:
    """The strip of those who pay: emblem with its sentence where asked for, then further logos."""
    strip = composer.values[block.items]
    x, y = block.x, composer.baseline(block)
    if strip.emblem:
        x = _emblem(composer, block, strip.sentence, x, y)
    elif strip.sentence:
        label, x = _sentence(composer, block, strip.sentence, x, y, INK)
        composer.add(label)
    height = block.height * 0.86
    top = y + (block.height - height) / 2
    for label in strip.logos:
        content = _("{label}\n(Platzhalter)").format(label=label)
        size = composer.style(block.second).sizes[0]
        lines = [composer.typesetter.line(part) for part in content.split("\n")]
        width = max(line.width for line in lines) * size * placing.PT + 10
        composer.add(placing.dashed_box(composer, content, block.second, (x, top, width, height)))
        x += width + 7


def _emblem(composer: Composer, block: Block, sentence: str, x: float, y: float) -> float:
    """Emblem and sentence; returns where the next thing may stand."""
    height = block.height * MM
    width = height * 1.5
    left, bottom = composer.point(x, y + block.height)
    drawing, alt = figures.emblem(height), _("Emblem der Europäischen Union")
    label, end = _sentence(composer, block, sentence, x + width * placing.PT + 2.7, y)

    def draw(canvas: TaggedCanvas) -> None:
        with canvas.tag("Figure", alt=alt, box=(left, bottom, left + width, bottom + height)):
            canvas.stamp("Emblem", drawing, (width, height), left, bottom)
        label(canvas)

    composer.add(draw)
    return end


def _sentence(
    composer: Composer, block: Block, sentence: str, x: float, y: float, colour: str = ""
) -> tuple[Drawing, float]:
    """Who pays, at half the strip's height, and where the next thing may stand; without an emblem in another COLOUR."""
    style = composer.style(block.style)
    style = replace(style, colour=colour or style.colour)
    fitted = composer.fit(sentence, style, block.indent)
    step = placing.leading(fitted, style)
    first = y + block.height / 2 - (len(fitted.lines) - 1) * step / 2 + fitted.size * 0.36 * placing.PT
    label = placing.tagged("P", [placing.lines(composer, fitted, style, x, first, block.indent)], {})
    return label, x + max(line.width for line in fitted.lines) * fitted.size * placing.PT + 7


def blanks(composer: Composer, block: Block) -> None:
    """Labels with a line behind each, to be filled in by hand."""
    style, gap = composer.style(block.style), block.gap
    for label in composer.values[block.items]:
        fitted = composer.fit(label, style, block.indent)
        y = composer.advance(gap)
        gap = block.pitch
        drawings = [
            placing.lines(composer, fitted, style, block.x, y, block.indent),
            placing.rule(composer, block, y + 1, block.x + block.indent, block.width - block.indent),
        ]
        composer.add(placing.tagged("P", drawings, {}))


def paragraphs(composer: Composer, block: Block) -> None:
    """One paragraph for each text of a list."""
    style, gap = composer.style(block.style), block.gap
    for content in composer.values[block.items]:
        fitted = composer.fit(content, style, block.width)
        below = (len(fitted.lines) - 1) * placing.leading(fitted, style)
        y = composer.advance(gap * composer.factor, below)
        gap = block.pitch
        composer.y += below
        composer.add(placing.tagged("P", [placing.lines(composer, fitted, style, block.x, y, block.width)], {}))


def code(composer: Composer, block: Block) -> None:
    """A code to type: framed, in large numbered groups, as a QR code beside them."""
    lines = [line.split() for line in composer.values[block.items]]
    top = composer.advance(block.gap, len(lines) * block.pitch)
    height = max(len(lines) * block.pitch, block.height) + 2 * block.indent
    cell = (block.width - block.height - 3 * block.indent) / max(map(len, lines))
    style, small = _common_size(composer, block, lines, cell), composer.style(block.second)
    groups: list[placing.Drawing] = []
    for row, line in enumerate(lines):
        y = top + block.indent + (row + 0.72) * (height - 2 * block.indent) / len(lines)
        for column, group in enumerate(line):
            x = block.x + block.indent + column * cell
            place = composer.fit(str(len(groups) + 1), small, cell)
            label = placing.lines(composer, place, small, x, y - 7, cell)
            content = placing.lines(composer, composer.fit(group, style, cell), style, x, y, cell)
            item = [placing.tagged("Lbl", [label], {}), placing.tagged("LBody", [content], {})]
            groups.append(placing.tagged("LI", item, {}))
    composer.add(placing.frame(composer, block, (block.x, top, block.width, height)))
    composer.add(placing.tagged("L", groups, {"numbering": "Decimal"}))
    side = block.x + block.width - block.indent - block.height
    middle = top + (height - block.height) / 2
    qr(composer, replace(block, x=side, y=middle, width=block.height, items="qr", colour="#000000"))
    composer.y = top + height


def _common_size(composer: Composer, block: Block, lines: Sequence[Sequence[str]], width: float) -> Style:
    """The style of a code, at the size that suits its widest group."""
    style = composer.style(block.style)
    groups = [group for line in lines for group in line]
    sizes = [composer.typesetter.fit(group, style.sizes, (width - 3) * MM, style.face).size for group in groups]
    return replace(style, sizes=(min(sizes),))


KINDS: dict[str, Callable[[Composer, Block], None]] = {
    "text": text,
    "area": area,
    "pairs": tables.pairs,
    "sections": tables.sections,
    "entries": tables.entries,
    "rule": rule,
    "placeholder": placeholder,
    "seal": seal,
    "qr": qr,
    "signatures": signatures,
    "funding": funding,
    "facts": tables.facts,
    "grid": tables.grid,
    "list": long_tables.rows,
    "blanks": blanks,
    "paragraphs": paragraphs,
    "beside": questions.beside,
    "questions": questions.questions,
    "signing": questions.signing,
    "code": code,
    "lanes": lanes.lanes,
    "cards": lanes.cards,
}
