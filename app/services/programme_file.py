"""Reading a programme file key by key, so that every mistake is told with its line, its key and what is wrong."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, NoReturn

from app.core.errors import UserError
from app.core.text import _

Place = tuple[str | int, ...]
_KINDS = {str: _("ein Text"), int: _("eine ganze Zahl"), bool: _("true oder false"), list: _("eine Liste")}


class ProgrammeError(UserError):
    """A programme file that cannot be used; the text names file, line and mistake."""


class Source:
    """The text of one programme file, to find the line of a mistake; other kinds of files say it in their words."""

    mistake: type[UserError] = ProgrammeError
    sentence = _("{name}, Zeile {line}{place}: {what} Bitte berichtigen Sie die Programmdatei.")
    unreadable = _("Die Programmdatei {name} lässt sich nicht lesen. Bitte installieren Sie die Anwendung neu.")

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.lines = path.read_text(encoding="utf-8").splitlines()
            self.root = Table(self, tomllib.loads("\n".join(self.lines)), ())
        except (OSError, UnicodeDecodeError) as error:
            raise self.mistake(self.unreadable.format(name=path.name)) from error
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"line (\d+)", str(error))
            self.refuse(int(found[1]) if found else len(self.lines), "", _("Das ist kein gültiges TOML."))

    def wrong(self, place: Place, what: str) -> NoReturn:
        """Refuse the file because of what stands at PLACE."""
        self.refuse(self.line(place), ".".join(str(p + 1) if isinstance(p, int) else p for p in place), what)

    def refuse(self, line: int, place: str, what: str) -> NoReturn:
        """Refuse the file because of LINE."""
        shown = f", {place}" if place else ""
        raise self.mistake(self.sentence.format(name=self.path.name, line=line, place=shown, what=what))

    def line(self, place: Place) -> int:
        """The line number of PLACE, or of the closest table around it."""
        here, names = 0, list[str]()
        for part in place:
            if isinstance(part, int):
                header = re.compile(rf"\s*\[\[\s*{re.escape('.'.join(names))}\s*\]\]")
                hits = [n for n in range(here, len(self.lines)) if header.match(self.lines[n])]
                hits = hits or [n for n in range(here, len(self.lines)) for _c in range(self.lines[n].count("{"))]
                here = hits[part] if part < len(hits) else here
            else:
                names.append(part)
                here = self._key(part, names, here)
        return here + 1

    def _key(self, key: str, names: list[str], here: int) -> int:
        header = re.compile(rf"\s*\[\s*{re.escape('.'.join(names))}\s*\]")
        assignment = re.compile(rf"(?:^|[\s{{,]){re.escape(key)}\s*=")
        inside = True
        for n in range(here, len(self.lines)):
            inside = inside and (n == here or not re.match(r"\s*\[\[?\w", self.lines[n]))
            if header.match(self.lines[n]) or (inside and assignment.search(self.lines[n].split("#")[0])):
                return n
        return here


class Table:
    """One table of a programme file; what nobody asked for is a mistake."""

    def __init__(self, source: Source, values: dict[str, Any], place: Place) -> None:
        self.source, self.values, self.place = source, values, place
        self._asked: set[str] = set()

    def wrong(self, key: str, what: str) -> NoReturn:
        """Refuse the file because of KEY in this table."""
        self.source.wrong((*self.place, key) if key else self.place, what)

    def get(self, key: str, kind: type, default: Any) -> Any:
        """The value of KEY, which must be of KIND; without a default (...) it must be there."""
        self._asked.add(key)
        if key not in self.values:
            if default is ...:
                self.wrong("", _("„{key}“ fehlt.").format(key=key))
            return default
        value = self.values[key]
        if type(value) is not kind:
            self.wrong(key, _("Hier muss {kind} stehen.").format(kind=_KINDS.get(kind, _("eine Tabelle"))))
        if value == "":
            self.wrong(key, _("Der Text ist leer."))
        return value

    def text(self, key: str, default: Any = ...) -> str:
        """A text."""
        return str(self.get(key, str, default))

    def flag(self, key: str) -> bool:
        """true or false; false when it is not there."""
        return bool(self.get(key, bool, False))

    def number(self, key: str, default: Any = ...) -> Any:
        """A whole number (or DEFAULT)."""
        return self.get(key, int, default)

    def choice(self, key: str, allowed: Collection[str], default: Any = ...) -> str:
        """One of the ALLOWED texts."""
        value = self.text(key, default)
        if key in self.values and value not in allowed:
            options = ", ".join(f"„{one}“" for one in allowed)
            self.wrong(key, _("„{value}“ gibt es hier nicht. Möglich: {options}.").format(value=value, options=options))
        return value

    def texts(self, key: str, default: Any = ...) -> tuple[str, ...]:
        """A list of texts."""
        values = self.get(key, list, default)
        if any(type(value) is not str for value in values):
            self.wrong(key, _("Hier muss eine Liste von Texten stehen."))
        return tuple(values)

    def table(self, key: str) -> Table:
        """A table inside this one; an empty one when it is not there."""
        return Table(self.source, self.get(key, dict, {}), (*self.place, key))

    def tables(self, key: str) -> Iterator[Table]:
        """The tables of a list of tables, each read to its end."""
        for n, values in enumerate(self.get(key, list, [])):
            if type(values) is not dict:
                self.wrong(key, _("Hier muss eine Liste von Tabellen stehen."))
            one = Table(self.source, values, (*self.place, key, n))
            yield one
            one.end()

    def end(self) -> None:
        """Refuse the file when something in this table was not asked for."""
        for key in self.values:
            if key not in self._asked:
                self.wrong(key, _("„{key}“ ist hier unbekannt.").format(key=key))
