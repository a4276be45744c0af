"""A card: one matter on a white ground, with its title and perhaps a link at the right."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.ui import theme
from app.ui.widgets.badge import Badge
from app.ui.widgets.basics import line
from app.ui.widgets.buttons import LinkButton
from app.ui.widgets.elided import Elided


class Card(QFrame):
    """Put content into `body`, further parts of the title row into `header` (before the link)."""

    link_clicked = Signal()

    def __init__(
        self, title: str = "", link: str = "", *, padded: bool = True, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        if name:
            self.setObjectName(name)
        self.setAccessibleName(title)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(1, 1, 1, 1)
        self._outer.setSpacing(0)
        self.header = QHBoxLayout()
        self.header.setSpacing(8)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        self.title = Elided(title, "section", giving=True)
        self._count = Badge("")
        self._count.hide()
        self._bar: QWidget | None = None
        if title or link:
            self._add_header(link)
        self.body.setContentsMargins(*((12, 10, 12, 12) if padded else (0, 0, 0, 0)))
        self._outer.addLayout(self.body, 1)

    def _add_header(self, link: str) -> None:
        self._bar = QWidget()
        self._bar.setLayout(self.header)
        self.header.setContentsMargins(12, 0, 12, 0)
        self.header.addWidget(self.title)
        self.header.addWidget(self._count)
        self.header.addStretch(1)
        if link:
            own = f"{self.objectName()}Link" if self.objectName() else ""
            self.link = LinkButton(link, self.link_clicked.emit, own, small=True)
            self.header.addWidget(self.link)
        self._outer.addWidget(self._bar)
        self._outer.addWidget(line())
        self._fit()
        theme.notifier().changed.connect(self._fit)

    def add_to_header(self, widget: QWidget) -> None:
        """Put WIDGET at the right end of the title row, before the link."""
        last = self.header.count() - (1 if hasattr(self, "link") else 0)
        self.header.insertWidget(last, widget)

    def set_count(self, count: int | None) -> None:
        """Show how many there are beside the title."""
        self._count.setVisible(count is not None)
        self._count.show_fact("" if count is None else str(count))

    def add_foot(self, layout: QHBoxLayout) -> None:
        """Close the card with a line of small things."""
        layout.setContentsMargins(10, 2, 10, 2)
        self._outer.addWidget(line())
        self._outer.addLayout(layout)

    def _fit(self) -> None:
        if self._bar:
            self._bar.setFixedHeight(theme.px(37))
