"""What every screen may use, in one hand: made once when a file is opened, handed down, never global."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.core import log
from app.core.errors import UNEXPECTED, Conflict, UserError
from app.core.text import _
from app.models.db import UNDONE, Database
from app.models.history import Done
from app.models.own_field import OwnField, publish, stored
from app.models.work import Work
from app.services import digests
from app.services.agenda import projects
from app.services.erasing import surviving

if TYPE_CHECKING:
    from app.core.progress import Progress
    from app.core.settings import Settings
    from app.models.office import Office
    from app.ui.tasks import Tasks

Action = Callable[[Work], object]
MANY = 500
"""After so many changes in one work, such as an import, everything is looked at anew."""


@dataclass(frozen=True)
class Step:
    """One thing that can be taken back or brought back."""

    id: int
    label: str


class Context(QObject):
    """Database, tasks, settings and messages for all pages."""

    changed = Signal(object)
    """Done: what a finished work changed; pages reload what it touches."""
    message = Signal(str, bool)
    """Text for the message line; True when it is trouble."""
    stepped = Signal()
    """The undo or redo list has changed."""
    project_changed = Signal()
    """Another project was chosen, or the list of projects is another one."""
    own_fields_changed = Signal()
    """The office's own fields are others than before."""
    covering_changed = Signal()
    """Contact data is shown covered from now on, or as it is."""
    work_finished = Signal(object)
    """Step: something was just done that can be taken back."""

    def __init__(self, db: Database, tasks: Tasks, settings: Settings, office: Office | None = None) -> None:
        super().__init__()
        self.db, self.tasks, self.settings, self.office = db, tasks, settings, office
        self.projects: list[tuple[int, str]] = []
        self.project_id: int | None = None
        self.past: list[Step] = []
        self.future: list[Step] = []
        self.contacts_open: bool | None = None
        """Whether somebody asked to see all contact data until the program ends; None leaves it to the settings."""
        self._announced = self._announce
        db.listeners.append(self._announced)
        self.changed.connect(lambda done: self.load_projects() if done.touches("project") else None)
        self.changed.connect(lambda done: self.load_own_fields() if done.touches(OwnField.__tablename__) else None)
        self.changed.connect(lambda done: self.keep_digests() if len(done.changes) >= MANY else None)

    def _announce(self, done: Done) -> None:
        # Called in the worker's thread; the signal brings it to the screen's.
        self.changed.emit(done)

    def choose_project(self, id: int | None) -> None:
        """Work in another project from now on."""
        if id != self.project_id:
            self.project_id = id
            self.project_changed.emit()

    def load_projects(self) -> None:
        """Read which projects there are; the one worked in stays if it is still there, otherwise the latest."""

        def load(_progress: Progress) -> list[tuple[int, str]]:
            with self.db.read() as session:
                return projects(session)

        def show(found: list[tuple[int, str]]) -> None:
            self.projects = found
            ids = [id for id, _name in found]
            self.project_id = self.project_id if self.project_id in ids else next(iter(ids), None)
            self.project_changed.emit()

        self.tasks.run(load, show, self, self.tell, key="projects", quiet=True)

    def load_own_fields(self) -> None:
        """Read which own fields there are, and let lists and forms know them."""

        def load(_progress: Progress) -> list[OwnField]:
            with self.db.read() as session:
                return stored(session)

        def show(found: list[OwnField]) -> None:
            publish(found)
            self.own_fields_changed.emit()

        self.tasks.run(load, show, self, self.tell, key="own fields", quiet=True)

    def keep_digests(self) -> None:
        """Find out in the background what lists of everybody will ask, of all whom nobody has looked at yet."""

        def failed(error: BaseException) -> None:
            # It only makes things faster; where nothing can be written somebody will notice soon enough.
            if not isinstance(error, UserError):
                self.tell(error)

        # Not in the lane for writing, where what people save would wait behind it; each of its works is short.
        self.tasks.run(
            lambda progress: digests.keep(self.db, progress), lambda _n: None, self, failed,
            key="digests", quiet=True,
        )  # fmt: skip

    def do(
        self,
        label: str,
        action: Action,
        owner: QObject,
        done: Callable[[], object] = lambda: None,
        failed: Callable[[BaseException], object] | None = None,
        *,
        undoable: bool = True,
    ) -> Progress:
        """Do one action of a person in one transaction, away from the screen; DONE or FAILED is called here.

        What is not UNDOABLE stands in the history, but is never offered to be taken back.
        """

        def run(_progress: Progress) -> Done | None:
            with self.db.work(label) as work:
                action(work)
            return work.done

        def finish(result: Done | None) -> None:
            if undoable:
                self.remember(result)
            done()

        return self.tasks.run(run, finish, owner, failed or self.tell, lane="work")

    def remember(self, done: Done | None) -> None:
        """Make a finished work the next one to be undone."""
        if done is None or done.id is None:
            return
        step = Step(done.id, done.label)
        self.past.append(step)
        self.future.clear()
        self.stepped.emit()
        self.work_finished.emit(step)

    def forget_gone(self) -> None:
        """Offer no step any more whose history was cleaned, and leave no name in the words for the others."""
        ids = [step.id for step in (*self.past, *self.future)]

        def load(_progress: Progress) -> dict[int, str]:
            with self.db.read() as session:
                return surviving(session, ids)

        def keep(left: dict[int, str]) -> None:
            gone = set(ids) - left.keys()
            for steps in (self.past, self.future):
                steps[:] = [Step(one.id, left.get(one.id) or one.label) for one in steps if one.id not in gone]
            self.stepped.emit()

        self.tasks.run(load, keep, self, self.tell, quiet=True)

    def undo(self) -> None:
        """Take back the last action."""
        self._take_back(self.past, self.future, _("Rückgängig gemacht: {what}"))

    def redo(self) -> None:
        """Bring back what was just taken back."""
        self._take_back(self.future, self.past, _("Wiederholt: {what}"))

    def _take_back(self, source: list[Step], target: list[Step], told: str) -> None:
        if not source:
            return
        step = source.pop()
        self.stepped.emit()

        def finish(done: Done) -> None:
            label = step.label
            if done.id is not None:
                target.append(Step(done.id, label))
            self.stepped.emit()
            self.message.emit(told.format(what=label.removeprefix(UNDONE)), False)

        def failed(error: BaseException) -> None:
            # What somebody changed since cannot be taken back any more, and must not bar the way to what was before.
            if not isinstance(error, Conflict):
                source.append(step)
                self.stepped.emit()
            self.tell(error)

        self.tasks.run(lambda _progress: self.db.undo(step.id), finish, self, failed, lane="work")

    def tell(self, error: BaseException) -> None:
        """Expected trouble becomes a sentence; a bug becomes a report without personal data."""
        if isinstance(error, UserError):
            self.message.emit(str(error), True)
        else:
            log.report(error)
            self.message.emit(_(UNEXPECTED), True)

    @property
    def covers_contacts(self) -> bool:
        """Whether telephone, e-mail and street are covered until somebody asks."""
        return self.settings.cover_contacts if self.contacts_open is None else not self.contacts_open

    def open_contacts(self, on: bool | None) -> None:
        """Show all contact data until the program ends, cover it, or do as the settings say."""
        self.contacts_open = on
        self.covering_changed.emit()

    def keep_settings(self) -> None:
        """Write the settings; where that fails it is said, and everything else goes on."""
        try:
            self.settings.save()
        except UserError as trouble:
            self.tell(trouble)

    def close(self) -> None:
        """Stop listening; the database itself belongs to the office file."""
        if self._announced in self.db.listeners:
            self.db.listeners.remove(self._announced)
