"""What somebody decides about a proposal: each is one change with a name, and can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.core.text import _
from app.models.match_decision import Verdict
from app.models.work import Work
from app.services import needs
from app.services.matchmaking import Matching
from app.ui import dialogs
from app.ui.context import Context
from app.ui.pages.match.kinds import MatchKind

if TYPE_CHECKING:
    from app.services.matching import Need, Proposal


class Deeds(QObject):
    """Accept, fix and rule out, for the computation that is shown."""

    def __init__(self, owner: QWidget, context: Context, kind: MatchKind) -> None:
        super().__init__(owner)
        self.owner, self.context, self.kind, self.maker = owner, context, kind, kind.maker
        self.found: Matching | None = None

    def accept(self, proposal: Proposal, why: str = "") -> None:
        """Make a proposal real."""
        project, (seeker, provider) = self.context.project_id, _ids(proposal)
        assert project is not None
        given = seeker, provider, project, proposal.points, why
        told = _(self.kind.accepted).format(names=self._names(proposal))
        self.context.do(told, lambda work: self.maker.accept(work, *given), self.owner)

    def lock(self, proposal: Proposal, why: str = "") -> None:
        """Fix a pair for the next computation, or release it."""
        pair = _ids(proposal)

        def deed(work: Work) -> None:
            if proposal.locked:
                self.maker.undecide(work, *pair)
            else:
                self.maker.decide(work, *pair, Verdict.LOCKED, why)

        told = _("Festlegung aufheben: {names}") if proposal.locked else _("Festlegen: {names}")
        self.context.do(told.format(names=self._names(proposal)), deed, self.owner)

    def exclude(self, proposal: Proposal) -> None:
        """Never propose this pair again, until somebody takes that back."""
        told = _("Ausschließen: {names}").format(names=self._names(proposal))
        hint = _("Grund (freiwillig, ohne persönliche Angaben)")
        reason = dialogs.ask_text(self.owner.window(), told, hint, deed=_("Ausschließen"))
        if reason is not None:
            given = *_ids(proposal), Verdict.FORBIDDEN, reason
            self.context.do(told, lambda work: self.maker.decide(work, *given), self.owner)

    def note_need(self, need: Need) -> None:
        """Keep whom to look for among the needs."""
        project, helps = self.context.project_id, len(need.helped)
        text = need.text.rpartition(" – ")[0] or need.text  # how many it helps is a field of the need

        def told() -> None:
            self.context.message.emit(_("Als Bedarf vorgemerkt: {text}").format(text=text), False)

        self.context.do(
            _("Bedarf vormerken: {text}").format(text=text),
            lambda work: needs.note(work, text, helps, project),
            self.owner,
            told,
        )

    def _names(self, proposal: Proposal) -> str:
        """Both, short; names of changes are kept, so nothing protected is among them."""
        assert self.found
        sides, (seeker, provider) = self.found.sides, _ids(proposal)
        return f"{sides.seeking[seeker].short} – {sides.giving[provider].short}"


def _ids(proposal: Proposal) -> tuple[int, int]:
    return int(proposal.seeker), int(proposal.provider)
