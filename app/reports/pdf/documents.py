"""From sheets of values to a finished PDF: compose, refuse what cannot be printed, deliver."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.core.errors import UserError
from app.core.progress import Progress
from app.core.text import _
from app.reports.pdf import template
from app.reports.pdf.canvas import TaggedCanvas
from app.reports.pdf.layout import Composition, compose
from app.reports.pdf.output import Target, deliver
from app.reports.pdf.shaping import Typesetter
from app.reports.pdf.template import Template, Values


@dataclass(frozen=True, slots=True)
class Note:
    """What a person should know before printing: the sheet it concerns, counted from 0, and one sentence."""

    index: int
    name: str
    text: str
    blocking: bool = False


class MissingCharacters(UserError):
    """A text holds characters that no font of the documents has."""


class Document:
    """One PDF in the making: sheets of the same template, one after the other."""

    def __init__(self, name: str | Template, *, title: str, author: str) -> None:
        """NAME is a template's, or the template itself where it depends on what is printed."""
        self._template = template.load(name) if isinstance(name, str) else name
        self._typesetter = Typesetter()
        size = (self._template.width * template.MM, self._template.height * template.MM)
        self._canvas = TaggedCanvas(size, title=title, author=author)
        self._count = 0
        self.notes: list[Note] = []

    def add(self, values: Values, about: str) -> None:
        """Put one sheet onto the next pages."""
        composition = compose(self._template, values, self._typesetter)
        self.notes += _notes(composition, self._count, about)
        self._count += 1
        if not composition.missing:
            composition.draw(self._canvas)

    def missing(self, values: Values) -> set[str]:
        """The characters of one sheet that no font has."""
        return set(compose(self._template, values, self._typesetter).missing)

    def deliver(self, target: Target, progress: Progress) -> list[Note]:
        """Write everything to its place; with a character no font has, write nothing and name it."""
        blocking = [note.text for note in self.notes if note.blocking]
        if blocking:
            raise MissingCharacters("\n".join(dict.fromkeys(blocking)))
        deliver(self._canvas.data(), target, progress)
        return self.notes


def check(name: str, values: Values, index: int, about: str) -> list[Note]:
    """What printing one sheet would change, and what stands in its way."""
    return _notes(compose(template.load(name), values, Typesetter()), index, about)


def _notes(composition: Composition, index: int, about: str) -> list[Note]:
    missing = [Note(index, about, sentence, blocking=True) for sentence in _missing(composition.missing)]
    return missing + [Note(index, about, sentence) for sentence in composition.notes]


def _missing(signs: Mapping[str, str]) -> Sequence[str]:
    """One sentence for each text with characters no font has."""
    by_text: dict[str, list[str]] = {}
    for sign, text in signs.items():
        by_text.setdefault(text, []).append(f"„{sign}“ ({_codes(sign)})")
    sentence = _("Für {signs} in „{text}“ hat keine Schrift ein Zeichen. Bitte ändern Sie die Schreibweise.")
    return [sentence.format(signs=", ".join(named), text=text) for text, named in by_text.items()]


def _codes(sign: str) -> str:
    return " ".join(f"U+{ord(part):04X}" for part in sign)
