"""The wizard leads from a file to people, and stores nothing before the last OK."""

from __future__ import annotations

from concurrent.futures import Future

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QPushButton

from app.core.errors import Unavailable
from app.models import Person
from app.services import imports
from app.services.imports import Outcome
from app.ui import dialogs
from app.ui.pages.import_wizard import ImportWizard
from app.ui.pages.import_wizard.words import WordsDialog
from app.ui.pages.persons import PersonPage
from app.ui.tasks import Here, Tasks
from tests.factories import person
from tests.services.tables.files import csv_bytes, xlsx_bytes

ROWS = [
    ("Familienname", "Vorname", "geb. am", "Geschl.", "Schuhgröße"),
    ("Al-Haddad", "Rim", "14.03.1991", "w", "38"),
    ("Bilenko", "Oksana", "31.02.1990", "w", "-"),
    ("Haile", "Berhane", "1979", "Fr. Dr.", ""),
    ("Al-Hadad", "Rim", "14.3.91", "", ""),
]
FILE, PLACE, COLUMNS, CHECK, TAKE = range(5)


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "alte Liste.csv"
    made.write_bytes(csv_bytes(ROWS, encoding="cp1252"))
    return made


@pytest.fixture
def wizard(context, qtbot):
    made = ImportWizard(context)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def read(wizard, path):
    wizard.read_file(path)
    return wizard


def people(context) -> list[str]:
    with context.db.read() as session:
        return sorted(one.caption for one in session.query(Person))


def counts(wizard) -> list[int]:
    return [wizard.preview.counts[outcome] for outcome in Outcome]


def choose(wizard, header, target) -> None:
    combo = wizard.columns.combos[wizard.table.headers.index(header)]
    combo.setCurrentIndex(combo.findData(target))


def press(widget, name) -> None:
    widget.findChild(QPushButton, name).click()


def test_choosing_a_file_leads_to_its_columns(wizard, path):
    dialogs.answer(str(path))
    wizard.file.button.click()
    assert wizard.steps.current == COLUMNS
    assert wizard.columns.mapping().targets == ("last_name", "first_names", "born", "gender", "")
    assert "alte Liste.csv\n4 Zeilen, 5 Spalten\nÜberschriften in Zeile 1" in wizard.source.text()


