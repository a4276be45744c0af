"""The preview shows the pages of a PDF as they will be printed, and says what stands on them."""

from __future__ import annotations

import io
import threading

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from reportlab.pdfgen.canvas import Canvas

from app.ui import pdf_pages
from app.ui.preview import MARGIN, PAGE, WIDTH, PdfPreview
from app.ui.tasks import Here, Tasks


def pdf(*texts, size=(595, 842)):
    """One page per text."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=size)
    for text in texts:
        canvas.drawString(72, 700, text)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


@pytest.fixture
def preview(qtbot):
    def unexpected(error):
        raise error

    made = PdfPreview(Tasks(Here(), unexpected))
    qtbot.addWidget(made)
    made.resize(430, 576)
    made.show()
    return made


def test_all_pages_are_counted_and_the_first_is_shown(preview):
    preview.set_document(pdf("Eins", "Zwei", "Drei"))
    assert (preview.page_count, preview.page, preview.position.text()) == (3, 0, "1 von 3")


def test_the_page_is_painted_black_on_white(preview):
    preview.set_document(pdf("IIIIIIIIIIIIIIIIIIIIII"))
    image = preview.desk.paper.image
    colours = {image.pixelColor(x, y).name() for x in range(0, image.width(), 1) for y in range(60, 110)}
    assert "#ffffff" in colours and any(int(colour[1:3], 16) < 120 for colour in colours)


def test_turning_pages_stops_at_both_ends(preview, qtbot):
    preview.set_document(pdf("Eins", "Zwei"))
    assert not preview.previous.isEnabled() and preview.next.isEnabled()
    with qtbot.waitSignal(preview.page_changed, timeout=0, raising=False) as turned:
        preview.next.click()
    assert turned.args == [1] and preview.position.text() == "2 von 2"
    preview.step(1)
    assert preview.page == 1 and not preview.next.isEnabled()


def test_page_keys_turn_pages(preview):
    preview.set_document(pdf("Eins", "Zwei"))
    QTest.keyClick(preview.desk, Qt.Key.Key_PageDown)
    assert preview.page == 1
    QTest.keyClick(preview.desk, Qt.Key.Key_PageUp)
    assert preview.page == 0


def test_a_screen_reader_hears_what_stands_on_the_page(preview):
    preview.set_document(pdf("Teilnahmebescheinigung", "Seite zwei"))
    assert preview.desk.accessibleName() == "Vorschau, Seite 1 von 2"
    assert preview.desk.accessibleDescription() == "Teilnahmebescheinigung"
    preview.step(1)
    assert preview.desk.accessibleDescription() == "Seite zwei"


def test_a_page_is_found_by_a_word_on_it(preview):
    preview.set_document(pdf("SSA-2026-0001", "SSA-2026-0002"))
    assert (preview.page_with("SSA-2026-0002"), preview.page_with("SSA-2026-0003")) == (1, None)


def test_the_whole_page_fits_the_room(preview):
    preview.set_document(pdf("Eins"))
    room = preview.desk.maximumViewportSize()
    size = preview.desk.paper.size_on_screen
    assert size.height() == room.height() - 2 * MARGIN or size.width() == room.width() - 2 * MARGIN


def test_the_page_fits_again_when_there_is_more_room(preview):
    preview.set_document(pdf("Eins"))
    before = preview.desk.paper.size_on_screen
    preview.resize(800, 1000)
    assert preview.desk.paper.size_on_screen.width() > before.width()


def test_at_100_percent_a_page_is_as_large_as_on_paper(preview):
    preview.set_document(pdf("Eins"))
    preview.set_zoom(100)
    assert preview.desk.paper.size_on_screen == QSize(793, 1123)
    assert preview.zooms.currentText().startswith("100")


def test_zooming_goes_through_the_usual_sizes(preview):
    preview.set_document(pdf("Eins"))
    preview.set_zoom(100)
    preview.larger.click()
    assert preview.zoom == 125
    for _ in range(9):
        preview.smaller.click()
    assert preview.zoom == 50
    preview.set_zoom(WIDTH)
    assert preview.desk.paper.size_on_screen.width() < preview.desk.width()
    preview.set_zoom(PAGE)


def test_every_screen_pixel_gets_its_own_pixel(preview, monkeypatch):
    monkeypatch.setattr(PdfPreview, "devicePixelRatioF", lambda self: 2.0)
    preview.set_document(pdf("Eins"))
    image, size = preview.desk.paper.image, preview.desk.paper.size_on_screen
    assert image.width() == 2 * size.width() and image.devicePixelRatio() == 2.0


def test_another_document_takes_the_place_of_the_first(preview):
    preview.set_document(pdf("Eins", "Zwei"), page=1)
    assert preview.page == 1
    preview.set_document(pdf("Neu"))
    assert (preview.page, preview.page_count) == (0, 1)


def test_without_a_document_nothing_is_shown(preview):
    preview.set_document(pdf("Eins"))
    preview.set_document(b"")
    assert preview.page_count == 0 and preview.position.text() == "keine Seite"
    assert preview.desk.paper.image.isNull() and not preview.next.isEnabled()


def test_what_has_a_keyboard_has_a_name(preview):
    for part in (preview.previous, preview.next, preview.smaller, preview.larger, preview.zooms, preview.desk):
        assert part.accessibleName() and part.objectName()


def test_rendering_never_happens_twice_at_once(monkeypatch):
    data, at_once, most = pdf("Eins", "Zwei"), [], []
    lock = pdf_pages._pdfium

    class Watched:
        def __enter__(self):
            lock.acquire()
            at_once.append(1)
            most.append(len(at_once))

        def __exit__(self, *_error):
            at_once.pop()
            lock.release()

    monkeypatch.setattr(pdf_pages, "_pdfium", Watched())
    threads = [threading.Thread(target=lambda: [pdf_pages.render(data, n % 2, 90) for n in range(5)]) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(most) == 15 and max(most) == 1
