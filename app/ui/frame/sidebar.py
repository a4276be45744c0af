"""The sidebar: the modules in fixed order, a count only where something waits, settings at the bottom."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.core.text import _
from app.ui import icons, theme
from app.ui.widgets.basics import named
from app.ui.widgets.buttons import EnterPresses

WIDTH, RAIL = 212, 48
WIDEST = 400
AROUND = 32
"""The room of an item that neither icon nor name can have."""


class SidebarItem(EnterPresses, QToolButton):
    """One module; in a rail only its icon is left, and its name becomes the tooltip."""

    def __init__(self, title: str, icon: str, *, quiet: bool = False) -> None:
        super().__init__()
        self.title, self._icon, self._quiet = title, icon, quiet
        self.setCheckable(not quiet)
        if quiet:
            self.setProperty("tone", "muted")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.count = QLabel(self)
        self.count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.count.hide()
        named(self, title, f"area:{title}")
        self.toggled.connect(self._colour)
        self.show_as(rail=False)
        self._colour(False)

    def show_as(self, *, rail: bool) -> None:
        """Show icon and name, or in a RAIL the icon alone."""
        self._rail = rail
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if rail else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        self.setToolButtonStyle(style)
        self.setIconSize(QSize(theme.px(18), theme.px(18)))
        self.count.setVisible(bool(self.count.text()) and not rail)
        self._fit()

    def show_icon(self, icon: str) -> None:
        """Show another icon."""
        self._icon = icon
        self._colour(self.isChecked())

    def set_count(self, count: int, rail: bool) -> None:
        """Show how many wait here; nothing for none."""
        self.count.setText(str(count) if count else "")
        self.count.setVisible(bool(count) and not rail)
        self.setAccessibleName(
            _("{title}, {count} offen").format(title=self.title, count=count) if count else self.title
        )
        self._place_count()

    def event(self, event: QEvent) -> bool:
        """Keep the count at the right."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.StyleChange, QEvent.Type.Show}:
            self._place_count()
        return super().event(event)

    def _place_count(self) -> None:
        size = self.count.sizeHint()
        height = theme.px(18) + 2
        width = max(size.width(), height + 6)
        self.count.setGeometry(self.width() - width - 10, (self.height() - height) // 2, width, height)
        self._fit()

    def _fit(self) -> None:
        """A long name ends before the count."""
        end = self.count.x() if self.count.text() else self.width()
        room = end - self.iconSize().width() - theme.px(AROUND)
        shown = self.fontMetrics().elidedText(self.title, Qt.TextElideMode.ElideRight, room)
        self.setText("" if self._rail else "  " + shown.replace("&", "&&"))
        self.setToolTip(self.title if self._rail or shown != self.title else "")

    def _colour(self, on: bool) -> None:
        self.setIcon(icons.icon(self._icon, "accent" if on else "muted" if self._quiet else "text"))


class Sidebar(QFrame):
    """Emits `chosen` with the number of the module."""

    chosen = Signal(int)
    collapsed = Signal(bool)

    def __init__(self, areas: Sequence[tuple[str, str]], at_bottom: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setAccessibleName(_("Bereiche"))
        self.rail = self.low = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.items: list[SidebarItem] = []
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self.chosen)
        # On low screens the items shrink instead of keeping the window high.
        self.setMinimumHeight(200)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 8)
        layout.setSpacing(0)
        for number, (title, icon) in enumerate(areas):
            if number == len(areas) - at_bottom:
                layout.addStretch(1)
            item = SidebarItem(title, icon)
            self.items.append(item)
            self._group.addButton(item, number)
            item.installEventFilter(self)
            layout.addWidget(item)
        self.fold = SidebarItem(_("Einklappen"), "collapse", quiet=True)
        self.fold.clicked.connect(lambda: self.collapsed.emit(not self.rail))
        layout.addWidget(self.fold)
        self.set_rail(False)
        theme.notifier().changed.connect(self._refit)

    def set_rail(self, rail: bool, low: bool = False) -> None:
        """Shrink to icons, or show names again; LOW makes the items less high."""
        self.rail, self.low = rail, low
        self.fold.title = _("Ausklappen") if rail else _("Einklappen")
        self.fold.show_icon("expand" if rail else "collapse")
        self.fold.setAccessibleName(self.fold.title)
        for item in (*self.items, self.fold):
            item.show_as(rail=rail)
        theme.mark(self, rail="true" if rail else "false", low="true" if low else "false")
        for item in (*self.items, self.fold):
            theme.mark(item)
        # As wide as the longest name, which depends on text size and font.
        self.setMinimumWidth(RAIL if rail else theme.px(WIDTH))
        self.setMaximumWidth(RAIL if rail else WIDEST)

    def _refit(self) -> None:
        self.set_rail(self.rail, self.low)

    def choose(self, number: int) -> None:
        """Show module NUMBER as the present one."""
        self.items[number].setChecked(True)

    def set_count(self, number: int, count: int) -> None:
        """Show how many wait in module NUMBER."""
        self.items[number].set_count(count, self.rail)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys go from module to module."""
        if event.type() == QEvent.Type.KeyPress and isinstance(watched, SidebarItem):
            key = event.key() if isinstance(event, QKeyEvent) else 0
            by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(key), 0)
            if by:
                self.items[(self.items.index(watched) + by) % len(self.items)].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)
