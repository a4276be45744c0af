"""Programme files: what ships is right, what is wrong is told with line and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.resources import resource
from app.services.programme import NO_ANSWER
from app.services.programmes import ProgrammeError, available, load, read
from tests.services.participants import COMPLETE, ESF

KNOWN = {"gender": "female", "age": 34}
SHIPPED = resource("programmes", "esf_plus_2021.toml").read_text(encoding="utf-8")


def changed(folder: Path, old: str, new: str, *, count: int = 1) -> Path:
    """A copy of the shipped file with one thing changed."""
    assert old in SHIPPED
    path = folder / "esf_plus_2021.toml"
    path.write_text(SHIPPED.replace(old, new, count), encoding="utf-8")
    return path


def refused(folder: Path, old: str, new: str) -> str:
    with pytest.raises(ProgrammeError) as caught:
        read(changed(folder, old, new))
    return str(caught.value)


def line_of(text: str) -> int:
    return next(n for n, line in enumerate(SHIPPED.splitlines(), 1) if text in line)


@pytest.mark.parametrize("id", available())
def test_every_shipped_programme_is_right(id):
    assert load(id).id == id


def test_esf_plus_has_the_seventeen_output_indicators_in_order():
    assert [one.code for one in ESF.indicators if not one.internal] == [f"EECO{n:02}" for n in range(1, 18)]


def test_esf_plus_has_the_deadlines_of_the_programme():
    terms = ESF.terms
    assert (terms.entry_days, terms.exit_days, terms.follow_up_months, terms.small_hours) == (28, 28, 6, 8)
    assert terms.sentence == "Kofinanziert von der Europäischen Union" and terms.emblem == "eu"


def test_only_disability_and_minority_are_special_data():
    assert {one.key for one in ESF.asked if one.sensitivity == "special"} == {"disability", "minority"}


def test_a_programme_that_is_not_there_is_told():
    with pytest.raises(ProgrammeError, match="„esf_1999“ ist nicht dabei"):
        load("esf_1999")


# ------------------------------------------------------------------ missing answers


def test_nothing_is_missing_in_a_complete_record():
    assert ESF.missing(COMPLETE, KNOWN) == []


def test_what_is_missing_comes_in_the_order_of_the_form():
    keys = [question.key for question in ESF.missing({}, {})]
    assert keys == ["gender", "age", "employment", "school", "vocational"]


@pytest.mark.parametrize(
    ("employment", "key"), [("unemployed", "unemployed_for"), ("inactive", "in_education"), ("employed", None)]
)
def test_some_questions_depend_on_the_employment(employment, key):
    found = [question.key for question in ESF.missing(COMPLETE | {"employment": employment}, KNOWN)]
    assert found == ([key] if key else [])


def test_no_answer_to_a_mandatory_question_leaves_the_record_open():
    assert [q.key for q in ESF.missing(COMPLETE | {"school": NO_ANSWER}, KNOWN)] == ["school"]


def test_an_answer_that_the_programme_does_not_know_is_no_answer():
    assert [q.key for q in ESF.missing(COMPLETE | {"school": "abc", "vocational": 3}, KNOWN)] == [
        "school",
        "vocational",
    ]


def test_a_question_arises_only_after_the_answer_it_depends_on():
    question = next(one for one in ESF.questions if one.key == "unemployed_for")
    assert ESF.arises(question, {"employment": "unemployed"}, KNOWN)
    assert not ESF.arises(question, {"employment": "employed"}, KNOWN)
    assert not ESF.arises(question, {}, KNOWN)


def test_the_isced_level_is_unknown_while_an_answer_is_open():
    row = ESF.row(KNOWN, ESF.answers({"school": "upper"}))
    assert row[ESF.position["isced"]] is None


# ------------------------------------------------------------------ the form


def test_the_form_shows_every_entry_question_with_its_options():
    fields = {one.name: one for one in ESF.entry_fields()}
    assert list(fields) == [question.key for question in ESF.questions]
    assert fields["disability"].options == (("yes", "ja"), ("no", "nein"), (NO_ANSWER, "keine Angabe"))
    assert fields["disability"].sensitive and not fields["school"].sensitive
    assert all(one.label and one.help and one.group for one in fields.values())


def test_a_participation_may_be_stored_with_open_questions():
    assert not any(one.required for one in ESF.entry_fields())


# ------------------------------------------------------------------ mistakes in a file


def test_a_file_that_is_no_toml_names_the_line(tmp_path):
    assert f"Zeile {line_of('[deadlines]')}: Das ist kein gültiges TOML" in refused(
        tmp_path, "[deadlines]", "[deadlines"
    )


def test_an_unknown_key_is_refused_with_its_line(tmp_path):
    message = refused(tmp_path, "small_hours = 8", "small_hours = 8\nsmal_hours = 9")
    assert (
        f"esf_plus_2021.toml, Zeile {line_of('small_hours') + 1}, limits.smal_hours: „smal_hours“ ist hier unbekannt."
        in message
    )


def test_an_unknown_key_in_a_question_is_refused_in_the_right_question(tmp_path):
    message = refused(tmp_path, 'label = "Behinderung"', 'label = "Behinderung"\nrequird = true')
    line = line_of('label = "Behinderung"') + 1
    assert f"Zeile {line}, question.10.requird" in message


def test_a_wrong_type_is_told(tmp_path):
    message = refused(tmp_path, "entry_days = 28", 'entry_days = "28"')
    assert f"Zeile {line_of('entry_days')}, deadlines.entry_days: Hier muss eine ganze Zahl stehen." in message


def test_true_is_no_number(tmp_path):
    assert "eine ganze Zahl" in refused(tmp_path, "entry_days = 28", "entry_days = true")


def test_a_missing_key_names_the_table(tmp_path):
    assert "deadlines: „exit_days“ fehlt." in refused(tmp_path, "exit_days = 28\n", "")


def test_an_empty_text_is_refused(tmp_path):
    assert "Der Text ist leer." in refused(tmp_path, 'short = "ESF+"', 'short = ""')


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("schema = 1", "schema = 2", "nur das Schema 1"),
        ('id = "esf_plus_2021"', 'id = "esf"', "wie die Datei „esf_plus_2021“ heißen"),
        ('stage = "entry"', 'stage = "later"', "„later“ gibt es hier nicht. Möglich: „entry“, „exit“, „follow_up“."),
        ('code = "employed"', 'code = "no_answer"', "„no_answer“ ist vergeben"),
        ('code = "employed"', 'code = "erwerbstätig"', "darf nur aus Buchstaben ohne Umlaute"),
        ('code = "employed"', 'code = "unemployed"', "„unemployed“ kommt zweimal vor"),
        ('short = "arbeitslos"', 'short = "arbeitslos*"', "dafür gibt es „short“"),
        ('employment = ["unemployed"] }\noptions', 'later = ["x"] }\noptions', "„later“ gibt es hier nicht oder"),
        ('where = { employment = ["unemployed"] }', 'where = { employment = ["retired"] }', "„retired“ gibt es nicht"),
        ('where = { employment = ["unemployed"] }', "where = { employment = [] }", "gibt es nicht"),
        (
            'where = { employment = ["unemployed"] }',
            'where = { employment = "unemployed" }',
            "eine Liste von Antworten",
        ),
        ("where = { age = { max = 17 } }", "where = { age = { most = 17 } }", "„most“ ist hier unbekannt"),
        ("where = { age = { max = 17 } }", "", "entweder „where“ oder „sum_of“"),
        ('sum_of = ["EECO02", ', 'sum_of = ["EECO99", ', "„EECO99“ gibt es nicht"),
        ('part_of = "EECO02"', 'part_of = "EECO99"', "„EECO99“ gibt es nicht"),
        ('code = "EECO17"', 'code = "EECO16"', "„EECO16“ kommt zweimal vor"),
        ('section = "output"', 'section = "input"', "„input“ gibt es hier nicht"),
        ("middle = 2\n", "", "„middle“ fehlt"),
        ("[derived.levels.school]", "[derived.levels.schule]", "Die Frage „schule“ gibt es nicht"),
        ('whole = "EECO02"', 'whole = "EECO77"', "„EECO77“ gibt es hier nicht"),
        ('parts = ["EECO03"]', 'parts = ["EECO77"]', "„EECO77“ gibt es nicht"),
        ('parts = ["EECO03"]', "", "entweder „parts“ oder „genders_of“"),
        ('key = "gender"', 'key = "sex"', "genau gender, age"),
        ('column = "In Bildung"', 'column = "Obdachlos"', "„obdachlos“ kommt zweimal vor"),
        ('column = "In Bildung"', 'column = "TN Nr"', "„tn_nr“ kommt zweimal vor"),
        (
            'options = [{ code = "yes", label = "ja" }, { code = "no", label = "nein" }]',
            "",
            "Eine Auswahl braucht „options“",
        ),
        ('options = [{ code = "yes", label = "ja" }, ', "options = [1, ", "eine Liste von Tabellen"),
        ("counting = [", "counting = [1,", "Liste von Texten"),
    ],
)
def test_mistakes_are_named(tmp_path, old, new, sentence):
    message = refused(tmp_path, old, new)
    assert sentence in message
    assert message.startswith("esf_plus_2021.toml, Zeile ") and message.endswith(
        "Bitte berichtigen Sie die Programmdatei."
    )


def test_the_line_of_a_mistake_inside_an_option_is_right(tmp_path):
    message = refused(tmp_path, 'short = "arbeitslos"', 'short = "=arbeitslos"')
    line = line_of('code = "unemployed"')
    assert f"Zeile {line}, question.1.options.2.short" in message


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    with pytest.raises(ProgrammeError, match="lässt sich nicht lesen"):
        read(tmp_path / "nichts.toml")


def test_other_programmes_may_have_questions_at_exit_and_alternatives(tmp_path):
    path = changed(
        tmp_path,
        'where = { parent_1 = ["abroad"], parent_2 = ["abroad"] }',
        'where = [{ nationality = ["third"] }, { parent_1 = ["abroad"] }]',
    )
    text = path.read_text(encoding="utf-8").replace(
        "# ---------------------------------------------------------------- Abgeleitete Werte", EXIT
    )
    path.write_text(text, encoding="utf-8")
    programme = read(path)
    row = programme.row(KNOWN, programme.answers(COMPLETE | {"parent_1": "abroad"}))
    assert programme.counts(programme.indicator("EECO14"), row)
    assert programme.gaps(row) == []
    assert "left_to" not in [field.name for field in programme.entry_fields()]


EXIT = """
[[question]]
key = "left_to"
stage = "exit"
label = "Status nach Austritt"
column = "Nach Austritt"
required = true
sensitivity = "personal"
options = [{ code = "work", label = "in Arbeit" }, { code = "school", label = "in Bildung" }]
"""
