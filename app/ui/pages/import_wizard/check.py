"""The step of checking: every row with its result, and what can be decided about the one that is chosen."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.core.text import N_, _
from app.services.imports import Outcome, RowResult
from app.ui.pages.import_wizard.results import Results
from app.ui.widgets.basics import label
from app.ui.widgets.buttons import Button
from app.ui.widgets.chips import SegmentedChips
from app.ui.widgets.flow import FlowLayout

NEW = 0
"""Stands for a new person where others are ids."""
MOST_CANDIDATES = 3
NOTHING = N_("Wählen Sie eine Zeile, um zu lesen, was an ihr nicht stimmt, und um zu entscheiden.")


class CheckPage(QWidget):
    """All rows, one kind at a time if so wanted, and the decision about an unclear one."""

    decided = Signal(int, object)
    """Number of a row, and the id of the person it means or NEW."""

    def __init__(self) -> None:
        super().__init__()
        self.results = Results(_("Prüfen"), _("Noch wird nichts gespeichert."), "checked")
        choices = [("", _("Alle")), *((outcome.value, _(outcome.label)) for outcome in Outcome)]
        self.chips = SegmentedChips(choices)
        self.chips.changed.connect(lambda key: self.results.show_only(Outcome(key) if key else None))
        self.reason: QLabel = label(_(NOTHING), wrap=True)
        self.place = QWidget()
        self.buttons = FlowLayout(self.place, 8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for part in (self.chips, self.results, self.reason, self.place):
            layout.addWidget(part, 1 if part is self.results else 0)
        self.results.chosen.connect(self._show)

    def _show(self, one: RowResult | None) -> None:
        """Tell everything about a row and offer what can be decided."""
        while item := self.buttons.takeAt(0):
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self.place.setVisible(one is not None)
        if one is None:
            self.reason.setText(_(NOTHING))
            return
        told = _("Zeile {n}: {what}").format(n=one.number, what=one.sentence)
        self.reason.setText("\n".join([told, *one.details]))
        if one.outcome == Outcome.UNCLEAR and all(not problem.column for problem in one.problems):
            self._offer(one)

    def _offer(self, one: RowResult) -> None:
        for id, caption in one.candidates[:MOST_CANDIDATES]:
            self._add(_("Das ist {name}").format(name=caption), one.number, id)
        if one.record_id is None:
            self._add(_("Neue Person anlegen"), one.number, NEW)

    def _add(self, text: str, number: int, who: int) -> None:
        button = Button(text, lambda: self.decided.emit(number, who), name=f"decide:{who}", small=True)
        self.buttons.addWidget(button)
