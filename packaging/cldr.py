"""Make resources/languages.tsv and countries.tsv from the names of Unicode CLDR and the lists beside this script.

    python -m venv VENV && VENV/bin/pip install babel==2.19.0      # data: Unicode CLDR, Unicode License v3
    VENV/bin/python packaging/cldr.py

Babel is no part of the program. languages.txt and countries.txt say what is chosen, what else it is called in the lists
of offices, and where the usual German name is another than CLDR's.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel import Locale, UnknownLocaleError

HERE = Path(__file__).parent
OUT = HERE.parent / "resources"
SOURCE = """\
# Names: Unicode CLDR, © 2004-2025 Unicode, Inc., Unicode License v3 (resources/unicode_license.txt); chosen and
# supplemented with the names that offices use."""
LANGUAGES_HEAD = f"""\
# Languages with their German names and everything they are called in lists; made by packaging/cldr.py.
{SOURCE}
# Columns: code (ISO 639-1, else 639-2 or 639-3), German name, further names separated by ';'."""
COUNTRIES_HEAD = f"""\
# Countries with their German names and everything they are called in lists; made by packaging/cldr.py.
{SOURCE}
# Columns: code (ISO 3166 alpha-2; for people without a state what passports say), German name, adjective, class of
# nationality (german, eu as of 2026, third, stateless, unclear), further names separated by ';'."""
EU = "AT BE BG CY CZ DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
CLASSES = {"DE": "german", "XXA": "stateless", "XXX": "unclear"} | dict.fromkeys(EU.split(), "eu")
GERMAN, ENGLISH = Locale("de"), Locale("en")


def chosen(name: str) -> Iterator[tuple[str, str, list[str]]]:
    """What stands before '=', the German name after it or '', and the further names of every line."""
    for line in (HERE / name).read_text("utf-8").splitlines():
        if not line.startswith("#"):
            head, _, more = line.partition(":")
            known, _, own = head.partition("=")
            yield known.strip(), own.strip(), [name.strip() for name in more.split(";")]


def languages() -> Iterator[tuple[str, ...]]:
    """(code, label, names)."""
    for code, own, more in chosen("languages.txt"):
        label = own or GERMAN.languages[code]
        known = (GERMAN.languages.get(code, ""), ENGLISH.languages.get(code, ""), own_name(code))
        yield code, label, others((*known, *more), label)


def countries() -> Iterator[tuple[str, ...]]:
    """(code, label, adjective, class of nationality, names)."""
    for head, own, more in chosen("countries.txt"):
        code, alpha3, adjective = head.split(" ", 2)
        label = own or GERMAN.territories[code]
        known = (GERMAN.territories.get(code, ""), ENGLISH.territories.get(code, ""), alpha3)
        yield code, label, adjective, CLASSES.get(code, "third"), others((*known, *more), label, adjective)


def own_name(code: str) -> str:
    """What a language calls itself, or '' where CLDR does not know it."""
    try:
        return Locale.parse(code).languages.get(code, "")
    except (UnknownLocaleError, ValueError):
        return ""


def others(names: Iterable[str], *said: str) -> str:
    """The NAMES that are not yet SAID."""
    return ";".join(dict.fromkeys(name for name in names if name not in ("", *said)))


def sort_key(row: tuple[str, ...]) -> tuple[bool, str]:
    """German dictionary order; those without a state at the end."""
    plain = unicodedata.normalize("NFD", row[1].casefold())
    return row[0].startswith("XX"), "".join(sign for sign in plain if not unicodedata.combining(sign))


def write(name: str, head: str, rows: Iterable[tuple[str, ...]]) -> None:
    """Write one table."""
    lines = [unicodedata.normalize("NFC", "\t".join(row)) for row in sorted(rows, key=sort_key)]
    (OUT / name).write_text("\n".join([head, *lines, ""]), "utf-8", newline="\n")


if __name__ == "__main__":
    write("languages.tsv", LANGUAGES_HEAD, languages())
    write("countries.tsv", COUNTRIES_HEAD, countries())
