"""Cells of a plain table as the values that rules compare: what people write for languages, ages, yes and no."""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from typing import Any

from app.core.fold import fold
from app.core.partial_date import PartialDate
from app.core.text import _
from app.services.matching.columns import LEVELS
from app.services.tables import Cell

YES = {"ja", "j", "yes", "y", "x", "true", "wahr", "1", "✓"}
NO = {"nein", "n", "no", "false", "falsch", "0"}
LEVEL_WORDS = {
    "muttersprache": "native", "mutterspr": "native", "native": "native", "mother tongue": "native", "c": "C1",
    "fliessend": "C1", "fluent": "C1", "gut": "B2", "good": "B2", "mittel": "B1", "grundkenntnisse": "A2",
    "basic": "A2", "wenig": "A1", "etwas": "A1",
}  # fmt: skip
_SEPARATORS = re.compile(r"[;,|\n]")
_LEVEL = re.compile(r"^(.*?)[\s:(=]+([^\s:()=]+(?: tongue)?)\)?$")


def text_of(cell: Cell) -> str:
    """What a cell says, without blanks around it."""
    return "" if cell is None else str(cell).strip()


def flag(cell: Cell) -> bool:
    """Yes or no."""
    if isinstance(cell, bool):
        return cell
    word = text_of(cell).casefold()
    if word in YES or word in NO:
        return word in YES
    raise ValueError(_("„{text}“ ist weder ja noch nein.").format(text=text_of(cell)))


def number(cell: Cell) -> float:
    """A number, with a decimal comma or point."""
    try:
        found = float(text_of(cell).replace(",", "."))
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise ValueError(_("„{text}“ ist keine Zahl.").format(text=text_of(cell)))
    return found


def day(cell: Cell) -> date:
    """A day; of an incomplete date the first that can be meant."""
    return _partial(cell).earliest()


def age(cell: Cell, today: date) -> float:
    """Completed years from a date of birth, or the number itself."""
    if isinstance(cell, int | float) and not isinstance(cell, bool) and cell < 150:
        return float(cell)
    if (text := text_of(cell)).isdecimal() and int(text) < 150:
        return float(text)
    years = _partial(cell).completed_years(today)
    if years is None:
        raise ValueError(_("„{text}“ liegt in der Zukunft.").format(text=text_of(cell)))
    return float(years)


def _partial(cell: Cell) -> PartialDate:
    if isinstance(cell, datetime):
        return PartialDate.of(cell.date())
    return PartialDate.of(cell) if isinstance(cell, date) else PartialDate.parse(text_of(cell))


def parts(cell: Cell, separator: str = "") -> list[str]:
    """The entries of a cell: between SEPARATORs, or between commas, semicolons, bars and lines."""
    text = text_of(cell)
    found = text.split(separator) if separator else _SEPARATORS.split(text)
    return [part.strip() for part in found if part.strip()]


def level(entry: str, usual: str, words: dict[str, str]) -> tuple[str, int]:
    """The language and its level from 'Dari (Muttersprache)', 'Deutsch B1', 'Farsi: gut' or only 'Englisch'."""
    found = _LEVEL.match(entry)
    if found and (known := _known_level(found[2], words)):
        return found[1].strip(), LEVELS.index(known) + 1
    if not usual:
        raise ValueError(_("Bei „{entry}“ steht kein Niveau wie B1 oder Muttersprache.").format(entry=entry))
    return entry, LEVELS.index(usual) + 1


def _known_level(word: str, words: dict[str, str]) -> str | None:
    if word.upper() in LEVELS:
        return word.upper()
    return {fold(one): level for one, level in (LEVEL_WORDS | words).items()}.get(fold(word))


def place(cells: list[Cell]) -> tuple[float, float]:
    """Latitude and longitude from two cells, or from one like '50.65, 11.35' or '50,65; 11,35'."""
    if len(cells) == 2:
        return number(cells[0]), number(cells[1])
    found = re.split(r"[;\s]+|,(?=\s)|,(?!\d)", text_of(cells[0]))
    values: list[Any] = [part for part in found if part]
    if len(values) != 2:
        values = text_of(cells[0]).split(",")
    if len(values) != 2:
        raise ValueError(_("„{text}“ sind keine Koordinaten wie 50.65; 11.35.").format(text=text_of(cells[0])))
    return number(values[0]), number(values[1])
