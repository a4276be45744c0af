"""From a cell of a list to the value of a field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from app.core.clock import today
from app.core.partial_date import PartialDate
from app.core.text import _, parse_amount, show
from app.models.fields import Field
from app.services.imports.spoken import Spoken
from app.services.imports.subject import Subject, squeezed
from app.services.programme import NO_ANSWER
from app.services.tables import Cell

EPOCH = date(1899, 12, 30)
"""Day 0 of Excel."""
SERIAL = range(3_000, 80_000)
"""Numbers of Excel that are days from 1908 to 2119; smaller ones are years."""
_DAY = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4}|\d{2})\.?")
_NAMED = re.compile(r"(?:(\d{1,2})\.?\s*)?([^\W\d]+)\.?\s*(\d{4})")
_PLAIN_ISO = re.compile(r"(19|20)\d{6}")
_TIME_BEHIND = re.compile(r"(?<=\d)[T ]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*(Uhr|Z)?$")
_UNKNOWN_PART = re.compile(r"(?:00|xx|\?\?)[./](?:(?:00|xx|\?\?)[./])?(?=.*\d{4})", re.IGNORECASE)
_ENGLISH = re.compile(r"-?\d{1,3}(?:,\d{3})*\.\d+|-?\d{1,3}(?:,\d{3}){2,}")
_TEXT_MARK = re.compile(r"^'(?=[\d+(=])")
"""With an apostrophe people tell Excel that a number is text; exports keep it. In other texts it is what it is."""
OF_DIGITS = ("phone", "postcode")
"""Texts that people write as numbers."""
_SEVERAL = re.compile(r"\s*[,;\n+&]\s*")
POSTCODE_LENGTH = 5


class UnknownWord(ValueError):
    """A word that is no option; the person can say what it means."""

    def __init__(self, sentence: str, word: str = "") -> None:
        super().__init__(sentence)
        self.word = word


class Reader:
    """Reads the cells of one column of a list; the words of the person who imports come first."""

    def __init__(self, subject: Subject, field: Field, words: Mapping[tuple[str, str], str]) -> None:
        self.subject = subject
        self.field = field
        own = {squeezed(word): code for (name, word), code in words.items() if name == field.name}
        self.options = {**subject.options(field.name), **own} if field.options else {}
        empty = subject.words("dashes" if self._is_text else "empty")
        # „keine Angabe“ is an answer where the programme takes it for one.
        self.empty = frozenset(word for word in empty if self.options.get(squeezed(word)) != NO_ANSWER)
        self.kept: dict[Cell, Any] = {}

    @property
    def _is_text(self) -> bool:
        return self.field.kind is str and not self.field.options

    def is_empty(self, cell: Cell) -> bool:
        """Whether nothing is said."""
        if cell is None:
            return True
        return isinstance(cell, str) and (not (text := cell.strip()) or text.lower() in self.empty)

    def read(self, cell: Cell) -> Any:
        """The value; ValueError says in German what is wrong, UnknownWord that it is not known what is meant."""
        if self.field.kind is tuple:
            words = filter(None, _SEVERAL.split(self.text(cell)))
            return tuple(dict.fromkeys(self._option(word) for word in words))
        if self.field.options:
            return self._option(cell)
        return READERS.get(self.field.kind, _as_typed)(self, cell)

    def blank(self) -> Any:
        """What the field is without a value."""
        return "" if self._is_text else None

    def hint(self, cell: Cell, value: object) -> str | None:
        """One sentence about what was understood otherwise than it stands there."""
        if self.field.name == "postcode" and type(cell) is int and str(cell) != value:
            return _("PLZ {cell} als {value} gelesen: Excel hat die führende 0 entfernt.").format(
                cell=cell, value=value
            )
        if isinstance(value, Spoken) and value.bare:
            return _("Ohne Niveau nicht übernommen: {names}.").format(names=", ".join(value.bare))
        if self.field.name == "phone" and type(cell) is int:
            return _("Telefon {cell} steht als Zahl in der Liste; vielleicht fehlt die führende 0.").format(cell=cell)
        return None

    def text(self, cell: Cell) -> str:
        """The text of a cell as people see it; line ends only where the field has room for lines."""
        if isinstance(cell, str):
            text = unicodedata.normalize("NFC", cell).replace("\r\n", "\n").replace("\r", "\n").strip()
            if self.field.kind is not str or self.field.name in OF_DIGITS:
                text = _TEXT_MARK.sub("", text)
            return text if self.field.multiline else re.sub(r"\s*\n\s*", " ", text)
        if self.field.name == "postcode" and type(cell) is int and 1000 <= cell < 10_000:
            return str(cell).zfill(POSTCODE_LENGTH)
        return f"{cell}".replace(".", ",") if isinstance(cell, float) else show(cell)

    def _option(self, cell: Cell) -> str:
        text = self.text(cell)
        if found := self.options.get(squeezed(text)):
            return found
        sentence = _("{label}: „{value}“ ist nicht bekannt. Möglich sind: {options}.")
        names = ", ".join(label for _code, label in self.field.options)
        raise UnknownWord(sentence.format(label=self.field.label, value=text, options=names), text)


def _as_typed(reader: Reader, cell: Cell) -> Any:
    return reader.field.parse(reader.text(cell))


def _text(reader: Reader, cell: Cell) -> str:
    return reader.text(cell)


def _flag(reader: Reader, cell: Cell) -> bool:
    word = reader.text(cell).lower()
    if word in reader.subject.words("yes"):
        return True
    if word in reader.subject.words("no"):
        return False
    raise UnknownWord(_("{label}: „{value}“ ist weder ja noch nein.").format(label=reader.field.label, value=cell))


def _number(reader: Reader, cell: Cell) -> Any:
    if type(cell) is int or (isinstance(cell, float) and reader.field.kind is Decimal):
        return reader.field.kind(str(cell))
    text = reader.text(cell)
    if _ENGLISH.fullmatch(text):
        text = text.replace(",", "")
    if reader.field.kind is Decimal:
        return parse_amount(text)
    return reader.field.parse(text)


def _partial(reader: Reader, cell: Cell) -> PartialDate:
    """A date, of which only the year or month may be known."""
    if isinstance(cell, date):  # datetime is one, too
        return PartialDate.of(cell.date() if isinstance(cell, datetime) else cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _from_number(cell)
    if not isinstance(cell, str):
        raise _no_date(cell)
    text = _TIME_BEHIND.sub("", reader.text(cell))
    text = _UNKNOWN_PART.sub("", text)
    if text.isdecimal() and len(text) == 5:
        return _from_number(int(text))
    if found := _DAY.fullmatch(text):
        year = int(found[3]) if len(found[3]) == 4 else _century(int(found[3]), int(found[2]), int(found[1]))
        return _day(year, int(found[2]), int(found[1]))
    if (found := _NAMED.fullmatch(text)) and (month := reader.subject.months.get(squeezed(found[2]))):
        return _day(int(found[3]), month, int(found[1]) if found[1] else None)
    if _PLAIN_ISO.fullmatch(text):
        return _day(int(text[:4]), int(text[4:6]), int(text[6:]))
    return PartialDate.parse(text)


def _from_number(number: float) -> PartialDate:
    """A year, or a day as Excel counts them."""
    if 1900 <= number <= 2100 and int(number) == number:
        return PartialDate(int(number))
    if SERIAL.start <= number < SERIAL.stop:
        return PartialDate.of(EPOCH + timedelta(days=int(number)))
    text = str(number)
    if _PLAIN_ISO.fullmatch(text):
        return _day(int(text[:4]), int(text[4:6]), int(text[6:]))
    raise _no_date(number)


def _century(year: int, month: int, day: int) -> int:
    """The year of two digits that lies in the last hundred years; lists tell what was."""
    now = today()
    century = now.year // 100 * 100
    return century + year - (100 if (century + year, month, day) > (now.year, now.month, now.day) else 0)


def _day(year: int, month: int, day: int | None) -> PartialDate:
    return PartialDate(year, month, day)


def _no_date(cell: object) -> ValueError:
    return ValueError(
        _("„{value}“ ist kein Datum. Bitte TT.MM.JJJJ schreiben, MM.JJJJ oder nur das Jahr.").format(value=show(cell))
    )


def _date(reader: Reader, cell: Cell) -> date:
    found = _partial(reader, cell)
    if not found.complete:
        raise ValueError(_("„{value}“ ist kein vollständiges Datum. Bitte TT.MM.JJJJ schreiben.").format(value=cell))
    return found.earliest()


def _time(reader: Reader, cell: Cell) -> Any:
    if isinstance(cell, datetime):
        return cell.time()
    return cell if isinstance(cell, time) else reader.field.parse(reader.text(cell))


def _spoken(reader: Reader, cell: Cell) -> Spoken:
    try:
        return Spoken.parse(reader.text(cell))
    except ValueError as error:
        raise UnknownWord(str(error)) from error


READERS: Mapping[type, Callable[[Reader, Cell], Any]] = {
    str: _text,
    bool: _flag,
    int: _number,
    Decimal: _number,
    PartialDate: _partial,
    date: _date,
    time: _time,
    Spoken: _spoken,
}


def split_name(text: str) -> tuple[str, str]:
    """Last and first names of 'Al-Haddad, Rim'; one word alone is a single name."""
    last, comma, first = (part.strip() for part in text.partition(","))
    if comma or len(last.split()) < 2:
        return last, first
    raise UnknownWord(
        _("„{value}“: Vor- und Nachname sind nicht zu unterscheiden. Bitte „Nachname, Vorname“ schreiben.").format(
            value=text.strip()
        )
    )


_POSTCODE_CITY = re.compile(r"(?:[A-Z]{1,3}\s*[-–]\s*)?(\d{4,5})[\s,]+(\S.*)")


def split_place(text: str) -> tuple[str, str]:
    """Post code and city of '07422 Bad Blankenburg'; either may be missing."""
    text = " ".join(text.split())
    if found := _POSTCODE_CITY.fullmatch(text):
        return found[1], found[2]
    return (text, "") if text.isdecimal() else ("", text)
