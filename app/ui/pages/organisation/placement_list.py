"""All placements over everything, and one of them: what it is, its way through the stages, its history."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Signal

from app.core.clock import today
from app.core.text import N_, _, show
from app.models import Organisation, Placement
from app.models.base import Entity
from app.models.fields import Field, fields
from app.models.placement import PlacementState
from app.models.work import Work
from app.services import placement_rows, placements
from app.services.placement_rows import PlacementRow
from app.services.placements import MONTHS
from app.ui import theme
from app.ui.context import Context
from app.ui.pages.detail import Fact, Header
from app.ui.pages.detail_tab import DetailTab
from app.ui.pages.history_tab import HistoryTab
from app.ui.pages.list_page import ListPage
from app.ui.pages.organisation.placement_actions import PlacementActions
from app.ui.pages.organisation.placement_lines import follow_up_item, stage, when
from app.ui.pages.organisation.placements import HIDDEN_WORD, STATES
from app.ui.pages.small_table import SmallTable
from app.ui.pages.tabs import FormTab
from app.ui.rows import Column, Item, Line
from app.ui.table import Extra, Shown
from app.ui.widgets.basics import line, row
from app.ui.widgets.table import Cell

ABOUT = ("person_id", "organisation_id", "offer_id", "kind", "assistant_id", "project_id", "notes")
BEGINNING = ("state", "started")
"""Asked only once; later stages come one after the other, by their buttons."""
PROTECTED = frozenset({"organisation_id", "offer_id"})


class PlacementForm(FormTab):
    """Who, where and how; stages are changed on the tab beside."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, Placement, _("Vermittlung"))
        self._sensitive = False
        self.banner.link_clicked.connect(self._uncover)

    def build(self) -> None:
        """The form without the days, which follow from the stages."""
        declared = fields(Placement)
        # What is protected is covered by itself, not put under a heading of its own.
        asked = {name: replace(declared[name], sensitive=False) for name in (*ABOUT, *BEGINNING)}
        stages = tuple((one.value, one.label) for one in STATES)
        asked["state"] = Field(N_("Stand"), name="state", options=stages, required=True)
        self.use_form(asked)

    def show_record(self, record: Entity) -> None:
        """Show what the placement is about; a religious community only to who asks."""
        fresh = self.record is None or self.record.id != record.id
        super().show_record(record)
        assert isinstance(record, Placement)
        if fresh and not self.editing and record.organisation_id:
            self._cover(True)
            id = record.organisation_id
            self.read(lambda session: session.get(Organisation, id), self._judge)

    def show_new(self, record: Entity) -> None:
        """Ask for the stage, too."""
        super().show_new(record)
        self._cover(False)
        self.form.show_only((*ABOUT, *BEGINNING))

    def _judge(self, club: Organisation | None) -> None:
        self._sensitive = bool(club and club.sensitive)
        self._cover(self._sensitive)
        if self._sensitive:
            self.tell("info", _(HIDDEN_WORD), _("Geschützt:"), _("Trotzdem anzeigen"))

    def _cover(self, on: bool) -> None:
        self.form.show_only([name for name in ABOUT if not (on and name in PROTECTED)])

    def _uncover(self) -> None:
        if self._sensitive:
            self.tell("info", "")
            self._cover(False)

    def work(self, values: dict[str, Any]) -> tuple[str, Callable[[Work], object]]:
        """Begin a placement, or store what was changed in the one shown."""
        record = self.record
        assert isinstance(record, Placement)
        if self.new:
            state, started = values["state"], values["started"]
            given = {"id": record.id} | {name: values[name] for name in ABOUT}
            return _("Vermittlung anlegen"), lambda work: placements.begin(work, given, state, started)
        typed = {name: values[name] for name in self.form.changed_names() if name in ABOUT}

        def change(work: Work) -> None:
            found = work.get(Placement, record.id, record.version)
            if "assistant_id" in typed:
                placements.accompany(work, record.id, typed.pop("assistant_id"))
            work.update(found, typed)

        return _("Vermittlung ändern"), change


