"""Records that belong to the one shown: a small table, and a form in its place while one of them is edited."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.core.text import _
from app.models.base import Entity
from app.models.fields import Field, fields
from app.models.work import Work
from app.ui.context import Context
from app.ui.pages.small_table import SmallTable
from app.ui.pages.tabs import EditTab
from app.ui.rows import Column, Line
from app.ui.widgets.basics import label, line, plain, row
from app.ui.widgets.buttons import Button


class RecordsTab(EditTab):
    """Enter or F2 edits the chosen one, Entf deletes it; subclasses say what the table shows."""

    counted = Signal(int)
    """How many there are."""

    entity: type[Entity]
    table_columns: Sequence[Column] = ()
    nothing = ""
    """One sentence where there is none."""
    asked: tuple[str, ...] = ()
    """The fields of the form; all others follow from whose record it is."""
    eager = True

    def __init__(self, context: Context, title: str) -> None:
        super().__init__(context, title)
        self.records: dict[int, Any] = {}
        self.one: Entity | None = None
        self._wanted: int | None = None
        self.parts = (self.entity.__tablename__,)
        self.tables = (self.entity.__tablename__, *self.tables)

    # ---------------------------------------------------------------- what subclasses say

    def load(self, session: Any, owner: int) -> Sequence[Any]:
        """The records of OWNER; called away from the screen."""
        raise NotImplementedError

    def line(self, record: Any) -> Line:
        """The row of a record."""
        raise NotImplementedError

    def belongs(self, owner: int) -> dict[str, Any]:
        """What a new record of OWNER has from the beginning."""
        assert self.record is not None
        return {f"{self.record.__tablename__}_id": owner}

    def fresh(self) -> dict[str, Any]:
        """What stands in the form for a new record."""
        return {}

    def buttons(self) -> Sequence[QWidget]:
        """Further buttons below the table."""
        return ()

    def keep(self, work: Work, record: Any, values: dict[str, Any]) -> None:
        """Store VALUES in RECORD, which is new or was read in WORK."""
        work.update(record, values)

    # ---------------------------------------------------------------- building

    def build(self) -> None:
        """The table with its buttons, and the form that takes their place."""
        name = self.entity.__tablename__
        self.table = SmallTable(name, self.title, self.table_columns, _(self.nothing))
        self.table.opened.connect(self.open_record)
        self.table.view.chosen.connect(self.follow)
        what = _(self.entity.title)
        self.add_button = Button(
            _("{what} hinzufügen").format(what=what), lambda: self.begin(None), "add", f"add:{name}", small=True
        )
        self.delete_button = Button(_("Löschen"), self.delete, "delete", f"delete:{name}", small=True)
        tools = row(self.add_button, *self.buttons(), None, self.delete_button, margins=(14, 6, 14, 8))
        listing = QVBoxLayout()
        listing.setContentsMargins(0, 0, 0, 0)
        listing.setSpacing(0)
        listing.addWidget(self.table, 1)
        listing.addWidget(line())
        listing.addLayout(tools)
        self.listing = plain(listing)
        self.heading: QLabel = label("", "section")
        self.heading.setContentsMargins(14, 10, 14, 0)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(1, self.heading)
        layout.insertWidget(1, self.listing, 1)
        self.editing_changed.connect(self._arrange)
        self._arrange()

    def questions(self) -> dict[str, Field]:
        """What the form asks."""
        known = fields(self.entity)
        return {name: known[name] for name in self.asked}

    def _arrange(self) -> None:
        """Table or form; the keyboard stays on this tab."""
        ended = not self.editing and not self.area.isHidden() and self.area.isAncestorOf(self.window().focusWidget())
        self.listing.setVisible(not self.editing)
        self.area.setVisible(self.editing)
        self.heading.setVisible(self.editing)
        if ended:
            (self.table.view if self.records else self.add_button).setFocus(Qt.FocusReason.OtherFocusReason)

    # ---------------------------------------------------------------- the table

    def show_record(self, record: Entity) -> None:
        """Read what belongs to RECORD, unless something is just being edited."""
        if self.editing and self.record is not None and self.record.id == record.id:
            return
        super().show_record(record)
        self.discard()
        self.tell("info", "")
        id = record.id
        self.read(lambda session: list(self.load(session, id)), self._show, key=self.entity.__tablename__)

    def _show(self, found: Sequence[Any]) -> None:
        self.records = {one.id: one for one in found}
        self.table.show_lines([self.line(one) for one in found])
        if found and self.chosen() is None:
            self.table.view.selectRow(0)
        self.follow()
        self.counted.emit(len(found))
        if self._wanted is not None:
            self.open_record(self._wanted)

    def chosen(self) -> Any:
        """The record of the line with the keyboard."""
        return self.records.get(self.table.view.key())

    def follow(self) -> None:
        """Let the buttons fit what is chosen."""
        self.delete_button.setEnabled(self.chosen() is not None)

    def open_part(self, table: str, id: int) -> None:  # noqa: ARG002 - there is only one
        """Show one of the records."""
        self.prepare()
        self._wanted = id
        if id in self.records:
            self.open_record(id)

    def go_to_field(self, name: str = "") -> None:
        """Go to a field of the record that is edited, or that will be."""
        self._wanted_field = name or self._wanted_field
        if self.editing:
            super().go_to_field()

    def open_record(self, id: int) -> None:
        """Edit a record of the table."""
        self._wanted = None
        if (one := self.records.get(id)) and not self.editing:
            self.begin(one)
            self.go_to_field()

    # ---------------------------------------------------------------- changing

    def edit(self) -> None:
        """Edit the chosen record; where there is none, begin one."""
        if self.record is not None and not self.editing:
            self.begin(self.chosen())

    def begin(self, one: Any) -> None:
        """Edit a record, or a new one."""
        if self.record is None:
            return
        self.one = one
        words = _("{what} ändern") if one else _("{what} hinzufügen")
        self.heading.setText(words.format(what=_(self.entity.title)))
        if not self.form.fields:  # made when somebody edits; most people only look at the table
            self.use_form(self.questions())
        self.form.edit(False)
        blank = {name: _blank(spec) for name, spec in self.form.fields.items()}
        self.form.load(self.shown(one) if one else blank | self.fresh())
        self.editing = True
        self.form.edit()
        self.area.verticalScrollBar().setValue(0)
        self.editing_changed.emit()
        self.form.focus_first()

    def shown(self, one: Any) -> dict[str, Any]:
        """What stands in the form for a record."""
        return {name: getattr(one, name) for name in self.form.fields}

    def work(self, values: dict[str, Any]) -> tuple[str, Callable[[Work], object]]:
        """Store a new record, or what was changed in the one opened."""
        owner, one, entity = self.record, self.one, self.entity
        assert owner is not None
        what = _(entity.title)
        if one is None:
            belongs = self.belongs(owner.id)
            return (
                _("{what} hinzufügen").format(what=what),
                lambda work: self.keep(work, work.add(entity(**belongs)), values),
            )
        typed = {name: values[name] for name in self.form.changed_names()}
        return (
            _("{what} ändern").format(what=what),
            lambda work: self.keep(work, work.get(entity, one.id, one.version), typed),
        )

    def delete(self) -> None:
        """Delete the chosen record; it can be taken back."""
        if (one := self.chosen()) is not None:
            entity = self.entity
            label_ = _("{what} löschen").format(what=_(entity.title))
            self.context.do(label_, lambda work: work.delete(work.get(entity, one.id, one.version)), self)

    def change(self, label_: str, values: dict[str, Any]) -> None:
        """Set some values of the chosen record at once."""
        if (one := self.chosen()) is not None:
            entity = self.entity
            self.context.do(label_, lambda work: work.update(work.get(entity, one.id, one.version), values), self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Entf deletes the chosen record."""
        if event.key() == Qt.Key.Key_Delete and not self.editing and self.table.view.hasFocus():
            self.delete()
        else:
            super().keyPressEvent(event)


def _blank(spec: Field) -> Any:
    """What a field holds before anybody has typed."""
    if spec.kind is bool:
        return False
    return "" if spec.kind is str and not spec.options else None
