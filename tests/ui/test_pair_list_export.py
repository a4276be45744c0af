"""The list of pairs on paper and as a workbook, as it is seen."""

from __future__ import annotations

from openpyxl import load_workbook

from app.ui import dialogs
from app.ui.pages import file_export
from tests.ui import test_mentoring
from tests.ui.conftest import type_text

office, module, page = test_mentoring.office, test_mentoring.module, test_mentoring.page


def rows_of(page):
    """What the exported list says: names and words, row by row."""
    made = page.export.sheet()
    with page.context.db.read() as session:
        found = made.arrangement.window(session, made.query, made.ids)
    return made, [[cell.text for cell in found[id][:4]] for id in made.ids]


def test_the_list_is_taken_out_as_it_is_seen(page):
    made, rows = rows_of(page)
    assert rows == [
        ["Al-Haddad, Rim", "Hartleb, Annegret", "vorgeschlagen", "seit 28.05."],
        ["Zhuk, Oksana", "Amberg, Petra", "Kennenlernen", "OK der Mentorin fehlt"],
        ["Tymoshchuk, Iryna", "Böttner, Gudrun", "aktiv", "28 Tage, heute"],
    ]
    assert made.titles[:5] == ["Mentee", "Mentorin", "Stand", "Hinweis", "Aktiv seit"]
    assert made.about[0].startswith("3 Tandems · ") and made.about[0].endswith("nach Stand, dann ältestes Treffen")
    assert made.about[1:] == ("Eingeklappt und nicht dabei: abgeschlossen 1",)


def test_what_is_unfolded_or_searched_for_is_taken_out(page):
    page.stages.fold("completed")
    assert len(rows_of(page)[1]) == 4 and len(page.export.sheet().about) == 1
    type_text(page.stages.search, "zhuk")
    page.stages.search.returnPressed.emit()
    made, rows = rows_of(page)
    assert [one[0] for one in rows] == ["Zhuk, Oksana"]
    assert made.about[1:] == ("Suche: „zhuk“",)


def test_the_list_is_printed_by_button_and_key(page, monkeypatch):
    shown = []
    monkeypatch.setattr(file_export.PdfDialog, "exec", lambda dialog: shown.append(dialog.windowTitle()))
    page.print_button.click()
    page.commands["print"]()
    assert shown == ["Als PDF: Tandems"] * 2


def test_a_list_with_nothing_unfolded_is_not_printed(page):
    for stage in ("proposed", "introduction", "active"):
        page.stages.fold(stage)
    assert not page.print_button.isEnabled()


def test_the_list_becomes_a_workbook_after_a_word_about_whom_it_names(page, tmp_path):
    dialogs.answer(True, tmp_path / "Tandems.xlsx")
    page.commands["excel"]()
    sheet = load_workbook(tmp_path / "Tandems.xlsx").active
    said = [cell.value for line in sheet.iter_rows() for cell in line if cell.value]
    assert "Tymoshchuk, Iryna" in said and "28 Tage, heute" in said
    assert any("3 Tandems verlassen den Schutz" in str(one) for one in dialogs.asked())
