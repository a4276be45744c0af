"""Views of a list under names: choose one, keep how the list looks now, rename, remove, begin with one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from app.core.progress import Progress
from app.core.text import _
from app.models import SavedView
from app.models.fields import columns
from app.models.history import Done
from app.models.saved_view import View, saved_views
from app.models.work import Work
from app.ui import dialogs
from app.ui.context import Action

if TYPE_CHECKING:
    from app.ui.pages.list_page import ListPage


class ListViews(QObject):
    """The views of one page; they belong to the office, which one a list begins with to the person."""

    changed = Signal()
    """Another view is shown, or the list differs from it, or there are others."""

    def __init__(self, page: ListPage) -> None:
        super().__init__(page)
        self._page, self._kind = page, page.entity.__tablename__
        self.saved: Sequence[SavedView] = ()
        self.chosen: int | None = None
        """The view that the list began from; None is how it looks usually."""
        self.standard: int | None = None
        self._begun = False
        page.context.changed.connect(self._follow)

    # ---------------------------------------------------------------- what there is

    def load(self) -> None:
        """Read the views; the first time, the one to begin with is shown."""
        kind = self._kind

        def read(_progress: Progress) -> list[SavedView]:
            with self._page.context.db.read() as session:
                return saved_views(session, kind)

        self._page.context.tasks.run(read, self._loaded, self, key="views", quiet=True)

    def _loaded(self, saved: Sequence[SavedView]) -> None:
        self.saved = saved
        if self.chosen is not None and self.view(self.chosen) is None:
            self.chosen = None
        if not self._begun:
            self._begun = True
            if self.standard is not None and self.view(self.standard) is not None:
                self.choose(self.standard)
        self.changed.emit()

    def _follow(self, done: Done) -> None:
        if done.touches("saved_view"):
            self.load()

    def record(self, id: int | None) -> SavedView | None:
        """One of the saved views."""
        return next((one for one in self.saved if one.id == id), None)

    def view(self, id: int | None) -> View | None:
        """How the list looks in one of the views; None without an id is the usual one."""
        if id is None:
            return self.usual()
        found = self.record(id)
        return self.fitting(View.unpacked(self._page.entity, found.definition)) if found else None

    def usual(self) -> View:
        """How every list begins: nothing is left out."""
        return View((*self._page.columns(), *self._page.model.extras), self._page.order)

    def now(self) -> View:
        """How the list looks now, without protected columns, which nobody should meet by surprise."""
        page, query = self._page, self._page.model.wanted
        specs = columns(page.entity)
        shown = tuple(name for name in page.model.shown if name not in specs or not specs[name].sensitive)
        return View(shown, query.order, query.descending, dict(page.head.filters.where))

    def fitting(self, view: View) -> View:
        """VIEW as far as the list has its columns and filters."""
        page, specs = self._page, columns(self._page.entity)
        possible = page.model.possible()
        names = tuple(name for name in view.columns if name in possible) or self.usual().columns
        order = view.order if view.order in specs else "caption"
        where = {name: one for name, one in view.where.items() if name in page.head.filters.possible}
        return replace(view, columns=names, order=order, where=where)

    def changed_since(self) -> bool:
        """Whether the list no longer looks as in its view."""
        return self.now() != self.view(self.chosen)

    def title(self) -> str:
        """'Alle Mentees *'."""
        found = self.record(self.chosen)
        name = found.name if found else self._page.everything()
        return f"{name} *" if self.changed_since() else name

    # ---------------------------------------------------------------- choosing and keeping

    def choose(self, id: int | None) -> None:
        """Show the list as in a view."""
        if view := self.view(id):
            self.chosen = id
            self._page.arrange_as(view)
            self.changed.emit()

    def save(self) -> None:
        """Keep how the list looks now, under a name; the view that had it is replaced."""
        before = self.record(self.chosen)
        what, deed = _("Name der Ansicht"), _("Ansicht speichern")
        name = dialogs.ask_text(self._page.window(), deed, what, before.name if before else "", deed)
        name = " ".join((name or "").split())
        if not name:
            return
        same = next((one for one in self.saved if one.name == name), None)
        definition, kind = self.now().packed(), self._kind
        made = SavedView(kind=kind, name=name, definition=definition) if same is None else same

        def act(work: Work) -> None:
            if same is None:
                work.add(made)
            else:
                work.update(work.get(SavedView, same.id, same.version), {"definition": definition})

        self._do(_("Ansicht „{name}“ speichern").format(name=name), act, made.id)

    def rename(self) -> None:
        """Give the chosen view another name."""
        found = self.record(self.chosen)
        if found is None:
            return
        what, deed = _("Name der Ansicht"), _("Umbenennen")
        name = dialogs.ask_text(self._page.window(), _("Ansicht umbenennen"), what, found.name, deed)
        name = " ".join((name or "").split())
        if name and name != found.name:
            change = {"name": name}
            self._do(
                _("Ansicht „{name}“ umbenennen").format(name=found.name),
                lambda work: work.update(work.get(SavedView, found.id, found.version), change),
                found.id,
            )

    def remove(self) -> None:
        """Give up the chosen view; the list stays as it is."""
        if found := self.record(self.chosen):
            label = _("Ansicht „{name}“ löschen").format(name=found.name)
            self._do(label, lambda work: work.delete(work.get(SavedView, found.id, found.version)), None)

    def begin_with(self, on: bool) -> None:
        """Let the list begin with the chosen view from now on, or as usual."""
        self.standard = self.chosen if on else None
        self._page.memory.keep()

    def _do(self, label: str, act: Action, then: int | None) -> None:
        def done() -> None:
            self.chosen = then
            self.load()

        self._page.context.do(label, act, self, done)

    # ---------------------------------------------------------------- the menu

    def menu(self, parent: QWidget) -> QMenu:
        """All views, and what can be done with the one shown."""
        menu = QMenu(parent)
        for id, name in [(None, self._page.everything()), *((one.id, one.name) for one in self.saved)]:
            action = menu.addAction(name.replace("&", "&&"), partial(self.choose, id))
            action.setCheckable(True)
            action.setChecked(id == self.chosen)
        menu.addSeparator()
        menu.addAction(_("Ansicht &speichern …"), self.save)
        here = self.record(self.chosen) is not None
        for text, slot in ((_("&Umbenennen …"), self.rename), (_("&Löschen"), self.remove)):
            menu.addAction(text, slot).setEnabled(here)
        standard = menu.addAction(_("Mit dieser Ansicht &beginnen"))
        standard.setCheckable(True)
        standard.setChecked(here and self.chosen == self.standard)
        standard.setEnabled(here)
        standard.triggered.connect(self.begin_with)
        return menu
