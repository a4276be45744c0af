"""The tab Teilnehmende: who is enrolled, who waits, who left; enrolling by typing a name."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.core.progress import Progress
from app.core.text import _, plural
from app.models import Person
from app.models.enrolment import ACTIVE, EnrolmentState
from app.models.query import Query
from app.services import courses
from app.ui import theme
from app.ui.context import Context
from app.ui.pages.course.snapshot import Member, Snapshot
from app.ui.rows import Column, Item, Line, RowsView
from app.ui.widgets.basics import label, named, plain, row
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.search import SearchField
from app.ui.widgets.side_by_side import SideBySide, scrolling
from app.ui.widgets.status import StatusText

MOST_FOUND = 30
"""More people than these are not offered; a few letters more find fewer."""
HEADINGS = (
    Column(_("Name"), 240),
    Column(_("Stand"), 130),
    Column(_("UE"), 66, right=True),
    Column(_("Anteil"), 66, right=True),
    Column(_("Bedarf")),
)
LOOKS = {
    EnrolmentState.ENROLLED.value: "complete",
    EnrolmentState.ATTENDED.value: "complete",
    EnrolmentState.WAITING.value: "later",
    EnrolmentState.WITHDRAWN.value: "left-out",
    EnrolmentState.ABANDONED.value: "left-out",
}
WAITING = EnrolmentState.WAITING.value


class ParticipantsTab(QWidget):
    """The list at the left, the way into it at the right."""

    stored = Signal()

    def __init__(self, context: Context, course_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self.course_id = context, course_id
        self.members: tuple[Member, ...] = ()
        self._newcomer: int | None = None
        self.view = RowsView(HEADINGS, "participants", _("Teilnehmende der Schulung"))
        self.view.chosen.connect(self._offer)
        self.picker = Picker(context)
        self.picker.chosen.connect(self.enrol)
        self._build()

    def _build(self) -> None:
        self.withdraw_button = Button(_("Abmelde&n"), self.withdraw, "left-out", "withdraw", small=True)
        self.abandon_button = Button(_("Abbruch eintragen"), self.abandon, name="abandon", small=True)
        self.return_button = Button(_("Wieder anmelden"), self.enrol_again, "undo", "enrolAgain", small=True)
        self.move_button = Button(_("Nachr&ücken lassen"), self.move_up, "up", "moveUp", small=True)
        self.places = label("", "muted")
        self.places.setMinimumWidth(1)
        self.view.setMinimumHeight(theme.px(160))
        card = Card(padded=False, name="participantList")
        card.body.addWidget(self.view)
        buttons = FlowLayout(spacing=8)
        buttons.setContentsMargins(0, 3, 0, 3)
        for button in (self.withdraw_button, self.abandon_button, self.return_button, self.move_button):
            buttons.addWidget(button)
        foot = row(plain(buttons), self.places)
        foot.setStretch(0, 1)
        card.add_foot(foot)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(SideBySide([(card, 1), (self.picker, 0)], wide=theme.px(800))))

    # ---------------------------------------------------------------- showing

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show what was read; the chosen person stays chosen, unless somebody was just enrolled."""
        attended = {one.enrolment_id: (one.units, one.share) for one in snapshot.grid.rows}
        # The waiting list stands below, in the order in which it moves up.
        ordered = sorted(
            snapshot.members, key=lambda one: (one.state == WAITING, one.enrolment_id * (one.state == WAITING))
        )
        self.members = tuple(ordered)
        self.view.show_lines([_line(one, attended.get(one.enrolment_id)) for one in self.members])
        self._choose_newcomer()
        self.places.setText(_places(snapshot))
        self.picker.enrolled = {one.person_id for one in self.members if one.state in (*ACTIVE, WAITING)}
        self.picker.full = snapshot.free is not None and snapshot.free <= 0
        self.picker.note_places()
        self.move_button.setEnabled(any(one.state == WAITING for one in self.members) and not self.picker.full)
        self._offer()

    def _choose_newcomer(self) -> None:
        """Whoever was just enrolled is looked for in the list first."""
        number = next((n for n, one in enumerate(self.members) if one.person_id == self._newcomer), None)
        if number is not None:
            self.view.selectRow(number)
            self._newcomer = None

    def current(self) -> Member | None:
        """The chosen person."""
        key = self.view.key()
        return next((one for one in self.members if one.enrolment_id == key), None)

    def _offer(self) -> None:
        one = self.current()
        there = one is not None and one.state in (*ACTIVE, WAITING)
        self.withdraw_button.setEnabled(there)
        self.abandon_button.setEnabled(one is not None and one.state in ACTIVE)
        self.return_button.setEnabled(one is not None and not there)

    # ---------------------------------------------------------------- doing

    def enrol(self, person_id: int, caption: str, needs: str = "") -> None:
        """Enrol somebody, on the waiting list when all places are taken."""
        text = _("{who} anmelden").format(who=caption)
        course_id = self.course_id
        action = partial(courses.enrol, person_id=person_id, course_id=course_id, needs=needs)
        self.context.do(text, action, self, partial(self._enrolled, person_id))

    def _enrolled(self, person_id: int) -> None:
        self._newcomer = person_id
        self.picker.begin_anew()
        self.stored.emit()

    def enrol_again(self) -> None:
        """Let the chosen person come back."""
        if one := self.current():
            self.enrol(one.person_id, one.caption)

    def withdraw(self) -> None:
        """The chosen person does not come any more."""
        self._leave(EnrolmentState.WITHDRAWN, _("{who} abmelden"))

    def abandon(self) -> None:
        """The chosen person broke off."""
        self._leave(EnrolmentState.ABANDONED, _("Abbruch von {who}"))

    def _leave(self, state: EnrolmentState, label: str) -> None:
        if one := self.current():
            id = one.enrolment_id
            text = label.format(who=one.caption)
            self.context.do(text, lambda w: courses.withdraw(w, id, state.value), self, self.stored.emit)

    def move_up(self) -> None:
        """Let people from the waiting list have the free places."""
        course_id = self.course_id
        self.context.do(_("Nachrücken"), lambda w: courses.move_up(w, course_id), self, self.stored.emit)


