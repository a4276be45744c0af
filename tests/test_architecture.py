"""The rules of the house that a machine can check: who may import whom, what starting loads, how long things are."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYERS = ("core", "models", "services", "reports", "ui")
TOP = len(LAYERS)
FRAMEWORKS = {
    "PySide6": {"ui", "main"},
    "shiboken6": {"ui", "main"},
    "sqlalchemy": {"models", "services"},
    "alembic": {"models", "services"},
    "sqlcipher3": {"models"},
    "psycopg": {"models"},
    "reportlab": {"reports"},
    "openpyxl": {"reports"},
    "uharfbuzz": {"reports"},
    "fontTools": {"reports"},
    "python_calamine": {"services"},
}
HEAVY = (
    "sqlalchemy",
    "alembic",
    "reportlab",
    "openpyxl",
    "uharfbuzz",
    "fontTools",
    "scipy",
    "numpy",
    "lxml",
    "rapidfuzz",
    "python_calamine",
)
GENERATED = ROOT / "app" / "models" / "migrations" / "versions"

MODULES = sorted(path for path in (ROOT / "app").rglob("*.py") if GENERATED not in path.parents)
SOURCES = [
    *MODULES,
    *sorted((ROOT / "tests").rglob("*.py")),
    ROOT / "dev.py",
    *sorted((ROOT / "packaging").rglob("*.py")),
]


def layer(path: Path) -> str:
    """The layer a module belongs to; what lies directly in app/ is the top."""
    parts = path.relative_to(ROOT / "app").parts
    return parts[0] if len(parts) > 1 else "main"


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, also inside functions, as an absolute name."""
    package = path.relative_to(ROOT).with_suffix("").parts
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = [*package[: len(package) - node.level]] if node.level else []
            name = ".".join([*start, *filter(None, [node.module])])
            yield name
            yield from (f"{name}.{alias.name}" for alias in node.names)


def rank(name: str) -> int:
    return LAYERS.index(name) if name in LAYERS else TOP


def breaches(path: Path) -> Iterator[str]:
    """Which imports of a module point the wrong way."""
    here = layer(path)
    for name in imports(path):
        first, _, rest = name.partition(".")
        target = rest.partition(".")[0]
        if first == "app" and (target in LAYERS or target == "__main__") and rank(target) > rank(here):
            yield f"{here} imports {name}"
        if first in FRAMEWORKS and here not in FRAMEWORKS[first]:
            yield f"{here} imports {name}"
        if first in {"tests", "dev"}:
            yield f"the program imports {name}"


def described(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=described)
def test_imports_point_to_the_left(path):
    assert list(breaches(path)) == []


def test_every_layer_is_known():
    folders = {path.parent.relative_to(ROOT / "app").parts[:1] for path in MODULES}
    assert folders <= {(), *((name,) for name in LAYERS)}


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("core/a.py", "from app.models.db import Database"),
        ("core/a.py", "import sqlalchemy"),
        ("models/a.py", "from app import services"),
        ("models/a.py", "def f():\n    from app.reports import REPORTS"),
        ("services/a.py", "from ..ui.tasks import Tasks"),
        ("services/a.py", "if TYPE_CHECKING:\n    from PySide6.QtCore import QObject"),
        ("services/a.py", "import openpyxl.styles"),
        ("reports/pdf/a.py", "from sqlalchemy import select"),
        ("ui/a.py", "from app.__main__ import main"),
        ("ui/pages/a.py", "from sqlalchemy.orm import Session"),
        ("ui/a.py", "from tests.factories import person"),
    ],
)
def test_an_import_to_the_right_is_found(tmp_path, monkeypatch, place, line):
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    path = tmp_path / "app" / place
    path.parent.mkdir(parents=True)
    path.write_text(f"{line}\n", encoding="utf-8")
    assert list(breaches(path))


@pytest.mark.parametrize("name", ["app.__main__", "app.ui.unlock"])
def test_starting_loads_nothing_heavy(name):
    if not ROOT.joinpath(*name.split(".")).with_suffix(".py").exists():
        pytest.skip("not built yet")
    script = f"import sys, {name}; print(*sorted(set(sys.modules) & set({HEAVY!r})))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stderr, done.stdout.split()) == ("", [])


@pytest.mark.parametrize("path", SOURCES, ids=described)
def test_every_module_says_first_what_it_is_for(path):
    said = ast.get_docstring(parsed(path))
    assert said
    assert said.splitlines()[0].endswith((".", "?", ":"))


@pytest.mark.parametrize("path", [*MODULES, ROOT / "dev.py"], ids=described)
def test_every_public_name_says_what_it_is_for(path):
    public = [n for n in parsed(path).body if isinstance(n, ast.FunctionDef | ast.ClassDef) and n.name[0] != "_"]
    silent = [node.name for node in public if not ast.get_docstring(node)]
    assert silent == []


@pytest.mark.parametrize("path", SOURCES, ids=described)
def test_files_and_functions_stay_short(path):
    lines = len(path.read_text(encoding="utf-8").splitlines())
    functions = [node for node in ast.walk(parsed(path)) if isinstance(node, ast.FunctionDef)]
    long = [node.name for node in functions if (node.end_lineno or 0) - node.lineno >= 60]
    assert (max(lines, 400), long) == (400, [])
