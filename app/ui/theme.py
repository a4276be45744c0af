"""Colours, type and sizes: read from one file, given to Qt as palette and style sheet, asked for by painters.

The first window needs this module before anything else. Therefore nothing here touches the namespace `Qt` before
`settle`: its hundred enumerations take longer to load than the whole dialog takes to build.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from string import Template

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from app.core.resources import resource

SMALLEST, LARGEST = 0.8, 2.0
"""The range of the person's own text size."""
SYSTEM, BUNDLED = "Segoe UI", "Arimo"
"""The font of the screen where Windows brings it, and the one that comes with the program for all others."""
FACTORS = {SYSTEM: 1.0, BUNDLED: 0.97}
"""What makes their letters as large as Segoe UI's."""
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


class _Look:
    """What applies just now."""

    mode: str = ""
    dark: bool = False
    contrast: bool = False
    scale: float = 1.0
    system_dark: bool = False
    system_contrast: bool = False
    following: bool = False
    hurried: bool = False
    font_factor: float = 1.0
    semibold: int = 600


class _Notifier(QObject):
    """Tells painters with sizes of their own that the look has changed."""

    changed = Signal()
    settled = Signal()
    """The first window is there; what was left out in a hurry can be added."""


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


def application(arguments: Sequence[str] = ()) -> QApplication:
    """The one application object, in Fusion from the start; asking for its style later would load all of QStyle."""
    app = QApplication(["connecting-humans", *arguments, "-style", "fusion"])
    app.setProperty("fusion", True)
    return app


def apply(app: QApplication, mode: str = "auto", scale: float = 1.0, *, contrast: bool = False) -> None:
    """Give APP the product's look; MODE is light, dark or what the system says, SCALE the person's text size."""
    if not app.property("fusion"):
        app.setProperty("fusion", True)
        app.setStyle("Fusion")
    if not _look.mode:
        # Before we set a palette, the one there is the system's.
        _look.system_dark = app.palette().color(QPalette.ColorRole.Window).lightness() < 128
    _look.mode, _look.scale = mode, min(max(scale, SMALLEST), LARGEST)
    _look.contrast = contrast or _look.system_contrast
    _look.dark = mode == "dark" or (mode != "light" and _look.system_dark)
    _choose_font(app)
    app.setPalette(_palette())
    app.setStyleSheet(style_sheet())
    if _look.following:
        _ask_for_scheme(app)
    notifier().changed.emit()


def hurry() -> None:
    """Leave out, until `settle`, what the first window can do without: icons, most styles, the system's wishes."""
    _look.hurried = True
    gc.disable()  # as app.__main__ does before Qt is imported


def hurried() -> bool:
    """Whether the first window is not on the screen yet."""
    return _look.hurried


def settle(app: QApplication) -> None:
    """The first window is there: draw icons and listen to what the system says about dark and contrast."""
    if _look.hurried:
        _look.hurried = False
        gc.enable()
        if (whole := style_sheet()) != app.styleSheet():
            app.setStyleSheet(whole)
        notifier().settled.emit()
        for widget in app.allWidgets():
            widget.update()
    if _look.following:
        return
    _look.following = True
    _add_fonts_of_scripts()
    hints = app.styleHints()
    hints.colorSchemeChanged.connect(lambda _scheme: _follow(app))
    _ask_for_scheme(app)
    _follow(app)


def _follow(app: QApplication) -> None:
    from PySide6.QtCore import Qt

    hints = app.styleHints()
    system = hints.accessibility()
    before = (_look.system_dark, _look.system_contrast)
    _look.system_contrast = system.contrastPreference() == Qt.ContrastPreference.HighContrast
    if _look.mode not in {"light", "dark"} and hints.colorScheme() != Qt.ColorScheme.Unknown:
        _look.system_dark = hints.colorScheme() == Qt.ColorScheme.Dark
    if before != (_look.system_dark, _look.system_contrast):
        apply(app, _look.mode, _look.scale, contrast=_look.contrast)


def _ask_for_scheme(app: QApplication) -> None:
    """Let the system's own parts (title bar, file choosers) follow; where it cannot, our palette works alone."""
    from PySide6.QtCore import Qt

    schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
    app.styleHints().setColorScheme(schemes.get(_look.mode, Qt.ColorScheme.Unknown))


def _choose_font(app: QApplication) -> None:
    # Asking which fonts there are would cost the first window more than all of its text.
    family = SYSTEM if sys.platform == "win32" or not _add_bundled_font() else BUNDLED
    chosen = QFont(family)
    _look.font_factor = FACTORS[family]
    # The bundled font is a variable one: Qt's style sheets reach only its regular and bold instances.
    _look.semibold = 700 if family == BUNDLED else 600
    chosen.setPointSizeF(points(10))
    app.setFont(chosen)


@cache
def _add_bundled_font() -> bool:
    from importlib.util import find_spec

    from PySide6.QtGui import QFontDatabase

    spec = find_spec("fontpkg_arimo")
    if not spec or not spec.origin:
        return False
    return QFontDatabase.addApplicationFont(str(Path(spec.origin).with_name("files") / "Arimo[wght].ttf")) >= 0


def _add_fonts_of_scripts() -> None:
    """Names in scripts for which Windows has a font, and other systems often have none."""
    if sys.platform == "win32":
        return
    from PySide6.QtGui import QFontDatabase

    from app.core.font_files import SCRIPTS, script_font

    for script in SCRIPTS:
        QFontDatabase.addApplicationFont(str(script_font(script)))


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
    """The application's style sheet in the present colours and sizes; in a hurry what the first window needs of it."""
    first, mark, rest = resource("theme", "style.qss").read_text("utf-8").partition("/* REST:")
    return Template(first if _look.hurried else first + mark + rest).substitute(_Sizes())


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
    if not _look.hurried:
        _polish_again(widget)


def _polish_again(widget: QWidget) -> None:
    from PySide6.QtCore import Qt

    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        style = widget.style()
        style.unpolish(widget)
        style.polish(widget)
        widget.update()
