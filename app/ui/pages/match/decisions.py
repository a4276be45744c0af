"""What was fixed and ruled out by hand, and how to take it back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.core.progress import Progress
from app.core.text import _, show
from app.models import MatchDecision
from app.models.match_decision import Verdict
from app.ui import theme
from app.ui.context import Context
from app.ui.dialogs import Dialog
from app.ui.pages.match.kinds import MatchKind
from app.ui.pages.small_table import SmallTable
from app.ui.rows import Column, Item, Line
from app.ui.widgets.buttons import Button

LABELS = dict(Verdict.options())
Told = tuple[MatchDecision, str, str]


class DecisionsDialog(Dialog):
    """A list; a button forgets the chosen one."""

    def __init__(self, parent: QWidget, context: Context, kind: MatchKind) -> None:
        super().__init__(parent, _("Festlegungen und Ausschlüsse"), "decisions", 760)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.context, self.maker = context, kind.maker
        self.found: list[Told] = []
        columns = (
            Column(_(kind.seeker)), Column(_(kind.provider)), Column(_("Entscheidung"), 120), Column(_("Am"), 84),
            Column(_("Grund"), 180),
        )  # fmt: skip
        nothing = _("Es ist nichts festgelegt und niemand ausgeschlossen.")
        self.table = SmallTable("decisionTable", _("Festlegungen und Ausschlüsse"), columns, nothing)
        self.table.setMinimumHeight(theme.px(260))
        self.table.view.chosen.connect(self._follow)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self.table)
        self.drop_button = Button(_("Aufheben"), self.drop, "unlock", "dropDecision")
        self.add_button(self.drop_button)
        self.add_button(Button(_("Schließen"), self.accept, name="closeDecisions"), default=True)
        context.changed.connect(lambda done: self.reload() if done.touches("match_decision") else None)
        self.reload()

    def reload(self) -> None:
        """Read the decisions anew."""

        def read(_progress: Progress) -> list[Told]:
            with self.context.db.read() as session:
                return self.maker.decisions(session)

        self.context.tasks.run(read, self._show, self, self.context.tell, key="decisions", quiet=True)

    def _show(self, found: list[Told]) -> None:
        self.found = found
        self.table.show_lines([_line(*one) for one in found])
        self._follow()

    def _follow(self) -> None:
        self.drop_button.setEnabled(self.table.view.key() is not None)

    def drop(self) -> None:
        """Forget the chosen decision."""
        key = self.table.view.key()
        one = next((one for one, _seeker, _provider in self.found if one.id == key), None)
        if one is not None:
            self.context.do(_("Entscheidung aufheben"), lambda work: self.maker.withdraw(work, one), self)


def _line(one: MatchDecision, seeker: str, provider: str) -> Line:
    state = "locked" if one.verdict == Verdict.LOCKED else "left-out"
    verdict = Item.of(_(LABELS.get(one.verdict, one.verdict)), state)
    day = Item.of(show(one.day), muted=True)
    return Line((Item.of(seeker), Item.of(provider), verdict, day, Item.of(one.reason, muted=True)), one.id)
