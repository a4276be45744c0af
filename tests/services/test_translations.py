"""Every question that people answer has a text in every language."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest

from app.core.resources import resource
from app.services.programme import NO_ANSWER, Option
from app.services.programmes import available
from app.services.programmes import load as programme
from app.services.translations import FORM, LANGUAGES, load

LATIN = {"en", "vi", "tr"}
SCRIPTS = {
    "uk": (0x400, 0x52F),
    "ru": (0x400, 0x52F),
    "ar": (0x600, 0x6FF),
    "fa": (0x600, 0x6FF),
    "ti": (0x1200, 0x137F),
}


def test_every_file_is_a_language_and_every_language_a_file():
    files = {
        path.stem: tomllib.loads(path.read_text("utf-8")) for path in resource("programmes", "translations").glob("*")
    }
    assert {code: raw["name"] for code, raw in files.items()} == dict(LANGUAGES)
    assert {raw["language"] for raw in files.values()} == set(LANGUAGES)
    assert {code for code in LANGUAGES if load(code).rtl} == {"ar", "fa"}


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("id", available())
def test_nothing_that_people_answer_lacks_a_text(code, id):
    assert list(load(code).lacks(programme(id))) == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_text_is_left_over(code):
    programmes = [programme(id) for id in available()]
    asked = {one.key: one for each in programmes for one in (*each.person, *each.questions) if not one.office}
    found = load(code)
    assert set(found.questions) <= set(asked) and set(found.form) == set(FORM)
    for key, options in found.options.items():
        if key != "any":
            assert set(options) <= {one.code for one in asked[key].options}, key


@pytest.mark.parametrize("code", sorted(set(LANGUAGES) - LATIN))
def test_every_text_is_in_its_script(code):
    low, high = SCRIPTS[code]
    found = load(code)
    texts = [*found.form.values(), *found.questions.values()]
    texts += [text for options in found.options.values() for text in options.values()]
    assert all(any(low <= ord(sign) <= high for sign in text) for text in texts)


def test_what_is_missing_is_named():
    esf = programme("esf_plus_2021")
    school = esf.question("school")
    more = replace(school, options=(*school.options, Option("night", "Abendschule", "Abendschule")))
    odd = replace(esf, questions=(more, replace(school, key="hobby"), replace(school, key="desk", office=True)))
    lacking = list(load("en").lacks(odd))
    assert lacking[0] == "option.school.night"
    assert "question.hobby" in lacking and not any("desk" in one for one in lacking)


def test_answers_that_are_the_same_everywhere_need_no_text():
    english, esf = load("en"), programme("esf_plus_2021")
    assert english.option(esf.question("german_level"), "b1") == "B1"
    assert english.option(esf.question("status_after"), NO_ANSWER) == "answer not possible"
    assert english.option(esf.question("school"), NO_ANSWER) == "no answer"
    assert english.option(esf.question("gender"), "none") == "no entry"
