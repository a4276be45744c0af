"""The log of a pair: one line to enter a meeting in ten seconds, and all meetings below it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QMenu, QVBoxLayout, QWidget

from app.core.clock import today
from app.core.errors import Invalid, UserError
from app.core.text import _, day_and_date, grouped, parse_date, parse_int, plural, show
from app.models import PairMeeting
from app.models.pair import PairState
from app.models.pair_meeting import MeetingForm
from app.services.pair_log import add_meeting
from app.services.pair_views import PairView
from app.ui import theme
from app.ui.context import Context
from app.ui.rows import Column, Item, Line, RowsView
from app.ui.widgets.basics import label, named, row
from app.ui.widgets.buttons import LinkButton, PrimaryButton

FORMS = dict(MeetingForm.options())
NEAR = ((0, _("heute")), (1, _("gestern")), (2, _("vorgestern")))
USUAL = (15, 30, 45, 60, 75, 90, 120, 180)
LEAST_ROWS = 130


class QuickEntry(QWidget):
    """Day and minutes are there already, the keyboard waits for the topic, Enter stores and empties the line."""

    stored = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("plain", "true")
        self.context, self.pair_id, self.form = context, 0, MeetingForm.IN_PERSON.value
        self.day = QComboBox()
        self.day.setEditable(True)
        self.day.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.day.addItems([words for _days, words in NEAR])
        self.day.setToolTip(_("heute, gestern oder ein Tag wie 05.11."))
        named(self.day, _("Tag des Treffens"), "meetingDay")
        self.minutes = QComboBox()
        self.minutes.setEditable(True)
        self.minutes.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.minutes.addItems([_("{n} Min.").format(n=n) for n in USUAL])
        named(self.minutes, _("Dauer in Minuten"), "meetingMinutes")
        self.topic = QLineEdit()
        self.topic.setPlaceholderText(_("Thema; nächster Schritt"))
        self.topic.setToolTip(_("Was nach einem Strichpunkt steht, ist der nächste Schritt."))
        self.topic.setMaxLength(800)
        self.topic.returnPressed.connect(self.store)
        named(self.topic, _("Thema; nächster Schritt"), "meetingTopic")
        self.button = PrimaryButton(_("Eintragen"), self.store, name="enterMeeting")
        self.button.setToolTip(_("Eintragen (Eingabetaste)"))
        self.trouble = label("", "", "err", wrap=True)
        self.trouble.hide()
        line = row(self.day, self.minutes, self.topic, self.button, spacing=6)
        line.setStretch(2, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(4)
        outer.addLayout(line)
        outer.addWidget(self.trouble)
        self._fit()
        theme.notifier().changed.connect(self._fit)

    def _fit(self) -> None:
        self.day.setFixedWidth(theme.px(88))
        self.minutes.setFixedWidth(theme.px(88))
        self.topic.setMinimumWidth(theme.px(120))

    def show_pair(self, view: PairView) -> None:
        """Wait for the next meeting of a pair; what is being typed about the same one stays."""
        if view.line.id != self.pair_id:
            self.pair_id = view.line.id
            self.clear()
            self.minutes.setEditText(_("{n} Min.").format(n=view.habit.minutes))
            self.form = view.habit.form

    def is_changed(self) -> bool:
        """Whether something typed is not stored yet."""
        return bool(self.topic.text().strip()) and not self.isHidden()

    def clear(self) -> None:
        """Begin anew, with today."""
        self.topic.clear()
        self.day.setCurrentIndex(0)
        self._complain("")

    def when(self) -> date:
        """The day that stands there; ValueError says what is wrong with it."""
        typed = self.day.currentText().strip()
        for days, words in NEAR:
            if typed.casefold() == words:
                return today() - timedelta(days=days)
        if typed.count(".") == 2 and typed.endswith("."):
            found = parse_date(f"{typed}{today().year}")
            return found if found <= today() else parse_date(f"{typed}{today().year - 1}")
        return parse_date(typed)

    def how_long(self) -> int:
        """The minutes that stand there; ValueError says what is wrong with them."""
        return parse_int(self.minutes.currentText().strip().removesuffix(".").removesuffix("Min").strip())

    def store(self) -> None:
        """Enter the meeting."""
        try:
            day, minutes = self.when(), self.how_long()
        except ValueError as error:
            self._complain(str(error))
            return
        given = self.pair_id, day, minutes, self.form, self.topic.text()
        told = _("Treffen eintragen: {day}").format(day=show(day))
        self.button.setEnabled(False)
        self.context.do(told, lambda work: add_meeting(work, *given), self, self._done, self._failed)

    def _done(self) -> None:
        self.button.setEnabled(True)
        self.clear()
        self.topic.setFocus()
        self.stored.emit()

    def _failed(self, error: BaseException) -> None:
        self.button.setEnabled(True)
        if isinstance(error, Invalid | UserError):
            self._complain(str(error))
        else:
            self.context.tell(error)

    def _complain(self, sentence: str) -> None:
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))


class MeetingTable(RowsView):
    """All meetings, the latest first; Enter changes one, Entf removes it."""

    removed = Signal(object)

    def __init__(self) -> None:
        columns = Column(_("Tag"), 84), Column(_("Min."), 48, right=True), Column(_("Form"), 88), Column(_("Thema"))
        super().__init__(columns, "meetingTable", _("Treffen des Tandems"), "grid")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)
        self.setMinimumHeight(theme.px(LEAST_ROWS))

    def show_meetings(self, meetings: list[PairMeeting]) -> None:
        """Show these."""
        self.show_lines([_line(one) for one in meetings])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Entf removes; it can be taken back, so nobody is asked."""
        if event.key() == Qt.Key.Key_Delete and self.key() is not None:
            self.removed.emit(self.key())
        else:
            super().keyPressEvent(event)

    def _menu(self, at: QPoint) -> None:
        key = self.key()
        if key is None:
            return
        menu = QMenu(self)
        menu.addAction(_("Ändern …"), lambda: self.opened.emit(key))
        menu.addAction(_("Löschen"), lambda: self.removed.emit(key))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.viewport().mapToGlobal(at))


