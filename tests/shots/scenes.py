"""The scenes: what is done in the window or the unlock dialog before somebody looks at it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from app.core.settings import Settings
from app.models import Person
from app.models.office import Office
from app.services import sample
from app.services.sample import Sample
from app.ui import pages
from app.ui.context import Context
from app.ui.main_window import MainWindow
from app.ui.navigation import Navigation
from app.ui.tasks import Here, Tasks
from app.ui.unlock import Facts, UnlockDialog, Ways
from tests.widgets import remove

NOW = datetime(2026, 11, 12, 8, 42).astimezone()
DAY = date(2026, 11, 12)
PASSPHRASE = "nur zum Ausprobieren"
FILE = "Saale-Schwarza.koord"
SHOWN_PERSON = "Gvazava, Nino"
CODE = "-".join(["7K3QXM", "P2VR9D", "H8WNTC", "4JZ6EA"] + ["B5YGUF"] * 7)


def fill(office: Office) -> Sample:
    """The sample that all scenes are about."""
    made = sample.create(office.db, 150, seed=1, today=DAY)
    with office.db.read():
        return made


def open_window(office: Office, made: Sample, settings: Settings) -> MainWindow:
    """The real window on OFFICE, where everything that is asked for is there at once."""
    tasks = Tasks(Here(), _raise)
    context = Context(office.db, tasks, settings, office)
    context.choose_project(made.project_id)
    return Navigation(context, office.path.stem).window


def close_window(window: MainWindow) -> None:
    """Take the window away as locking does."""
    window.hide()
    window.context.tasks.shutdown()
    window.context.close()
    remove(window)


def _raise(error: BaseException) -> None:
    raise error


# ---------------------------------------------------------------- the window


def area(window: MainWindow, name: str) -> Any:
    """Go to the module whose title in the navigation is NAME."""
    number = [one.title for one in pages.AREAS].index(name)
    window.go_to(number)
    return window.page()


def start(window: MainWindow, _made: Sample) -> None:
    """What is due."""
    page = area(window, "Start")
    page.show_start()
    page.start.table.setFocus()


def checklist(window: MainWindow, _made: Sample) -> None:
    """What is wrong or missing, with the records of the first rule."""
    area(window, "Start").show_checklist()


def persons(window: MainWindow, _made: Sample) -> Any:
    """The list with the detail of somebody who takes part."""
    page = area(window, "Personen")
    page.close_detail()
    page.reset()
    with window.context.db.read() as session:
        shown = session.scalars(select(Person.id).where(Person.caption == SHOWN_PERSON)).one()
    page.open_record(shown)
    page.detail.tabs.setCurrentIndex(0)
    page.table.setFocus()
    return page


def persons_list(window: MainWindow, _made: Sample) -> None:
    """The list alone."""
    page = area(window, "Personen")
    page.close_detail()
    page.reset()
    page.table.select_id(page.model.id_at(1))
    page.table.setFocus()


def _person_tab(number: int) -> Callable[[MainWindow, Sample], None]:
    def show(window: MainWindow, made: Sample) -> None:
        persons(window, made).detail.tabs.setCurrentIndex(number)

    return show


def _person_events(part: int, *, whole: bool = False) -> Callable[[MainWindow, Sample], None]:
    """The tab Verlauf: the path is its first part, changes are the last."""

    def show(window: MainWindow, made: Sample) -> None:
        page = persons(window, made)
        events = next(tab for tab in page.detail.all_tabs if tab.title == "Verlauf")
        page.detail.tabs.setCurrentWidget(events)
        events.go_to(events.all_tabs[part])
        page.show_whole(whole)
        if part == 0:
            events.tab().lanes.setFocus()

    return show


def persons_editing(window: MainWindow, made: Sample) -> None:
    """The participation of somebody in whom two answers are missing, being edited."""
    page = area(window, "Personen")
    page.close_detail()
    page.reset()
    model = page.model
    missing = [row for row in range(model.rowCount()) if (model.index(row, 3).data() or "").endswith("fehlen")]
    page.open_record(model.id_at(missing[0]))
    page.detail.tabs.setCurrentIndex(1)
    page.detail.edit()
    page.detail.go_to_noted(1)


def persons_new(window: MainWindow, _made: Sample) -> None:
    """A new person."""
    area(window, "Personen").new()


def persons_nothing_found(window: MainWindow, _made: Sample) -> None:
    """A search that finds nobody."""
    page = area(window, "Personen")
    page.close_detail()
    page.head.search.setText("Zzyzx")
    page.head.search.returnPressed.emit()


def _clubs(part: int, tab: int = 0) -> Callable[[MainWindow, Sample], None]:
    """A tab of the module of clubs; of lists the first record, with one of its tabs in front."""

    def show(window: MainWindow, _made: Sample) -> None:
        page = area(window, "Vereine & Organisationen").go_to(part)
        if hasattr(page, "detail"):
            page.open_record(page.model.ids[0])
            page.detail.tabs.setCurrentIndex(tab)

    return show


def clubs_matching(window: MainWindow, made: Sample) -> Any:
    """People with the offers that suit them."""
    page = area(window, "Vereine & Organisationen").go_to(5)
    page.views.choose("seekers")
    return page


def clubs_matching_offers(window: MainWindow, made: Sample) -> None:
    """Offers with the people whom they suit."""
    clubs_matching(window, made).views.choose("providers")


def courses(window: MainWindow, made: Sample) -> Any:
    """The list of courses."""
    page = area(window, "Schulungen")
    if page.course is not None:
        page.back()
    page.list.table.select_id(made.course_id)
    page.list.table.setFocus()
    return page


def courses_detail(window: MainWindow, made: Sample) -> None:
    """The list with the fields of one course."""
    page = courses(window, made)
    page.list.edit()


def _course_tab(number: int) -> Callable[[MainWindow, Sample], None]:
    def show(window: MainWindow, made: Sample) -> None:
        page = courses(window, made)
        page.open_record(made.course_id)
        page.course.tabs.setCurrentIndex(number)
        page.course.tabs.tabBar().setFocus()

    return show


def attendance(window: MainWindow, made: Sample) -> None:
    """The grid with the keyboard in it."""
    _course_tab(2)(window, made)
    view = area(window, "Schulungen").course.attendance.view
    view.setFocus()
    view.setCurrentIndex(view.model().index(2, 8))


def certificates(window: MainWindow, made: Sample) -> None:
    """The second step: check and issue."""
    page = courses(window, made)
    page.open_record(made.course_id)
    page.course.open_certificates()


def _mentoring_tab(number: int) -> Callable[[MainWindow, Sample], Any]:
    def show(window: MainWindow, _made: Sample) -> Any:
        return area(window, "Mentoring").go_to(number)

    return show


def tandem(window: MainWindow, made: Sample) -> None:
    """The active pair whose last meeting is longest ago, with the keyboard where the next one is entered."""
    page = _mentoring_tab(0)(window, made)
    page.open_record(next(one.id for one in page.lines if one.state == "active"))


def reports(window: MainWindow, _made: Sample) -> None:
    """The figures with the people behind one of them."""
    page = area(window, "Berichte").go_to(0)
    page.table.setFocus()
    page.table.setCurrentIndex(page.table.model().index(1, 1))


def reports_ties(window: MainWindow, _made: Sample) -> None:
    """Social ties of everybody, before and after, and over time."""
    area(window, "Berichte").go_to(1).before.setFocus()


def reports_funnel(window: MainWindow, _made: Sample) -> None:
    """How mentors were won."""
    page = area(window, "Berichte").go_to(2)
    page.kinds.choose("mentor")
    page.channels.setFocus()


def settings(window: MainWindow, _made: Sample) -> None:
    """All settings."""
    area(window, "Einstellungen")


SCENES: dict[str, Callable[[MainWindow, Sample], object]] = {
    "start": start,
    "checklist": checklist,
    "persons-list": persons_list,
    "persons": persons,
    "persons-participation": _person_tab(1),
    "persons-roles": _person_tab(2),
    "persons-mentoring": _person_tab(3),
    "persons-trainings": _person_tab(4),
    "persons-clubs": _person_tab(5),
    "persons-path": _person_events(0),
    "persons-path-whole": _person_events(0, whole=True),
    "persons-timeline": _person_events(1),
    "persons-history": _person_events(-1),
    "persons-privacy": _person_tab(7),
    "persons-editing": persons_editing,
    "persons-new": persons_new,
    "persons-nothing-found": persons_nothing_found,
    "mentoring": _mentoring_tab(0),
    "mentoring-pair": tandem,
    "mentoring-matching": _mentoring_tab(1),
    "mentoring-meetings": _mentoring_tab(2),
    "mentoring-needs": _mentoring_tab(3),
    "clubs": _clubs(0, 3),
    "clubs-contacts": _clubs(0, 1),
    "clubs-offers": _clubs(1),
    "clubs-overview": _clubs(2),
    "clubs-placements": _clubs(3, 1),
    "clubs-assistants": _clubs(4),
    "clubs-matching": clubs_matching,
    "clubs-matching-offers": clubs_matching_offers,
    "courses": courses,
    "courses-editing": courses_detail,
    "course-overview": _course_tab(0),
    "course-participants": _course_tab(1),
    "course-attendance": attendance,
    "course-issued": _course_tab(3),
    "certificates": certificates,
    "reports": reports,
    "reports-ties": reports_ties,
    "reports-funnel": reports_funnel,
    "settings": settings,
}
"""By name, in an order in which each can follow the one before."""


def show(window: MainWindow, made: Sample, name: str) -> None:
    """Bring the window to the scene NAME; what was typed before is forgotten."""
    for page in window.pages.values():
        detail = getattr(getattr(page, "list", page), "detail", None)
        if detail is not None:
            detail.discard()
    SCENES[name](window, made)
    settle()


def settle() -> None:
    """Let everything that waits be laid out and painted."""
    for _turn in range(3):
        QApplication.processEvents()


# ---------------------------------------------------------------- the unlock dialog

DIALOG_PAGES = ("open", "create", "recover", "code")


def unlock_dialog(page: str = "open") -> UnlockDialog:
    """The unlock dialog on one of its pages."""
    facts = Facts("gestern, 16:12 Uhr", "heute, 07:58 Uhr", "frei, niemand arbeitet gerade damit")
    ways = Ways(_nothing, _nothing, _nothing, lambda _path: facts)
    dialog = UnlockDialog([Path("Daten", FILE)], ways, Tasks(Here()))
    dialog.show()
    settle()
    if page == "code":
        dialog._show_code(CODE)
    else:
        dialog.show_page(page)
    settle()
    return dialog


def _nothing(*_given: object) -> None:
    return None
