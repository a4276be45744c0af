"""The lanes of a path: painted as one picture, walked and read out as one list of the same entries."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from app.core.clock import today
from app.core.text import _
from app.services.lanes import Placed, Span, place, span
from app.services.path import Lane, Path, Stretch
from app.ui import icons, theme
from app.ui.widgets.basics import named

Index = QModelIndex | QPersistentModelIndex
ICONS = {
    Lane.CONTACT: "mentoring",
    Lane.MENTORING: "group",
    Lane.TRAINING: "course",
    Lane.PLACEMENT: "organisation",
    Lane.WORK: "work",
}
POINTS = {"note": "place", "role": "place", "participation": "entry", "placement": "calendar"}
"""The icon of an entry of one day, by its table."""
HEAD, ROW, LANE_GAP, NAMES, TODAY = 28, 30, 13, 132, 54
"""Heights and widths in px at 100 %: axis, bar with the space below, space around a lane, its name, word at the end."""
BAR, ICON, PADDING = 24, 16, 6
LEGIBLE, NARROWEST, LABEL, SMALL = 110, 380, 100, 440
"""A bar that has room for some of its text, the picture before it scrolls, a label of the axis, names as icons only."""
GRAPHIC = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Entries(QAbstractListModel):
    """The entries from lane to lane, each lane from the oldest on."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.entries: list[Stretch] = []

    def show(self, path: Path | None) -> None:
        """Show another path."""
        self.beginResetModel()
        self.entries = [one for lane in Lane for one in path.lane(lane)] if path else []
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """All entries."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """The whole text, also where the picture cuts it off; read out with its lane."""
        if not index.isValid():
            return None
        one = self.entries[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{_(one.lane.label)}: {one.text}"
        return one.text if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) else None


class Lanes(QListView):
    """A month axis, a lane for each kind, bars with their text; what reaches the line „heute“ still runs."""

    entered = Signal(str, object)
    """Table and id of the entry that somebody wants to see."""

    def __init__(self) -> None:
        super().__init__()
        self.path: Path | None = None
        self.shown = Span(today().replace(day=1), today())
        self.places: list[Placed] = []
        self.tops: list[int] = []
        self._wide = 1
        self.entries = Entries(self)
        self.setModel(self.entries)
        named(self, _("Weg als Liste"), "pathLanes")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.doubleClicked.connect(self._enter)
        theme.notifier().changed.connect(self._lay_out)

    def show_path(self, path: Path) -> None:
        """Show another path; the keyboard begins at its first entry."""
        self.path, self.shown = path, span(path)
        self.places, self.tops = [], []
        self.entries.show(path)
        self._lay_out()
        if self.entries.rowCount():
            self.setCurrentIndex(self.entries.index(0))

    # ---------------------------------------------------------------- places

    def _names(self) -> int:
        """How wide the names of the lanes are; on small screens only their icons are left."""
        return theme.px(NAMES) if self.viewport().width() >= theme.px(SMALL) else theme.px(ICON + 2 * PADDING + 4)

    def _lay_out(self) -> None:
        """Find the place of everything for the width and the text size of the moment."""
        if self.path is None:
            return
        self._wide = max(self.viewport().width() - self._names() - theme.px(TODAY), theme.px(NARROWEST))
        metrics = QFontMetricsF(theme.font(9))
        self.places, self.tops, top = [], [], theme.px(HEAD)
        for lane in Lane:
            found = place(
                self.path.lane(lane), self.shown, self._wide, metrics.horizontalAdvance,
                point=theme.px(ICON), padding=theme.px(PADDING), legible=theme.px(LEGIBLE),
            )  # fmt: skip
            self.places += found
            self.tops.append(top)
            top += max((one.row + 1 for one in found), default=1) * theme.px(ROW) + theme.px(LANE_GAP)
        self.tops.append(top)
        self._fit()
        self.viewport().update()

    def _fit(self) -> None:
        """As high as all lanes; where the picture is wider than its place, it scrolls sideways."""
        over = max(self._names() + self._wide + theme.px(TODAY) - self.viewport().width(), 0)
        bar = self.horizontalScrollBar()
        bar.setRange(0, over)
        bar.setPageStep(self.viewport().width())
        bar.setSingleStep(theme.px(20))
        self.setFixedHeight(self.tops[-1] + (bar.sizeHint().height() if over else 0))

    def updateGeometries(self) -> None:
        """Qt would measure a list of lines; the picture has measured itself."""
        if self.tops:
            self._fit()

    def minimumSizeHint(self) -> QSize:
        """As narrow as its place; it scrolls."""
        return QSize(theme.px(160), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    def horizontalOffset(self) -> int:
        """How far the picture is scrolled."""
        return self.horizontalScrollBar().value()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: ARG002
        """Names stay where they are, so all is painted anew."""
        self.viewport().update()

    def _across(self, share: tuple[float, float]) -> tuple[int, int]:
        left = self._names() - self.horizontalOffset()
        return round(left + share[0]), round(left + share[1])

    def _level(self, row: int) -> int:
        one = self.places[row]
        lane = list(Lane).index(one.stretch.lane)
        return self.tops[lane] + (theme.px(LANE_GAP) + theme.px(ROW - BAR)) // 2 + one.row * theme.px(ROW)

    def bar_rect(self, row: int) -> QRect:
        """Where the bar of an entry is."""
        left, right = self._across(self.places[row].bar)
        return QRect(left, self._level(row), max(right - left, 1), theme.px(BAR))

    def text_rect(self, row: int) -> QRect:
        """Where the text of an entry is."""
        left, right = self._across(self.places[row].text)
        return QRect(left, self._level(row), right - left, theme.px(BAR))

    def visualRect(self, index: Index) -> QRect:
        """Bar and text of an entry."""
        if not index.isValid() or index.row() >= len(self.places):
            return QRect()
        return self.bar_rect(index.row()).united(self.text_rect(index.row()))

    def indexAt(self, point: object) -> QModelIndex:
        """The entry under the mouse."""
        rows = (row for row in range(len(self.places)) if self.visualRect(self.entries.index(row)).contains(point))  # type: ignore[call-overload]
        return self.entries.index(next(rows, -1))

    def scrollTo(self, index: Index, hint: object = None) -> None:  # noqa: ARG002
        """Bring an entry out from under the names or the right edge."""
        rect, bar = self.visualRect(index), self.horizontalScrollBar()
        if rect.left() < self._names():
            bar.setValue(bar.value() + rect.left() - self._names() - theme.px(PADDING))
        elif rect.right() > self.viewport().width():
            over = rect.right() - self.viewport().width() + theme.px(PADDING)
            bar.setValue(bar.value() + min(over, rect.left() - self._names()))

    # ---------------------------------------------------------------- keyboard and mouse

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:  # noqa: ARG002
        """Left and right go through a lane, up and down to the nearest entry of another one."""
        actions, row, last = QAbstractItemView.CursorAction, self.currentIndex().row(), len(self.places) - 1
        if row < 0:
            return self.entries.index(0)
        if action in (actions.MoveHome, actions.MovePageUp):
            return self.entries.index(0)
        if action in (actions.MoveEnd, actions.MovePageDown):
            return self.entries.index(last)
        if action in (actions.MoveUp, actions.MoveDown):
            return self.entries.index(self._other_lane(row, -1 if action == actions.MoveUp else 1))
        step = row + (1 if action in (actions.MoveRight, actions.MoveNext) else -1)
        return self.entries.index(min(max(step, 0), last))

    def _other_lane(self, row: int, by: int) -> int:
        here = self.places[row]
        order = list(Lane)
        lanes = range(order.index(here.stretch.lane) + by, len(order) if by > 0 else -1, by)
        for lane in lanes:
            rows = [n for n, one in enumerate(self.places) if one.stretch.lane is order[lane]]
            if rows:
                return min(rows, key=lambda n: abs(self.places[n].bar[0] - here.bar[0]))
        return row

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the record."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _enter(self, index: Index) -> None:
        if index.isValid():
            one = self.entries.entries[index.row()]
            self.entered.emit(one.table, one.record_id)

    def setSelection(self, rect: QRect, command: object) -> None:
        """What the mouse points at."""
        index = self.indexAt(rect.center())
        if index.isValid():
            self.selectionModel().select(index, command)  # type: ignore[call-overload]

    def visualRegionForSelection(self, selection: object) -> QRegion:  # noqa: ARG002
        """All is painted at once."""
        return QRegion(self.viewport().rect())

    # ---------------------------------------------------------------- painting

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint axis, lanes, entries, the line of today, and the names above all that is scrolled."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme.color("surface"))
        if self.path is None or not self.tops:
            return
        painter.setFont(theme.font(9))
        self._paint_axis(painter)
        self._paint_today(painter)
        for row in range(len(self.places)):
            self._paint_entry(painter, row)
        self._paint_names(painter)

    def _paint_axis(self, painter: QPainter) -> None:
        bottom = self.tops[-1]
        end = self._across((0, self.shown.at(today()) * self._wide))[1]
        for day, text in self.shown.labels(max(self._wide // theme.px(LABEL), 1)):
            x = self._across((0, self.shown.at(day) * self._wide))[1]
            painter.fillRect(x, theme.px(HEAD), 1, bottom, theme.color("line2"))
            room = painter.fontMetrics().horizontalAdvance(text) + theme.px(4)
            if not x - theme.px(6) < end < x + room:
                painter.setPen(theme.color("muted"))
                painter.drawText(QRect(x + theme.px(3), 0, room, theme.px(HEAD)), int(GRAPHIC), text)
        for top in self.tops[:-1]:
            painter.fillRect(theme.px(10), top, self.viewport().width() - theme.px(20), 1, theme.color("line"))

    def _paint_entry(self, painter: QPainter, row: int) -> None:
        one, bar, text = self.places[row], self.bar_rect(row), self.text_rect(row)
        if not one.inside:
            painter.fillRect(text.adjusted(1, 0, -1, 0), theme.color("surface"))  # no line goes through a text
        if one.stretch.point:
            side = theme.px(ICON)
            area = QRect(bar.left(), bar.center().y() - side // 2 + 1, side, side)
            icons.paint(painter, area, POINTS.get(one.stretch.table, "step"), "accent")
        else:
            self._paint_bar(painter, bar, one.stretch)
        painter.setPen(theme.color("text"))
        inner = text.adjusted(theme.px(PADDING), 0, -theme.px(PADDING) if one.inside else 0, 0)
        shown = painter.fontMetrics().elidedText(one.stretch.text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(GRAPHIC), shown)
        if self.hasFocus() and row == self.currentIndex().row():
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(bar.united(text).adjusted(-2, -2, 2, 2), 4, 4)

    def _paint_bar(self, painter: QPainter, bar: QRect, stretch: Stretch) -> None:
        """A bar with a frame; one that still runs has no right edge, one that is yet to begin is dashed and empty."""
        ahead = stretch.start > today()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("accent"), 1, Qt.PenStyle.DashLine if ahead else Qt.PenStyle.SolidLine))
        painter.setBrush(theme.color("surface" if ahead else "tint"))
        area = QRectF(bar).adjusted(0.5, 0.5, -0.5, -0.5)
        if stretch.end is None:
            painter.setClipRect(bar)
            area.setRight(area.right() + 8)
        painter.drawRoundedRect(area, 3, 3)
        painter.restore()

    def _paint_today(self, painter: QPainter) -> None:
        x = self._across((0, self.shown.at(today()) * self._wide))[1]
        painter.fillRect(x - 1, theme.px(HEAD), 2, self.tops[-1] - theme.px(HEAD), theme.color("text"))
        painter.setFont(theme.font(9, strong=True))
        painter.setPen(theme.color("text"))
        painter.drawText(QRect(x + 2, 0, theme.px(TODAY), theme.px(HEAD)), int(GRAPHIC), _("heute"))
        painter.setFont(theme.font(9))

    def _paint_names(self, painter: QPainter) -> None:
        side, wide = theme.px(ICON), self._names()
        painter.fillRect(0, 0, wide, self.tops[-1], theme.color("surface"))
        painter.fillRect(wide - 1, theme.px(HEAD), 1, self.tops[-1], theme.color("line2"))
        painter.setPen(theme.color("text"))
        for lane, top, below in zip(Lane, self.tops[:-1], self.tops[1:], strict=True):
            height = below - top
            painter.fillRect(theme.px(10), top, wide - theme.px(10), 1, theme.color("line"))
            icons.paint(painter, QRect(theme.px(12), top + (height - side) // 2, side, side), ICONS[lane], "text")
            place = QRect(theme.px(18) + side, top, wide - side - theme.px(20), height)
            if wide >= theme.px(NAMES):
                elide = painter.fontMetrics().elidedText
                text = elide(_(lane.label), Qt.TextElideMode.ElideRight, place.width())
                painter.drawText(place, int(GRAPHIC), text)
