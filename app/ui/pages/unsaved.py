"""Leaving what is not saved yet: the question, and saving while somebody waits for the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QWidget

from app.core.text import _
from app.models.fields import Field
from app.ui import dialogs

if TYPE_CHECKING:
    from app.ui.pages.detail_tab import Ended


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


def ask_whose(parent: QWidget, what: str, changed: Iterable[Field], values: Iterable[object]) -> str:
    """Ask what to do when somebody else was faster: "reload", "keep", or '' to go on typing.

    WHAT begins with the sentence that says so; protected values are not named, only that they changed.
    """
    pairs = zip(changed, values, strict=True)
    told = [_(one.label) if one.sensitive else f"{_(one.label)}: {one.show(now) or _('leer')}" for one, now in pairs]
    return dialogs.choose(
        parent,
        _("Inzwischen geändert"),
        what.split(". ", 1)[0] + ".",
        _("Jetzt steht dort – {changed}. Ihre Eingaben sind noch nicht gespeichert.").format(changed=", ".join(told)),
        [("reload", _("Neu laden")), ("keep", _("Meine Eingaben behalten"))],
        icon="info",
    )
