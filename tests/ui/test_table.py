"""Lists of records: windows, order, search, and the place that is kept whatever happens."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.core.progress import Progress
from app.models import Person
from app.models.query import Query
from app.ui.table import KEPT, WINDOW, Extra, Shown, TableModel
from app.ui.table_view import Table
from app.ui.tasks import Tasks
from app.ui.widgets.table import Cell
from tests.factories import person

NAMES = ["Abdulkarim", "Al-Haddad", "Çelikkaya", "Ebrahimkhel", "Lê", "Öztoprak", "Ünal", "Zimmermann"]


LETTERS = str.maketrans("0123456789", "abcdefghij")


def numbered(n):
    """'Müllerabcd' for 123: names have no digits."""
    return f"Müller{n:04}".translate(LETTERS)


def fill(context, *names):
    """People by last name; their ids by name."""
    with context.db.work("Personen anlegen") as work:
        return {
            name: work.add(person(name, "Rim", city="Köln" if n % 2 else "Bonn")).id for n, name in enumerate(names)
        }


@pytest.fixture
def people(context):
    return fill(context, *NAMES)


@pytest.fixture
def many(context):
    return fill(context, *map(numbered, range(1000)))


@pytest.fixture
def model(context):
    made = TableModel(context, Query(Person))
    made.reload()
    return made


@pytest.fixture
def table(model, qtbot):
    made = Table(model, "persons", "Liste der Personen")
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show()
    return made


def names(model):
    return [model.index(row, 0).data().split(",")[0] for row in range(model.rowCount())]


def test_the_model_keeps_qts_rules(many, model, qtmodeltester):
    qtmodeltester.check(model)


def test_names_stand_in_german_order(people, model):
    assert names(model) == NAMES


def test_only_the_first_window_is_read_at_once(many, model):
    assert model.rowCount() == 1000 and list(model._windows) == [0]


def look_at(model, *rows):
    """What stands in the first column of ROWS, once that has been read."""
    for row in rows:
        model.index(row, 0).data()
    QCoreApplication.processEvents()
    return [model.index(row, 0).data() for row in rows]


def test_a_window_is_read_when_one_of_its_rows_is_looked_at(many, model, qtbot):
    with qtbot.waitSignal(model.dataChanged) as arrived:
        assert model.index(999, 0).data() is None
    assert model.index(999, 0).data() == f"{numbered(999)}, Rim"
    assert sorted(model._windows) == [0, 999 // WINDOW]
    assert (arrived.args[0].row(), arrived.args[1].row()) == (999 // WINDOW * WINDOW, 999)


def test_what_is_looked_at_together_is_read_together(many, model, monkeypatch):
    read = []
    monkeypatch.setattr(model.context.tasks, "run", lambda task, *_rest, **_how: read.append(task))
    for row in (400, 401, 999, 400):
        model.index(row, 0).data()
    QCoreApplication.processEvents()
    assert len(read) == 1 and sorted(read[0](Progress())) == sorted([*model.ids[400:440], *model.ids[960:]])


def test_what_is_looked_at_before_another_list_comes_is_not_read_of_that(many, model):
    model.index(999, 0).data()
    model.show(replace(model.query, where={"city": "Köln"}))
    QCoreApplication.processEvents()
    assert model.rowCount() == 500 and list(model._windows) == [0]


def test_windows_looked_at_long_ago_are_forgotten(many, model, monkeypatch):
    monkeypatch.setattr("app.ui.table.KEPT", 2)
    for row in (300, 500, 700):
        look_at(model, row)
    assert sorted(model._windows) == [500 // WINDOW, 700 // WINDOW] and look_at(model, 0) == [f"{numbered(0)}, Rim"]


def test_the_table_shows_what_is_below_after_scrolling(many, table):
    table.scrollToBottom()
    table.grab()
    QCoreApplication.processEvents()
    assert 999 // WINDOW in table.rows._windows and 500 // WINDOW not in table.rows._windows


def test_every_cell_says_its_column(people, model):
    assert model.index(1, 2).data(Qt.ItemDataRole.AccessibleTextRole) == "Wohnort: Köln"
    assert model.index(1, 1).data(Qt.ItemDataRole.AccessibleTextRole) == "Rolle: leer"


def test_a_row_is_named_by_its_person(people, model):
    assert model.headerData(1, Qt.Orientation.Vertical) == "Al-Haddad, Rim"


def test_a_header_says_how_it_is_sorted(people, model):
    header = lambda section: model.headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole)  # noqa: E731
    assert [header(0), header(2)] == ["Name, aufsteigend sortiert", "Wohnort"]
    model.order_by("city", True)
    assert [header(0), header(2)] == ["Name", "Wohnort, absteigend sortiert"]


def test_a_click_on_the_header_sorts_and_a_second_one_turns_the_order(people, table):
    header = table.horizontalHeader()
    header.sectionClicked.emit(2)
    assert table.rows.index(0, 2).data() == "Bonn" and header.sortIndicatorSection() == 2
    header.sectionClicked.emit(2)
    assert table.rows.index(0, 2).data() == "Köln" and header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder


def test_search_finds_without_diacritics(people, model):
    model.show(Query(Person, text="oeztop"))
    assert names(model) == ["Öztoprak"]


def test_search_uses_the_order_that_is_known(people, model, monkeypatch):
    known = []
    ids = Query.ids
    monkeypatch.setattr(
        Query, "ids", lambda query, session, ordered=None: known.append(ordered) or ids(query, session, ordered)
    )
    model.show(Query(Person, text="koeln"))
    model.reload()
    model.show(Query(Person, text="bonn"))
    assert known[0] == list(people.values()) and known[1:] == [None, None]


def test_the_order_is_not_reused_for_another_filter(people, model):
    model.show(Query(Person, where={"city": "Bonn"}, text="koeln"))
    assert model.rowCount() == 0


def test_the_old_list_stays_until_the_new_one_is_there(people, context, model, monkeypatch, qtbot):
    gate, ids = threading.Event(), Query.ids
    monkeypatch.setattr(Query, "ids", lambda *given: (gate.wait(5), ids(*given))[1])
    context.tasks = Tasks()
    model.show(Query(Person, text="lê"))
    assert len(names(model)) == len(NAMES)
    with qtbot.waitSignal(model.loaded):
        gate.set()
    assert names(model) == ["Lê"]
    context.tasks.shutdown()


def test_only_the_last_of_several_requests_counts(people, context, qtbot):
    context.tasks = Tasks()
    model = TableModel(context, Query(Person))
    for text in ("z", "zi", "zim"):
        model.show(Query(Person, text=text))
    qtbot.waitUntil(lambda: model.query.text == "zim")
    context.tasks.shutdown()
    assert names(model) == ["Zimmermann"]


def test_a_filter_chosen_while_a_search_is_under_way_keeps_the_search(people, context, qtbot):
    tasks, context.tasks = context.tasks, Tasks()
    model = TableModel(context, Query(Person))
    model.show(Query(Person, "öztoprak"))
    model.reload()
    model.order_by("city", descending=False)
    with qtbot.waitSignal(model.loaded):
        pass
    assert model.query == Query(Person, "öztoprak", order="city") == model.wanted
    context.tasks.shutdown()
    context.tasks = tasks


def test_trouble_is_told_and_the_old_list_stays(people, model, monkeypatch, qtbot):
    from app.core.errors import Unavailable

    def fail(*_):
        raise Unavailable("Das Laufwerk H: ist nicht erreichbar.")

    monkeypatch.setattr(Query, "ids", fail)
    with qtbot.waitSignal(model.failed) as told:
        model.reload()
    assert "Laufwerk" in str(told.args[0]) and len(names(model)) == len(NAMES)


def test_the_chosen_people_stay_chosen_when_others_come_before_them(people, table, context):
    table.select_id(people["Lê"])
    table.selectionModel().select(
        table.rows.index(6, 0), QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    )
    fill(context, "Aaltonen")
    table.reload()
    assert table.selected_ids() == [people["Lê"], people["Ünal"]] and table.current_id() == people["Lê"]


def test_whoever_is_gone_is_not_chosen_any_more(people, table, context):
    table.select_id(people["Lê"])
    with context.db.work("Person löschen") as work:
        work.delete(work.get(Person, people["Lê"]))
    table.reload()
    assert table.selected_ids() == [] and table.current_id() is None


def test_everything_stays_chosen_when_the_same_list_is_read_again(people, table):
    table.selectAll()
    table.reload()
    assert table.selected_count() == len(NAMES)


def test_everything_chosen_is_not_carried_into_another_list(people, table):
    table.selectAll()
    table.rows.show(Query(Person, text="köln"))
    assert table.selected_count() == 0


def test_the_place_in_the_list_stays(many, table, context):
    table.verticalScrollBar().setValue(500)
    top = table.rows.id_at(table.rowAt(0))
    fill(context, "Aaltonen")
    table.reload()
    assert table.rows.id_at(table.rowAt(0)) == top and table.rowAt(0) == 501


def test_the_current_person_is_in_sight_after_sorting(many, table):
    table.select_id(many[numbered(3)])
    table.horizontalHeader().sectionClicked.emit(0)
    assert table.rowAt(0) > 900 and table.current_id() == many[numbered(3)]


def test_the_rows_in_sight_come_together_with_the_list(many, table):
    table.verticalScrollBar().setValue(700)
    table.reload()
    shown = {row // WINDOW for row in range(700, 700 + table.viewport().height() // table.rowHeight(700) + 1)}
    assert table.rows._windows.keys() == {0} | shown


def test_copying_takes_all_chosen_rows_with_tabs(people, table):
    table.select_id(people["Lê"])
    table.copy()
    assert QGuiApplication.clipboard().text() == "Name\tRolle\tWohnort\nLê, Rim\t\tBonn"


def test_copying_reads_rows_that_were_never_looked_at(many, table):
    table.selectAll()
    table.copy()
    assert QGuiApplication.clipboard().text().endswith(f"{numbered(999)}, Rim\t\tKöln")


def test_typing_goes_to_the_name(many, table):
    QTest.keyClicks(table, "mullerah")
    assert look_at(table.rows, table.currentIndex().row()) == [f"{numbered(700)}, Rim"]


def test_typing_what_nobody_is_called_stays_where_one_is(people, table):
    table.select_id(people["Lê"])
    table.keyboardSearch("q")
    assert table.current_id() == people["Lê"]


def test_enter_and_double_click_open(people, table, qtbot):
    table.select_id(people["Lê"])
    with qtbot.waitSignal(table.opened) as opened:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [people["Lê"]]


def gaps(session, ids):
    return {id: n % 2 for n, id in enumerate(ids)}


def show_gaps(value):
    return Shown("vollständig", "complete") if not value else Shown("1 fehlt", "missing")


@pytest.fixture
def with_extra(context, people):
    model = TableModel(context, Query(Person), [Extra("gaps", "Angaben", gaps, show_gaps)])
    model.reload()
    return model


def test_an_extra_column_has_word_and_state(with_extra):
    cells = [with_extra.index(row, 3) for row in (0, 1)]
    assert [(cell.data(), cell.data(Cell.STATE)) for cell in cells] == [
        ("vollständig", "complete"),
        ("1 fehlt", "missing"),
    ]
    assert cells[1].data(Qt.ItemDataRole.AccessibleTextRole) == "Angaben: 1 fehlt"


def test_an_extra_column_does_not_sort(with_extra):
    with_extra.order_by("gaps", False)
    assert with_extra.query.order == "caption"


def test_other_columns_can_be_chosen(with_extra):
    with_extra.choose(["gaps", "caption", "no longer there", "phone"])
    with_extra.reload()
    assert with_extra.shown == ("gaps", "caption", "phone")
    assert [with_extra.index(0, column).data() for column in range(3)] == ["vollständig", "Abdulkarim, Rim", ""]


def test_numbers_are_right_aligned(context):
    from app.models import Course

    model = TableModel(context, Query(Course, shown=("caption", "kind", "units")))
    sides = [model.headerData(n, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole) for n in range(3)]
    assert [bool(side & Qt.AlignmentFlag.AlignRight) for side in sides] == [False, False, True]


def test_what_is_kept_is_bounded():
    assert KEPT * WINDOW <= 10_000


def test_a_record_that_the_next_reading_brings_is_chosen_then(table, model, people, context):
    with context.db.work("Person anlegen") as work:
        new = work.add(person("Neumann", "Rim")).id
    assert not table.select_id(new)
    table.reload()
    assert table.current_id() == new and table.selected_ids() == [new]


def test_nothing_is_chosen_later_when_somebody_went_on_meanwhile(table, people, context):
    with context.db.work("Person anlegen") as work:
        new = work.add(person("Neumann", "Rim")).id
    table.select_id(new)
    table.select_none()
    table.reload()
    assert table.selected_ids() == []


def test_where_there_is_room_the_other_columns_get_some_of_it_and_keep_what_they_were_given(table):
    others = table.model().columnCount() - 1
    table.horizontalHeader().setStretchLastSection(False)
    table.give_widths(100, [80] * others)
    table.resize(1500, 300)
    assert table.columnWidth(1) > 80
    assert sum(table.columnWidth(n) for n in range(others + 1)) == table.viewport().width()
    table.setColumnWidth(1, table.columnWidth(1) * 2)
    assert table.given_widths() == [160, *[80] * (others - 1)]
