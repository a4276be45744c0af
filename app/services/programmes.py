"""Funding programmes: reads and checks the files in `resources/programmes`; a new programme is a new file."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path

from app.core.resources import resource
from app.core.text import N_, _
from app.services.programme import (
    NO_ANSWER,
    NOT_APPLICABLE,
    Condition,
    ControlSum,
    Derived,
    Filter,
    Indicator,
    Option,
    Programme,
    Question,
    Section,
    Terms,
)
from app.services.programme_file import ProgrammeError, Source, Table

__all__ = ["NOT_APPLICABLE", "NO_ANSWER", "Programme", "ProgrammeError", "Question", "available", "load", "read"]

SCHEMA = 1
PERSON_KEYS = ("gender", "age")
STAGES = ("entry", "exit", "follow_up")
SENSITIVITIES = ("none", "personal", "special")
EMBLEMS = ("none", "eu")
LIST_COLUMNS = (N_("TN-Nr."), N_("Eintritt"), N_("Vollständig"))
"""Columns that every list of participants has; a programme's columns must have other titles."""
_CODE = re.compile(r"[A-Za-z0-9_]+")
_SHORT_LENGTH = 60
_UNSAFE = set('*?~"<>=')
"""Excel reads these as wildcards or operators in the conditions of COUNTIFS."""


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
    person = tuple(_question(table, (), "person") for table in root.tables("person"))
    questions: list[Question] = []
    for table in root.tables("question"):
        questions.append(_question(table, (*person, *questions), table.choice("stage", STAGES)))
    derived = tuple(_derived(table, questions) for table in root.tables("derived"))
    sections = tuple(Section(table.text("key"), table.text("title")) for table in root.tables("section"))
    columns: tuple[Question | Derived, ...] = (*person, *questions, *derived)
    indicators = tuple(_indicator(table, columns, sections) for table in root.tables("indicator"))
    controls = tuple(_control(table, indicators) for table in root.tables("control"))
    _check_names(root, person, columns, indicators)
    terms = _terms(root)
    titles = root.text("title"), root.text("short"), root.text("report_title"), root.texts("counting")
    root.end()
    return Programme(path.stem, *titles, terms, person, tuple(questions), derived, sections, indicators, controls)


def _terms(root: Table) -> Terms:
    deadlines, limits, publicity = root.table("deadlines"), root.table("limits"), root.table("publicity")
    retention, basis = root.table("retention"), root.table("legal_basis")
    terms = Terms(
        entry_days=deadlines.number("entry_days"),
        exit_days=deadlines.number("exit_days"),
        follow_up_months=deadlines.number("follow_up_months"),
        small_hours=limits.number("small_hours"),
        emblem=publicity.choice("emblem", EMBLEMS),
        sentence=publicity.text("sentence"),
        retention_years=retention.number("years"),
        retention_start=retention.text("start"),
        legal_basis={key: basis.text(key) for key in ("personal", "special")},
    )
    for table in (deadlines, limits, publicity, retention, basis):
        table.end()
    return terms


def _question(table: Table, earlier: Collection[Question], stage: str) -> Question:
    kind = table.choice("kind", ("choice", "number", "text", "date"), "choice")
    options = tuple(_option(one) for one in table.tables("options"))
    if (kind == "choice") != bool(options):
        table.wrong("options" if options else "", _("Eine Auswahl braucht „options“, eine andere Frage hat keine."))
    _check_unique(table, "options", [one.code for one in options])
    _check_unique(table, "options", [one.short.casefold() for one in options])
    return Question(
        key=_code(table, "key"),
        label=table.text("label"),
        column=table.text("column"),
        stage=stage,
        kind=kind,
        group=table.text("group", ""),
        help=table.text("help", ""),
        options=options,
        required=table.flag("required"),
        declined=table.choice("declined", ("complete", "incomplete"), ""),
        sensitivity=table.choice("sensitivity", SENSITIVITIES),
        when=_group(table.table("when"), earlier),
        low=table.number("min", None),
        high=table.number("max", None),
    )


def _option(table: Table) -> Option:
    code, label = _code(table, "code"), table.text("label")
    short = table.text("short", label)
    if code in (NO_ANSWER, NOT_APPLICABLE):
        table.wrong("code", _("„{code}“ ist vergeben; dafür gibt es „declined“.").format(code=code))
    if len(short) > _SHORT_LENGTH or _UNSAFE & set(short):
        table.wrong(
            "short" if "short" in table.values else "label",
            _(
                "In Listen darf die Antwort höchstens {n} Zeichen und keines von {unsafe} haben; dafür gibt es „short“."
            ).format(n=_SHORT_LENGTH, unsafe=" ".join(sorted(_UNSAFE))),
        )
    return Option(code, label, short)


