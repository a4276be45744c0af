"""The questions of the funding programme from entry over exit to the question after six months."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from app.core.clock import today
from app.core.errors import Invalid
from app.core.text import N_, _, parse_date, plural, show
from app.models import Participation, Person, Project
from app.models.base import Entity
from app.models.fields import Field, fields
from app.models.work import Work
from app.services import lifecycle, participations
from app.services.concerns import Concern, concerns
from app.services.dossier import Admission, admission, known_at_entry, open_projects
from app.services.participations import Unconfirmed
from app.services.programme import NO_ANSWER, REASON, STAGES, Programme, Question
from app.services.programmes import load
from app.ui import dialogs
from app.ui.context import Context
from app.ui.form import SENSITIVE
from app.ui.pages.detail_tab import Ended
from app.ui.pages.person.admission import ENTRY, AdmitPanel, confirm_unusual
from app.ui.pages.person.steps import StepBar
from app.ui.pages.tabs import EditTab
from app.ui.widgets.side_by_side import scrolling

DAYS = {"entry": ENTRY, "exit": "exit", "follow_up": "followed_up"}
"""The field with the day of each stage."""
MISSING_ENTRY = N_("Fehlt. Ohne diese Angabe zählt {name} nicht im {report}.")
MISSING_LATER = N_("Fehlt. Ohne diese Angabe fehlt {name} in den Ergebnissen.")
DECLINED = N_("„Keine Angabe“ genügt hier nicht. So zählt {name} nicht im {report}.")
UNREASONED = N_("Die Begründung fehlt. Erst mit ihr gilt „Keine Angabe möglich“.")


class ParticipationTab(EditTab):
    """One participation: entry, exit, follow-up, what is missing and what that costs."""

    eager = True
    tables = ("participation", "project", "consent")
    parts = ("participation",)

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Teilnahme"))
        self.editable = False
        self.admission: Admission | None = None
        self._programme = self._step = ""
        self._confirmed = False

    def build(self) -> None:
        """The way into a project, for whoever takes part in none; the form waits for its programme."""
        self.admit_panel = AdmitPanel(self.context, self)
        self._admit_area = scrolling(self.admit_panel)
        self._admit_area.hide()
        self.steps = StepBar(self._begin, self.reenter, self.cancel)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addWidget(self._admit_area, 1)
        layout.addWidget(self.steps)

    # ---------------------------------------------------------------- what is shown

    def show_record(self, record: Entity) -> None:
        """Read the person's participation, unless it is just being edited."""
        if self.editing and self.record is not None and self.record.id == record.id:
            return
        super().show_record(record)
        assert isinstance(record, Person)
        self.read(lambda session: _read(session, record, self.context.project_id), self._show)

    def _show(self, found: tuple[Admission | None, list[Concern], list[tuple[int, str]], str]) -> None:
        self.admission, listed, projects, programme = found
        self.editable = self.admission is not None
        self._step = ""
        self.area.setVisible(self.editable)
        self._admit_area.setVisible(not self.editable)
        self.title = _tab_title(self.admission.programme if self.admission else load(programme) if programme else None)
        self.steps.tell(listed)
        if self.admission is None:
            self.tell("info", "")
            self.noted.emit(0)
            self.admit_panel.offer(projects)
        else:
            self._load(self.admission)
        self._follow()
        self.editing_changed.emit()
        self.go_to_field()

    def _load(self, found: Admission) -> None:
        if found.programme.id != self._programme:
            self._use(found.programme)
        self.form.edit(False)
        self.form.load(dict.fromkeys(self.form.fields) | self._stored(found))
        self._judge()

    def _stored(self, found: Admission) -> dict[str, Any]:
        """What is stored, as the form shows it."""
        one, programme = found.participation, found.programme
        kept = dict(zip((q.key for q in programme.known_columns), found.known, strict=True)) | (one.answers or {})
        days = {q.key for q in programme.questions if q.kind == "date"}
        shown = {key: _as_day(value) if key in days else value for key, value in kept.items()}
        return shown | {name: getattr(one, name) for name in DAYS.values()}

    def _use(self, programme: Programme) -> None:
        """Make the form that asks this programme's questions."""
        self._programme = programme.id
        asked: dict[str, Field] = {}
        for stage in programme.stages:
            asked[DAYS[stage]] = fields(Participation)[DAYS[stage]]
            if stage == "entry" and programme.genders:
                (gender,) = programme.question("gender").form_fields()
                asked["gender"] = _at_entry(gender)
            asked |= {field.name: field for field in programme.form_fields(stage)}
        starred = [question.key for question in (*programme.questions, *programme.known_columns) if question.required]
        starred += [DAYS["exit"]]
        law = programme.terms.legal_basis.get("special", "")
        notes = {SENSITIVE: _("Rechtsgrundlage: {law}").format(law=law)} if law else {}
        entry = {ENTRY, "gender", *(field.name for field in programme.form_fields("entry"))}
        self.use_form(asked, starred, notes, later=asked.keys() - entry)
        self.form.changed.connect(self._judge)

    def _follow(self) -> None:
        if self.built:  # a page may discard everything before anybody was shown
            self.steps.follow(self.admission, editing=self.editing)

    # ---------------------------------------------------------------- what is missing

    def _shown_stages(self) -> list[str]:
        """The stages that were reached, and the one that is just being recorded."""
        assert self.admission
        one = self.admission.participation
        reached = {"entry": True, "exit": bool(one.exit), "follow_up": bool(one.followed_up)}
        return [stage for stage in self.admission.programme.stages if reached[stage] or stage == self._step]

    def _answers(self) -> dict[str, Any]:
        """What is stored, with what stands in the form just now, as it would be stored."""
        assert self.admission
        now = {**(self.admission.participation.answers or {}), **self.form.readable_values()}
        days = set(DAYS.values())
        kept = {key: value for key, value in now.items() if key not in days and value not in (None, "")}
        return {key: value.isoformat() if isinstance(value, date) else value for key, value in kept.items()}

    def _judge(self) -> None:
        """Say what is missing after the answers of the moment, and which questions arise."""
        found, person = self.admission, self.record
        if found is None or not isinstance(person, Person):
            return
        entry = self.form.readable_values().get(ENTRY) or found.participation.entry
        answers, programme = self._answers(), found.programme
        known, stages = known_at_entry(programme, person, entry, answers), self._shown_stages()
        visible = {"gender", *(DAYS[stage] for stage in stages)}
        for question in programme.questions:
            if question.stage in stages and programme.arises(question, answers, known):
                visible.add(question.key)
                if question.reasoned and answers.get(question.key) == NO_ANSWER:
                    visible.add(question.key + REASON)
        self.form.show_only(visible & self.form.fields.keys())
        open_ = [question for stage in stages for question in programme.missing(answers, known, stage)]
        self.form.mark_missing(dict(self._sentence(question, answers, person) for question in open_))
        age = known[programme.position["age"]]
        aside = [] if age is None else [_("Alter beim Eintritt: {n} Jahre").format(n=age)]
        if again := found.participation.episodes:
            aside.append(_("wieder dabei seit {day}").format(day=show(_as_day(again[-1]["again"]))))
        self.form.set_aside(ENTRY, " · ".join(aside))
        self._tell_missing(open_)
        self.noted.emit(len(open_))

    def _sentence(self, question: Question, answers: Mapping[str, Any], person: Person) -> tuple[str, str]:
        """The field that is marked, and what it says."""
        assert self.admission
        declined = answers.get(question.key) == NO_ANSWER
        if declined and question.reasoned:
            return question.key + REASON, _(UNREASONED)
        early = DECLINED if declined else MISSING_ENTRY
        sentence = MISSING_LATER if question.stage != "entry" else early
        report = _("{programme}-Bericht").format(programme=_short(self.admission.programme))
        return question.key, _(sentence).format(name=person.full_name, report=report)

    def _tell_missing(self, open_: list[Question]) -> None:
        if not open_:
            self.tell("info", "")
            return
        lead = plural(len(open_), _("1 Pflichtangabe fehlt:"), _("{n} Pflichtangaben fehlen:"))
        link = _("Nächstes Feld (F8)") if self.form.noted() else ""
        self.tell("warn", ", ".join(question.column for question in open_), lead, link)

    # ---------------------------------------------------------------- editing

    def edit(self) -> None:
        """Turn texts into fields."""
        super().edit()
        self._follow()

    def _begin(self, stage: str) -> None:
        """Record a further stage: its questions appear, the keyboard goes to its day."""
        self._step = stage
        self.edit()
        self._judge()
        self.form.go_to(DAYS[stage])

    def is_changed(self) -> bool:
        """Whether something typed is not saved yet."""
        return self.editing and self.form.is_changed()

    def discard(self) -> None:
        """Show again what is stored."""
        self._step = ""
        super().discard()
        if self.admission:
            self._judge()
        if self.built:
            self._follow()

    def work(self, values: dict[str, Any]) -> tuple[str, Callable[[Work], object]]:
        """Store days and answers; a question that was not answered has no answer."""
        assert self.admission and self.record
        stored, programme, entry = self.admission.participation, self.admission.programme, values.get(ENTRY)
        if entry is None:
            raise Invalid({ENTRY: _("Eintrittsdatum fehlt.")})
        answers, stages, step, confirmed = self._answers(), self._shown_stages(), self._step, self._confirmed
        late = {field.name for stage in STAGES[1:] for field in programme.form_fields(stage)}
        before = {key: value for key, value in (stored.answers or {}).items() if key in late}
        early = {key: value for key, value in answers.items() if key not in late}

        def change(work: Work) -> None:
            current = work.get(Participation, stored.id, stored.version)
            if entry != current.entry and not confirmed:
                participations.confirm_day(work.session, current.project_id, ENTRY, entry)
            work.update(current, {ENTRY: entry, "answers": before | early})
            for stage in stages[1:]:
                given = {field.name: answers.get(field.name) for field in programme.form_fields(stage)}
                if stage == "exit" and values["exit"] is None and step != "exit":
                    lifecycle.stay(work, stored.id)
                    return
                if stage == "exit":
                    same = confirmed or values["exit"] == stored.exit
                    lifecycle.leave(work, stored.id, values["exit"], given, confirmed=same)
                else:
                    lifecycle.follow_up(work, stored.id, values["followed_up"], given)

        names = {"exit": _("Austritt erfassen"), "follow_up": _("Nachbefragung erfassen")}
        return names.get(step, _("{what} ändern").format(what=self.title)), change

    def _failed(self, error: BaseException, ended: Ended) -> None:
        if isinstance(error, Unconfirmed) and confirm_unusual(self.window(), error):
            self._saving, self._confirmed = False, True
            self.save(ended)
            self._confirmed = False
            return
        super()._failed(error, ended)

    # ---------------------------------------------------------------- other steps

    def reenter(self) -> None:
        """Take somebody in again who had left."""
        assert self.admission
        one, asked = self.admission.participation, _("Wieder dabei seit")
        typed = dialogs.ask_text(self.window(), _("Wieder aufnehmen"), asked, show(today()), _("Wieder aufnehmen"))
        if typed is None:
            return
        try:
            day = parse_date(typed)
        except ValueError as error:
            self.tell("err", str(error), _("Nicht aufgenommen:"))
            return
        self._do(_("Wieder aufnehmen"), lambda work: lifecycle.reenter(work, one.id, day, one.version))

    def cancel(self) -> None:
        """Cancel the participation; its number stays and counts nowhere."""
        assert self.admission
        one, title = self.admission.participation, _("Teilnahme {number} stornieren")
        why = dialogs.ask_text(
            self.window(), title.format(number=one.number), _("Grund des Stornos"), deed=_("Stornieren")
        )
        if why is not None:
            self._do(_("Teilnahme stornieren"), lambda work: participations.cancel(work, one.id, why))

    def _do(self, what: str, action: Callable[[Work], object]) -> None:
        def failed(error: BaseException) -> None:
            if isinstance(error, Invalid):
                self.tell("err", " ".join(error.problems.values()), _("Nicht gespeichert:"))
            else:
                self.context.tell(error)

        self.context.do(what, action, self, failed=failed)


def _read(
    session: Any, person: Person, project_id: int | None
) -> tuple[Admission | None, list[Concern], list[tuple[int, str]], str]:
    """The person's participation, what is wrong with it, where else to take part, and the office's programme."""
    found = admission(session, person)
    listed = concerns(session, found.participation) if found else []
    project = session.get(Project, project_id) if project_id else None
    return found, listed, list(open_projects(session)), project.programme if project else ""


def _tab_title(programme: Programme | None) -> str:
    """'ESF-Daten', 'Land-Integration-Daten'."""
    return _("{programme}-Daten").format(programme=_short(programme).replace(" ", "-")) if programme else _("Teilnahme")


def _short(programme: Programme) -> str:
    return programme.short.rstrip("+")


def _at_entry(gender: Field) -> Field:
    """The gender as it was at entry, beside the day."""
    why = _("Es gilt der Stand beim Eintritt, auch wenn sich der Eintrag bei der Person später ändert.")
    return replace(gender, group=fields(Participation)[ENTRY].group, help=why)


def _as_day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None
