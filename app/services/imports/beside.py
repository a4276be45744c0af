"""Columns that become records of their own beside a person: languages, household, role and how somebody was won."""

from __future__ import annotations

from typing import Any

from app.core.languages import LEVELS
from app.core.text import _
from app.models.fields import Field
from app.models.role import RoleKind, show_roles
from app.services.imports.spoken import Spoken

LANGUAGES, GERMAN, HOUSEHOLD, ROLES, CHANNEL = "languages", "german", "household", "roles", "channel"
NAMES = (LANGUAGES, GERMAN, HOUSEHOLD, ROLES, CHANNEL)
KEPT = frozenset({LANGUAGES, GERMAN, ROLES, CHANNEL})
"""What an empty cell never takes away: it is a history, not a value."""
CODE = "de"


def fields(in_project: bool) -> dict[str, Field]:
    """The columns; role and channel belong to a project."""
    known = (
        Field(
            _("Sprachen"), name=LANGUAGES, kind=Spoken, help=_("Zum Beispiel „Arabisch (Muttersprache), Deutsch B1“")
        ),
        Field(_("Deutschniveau"), name=GERMAN, options=LEVELS),
        Field(_("Haushalt"), name=HOUSEHOLD, length=120, help=_("Wird angelegt, wenn es ihn noch nicht gibt")),
    )
    roles = (
        Field(_("Rolle"), name=ROLES, kind=tuple, options=RoleKind.options(), showing=_show),
        Field(_("Gewonnen über"), name=CHANNEL, length=80),
    )
    return {one.name: one for one in (*known, *(roles if in_project else ()))}


def _show(roles: Any) -> str:
    return show_roles(",".join(roles or ()))
