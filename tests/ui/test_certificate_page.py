"""Certificates are checked, looked at and then issued: with numbers without gaps, or not at all."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.core.text import NBSP
from app.models import Certificate, Person
from app.models.query import Query
from app.services import certificates, courses
from app.ui import dialogs, pdf_pages
from app.ui.pages.course import printing
from app.ui.pages.course.certificates import CertificatesStep, file_name
from app.ui.pages.course.check_list import LINK, NUMBER, RESULT, TICK
from app.ui.tasks import Tasks
from app.ui.widgets.table import Cell as Look
from tests.ui.lesson import MARKS, lesson

pytestmark = pytest.mark.usefixtures("clock")

WHO = ("Barakzai", "Gvazava", "Hadgu", "Nguyễn", "Qassab", "Țurcanu")


class Desk:
    """A person in front of the second step."""

    def __init__(self, context, qtbot, tmp_path):
        self.context, self.folder = context, tmp_path
        self.lesson = lesson(context.db, {name: row for name, row in MARKS.items() if name.startswith(WHO)})
        self.step = CertificatesStep(context, self.lesson.course.id)
        qtbot.addWidget(self.step)
        self.step.course = "Integrationsassistenz – Grundqualifizierung"
        self.step.stored.connect(self.step.reload)
        self.step.resize(1154, 618)
        self.step.show()
        self.step.reload()

    @property
    def choice(self):
        return self.step.choice

    def id(self, name):
        return next(one.id for who, one in self.lesson.people.items() if who.startswith(name))

    def cell(self, name, column, role=Qt.ItemDataRole.DisplayRole):
        return self.step.list.rows.index(self.step.list.people.index(self.id(name)), column).data(role)

    def column(self, column):
        return [self.step.list.rows.index(row, column).data() for row in range(self.step.list.rows.rowCount())]

    def save(self, name="alle.pdf"):
        path = self.folder / name
        dialogs.answer(path)
        self.step.save()
        return path

    def issued(self):
        with self.context.db.read() as session:
            query = Query(Certificate, order="number", shown=("number", "person_id", "override_reason", "reprints"))
            return list(query.rows(session, query.ids(session)).values())

    def next_number(self):
        with self.context.db.read() as session:
            return certificates.numbers(session, self.lesson.course.id, self.step.options.issued_on(), 1)[0]


@pytest.fixture
def desk(context, qtbot, tmp_path):
    return Desk(context, qtbot, tmp_path)


def test_everybody_is_listed_with_the_result_of_the_check(desk):
    assert desk.column(RESULT) == [
        "bereit",
        "1 Termin offen (04.11.)",
        f"unter Schwelle (50{NBSP}%)",
        "bereit",
        "bereit",
    ]
    assert desk.column(NUMBER) == ["0001", "–", "–", "0002", "0003"]
    assert desk.column(LINK) == ["", "Anwesenheit", "Ausnahme …", "", ""]
    states = [desk.cell(name, RESULT, Look.STATE) for name in ("Barakzai", "Gvazava", "Hadgu")]
    assert states == ["complete", "missing", "wrong"]
    assert desk.step.hidden.text() == "1 abgemeldete Person ausgeblendet"


def test_the_banner_counts(desk):
    assert desk.step.banner.text() == "3 von 5 werden ausgestellt. 2 sind gesperrt."
    assert desk.step.note.text() == "Beim Ausstellen werden die Nummern SSA-2026-0001 bis -0003 fest vergeben."
    assert desk.step.print_button.accessibleName() == "3 ausstellen und drucken"


def test_the_place_is_that_of_the_project(desk):
    assert desk.step.options.place.text() == "Rudolstadt"


def test_the_preview_shows_the_page_of_the_chosen_person(desk):
    preview = desk.step.preview
    assert preview.page_count == 3
    desk.step.list.choose(desk.id("Nguyễn"))
    assert preview.page == 1
    said = preview.desk.accessibleDescription()
    assert "Nguyễn Thị Thu Hà" in said and "SSA-2026-0002" in said and f"23{NBSP}UE" in said.replace(" UE", f"{NBSP}UE")


def test_turning_the_page_chooses_the_person(desk):
    desk.step.preview.step(2)
    assert desk.step.list.person() == desk.id("Țurcanu")


def test_whoever_is_unticked_gets_no_number_and_the_others_move_up(desk):
    desk.step.tick(desk.id("Barakzai"))
    assert desk.column(NUMBER) == ["–", "–", "–", "0001", "0002"]
    assert desk.step.preview.page_count == 2
    assert desk.step.banner.text().startswith("2 von 5")


def test_space_ticks_and_says_so(desk):
    desk.step.list.choose(desk.id("Barakzai"))
    assert desk.cell("Barakzai", TICK, Qt.ItemDataRole.AccessibleTextRole) == "ausgewählt"
    QTest.keyClick(desk.step.list, Qt.Key.Key_Space)
    assert desk.cell("Barakzai", TICK, Qt.ItemDataRole.AccessibleTextRole) == "nicht ausgewählt"
    assert desk.step.list.person() == desk.id("Barakzai")


def test_a_click_ticks_too(desk):
    view = desk.step.list
    index = view.rows.index(0, TICK)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())
    assert desk.id("Barakzai") not in desk.choice.ticked


def test_whoever_is_blocked_cannot_be_ticked_and_it_is_said_why(desk):
    desk.step.tick(desk.id("Gvazava"))
    assert desk.id("Gvazava") not in desk.choice.ticked
    assert desk.context.told == [("Gvazava, Nino: 1 Termin offen (04.11.).", True)]


def test_everybody_ready_can_be_ticked_or_nobody(desk):
    box = desk.step.list.everybody
    assert box.checkState() == Qt.CheckState.PartiallyChecked
    desk.step.tick_all(False)
    assert not desk.choice.ticked and not desk.step.print_button.isEnabled()
    assert desk.step.note.text() == "Es ist niemand ausgewählt." and desk.step.preview.page_count == 0
    desk.step.tick_all(True)
    assert len(desk.choice.ticked) == 3


def test_below_the_threshold_a_reason_makes_an_exception(desk):
    dialogs.answer("Krankenhaus, Inhalte nachgeholt")
    desk.step.list.choose(desk.id("Hadgu"))
    QTest.keyClick(desk.step.list, Qt.Key.Key_Return)
    assert desk.cell("Hadgu", RESULT) == "Ausnahme: Krankenhaus, Inhalte nachgeholt"
    assert desk.cell("Hadgu", NUMBER) == "0002"
    desk.save()
    assert [(number, reason) for number, _person, reason, _n in desk.issued()][1] == (
        "SSA-2026-0002",
        "Krankenhaus, Inhalte nachgeholt",
    )


@pytest.mark.parametrize("reason", [None, "  "])
def test_without_a_reason_there_is_no_exception(desk, reason):
    dialogs.answer(reason)
    desk.step.follow(desk.id("Hadgu"), "exception")
    assert desk.id("Hadgu") not in desk.choice.ticked and desk.cell("Hadgu", RESULT).startswith("unter Schwelle")


def test_an_open_date_leads_to_the_attendance(desk, qtbot):
    with qtbot.waitSignal(desk.step.attendance_wanted, timeout=0, raising=False) as wanted:
        desk.step.follow(desk.id("Gvazava"), "attendance")
    assert wanted.args == [desk.lesson.enrolments["Gvazava, Nino"].id]


def test_whoever_became_ready_is_ticked_and_whoever_was_unticked_stays_so(desk):
    desk.step.tick(desk.id("Barakzai"))
    with desk.context.db.work("eintragen") as work:
        courses.set_attendance(work, desk.lesson.enrolments["Gvazava, Nino"].id, desk.lesson.sessions[-1].id, "present")
    desk.step.reload()
    assert desk.id("Gvazava") in desk.choice.ticked and desk.id("Barakzai") not in desk.choice.ticked


def test_a_missing_birth_place_is_a_hint_unless_nobody_wants_it(desk):
    with desk.context.db.work("leeren") as work:
        work.get(Person, desk.id("Barakzai")).birth_place = ""
    desk.step.reload()
    assert (desk.cell("Barakzai", RESULT), desk.cell("Barakzai", LINK)) == ("Geburtsort fehlt", "Prüfen")
    assert desk.step.banner.text().endswith("2 sind gesperrt, 1 hat einen Hinweis.")
    desk.step.options.boxes["birth_place"].click()
    assert desk.cell("Barakzai", RESULT) == "bereit"


def test_a_long_name_is_told_before_printing(desk):
    with desk.context.db.work("umbenennen") as work:
        work.get(Person, desk.id("Barakzai")).last_name = "Wolfeschlegelsteinhausenbergerdorff-Maximiliansdottir"
    desk.step.reload()
    assert desk.cell("Barakzai", RESULT, Look.STATE) == "hint"


def test_a_letter_without_a_font_blocks_one_and_not_the_others(desk):
    with desk.context.db.work("umbenennen") as work:
        work.get(Person, desk.id("Barakzai")).original_name = "\U00012000"
    desk.step.options.boxes["original_name"].click()
    assert desk.cell("Barakzai", RESULT, Look.STATE) == "wrong"
    assert desk.column(NUMBER) == ["–", "–", "–", "0001", "0002"]
    assert desk.step.font_state.text() == "Schrift enthält nicht alle Zeichen"
    desk.save()
    assert len(desk.issued()) == 2


def test_f8_walks_through_what_needs_a_look(desk):
    desk.step.list.choose(desk.id("Barakzai"))
    desk.step.go_to_noted()
    assert desk.step.list.person() == desk.id("Gvazava")
    desk.step.go_to_noted()
    assert desk.step.list.person() == desk.id("Hadgu")
    desk.step.go_to_noted()
    assert desk.step.list.person() == desk.id("Gvazava")
    desk.step.go_to_noted(-1)
    assert desk.step.list.person() == desk.id("Hadgu")


def test_looking_gives_out_no_number(desk):
    desk.step.redraw()
    assert desk.issued() == [] and desk.next_number() == "SSA-2026-0001"


def test_saving_issues_in_one_step_with_numbers_without_gaps(desk):
    path = desk.save()
    assert [number for number, *_rest in desk.issued()] == [f"SSA-2026-000{n}" for n in (1, 2, 3)]
    texts = [sheet.text for sheet in pdf_pages.read(path.read_bytes())]
    assert len(texts) == 3 and "SSA-2026-0003" in texts[2]
    assert [step.label for step in desk.context.past] == [
        "Bescheinigungen ausstellen: Integrationsassistenz – Grundqualifizierung"
    ]
    assert desk.context.told[-1] == ("3 Bescheinigungen gespeichert: alle.pdf", False)


def test_the_paper_says_what_the_preview_said(desk):
    before = [sheet.text for sheet in desk.step.preview.sheets]
    path = desk.save()
    assert [sheet.text for sheet in pdf_pages.read(path.read_bytes())] == before


def test_what_is_issued_can_only_be_printed_again_with_its_number(desk):
    desk.save()
    assert desk.cell("Barakzai", RESULT) == "ausgestellt am 12.11.2026, Nachdruck möglich"
    assert desk.cell("Barakzai", TICK, Qt.ItemDataRole.CheckStateRole) is None
    assert desk.step.banner.text() == "0 von 2 werden ausgestellt. 2 sind gesperrt, 3 sind schon ausgestellt."
    dialogs.answer(desk.folder / "noch einmal.pdf")
    desk.step.follow(desk.id("Barakzai"), "reprint")
    (text,) = (sheet.text for sheet in pdf_pages.read((desk.folder / "noch einmal.pdf").read_bytes()))
    assert "SSA-2026-0001" in text and desk.next_number() == "SSA-2026-0004"
    assert desk.issued()[0][3] == 1


def test_undo_makes_them_void_and_never_gives_a_number_twice(desk):
    desk.save()
    desk.context.undo()
    desk.step.reload()
    assert desk.column(NUMBER)[0] == "0004"


def test_without_a_file_nothing_is_issued(desk):
    dialogs.answer(None)
    desk.step.save()
    assert desk.issued() == [] and desk.context.past == []


def test_a_file_that_cannot_be_written_leaves_nothing(desk):
    dialogs.answer(desk.folder / "kein Ordner" / "alle.pdf")
    desk.step.save()
    assert desk.issued() == [] and desk.next_number() == "SSA-2026-0001"
    assert desk.context.told[-1][1] and not desk.step.panel.isVisible()


def test_cancelling_leaves_nothing(desk, monkeypatch):
    run = Tasks.run

    def cancelled(tasks, task, *arguments, **options):
        def stopped(progress):
            progress.cancelled = True
            return task(progress)

        return run(tasks, stopped if "work" in arguments else task, *arguments, **options)

    monkeypatch.setattr(Tasks, "run", cancelled)
    path = desk.save()
    assert not path.exists() and desk.issued() == [] and desk.next_number() == "SSA-2026-0001"
    told = "Abgebrochen. Es wurde nichts ausgestellt und keine Nummer vergeben."
    assert desk.context.told == [(told, False)] and desk.context.past == []
    assert desk.step.foot.isVisible() and not desk.step.panel.isVisible()


def test_while_papers_are_written_there_is_a_way_to_stop(desk, monkeypatch):
    held = []
    monkeypatch.setattr(Tasks, "run", lambda *_args, **_options: held.append(1) or pdf_progress())
    dialogs.answer(desk.folder / "alle.pdf")
    desk.step.save()
    assert desk.step.panel.isVisible() and not desk.step.foot.isVisible()
    desk.step.panel.button.click()
    assert desk.step.panel.progress.cancelled


def pdf_progress():
    from app.core.progress import Progress

    return Progress()


def test_another_year_has_other_numbers(desk):
    desk.step.options.day.line.setText("04.01.2027")
    desk.step.options.day.changed.emit()
    assert desk.choice.numbers[desk.id("Barakzai")] == "SSA-2027-0001"


def test_without_a_readable_day_nothing_can_be_issued(desk):
    desk.step.options.day.line.setText("31.02.2026")
    desk.step.options.day.changed.emit()
    desk.step.options.day.left.emit()
    assert not desk.step.save_button.isEnabled()
    assert desk.step.options.problem.text() == "Den 31.02.2026 gibt es nicht."


def test_a_day_before_the_course_ended_is_refused(desk):
    desk.step.options.day.line.setText("01.11.2026")
    desk.step.options.day.changed.emit()
    desk.save()
    assert "vor dem letzten Termin" in desk.context.told[-1][0] and desk.issued() == []


def test_what_is_left_out_is_not_on_the_paper(desk):
    assert "Prüfcode" in desk.step.preview.sheets[0].text
    desk.step.options.boxes["code"].click()
    desk.step.options.boxes["contents"].click()
    text = desk.step.preview.sheets[0].text
    assert "Prüfcode" not in text and "Ehrenamt" not in text


def printer(folder):
    from PySide6.QtPrintSupport import QPrinter

    made = QPrinter()
    made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    made.setOutputFileName(str(folder / "gedruckt.pdf"))
    made.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    made.setPageOrientation(QPageLayout.Orientation.Portrait)
    made.setFullPage(True)
    made.setResolution(60)
    return made


@pytest.mark.skipif(not printing.POSSIBLE, reason="Qt was built without printing")
def test_printing_issues_and_puts_every_page_on_paper(desk):
    desk.step.choose_printer = lambda *_asked: printer(desk.folder)
    desk.step.print_button.click()
    assert len(desk.issued()) == 3
    paper = (desk.folder / "gedruckt.pdf").read_bytes()
    assert len(pdf_pages.read(paper)) == 3
    image: QImage = pdf_pages.render(paper, 0, 300).image()
    assert any(image.pixelColor(x, y).lightness() < 128 for x in range(300) for y in range(0, 400, 2))
    assert desk.context.told[-1] == ("Die Bescheinigungen sind ausgestellt und gedruckt.", False)


@pytest.mark.skipif(not printing.POSSIBLE, reason="Qt was built without printing")
def test_without_a_printer_nothing_is_issued(desk):
    desk.step.choose_printer = lambda *_asked: None
    desk.step.print_button.click()
    assert desk.issued() == []


def test_file_names_hold_nothing_that_windows_forbids():
    assert file_name('A/B: "C"?') == "A B   C"


def test_what_has_a_keyboard_has_a_name(desk):
    step = desk.step
    parts = (step.list, step.list.everybody, step.save_button, step.print_button, step.options.place)
    for part in (*parts, step.options.day.field, *step.options.boxes.values(), step.banner.link):
        assert part.accessibleName() and part.objectName()


def test_on_a_small_screen_no_option_covers_another(desk):
    desk.step.resize(976, 540)
    QApplication.processEvents()
    options = desk.step.options
    parts = [options.day.field, options.place, *options.boxes.values()]
    places = [QRect(part.mapTo(options, QPoint()), part.size()) for part in parts]
    assert all(options.rect().contains(place) for place in places)
    assert not any(one.intersects(other) for one, other in combinations(places, 2))
