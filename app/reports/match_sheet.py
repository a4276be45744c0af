"""The result sheet for the talk: who is proposed to whom, why, and room for what is said; one page.

Nothing is on it that belongs to nobody's desk: no age, no gender, no children, no origin, no address.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core.errors import Invalid
from app.core.progress import Progress
from app.core.text import N_, _, show
from app.models import Project
from app.models.db import Database
from app.models.match_rules import MatchKind
from app.services import participations
from app.services.match_offers import OFFERS
from app.services.match_pairs import PAIRS
from app.services.matchmaking import Matching, Matchmaker
from app.services.pairs import of_project

if TYPE_CHECKING:
    from app.reports.pdf.documents import Note
    from app.reports.pdf.output import Target
    from app.services.matching import Proposal

SHOWN = ("similar", "common", "distance", "overlap")
"""Kinds of wishes that may be printed: profession and interests, languages, the way, the hours."""
MARKS = {"fulfilled": N_("passt"), "partly": N_("passt teilweise"), "not": N_("passt nicht"), "unknown": N_("offen")}


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchSheet:
    """Everything the sheet says, as plain values."""

    institution: str = ""
    title: str
    seeker: str
    provider: str
    facts: tuple[tuple[str, str], ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()
    """What was looked at, and what came out."""
    blanks: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a sheet says, whoever it is about."""

    title: str
    seeker: str
    provider: str
    blanks: tuple[str, ...]
    hint: str
    nobody: str
    """Where there is no proposal to print."""


MAKERS: Mapping[MatchKind, Matchmaker] = {MatchKind.PAIRS: PAIRS, MatchKind.OFFERS: OFFERS}
CLOSING = N_("Noch zu klären"), N_("Gespräch geführt von, am")
WORDINGS = {
    MatchKind.PAIRS: Wording(
        title=N_("Vorschlag für ein Tandem"),
        seeker=N_("Mentee"),
        provider=N_("Mentorin"),
        blanks=(N_("Was die Mentee dazu sagt"), N_("Was die Mentorin dazu sagt"), N_("Kennenlernen am, wo"), *CLOSING),
        hint=N_(
            "Dieser Bogen ist ein Vorschlag. Ob daraus ein Tandem wird, entscheiden beide Frauen gemeinsam mit der "
            "Koordination. Bitte nach dem Gespräch vernichten."
        ),
        nobody=N_("Für diese Mentee gibt es zurzeit keinen Vorschlag."),
    ),
    MatchKind.OFFERS: Wording(
        title=N_("Vorschlag für ein Angebot"),
        seeker=N_("Person"),
        provider=N_("Angebot"),
        blanks=(
            N_("Was die Person dazu sagt"),
            N_("Wer dort ansprechbar ist"),
            N_("Schnupperbesuch am"),
            *CLOSING,
        ),
        hint=N_(
            "Dieser Bogen ist ein Vorschlag. Ob daraus etwas wird, entscheidet die Person selbst; vorher erfährt die "
            "Organisation keinen Namen. Bitte nach dem Gespräch vernichten."
        ),
        nobody=N_("Für diese Person gibt es zurzeit kein Angebot, das vorgeschlagen wird."),
    ),
}


def make(
    db: Database,
    project_id: int,
    person_id: int,
    path: Path,
    progress: Progress,
    kind: str = MatchKind.PAIRS,
    provider: int | None = None,
) -> Path:
    """Compute anew, then write the sheet of the one who seeks; of several proposals that of the PROVIDER."""
    maker = MAKERS[MatchKind(kind)]
    with db.read() as session:
        found = maker.compute(session, of_project(session, project_id), progress)
    return build(db, found, person_id, project_id, path, progress, provider)


def build(
    db: Database,
    found: Matching,
    seeker: int,
    project_id: int | None,
    path: Path,
    progress: Progress,
    provider: int | None = None,
) -> Path:
    """Write the sheet of what is proposed to one who seeks; of several the PROVIDER, or the best."""
    office = ""
    if project_id is not None:
        with db.read() as session:
            part = session.get_one(Project, project_id)
            office = part.carrier or participations.root(session, part.id).carrier
    write(sheet(found, seeker, office, provider), path, progress)
    return path


def sheet(found: Matching, seeker: int, institution: str = "", provider: int | None = None) -> MatchSheet:
    """What the sheet says about a proposal that was computed."""
    words, sides = WORDINGS[found.kind], found.sides
    proposals = found.result.proposals(seeker) if seeker in sides.seeking else []
    one = next((one for one in proposals if one.chosen and provider in (None, one.provider)), None)
    if one is None:
        raise Invalid({"person": _(words.nobody)})
    names = sides.seeking[seeker].name, sides.giving[int(one.provider)].name
    return MatchSheet(
        institution=institution,
        title=_(words.title),
        seeker=names[0],
        provider=names[1],
        facts=(
            (_(words.seeker), names[0]),
            (_(words.provider), names[1]),
            (_("Punkte"), _("{n} von {all}").format(n=one.points, all=one.possible)),
            (_("Berechnet am"), _("{day}, Regeln „{rules}“").format(day=show(found.at.date()), rules=found.rules_name)),
        ),
        reasons=tuple(_reasons(found, one)),
        blanks=tuple(map(_, words.blanks)),
        hint=_(words.hint),
    )


def _reasons(found: Matching, proposal: Proposal) -> Iterator[tuple[str, str]]:
    """The wishes that may be printed, in the order of the rules."""
    wishes = [line for line in proposal.lines if not line.must]
    for rule, line in zip(found.result.problem.rules.wishes, wishes, strict=True):
        if rule.kind in SHOWN:
            yield line.text, _(MARKS[line.state])


def write(sheet: MatchSheet, target: Target, progress: Progress | None = None) -> list[Note]:
    """Write the sheet as a PDF; with a character no font has, write nothing."""
    from app.reports.pdf.documents import Document

    about = f"{sheet.seeker} – {sheet.provider}"
    document = Document("match_sheet", title=_("Ergebnisbogen: {names}").format(names=about), author=sheet.institution)
    document.add(_values(sheet), about)
    return document.deliver(target, progress or Progress())


def _values(sheet: MatchSheet) -> Mapping[str, Any]:
    return {
        "institution": sheet.institution,
        "title": sheet.title,
        "names": f"{sheet.seeker} – {sheet.provider}",
        "facts": sheet.facts,
        "reasons_heading": _("Warum dieser Vorschlag"),
        "reasons": sheet.reasons,
        "talk_heading": _("Für das Gespräch"),
        "blanks": sheet.blanks,
        "hint": sheet.hint,
    }
