"""What stands where nothing is yet: what belongs here and how to begin."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.core.text import _
from app.ui import theme
from app.ui.widgets.basics import IconLabel, label, row
from app.ui.widgets.buttons import Button, LinkButton

WIDTH = 460


class EmptyState(QWidget):
    """ICON, TITLE, TEXT and the ways to begin: buttons side by side, a link below."""

    def __init__(
        self,
        icon: str,
        title: str,
        text: str = "",
        buttons: Sequence[Button] = (),
        link: LinkButton | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.icon = IconLabel(icon, "accent", size=44)
        self.title = label(title, "name", wrap=True)
        self.text = label(text, "muted", wrap=True)
        layout = QVBoxLayout(self)
        layout.setSpacing(6)
        layout.addStretch(1)
        layout.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignHCenter)
        for part in (self.title, self.text):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            # A fixed width: else a wrapped text asks for the height of its first line only.
            part.setFixedWidth(theme.px(WIDTH))
            layout.addLayout(row(None, part, None))
        layout.addSpacing(8)
        layout.addLayout(row(None, *buttons, None))
        if link:
            layout.addSpacing(2)
            layout.addWidget(link, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)

    @classmethod
    def no_hits(cls, searched: str, reset: LinkButton | None = None) -> EmptyState:
        """Nothing fits what was searched or filtered for."""
        title = _("Keine Treffer für „{text}“").format(text=searched) if searched else _("Keine Treffer")
        return cls("search", title, _("Prüfen Sie die Schreibweise oder setzen Sie die Filter zurück."), link=reset)
