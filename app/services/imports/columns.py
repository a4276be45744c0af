"""Which column of a list is which field: guessed from the headers, or remembered from the last list like this."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from app.core.settings import Settings
from app.core.text import _
from app.services.imports.subject import Subject, squeezed

ALIKE = 0.85
"""From this likeness on a header with a slip of the pen is recognised."""
SHORTEST = 5
"""Shorter headers have to be right."""
TABLE = "imports"


@dataclass(frozen=True)
class Mapping:
    """For each column the name of what it is; nothing where it is not taken over."""

    headers: tuple[str, ...]
    targets: tuple[str, ...]

    def column(self, target: str) -> int | None:
        """The place of the column that is TARGET."""
        return self.targets.index(target) if target in self.targets else None

    def with_target(self, column: int, target: str) -> Mapping:
        """The mapping with another meaning of one column; no other keeps that meaning."""
        others = ["" if one == target else one for one in self.targets]
        others[column] = target
        return Mapping(self.headers, tuple(others))

    def problem(self, subject: Subject) -> str | None:
        """One sentence about what keeps this mapping from being used, or nothing."""
        taken = [target for target in self.targets if target]
        for target in taken:
            if taken.count(target) > 1:
                columns = [header for header, one in zip(self.headers, self.targets, strict=True) if one == target]
                sentence = _("„{label}“ ist mehrfach zugeordnet: {columns}. Bitte nur eine Spalte wählen.")
                return sentence.format(label=subject.targets[target].label, columns=", ".join(columns))
        for target in taken:
            for name in subject.targets[target].fields:
                if target not in {name, "house_number"} and name in taken:
                    sentence = _("„{one}“ und „{other}“ ergeben dasselbe Feld. Bitte nur eines zuordnen.")
                    return sentence.format(one=subject.targets[target].label, other=subject.targets[name].label)
        if not {"last_name", "first_names", "full_name"} & set(taken):
            return _("Keine Spalte ist der Name. Bitte ordnen Sie wenigstens den Nachnamen zu.")
        return None


def guess(subject: Subject, headers: Sequence[str]) -> Mapping:
    """What the columns are, as far as their headers tell; every meaning is given once, to the likeliest column."""
    rated = [
        (likeness, -column, target)
        for column, header in enumerate(headers)
        for target, likeness in _meanings(subject, header)
    ]
    targets = [""] * len(headers)
    for _likeness, place, target in sorted(rated, reverse=True):
        if not targets[-place] and not _given(subject, target, targets):
            targets[-place] = target
    _by_neighbours(targets, [squeezed(header) for header in headers])
    return Mapping(tuple(headers), tuple(targets))


def fingerprint(subject: Subject, headers: Sequence[str]) -> str:
    """The same for lists with the same headers in the same order, and telling nothing about them."""
    text = "\n".join([subject.name, *map(squeezed, headers)])
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def remember(settings: Settings, subject: Subject, mapping: Mapping) -> None:
    """Keep a mapping for the next list with these headers; the headers themselves are not kept."""
    settings.put(TABLE, fingerprint(subject, mapping.headers), list(mapping.targets))


def remembered(settings: Settings, subject: Subject, headers: Sequence[str]) -> Mapping | None:
    """The mapping that was kept for a list with these headers."""
    table = settings.values.get(TABLE)
    targets = table.get(fingerprint(subject, headers)) if isinstance(table, dict) else None
    if not isinstance(targets, list) or len(targets) != len(headers):
        return None
    known = {"", *subject.targets}
    return Mapping(tuple(headers), tuple(one if one in known else "" for one in targets))


def _by_neighbours(targets: list[str], keys: Sequence[str]) -> None:
    """Decide about the headers that mean something only together with others."""
    if "name" in keys and not targets[keys.index("name")] and not {"last_name", "full_name"} & set(targets):
        targets[keys.index("name")] = "last_name" if "first_names" in targets else "full_name"
    if "street" not in targets and "house_number" in targets:
        targets[targets.index("house_number")] = ""
    elif "street" in targets and "house_number" not in targets:
        place = targets.index("street") + 1
        if place < len(keys) and keys[place] == "nr" and not targets[place]:
            targets[place] = "house_number"


def _meanings(subject: Subject, header: str) -> list[tuple[str, float]]:
    key = squeezed(header)
    if target := subject.headers.get(key):
        return [(target, 1.0)]
    if len(key) < SHORTEST:
        return []
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(key)
    found = []
    for word, target in subject.headers.items():
        if len(word) >= SHORTEST:
            matcher.set_seq1(word)
            if matcher.quick_ratio() >= ALIKE and (likeness := matcher.ratio()) >= ALIKE:
                found.append((target, likeness))
    return found


def _given(subject: Subject, target: str, targets: Sequence[str]) -> bool:
    """Whether other columns give already what TARGET would give."""
    if target == "house_number":
        return target in targets
    others = {name for one in targets if one and one != "house_number" for name in subject.targets[one].fields}
    return target in targets or bool(others & set(subject.targets[target].fields))
