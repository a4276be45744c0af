"""A banner inside the page: one sentence, one link; the most severe of a page wins."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from app.core.text import _
from app.ui import theme
from app.ui.widgets.basics import IconLabel
from app.ui.widgets.buttons import LinkButton

_LOOK = {"info": "info", "warn": "warning", "err": "error", "ok": "ok"}


class Banner(QFrame):
    """KIND info, warn, err or ok; LEAD stands in bold before the text; without text the banner hides."""

    link_clicked = Signal()

    def __init__(
        self, kind: str = "info", text: str = "", lead: str = "", link: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.kind = kind
        self._icon = IconLabel("", size=18)
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.link = LinkButton(link, self.link_clicked.emit, name="bannerLink")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 3, 10, 3)
        layout.setSpacing(9)
        layout.addWidget(self._icon)
        layout.addWidget(self._text, 1)
        layout.addWidget(self.link)
        self.tell(kind, text, lead, link)

    def tell(self, kind: str, text: str, lead: str = "", link: str = "") -> None:
        """Show another sentence; an empty one hides the banner."""
        self.kind = kind
        self._icon.show_icon(_LOOK[kind], kind)
        self._text.setText(
            f'<span style="font-weight: 600">{escape(lead)}</span> {escape(text)}' if lead else escape(text)
        )
        self.link.setText(link)
        self.link.setAccessibleName(link or _("Mehr dazu"))
        self.link.setVisible(bool(link))
        self.setAccessibleName(f"{lead} {text}".strip())
        theme.mark(self, kind=kind)
        self.setVisible(bool(text or lead))

    def text(self) -> str:
        """The whole sentence."""
        return self.accessibleName()
