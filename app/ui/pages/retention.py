"""Aufbewahrung: until when papers are kept, from which days that follows, and who is to be anonymised."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.clock import today
from app.core.progress import Progress
from app.core.text import _, plural, show
from app.models.history import Done
from app.services.retention import Keeping, Outcome, PersonDue, Rule, anonymise_people, keepings, people_due
from app.ui import dialogs, theme
from app.ui.context import Context
from app.ui.pages.small_table import SmallTable
from app.ui.rows import Column, Index, Item, Line, RowsView
from app.ui.widgets.basics import label, named, plain, row
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.progress import ProgressPanel
from app.ui.widgets.side_by_side import scrolling

TABLES = ("project", "participation", "person")
CHECK = int(Qt.ItemDataRole.CheckStateRole)
LINK, WIDTH = 3, 900
ROW_HEIGHT, MOST_ROWS = 30, 9


@dataclass(frozen=True)
class Found:
    """What the page shows."""

    keepings: Sequence[Keeping]
    people: Sequence[PersonDue]


class TickList(RowsView):
    """Lines with a tick in the first column; Space or a click changes it."""

    ticks_changed = Signal()

    def __init__(self, columns: Sequence[Column], name: str, accessible: str) -> None:
        super().__init__((Column("", 38), *columns), name, accessible)
        self.ticked: set[Any] = set()
        self.clicked.connect(lambda index: self.tick(index) if index.column() == 0 else None)

    def offer(self, lines: Sequence[Line]) -> None:
        """Show lines without their tick; new ones are ticked, known ones stay as they are."""
        before = {line.key for line in self.rows.lines}
        keys = {line.key for line in lines}
        self.ticked = {key for key in keys if key in self.ticked or key not in before}
        self._show(lines)

    def _show(self, lines: Sequence[Line]) -> None:
        self.show_lines([replace(line, items=(self._box(line.key), *line.items)) for line in lines])
        self.ticks_changed.emit()

    def _box(self, key: Any) -> Item:
        on = key in self.ticked
        said = _("ausgewählt") if on else _("nicht ausgewählt")
        looks = {CHECK: Qt.CheckState.Checked if on else Qt.CheckState.Unchecked}
        return Item("", looks | {int(Qt.ItemDataRole.AccessibleTextRole): said})

    def tick(self, index: Index) -> None:
        """Change the tick of a line."""
        line = self.rows.line(index)
        if line is not None:
            self.ticked ^= {line.key}
            self._again()

    def tick_all(self, on: bool) -> None:
        """Tick everything or nothing."""
        self.ticked = {line.key for line in self.rows.lines} if on else set()
        self._again()

    def _again(self) -> None:
        at = self.currentIndex().row(), self.currentIndex().column()
        self._show([replace(line, items=line.items[1:]) for line in self.rows.lines])
        self.setCurrentIndex(self.rows.index(*at))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks."""
        if event.key() == Qt.Key.Key_Space:
            self.tick(self.currentIndex())
        else:
            super().keyPressEvent(event)


