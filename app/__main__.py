"""Where the program starts: a window on an office file, or one of the commands for administrators."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from app.core.i18n import _

COMMANDS = ("demo", "report", "check", "backup", "import", "duplicates", "match", "retention")
SUFFIX = ".koord"


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line says; 0 when it went well, 1 after trouble, 2 after a wrong call."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    words, data = _without_data(arguments)
    if words[-1:] == ["--data"]:
        sys.stderr.write(_("Nach --data fehlt der Ordner.") + "\n")
        return 2
    if len(words) > 1 or (words and not _is_file(words[0])):
        # Only here, so that the unlock dialog does not wait for what it does not need.
        from app.cli import run

        return run(words)
    return window(Path(words[0]) if words else None, data)


def window(file: Path | None = None, data: Path | None = None) -> int:
    """Open the window, offering FILE first, with settings and logs in DATA instead of the person's own folders."""
    import gc

    from app.core.screen import has_screen

    if not has_screen() and "QT_QPA_PLATFORM" not in os.environ:
        sys.stderr.write(
            _("Hier ist kein Bildschirm. Ohne Fenster helfen die Befehle: connecting-humans --help") + "\n"
        )
        return 1
    # Importing Qt makes thousands of objects that stay; the collector would go through them often and find nothing.
    gc.disable()
    try:
        from app.ui.start import run
    except ImportError as error:
        if not (error.name or "").startswith("PySide6"):
            raise
        sentence = _("Das Fenster lässt sich nicht öffnen, weil dem System eine Bibliothek fehlt: {what}")
        sys.stderr.write(sentence.format(what=error) + "\n")
        return 1
    return run(file, data)


def _without_data(arguments: list[str]) -> tuple[list[str], Path | None]:
    """The arguments for the window, and the folder after `--data`."""
    if "--data" not in arguments[:-1]:
        return arguments, None
    at = arguments.index("--data")
    return arguments[:at] + arguments[at + 2 :], Path(arguments[at + 1])


def _is_file(word: str) -> bool:
    """Whether a single argument names an office file and no command."""
    return word not in COMMANDS and not word.startswith("-") and (word.endswith(SUFFIX) or Path(word).is_file())


if __name__ == "__main__":
    raise SystemExit(main())
