"""Where the keyboard is can always be seen."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QTabBar, QTableView, QWidget

from app.ui.widgets.basics import column
from app.ui.widgets.focus import FocusRing, ringed
from app.ui.widgets.side_by_side import scrolling


def test_the_ring_follows_the_keyboard_but_not_into_tables(shown):
    window, field, combo, view = QWidget(), QLineEdit(), QComboBox(), QTableView()
    window.setLayout(column(field, combo, view))
    ring = FocusRing(window)
    shown(window)
    field.setFocus()
    assert ring.widget() is field and ring.isVisible()
    assert ring.geometry().adjusted(4, 4, -4, -4).size() == field.size()
    view.setFocus()
    assert ring.widget() is None


def test_a_field_below_what_is_seen_is_scrolled_to_and_ringed_whole(shown):
    fields = [QLineEdit() for _n in range(20)]
    body = QWidget()
    body.setLayout(column(*fields, margins=(8, 8, 8, 8)))
    area = scrolling(body)
    window = QWidget()
    window.setLayout(column(area))
    ring = FocusRing(shown(window))
    for field in (fields[15], fields[8], fields[9], fields[0]):
        field.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        around = QRect(ring.mapTo(area.viewport(), QPoint()), ring.size())
        assert ring.isVisible()
        assert ring.widget() is field
        assert area.viewport().rect().contains(around), fields.index(field)


def test_what_is_pressed_stays_under_the_mouse(shown, monkeypatch):
    fields = [QLineEdit() for _n in range(20)]
    body = QWidget()
    body.setLayout(column(*fields))
    area = scrolling(body)
    window = QWidget()
    window.setLayout(column(area))
    FocusRing(shown(window))
    monkeypatch.setattr(QApplication, "mouseButtons", lambda: Qt.MouseButton.LeftButton)
    fields[-1].setFocus(Qt.FocusReason.MouseFocusReason)
    assert area.verticalScrollBar().value() == 0


def test_a_tab_with_the_keyboard_looks_different(shown):
    tabs, other = QTabBar(), QLineEdit()
    tabs.addTab("Stammdaten")
    window = QWidget()
    window.setLayout(column(tabs, other))
    shown(window)
    other.setFocus()
    without = tabs.grab().toImage()
    tabs.setFocus()
    assert tabs.grab().toImage() != without


def test_no_reference_to_none_is_lost_by_the_ring_style(shown):
    import sys

    window, one, other = QWidget(), QLineEdit(), QLineEdit()
    window.setLayout(column(one, other))
    ring = FocusRing(window)
    shown(window)
    before = sys.getrefcount(None)
    for _turn in range(100):
        ring.setWidget(one)
        ring.setWidget(other)
    assert abs(sys.getrefcount(None) - before) < 50


def test_nothing_is_ringed_where_nothing_has_the_keyboard():
    assert ringed(None) is None
