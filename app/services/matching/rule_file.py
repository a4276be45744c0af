"""Rule sets as files and as plain values: reading tells line, key and mistake in one German sentence."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, NoReturn

from app.core.errors import UserError
from app.core.resources import resource
from app.core.text import _
from app.services.matching import kinds
from app.services.matching.rule_set import MENTEE, MENTOR, RuleSet, Words
from app.services.matching.rules import KINDS, Rule
from app.services.programme_file import Place, Source, Table

TABLES = ("seekers", "providers", "trips")
"""What a file may hold besides: how two plain tables are read, see `plain_tables`."""
READING: dict[str, Callable[[Table, str, Any], Any]] = {
    "str": lambda table, key, usual: table.text(key, usual),
    "int": lambda table, key, usual: table.number(key, usual),
    "int | None": lambda table, key, usual: table.number(key, usual),
    "bool": lambda table, key, usual: table.get(key, bool, usual),
    "Mapping[str, str]": lambda table, key, _usual: _texts(table, key),
    "Mapping[str, list[str]]": lambda table, key, _usual: _lists(table, key),
}
"""How a setting of a rule is read, by its type."""
assert kinds  # imported for the registry that it fills


class RuleError(UserError):
    """Rules that cannot be used; the text names file, line and mistake."""


class RuleSource(Source):
    """The text of a file with rules."""

    mistake = RuleError
    sentence = _("{name}, Zeile {line}{place}: {what} Bitte berichtigen Sie die Regeldatei.")
    unreadable = _("Die Regeldatei {name} lässt sich nicht lesen. Bitte prüfen Sie Namen und Ordner.")


class _Stored(RuleSource):
    """Plain values that never were a file; there are no lines to name."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.lines: list[str] = []
        self.path = Path()
        self.root = Table(self, dict(data), ())

    def refuse(self, line: int, place: str, what: str) -> NoReturn:
        """Refuse the values because of PLACE."""
        raise RuleError(_("Regeln{place}: {what}").format(place=f", {place}" if place else "", what=what))


def read(path: Path) -> RuleSet:
    """The rule set in the file PATH; RuleError names line, key and mistake."""
    return rule_set(RuleSource(path).root)


def of_data(data: Mapping[str, Any]) -> RuleSet:
    """The rule set that `RuleSet.as_data` wrote; RuleError names key and mistake."""
    return rule_set(_Stored(data).root)


def shipped(name: str) -> RuleSet:
    """One of the rule sets that come with the application: 'mentoring' or 'offers'."""
    return read(resource("matching", f"{name}.toml"))


def write(rules: RuleSet) -> str:
    """The rule set as TOML, as `read` reads it."""
    data = rules.as_data()
    lines = [f"{key} = {_value(data[key])}" for key in ("name", "seeker", "provider", "wanted")]
    for rule in data["rules"]:
        lines += ["", "[[rules]]"]
        lines += [f"{key} = {_value(value)}" for key, value in rule.items()]
    return "\n".join(lines) + "\n"


def rule_set(root: Table) -> RuleSet:
    """The rule set in a table; what belongs to plain tables is left to others."""
    name = root.text("name")
    seeker, provider = _words(root, "seeker", MENTEE), _words(root, "provider", MENTOR)
    wanted = root.number("wanted", 1)
    for key in TABLES:
        root.get(key, list if key == "trips" else dict, None)
    rules = []
    places: list[Place] = []
    for table in root.tables("rules"):
        rules.append(_rule(table))
        places.append(table.place)
    root.end()
    made = RuleSet(name, tuple(rules), seeker, provider, wanted)
    for place, sentence in made.problems():
        number = place.partition(".")[2]
        root.source.wrong(places[int(number) - 1] if number else (place,), sentence)
    return made


def _words(root: Table, key: str, usual: Words) -> Words:
    words = root.texts(key, usual)
    if len(words) != 2:
        root.wrong(key, _("Hier müssen zwei Wörter stehen, für eine und für mehrere."))
    return Words(*words)


def _rule(table: Table) -> Rule:
    kind = KINDS[table.choice("kind", tuple(KINDS))]
    given: dict[str, Any] = {}
    for one in fields(kind):
        if one.name in table.values:
            usual = None if one.default is MISSING else one.default
            given[one.name] = READING[str(one.type)](table, one.name, usual)
    return kind(**given)


def _texts(table: Table, key: str) -> dict[str, str]:
    inner = table.table(key)
    return {name: inner.text(name) for name in inner.values}


def _lists(table: Table, key: str) -> dict[str, list[str]]:
    inner = table.table(key)
    return {name: list(inner.texts(name)) for name in inner.values}


def _value(value: Any) -> str:
    """A value as TOML writes it."""
    match value:
        case bool():
            return "true" if value else "false"
        case Mapping():
            return "{ " + ", ".join(f"{_text(key)} = {_value(one)}" for key, one in value.items()) + " }"
        case list() | tuple():
            return "[" + ", ".join(map(_value, value)) + "]"
        case str():
            return _text(value)
    return str(value)


def _text(text: str) -> str:
    # JSON escapes what TOML does, but for the sign that deletes
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
