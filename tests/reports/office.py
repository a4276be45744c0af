"""Lets LibreOffice open files, so that tests see what a second program makes of them."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook, load_workbook


def recalculated(files: Sequence[Path], folder: Path) -> list[Workbook]:
    """FILES after LibreOffice has computed every formula; values instead of formulas."""
    out = folder / "recalculated"
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return [load_workbook(out / file.name, data_only=True) for file in files]
