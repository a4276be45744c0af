"""A module with tabs under its title: several lists and pages that belong together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from app.core.progress import Progress
from app.core.text import _
from app.models.base import Entity
from app.models.history import Done
from app.models.query import Query
from app.ui import theme
from app.ui.context import Context
from app.ui.pages.list_page import ListPage
from app.ui.widgets.basics import column, label, named, plain, row

ROOMY = 820
"""From this width (at 100 % text size) on there is room for a note beside the tabs."""


@dataclass(frozen=True)
class Part:
    """One tab: what makes it when it is first looked at, and the record whose list it is, if it is one.

    A page may have `top`, a widget with its buttons for the row of the module's title, the signals `noted` (text beside
    the tabs), `tallied` (count beside the tab's name) and `opened` (table, id), and `announce()`, which emits all.
    """

    title: str
    make: Callable[[Context], QWidget]
    entity: type[Entity] | None = None


class ModulePage(QWidget):
    """Title, tabs, and the page of the tab in front; subclasses say which tabs there are."""

    title = ""
    opened = Signal(str, object)
    """Another record that should be shown: its table and id."""
    counted = Signal(int)
    """How much waits here; the navigation shows it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.specs = tuple(self.parts())
        self.pages: dict[int, Any] = {}
        self._places: list[QVBoxLayout] = []
        self.notes: dict[int, str] = {}
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        named(self.tabs.tabBar(), _("Bereiche: {title}").format(title=_(self.title)), "moduleTabs")
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.tabBar().setExpanding(False)
        self.note = label("", "muted")
        self.note.setContentsMargins(0, 0, 16, 10)
        self.tabs.setCornerWidget(self.note)
        self._tops = QStackedWidget()
        for spec in self.specs:
            self._places.append(column(spacing=0))
            number = self.tabs.addTab(plain(self._places[-1]), _(spec.title))
            self.tabs.tabBar().setAccessibleTabName(number, _(spec.title))
            self._tops.addWidget(plain(row()))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 8, 0, 0)
        outer.setSpacing(4)
        outer.addLayout(row(label(_(self.title), "title"), self._tops, spacing=12, margins=(16, 0, 16, 0)))
        outer.addWidget(self.tabs, 1)
        outer.setStretch(1, 1)
        self.tabs.currentChanged.connect(self._turn)
        context.changed.connect(self._changed)
        self._turn(0)
        self._count()

    def parts(self) -> Sequence[Part]:
        """The tabs, in order."""
        raise NotImplementedError

    # ---------------------------------------------------------------- tabs

    def page(self) -> Any:
        """The page of the tab in front; the window may ask while Qt is still turning to it."""
        return self._made(self.tabs.currentIndex())

    def go_to(self, number: int) -> Any:
        """Bring tab NUMBER to the front and give its page."""
        self.tabs.setCurrentIndex(number)
        return self.page()

    def part(self, table: str) -> Any:
        """Bring the tab with the list of TABLE to the front and give its page."""
        number = next(n for n, spec in enumerate(self.specs) if spec.entity and spec.entity.__tablename__ == table)
        return self.go_to(number)

    def _turn(self, number: int) -> None:
        page = self._made(number)
        self._tops.setCurrentIndex(number)
        self.note.setText(self.notes.get(number, ""))
        shown = getattr(page, "shown", None)
        if callable(shown) and self.isVisible():
            shown()

    def _made(self, number: int) -> Any:
        if number not in self.pages:
            self._make(number)
        return self.pages[number]

    def _make(self, number: int) -> None:
        page = self.specs[number].make(self.context)
        self.pages[number] = page
        if isinstance(page, ListPage):
            page.head.lift()
        self._places[number].addWidget(page)
        top = page.head.top if isinstance(page, ListPage) else getattr(page, "top", None)
        place = self._tops.widget(number)
        if top is not None and place is not None:
            self._tops.removeWidget(place)
            self._tops.insertWidget(number, top)
        answers: dict[str, Callable[..., object]] = {
            "opened": self.opened.emit,
            "counted": self.counted.emit,
            "noted": lambda text: self._note(number, text),
            "tallied": lambda count: self._tally(number, count),
        }
        for name, answer in answers.items():
            if isinstance(signal := getattr(page, name, None), SignalInstance):
                signal.connect(answer)
        announce = getattr(page, "announce", None)
        if callable(announce):  # what was told before anybody listened
            announce()

    def _note(self, number: int, text: str) -> None:
        self.notes[number] = text
        if number == self.tabs.currentIndex():
            self.note.setText(text)

    def _tally(self, number: int, count: int) -> None:
        title = _(self.specs[number].title)
        self.tabs.setTabText(number, f"{title} {count}" if count else title)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the whole row to the tabs where there is little room."""
        super().resizeEvent(event)
        self.note.setVisible(self.width() / theme.scale() >= ROOMY)

    # ---------------------------------------------------------------- counts

    def _changed(self, done: Done) -> None:
        if done.touches(*(spec.entity.__tablename__ for spec in self.specs if spec.entity)):
            self._count()

    def _count(self) -> None:
        """Say beside each tab how many records its list has."""
        wanted = {number: spec.entity for number, spec in enumerate(self.specs) if spec.entity}

        def load(_progress: Progress) -> dict[int, int]:
            with self.context.db.read() as session:
                return {number: Query(entity).count(session) for number, entity in wanted.items()}

        def show(found: dict[int, int]) -> None:
            for number, count in found.items():
                self._tally(number, count)

        self.context.tasks.run(load, show, self, key="tallies", quiet=True)

    # ---------------------------------------------------------------- what the window asks

    @property
    def commands(self) -> Mapping[str, Callable[[], object]]:
        """What menus and keys can do with the page in front."""
        # While a page is being made, the window already asks what it can do.
        return getattr(self.pages.get(self.tabs.currentIndex()), "commands", {})

    def zones(self) -> list[QWidget]:
        """Where F6 stops."""
        own = getattr(self.page(), "zones", None)
        return [self.tabs.tabBar(), *(own() if callable(own) else [])]

    def shown(self) -> None:
        """Begin where the page in front begins."""
        shown = getattr(self.page(), "shown", None)
        if callable(shown):
            shown()

    def may_leave(self) -> bool:
        """Ask what to do with unsaved input on any tab; False when the person stays."""
        asks = (getattr(page, "may_leave", None) for page in self.pages.values())
        return all(ask() for ask in asks if callable(ask))
