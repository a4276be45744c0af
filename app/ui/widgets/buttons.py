"""Buttons: one primary per screen, ordinary ones, icons in toolbars, links."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from app.ui import theme
from app.ui.widgets.basics import named

if TYPE_CHECKING:
    from PySide6.QtGui import QEnterEvent, QKeyEvent, QPaintEvent
    from PySide6.QtWidgets import QAbstractButton as _AnyButton
    from PySide6.QtWidgets import QMenu
else:
    _AnyButton = object  # a class may have only one base of Qt's


class EnterPresses(_AnyButton):
    """Enter presses the button that has the keyboard, as people know it; Qt does that in dialogs only."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press on Enter, once however long the key is held."""
        from PySide6.QtCore import Qt

        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.click()


class Button(EnterPresses, QPushButton):
    """An ordinary button: a verb, an object if needed, an icon if it helps."""

    kind = ""
    icon_colour = "text"

    def __init__(
        self,
        text: str,
        action: Callable[[], object] | None = None,
        icon: str = "",
        name: str = "",
        *,
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        # Passing the text here would make PySide consider icons and load their names, 3 ms of the first window.
        super().__init__(parent)
        self.setText(text)
        self._icon = ""
        named(self, text, name or f"button:{text.replace('&', '')}")
        self.setProperty("kind", self.kind)
        if small:
            self.setProperty("dense", "true")
        if icon:
            self.show_icon(icon)
        if action:
            self.clicked.connect(lambda *_: action())
        self.setAutoDefault(False)

    def show_icon(self, icon: str) -> None:
        """Put the icon with this meaning before the text."""
        if theme.hurried():
            if not self._icon:
                theme.notifier().settled.connect(self._show_late)
            self._icon = icon
            return
        from app.ui import icons

        self.setIcon(icons.icon(icon, self.icon_colour))
        self.setIconSize(QSize(theme.px(16), theme.px(16)))
        # Qt leaves 4 px between icon and text, too little at this density.
        if not self.text().startswith(" ") and self.text():
            self.setText(f" {self.text()}")

    def _show_late(self) -> None:
        self.show_icon(self._icon)


class MenuButton(Button):
    """Opens a menu, which MENU makes anew each time; an arrow at its right end says so."""

    kind = "menu"

    def __init__(
        self, text: str, menu: Callable[[], QMenu], icon: str = "", name: str = "", *, small: bool = False
    ) -> None:
        super().__init__(text, self.open, icon, name, small=small)
        self._menu = menu

    def open(self) -> None:
        """Show the menu below."""
        from PySide6.QtCore import QPoint

        menu = self._menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrow key opens it, too, as in every list of choices."""
        from PySide6.QtCore import Qt

        if event.key() == Qt.Key.Key_Down:
            self.open()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Add the arrow."""
        from PySide6.QtCore import QRect
        from PySide6.QtGui import QPainter

        from app.ui import icons

        super().paintEvent(event)
        side = theme.px(16)
        area = QRect(self.width() - side - theme.px(9), (self.height() - side) // 2, side, side)
        painter = QPainter(self)
        icons.paint(painter, area, "down", "muted")
        painter.end()


class PrimaryButton(Button):
    """The one thing this screen is for."""

    kind = "primary"
    icon_colour = "on-accent"


class LinkButton(Button):
    """Leads somewhere else; underlined, in the accent colour."""

    kind = "link"
    icon_colour = "accent"

    def __init__(self, text: str, action: Callable[[], object] | None = None, name: str = "", **more: object) -> None:
        super().__init__(text, action, name=name or f"link:{text.replace('&', '')}", **more)  # type: ignore[arg-type]

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the hand."""
        from PySide6.QtCore import Qt

        self.setCursor(Qt.CursorShape.PointingHandCursor)
        super().enterEvent(event)


class IconButton(EnterPresses, QToolButton):
    """An icon without a word, for toolbars only; its name is tooltip and accessible name."""

    def __init__(
        self,
        icon: str,
        text: str,
        action: Callable[[], object] | None = None,
        name: str = "",
        *,
        framed: bool = False,
        checkable: bool = False,
        size: int = 16,
        colour: str = "text",
        parent: QWidget | None = None,
    ) -> None:
        from PySide6.QtCore import Qt

        from app.ui import icons

        super().__init__(parent)
        self._size = size
        self.setIcon(icons.icon(icon, colour))
        self.setToolTip(text)
        self.setCheckable(checkable)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        named(self, text, name or f"button:{text}")
        if framed:
            self.setProperty("kind", "framed")
        if action:
            self.clicked.connect(lambda *_: action())
        self._resize()
        theme.notifier().changed.connect(self._resize)

    def _resize(self) -> None:
        self.setIconSize(QSize(theme.px(self._size), theme.px(self._size)))
