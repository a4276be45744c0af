"""`dev.py screenshots [OUT]`: saves a picture of every page, light, dark and at 200 %, and of every document."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_FONT_DPI", "96")

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from app.core import clock
from app.core.progress import Progress
from app.core.settings import Settings
from app.models.office import Office
from app.ui import theme
from tests.shots import scenes

SIZE = 1366, 698
"""A screen of 1366 × 768 without task bar and title bar."""
SMALL = 683, 314
"""The same screen at 200 %, in logical pixels."""
LOOKS = ("light", "dark")
AT_200 = ("start", "persons-list", "persons", "persons-editing", "courses", "course-attendance", "certificates")


def main(arguments: list[str]) -> int:
    """Take all pictures, or with --small those at 200 %, for which Qt needs a process of its own."""
    parser = argparse.ArgumentParser(prog="dev.py screenshots", description="Takes pictures of every page.")
    parser.add_argument("out", nargs="?", type=Path, default=Path("screenshots"), help="folder for the pictures")
    parser.add_argument("--small", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    given.out.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication(["connecting-humans"])
    assert isinstance(app, QApplication)
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    theme.settle(app)
    with clock.frozen(scenes.NOW), _office() as (office, made):
        if given.small:
            _windows(app, office, made, given.out, "light", SMALL, "-200", AT_200)
            return 0
        for look in LOOKS:
            _windows(app, office, made, given.out, look, SIZE, "" if look == "light" else f"-{look}", scenes.SCENES)
            _dialogs(app, given.out, look)
        _documents(office, made, given.out)
    large = {**os.environ, "QT_SCALE_FACTOR": "2"}
    subprocess.run([sys.executable, "-m", "tests.screenshots", "--small", given.out], env=large, check=True)
    print(f"{len(list(given.out.glob('*.png')))} pictures in {given.out}")
    return 0


@contextmanager
def _office() -> Iterator[tuple[Office, scenes.Sample]]:
    with (
        tempfile.TemporaryDirectory() as folder,
        Office.create(Path(folder, scenes.FILE), scenes.PASSPHRASE) as office,
    ):
        yield office, scenes.fill(office)


def _windows(app, office, made, out: Path, look: str, size: tuple[int, int], suffix: str, names) -> None:
    theme.apply(app, look)
    settings = Settings(office.path.with_name("settings.json"))
    settings.appearance = look
    settings.backed_up(office.path, scenes.NOW.replace(hour=7, minute=58))
    window = scenes.open_window(office, made, settings)
    window.resize(*size)
    window.show()
    window.activateWindow()
    for name in names:
        scenes.show(window, made, name)
        window.toast.hide()
        window.grab().save(str(out / f"{name}{suffix}.png"))
    scenes.close_window(window)


def _dialogs(app: QApplication, out: Path, look: str) -> None:
    theme.apply(app, look)
    for page in scenes.DIALOG_PAGES:
        dialog = scenes.unlock_dialog(page)
        dialog.grab().save(str(out / f"unlock-{page}{'' if look == 'light' else '-dark'}.png"))
        dialog.close()


def _documents(office: Office, made: scenes.Sample, out: Path) -> None:
    """Page 1 of every document; the workbook needs LibreOffice."""
    from app.reports import REPORTS
    from app.ui.pdf_pages import render

    folder = office.path.parent
    given = {"course": made.course_id, "project": made.project_id}
    for name in ("certificates", "attendance_list", "workbook"):
        made_file = REPORTS[name].build(office.db, given, Progress(), folder / f"{name}{REPORTS[name].suffix}")
        if made_file.suffix == ".xlsx":
            if not shutil.which("soffice"):
                print("LibreOffice is missing; no picture of the workbook")
                continue
            command = ["soffice", f"-env:UserInstallation=file://{folder}/office", "--headless", "--convert-to", "pdf"]
            subprocess.run([*command, "--outdir", folder, made_file], check=True, capture_output=True)
            made_file = made_file.with_suffix(".pdf")
        render(made_file.read_bytes(), 0, 1588).image().save(str(out / f"document-{name}.png"))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
