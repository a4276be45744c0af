"""The colours keep their contrast, the style sheet knows its names, the icons exist."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel

from app.core.resources import resource
from app.ui import icons, theme

TEXT, LINES = 4.5, 3.0
PAIRS = [
    *[(name, "surface", TEXT) for name in ("text", "muted", "hint", "accent", "err", "warn", "ok", "info")],
    *[(name, "win", TEXT) for name in ("text", "muted", "accent")],
    *[(name, "tint", TEXT) for name in ("text", "muted", "accent", "err", "warn", "ok")],
    ("text", "side", TEXT),
    ("text", "tint-h", TEXT),
    ("text", "tool", TEXT),
    ("muted", "surface2", TEXT),
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-h", TEXT),
    ("tip", "tip-bg", TEXT),
    *[(kind, f"{kind}-bg", TEXT) for kind in ("err", "warn", "ok", "info", "neu")],
    *[("text", f"{kind}-bg", TEXT) for kind in ("err", "warn", "ok", "info", "miss", "bad")],
    ("hint", "warn-bg", TEXT),
    ("hint", "miss-bg", TEXT),
    *[("ctl", ground, LINES) for ground in ("surface", "win", "side")],
    *[("accent", ground, LINES) for ground in ("surface", "tint")],
    *[("focus", ground, LINES) for ground in ("win", "surface", "tint", "side", "tool")],
    *[(f"{kind}-ln", "surface", LINES) for kind in ("err", "warn", "ok", "info")],
    ("warn-ln", "warn-bg", LINES),
    ("err-ln", "err-bg", LINES),
    ("surface", "accent", LINES),
]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.1 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_every_pair_of_colours_has_enough_contrast(dark, ink, ground, least):
    colours = theme.tokens(dark)
    assert contrast(colours[ink], colours[ground]) >= least


def test_contrast_of_black_on_white_is_21():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


def test_both_themes_name_the_same_colours():
    assert theme.tokens(True).keys() == theme.tokens(False).keys()


def test_the_dark_theme_repeats_nothing_it_only_shares_apricot():
    light, dark = theme.tokens(False), theme.tokens(True)
    assert {name for name in light if light[name] == dark[name]} <= {"apricot", "ctl"}


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_palette_and_style_sheet_follow_the_theme(qapp, mode):
    theme.apply(qapp, mode)
    assert theme.is_dark() == (mode == "dark")
    assert qapp.palette().color(QPalette.ColorRole.Window) == theme.color("win")
    assert theme.tokens(mode == "dark")["accent"] in qapp.styleSheet()
    assert "$" not in qapp.styleSheet()


def test_auto_falls_back_to_light_where_the_system_says_nothing(qapp):
    theme.apply(qapp, "auto")
    assert not theme.is_dark()


def test_all_sizes_grow_with_the_text_size(qapp):
    theme.apply(qapp, "light", 1.0)
    before = QLabel("Vereine & Organisationen").sizeHint().width()
    theme.apply(qapp, "light", 2.0)
    assert theme.px(30) == 60
    assert QLabel("Vereine & Organisationen").sizeHint().width() > 1.8 * before


def test_text_size_stays_between_80_and_200_percent(qapp):
    theme.apply(qapp, "light", 5)
    assert theme.scale() == 2.0
    theme.apply(qapp, "light", 0.1)
    assert theme.scale() == 0.8


def test_whoever_paints_hears_of_another_theme(qapp, qtbot):
    with qtbot.waitSignal(theme.notifier().changed):
        theme.apply(qapp, "dark")


def test_pictures_of_the_style_sheet_have_the_colours_of_the_theme():
    for path in resource("theme").glob("*.svg"):
        colours = {value.lower() for value in theme.tokens(path.stem.endswith("dark")).values()}
        drawn = {found.lower() for found in re.findall(r"#[0-9A-Fa-f]{6}", path.read_text("utf-8"))}
        assert drawn and drawn <= colours, path.name


@pytest.mark.parametrize("meaning", sorted(icons.NAMES))
def test_every_icon_exists(meaning):
    assert icons.svg(icons.NAMES[meaning]).lstrip().startswith("<svg")


def inked(meaning: str, colour: str = "text") -> set[str]:
    """The opaque colours of an icon."""
    image = icons.icon(meaning, colour).pixmap(QSize(32, 32)).toImage()
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


def test_an_icon_has_the_colour_of_its_token_in_either_theme(qapp):
    for mode in ("light", "dark"):
        theme.apply(qapp, mode)
        assert inked("person", "warn") == {theme.color("warn").name()}


def test_a_disabled_icon_is_grey(qapp):
    pixmap = icons.icon("save").pixmap(QSize(32, 32), icons.QIcon.Mode.Disabled)
    image = pixmap.toImage()
    colours = {
        image.pixelColor(x, y).name() for x in range(32) for y in range(32) if image.pixelColor(x, y).alpha() == 255
    }
    assert colours == {theme.color("dis").name()}


def test_icons_stay_blank_until_the_first_window_is_there(qapp):
    theme.hurry()
    try:
        assert icons.icon("print").pixmap(QSize(32, 32)).isNull()
    finally:
        theme.settle(qapp)
    assert inked("print")


def test_the_first_window_has_few_styles_and_the_rest_follows(qapp):
    theme.hurry()
    theme.apply(qapp, "light")
    first = qapp.styleSheet()
    assert "#dialogFoot" in first
    assert ".svg" not in first
    theme.settle(qapp)
    assert qapp.styleSheet().startswith(first)
    assert "QTabBar" in qapp.styleSheet()


@pytest.mark.parametrize("letters", ["ሰላም", "বাল", "தமழ"], ids=["ethiopic", "bengali", "tamil"])
def test_names_in_other_scripts_are_no_boxes(qapp, letters):
    theme.settle(qapp)
    seen = set()
    for letter in letters:
        shown = QLabel(letter)
        shown.resize(40, 30)
        seen.add(shown.grab().toImage().bits().tobytes())
    assert len(seen) == len(letters)
