"""What stands below the lanes of a path: results at each stage, German as a stair, social ties."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.core.text import _, show
from app.services.path import Path, Result, Step, TieCount
from app.services.ties import MANY, MEANING
from app.ui import theme
from app.ui.rows import Column, Item, Line, RowsView
from app.ui.widgets.basics import empty, label, line, plain, row
from app.ui.widgets.card import Card
from app.ui.widgets.status import StatusText
from app.ui.widgets.table import Cell, set_row_height
from app.ui.widgets.two_lines import TwoLineDelegate

TIE_ROW, TIE_HEAD = 42, 30
STEP_DOWN, STEP_TEXT = 26, 36


class ResultCard(Card):
    """What was said at entry, after 28 days and after six months, and whether it is recorded."""

    def __init__(self) -> None:
        super().__init__(_("Ergebnis"), _("Teilnahme öffnen"), name="pathResults")
        self.link.setObjectName("pathResultsLink")
        self._listed = QVBoxLayout()
        self._listed.setSpacing(4)
        self.body.addLayout(self._listed)
        self.body.addStretch(1)

    def show_results(self, results: Sequence[Result]) -> None:
        """Show other results."""
        empty(self._listed)
        self.link.setVisible(bool(results))
        for number, one in enumerate(results):
            if number:
                self._listed.addWidget(line())
            day = _("Stichtag {day}") if number else "{day}"
            state = (
                StatusText("complete", _("erfasst")) if one.recorded else StatusText("open", _("noch nicht erfasst"))
            )
            head = row(label(one.title), label(day.format(day=show(one.day)), "small"), None, state)
            self._listed.addWidget(plain(head))
            for said in one.said:
                self._listed.addWidget(label(said, "strong", wrap=True))
        if not results:
            self._listed.addWidget(label(_("Diese Person nimmt an keinem Projekt teil."), "muted", wrap=True))


class Stair(QWidget):
    """Levels from left to right, each higher than the one before, with its month and its proof."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: Sequence[Step] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.notifier().changed.connect(self.updateGeometry)

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show other steps."""
        self.steps = steps
        said = "; ".join(f"{one.level}, {_month(one)}, {one.evidence or _('ohne Nachweis')}" for one in steps)
        self.setAccessibleName(_("Deutsch im Verlauf: {steps}").format(steps=said))
        self.setToolTip(said)
        self.setVisible(bool(steps))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As high as the steps need."""
        height = theme.px(STEP_TEXT * 2 - 20 + STEP_DOWN * max(len(self.steps) - 1, 0))
        return QSize(theme.px(80) * max(len(self.steps), 1), height)

    def minimumSizeHint(self) -> QSize:
        """Texts may be cut off."""
        return QSize(theme.px(120), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the stair with its texts above and below each step."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = self.width() // max(len(self.steps), 1)
        level = self.height() - theme.px(STEP_TEXT - 8)
        for number, one in enumerate(self.steps):
            x, y = theme.px(5) + number * wide, level - number * theme.px(STEP_DOWN)
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawLine(x, y, x + wide - (0 if number + 1 < len(self.steps) else theme.px(10)), y)
            if number + 1 < len(self.steps):
                painter.drawLine(x + wide, y, x + wide, y - theme.px(STEP_DOWN))
            painter.setBrush(theme.color("accent"))
            painter.drawEllipse(x - theme.px(3), y - theme.px(3), theme.px(6), theme.px(6))
            room = QRect(x + theme.px(7), y - theme.px(24), wide - theme.px(12), theme.px(20))
            self._paint_texts(painter, one, room)

    def _paint_texts(self, painter: QPainter, step: Step, room: QRect) -> None:
        side, elide = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), Qt.TextElideMode.ElideRight
        painter.setFont(theme.font(10, strong=True))
        painter.setPen(theme.color("text"))
        painter.drawText(room, side, step.level)
        used = painter.fontMetrics().horizontalAdvance(f"{step.level} ")
        painter.setFont(theme.font(9))
        after = room.adjusted(used, 0, 0, 0)
        painter.drawText(after, side, painter.fontMetrics().elidedText(_month(step), elide, after.width()))
        painter.setPen(theme.color("muted"))
        below = room.translated(0, theme.px(26))
        proof = painter.fontMetrics().elidedText(step.evidence or _("ohne Nachweis"), elide, below.width())
        painter.drawText(below, side, proof)


def _month(step: Step) -> str:
    return f"{step.day:%m.%Y}" if step.day else _("ohne Datum")


class GermanCard(Card):
    """German as a stair, and the other languages."""

    def __init__(self) -> None:
        super().__init__(_("Deutsch im Verlauf"), name="pathGerman")
        self.stair = Stair()
        self.nothing = label(_("Noch kein Sprachstand erfasst."), "muted", wrap=True)
        self.others = label("", wrap=True)
        for part in (self.stair, self.nothing, line(), label(_("Andere Sprachen"), "strong"), self.others):
            self.body.addWidget(part)
        self.body.addStretch(1)

    def show_languages(self, path: Path) -> None:
        """Show the languages of another person."""
        self.stair.show_steps(path.german)
        self.nothing.setVisible(not path.german)
        self.others.setText(", ".join(path.languages) or _("keine erfasst"))


class TiesCard(Card):
    """How many ties of each kind held at entry, at exit and today, and what is new."""

    def __init__(self) -> None:
        super().__init__(_("Soziale Beziehungen"), padded=False, name="pathTies")
        columns = (
            Column(_("Art")),
            Column(_("Eintritt"), 60, right=True),
            Column(_("Austritt"), 62, right=True),
            Column(_("heute"), 50, right=True),
        )
        self.table = RowsView(columns, "pathTiesTable", _("Soziale Beziehungen"))
        self.table.setItemDelegate(TwoLineDelegate(self.table))
        set_row_height(self.table, TIE_ROW)
        self.fresh = label("", "small", wrap=True)
        self.fresh.setContentsMargins(12, 8, 12, 10)
        self.body.setSpacing(0)
        self.body.addWidget(self.table)
        self.body.addWidget(self.fresh)
        self.body.addStretch(1)
        self._size_table()
        theme.notifier().changed.connect(self._size_table)

    def _size_table(self) -> None:
        header = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(3 * theme.px(TIE_ROW) + max(header, theme.px(TIE_HEAD)) + 2)
        self.table.setMinimumWidth(theme.px(290))
        self.table.fit_columns()

    def show_ties(self, path: Path) -> None:
        """Show the ties of another person."""
        self.table.show_lines([_line(one) for one in path.ties])
        self.fresh.setText(fresh_sentence(path))


def _line(one: TieCount) -> Line:
    meaning = _(MEANING[one.kind])
    looks = {int(Cell.STRONG): True, int(Cell.SECOND): meaning, int(Qt.ItemDataRole.ToolTipRole): meaning}
    first = Item(_(MANY[one.kind]), looks)
    left = Item.of("–" if one.exit is None else one.exit, muted=one.exit is None)
    return Line((first, Item.of(one.entry), left, Item.of(one.now, strong=True)), one.kind)


def fresh_sentence(path: Path) -> str:
    """Which ties came after the day of entry."""
    if not path.results:
        return _("Beziehungen ergeben sich aus Tandem, Vereinen, Schulungen und Haushalt. Niemand wird danach gefragt.")
    if not path.fresh:
        return _("Neu seit dem Eintritt: noch nichts.")
    return _("Neu seit dem Eintritt: {ties}").format(ties=" · ".join(path.fresh))
