"""A page that proposes, with somebody chosen, as the tests of both directions need it."""

from __future__ import annotations

import pytest


@pytest.fixture
def page(module, office):
    """The page in front of the MODULE, where Rim of the OFFICE is chosen."""
    found = module.page()
    found.waiting.select(office.rim.id)
    return found


def rows(page):
    """Who waits, as the list says it."""
    return [one.items[0].text for one in page.waiting.view.rows.lines]
