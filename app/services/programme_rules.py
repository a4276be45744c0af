"""Reading the parts of a programme file: questions, levels, indicators, control sums, each checked where it stands."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from app.core.text import N_, _
from app.services.programme import GIVEN, NO_ANSWER, NOT_APPLICABLE, UNREASONED
from app.services.programme_file import Table
from app.services.programme_parts import (
    MEASURES,
    SENSITIVITIES,
    SOURCES,
    Condition,
    ControlSum,
    Derived,
    Filter,
    Indicator,
    Option,
    Question,
    Section,
    Source,
)

PERSON_KEYS = ("gender", "age")
"""What every programme needs from the person that asks anything at all."""
PERSON_FIELDS = (
    "last_name", "first_names", "birth_name", "original_name", "gender", "born", "birth_place", "birth_country",
    "nationality", "arrived", "street", "postcode", "city", "district", "phone", "email", "preferred_language",
    "occupation",
)  # fmt: skip
"""What a programme may take from the person."""
KINDS = ("choice", "number", "text", "date")
PERSON_KINDS = ("choice", "age", "presence", "text", "date", "consent")
PURPOSES = ("informed", "matching", "passing_on", "special", "photo", "messenger", "survey")
"""What people consent to; a programme may ask for one of them as evidence."""
LIST_COLUMNS = (N_("TN-Nr."), N_("Eintritt"), N_("Austritt"), N_("Vollständig"))
"""Columns that lists of participants have anyway; a programme's columns must have other titles."""
_CODE = re.compile(r"[A-Za-z0-9_]+")
_RESERVED = (NO_ANSWER, NOT_APPLICABLE, UNREASONED, GIVEN)
_SHORT_LENGTH = 60
_UNSAFE = set('*?~"<>=')
"""Excel reads these as wildcards or operators in the conditions of COUNTIFS."""


def question(table: Table, earlier: Collection[Question], stage: str, *, person: bool = False) -> Question:
    """One question, or one thing taken from the PERSON; conditions may name what stands EARLIER in the file."""
    kind = table.choice("kind", PERSON_KINDS if person else KINDS, "choice")
    offered, unless = options(table, "options"), table.table("unless")
    if (kind == "choice") != bool(offered):
        table.wrong("options" if offered else "", _("Eine Auswahl braucht „options“, eine andere Frage hat keine."))
    found = Question(
        key=code(table, "key"),
        label=table.text("label"),
        column=table.text("column", ""),
        stage=stage,
        kind=kind,
        group=table.text("group", ""),
        help=table.text("help", ""),
        options=offered,
        required=table.flag("required"),
        evidence=table.flag("evidence"),
        office=table.flag("office"),
        declined=table.choice("declined", ("complete", "incomplete", "reason"), ""),
        sensitivity=table.choice("sensitivity", SENSITIVITIES),
        when=_group(table.table("when"), earlier),
        unless=() if person else _group(unless, earlier),
        low=table.number("min", None),
        high=table.number("max", None),
        fields=table.texts("fields") if person else (),
    )
    _check_question(table, found, person)
    return found


def spared(root: Table, person: Iterable[Question], questions: Collection[Question]) -> tuple[Question, ...]:
    """What is taken from the person, with the answers that make it needless; those are read later than the person."""
    tables = [Table(root.source, values, ("person", n)) for n, values in enumerate(root.values.get("person", []))]
    return tuple(
        replace(one, unless=_group(table.table("unless"), questions)) for one, table in zip(person, tables, strict=True)
    )


def _check_question(table: Table, found: Question, person: bool) -> None:
    if "__" in found.key:
        table.wrong("key", _("Zwei Unterstriche hintereinander sind für Begründungen vergeben."))
    if found.declined and not found.options:
        table.wrong("declined", _("„keine Angabe“ gibt es nur bei einer Auswahl."))
    if (found.required or found.evidence) and not found.column and not person:
        table.wrong("", _("Eine Pflichtangabe braucht „column“, damit sie in Listen und Prüfungen erscheint."))
    allowed = PURPOSES if found.kind == "consent" else PERSON_FIELDS
    if unknown := [name for name in found.fields if name not in allowed]:
        table.wrong("fields", _("Das Feld „{name}“ gibt es bei der Person nicht.").format(name=unknown[0]))
    if found.column and found.kind in ("text", "date", "consent") and person:
        table.wrong("column", _("Was so von der Person kommt, steht in keiner Liste; bitte ohne „column“."))
    if found.column and found.kind in ("age", "choice") and person and len(found.fields) != 1:
        table.wrong("fields", _("Hier muss genau ein Feld der Person stehen."))


def options(table: Table, key: str) -> tuple[Option, ...]:
    """A list of answers (or of anything else that has code and label), each once."""
    found = tuple(_option(one) for one in table.tables(key))
    unique(table, key, [one.code for one in found])
    unique(table, key, [one.short.casefold() for one in found])
    return found


def _option(table: Table) -> Option:
    name, label = code(table, "code"), table.text("label")
    short = table.text("short", label)
    if name in _RESERVED:
        table.wrong("code", _("„{code}“ ist vergeben; dafür gibt es „declined“.").format(code=name))
    if len(short) > _SHORT_LENGTH or _UNSAFE & set(short):
        table.wrong(
            "short" if "short" in table.values else "label",
            _(
                "In Listen darf die Antwort höchstens {n} Zeichen und keines von {unsafe} haben; dafür gibt es „short“."
            ).format(n=_SHORT_LENGTH, unsafe=" ".join(sorted(_UNSAFE))),
        )
    return Option(name, label, short)