class WayTab(DetailTab):
    """The stages with their days, the two answers, and what can be done next."""

    eager = True
    tables = ("placement",)

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Weg"))
        self.row: PlacementRow | None = None

    def build(self) -> None:
        """A small table and the deeds."""
        self.table = SmallTable(
            "placementWay", _("Weg"), (Column(_("Stand"), 190), Column(_("Tag"))), _("Noch kein Tag.")
        )
        self.deeds = PlacementActions(self.context, lambda: self.row, "placementWay")
        self.table.setMinimumHeight(theme.px(110))
        self.fill(self.table, line(), row(self.deeds, margins=(10, 5, 10, 5)))

    def show_record(self, record: Entity) -> None:
        """Read the placement with everything around it."""
        super().show_record(record)
        assert isinstance(record, Placement)
        self.read(lambda session: placement_rows.of_ids(session, [record.id]).get(record.id), self._show)

    def _show(self, found: PlacementRow | None) -> None:
        self.row, record = found, self.record
        assert isinstance(record, Placement)
        names = ("proposed", "asked", "trial", "started", "ended")
        days = [(fields(Placement)[name].label, getattr(record, name)) for name in names]
        lines = [Line((Item.of(_(label), muted=True), Item.of(_day(day, label, record)))) for label, day in days if day]
        for one in found.follow_ups if found and record.started else ():
            label = Item.of(_("Noch dabei nach {n} Monaten").format(n=one.months), muted=True)
            lines.append(Line((label, follow_up_item(one))))
        self.table.show_lines(lines)
        self.deeds.follow()


def _day(day: date, label: str, record: Placement) -> str:
    extra = ""
    if day == record.trial and record.trial_time and label == fields(Placement)["trial"].label:
        extra = _(", {time} Uhr").format(time=show(record.trial_time))
    elif day == record.ended and record.end_reason and label == fields(Placement)["ended"].label:
        extra = f" · {record.end_reason}"
    return show(day) + extra


class PlacementPage(ListPage):
    """All placements; religious communities are called „Geschützt“ here."""

    opened = Signal(str, object)
    """Another record that should be shown: its table and id."""

    tables = ("person", "organisation", "offer")
    icon = "mentoring"
    purpose = N_("Hier steht, wer in welchen Verein oder Betrieb vermittelt ist, von der Idee bis „noch dabei“.")
    shares = (690, 430)
    widths = {"person_name": 130, "organisation_name": 134, "state": 144, "after3": 120, "after6": 120}

    def __init__(self, context: Context) -> None:
        super().__init__(context, Placement)

    def columns(self) -> tuple[str, ...]:
        """Who is where."""
        return ("person_name", "organisation_name", "state")

    def extras(self) -> Sequence[Extra]:
        """The two answers, or when they are asked for."""
        return [self._follow_up(number, months) for number, months in enumerate(MONTHS)]

    def _follow_up(self, number: int, months: int) -> Extra:
        def load(session: Any, ids: Sequence[int]) -> Mapping[int, Any]:
            return {id: one.follow_ups[number] for id, one in placement_rows.of_ids(session, ids).items()}

        def shown(found: Any) -> Shown:
            item = follow_up_item(found) if found else Item("–")
            return Shown(item.text, item.looks.get(int(Cell.STATE), "" if found and found.due else "quiet"))

        return Extra(f"after{months}", _("nach {n} Monaten").format(n=months), load, shown)

    def detail_tabs(self) -> Iterable[DetailTab]:
        """What it is, its way, its history."""
        return [PlacementForm(self.context), WayTab(self.context), HistoryTab(self.context, Placement)]

    def new_record(self, session: Any) -> Entity:  # noqa: ARG002
        """A proposal of today in the project of the moment."""
        return Placement(project_id=self.context.project_id, proposed=today())

    def header(self, session: Any, record: Entity) -> Header:
        """Who, where, how far."""
        assert isinstance(record, Placement)
        found = placement_rows.of_ids(session, [record.id])[record.id].hidden()
        facts = [Fact(stage(found), "warn" if found.state == PlacementState.ASKED else "")]
        if said := when(found):
            facts.append(Fact(said))
        if found.assistant:
            facts.append(Fact(_("mit {who}").format(who=found.assistant)))
        return Header(found.person, " · ".join(filter(None, (found.organisation, found.offer))), tuple(facts))
