"""The letters and signs German registers know (DIN 91379:2022-08), and what to say about all others."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from app.core.resources import resource
from app.core.text import N_, _

ENTRIES: tuple[Entry, ...]
"""All 930 entries of the norm, read from the table at first use."""

ADVICE = {
    "A": (N_("in Namen"), N_("oder im Feld „Name in Originalschrift“ erfassen")),
    "B": (N_("in Anschriften"), ""),
    "D": (N_("in Namen von Organisationen"), ""),
}
"""Per data type: where the sign stands, and what else can be done than removing it."""

LOOKALIKES = (
    dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f\t", " ")
    | dict.fromkeys("‐\u2011‒–—−", "-")
    | dict.fromkeys("‘‛′", "’")
)
"""What word processors and other programs put in the place of an allowed sign."""


class Entry(NamedTuple):
    """One letter or sign; a sequence (kind 'seq') is one letter of several code points."""

    text: str
    kind: str
    group: str
    datatypes: str
    search: str
    deprecated: str
    """What the norm recommends instead, or ''."""


def __getattr__(name: str) -> tuple[Entry, ...]:
    """Read the table only when ENTRIES is asked for."""
    if name == "ENTRIES":
        return entries()
    raise AttributeError(name)


@cache
def entries() -> tuple[Entry, ...]:
    """The table, letters first; see resources/din91379.tsv for its form and source."""
    lines = [line.split("\t") for line in resource("din91379.tsv").read_text("utf-8").splitlines() if line[0] != "#"]
    instead = {_read(text): _read(form) for group, _types, form, text in lines if group == "deprecated"}
    found = []
    for group, types, form, texts in lines:
        if group != "deprecated":
            for text in map(_read, texts.split(" ")):
                kind = "char" if len(text) == 1 else "seq"
                found.append(Entry(text, kind, group, types.strip("-"), form, instead.get(text, "")))
    return tuple(found)


def letters(text: str) -> list[str]:
    """TEXT cut into letters as people count them: entries of the norm, longest first; others with their marks."""
    text = unicodedata.normalize("NFC", text)
    if text.isascii():
        return list(text)
    cut: list[str] = _sequences().findall(text)
    whole: list[str] = []
    for letter in cut:
        if whole and unicodedata.category(letter[0])[0] == "M":
            whole[-1] += letter
        else:
            whole.append(letter)
    return whole


def check(text: str, datatype: str = "A") -> str | None:
    """One sentence on the first sign that DATATYPE (A names of persons … E everything) does not know, or None."""
    known = _known(datatype)
    for place, letter in enumerate(letters(text), 1):
        if letter not in known:
            where, other = ADVICE.get(datatype, (N_("in diesem Feld"), ""))
            return _("{sign} an Stelle {place} ist {where} nicht vorgesehen. Bitte {advice}.").format(
                sign=_named(letter), place=place, where=_(where), advice=_advice(letter, other)
            )
    return None


def hint(text: str) -> str | None:
    """One sentence on the first letter that the norm still knows but no longer wants, or None."""
    instead = _deprecated()
    for place, letter in enumerate(letters(text), 1):
        if letter in instead:
            return _(
                "{sign} an Stelle {place} soll nach DIN 91379 nicht mehr verwendet werden; vorgesehen ist „{instead}“. "
                "Bitte mit dem Ausweis vergleichen."
            ).format(sign=_named(letter), place=place, instead=instead[letter])
    return None


def _advice(letter: str, other: str) -> str:
    """What to do about a sign: replace, remove, or what OTHER says."""
    if likely := LOOKALIKES.get(letter):
        with_what = _("ein Leerzeichen") if likely == " " else _("„{sign}“").format(sign=likely)
        return _("durch {sign} ersetzen").format(sign=with_what)
    return f"{_('entfernen')} {_(other)}" if other else _("entfernen")


def _named(letter: str) -> str:
    """'Das Zeichen „²“', or its number where there is nothing to see."""
    if unicodedata.category(letter[0])[0] in "CZ":
        return _("Das unsichtbare Zeichen U+{code}").format(code=f"{ord(letter[0]):04X}")
    alone = f"\u25cc{letter}" if unicodedata.category(letter[0])[0] == "M" else letter
    return _("Das Zeichen „{letter}“").format(letter=alone)


def _read(written: str) -> str:
    """An entry as the table writes it: itself or 'U+0020'."""
    return chr(int(written[2:], 16)) if written.startswith("U+") else written


@cache
def _sequences() -> re.Pattern[str]:
    """Matches one letter: the longest sequence that fits, or else any one sign."""
    several = sorted((entry.text for entry in entries() if entry.kind == "seq"), key=len, reverse=True)
    return re.compile(f"{'|'.join(map(re.escape, several))}|.", re.DOTALL)


@cache
def _known(datatype: str) -> frozenset[str]:
    """The entries of a data type."""
    return frozenset(entry.text for entry in entries() if datatype in entry.datatypes)


@cache
def _deprecated() -> dict[str, str]:
    """Deprecated letter → what the norm recommends."""
    return {entry.text: entry.deprecated for entry in entries() if entry.deprecated}
