"""Who stands behind a number of the report, by which rule, and who might count too."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout

from app.core.text import _, grouped, plural, show
from app.services.behind import Counted
from app.services.figures import Figures
from app.services.programme import Indicator
from app.ui.form_row import Curtain
from app.ui.rows import Column, Item, Line, Lines, RowsView
from app.ui.widgets.basics import column, empty, label, line, plain, row
from app.ui.widgets.buttons import IconButton, LinkButton
from app.ui.widgets.card import Card

SHOWN_GAPS = 4
UNRECORDED = _("nicht erfasst")


class PeoplePanel(Card):
    """Who stands behind a number, by which rule, and who might count too."""

    opened = Signal(object)
    """The id of a person somebody wants to see."""
    closed = Signal()

    def __init__(self) -> None:
        super().__init__(_("Personen"), padded=False, name="peoplePanel")
        self.header.addWidget(IconButton("close", _("Schließen"), self.closed.emit, "closePeople"))
        columns = (Column(_("Name")), Column(_("TN-Nr."), 66), Column(_("Eintritt"), 84))
        self.table = RowsView(columns, "peopleTable", _("Personen hinter der Zahl"))
        self.table.opened.connect(self.opened)
        self.rule, self.official = label("", "muted", wrap=True), label("", "small", wrap=True)
        self.gaps_title, self.gaps = label("", "strong"), QVBoxLayout()
        self.gaps.setSpacing(0)
        self.body.setSpacing(0)
        self.curtain = Curtain(_("Wer hier zählt, verrät geschützte Angaben. Wer sie ansieht, steht im Verlauf."))
        self._veil = plain(column(self.curtain, None, margins=(12, 8, 12, 8)))
        self._parts = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        for part in (self._veil, self.table):
            self._parts.addWidget(part, 1)
        inside = (12, 8, 12, 8)
        self._rules = plain(column(label(_("Zählregel"), "strong"), self.rule, self.official, None, margins=inside))
        self._lacking = plain(column(self.gaps_title, self.gaps, None, margins=inside))
        for part in (self._rules, self._lacking):
            self._parts.addWidget(line())
            self._parts.addWidget(part)
        self.body.addLayout(self._parts, 1)

    def lie_flat(self, flat: bool) -> None:
        """Put people, rule and gaps beside each other, for a panel that is wide and low."""
        ways = QBoxLayout.Direction
        self._parts.setDirection(ways.LeftToRight if flat else ways.TopToBottom)
        for part in (self._rules, self._lacking):
            self._parts.setStretchFactor(part, 1 if flat else 0)

    def show_rule(self, indicator: Indicator, gender: str, counted: Figures, code: str | None) -> None:
        """Say what the number counts, before its people are there."""
        if indicator.source:
            number = counted.number(indicator.code)
            many = UNRECORDED if number is None else grouped(number)
            self.title.setText(_("{code}: {many}").format(code=indicator.code, many=many))
        else:
            many = plural(counted.count(indicator.code, code), _("1 Person"), _("{n} Personen"))
            self.title.setText(_("{code}, {gender}: {many}").format(code=indicator.code, gender=gender, many=many))
        self._nobody = bool(indicator.source)
        self.cover(False)
        base = counted.bases.get(indicator.code)
        sentence = _("Grundmenge: {n} der gezählten Personen.")
        self.rule.setText(" ".join([indicator.rule, *([sentence.format(n=grouped(base))] if base is not None else [])]))
        self.official.setText(indicator.official)
        self.show_people([], [])

    def cover(self, on: bool) -> None:
        """Show no names until somebody asks for them."""
        self.curtain.button.setEnabled(True)
        self._veil.setVisible(on)
        self.table.setVisible(not on and not self._nobody)

    def show_people(self, counted: list[Counted], possible: list[Counted]) -> None:
        """Show who is counted, and who would be if nothing were missing."""
        self.table.show_lines(Lines(counted, _line_of))
        empty(self.gaps)
        self.gaps_title.setText(_("Nicht gezählt: {n} möglich").format(n=len(possible)) if possible else "")
        for one in possible[:SHOWN_GAPS]:
            link = LinkButton(_("Ergänzen"), partial(self.opened.emit, one.person_id), f"gap:{one.number}")
            link.setAccessibleName(_("{name} ergänzen").format(name=one.caption))
            self.gaps.addWidget(plain(row(label(one.caption), None, link)))
        if more := possible[SHOWN_GAPS:]:
            self.gaps.addWidget(label(_("und {n} weitere").format(n=len(more)), "muted"))


def _line_of(one: Counted) -> Line:
    cells = Item.of(one.caption), Item.of(one.number, muted=True), Item.of(show(one.entry), muted=True)
    return Line(cells, one.person_id)
