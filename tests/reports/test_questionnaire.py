"""Questionnaires: the programme's questions on paper, alone or with a second language, blank or filled in."""

from __future__ import annotations

import io
from datetime import date

import page
import pytest

from app.core.errors import Conflict, Invalid
from app.core.progress import Progress
from app.models.privacy_notice import stated
from app.reports import REPORTS
from app.reports.questionnaire import Filled, Heading, write
from app.services import lifecycle, participations
from app.services.privacy_notice import state
from app.services.programmes import available, load
from app.services.translations import LANGUAGES
from app.services.translations import load as translation
from tests import factories as make
from tests.reports.pdf.reading import alternatives, pages_of, picture
from tests.services.participants import COMPLETE, LEFT

ESF = load("esf_plus_2021")
HEADING = Heading("Kreisvolkshochschule Saale-Schwarza", "Connecting Humans 2025–2027", "25-0417-CH (Muster)", True)
BLANK = Filled()
RIM = Filled(
    "CH-031",
    "02.03.2026",
    COMPLETE | LEFT | {"gender": "female", "status_after": "no_answer", "status_after__reason": "Unbekannt verzogen"},
    {"name": "Rim Al-Haddad", "age": "14.03.1991"},
)
ASKING = [id for id in available() if not load(id).asks_nobody]


def written(stage: str = "entry", language: str = "", filled: Filled = BLANK, programme=ESF) -> bytes:
    target = io.BytesIO()
    notes = write(programme, stage, HEADING, target, Progress(), language, [filled])
    assert notes == []
    return target.getvalue()


def said(data: bytes) -> str:
    """All text, each run of blanks as one."""
    return " ".join(" ".join(pages_of(data)).split())


@pytest.mark.parametrize("language", ["", "ar", "ti"])
@pytest.mark.parametrize("profile", ["2a", "ua1"])
def test_questionnaires_are_archivable_and_accessible(tmp_path, profile, language):
    target = tmp_path / "bogen.pdf"
    write(ESF, "exit", HEADING, target, Progress(), language, [RIM, Filled()])
    result = page.validate_pdf(str(target), profile=profile)
    assert result.is_compliant, [failure.message for failure in result.failures]


@pytest.mark.parametrize("stage", ESF.stages)
def test_every_question_stands_on_the_paper_with_its_answers(stage):
    text = said(written(stage))
    for question in ESF.questions_at(stage):
        assert question.label in text, question.key
        assert all(one.label in text for one in question.choices()), question.key


def test_the_paper_says_whose_it_is_and_what_the_law_is():
    text = said(written())
    for piece in (
        "Kreisvolkshochschule Saale-Schwarza",
        "25-0417-CH (Muster)",
        "Formular Fragebogen beim Eintritt, ESF+, Fassung 2026-11",
        "Vorname und Nachname *",
        "Art. 9 Abs. 2 Buchst. g DSGVO",
        "5 Jahre ab dem 31.12. des Jahres der letzten Zahlung",
        "Datum, Unterschrift Sorgeberechtigte",
        "Kofinanziert von der",
        "Seite 1 von",
        "Vom Büro auszufüllen",
    ):
        assert piece in text, piece


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("stage", ESF.stages)
def test_the_second_language_stands_beside_the_german(stage, language):
    text, found = said(written(stage, language)), translation(language)
    assert "Verbindlich ist der deutsche Text." in text
    for question in ESF.questions_at(stage):
        # Readers put two columns of which one runs to the left into one line, so the pieces count, not their order.
        assert all(word.strip("-") in text for word in question.label.split()), question.key
        if not question.office:
            assert set(found.questions[question.key]) <= set(text), question.key
    assert "Arbeitsübersetzung" in text


@pytest.mark.parametrize("stage", ["entry", "exit", "follow_up"])
@pytest.mark.parametrize("language", ["", "ar", "vi"])
def test_what_is_signed_stands_on_one_page_with_the_signatures(stage, language):
    signed = " ".join(pages_of(written(stage, language))[-1].split())
    assert "Datenschutz" in signed and "Meine Angaben sind richtig." in signed


@pytest.mark.parametrize("language", ["en", "vi", "tr", "uk", "ru"])
def test_left_to_right_languages_can_be_read_back(language):
    text, found = said(written("entry", language)), translation(language)
    for key in ("gender", "phone", "employment", "disability"):
        assert found.questions[key] in text


@pytest.mark.parametrize(("language", "word"), [("ar", "الهاتف"), ("fa", "تلفن"), ("ti", "ተሌፎን")])
def test_other_scripts_can_be_read_back(language, word):
    assert word in said(written("entry", language))


def test_what_is_known_is_filled_in():
    text = said(written("exit", "", RIM))
    assert "CH-031" in text and "Unbekannt verzogen" in text
    assert "Rim Al-Haddad" in said(written("entry", "", RIM)) and "14.03.1991" in said(written("entry", "", RIM))


def test_ticked_boxes_are_read_aloud_as_ticked():
    def ticked(filled: Filled) -> int:
        return sum(alt == "angekreuzt" for alt in alternatives(written("exit", "", filled)))

    assert (ticked(Filled()), ticked(RIM)) == (0, 3)


@pytest.mark.parametrize("id", ASKING)
def test_every_programme_has_its_questionnaires(id):
    programme = load(id)
    for stage in programme.stages:
        text = said(written(stage, "en", programme=programme))
        assert programme.terms.sentence.split()[0] in text
    blue = (0, 51, 153) in {c for _n, c in picture(written(programme=programme)).getcolors(2**22)}
    assert blue is (programme.terms.emblem == "eu")


