"""The unlock dialog opens, creates and recovers; wrong passphrases are told in one sentence and cost time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from app.core.errors import Unavailable, WrongPassphrase
from app.core.passphrases import Attempts
from app.ui import dialogs
from app.ui.frame.passphrase import PassphraseField
from app.ui.tasks import Here, Tasks
from app.ui.unlock import Facts, UnlockDialog, Ways
from tests.ui.conftest import type_text

FILE = Path("Saale-Schwarza.koord")
OTHER = Path("Übung.koord")
GOOD = "Bergwiese Kaffeetasse Regenschirm"
CODE = "-".join(["ABC123"] * 11)


class Office:
    """Stands for the office file."""

    def __init__(self) -> None:
        self.calls: list[tuple[object, ...]] = []
        self.problem: Exception | None = None

    def open(self, path: Path, passphrase: str) -> str:
        self.calls.append(("open", path, passphrase))
        if self.problem:
            raise self.problem
        if passphrase != GOOD:
            raise WrongPassphrase("Das Kennwort stimmt nicht.")
        return "opened"

    def recover(self, path: Path, code: str, passphrase: str) -> str:
        self.calls.append(("recover", path, code, passphrase))
        if code != CODE:
            raise WrongPassphrase("Die 3. Gruppe des Wiederherstellungscodes stimmt nicht.")
        return "recovered"

    def create(self, path: Path, passphrase: str) -> str:
        self.calls.append(("create", path, passphrase))
        return "created"

    def facts(self, path: Path) -> Facts:
        return Facts(f"gestern, {path.stem}", "gestern, 16:12 Uhr · 14 Sicherungen vorhanden", "frei", True)


@pytest.fixture
def office():
    return Office()


@pytest.fixture
def clock():
    return [1000.0]


@pytest.fixture
def dialog(office, clock, qtbot):
    ways = Ways(
        office.open, office.recover, office.create, office.facts, lambda result: CODE if result == "created" else ""
    )
    dialog = UnlockDialog([FILE, OTHER], ways, Tasks(pool=Here()), Attempts(lambda: clock[0]))
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    QApplication.processEvents()
    QApplication.processEvents()
    return dialog


def enter(dialog: UnlockDialog, passphrase: str) -> None:
    """Type PASSPHRASE and press Enter."""
    field = dialog.open_page.passphrase
    field.clear()
    type_text(field, passphrase)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_the_keyboard_is_in_the_passphrase_of_the_last_file(dialog):
    assert QApplication.focusWidget() is dialog.open_page.passphrase
    assert dialog.open_page.path() == FILE and dialog.open_page.path_line.text() == str(FILE)


def test_the_right_passphrase_opens_the_file(dialog, office, qtbot):
    with qtbot.waitSignal(dialog.opened):
        enter(dialog, GOOD)
    assert dialog.outcome == "opened" and office.calls == [("open", FILE, GOOD)] and dialog.isHidden()


def test_a_wrong_one_is_told_under_the_field_and_what_was_typed_stays(dialog):
    enter(dialog, "falsch")
    page = dialog.open_page
    assert page.problem.text() == "Das Kennwort stimmt nicht." and page.problem.isVisible()
    assert page.passphrase.text() == "falsch" and page.passphrase.property("problem") == "wrong"
    assert page.passphrase.accessibleDescription() == "Das Kennwort stimmt nicht."
    type_text(page.passphrase, "x")
    assert not page.problem.isVisible()


def test_caps_lock_is_told_before_and_with_the_error(dialog):
    page = dialog.open_page
    type_text(page.passphrase, "F")
    assert page.problem.text() == "Die Feststelltaste ist eingeschaltet." and page.problem.state == "missing"
    QTest.keyClick(page.passphrase, Qt.Key.Key_Return)
    assert page.problem.text() == "Das Kennwort stimmt nicht. Die Feststelltaste ist eingeschaltet."


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows without a key being pressed")
def test_shift_is_not_caps_lock(qtbot):
    field = PassphraseField("Kennwort", "field")
    qtbot.addWidget(field)
    for text, modifier, caps in (
        ("A", Qt.KeyboardModifier.ShiftModifier, False),
        ("a", Qt.KeyboardModifier.ShiftModifier, True),
        ("b", Qt.KeyboardModifier.NoModifier, False),
        ("Ö", Qt.KeyboardModifier.NoModifier, True),
        ("7", Qt.KeyboardModifier.NoModifier, True),
    ):
        QApplication.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, 0, modifier, text))
        assert field.caps is caps, text


def test_after_the_second_wrong_one_there_is_a_pause_that_grows(dialog, office, clock):
    enter(dialog, "falsch")
    assert dialog.primary.isEnabled()
    enter(dialog, "falsch")
    assert not dialog.primary.isEnabled() and dialog.primary.text().strip() == "Öffnen in 1 s"
    enter(dialog, GOOD)
    assert len(office.calls) == 2, "nothing is tried during the pause"
    clock[0] += 2
    dialog._count_down()
    assert dialog.primary.isEnabled() and dialog.primary.text().strip() == "Öffnen"
    enter(dialog, GOOD)
    assert dialog.outcome == "opened"


def test_other_trouble_is_told_without_a_pause(dialog, office):
    office.problem = Unavailable("Das Laufwerk H: ist nicht erreichbar. Verbinden Sie es und versuchen Sie es erneut.")
    for _turn in range(3):
        enter(dialog, GOOD)
    assert "Laufwerk H:" in dialog.open_page.problem.text() and dialog.primary.isEnabled()


def test_a_long_sentence_squeezes_nothing(dialog, office):
    office.problem = Unavailable("Die Datei ist auf diesem Computer schon geöffnet. " * 3)
    enter(dialog, GOOD)
    QApplication.processEvents()
    for shown in (dialog.open_page.problem, *dialog.open_page._facts.values()):
        assert shown.height() >= shown.sizeHint().height() or shown.height() >= shown.heightForWidth(shown.width()) > 0


def test_without_a_passphrase_nothing_is_tried(dialog, office):
    enter(dialog, "")
    assert office.calls == [] and dialog.open_page.problem.text() == "Bitte geben Sie das Kennwort ein."


def test_the_eye_shows_what_was_typed(dialog):
    field = dialog.open_page.passphrase
    field.eye.trigger()
    assert field.echoMode() == QLineEdit.EchoMode.Normal and field.eye.text() == "Kennwort verbergen"
    field.eye.trigger()
    assert field.echoMode() == QLineEdit.EchoMode.Password


def test_facts_belong_to_the_file_chosen(dialog):
    dialog.open_page.files.setCurrentIndex(1)
    assert dialog.open_page._facts["last_opened"].text() == "gestern, Übung"


def test_another_file_can_be_chosen(dialog):
    dialogs.answer("/tmp/Neu.koord")
    dialog.open_page.other.click()
    assert dialog.open_page.path() == Path("/tmp/Neu.koord") and dialog.open_page.files.currentIndex() == 0


def test_a_forgotten_passphrase_is_set_anew_with_the_code(dialog, office):
    dialog.forgotten.click()
    page = dialog.page()
    page.code.setPlainText(CODE)
    page.passphrase.first.setText(GOOD)
    page.passphrase.second.setText(GOOD)
    dialog.primary.click()
    assert office.calls == [("recover", FILE, CODE, GOOD)] and dialog.outcome == "recovered"


def test_a_wrong_code_is_told_and_costs_no_pause_for_the_passphrase(dialog):
    dialog.forgotten.click()
    page = dialog.page()
    page.code.setPlainText("falsch")
    page.passphrase.first.setText(GOOD)
    page.passphrase.second.setText(GOOD)
    dialog.primary.click()
    assert "3. Gruppe" in page.problem.text() and dialog.primary.isEnabled()


def test_a_new_file_needs_the_passphrase_twice_and_shows_the_recovery_code(dialog, office):
    dialog.new.click()
    page = dialog.page()
    dialogs.answer("/tmp/Neu")
    page.choose.click()
    page.passphrase.first.setText(GOOD)
    dialog.primary.click()
    assert "verschieden" in page.problem.text() and office.calls == []
    page.passphrase.second.setText(GOOD)
    dialog.primary.click()
    assert office.calls == [("create", Path("/tmp/Neu.koord"), GOOD)]
    code_page = dialog.page()
    assert code_page.code.toPlainText().split() == ["ABC123"] * 11 and dialog.outcome is None
    dialog.primary.click()
    assert "bestätigen" in code_page.problem.text()
    code_page.kept.setChecked(True)
    dialog.primary.click()
    assert dialog.outcome == "created"


def test_escape_goes_back_instead_of_ending_the_program(dialog):
    dialog.new.click()
    type_text(dialog.page().passphrase.first, GOOD)
    QTest.keyClick(dialog.page().passphrase.first, Qt.Key.Key_Escape)
    assert dialog.isVisible() and dialog.page() is dialog.open_page
    QTest.keyClick(dialog.open_page.passphrase, Qt.Key.Key_Escape)
    assert dialog.isHidden()


def test_escape_does_not_leave_while_a_file_is_being_opened(dialog):
    dialog._set_busy(True)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    dialog.close()
    assert dialog.isVisible()


def test_the_recovery_code_is_not_overlooked_by_escape_or_by_closing(dialog):
    dialog._show_code(CODE)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible() and "bestätigen" in dialog.page().problem.text()
    dialog.close()
    assert dialog.isVisible()
    dialog.close()
    assert dialog.isHidden(), "whoever insists may leave: the sheet can be printed later"


def test_enter_presses_the_button_that_has_the_keyboard(dialog, office):
    dialog.open_page.passphrase.setText(GOOD)
    dialog.quit.setFocus()
    QTest.keyClick(dialog.quit, Qt.Key.Key_Return)
    assert office.calls == [] and dialog.isHidden()


def test_a_new_file_does_not_wait_for_wrong_passphrases_of_another(dialog):
    for _turn in range(3):
        enter(dialog, "falsch")
    assert not dialog.primary.isEnabled()
    dialog.new.click()
    assert dialog.primary.isEnabled() and dialog.primary.text().strip() == "Datenbank anlegen"
    dialog._count_down()
    assert dialog.primary.text().strip() == "Datenbank anlegen"
    dialog.back.click()
    assert not dialog.primary.isEnabled() and "Öffnen in" in dialog.primary.text()


def test_a_name_without_a_folder_is_not_put_just_anywhere(dialog, office):
    dialog.new.click()
    page = dialog.page()
    page.path.setText("Büro")
    page.passphrase.first.setText(GOOD)
    page.passphrase.second.setText(GOOD)
    dialog.primary.click()
    assert office.calls == [] and "Ordner" in page.problem.text()


def test_a_place_for_a_new_file_is_proposed_where_there_is_none_yet(office, qtbot, tmp_path):
    proposed = tmp_path / "Connecting Humans.koord"
    ways = Ways(office.open, office.recover, office.create, new_file=proposed)
    dialog = UnlockDialog([], ways, Tasks(pool=Here()))
    qtbot.addWidget(dialog)
    dialog.new.click()
    assert dialog.page().path.text() == str(proposed)


def test_a_short_passphrase_is_warned_about_once(dialog, office):
    dialog.new.click()
    page = dialog.page()
    page.path.setText("/tmp/Neu.koord")
    type_text(page.passphrase.first, "sommer26")
    page.passphrase.second.setText("sommer26")
    assert "nur 8 Zeichen" in page.passphrase.advice.text() and page.passphrase.advice.state == "missing"
    dialog.primary.click()
    assert office.calls == [] and "schwach" in page.problem.text()
    dialog.primary.click()
    assert office.calls == [("create", Path("/tmp/Neu.koord"), "sommer26")]


def test_the_code_is_seen_whole_as_it_stands_on_the_sheet(dialog):
    dialog.forgotten.click()
    field = dialog.page().code
    lines = [" ".join(["ABC123"] * 4)] * 3
    field.setPlainText("\n".join(lines))
    QApplication.processEvents()
    assert field.verticalScrollBar().maximum() == 0


def test_going_back_forgets_the_complaint(dialog):
    enter(dialog, "falsch")
    dialog.new.click()
    dialog.back.click()
    assert not dialog.open_page.problem.isVisible() and dialog.forgotten.isVisible()


def test_a_bug_is_told_without_details(dialog, office, monkeypatch):
    from app.core import log

    reported = []
    monkeypatch.setattr(log, "report", reported.append)
    office.problem = ZeroDivisionError("secret")
    enter(dialog, GOOD)
    assert reported and "secret" not in dialog.open_page.problem.text()


def test_the_rest_of_the_program_is_loaded_after_the_dialog_is_there(office, qtbot):
    loaded = []
    ways = Ways(office.open, office.recover, office.create, preload=lambda: loaded.append("rest"))
    dialog = UnlockDialog([FILE], ways, Tasks(pool=Here()))
    qtbot.addWidget(dialog)
    assert loaded == []
    dialog.show()
    dialog.grab()  # paints also where the platform shows nothing yet
    qtbot.waitUntil(lambda: loaded == ["rest"])


def test_the_dialog_needs_nothing_heavy_to_appear():
    program = """
import sys
from pathlib import Path
from app.ui import theme
theme.hurry()
app = theme.application()
theme.apply(app, "light")
from app.ui.unlock import Ways, first_window
window = first_window([Path("Saale-Schwarza.koord")], Ways(None, None, None))
heavy = {"sqlalchemy", "zxcvbn", "lucide", "sqlite3", "sqlcipher3", "PySide6.QtSvg", "argon2", "cryptography",
         "alembic", "reportlab", "openpyxl", "concurrent.futures", "app.models", "app.services"}
before = set(sys.modules)
import PySide6.QtCore
loaded = heavy & before | {name for name in ("Qt",) if name in vars(PySide6.QtCore)}
sys.exit(", ".join(sorted(loaded)) or None)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
