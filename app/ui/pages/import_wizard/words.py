"""Saying what words of a list mean that the program does not know."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QWidget

from app.core.text import _
from app.models.fields import Field
from app.ui.dialogs import Dialog
from app.ui.widgets.basics import label, named
from app.ui.widgets.buttons import PrimaryButton


class WordsDialog(Dialog):
    """One line per word with the choices of the field; a word may stay open."""

    def __init__(self, parent: QWidget | None, field: Field, words: Sequence[str]) -> None:
        super().__init__(parent, _("Werte zuordnen"), "words", 460)
        self.field = field
        self.combos: dict[str, QComboBox] = {}
        self.body.addWidget(
            label(_("Was bedeuten diese Wörter bei „{label}“?").format(label=_(field.label)), wrap=True)
        )
        grid = QGridLayout()
        for line, word in enumerate(words):
            combo = self.combos[word] = QComboBox()
            named(combo, word, f"word:{word}")
            combo.addItem(_("bleibt unklar"), "")
            for code, text in field.options:
                combo.addItem(_(text), code)
            name = QLabel(f"„{word}“")
            name.setBuddy(combo)
            grid.addWidget(name, line, 0)
            grid.addWidget(combo, line, 1)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)
        self.body.addStretch(1)
        self.add_cancel()
        self.add_button(PrimaryButton(_("Zuordnen"), self.accept, name="deed"), default=True)

    def chosen(self) -> dict[tuple[str, str], str]:
        """(field, word) → code, for the words that were decided."""
        found = {word: str(combo.currentData()) for word, combo in self.combos.items()}
        return {(self.field.name, word): code for word, code in found.items() if code}
