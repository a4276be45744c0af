"""The sheet for the talk: one page, who and why, and nothing that is protected."""

from __future__ import annotations

import page
import pytest

from app.core.errors import Invalid
from app.core.partial_date import PartialDate
from app.core.progress import Progress
from app.core.week_times import WeekTimes
from app.models import Role
from app.reports import report
from app.reports.match_sheet import build as build_sheet
from app.services.match_offers import OFFERS
from tests import clubs, tandems
from tests import factories as make
from tests.reports.pdf.reading import pages_of


@pytest.fixture
def office(one_db, clock):
    """A mentee with everything that must not be printed, and a mentor who suits."""
    project = make.project(carrier="Kreisvolkshochschule Saale-Schwarza")
    times = WeekTimes.parse("Di, Do ab 16 Uhr")
    with one_db.work("anlegen") as work:
        make.add(work, project)
        private = {"children": "yes", "nationality": "Syrien", "street": "Marktstraße 3", "phone": "0151 2345678"}
        given = {"born": PartialDate(1991, 3, 14), "occupation": "Krankenpflegerin", "times": times, "notes": "geheim"}
        project.rim = tandems.mentee(work, project, **private, **given)
        gudrun = tandems.mentor(work, project, occupation="Pflegedienstleiterin", times=times, children="yes")
        make.add(work, *tandems.speaks(project.rim, de="B1"), *tandems.speaks(gudrun, de="native"))
        for one in work.session.new:
            if isinstance(one, Role):
                one.women_only, one.wish_children = True, "yes"
    return project


def build(db, project, person, path, **more):
    return report("match_sheet").build(db, {"project": project.id, "person": person.id} | more, Progress(), path)


def test_the_sheet_says_who_and_why_on_one_page(one_db, office, tmp_path):
    [said] = pages_of(build(one_db, office, office.rim, tmp_path / "bogen.pdf").read_bytes())
    for part in ("Rim Al-Haddad – Gudrun Böttner", "gleicher Beruf: Pflege", "dienstags", "Was die Mentee dazu sagt"):
        assert part in said


def test_nothing_protected_is_printed(one_db, office, tmp_path):
    [said] = pages_of(build(one_db, office, office.rim, tmp_path / "bogen.pdf").read_bytes())
    found = [one for one in ("1991", "Alter", "Kinder", "Frau:", "Syrien", "Markt", "0151", "geheim") if one in said]
    assert found == []


def test_without_a_proposal_there_is_no_sheet(one_db, office, tmp_path):
    with one_db.work("anlegen") as work:
        zarghuna = tandems.mentee(work, office, "Rahimzada", "Zarghuna")
    with pytest.raises(Invalid, match="keinen Vorschlag"):
        build(one_db, office, zarghuna, tmp_path / "bogen.pdf")
    assert not list(tmp_path.glob("*.pdf"))


@pytest.mark.parametrize("profile", ["2a", "ua1"])
def test_the_sheet_is_archivable_and_accessible(one_db, office, tmp_path, profile):
    target = build(one_db, office, office.rim, tmp_path / "bogen.pdf")
    result = page.validate_pdf(str(target), profile=profile)
    assert result.is_compliant, [failure.message for failure in result.failures]


def test_the_sheet_about_an_offer_names_no_religious_community(one_db, office, tmp_path):
    with one_db.work("anlegen") as work:
        mosque = clubs.club("Moscheegemeinde Saale", kind="religious", city="Bad Blankenburg")
        meal = clubs.offer(mosque, "Freitagsessen", city="Bad Blankenburg", times=WeekTimes.parse("Di 17–20"))
        make.add(work, mosque, meal, clubs.consent(office.rim))
    with one_db.read() as session:
        found = OFFERS.compute(session, [office.id], Progress())
    path = build_sheet(one_db, found, office.rim.id, office.id, tmp_path / "bogen.pdf", Progress(), meal.id)
    [said] = pages_of(path.read_bytes())
    assert "Rim Al-Haddad – Religionsgemeinschaft" in said and "Vorschlag für ein Angebot" in said
    assert "dienstags" in said and "Wer dort ansprechbar ist" in said
    assert [one for one in ("Moschee", "Freitag", "1991", "Kinder", "Frau:") if one in said] == []


def test_the_report_is_about_an_offer_where_that_is_asked_for(one_db, office, tmp_path):
    with one_db.work("anlegen") as work:
        club = clubs.club("TSV", kind="sport", city="Bad Blankenburg")
        hours = {"city": "Bad Blankenburg", "times": WeekTimes.parse("Di 17–20")}
        offer = clubs.offer(club, "Yoga", **hours)
        make.add(work, club, offer, clubs.offer(club, "Turnen", places=0, **hours), clubs.consent(office.rim))
    for n, given in enumerate(({"kind": "offers"}, {"offer": offer.id})):
        [said] = pages_of(build(one_db, office, office.rim, tmp_path / f"{n}.pdf", **given).read_bytes())
        assert "Vorschlag für ein Angebot" in said and "Yoga" in said
    with pytest.raises(Invalid, match="steht nicht zur Wahl"):
        build(one_db, office, office.rim, tmp_path / "x.pdf", kind="partners")


def test_an_offer_that_is_not_proposed_has_no_sheet(one_db, office, tmp_path):
    with one_db.work("anlegen") as work:
        club = clubs.club("TSV", kind="sport", city="Bad Blankenburg")
        make.add(work, club, full := clubs.offer(club, "Turnen", city="Bad Blankenburg", places=0))
    with pytest.raises(Invalid, match="kein Angebot"):
        build(one_db, office, office.rim, tmp_path / "x.pdf", offer=full.id)
    assert not list(tmp_path.glob("*.pdf"))
