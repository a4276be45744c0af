"""The person's own data, and who may be the same while somebody new is typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.core.progress import Progress
from app.core.text import _
from app.core.traits import FIELDS
from app.models import Person
from app.models.base import Entity
from app.services.dossier import Admission, admission
from app.services.duplicates import Candidate, similar
from app.services.nationality import told
from app.services.programme import Programme
from app.ui.context import Context
from app.ui.pages.tabs import FormTab
from app.ui.widgets.basics import IconLabel, label, plain, row
from app.ui.widgets.buttons import LinkButton

PAUSE = 200
"""Milliseconds without a key before the file is looked through."""
SHOWN = 3
BELOW = "family_first"
"""The last of the fields for names."""


class SimilarPanel(QFrame):
    """'Gibt es diese Person schon?' with a link to everybody it may be; hidden while it may be nobody."""

    chosen = Signal(object)
    """The id of a person whom somebody wants to see."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("similarPeople")
        self.setAccessibleName(_("Gibt es diese Person schon?"))
        self.setProperty("plain", "true")
        self.candidates: tuple[Candidate, ...] = ()
        self.links: list[LinkButton] = []
        self._rows: list[QWidget] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 8, 0, 8)
        self._layout.setSpacing(4)
        self._layout.addLayout(row(IconLabel("people", "info"), label(self.accessibleName(), "strong"), None))
        self.hide()

    def show_candidates(self, candidates: Sequence[Candidate]) -> None:
        """Show these people, or hide where there are none."""
        if tuple(candidates) == self.candidates:
            return
        self.candidates = tuple(candidates)
        for old in self._rows:
            old.hide()
            old.deleteLater()
        self.links = [self._link(one) for one in candidates]
        self._rows = []
        for link, one in zip(self.links, candidates, strict=True):
            line = row(link, spacing=10)
            line.addWidget(label(" · ".join(filter(None, (one.details, *one.reasons))), "small", wrap=True), 1)
            self._rows.append(plain(line))
            self._layout.addWidget(self._rows[-1])
        self.setAccessibleDescription("; ".join(one.caption for one in candidates))
        self.setVisible(bool(candidates))

    def _link(self, candidate: Candidate) -> LinkButton:
        link = LinkButton(
            candidate.caption.replace("&", "&&"), lambda: self.chosen.emit(candidate.id), f"similar:{candidate.id}"
        )
        link.setToolTip(_("Diese Person ansehen"))
        return link


class OwnDataTab(FormTab):
    """The fields of a person; while a new one is typed, people who may be the same are shown."""

    person_wanted = Signal(object)
    """The id of a person who may be the same."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, Person, _("Stammdaten"))
        self._programme: Programme | None = None
        self.panel = SimilarPanel()
        self.panel.chosen.connect(self.person_wanted)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._look)
        self.editing_changed.connect(self._end)

    def build(self) -> None:
        """The form, with the people who may be the same below the names."""
        self.panel.setParent(None)  # it stays when the form around it is another
        super().build()
        self.form.put_below(BELOW, self.panel)
        self.form.changed.connect(self._pause.start)
        self.form.changed.connect(self._tell_class)

    def show_record(self, record: Entity) -> None:
        """Show the record's fields and nobody else."""
        super().show_record(record)
        self._end()
        assert isinstance(record, Person)
        person, self._programme = record, None
        self._tell_class()
        if not person.nationality and not person.second_nationality:
            return
        self.read(lambda session: admission(session, person), self._count, key="programme")

    def _count(self, found: Admission | None) -> None:
        """Know by which programme the person counts."""
        self._programme = found.programme if found else None
        self._tell_class()

    def _tell_class(self) -> None:
        """Say beside the field what follows from the nationalities."""
        now = self.form.readable_values()
        self.form.set_aside("nationality", told(now["nationality"], now["second_nationality"], self._programme))

    def _end(self) -> None:
        if not self.new:
            self._pause.stop()
            self.context.tasks.cancel(self, "similar")
            self.panel.show_candidates(())

    def _look(self) -> None:
        """Look through the file for what was typed so far."""
        typed = {name: value for name, value in self.form.readable_values().items() if name in FIELDS}

        def load(_progress: Progress) -> list[Candidate]:
            with self.context.db.read() as session:
                return similar(session, typed, SHOWN)

        def show(found: list[Candidate]) -> None:
            self.panel.show_candidates(found if self.new else ())

        if self.new:
            self.context.tasks.run(load, show, self, key="similar", quiet=True)
