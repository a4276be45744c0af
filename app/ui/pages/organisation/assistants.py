"""Who may accompany today, whom they accompany where, and granting and renewing what allows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.clock import today
from app.core.progress import Progress
from app.core.text import _, grouped, plural, show
from app.models import Qualification
from app.models.fields import Field, fields
from app.models.history import Done
from app.models.placement import PROTECTED
from app.models.work import Work
from app.services import qualifications
from app.services.placements import LABELS
from app.services.qualifications import ASSISTANT, RENEW_DAYS, Assistant, Deployment, Finisher
from app.ui import theme
from app.ui.context import Context
from app.ui.pages.form_dialog import FormDialog
from app.ui.pages.small_table import SmallTable
from app.ui.rows import Column, Item, Line
from app.ui.widgets.basics import column, plain, row
from app.ui.widgets.buttons import Button, PrimaryButton
from app.ui.widgets.card import Card
from app.ui.widgets.side_by_side import SideBySide, scrolling

TABLES = ("qualification", "placement", "role", "person", "course", "enrolment", "attendance", "course_session")


@dataclass(frozen=True)
class Team:
    """Everything the page shows."""

    assistants: tuple[Assistant, ...] = ()
    deployments: tuple[Deployment, ...] = ()
    finishers: tuple[Finisher, ...] = ()


class AssistantsPage(QWidget):
    """The team at the left; at the right whom the chosen one accompanies, and who finished a course."""

    opened = Signal(str, object)
    """A record that should be shown: its table and id."""
    noted = Signal(str)
    tallied = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.team = Team()
        self.grant_button = PrimaryButton(_("Qualifikation erteilen"), self.ask_grant, "certificate", "grant")
        self.renew_button = Button(_("Erneuern …"), self.ask_renew, "refresh", "renew")
        self.person_button = Button(_("Person öffnen"), self.open_person, "person", "assistantPerson")
        self.top = plain(row(None, self.grant_button))
        self._build()
        self.commands = {"refresh": self.reload}
        context.changed.connect(self._changed)
        self.reload()

    def _build(self) -> None:
        columns = (Column(_("Name"), 160), Column(_("Gültig bis"), 116), Column(_("Begleitet"), 78), Column(_("Heute")))
        nothing = _("Noch niemand ist Integrationsassistenz. Die Rolle gibt es bei der Person unter „Rollen“.")
        self.table = SmallTable("assistants", _("Integrationsassistenzen"), columns, nothing)
        self.table.view.chosen.connect(self._follow)
        self.table.opened.connect(lambda _id: self.open_person())
        left = Card(_("Wer darf heute begleiten?"), padded=False, name="assistantsCard")
        left.body.addWidget(self.table)
        left.add_foot(row(self.renew_button, self.person_button, None))
        place = (Column(_("Person")), Column(_("Organisation")), Column(_("Stand"), 110))
        self.places = SmallTable("deployments", _("Begleitet"), place, _("Begleitet zurzeit niemanden."))
        self.places_card = Card(_("Begleitet"), padded=False, name="deploymentsCard")
        self.places_card.body.addWidget(self.places)
        done = (Column(_("Name")), Column(_("Schulung")), Column(_("UE"), 46, right=True))
        none = _("Niemand wartet auf eine Qualifikation aus einer abgeschlossenen Schulung.")
        self.finishers = SmallTable("finishers", _("Schulung erfüllt, noch nichts erteilt"), done, none)
        self.finishers.opened.connect(lambda _key: self.ask_grant())
        below = Card(_("Schulung erfüllt, noch nichts erteilt"), padded=False, name="finishersCard")
        below.body.addWidget(self.finishers)
        for table in (self.table, self.places, self.finishers):
            table.setMinimumHeight(theme.px(150))
        right = plain(column(self.places_card, below))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(SideBySide([(left, 4), (right, 3)], (16, 10, 16, 10), wide=theme.px(860))))

    # ---------------------------------------------------------------- reading

    def reload(self) -> None:
        """Read the team anew."""

        def load(_progress: Progress) -> Team:
            with self.context.db.read() as session:
                return Team(
                    tuple(qualifications.assistants(session, today())),
                    tuple(qualifications.deployments(session)),
                    tuple(qualifications.finishers(session)),
                )

        self.context.tasks.run(load, self._show, self, self.context.tell, key="team", quiet=True)

    def _changed(self, done: Done) -> None:
        if done.touches(*TABLES):
            self.reload()

    def _show(self, team: Team) -> None:
        self.team = team
        ranked = sorted(team.assistants, key=lambda one: (bool(one.problem), one.granted is None))
        self.table.show_lines([_assistant_line(one) for one in ranked])
        self.finishers.show_lines([_finisher_line(one) for one in team.finishers])
        self.announce()
        self._follow()

    def announce(self) -> None:
        """Say how many may accompany, and whose paper ends soon."""
        team = self.team
        may = sum(not one.problem for one in team.assistants)
        limit = today() + timedelta(days=RENEW_DAYS)
        ending = sum(1 for one in team.assistants if one.valid_until and one.valid_until <= limit)
        said = [_("{n} dürfen heute noch jemanden begleiten").format(n=grouped(may))]
        if ending:
            said.append(plural(ending, _("1 Qualifikation zu erneuern"), _("{n} Qualifikationen zu erneuern")))
        self.noted.emit(" · ".join(said) if team.assistants else "")
        self.tallied.emit(len(team.assistants))

    def current(self) -> Assistant | None:
        """The person chosen."""
        return next((one for one in self.team.assistants if one.person_id == self.table.view.key()), None)

    def _follow(self) -> None:
        one = self.current()
        self.renew_button.setEnabled(one is not None and one.granted is not None)
        self.person_button.setEnabled(one is not None)
        self.places_card.title.setText(_("Begleitet: {who}").format(who=one.caption) if one else _("Begleitet"))
        mine = [d for d in self.team.deployments if one and d.assistant_id == one.person_id]
        self.places.show_lines([_deployment_line(d) for d in mine])

    def open_person(self) -> None:
        """Show the person chosen."""
        if one := self.current():
            self.opened.emit("person", one.person_id)

    # ---------------------------------------------------------------- granting

    def ask_grant(self) -> FormDialog:
        """Ask what is granted; for somebody who finished a course everything is known beforehand."""
        chosen = self.finishers.view.key()
        found = next((one for one in self.team.finishers if (one.course_id, one.person_id) == chosen), None)
        declared = fields(Qualification)
        names = ("person_id", "kind", "granted", "valid_until", "course_id", "modules", "units", "practice", "note")
        asked = {name: declared[name] for name in names}
        asked["granted"] = Field(declared["granted"].label, name="granted", kind=date, required=True)
        start: dict[str, Any] = dict.fromkeys(names) | {
            "kind": ASSISTANT,
            "granted": today(),
            "units": 0,
            "practice": 0,
        }
        start |= {"modules": "", "note": "", "valid_until": qualifications.in_years(today())}
        if found:
            start |= {"person_id": found.person_id, "kind": found.kind, "course_id": found.course_id}
            start |= {"modules": found.modules, "units": found.units}

        def act(work: Work, values: dict[str, Any]) -> None:
            more = {name: values[name] for name in names[4:]}
            qualifications.grant(
                work, values["person_id"], values["kind"], values["granted"], values["valid_until"], **more
            )

        title = _("Qualifikation erteilen")
        dialog = FormDialog(
            self.window(), self.context, title, asked, start, act, deed=_("Erteilen"), name="grantDialog"
        )
        dialog.start()
        return dialog

    def ask_renew(self) -> FormDialog | None:
        """Ask until when the qualification chosen is valid from now on."""
        one = self.current()
        if one is None or one.qualification_id is None:
            return None
        declared = fields(Qualification)
        asked = {name: declared[name] for name in ("valid_until", "units", "practice")}
        asked = {"granted": Field(_("Erneuert am"), name="granted", kind=date, required=True), **asked}
        start = {"granted": today(), "valid_until": qualifications.in_years(today()), "units": 0, "practice": 0}
        id = one.qualification_id

        def act(work: Work, values: dict[str, Any]) -> None:
            given = dict(values)
            qualifications.renew(work, id, given.pop("granted"), given.pop("valid_until"), **given)

        title = _("Qualifikation erneuern: {who}").format(who=one.caption)
        return FormDialog(
            self.window(), self.context, title, asked, start, act, deed=_("Erneuern"), name="renewDialog"
        ).start()

    def zones(self) -> list[QWidget]:
        """Where F6 stops."""
        return [self.table.view, self.places.view, self.finishers.view]

    def shown(self) -> None:
        """Begin in the list."""
        self.table.view.setFocus()


def _assistant_line(one: Assistant) -> Line:
    until = show(one.valid_until) if one.valid_until else _("ohne Ende") if one.granted else "–"
    soon = bool(one.valid_until and one.valid_until <= today() + timedelta(days=RENEW_DAYS))
    free = plural(one.free, _("1 Platz frei"), _("{n} Plätze frei"))
    state = Item.of(one.problem or free, "left-out" if one.problem else "complete")
    load = _("{n} von {all}").format(n=one.accompanied, all=one.capacity)
    return Line(
        (Item.of(one.caption), Item.of(until, "open" if soon else "", muted=not soon), Item.of(load), state),
        one.person_id,
    )


def _deployment_line(one: Deployment) -> Line:
    where = _(PROTECTED) if one.sensitive else one.organisation
    return Line((Item.of(one.person), Item.of(where), Item.of(_(LABELS[one.state]), muted=True)), one.placement_id)


def _finisher_line(one: Finisher) -> Line:
    cells = (Item.of(one.caption), Item.of(one.course, muted=True), Item.of(one.units))
    return Line(cells, (one.course_id, one.person_id))
