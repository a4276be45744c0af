"""A dialog that waits for tasks: what runs away from the screen, how far it is, and what went wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from app.core.errors import UserError
from app.core.progress import Progress
from app.core.text import _
from app.ui.context import Context
from app.ui.dialogs import Dialog
from app.ui.widgets.banner import Banner
from app.ui.widgets.progress import ProgressPanel

T = TypeVar("T")


class WaitingDialog(Dialog):
    """Shows a banner for what is to be said and a panel while a task is under way."""

    def __init__(self, context: Context, parent: QWidget | None, title: str, name: str, width: int) -> None:
        super().__init__(parent, title, name, width)
        self.context = context
        self.banner = Banner()
        self.waiting = ProgressPanel(_("Bitte warten …"), _("Es wird nichts gespeichert."))
        self.waiting.cancelled.connect(self._stopped)
        self._waits = self._taking = False

    def _run(
        self,
        task: Callable[[Progress], T],
        then: Callable[[T], object],
        key: str = "",
        lane: str = "read",
        shown: Progress | None = None,
    ) -> None:
        """Do TASK away from the screen, showing how far it is, and THEN go on here."""
        self._waits = True

        def done(result: T) -> None:
            self._ended()
            then(result)

        progress = self.context.tasks.run(task, done, self, self._failed, lane=lane, key=key)
        if self._waits:
            self.waiting.watch(shown or progress)
            self.waiting.show()

    def _ended(self) -> None:
        self._waits = False
        self.waiting.stop()
        self.waiting.hide()

    def _stopped(self) -> None:
        """The person does not want to wait any longer; a work ends by itself."""
        if not self._taking:
            self._ended()
            self.banner.tell("info", _("Abgebrochen. Es wurde nichts gespeichert."))

    def _failed(self, error: BaseException) -> None:
        self._taking = False
        self._ended()
        self._allow()
        if isinstance(error, UserError):
            self.banner.tell("err", str(error))
        else:
            self.context.tell(error)

    def _allow(self) -> None:
        """Open the ways that are open now."""
