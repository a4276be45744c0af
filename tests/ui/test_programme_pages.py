"""Every page works with a project of any programme."""

from __future__ import annotations

from datetime import date

import openpyxl
import pytest

from app.core.progress import Progress
from app.reports import REPORTS
from app.services import participations
from app.services.programmes import available, load
from app.ui.pages.person.participation import ParticipationTab
from app.ui.pages.reports import ReportsPage
from app.ui.pages.start import StartPage
from tests import factories as make

ASKING = [id for id in available() if not load(id).asks_nobody]


@pytest.fixture(params=available())
def programme(request):
    return load(request.param)


@pytest.fixture
def project(context, programme, clock):
    """A project of the programme with a target for each figure, and a person who takes part where anybody does."""
    goals = "\n".join(f"{one.code}: 10" for one in programme.indicators if not one.internal)
    whole = make.project(programme=programme.id, goals=goals, placeholders=True)
    person = make.person(street="Am Markt 1", postcode="07422")
    with context.db.work("anlegen") as work:
        make.add(work, whole, person)
        if not programme.asks_nobody:
            participations.admit(work, person.id, whole.id, date(2026, 3, 2))
    whole.person = person
    context.project_id = whole.id
    return whole


def shown(qtbot, widget):
    qtbot.addWidget(widget)
    widget.resize(1150, 650)
    widget.show()
    return widget


def test_the_report_page_lists_every_figure(context, project, programme, qtbot):
    page = shown(qtbot, ReportsPage(context))
    rows = {line.items[0].text: line for line in page.table.rows.lines if not line.heading}
    assert list(rows) == [one.code for one in programme.indicators if not one.internal]
    for one in programme.indicators:
        if one.source:
            kept = one.source.name in ("organisations", "offers", "pairs", "pair_meetings", "placements", "projects")
            kept = kept or one.source.name in ("qualifications", "roles", "courses")
            assert ("nicht erfasst" in [item.text for item in rows[one.code].items]) != kept
    for row, line in enumerate(page.table.rows.lines):
        if not line.heading:
            page.table.setCurrentIndex(page.table.rows.index(row, 2))
            assert page.panel.rule.text().startswith(line.key.rule)
    assert page.banner.text()


def test_the_start_page_shows_the_project(context, project, programme, qtbot):
    page = shown(qtbot, StartPage(context))
    assert page.found.project_id == project.id
    assert page.quality.isVisible() is not bool(programme.asks_nobody)


def test_the_person_page_asks_what_the_programme_asks(context, project, programme, qtbot):
    tab = shown(qtbot, ParticipationTab(context))
    tab.show_record(project.person)
    assert tab.editable is not bool(programme.asks_nobody)
    if programme.asks_nobody:
        tab.admit_panel.admit()
        assert "keine Teilnehmenden" in tab.admit_panel.form.rows["project_id"]._note.text()
    else:
        keys = [one.key for one in programme.questions]
        assert [name for name in tab.form.fields if name in keys] == keys
        entry = {one.key for one in programme.questions_at("entry")}
        assert {name for name in keys if tab.form.rows[name].isVisibleTo(tab)} <= entry


def test_the_workbook_is_written(context, project, programme, tmp_path):
    path = REPORTS["workbook"].build(context.db, {"project": project.id}, Progress(), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    assert len(book.sheetnames) == (1 if programme.asks_nobody else 4)
    texts = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value]
    assert programme.terms.sentence in texts and programme.report_title in texts
    assert len(book.worksheets[0]._images) == (programme.terms.emblem == "eu")
