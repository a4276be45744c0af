"""The list of what is due: what is to be done, about whom, until when; also as a table for a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent

from app.core.text import _, plural, show
from app.models.fields import Choice
from app.services.agenda import AHEAD_DAYS, DueKind
from app.services.due import Due
from app.services.due_people import DueKind as PeopleDue
from app.services.organisation_agenda import OrganisationDue
from app.services.pair_due import PairDueKind
from app.services.retention import RetentionDue
from app.ui import theme
from app.ui.rows import Column, Item, Line, Lines, RowsView

if TYPE_CHECKING:
    from app.reports.small_tables import Tables

KINDS: dict[str, tuple[Choice, str, str, str]] = {
    PeopleDue.ENTRY: (PeopleDue.ENTRY, _("Eintrittsdaten erfassen"), "entry", _("Erfassen")),
    PeopleDue.EXIT: (PeopleDue.EXIT, _("Austrittsdaten erfassen"), "exit", _("Erfassen")),
    PeopleDue.FOLLOW_UP: (PeopleDue.FOLLOW_UP, _("Nachbefragung 6 Monate"), "calendar", _("Erfassen")),
    PeopleDue.PRIVACY: (PeopleDue.PRIVACY, _("Unterschrift Datenschutz"), "edit", _("Öffnen")),
    PeopleDue.POLICE: (PeopleDue.POLICE, _("Führungszeugnis prüfen"), "certificate", _("Öffnen")),
    PeopleDue.DOCUMENT: (PeopleDue.DOCUMENT, _("Nachweis erneuern"), "file", _("Öffnen")),
    PeopleDue.TASK: (PeopleDue.TASK, _("Wiedervorlage"), "due", _("Erledigt")),
    PairDueKind.MEETING: (PairDueKind.MEETING, _("Treffen nachfragen"), "mentoring", _("Anfragen")),
    PairDueKind.INTRODUCTION: (PairDueKind.INTRODUCTION, _("Kennenlernen abschließen"), "mentoring", _("Öffnen")),
    PairDueKind.REVIEW: (PairDueKind.REVIEW, _("Ziele prüfen"), "mentoring", _("Öffnen")),
    OrganisationDue.STILL_THERE: (OrganisationDue.STILL_THERE, _("Noch dabei?"), "organisation", _("Anfragen")),
    OrganisationDue.QUALIFICATION: (OrganisationDue.QUALIFICATION, _("Qualifikation erneuern"), "course", _("Öffnen")),
    RetentionDue.OVER: (RetentionDue.OVER, _("Personen anonymisieren"), "history", _("Öffnen")),
    DueKind.ATTENDANCE: (DueKind.ATTENDANCE, _("Anwesenheit eintragen"), "tasks", _("Eintragen")),
    DueKind.CERTIFICATE: (DueKind.CERTIFICATE, _("Bescheinigungen"), "print", _("Drucken")),
}
"""Per kind of work: its chip, what is to be done, its icon, and the verb that does it."""
OCCASION, NARROW = 2, 640
"""The column that folds, and below which width."""
DEADLINE = 3


def urgency(due: Due) -> tuple[str, str]:
    """State and words of a deadline: 'seit 6 Tagen', 'heute', 'in 4 Tagen'."""
    if due.days < 0:
        return "overdue", plural(-due.days, _("seit 1 Tag"), _("seit {n} Tagen"))
    if due.days == 0:
        return "today", _("heute")
    return "later", plural(due.days, _("morgen"), _("in {n} Tagen"))


def summary(due: Sequence[Due]) -> str:
    """How urgent they are together: '3 überfällig · 2 heute · 9 in den nächsten 14 Tagen'."""
    late, now = sum(one.days < 0 for one in due), sum(one.days == 0 for one in due)
    told = _("{late} überfällig · {now} heute · {ahead} in den nächsten {days} Tagen")
    return told.format(late=late, now=now, ahead=len(due) - late - now, days=AHEAD_DAYS)


class DueTable(RowsView):
    """The list of what is due; Enter, double click or the link opens the record, the space bar ticks off a task."""

    ticked = Signal(object)
    """Something due that somebody has done."""

    def __init__(self) -> None:
        headings = (_("Aufgabe"), 184), (_("Wer"), 0), (_("Anlass"), 126), (_("Frist"), 82), (_("Stand"), 134), ("", 76)
        super().__init__([Column(text, width) for text, width in headings], "dueTable", _("Heute fällig"))
        self.listed: Sequence[Due] = ()
        self.setMinimumHeight(theme.px(180))
        self.clicked.connect(lambda index: self.open(index) if index.column() == len(headings) - 1 else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The space bar says that it is done."""
        if event.key() == Qt.Key.Key_Space and (due := self.key()) is not None:
            self.ticked.emit(due)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the deadline says enough."""
        self.setColumnHidden(OCCASION, event.size().width() < theme.px(NARROW))
        super().resizeEvent(event)

    def show_due(self, found: Sequence[Due]) -> None:
        """Show these, the most urgent first."""
        self.listed = found
        self.rows.show(Lines(found, self._line))
        if found:
            self.selectRow(0)

    def _line(self, due: Due) -> Line:
        _chip, what, icon, deed = KINDS[due.kind]
        state, words = urgency(due)
        cells = (
            Item.of(what, icon=icon),
            Item.of(due.who),
            Item.of(due.occasion, muted=True),
            Item.of(show(due.deadline)),
            Item.of(words, state),
            Item.of(deed, link=True),
        )
        return Line(cells, due)

    def tabulate(self, about: Sequence[str]) -> Tables:
        """What is shown, for a file that says ABOUT it."""
        from app.reports.small_tables import DAY, TEXT, Table, Tables

        *shown, _deed = self.rows.columns
        columns = [(column.label, DAY if number == DEADLINE else TEXT) for number, column in enumerate(shown)]
        rows = [(KINDS[due.kind][1], due.who, due.occasion, due.deadline, urgency(due)[1]) for due in self.listed]
        return Tables(_("Heute fällig"), about, [Table("", columns, rows)])
