"""Hours of a week: a grid to paint with mouse or keyboard, and the same as text that can be typed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
)

from app.core.text import _
from app.core.week_reading import DAYS, HOURS, SHORT
from app.core.week_times import WeekTimes
from app.models.fields import Field
from app.ui import theme
from app.ui.editors.base import Editor
from app.ui.widgets.basics import label, named

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
EARLY, LATE = 6, 22
"""The hours shown; all 24 where somebody has time at night."""
ROW, HEAD = 24, 22


class Hours(QAbstractTableModel):
    """Seven days below each other, hours side by side; a cell is an hour in which there is time or not."""

    painted = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.mask = 0
        self.first, self.last = EARLY, LATE

    def show(self, mask: int) -> None:
        """Show these hours."""
        outside = any(mask >> day * HOURS + hour & 1 for day in range(DAYS) for hour in (*range(EARLY), 22, 23))
        self.beginResetModel()
        self.mask = mask
        self.first, self.last = (0, HOURS) if outside else (EARLY, LATE)
        self.endResetModel()

    def bit(self, row: int, column: int) -> int:
        """The bit of a cell."""
        return 1 << row * HOURS + self.first + column

    def is_on(self, row: int, column: int) -> bool:
        """Whether there is time."""
        return bool(self.mask & self.bit(row, column))

    def paint(self, cells: list[tuple[int, int]], on: bool) -> None:
        """Make these cells ON or not."""
        before = self.mask
        for row, column in cells:
            self.mask = self.mask | self.bit(row, column) if on else self.mask & ~self.bit(row, column)
        if self.mask != before:
            self.dataChanged.emit(self.index(0, 0), self.index(6, self.columnCount() - 1))
            self.painted.emit()

    def toggle(self, cells: list[tuple[int, int]]) -> None:
        """Fill these cells, or empty them if all are full."""
        self.paint(cells, not all(self.is_on(*cell) for cell in cells))

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Seven days."""
        return 0 if parent.isValid() else DAYS

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """The hours shown."""
        return 0 if parent.isValid() else self.last - self.first

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """'Mo'; every second hour, because there is no room for all; screen readers hear all."""
        if role == Role.TextAlignmentRole:
            return (
                Qt.AlignmentFlag.AlignLeft if orientation == Qt.Orientation.Vertical else Qt.AlignmentFlag.AlignCenter
            )
        if role not in (Role.DisplayRole, Role.AccessibleTextRole):
            return None
        if orientation == Qt.Orientation.Vertical:
            return SHORT[section]
        hour = self.first + section
        if role == Role.AccessibleTextRole:
            return _("{hour} Uhr").format(hour=hour)
        return str(hour) if hour % 2 == 0 else ""

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """What a screen reader says: 'Di 16 bis 17 Uhr: Zeit'."""
        if role not in (Role.AccessibleTextRole, Role.ToolTipRole):
            return None
        hour = self.first + index.column()
        state = _("Zeit") if self.is_on(index.row(), index.column()) else _("keine Zeit")
        return _("{day} {hour} bis {next} Uhr: {state}").format(
            day=SHORT[index.row()], hour=hour, next=hour + 1, state=state
        )


