"""Everything that happened to a person, of every module, as one list that leads to each record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout

from app.core.clock import today
from app.core.text import _, day_and_date
from app.models.base import Entity
from app.services.timeline import Event, Kind, timeline
from app.ui.context import Context
from app.ui.pages.detail_tab import DetailTab, Ended, nothing
from app.ui.pages.person.notes import QuickNote
from app.ui.pages.small_table import SmallTable
from app.ui.rows import Column, Item, Line
from app.ui.widgets.basics import empty, line, named, plain, row
from app.ui.widgets.buttons import Button
from app.ui.widgets.flow import FlowLayout

ICONS = {
    Kind.PROJECT: "finance",
    Kind.MENTORING: "mentoring",
    Kind.TRAINING: "course",
    Kind.PLACEMENT: "organisation",
    Kind.NOTE: "edit",
    Kind.TASK: "due",
    Kind.PROOF: "ok",
}


class KindChip(Button):
    """Shows one kind of event when it is pressed; with none pressed all are shown."""

    kind = "chip"

    def __init__(self, kind: Kind, count: int) -> None:
        super().__init__(f"{_(kind.label)} {count}", name=f"kind:{kind.value}", small=True)
        self.setCheckable(True)


class TimelineTab(DetailTab):
    """A line for a new note, chips for the kinds, and the list; Enter opens the record behind a line."""

    part_wanted = Signal(str, object)
    """Table and id of the record behind a line."""
    tables = (
        "note", "task", "role", "participation", "enrolment", "attendance", "certificate", "qualification", "pair",
        "pair_meeting", "placement", "document", "consent", "language_skill",
    )  # fmt: skip

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Zeitstrahl"))
        self.events: Sequence[Event] = ()
        self.chips: dict[Kind, QPushButton] = {}
        self.kinds: set[Kind] = set()

    def build(self) -> None:
        """The quick note above chips and table."""
        self.quick = QuickNote(self.context)
        self.quick.text.textChanged.connect(self._typed)
        columns = (Column(_("Tag"), 92), Column(_("Art"), 124), Column(_("Was war und was ansteht")))
        said = _("Hier steht, was mit dieser Person war und ansteht. Noch gibt es nichts.")
        self.table = SmallTable("timeline", _("Zeitstrahl"), columns, said)
        self.table.opened.connect(lambda key: self.part_wanted.emit(*key))
        self._flow = FlowLayout(spacing=6)
        self._chip_row = plain(row(self._flow, margins=(14, 6, 14, 6)))
        named(self._chip_row, _("Arten von Einträgen"), "timelineKinds")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.quick)
        layout.addWidget(line())
        layout.addWidget(self._chip_row)
        layout.addWidget(self.table, 1)

    def show_record(self, record: Entity) -> None:
        """Read the person's timeline."""
        super().show_record(record)
        self.quick.show_person(record)
        id = record.id
        self.read(lambda session: timeline(session, id), self._show, key="timeline")

    def _typed(self, text: str) -> None:
        """A note that was typed must not get lost when somebody goes on."""
        if self.editing != bool(text.strip()):
            self.editing = not self.editing
            self.editing_changed.emit()

    def is_changed(self) -> bool:
        """Whether a note was typed and not saved."""
        return self.editing

    def save(self, ended: Ended = nothing) -> None:
        """Save the note that was typed."""
        if self.editing:
            self.quick.save(ended)
        else:
            ended(True)

    def discard(self) -> None:
        """Forget the note that was typed."""
        if self.built:
            self.quick.text.clear()

    def _show(self, events: Sequence[Event]) -> None:
        self.events = events
        counts = Counter(event.kind for event in events)
        self.kinds &= counts.keys()
        empty(self._flow)
        self.chips = {}
        for kind in Kind:
            if counts[kind] and len(counts) > 1:
                self.chips[kind] = self._chip(kind, counts[kind])
        self._chip_row.setVisible(bool(self.chips))
        self._fill()

    def _chip(self, kind: Kind, count: int) -> QPushButton:
        chip = KindChip(kind, count)
        chip.setChecked(kind in self.kinds)
        chip.toggled.connect(lambda on: self._filter(kind, on))
        self._flow.addWidget(chip)
        return chip

    def _filter(self, kind: Kind, on: bool) -> None:
        self.kinds = self.kinds | {kind} if on else self.kinds - {kind}
        self._fill()

    def _fill(self) -> None:
        shown = [event for event in self.events if not self.kinds or event.kind in self.kinds]
        self.table.show_lines(list(_lines(shown)))


def _heading(event: Event) -> str:
    if event.day is None:
        return _("Ohne Tag")
    return _("Was ansteht") if event.day > today() else str(event.day.year)


def _lines(events: Iterable[Event]) -> Iterable[Line]:
    """The events under their years; what is still to come on top."""
    for heading, several in groupby(events, _heading):
        yield Line((Item.of(heading, strong=True),), heading=True)
        for event in several:
            ahead = event.day is not None and event.day > today()
            day = "" if event.day is None else f"{event.day:%d.%m.%Y}" if ahead else day_and_date(event.day)
            what = ": ".join(filter(None, (event.title, " ".join(event.detail.split()))))
            yield Line(
                (
                    Item.of(day, muted=True),
                    Item.of(_(event.kind.label), icon=ICONS[event.kind], muted=True),
                    Item.of(what),
                ),
                (event.table, event.id),
            )