def derived(table: Table, questions: Iterable[Question]) -> Derived:
    """A level that follows from several answers."""
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
    return Derived(code(table, "key"), table.text("label"), table.text("column"), tuple(levels))


def indicator(table: Table, columns: Collection[Question | Derived], sections: Iterable[Section]) -> Indicator:
    """One indicator: who counts, the sum of others, or something that is not about participants."""
    section = table.choice("section", [one.key for one in sections])
    if sum(key in table.values for key in ("where", "sum_of", "source")) != 1:
        table.wrong("", _("Ein Indikator braucht genau eines von „where“, „sum_of“ und „source“."))
    return Indicator(
        code=code(table, "code"),
        section=section,
        label=table.text("label"),
        official=table.text("official"),
        rule=table.text("rule"),
        among=_filter(table, "among", columns),
        where=_filter(table, "where", columns),
        sum_of=table.texts("sum_of", []),
        part_of=table.text("part_of", ""),
        internal=table.flag("internal"),
        source=_source(table),
    )


def _source(table: Table) -> Source | None:
    if "source" not in table.values:
        return None
    select = table.table("select")
    chosen = tuple((key, select.texts(key)) for key in select.values)
    return Source(table.choice("source", SOURCES), table.choice("measure", MEASURES, "count"), chosen)


def _filter(table: Table, key: str, columns: Collection[Question | Derived]) -> Filter:
    where = table.values.get(key)
    several = table.tables(key) if isinstance(where, list) else [table.table(key)]
    return tuple(group for one in several if (group := _group(one, columns)))


def _group(table: Table, columns: Iterable[Question | Derived]) -> tuple[Condition, ...]:
    by_key = {one.key: one for one in columns if one.column}
    conditions = []
    for key, value in table.values.items():
        if key not in by_key:
            table.wrong(key, _("Die Frage „{key}“ gibt es hier nicht oder sie kommt erst später.").format(key=key))
        if isinstance(column := by_key[key], Question) and column.codes:
            if not isinstance(value, list):
                table.wrong(key, _("Hier muss eine Liste von Antworten stehen."))
            codes = table.texts(key)
            if unknown := set(codes) - set(column.codes) or (not codes and {""}):
                table.wrong(key, _("Die Antwort „{code}“ gibt es nicht.").format(code=min(unknown)))
            conditions.append(Condition(key, codes=codes))
        else:
            bounds = table.table(key)
            conditions.append(Condition(key, low=bounds.number("min", None), high=bounds.number("max", None)))
            bounds.end()
    table.end()
    return tuple(conditions)


def control(table: Table, indicators: Collection[Indicator]) -> ControlSum:
    """A sum that must come out."""
    known = ["complete", *(one.code for one in indicators if not one.source)]
    found = ControlSum(
        label=table.text("label"),
        whole=table.choice("whole", known),
        parts=table.texts("parts", []),
        genders_of=table.choice("genders_of", known, ""),
        relation=table.choice("relation", ("equal", "at_most"), "equal"),
    )
    if unknown := set(found.parts) - set(known):
        table.wrong("parts", _("Den Indikator „{code}“ gibt es nicht.").format(code=min(unknown)))
    if bool(found.parts) == bool(found.genders_of):
        table.wrong("", _("Eine Kontrollsumme braucht entweder „parts“ oder „genders_of“."))
    return found


def check_names(
    root: Table,
    person: Sequence[Question],
    columns: Sequence[Question | Derived],
    questions: Sequence[Question],
    indicators: Sequence[Indicator],
) -> None:
    """Every name once, what counts taken from the person, indicators that refer to each other."""
    missing = [key for key in PERSON_KEYS if key not in {one.key for one in person if one.column}]
    if questions and missing:
        root.wrong("person", _("Von der Person fehlt {keys}.").format(keys=", ".join(missing)))
    keys = [one.key for one in questions] + [one.key for one in columns if isinstance(one, Derived)]
    unique(root, "question", keys)
    titles = (*LIST_COLUMNS, *(one.column for one in columns))
    unique(root, "question", [re.sub(r"\W+", "_", title).strip("_").casefold() for title in titles])
    codes = [one.code for one in indicators]
    unique(root, "indicator", codes)
    for n, one in enumerate(indicators):
        simple = {other.code for other in indicators if not other.sum_of and not other.source}
        if unknown := set(one.sum_of) - simple or {one.part_of} - {*codes, ""}:
            key = "sum_of" if one.sum_of else "part_of"
            root.source.wrong(
                ("indicator", n, key), _("Den Indikator „{code}“ gibt es nicht.").format(code=min(unknown))
            )


def code(table: Table, key: str) -> str:
    """A name that files and formulas use."""
    found = table.text(key)
    if not _CODE.fullmatch(found):
        table.wrong(key, _("„{code}“ darf nur aus Buchstaben ohne Umlaute, Ziffern und _ bestehen.").format(code=found))
    return found


def unique(table: Table, key: str, names: list[str]) -> None:
    """Refuse the file when a name stands there twice."""
    for name in names:
        if names.count(name) > 1:
            table.wrong(key, _("„{name}“ kommt zweimal vor.").format(name=name))
