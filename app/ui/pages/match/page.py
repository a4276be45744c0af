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
from app.models.work import Work
from app.services import match_pairs, needs
from app.services.match_pairs import Matching, compute
from app.services.pairs import of_project
from app.ui import dialogs, theme
from app.ui.context import Context
from app.ui.pages.match.decisions import DecisionsDialog
from app.ui.pages.match.other import OtherDialog
from app.ui.pages.match.proposals import Proposals
from app.ui.pages.match.rules_dialog import RulesDialog
from app.ui.pages.match.waiting import Waiting
from app.ui.pages.match.why import Explained, WhyNot, Without
from app.ui.widgets.banner import Banner
from app.ui.widgets.basics import column, plain, row
from app.ui.widgets.buttons import Button, PrimaryButton
from app.ui.widgets.empty import EmptyState
from app.ui.widgets.side_by_side import SideBySide, scrolling

if TYPE_CHECKING:
    from app.services.matching import Change, Need, Proposal

TABLES = ("pair", "role", "consent", "person", "language_skill", "match_decision", "match_rules", "place", "travel")
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

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.found: Matching | None = None
        self.mentee: int | None = None
        self.changes: list[Change] = []
        self.rules_button = Button(_("Regeln …"), self.edit_rules, "rules", "matchRules")
        self.decisions_button = Button(_("Festlegungen …"), self.show_decisions, "lock", "matchDecisions")
        self.paper = Button(_("Ergebnisbogen drucken"), self.print_sheet, "print", "matchSheet")
        self.compute_button = PrimaryButton(_("Neu berechnen"), self.recompute, "refresh", "recompute")
        self.compute_button.setToolTip(_("Neu berechnen (F5)"))
        self.top = plain(row(None, self.rules_button, self.decisions_button, self.paper, self.compute_button))
        self.banner = Banner()
        self.banner.link_clicked.connect(self._answer_banner)
        self.waiting, self.proposals = Waiting(), Proposals()
        self.why, self.without = WhyNot(), Without()
        self.nothing = EmptyState("mentoring", _("Noch kein Projekt"), _("Vorschläge gelten für ein Projekt."))
        self._build()
        self._connect()
        self.recompute()

    def _build(self) -> None:
        right = plain(column(self.why, self.without, spacing=10))
        right.setMinimumWidth(theme.px(250))
        self.waiting.setMinimumHeight(theme.px(180))
        self.proposals.setMinimumHeight(theme.px(240))
        self.parts = SideBySide([(self.waiting, 5), (self.proposals, 10), (right, 5)], (0, 0, 0, 0))
        self.stack = QStackedWidget()
        self.stack.addWidget(scrolling(self.parts))
        self.stack.addWidget(self.nothing)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 8, 16, 10)
        outer.setSpacing(8)
        outer.addWidget(self.banner)
        outer.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.waiting.chosen.connect(self.show_mentee)
        self.proposals.accepted.connect(self.accept)
        self.proposals.locked.connect(self.lock)
        self.proposals.excluded.connect(self.exclude)
        self.proposals.opened.connect(lambda id: self.opened.emit("person", id))
        self.proposals.others.connect(self.choose_other)
        self.without.wanted.connect(self.note_need)
        self.without.shown.connect(self.waiting.select)
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

        def run(progress: Progress) -> Found:
            from app.services.matching import needs as looked_for

            with self.context.db.read() as session:
                found = compute(session, of_project(session, project), progress)
            return found, Explained(found.without, looked_for(found.result))

        self.context.tasks.run(run, self._show, self, self._failed, key="matching")

    def _changed(self, done: Done) -> None:
        if done.touches(*TABLES):
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
        self.waiting.show_matching(self.found)
        self.without.show_matching(self.found, explained)
        ids = self.found.waiting
        self.show_mentee(self.mentee if self.mentee in ids else next(iter(ids), None))
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

    def show_mentee(self, id: int | None) -> None:
        """Show who suits a mentee, and why the others do not."""
        if self.found is None:
            return
        self.mentee = id
        self.proposals.show_mentee(self.found, id)
        self.why.show_mentee(self.found, id)
        self.without.show_mentee(id)
        if id is not None:
            self.waiting.select(id)

    # ---------------------------------------------------------------- deciding

    def accept(self, proposal: Proposal, why: str = "") -> None:
        """Make a pair of a proposal."""
        mentee, project = self.mentee, self.context.project_id
        assert self.found and mentee is not None and project is not None
        names = self._names(mentee, int(proposal.provider))
        given = mentee, int(proposal.provider), project, proposal.points, why
        self.context.do(
            _("Tandem anlegen: {names}").format(names=names), lambda work: match_pairs.accept(work, *given), self
        )

    def lock(self, proposal: Proposal, why: str = "") -> None:
        """Fix a pair for the next computation, or release it."""
        mentee, mentor = self.mentee, int(proposal.provider)
        assert mentee is not None
        names = self._names(mentee, mentor)

        def deed(work: Work) -> None:
            if proposal.locked:
                match_pairs.undecide(work, mentee, mentor)
            else:
                match_pairs.decide(work, mentee, mentor, Verdict.LOCKED, why)

        told = _("Festlegung aufheben: {names}") if proposal.locked else _("Festlegen: {names}")
        self.context.do(told.format(names=names), deed, self)

    def exclude(self, proposal: Proposal) -> None:
        """Never propose this pair again, until somebody takes that back."""
        mentee, mentor = self.mentee, int(proposal.provider)
        assert mentee is not None
        names = self._names(mentee, mentor)
        told = _("Ausschließen: {names}").format(names=names)
        reason = dialogs.ask_text(
            self.window(), told, _("Grund (freiwillig, ohne persönliche Angaben)"), deed=_("Ausschließen")
        )
        if reason is not None:
            given = mentee, mentor, Verdict.FORBIDDEN, reason
            self.context.do(told, lambda work: match_pairs.decide(work, *given), self)

    def _names(self, mentee: int, mentor: int) -> str:
        assert self.found
        short = (self.found.people[id].person for id in (mentee, mentor))
        return " – ".join(one.last_name or one.first_names for one in short)

    def choose_other(self) -> None:
        """Choose any mentor; broken rules are shown, and no capacity can be overridden."""
        if self.found is None or self.mentee is None:
            return
        dialog = OtherDialog(self, self.found, self.mentee)
        dialog.accepted_pair.connect(self.accept)
        dialog.locked_pair.connect(self.lock)
        dialog.open()

    def show_decisions(self) -> None:
        """Show what was fixed and ruled out, and take it back."""
        DecisionsDialog(self, self.context).open()

    def edit_rules(self) -> None:
        """Say what must be and what is wished."""
        RulesDialog(self, self.context).open()

    def note_need(self, need: Need) -> None:
        """Keep whom to look for among the needs."""
        project, helps = self.context.project_id, len(need.helped)
        text = need.text.rpartition(" – ")[0] or need.text  # how many it helps is a field of the need

        def told() -> None:
            self.context.message.emit(_("Als Bedarf vorgemerkt: {text}").format(text=text), False)

        self.context.do(
            _("Bedarf vormerken: {text}").format(text=text),
            lambda work: needs.note(work, text, helps, project),
            self,
            told,
        )

    def _answer_banner(self) -> None:
        if self.banner.kind == "err":
            self.show_decisions()
            return
        lead = plural(len(self.changes), _("1 Änderung"), _("{n} Änderungen"))
        dialogs.tell(self.window(), _("Was hat sich geändert?"), lead, "\n".join(one.text for one in self.changes))

    def print_sheet(self) -> None:
        """Write the result sheet for the talk: the mentee shown with the proposal for her."""
        if self.found is None or self.mentee is None:
            return
        found, mentee = self.found, self.mentee
        suggested = file_name(_("Ergebnisbogen {name}.pdf").format(name=found.people[mentee].person.full_name))
        path = dialogs.save_file(self.window(), _("Ergebnisbogen speichern"), suggested, PDF)
        if path is None:
            return
        db, project = self.context.db, self.context.project_id

        def write(progress: Progress) -> Path:
            from app.reports.match_sheet import build

            return build(db, found, mentee, project, path, progress)

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
        return [self.waiting.view, first or self.proposals.other_button, self.without.note_button]

    def shown(self) -> None:
        """Begin with who waits."""
        self.waiting.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Buttons of the second rank go where there is little room."""
        super().resizeEvent(event)
        narrow = event.size().width() < theme.px(WIDE)
        self.decisions_button.setVisible(not narrow)
        self.paper.setVisible(not narrow)