def _line(one: PairMeeting) -> Line:
    day = day_and_date(one.day) if one.day.year == today().year else show(one.day)
    topic = f"{one.topic} → {one.next_step}" if one.next_step else one.topic
    form = Item.of(FORMS.get(one.form, one.form), muted=True)
    return Line((Item.of(day), Item.of(grouped(one.minutes)), form, Item.of(topic)), one)


class Meetings(QWidget):
    """Heading with the sums, quick entry, table."""

    wanted = Signal(object)
    """A meeting that somebody wants to change."""
    removed = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("plain", "true")
        self.entry = QuickEntry(context)
        self.title, self.sums, self.form = label("", "section"), label("", "small"), label("", "small")
        self.change = LinkButton(_("ändern"), self._choose_form, "meetingForm", small=True)
        self.table = MeetingTable()
        self.table.opened.connect(self.wanted)
        self.table.removed.connect(self.removed)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(6)
        outer.addLayout(row(self.title, self.sums, None, self.form, self.change))
        outer.addWidget(self.entry)
        outer.addWidget(self.table, 1)

    def show_pair(self, view: PairView) -> None:
        """Show the meetings of a pair."""
        self.entry.show_pair(view)
        count = view.sums.count
        self.title.setText(_("Treffen {n}").format(n=count) if count else _("Treffen"))
        hours = f"{view.sums.hours:.1f}".replace(".", ",").removesuffix(",0")
        self.sums.setText(_("zusammen {n} Std.").format(n=hours) if count else _("noch keines"))
        self.table.show_meetings(list(view.meetings))
        met = view.line.state in (PairState.ACTIVE, PairState.PAUSED)
        for part in (self.entry, self.form, self.change):
            part.setVisible(met)
        self._show_form()

    def _show_form(self) -> None:
        self.form.setText(_("Form: {form}").format(form=FORMS[self.entry.form]))
        self.change.setAccessibleName(_("Form der Treffen ändern, jetzt {form}").format(form=FORMS[self.entry.form]))

    def _choose_form(self) -> None:
        menu = QMenu(self)
        for code, text in FORMS.items():
            action = menu.addAction(text, partial(self.use_form, code))
            action.setCheckable(True)
            action.setChecked(code == self.entry.form)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.change.mapToGlobal(QPoint(0, self.change.height())))

    def use_form(self, code: str) -> None:
        """Meet in another form from now on."""
        self.entry.form = code
        self._show_form()
        self.entry.topic.setFocus()

    def told(self) -> str:
        """The sums in one sentence, for screen readers and tests."""
        return plural(len(self.table.rows.lines), _("1 Treffen"), _("{n} Treffen")) + ", " + self.sums.text()
