"""The path of one person: from first contact to work on one page, with results, German and social ties below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from app.core.progress import Progress
from app.core.text import _, plural
from app.models.base import Entity
from app.services.path import Path, path
from app.ui.context import Context
from app.ui.pages.detail_tab import DetailTab
from app.ui.pages.file_export import FileExport
from app.ui.pages.person.path_cards import GermanCard, ResultCard, TiesCard
from app.ui.pages.person.path_lanes import Lanes
from app.ui.widgets.basics import column, label, plain, row
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.side_by_side import SideBySide, scrolling

if TYPE_CHECKING:
    from app.reports.pdf.output import Target


class PathTab(DetailTab):
    """The lanes and three cards; everything in it opens the record behind it."""

    opened = Signal(str, object)
    """Table and id of a record that somebody wants to see."""
    tables = (
        "note", "role", "participation", "project", "pair", "pair_meeting", "enrolment", "course", "course_session",
        "attendance", "placement", "organisation", "language_skill", "household",
    )  # fmt: skip

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Weg"))
        self.path: Path | None = None

    def build(self) -> None:
        """The line above, lanes, cards."""
        self.files = FileExport(self, self.context, _("Weg"))
        self.told = label("", "muted", wrap=True)
        self.print_button = Button(_("Weg drucken"), self.print_path, "print", "pathPrint", small=True)
        self.lanes, self.results, self.german, self.ties = Lanes(), ResultCard(), GermanCard(), TiesCard()
        self.lanes.entered.connect(self.opened)
        self.results.link_clicked.connect(self._open_participation)
        picture = Card(padded=False, name="pathPicture")
        picture.body.addWidget(self.lanes)
        cards = SideBySide([(self.results, 1), (self.german, 1), (self.ties, 1)], (0, 0, 0, 0))
        head = row(self.told, self.print_button, spacing=12)
        head.setStretch(0, 1)
        inside = column(head, picture, cards, None, spacing=10, margins=(14, 10, 14, 12))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolling(plain(inside)))

    def show_record(self, record: Entity) -> None:
        """Read the path of a person."""
        super().show_record(record)
        id = record.id
        self.read(lambda session: path(session, id), self.show_path, key="path")

    def show_path(self, found: Path) -> None:
        """Show what was read."""
        self.path = found
        count = len(found.stretches)
        self.told.setText(
            plural(
                count, _("1 Eintrag · Die Eingabetaste öffnet ihn."), _("{n} Einträge · Die Eingabetaste öffnet sie.")
            )
            if count
            else _("Noch ist nichts erfasst: kein Erstkontakt, kein Projekt, kein Tandem, keine Schulung.")
        )
        self.lanes.show_path(found)
        self.results.show_results(found.results)
        self.german.show_languages(found)
        self.ties.show_ties(found)

    def _open_participation(self) -> None:
        ids = [one.record_id for one in self.path.stretches if one.table == "participation"] if self.path else []
        if ids:
            self.opened.emit("participation", ids[-1])

    # ---------------------------------------------------------------- paper

    def print_path(self) -> None:
        """Make the page for the talk and show it before it is saved or printed."""
        if self.record is None or self.path is None:
            return
        db, id = self.context.db, self.record.id

        def write(target: Target, progress: Progress) -> object:
            from app.reports.path_sheet import build

            return build(db, id, target, progress)

        self.files.title = _("Weg_{name}").format(name=self.path.name.replace(" ", "_"))
        self.files.pdf(write)
