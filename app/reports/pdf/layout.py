"""Puts the blocks of a template onto pages: first everything is measured, then it may be drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count as count_from

from app.core.text import _
from app.reports.pdf import blocks
from app.reports.pdf.canvas import TaggedCanvas
from app.reports.pdf.placing import Drawing
from app.reports.pdf.shaping import Fitted, Typesetter
from app.reports.pdf.template import MM, Block, Style, Template, Values

_TIGHTER = (1.0, 0.95, 0.9, 0.85, 0.8)
"""How far distances shrink before a second page is begun."""
_NOTED = 0.9
"""From here on it shows."""


@dataclass(slots=True)
class Composition:
    """The pages of one document part as drawings, and what had to be changed to get there."""

    pages: list[list[Drawing]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    missing: dict[str, str] = field(default_factory=dict)
    """Characters no font has, each with the text it occurs in."""

    def draw(self, canvas: TaggedCanvas, role: str = "Sect") -> None:
        """Put the pages onto CANVAS, as one part of its structure."""
        with canvas.tag(role):
            for page in self.pages:
                for drawing in page:
                    drawing(canvas)
                canvas.showPage()


def compose(template: Template, values: Values, typesetter: Typesetter) -> Composition:
    """Measure and place everything; tighter when it does not fit one page, on more pages when that does not help."""
    for factor in _TIGHTER if template.bottom < template.foot_line else ():
        composer = Composer(template, values, typesetter, factor)
        composer.place(template.flow)
        if len(composer.pages) == 1:
            if factor < _NOTED:
                composer.note(_("Abstände verringert, damit alles auf eine Seite passt"))
            return composer.finish()
    return _spread(template, values, typesetter).finish()


def _spread(template: Template, values: Values, typesetter: Typesetter) -> Composer:
    """Fill all pages but the last to the foot; only the last keeps room for what stands at its end."""
    if template.bottom == template.foot_line:
        composer = Composer(template, values, typesetter, 1.0)
        composer.place(template.flow)
        return composer
    for count in count_from(2):
        for full in (count - 1, 0):
            composer = Composer(template, values, typesetter, 1.0, full)
            composer.place(template.flow)
            if len(composer.pages) == count:
                composer.note(_("Auf {count} Seiten verteilt").format(count=count))
                return composer
    raise AssertionError  # the counter never ends


class Composer:
    """Keeps the pen: where the last baseline was, what fits, what was noted."""

    def __init__(
        self, template: Template, values: Values, typesetter: Typesetter, factor: float, full_pages: int = 0
    ) -> None:
        self.template = template
        self.values = values
        self.typesetter = typesetter
        self.factor = factor
        self._full_pages = full_pages
        self.y = template.top
        self.pages: list[list[Drawing]] = [[]]
        self._begun = False
        self._notes: dict[str, None] = {}
        self._missing: dict[str, str] = {}

    # measuring -------------------------------------------------------------------------------------------------------

    def place(self, listed: Iterable[Block]) -> None:
        """Place blocks one after the other; those whose value is empty are left out."""
        for block in listed:
            if not block.when or self.values.get(block.when):
                blocks.KINDS[block.kind](self, block)

    def finish(self) -> Composition:
        """Add what stands on every page, now that their number is known."""
        bodies = self.pages
        values = dict(self.values)
        for index, body in enumerate(bodies):
            self.values = {**values, "page": index + 1, "pages": len(bodies)}
            before = self._aside(self.template.every + (self.template.further if index else ()))
            after = self._aside(self.template.foot)
            if index:
                before, after = [_decorated(before)], [_decorated(after)]
            if index == len(bodies) - 1:
                after = self._aside(self.template.last) + after
            bodies[index] = before + body + after
        return Composition(bodies, list(self._notes), self._missing)

    def _aside(self, listed: Sequence[Block]) -> list[Drawing]:
        """Place blocks with a page of their own."""
        self.pages = [[]]
        self.place(listed)
        return self.pages[0]

    def style(self, name: str) -> Style:
        """A style of the template."""
        return self.template.styles[name]

    def fit(self, text: str, style: Style, width: float) -> Fitted:
        """TEXT in WIDTH millimetres; smaller sizes and missing characters are noted."""
        fitted = self.typesetter.fit(text, style.sizes, width * MM, style.face)
        for line in fitted.lines:
            for sign in line.missing:
                self._missing.setdefault(sign, line.text)
        if fitted.size < style.sizes[0]:
            short = text if len(text) <= 40 else f"{text[:40]}…"
            size = f"{fitted.size:g}".replace(".", ",")
            self.note(_("Schrift auf {size} pt verkleinert: „{text}“").format(size=size, text=short))
            if len(fitted.lines) > 1:
                self.note(_("Auf {count} Zeilen verteilt: „{text}“").format(count=len(fitted.lines), text=short))
        return fitted

    def note(self, sentence: str) -> None:
        """Remember a change once."""
        self._notes.setdefault(sentence)

    def baseline(self, block: Block, height: float = 0.0) -> float:
        """Where the first baseline of a block is; HEIGHT more must fit below, else the next page is begun."""
        if block.y is not None:
            self.y = block.y
            return block.y
        return self.advance(block.gap * self.factor, height)

    @property
    def bottom(self) -> float:
        """The lowest baseline on this page."""
        return self.template.foot_line if len(self.pages) <= self._full_pages else self.template.bottom

    def advance(self, gap: float, height: float = 0.0) -> float:
        """Go down by GAP, over to the next page when HEIGHT more does not fit."""
        # What was placed may be drawn only at the end of its block, so an empty page does not tell that all is free.
        if self.y + gap + height > self.bottom and (self._begun or self.pages[-1]):
            self.pages.append([])
            self.y = self.template.top
        else:
            self.y += gap
        self._begun = True
        return self.y

    # drawing ---------------------------------------------------------------------------------------------------------

    def add(self, drawing: Drawing) -> None:
        """Add a drawing to the page."""
        self.pages[-1].append(drawing)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Millimetres from the upper left as points from the lower left."""
        return x * MM, (self.template.height - y) * MM


def _decorated(drawings: list[Drawing]) -> Drawing:
    """What is only repeated is not read aloud again."""

    def draw(canvas: TaggedCanvas) -> None:
        with canvas.decoration():
            for drawing in drawings:
                drawing(canvas)

    return draw
