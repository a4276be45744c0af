"""Tables as people know them from spreadsheets: dense rows, a tint for the chosen one, icon and word for states."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from app.ui import icons, theme
from app.ui.widgets.basics import named
from app.ui.widgets.status import STATES

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHTS = {"numbers": 22, "grid": 26, "list": 30, "two": 46}
PADDING = 8


class Cell(IntEnum):
    """What a model may say about a cell beside its text; the delegate asks for these roles."""

    STATE = Qt.ItemDataRole.UserRole + 100
    """A key of status.STATES: icon and colour of the word."""
    ICON = Qt.ItemDataRole.UserRole + 101
    """The meaning of an icon before the text."""
    MUTED = Qt.ItemDataRole.UserRole + 102
    """True: secondary text."""
    LINK = Qt.ItemDataRole.UserRole + 103
    """True: the text is a link (the view reacts to a click)."""
    STRONG = Qt.ItemDataRole.UserRole + 104
    """True: semibold."""
    GROUND = Qt.ItemDataRole.UserRole + 105
    """The name of a colour behind the text (err-bg …)."""
    TONE = Qt.ItemDataRole.UserRole + 106
    """The name of the text's colour."""
    STRUCK = Qt.ItemDataRole.UserRole + 107
    """True: struck through."""
    SECOND = Qt.ItemDataRole.UserRole + 108
    """A second, smaller line; drawn by two_lines.TwoLineDelegate."""
    BADGE = Qt.ItemDataRole.UserRole + 109
    """The kind of badge around the text ('' neutral, warn, ok, info, err); drawn by two_lines.TwoLineDelegate."""


