"""How a person stands to the projects, all together: taking part, gone, cancelled, or never admitted."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, case, exists, not_, or_, select
from sqlalchemy.orm import aliased

from app.core.text import N_
from app.models.fields import Choice, derived
from app.models.participation import TAKEN_BACK, Participation
from app.models.person import Person


class Standing(Choice):
    """The strongest one counts: whoever takes part anywhere takes part."""

    ACTIVE = "active", N_("nimmt teil")
    LEFT = "left", N_("ausgetreten")
    CANCELLED = "cancelled", N_("storniert")
    NONE = "none", N_("keine Teilnahme")


SHOWN = (Standing.ACTIVE.value, Standing.LEFT.value, Standing.NONE.value)
"""Everybody but those of whom nothing but cancelled participations is left."""


def _those(*conditions: Any) -> Any:
    return Person.id.in_(select(Participation.person_id).where(*conditions))


def _with(*conditions: Any) -> Any:
    return exists().where(Participation.person_id == Person.id, *conditions).correlate(Person)


_REAL = Participation.cancel_reason != TAKEN_BACK
_VALID = Participation.cancelled.is_(None)
_RUNNING = and_(_VALID, Participation.exit.is_(None))


def _having(values: tuple[Any, ...]) -> Any:
    """Sets of ids, which databases make once; what is asked for most needs only the few who were cancelled."""
    other = aliased(Participation)
    valid = exists().where(other.person_id == Participation.person_id, other.cancelled.is_(None))
    # Only for the few who were cancelled is it asked whether they take part elsewhere.
    cancelled = _those(Participation.cancelled.is_not(None), _REAL, not_(valid))
    if set(values) == set(SHOWN):
        return not_(cancelled)
    found = {
        Standing.ACTIVE.value: _those(_RUNNING),
        Standing.LEFT.value: and_(_those(_VALID), not_(_those(_RUNNING))),
        Standing.CANCELLED.value: cancelled,
        Standing.NONE.value: not_(_those(_REAL)),
    }
    return or_(*(found[value] for value in values if value in found))


Person.standing = derived(
    N_("Stand"),
    case(
        (_with(_RUNNING), Standing.ACTIVE.value),
        (_with(_VALID), Standing.LEFT.value),
        (_with(_REAL), Standing.CANCELLED.value),
        else_=Standing.NONE.value,
    ),
    having=_having,
    options=Standing.options(),
)
