"""Blocks of a questionnaire: questions with boxes to tick or lines to write on, a second language beside the first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core.text import _
from app.reports.pdf import figures, placing
from app.reports.pdf.canvas import TaggedCanvas
from app.reports.pdf.placing import Drawing
from app.reports.pdf.shaping import Fitted
from app.reports.pdf.template import MM, Block, Style

if TYPE_CHECKING:
    from app.reports.pdf.layout import Composer

BOX = 3.3
"""Side of a box to tick, in mm."""


@dataclass(frozen=True, slots=True)
class Tick:
    """One answer to tick, in German and in the other language."""

    label: str
    other: str = ""
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """One question; without ticks it has a line to write on, which may be filled in already."""

    label: str
    other: str = ""
    help: str = ""
    ticks: tuple[Tick, ...] = ()
    value: str = ""


class Pen:
    """Writes German at the left and the other language, where there is one, at the right."""

    def __init__(self, composer: Composer, block: Block) -> None:
        self.composer, self.block = composer, block
        self.language, self.rtl = str(composer.values["language"]), bool(composer.values["rtl"])
        self.width = (block.width - block.height) / 2 if self.language else block.width
        self.right = block.x + block.width - self.width

    def fit(self, text: str, style: str, indent: float = 0, share: int = 1) -> tuple[Fitted, Style]:
        """TEXT as it stands in a column."""
        found = self.composer.style(style)
        return self.composer.fit(text, found, self.width / share - indent), found

    def below(self, *pieces: tuple[Fitted, Style]) -> float:
        """How far the last baseline of the longest piece is below its first."""
        return max((len(fitted.lines) - 1) * placing.leading(fitted, style) for fitted, style in pieces)

    def german(self, piece: tuple[Fitted, Style], y: float, indent: float = 0) -> Drawing:
        """The German text at Y."""
        fitted, style = piece
        return placing.lines(self.composer, fitted, style, self.block.x + indent, y, self.width - indent)

    def other(self, piece: tuple[Fitted, Style], y: float, role: str = "P") -> Drawing:
        """The other language at Y, tagged with its name."""
        fitted, style = piece
        align = "right" if self.rtl else "left"
        drawing = placing.lines(self.composer, fitted, style, self.right, y, self.width, align)
        return placing.tagged(role, [drawing], {"language": self.language})


def beside(composer: Composer, block: Block) -> None:
    """Paragraphs in German, each with its translation at its side; `drop` is what must fit below the first."""
    pen, gap, rest = Pen(composer, block), block.gap, block.drop
    for german, other in composer.values[block.items]:
        left, right = pen.fit(german, block.style), pen.fit(other, block.second)
        below = pen.below(left, right) if pen.language and other else pen.below(left)
        y = composer.advance(gap, below + rest)
        composer.add(placing.tagged(block.tag, [pen.german(left, y)], {}))
        if pen.language and other:
            composer.add(pen.other(right, y))
        composer.y += below
        gap, rest = block.pitch, 0


def questions(composer: Composer, block: Block) -> None:
    """Sections of questions; a heading and a question with its answers stay on one page."""
    pen = Pen(composer, block)
    for title, listed in composer.values[block.items]:
        heading = composer.fit(title, composer.style(block.heading), block.width)
        first = _height(pen, listed[0]) if listed else 0
        y = composer.advance(block.gap, block.pitch + first)
        style = composer.style(block.heading)
        composer.add(placing.tagged("H2", [placing.lines(composer, heading, style, block.x, y, block.width)], {}))
        composer.add(placing.rule(composer, block, y + 1.6))
        composer.y += 0.6
        for one in listed:
            _question(pen, one)


def _height(pen: Pen, one: Asked) -> float:
    """How far a question reaches below its first baseline."""
    block, label = pen.block, pen.below(pen.fit(one.label, "label"), pen.fit(one.other, "other_label"))
    if one.help:
        label += block.drop + pen.below(pen.fit(one.help, "help"))
    if not one.ticks:
        return label + block.drop * 1.7
    return label + sum(block.drop + below for _row, below in _rows(pen, one))


def _rows(pen: Pen, one: Asked) -> Iterator[tuple[tuple[Tick, ...], float]]:
    """The answers line by line: several side by side where only German is printed and all are short."""
    indent, share = pen.block.indent, _share(pen, one)
    for start in range(0, len(one.ticks), share):
        row = one.ticks[start : start + share]
        pieces = [pen.fit(tick.label, pen.block.style, indent, share) for tick in row]
        pieces += [pen.fit(tick.other, pen.block.second, 0) for tick in row if pen.language]
        yield row, pen.below(*pieces)


def _share(pen: Pen, one: Asked) -> int:
    if pen.language:
        return 1
    for share in (4, 3, 2):
        fitted = [pen.fit(tick.label, pen.block.style, pen.block.indent + 3, share)[0] for tick in one.ticks]
        if len(one.ticks) >= share - (share > 2) and all(len(piece.lines) == 1 for piece in fitted):
            return share
    return 1


def _question(pen: Pen, one: Asked) -> None:
    composer, block = pen.composer, pen.block
    label, other = pen.fit(one.label, "label"), pen.fit(one.other, "other_label")
    y = composer.advance(block.pitch, _height(pen, one))
    composer.add(placing.tagged("P", [pen.german(label, y)], {}))
    if pen.language and one.other:
        composer.add(pen.other(other, y))
    composer.y += pen.below(label, other) if pen.language else pen.below(label)
    if one.help:
        text = pen.fit(one.help, "help")
        composer.y += block.drop * 0.86
        composer.add(placing.tagged("P", [pen.german(text, composer.y)], {}))
        composer.y += pen.below(text)
    if one.ticks:
        _ticks(pen, one)
    else:
        _line(pen, one.value)


def _ticks(pen: Pen, one: Asked) -> None:
    composer, block = pen.composer, pen.block
    share, entries = _share(pen, one), list[Drawing]()
    for row, below in _rows(pen, one):
        composer.y += block.drop
        for place, tick in enumerate(row):
            x = block.x + place * pen.width / share
            entries.append(_entry(pen, tick, (x, composer.y), share))
        composer.y += below
    composer.add(placing.tagged("L", entries, {}))


def _entry(pen: Pen, tick: Tick, place: tuple[float, float], share: int) -> Drawing:
    composer, block, (x, y) = pen.composer, pen.block, place
    fitted, style = pen.fit(tick.label, block.style, block.indent, share)
    label = placing.lines(composer, fitted, style, x + block.indent, y, pen.width / share - block.indent)
    body = [placing.tagged("P", [label], {})]
    if pen.language and tick.other:
        body.append(pen.other(pen.fit(tick.other, block.second), y))
    parts = [placing.tagged("Lbl", [_box(composer, tick.ticked, x, y)], {}), placing.tagged("LBody", body, {})]
    return placing.tagged("LI", parts, {})


def _box(composer: Composer, ticked: bool, x: float, y: float) -> Drawing:
    """A box, crossed where it is ticked; read aloud as what it is."""
    left, bottom = composer.point(x, y + 0.5)
    side = BOX * MM
    path = figures.rectangle(left, bottom, side, side)
    inner, outer = side * 0.2, side * 0.8
    cross = (
        f"{left + inner:.2f} {bottom + inner:.2f} m {left + outer:.2f} {bottom + outer:.2f} l "
        f"{left + inner:.2f} {bottom + outer:.2f} m {left + outer:.2f} {bottom + inner:.2f} l"
    )
    alt = _("angekreuzt") if ticked else _("nicht angekreuzt")

    def draw(canvas: TaggedCanvas) -> None:
        with canvas.tag("Figure", alt=alt, box=(left, bottom, left + side, bottom + side)):
            canvas.stroke(path, "#19242A", 0.8)
            if ticked:
                canvas.stroke(cross, "#19242A", 1.4)

    return draw


def _line(pen: Pen, value: str) -> None:
    """A line to write on; what is known stands on it."""
    composer, block = pen.composer, pen.block
    composer.y += block.drop * 1.4
    if value:
        text = pen.fit(value, "filled")
        composer.add(placing.tagged("P", [pen.german(text, composer.y)], {}))
        composer.y += pen.below(text)
    composer.add(placing.rule(composer, block, composer.y + 1.2))
    composer.y += 1


def signing(composer: Composer, block: Block) -> None:
    """Lines to sign on, side by side, each with what it is for."""
    pen = Pen(composer, block)
    listed: Sequence[tuple[str, str]] = composer.values[block.items]
    width = (block.width - block.height) / 2
    y = composer.advance(block.gap, block.drop * 4)
    for place, (german, other) in enumerate(listed):
        x = block.x + place * (width + block.height)
        composer.add(placing.rule(composer, block, y, x, width))
        style = composer.style(block.style)
        first = composer.fit(german, style, width)
        composer.add(placing.tagged("P", [placing.lines(composer, first, style, x, y + block.drop, width)], {}))
        if pen.language and other:
            second = composer.style(block.second)
            below = y + block.drop + len(first.lines) * placing.leading(first, style) + 0.6
            align = "right" if pen.rtl else "left"
            text = placing.lines(composer, composer.fit(other, second, width), second, x, below, width, align)
            composer.add(placing.tagged("P", [text], {"language": pen.language}))
    composer.y += block.drop * 3