class HourDelegate(QStyledItemDelegate):
    """Paints full hours as one bar; the hour with the keyboard has a frame."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one hour."""
        model, rect = index.model(), option.rect
        assert isinstance(model, Hours)
        row, column = index.row(), index.column()
        painter.save()
        painter.fillRect(rect, theme.color("surface"))
        painter.fillRect(rect.right(), rect.top(), 1, rect.height(), theme.color("line2"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.color("line2"))
        if model.is_on(row, column):
            begins = column == 0 or not model.is_on(row, column - 1)
            ends = column + 1 == model.columnCount() or not model.is_on(row, column + 1)
            painter.fillRect(rect.adjusted(2 if begins else 0, 3, -2 if ends else 0, -4), theme.color("accent"))
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_HasFocus:
            for colour, inset in (("surface", 2), ("focus", 1)):
                painter.setPen(QPen(theme.color(colour), 2))
                painter.drawRect(rect.adjusted(inset, inset, -inset, -inset))
        painter.restore()


class WeekGrid(QTableView):
    """Drag paints, a header fills a day or an hour; arrows and Leertaste do the same.

    As in spreadsheets Umschalt+Leertaste is the whole day, Strg+Leertaste the hour on all days.
    """

    def __init__(self, hours: Hours) -> None:
        super().__init__()
        self.hours, self._painting = hours, False
        self.setModel(hours)
        self.setItemDelegate(HourDelegate(self))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setCornerButtonEnabled(False)
        self.setProperty("framed", "true")
        for policy in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionsClickable(True)
            header.setHighlightSections(False)
            header.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
            header.setMinimumSectionSize(theme.px(10))
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
            header.setProperty("dense", "true")
        self.horizontalHeader().sectionPressed.connect(self.toggle_hour)
        self.verticalHeader().sectionPressed.connect(self.toggle_day)
        hours.modelReset.connect(self._begin)
        self._begin()

    def _begin(self) -> None:
        self.setCurrentIndex(self.hours.index(0, 8 - self.hours.first if self.hours.first else 8))

    def fit(self) -> None:
        """Seven rows, as high as the text size asks for."""
        self.horizontalHeader().setFixedHeight(theme.px(HEAD))
        self.verticalHeader().setFixedWidth(theme.px(32))
        self.setFixedHeight(theme.px(HEAD) + 7 * theme.px(ROW) + 2)

    def toggle_day(self, row: int) -> None:
        """Fill or empty a day."""
        self.hours.toggle([(row, column) for column in range(self.hours.columnCount())])

    def toggle_hour(self, column: int) -> None:
        """Fill or empty an hour on all days."""
        self.hours.toggle([(row, column) for row in range(DAYS)])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leertaste fills or empties; everything else moves."""
        here = self.currentIndex()
        if event.key() != Qt.Key.Key_Space or not here.isValid():
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.toggle_day(here.row())
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.toggle_hour(here.column())
        else:
            self.hours.toggle([(here.row(), here.column())])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The first hour decides whether the drag fills or empties."""
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            self._painting = True
            self._on = not self.hours.is_on(index.row(), index.column())
            self._from = index.row(), index.column()
            self._before = self.hours.mask
            self._drag(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Paint the rectangle between where it began and here."""
        index = self.indexAt(event.position().toPoint())
        if self._painting and index.isValid():
            self._drag(index)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        """The drag is over."""
        self._painting = False

    def _drag(self, index: QModelIndex) -> None:
        rows, columns = sorted((self._from[0], index.row())), sorted((self._from[1], index.column()))
        self.hours.mask = self._before
        cells = [(r, c) for r in range(rows[0], rows[1] + 1) for c in range(columns[0], columns[1] + 1)]
        self.hours.paint(cells, self._on)
        self.setCurrentIndex(index)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """All hours share the width."""
        super().resizeEvent(event)
        self.updateGeometries()


class WeekEditor(Editor):
    """The line above, the grid below; each follows the other."""

    def __init__(self, spec: Field) -> None:
        super().__init__(spec)
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("Zum Beispiel Di, Do ab 16 Uhr"))
        self.hours = Hours(self)
        self.grid = WeekGrid(self.hours)
        named(self.grid, _("Stundenraster"), f"raster_{spec.name}")
        self.grid.setAccessibleDescription(
            _("Pfeiltasten bewegen, Leertaste füllt eine Stunde, mit Umschalt den Tag, mit Strg die Stunde aller Tage.")
        )
        column = QVBoxLayout()
        column.setSpacing(4)
        self._layout.addLayout(column)
        self.take(self.line)
        for part in (self.line, self.grid):
            column.addWidget(part)
        column.addWidget(label(self.grid.accessibleDescription(), "small", wrap=True))
        self.line.textEdited.connect(self._typed)
        self.hours.painted.connect(self._painted)

    def fit(self) -> None:
        """Rows as high as the text size asks for."""
        self.grid.fit()

    def raw(self) -> str:
        """The typed text."""
        return self.line.text()

    def value(self) -> WeekTimes | None:
        """The hours; ValueError while the text cannot be read."""
        found = self.spec.parse(self.line.text())
        return found or None

    def put(self, value: Any) -> None:
        """Show the hours of VALUE."""
        self.line.setText(self.spec.show(value) if value else "")
        self.hours.show(value.mask if value else 0)

    def put_raw(self, raw: Any) -> None:
        """Show again what was typed."""
        self.line.setText(raw)
        self._follow()

    def tidy(self, value: Any) -> None:
        """'di ab 16' becomes what the house writes."""
        if value is not None and self.spec.show(value) != self.line.text():
            self.line.setText(self.spec.show(value))

    def _typed(self) -> None:
        self._follow()
        self.changed.emit()

    def _follow(self) -> None:
        """The grid shows the text as far as it can be read."""
        try:
            value = self.value()
        except ValueError:
            return
        self.hours.show(value.mask if value else 0)

    def _painted(self) -> None:
        self.line.setText(self.spec.show(WeekTimes(self.hours.mask)) if self.hours.mask else "")
        self.changed.emit()
        self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Going from the line into the grid is not leaving the field."""
        if event.type() == QEvent.Type.FocusOut and self.grid.hasFocus():
            return False
        return super().eventFilter(watched, event)
