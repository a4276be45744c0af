"""A window without office file: enough of a context and of pages to try the frame."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.ui.main_window import MainWindow
from app.ui.tasks import Here, Tasks
from app.ui.widgets.basics import column, label
from app.ui.widgets.buttons import PrimaryButton
from app.ui.widgets.search import SearchField

TITLES = (
    ("Start", "start"),
    ("Personen", "people"),
    ("Mentoring", "mentoring"),
    ("Vereine & Organisationen", "organisation"),
    ("Schulungen", "course"),
    ("Netzwerk", "network"),
    ("Finanzen", "finance"),
    ("Berichte", "report"),
    ("Einstellungen", "settings"),
)


@dataclass
class FakeSettings:
    """Settings that are kept nowhere."""

    zoom: int = 100
    appearance: str = "light"
    high_contrast: bool = False
    lock_after_minutes: int = 0
    kept: dict[str, str] = field(default_factory=dict)

    def layout(self, name: str) -> str:
        return self.kept.get(name, "")

    def keep_layout(self, name: str, text: str) -> None:
        self.kept[name] = text

    def save(self) -> None:
        """Nothing to do."""


class FakeContext(QObject):
    """Remembers what was undone."""

    changed = Signal(object)
    message = Signal(str, bool)
    stepped = Signal()
    work_finished = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.tasks, self.settings = Tasks(pool=Here(), parent=self), FakeSettings()
        self.past: list[SimpleNamespace] = []
        self.future: list[SimpleNamespace] = []

    def keep_settings(self) -> None:
        self.settings.save()

    def did(self, text: str) -> None:
        """Something was done."""
        self.past.append(SimpleNamespace(label=text))
        self.stepped.emit()
        self.work_finished.emit(self.past[-1])

    def undo(self) -> None:
        self.future.append(self.past.pop())
        self.stepped.emit()

    def redo(self) -> None:
        self.past.append(self.future.pop())
        self.stepped.emit()


class FakePage(QWidget):
    """A page with a list search and a button."""

    made: list[str] = []

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.made.append(title)
        self.title, self.called, self.stays, self.times_shown = title, [], False, 0
        self.commands = {"new": lambda: self.called.append("new"), "save": lambda: self.called.append("save")}
        self.find_field = SearchField()
        self.button = PrimaryButton("Person anlegen", icon="add")
        self.setLayout(column(label(title, "title"), self.find_field, self.button, None, margins=(16, 8, 16, 10)))

    def zones(self) -> list[QWidget]:
        return [self.find_field, self.button]

    def may_leave(self) -> bool:
        return not self.stays

    def shown(self) -> None:
        self.times_shown += 1


@dataclass(frozen=True)
class FakeArea:
    title: str
    icon: str
    page_factory: Callable[[object, QWidget], QWidget]
    shortcut: str = ""


def build_window(search=None) -> MainWindow:
    """A window with all modules of the product, on pages without content."""
    areas = [
        FakeArea(title, icon, lambda _context, parent, title=title: FakePage(title, parent)) for title, icon in TITLES
    ]
    window = MainWindow(FakeContext(), areas, search, "Saale-Schwarza.koord")
    window.status.show_part("backup", "Letzte Sicherung: heute, 07:58 Uhr")
    window.menu_row.set_projects([(1, "Connecting Humans 2025–2027")], 1)
    return window
