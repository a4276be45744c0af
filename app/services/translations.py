"""Working translations of the questionnaires: the German text of the programme files alone is binding."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from app.core.resources import resource
from app.core.text import N_
from app.services.programme import NO_ANSWER, Programme, Question

LANGUAGES: Mapping[str, str] = {
    "en": N_("Englisch"),
    "uk": N_("Ukrainisch"),
    "ar": N_("Arabisch"),
    "fa": N_("Persisch"),
    "ti": N_("Tigrinya"),
    "vi": N_("Vietnamesisch"),
    "tr": N_("Türkisch"),
    "ru": N_("Russisch"),
}
"""The languages that ship, each a file of this name."""
FORM = (
    "title_entry", "title_exit", "title_follow_up", "working", "mandatory", "tick", "privacy", "controller",
    "responsible", "officer", "purpose", "recipients", "retention", "voluntary", "rights", "confirm", "sign_self",
    "sign_guardian",
)  # fmt: skip
"""The texts of the form that belong to no question."""
ANY = "any"
IMPOSSIBLE = "no_answer_possible"


@dataclass(frozen=True)
class Translation:
    """One language."""

    code: str
    name: str
    native: str
    rtl: bool
    form: Mapping[str, str]
    questions: Mapping[str, str]
    options: Mapping[str, Mapping[str, str]]

    def option(self, question: Question, code: str) -> str:
        """The answer CODE of a question; levels such as A1 are the same everywhere."""
        if code == NO_ANSWER and question.reasoned:
            return self.options[ANY].get(IMPOSSIBLE, "")
        given = self.options.get(question.key, {}).get(code) or self.options[ANY].get(code, "")
        return given or next((one.label for one in question.options if one.code == code and _is_level(one.label)), "")

    def lacks(self, programme: Programme) -> Iterator[str]:
        """What of a programme's questions has no text in this language."""
        yield from (f"form.{key}" for key in FORM if not self.form.get(key))
        for question in (*programme.person, *programme.questions):
            if question.office or question.kind == "consent":
                continue
            if not self.questions.get(question.key):
                yield f"question.{question.key}"
            for one in question.choices():
                if not self.option(question, one.code):
                    yield f"option.{question.key}.{one.code}"


def _is_level(label: str) -> bool:
    return len(label) <= 2


@cache
def load(code: str) -> Translation:
    """The language CODE."""
    raw = tomllib.loads(resource("programmes", "translations", f"{code}.toml").read_text(encoding="utf-8"))
    return Translation(
        code, raw["name"], raw["native"], raw["direction"] == "rtl", raw["form"], raw["question"], raw["option"]
    )
