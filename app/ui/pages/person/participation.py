"""The questions of the funding programme as they were answered at entry, and taking a person into a project."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.clock import today
from app.core.errors import Invalid
from app.core.text import N_, _, plural
from app.models import Participation, Person
from app.models.base import Entity
from app.models.fields import Field, fields
from app.models.work import Work
from app.services.dossier import Admission, admission, known_at_entry, open_projects
from app.services.participations import admit
from app.services.programme import NO_ANSWER, Question
from app.ui.context import Context
from app.ui.form import SENSITIVE, Form
from app.ui.pages.tabs import EditTab
from app.ui.widgets.basics import label, row
from app.ui.widgets.buttons import PrimaryButton
from app.ui.widgets.side_by_side import scrolling

ENTRY = "entry"
MISSING = N_("Fehlt. Ohne diese Angabe zählt {name} nicht im {report}.")
DECLINED = N_("„Keine Angabe“ genügt hier nicht. So zählt {name} nicht im {report}.")


class ParticipationTab(EditTab):
    """One participation: entry, answers, what is missing and what that costs."""

    eager = True
    tables = ("participation", "project")

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("ESF-Daten"))
        self.editable = False
        self.admission: Admission | None = None
        self._programme = ""

    def build(self) -> None:
        """The way into a project, for whoever takes part in none; the form waits for its programme."""
        self.admit_panel = AdmitPanel(self.context, self)
        self._admit_area = scrolling(self.admit_panel)
        self._admit_area.hide()
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addWidget(self._admit_area, 1)

    def show_record(self, record: Entity) -> None:
        """Read the person's participation, unless it is just being edited."""
        if self.editing and self.record is not None and self.record.id == record.id:
            return
        super().show_record(record)
        assert isinstance(record, Person)
        person = record
        self.read(lambda session: (admission(session, person), list(open_projects(session))), self._show)

    def _show(self, found: tuple[Admission | None, list[tuple[int, str]]]) -> None:
        self.admission, projects = found
        self.editable = self.admission is not None
        self.area.setVisible(self.editable)
        self._admit_area.setVisible(not self.editable)
        if self.admission is None:
            self.tell("info", "")
            self.noted.emit(0)
            self.admit_panel.offer(projects)
        else:
            self._load(self.admission)
        self.editing_changed.emit()

    def _load(self, found: Admission) -> None:
        if found.programme.id != self._programme:
            self._use(found)
        self.form.edit(False)
        self.form.load({ENTRY: found.participation.entry} | dict.fromkeys(self.form.fields) | self._stored(found))
        self._judge()

    def _stored(self, found: Admission) -> dict[str, Any]:
        return {ENTRY: found.participation.entry, **(found.participation.answers or {})}

    def _use(self, found: Admission) -> None:
        """Make the form that asks this programme's questions."""
        self._programme = found.programme.id
        questions = {field.name: field for field in found.programme.form_fields("entry")}
        entry = fields(Participation)[ENTRY]
        starred = [question.key for question in found.programme.questions if question.required]
        law = found.programme.terms.legal_basis.get("special", "")
        notes = {SENSITIVE: _("Rechtsgrundlage: {law}").format(law=law)} if law else {}
        self.use_form({ENTRY: entry, **questions}, starred, notes)
        self.form.changed.connect(self._judge)

    def _answers(self) -> dict[str, Any]:
        """What is stored, with what stands in the form just now."""
        assert self.admission
        now = {**(self.admission.participation.answers or {}), **self.form.readable_values()}
        return {key: value for key, value in now.items() if key != ENTRY and value is not None}

    def _judge(self) -> None:
        """Say what is missing after the answers of the moment, and which questions arise."""
        found, person = self.admission, self.record
        if found is None or not isinstance(person, Person):
            return
        entry = self.form.readable_values().get(ENTRY) or found.participation.entry
        answers, programme = self._answers(), found.programme
        known = known_at_entry(programme, person, entry, answers)
        asked = [q for q in programme.questions if q.key in self.form.fields]
        self.form.show_only([ENTRY, *(q.key for q in asked if programme.arises(q, answers, known))])
        open_ = programme.missing(answers, known)
        self.form.mark_missing({q.key: self._sentence(q, answers, person) for q in open_})
        age = known[programme.position["age"]]
        self.form.set_aside(ENTRY, "" if age is None else _("Alter beim Eintritt: {n} Jahre").format(n=age))
        self._tell_missing(open_)
        self.noted.emit(len(open_))

    def _sentence(self, question: Question, answers: Mapping[str, Any], person: Person) -> str:
        assert self.admission
        sentence = DECLINED if answers.get(question.key) == NO_ANSWER else MISSING
        report = _("{programme}-Bericht").format(programme=self.admission.programme.short.rstrip("+"))
        return _(sentence).format(name=person.full_name, report=report)

    def _tell_missing(self, open_: list[Question]) -> None:
        if not open_:
            self.tell("info", "")
            return
        lead = plural(len(open_), _("1 Pflichtangabe fehlt:"), _("{n} Pflichtangaben fehlen:"))
        link = _("Nächstes Feld (F8)") if self.form.noted() else ""
        self.tell("warn", ", ".join(question.column for question in open_), lead, link)

    def discard(self) -> None:
        """Show again what is stored."""
        super().discard()
        if self.admission:
            self._judge()

    def work(self, values: dict[str, Any]) -> tuple[str, Callable[[Work], object]]:
        """Store entry and answers; a question that was not answered has no answer."""
        assert self.admission
        stored, entry = self.admission.participation, values.get(ENTRY)
        if entry is None:
            raise Invalid({ENTRY: _("Eintrittsdatum fehlt.")})
        answers = self._answers()

        def change(work: Work) -> None:
            current = work.get(Participation, stored.id, stored.version)
            work.update(current, {ENTRY: entry, "answers": answers})

        return _("ESF-Daten ändern"), change


