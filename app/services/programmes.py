"""Funding programmes: reads and checks the files in `resources/programmes`; a new programme is a new file."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from app.core.resources import resource
from app.core.text import _
from app.services.programme import NO_ANSWER, NOT_APPLICABLE, Programme, Question
from app.services.programme_file import ProgrammeError, Source, Table
from app.services.programme_parts import MILESTONES, SENSITIVITIES, STAGES, Derived, Retention, Section, Terms
from app.services.programme_rules import (
    LIST_COLUMNS,
    check_names,
    control,
    derived,
    indicator,
    options,
    question,
    spared,
)

__all__ = [
    "LIST_COLUMNS", "NOT_APPLICABLE", "NO_ANSWER", "Programme", "ProgrammeError", "Question", "available", "load",
    "read",
]  # fmt: skip

SCHEMA = 1
EMBLEMS = ("none", "eu")


def available() -> list[str]:
    """The ids of all programmes that ship with the application."""
    return sorted(path.stem for path in resource("programmes").glob("*.toml"))


@cache
def load(id: str) -> Programme:
    """The programme called ID."""
    if id not in available():
        raise ProgrammeError(
            _("Das Förderprogramm „{id}“ ist nicht dabei. Bitte wählen Sie beim Projekt ein anderes.").format(id=id)
        )
    return read(resource("programmes", f"{id}.toml"))


def read(path: Path) -> Programme:
    """Read and check one programme file; ProgrammeError names line and mistake."""
    root = Source(path).root
    if root.number("schema") != SCHEMA:
        root.wrong("schema", _("Diese Anwendung kennt nur das Schema {n}.").format(n=SCHEMA))
    if root.text("id") != path.stem:
        root.wrong("id", _("Die Kennung muss wie die Datei „{name}“ heißen.").format(name=path.stem))
    questions = [question(table, (), STAGES[0], person=True) for table in root.tables("person")]
    for table in root.tables("question"):
        questions.append(question(table, questions, table.choice("stage", STAGES)))
    known = spared(root, questions[: len(root.values.get("person", []))], questions)
    questions[: len(known)] = known
    counted = tuple(one for one in questions if one.column)
    levels = tuple(derived(table, counted) for table in root.tables("derived"))
    sections = tuple(Section(table.text("key"), table.text("title")) for table in root.tables("section"))
    columns: tuple[Question | Derived, ...] = (*counted, *levels)
    indicators = tuple(indicator(table, columns, sections) for table in root.tables("indicator"))
    controls = tuple(control(table, indicators) for table in root.tables("control"))
    check_names(root, known, columns, questions, indicators)
    terms = _terms(root, questions)
    programme = Programme(
        path.stem,
        root.text("title"),
        root.text("short"),
        root.text("report_title"),
        root.text("version"),
        root.texts("counting"),
        terms,
        known,
        tuple(questions[len(known) :]),
        levels,
        sections,
        indicators,
        controls,
        root.text("asks_nobody", ""),
        options(root, "goal"),
        options(root, "category"),
        tuple((table.text("term"), table.text("text")) for table in root.tables("definition")),
    )
    if bool(programme.questions) == bool(programme.asks_nobody):
        root.wrong("", _("Ein Programm hat entweder Fragen („question“) oder sagt mit „asks_nobody“, warum nicht."))
    root.end()
    return programme


def _terms(root: Table, questions: list[Question]) -> Terms:
    deadlines, limits, publicity = root.table("deadlines"), root.table("limits"), root.table("publicity")
    basis = root.table("legal_basis")
    asked = {one.stage for one in questions}
    entry, exit, later = (... if stage in asked else 0 for stage in STAGES)
    rules = tuple(
        Retention(table.number("years"), table.choice("start", MILESTONES), table.flag("year_end"))
        for table in root.tables("retention")
    )
    used = {one.sensitivity for one in questions} - {"none"}
    terms = Terms(
        entry_days=deadlines.number("entry_days", entry),
        exit_days=deadlines.number("exit_days", exit),
        follow_up_months=deadlines.number("follow_up_months", later),
        small_hours=limits.number("small_hours", entry),
        emblem=publicity.choice("emblem", EMBLEMS),
        sentence=publicity.text("sentence", ""),
        logos=publicity.texts("logos", []),
        retention=rules,
        legal_basis={
            key: basis.text(key, ... if key in used else "") for key in SENSITIVITIES if key in used | set(basis.values)
        },
    )
    for table in (deadlines, limits, publicity, basis):
        table.end()
    return terms
