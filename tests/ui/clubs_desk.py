"""A person in front of the page of clubs, with the clubs of the pictures, for its tests."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from app.models.query import Query
from app.ui.pages.organisations import OrganisationsPage
from tests import town


@pytest.fixture
def ids(context, clock):
    """The clubs of the pictures."""
    found = town.fill(context.db)
    context.project_id = found["project"]
    return found


@pytest.fixture
def module(context, ids, qtbot):
    """The page, as large as on a usual screen."""
    made = OrganisationsPage(context)
    qtbot.addWidget(made)
    made.resize(1154, 658)
    made.show()
    QApplication.processEvents()
    return made


def one(context, entity, **where):
    """The first record with these values."""
    with context.db.read() as session:
        return session.get(entity, Query(entity, where=where).ids(session)[0])


def fill_in(dialog, **values):
    """Put VALUES into the form of a dialog and do the deed."""
    for name, value in values.items():
        dialog.form.rows[name].put(value)
    dialog.do()
