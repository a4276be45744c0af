"""The page of one pair: where it stands, what is to be done, the two people, their goals and their meetings."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.core.progress import Progress
from app.core.text import _, show
from app.models import Pair, PairMeeting
from app.models.pair import PairState
from app.services import pair_log
from app.services.pair_views import PairView, mentors, view
from app.services.pairs import of_project
from app.ui import theme
from app.ui.context import Context
from app.ui.deed_dialog import Deed, ask
from app.ui.dialogs import Dialog
from app.ui.pages.history_tab import HistoryTab
from app.ui.pages.pair import deeds
from app.ui.pages.pair.meetings import Meetings
from app.ui.pages.pair.people import Goals, PartnerCard, heading
from app.ui.pages.pair.step_line import StepLine
from app.ui.pages.pair.words import steps, warning
from app.ui.pages.unsaved import may_leave
from app.ui.widgets.banner import Banner
from app.ui.widgets.basics import column, line, plain, row
from app.ui.widgets.buttons import Button, IconButton, LinkButton, PrimaryButton
from app.ui.widgets.card import Card
from app.ui.widgets.elided import Elided
from app.ui.widgets.side_by_side import SideBySide, scrolling

NARROW, LOW = 700, 300
"""Below this width the buttons of the second rank move into the menu; below this height the foot goes."""


class PairDetail(Card):
    """Shows one pair; every change is one work, and the page reads anew when it is done."""

    opened = Signal(str, object)
    closed = Signal()
    printed = Signal(object)
    """The id of a pair whose agreement somebody wants on paper."""

    def __init__(self, context: Context) -> None:
        super().__init__(padded=False, name="pairDetail")
        self.context = context
        self.view: PairView | None = None
        self.title, self.subtitle = Elided(""), Elided("")
        self.title.setProperty("role", "name")
        self.subtitle.setProperty("role", "small")
        self.back = Button(_("Liste"), self.closed.emit, "left", "backToPairs")
        self.back.hide()
        self.steps, self.banner = StepLine(), Banner()
        self.banner.link_clicked.connect(self._answer_banner)
        self.mentee, self.mentor = PartnerCard(_("Mentee"), "menteeCard"), PartnerCard(_("Mentorin"), "mentorCard")
        for card in (self.mentee, self.mentor):
            card.opened.connect(lambda id: self.opened.emit("person", id))
        self.goals, self.meetings = Goals(), Meetings(context)
        self.goals.wanted.connect(lambda goal: self._ask(lambda now: deeds.goal(now, goal)))
        self.goals.reviewed.connect(lambda: self._ask(deeds.review))
        self.meetings.wanted.connect(lambda one: self._ask(lambda _now: deeds.meeting(one)))
        self.meetings.removed.connect(self.remove_meeting)
        self._build_buttons()
        self._lay_out()

    def _build_buttons(self) -> None:
        self.paper = Button(_("Vereinbarung drucken"), lambda: self._on(self.printed.emit), "print", "printAgreement")
        self.next = PrimaryButton("", self._go_on, name="nextStep")
        self.pause = Button(_("Pausieren …"), self._pause, name="pausePair")
        self.end = Button(_("Beenden …"), lambda: self._ask(deeds.end), name="endPair")
        self.more = IconButton("more", _("Weitere Aktionen"), name="morePair")
        self.menu = QMenu(self)
        self.more.setMenu(self.menu)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu.aboutToShow.connect(self._fill_menu)

    def _lay_out(self) -> None:
        words = plain(column(self.title, self.subtitle, spacing=2))
        words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        buttons = (self.next, self.paper, self.pause, self.end, self.more)
        self.body.setSpacing(0)
        self.body.addLayout(row(self.back, words, *buttons, margins=(14, 10, 14, 10)))
        self.body.addWidget(line())
        people = SideBySide([(self.mentee, 1), (self.mentor, 1)], (0, 0, 0, 0))
        inner = column(people, self.goals, spacing=8)
        inner.setStretch(1, 1)
        left = plain(inner)
        left.setMinimumWidth(theme.px(280))
        self.meetings.setMinimumWidth(theme.px(380))
        self._parts = SideBySide([(left, 5), (self.meetings, 7)], (14, 10, 14, 12))
        content = QWidget()
        content.setProperty("plain", "true")
        inside = QVBoxLayout(content)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addLayout(row(self.steps, margins=(14, 6, 14, 4)))
        inside.addWidget(line())
        inside.addLayout(row(self.banner, margins=(14, 8, 14, 0)))
        inside.addWidget(self._parts, 1)
        self.area = scrolling(content)
        self.body.addWidget(self.area, 1)
        self.foot = Elided(_("Beenden verlangt Datum und Grund · alles lässt sich rückgängig machen (Strg+Z)"), "small")
        self.history = LinkButton(_("Verlauf dieses Tandems"), self.show_history, "pairHistory", small=True)
        foot = row(self.foot, self.history)
        foot.setStretch(0, 1)
        self.add_foot(foot)

    # ---------------------------------------------------------------- showing

    @property
    def pair_id(self) -> int | None:
        """The pair shown."""
        return self.view.line.id if self.view else None

    def load(self, id: int, then: Callable[[], object] = lambda: None) -> None:
        """Read a pair and show it, then do something else."""

        def read(_progress: Progress) -> PairView | None:
            with self.context.db.read() as session:
                return view(session, id)

        def arrived(found: PairView | None) -> None:
            self.show_view(found)
            then()

        self.context.tasks.run(read, arrived, self, key="pair", quiet=True)

    def show_view(self, found: PairView | None) -> None:
        """Show what was read; nothing for a pair that is gone."""
        self.view = found
        if found is None:
            self.closed.emit()
            return
        title, below = heading(found)
        for place, text in ((self.title, title), (self.subtitle, below)):
            place.setText(text)
            place.setToolTip(text)
        self.setAccessibleName(title)
        self.steps.show_steps(steps(found))
        self.mentee.show_partner(found.mentee)
        self.mentor.show_partner(found.mentor)
        self.goals.show_goals(found)
        self.meetings.show_pair(found)
        self._show_banner(found)
        self._show_buttons(found)

    def _show_banner(self, found: PairView) -> None:
        kind, text, lead, link = warning(found, self.context.settings.quiet_days)
        self.banner.tell(kind, text, lead, link)

    def _show_buttons(self, found: PairView) -> None:
        state, narrow = PairState(found.line.state), self._narrow()
        words = {PairState.PROPOSED: _("Kennenlernen vereinbaren …"), PairState.INTRODUCTION: _("Tandem beginnen …")}
        self.next.setText(words.get(state, ""))
        self.next.setAccessibleName(words.get(state, _("Nächster Schritt")))
        self.next.setVisible(state in words)
        running = state in (PairState.ACTIVE, PairState.PAUSED)
        self.pause.setText(_("Fortsetzen …") if state == PairState.PAUSED else _("Pausieren …"))
        self.pause.setAccessibleName(_("Fortsetzen") if state == PairState.PAUSED else _("Pausieren"))
        self.pause.setVisible(running and not narrow)
        self.end.setVisible(not found.pair.ended and not narrow)
        self.paper.setVisible(running and not narrow)

    def _narrow(self) -> bool:
        return self.width() < theme.px(NARROW)

    def set_alone(self, alone: bool) -> None:
        """Whether the list is out of sight, and a button leads back to it."""
        self.back.setVisible(alone)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let buttons move into the menu where there is little room."""
        super().resizeEvent(event)
        low = event.size().height() < theme.px(LOW)
        self.foot.setVisible(not low)
        self.history.setVisible(not low)
        if self.view:
            self._show_buttons(self.view)

    def focus_topic(self) -> None:
        """Wait for the topic of a meeting, or for the next step where there are no meetings yet."""
        entry = self.meetings.entry
        target = entry.topic if entry.isVisible() else self.next if self.next.isVisible() else self.end
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        if entry.isVisible():
            # What has just been shown gets its place only after this event.
            QTimer.singleShot(0, entry, lambda: self.area.ensureWidgetVisible(entry, 0, theme.px(24)))

    # ---------------------------------------------------------------- deeds

    def _on(self, what: Callable[[int], object]) -> None:
        if self.view:
            what(self.view.line.id)

    def _ask(self, make: Callable[[PairView], Deed]) -> None:
        if self.view:
            ask(self, self.context, make(self.view))

    def _go_on(self) -> None:
        proposed = self.view is not None and self.view.line.state == PairState.PROPOSED
        self._ask(deeds.introduce if proposed else deeds.activate)

    def _pause(self) -> None:
        paused = self.view is not None and self.view.line.state == PairState.PAUSED
        self._ask(deeds.resume if paused else deeds.pause)

    def _answer_banner(self) -> None:
        assert self.view
        if self.view.line.state == PairState.INTRODUCTION:
            self._ask(deeds.consent)
        elif self.banner.link.text() == _("Nachfrage vermerken"):
            self._ask(deeds.inquire)
        else:
            self._ask(deeds.review)

    def rematch(self) -> None:
        """Offer mentors with a place left, and propose one of them in place of this pair."""
        assert self.view
        now = self.view

        def read(_progress: Progress) -> tuple[tuple[str, str], ...]:
            with self.context.db.read() as session:
                found = mentors(session, of_project(session, now.pair.project_id))
                return tuple((str(o.id), o.caption) for o in found if o.free > 0 and o.id != now.line.mentor_id)

        def offer(found: tuple[tuple[str, str], ...]) -> None:
            if found:
                ask(self, self.context, deeds.rematch(now, found))
            else:
                self.context.message.emit(_("Zurzeit hat keine andere Mentorin einen freien Platz."), True)

        self.context.tasks.run(read, offer, self, self.context.tell, key="mentors")

    def remove_meeting(self, one: PairMeeting) -> None:
        """Remove a meeting; it can be taken back, so nobody is asked."""
        told = _("Treffen löschen: {day}").format(day=show(one.day))
        self.context.do(told, lambda work: pair_log.drop_meeting(work, one.id), self)

    def _fill_menu(self) -> None:
        self.menu.clear()
        if not self.view:
            return
        state = PairState(self.view.line.state)
        for text, slot in self._entries(state):
            self.menu.addAction(text, slot)

    def _entries(self, state: PairState) -> list[tuple[str, Callable[[], object]]]:
        """What else can be done with a pair in this state."""
        found: list[tuple[str, Callable[[], object]]] = []
        running = state in (PairState.ACTIVE, PairState.PAUSED)
        if state == PairState.INTRODUCTION:
            found.append((_("Kennenlernen verschieben …"), lambda: self._ask(deeds.introduce)))
        if state in (PairState.PROPOSED, PairState.INTRODUCTION):
            found.append((_("OK vermerken …"), lambda: self._ask(deeds.consent)))
        if running:
            found.append((_("Nachfrage vermerken …"), lambda: self._ask(deeds.inquire)))
            found.append((_("Fortsetzen …") if state == PairState.PAUSED else _("Pausieren …"), self._pause))
        found.append((_("Vereinbarung drucken"), lambda: self._on(self.printed.emit)))
        if self.view and not self.view.pair.ended:
            found.append((_("Andere Mentorin vorschlagen …"), self.rematch))
            found.append((_("Beenden …"), lambda: self._ask(deeds.end)))
        found.append((_("Verlauf dieses Tandems"), self.show_history))
        return found

    def show_history(self) -> None:
        """Show what was changed, when and by whom."""
        if self.view is None:
            return
        dialog = Dialog(self, _("Verlauf: Tandem {number}").format(number=self.view.line.number), "pairHistory", 720)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        tab = HistoryTab(self.context, Pair)
        tab.setMinimumHeight(theme.px(360))
        dialog.body.setContentsMargins(0, 0, 0, 0)
        dialog.body.addWidget(tab)
        dialog.add_button(Button(_("Schließen"), dialog.accept, name="closeHistory"), default=True)
        tab.show_record(self.view.pair)
        dialog.open()

    def may_leave(self) -> bool:
        """Ask what to do with a meeting that was typed and not stored."""
        entry = self.meetings.entry
        if not entry.is_changed():
            return True

        def store(ended: Callable[[bool], object]) -> None:
            entry.store()
            ended(not entry.is_changed())

        return may_leave(self, self.title.text(), store, entry.clear)
