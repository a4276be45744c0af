"""One editor per kind of value; each gives its value, takes one, and says when a person changed it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any, cast

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from app.core.partial_date import PartialDate
from app.core.text import _
from app.models.fields import Field
from app.ui import icons, theme
from app.ui.widgets.buttons import IconButton
from app.ui.widgets.flow import FlowLayout

MOST_RADIOS, RADIO_LETTERS = 4, 40
"""Up to so many options with together so many letters stand side by side; more become a list."""
NARROW = (date, time, int, Decimal, PartialDate)


class Editor(QWidget):
    """The place where one value is typed or chosen; `field` is the widget with the keyboard."""

    changed = Signal()
    """A person changed the value, perhaps into something that cannot be read yet."""
    left = Signal()
    """The keyboard went elsewhere."""

    narrow = False
    """Whether it leaves room beside it."""

    def __init__(self, spec: Field) -> None:
        super().__init__()
        self.spec = spec
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)

    def take(self, field: QWidget) -> None:
        """Make FIELD the widget of this editor."""
        self.field = field
        self.setFocusProxy(field)
        field.setObjectName(f"feld_{self.spec.name}")
        field.installEventFilter(self)
        self._layout.addWidget(field)
        self.fit()
        theme.notifier().changed.connect(self.fit)

    def fit(self) -> None:
        """Take the sizes that go with the person's text size."""

    def raw(self) -> object:
        """What stands there, as it was typed; equal before and after means unchanged."""
        raise NotImplementedError

    def value(self) -> Any:
        """The value; ValueError says in German why what was typed is none."""
        return self.raw()

    def put(self, value: Any) -> None:
        """Show VALUE."""
        raise NotImplementedError

    def put_raw(self, raw: Any) -> None:
        """Show again what `raw` gave."""
        self.put(raw)

    def tidy(self, value: Any) -> None:
        """Write VALUE, which was just typed, as the house does."""

    def mark(self, problem: str) -> None:
        """Look 'wrong', 'missing' or, with '', ordinary."""
        theme.mark(self.field, problem=problem)

    def describe(self, name: str, description: str) -> None:
        """What a screen reader says."""
        self.field.setAccessibleName(name)
        self.field.setAccessibleDescription(description)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice leaving; let the wheel scroll the form instead of changing a value that nobody looks at."""
        if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
                self.left.emit()
        elif isinstance(event, QWheelEvent) and isinstance(watched, QComboBox):
            event.ignore()
            return True
        return super().eventFilter(watched, event)


class LineEditor(Editor):
    """One typed line: text, numbers, dates, times."""

    def __init__(self, spec: Field) -> None:
        super().__init__(spec)
        self.narrow = spec.kind in NARROW or (spec.length or 99) <= 12
        self.line = QLineEdit()
        self.take(self.line)
        if spec.length and spec.kind is str:
            self.line.setMaxLength(spec.length)
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
        try:
            day = self.value()
        except ValueError:
            day = None
        if day:
            calendar.setSelectedDate(QDate(day.year, day.month, day.day))
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


class TickEditor(Editor):
    """Yes or no, where nothing third is possible."""

    def __init__(self, spec: Field) -> None:
        super().__init__(spec)
        self.box = QCheckBox(_("ja"))
        self.take(self.box)
        self._layout.addStretch(1)
        self.box.clicked.connect(lambda _on: self.changed.emit())

    def raw(self) -> bool:
        """Whether it is ticked."""
        return self.box.isChecked()

    def put(self, value: Any) -> None:
        """Show VALUE."""
        self.box.setChecked(bool(value))


class ListEditor(Editor):
    """One of several options, or none."""

    def __init__(self, spec: Field) -> None:
        super().__init__(spec)
        self.box = QComboBox()
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(8)
        self.box.setMaxVisibleItems(20)
        self.take(self.box)
        self._wanted: Any = None
        self.offer(spec.options)
        self.box.activated.connect(self._chosen)

    def offer(self, options: Sequence[tuple[Any, str]]) -> None:
        """Let a person choose among OPTIONS (value, label)."""
        self.box.clear()
        self.box.addItem(_("Bitte wählen"), None)
        for value, label in options:
            self.box.addItem(_(label), value)
            self.box.setItemData(self.box.count() - 1, _(label), Qt.ItemDataRole.ToolTipRole)
        self.put(self._wanted)

    def raw(self) -> object:
        """The value of the chosen option."""
        return self._wanted

    def put(self, value: Any) -> None:
        """Choose VALUE; what is not among the options stays as it is stored."""
        self._wanted = None if value == "" else value
        found = next((n for n in range(self.box.count()) if self.box.itemData(n) == self._wanted), -1)
        if found < 0:
            self.box.addItem("…" if self.spec.target else str(value), value)
            found = self.box.count() - 1
        self.box.setCurrentIndex(found)
        theme.mark(self.box, empty=self._wanted is None)

    def _chosen(self, position: int) -> None:
        self._wanted = self.box.itemData(position)
        theme.mark(self.box, empty=self._wanted is None)
        self.changed.emit()
        self.left.emit()


class RadioEditor(Editor):
    """A few short options side by side; nothing chosen means not asked yet."""

    def __init__(self, spec: Field) -> None:
        super().__init__(spec)
        place = QWidget()
        column = QVBoxLayout(place)
        column.setContentsMargins(0, theme.px(3), 0, 0)
        flow = FlowLayout(spacing=16)
        column.addLayout(flow)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.buttons: dict[str, QRadioButton] = {}
        for code, label in spec.options:
            button = QRadioButton(_(label))
            button.setObjectName(f"feld_{spec.name}_{code}")
            button.installEventFilter(self)
            self._group.addButton(button)
            self.buttons[code] = button
            flow.addWidget(button)
        self.clear_button = IconButton(
            "remove",
            _("Antwort entfernen: {label}").format(label=_(spec.label)),
            self._clear,
            f"feld_{spec.name}_clear",
        )
        self.clear_button.setVisible(False)
        self.take(place)
        self._layout.setStretch(0, 1)
        self._layout.addWidget(self.clear_button, 0, Qt.AlignmentFlag.AlignTop)
        self.setFocusProxy(next(iter(self.buttons.values())))
        self._group.buttonClicked.connect(lambda _button: self._touched())

    def raw(self) -> str | None:
        """The code of the chosen option."""
        return next((code for code, button in self.buttons.items() if button.isChecked()), None)

    def put(self, value: Any) -> None:
        """Choose VALUE."""
        self._group.setExclusive(False)
        for code, button in self.buttons.items():
            button.setChecked(code == value)
        self._group.setExclusive(True)
        self.setFocusProxy(self.buttons.get(value, next(iter(self.buttons.values()))))
        self._show_clear()

    def mark(self, problem: str) -> None:
        """The sentence below says it; radio buttons have no frame."""

    def describe(self, name: str, description: str) -> None:
        """Every option says what it answers."""
        super().describe(name, description)
        for code, button in self.buttons.items():
            button.setAccessibleName(f"{name}: {_(dict(self.spec.options)[code])}")
            button.setAccessibleDescription(description)

    def _touched(self) -> None:
        self._show_clear()
        self.changed.emit()
        self.left.emit()

    def _show_clear(self) -> None:
        self.clear_button.setVisible(self.raw() is not None and not self.spec.required)

    def _clear(self) -> None:
        self.put(None)
        self._touched()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leaving one option for another is not leaving the field; Entf takes the answer back."""
        if event.type() == QEvent.Type.FocusOut:
            return False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Delete:
            if not self.spec.required:
                self._clear()
            return True
        return super().eventFilter(watched, event)


def editor(spec: Field) -> Editor:
    """The editor that fits SPEC."""
    if spec.target:
        return ListEditor(spec)
    if spec.options:
        letters = sum(len(_(label)) for _code, label in spec.options)
        few = len(spec.options) <= MOST_RADIOS and letters <= RADIO_LETTERS
        return RadioEditor(spec) if few else ListEditor(spec)
    if spec.kind is bool:
        return TickEditor(spec)
    return TextEditor(spec) if spec.multiline else LineEditor(spec)
