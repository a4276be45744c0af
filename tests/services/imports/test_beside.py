"""Columns that become records beside a person: languages, household, role and channel."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.languages import LANGUAGES, LEVELS
from app.models import Household, LanguageSkill, Participation, Person, Role
from app.services import imports
from app.services.imports.spoken import Spoken
from tests import factories as make
from tests.services.imports.lists import counts, look, outcomes, reason, table, take

HEADERS = ("Nachname", "Vorname", "Geburtsdatum", "Sprachen", "Deutschniveau", "Haushalt")
RIM = ("Al-Haddad", "Rim", "14.03.1991", "Arabisch (Muttersprache), Englisch B1", "b 1", "Familie Al-Haddad")
IN_PROJECT = imports.subject("persons", in_project=True)


def all_of(db, entity):
    with db.read() as session:
        return sorted(session.query(entity).all(), key=lambda one: one.id)


def skills(db):
    return {(one.language, one.level, one.day) for one in all_of(db, LanguageSkill)}


def look_into(db, project, headers, *rows):
    made = table(headers, *rows)
    with db.read() as session:
        mapping = imports.guess(IN_PROJECT, made.headers)
        return imports.preview(session, IN_PROJECT, made, mapping, imports.Options(project_id=project.id))


@pytest.mark.parametrize(
    ("text", "skills", "bare"),
    [
        ("Arabisch (Muttersprache), Deutsch B1", {"ar": "native", "de": "B1"}, ()),
        ("Muttersprache Dari; Englisch: C1 und Deutsch - A2", {"prs": "native", "en": "C1", "de": "A2"}, ()),
        ("Farsi b2/Türkisch", {"fa": "B2"}, ("Türkisch",)),
        ("Arabic (native)\nKurdisch (Sorani) B 1+", {"ar": "native", "ckb": "B1"}, ()),
        ("", {}, ()),
    ],
)
def test_languages_are_read_as_people_write_them(text, skills, bare):
    found = Spoken.parse(text)
    assert (dict(found.skills), found.bare) == (skills, bare)


def test_what_is_no_language_is_named():
    with pytest.raises(ValueError, match="„Klingonsprech B1“ ist als Sprache nicht bekannt"):
        Spoken.parse("Deutsch A1, Klingonsprech B1")


@given(st.dictionaries(st.sampled_from(LANGUAGES), st.sampled_from(LEVELS), max_size=6))
def test_languages_are_read_back_as_they_are_shown(given):
    made = Spoken(tuple((language, level) for (language, _name), (level, _label) in given.items()))
    assert Spoken.parse(made.show()) == made


def test_languages_and_household_come_with_the_person_and_go_with_one_undo(db):
    found = look(db, table(HEADERS, RIM, ("Al-Haddad", "Omar", "1988", None, "A2", "familie al-haddad")))
    done = take(db, found)
    assert skills(db) == {("ar", "native", None), ("en", "B1", None), ("de", "B1", None), ("de", "A2", None)}
    (home,) = all_of(db, Household)
    assert home.name == "Familie Al-Haddad"
    assert [one.household_id for one in all_of(db, Person)] == [home.id] * 2
    db.undo(done.id)
    assert not all_of(db, Person) and not all_of(db, LanguageSkill) and not all_of(db, Household)


def test_the_same_list_twice_changes_nothing(db):
    made = table(HEADERS, RIM)
    take(db, look(db, made))
    again = look(db, made)
    assert counts(again) == (0, 0, 1, 0, 0)
    assert take(db, again).id is None


def test_a_new_level_is_found_today_and_the_old_one_stays_as_history(db, clock):
    take(db, look(db, table(HEADERS, RIM)))
    found = look(db, table(HEADERS, (*RIM[:4], "B2", None)))
    assert (outcomes(found), dict(found.rows[0].values)) == (["changed"], {"german": "B2"})
    take(db, found)
    assert {one for one in skills(db) if one[0] == "de"} == {("de", "B1", None), ("de", "B2", clock.date())}
    assert outcomes(look(db, table(HEADERS, (*RIM[:4], "B2", None)))) == ["unchanged"]


def test_the_column_about_german_counts_before_the_list_of_languages(db):
    row = (*RIM[:3], "Arabisch (Muttersprache), Deutsch A1", "B1", None)
    take(db, look(db, table(HEADERS, row)))
    assert {one[:2] for one in skills(db)} == {("ar", "native"), ("de", "B1")}
    assert outcomes(look(db, table(HEADERS, row))) == ["unchanged"]


def test_empty_cells_take_nobodys_languages_away_even_if_ticked(db):
    take(db, look(db, table(HEADERS, RIM)))
    found = look(db, table(HEADERS, (*RIM[:3], None, None, None)), blank_empty=True)
    assert dict(found.rows[0].values) == {"household": ""}
    take(db, found)
    assert len(skills(db)) == 3 and all_of(db, Person)[0].household_id is None


def test_a_language_without_level_is_told_and_left_out(db):
    found = look(db, table(HEADERS, (*RIM[:3], "Arabisch, Deutsch B1", None, None)))
    assert (outcomes(found), found.rows[0].hints) == (["new"], ("Ohne Niveau nicht übernommen: Arabisch.",))


def test_a_word_that_is_no_language_makes_the_row_unclear(db):
    found = look(db, table(HEADERS, (*RIM[:3], "fließend", None, None)))
    assert outcomes(found) == ["unclear"] and "„fließend“ ist als Sprache nicht bekannt" in reason(found)


def test_a_household_that_is_there_is_found_and_two_of_one_name_are_asked_about(db):
    with db.work("anlegen") as work:
        home = work.add(Household(name="Familie Al-Haddad"))
    take(db, look(db, table(HEADERS, RIM)))
    assert all_of(db, Person)[0].household_id == home.id
    with db.work("anlegen") as work:
        work.add(Household(name="Familie Al-Haddad"))
    other = ("Lysenchuk", "Taras", "1988", None, None, "Familie Al-Haddad")
    found = look(db, table(HEADERS, RIM, other))
    assert outcomes(found) == ["unchanged", "unclear"] and "gibt es mehrmals" in reason(found, 1)


def test_roles_belong_to_a_project(db):
    whole = make.project()
    with db.work("anlegen") as work:
        work.add(whole)
    headers = ("Nachname", "Vorname", "Geburtsdatum", "Rolle", "Gewonnen über")
    row = ("Al-Haddad", "Rim", "14.03.1991", "Mentorin; Dozent", "Sprachcafé")
    assert imports.guess(imports.subject("persons"), headers).targets[3:] == ("", "")
    take(db, look_into(db, whole, headers, row))
    found = {(one.kind, one.channel, one.project_id) for one in all_of(db, Role)}
    assert found == {("mentor", "Sprachcafé", whole.id), ("instructor", "Sprachcafé", whole.id)}
    assert not all_of(db, Participation)
    assert outcomes(look_into(db, whole, headers, row)) == ["unchanged"]
    later = look_into(db, whole, headers, (*row[:3], "Mentorin", "Verein"))
    assert dict(later.rows[0].values) == {"channel": "Verein"}


def test_a_channel_without_any_role_is_asked_about(db):
    whole = make.project()
    with db.work("anlegen") as work:
        work.add(whole)
    headers = ("Nachname", "Geburtsdatum", "Gewonnen über")
    found = look_into(db, whole, headers, ("Al-Haddad", "14.03.1991", "Verein"))
    assert outcomes(found) == ["unclear"] and "fehlt die Rolle" in reason(found)


def test_an_unknown_role_is_asked_about_word_by_word(db):
    whole = make.project()
    with db.work("anlegen") as work:
        work.add(whole)
    found = look_into(db, whole, ("Nachname", "Rolle"), ("Al-Haddad", "Mentee, Patin"))
    assert found.unknown == {"roles": ("Patin",)}


def test_all_columns_about_life_are_read(db):
    headers = (
        "Nachname",
        "2. Staatsangehörigkeit",
        "Hobbys",
        "Verfügbar",
        "Mobilität",
        "Umkreis",
        "Kinder",
        "Childcare",
    )
    take(db, look(db, table(headers, ("Haile", "Eritrea", "Chor; Fußball", "Di, Do ab 16 Uhr", "ÖPNV", 15, "ja", "n"))))
    (one,) = all_of(db, Person)
    assert (one.second_nationality, str(one.interests), str(one.times)) == (
        "Eritrea", "Chor; Fußball", "Di, Do ab 16 Uhr",
    )  # fmt: skip
    assert (one.mobility, one.radius, one.children, one.childcare) == ("public", 15, "yes", "no")


def test_hours_that_cannot_be_read_refuse_the_row(db):
    found = look(db, table(("Nachname", "Verfügbar"), ("Haile", "wenn die Sonne scheint")))
    assert outcomes(found) == ["refused"] and found.rows[0].problems[0].column == "Verfügbar"


def test_a_date_in_the_history_does_not_hide_a_newer_level(db):
    with db.work("anlegen") as work:
        rim = work.add(make.person())
        work.add(LanguageSkill(person_id=rim.id, language="de", level="A2", day=date(2025, 1, 1)))
        work.add(LanguageSkill(person_id=rim.id, language="de", level="A1"))
    found = look(db, table(HEADERS, ("Al-Haddad", "Rim", "14.03.1991", None, "A2", None)))
    assert outcomes(found) == ["unchanged"]


def test_roles_come_beside_the_answers_of_a_programme(db):
    whole, esf = make.project(), imports.subject("persons", "esf_plus_2021")
    with db.work("anlegen") as work:
        work.add(whole)
    headers = ("Nachname", "Vorname", "Geburtsdatum", "Eintritt am", "Erwerbsstatus", "Rolle", "Deutsch")
    made = table(headers, ("Al-Haddad", "Rim", "14.03.1991", "02.03.2026", "arbeitslos", "Mentee", "A2"))
    with db.read() as session:
        mapping, options = imports.guess(esf, headers), imports.Options(project_id=whole.id)
        found = imports.preview(session, esf, made, mapping, options)
    take(db, found)
    (entered,), (role,) = all_of(db, Participation), all_of(db, Role)
    assert (entered.answers["employment"], role.kind, skills(db)) == ("unemployed", "mentee", {("de", "A2", None)})
