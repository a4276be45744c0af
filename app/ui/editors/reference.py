"""A reference to one of so many records that they are looked up as their name is typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit

from app.core.text import _
from app.models.fields import Field
from app.ui import icons
from app.ui.editors.base import Editor
from app.ui.editors.completing import Offers

PAUSE = 150
"""Milliseconds without a key before the file is looked through."""
Found = Sequence[tuple[int, str]]
LookUp = Callable[[str, Callable[[Found], object]], object]
"""Finds records called like a text, away from the screen, and hands over id and name of each."""


class SearchEditor(Editor):
    """A search field; what counts is the record chosen, not the text."""

    def __init__(self, spec: Field, look_up: LookUp, captions: Mapping[int, str]) -> None:
        super().__init__(spec)
        self._look_up, self._captions = look_up, dict(captions)
        self._id: int | None = None
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("Namen tippen und wählen"))
        self.line.addAction(icons.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.take(self.line)
        self.offers = Offers(self.line)
        self.offers.taken.connect(self._take)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.search)
        self.line.textEdited.connect(self._typed)

    def raw(self) -> object:
        """The record chosen; what was typed while none is."""
        return self._id if self._id is not None else self.line.text().strip() or None

    def value(self) -> int | None:
        """The record's id; ValueError while the text names none."""
        if self._id is None and self.line.text().strip():
            raise ValueError(_("Bitte einen Eintrag aus der Liste wählen oder das Feld leeren."))
        return self._id

    def put(self, value: Any) -> None:
        """Show the record with the id VALUE."""
        self._id = value or None
        self.line.setText(self._captions.get(value, "…") if value else "")
        self.line.setCursorPosition(0)

    def put_raw(self, raw: Any) -> None:
        """Show again a record or what was typed."""
        if isinstance(raw, str):
            self._id = None
            self.line.setText(raw)
        else:
            self.put(raw)

    def search(self) -> None:
        """Look for what was typed."""
        typed = self.line.text().strip()

        def arrived(found: Found) -> None:
            if typed == self.line.text().strip() and self._id is None:
                self.offers.show(found)

        if typed:
            self._look_up(typed, arrived)

    def _typed(self, text: str) -> None:
        self._id = None
        self.offers.show([])
        self._pause.start() if text.strip() else self._pause.stop()
        self.changed.emit()

    def _take(self, id: int, caption: str) -> None:
        self._captions[id] = caption
        self.put(id)
        self.changed.emit()
        self.left.emit()
