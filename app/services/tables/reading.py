"""From a file to a table: what kind of file it is, how it is read, where its headers stand."""

from __future__ import annotations

import errno
from pathlib import Path

from app.core.progress import Progress
from app.core.text import N_, _
from app.services.tables.compound import MAGIC as COMPOUND
from app.services.tables.headers import table
from app.services.tables.plain import read_text
from app.services.tables.table import MOST_BYTES, Sheet, Table, Unreadable

ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
FOREIGN = (
    (b"%PDF", N_("ein PDF")),
    (b"{\\rtf", N_("ein Word-Text")),
    (b"\x89PNG", N_("ein Bild")),
    (b"\xff\xd8\xff", N_("ein Bild")),
    (b"GIF8", N_("ein Bild")),
    (b"SQLite format 3", N_("eine Datenbank")),
    (b"Rar!", N_("ein gepacktes Archiv")),
    (b"7z\xbc\xaf\x27\x1c", N_("ein gepacktes Archiv")),
    (b"\x1f\x8b", N_("ein gepacktes Archiv")),
    (b"MZ", N_("ein Programm")),
    (b"\x7fELF", N_("ein Programm")),
)
WEB_PAGE = (b"<!doctype html", b"<html", b"<table", b"<head", b"<body", b"<meta", b"<div", b"<style")


def read(path: Path, progress: Progress | None = None, *, sheet: str = "", header_row: int | None = None) -> Table:
    """The table in the file PATH; Unreadable says in one German sentence why there is none."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Unreadable(
                _("„{name}“ ist zu groß. Bitte teilen Sie die Liste; möglich sind {n} MB.").format(
                    name=path.name, n=MOST_BYTES // 2**20
                )
            )
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(_reason(error).format(name=path.name)) from error
    return read_bytes(data, path.name, progress, sheet=sheet, header_row=header_row)


def read_bytes(
    data: bytes, name: str, progress: Progress | None = None, *, sheet: str = "", header_row: int | None = None
) -> Table:
    """The table in the contents DATA of a file called NAME; with several sheets that called SHEET, else the first."""
    progress = progress or Progress()
    progress.text = _("Lese {name}").format(name=name)
    progress.check()
    found = table(_sheet(data, name, progress, sheet), header_row)
    progress.check()
    if not found:
        raise Unreadable(
            _("In „{name}“ steht keine Tabelle. Nötig ist eine Zeile mit Überschriften.").format(name=name)
        )
    return found


def _sheet(data: bytes, name: str, progress: Progress, sheet: str) -> Sheet:
    if not data.strip(b"\0\t\r\n "):
        raise Unreadable(_("„{name}“ ist leer. Bitte wählen Sie eine andere Datei.").format(name=name))
    if data.startswith(ZIP) or data.startswith(COMPOUND):
        from app.services.tables.excel import read_workbook  # only here: its library is not needed for text files

        return read_workbook(data, name, progress, sheet)
    if what := next((what for start, what in FOREIGN if data.startswith(start)), None):
        raise Unreadable(
            _("„{name}“ ist keine Tabelle, sondern {what}. Bitte wählen Sie eine Excel- oder CSV-Datei.").format(
                name=name, what=_(what)
            )
        )
    if _is_markup(data):
        raise Unreadable(
            _(
                "„{name}“ ist eine Webseite oder XML-Datei und heißt nur wie eine Tabelle. "
                "Bitte öffnen Sie sie in Excel und speichern Sie sie als .xlsx."
            ).format(name=name)
        )
    return read_text(data, name, progress)


def _is_markup(data: bytes) -> bool:
    start = data[:4096].removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip(b"\xff\xfe \t\r\n").lower()
    return start.startswith((b"<?xml", *WEB_PAGE)) or (start.startswith(b"<") and any(tag in start for tag in WEB_PAGE))


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return _("„{name}“ gibt es nicht. Bitte prüfen Sie Namen und Ordner.")
    if isinstance(error, PermissionError) or error.errno == errno.EBUSY:
        return _("„{name}“ lässt sich nicht öffnen. Bitte schließen Sie die Datei in Excel und versuchen Sie es neu.")
    if isinstance(error, IsADirectoryError):
        return _("„{name}“ ist ein Ordner. Bitte wählen Sie eine Datei.")
    return _("„{name}“ lässt sich nicht lesen. Bitte prüfen Sie, ob Laufwerk oder Netz erreichbar sind.")
