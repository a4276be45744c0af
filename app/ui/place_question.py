"""Stands under a post code while somebody types an address: asks for the place, and fills in what is certain."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from app.core.address import Advice, advise
from app.core.geography import Gazetteer, Place
from app.core.text import _
from app.ui.form_row import FormRow
from app.ui.widgets.buttons import MenuButton
from app.ui.widgets.status import StatusText
from app.ui.widgets.toast import announce

POSTCODE, CITY, COUNTY = "postcode", "city", "county"
"""The names of these fields, whatever record they belong to."""


class PlaceQuestion(QWidget):
    """Belongs to the rows of one form; what a person typed is never changed."""

    def __init__(self, rows: Mapping[str, FormRow]) -> None:
        super().__init__()
        self._rows = {name: rows[name] for name in (POSTCODE, CITY, COUNTY) if name in rows}
        self._known: Gazetteer | None = None
        self._filled: dict[str, str] = {}
        self._filling = False
        self._places: tuple[Place, ...] = ()
        self.note = StatusText("hint", "", small=True)
        self.note.set_wrap()
        self.button = MenuButton(_("Ort wählen"), self._menu, name="choosePlace")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 3)
        layout.setSpacing(4)
        layout.addWidget(self.note)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()
        for name, row in self._rows.items():
            row.changed.connect(lambda name=name: self._typed(name))
            row.left.connect(self._look)

    def know(self, known: Gazetteer) -> None:
        """Look addresses up in KNOWN from now on; what stood there before is only asked about."""
        self._known = known
        self._look()

    def rest(self) -> None:
        """Nobody types any more, or something else is shown."""
        self._known = None
        self._filled = {}
        self._show(Advice())

    # ---------------------------------------------------------------- while somebody types

    def _advice(self) -> Advice:
        if self._known is None:
            return Advice()
        texts = {name: str(row.raw() or "") for name, row in self._rows.items()}
        return advise(self._known, texts[CITY], texts[POSTCODE], texts.get(COUNTY, ""))

    def _look(self) -> None:
        self._show(self._advice())

    def _typed(self, name: str) -> None:
        """Take back what followed from the address before, fill in what follows from this one; not where NAME types."""
        if self._filling or self._known is None:
            return
        self._filled.pop(name, None)
        follow = {part for part in (CITY, COUNTY) if part in self._rows and part != name}
        if name != POSTCODE:
            follow.discard(CITY)
        self._put({part: "" for part in follow & set(self._filled)})
        advice = self._advice()
        self._put({part: text for part, text in advice.certain.items() if part in follow})
        # What cannot be true is said on leaving the field: half a name belongs nowhere.
        self._show(self._advice() if advice.places else Advice())

    def _put(self, texts: Mapping[str, str]) -> None:
        """Write TEXTS into their fields, as a person would."""
        self._filling = True
        for name, text in texts.items():
            self._rows[name].type(text)
            self._filled[name] = text
        self._filling = False

    # ---------------------------------------------------------------- the question

    def _show(self, advice: Advice) -> None:
        new = bool(advice.sentence) and advice.sentence != self.note.text()
        self._places = advice.places
        self.note.show_state("hint" if advice.places and not advice.pressing else "missing", advice.sentence)
        self.button.setVisible(bool(advice.places))
        self.setVisible(bool(advice.sentence))
        if new and self.isVisible():
            announce(self, advice.sentence)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        for place in self._places:
            action = QAction(place.show(), menu)
            action.triggered.connect(lambda _on=False, place=place: self.choose(place))
            menu.addAction(action)
        return menu

    def choose(self, place: Place) -> None:
        """PLACE is meant: write it where nothing was typed, and go on behind it."""
        texts = {CITY: place.name, COUNTY: place.county}
        empty = [name for name, row in self._rows.items() if not row.raw() or name in self._filled]
        self._put({name: text for name, text in texts.items() if name in empty})
        self._look()
        self._rows[CITY].focus()
