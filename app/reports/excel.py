"""Excel files: a file appears whole or not at all; long lists are streamed into it."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import quoteattr

from openpyxl import Workbook

from app.core.clock import now
from app.core.errors import Conflict, Unavailable
from app.core.files import sync_file, sync_folder
from app.core.progress import Progress
from app.core.text import _
from app.reports.excel_cells import DATE, HEAD, NUMBER, PERCENT, PLAIN, Formula, Style, clean, page, put
from app.reports.excel_lists import LOOKED_AT, Column, Listing, fitting, stream

__all__ = [
    "DATE",
    "HEAD",
    "LOOKED_AT",
    "NUMBER",
    "PERCENT",
    "PLAIN",
    "Column",
    "Formula",
    "Listing",
    "Style",
    "clean",
    "fitting",
    "page",
    "put",
    "save",
    "write_list",
]


_UNNAMED = re.compile('descr="Picture"')
"""What openpyxl says about every picture."""
LEVEL = 5
"""Compression; higher levels take twice as long for a tenth less."""


def write_list(target: Path, listing: Listing, progress: Progress) -> Path:
    """Write a file with nothing but one list."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    listing.add_to(workbook)
    return save(workbook, target, [listing], progress)


def save(
    workbook: Workbook, target: Path, listings: Sequence[Listing], progress: Progress, pictures: Sequence[str] = ()
) -> Path:
    """Write WORKBOOK with the rows of its LISTINGS to TARGET in one step; a cancelled task leaves nothing behind.

    PICTURES says for each picture, in order, what a screen reader reads out.
    """
    workbook.properties.creator = "Connecting Humans – Koordination"
    workbook.properties.created = now().astimezone(UTC).replace(tzinfo=None)
    workbook.calculation.fullCalcOnLoad = True
    skeleton = BytesIO()
    workbook.save(skeleton)  # before any row is read: openpyxl keeps sheets in temporary files while it saves
    places = {f"xl/worksheets/sheet{n}.xml": sheet.title for n, sheet in enumerate(workbook.worksheets, 1)}
    alternatives = iter(pictures)
    by_title = {listing.title: listing for listing in listings}
    progress.done, progress.total = 0, sum(listing.count for listing in listings)
    progress.text = _("Schreibe {name}").format(name=target.name)
    with (
        _replacing(target) as fresh,
        zipfile.ZipFile(skeleton) as old,
        zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as new,
    ):
        for name in old.namelist():
            progress.check()
            if listing := by_title.get(places.get(name, "")):
                _write_listing(new, name, old.read(name), listing, progress)
            elif name.startswith("xl/drawings/drawing"):
                drawing = old.read(name).decode("utf-8")
                new.writestr(name, _UNNAMED.sub(lambda _m: f"descr={quoteattr(next(alternatives, ''))}", drawing))
            else:
                new.writestr(name, old.read(name))
    return target


def _write_listing(new: zipfile.ZipFile, name: str, skeleton: bytes, listing: Listing, progress: Progress) -> None:
    with new.open(name, "w") as out:
        written = stream(out, skeleton.decode("utf-8"), listing, progress)
    if written != listing.count:
        raise Conflict(_("Die Daten wurden während des Schreibens geändert. Bitte erstellen Sie die Datei neu."))


@contextmanager
def _replacing(target: Path) -> Iterator[Path]:
    """A new file beside TARGET that takes its place when all went well and disappears when not."""
    fresh = target.with_name(f".{target.name}.{os.urandom(4).hex()}.tmp")
    try:
        yield fresh
        sync_file(fresh)
        fresh.replace(target)
        sync_folder(target.parent)
    except PermissionError as error:
        raise Unavailable(
            _(
                "„{name}“ lässt sich nicht schreiben. Bitte schließen Sie die Datei in Excel "
                "oder wählen Sie einen anderen Ordner."
            ).format(name=target.name)
        ) from error
    except OSError as error:
        raise Unavailable(
            _("„{name}“ lässt sich nicht schreiben. Bitte prüfen Sie den Ordner und den freien Platz.").format(
                name=target.name
            )
        ) from error
    finally:
        fresh.unlink(missing_ok=True)
