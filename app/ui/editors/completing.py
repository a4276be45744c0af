"""Lines that offer what the person may be about to type: words of a list, or records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QCompleter, QLineEdit

from app.core.text import _
from app.core.words import Words
from app.models.fields import Field
from app.ui.editors.line import LineEditor
from app.ui.widgets.basics import named


class Offers(QObject):
    """The list that opens below LINE; it never changes the line by itself."""

    taken = Signal(object, str)
    """Value and text of what was chosen."""

    def __init__(self, line: QLineEdit) -> None:
        super().__init__(line)
        self._made: QCompleter | None = None

    def _completer(self) -> QCompleter:
        """What Qt needs for it; made when there is something to offer for the first time, for forms have many lines."""
        if self._made is None:
            made = self._made = QCompleter(QStandardItemModel(self), self)
            made.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
            # Not by QLineEdit.setCompleter, which would write what is chosen into the line before anybody is asked.
            made.setWidget(self.parent())  # type: ignore[arg-type]
            made.activated[QModelIndex].connect(self._take)  # type: ignore[index]
            named(self.popup(), _("Vorschläge"), "offers")
        return self._made

    def popup(self) -> QAbstractItemView:
        """The open list."""
        popup = self._completer().popup()
        assert popup is not None
        return popup

    def show(self, offers: Sequence[tuple[Any, str]]) -> None:
        """Offer these (value, text); nothing closes the list."""
        if not offers and self._made is None:
            return
        completer = self._completer()
        model = cast("QStandardItemModel", completer.model())
        model.clear()
        for value, text in offers:
            item = QStandardItem(text)
            item.setData(value, Qt.ItemDataRole.UserRole)
            model.appendRow(item)
        if offers:
            completer.complete()
            # Qt marks the first; then Enter would take it although somebody typed something else.
            self.popup().setCurrentIndex(QModelIndex())
        else:
            self.popup().hide()

    def choosing(self) -> bool:
        """Whether one of them is marked, so that Enter is about it."""
        return self._made is not None and self.popup().isVisible() and self.popup().currentIndex().isValid()

    def _take(self, index: QModelIndex) -> None:
        self.taken.emit(index.data(Qt.ItemDataRole.UserRole), index.data())


class WordEditor(LineEditor):
    """A line in which words of a list complete what is typed; others are just as welcome."""

    def __init__(self, spec: Field) -> None:
        super().__init__(spec)
        self.words = Words()
        self.offers = Offers(self.line)
        self.offers.taken.connect(self._take)
        self.line.textEdited.connect(self._offer)

    def suggest(self, words: Words) -> None:
        """Offer WORDS from now on."""
        self.words = words

    def _offer(self, typed: str) -> None:
        found = self.words.find(typed)
        self.offers.show([] if found == [typed] else [(word, word) for word in found])

    def _take(self, word: str) -> None:
        self.line.setText(word)
        self.changed.emit()
