"""Colours, type and sizes: read from one file, given to Qt as palette and style sheet, asked for by painters."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from app.core.resources import resource

SMALLEST, LARGEST = 0.8, 2.0
"""The range of the person's own text size."""
FAMILIES = {"Segoe UI": 1.0, "Open Sans": 0.94, "Noto Sans": 0.94, "Arimo": 0.97}
"""Fonts of the screen, first one present wins; the factor makes their letters as large as Segoe UI's."""
_QUIET = ("line", "line2", "ctl", "muted", "hint", "neu", "neu-ln")
"""Colours that give way when the person or the system asks for high contrast."""
_PALETTE = {
    QPalette.ColorRole.Window: "win",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "surface2",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "err",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on-accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.PlaceholderText: "hint",
    QPalette.ColorRole.ToolTipBase: "tip-bg",
    QPalette.ColorRole.ToolTipText: "tip",
    QPalette.ColorRole.Light: "surface",
    QPalette.ColorRole.Midlight: "line2",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "ctl",
    QPalette.ColorRole.Shadow: "text",
}


@dataclass
class _Look:
    """What applies just now."""

    mode: str = "light"
    dark: bool = False
    contrast: bool = False
    scale: float = 1.0
    font_factor: float = 1.0
    semibold: int = 600


class _Notifier(QObject):
    """Tells painters with sizes of their own that the look has changed."""

    changed = Signal()


_look = _Look()


@cache
def notifier() -> _Notifier:
    """The object whose signal `changed` follows every change of theme or text size."""
    return _Notifier()


@cache
def tokens(dark: bool, contrast: bool = False) -> Mapping[str, str]:
    """Every colour by name, as '#RRGGBB'; with CONTRAST every quiet line and text is as strong as the text."""
    light, _, rest = resource("theme", "tokens.css").read_text("utf-8").partition("[data-theme=dark]")
    colours = dict(_declarations(light)) | (dict(_declarations(rest)) if dark else {})
    return colours | dict.fromkeys(_QUIET, colours["text"]) if contrast else colours


def _declarations(css: str) -> Iterator[tuple[str, str]]:
    for line in css.splitlines():
        name, colon, value = line.strip().removesuffix(";").partition(":")
        if colon and name.startswith("--"):
            yield name[2:], value.strip()


def apply(app: QApplication, mode: str = "auto", scale: float = 1.0, *, contrast: bool = False) -> None:
    """Give APP the product's look; MODE is light, dark or what the system says, SCALE the person's text size."""
    first = app.style().objectName() != "fusion"
    if first:
        app.setStyle(QStyleFactory.create("Fusion"))
        app.styleHints().colorSchemeChanged.connect(lambda _: _follow(app))
    _ask_for_scheme(app, mode)
    _look.mode, _look.scale = mode, min(max(scale, SMALLEST), LARGEST)
    hints = app.styleHints()  # kept, because its child goes with it
    system = hints.accessibility()
    _look.contrast = contrast or system.contrastPreference() == Qt.ContrastPreference.HighContrast
    _look.dark = mode == "dark" or (mode != "light" and app.styleHints().colorScheme() == Qt.ColorScheme.Dark)
    _choose_font(app)
    app.setPalette(_palette())
    app.setStyleSheet(style_sheet())
    notifier().changed.emit()


def _ask_for_scheme(app: QApplication, mode: str) -> None:
    """Let the system's own parts (title bar, file choosers) follow; where it cannot, our palette works alone."""
    scheme = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(mode, Qt.ColorScheme.Unknown)
    if mode != _look.mode or scheme != Qt.ColorScheme.Unknown:
        _look.mode = mode
        app.styleHints().setColorScheme(scheme)


def _follow(app: QApplication) -> None:
    if _look.mode not in {"light", "dark"} and _look.dark != (app.styleHints().colorScheme() == Qt.ColorScheme.Dark):
        apply(app, _look.mode, _look.scale, contrast=_look.contrast)


def _choose_font(app: QApplication) -> None:
    if sys.platform != "win32":
        _add_bundled_font()
    chosen = QFont(list(FAMILIES))
    family = QFontInfo(chosen).family()
    _look.font_factor = FAMILIES.get(family, 1.0)
    # The bundled font is a variable one: Qt's style sheets reach only its regular and bold instances.
    _look.semibold = 700 if family == "Arimo" else 600
    chosen.setPointSizeF(points(10))
    app.setFont(chosen)


@cache
def _add_bundled_font() -> None:
    spec = find_spec("fontpkg_arimo")
    if spec and spec.origin:
        QFontDatabase.addApplicationFont(str(Path(spec.origin).with_name("files") / "Arimo[wght].ttf"))


def _palette() -> QPalette:
    palette = QPalette()
    for role, name in _PALETTE.items():
        palette.setColor(role, color(name))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, color("dis"))
    palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Highlight, color("line"))
    return palette


class _Sizes(Mapping[str, str]):
    """What a style sheet template may name: colours, `px30`, `pt9`, `round15` and pictures."""

    pictures = ("down", "up", "left", "right", "check", "check_off", "partly", "tick", "grip", "calendar")

    def __init__(self) -> None:
        self._colours = {name.replace("-", "_"): value for name, value in tokens(_look.dark, _look.contrast).items()}

    def __getitem__(self, name: str) -> str:
        if name in self._colours:
            return self._colours[name]
        if name in self.pictures:
            suffix = "dark" if _look.dark else "light"
            return resource("theme", f"{name.replace('_', '-')}-{suffix}.svg").as_posix()
        if name == "semibold":
            return str(_look.semibold)
        kind, number = name.rstrip("0123456789"), name.lstrip("abcdefghijklmnopqrstuvwxyz")
        if kind == "pt":
            return f"{points(int(number)):.2f}pt"
        if kind == "round":
            return f"{(px(int(number) - 2) + 2) // 2}px"
        return f"{px(int(number))}px"

    def __iter__(self) -> Iterator[str]:
        return iter(self._colours)

    def __len__(self) -> int:
        return len(self._colours)


def style_sheet() -> str:
    """The application's style sheet in the present colours and sizes."""
    return Template(resource("theme", "style.qss").read_text("utf-8")).substitute(_Sizes())


def is_dark() -> bool:
    """Whether the dark colours are in use."""
    return _look.dark


def scale() -> float:
    """The person's text size, 1.0 is 100 %."""
    return _look.scale


def color(name: str) -> QColor:
    """A colour by its name in tokens.css, as it is now."""
    return QColor(tokens(_look.dark, _look.contrast)[name])


def px(length: int) -> int:
    """LENGTH in logical pixels at 100 % text size, as it is now."""
    return round(length * _look.scale)


def points(size: float) -> float:
    """SIZE in points of Segoe UI, for the font in use and the person's text size."""
    return size * _look.font_factor * _look.scale


def font(size: float = 10, *, strong: bool = False) -> QFont:
    """The screen's font for painters."""
    chosen = QFont(QApplication.font())
    chosen.setPointSizeF(points(size))
    if strong:
        chosen.setWeight(QFont.Weight(_look.semibold))
    return chosen


def mark(widget: QWidget, **properties: object) -> None:
    """Set style sheet PROPERTIES (role, kind, tone, problem …) of WIDGET and let them show at once."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        style = widget.style()
        style.unpolish(widget)
        style.polish(widget)
        widget.update()
