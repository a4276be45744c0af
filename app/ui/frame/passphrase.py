"""Typing a passphrase: it can be shown, says when Caps Lock is on, and how strong a new one is."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.core.i18n import _
from app.ui import theme
from app.ui.widgets.basics import named

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QPaintEvent

_VK_CAPITAL = 0x14


def caps_lock(event: QKeyEvent | None = None) -> bool | None:
    """Whether Caps Lock is on; elsewhere than on Windows only a letter typed can tell, None is unknown."""
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.user32.GetKeyState(_VK_CAPITAL) & 1)
    text = event.text() if event else ""
    if event is None or len(text) != 1 or text.lower() == text.upper():
        return None
    from PySide6.QtCore import Qt

    return text.isupper() != bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)


class PassphraseField(QLineEdit):
    """A passphrase field with an eye to look at what was typed."""

    caps_changed = Signal(bool)

    def __init__(self, accessible: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, accessible, name)
        self.caps = False
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(1024)
        self.eye: QAction | None = None
        if theme.hurried():
            theme.notifier().settled.connect(self.add_eye)
        else:
            self.add_eye()

    def add_eye(self) -> None:
        """The button that shows what was typed; the first window gets it after its first paint."""
        from PySide6.QtGui import QAction

        from app.ui import icons

        self.eye = QAction(icons.icon("show", "muted"), _("Kennwort anzeigen"), self)
        self.eye.setCheckable(True)
        self.eye.toggled.connect(self._reveal)
        self.addAction(self.eye, QLineEdit.ActionPosition.TrailingPosition)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Notice Caps Lock."""
        self._notice(caps_lock(event))
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Notice that Caps Lock itself was pressed."""
        from PySide6.QtCore import Qt

        if event.key() == Qt.Key.Key_CapsLock and sys.platform != "win32":
            self._notice(not self.caps)
        else:
            self._notice(caps_lock())
        super().keyReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Look at Caps Lock before anything is typed, where that is possible."""
        self._notice(caps_lock())
        super().focusInEvent(event)

    def _notice(self, caps: bool | None) -> None:
        if caps is not None and caps != self.caps:
            self.caps = caps
            self.caps_changed.emit(caps)

    def _reveal(self, on: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)
        from app.ui import icons

        if self.eye:
            self.eye.setIcon(icons.icon("hide" if on else "show", "muted"))
            self.eye.setText(_("Kennwort verbergen") if on else _("Kennwort anzeigen"))


class StrengthBar(QWidget):
    """Four segments; the sentence beside it says the same in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        from PySide6.QtWidgets import QSizePolicy

        super().__init__(parent)
        self.score, self.weak = 0, True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_strength(self, score: int, weak: bool) -> None:
        """Fill SCORE of four segments."""
        self.score, self.weak = score, weak
        self.update()

    def sizeHint(self) -> QSize:
        """A thin line."""
        return QSize(theme.px(120), theme.px(6))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the segments."""
        from PySide6.QtGui import QPainter

        painter = QPainter(self)
        gap = 4
        width = (self.width() - 3 * gap) / 4
        for number in range(4):
            filled = number < self.score
            colour = ("warn-ln" if self.weak else "ok-ln") if filled else "line"
            painter.fillRect(QRectF(number * (width + gap), 0, width, self.height()), theme.color(colour))
