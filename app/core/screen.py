"""Whether there is a screen on which a window could be shown."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping


def has_screen(platform: str = sys.platform, environment: Mapping[str, str] = os.environ) -> bool:
    """True on Windows and macOS, elsewhere under X11 or Wayland, unless Qt was told to draw into memory."""
    if chosen := environment.get("QT_QPA_PLATFORM"):
        return chosen.partition(":")[0] not in ("offscreen", "minimal")
    return platform in ("win32", "darwin") or bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))