class AdmitPanel(QWidget):
    """Takes a person into a project."""

    def __init__(self, context: Context, tab: ParticipationTab) -> None:
        super().__init__()
        self.setProperty("plain", "true")
        self.context, self._tab = context, tab
        self.form = Form(self._fields(()))
        self.button = PrimaryButton(_("Aufnehmen"), self.admit, "add", "admit")
        self._place = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 14, 0, 14)
        column.setSpacing(6)
        title, text = (
            label(_("Noch nicht aufgenommen"), "section"),
            _("Mit der Aufnahme bekommt diese Person eine Teilnehmernummer und die Fragen des Förderprogramms."),
        )
        column.addLayout(row(title, None, margins=(14, 0, 14, 0)))
        column.addLayout(row(label(text, "muted", wrap=True), margins=(14, 0, 14, 0)))
        column.addLayout(self._place)
        column.addLayout(row(self.button, None, margins=(194, 0, 14, 0)))
        column.addStretch(1)

    def _fields(self, projects: tuple[tuple[str, str], ...]) -> dict[str, Field]:
        entry = Field(_("Eintrittsdatum"), name=ENTRY, kind=date, required=True)
        project = Field(_("Projekt"), name="project_id", options=projects, required=True)
        return {ENTRY: entry, "project_id": project}

    def offer(self, projects: list[tuple[int, str]]) -> None:
        """Let a person choose one of these projects."""
        self._place.removeWidget(self.form)
        self.form.deleteLater()
        options = tuple((str(id), caption) for id, caption in projects)
        self.form = Form(self._fields(options))
        self._place.addWidget(self.form)
        self.form.load({ENTRY: today(), "project_id": options[0][0] if options else None})
        self.form.edit()
        self.button.setEnabled(bool(options))

    def admit(self) -> None:
        """Take the person into the chosen project."""
        person = self._tab.record
        assert person is not None
        values = self.form.checked_values()
        if values is None:
            return

        def action(work: Work) -> None:
            admit(work, person.id, int(values["project_id"]), values[ENTRY])

        self.context.do(_("Person aufnehmen"), action, self, failed=self._failed)

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, Invalid):
            if rest := self.form.complain(error.problems):
                self._tab.tell("err", " ".join(rest))
        else:
            self.context.tell(error)
