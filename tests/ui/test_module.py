"""A module: several pages under one title, each made when it is first looked at."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from app.models import Offer, Organisation
from app.ui.pages.list_page import ListPage
from app.ui.pages.module import ModulePage, Part

MADE = []


class Plain(QWidget):
    def __init__(self, context):
        super().__init__()
        MADE.append(self)


class Clubs(ModulePage):
    title = "Vereine"

    def parts(self):
        return [
            Part("Organisationen", lambda context: ListPage(context, Organisation), Organisation),
            Part("Angebote", lambda context: ListPage(context, Offer), Offer),
            Part("Übersicht", Plain),
        ]


@pytest.fixture
def club(context):
    with context.db.work("anlegen") as work:
        return work.add(Organisation(name="SV Heinebad", kind="sport")).id


@pytest.fixture
def module(context, club, qtbot):
    MADE.clear()
    made = Clubs(context)
    qtbot.addWidget(made)
    made.resize(1154, 658)
    made.show()
    QApplication.processEvents()
    return made


def test_tabs_say_how_many_there_are(module, context):
    assert module.tabs.tabText(0) == "Organisationen 1" and module.tabs.tabText(1) == "Angebote"
    with context.db.work("anlegen") as work:
        work.add(Offer(name="Frauensport", sector="sport"))
    assert module.tabs.tabText(1) == "Angebote 1"


def test_a_page_is_made_when_it_is_first_looked_at(module):
    assert not MADE
    module.go_to(2)
    module.go_to(0)
    module.go_to(2)
    assert len(MADE) == 1


def test_a_record_is_found_on_the_tab_of_its_kind(module, club):
    module.part("organisation").open_record(club)
    assert module.tabs.currentIndex() == 0 and module.page().detail.record.id == club


def test_the_title_of_the_module_stands_over_the_buttons_of_the_list(module):
    head = module.page().head
    assert not head.title.isVisible() and head.primary.isVisible()
    assert head.primary.mapTo(module, head.primary.rect().topLeft()).y() < module.tabs.y()
    module.resize(700, 420)
    QApplication.processEvents()
    assert head.search.isVisible() and head.short.isVisible()


def test_commands_are_those_of_the_page_in_front(module):
    assert "new" in module.commands
    module.go_to(2)
    assert not module.commands
