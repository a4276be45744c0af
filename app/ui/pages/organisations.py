"""Clubs and organisations: who takes people in, with what offers, who is placed where, and who accompanies them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal

from app.core.clock import today
from app.core.progress import Progress
from app.core.text import N_, _, grouped, show, weekday
from app.models import Offer, Organisation, Placement
from app.models.base import Entity
from app.models.conditions import Condition
from app.models.fields import fields
from app.models.history import Done
from app.models.query import Query
from app.services import contacts
from app.services.organisations import sharing
from app.services.placement_rows import next_question
from app.ui.context import Context
from app.ui.pages.detail import Fact, Header
from app.ui.pages.detail_tab import DetailTab
from app.ui.pages.history_tab import HistoryTab
from app.ui.pages.list_page import ListPage
from app.ui.pages.match.kinds import OFFERS
from app.ui.pages.match.page import MatchingPage
from app.ui.pages.module import ModulePage, Part
from app.ui.pages.organisation.assistants import AssistantsPage
from app.ui.pages.organisation.contacts import ContactsTab
from app.ui.pages.organisation.offers import NO_OFFER, OfferPage, OffersTab, show_free
from app.ui.pages.organisation.overview import OverviewPage
from app.ui.pages.organisation.placement_list import PlacementPage
from app.ui.pages.organisation.placements import ClubPlacementsTab
from app.ui.pages.tabs import FormTab
from app.ui.table import Extra, Shown


def free_places(session: Any, ids: Sequence[int]) -> dict[int, Any]:
    """How many places the running offers of each organisation have left."""
    rows = Query(Organisation, shown=("free", "offers")).rows(session, ids)
    return {id: free if offers else NO_OFFER for id, (free, offers) in rows.items()}


def speakers(session: Any, ids: Sequence[int]) -> dict[int, str]:
    """Whom to ask in each organisation."""
    return {id: contact or "" for id, (contact,) in Query(Organisation, shown=("contact",)).rows(session, ids).items()}


def show_speaker(found: str | None) -> Shown:
    """The name, or that it is missing."""
    return Shown(found) if found else Shown(_("fehlt"), "missing")


class OrganisationList(ListPage):
    """Who takes part and who still has room."""

    opened = Signal(str, object)
    """Another record that should be shown: its table and id."""
    noted = Signal(str)
    """When the next "still there?" is asked."""
    offer_wanted = Signal(object)
    """The id of an organisation for which somebody wants to fill in a new offer."""

    tables = ("offer", "organisation_contact", "placement")
    icon = "organisation"
    purpose = N_("Hier stehen alle Vereine, Betriebe und Ämter, mit denen Sie zusammenarbeiten.")
    shares = (656, 464)
    widths = {"caption": 130, "kind": 92, "city": 104, "offers": 70, "free_places": 88, "speaker": 116}

    def __init__(self, context: Context) -> None:
        super().__init__(context, Organisation)
        self._question = ""
        self._look_around()
        context.changed.connect(self._look_around)

    def columns(self) -> tuple[str, ...]:
        """Name, kind, place and how many offers; what may be missing comes as columns of their own."""
        return ("caption", "kind", "city", "offers")

    def extras(self) -> Sequence[Extra]:
        """Free places and whom to ask, which may be missing."""
        return [
            Extra("free_places", N_("Freie Plätze"), free_places, show_free),
            Extra("speaker", N_("Ansprechperson"), speakers, show_speaker),
        ]

    def detail_tabs(self) -> Iterable[DetailTab]:
        """The organisation itself, who speaks for it, what it offers, who is placed there, history."""
        placed = ClubPlacementsTab(self.context, _("Vermittlungen"))
        offers = OffersTab(self.context)
        placed.opened.connect(self.opened)
        offers.opened.connect(self.opened)
        offers.wanted.connect(self.offer_wanted)
        return [
            FormTab(self.context, Organisation, _("Stammdaten")),
            ContactsTab(self.context),
            offers,
            placed,
            HistoryTab(self.context, Organisation),
        ]

    def summary(self, session: Any, total: int) -> str:
        """'37 Organisationen, davon 14 beteiligt'."""
        return _("{all}, davon {n} beteiligt").format(all=self.counted(total), n=grouped(sharing(session)))

    def header(self, session: Any, record: Entity) -> Header:
        """'Katrin Möbus, Wehrführerin seit 03.2024 · vorher Dieter Amling', kind and dates, what is free."""
        assert isinstance(record, Organisation)
        now, former = contacts.contacts(session, record.id)
        before = contacts.predecessor(now[0], former) if now else None
        parts = []
        if now:
            since = _(" seit {month}").format(month=f"{now[0].since:%m.%Y}") if now[0].since else ""
            parts.append(", ".join(filter(None, (now[0].name, now[0].function))) + since)
        if before:
            parts.append(_("vorher {who}").format(who=before.name))
        return Header(record.name, " · ".join(parts), tuple(self._facts(session, record)))

    def _facts(self, session: Any, record: Organisation) -> Sequence[Fact]:
        facts = [Fact(fields(Organisation)["kind"].show(record.kind))]
        if record.since:
            facts.append(Fact(_("beteiligt seit {day}").format(day=show(record.since))))
        if record.agreement:
            facts.append(Fact(_("Vereinbarung {day}").format(day=show(record.agreement))))
        free = free_places(session, [record.id])[record.id]
        if free is not NO_OFFER:
            text = _("{n} frei").format(n=free) if free else _("voll") if free == 0 else _("Plätze fehlen")
            facts.append(Fact(text, "" if free is not None else "warn"))
        return facts

    def _look_around(self, done: Done | None = None) -> None:
        """Read when somebody has to be asked next."""
        if done and not done.touches("placement"):
            return

        def load(_progress: Progress) -> date | None:
            with self.context.db.read() as session:
                return next_question(session)

        self.context.tasks.run(load, self._take_around, self, key="around", quiet=True)

    def _take_around(self, day: date | None) -> None:
        late = day is not None and day < today()
        text = _("Rückfragen offen seit {day}") if late else _("Nächste Rückfrage zu einer Vermittlung: {day}")
        self._question = text.format(day=f"{weekday(day, short=True)} {show(day)}") if day else ""
        self.announce()

    def announce(self) -> None:
        """Say when somebody has to be asked next."""
        self.noted.emit(self._question)


class OrganisationsPage(ModulePage):
    """The module with its tabs."""

    title = N_("Vereine & Organisationen")

    def parts(self) -> Sequence[Part]:
        """Organisations, offers, overview, placements, assistants, matching."""
        return [
            Part(N_("Organisationen"), self._organisations, Organisation),
            Part(N_("Angebote"), OfferPage, Offer),
            Part(N_("Angebotsübersicht"), self._overview),
            Part(N_("Vermittlungen"), PlacementPage, Placement),
            Part(N_("Integrationsassistenzen"), AssistantsPage),
            Part(N_("Matching"), lambda context: MatchingPage(context, OFFERS)),
        ]

    def _organisations(self, context: Context) -> OrganisationList:
        page = OrganisationList(context)
        page.offer_wanted.connect(lambda id: self.part("offer").new_of(id))
        return page

    def _overview(self, context: Context) -> OverviewPage:
        page = OverviewPage(context)
        page.offer_wanted.connect(lambda: self.part("offer").new())
        page.offers_wanted.connect(self._show_offers)
        return page

    def _show_offers(self, where: Mapping[str, Condition]) -> None:
        """The offers that the overview is about, with chips that say which."""
        page = self.part("offer")
        page.head.search.clear_search()
        page.head.filters.set_where(where)
