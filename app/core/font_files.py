"""Where the font files for rarer scripts lie, which packages bring along for documents and for the screen."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

SCRIPTS = {
    "Ethiopic": "justmytype_intl_africa",
    "Bengali": "justmytype_intl_south_asia",
    "Tamil": "justmytype_intl_south_asia",
}
"""Noto Sans for one script each, by the package that holds it."""


def script_font(script: str) -> Path:
    """The variable font for SCRIPT, a key of SCRIPTS."""
    family = files(SCRIPTS[script]).joinpath("fonts", "ofl", f"notosans{script.lower()}")
    return Path(str(family.joinpath(f"NotoSans{script}[wdth,wght].ttf")))
