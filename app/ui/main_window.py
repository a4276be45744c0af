"""The frame around all pages: menus, search, modules, status, messages, undo. It knows no subject."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QSizePolicy,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app import NAME
from app.core.text import _
from app.ui import dialogs, theme
from app.ui.context import Context, Step
from app.ui.frame.idle import IdleWatch
from app.ui.frame.mark import window_icon
from app.ui.frame.menu_row import MenuRow
from app.ui.frame.menus import Menus
from app.ui.frame.search_everywhere import GlobalSearch, Search
from app.ui.frame.sidebar import Sidebar
from app.ui.frame.status_row import StatusRow
from app.ui.frame.undo_keys import UndoKeys
from app.ui.widgets.banner import Banner
from app.ui.widgets.basics import row
from app.ui.widgets.focus import FocusRing
from app.ui.widgets.toast import Toast

WIDE, NARROW, LOW = 1200, 900, 560
"""Logical px at 100 % text size: below WIDE the sidebar is a rail, below NARROW or LOW everything folds."""
USUAL = 1366, 728
"""The size of the window at first, where the screen has room for it."""
TITLE_BAR = 40
REST_MINUTES = 0.05
"""After three seconds without keys and mouse nobody notices that old objects are looked through; see `preload`."""


class AreaLike(Protocol):
    """One module as `app.ui.pages.AREAS` declares it."""

    @property
    def title(self) -> str: ...
    @property
    def icon(self) -> str: ...
    @property
    def page_factory(self) -> Callable[[Any, QWidget], QWidget]: ...


class MainWindow(QMainWindow):
    """The window of one office file.

    A page may have: `commands` (mapping of the names in frame.commands to callables), `zones()` (widgets F6 stops at),
    `may_leave()` (False keeps the page, after asking), `shown()` (called each time it comes to the front).
    """

    closed = Signal()
    lock_requested = Signal()
    cover_requested = Signal()
    """Nobody is here, and something unsaved or a dialog would be lost by locking."""
    showing_requested = Signal()
    """Somebody wants to show the program to others."""
    open_requested = Signal()
    search_everywhere = Signal(str)
    hit_chosen = Signal(object)
    part_pressed = Signal(str)
    project_chosen = Signal(object)

    def __init__(
        self, context: Context, areas: Sequence[AreaLike], search: Search | None = None, file_name: str = ""
    ) -> None:
        super().__init__()
        self.context, self.areas = context, areas
        self.pages: dict[int, QWidget] = {}
        self.narrow = False
        self.setObjectName("mainWindow")
        self.setWindowIcon(window_icon())
        self.stack = QStackedWidget()
        self.sidebar = Sidebar([(area.title, area.icon) for area in areas])
        self.search = GlobalSearch(context.tasks, search)
        self.status = StatusRow(context.tasks)
        self.banner, self.notice = Banner("err"), Banner("info")
        self._called = NAME
        self.menus = Menus(self)
        self.menu_row = MenuRow(self.search, self.menus.undo, self.menus.redo, self.menus.lock)
        self.menus.fill(self.menu_row)
        self._lay_out()
        self.toast = Toast(self)
        self._ring = FocusRing(self)
        self.idle = IdleWatch(context.settings.lock_after_minutes, self)
        self.rest = IdleWatch(REST_MINUTES, self)
        self._connect()
        self.status.show_part("database", _("{name} · verschlüsselt").format(name=file_name) if file_name else "")
        self.show_zoom()
        self.show_history()
        self.go_to(0)

    def _lay_out(self) -> None:
        self.setMenuWidget(self.menu_row)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        self._notice_margin = row(self.notice)
        right.addLayout(self._notice_margin)
        self._banner_margin = QVBoxLayout()
        self._banner_margin.addWidget(self.banner)
        right.addLayout(self._banner_margin)
        right.addWidget(self.stack, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.sidebar)
        middle.addLayout(right, 1)
        outer = QVBoxLayout()
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(middle, 1)
        outer.addWidget(self.status)
        # What was made for a wide window must not keep it from becoming small; it folds when that happens.
        self.stack.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.status.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        centre = QWidget()
        centre.setLayout(outer)
        self.setCentralWidget(centre)
        self.resize(QSize(*USUAL).boundedTo(self.screen().availableSize()))

    def appear(self) -> None:
        """Show it, over the whole of a screen that has no room for the usual size and a title bar."""
        room = self.screen().availableSize()
        if room.width() > USUAL[0] and room.height() > USUAL[1] + TITLE_BAR:
            self.show()
        else:
            self.showMaximized()

    def _connect(self) -> None:
        self.sidebar.chosen.connect(self.go_to)
        self.sidebar.collapsed.connect(self._collapse)
        self.search.searched.connect(self.search_everywhere)
        self.search.chosen.connect(self.hit_chosen)
        self.status.pressed.connect(self.part_pressed)
        self.menu_row.project_chosen.connect(self.project_chosen)
        self.banner.link_clicked.connect(lambda: self.banner.tell("err", ""))
        self.toast.undo_clicked.connect(self.context.undo)
        self.idle.idle.connect(self._lock_itself)
        self.rest.idle.connect(gc.collect)
        # What a page can do may change with what is shown inside it; then the keyboard moves, too.
        self._undo_keys = UndoKeys(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow_focus)
        self.context.message.connect(self.show_message)
        self.context.stepped.connect(self.show_history)
        self.context.work_finished.connect(self._say_step)

    def _follow_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        self._undo_keys.follow(old, new)
        if new is not None and self.isAncestorOf(new):
            self.menus.follow(self.page())
            if isinstance(new, QLineEdit | QPlainTextEdit) and self.page().isAncestorOf(new):
                self.toast.hide()  # it would lie over the buttons of what is being typed

    def page(self) -> QWidget:
        """The page shown."""
        page = self.stack.currentWidget()
        assert page is not None, "the constructor shows one"
        return page

    def go_to(self, number: int) -> QWidget:
        """Show module NUMBER; its page is made when it is first needed."""
        before = self.stack.currentWidget()
        if before is not None and before is not self.pages.get(number) and not self._may_leave():
            self.sidebar.choose(self.number())
            return before
        if number not in self.pages:
            # Made where it will stand: to move a finished page costs a look at the style of all within it.
            self.pages[number] = self.areas[number].page_factory(self.context, self.stack)
            self.stack.addWidget(self.pages[number])
            for tabs in self.pages[number].findChildren(QTabWidget):
                tabs.currentChanged.connect(lambda _tab: self.menus.follow(self.page()))
        page = self.pages[number]
        self.stack.setCurrentWidget(page)
        self.sidebar.choose(number)
        self.setWindowTitle(f"{self.areas[number].title} – {self._called}")
        self.menus.follow(page)
        shown = getattr(page, "shown", None)
        if callable(shown):
            shown()
        return page

    def number(self) -> int:
        """The number of the module shown."""
        return next(number for number, page in self.pages.items() if page is self.stack.currentWidget())

    def set_count(self, number: int, count: int) -> None:
        """Say in the sidebar how much waits in module NUMBER."""
        self.sidebar.set_count(number, count)

    def show_message(self, text: str, trouble: bool) -> None:
        """Trouble stays as a banner above the page until it is closed; the rest is a line in the status row."""
        self.status.tell(text, trouble)
        if trouble:
            self.banner.tell("err", text, link=_("Schließen"))
        self._fit_banner()

    def say_done(self, label: str) -> None:
        """Say what was done, and offer to take it back."""
        text = _("Gespeichert: {what}").format(what=label)
        self.banner.tell("err", "")
        self._fit_banner()
        self.toast.place(above=self.status.height())
        self.toast.tell(text)
        self.status.tell(text)

    def _say_step(self, step: Step) -> None:
        self.say_done(step.label)

    def show_history(self) -> None:
        """Name the next action to undo and to redo; what the toast offers is another one by now."""
        self.toast.hide()
        past, future = self.context.past, self.context.future
        self.menus.name_steps(past[-1].label if past else "", future[-1].label if future else "")

    def show_zoom(self) -> None:
        """Say the text size in the status row."""
        self.status.show_part("zoom", f"{round(theme.scale() * 100)}\u00a0%")

    def set_zoom(self, percent: int) -> None:
        """Change the text size and remember it."""
        percent = min(max(percent, round(theme.SMALLEST * 100)), round(theme.LARGEST * 100))
        self.context.settings.zoom = percent
        self._restyle()

    def set_appearance(self, appearance: str) -> None:
        """Light, dark or as the system says; remembered."""
        self.context.settings.appearance = appearance
        self._restyle()

    def _restyle(self) -> None:
        settings = self.context.settings
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, settings.appearance, settings.zoom / 100, contrast=settings.high_contrast)
        self.show_zoom()
        self._respond()
        self.context.keep_settings()

    def lock(self) -> None:
        """Ask to go back to the unlock dialog, unless something unsaved keeps us here."""
        if self._may_leave():
            self.lock_requested.emit()

    def _lock_itself(self) -> None:
        """Lock because nobody is here; there is nobody to be asked about what is unsaved."""
        with dialogs.nobody_here():
            leaves = QApplication.activeModalWidget() is None and self._may_leave()
        (self.lock_requested if leaves else self.cover_requested).emit()

    def ask_for_showing(self) -> None:
        """Ask for a window that may be shown to others, unless something unsaved keeps us here."""
        if self._may_leave():
            self.showing_requested.emit()

    def present(self, called: str, ending: str) -> None:
        """Be the window that others may look at: CALLED so everywhere, closed by the link ENDING."""
        self._called = called
        self._notice_margin.setContentsMargins(16, 8, 16, 0)
        self.notice.tell("info", "", called, ending)
        self.notice.link_clicked.connect(self.close)
        self.status.show_part("session", called, "show", "warn")
        self.status.show_part("database", _("Kopie · verschlüsselt"))
        for action in (self.menus.open, self.menus.showing):
            action.setVisible(False)
            action.setEnabled(False)
        self.go_to(self.number())

    def open_another(self) -> None:
        """Ask for another office file, unless something unsaved keeps us here."""
        if self._may_leave():
            self.open_requested.emit()

    def zones(self) -> list[QWidget]:
        """What F6 goes through: modules, search, parts of the page, status row."""
        own = getattr(self.page(), "zones", None)
        parts = own() if callable(own) else [_first_stop(self.page())]
        shown = [part for part in self.status.parts.values() if part.isVisible()]
        stops = [self.sidebar.items[self.number()], self.search, *parts, *shown[:1]]
        return [stop for stop in stops if stop is not None and stop.isVisible() and stop.isEnabled()]

    def next_zone(self, by: int = 1) -> None:
        """Move the keyboard to the next part of the window."""
        zones, focus = self.zones(), QApplication.focusWidget()
        here = [
            at for at, zone in enumerate(zones) if focus is not None and (zone is focus or zone.isAncestorOf(focus))
        ]
        start = here[-1] if here else (-1 if by > 0 else 0)
        target = zones[(start + by) % len(zones)]
        (_first_stop(target) or target).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def next_tab(self, by: int) -> None:
        """Show the next tab of the page; where tabs lie in tabs, those with the keyboard."""
        shown = [tabs for tabs in self.page().findChildren(QTabWidget) if tabs.isVisible() and tabs.count()]
        focus = QApplication.focusWidget()
        inside = [tabs for tabs in shown if focus is not None and (tabs.isAncestorOf(focus) or tabs is focus)]
        for tabs in [*inside[-1:], *shown][:1]:
            tabs.setCurrentIndex((tabs.currentIndex() + by) % tabs.count())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold parts of the frame on small screens."""
        super().resizeEvent(event)
        self._respond()

    def _respond(self) -> None:
        width, height = self.width() / theme.scale(), self.height() / theme.scale()
        self.narrow = width < NARROW or height < LOW
        rail = width < WIDE or bool(self.context.settings.layout("sidebar") == "rail")
        if (rail, height < LOW) != (self.sidebar.rail, self.sidebar.low):
            self.sidebar.set_rail(rail, height < LOW)
        self.sidebar.fold.setVisible(width >= WIDE)
        self.menu_row.set_narrow(self.narrow)
        self.status.set_narrow(self.narrow)

    def _collapse(self, rail: bool) -> None:
        self.context.settings.keep_layout("sidebar", "rail" if rail else "full")
        self._respond()

    def _fit_banner(self) -> None:
        shown = not self.banner.isHidden()
        self._banner_margin.setContentsMargins(*((16, 8, 16, 0) if shown else (0, 0, 0, 0)))

    def _may_leave(self) -> bool:
        may = getattr(self.stack.currentWidget(), "may_leave", None)
        return bool(may()) if callable(may) else True

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about what is not saved yet."""
        if self._may_leave():
            super().closeEvent(event)
            self.closed.emit()
        else:
            event.ignore()


def _first_stop(widget: QWidget) -> QWidget | None:
    """Where the keyboard goes first inside WIDGET."""
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        return widget
    inside = (child for child in widget.findChildren(QWidget) if child.isVisible() and child.isEnabled())
    return next((child for child in inside if child.focusPolicy() & Qt.FocusPolicy.TabFocus), None)
