"""The places that the office knows: those of Thüringen, corrected by what it stated itself."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import geography
from app.models import Place


def gazetteer(session: Session) -> geography.Gazetteer:
    """The list to look addresses up in."""
    stated = (
        geography.Place.stated(one.name, one.postcode, one.county, one.latitude, one.longitude)
        for one in session.scalars(select(Place))
    )
    return geography.gazetteer().corrected(stated)
