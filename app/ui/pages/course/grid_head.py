"""What frames the attendance grid: two-line dates above, names at the left, sums below."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from app.core.text import _
from app.ui import icons, theme
from app.ui.pages.course.grid_model import UNITS, VERDICT, GridModel, spoken

HEAD_HEIGHT, SUM_HEIGHT, CORNER_NUMBER = 36, 27, 33
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft | _MIDDLE, Qt.AlignmentFlag.AlignRight | _MIDDLE
_PAD = 8


def _model(view: QWidget) -> GridModel:
    assert isinstance(view, QTableView)
    model = view.model()
    assert isinstance(model, GridModel)
    return model


def _head(painter: QPainter, rect: QRect) -> None:
    """The ground of a heading."""
    painter.fillRect(rect, theme.color("surface2"))
    painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.color("ctl"))
    painter.fillRect(rect.right(), rect.top(), 1, rect.height(), theme.color("line2"))


class DateHeader(QHeaderView):
    """Weekday over date; a date that did not take place is struck through, the current one underlined."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._view = view

    def sizeHint(self) -> QSize:
        """Room for two lines."""
        return QSize(super().sizeHint().width(), theme.px(HEAD_HEIGHT))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """One heading."""
        model, current = _model(self._view), self._view.currentIndex()
        painter.save()
        _head(painter, rect)
        here = section == current.column() and model.is_date(section)
        font = theme.font(9, strong=True)
        painter.setPen(theme.color("text" if here else "muted"))
        if model.is_date(section):
            font.setStrikeOut(model.grid.columns[section].cancelled)
            painter.setFont(font)
            painter.drawText(
                rect.adjusted(0, 0, 0, -2),
                Qt.AlignmentFlag.AlignCenter,
                model.headerData(section, Qt.Orientation.Horizontal),
            )
            if here:
                painter.fillRect(rect.left(), rect.bottom() - 2, rect.width() - 1, 3, theme.color("accent"))
        else:
            painter.setFont(font)
            side = _LEFT if section == len(model.grid.columns) + VERDICT else _RIGHT
            painter.drawText(
                rect.adjusted(_PAD, 0, -_PAD, 0), side, str(model.headerData(section, Qt.Orientation.Horizontal))
            )
        painter.restore()


class NameHeader(QHeaderView):
    """Number and name, which stay in sight when the dates are scrolled."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Vertical, view)
        self._view = view

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """One person."""
        current = section == self._view.currentIndex().row()
        number = QRect(rect.left(), rect.top(), theme.px(CORNER_NUMBER), rect.height())
        painter.save()
        painter.fillRect(rect, theme.color("tint-h" if current else "surface"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.color("line2"))
        painter.fillRect(rect.right(), rect.top(), 1, rect.height(), theme.color("line2"))
        painter.fillRect(number.right(), rect.top(), 1, rect.height(), theme.color("line2"))
        painter.setFont(theme.font())
        painter.setPen(theme.color("muted"))
        painter.drawText(number.adjusted(0, 0, -_PAD, 0), _RIGHT, str(section + 1))
        painter.setPen(theme.color("text"))
        name = rect.adjusted(number.width() + _PAD, 0, -_PAD, 0)
        text = str(_model(self._view).headerData(section, Qt.Orientation.Vertical) or "")
        painter.drawText(name, _LEFT, painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, name.width()))
        painter.restore()


class Corner(QWidget):
    """The headings over number and name."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._number = 0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def fit(self, width: int, height: int, number: int) -> None:
        """Lie over the corner of the grid."""
        self._number = number
        self.setGeometry(0, 0, width, height)
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw both headings; names stand in ascending order."""
        painter, rect = QPainter(self), self.rect()
        _head(painter, rect)
        painter.fillRect(self._number - 1, 0, 1, rect.height() - 1, theme.color("line2"))
        painter.setFont(theme.font(9, strong=True))
        painter.setPen(theme.color("muted"))
        painter.drawText(QRect(0, 0, self._number - _PAD, rect.height()), _RIGHT, _("Nr."))
        painter.setPen(theme.color("text"))
        left, name = self._number + _PAD, _("Name")
        painter.drawText(QRect(left, 0, rect.width(), rect.height()), _LEFT, name)
        arrow = QRect(left + painter.fontMetrics().horizontalAdvance(name) + 4, 0, theme.px(12), theme.px(12))
        arrow.moveTop((rect.height() - arrow.height()) // 2)
        icons.paint(painter, arrow, "sort-up", "text")


class SumRow(QWidget):
    """How many were there on each date, below the rows and in step with their columns."""

    def __init__(self, view: QTableView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        header, bar = view.horizontalHeader(), view.horizontalScrollBar()
        header.sectionResized.connect(lambda *_: self.update())
        bar.valueChanged.connect(lambda _value: self.update())
        for signal in (view.model().modelReset, view.model().dataChanged):
            signal.connect(self.refresh)
        theme.notifier().changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the sums of the moment, and say them."""
        self.setFixedHeight(theme.px(SUM_HEIGHT))
        self.setAccessibleName(_("anwesend (auch teilweise): {sums}").format(sums=", ".join(self._spoken())))
        self.update()

    def _spoken(self) -> list[str]:
        columns = _model(self._view).grid.columns
        return [
            _("{day}: {n}").format(day=spoken(c.day), n=_("entfällt") if c.cancelled else c.present) for c in columns
        ]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the line and the sums."""
        painter, model, view = QPainter(self), _model(self._view), self._view
        rect, left = self.rect(), view.verticalHeader().width()
        painter.fillRect(rect, theme.color("surface"))
        painter.fillRect(0, 0, rect.width(), 1, theme.color("ctl"))
        painter.setPen(theme.color("muted"))
        painter.setFont(theme.font())
        words = QRect(theme.px(CORNER_NUMBER) + _PAD, 0, left - theme.px(CORNER_NUMBER) - _PAD, rect.height())
        painter.drawText(words, _LEFT, _("anwesend (auch teilweise)"))
        painter.setClipRect(left, 0, rect.width() - left, rect.height())
        for section in range(model.columnCount()):
            at = left + view.columnViewportPosition(section)
            cell = QRect(at, 0, view.columnWidth(section), rect.height())
            self._paint_sum(painter, cell, model, section)

    def _paint_sum(self, painter: QPainter, cell: QRect, model: GridModel, section: int) -> None:
        middle = Qt.AlignmentFlag.AlignCenter
        if not model.is_date(section):
            if section == len(model.grid.columns) + VERDICT:
                text = _("{n} von {count}").format(n=model.grid.fulfilled, count=len(model.grid.rows))
                painter.setFont(theme.font())
                painter.drawText(cell.adjusted(_PAD, 0, -_PAD, 0), _LEFT, text)
            return
        column = model.grid.columns[section]
        painter.setFont(theme.font(9 if column.cancelled else 10))
        painter.drawText(cell, middle, _("entfällt") if column.cancelled else str(column.present))
        if section + UNITS < len(model.grid.columns):
            painter.fillRect(cell.right(), 1, 1, cell.height(), theme.color("line2"))
