"""The answers to a programme's questions at entry as columns of a list, and the words by which they are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from app.core.text import _
from app.models.fields import Field
from app.services.programme import NO_ANSWER, Programme
from app.services.translations import load as translation

ENTRY, ANSWER = "participation.entry", "answer."
"""Names of the columns among those of the person."""
ENTRY_WORDS = (
    "Eintritt",
    "Eintrittsdatum",
    "Eintritt am",
    "Teilnahme seit",
    "Beginn",
    "Entry",
    "Entry date",
    "Start date",
)
DECLINED = ("keine Angabe", "keine Angaben", "no answer")
YES_NO: Mapping[str, tuple[str, ...]] = {"yes": ("ja", "j", "x", "1", "yes", "y"), "no": ("nein", "n", "0", "no")}


def fields(programme: Programme) -> dict[str, Field]:
    """The day of entry and the questions at entry as fields that columns can be."""
    asked = {ANSWER + one.key: one.form_fields()[0] for one in programme.questions_at("entry")}
    entry = Field(_("Eintrittsdatum"), name=ENTRY, kind=date)
    return {ENTRY: entry} | {name: replace(field, name=name) for name, field in asked.items()}


def headers(programme: Programme) -> dict[str, list[str]]:
    """Column → by which headers it is known: label, title in lists, English text, key."""
    english = translation("en")
    found = {ENTRY: list(ENTRY_WORDS)}
    for one in programme.questions_at("entry"):
        known = (one.label, one.column, english.questions.get(one.key, ""), one.key)
        found[ANSWER + one.key] = [word for word in known if word]
    return found


def words(programme: Programme, name: str) -> dict[str, str]:
    """Word → code of an answer: labels, short forms, English texts, codes."""
    english, question = translation("en"), programme.question(name.removeprefix(ANSWER))
    found: dict[str, str] = {}
    for one in question.choices():
        known = [one.code, one.label, one.short, english.option(question, one.code), *YES_NO.get(one.code, ())]
        found |= {word: one.code for word in (DECLINED if one.code == NO_ANSWER else known) if word}
    return found
