"""What can be done with a placement: next stage, the answer to "still there?", who accompanies, the letter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from app.core.clock import today
from app.core.errors import Invalid
from app.core.progress import Progress
from app.core.text import N_, _, show
from app.models import Placement
from app.models.fields import Field
from app.models.placement import CLOSED, PlacementState, StillThere
from app.models.work import Work
from app.services import placements, qualifications
from app.services.placement_rows import FollowUp, PlacementRow
from app.services.qualifications import Assistant
from app.ui import dialogs
from app.ui.context import Context
from app.ui.pages.form_dialog import FormDialog
from app.ui.widgets.basics import row
from app.ui.widgets.buttons import Button

PDF = [(N_("PDF"), [".pdf"])]
DAY = Field(N_("Am"), name="on", kind=date, required=True)
TIME = Field(N_("Uhrzeit"), name="at", kind=time)
REASON = Field(N_("Grund"), name="reason", required=True, length=200)
NOBODY = "0"


class PlacementActions(QWidget):
    """A row of buttons for the placement that CURRENT gives."""

    def __init__(self, context: Context, current: Callable[[], PlacementRow | None], name: str) -> None:
        super().__init__()
        self.context, self.current = context, current
        self.step_button = Button(_("Stand ändern"), self._pop_steps, "step", f"{name}Step", small=True)
        self.answer_button = Button(_("Noch dabei?"), self._pop_answers, "unknown", f"{name}Answer", small=True)
        self.more_button = Button(_("Weiteres"), self._pop_more, "more", f"{name}More", small=True)
        line = row(self.step_button, self.answer_button, self.more_button, None, spacing=6)
        self.setLayout(line)
        self.follow()

    def follow(self) -> None:
        """Offer what the placement chosen allows."""
        one = self.current()
        self.step_button.setEnabled(one is not None and bool(placements.STEPS[one.state]))
        self.answer_button.setEnabled(one is not None and bool(self._questions(one)))
        self.more_button.setEnabled(one is not None)

    def _questions(self, one: PlacementRow) -> list[FollowUp]:
        return [ask for ask in one.follow_ups if ask.due and ask.due <= today() and (ask.waits or ask.on)]

    # ---------------------------------------------------------------- menus

    def steps_menu(self) -> QMenu:
        """The stages that can follow."""
        menu, one = QMenu(self), self.current()
        for state in placements.STEPS[one.state] if one else ():
            menu.addAction(f"{_(state.label)} …", partial(self.ask_step, state))
        return menu

    def answers_menu(self) -> QMenu:
        """The answers to what may be asked by now."""
        menu, one = QMenu(self), self.current()
        for ask in self._questions(one) if one else ():
            for said in StillThere:
                text = _("nach {n} Monaten: {said}").format(n=ask.months, said=_(said.label))
                menu.addAction(text, partial(self.answer, ask.months, said.value))
        return menu

    def more_menu(self) -> QMenu:
        """Everything else."""
        menu, one = QMenu(self), self.current()
        if one is None:
            return menu
        menu.addAction(_("Begleitung ändern …"), self.ask_assistant)
        if not one.closed:
            menu.addAction(_("Vorstellungsschreiben …"), self.ask_letter)
        menu.addSeparator()
        menu.addAction(_("Vermittlung löschen"), self.delete)
        return menu

    def _pop_steps(self) -> None:
        self._pop_up(self.steps_menu(), self.step_button)

    def _pop_answers(self) -> None:
        self._pop_up(self.answers_menu(), self.answer_button)

    def _pop_more(self) -> None:
        self._pop_up(self.more_menu(), self.more_button)

    def _pop_up(self, menu: QMenu, button: QPushButton) -> None:
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))

    # ---------------------------------------------------------------- deeds

    def ask_step(self, state: PlacementState) -> FormDialog | None:
        """Ask for the day of the next stage, the hour of a visit, the reason of an end."""
        one = self.current()
        if one is None:
            return None
        asked = {"on": DAY}
        if state == PlacementState.TRIAL:
            asked["at"] = TIME
        if state in CLOSED:
            asked["reason"] = REASON

        def act(work: Work, values: dict[str, Any]) -> None:
            more = {name: values[name] for name in ("at", "reason") if name in values}
            placements.advance(work, one.id, state.value, values["on"], version=one.version, **more)

        title = _("{who}: {stage}").format(who=one.person, stage=_(state.label))
        dialog = FormDialog(self.window(), self.context, title, asked, {"on": today()}, act, name="placementStep")
        return dialog.start()

    def answer(self, months: int, said: str) -> None:
        """Note an answer of today; it can be taken back, so nobody is asked."""
        if one := self.current():
            label = _("Noch dabei nach {n} Monaten: {who}").format(n=months, who=one.person)
            self.context.do(
                label, lambda work: placements.answer(work, one.id, months, said, version=one.version), self
            )

    def delete(self) -> None:
        """Delete the placement; it can be taken back, so nobody is asked."""
        if one := self.current():
            self.context.do(
                _("Vermittlung löschen"), lambda work: work.delete(work.get(Placement, one.id, one.version)), self
            )

    # ---------------------------------------------------------------- accompanying

    def ask_assistant(self) -> None:
        """Read who may accompany, then ask."""
        one = self.current()
        if one is None:
            return

        def load(_progress: Progress) -> list[Assistant]:
            with self.context.db.read() as session:
                return qualifications.assistants(session, today())

        self.context.tasks.run(load, lambda found: self.show_assistants(one, found), self, key="assistants")

    def show_assistants(self, one: PlacementRow, found: list[Assistant]) -> FormDialog:
        """Offer who may accompany first; of the others each names what stands against it."""
        ready = [(str(a.person_id), _may(a)) for a in found if not a.problem and a.person_id != one.person_id]
        others = [(str(a.person_id), f"{a.caption} – {a.problem}") for a in found if a.problem]
        options = ((NOBODY, _("niemand")), *ready, *others)
        asked = {"assistant": Field(_("Begleitet von"), name="assistant", options=options, required=True)}

        def act(work: Work, values: dict[str, Any]) -> None:
            id = int(values["assistant"]) or None
            placements.accompany(work, one.id, id, anyway=bool(values.get("anyway")))

        title, lead = _("Begleitung für {who}").format(who=one.person), _("Wer begleiten darf, steht oben.")
        dialog = AssistantDialog(
            self.window(), self.context, title, asked, {"assistant": None}, act, lead=lead, name="assistant"
        )
        dialog.start()
        return dialog

    # ---------------------------------------------------------------- the letter

    def ask_letter(self) -> None:
        """Ask where to save the letter that introduces the person to the organisation, and write it."""
        one = self.current()
        if one is None or not self._may_name(one):
            return
        suggested = _("Vorstellung {who}.pdf").format(who=one.person.replace(",", ""))
        path = dialogs.save_file(self.window(), _("Vorstellungsschreiben speichern"), suggested, PDF)
        if path:
            self._write(one, path)

    def _may_name(self, one: PlacementRow) -> bool:
        """A letter to a religious community tells who belongs there; that is asked for by itself."""
        if not one.sensitive:
            return True
        return dialogs.confirm(
            self.window(),
            _("Geschützte Angabe"),
            _("Dieses Schreiben sagt, dass jemand zu einer Religionsgemeinschaft geht."),
            _("Diese Angabe ist besonders geschützt (Art. 9 DSGVO). Bitte nur der Person selbst mitgeben."),
            _("Trotzdem schreiben"),
        )

    def _write(self, one: PlacementRow, path: Path) -> None:
        def make(progress: Progress) -> Path:
            from app.reports import report

            return report("introduction_letter").build(
                self.context.db, {"placement": one.id, "protected": "yes" if one.sensitive else None}, progress, path
            )

        def done(written: Path) -> None:
            self.context.message.emit(_("Gespeichert: {name}").format(name=written.name), False)

        self.context.tasks.run(make, done, self, self.context.tell, key="letter")


class AssistantDialog(FormDialog):
    """Asks once more before somebody accompanies who should not."""

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, Invalid) and "assistant_id" in error.problems:
            self.deed.setEnabled(True)
            lead, text = (
                error.problems["assistant_id"],
                _("Die Begleitung wird trotzdem eingetragen, wenn Sie das wollen."),
            )
            if dialogs.confirm(self, self.windowTitle(), lead, text, _("Trotzdem eintragen")):
                chosen = self.form.values()
                self.context.do(
                    self.windowTitle(),
                    lambda work: self.action(work, chosen | {"anyway": True}),
                    self,
                    self._stored,
                    super()._failed,
                )
        else:
            super()._failed(error)


def _may(one: Assistant) -> str:
    until = _(", gültig bis {day}").format(day=show(one.valid_until)) if one.valid_until else ""
    return _("{who} · {n} frei{until}").format(who=one.caption, n=one.free, until=until)
