"""How far the project is: the bar of target and actual, and the three lamps of data quality."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from app.core.text import _
from app.ui import theme
from app.ui.widgets.basics import IconLabel, column, label, row
from app.ui.widgets.elided import Elided
from app.ui.widgets.status import StatusText


class Bar(QWidget):
    """The painted bar: filled is the actual share, the black mark the share of time passed."""

    def __init__(self, share: float = 0, time: float | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.share, self.time = share, time
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """High enough for the mark that stands out."""
        return QSize(theme.px(120), theme.px(16))

    def minimumSizeHint(self) -> QSize:
        """Still readable."""
        return QSize(theme.px(60), theme.px(16))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw track, filling and mark; the mark has a halo so that it stands out on both."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = theme.px(10)
        track = QRectF(0.5, (self.height() - height) / 2 + 0.5, self.width() - 1, height - 1)
        painter.setPen(QPen(theme.color("ctl"), 1))
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(track, 2, 2)
        filled = track.adjusted(0.5, 0.5, -0.5, -0.5)
        filled.setWidth(filled.width() * min(max(self.share, 0), 1))
        painter.fillRect(filled, theme.color("accent"))
        if self.time is not None:
            x = round(track.left() + track.width() * min(max(self.time, 0), 1)) - 1
            painter.fillRect(QRectF(x - 1, track.top() - 3.5, 4, height + 7), theme.color("surface"))
            painter.fillRect(QRectF(x, track.top() - 3.5, 2, height + 7), theme.color("text"))


class TargetBar(QWidget):
    """Name, „31 von 40“, the bar, and in words whether that is as planned."""

    def __init__(
        self, text: str, actual: int, target: int, time: float | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name = Elided(text)
        self._actual, self._target = label("", "strong"), label("")
        self.bar = Bar()
        self.state = StatusText("fulfilled", "")
        numbers = row(self._name, self._actual, self._target, spacing=4)
        numbers.setStretch(0, 1)
        below = QGridLayout()
        below.setHorizontalSpacing(10)
        below.addWidget(self.bar, 0, 0)
        below.addWidget(self.state, 0, 1)
        below.setColumnStretch(0, 1)
        below.setColumnMinimumWidth(1, theme.px(92))  # the bars of all goals are of one length
        self.setLayout(column(numbers, below, spacing=2))
        self.show_target(text, actual, target, time)

    def show_target(self, text: str, actual: int, target: int, time: float | None = None) -> None:
        """Show another goal; TIME is the share of the project's time that has passed."""
        share = Fraction(actual, target) if target else Fraction(0)
        self._name.setText(text)
        self._name.setToolTip(text)
        self._actual.setText(str(actual))
        self._target.setText(_("von {target}").format(target=target))
        self.bar.share, self.bar.time = float(share), time
        self.bar.update()
        if time is None:
            self.state.show_state("quiet", "")
        elif share >= 1:
            self.state.show_state("fulfilled", _("erreicht"))
        elif float(share) >= time:
            self.state.show_state("fulfilled", _("im Plan"))
        else:
            self.state.show_state("behind", _("hinter Plan"))
        sentence = _("{text}: {actual} von {target}, {state}")
        self.setAccessibleName(sentence.format(text=text, actual=actual, target=target, state=self.state.text()))


class Lamp(QFrame):
    """One labelled lamp; each has a shape of its own, the active one is filled and framed."""

    def __init__(self, kind: str, icon: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind, self.text = kind, text
        self._meaning = icon
        self._icon = IconLabel(icon, "muted")
        self.setProperty("kind", kind)
        self._label = label(text)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(7, 3, 9, 3)
        layout.setSpacing(5)
        layout.addWidget(self._icon)
        layout.addWidget(self._label)

    def light(self, on: bool) -> None:
        """Switch it on or off."""
        self._icon.show_icon(self._meaning, self.kind if on else "muted")
        theme.mark(self, active="true" if on else "false")
        theme.mark(self._label)


class TrafficLight(QWidget):
    """Rot, Gelb, Grün; `show_light("yellow")` makes one of them active."""

    def __init__(self, light: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lamps = {
            "red": Lamp("err", "red", _("Rot")),
            "yellow": Lamp("warn", "yellow", _("Gelb")),
            "green": Lamp("ok", "green", _("Grün")),
        }
        self.setLayout(row(*self._lamps.values(), None, spacing=6))
        self.show_light(light)

    def show_light(self, light: str) -> None:
        """Make LIGHT the active one (red, yellow, green or none)."""
        for name, lamp in self._lamps.items():
            lamp.light(name == light)
        active = self._lamps.get(light)
        self.setAccessibleName(_("Ampel: {light}").format(light=active.text if active else _("ohne Angabe")))
