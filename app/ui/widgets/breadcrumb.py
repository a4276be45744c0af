"""The way to the page: links to the pages above, then its own title."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui.widgets.basics import IconLabel, label
from app.ui.widgets.buttons import LinkButton


class Breadcrumb(QWidget):
    """STEPS are (text, action) of the pages above; TITLE is the page itself."""

    def __init__(
        self, title: str, steps: Sequence[tuple[str, Callable[[], object]]] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for number, (text, action) in enumerate(steps, 1):
            layout.addWidget(LinkButton(text, action, f"crumb:{number}"))
            layout.addWidget(IconLabel("right", "muted", 14))
        self.title = label(title, "title")
        layout.addWidget(self.title)
        layout.addStretch(1)
