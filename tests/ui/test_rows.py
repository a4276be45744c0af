"""Small tables whose rows are all at hand."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.ui.rows import Column, Item, Line, RowsView

WORDS = ("Eintritt", "Anwesenheit", "Bescheinigung")


def line(word: str, *, heading: bool = False) -> Line:
    return Line((Item.of(word), Item.of(len(word))), word, heading)


@pytest.fixture
def view(qtbot):
    made = RowsView((Column("Wort"), Column("Länge", 60, right=True)), "words", "Wörter")
    qtbot.addWidget(made)
    made.resize(400, 200)
    made.show_lines([line(word) for word in WORDS])
    return made


def test_the_chosen_line_stays_chosen_when_others_come_before_it(view):
    view.selectRow(1)
    view.show_lines([line(word) for word in ("Abschluss", *WORDS)])
    assert (view.key(), view.currentIndex().row()) == ("Anwesenheit", 2)


def test_when_the_chosen_line_is_gone_none_is_chosen(view):
    view.selectRow(1)
    view.show_lines([line("Eintritt")])
    assert view.key() is None


def test_enter_and_double_click_open_what_the_line_stands_for(view, qtbot):
    view.selectRow(2)
    with qtbot.waitSignal(view.opened) as entered:
        QTest.keyClick(view, Qt.Key.Key_Return)
    with qtbot.waitSignal(view.opened) as clicked:
        view.doubleClicked.emit(view.rows.index(0, 1))
    assert (entered.args, clicked.args) == (["Bescheinigung"], ["Eintritt"])


def test_a_column_without_a_width_takes_what_is_left(view):
    view.show()
    assert view.columnWidth(1) == 60 and view.columnWidth(0) == view.viewport().width() - 60
