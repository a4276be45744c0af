"""The detail of one record: who it is, its tabs, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QHideEvent, QIcon, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QMenu,
    QSizePolicy,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.core.text import _
from app.models.base import Entity
from app.ui import icons
from app.ui.pages.detail_tab import DetailTab, nothing
from app.ui.pages.tabs import FormTab
from app.ui.pages.unsaved import may_leave
from app.ui.widgets.badge import Badge
from app.ui.widgets.basics import empty, label, line, named, plain
from app.ui.widgets.buttons import Button, IconButton, PrimaryButton
from app.ui.widgets.flow import FlowLayout


@dataclass(frozen=True)
class Fact:
    """One badge; KIND err, warn, ok, info or neutral."""

    text: str
    kind: str = ""


@dataclass(frozen=True)
class Header:
    """What stands over the tabs."""

    title: str
    subtitle: str = ""
    facts: tuple[Fact, ...] = ()


class Detail(QFrame):
    """Shows one record in tabs; the first tab can make a new one."""

    closed = Signal()
    stepped = Signal(int)
    whole_wanted = Signal(bool)
    """Somebody wants it over the whole page, or beside the list again."""
    saved = Signal(object)
    state_changed = Signal()
    """It began or ended to be edited, or what was typed changed."""

    def __init__(self, make: Callable[[], Iterable[DetailTab]], parent: QWidget | None = None) -> None:
        """The tabs are what MAKE gives, asked for one by one; see `get_ready`."""
        super().__init__(parent)
        self._coming, self._tabs = _lazily(make), list[DetailTab]()
        self.setProperty("card", "true")
        self.setObjectName("detail")
        self.record: Entity | None = None
        self._shown: set[DetailTab] = set()
        self._compact = False
        self.menu = QMenu(self)
        self._build_header()
        self.tabs = QTabWidget(self)
        self.tabs.setUsesScrollButtons(True)
        named(self.tabs.tabBar(), _("Reiter"), "detailTabs")
        self.tabs.tabBar().setExpanding(False)
        self.tabs.tabBar().setDrawBase(False)
        self._name_scroll_buttons()
        self._build_foot()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 8, 1, 1)
        layout.setSpacing(4)
        layout.addWidget(self._head)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self._foot)

    @property
    def all_tabs(self) -> Sequence[DetailTab]:
        """Every tab; those that are not there yet are made now."""
        while self.make_tab():
            pass
        return self._tabs

    def make_tab(self) -> bool:
        """Make the next tab; False when all are there."""
        if (tab := next(self._coming, None)) is None:
            return False
        self._add_tab(tab)
        return True

    def get_ready(self) -> bool:
        """Make one more of the things that the first record will need; False when nothing is left to do.

        For whoever has time before a record is chosen, in steps that nobody notices.
        """
        if self.make_tab():
            return True
        needed = (tab for number, tab in enumerate(self._tabs) if number == 0 or tab.eager)
        if (tab := next((tab for tab in needed if not tab.built), None)) is None:
            return False
        tab.prepare()
        return True

    def _build_header(self) -> None:
        self.back = Button(_("Liste"), self.closed.emit, "left", "backToList")
        self.back.hide()
        self.name, self.subtitle = label("", "name", selectable=True), label("", "small", selectable=True)
        self._inline = label("", "small")
        self._inline.hide()
        self.previous = IconButton("up", _("Voriger (Alt+Bild auf)"), lambda: self.stepped.emit(-1), "previousRecord")
        self.next = IconButton("down", _("Nächster (Alt+Bild ab)"), lambda: self.stepped.emit(1), "nextRecord")
        self.enlarge = IconButton("enlarge", _("Ganze Seite"), lambda: self._ask_whole(True), "wholePage")
        self.beside = Button(
            _("Neben der Liste zeigen"), lambda: self._ask_whole(False), "detail", "besideList", small=True
        )
        self.beside.hide()
        self.more = IconButton("more", _("Weitere Aktionen"), name="more")
        self.more.setMenu(self.menu)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.close_button = IconButton("close", _("Detail schließen"), self.closed.emit, "closeDetail")
        first = self._first = QHBoxLayout()
        first.setSpacing(6)
        # Where there is little room the second line is cut off before anything else.
        self._inline.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.subtitle.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        for part in (self.back, self.name):
            first.addWidget(part)
        first.addWidget(self._inline, 10)
        first.addStretch(1)
        for button in (self.beside, self.previous, self.next, self.more, self.enlarge, self.close_button):
            first.addWidget(button)
        self._badges = FlowLayout(spacing=6)
        self._badge_row = plain(self._badges)
        self._head = QWidget(self)
        head = QVBoxLayout(self._head)
        head.setContentsMargins(14, 0, 10, 0)
        head.setSpacing(4)
        head.addLayout(first)
        head.addWidget(self.subtitle)
        head.addWidget(self._badge_row)

    def _build_foot(self) -> None:
        self.footnote = label("", "small")
        self.edit_button = Button(_("Bearbeiten"), self.edit, "edit", "edit")
        self.edit_button.setToolTip(_("Bearbeiten (F2)"))
        self.cancel_button = Button(_("Abbrechen"), self.discard, name="cancel")
        self.save_button = PrimaryButton(_("Speichern"), self.save, "save", "save")
        self.save_button.setToolTip(_("Speichern (Strg+S)"))
        row = QHBoxLayout()
        row.setContentsMargins(14, 7, 14, 7)
        row.setSpacing(8)
        row.addWidget(self.footnote, 1)
        for button in (self.edit_button, self.cancel_button, self.save_button):
            row.addWidget(button)
        self._foot = QWidget(self)
        column = QVBoxLayout(self._foot)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(line())
        column.addLayout(row)

    def _add_tab(self, tab: DetailTab) -> None:
        self._tabs.append(tab)
        tab.set_compact(self._compact)
        number = self.tabs.addTab(tab, tab.title)
        self.tabs.tabBar().setAccessibleTabName(number, tab.title)
        tab.editing_changed.connect(self._follow)
        tab.noted.connect(lambda count, tab=tab: self._note(tab, count))
        tab.tallied.connect(lambda count, tab=tab: self._tally(tab, count))
        tab.saved.connect(self.saved.emit)
        if len(self._tabs) == 1:
            self.tabs.currentChanged.connect(self._turned)
            self._follow()

    def _name_scroll_buttons(self) -> None:
        names = (_("Reiter nach links"), _("Reiter nach rechts"))
        for button, name in zip(self.tabs.tabBar().findChildren(QToolButton), names, strict=False):
            button.setAccessibleName(name)

    # ---------------------------------------------------------------- what is shown

    def tab(self) -> DetailTab:
        """The tab in front."""
        tab = self.tabs.currentWidget() if self.all_tabs else None
        assert isinstance(tab, DetailTab)
        return tab

    def show_record(self, record: Entity, header: Header) -> None:
        """Show RECORD; the tab in front stays in front."""
        self.record = record
        self._show_header(header)
        for number, tab in enumerate(self.all_tabs):
            self.tabs.setTabVisible(number, True)
            if tab.new:
                tab.discard()
        self._shown = {tab for tab in self.all_tabs if tab.editing}
        for tab in self.all_tabs:
            if tab.eager and tab not in self._shown:
                self._shown.add(tab)
                tab.show_record(record)
        self._turned()

    def show_new(self, record: Entity, title: str) -> None:
        """Fill in a record that is not stored yet, in the first tab alone."""
        first = self.all_tabs[0]
        assert isinstance(first, FormTab)
        self.record = record
        self._show_header(Header(title, _("Noch nicht gespeichert")))
        with QSignalBlocker(self.tabs):  # else the tabs that pass by on the way would look for the record
            for number, tab in enumerate(self.all_tabs):
                self.tabs.setTabVisible(number, tab is first)
            self.tabs.setCurrentWidget(first)
        self._shown = {first}
        first.show_new(record)
        self._follow()

    def _show_header(self, header: Header) -> None:
        self.name.setText(header.title)
        self.subtitle.setText(header.subtitle)
        self._inline.setText(header.subtitle)
        self.setAccessibleName(header.title)
        empty(self._badges)
        for fact in header.facts[:4]:
            self._badges.addWidget(Badge(fact.text, fact.kind))
        self._arrange()

    def _turned(self) -> None:
        if self.record is not None and self.tab() not in self._shown and not self._is_new():
            self._shown.add(self.tab())
            self.tab().show_record(self.record)
        self._follow()

    def _is_new(self) -> bool:
        return any(tab.new for tab in self._tabs)

    def _note(self, tab: DetailTab, count: int) -> None:
        number = self.tabs.indexOf(tab)
        self.tabs.setTabText(number, f"{tab.title}  {count}" if count else tab.title)
        self.tabs.setTabIcon(number, icons.icon("warning", "warn") if count else QIcon())
        said = _("{tab}, {n} Angaben fehlen").format(tab=tab.title, n=count) if count else tab.title
        self.tabs.tabBar().setAccessibleTabName(number, said)

    def _tally(self, tab: DetailTab, count: int) -> None:
        text = f"{tab.title} {count}" if count else tab.title
        self.tabs.setTabText(self.tabs.indexOf(tab), text)
        self.tabs.tabBar().setAccessibleTabName(self.tabs.indexOf(tab), text)

    def set_narrow(self, narrow: bool, compact: bool, *, whole: bool = False) -> None:
        """NARROW: the detail stands in the list's place, WHOLE: by choice; COMPACT: it also saves every line it can."""
        self._compact = compact
        for tab in self._tabs:
            tab.set_compact(compact)
        self.back.setVisible(narrow)
        self.beside.setVisible(whole)
        self.enlarge.setVisible(not narrow)
        self.close_button.setVisible(not narrow)
        self._arrange()

    def _ask_whole(self, whole: bool) -> None:
        """The button that was pressed disappears; the keyboard goes to the one that takes it back."""
        self.whole_wanted.emit(whole)
        (self.beside if whole else self.enlarge).setFocus(Qt.FocusReason.OtherFocusReason)

    def _arrange(self) -> None:
        # A long name takes a second line; it never makes the detail wider at the cost of the list.
        self.name.setWordWrap(not self._compact)
        self._first.setStretchFactor(self.name, 0 if self._compact else 100)
        self._inline.setVisible(self._compact and bool(self._inline.text()))
        self.subtitle.setVisible(not self._compact and bool(self.subtitle.text()))
        self._badge_row.setVisible(not self._compact and self._badges.count() > 0)

    # ---------------------------------------------------------------- editing

    def is_changed(self) -> bool:
        """Whether something typed is not saved yet."""
        return any(tab.is_changed() for tab in self._tabs)

    def editing(self) -> DetailTab | None:
        """The tab that is just being edited."""
        return next((tab for tab in self._tabs if tab.editing), None)

    def edit(self) -> None:
        """Edit the tab in front, or the first that can be edited."""
        if self.record is None or self.editing():
            return
        if not self.tab().editable:
            self.tabs.setCurrentWidget(next(tab for tab in self.all_tabs if tab.editable))
        self.tab().edit()

    def save(self, ended: Callable[[bool], object] = nothing) -> None:
        """Save the tab that is being edited."""
        tab = self.editing()
        if tab is None:
            ended(True)
            return
        self.tabs.setCurrentWidget(tab)
        here = self._has_keyboard()

        def finish(ok: bool) -> None:
            if ok and here:
                self._keep_keyboard()
            ended(ok)

        tab.save(finish)

    def discard(self) -> None:
        """Forget what was typed; a record that was never saved is gone."""
        new, here = self._is_new(), self._has_keyboard()
        for tab in self._tabs:
            tab.discard()
        if new:
            self.record = None
            self.closed.emit()
        elif here:
            self._keep_keyboard()

    def _has_keyboard(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def _keep_keyboard(self) -> None:
        """Fields that turn into text would hand the keyboard to whatever comes first in the window."""
        if not self._has_keyboard():
            self.tabs.tabBar().setFocus(Qt.FocusReason.OtherFocusReason)

    def may_leave(self) -> bool:
        """Ask what to do with unsaved input; False when the person stays."""
        if not self.is_changed():
            self.discard()
            return True
        return may_leave(self, self.name.text(), self.save, self.discard)

    def go_to_field(self, part: str, field: str, id: int) -> None:
        """Bring the tab with records of the table PART to the front and edit FIELD, of the record ID if it is one."""
        own = self.record.__tablename__ if self.record else ""
        tab = next((one for one in self.all_tabs if part in one.parts), None)
        if tab is None and part == own:
            tab = self.all_tabs[0]
        if tab is not None:
            self.tabs.setCurrentWidget(tab)
            tab.mend(part, id, field)

    def go_to_noted(self, by: int) -> None:
        """Go to the next or the previous field with a note."""
        self.tab().go_to_noted(by)

    def _follow(self) -> None:
        """Show the buttons that fit what is going on."""
        editing, tab = self.editing(), self.tab()
        self._foot.setVisible(tab.editable)
        self.edit_button.setVisible(editing is None)
        self.cancel_button.setVisible(editing is not None)
        self.save_button.setVisible(editing is not None)
        self.footnote.setText(tab.footnote if editing else "")
        for button in (self.previous, self.next, self.more):
            button.setEnabled(not self._is_new())
        self.state_changed.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Whoever comes back has to ask again for what is covered; a minimised window leaves nothing."""
        super().hideEvent(event)
        if not event.spontaneous():
            for tab in self._tabs:
                tab.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc ends editing, asking before anything typed is lost; otherwise it closes the detail."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.editing():
            self.may_leave()
        else:
            self.closed.emit()


def _lazily(make: Callable[[], Iterable[DetailTab]]) -> Iterator[DetailTab]:
    """What MAKE gives; it is not called before the first is asked for."""
    yield from make()
