"""Reading directions agree with the library's own reordering."""

from __future__ import annotations

from bidi import get_display
from hypothesis import given
from hypothesis import strategies as st

from app.reports.pdf.bidi import levels, visual

SIGNS = st.sampled_from("aZäж אבש ابة 017 ٠١ +-,.$#%()[]{} !&'–:/\u0301\u05b8\u0651\u200c")


def reordered(text: str) -> str:
    return "".join(visual(text, levels(text)))


@given(st.text(SIGNS, min_size=1, max_size=24))
def test_every_mixture_of_directions_is_ordered_as_the_library_orders_it(text):
    assert reordered(text) == get_display(text)


def test_plain_text_is_not_touched():
    assert levels("Müller (geb. Schulz)") == [0] * 20


def test_brackets_in_arabic_stay_with_what_they_enclose():
    assert set(levels("محمد (علي)")) == {1}


def test_a_latin_name_in_brackets_keeps_its_direction_in_arabic_text():
    found = levels("محمد (Ali) حسن")
    assert found[6:9] == [2, 2, 2]
    assert found[5] == found[9] == 1


def test_a_year_in_hebrew_text_reads_from_left_to_right():
    assert levels("שנת 1986")[-4:] == [2, 2, 2, 2]
