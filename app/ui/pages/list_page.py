"""Find, look, change: the page every kind of record gets for free."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.core.progress import Progress
from app.core.text import _
from app.models.base import Entity
from app.models.history import Done
from app.models.query import Query
from app.models.work import Work
from app.ui import theme
from app.ui.context import Context
from app.ui.pages.bulk import BulkPanel
from app.ui.pages.detail import Detail, Header
from app.ui.pages.list_export import ListExport
from app.ui.pages.list_head import ListHead
from app.ui.pages.list_kind import nullable
from app.ui.pages.list_memory import ListMemory
from app.ui.pages.list_menus import ListMenus
from app.ui.pages.list_panel import ListPanel
from app.ui.pages.list_views import ListViews
from app.ui.table import TableModel

BESIDE = 980
"""From this width (of the page, at 100 % text size) on the detail stands beside the list."""
QUIET_MS, STEP_MS = 1_000, 50
"""After the list has come, and then between the parts of the detail, which are made before anybody chooses a record."""
COMPACT, LOW = 820, 480
"""Below this width or height everything folds."""


@dataclass(frozen=True)
class Loaded:
    """One record as the detail shows it."""

    record: Entity | None
    header: Header


class ListPage(ListMenus):
    """A list of all records of one kind with the detail of one of them; nothing in it names a kind.

    Subclasses say more about their kind; ListKind lists what.
    """

    def __init__(self, context: Context, entity: type[Entity], parent: QWidget | None = None) -> None:
        super().__init__(context, entity, parent)
        self._id: int | None = None
        self._wanted: int | None = None
        self._beside = self._compact = self._begun = False
        self._quiet = QTimer(self, singleShot=True)
        self._walk: tuple[int, Callable[[int], object]] | None = None
        self.whole = False
        """Whether the detail has the place of the list, although there is room for both."""
        self.model = TableModel(context, Query(entity, shown=self.columns()), self.extras(), self)
        self.views, self.export = ListViews(self), ListExport(self)
        # Parts are made inside what holds them: to move a finished part costs a look at the style of all within it.
        self.splitter = QSplitter(self)
        self.head = ListHead(self)
        self.memory = ListMemory(self)
        self.panel = ListPanel(self, self.splitter)
        self.table = self.panel.table
        self.detail = Detail(self.detail_tabs, self.splitter)
        self._bulk: BulkPanel | None = None
        self.detail.hide()
        self._lay_out()
        self._connect()
        self.commands: dict[str, Callable[[], object]] = {
            "new": self.new,
            "edit": self.edit,
            "save": self.save,
            "save_and_new": self.save_and_new,
            "delete": self.delete,
            "excel": self.export.excel,
            "print": self.export.pdf,
            "find": self.search_here,
            "next_problem": lambda: self.go_to_problem(1),
            "previous_problem": lambda: self.go_to_problem(-1),
            "refresh": self.reload,
            "next_record": lambda: self.step(1),
            "previous_record": lambda: self.step(-1),
        }
        self.memory.restore()
        self.reload()
        self.views.load()

    # ---------------------------------------------------------------- building

    def _lay_out(self) -> None:
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(8)
        self.splitter.addWidget(self.panel)
        self.splitter.addWidget(self.detail)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([theme.px(share) for share in self.shares])
        self._outer = QVBoxLayout(self)
        self._outer.addWidget(self.head)
        self._outer.addWidget(self.splitter, 1)

    def _connect(self) -> None:
        self.head.searched.connect(self._search)
        self.head.filters.changed.connect(self._filter)
        self.head.detail_button.toggled.connect(lambda _on: self._arrange())
        self.panel.reset.connect(self.reset)
        self.panel.unhidden.connect(self.unhide)
        self.table.selection_changed.connect(self._selected)
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self.open_record)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._show_menu)
        self.model.failed.connect(self.context.tell)
        self.model.loaded.connect(lambda: self._quiet.start(QUIET_MS))
        self._quiet.timeout.connect(self._get_detail_ready)
        self.detail.closed.connect(self.close_detail)
        self.detail.stepped.connect(self.step)
        self.detail.whole_wanted.connect(self.show_whole)
        self.detail.saved.connect(self._saved)
        self.detail.menu.aboutToShow.connect(self._fill_menu)
        self.context.changed.connect(self._changed)
        self.context.own_fields_changed.connect(self._own_fields_changed)

    # ---------------------------------------------------------------- the list

    def reload(self) -> None:
        """Read list, counts and the record shown anew."""
        super().reload()
        if self._id is not None and not self.detail.editing():
            self._load(self._id)

    def search_here(self) -> None:
        """Put the keyboard into the search field."""
        if not self.panel.isVisible():
            self.close_detail()
        self.head.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.head.search.selectAll()

    def _changed(self, done: Done) -> None:
        tables = (self.entity.__tablename__, *self.tables)
        if done.touches(*tables):
            self.table.reload()
            self._count()
        shown = {table for tab in self.detail.all_tabs for table in tab.tables}
        if self._id is not None and not self.detail.editing() and done.touches(*tables, *shown):
            self._load(self._id)

    def _own_fields_changed(self) -> None:
        """Offer the own fields of the moment; columns that are no longer possible go."""
        self.head.filters.set_possible(self.filters(), nullable(self.entity))
        self.choose_columns(self.model.shown)

    # ---------------------------------------------------------------- the detail

    def _get_detail_ready(self) -> None:
        """Make one of its parts while nobody waits; whoever is faster has the rest of them made at once."""
        if self.context.tasks.running():
            self._quiet.start(QUIET_MS)
        elif self.detail.get_ready():
            self._quiet.start(STEP_MS)

    def _chosen(self, id: int | None) -> None:
        """Follow the keyboard through the list where there is room for both."""
        if id is None or id in (self._id, self._wanted) or self.table.selected_count() > 1:
            return
        if self.detail.editing() and not self.detail.may_leave():
            self.table.select_id(self._id)
            return
        if self._beside and self.head.detail_button.isChecked():
            self._load(id)

    def _selected(self) -> None:
        """Several records have deeds in common instead of a detail."""
        count = self.table.selected_count()
        many, before = count > 1 and not self.detail.editing(), self.many
        self.many = many
        if many or self._bulk is not None:
            self.bulk.show_count(count)
        if many and not before:
            self.context.tasks.cancel(self, "detail")
            self._id = self._wanted = None
            self.detail.hide()
        if many != before:
            self._arrange()
            if count == 1:
                self._chosen(self.table.selected_ids()[0])

    def open_record(self, id: int) -> None:
        """Show the detail of a record, in the list or not, and put the keyboard there."""
        if id != self._id and not self.detail.may_leave():
            return
        self.head.detail_button.setChecked(True)
        self.table.select_id(id)
        self._load(id, lambda: self.detail.tabs.tabBar().setFocus(Qt.FocusReason.OtherFocusReason))

    def mend(self, part: str, field: str, own: int, walk: Callable[[int], object]) -> None:
        """Go to a FIELD of the record that is being opened, or of what belongs to it under the id OWN.

        From there F8 does not look for notes but calls WALK, which goes to the next place to be mended in any record.
        """
        id = self._wanted if self._wanted is not None else self._id
        if id is not None:
            self._walk = id, walk
            self._load(id, lambda: self.detail.go_to_field(part, field, own))

    def go_to_problem(self, by: int) -> None:
        """The next finding while somebody goes through the Prüfliste, otherwise the next field with a note."""
        if self._walk is not None and self._walk[0] == self._id:
            if self.detail.may_leave():
                self._walk[1](by)
        else:
            self.detail.go_to_noted(by)

    def step(self, by: int) -> None:
        """Go to the next or the previous record of the list."""
        if self.detail.may_leave():
            self.table.step(by)
            current = self.table.current_id()
            if current is not None and current != self._id and not self.detail.isHidden():
                self._load(current)

    def _load(self, id: int, then: Callable[[], object] = lambda: None) -> None:
        self._wanted = id

        def load(_progress: Progress) -> Loaded:
            with self.context.db.read() as session:
                record = session.get(self.entity, id)
                return Loaded(record, self.header(session, record) if record else Header(""))

        def arrived(loaded: Loaded) -> None:
            if self.detail.editing() and id != self._id:
                self._stay()  # somebody began to type while this was read
                return
            self._show(loaded)
            then()

        self.context.tasks.run(load, arrived, self, key="detail", quiet=True)

    def _stay(self) -> None:
        self._wanted = None
        self.table.select_id(self._id)

    def _show(self, loaded: Loaded) -> None:
        self._wanted = None
        if loaded.record is None:
            self.close_detail()
            return
        if self.many:
            self.table.select_id(loaded.record.id)
        self._id = loaded.record.id
        self.detail.show_record(loaded.record, loaded.header)
        self.detail.show()
        self._arrange()

    def close_detail(self) -> None:
        """Give the whole place to the list."""
        if self.detail.may_leave():
            self._id = self._wanted = None
            self.detail.hide()
            self._arrange()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_whole(self, whole: bool) -> None:
        """Give the detail the whole page, or let it stand beside the list again."""
        self.whole = whole
        self._arrange()

    # ---------------------------------------------------------------- changing

    def new(self) -> None:
        """Fill in a new record."""
        if not self.detail.may_leave():
            return

        def load(_progress: Progress) -> Entity:
            with self.context.db.read() as session:
                return self.new_record(session)

        self.context.tasks.run(load, self._show_new, self, key="detail", quiet=True)

    def _show_new(self, record: Entity) -> None:
        self.table.select_none()
        self._id = None
        self.detail.show()
        self.detail.show_new(record, _("{what} anlegen").format(what=_(self.entity.title)))
        self._arrange()

    def edit(self) -> None:
        """Edit the record chosen."""
        wanted = self.table.current_id() if self.detail.isHidden() else self._wanted
        if not self.many and wanted is not None:
            self._load(wanted, self.detail.edit)
        elif not self.many:
            self.detail.edit()

    def save(self) -> None:
        """Save what was typed."""
        self.detail.save()

    def save_and_new(self) -> None:
        """Save what was typed and fill in the next one."""
        self.detail.save(lambda ok: self.new() if ok else None)

    def delete(self) -> None:
        """Delete what is chosen; it can be taken back, so nobody is asked."""
        if self.many:
            self.bulk.delete(self.table.selected_ids())
            return
        id = self._id if self._id is not None else self.table.current_id()
        if id is None:
            return

        def remove(work: Work) -> None:
            work.delete(work.get(self.entity, id))

        self.context.do(_("{what} löschen").format(what=_(self.entity.title)), remove, self)

    def _saved(self, id: int | None) -> None:
        if id is not None:
            self.table.select_id(id)
            self._load(id)

    def may_leave(self) -> bool:
        """Whether the page may go; asks about what is not saved."""
        self.memory.keep()
        return self.detail.may_leave()

    # ---------------------------------------------------------------- menus, sizes, keys

    @property
    def bulk(self) -> BulkPanel:
        """What stands beside several selected rows; made when it is first needed."""
        if self._bulk is None:
            self._bulk = BulkPanel(self, self.splitter)
            self._bulk.hide()
            self.splitter.addWidget(self._bulk)
            self.splitter.setStretchFactor(2, 1)
        return self._bulk

    def shown(self) -> None:
        """Begin where somebody was when the page went away, or in the list."""
        focus = self.focusWidget()
        if self._begun and focus is not None and focus.isVisible():
            focus.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.panel.take_focus()  # at first Qt chooses the field that comes first
        self._begun = True

    def zones(self) -> list[QWidget]:
        """Where F6 stops."""
        return [self.head.search, self.table, self.detail.tabs.tabBar()]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold what does not fit."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Put list and detail beside each other, or show one of them."""
        width, height = self.width() / theme.scale(), self.height() / theme.scale()
        self._beside = width >= BESIDE
        self._compact = width < COMPACT or height < LOW
        shown = not self.detail.isHidden()
        if shown and self._beside and not self.head.detail_button.isChecked() and not self.detail.editing():
            self.detail.hide()
            shown = False
        beside = self.many and self._beside and self.head.detail_button.isChecked()
        if self._bulk is not None:
            self._bulk.setVisible(beside)
        self.panel.many.setVisible(self.many and not beside)
        self.whole = self.whole and shown
        alone = shown and (self.whole or not self._beside)
        self.panel.setVisible(not alone)
        self.head.setVisible(not alone)
        self.head.set_compact(self._compact)
        self.detail.set_narrow(alone, self._compact, whole=self.whole and self._beside)
        self.panel.set_compact(self._compact)
        side = 10 if self._compact else 16
        self._outer.setContentsMargins(*((0, 0, 0, 0) if alone and self._compact else (side, 8, side, 10)))
        self._outer.setSpacing(6 if self._compact else 10)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the detail, or lets go of several rows."""
        if event.key() == Qt.Key.Key_Escape and not self.detail.isHidden():
            self.close_detail()
        elif event.key() == Qt.Key.Key_Escape and self.many:
            self.bulk.clear()
        else:
            super().keyPressEvent(event)
