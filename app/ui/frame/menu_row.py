"""The menu row: menus, search, undo and redo, project and lock share one line, which saves height."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QMenuBar, QSizePolicy, QToolButton, QWidget

from app.core.text import _
from app.ui import icons, theme
from app.ui.frame.search_everywhere import GlobalSearch
from app.ui.widgets.basics import line, named
from app.ui.widgets.buttons import EnterPresses, IconButton

HEIGHT = 40


class MenuRow(QFrame):
    """Holds the menu bar; on small screens a button „Menü“ takes its place."""

    project_chosen = Signal(object)

    def __init__(self, search: GlobalSearch, undo: QAction, redo: QAction, lock: QAction) -> None:
        super().__init__()
        self.setObjectName("menuRow")
        self.bar = QMenuBar()
        self.bar.setNativeMenuBar(False)
        self.bar.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.search = search
        search.setMinimumWidth(140)
        search.setMaximumWidth(theme.px(372))
        search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.all_menus = QMenu(self)
        self.menu_button = IconButton("menu", _("Menü"), name="menuButton", size=18)
        self.menu_button.setMenu(self.all_menus)
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.undo, self.redo = (_tool(action) for action in (undo, redo))
        self.lock = _tool(lock)
        self.lock.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.lock.setText(" " + _("Sperren"))
        self.project = _Tool()
        self.project.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.project.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.project.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.project.setIcon(icons.icon("down", "muted"))
        named(self.project, _("Projekt"), "project")
        self._projects = QMenu(self.project)
        self.project.setMenu(self._projects)
        self.project.hide()
        self._lay_out()
        self._fit()
        theme.notifier().changed.connect(self._fit)

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 0)
        layout.setSpacing(4)
        layout.addWidget(self.menu_button)
        layout.addWidget(self.bar)
        layout.addStretch(1)
        layout.addWidget(self.search, 4)
        layout.addSpacing(10)
        for widget in (self.undo, self.redo):
            layout.addWidget(widget)
        self._dividers = [_divider(), _divider()]
        layout.addWidget(self._dividers[0])
        layout.addWidget(self.project)
        layout.addWidget(self._dividers[1])
        layout.addWidget(self.lock)
        self.set_narrow(False)

    def add_menu(self, text: str) -> QMenu:
        """A menu in the bar, and below the button „Menü“."""
        menu = self.bar.addMenu(text)
        menu.setToolTipsVisible(True)
        self.all_menus.addMenu(menu)
        return menu

    def set_narrow(self, narrow: bool) -> None:
        """Fold the menus into one button on small screens."""
        self.bar.setVisible(not narrow)
        self.menu_button.setVisible(narrow)
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if narrow else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        self.lock.setToolButtonStyle(style)
        has_projects = bool(self._projects.actions())
        self.project.setVisible(has_projects and not narrow)
        self._dividers[0].setVisible(not narrow)
        self._dividers[1].setVisible(has_projects and not narrow)

    def set_projects(self, projects: Sequence[tuple[object, str]], current: object) -> None:
        """Offer PROJECTS (id, title); the CURRENT one stands in the row."""
        self._projects.clear()
        group = QActionGroup(self._projects)
        for key, title in projects:
            action = QAction(title.replace("&", "&&"), group)
            action.setCheckable(True)
            action.setChecked(key == current)
            action.triggered.connect(lambda _on=False, key=key: self.project_chosen.emit(key))
            self._projects.addAction(action)
            if key == current:
                self.project.setText(title + " ")
                self.project.setAccessibleName(_("Projekt: {title}").format(title=title))
        self.set_narrow(not self.menu_button.isHidden())

    def _fit(self) -> None:
        self.setFixedHeight(theme.px(HEIGHT))
        for button in (self.undo, self.redo, self.lock):
            button.setIconSize(QSize(theme.px(18), theme.px(18)))


class _Tool(EnterPresses, QToolButton):
    """A button of the menu row."""


def _tool(action: QAction) -> QToolButton:
    button = _Tool()
    button.setDefaultAction(action)
    named(button, action.text(), f"tool:{action.objectName()}")
    return button


def _divider() -> QWidget:
    divider = line(vertical=True)
    divider.setFixedHeight(20)
    return divider
