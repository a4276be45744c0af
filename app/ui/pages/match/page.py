"""The tab Matching: who waits, who suits and why, and why not; everything is proposed, nothing is decided."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.core.errors import UserError
from app.core.progress import Progress
from app.core.text import _, clock_time, file_name, plural
from app.models.history import Done
from app.models.match_decision import Verdict
from app.services.matchmaking import SEEKERS, Matching
from app.services.pairs import of_project
from app.ui import dialogs, theme
from app.ui.context import Context
from app.ui.pages.match.decisions import DecisionsDialog
from app.ui.pages.match.deeds import Deeds
from app.ui.pages.match.kinds import MatchKind
from app.ui.pages.match.other import OtherDialog
from app.ui.pages.match.proposals import Proposals
from app.ui.pages.match.rules_dialog import RulesDialog
from app.ui.pages.match.waiting import Waiting
from app.ui.pages.match.why import Explained, WhyNot, Without
from app.ui.widgets.banner import Banner
from app.ui.widgets.basics import column, plain, row
from app.ui.widgets.buttons import Button, LinkButton, PrimaryButton
from app.ui.widgets.chips import SegmentedChips
from app.ui.widgets.empty import EmptyState
from app.ui.widgets.side_by_side import SideBySide, scrolling

if TYPE_CHECKING:
    from app.services.matching import Change

PDF = [("PDF", [".pdf"])]
WIDE = 980
SHOWN_CHANGES = 2
Found = tuple[Matching, Explained]


class MatchingPage(QWidget):
    """Three questions, three columns; below each other where there is little room."""

    opened = Signal(str, object)
    counted = Signal(int)
    noted = Signal(str)
    tallied = Signal(int)

    def __init__(self, context: Context, kind: MatchKind) -> None:
        super().__init__()
        self.context, self.kind = context, kind
        self.deeds = Deeds(self, context, kind)
        self.found: Matching | None = None
        self.side, self.current = SEEKERS, dict[str, int | None]()
        self.named = False
        self.changes: list[Change] = []
        self.rules_button = Button(_("Regeln …"), self.edit_rules, "rules", "matchRules")
        self.decisions_button = Button(_("Festlegungen …"), self.show_decisions, "lock", "matchDecisions")
        self.paper = Button(_("Ergebnisbogen drucken"), self.print_sheet, "print", "matchSheet")
        self.compute_button = PrimaryButton(_("Neu berechnen"), self.recompute, "refresh", "recompute")
        self.compute_button.setToolTip(_("Neu berechnen (F5)"))
        self.top = plain(row(None, self.rules_button, self.decisions_button, self.paper, self.compute_button))
        self.banner = Banner()
        self.banner.link_clicked.connect(self._answer_banner)
        self.views = SegmentedChips([(key, _(text)) for key, text in kind.views])
        self.names_link = LinkButton(_("Geschützte anzeigen"), self.show_names, "matchProtected", small=True)
        self.waiting, self.proposals = Waiting(kind), Proposals(kind)
        self.why, self.without = WhyNot(), Without(kind)
        self.nothing = EmptyState("mentoring", _("Noch kein Projekt"), _("Vorschläge gelten für ein Projekt."))
        self._build()
        self._connect()
        self.recompute()

    def _build(self) -> None:
        right = plain(column(self.why, self.without, spacing=10))
        right.setMinimumWidth(theme.px(256))
        self.waiting.setMinimumHeight(theme.px(180))
        self.proposals.setMinimumHeight(theme.px(240))
        self.parts = SideBySide([(self.waiting, 22), (self.proposals, 43), (right, 21)], (0, 0, 0, 0))
        self.stack = QStackedWidget()
        self.stack.addWidget(scrolling(self.parts))
        self.stack.addWidget(self.nothing)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 8, 16, 10)
        outer.setSpacing(8)
        outer.addWidget(self.banner)
        if self.kind.views:
            outer.addLayout(row(self.views, None, self.names_link))
        outer.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.views.changed.connect(self.look_from)
        self.waiting.chosen.connect(self.show_one)
        self.proposals.accepted.connect(self.deeds.accept)
        self.proposals.locked.connect(self.deeds.lock)
        self.proposals.excluded.connect(self.deeds.exclude)
        self.proposals.opened.connect(self._open)
        self.proposals.others.connect(self.choose_other)
        self.without.wanted.connect(self.deeds.note_need)
        self.without.shown.connect(self._show_seeker)
        self.context.changed.connect(self._changed)
        self.context.project_changed.connect(self.recompute)

    # ---------------------------------------------------------------- computing

    def recompute(self) -> None:
        """Compute anew with what is stored now; what is shown stays until then."""
        project = self.context.project_id
        self.stack.setCurrentIndex(0 if project else 1)
        if project is None:
            return
        self.compute_button.setEnabled(False)
        maker, named = self.kind.maker, self.named

        def run(progress: Progress) -> Found:
            from app.services.matching import needs as looked_for

            with self.context.db.read() as session:
                found = maker.compute(session, of_project(session, project), progress, named=named)
            return found, Explained(found.without, looked_for(found.result))

        self.context.tasks.run(run, self._show, self, self._failed, key=f"matching-{maker.kind}")

    def _changed(self, done: Done) -> None:
        if done.touches(*self.kind.tables):
            self.recompute()

    def _failed(self, error: BaseException) -> None:
        self.compute_button.setEnabled(True)
        if isinstance(error, UserError):
            text = " ".join(str(error).splitlines())
            self.banner.tell("err", text, _("Nicht berechnet:"), _("Festlegungen …"))
        else:
            self.context.tell(error)

    def _show(self, found: Found) -> None:
        self.compute_button.setEnabled(True)
        before, (self.found, explained) = self.found, found
        held, whom = self.proposals.keyboard(), self.current.get(self.side)
        self.deeds.found = self.found
        self.names_link.setVisible(self.found.protected and not self.named)
        self.waiting.show_matching(self.found, self.side)
        self.without.show_matching(self.found, explained)
        self._show_current()
        # A card that goes would hand the keyboard to whatever comes first in the window.
        if held and not (whom == self.current.get(self.side) and self.proposals.take_keyboard(held)):
            self.waiting.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.paper.setEnabled(bool(self.found.result.assignment))
        self.changes = self.found.result.changes(before.result) if before else []
        self._tell_changes()
        self.announce()

    def _tell_changes(self) -> None:
        told = [one.text for one in self.changes]
        more = len(told) - SHOWN_CHANGES
        link = _("Alle {n} zeigen").format(n=len(told)) if more > 0 else ""
        self.banner.tell("info", " · ".join(told[:SHOWN_CHANGES]), _("Geändert:") if told else "", link)

    def announce(self) -> None:
        """Say beside the tabs what was computed, and how many are left over."""
        found = self.found
        if found is None:
            return
        self.tallied.emit(len(found.waiting))
        self.counted.emit(len(found.without))
        served = len(found.waiting) - len(found.without)
        parts = [
            _("Berechnet {when}").format(when=clock_time(found.at)),
            _("{n} von {all} mit Vorschlag").format(n=served, all=len(found.waiting)),
        ]
        locked, forbidden = (len(found.decided(one)) for one in (Verdict.LOCKED, Verdict.FORBIDDEN))
        parts += [_("{n} festgelegt").format(n=locked)] if locked else []
        parts += [_("{n} ausgeschlossen").format(n=forbidden)] if forbidden else []
        self.noted.emit(" · ".join(parts))
        if served and self.isVisible():
            self.context.message.emit(_("Vorschläge sind noch nicht übernommen"), False)

    # ---------------------------------------------------------------- looking

    def look_from(self, side: str) -> None:
        """Look from the other side: whom to ask for this person, or whom to name to this provider."""
        self.side = side
        if self.found is not None:
            self.waiting.show_matching(self.found, side)
            self._show_current()

    def show_names(self) -> None:
        """Name religious communities, because somebody asked for it; until the page is made anew."""
        self.named = True
        self.recompute()

    def _show_current(self) -> None:
        assert self.found
        ids, current = self.waiting.ids(), self.current.get(self.side)
        self.show_one(current if current in ids else next(iter(ids), None))

    def _show_seeker(self, id: int) -> None:
        if self.side != SEEKERS:
            self.views.choose(SEEKERS)
        self.waiting.select(id)

    def show_one(self, id: int | None) -> None:
        """Show who suits one row of the list, and why the others do not."""
        if self.found is None:
            return
        self.current[self.side] = id
        self.proposals.show_one(self.found, self.side, id)
        self.why.show_one(self.found, self.side, id)
        if self.side == SEEKERS:
            self.without.show_one(id)
        if id is not None:
            self.waiting.select(id)

    def _open(self, id: int) -> None:
        self.opened.emit(self.kind.provider_table if self.side == SEEKERS else "person", id)

    # ---------------------------------------------------------------- deciding

    def choose_other(self) -> None:
        """Choose any of the other side; broken rules are shown, and no capacity can be overridden."""
        id = self.current.get(self.side)
        if self.found is None or id is None:
            return
        dialog = OtherDialog(self, self.kind, self.found, self.side, id)
        dialog.accepted_pair.connect(self.deeds.accept)
        dialog.locked_pair.connect(self.deeds.lock)
        dialog.open()

    def show_decisions(self) -> None:
        """Show what was fixed and ruled out, and take it back."""
        DecisionsDialog(self, self.context, self.kind).open()

    def edit_rules(self) -> None:
        """Say what must be and what is wished."""
        RulesDialog(self, self.context, self.kind).open()

    def _answer_banner(self) -> None:
        if self.banner.kind == "err":
            self.show_decisions()
            return
        lead = plural(len(self.changes), _("1 Änderung"), _("{n} Änderungen"))
        dialogs.tell(self.window(), _("Was hat sich geändert?"), lead, "\n".join(one.text for one in self.changes))

    def print_sheet(self) -> None:
        """Write the result sheet for the talk: the one who seeks with the proposal for her."""
        one = self.proposals.first()
        if self.found is None or one is None:
            self.context.message.emit(_("Hier ist noch niemand vorgesehen. Dafür gibt es keinen Bogen."), True)
            return
        found, seeker, provider = self.found, int(one.seeker), int(one.provider)
        suggested = file_name(_("Ergebnisbogen {name}.pdf").format(name=found.sides.seeking[seeker].name))
        path = dialogs.save_file(self.window(), _("Ergebnisbogen speichern"), suggested, PDF)
        if path is None:
            return
        db, project = self.context.db, self.context.project_id

        def write(progress: Progress) -> Path:
            from app.reports.match_sheet import build

            return build(db, found, seeker, project, path, progress, provider)

        told = _("Ergebnisbogen gespeichert: {name}").format(name=path.name)
        self.context.tasks.run(
            write, lambda _path: self.context.message.emit(told, False), self, self.context.tell, key="sheet"
        )

    # ---------------------------------------------------------------- what the window asks

    @property
    def commands(self) -> Mapping[str, Callable[[], object]]:
        """What menus and keys can do here."""
        return {"refresh": self.recompute, "print": self.print_sheet}

    def zones(self) -> list[QWidget]:
        """Where F6 stops."""
        first = self.proposals.cards[0].findChild(PrimaryButton) if self.proposals.cards else None
        views = [self.views] if self.kind.views else []
        return [*views, self.waiting.view, first or self.proposals.other_button, self.without.note_button]

    def shown(self) -> None:
        """Begin with who waits."""
        self.waiting.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Buttons of the second rank go where there is little room."""
        super().resizeEvent(event)
        narrow = event.size().width() < theme.px(WIDE)
        self.decisions_button.setVisible(not narrow)
        self.paper.setVisible(not narrow)
