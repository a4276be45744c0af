"""Tagged pages: complete, deterministic, small."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

import page as validator
import pytest

from app.reports.pdf.canvas import TaggedCanvas
from app.reports.pdf.metadata import pdf_date
from app.reports.pdf.shaping import Typesetter

MOMENT = datetime(2026, 11, 12, 8, 42, tzinfo=timezone(timedelta(hours=1)))


def drawn(pages: int = 1, moment: datetime = MOMENT) -> bytes:
    canvas = TaggedCanvas((595, 842), title="Probe äß", author="Haus & <Hof>", moment=moment)
    typesetter = Typesetter()
    for number in range(pages):
        canvas.area(20, 20, 4, 800, "#0B5D73")
        with canvas.tag("Sect"):
            with canvas.tag("H1"):
                canvas.write(typesetter.line("Überschrift"), 60, 700, 20)
            with canvas.tag("Figure", alt="Ein Quadrat (blau)", box=(60, 500, 160, 600)):
                canvas.area(60, 500, 100, 100, "#003399")
            with canvas.tag("P", language="ar"):
                canvas.write(typesetter.line("محمد"), 60, 450, 20)
            with canvas.tag("P"):
                canvas.write(typesetter.line(f"Seite {number + 1}"), 60, 400, 12)
        canvas.showPage()
    return canvas.data()


@pytest.mark.parametrize("profile", ["2a", "ua1"])
@pytest.mark.parametrize("pages", [1, 3])
def test_pages_conform(tmp_path, profile, pages):
    file = tmp_path / "probe.pdf"
    file.write_bytes(drawn(pages))
    result = validator.validate_pdf(str(file), profile=profile)
    assert result.is_compliant, [failure.message for failure in result.failures]


def test_the_same_moment_gives_the_same_bytes():
    assert drawn(2) == drawn(2)


def test_another_moment_gives_another_document():
    assert drawn(moment=MOMENT + timedelta(hours=1)) != drawn()


def test_the_clock_of_the_program_is_the_date_of_the_document(clock):
    canvas = TaggedCanvas((595, 842), title="Probe", author="Haus")
    assert f"D:{clock:%Y%m%d%H%M%S}".encode() in canvas.data()


def test_every_stream_ends_on_a_line_of_its_own():
    data = drawn(2)
    assert data.count(b"\r\nendstream") == data.count(b"endstream")


def test_content_marks_are_closed_before_others_open():
    canvas = TaggedCanvas((595, 842), title="Probe", author="Haus")
    with canvas.tag("Sect"), canvas.tag("P"):
        canvas.area(0, 0, 1, 1, "#000000")
        with canvas.decoration():
            canvas.area(0, 0, 1, 1, "#000000")
            with canvas.tag("P"):
                canvas.area(0, 0, 1, 1, "#FFFFFF")
        canvas.area(0, 0, 1, 1, "#000000")
    marks = [line for line in canvas._code if re.search("BDC|BMC|EMC", line)]
    assert [line.split()[-1] for line in marks] == ["BDC", "EMC", "BMC", "EMC", "BDC", "EMC"]


def test_only_used_fonts_are_embedded_and_only_once():
    data = drawn(3)
    assert data.count(b"/FontFile2") == 2
    assert len(drawn(3)) - len(drawn(2)) < 3000


@pytest.mark.parametrize(
    ("offset", "shown"), [(timedelta(hours=1), "+01'00'"), (timedelta(hours=-3, minutes=-30), "-03'30'")]
)
def test_dates_carry_their_time_zone(offset, shown):
    assert pdf_date(datetime(2026, 11, 12, 8, 42, tzinfo=timezone(offset))).endswith(shown)
    assert pdf_date(datetime(2026, 11, 12, 8, 42, tzinfo=UTC)).endswith("+00'00'")
