"""Tags: one chip per word, and a line that completes from the office's list."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.core.tags import Tags
from app.core.text import _
from app.core.words import Words
from app.models.fields import Field
from app.ui import theme
from app.ui.editors.base import Editor
from app.ui.editors.completing import Offers
from app.ui.widgets.basics import label, named
from app.ui.widgets.buttons import IconButton
from app.ui.widgets.flow import FlowLayout


class TagChip(QFrame):
    """One word with the cross that takes it away."""

    def __init__(self, word: str) -> None:
        super().__init__()
        self.cross = IconButton("remove", _("Entfernen: {word}").format(word=word), name=f"tag:{word}", size=14)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(11, 0, 4, 0)
        layout.setSpacing(3)
        layout.addWidget(label(word))
        layout.addWidget(self.cross)
        self.setFixedHeight(theme.px(26))


class TagsEditor(Editor):
    """Enter adds what stands in the line, Rücktaste in the empty line takes the last word away."""

    def __init__(self, spec: Field) -> None:
        super().__init__(spec)
        self.words = Words()
        self.tags: tuple[str, ...] = ()
        self.chips: list[TagChip] = []
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("Wort tippen, Eingabetaste fügt es hinzu"))
        self.offers = Offers(self.line)
        self.offers.taken.connect(lambda word, _text: self.add(word))
        self.line.textEdited.connect(self._offer)
        self.line.returnPressed.connect(self._entered)
        self._flow = FlowLayout(spacing=6)
        self._place = QWidget()
        self._place.setLayout(self._flow)
        self._place.hide()
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(self._place)
        self._layout.addLayout(column)
        self.take(self.line)
        column.addWidget(self.line)

    def suggest(self, words: Words) -> None:
        """Offer WORDS from now on."""
        self.words = words

    def raw(self) -> tuple[str, ...]:
        """The words, with what was typed but not entered yet."""
        typed = self.line.text().strip()
        return (*self.tags, typed) if typed else self.tags

    def value(self) -> Tags | None:
        """The words; what still stands in the line counts, or saving would lose it. ValueError says what is wrong."""
        return Tags(self.tags) | self._read(self.line.text()) or None

    def put(self, value: Any) -> None:
        """Show the words of VALUE."""
        self.line.clear()
        self._show(tuple(value or ()))

    def put_raw(self, raw: Any) -> None:
        """Show again what `raw` gave."""
        self._show(tuple(raw))

    def add(self, text: str) -> None:
        """Add the word, or the words, of TEXT, spelt as the list spells them."""
        try:
            words = Tags(self.tags) | self._read(text)
        except ValueError:
            self.left.emit()  # the row says what is wrong with it; it stays where it was typed
            return
        self.line.clear()
        self._show(tuple(words))
        self.changed.emit()

    def remove(self, word: str) -> None:
        """Take a word away; the keyboard goes back to the line."""
        self._show(tuple(tag for tag in self.tags if tag != word))
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _read(self, text: str) -> Tags:
        return Tags(tuple(self.words.same(word) or word for word in Tags.parse(text)))

    def _offer(self, typed: str) -> None:
        found = (word for word in self.words.find(typed) if word not in self.tags)
        self.offers.show([(word, word) for word in found])
        self.changed.emit()

    def _entered(self) -> None:
        if self.line.text().strip() and not self.offers.choosing():
            self.offers.show([])
            self.add(self.line.text())

    def _show(self, tags: tuple[str, ...]) -> None:
        self.tags = tags
        for chip in self.chips:
            chip.hide()
            self._flow.removeWidget(chip)
            chip.deleteLater()
        self.chips = [self._chip(word) for word in tags]
        self._place.setVisible(bool(tags))
        self._flow.invalidate()
        named(self._place, _("Gewählt: {words}").format(words=", ".join(tags)), f"gewaehlt_{self.spec.name}")

    def _chip(self, word: str) -> TagChip:
        chip = TagChip(word)
        chip.cross.clicked.connect(lambda: self.remove(word))
        self._flow.addWidget(chip)
        return chip

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Rücktaste in the empty line takes the last word away."""
        back = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Backspace
        if back and event.type() == QEvent.Type.KeyPress and not self.line.text() and self.tags:
            self.remove(self.tags[-1])
            return True
        return super().eventFilter(watched, event)
