"""A page with a list of five people, as the tests of lists need it."""

from __future__ import annotations

import pytest

from app.models import Person
from app.ui.pages.list_page import ListPage
from tests.factories import person

NAMES = ["Abdulkarim", "Al-Haddad", "Çelikkaya", "Öztoprak", "Zimmermann"]


@pytest.fixture
def people(context):
    with context.db.work("Personen anlegen") as work:
        return {
            name: work.add(person(name, "Rim", gender="male" if name[0] in "ÖZ" else "female")).id for name in NAMES
        }


@pytest.fixture
def make(context, qtbot):
    def made(entity=Person, size=(1154, 658), page=ListPage):
        page = page(context, entity) if page is ListPage else page(context)
        qtbot.addWidget(page)
        page.resize(*size)
        page.show()
        return page

    return made


@pytest.fixture
def page(people, make):
    return make()


def names(page):
    """The last names in the list."""
    return [page.model.index(row, 0).data().split(",")[0] for row in range(page.model.rowCount())]


def choose(page, *wanted):
    """Select these people, as with Strg and the mouse."""
    page.table.select_none()
    for row in range(page.model.rowCount()):
        if names(page)[row] in wanted:
            flags = page.table.selectionModel().SelectionFlag
            page.table.selectionModel().setCurrentIndex(page.model.index(row, 0), flags.Select | flags.Rows)
