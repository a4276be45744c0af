"""Make resources/din91379.tsv from the published lists of DIN 91379.

    python packaging/din91379.py FOLDER > resources/din91379.tsv

FOLDER holds latin_list_1.3.txt, latin_list_deprecated_1.3.txt and latin_list_search_form_1.3.txt of
String-Latin/DIN-91379-Characters-and-Sequences (CC BY 4.0); their fields are separated by '; '.
"""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

HEAD = """\
# Letters and signs of DIN 91379:2022-08 (String.Latin+ 1.3), 930 entries.
# Source: String-Latin/DIN-91379-Characters-and-Sequences, licence CC BY 4.0 (creativecommons.org/licenses/by/4.0).
# Changed: restated as one line per group and search form; character names left out; data types added per group.
# Columns: group, data types, search form, entries. An entry that cannot stand alone in text is written as U+code point.
# The lines of the group "deprecated" name the replacement in the third column."""
DATATYPES = {
    "bll": "ABCDE",
    "bnlreq": "ABCDE",
    "bnl": "BCDE",
    "bnlopt": "CDE",
    "bnlnot": "CE",
    "dc": "-",
    "gl": "DE",
    "enl": "DE",
    "cl": "E",
}


def rows(path: Path) -> list[list[str]]:
    """The fields of every line; the sign itself may be the separator, so only the front is ever used."""
    return [line.split("; ") for line in path.read_text("utf-8").splitlines() if line.strip()]


def decoded(codes: str) -> str:
    """'0041 030B' as text."""
    return "".join(chr(int(code, 16)) for code in codes.split())


def written(entry: str) -> str:
    """The entry as it stands in the table: itself, or its code point where it would not be seen."""
    visible = unicodedata.category(entry[0])[0] not in "CMZ"
    return entry if visible else " ".join(f"U+{ord(sign):04X}" for sign in entry)


def table(folder: Path) -> str:
    """The whole table as text."""
    search = {decoded(row[2]): row[6] for row in rows(folder / "latin_list_search_form_1.3.txt")}
    lines: dict[tuple[str, str], list[str]] = {}
    for group, _kind, codes, *_rest in rows(folder / "latin_list_1.3.txt"):
        entry = decoded(codes)
        lines.setdefault((group, search.get(entry, "")), []).append(written(entry))
    body = [f"{group}\t{DATATYPES[group]}\t{form}\t{' '.join(entries)}" for (group, form), entries in lines.items()]
    for row in rows(folder / "latin_list_deprecated_1.3.txt"):
        body.append(f"deprecated\t\t{written(decoded(row[7]))}\t{written(decoded(row[2]))}")
    return "\n".join([HEAD, *body, ""])


if __name__ == "__main__":
    sys.stdout.buffer.write(table(Path(sys.argv[1])).encode("utf-8"))
