"""What the import does to people, row by row."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.errors import Cancelled, Conflict, UserError
from app.core.partial_date import PartialDate
from app.core.progress import Progress
from app.models import History, Person
from app.services import imports
from app.services.imports import Mapping
from tests import factories as make
from tests.services.imports.lists import PERSONS, counts, look, outcomes, reason, table, take

HEADERS = ("Familienname", "Vorname", "geb. am", "Geschl.", "PLZ/Ort", "Telefon")
RIM = ("Al-Haddad", "Rim", "14.03.1991", "w", "07422 Bad Blankenburg", "0171 3920001")
TARAS = ("Lysenchuk", "Taras", date(1988, 11, 22), "m", "07407 Rudolstadt", None)


def people(db) -> list[Person]:
    with db.read() as session:
        return sorted(session.query(Person).all(), key=lambda person: person.caption)


@pytest.fixture
def rim(db):
    """Rim is there, without a telephone."""
    person = make.person(postcode="07422")
    with db.work("anlegen") as work:
        work.add(person)
    return person


def test_a_telephone_number_without_digits_refuses_its_row_and_no_other(db):
    found = look(db, table(HEADERS, (*RIM[:-1], "keins"), TARAS))
    assert outcomes(found) == ["refused", "new"]
    assert "Die Telefonnummer enthält keine Ziffer." in reason(found)


def test_new_people_are_taken_over_with_all_fields(db):
    found = look(db, table(HEADERS, RIM, TARAS))
    assert outcomes(found) == ["new", "new"]
    take(db, found)
    rim, taras = people(db)
    assert (rim.last_name, rim.first_names, rim.born, rim.gender) == (
        "Al-Haddad",
        "Rim",
        PartialDate(1991, 3, 14),
        "female",
    )
    assert (rim.postcode, rim.city, rim.phone) == ("07422", "Bad Blankenburg", "0171 3920001")
    assert (taras.born, taras.phone) == (PartialDate(1988, 11, 22), "")


def test_looking_stores_nothing(db):
    look(db, table(HEADERS, RIM))
    assert people(db) == []


def test_somebody_who_is_there_gets_only_what_is_new(db, rim):
    found = look(db, table(HEADERS, RIM))
    (row,) = found.rows
    assert (row.outcome.value, row.values, row.sentence) == ("changed", {"phone": "0171 3920001"}, "geändert: 1 Feld")
    take(db, found)
    (stored,) = people(db)
    assert (stored.id, stored.phone, stored.born) == (rim.id, "0171 3920001", PartialDate(1991, 3, 14))


def test_the_same_list_twice_changes_nothing(db, rim):
    made = table(HEADERS, RIM, TARAS, ("Barakzai", None, None, "?", "Jena", "-"), (*RIM[:5], "0171 3920002"))
    first = look(db, made)
    assert outcomes(first) == ["changed", "new", "new", "unclear"]
    take(db, first)
    again = look(db, made)
    assert counts(again)[:2] == (0, 0)
    assert take(db, again).id is None


def test_one_undo_takes_all_of_it_back(db, rim):
    done = take(db, look(db, table(HEADERS, RIM, TARAS)))
    assert done.label == "Import: 1 neu, 1 geändert"
    with db.read() as session:
        assert session.query(History).count() == 2
    db.undo(done.id)
    assert [(person.id, person.phone) for person in people(db)] == [(rim.id, "")]


def test_empty_cells_delete_nothing(db, rim):
    assert outcomes(look(db, table(HEADERS, ("Al-Haddad", "Rim", "14.03.1991", None, "", "-")))) == ["unchanged"]


def test_empty_cells_delete_what_is_there_if_that_is_ticked(db, rim):
    found = look(db, table(HEADERS, ("Al-Haddad", "Rim", "14.03.1991", None, "", None)), blank_empty=True)
    assert found.rows[0].values == {"gender": None, "postcode": "", "city": ""}
    take(db, found)
    (stored,) = people(db)
    assert (stored.gender, stored.city, stored.last_name) == (None, "", "Al-Haddad")


def test_columns_that_are_not_taken_over_are_left_alone(db, rim):
    mapping = Mapping(("a", "b", "c"), ("last_name", "first_names", ""))
    found = look(db, table(mapping.headers, ("Lysenchuk", "Taras", "31.02.1990")), mapping)
    assert found.rows[0].values == {"last_name": "Lysenchuk", "first_names": "Taras"}


# --- refused


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("Bilenko", "Oksana", "31.02.1990"), "Den 31.02.1990 gibt es nicht"),
        (("Bilenko", "Oksana", "29.02.1991"), "Den 29.02.1991 gibt es nicht"),
        (("Bilenko", "Oksana", "01.01.2099"), "liegt in der Zukunft"),
        (("Bilenko", "Oksana", "1891"), "vor 1900"),
        (("Bilenko²", "Oksana"), "„²“ an Stelle 8"),
        (("الحداد", "ريم"), "Originalschrift"),
        (("Bi\x07lenko", "Oksana"), "Steuerzeichen"),
        (("B" * 121, "Oksana"), "zu lang. Möglich sind 120 Zeichen"),
        ((None, None, "1991"), "Der Name fehlt"),
    ],
)
def test_bad_values_refuse_the_row_with_the_reason(db, clock, row, sentence):
    found = look(db, table(HEADERS, (*row, *[None] * (6 - len(row)))))
    assert outcomes(found) == ["refused"]
    assert sentence in reason(found)


def test_a_refused_row_names_row_column_and_value(db):
    made = table(HEADERS, RIM, ("Bilenko", "Oksana", "31.02.1990", "x", None, None))
    (_rim, row) = look(db, made).rows
    (problem,) = row.problems
    assert (row.number, problem.column, problem.value, problem.field) == (3, "geb. am", "31.02.1990", "born")
    assert row.sentence.startswith("abgelehnt: Den 31.02.1990 gibt es nicht")


def test_rules_between_fields_hold_for_the_merged_person(db, rim):
    headers = ("Familienname", "Vorname", "Geburtsdatum", "Einreise")
    found = look(db, table(headers, ("Al-Haddad", "Rim", "14.03.1991", "1980")))
    assert "Die Einreise liegt vor der Geburt" in reason(found)


def test_refused_rows_stay_out_and_the_others_go_in(db):
    found = look(db, table(HEADERS, ("Bilenko", "Oksana", "31.02.1990", *[None] * 3), RIM))
    take(db, found)
    assert [person.last_name for person in people(db)] == ["Al-Haddad"]


# --- unclear


def test_an_unknown_word_makes_the_row_unclear_until_it_is_explained(db):
    made = table(HEADERS, (*RIM[:3], "Fr. Dr.", *RIM[4:]))
    found = look(db, made)
    assert outcomes(found) == ["unclear"]
    assert "„Fr. Dr.“ ist nicht bekannt" in reason(found)
    assert outcomes(look(db, made, values={("gender", "Fr. Dr."): "female"})) == ["new"]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (("Al-Haddad", "Rim", None), "Mögliche Dublette von Al-Haddad, Rim."),
        (("Al-Haddad", "Rim", "1991"), "Mögliche Dublette"),
        (("Al-Hadad", "Rim", "14.03.1991"), "Mögliche Dublette"),
        (("Rim", "Al-Haddad", "14.03.1991"), "Mögliche Dublette"),
    ],
)
def test_somebody_who_may_be_there_is_unclear(db, rim, row, why):
    found = look(db, table(HEADERS, (*row, None, None, None)))
    assert outcomes(found) == ["unclear"]
    assert why in reason(found)
    assert found.rows[0].candidates == ((rim.id, "Al-Haddad, Rim"),)


def test_somebody_of_the_same_name_and_another_birth_date_is_new(db, rim):
    assert outcomes(look(db, table(HEADERS, ("Al-Haddad", "Rim", "15.03.1991", None, None, None)))) == ["new"]


def test_spelling_that_only_looks_different_is_the_same_person(db):
    with db.work("anlegen") as work:
        work.add(make.person("Müller", "Zoë"))
    assert outcomes(look(db, table(HEADERS, ("MUELLER", "Zoé", "14.03.1991", None, None, None)))) == ["changed"]


def test_what_was_decided_about_an_unclear_row_counts(db, rim):
    made = table(HEADERS, ("Al-Hadad", "Rim", "14.03.1991", None, None, None))
    same = look(db, made, decisions={2: rim.id})
    assert (outcomes(same), same.rows[0].record_id) == (["changed"], rim.id)
    other = look(db, made, decisions={2: None})
    assert outcomes(other) == ["new"]
    take(db, other)
    assert counts(look(db, made))[:2] == (0, 0)


def test_people_of_the_same_name_and_birth_date_are_told_apart_by_hand(db, rim):
    with db.work("anlegen") as work:
        work.add(make.person())
    found = look(db, table(HEADERS, RIM))
    assert "gibt es 2-mal" in reason(found)
    assert len(found.rows[0].candidates) == 2
    take(db, look(db, table(HEADERS, RIM), decisions={2: None}))
    assert len(people(db)) == 3


def test_another_way_to_find_doubles_is_asked(db, rim):
    class Found:
        id, caption = rim.id, "Al-Haddad, Rim"

    found = look(db, table(HEADERS, TARAS), similar=lambda session, values: [Found()])
    assert "Mögliche Dublette von Al-Haddad, Rim." in reason(found)


# --- twins in the list


def test_doubles_in_the_list_are_told_with_their_row(db):
    made = table(HEADERS, RIM, RIM, ("Al-Hadad", "Rim", "14.03.1991", None, None, None))
    found = look(db, made)
    assert outcomes(found) == ["new", "unclear", "unclear"]
    assert [reason(found, n) for n in (1, 2)] == ["Mögliche Dublette von Zeile 2."] * 2


def test_rows_that_contradict_each_other_about_somebody_are_unclear(db, rim):
    made = table(HEADERS, RIM, (*RIM[:5], "0171 3920002"))
    found = look(db, made)
    assert outcomes(found) == ["changed", "unclear"]
    assert "Zeile 2 meint dieselbe Person" in reason(found, 1)


# --- numbers of participants


@pytest.fixture
def admitted(db, rim):
    project = make.project()
    with db.work("aufnehmen") as work:
        make.add(work, project, make.participation(rim, project, "CH-031"))
    return rim


def test_a_participants_number_finds_the_person_whatever_the_birth_date(db, admitted):
    found = look(db, table(("TN-Nr.", "Nachname", "Vorname", "Geburtsdatum"), ("ch-031", "Al-Hadad", "Rim", "1992")))
    assert (outcomes(found), found.rows[0].record_id) == (["changed"], admitted.id)


def test_a_participants_number_with_another_name_is_unclear(db, admitted):
    found = look(db, table(("TN-Nr.", "Nachname", "Vorname"), ("CH-031", "Lysenchuk", "Taras")))
    assert "TN-Nr. CH-031 gehört zu Al-Haddad, Rim." in reason(found)


def test_a_number_from_elsewhere_is_a_hint_and_no_hindrance(db):
    found = look(db, table(("TN-Nr.", "Nachname"), ("CH-999", "Lysenchuk")))
    assert (outcomes(found), found.rows[0].hints) == (["new"], ("TN-Nr. CH-999 gibt es hier nicht.",))


# --- columns in parts


def test_house_numbers_stand_behind_the_street(db):
    headers = ("Nachname", "Straße", "Hausnr.")
    found = look(db, table(headers, ("Haile", "Marktstraße", 12), ("Noori", "Am Anger 3", None)))
    assert [row.values["street"] for row in found.rows] == ["Marktstraße 12", "Am Anger 3"]


def test_names_in_one_column_are_split_or_unclear(db):
    found = look(db, table(("Name",), ("Al-Haddad, Rim",), ("Barakzai",), ("Taras Lysenchuk",)))
    assert outcomes(found) == ["new", "new", "unclear"]
    assert found.rows[0].values == {"last_name": "Al-Haddad", "first_names": "Rim"}


# --- what happens meanwhile


def test_a_person_changed_after_the_look_is_not_overwritten(db, rim):
    found = look(db, table(HEADERS, RIM))
    with db.work("ändern") as work:
        work.get(Person, rim.id).phone = "1"
    with pytest.raises(Conflict):
        take(db, found)
    assert [person.phone for person in people(db)] == ["1"]


def test_a_person_added_after_the_look_is_not_added_again(db):
    found = look(db, table(HEADERS, TARAS, RIM))
    with db.work("anlegen") as work:
        work.add(make.person())
    with pytest.raises(Conflict, match=r"Al-Haddad, Rim.*Zeile 3"):
        take(db, found)
    assert len(people(db)) == 1


def test_looking_and_taking_over_can_be_stopped(db):
    progress = Progress()
    progress.cancelled = True
    made = table(HEADERS, RIM)
    with db.read() as session, pytest.raises(Cancelled):
        imports.preview(session, PERSONS, made, imports.guess(PERSONS, HEADERS), progress=progress)
    found = look(db, made)
    with pytest.raises(Cancelled), db.work("Import") as work:
        imports.apply(work, found, progress)
    assert people(db) == []


def test_a_mapping_without_a_name_is_refused_at_once(db):
    with pytest.raises(UserError, match="Keine Spalte ist der Name"):
        look(db, table(("Ort",), ("Jena",)))


def test_everything_that_tells_people_apart_is_compared_in_lists_that_are_not_too_long(db, rim):
    with db.work("ergänzen") as work:
        work.update(work.get(Person, rim.id), {"phone": "0171 3920001", "street": "Markt 3"})
    headers = ("Nachname", "Vorname", "Geburtsdatum", "PLZ", "Ort", "Straße", "Telefon")
    row = ("Haddad", "Rim", "13.03.1991", "07422", "Bad Blankenburg", "Markt 3", "0171 3920001")
    made = table(headers, row)
    assert outcomes(look(db, made)) == ["new"]
    with db.read() as session:
        assert outcomes(look(db, made, similar=imports.likely(session, made))) == ["unclear"]
        long = table(headers, *[row] * 101)
        assert set(outcomes(look(db, long, similar=imports.likely(session, long)))) == {"unclear"}
        assert imports.likely(session, table(headers, *[row] * 20_001)) is None
