"""The dates of a course: add one, change one, let one not take place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal

from app.core.clock import today
from app.core.errors import Invalid, UserError
from app.core.text import _, show, weekday
from app.models import CourseSession
from app.models.course_session import SessionState
from app.models.fields import fields
from app.models.work import Work
from app.services import courses
from app.services.grid import Column
from app.ui import dialogs, theme
from app.ui.context import Context
from app.ui.form import Form
from app.ui.pages.detail_tab import Ended, nothing
from app.ui.rows import Column as Heading
from app.ui.rows import Item, Line, RowsView
from app.ui.widgets.basics import label, row
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card

TYPED = ("day", "starts", "ends", "units", "venue")
HEADINGS = (
    Heading(_("Datum"), 104),
    Heading(_("Zeit"), 96),
    Heading(_("UE"), 42, right=True),
    Heading(_("Anderer Ort"), 96),
    Heading(_("Stand")),
)
LOOKS = {SessionState.PLANNED.value: "later", SessionState.HELD.value: "complete"}


class SessionsCard(Card):
    """The dates of a course: add one, change one, let one not take place."""

    stored = Signal()

    def __init__(self, context: Context, course_id: int) -> None:
        super().__init__(_("Termine"), padded=False, name="sessions")
        self.context, self.course_id = context, course_id
        self.columns: tuple[Column, ...] = ()
        self.venue = ""
        """Where the course is, unless a date says otherwise."""
        self.changing: int | None = None
        """The session that is being changed; None while a new one is typed."""
        self.view = RowsView(HEADINGS, "sessionList", _("Termine der Schulung"), "grid")
        self.view.chosen.connect(self._offer)
        self.view.opened.connect(lambda _id: self.change())
        self.view.setMinimumHeight(theme.px(100))
        self.body.addWidget(self.view, 1)
        self._build_entry()
        self.add_button = Button(_("&Termin hinzufügen"), self.add, "add", "addSession", small=True)
        self.change_button = Button(_("Ändern"), self.change, "edit", "changeSession", small=True)
        self.cancel_button = Button(_("Aus&fallen lassen …"), self.cancel, name="cancelSession", small=True)
        self.buttons = row(self.add_button, self.change_button, self.cancel_button, None, margins=(0, 4, 0, 4))
        self.add_foot(self.buttons)

    def _build_entry(self) -> None:
        known = fields(CourseSession)
        self.form = Form({name: known[name] for name in TYPED})
        self.form.edit()
        self.title_of_entry = label("", "strong")
        self.trouble = label("", "", "err", wrap=True)
        save = Button(_("Termin speichern"), self.save, name="saveSession", small=True)
        leave = Button(_("Abbrechen"), self.leave, name="leaveSession", small=True)
        self.entry = Card(padded=False)
        self.entry.body.addLayout(row(self.title_of_entry, margins=(14, 8, 14, 0)))
        self.entry.body.addWidget(self.form)
        self.entry.body.addLayout(row(self.trouble, margins=(14, 0, 14, 0)))
        self.entry.body.addLayout(row(None, leave, save, margins=(14, 0, 14, 10)))
        self.entry.hide()
        self.body.addWidget(self.entry)

    # ---------------------------------------------------------------- showing

    def show_sessions(self, columns: Sequence[Column], venue: str) -> None:
        """Show the dates; the chosen one stays chosen."""
        self.columns, self.venue = tuple(columns), venue
        self.view.show_lines([_line(one, venue) for one in self.columns])
        self.set_count(sum(not one.cancelled for one in self.columns))
        self._offer()

    def current(self) -> Column | None:
        """The chosen date."""
        key = self.view.key()
        return next((one for one in self.columns if one.session_id == key), None)

    def _offer(self) -> None:
        one = self.current()
        self.change_button.setEnabled(one is not None)
        self.cancel_button.setEnabled(one is not None)
        back = one is not None and one.cancelled
        self.cancel_button.setText(_("Findet doch statt") if back else _("Aus&fallen lassen …"))
        self.cancel_button.setAccessibleName(_("Findet doch statt") if back else _("Ausfallen lassen"))

    # ---------------------------------------------------------------- entering

    def add(self) -> None:
        """Type a new date; times and place are those of the last one."""
        last = self.columns[-1] if self.columns else None
        times = {"starts": last.starts, "ends": last.ends} if last else {}
        self._open(None, _("Neuer Termin"), {"units": last.units if last else None, "venue": "", **times})

    def change(self) -> None:
        """Change the chosen date."""
        if one := self.current():
            venue = one.venue if one.venue != self.venue else ""
            values = {"day": one.day, "starts": one.starts, "ends": one.ends, "units": one.units, "venue": venue}
            self._open(one.session_id, _("Termin {day} ändern").format(day=show(one.day)), values)

    def _open(self, session_id: int | None, title: str, values: dict[str, Any]) -> None:
        self.changing = session_id
        self.title_of_entry.setText(title)
        self._complain("")
        self.form.load(values)
        self._show_entry(True)
        self.form.focus_first()

    def leave(self) -> None:
        """Forget what was typed."""
        self._show_entry(False)
        self.view.setFocus()

    @property
    def typing(self) -> bool:
        """Whether a date is being typed."""
        return not self.entry.isHidden()

    def is_changed(self) -> bool:
        """Whether what was typed is not stored yet."""
        return self.typing and self.form.is_changed()

    def _show_entry(self, on: bool) -> None:
        """The entry stands in the place of the buttons."""
        self.entry.setVisible(on)
        for button in (self.add_button, self.change_button, self.cancel_button):
            button.setVisible(not on)

    def save(self, ended: Ended = nothing) -> None:
        """Store what was typed; trouble is told at the field."""
        id, course_id = self.changing, self.course_id
        try:
            values = self.form.values()
            if values["day"] is None:
                raise Invalid({"day": _("Datum fehlt.")})
        except Invalid as error:
            self._refuse(ended, error)
            return

        def act(work: Work) -> None:
            if id is None:
                courses.add_session(work, course_id, **values)
            else:
                work.update(work.get(CourseSession, id), values | {"units": values["units"] or 0})

        text = _("Termin hinzufügen: {day}") if id is None else _("Termin ändern: {day}")
        self._do(text.format(day=show(values["day"])), act, partial(self._saved, ended), partial(self._refuse, ended))

    def _saved(self, ended: Ended) -> None:
        self.leave()
        self.stored.emit()
        ended(True)

    def _refuse(self, ended: Ended, error: BaseException) -> None:
        if isinstance(error, Invalid):
            self._complain(" ".join(self.form.complain(error.problems)))
        elif isinstance(error, UserError):
            self._complain(str(error))
        else:
            self.context.tell(error)
        ended(False)

    def _complain(self, sentence: str) -> None:
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))

    def cancel(self) -> None:
        """Let the chosen date not take place, or take place after all."""
        one = self.current()
        if one is None:
            return
        id, day = one.session_id, show(one.day)
        if one.cancelled:
            state = SessionState.HELD if one.present or one.day <= today() else SessionState.PLANNED
            back = {"state": state.value, "reason": ""}
            self._do(
                _("Termin findet statt: {day}").format(day=day),
                lambda work: work.update(work.get(CourseSession, id), back),
            )
            return
        title = _("Termin {day} ausfallen lassen").format(day=day)
        reason = dialogs.ask_text(self.window(), title, _("Grund des Ausfalls"), deed=_("Ausfallen lassen"))
        if reason is not None:
            label = _("Termin fällt aus: {day}").format(day=day)
            self._do(label, lambda work: courses.cancel_session(work, id, reason))

    def _do(
        self,
        label: str,
        action: Callable[[Work], object],
        done: Callable[[], object] | None = None,
        failed: Callable[[BaseException], object] | None = None,
    ) -> None:
        self.context.do(label, action, self, done or self.stored.emit, failed)


def _line(one: Column, venue: str) -> Line:
    day = f"{weekday(one.day, short=True)} {show(one.day)}"
    hours = f"{show(one.starts)}–{show(one.ends)}" if one.starts and one.ends else show(one.starts)
    word = dict(SessionState.options())[one.state]
    state = Item.of(f"{word}: {one.reason}" if one.reason else word, LOOKS.get(one.state, "left-out"))
    looks: dict[str, Any] = {"struck": True, "muted": True} if one.cancelled else {}
    cells = (
        Item.of(day, **looks),
        Item.of(hours, **looks),
        Item.of(one.units, **looks),
        Item.of(one.venue if one.venue != venue else "", muted=True),
    )
    return Line((*cells, state), one.session_id)
