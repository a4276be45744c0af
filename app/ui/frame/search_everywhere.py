"""Search over all modules: a field in the menu row and, below it, what was found, grouped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.core.text import N_, _
from app.ui import icons, theme
from app.ui.tasks import Tasks
from app.ui.widgets.basics import label, named
from app.ui.widgets.search import SearchField

ROWS = 14
"""So many rows are shown before the list scrolls."""
ASKED = (N_("Überall suchen: Person, Verein, Kurs …"), N_("Überall suchen …"), N_("Suchen …"))
AROUND = 60
"""The room of the field that its text cannot have: icon and margins."""


@dataclass(frozen=True)
class Hit:
    """One thing found: under which heading, what it is called, what else helps, and where it leads."""

    group: str
    text: str
    target: object
    icon: str = ""
    detail: str = ""


Search = Callable[[str], Sequence[Hit]]


class GlobalSearch(SearchField):
    """The field; Enter or a click in the list emits `chosen` with the target of the hit."""

    chosen = Signal(object)

    def __init__(self, tasks: Tasks, search: Search | None = None, parent: QWidget | None = None) -> None:
        super().__init__(_(ASKED[0]), "searchEverywhere", parent)
        self.setAccessibleName(_("Überall suchen, Strg+K"))
        self.search = search
        self._tasks = tasks
        self.list = HitList(self)
        self._key = label(_("Strg+K"), "key")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 7, 0)
        layout.addWidget(self._key, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.searched.connect(self._ask)
        self.textChanged.connect(lambda text: self._key.setVisible(not text))
        self.list.picked.connect(self._pick)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much of what is searched as there is room for before the key."""
        super().resizeEvent(event)
        room = event.size().width() - theme.px(AROUND) - self._key.sizeHint().width()
        fitting = (text for text in ASKED if self.fontMetrics().horizontalAdvance(_(text)) <= room)
        self.setPlaceholderText(_(next(fitting, ASKED[-1])))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys and Enter work in the list while the keyboard stays here; Esc closes it."""
        if self.list.isVisible() and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.list.step(1 if event.key() == Qt.Key.Key_Down else -1)
        elif self.list.isVisible() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.list.pick_current()
        else:
            super().keyPressEvent(event)

    def _ask(self, text: str) -> None:
        search = self.search
        if not text.strip() or search is None:
            self._tasks.cancel(self, "search")
            self.list.hide()
            return
        self._tasks.run(lambda _progress: search(text), self.list.show_hits, self, key="search", quiet=True)

    def _pick(self, target: object) -> None:
        self.list.hide()
        self.clear()
        self.chosen.emit(target)


class HitList(QFrame):
    """The list below the field, a child of the window so that the field keeps the keyboard."""

    picked = Signal(object)

    def __init__(self, field: GlobalSearch) -> None:
        super().__init__(field)
        self._field = field
        self.setProperty("card", "true")
        self.setObjectName("hits")
        self.rows = QListWidget()
        self.rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        named(self.rows, _("Gefunden"), "hitRows")
        self.rows.itemClicked.connect(lambda _item: self.pick_current())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.addWidget(self.rows)
        field.installEventFilter(self)
        self.hide()

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """Show HITS under their headings."""
        if not self._field.hasFocus() and not self._field.text():
            return
        self.rows.clear()
        for group, members in groupby(hits, key=lambda hit: hit.group):
            self._heading(group)
            for hit in members:
                self._hit(hit)
        if not hits:
            self._heading(_("Keine Treffer für „{text}“").format(text=self._field.text()))
        self.step(1)
        self._place()

    def step(self, by: int) -> None:
        """Go to the next hit, passing over headings."""
        row, count = self.rows.currentRow(), self.rows.count()
        for _turn in range(count):
            row = (row + by) % count
            if self.rows.item(row).flags() & Qt.ItemFlag.ItemIsSelectable:
                self.rows.setCurrentRow(row)
                return

    def pick_current(self) -> None:
        """Open the hit that is marked."""
        item = self.rows.currentItem()
        hit = item.data(Qt.ItemDataRole.UserRole) if item else None
        if isinstance(hit, Hit):
            self.picked.emit(hit.target)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close when the keyboard leaves the field."""
        if event.type() == QEvent.Type.FocusOut:
            self.hide()
        return super().eventFilter(watched, event)

    def _heading(self, text: str) -> None:
        item = QListWidgetItem(text)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setFont(theme.font(9, strong=True))
        item.setForeground(theme.color("muted"))
        self.rows.addItem(item)

    def _hit(self, hit: Hit) -> None:
        item = QListWidgetItem(f"{hit.text}   {hit.detail}" if hit.detail else hit.text)
        item.setData(Qt.ItemDataRole.UserRole, hit)
        if hit.icon:
            item.setIcon(icons.icon(hit.icon, "muted"))
        self.rows.addItem(item)

    def _place(self) -> None:
        window = self._field.window()
        self.setParent(window)
        height = min(self.rows.count(), ROWS) * (self.rows.sizeHintForRow(0) + 1) + 10
        width = max(self._field.width(), theme.px(460))
        corner = self._field.mapTo(window, QPoint(self._field.width() - width, self._field.height() + 3))
        self.setGeometry(max(corner.x(), 4), corner.y(), width, min(height, window.height() - corner.y() - 40))
        self.show()
        self.raise_()
