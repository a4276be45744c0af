"""Languages and levels: found by whatever lists call them."""

from __future__ import annotations

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import languages
from app.core.languages import LEVELS, at_least, language, language_name, level
from app.core.resources import resource


def rows():
    lines = resource("languages.tsv").read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def test_the_head_names_source_and_licence():
    head = "\n".join(line for line in resource("languages.tsv").read_text("utf-8").splitlines() if line[0] == "#")
    assert all(word in head for word in ("Unicode CLDR", "Unicode License v3", "packaging/cldr.py"))
    assert "Unicode, Inc." in resource("unicode_license.txt").read_text("utf-8")


def test_the_table_is_whole_and_composed():
    assert len(rows()) > 140
    assert all(len(row) == 3 and row[0] and row[1] for row in rows())
    text = resource("languages.tsv").read_text("utf-8")
    assert text == unicodedata.normalize("NFC", text)
    assert len({row[0] for row in rows()}) == len({row[1] for row in rows()}) == len(rows())


def test_the_languages_of_the_project_are_there():
    codes = dict(languages.LANGUAGES)
    wanted = "ar fa prs ps kmr ckb ku ti am om so uk ru vi tr rom gsg sgn de en fr sq sr hr bs ro bg pl hy ka az zh ur"
    assert set(wanted.split()) <= set(codes)
    assert codes["prs"] == "Dari"
    assert codes["kmr"] == "Kurdisch (Kurmandschi)"


def test_german_comes_first_then_the_alphabet_with_umlauts_as_vowels():
    labels = [label for _code, label in languages.LANGUAGES]
    assert labels.index("Dänisch") < labels.index("Dari")
    assert labels.index("Türkisch") < labels.index("Ukrainisch") < labels.index("Zulu")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Arabisch", "ar"),
        ("arabische Sprache", "ar"),
        ("العربية", "ar"),
        ("Farsi", "fa"),
        ("Persisch", "fa"),
        ("فارسی", "fa"),
        ("Dari", "prs"),
        ("DARI", "prs"),
        ("Kurmanji", "kmr"),
        ("Kurdisch (Kurmandschi)", "kmr"),
        ("kurdisch-kurmandschi", "kmr"),
        ("Sorani", "ckb"),
        ("Kurdisch", "ku"),
        ("Tigrinya", "ti"),
        ("ትግርኛ", "ti"),
        ("Українська", "uk"),
        ("ukrainian", "uk"),
        ("Pashto", "ps"),
        ("Romanes", "rom"),
        ("DGS", "gsg"),
        ("Tieng Viet", "vi"),
        ("vi", "vi"),
        ("Turkisch", None),
        ("Tuerkisch", "tr"),
        ("Afghanisch", None),
        ("Indisch", None),
        ("Farsi/Dari", None),
        ("xyz", None),
        ("", None),
        (" - ", None),
    ],
)
def test_a_language_is_found_by_any_of_its_names_and_never_guessed(name, code):
    assert language(name) == code


def test_every_name_in_the_table_leads_to_its_own_line():
    for code, label, aliases in rows():
        for name in (label, code, *filter(None, aliases.split(";"))):
            assert language(name) == code, name
            assert language(f" {name.upper()} ") == code, name


def test_a_code_has_a_name_and_an_unknown_one_is_shown_as_it_is():
    assert language_name("uk") == "Ukrainisch"
    assert language_name("??") == "??"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("b1", "B1"),
        ("B 1", "B1"),
        ("B1+", "B1"),
        ("B1.2", None),
        ("Muttersprache", "native"),
        ("Muttersprachlerin", "native"),
        ("kein", "none"),
        ("Keine", "none"),
        ("keine Kenntnisse", "none"),
        ("gut", None),
        ("fließend", None),
        ("A1-A2", None),
        ("D1", None),
        ("", None),
    ],
)
def test_a_level_is_read_or_left_open(text, code):
    assert level(text) == code


def test_every_level_is_read_from_its_code_and_its_label():
    for code, label in LEVELS:
        assert level(code) == level(label) == code


def test_levels_are_ordered_and_native_is_highest():
    codes = [code for code, _label in LEVELS]
    assert codes == ["none", "A1", "A2", "B1", "B2", "C1", "C2", "native"]
    for place, known in enumerate(codes):
        assert [at_least(known, wanted) for wanted in codes] == [rank <= place for rank in range(len(codes))]
    assert not at_least(None, "none")


@given(st.text())
def test_nothing_typed_breaks_the_look_up(text):
    assert language(text) in {None, *dict(languages.LANGUAGES)}
    assert level(text) in {None, *dict(LEVELS)}


def test_importing_reads_no_table_and_no_letters():
    code = (
        "import sys; import app.core.languages, app.core.countries;"
        "assert 'app.core.fold' not in sys.modules and 'anyascii' not in sys.modules;"
        "assert 'words' not in vars(app.core.languages._VOCABULARY) | vars(app.core.countries._VOCABULARY)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