# ------------------------------------------------------------------ from the data


@pytest.fixture
def rim(one_db, clock):
    project, person = make.project(carrier="VHS"), make.person(street="Am Markt 1", postcode="07422")
    with one_db.work("anlegen") as work:
        make.add(work, project, person)
        made = participations.admit(work, person.id, project.id, date(2026, 3, 2), COMPLETE)
    person.project_id, person.participation_id = project.id, made.id
    return person


def report(db, target, **values):
    REPORTS["questionnaire"].build(db, values, Progress(), target)
    return said(target.read_bytes())


def test_a_blank_form_comes_from_the_project(one_db, rim, tmp_path):
    text = report(one_db, tmp_path / "a.pdf", project=rim.project_id)
    assert "Fragebogen beim Eintritt" in text and "Al-Haddad" not in text


def test_a_filled_form_comes_from_the_person(one_db, rim, tmp_path):
    text = report(one_db, tmp_path / "a.pdf", project=rim.project_id, person=rim.id, language="en")
    for piece in ("Rim Al-Haddad", "CH-001", "02.03.2026", "14.03.1991", "Am Markt 1, 07422, Bad Blankenburg"):
        assert piece in text
    with one_db.work("Austritt") as work:
        lifecycle.leave(work, rim.participation_id, date(2026, 6, 30), LEFT)
    assert "30.06.2026" in report(one_db, tmp_path / "b.pdf", project=rim.project_id, person=rim.id, stage="exit")


# ------------------------------------------------------------------ the office's own privacy notice

NOTICE = {
    "controller": "Landkreis Saale-Schwarza\nSchloßstraße 24, 07407 Rudolstadt",
    "officer": "Büro Datenschutz {Nord}\nTel. 03672 823-0",
    "paragraph": "Fotos machen wir nur nach Absprache.\n\nFragen Sie uns jederzeit.",
}


def say(db, **values):
    with db.work("Datenschutzhinweis ändern") as work:
        state(work, stated(work.session), values)


def test_the_office_says_who_is_responsible_and_what_else_it_wants_to_say(one_db, rim, tmp_path):
    say(one_db, **NOTICE)
    text = report(one_db, tmp_path / "a.pdf", project=rim.project_id)
    for piece in (
        "Verantwortlich für Ihre Daten: Landkreis Saale-Schwarza, Schloßstraße 24, 07407 Rudolstadt",
        "Datenschutzbeauftragte Person: Büro Datenschutz {Nord}, Tel. 03672 823-0",
        "Fotos machen wir nur nach Absprache. Fragen Sie uns jederzeit. Ich habe die Datenschutzinformation erhalten.",
    ):
        assert piece in text
    assert "oben genannte Einrichtung" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_responsible_is_said_in_the_second_language_too(one_db, rim, tmp_path, language):
    say(one_db, **NOTICE)
    text = report(one_db, tmp_path / "a.pdf", project=rim.project_id, language=language)
    # Beside German a line that runs to the left is read back in pieces.
    assert text.count("Schloßstraße") == 2 and text.count("03672") == 2
    assert text.count("Absprache") == 1


def test_where_the_office_states_nothing_the_paper_stays_as_it_is(one_db, rim, tmp_path):
    before = report(one_db, tmp_path / "a.pdf", project=rim.project_id, language="en")
    say(one_db, controller=" \n", officer="", paragraph="")
    assert report(one_db, tmp_path / "b.pdf", project=rim.project_id, language="en") == before
    assert "ist die oben genannte Einrichtung" in before and "Datenschutzbeauftragte" not in before


def test_the_longest_notice_fits_on_paper_that_everybody_can_read(one_db, rim, tmp_path):
    paragraph = " ".join(f"Wort{n:04}" for n in range(200))
    say(one_db, controller="Amt " * 75, officer="Büro " * 60, paragraph=paragraph)
    text = report(one_db, tmp_path / "a.pdf", project=rim.project_id, language="ar")
    assert all(f"Wort{n:04}" in text for n in range(200))
    result = page.validate_pdf(str(tmp_path / "a.pdf"), profile="ua1")
    assert result.is_compliant, [failure.message for failure in result.failures]


def test_whoever_was_slower_does_not_overwrite_the_notice(db):
    with db.read() as session:
        seen = stated(session)
    say(db, officer="Büro Nord")
    with pytest.raises(Conflict), db.work("Datenschutzhinweis ändern") as work:
        state(work, seen, {"officer": "Büro Süd"})
    with db.read() as session:
        fresh = stated(session)
    with db.work("Datenschutzhinweis ändern") as work:
        state(work, fresh, {"officer": "Büro Süd"})
    db.undo(work.done.id)
    with db.read() as session:
        assert stated(session).officer == "Büro Nord"


# ------------------------------------------------------------------ who has no form


def test_who_takes_no_part_has_no_form(one_db, rim, tmp_path):
    other = make.person("Zimmer", "Anna")
    with one_db.work("anlegen") as work:
        make.add(work, other)
    with pytest.raises(Invalid, match="nimmt an dem Projekt nicht teil"):
        report(one_db, tmp_path / "a.pdf", project=rim.project_id, person=other.id)


def test_a_programme_that_asks_nobody_has_no_form(one_db, tmp_path):
    project = make.project(programme="thilik")
    with one_db.work("anlegen") as work:
        make.add(work, project)
    with pytest.raises(Invalid, match="keinen Fragebogen"):
        report(one_db, tmp_path / "a.pdf", project=project.id)
    assert not (tmp_path / "a.pdf").exists()
