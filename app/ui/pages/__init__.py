"""What the navigation offers, in order; pages are imported while the passphrase is typed, made when first opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, cast

from app.core.text import N_

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.models import Entity
    from app.ui.context import Context


@dataclass(frozen=True)
class Area:
    """One entry of the navigation: the standard list of ENTITY, or PAGE, 'module:Class' below app.ui.pages.

    ENTITY is the name of a record in app.models; the page shows its records, whoever asks for one. A module with tabs
    names all the records that it shows.
    """

    title: str
    icon: str
    entity: str = ""
    page: str = ""

    @property
    def page_factory(self) -> Callable[[Context, QWidget], QWidget]:
        """What makes the page."""
        return self.make

    @property
    def kinds(self) -> tuple[type[Entity], ...]:
        """The records that are shown here."""
        models = import_module("app.models")
        return tuple(getattr(models, name) for name in self.entity.split())

    def make(self, context: Context, parent: QWidget) -> QWidget:
        """The page of this area."""
        return self.load()(context, parent=parent)

    def load(self) -> Callable[..., QWidget]:
        """Import what makes the page."""
        if not self.page:
            from app.ui.pages.list_page import ListPage

            return partial(ListPage, entity=self.kinds[0])
        module, _colon, name = self.page.partition(":")
        return cast("Callable[..., QWidget]", getattr(import_module(f"app.ui.pages.{module}"), name))


AREAS = (
    Area(N_("Start"), "start", page="home:HomePage"),
    Area(N_("Personen"), "people", "Person", "persons:PersonPage"),
    Area(N_("Mentoring"), "mentoring", "Pair PairMeeting", "mentoring:MentoringPage"),
    Area(
        N_("Vereine & Organisationen"),
        "organisation",
        "Organisation Offer Placement",
        "organisations:OrganisationsPage",
    ),
    Area(N_("Schulungen"), "course", "Course", "courses:CoursesPage"),
    Area(N_("Berichte"), "report", page="report:ReportsModule"),
    Area(N_("Einstellungen"), "settings", "Project", "settings:SettingsPage"),
)
