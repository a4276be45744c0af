"""What waits about pairs, and what the pages show of them."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.models import Consent, Role
from app.services import pair_log, pair_views, pairs
from app.services.pair_due import PairDueKind, due
from tests import factories as make
from tests import tandems

TODAY = date(2026, 11, 12)


@pytest.fixture
def office(db, clock):
    """A project with an active pair that met last on 15 October, and one that is about to begin."""
    project = make.project()
    with db.work("anlegen") as work:
        make.add(work, project)
        project.rim = tandems.mentee(work, project)
        project.iryna = tandems.mentee(work, project, "Tymoshchuk", "Iryna", occupation="Pflegefachkraft")
        project.gudrun = tandems.mentor(work, project)
        project.annegret = tandems.mentor(work, project, "Hartleb", "Annegret")
        make.add(work, *tandems.speaks(project.iryna, de="B1", uk="native"))
    project.pair = tandems.propose(db, project.iryna, project.gudrun, project, on=date(2026, 5, 28))
    tandems.begin(db, project.pair)
    with db.work("Treffen") as work:
        pair_log.add_meeting(work, project.pair.id, date(2026, 10, 15), 60, "in_person", "Unterlagen")
        pair_log.review(work, project.pair.id, date(2026, 9, 10))
    project.fresh = tandems.propose(db, project.rim, project.annegret, project, on=date(2026, 10, 20))
    return project


def waiting(db, office, until=TODAY, **values):
    with db.read() as session:
        return [(one.kind, one.who, one.occasion, one.deadline) for one in due(session, [office.id], until, **values)]


def do(db, action, *args, **values):
    with db.work("etwas") as work:
        action(work, *args, **values)


MEETING = (PairDueKind.MEETING, "Tymoshchuk, Iryna – Böttner, Gudrun", "letztes Treffen 15.10.2026", TODAY)


def test_a_pair_is_due_28_days_after_the_last_meeting(db, office):
    assert waiting(db, office) == [MEETING]
    assert waiting(db, office, date(2026, 11, 11)) == []
    assert waiting(db, office, quiet_days=29) == []


def test_who_asked_both_waits_anew(db, office):
    do(db, pairs.inquire, office.pair.id, date(2026, 11, 2))
    assert waiting(db, office) == []
    [found] = [one for one in waiting(db, office, date(2026, 11, 30)) if one[0] == PairDueKind.MEETING]
    assert found[3] == date(2026, 11, 30)


def test_who_pauses_is_not_asked(db, office):
    do(db, pairs.pause, office.pair.id, date(2026, 10, 20))
    assert waiting(db, office) == []
    do(db, pairs.resume, office.pair.id, date(2026, 11, 1))
    assert waiting(db, office) == []


def test_a_first_acquaintance_without_both_yeses_is_due_after_a_week(db, office):
    do(db, pairs.introduce, office.fresh.id, date(2026, 11, 3))
    do(db, pairs.consent, office.fresh.id, mentee=date(2026, 11, 3))
    names = "Al-Haddad, Rim – Hartleb, Annegret"
    expected = (PairDueKind.INTRODUCTION, names, "OK der Mentorin fehlt", date(2026, 11, 10))
    assert waiting(db, office) == [expected, MEETING]
    do(db, pairs.consent, office.fresh.id, mentor=date(2026, 11, 9))
    assert waiting(db, office) == [MEETING]


def test_reviews_come_when_they_were_agreed(db, office):
    found = [one for one in waiting(db, office, date(2026, 12, 10)) if one[0] == PairDueKind.REVIEW]
    assert [(one[2], one[3]) for one in found] == [("zuletzt geprüft 10.09.2026", date(2026, 12, 10))]


def test_police_certificates_that_end_or_were_never_seen(db, office):
    with db.work("Rollen") as work:
        for role in work.session.scalars(select(Role).where(Role.kind == "mentor")):
            seen = role.person_id == office.gudrun.id
            role.police_seen = date(2021, 11, 20) if seen else None
            role.police_until = date(2026, 11, 20) if seen else None
    found = [one for one in waiting(db, office, date(2026, 11, 26)) if one[0] == PairDueKind.POLICE]
    assert [(one[1], one[2], one[3]) for one in found] == [
        ("Hartleb, Annegret", "noch nicht eingesehen", date(2026, 10, 20)),
        ("Böttner, Gudrun", "gültig bis 20.11.2026", date(2026, 11, 20)),
    ]


def test_other_projects_have_their_own_work(db, office):
    with db.read() as session:
        assert due(session, [office.id + 1], TODAY) == []


def test_the_list_goes_by_stage_and_the_oldest_meeting_comes_first(db, office):
    with db.work("anlegen") as work:
        hanin = tandems.mentee(work, office, "Ghazal", "Hanin")
        other = tandems.mentor(work, office, "Thäle", "Ute")
    late = tandems.propose(db, hanin, other, office, on=date(2026, 5, 1))
    tandems.begin(db, late)
    with db.read() as session:
        found = pair_views.lines(session, [office.id])
    assert [(one.state, one.short, one.quiet_days) for one in found] == [
        ("proposed", "Al-Haddad – Hartleb", None),
        ("active", "Ghazal – Thäle", 147),
        ("active", "Tymoshchuk – Böttner", 28),
    ]


def test_one_pair_is_shown_with_both_women(db, office):
    with db.read() as session:
        found = pair_views.view(session, office.pair.id)
        assert pair_views.view(session, 1) is None
    assert (found.mentee.name, found.mentee.occupation) == ("Iryna Tymoshchuk", "Pflegefachkraft")
    assert found.mentee.languages == "Ukrainisch, Deutsch B1"
    assert (found.sums.count, found.habit.minutes, found.meetings[0].topic) == (1, 60, "Unterlagen")
    assert found.mentor.consent and not found.line.withdrawn


def test_a_withdrawn_consent_shows_on_a_running_pair(db, office):
    with db.work("widerrufen") as work:
        given = work.session.scalars(select(Consent).where(Consent.person_id == office.iryna.id)).one()
        given.withdrawn = date(2026, 11, 2)
    with db.read() as session:
        found = pair_views.view(session, office.pair.id)
    assert found.line.withdrawn and found.mentee.withdrawn == date(2026, 11, 2) and not found.mentee.consent
    with db.work("neu erteilt") as work:
        make.add(work, tandems.willing(office.iryna, given=date(2026, 11, 10)))
    with db.read() as session:
        assert not pair_views.view(session, office.pair.id).line.withdrawn


def test_the_pairs_of_a_person_are_those_on_both_sides(db, office):
    with db.read() as session:
        assert [one.id for one in pair_views.lines(session, person_id=office.gudrun.id)] == [office.pair.id]
        assert [one.id for one in pair_views.lines(session, person_id=office.rim.id)] == [office.fresh.id]