def test_a_file_can_be_dropped(wizard, path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    wizard.file.dropEvent(event)
    assert wizard.steps.current == COLUMNS


def test_choosing_no_file_changes_nothing(wizard):
    dialogs.answer(None)
    wizard.file.button.click()
    assert wizard.steps.current == FILE
    assert not wizard.forward.isEnabled()


def test_a_bad_file_is_told_in_the_wizard(wizard, tmp_path):
    (tmp_path / "leer.xlsx").write_bytes(b"")
    wizard.read_file(tmp_path / "leer.xlsx")
    assert wizard.banner.text() == "„leer.xlsx“ ist leer. Bitte wählen Sie eine andere Datei."
    assert wizard.steps.current == FILE


def test_another_sheet_and_line_of_headers_can_be_chosen(wizard, tmp_path):
    path = tmp_path / "liste.xlsx"
    rows = [("Ort", "Zahl"), ("Nachname", "Vorname"), ("Haile", "Berhane")]
    path.write_bytes(xlsx_bytes(rows, then=lambda workbook: workbook.create_sheet("Zwei").append(["Name", "Ort"])))
    wizard.read_file(path)
    press(wizard, "back")
    assert wizard.place.sheets.currentText() == "Liste"
    wizard.place.header_row.setValue(2)
    assert (wizard.steps.current, wizard.table.headers) == (PLACE, ("Nachname", "Vorname"))
    wizard.place.sheets.setCurrentIndex(1)
    wizard.place.sheets.activated.emit(1)
    assert wizard.table.headers == ("Name", "Ort")


def test_the_preview_says_what_becomes_of_each_row_and_stores_nothing(read, context):
    assert counts(read) == [1, 0, 0, 2, 1]
    assert read.results.badges[Outcome.REFUSED].text() == "1 abgelehnt"
    model = read.results.view.model()
    last = model.columnCount() - 1
    told = [model.index(row, last).data() for row in range(model.rowCount())]
    assert told[0] == "neu"
    assert told[1].startswith("abgelehnt: Den 31.02.1990 gibt es nicht")
    assert people(context) == []


def test_hints_say_what_is_to_be_done_about_each_column(read):
    assert [hint.status.text() for hint in read.columns.hints] == [
        "automatisch",
        "automatisch",
        "automatisch",
        "unbekannt: „Fr. Dr.“",
        "noch nicht zugeordnet",
    ]
    choose(read, "Schuhgröße", "-")
    assert read.columns.hints[4].status.text() == "wird ausgelassen"
    choose(read, "Schuhgröße", "notes")
    assert read.columns.hints[4].status.text() == "von Hand"
    assert read.preview.rows[0].values["notes"] == "38"


def test_a_meaning_moves_from_one_column_to_the_other(read):
    choose(read, "Schuhgröße", "last_name")
    assert read.columns.mapping().targets == ("", "first_names", "born", "gender", "last_name")


def test_without_a_name_there_is_no_way_ahead(read):
    choose(read, "Familienname", "")
    choose(read, "Vorname", "")
    assert "Keine Spalte ist der Name" in read.banner.text()
    assert not read.forward.isEnabled()


def test_unknown_words_can_be_explained(read, qtbot):
    dialog = WordsDialog(read, read.subject.fields["gender"], read.preview.unknown["gender"])
    qtbot.addWidget(dialog)
    combo = dialog.combos["Fr. Dr."]
    assert dialog.chosen() == {}
    combo.setCurrentIndex(combo.findData("female"))
    read.explained(dialog.chosen())
    assert counts(read) == [2, 0, 0, 1, 1]
    assert read.columns.hints[3].status.text() == "automatisch"


def test_one_kind_of_rows_can_be_looked_at(read):
    press(read, "forward")
    read.check.chips.choose("unclear")
    assert [line.key.number for line in read.check.results.view.model().lines] == [4, 5]


def test_an_unclear_row_is_decided_by_hand(read, context):
    press(read, "forward")
    read.check.chips.choose("unclear")
    read.check.results.view.selectRow(1)
    assert "Mögliche Dublette von Zeile 2" in read.check.reason.text()
    press(read.check, "decide:0")
    assert counts(read) == [2, 0, 0, 1, 1]


def test_an_unclear_row_can_be_somebody_who_is_there(context, wizard, path):
    with context.db.work("anlegen") as work:
        work.add(person("Al-Hadad", "Riem", city=""))
    wizard.read_file(path)
    press(wizard, "forward")
    wizard.check.results.view.selectRow(0)
    (id, _caption), *_more = wizard.preview.rows[0].candidates
    press(wizard.check, f"decide:{id}")
    assert wizard.preview.rows[0].record_id == id


def test_the_last_ok_stores_everything_as_one_step(read, context):
    press(read, "forward")
    press(read, "forward")
    assert read.summary.text() == "1 neu, 0 geändert, 0 unverändert. 3 Zeilen bleiben draußen."
    assert read.forward.text() == "Jetzt übernehmen"
    assert people(context) == []
    press(read, "forward")
    assert people(context) == ["Al-Haddad, Rim"]
    assert not read.isVisible()
    assert [step.label for step in context.past] == ["Import: 1 neu, 0 geändert"]
    context.undo()
    assert people(context) == []


def test_leaving_stores_nothing(read, context):
    press(read, "cancel")
    assert not read.isVisible()
    assert people(context) == []


def test_the_mapping_is_remembered_unless_that_is_unticked(read, context, qtbot, path):
    choose(read, "Schuhgröße", "notes")
    read.go_to(TAKE)
    press(read, "forward")
    again = ImportWizard(context)
    qtbot.addWidget(again)
    again.read_file(path)
    assert again.columns.mapping().targets[4] == "notes"
    assert again.columns.hints[0].status.text() == "wie beim letzten Mal"


def test_nothing_is_remembered_where_that_is_unticked(read, context):
    read.keep.setChecked(False)
    read.go_to(TAKE)
    press(read, "forward")
    assert imports.remembered(context.settings, read.subject, ROWS[0]) is None


def test_empty_cells_delete_only_where_that_is_ticked(context, wizard, tmp_path):
    with context.db.work("anlegen") as work:
        work.add(person(phone="1"))
    path = tmp_path / "liste.csv"
    path.write_bytes(
        csv_bytes([("Nachname", "Vorname", "Geburtsdatum", "Telefon"), ("Al-Haddad", "Rim", "14.3.91", "")])
    )
    wizard.read_file(path)
    assert counts(wizard) == [0, 0, 1, 0, 0]
    assert not wizard.blank.isChecked()
    wizard.blank.setChecked(True)
    assert wizard.preview.rows[0].values == {"phone": ""}


def test_where_nothing_would_be_stored_there_is_no_last_step(wizard, context, path):
    wizard.read_file(path)
    wizard.go_to(TAKE)
    press(wizard, "forward")
    again = ImportWizard(context)
    again.read_file(path)
    again.go_to(CHECK)
    assert not again.forward.isEnabled()
    again.deleteLater()


def test_what_happened_meanwhile_is_told_and_nothing_is_stored(read, context):
    read.go_to(TAKE)
    with context.db.work("anlegen") as work:
        work.add(person())
    press(read, "forward")
    assert "wurde inzwischen angelegt" in read.banner.text()
    assert read.isVisible()
    assert people(context) == ["Al-Haddad, Rim"]


def test_trouble_while_storing_is_told(read, context, monkeypatch):
    def fails(*_):
        raise Unavailable("Die Datei ist nicht erreichbar.")

    monkeypatch.setattr(imports, "apply", fails)
    read.go_to(TAKE)
    press(read, "forward")
    assert read.banner.text() == "Die Datei ist nicht erreichbar."
    assert read.forward.isEnabled()


def test_the_result_can_be_saved_as_a_list(read, tmp_path):
    read.go_to(CHECK)
    target = tmp_path / "ergebnis.xlsx"
    dialogs.answer(str(target))
    press(read, "saveResult")
    sheet = openpyxl.load_workbook(target).active
    lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert lines[0][:3] == [2, "Al-Haddad, Rim", "neu"]
    assert lines[1][2:5] == ["abgelehnt", "geb. am", "31.02.1990"]
    assert read.banner.text() == "Gespeichert: ergebnis.xlsx"


def test_steps_and_fields_have_names_for_screen_readers(read):
    assert read.steps.accessibleName() == "Schritt 3 von 5: Spalten zuordnen"
    assert read.columns.combos[0].accessibleName() == "Feld für „Familienname“"


class Later(Here):
    """Runs what was submitted when the test says so, as threads do when they please."""

    def __init__(self) -> None:
        self.waiting = []

    def submit(self, fn, /, *args, **kwargs):
        future = Future()
        self.waiting.append((future, lambda: fn(*args, **kwargs)))
        return future

    def run(self) -> None:
        while self.waiting:
            future, fn = self.waiting.pop(0)
            try:
                result = fn()
            except Exception as error:  # noqa: BLE001 - whatever a task raises belongs to its future
                future.set_exception(error)
            else:
                future.set_result(result)


@pytest.fixture
def later(context, qtbot, path):
    """A wizard whose tasks take their time."""
    pool = Later()
    context.tasks = Tasks(pool)
    wizard = ImportWizard(context)
    wizard.pool = pool
    qtbot.addWidget(wizard)
    wizard.show()
    wizard.read_file(path)
    yield wizard
    pool.run()


def test_while_a_file_is_read_one_sees_how_far_it_is(later):
    assert later.waiting.isVisible()
    assert later.steps.current == FILE
    later.pool.run()
    assert not later.waiting.isVisible()
    assert (later.steps.current, counts(later)) == (COLUMNS, [1, 0, 0, 2, 1])


def test_reading_can_be_stopped(later):
    later.waiting.button.click()
    later.pool.run()
    assert later.banner.text() == "Abgebrochen. Es wurde nichts gespeichert."
    assert not later.waiting.isVisible()
    assert (later.steps.current, later.table) == (FILE, None)


def test_of_several_changes_only_the_last_is_looked_at(later):
    later.pool.run()
    choose(later, "Schuhgröße", "notes")
    choose(later, "Schuhgröße", "phone")
    assert not later.forward.isEnabled()
    later.pool.run()
    assert later.preview.rows[0].values["phone"] == "38"


def test_storing_can_be_stopped_and_leaves_nothing_behind(later, context):
    later.pool.run()
    later.go_to(TAKE)
    press(later, "forward")
    later.reject()
    assert later.isVisible()
    later.pool.run()
    assert later.banner.text() == "Abgebrochen. Es wurde nichts gespeichert."
    assert later.forward.isEnabled()
    assert people(context) == []


def test_the_page_of_people_leads_to_the_wizard(context, qtbot, monkeypatch):
    opened = []

    def shown(wizard):
        opened.append(wizard)

    monkeypatch.setattr(ImportWizard, "exec", shown)
    page = PersonPage(context)
    qtbot.addWidget(page)
    page.findChild(QPushButton, "importPersons").click()
    assert len(opened) == 1
