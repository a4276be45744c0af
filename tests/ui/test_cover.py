"""The cover: what was open stays, nobody reads it, and only the passphrase takes the cover away."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QVBoxLayout, QWidget

from app.core.errors import Unavailable, WrongPassphrase
from app.ui import dialogs
from app.ui.frame.cover import Cover
from app.ui.tasks import Here, Tasks
from app.ui.widgets.toast import Toast

RIGHT = "Bergwiese Kaffeetasse"


def check(passphrase):
    if passphrase == "weg":
        raise Unavailable("Die Schlüsseldatei ist nicht zu finden. Bitte schließen Sie das Laufwerk wieder an.")
    if passphrase == "kaputt":
        raise ZeroDivisionError
    if passphrase != RIGHT:
        raise WrongPassphrase("Das Kennwort stimmt nicht.")


@pytest.fixture
def window(qtbot):
    made = QWidget()
    QVBoxLayout(made).addWidget(QLabel("Al-Haddad, Rim"))
    qtbot.addWidget(made)
    made.resize(300, 200)
    made.show()
    return made


@pytest.fixture
def cover(window, qtbot, tmp_path):
    made = Cover(tmp_path / "Büro.koord", check, Tasks(Here()))
    qtbot.addWidget(made)
    made.begin()
    return made


def plain(window):
    """Whether the window shows one colour and nothing else."""
    picture = window.grab().toImage()
    at = {picture.pixel(x, y) for x in range(0, picture.width(), 3) for y in range(0, picture.height(), 3)}
    return len(at) == 1


def submit(cover, text):
    cover.passphrase.setText(text)
    QTest.keyClick(cover.passphrase, Qt.Key.Key_Return)


def test_nothing_of_a_window_is_seen_at_any_size(window, cover):
    assert plain(window)
    window.resize(500, 400)
    QLabel("Gvazava, Nino", window).show()
    QApplication.processEvents()
    assert plain(window) and window.isVisible()


def test_the_passphrase_shows_everything_again(window, cover, qtbot):
    with qtbot.waitSignal(cover.lifted):
        submit(cover, RIGHT)
    assert not plain(window) and not cover.isVisible()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("falsch", "Das Kennwort stimmt nicht."),
        ("weg", "Die Schlüsseldatei ist nicht zu finden. Bitte schließen Sie das Laufwerk wieder an."),
        ("kaputt", "Unerwarteter Fehler."),
    ],
)
def test_anything_else_is_told_and_shows_nothing(window, cover, qtbot, typed, said):
    with qtbot.assertNotEmitted(cover.lifted):
        submit(cover, typed)
    assert cover.problem.text().startswith(said) and cover.problem.isVisible()
    assert plain(window) and cover.go_on.isEnabled() and cover.passphrase.selectedText() == typed


def test_whoever_guesses_has_to_wait(cover):
    for _turn in range(2):
        submit(cover, "falsch")
    submit(cover, RIGHT)
    assert "Bitte warten Sie noch eine Sekunde" in cover.problem.text() and cover.isVisible()


def test_neither_esc_nor_the_cross_gets_past(window, cover):
    QTest.keyClick(cover, Qt.Key.Key_Escape)
    assert cover.isVisible() and "So lange bleibt alles verdeckt" in cover.problem.text()
    cover.close()
    assert cover.isVisible() and plain(window)


def test_a_dialog_that_waits_goes_on_waiting_beneath(window, qtbot, tmp_path):
    waiting = dialogs.Dialog(window, "Rolle hinzufügen")
    waiting.body.addWidget(QLabel("Al-Haddad, Rim"))
    waiting.open()
    menu = QMenu(window)
    menu.addAction("Gvazava, Nino")
    menu.popup(window.pos())
    cover = Cover(tmp_path / "Büro.koord", check, Tasks(Here()))
    qtbot.addWidget(cover)
    cover.begin()
    assert plain(waiting) and plain(window) and not menu.isVisible()
    submit(cover, RIGHT)
    assert waiting.isVisible() and not plain(waiting)


def test_what_is_said_over_the_window_meanwhile_is_not_seen(window, cover):
    toast = Toast(window)
    toast.tell("Al-Haddad, Rim ist gespeichert.")
    QApplication.processEvents()
    assert toast.isVisible() and plain(window)
    toast.raise_()
    QApplication.processEvents()
    assert plain(window)


def test_a_dialog_that_appears_meanwhile_waits_beneath_and_the_cover_can_be_used(window, cover, qtbot):
    cover.passphrase.setText(RIGHT)
    late = dialogs.Question(window, "Einlesen", "Al-Haddad, Rim ist schon da.", "", ("warning", "warn"))
    qtbot.addWidget(late)
    late.setModal(True)
    late.show()
    assert plain(late)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is cover)
    assert cover.passphrase.text() == RIGHT and plain(late)
    cover.go_on.click()
    assert late.isVisible() and not plain(late) and QApplication.activeModalWidget() is late


def test_a_dialog_may_end_meanwhile(window, cover, qtbot):
    late = dialogs.Dialog(window, "Wird eingelesen")
    late.open()
    late.deleteLater()
    del late
    qtbot.waitUntil(lambda: not window.findChildren(dialogs.Dialog))
    submit(cover, RIGHT)
    assert not plain(window) and not cover.isVisible()


def test_a_menu_of_the_cover_is_seen(cover):
    menu = QMenu(cover)
    menu.addAction("Einfügen")
    menu.popup(cover.pos())
    assert not plain(menu)
    menu.close()


def test_nobody_is_asked_who_is_not_there():
    with dialogs.nobody_here():
        assert dialogs.choose(None, "Änderungen speichern", "", "", [("save", "Speichern")]) == ""
    dialogs.answer("save")
    assert dialogs.choose(None, "Änderungen speichern", "", "", [("save", "Speichern")]) == "save"