class RetentionPage(QWidget):
    """The projects with their days, and the people whose time is over."""

    project_wanted = Signal(object)
    """The id of a project in which a day is missing."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.progress: Progress | None = None
        named(self, _("Aufbewahrung"), "retention")
        content = QVBoxLayout()
        content.setContentsMargins(16, 12, 16, 12)
        content.setSpacing(10)
        content.addWidget(self._projects_card())
        content.addWidget(self._people_card())
        content.addStretch(1)
        body = plain(content)
        body.setMaximumWidth(theme.px(WIDTH))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(body))
        context.changed.connect(self._changed)

    def _projects_card(self) -> Card:
        card = Card(_("Wie lange Unterlagen aufbewahrt werden"), padded=False, name="keepingCard")
        columns = Column(_("Projekt und Regel")), Column(_("Ab"), 96), Column(_("Bis"), 190), Column("", 90)
        nothing = _("Noch gibt es kein Projekt.")
        self.projects = SmallTable("keepings", _("Aufbewahrung je Projekt"), columns, nothing)
        self.projects.opened.connect(self.project_wanted)
        self.projects.view.clicked.connect(self._clicked)
        card.body.addWidget(self.projects)
        return card

    def _people_card(self) -> Card:
        card = Card(_("Zum Anonymisieren fällig"), name="dueCard")
        columns = Column(_("Name"), 230), Column(_("Projekt")), Column(_("Aufbewahrt bis"), 116)
        self.people = TickList(columns, "dueForAnonymising", _("Zum Anonymisieren fällig"))
        self.people.setMinimumHeight(theme.px(200))
        self.people.ticks_changed.connect(self._follow)
        self.nothing = label("", "muted", wrap=True)
        self.panel = ProgressPanel(_("Personen werden anonymisiert"), _("Wer schon anonymisiert ist, bleibt es."))
        self.panel.cancelled.connect(self._stop)
        self.panel.hide()
        self.all_button = Button(_("Alle auswählen"), lambda: self.people.tick_all(True), name="tickAllDue")
        self.none_button = Button(_("Keine auswählen"), lambda: self.people.tick_all(False), name="tickNoneDue")
        self.button = Button("", self.anonymise, "hide", "anonymiseDue")
        self._buttons = plain(row(self.all_button, self.none_button, None, self.button))
        for part in (self.nothing, self.people, self.panel, self._buttons):
            card.body.addWidget(part)
        return card

    # ---------------------------------------------------------------- showing

    def shown(self) -> None:
        """Read everything when the page comes to the front."""

        def load(_progress: Progress) -> Found:
            with self.context.db.read() as session:
                return Found(keepings(session), people_due(session))

        self.context.tasks.run(load, self._show, self, self.context.tell, key="retention", quiet=True)

    def _changed(self, done: Done) -> None:
        if self.isVisible() and self.progress is None and done.touches(*TABLES):
            self.shown()

    def _show(self, found: Found) -> None:
        self.projects.show_lines([line for one in found.keepings for line in _lines(one)])
        rows = min(sum(1 + len(one.rules) for one in found.keepings), MOST_ROWS)
        self.projects.setFixedHeight(theme.px((rows + 1) * ROW_HEIGHT + 6))
        self.people.offer([_person(one) for one in found.people])
        some = bool(found.people)
        first = next((one.until for one in found.keepings if one.until and one.until >= today()), None)
        later = _("Die nächste Frist endet am {day}.").format(day=show(first)) if first else ""
        self.nothing.setText(" ".join(filter(None, (_("Zurzeit muss niemand anonymisiert werden."), later))))
        self.nothing.setVisible(not some)
        self.people.setVisible(some)
        self._buttons.setVisible(some)

    def _follow(self) -> None:
        count = len(self.people.ticked)
        self.button.setText(" " + plural(count, _("1 Person anonymisieren …"), _("{n} Personen anonymisieren …")))
        self.button.setAccessibleName(self.button.text().strip())
        self.button.setEnabled(count > 0 and self.progress is None)

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == LINK and index.data():
            self.projects.view.open(index)

    # ---------------------------------------------------------------- anonymising

    def anonymise(self) -> None:
        """Anonymise those who are ticked, after asking."""
        ids = [line.key for line in self.people.rows.lines if line.key in self.people.ticked]
        lead = plural(len(ids), _("1 Person anonymisieren?"), _("{n} Personen anonymisieren?"))
        text = _(
            "Name, Anschrift, Kontakt, Notizen, Dokumente, Einwilligungen und der Verlauf werden gelöscht. Für "
            "Berichte bleibt, was gezählt wird. Das lässt sich nicht rückgängig machen. Sie können zwischendurch "
            "abbrechen; wer dann schon anonymisiert ist, bleibt es."
        )
        title = _("Personen anonymisieren")
        if not ids or not dialogs.confirm(self.window(), title, lead, text, _("Anonymisieren"), irreversible=True):
            return
        # A progress of its own: what was done before it stopped has to be told.
        self.progress = own = Progress()
        self.panel.watch(own)
        self.panel.show()
        self._follow()
        db = self.context.db
        self.context.tasks.run(
            lambda _task: anonymise_people(db, ids, own), self._done, self, self._failed, lane="work", quiet=True
        )

    def _stop(self) -> None:
        if self.progress:
            self.progress.cancelled = True

    def _done(self, found: Outcome) -> None:
        self._end()
        words = [plural(found.done, _("1 Person ist anonymisiert."), _("{n} Personen sind anonymisiert."))]
        if found.stopped:
            words.append(_("Auf Wunsch abgebrochen; die übrigen sind unverändert."))
        elif found.left:
            words.append(plural(found.left, _("1 ist nicht mehr fällig."), _("{n} sind nicht mehr fällig.")))
        self.context.message.emit(" ".join(words), False)

    def _failed(self, error: BaseException) -> None:
        self._end()
        self.context.tell(error)

    def _end(self) -> None:
        self.progress = None
        self.panel.stop()
        self.panel.hide()
        self.context.forget_gone()
        self.shown()


def _lines(one: Keeping) -> Iterator[Line]:
    until = show(one.until)
    state = "" if one.until else "missing" if one.rules else "left-out"
    told = until or (_("steht noch nicht fest") if one.rules else _("keine Regel"))
    over = one.until is not None and one.until < today()
    told = _("{day}, vorbei").format(day=until) if over else told
    yield Line((Item.of(one.project, strong=True), Item(), Item.of(told, state, strong=True)), one.project_id)
    for rule in one.rules:
        yield Line((Item.of(f"\u2003{rule.words}", muted=True), *_days(rule)), one.project_id)


def _days(rule: Rule) -> tuple[Item, ...]:
    if rule.day is None:
        return Item.of(_("fehlt"), "missing"), Item(), Item.of(_("Ergänzen"), link=True)
    return Item.of(show(rule.day), muted=True), Item.of(show(rule.until), muted=True)


def _person(one: PersonDue) -> Line:
    return Line((Item.of(one.caption), Item.of(one.projects, muted=True), Item.of(show(one.until), muted=True)), one.id)
