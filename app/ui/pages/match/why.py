"""Why not: what stands in the way, counted over all mentors, and what would help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.core.text import _, grouped, plural
from app.services.matchmaking import Matching
from app.ui import theme
from app.ui.pages.match.kinds import MatchKind
from app.ui.widgets.basics import IconLabel, column, empty, label, line, plain, row
from app.ui.widgets.buttons import Button, IconButton
from app.ui.widgets.card import Card
from app.ui.widgets.side_by_side import scrolling

if TYPE_CHECKING:
    from app.services.matching import Need, Reason


@dataclass(frozen=True)
class Explained:
    """What the right side says about one computation: for whom nothing was found, and whom to look for."""

    without: Sequence[int]
    needs: Sequence[Need]

    def need_of(self, id: int) -> Need | None:
        """The need that would help this person."""
        return next((one for one in self.needs if id in one.helped), None)


def reasons(found: Sequence[Reason]) -> QWidget:
    """Counts and words below each other."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    for number, one in enumerate(found):
        names = f": {', '.join(one.names)}" if one.names else ""
        grid.addWidget(label(grouped(one.count), "strong"), number, 0)
        said = label(f"{one.text}{names}", wrap=True)
        said.setToolTip(said.text())
        grid.addWidget(said, number, 1)
    return plain(grid)


class WhyNot(Card):
    """For the one in the middle: why the others do not suit."""

    def __init__(self) -> None:
        super().__init__(_("Warum nicht?"), name="whyNot")
        self.lead = label("", "small", wrap=True)
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self.lead)
        self.body.addLayout(self._list)
        self.body.addStretch(1)

    def show_one(self, found: Matching, side: str, id: int | None) -> None:
        """Show what stands in the way."""
        empty(self._list)
        if id is None:
            self.lead.setText("")
            return
        # Who would be possible stands among the proposals.
        said = [one for one in found.why_not(side, id) if not one.possible]
        count = sum(one.count for one in said)
        who = found.parties(side)[id].name
        self.lead.setText(
            plural(count, _("Für {who} scheidet 1 aus:"), _("Für {who} scheiden {n} aus:"), who=who)
            if count
            else _("Für {who} kommen alle in Frage.").format(who=who)
        )
        self._list.addWidget(reasons(said))


class Without(Card):
    """Walks through those for whom nobody is proposed: what was checked, and what would help."""

    wanted = Signal(object)
    """A need that somebody wants to note."""
    shown = Signal(object)
    """The one who is looked at."""

    def __init__(self, kind: MatchKind) -> None:
        super().__init__(_("Ohne Vorschlag"), padded=False, name="without")
        self.kind = kind
        self.found: Matching | None = None
        self.explained: Explained | None = None
        self.at = 0
        self.header.insertWidget(0, IconLabel("refused", "err"))
        self.header.setSpacing(5)
        self.position = label("", "small")
        self.previous = IconButton("left", _("Vorige ohne Vorschlag"), lambda: self.step(-1), "previousWithout")
        self.next = IconButton("right", _("Nächste ohne Vorschlag"), lambda: self.step(1), "nextWithout")
        for part in (self.previous, self.position, self.next):
            self.add_to_header(part)
        self._content = QVBoxLayout()
        self._content.setContentsMargins(12, 8, 12, 8)
        self._content.setSpacing(5)
        area = scrolling(plain(column(self._content, None)))
        self.body.addWidget(area, 1)
        self.note_button = Button(_("Als Bedarf vormerken"), self._note, "tasks", "noteNeed", small=True)
        self._foot = row(self.note_button, None, margins=(12, 4, 12, 10))
        self.body.addLayout(self._foot)
        self.setMinimumHeight(theme.px(220))

    def show_matching(self, found: Matching, explained: Explained) -> None:
        """Show the first of those left over."""
        self.found, self.explained = found, explained
        self.at = min(self.at, max(len(explained.without) - 1, 0))
        self.setVisible(bool(explained.without))
        self._show()

    def show_one(self, id: int | None) -> None:
        """Follow the list: who is chosen there and left over is shown here."""
        if self.explained and id in self.explained.without:
            self.at = self.explained.without.index(id)
            self._show()

    def step(self, by: int) -> None:
        """Go to the next one."""
        if self.explained and self.explained.without:
            self.at = (self.at + by) % len(self.explained.without)
            self._show()
            self.shown.emit(self.explained.without[self.at])

    def need(self) -> Need | None:
        """What would help the one shown."""
        if not self.explained or not self.explained.without:
            return None
        return self.explained.need_of(self.explained.without[self.at])

    def _show(self) -> None:
        empty(self._content)
        found, explained = self.found, self.explained
        if found is None or explained is None or not explained.without:
            return
        id, count = explained.without[self.at], len(explained.without)
        self.title.setText(_("Ohne Vorschlag: {n}").format(n=count))
        self.position.setText(f"{self.at + 1}/{count}")
        for button in (self.previous, self.next):
            button.setEnabled(count > 1)
        providers = len(found.sides.giving)
        told = plural(providers, *map(_, self.kind.checked)) if providers else _(self.kind.nobody)
        self._content.addWidget(label(found.sides.seeking[id].name, "strong", wrap=True))
        self._content.addWidget(label(told, "small"))
        self._content.addWidget(reasons(found.result.why_not(id)))
        self._content.addWidget(line())
        self._content.addWidget(label(_("Was helfen würde"), "strong"))
        for sentence in self._help(found, id):
            self._content.addWidget(label(sentence, wrap=True))
        self.note_button.setEnabled(self.need() is not None)

    def _help(self, found: Matching, id: int) -> list[str]:
        from app.services.matching import helping

        said = []
        if need := self.need():
            said.append(f"{need.text}.")
        said += [one.text for one in helping(found.result, id, 2)]
        return said or [_("Dafür reicht keine einzelne Änderung.")]

    def _note(self) -> None:
        if need := self.need():
            self.wanted.emit(need)
