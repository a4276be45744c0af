"""Leaving what is not saved yet: the question, and saving while somebody waits for the end."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QWidget

from app.core.text import _
from app.ui import dialogs
from app.ui.pages.tabs import Ended


def may_leave(asker: QWidget, name: str, save: Callable[[Ended], object], discard: Callable[[], object]) -> bool:
    """Ask what to do with the input to NAME, and do it; False when the person stays or nothing could be saved."""
    chosen = dialogs.choose(
        asker.window(),
        _("Änderungen speichern"),
        _("Ihre Eingaben zu „{name}“ sind noch nicht gespeichert.").format(name=name),
        _("Wenn Sie sie verwerfen, bleibt alles, wie es vorher war."),
        [("discard", _("Verwerfen")), ("save", _("Speichern"))],
        icon="save",
    )
    if chosen == "discard":
        discard()
    return _saved(save) if chosen == "save" else chosen == "discard"


def _saved(save: Callable[[Ended], object]) -> bool:
    """Save and wait, because whoever asked wants to go on."""
    results: list[bool] = []
    waiting = QEventLoop()

    def ended(ok: bool) -> None:
        results.append(ok)
        waiting.quit()

    save(ended)
    if not results:
        waiting.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
    return results[0]
