"""Mappings with a name, for lists that come again with other columns: kept on this computer, without personal data.

They lie in the settings beside the mappings by header set. Of a header only its fingerprint is kept: a list whose
first person was taken for the headers leaves nothing readable behind.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.core.errors import Invalid
from app.core.fold import sort_key
from app.core.settings import Settings
from app.core.text import _
from app.services.imports.columns import Mapping, fingerprint
from app.services.imports.subject import Subject

TABLE = "named_imports"
LENGTH = 60


def names(settings: Settings, subject: Subject) -> list[str]:
    """The names of what was kept for this kind of list, in German order."""
    return sorted(_kept(settings, subject), key=sort_key)


def save(settings: Settings, subject: Subject, name: str, mapping: Mapping) -> str:
    """Keep a mapping under NAME, over one that has that name; the name as it is kept. Invalid when it is none."""
    name = _checked(name)
    pairs = zip(mapping.headers, mapping.targets, strict=True)
    targets = {fingerprint(subject, [header]): target for header, target in pairs}
    settings.put(TABLE, subject.name, _kept(settings, subject) | {name: targets})
    return name


def recall(settings: Settings, subject: Subject, name: str, headers: Sequence[str]) -> Mapping:
    """The mapping called NAME for a list with these HEADERS; columns it does not know stay open."""
    targets = _kept(settings, subject).get(name, {})
    found = [targets.get(fingerprint(subject, [header]), "") for header in headers]
    known = [one if one in subject.targets and one not in found[:place] else "" for place, one in enumerate(found)]
    return Mapping(tuple(headers), tuple(known))


def rename(settings: Settings, subject: Subject, old: str, new: str) -> str:
    """Give a mapping another name; Invalid when another has it already."""
    new, kept = _checked(new), _kept(settings, subject)
    if new != old and new in kept:
        raise Invalid({"name": _("„{name}“ gibt es schon. Bitte wählen Sie einen anderen Namen.").format(name=new)})
    if old in kept:
        settings.put(TABLE, subject.name, {new if name == old else name: targets for name, targets in kept.items()})
    return new


def unname(settings: Settings, subject: Subject, name: str) -> None:
    """Forget a mapping."""
    kept = _kept(settings, subject)
    settings.put(TABLE, subject.name, {other: targets for other, targets in kept.items() if other != name})


def _kept(settings: Settings, subject: Subject) -> dict[str, dict[str, str]]:
    """What is in the file, as far as it has the right form."""
    table: Any = settings.values.get(TABLE)
    found: Any = table.get(subject.name) if isinstance(table, dict) else None
    if not isinstance(found, dict):
        return {}
    return {name: targets for name, targets in found.items() if isinstance(targets, dict)}


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise Invalid({"name": _("Der Name fehlt.")})
    if len(name) > LENGTH:
        raise Invalid({"name": _("Der Name ist zu lang. Möglich sind {n} Zeichen.").format(n=LENGTH)})
    return name