class Picker(Card):
    """Finds people while a name is typed, and enrols the chosen one."""

    chosen = Signal(object, str, str)
    """Id and name of the person, and what the person needs."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Person anmelden"), name="personPicker")
        self.context = context
        self.enrolled: set[int] = set()
        self.full = False
        self.search = SearchField(_("Name suchen"), "personSearch")
        self.search.searched.connect(self.look_up)
        self.search.installEventFilter(self)
        self.found = QListWidget()
        self.found.setProperty("framed", "true")
        named(self.found, _("Gefundene Personen"), "foundPersons")
        self.found.itemActivated.connect(lambda _item: self.enrol())
        self.found.currentRowChanged.connect(lambda _row: self._offer())
        self.needs = QLineEdit(maxLength=200, placeholderText=_("Kinderbetreuung, Bus, nur abends"))
        named(self.needs, _("Bedarf"), "enrolNeeds")
        caption = QLabel(_("Bedarf"))
        caption.setBuddy(self.needs)
        self.hint = StatusText("hint", "", small=True)
        self.hint.set_wrap()
        self.button = Button(_("An&melden"), self.enrol, "add", "enrol")
        for part in (self.search, self.found, self.hint, caption, self.needs):
            self.body.addWidget(part)
        self.body.addLayout(row(None, self.button))
        self.body.addStretch(1)
        self._fit_width()
        theme.notifier().changed.connect(self._fit_width)
        self._show([])

    def _fit_width(self) -> None:
        self.setFixedWidth(theme.px(330))

    def look_up(self, text: str) -> None:
        """Show who fits what was typed."""
        if not text.strip():
            self._show([])
            return

        def read(_progress: Progress) -> list[tuple[int, str, str]]:
            with self.context.db.read() as session:
                query = Query(Person, text, shown=("caption", "city"))
                ids = query.ids(session)[:MOST_FOUND]
                rows = query.rows(session, ids)
                return [(id, *rows[id]) for id in ids]

        self.context.tasks.run(read, self._show, self, key="find", quiet=True)

    def _show(self, people: list[tuple[int, str, str]]) -> None:
        self.found.clear()
        self.found.setVisible(bool(people))
        for id, caption, city in people:
            there = id in self.enrolled
            note = _("schon angemeldet") if there else city
            item = QListWidgetItem(f"{caption} · {note}" if note else caption)
            item.setData(Qt.ItemDataRole.UserRole, (id, caption))
            if there:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
            self.found.addItem(item)
        free = next((n for n, (id, *_rest) in enumerate(people) if id not in self.enrolled), -1)
        self.found.setCurrentRow(free)
        self._offer()

    def note_places(self) -> None:
        """Say whether there is still a place."""
        self._offer()

    def _offer(self) -> None:
        self.button.setEnabled(self._current() is not None)
        if self.search.text().strip() and not self.found.count():
            told = _("Niemand gefunden. Legen Sie die Person zuerst unter Personen an.")
        elif self.full:
            told = _("Alle Plätze sind belegt. Wer jetzt angemeldet wird, kommt auf die Warteliste.")
        else:
            told = ""
        self.hint.show_state("hint", told)
        self.hint.setVisible(bool(told))

    def _current(self) -> tuple[int, str] | None:
        item = self.found.currentItem()
        if item is None or not item.flags() & Qt.ItemFlag.ItemIsEnabled:
            return None
        id, caption = item.data(Qt.ItemDataRole.UserRole)
        return id, caption

    def enrol(self) -> None:
        """Enrol the chosen person."""
        if found := self._current():
            self.chosen.emit(*found, self.needs.text().strip())

    def begin_anew(self) -> None:
        """Ready for the next name."""
        self.needs.clear()
        self.search.clear_search()
        self._show([])
        self.search.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search field arrows choose and Enter enrols."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if by and self.found.count():
                self.found.setCurrentRow(min(max(self.found.currentRow() + by, 0), self.found.count() - 1))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current():
                self.enrol()
                return True
        return super().eventFilter(watched, event)


def _line(one: Member, attended: tuple[int, str] | None) -> Line:
    word = dict(EnrolmentState.options())[one.state]
    units, share = (str(attended[0]), attended[1]) if attended else ("", "")
    name = Item.of(one.caption, muted=one.state not in ACTIVE)
    cells = (name, Item.of(word, LOOKS[one.state]), Item.of(units), Item.of(share), Item.of(one.needs, muted=True))
    return Line(cells, one.enrolment_id)


def _places(snapshot: Snapshot) -> str:
    """'14 angemeldet · 2 Plätze frei · 1 wartet'."""
    active = sum(one.state in ACTIVE for one in snapshot.members)
    waiting = sum(one.state == WAITING for one in snapshot.members)
    parts = [_("{n} angemeldet").format(n=active)]
    if snapshot.free is not None:
        parts.append(plural(max(snapshot.free, 0), _("1 Platz frei"), _("{n} Plätze frei")))
    if waiting:
        parts.append(plural(waiting, _("1 wartet"), _("{n} warten")))
    return " · ".join(parts)
