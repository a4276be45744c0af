"""Languages as one cell of a list: 'Arabisch (Muttersprache), Deutsch B1'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.core.languages import LEVELS, language, language_name, level
from app.core.text import _

_BETWEEN = re.compile(r"\s*(?:[,;/\n+]|\s(?:und|and)\s)\s*")
_CUT = re.compile(r"[\s:(=]+|\s[-–]\s")


@dataclass(frozen=True)
class Spoken:
    """Languages with their levels, each language once; `show()` is what `parse()` reads back."""

    skills: tuple[tuple[str, str], ...] = ()
    """(code of the language, code of the level)."""
    bare: tuple[str, ...] = ()
    """Names of languages that stood there without a level."""

    @classmethod
    def parse(cls, text: str) -> Spoken:
        """Read a cell; ValueError names what is no language."""
        skills: dict[str, str] = {}
        bare: list[str] = []
        for part in filter(None, _BETWEEN.split(text.strip())):
            if found := next(_readings(part), None):
                skills[found[0]] = found[1]
            elif code := language(part):
                bare.append(language_name(code))
            else:
                sentence = _("„{part}“ ist als Sprache nicht bekannt. Bitte „Arabisch B1“ schreiben.")
                raise ValueError(sentence.format(part=part))
        return cls(tuple(skills.items()), tuple(bare))

    def show(self) -> str:
        """How it stands in lists."""
        names = dict(LEVELS)
        parts = ((language_name(code), code_, names[code_]) for code, code_ in self.skills)
        return ", ".join(f"{name} ({label})" if code != label else f"{name} {label}" for name, code, label in parts)

    def without(self, code: str) -> Spoken:
        """The same without one language."""
        return Spoken(tuple(one for one in self.skills if one[0] != code), self.bare)

    def covers(self, other: Spoken) -> bool:
        """Whether everything OTHER says is said here, too."""
        return set(other.skills) <= set(self.skills)


def _readings(part: str) -> Iterator[tuple[str, str]]:
    """Language and level of 'Deutsch B1', 'Arabisch (Muttersprache)', 'Muttersprache Dari'."""
    for cut in _CUT.finditer(part):
        one, other = part[: cut.start()].strip(" )"), part[cut.end() :].strip(" )")
        for name, grade in ((one, other), (other, one)):
            if (found := level(grade)) and (code := language(name)):
                yield code, found
