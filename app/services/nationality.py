"""What follows from the nationalities of a person: their class, and where that counts."""

from __future__ import annotations

from app.core.countries import nationality_class
from app.core.text import N_, _
from app.services.programme import Programme

QUESTION = "nationality"
"""The key under which programmes ask for the class."""
LABELS = {
    "german": N_("deutsch"),
    "eu": N_("anderer Staat der EU"),
    "third": N_("Drittstaat"),
    "stateless": N_("staatenlos"),
    "unclear": N_("ungeklärt"),
}


def told(first: str, second: str, programme: Programme | None) -> str:
    """'Drittstaat · zählt in EECO13' for one or two nationalities; where PROGRAMME counts none, the class alone."""
    typed = ", ".join(filter(None, (first.strip(), second.strip())))
    if not typed:
        return ""
    found = nationality_class(typed)
    if found is None:
        return _("nicht erkannt, bitte prüfen")
    codes = _counting(programme, found) if programme else []
    counts = _("zählt in {codes}").format(codes=", ".join(codes)) if codes else ""
    return " · ".join(filter(None, (_(LABELS[found]), counts)))


def _counting(programme: Programme, found: str) -> list[str]:
    """The indicators that ask for nothing but such a nationality."""
    codes = []
    for indicator in programme.indicators:
        asked = {condition.key for group in indicator.where for condition in group}
        if asked == {QUESTION} and any(all(one.holds(found) for one in group) for group in indicator.where):
            codes.append(indicator.code)
    return codes
