"""The steps that can be taken with a participation, and what should be checked about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.text import _
from app.services.concerns import MISSING, Concern
from app.services.dossier import Admission
from app.ui.widgets.basics import label
from app.ui.widgets.buttons import Button
from app.ui.widgets.flow import FlowLayout


class StepBar(QWidget):
    """Buttons for exit, follow-up, coming again and cancelling; BEGIN records a stage."""

    def __init__(
        self, begin: Callable[[str], object], reenter: Callable[[], object], cancel: Callable[[], object]
    ) -> None:
        super().__init__()
        self.checks = label("", "small", wrap=True)
        self.leave = Button(_("Austritt erfassen"), lambda: begin("exit"), name="recordExit")
        self.ask = Button(_("Nachbefragung erfassen"), lambda: begin("follow_up"), name="recordFollowUp")
        self.again = Button(_("Wieder aufnehmen"), reenter, name="reenter")
        self.cancel = Button(_("Stornieren …"), cancel, name="cancelParticipation")
        flow = FlowLayout()
        for button in (self.leave, self.ask, self.again, self.cancel):
            flow.addWidget(button)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(14, 8, 14, 8)
        inside.addWidget(self.checks)
        inside.addLayout(flow)
        self.hide()

    def tell(self, listed: Sequence[Concern]) -> None:
        """Say what should be checked; what is missing stands at its field."""
        told = [f"{one.sentence} {one.why}" for one in listed if one.kind != MISSING]
        self.checks.setText("\n".join([_("Zu prüfen:"), *told]) if told else "")
        self.checks.setVisible(bool(told))

    def follow(self, found: Admission | None, *, editing: bool) -> None:
        """Offer the steps that come next, unless somebody is typing."""
        self.setVisible(found is not None and not editing)
        if found is None:
            return
        one, stages = found.participation, found.programme.stages
        self.leave.setVisible(one.exit is None and "exit" in stages)
        self.ask.setVisible(bool(one.exit) and one.followed_up is None and "follow_up" in stages)
        self.again.setVisible(bool(one.exit))
