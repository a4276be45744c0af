"""One typed line: text, numbers, dates with their calendar; and several lines of text."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Any, cast

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QMenu, QPlainTextEdit, QWidget, QWidgetAction

from app.core.partial_date import PartialDate
from app.core.text import _
from app.models.fields import Field
from app.ui import icons, theme
from app.ui.editors.base import Editor

NARROW = (date, time, int, Decimal, PartialDate)


class LineEditor(Editor):
    """One typed line: text, numbers, dates, times.

    Without a maximum: Qt would cut off what is pasted and say nothing; the field's own rule says that it is too long.
    """

    def __init__(self, spec: Field) -> None:
        super().__init__(spec)
        self.narrow = spec.kind in NARROW or (spec.length or 99) <= 12
        self.line = QLineEdit()
        self.take(self.line)
        if spec.kind is date:
            self.line.setPlaceholderText(_("TT.MM.JJJJ"))
            self._add_calendar()
        self.line.textEdited.connect(lambda _text: self.changed.emit())

    def fit(self) -> None:
        """Short values get a short field."""
        if self.narrow:
            self.line.setFixedWidth(theme.px(130))

    def raw(self) -> str:
        """The typed text."""
        return self.line.text()

    def value(self) -> Any:
        """The text read as the field's kind."""
        return self.spec.parse(self.line.text())

    def put(self, value: Any) -> None:
        """Show VALUE as people write it."""
        self.line.setText(self.spec.show(value) if value is not None else "")
        self.line.setCursorPosition(0)

    def put_raw(self, raw: Any) -> None:
        """Show again what was typed, even if it cannot be read."""
        self.line.setText(raw)

    def tidy(self, value: Any) -> None:
        """'14.3.91' becomes '14.03.1991'."""
        if self.spec.kind is not str and self.spec.show(value) != self.line.text():
            self.put(value)

    def _add_calendar(self) -> None:
        action = QAction(icons.icon("calendar", "muted"), _("Kalender öffnen"), self.line)
        action.triggered.connect(self.open_calendar)
        self.line.addAction(action, QLineEdit.ActionPosition.TrailingPosition)
        button = self.line.findChildren(QObject)[-1]
        if isinstance(button, QWidget):
            button.setAccessibleName(_("Kalender öffnen"))

    def open_calendar(self) -> None:
        """Choose the day in a calendar; Alt+Pfeil ab does the same."""
        menu, calendar = QMenu(self), QCalendarWidget()
        calendar.setLocale(QLocale(QLocale.Language.German, QLocale.Country.Germany))
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setAccessibleName(_("Kalender"))
        weekend = QTextCharFormat()
        weekend.setForeground(theme.color("muted"))  # red would say that something is wrong
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(day, weekend)
        try:
            given = self.value()
        except ValueError:
            given = None
        if given:
            calendar.setSelectedDate(QDate(given.year, given.month, given.day))
        action = QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)
        menu.aboutToHide.connect(menu.deleteLater)
        for signal in (calendar.activated, calendar.clicked):
            signal.connect(self._choose)
            signal.connect(lambda _day: menu.close())
        menu.popup(self.line.mapToGlobal(QPoint(0, self.line.height() + 2)))
        calendar.setFocus()

    def _choose(self, day: QDate) -> None:
        self.put(date(day.year(), day.month(), day.day()))
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Alt+Pfeil ab opens the calendar."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if pressed and self.spec.kind is date and _is_alt_down(cast("QKeyEvent", event)):
            self.open_calendar()
            return True
        return super().eventFilter(watched, event)


def _is_alt_down(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_Down and bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)


class TextEditor(Editor):
    """Several lines of text."""

    def __init__(self, spec: Field) -> None:
        super().__init__(spec)
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.take(self.text)
        self.text.textChanged.connect(self.changed.emit)

    def fit(self) -> None:
        """Four lines."""
        self.text.setFixedHeight(theme.px(84))

    def raw(self) -> str:
        """The typed text."""
        return self.text.toPlainText()

    def value(self) -> Any:
        """The text without empty ends."""
        return self.spec.parse(self.raw())

    def put(self, value: Any) -> None:
        """Show VALUE."""
        self.text.blockSignals(True)
        self.text.setPlainText(value or "")
        self.text.blockSignals(False)
