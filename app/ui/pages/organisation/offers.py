"""Offers: the list over everything, and those of one organisation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal

from app.core.clock import today
from app.core.text import N_, _, grouped, period, plural
from app.models import Offer
from app.models.base import Entity
from app.models.fields import columns
from app.models.offer import OpenTo
from app.models.query import Query
from app.ui import theme
from app.ui.context import Context
from app.ui.pages.detail import Fact
from app.ui.pages.detail_tab import DetailTab
from app.ui.pages.history_tab import HistoryTab
from app.ui.pages.list_page import ListPage
from app.ui.pages.small_table import SmallTable
from app.ui.pages.tabs import FormTab
from app.ui.rows import Column, Item, Line
from app.ui.table import Extra, Shown
from app.ui.widgets.basics import label, line, row
from app.ui.widgets.buttons import Button

NO_OFFER = object()
"""Stands for an organisation without any running offer, where there is nothing to be free."""


def show_free(found: Any) -> Shown:
    """'6', 'voll' quietly, 'fehlt' as a warning, a dash where nothing is offered."""
    if found is NO_OFFER:
        return Shown("–", "quiet")
    if found is None:
        return Shown(_("fehlt"), "missing")
    return Shown(grouped(found)) if found > 0 else Shown(_("voll"), "quiet")


def free_places(session: Any, ids: Sequence[int]) -> Mapping[int, Any]:
    """How many places each offer has left; None where nobody knows how many there are."""
    return {id: free for id, (free,) in Query(Offer, shown=("free",)).rows(session, ids).items()}


class OffersTab(DetailTab):
    """The offers of one organisation."""

    eager = True
    tables = ("offer", "placement")
    opened = Signal(str, object)
    """An offer that should be shown: its table and id."""
    wanted = Signal(object)
    """The id of the organisation for which somebody wants to fill in a new offer."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Angebote"))

    def build(self) -> None:
        """The table and the way to another one."""
        self.told = label("", wrap=True)
        self.new_button = Button(_("Angebot anlegen"), self.begin, "add", "clubOfferNew")
        head = row(self.told, self.new_button, margins=(12, 8, 12, 8))
        head.setStretch(0, 1)
        headings = (
            Column(_("Titel")),
            Column(_("Sparte"), 84),
            Column(_("Zeiten"), 118),
            Column(_("Frei"), 64, right=True),
        )
        nothing = _("Diese Organisation hat noch kein Angebot.")
        self.table = SmallTable("clubOffers", _("Angebote"), headings, nothing)
        self.table.opened.connect(lambda id: self.opened.emit("offer", id))
        self.table.setMinimumHeight(theme.px(120))
        foot = row(label(_("Eingabetaste öffnet das Angebot"), "small"), None, margins=(10, 3, 10, 3))
        self.fill(head, self.table, line(), foot)

    def show_record(self, record: Entity) -> None:
        """Read the organisation's offers."""
        super().show_record(record)
        id = record.id

        def load(session: Any) -> dict[int, tuple[Any, ...]]:
            shown = ("caption", "sector", "times", "free", "valid_to")
            query = Query(Offer, where={"organisation_id": id}, shown=shown)
            ids = query.ids(session)
            rows = query.rows(session, ids)
            return {id: rows[id] for id in ids}

        self.read(load, self._show)

    def _show(self, found: Mapping[int, tuple[Any, ...]]) -> None:
        specs, lines = columns(Offer), []
        for id, (caption, sector, times, free, ends) in found.items():
            over = bool(ends and ends < today())
            shown = Shown(_("beendet"), "quiet") if over else show_free(free)
            cells = (
                Item.of(caption, muted=over),
                Item.of(specs["sector"].show(sector), muted=True),
                Item.of(specs["times"].show(times), muted=True),
                Item.of(shown.text, shown.state),
            )
            lines.append(Line(cells, id))
        self.table.show_lines(lines)
        self.told.setText(plural(len(found), _("1 Angebot"), _("{n} Angebote")))
        self.tallied.emit(len(found))

    def begin(self) -> None:
        """Ask the page of offers for a new one of this organisation."""
        if self.record is not None:
            self.wanted.emit(self.record.id)


class OfferPage(ListPage):
    """All offers of all organisations and of the public."""

    opened = Signal(str, object)
    """Another record that should be shown: its table and id."""

    tables = ("organisation", "placement")
    icon = "calendar"
    purpose = N_("Hier stehen alle Angebote der Vereine und Organisationen mit Zeiten, Plätzen und für wen sie sind.")
    shares = (690, 430)
    widths = {"caption": 150, "provider": 130, "sector": 84, "city": 104, "times": 100, "free_places": 92}

    def __init__(self, context: Context) -> None:
        self.club_id: int | None = None
        super().__init__(context, Offer)

    def columns(self) -> tuple[str, ...]:
        """Free places come as a column of their own that can say „fehlt“."""
        return ("caption", "provider", "sector", "city", "times")

    def extras(self) -> Sequence[Extra]:
        """How many places are left."""
        return [Extra("free_places", N_("Freie Plätze"), free_places, show_free)]

    def detail_tabs(self) -> Iterable[DetailTab]:
        """The offer itself and its history."""
        return [FormTab(self.context, Offer, _("Angebot")), HistoryTab(self.context, Offer)]

    def new_record(self, session: Any) -> Entity:  # noqa: ARG002
        """An offer of the organisation from which somebody came here, if so."""
        return Offer(organisation_id=self.club_id)

    def new_of(self, club_id: int) -> None:
        """Fill in a new offer of one organisation."""
        self.club_id = club_id
        self.new()
        self.club_id = None

    def subtitle(self, record: Entity) -> str:
        """Where and when."""
        assert isinstance(record, Offer)
        valid = period(record.valid_from, record.valid_to)
        return " · ".join(filter(None, (record.city, str(record.times or ""), valid)))

    def badges(self, record: Entity) -> Sequence[Fact]:
        """Sector, and for whom it is."""
        assert isinstance(record, Offer)
        specs = columns(Offer)
        facts = [Fact(specs["sector"].show(record.sector))] if record.sector else []
        if record.open_to != OpenTo.ALL:
            facts.append(Fact(specs["open_to"].show(record.open_to)))
        if record.childcare or record.with_children:
            facts.append(Fact(_("Kinderbetreuung") if record.childcare else _("auch mit Kindern")))
        return facts
