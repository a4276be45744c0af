"""One tab of a record's detail: what the detail asks of every tab."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayout, QStackedWidget, QVBoxLayout, QWidget

from app.core.progress import Progress
from app.models.base import Entity
from app.ui.context import Context
from app.ui.widgets.side_by_side import scrolling

Ended = Callable[[bool], object]


def nothing(_ok: bool) -> None:
    """Nobody waits for the end."""


class DetailTab(QWidget):
    """One tab; a page lists its tabs in `detail_tabs`. What is inside is made when something is to be shown."""

    editing_changed = Signal()
    """It began or ended to be edited, or what was typed changed."""
    noted = Signal(int)
    """How many things in it want attention; shown beside its title."""
    tallied = Signal(int)
    """How many things there are in it; shown beside its title."""
    saved = Signal(object)
    """The id of a record that was saved here."""

    editable = False
    eager = False
    """Whether it is read together with the record, because its title tells something."""
    tables: tuple[str, ...] = ()
    """Tables whose changes concern what is shown, besides the record's own."""
    footnote = ""
    parts: tuple[str, ...] = ()
    """Tables of the records that can be opened here, because they belong to the one shown."""

    def __init__(self, context: Context, title: str) -> None:
        super().__init__()
        self.context, self.title = context, title
        self.record: Entity | None = None
        self.editing = False
        self.new = False
        self.built = False

    def prepare(self) -> None:
        """Make what is inside, unless it is there."""
        if not self.built:
            self.built = True
            self.build()

    def build(self) -> None:
        """Make what is inside; a page would open slowly if tabs did so at once that nobody looks at."""

    def fill(self, *parts: QWidget | QLayout) -> None:
        """Put PARTS below each other, in an area that scrolls where there is less height than they need."""
        content, inner, outer = QWidget(), QVBoxLayout(), QVBoxLayout(self)
        content.setProperty("plain", "true")
        content.setLayout(inner)
        for layout in (inner, outer):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        for part in parts:
            if isinstance(part, QLayout):
                inner.addLayout(part)
            else:
                inner.addWidget(part, 1 if isinstance(part, QStackedWidget) else 0)
        outer.addWidget(scrolling(content))

    def show_record(self, record: Entity) -> None:
        """Show what belongs to RECORD."""
        self.prepare()
        self.record = record

    def is_changed(self) -> bool:
        """Whether something typed is not saved yet."""
        return False

    def edit(self) -> None:
        """Let the person change something."""

    def discard(self) -> None:
        """Forget what was typed."""

    def save(self, ended: Ended = nothing) -> None:
        """Save what was typed, then tell whether it worked."""
        ended(True)

    def go_to_noted(self, by: int) -> None:
        """Go to the next or the previous field with a note."""

    def go_to_field(self, name: str) -> None:
        """Go to one field, where there are any."""

    def set_compact(self, compact: bool) -> None:
        """Save lines where there is little room."""

    def open_part(self, table: str, id: int) -> None:
        """Show a record of one of the tables in `parts`."""

    def mend(self, table: str, id: int, field: str) -> None:
        """Edit one FIELD of the record shown, or of a part of it."""
        self.open_part(table, id)
        self.go_to_field(field)

    def leave(self) -> None:
        """Nobody looks at the record any more: cover again what was shown on request."""

    def read(self, load: Callable[[Any], Any], show: Callable[[Any], object], key: str = "tab") -> None:
        """LOAD something with a session, away from the screen, and SHOW it unless another record is shown by then."""
        record = self.record

        def run(_progress: Progress) -> Any:
            with self.context.db.read() as session:
                return load(session)

        def arrived(found: Any) -> None:
            if record is self.record:
                show(found)

        self.context.tasks.run(run, arrived, self, key=key)
