"""Notes about a person, and the line that takes one like a log: day, kind, text, Enter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from app.core.clock import today
from app.core.errors import Invalid
from app.core.text import N_, _, show
from app.models import Note
from app.models.base import Entity
from app.models.fields import fields
from app.models.note import NoteKind
from app.models.work import Work
from app.services.people import notes
from app.ui import theme
from app.ui.context import Context
from app.ui.editors import LineEditor
from app.ui.pages.detail_tab import Ended, nothing
from app.ui.pages.records_tab import RecordsTab
from app.ui.rows import Column, Item, Line
from app.ui.widgets.basics import column, named, row
from app.ui.widgets.buttons import Button
from app.ui.widgets.status import StatusText

KINDS = NoteKind.options()


class QuickNote(QWidget):
    """One line; Enter saves and empties the text, day and kind stay for the next one."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.person: Entity | None = None
        self._saving = False
        self.day = LineEditor(fields(Note)["day"])
        self.kind = QComboBox()
        for code, text in KINDS:
            self.kind.addItem(_(text), code)
        self.kind.setCurrentIndex(self.kind.findData(NoteKind.TALK.value))
        self.text = QLineEdit(placeholderText=_("Was war? Eingabetaste speichert"))
        self.button = Button(_("Notieren"), self.save, name="saveNote")
        self.wrong = StatusText("wrong", "", small=True)
        self.wrong.hide()
        self.day.describe(_("Tag der Notiz"), "")
        self.day.field.setObjectName("noteDay")
        named(self.kind, _("Art der Notiz"), "noteKind")
        named(self.text, _("Text der Notiz"), "noteText")
        for part in (self.text, self.day.line):
            part.returnPressed.connect(self.save)
        line = row(self.day, self.kind, self.text, self.button)
        line.setStretch(2, 1)
        self.setLayout(column(line, self.wrong, spacing=3, margins=(14, 8, 14, 8)))
        self._fit()
        theme.notifier().changed.connect(self._fit)

    def _fit(self) -> None:
        self.day.field.setFixedWidth(theme.px(118))
        self.kind.setFixedWidth(theme.px(118))

    def show_person(self, person: Entity) -> None:
        """Take notes about PERSON; what was typed about another one is not hers."""
        if self.person is None or self.person.id != person.id:
            self.text.clear()
            self.day.put(today())
            self._complain("")
        self.person = person

    def save(self, ended: Ended = nothing) -> None:
        """Store the note."""
        person, text = self.person, self.text.text().strip()
        if person is None or self._saving:
            return
        try:
            day = self.day.value()
        except ValueError as error:
            self._failed(Invalid({"day": str(error)}), ended)
            return
        values = {"person_id": person.id, "day": day, "kind": self.kind.currentData(), "text": text}

        def add(work: Work) -> None:
            work.add(Note(**values))

        self._saving = True
        self.context.do(
            _("Notiz hinzufügen"), add, self, lambda: self._saved(ended), lambda error: self._failed(error, ended)
        )

    def _saved(self, ended: Ended) -> None:
        self._saving = False
        self._complain("")
        self.text.clear()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)
        ended(True)

    def _failed(self, error: BaseException, ended: Ended) -> None:
        self._saving = False
        if isinstance(error, Invalid):
            self._complain(" ".join(error.problems.values()))
        else:
            self.context.tell(error)
        ended(False)

    def _complain(self, sentence: str) -> None:
        self.wrong.show_state("wrong", sentence)
        self.wrong.setVisible(bool(sentence))


class NotesTab(RecordsTab):
    """All notes, to read whole and to correct."""

    entity = Note
    table_columns = (Column(N_("Tag"), 96), Column(N_("Art"), 110), Column(N_("Text")))
    nothing = N_("Noch keine Notiz. Unter „Zeitstrahl“ lässt sich schnell eine schreiben.")
    asked = ("day", "kind", "text")

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Notizen"))

    def load(self, session: Any, owner: int) -> Sequence[Any]:
        """The notes about the person."""
        return notes(session, owner)

    def line(self, record: Any) -> Line:
        """'12.11.2026 · Telefonat · …'."""
        text = " ".join(record.text.split())
        kind = _(dict(KINDS).get(record.kind, record.kind))
        return Line((Item.of(show(record.day), muted=True), Item.of(kind, muted=True), Item.of(text)), record.id)

    def fresh(self) -> dict[str, Any]:
        """Today."""
        return {"day": today(), "kind": NoteKind.OTHER.value}
