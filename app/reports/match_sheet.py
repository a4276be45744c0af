"""The result sheet for the talk with both: who is proposed to whom, why, and room for what they say; one page.

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
from app.services import participations
from app.services.match_pairs import Matching, compute
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
    mentee: str
    mentor: str
    facts: tuple[tuple[str, str], ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()
    """What was looked at, and what came out."""
    blanks: tuple[str, ...] = (
        N_("Was die Mentee dazu sagt"),
        N_("Was die Mentorin dazu sagt"),
        N_("Kennenlernen am, wo"),
        N_("Noch zu klären"),
        N_("Gespräch geführt von, am"),
    )
    hint: str = N_(
        "Dieser Bogen ist ein Vorschlag. Ob daraus ein Tandem wird, entscheiden beide Frauen gemeinsam mit der "
        "Koordination. Bitte nach dem Gespräch vernichten."
    )


def make(db: Database, project_id: int, mentee_id: int, path: Path, progress: Progress) -> Path:
    """Compute anew, then write the sheet of one mentee."""
    with db.read() as session:
        found = compute(session, of_project(session, project_id), progress)
    return build(db, found, mentee_id, project_id, path, progress)


def build(
    db: Database, found: Matching, mentee_id: int, project_id: int | None, path: Path, progress: Progress
) -> Path:
    """Write the sheet of the mentor who is proposed to a mentee."""
    office = ""
    if project_id is not None:
        with db.read() as session:
            part = session.get_one(Project, project_id)
            office = part.carrier or participations.root(session, part.id).carrier
    write(sheet(found, mentee_id, office), path, progress)
    return path


def sheet(found: Matching, mentee_id: int, institution: str = "") -> MatchSheet:
    """What the sheet says about the proposal that was computed for a mentee."""
    chosen = [one for one in found.result.proposals(mentee_id) if one.chosen] if mentee_id in found.people else []
    if not chosen:
        raise Invalid({"person": _("Für diese Mentee gibt es zurzeit keinen Vorschlag.")})
    one = chosen[0]
    mentee, mentor = (found.people[id].person for id in (mentee_id, int(one.provider)))
    return MatchSheet(
        institution=institution,
        mentee=mentee.full_name,
        mentor=mentor.full_name,
        facts=(
            (_("Mentee"), mentee.full_name),
            (_("Mentorin"), mentor.full_name),
            (_("Punkte"), _("{n} von {all}").format(n=one.points, all=one.possible)),
            (_("Berechnet am"), _("{day}, Regeln „{rules}“").format(day=show(found.at.date()), rules=found.rules_name)),
        ),
        reasons=tuple(_reasons(found, one)),
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

    about = f"{sheet.mentee} – {sheet.mentor}"
    document = Document("match_sheet", title=_("Ergebnisbogen: {names}").format(names=about), author=sheet.institution)
    document.add(_values(sheet), about)
    return document.deliver(target, progress or Progress())


def _values(sheet: MatchSheet) -> Mapping[str, Any]:
    return {
        "institution": sheet.institution,
        "title": _("Vorschlag für ein Tandem"),
        "names": f"{sheet.mentee} – {sheet.mentor}",
        "facts": sheet.facts,
        "reasons_heading": _("Warum dieser Vorschlag"),
        "reasons": sheet.reasons,
        "talk_heading": _("Für das Gespräch"),
        "blanks": tuple(_(text) for text in sheet.blanks),
        "hint": _(sheet.hint),
    }
