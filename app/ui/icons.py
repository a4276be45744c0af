"""Icons by their meaning, painted from Lucide's SVG in a colour of the theme, sharp at every scale."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QIcon, QIconEngine, QImage, QPainter, QPixmap

from app.core.resources import resource
from app.ui import theme

STROKE = 1.6
"""Lucide draws with 2 of 24 units; a little finer fits text of 10 points."""

NAMES = {
    # areas
    "start": "house",
    "person": "user",
    "people": "users",
    "mentoring": "handshake",
    "organisation": "building-complex",
    "course": "graduation-cap",
    "network": "network",
    "finance": "coins",
    "report": "chart-no-axes-column",
    "settings": "settings",
    # state
    "error": "circle-alert",
    "warning": "triangle-alert",
    "ok": "circle-check",
    "done": "check",
    "info": "info",
    "due": "alarm-clock",
    "open": "clock",
    "later": "calendar-days",
    "partial": "contrast",
    "left-out": "circle-minus",
    "locked": "lock",
    "unlocked": "lock-open",
    "refused": "circle-x",
    "unknown": "circle-question-mark",
    "red": "circle-x",
    "yellow": "triangle-alert",
    "green": "circle-check",
    "new": "circle-plus",
    "hint": "lightbulb",
    # actions
    "add": "plus",
    "edit": "pencil",
    "save": "save",
    "delete": "trash",
    "ban": "ban",
    "rules": "scale",
    "remove": "x",
    "close": "x",
    "search": "search",
    "filter": "list-filter",
    "undo": "undo-2",
    "redo": "redo-2",
    "copy": "copy",
    "import": "arrow-right-to-line",
    "export": "arrow-right-from-line",
    "excel": "sheet",
    "view": "bookmark",
    "merge": "merge",
    "print": "printer",
    "refresh": "refresh-cw",
    "link": "link",
    "unlink": "unlink",
    "more": "ellipsis",
    "menu": "menu",
    "help": "circle-question-mark",
    "keyboard": "keyboard",
    "log-out": "log-out",
    "lock": "lock",
    "unlock": "lock-open",
    "show": "eye",
    "hide": "eye-off",
    "pause": "circle-pause",
    # moving about
    "up": "chevron-up",
    "down": "chevron-down",
    "left": "chevron-left",
    "right": "chevron-right",
    "sort-up": "chevron-up",
    "columns": "columns-3",
    "detail": "panel-right",
    "enlarge": "maximize-2",
    "collapse": "panel-left-close",
    "expand": "panel-left-open",
    "zoom-in": "zoom-in",
    "zoom-out": "zoom-out",
    "table": "table",
    "list": "list",
    "tasks": "list-checks",
    # things
    "database": "database",
    "backup": "save",
    "history": "rotate-ccw-clock",
    "folder": "folder-open",
    "file": "file-text",
    "pdf": "file-text",
    "certificate": "award",
    "attendance": "clipboard-check",
    "calendar": "calendar",
    "time": "clock",
    "entry": "log-in",
    "exit": "log-out",
    "work": "briefcase",
    "school": "school",
    "language": "languages",
    "place": "map-pin",
    "phone": "phone",
    "key": "key-round",
    "recovery": "life-buoy",
    "light": "sun",
    "dark": "moon",
    "group": "users-round",
    "add-person": "user-plus",
    "first": "star",
    "bus": "bus",
    "need": "flag",
    "letter": "mail",
    "step": "circle-dot",
    "minus": "minus",
}
"""What an icon means → its name at Lucide."""


@cache
def icon(meaning: str, colour: str = "text") -> QIcon:
    """The icon for MEANING in a colour named in tokens.css; disabled ones are grey by themselves."""
    return QIcon(_engine(NAMES[meaning], colour))


def paint(painter: QPainter, rect: QRect, meaning: str, colour: str = "text") -> None:
    """Paint the icon for MEANING into RECT, for delegates and other painters."""
    if not theme.hurried():
        ratio = painter.device().devicePixelRatioF()
        painter.drawImage(rect, image(NAMES[meaning], theme.color(colour).name(), rect.size() * ratio))


@lru_cache(maxsize=512)
def image(name: str, colour: str, size: QSize) -> QImage:
    """Lucide's drawing NAME in COLOUR ('#RRGGBB'), SIZE in device pixels."""
    from PySide6.QtSvg import QSvgRenderer

    drawn = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    drawn.fill(0)
    text = svg(name).replace("currentColor", colour).replace('stroke-width="2"', f'stroke-width="{STROKE}"')
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(QPoint(0, 0), size))
    painter.end()
    return drawn


def svg(name: str) -> str:
    """Lucide's drawing NAME: from the files of a frozen build, otherwise from the package."""
    shipped = resource("icons", f"{name}.svg")
    return shipped.read_text("utf-8") if shipped.exists() else _drawings()[name]


@cache
def _drawings() -> Mapping[str, str]:
    """All drawings in use; asked for directly, because importing the package takes longer than the first window."""
    import sqlite3

    spec = find_spec("lucide")
    folder = Path(spec.submodule_search_locations[0]) if spec and spec.submodule_search_locations else Path()
    source = sqlite3.connect(f"{(folder / 'data' / 'lucide-icons.db').as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        wanted = sorted(set(NAMES.values()))
        marks = ",".join("?" * len(wanted))
        return dict(source.execute(f"SELECT name, svg FROM icons WHERE name IN ({marks})", wanted))
    finally:
        source.close()


class _Engine(QIconEngine):
    """Draws one icon in the colour the theme has at that moment."""

    def __init__(self, name: str, colour: str) -> None:
        super().__init__()
        self._name, self._colour = name, colour

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:  # noqa: ARG002
        """Draw into RECT, sharp on the device at hand."""
        if not theme.hurried():
            ratio = painter.device().devicePixelRatioF()
            painter.drawImage(rect, image(self._name, self._now(mode), rect.size() * ratio))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:  # noqa: ARG002
        """A picture of SIZE device pixels."""
        if theme.hurried():
            return QPixmap()
        return QPixmap.fromImage(image(self._name, self._now(mode), size))

    def clone(self) -> QIconEngine:
        """Another engine that draws the same."""
        return _engine(self._name, self._colour)

    def _now(self, mode: QIcon.Mode) -> str:
        return theme.color("dis" if mode == QIcon.Mode.Disabled else self._colour).name()


_engines: list[_Engine] = []


def _engine(name: str, colour: str) -> _Engine:
    # Qt owns engines without telling Python; a lost Python half would be called all the same.
    _engines.append(_Engine(name, colour))
    return _engines[-1]
