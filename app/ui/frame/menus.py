"""The menus: what the frame itself can do, and what the page shown can do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from app import NAME, __version__
from app.core.text import _
from app.ui import dialogs, icons
from app.ui.frame.commands import MENUS, PAGE_COMMANDS, german_key

if TYPE_CHECKING:
    from app.ui.frame.menu_row import MenuRow
    from app.ui.main_window import MainWindow

_APPEARANCES = {"system": _("Wie das System"), "light": _("Hell"), "dark": _("Dunkel")}


class Menus(QObject):
    """All actions of the window; their keys also work while the menu bar is folded."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._made: list[QAction] = []
        self.pages: dict[str, QAction] = {}
        context = window.context
        self.undo = self.action("undo", _("&Rückgängig"), context.undo, "Ctrl+Z", "undo")
        self.redo = self.action("redo", _("&Wiederholen"), context.redo, "Ctrl+Y", "redo")
        self.lock = self.action("lock", _("S&perren"), window.lock, "Ctrl+L", "lock")
        self.open = self.action("open", _("&Andere Datenbank öffnen …"), window.open_another)
        self.showing = self.action("showing", _("&Vorführmodus"), window.ask_for_showing, "", "show")

    def action(
        self, name: str, text: str, slot: Callable[[], object], key: str = "", icon: str = "", more: str = ""
    ) -> QAction:
        """An action of the window; MORE is a second key."""
        action = QAction(text, self._window)
        action.setObjectName(name)
        action.triggered.connect(lambda *_checked: slot())
        if icon:
            action.setIcon(icons.icon(icon))
        action.setShortcuts([QKeySequence(one) for one in (key, more) if one])
        hint = text.replace("&", "")
        action.setToolTip(f"{hint} ({german_key(key)})" if key else hint)
        # Keys of actions that sit in a hidden menu bar only would be dead.
        self._window.addAction(action)
        self._made.append(action)
        return action

    def everything(self) -> list[QAction]:
        """All actions, in the order they were made."""
        return list(self._made)

    def fill(self, row: MenuRow) -> None:
        """Build the menus."""
        menus = {name: row.add_menu(_(text)) for name, text in MENUS.items()}
        window = self._window
        menus["file"].addAction(self.open)
        menus["edit"].addActions([self.undo, self.redo])
        menus["edit"].addSeparator()
        for command in PAGE_COMMANDS:
            action = self.action(command.name, _(command.text), self._doing(command.name), command.key, command.icon)
            action.setEnabled(False)
            self.pages[command.name] = action
            menus[command.menu].addAction(action)
        menus["file"].addSeparator()
        menus["file"].addActions([self.lock, self.action("quit", _("&Beenden"), window.close, "Ctrl+Q", "log-out")])
        self._fill_view(menus["view"])
        self._fill_go(menus["go"])
        menus["extras"].addAction(
            self.action("checklist", _("&Prüfliste"), self._pressing("checklist"), "Ctrl+Shift+P", "tasks")
        )
        for name, text, part in (("backups", _("&Sicherungen …"), "backup"), ("changes", _("Ä&nderungen …"), "saved")):
            menus["extras"].addAction(self.action(name, text, self._pressing(part)))
        menus["extras"].addSeparator()
        menus["extras"].addAction(self.action("retention", _("Au&fbewahrung …"), self._pressing("retention")))
        menus["extras"].addAction(self.showing)
        menus["help"].addAction(
            self.action("keys", _("&Tastenübersicht"), self._show_keys, "Shift+F1", "keyboard", "F1")
        )
        menus["help"].addAction(self.action("about", _("Ü&ber dieses Programm"), self._about))

    def _fill_view(self, menu: QMenu) -> None:
        window, settings = self._window, self._window.context.settings
        menu.addSeparator()
        sizes = (
            ("larger", _("Text &größer"), "Ctrl++", "Ctrl+=", lambda: window.set_zoom(settings.zoom + 10)),
            ("smaller", _("Text &kleiner"), "Ctrl+-", "", lambda: window.set_zoom(settings.zoom - 10)),
            ("usual", _("Text &normal"), "Ctrl+0", "", lambda: window.set_zoom(100)),
        )
        for name, text, key, more, slot in sizes:
            menu.addAction(self.action(name, text, slot, key, more=more))
        menu.addSeparator()
        menu.addAction(self.action("contacts", _("Kon&taktdaten zeigen oder verdecken"), self._pressing("contacts")))
        menu.addSeparator()
        group = QActionGroup(self)
        for name, text in _APPEARANCES.items():
            action = self.action(f"look:{name}", text, lambda name=name: window.set_appearance(name))  # type: ignore[misc]
            action.setCheckable(True)
            action.setChecked(settings.appearance == name)
            group.addAction(action)
            menu.addAction(action)

    def _fill_go(self, menu: QMenu) -> None:
        window = self._window
        last = len(window.areas) - 1
        for number, area in enumerate(window.areas):
            key = "Ctrl+," if number == last else f"Ctrl+{number + 1}"
            name = f"area:{number + 1}"
            title = area.title.replace("&", "&&")
            menu.addAction(self.action(name, title, lambda number=number: window.go_to(number), key, area.icon))  # type: ignore[misc]
        menu.addSeparator()
        stops: tuple[tuple[str, str, Callable[[], object], str], ...] = (
            ("search", _("Überall &suchen"), self._search, "Ctrl+K"),
            ("next_zone", _("&Nächster Fensterteil"), lambda: window.next_zone(1), "F6"),
            ("previous_zone", _("&Voriger Fensterteil"), lambda: window.next_zone(-1), "Shift+F6"),
            ("next_tab", _("Nächster &Reiter"), lambda: window.next_tab(1), "Ctrl+PgDown"),
            ("previous_tab", _("Voriger R&eiter"), lambda: window.next_tab(-1), "Ctrl+PgUp"),
        )
        for name, text, slot, key in stops:
            menu.addAction(self.action(name, text, slot, key))

    def follow(self, page: QWidget) -> None:
        """Enable what PAGE can do."""
        can = getattr(page, "commands", {})
        for name, action in self.pages.items():
            action.setEnabled(name in can)

    def name_steps(self, past: str, future: str) -> None:
        """Name the next step to undo and to redo; '' when there is none."""
        for action, label, plain, key in (
            (self.undo, past, _("Rückgängig"), "Ctrl+Z"),
            (self.redo, future, _("Wiederholen"), "Ctrl+Y"),
        ):
            text = f"{plain}: {label}" if label else plain
            action.setText(text.replace("&", "&&"))
            action.setToolTip(f"{text} ({german_key(key)})")
            action.setEnabled(bool(label))

    def _doing(self, name: str) -> Callable[[], object]:
        def do() -> None:
            command = getattr(self._window.page(), "commands", {}).get(name)
            if command:
                command()

        return do

    def _pressing(self, part: str) -> Callable[[], object]:
        return lambda: self._window.part_pressed.emit(part)

    def _search(self) -> None:
        self._window.search.setFocus()
        self._window.search.selectAll()

    def _show_keys(self) -> None:
        from app.ui.frame.key_overview import KeyOverview

        KeyOverview(self._window, self.everything()).exec()

    def _about(self) -> None:
        text = _("Version {version}. Alle Daten bleiben auf diesem Rechner; Internet wird nicht gebraucht.")
        dialogs.tell(self._window, _("Über dieses Programm"), NAME, text.format(version=__version__))
