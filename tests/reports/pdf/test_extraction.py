"""Every name that is printed can be copied, searched and read aloud exactly."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.din91379 import ENTRIES
from app.reports.pdf.fonts import BOLD, REGULAR, fonts
from app.reports.pdf.shaping import shape
from tests.reports.pdf.reading import read_back

NAMES = {
    "German": "Jürgen-Günther Großschädl",
    "Vietnamese": "Nguyễn Thị Hồng Ưng",
    "Latin sequences": "K\u035fhadīja S\u031b\u0304onja C\u0315elik",
    "Yoruba": "Ọláńrewájú Ṣóyínká",
    "Turkish": "Yıldırıcı İbrahim",
    "Cyrillic": "Олександр Їжакевич",
    "Serbian": "Ђорђе Љубичић",
    "Greek": "Ελένη Παπαδοπούλου",
    "Hebrew": "דוד לוי",
    "Hebrew with vowels": "נְתַנְאֵל",
    "Arabic": "محمد علي الحسيني",
    "Persian": "زهرا رضایی‌نژاد",
    "Arabic with vowels": "مُحَمَّد",
    "Kurdish": "گوڵاڵە دڵشاد",
    "Urdu": "ذوالفقار بھٹو",
    "Pashto": "ګلالۍ څپاند",
    "Letters that overlap": "كڑکڈ",
    "Amharic": "ሰላማዊት ገብረመድኅን",
    "Tigrinya": "ፍልሞን ሃድጉ",
    "Georgian": "ნინო გვაზავა",
    "Thai": "สมชาย ใจดี",
    "Devanagari": "राम कुमार",
    "Bengali": "ফাতেমা বেগম",
    "Tamil": "கவிதா முருகன்",
}
"""Eleven scripts: Latin, Cyrillic, Greek, Hebrew, Arabic, Ethiopic, Georgian, Thai, Devanagari, Bengali, Tamil."""


@pytest.mark.parametrize("face", [REGULAR, BOLD])
def test_all_printable_entries_of_the_norm_come_out_exactly(face):
    entries = [e.text for e in ENTRIES if not e.text.isspace() and unicodedata.category(e.text[0])[0] not in "MC"]
    assert len(entries) == 905
    assert not any(shape(entry, fonts(face)).missing for entry in entries)
    assert read_back(entries, face) == entries


@pytest.mark.parametrize("face", [REGULAR, BOLD])
def test_names_of_many_languages_come_out_exactly(face):
    names = [unicodedata.normalize("NFC", name) for name in NAMES.values()]
    assert read_back(names, face) == names


def test_the_letters_of_a_script_without_font_are_named():
    assert set(shape("Անահիտ", fonts()).missing) == set("Անահիտ")


COVERED = sorted(map(chr, frozenset().union(*(font.covered for font in fonts()))))
LEFT_TO_RIGHT = [
    sign
    for sign in COVERED
    if unicodedata.bidirectional(sign) in {"L", "EN", "ES", "ET", "CS", "ON", "NSM"}
    and unicodedata.category(sign)[0] in "LMNPS"
    and unicodedata.category(sign) != "Pd"
    and not ("\ufb00" <= sign <= "\ufb06" or "\u0590" <= sign <= "\u08ff")
]
"""All but ligatures, which PDFium itself takes apart, and hyphens, after which it joins lines."""
RIGHT_TO_LEFT = [
    sign
    for sign in COVERED
    if ("\u05d0" <= sign <= "\u05ea" or "\u0621" <= sign <= "\u06ff")
    and unicodedata.category(sign) in {"Lo", "Lm"}
    and unicodedata.normalize("NFKD", sign) == sign
]
"""Letters that stand for themselves, in the blocks whose direction PDFium knows."""
HEBREW = [sign for sign in RIGHT_TO_LEFT if sign < "\u0600"]
ARABIC = [sign for sign in RIGHT_TO_LEFT if sign > "\u0600"]


@given(st.lists(st.text(st.sampled_from(LEFT_TO_RIGHT), min_size=1, max_size=12), min_size=1, max_size=12))
def test_any_word_of_any_signs_the_fonts_have_comes_out_exactly(words):
    words = [unicodedata.normalize("NFC", f"n{word}") for word in words]
    assert read_back(words) == words


@pytest.mark.parametrize("script", [HEBREW, ARABIC])
@given(data=st.data())
def test_any_word_from_right_to_left_comes_out_exactly(script, data):
    """All but a lone hamza before the tail of ے, which Amiri sets below it: PDFium takes the room for a space."""
    word = st.text(st.sampled_from(script), min_size=1, max_size=12).filter(lambda word: not {"ء", "ے"} <= set(word))
    words = data.draw(st.lists(word, min_size=1, max_size=12))
    assert read_back(words) == words
