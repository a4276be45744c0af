"""What waits about organisations: questions after three and six months, qualifications that end.

A club nobody speaks for has no deadline and stands in the Prüfliste.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy.orm import Session

from app.core.text import N_, _, show
from app.models.fields import Choice
from app.services import qualifications
from app.services.due import Due
from app.services.placement_rows import asked_until


class OrganisationDue(Choice):
    """What has to be done."""

    STILL_THERE = "still_there", N_("Noch dabei?")
    QUALIFICATION = "qualification", N_("Qualifikation")


def due(session: Session, project_ids: Sequence[int], until: date) -> list[Due]:
    """Everything with a deadline until UNTIL, the earliest first; religious communities are not named."""
    found = [*_follow_ups(session, project_ids, until), *_papers(session, until)]
    return sorted(found, key=lambda one: (one.deadline, one.kind, one.who))


def _follow_ups(session: Session, project_ids: Sequence[int], until: date) -> Iterator[Due]:
    for row in asked_until(session, until, project_ids):
        shown = row.hidden()
        for one in row.follow_ups:
            if one.waits and one.due and one.due <= until:
                occasion = _("{organisation}, nach {n} Monaten").format(organisation=shown.organisation, n=one.months)
                yield Due(OrganisationDue.STILL_THERE, row.person, occasion, one.due, "placement", row.id)


def _papers(session: Session, until: date) -> Iterator[Due]:
    for one, caption in qualifications.renewals(session, until):
        assert one.valid_until
        occasion = _("{what} gültig bis {day}").format(what=one.caption, day=show(one.valid_until))
        yield Due(OrganisationDue.QUALIFICATION, caption, occasion, one.valid_until, "person", one.person_id)
