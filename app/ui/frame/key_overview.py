"""The overview of all keys, from the same table as the menus."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QWidget

from app.core.text import _
from app.ui.dialogs import Dialog
from app.ui.frame.commands import OTHER_KEYS, german_key
from app.ui.widgets.basics import label
from app.ui.widgets.buttons import PrimaryButton


class KeyOverview(Dialog):
    """All keys of ACTIONS and of lists."""

    def __init__(self, parent: QWidget | None, actions: Iterable[QAction]) -> None:
        super().__init__(parent, _("Tastenübersicht"), "keyOverview", 760)
        keys = [(action.shortcut().toString(), action.text().replace("&", "")) for action in actions]
        rows = [(key, text) for key, text in keys if key] + [(key, _(text)) for key, text in OTHER_KEYS]
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(5)
        half = (len(rows) + 1) // 2
        for number, (key, text) in enumerate(rows):
            row, side = number % half, 2 * (number // half)
            grid.addWidget(label(german_key(key), "strong"), row, side)
            grid.addWidget(label(text), row, side + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        self.body.addLayout(grid)
        self.add_button(PrimaryButton(_("Schließen"), self.accept, name="close"), default=True).setFocus()
