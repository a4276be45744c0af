"""Lists that take people into a project: entry and answers as columns."""

from __future__ import annotations

from datetime import date

import pytest

from app.models import Participation
from app.services import imports, participations
from tests import factories as make
from tests.services.imports.lists import look as look_at
from tests.services.imports.lists import outcomes, reason, table, take

ESF = imports.subject("persons", "esf_plus_2021")
HEADERS = ("Nachname", "Vorname", "Geburtsdatum", "Eintritt am", "Erwerbsstatus", "Dauer arbeitslos", "Behinderung")
RIM = ("Al-Haddad", "Rim", "14.03.1991", "02.03.2026", "arbeitslos", "über 12 Monate", "keine Angabe")


@pytest.fixture
def project(db):
    """A project with nobody in it."""
    whole = make.project()
    with db.work("anlegen") as work:
        work.add(whole)
    return whole


def look(db, project, headers, *rows, **options):
    made = table(headers, *rows)
    with db.read() as session:
        mapping = imports.guess(ESF, made.headers)
        return imports.preview(session, ESF, made, mapping, imports.Options(project_id=project.id, **options))


def stored(db) -> list[Participation]:
    with db.read() as session:
        return sorted(session.query(Participation).all(), key=lambda one: one.number)


def test_new_people_are_taken_in_with_their_answers_and_one_undo_takes_it_back(db, project):
    found = look(db, project, HEADERS, RIM)
    assert outcomes(found) == ["new"]
    done = take(db, found)
    (one,) = stored(db)
    assert (one.number, one.entry) == ("CH-001", date(2026, 3, 2))
    assert one.answers == {
        "employment": "unemployed", "unemployed_for": "over_12", "disability": "no_answer", "age": 34,
    }  # fmt: skip
    db.undo(done.id)
    assert stored(db)[0].cancelled


def test_the_same_list_twice_changes_nothing(db, project):
    take(db, look(db, project, HEADERS, RIM))
    assert outcomes(look(db, project, HEADERS, RIM)) == ["unchanged"]


def test_answers_that_are_new_or_other_are_changes(db, project):
    take(db, look(db, project, HEADERS, RIM))
    later = (*RIM[:4], "erwerbstätig", None, None)
    found = look(db, project, HEADERS, later)
    assert outcomes(found) == ["changed"]
    take(db, found)
    (one,) = stored(db)
    assert one.answers["employment"] == "employed" and one.answers["disability"] == "no_answer"


def test_an_empty_cell_empties_an_answer_only_when_wanted(db, project):
    take(db, look(db, project, HEADERS, RIM))
    empty = (*RIM[:3], None, "arbeitslos", None, None)
    assert outcomes(look(db, project, HEADERS, empty)) == ["unchanged"]
    take(db, look(db, project, HEADERS, empty, blank_empty=True))
    (one,) = stored(db)
    assert one.entry == date(2026, 3, 2) and "unemployed_for" not in one.answers


def test_somebody_who_is_there_is_taken_in(db, project):
    with db.work("anlegen") as work:
        work.add(make.person())
    take(db, look(db, project, HEADERS, RIM))
    (one,) = stored(db)
    assert one.answers["gender"] == "female"


def test_answers_without_a_day_of_entry_are_refused(db, project):
    found = look(db, project, HEADERS, (*RIM[:3], None, *RIM[4:]))
    assert outcomes(found) == ["refused"] and "Eintrittsdatum fehlt" in reason(found)
    assert outcomes(look(db, project, HEADERS, (*RIM[:3], None, None, None, None))) == ["new"]


def test_a_word_nobody_knows_is_asked_about(db, project):
    found = look(db, project, HEADERS, (*RIM[:4], "auf Montage", None, None))
    assert outcomes(found) == ["unclear"]
    assert found.unknown == {"answer.employment": ("auf Montage",)}
    words = {("answer.employment", "auf Montage"): "employed"}
    assert outcomes(look(db, project, HEADERS, (*RIM[:4], "auf Montage", None, None), values=words)) == ["new"]


@pytest.mark.parametrize(
    ("header", "cell", "key", "code"),
    [
        ("Work situation at entry", "registered as unemployed", "employment", "unemployed"),
        ("employment", "inactive", "employment", "inactive"),
        ("Höchster Schulabschluss", "Hauptschule", "school", "lower"),
        ("Highest school-leaving certificate", "never went to school", "school", "never"),
        ("Disability", "x", "disability", "yes"),
        ("Deutschniveau bei Eintritt", "b1", "german_level", "b1"),
        ("Zielgruppe geprüft am", "01.03.2026", "target_checked", "2026-03-01"),
    ],
)
def test_headers_and_answers_are_known_in_german_english_and_as_codes(db, project, header, cell, key, code):
    headers = ("Last name", "First name", "Date of birth", "Entry date", header)
    take(db, look(db, project, headers, ("Al-Haddad", "Rim", "14.03.1991", "02.03.2026", cell)))
    assert stored(db)[0].answers[key] == code


def test_words_of_the_person_stay_those_of_the_person():
    mapping = imports.guess(ESF, ("Nachname", "Staatsangehörigkeit", "Geschlecht"))
    assert mapping.targets == ("last_name", "nationality", "gender")
    assert ESF.targets["answer.nationality"].label == "Staatsangehörigkeit (ESF+)"


def test_without_a_project_nobody_is_asked_for_an_entry(db, project):
    found = look_at(db, table(HEADERS, RIM))
    assert outcomes(found) == ["new"] and "participation.entry" not in found.rows[0].values
    assert not imports.subject("persons").programme


def test_who_takes_part_in_a_part_of_the_project_is_not_taken_in_twice(db, project):
    part, person = make.project("Connecting Women", parent_id=project.id), make.person()
    with db.work("anlegen") as work:
        make.add(work, part, person)
        participations.admit(work, person.id, part.id, date(2026, 3, 2))
    take(db, look(db, project, HEADERS, RIM))
    assert [one.project_id for one in stored(db)] == [part.id]