class RowDelegate(QStyledItemDelegate):
    """Paints a cell: ground, 3-px bar at the chosen row, icon, text, row line, 2-px frame where the keyboard is."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self.hovered = -1
        view.setMouseTracking(True)
        view.viewport().installEventFilter(self)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Wide enough for icon and text when a column is fitted."""
        size = super().sizeHint(option, index)
        icon = index.data(Cell.STATE) or index.data(Cell.ICON)
        return QSize(size.width() + 2 * PADDING + (theme.px(21) if icon else 0), size.height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        painter.save()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        self._paint_ground(painter, rect, index, selected)
        self.paint_content(painter, self._content_rect(painter, rect, index), index, option)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        painter.restore()

    def _paint_ground(self, painter: QPainter, rect: QRect, index: Index, selected: bool) -> None:
        hover = index.row() == self.hovered
        ground = "tint" if selected else _ask(index, Cell.GROUND) or ("tint-h" if hover else "surface")
        painter.fillRect(rect, theme.color(ground))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.color("line2"))
        if selected and index.column() == 0:
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), theme.color("accent"))

    def _content_rect(self, painter: QPainter, rect: QRect, index: Index) -> QRect:
        """Leave room for the tick box, if the cell has one."""
        inner = rect.adjusted(PADDING, 0, -PADDING, -1)
        checked = _ask(index, Qt.ItemDataRole.CheckStateRole)
        if checked is not None:
            box = self.box_rect(rect)
            paint_box(painter, box, Qt.CheckState(checked))
            inner.setLeft(box.right() + PADDING)
        return inner

    @staticmethod
    def box_rect(rect: QRect) -> QRect:
        """Where the tick box of a cell is."""
        side = theme.px(16)
        return QRect(rect.left() + PADDING + 4, rect.top() + (rect.height() - side) // 2, side, side)

    def paint_content(self, painter: QPainter, rect: QRect, index: Index, option: QStyleOptionViewItem) -> None:
        """Draw icon and text into RECT; subclasses with cells of their own override this."""
        text, state = _ask(index, Qt.ItemDataRole.DisplayRole), _ask(index, Cell.STATE)
        icon, colour = STATES[state] if state else self._look(index)
        left = rect.left()
        if icon:
            side = theme.px(16)
            area = QRect(left, rect.top() + (rect.height() - side) // 2, side, side)
            icons.paint(painter, area, icon, colour)
            left += side + 5
        if text:
            painter.setPen(theme.color(colour))
            painter.setFont(self._font(option, index))
            self._paint_text(painter, QRect(left, rect.top(), rect.right() - left + 1, rect.height()), index, str(text))

    def _look(self, index: Index) -> tuple[str, str]:
        muted = _ask(index, Cell.MUTED)
        colour = _ask(index, Cell.TONE) or ("accent" if _ask(index, Cell.LINK) else "muted" if muted else "text")
        return _ask(index, Cell.ICON) or "", colour

    def _font(self, option: QStyleOptionViewItem, index: Index) -> QFont:
        font = theme.font(strong=True) if _ask(index, Cell.STRONG) else option.font
        link, struck = bool(_ask(index, Cell.LINK)), bool(_ask(index, Cell.STRUCK))
        if link or struck:
            font = QFont(font)
            font.setUnderline(link)
            font.setStrikeOut(struck)
        return font

    def _paint_text(self, painter: QPainter, rect: QRect, index: Index, text: str) -> None:
        given: Any = _ask(index, Qt.ItemDataRole.TextAlignmentRole)
        side = Qt.AlignmentFlag(int(given)) if given is not None else Qt.AlignmentFlag.AlignLeft
        align = (side & Qt.AlignmentFlag.AlignHorizontal_Mask) | Qt.AlignmentFlag.AlignVCenter
        elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, int(align), elided)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the mouse, so that the whole row lights up."""
        view = self.parent()
        if isinstance(view, QAbstractItemView) and event.type() in (QEvent.Type.MouseMove, QEvent.Type.Leave):
            at = getattr(event, "position", None)
            index = view.indexAt(at().toPoint()) if at and event.type() == QEvent.Type.MouseMove else QModelIndex()
            if index.row() != self.hovered:
                self.hovered = index.row()
                view.viewport().update()
            link = bool(index.isValid() and index.data(Cell.LINK))
            view.viewport().setCursor(Qt.CursorShape.PointingHandCursor if link else Qt.CursorShape.ArrowCursor)
        return super().eventFilter(watched, event)


def _ask(index: Index, role: int) -> Any:
    """What `index.data(role)` says; asked of the model itself, as the way through Qt takes twice as long."""
    return index.model().data(index, role)


def paint_box(painter: QPainter, box: QRect, state: Qt.CheckState) -> None:
    """Draw a tick box as it looks everywhere else."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    on = state != Qt.CheckState.Unchecked
    painter.setPen(QPen(theme.color("accent" if on else "ctl"), 1))
    painter.setBrush(theme.color("accent" if on else "surface"))
    painter.drawRoundedRect(box.adjusted(0, 0, -1, -1), 3, 3)
    if on:
        icons.paint(
            painter, box.adjusted(2, 2, -2, -2), "done" if state == Qt.CheckState.Checked else "minus", "on-accent"
        )
    painter.restore()


def set_up_table(
    view: QTableView, name: str, accessible: str, rows: str | int = "list", *, sortable: bool = True
) -> None:
    """Give VIEW the product's manner; ROWS is a key of ROW_HEIGHTS or a height in px at 100 %."""
    named(view, accessible, name)
    view.setItemDelegate(RowDelegate(view))
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setCornerButtonEnabled(False)
    header = view.horizontalHeader()
    header.setHighlightSections(False)
    header.setSectionsMovable(True)
    header.setSectionsClickable(sortable)
    header.setSortIndicatorShown(sortable)
    header.setStretchLastSection(True)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setMinimumSectionSize(theme.px(40))
    view.verticalHeader().hide()
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    set_row_height(view, rows)


def set_row_height(view: QTableView, rows: str | int) -> None:
    """Make all rows as high as ROWS says, now and at any other text size."""
    for sizer in view.findChildren(_RowSizer):
        sizer.setParent(None)
        sizer.deleteLater()
    _RowSizer(view, ROW_HEIGHTS[rows] if isinstance(rows, str) else rows)


class _RowSizer(QObject):
    """Keeps the rows of a table in step with the person's text size."""

    def __init__(self, view: QTableView, height: int) -> None:
        super().__init__(view)
        self._view, self._height = view, height
        self.fit()
        theme.notifier().changed.connect(self.fit)

    def fit(self) -> None:
        """Set the height that goes with the text size of the moment."""
        rows = self._view.verticalHeader()
        rows.setMinimumSectionSize(theme.px(self._height))
        rows.setDefaultSectionSize(theme.px(self._height))
