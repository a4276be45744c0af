"""Programme files: what ships is right, what is wrong is told with line and key."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.core.partial_date import PartialDate
from app.core.resources import resource
from app.services.programme import NO_ANSWER
from app.services.programme_parts import Retention
from app.services.programmes import ProgrammeError, available, load, read
from tests.services.participants import COMPLETE, ESF, LEFT

KNOWN = ("female", 34, "given")
NOTHING = (None, None, None)
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


def test_esf_plus_has_all_common_indicators_in_order():
    codes = [*(f"EECO{n:02}" for n in range(1, 20)), *(f"EECR{n:02}" for n in range(1, 7))]
    assert [one.code for one in ESF.indicators if not one.internal] == codes
    assert [one.code for one in ESF.indicators if one.source] == ["EECO18", "EECO19"]


def test_results_count_after_exit_and_after_six_months():
    assert [code for code, stage in ESF.reached.items() if stage == "exit"] == ["EECR01", "EECR02", "EECR03", "EECR04"]
    assert [code for code, stage in ESF.reached.items() if stage == "follow_up"] == ["EECR05", "EECR06"]


def test_what_is_taken_from_the_person_exists_there():
    from app.models import Person
    from app.models.consent import Purpose
    from app.models.fields import fields
    from app.services.programme_rules import PERSON_FIELDS, PURPOSES

    assert set(PERSON_FIELDS) <= set(fields(Person))
    assert [one.value for one in Purpose] == list(PURPOSES)


def test_every_source_of_figures_names_fields_that_records_have():
    from app.models.base import entity_of

    tables = {"organisations": "organisation", "pairs": "pair", "placements": "placement", "roles": "role"}
    for id in available():
        for one in (one for one in load(id).indicators if one.source and one.source.name in tables):
            entity = entity_of(tables[one.source.name])
            for name, codes in one.source.select:
                assert set(codes) <= {code for code, _label in fields_of(entity)[name].options}, one.code


def fields_of(entity):
    from app.models.fields import fields

    return fields(entity)


def test_papers_are_kept_until_the_later_rule_ends():
    terms = ESF.terms
    days = {"last_payment": date(2028, 3, 1), "proof_submitted": date(2029, 2, 1)}
    assert terms.keep_until(days) == date(2034, 2, 1)
    assert terms.keep_until(days | {"proof_submitted": date(2028, 6, 1)}) == date(2033, 12, 31)
    assert terms.keep_until({"last_payment": date(2028, 3, 1)}) is None
    assert Retention(1, "proof_submitted").until(date(2028, 2, 29)) == date(2029, 2, 28)


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
    keys = [question.key for question in ESF.missing({}, NOTHING)]
    assert keys == ["gender", "age", "address", "employment", "school", "vocational"]


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
    fields = {one.name: one for one in ESF.form_fields("entry")}
    assert list(fields) == [question.key for question in ESF.questions if question.stage == "entry"]
    assert fields["disability"].options == (("yes", "ja"), ("no", "nein"), (NO_ANSWER, "keine Angabe"))
    assert fields["disability"].sensitive and not fields["school"].sensitive
    assert all(one.label and one.help and one.group for one in fields.values())


def test_a_participation_may_be_stored_with_open_questions():
    assert not any(one.required for stage in ESF.stages for one in ESF.form_fields(stage))


def test_no_answer_possible_asks_for_its_reason_right_behind_it():
    names = [one.name for one in ESF.form_fields("exit")]
    assert names[names.index("status_after") + 1] == "status_after__reason"
    assert dict(ESF.question("status_after").form_fields()[0].options)[NO_ANSWER] == "Keine Angabe möglich"
    assert not any(name.endswith("__reason") for name in (one.name for one in ESF.form_fields("entry")))


# ------------------------------------------------------------------ exit


def test_without_a_reason_no_answer_possible_leaves_the_exit_open():
    said = COMPLETE | LEFT | {"status_after": NO_ANSWER}
    assert [q.key for q in ESF.missing(said, KNOWN, "exit")] == ["status_after"]
    assert [q.key for q in ESF.missing(said | {"status_after__reason": " "}, KNOWN, "exit")] == ["status_after"]
    assert ESF.missing(said | {"status_after__reason": "Nicht erreicht, dreimal angerufen"}, KNOWN, "exit") == []


def test_a_qualification_needs_its_kind_and_its_day():
    said = COMPLETE | LEFT | {"qualification": "yes", "qualification_date": "31.05.2026"}
    assert [q.key for q in ESF.missing(said, KNOWN, "exit")] == ["qualification_kind", "qualification_date"]
    said |= {"qualification_date": "2026-05-31", "qualification_kind": "language"}
    assert ESF.missing(said, KNOWN, "exit") == []


def test_evidence_must_be_on_file_but_does_not_keep_anybody_from_counting():
    assert [q.key for q in ESF.missing(COMPLETE, KNOWN, evidence=True)] == ["target_checked"]
    assert ESF.missing(COMPLETE | {"target_checked": "2026-03-01"}, KNOWN, evidence=True) == []


def test_nothing_of_a_later_stage_counts_before_it_is_reached():
    answers = ESF.answers(COMPLETE | LEFT | {"status_6_months": "employed"})
    at = ESF.position
    assert ESF.row(KNOWN, answers, "entry")[at["exit_kind"]] is None
    assert ESF.row(KNOWN, answers, "exit")[at["status_6_months"]] is None
    assert ESF.row(KNOWN, answers, "follow_up")[at["status_6_months"]] == "employed"


# ------------------------------------------------------------------ what stands at the person


def test_an_address_is_mandatory_unless_somebody_is_homeless():
    without = ("female", 34, None)
    answers = {key: value for key, value in COMPLETE.items() if key != "address"}
    assert [q.key for q in ESF.missing(answers, without)] == ["address"]
    assert [q.key for q in ESF.missing(answers | {"homeless": "no"}, without)] == ["address"]
    assert ESF.missing(answers | {"homeless": "yes"}, without) == []
    assert not ESF.arises(ESF.question("address"), {"homeless": "yes"}, without)


PERSON = {"gender": "female", "born": PartialDate(1991, 3, 14), "street": "Am Markt 1", "postcode": "07407"}
DAY = date(2026, 3, 13)


def test_the_age_is_in_completed_years_on_the_day_of_entry():
    assert ESF.known(PERSON, DAY, {})[1] == 34
    assert ESF.known(PERSON, date(2026, 3, 14), {})[1] == 35


def test_an_address_without_its_town_is_none():
    assert ESF.known(PERSON, DAY, {})[2] is None
    assert ESF.known(PERSON | {"city": "Rudolstadt"}, DAY, {})[2] == "given"


def test_what_stood_at_entry_outweighs_what_the_person_is_today():
    stored = ESF.at_entry(PERSON | {"city": "Rudolstadt"}, DAY)
    assert stored == {"gender": "female", "age": 34, "address": "given"}
    today = PERSON | {"gender": "diverse", "street": "", "born": None}
    assert ESF.known(today, DAY, stored) == ("female", 34, "given")


def test_a_corrected_birth_date_counts():
    stored = ESF.at_entry(PERSON, DAY)
    assert ESF.known(PERSON | {"born": PartialDate(1990, 3, 14)}, DAY, stored)[1] == 35


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
    assert f"Zeile {line}, question.14.requird" in message


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
        ("where = { age = { max = 17 } }", "", "genau eines von „where“, „sum_of“ und „source“"),
        ('sum_of = ["EECO02", ', 'sum_of = ["EECO99", ', "„EECO99“ gibt es nicht"),
        ('part_of = "EECO02"', 'part_of = "EECO99"', "„EECO99“ gibt es nicht"),
        ('code = "EECO17"', 'code = "EECO16"', "„EECO16“ kommt zweimal vor"),
        ('section = "output"', 'section = "input"', "„input“ gibt es hier nicht"),
        ("middle = 2\n", "", "„middle“ fehlt"),
        ("[derived.levels.school]", "[derived.levels.schule]", "Die Frage „schule“ gibt es nicht"),
        ('whole = "EECO02"', 'whole = "EECO77"', "„EECO77“ gibt es hier nicht"),
        ('parts = ["EECO03"]', 'parts = ["EECO77"]', "„EECO77“ gibt es nicht"),
        ('parts = ["EECO03"]', "", "entweder „parts“ oder „genders_of“"),
        ('key = "gender"', 'key = "sex"', "Von der Person fehlt gender"),
        ('column = "In Bildung"', 'column = "Obdachlos"', "„obdachlos“ kommt zweimal vor"),
        ('column = "In Bildung"', 'column = "TN Nr"', "„tn_nr“ kommt zweimal vor"),
        (
            'options = [{ code = "yes", label = "ja" }, { code = "no", label = "nein" }]',
            "",
            "Eine Auswahl braucht „options“",
        ),
        ('options = [{ code = "yes", label = "ja" }, ', "options = [1, ", "eine Liste von Tabellen"),
        ("counting = [", "counting = [1,", "Liste von Texten"),
        ('true\ndeclined = "reason"', 'true\ndeclined = "maybe"', "„maybe“ gibt es hier nicht"),
        ('key = "german_proof"', 'key = "german__proof"', "Zwei Unterstriche"),
        (
            'kind = "date"\nlabel = "Ziel',
            'kind = "date"\ndeclined = "complete"\nlabel = "Ziel',
            "nur bei einer Auswahl",
        ),
        ('column = "Art des Austritts"\n', "", "Eine Pflichtangabe braucht „column“"),
        ('fields = ["born"]', 'fields = ["geboren"]', "Das Feld „geboren“ gibt es bei der Person nicht"),
        ('fields = ["born"]', 'fields = ["born", "arrived"]', "genau ein Feld der Person"),
        ('label = "Geburtsname"', 'label = "Geburtsname"\ncolumn = "Geburtsname"', "steht in keiner Liste"),
        ('fields = ["informed"]', 'fields = ["asked"]', "Das Feld „asked“"),
        ('unless = { homeless = ["yes"] }', 'unless = { home = ["yes"] }', "„home“ gibt es hier nicht"),
        ('source = "organisations"', 'source = "clubs"', "„clubs“ gibt es hier nicht"),
        ('start = "last_payment"', 'start = "2030"', "Möglich: „last_payment“, „proof_submitted“"),
        ("internal = ", "inside = ", "„internal“ fehlt"),
        ("report_title = ", 'asks_nobody = "x"\nreport_title = ', "entweder Fragen („question“) oder"),
        ('whole = "EECO01"', 'whole = "EECO18"', "„EECO18“ gibt es hier nicht"),
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


def test_other_programmes_may_have_alternatives(tmp_path):
    path = changed(
        tmp_path,
        'where = { parent_1 = ["abroad"], parent_2 = ["abroad"] }',
        'where = [{ nationality = ["third"] }, { parent_1 = ["abroad"] }]',
    )
    programme = read(path)
    row = programme.row(KNOWN, programme.answers(COMPLETE | {"parent_1": "abroad"}))
    assert programme.counts(programme.indicator("EECO14"), row)
    assert programme.gaps(row) == []
