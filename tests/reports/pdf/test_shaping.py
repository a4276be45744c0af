"""Text to glyphs: nothing is lost, nothing is a box, nothing is wider than its place."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports.pdf.fonts import BOLD, REGULAR, fonts
from app.reports.pdf.shaping import Typesetter, cleaned, shape


@pytest.fixture
def typesetter() -> Typesetter:
    return Typesetter()


def spelled(line) -> str:
    """The text of a line, put together from its clusters in reading order."""
    return "".join(
        cluster.text for run in line.runs for cluster in (reversed(run.clusters) if run.right_to_left else run.clusters)
    )


@pytest.mark.parametrize(
    ("text", "font"),
    [
        ("Nguyễn Thị Thu Hà", "Arimo"),
        ("Олександр Їжакевич", "Arimo"),
        ("Ελένη Παπαδοπούλου", "Arimo"),
        ("דוד לוי", "Arimo"),
        ("محمد علي الحسيني", "Amiri"),
        ("ፍልሞን ሃድጉ", "NotoSansEthiopic"),
    ],
)
def test_each_script_finds_its_font(text, font):
    line = shape(text, fonts())
    assert {run.font.name for run in line.runs} == {font}
    assert not line.missing


def test_the_bold_face_is_bolder():
    assert shape("Bescheinigung", fonts(BOLD)).width > shape("Bescheinigung", fonts(REGULAR)).width


def test_one_process_loads_a_font_once():
    assert fonts(BOLD) is fonts(BOLD)


def test_decomposed_input_gives_the_same_line_as_composed():
    assert shape(unicodedata.normalize("NFD", "Dvořáčková"), fonts()).text == "Dvořáčková"


def test_two_letters_under_one_tie_stay_together():
    line = shape("K\u035fhadīja", fonts())
    assert not line.missing
    assert spelled(line) == "K\u035fhadīja"


def test_characters_without_a_glyph_are_named_one_by_one():
    assert shape("Ali 𒀀𒀁𒀀", fonts()).missing == ("𒀀", "𒀁")


def test_a_lone_surrogate_is_named_not_crashed_on():
    assert shape("Ali\ud800", fonts()).missing == ("\ud800",)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Ali\tBaba\r\nSchmidt", "Ali Baba Schmidt"),
        ("Al\x00i\x1b[0m", "Ali[0m"),
        ("\u202eilA\u202c", "ilA"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_signs_that_only_steer_a_screen_are_not_printed(text, printed):
    assert cleaned(text) == printed


def test_mixed_directions_are_laid_out_from_left_to_right():
    line = shape("Name: محمد 1986 (Köln)", fonts())
    assert [run.right_to_left for run in line.runs] == [False, False, True, False]
    assert not line.missing


@given(st.text(max_size=40))
def test_no_text_whatsoever_breaks_shaping_or_loses_a_letter(text):
    line = shape(text, fonts())
    assert line.text == cleaned(text)
    if not line.missing:
        assert sorted(spelled(line)) == sorted(line.text)


def test_a_short_name_takes_the_largest_size(typesetter):
    assert typesetter.fit("Ali", (20, 18, 16), 468, BOLD).size == 20


@pytest.mark.parametrize(
    ("letters", "size", "lines"), [(30, 20, 1), (33, 18, 1), (37, 16, 1), (44, 16, 2), (120, 16, 4)]
)
def test_a_long_name_shrinks_in_steps_and_then_takes_more_lines(typesetter, letters, size, lines):
    fitted = typesetter.fit("n" * letters, (20, 18, 16), 370, BOLD)
    assert (fitted.size, len(fitted.lines)) == (size, lines)


@given(st.text(st.sampled_from("aäмnß -–ễ\u0301م"), max_size=80), st.floats(60, 200))
def test_broken_lines_hold_all_words_and_are_never_too_wide(text, width):
    typesetter = Typesetter()
    lines = typesetter.wrap(text, 11, width)
    assert "".join("".join(line.text for line in lines).split()) == "".join(cleaned(text).split())
    assert all(line.width * 11 <= width for line in lines)


def test_a_long_double_name_is_broken_after_its_hyphen(typesetter):
    name = "Wolfeschlegelsteinhausen-Bergerdorff"
    assert [line.text for line in typesetter.wrap(name, 16, 230, BOLD)] == ["Wolfeschlegelsteinhausen-", "Bergerdorff"]