def _derived(table: Table, questions: Iterable[Question]) -> Derived:
    table.choice("rule", ("highest",))
    all_levels, by_key = table.table("levels"), {one.key: one for one in questions}
    levels = []
    for key in all_levels.values:
        one = all_levels.table(key)
        if key not in by_key:
            all_levels.wrong(key, _("Die Frage „{key}“ gibt es nicht.").format(key=key))
        levels.append((key, {option.code: one.number(option.code) for option in by_key[key].options}))
        one.end()
    if not levels:
        table.wrong("levels", _("Hier fehlen die Stufen der Antworten."))
    return Derived(_code(table, "key"), table.text("label"), table.text("column"), tuple(levels))


def _indicator(table: Table, columns: Collection[Question | Derived], sections: Iterable[Section]) -> Indicator:
    section = table.choice("section", [one.key for one in sections])
    where = table.values.get("where")
    several = table.tables("where") if isinstance(where, list) else [table.table("where")]
    filter_: Filter = tuple(group for one in several if (group := _group(one, columns)))
    if ("where" in table.values) == ("sum_of" in table.values):
        table.wrong("", _("Ein Indikator braucht entweder „where“ oder „sum_of“."))
    return Indicator(
        code=_code(table, "code"),
        section=section,
        label=table.text("label"),
        official=table.text("official"),
        rule=table.text("rule"),
        where=filter_,
        sum_of=table.texts("sum_of", []),
        part_of=table.text("part_of", ""),
        internal=table.flag("internal"),
    )


def _group(table: Table, columns: Iterable[Question | Derived]) -> tuple[Condition, ...]:
    by_key = {one.key: one for one in columns}
    conditions = []
    for key, value in table.values.items():
        if key not in by_key:
            table.wrong(key, _("Die Frage „{key}“ gibt es hier nicht oder sie kommt erst später.").format(key=key))
        if isinstance(column := by_key[key], Question) and column.options:
            if not isinstance(value, list):
                table.wrong(key, _("Hier muss eine Liste von Antworten stehen."))
            codes = table.texts(key)
            if unknown := set(codes) - {option.code for option in column.options} or (not codes and {""}):
                table.wrong(key, _("Die Antwort „{code}“ gibt es nicht.").format(code=min(unknown)))
            conditions.append(Condition(key, codes=codes))
        else:
            bounds = table.table(key)
            conditions.append(Condition(key, low=bounds.number("min", None), high=bounds.number("max", None)))
            bounds.end()
    table.end()
    return tuple(conditions)


def _control(table: Table, indicators: Collection[Indicator]) -> ControlSum:
    known = ["complete", *(one.code for one in indicators)]
    control = ControlSum(
        label=table.text("label"),
        whole=table.choice("whole", known),
        parts=table.texts("parts", []),
        genders_of=table.choice("genders_of", known, ""),
        relation=table.choice("relation", ("equal", "at_most"), "equal"),
    )
    if unknown := set(control.parts) - set(known):
        table.wrong("parts", _("Den Indikator „{code}“ gibt es nicht.").format(code=min(unknown)))
    if bool(control.parts) == bool(control.genders_of):
        table.wrong("", _("Eine Kontrollsumme braucht entweder „parts“ oder „genders_of“."))
    return control


def _check_names(
    root: Table, person: Iterable[Question], columns: Iterable[Question | Derived], indicators: Collection[Indicator]
) -> None:
    if {one.key for one in person} != set(PERSON_KEYS):
        root.wrong("person", _("Von der Person werden genau {keys} gebraucht.").format(keys=", ".join(PERSON_KEYS)))
    columns = tuple(columns)
    _check_unique(root, "question", [one.key for one in columns])
    titles = (*LIST_COLUMNS, *(one.column for one in columns))
    _check_unique(root, "question", [re.sub(r"\W+", "_", title).strip("_").casefold() for title in titles])
    codes = [one.code for one in indicators]
    _check_unique(root, "indicator", codes)
    for n, one in enumerate(indicators):
        simple = {other.code for other in indicators if not other.sum_of}
        if unknown := set(one.sum_of) - simple or {one.part_of} - {*codes, ""}:
            key = "sum_of" if one.sum_of else "part_of"
            root.source.wrong(
                ("indicator", n, key), _("Den Indikator „{code}“ gibt es nicht.").format(code=min(unknown))
            )


def _code(table: Table, key: str) -> str:
    code = table.text(key)
    if not _CODE.fullmatch(code):
        table.wrong(key, _("„{code}“ darf nur aus Buchstaben ohne Umlaute, Ziffern und _ bestehen.").format(code=code))
    return code


def _check_unique(table: Table, key: str, names: list[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            table.wrong(key, _("„{name}“ kommt zweimal vor.").format(name=name))
