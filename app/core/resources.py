"""Where the files that ship with the program lie, from source and in a frozen build."""

from __future__ import annotations

import sys
from pathlib import Path

_ROOT = Path(getattr(sys, "_MEIPASS", Path(__file__).parents[2])) / "resources"


def resource(*parts: str) -> Path:
    """The path of a shipped file, given by its parts below `resources/`."""
    return _ROOT.joinpath(*parts)
