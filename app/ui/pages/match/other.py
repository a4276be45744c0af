"""„Andere wählen …“: everybody of the other side, with the rules that a pair would break."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.core.fold import matches, query_tokens, tokens
from app.core.text import _
from app.services.matchmaking import PROVIDERS, SEEKERS, Matching
from app.ui import theme
from app.ui.dialogs import Dialog
from app.ui.pages.match.kinds import MatchKind
from app.ui.rows import Column, Item, Line, RowsView
from app.ui.widgets.basics import label, named
from app.ui.widgets.buttons import Button, PrimaryButton
from app.ui.widgets.search import SearchField

if TYPE_CHECKING:
    from app.services.matching import Proposal

FREE = 2
"""The column with free places."""


class OtherDialog(Dialog):
    """A list to choose from; what is broken stands below it, and wants a reason."""

    accepted_pair = Signal(object, str)
    locked_pair = Signal(object, str)

    def __init__(self, parent: QWidget, kind: MatchKind, found: Matching, side: str, id: int) -> None:
        title, other = (kind.choose, PROVIDERS) if side == SEEKERS else (kind.choose_seeker, SEEKERS)
        super().__init__(parent, _(title).format(who=found.parties(side)[id].name), "otherMentor", 760)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.found, self.side = found, side
        self.pairs = {found.partner(side, one)[0]: one for one in found.everybody(side, id)}
        self.checks = {id: found.result.checked(one) for id, one in self.pairs.items()}
        self.search = SearchField(_("Name suchen"), "otherSearch")
        self.search.searched.connect(lambda _text: self._show())
        columns = (
            Column(_(kind.word(other))), Column(_("Punkte"), 70, right=True), Column(_("Frei"), 56, right=True),
            Column(_("Hinweis"), 330),
        )  # fmt: skip
        self.view = RowsView(columns, "otherList", _("Liste: alle, die es gibt"))
        self.view.setColumnHidden(FREE, side != SEEKERS)  # there all are about the places of the same one
        self.view.setMinimumHeight(theme.px(240))
        self.view.chosen.connect(self._follow)
        self.told = label("", "", wrap=True)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("Grund, warum trotzdem"))
        self.reason.setMaxLength(200)
        named(self.reason, _("Grund, warum trotzdem"), "otherReason")
        self.reason.textChanged.connect(lambda _text: self._allow())
        for part in (self.search, self.view, self.told, self.reason):
            self.body.addWidget(part)
        self.add_cancel()
        self.lock_button = Button(_("Festlegen"), lambda: self._end(self.locked_pair), "lock", "lockOther")
        self.accept_button = PrimaryButton(_("Annehmen"), lambda: self._end(self.accepted_pair), "done", "acceptOther")
        self.add_button(self.lock_button)
        self.add_button(self.accept_button, default=True)
        self._show()

    def _show(self) -> None:
        wanted = query_tokens(self.search.text())
        self.view.show_lines([
            line for id, one in self.pairs.items() if (line := self._line(id, one, wanted)) is not None
        ])  # fmt: skip
        if self.view.rows.lines and self.view.key() is None:
            self.view.selectRow(0)
        self._follow()

    def _line(self, id: int, one: Proposal, wanted: Sequence[frozenset[str]]) -> Line | None:
        """The row of one of them, if the name is WANTED."""
        name, check = self.found.partner(self.side, one)[1].caption, self.checks[id]
        if wanted and not matches(wanted, tokens(name)):
            return None
        state = "refused" if check.refused else "missing" if check.broken else "complete"
        told = " · ".join((*check.refused, *check.broken)) or _("erfüllt alle Muss-Regeln")
        free = str(max(one.free, 0))
        return Line((Item.of(name), Item.of(one.points), Item.of(free), Item.of(told, state)), id)

    def current(self) -> Proposal | None:
        """The one with the keyboard."""
        return self.pairs.get(self.view.key())

    def _follow(self) -> None:
        check = self.checks.get(self.view.key())
        self.reason.setVisible(bool(check and check.broken and not check.refused))
        if check is None:
            self.told.setText("")
        elif check.refused:
            self.told.setText(_("Nicht möglich: {why}").format(why=" ".join(check.refused)))
        elif check.broken:
            text = _("Gebrochene Muss-Regeln: {rules}. Bitte schreiben Sie, warum es trotzdem gehen soll.")
            self.told.setText(text.format(rules="; ".join(check.broken)))
        else:
            self.told.setText(_("Erfüllt alle Muss-Regeln."))
        self._allow()

    def _allow(self) -> None:
        check = self.checks.get(self.view.key())
        possible = check is not None and not check.refused
        possible = possible and (not check.broken or bool(self.reason.text().strip())) if check else False
        for button in (self.lock_button, self.accept_button):
            button.setEnabled(possible)

    def _end(self, signal: object) -> None:
        if one := self.current():
            signal.emit(one, self.reason.text().strip() if self.reason.isVisible() else "")  # type: ignore[attr-defined]
            self.accept()
