"""The clubs and organisations in which a person is or was."""

from __future__ import annotations

from app.core.text import _
from app.ui.context import Context
from app.ui.pages.organisation.placements import PersonPlacementsTab


def clubs_tab(context: Context) -> PersonPlacementsTab:
    """The tab „Vereine“ of a person."""
    return PersonPlacementsTab(context, _("Vereine"))
