"""The agreement of a mentee and her mentor as an accessible print PDF: what they want, how often, and what holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.core.errors import Conflict
from app.core.progress import Progress
from app.core.text import N_, _, show
from app.models import Person, Project
from app.reports.certificate import FundingStrip
from app.reports.sources import LOGO, funding_strip
from app.services import participations
from app.services.pair_log import goals
from app.services.pair_views import view
from app.services.programmes import load

if TYPE_CHECKING:
    from pathlib import Path

    from app.models.db import Database
    from app.models.pair_goal import PairGoal
    from app.reports.pdf.documents import Note
    from app.reports.pdf.output import Target

BLANK_GOALS = 3
"""So many lines are there to write goals on where none are kept yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Everything that is printed and does not depend on the pair; another language is another wording."""

    language: str = "de"
    title: str = N_("Mentoring-Vereinbarung")
    lead: str = N_(
        "Wir beide möchten eine Zeit lang zusammenarbeiten. Das ist freiwillig und kostet nichts. "
        "Diese Vereinbarung sagt, was wir uns vornehmen und woran wir uns halten."
    )
    goals: str = N_("Das nehmen wir uns vor")
    rights: str = N_("Daran halten wir uns")
    terms: tuple[str, ...] = (
        N_(
            "Jede von uns kann jederzeit aufhören, ohne einen Grund zu nennen. "
            "Es genügt, das der Koordination zu sagen. Niemandem entsteht daraus ein Nachteil."
        ),
        N_(
            "Was wir einander erzählen, bleibt unter uns, auch nach dem Ende. Nur wenn jemand in Gefahr ist, "
            "wird Hilfe geholt."
        ),
        N_(
            "Die Mentorin hört zu, ermutigt und zeigt Wege. Sie ersetzt keine Beratung zu Aufenthalt, Recht oder "
            "Gesundheit, übernimmt keine Kosten und leiht kein Geld."
        ),
        N_(
            "Wir sagen rechtzeitig Bescheid, wenn wir ein Treffen nicht einhalten können. "
            "Die Koordination erfährt nur Tag, Dauer und Thema der Treffen."
        ),
        N_(
            "Gibt es Schwierigkeiten, sprechen wir mit der Koordination. "
            "Etwa alle drei Monate schauen wir gemeinsam auf unsere Ziele."
        ),
        N_(
            "Die Einwilligung in die Vermittlung kann jede von uns jederzeit widerrufen. "
            "Jede bekommt ein unterschriebenes Exemplar."
        ),
    )
    mentee: str = N_("Mentee")
    mentor: str = N_("Mentorin")
    coordinator: str = N_("Koordination")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementSheet:
    """Everything one agreement says, as plain values."""

    institution: str
    address: tuple[str, ...] = ()
    number: str
    mentee: str
    mentor: str
    coordinator: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    goals: tuple[str, ...] = ()
    place: str = ""
    strip: FundingStrip | None = None
    logo: str | None = None
    wordings: tuple[Wording, ...] = (Wording(),)
    """One part of the document each; more than one makes it bilingual."""


def build(db: Database, pair_id: int, path: Path, progress: Progress) -> Path:
    """Write the agreement of a pair."""
    write(sheet(db, pair_id), path, progress)
    return path


def sheet(db: Database, pair_id: int) -> AgreementSheet:
    """What the agreement of a pair says."""
    with db.read() as session:
        found = view(session, pair_id)
        if found is None:
            raise Conflict(_("Dieses Tandem gibt es nicht mehr. Bitte neu laden."))
        part = session.get_one(Project, found.pair.project_id)
        whole = participations.root(session, part.id)
        people = [session.get_one(Person, one.id) for one in (found.mentee, found.mentor)]
        wanted = goals(session, pair_id)
    carrier = part if part.carrier else whole
    return AgreementSheet(
        institution=carrier.carrier,
        address=tuple(line for line in (carrier.carrier_street, carrier.carrier_city) if line),
        number=found.line.number,
        mentee=found.mentee.name,
        mentor=found.mentor.name,
        coordinator=carrier.head,
        facts=tuple(_facts(people, found.pair.active, found.pair.planned_end, part.caption)),
        goals=tuple(_goal(one) for one in wanted),
        place=carrier.issued_at,
        strip=funding_strip(load(whole.programme).terms, places=carrier.placeholders),
        logo=LOGO if carrier.placeholders else None,
    )


def _facts(people: Sequence[Person], begins: object, ends: object, project: str) -> list[tuple[str, str]]:
    mentee, mentor = people
    common = mentee.times & mentor.times if mentee.times and mentor.times else None
    times = _("{when} und nach Absprache").format(when=common.show()) if common else _("nach Absprache")
    return [
        (_("Mentee"), mentee.full_name),
        (_("Mentorin"), mentor.full_name),
        (_("Projekt"), project),
        (_("Beginn"), show(begins) or "…………………………"),
        (_("Geplantes Ende"), show(ends) or "…………………………"),
        (_("Treffen"), _("etwa alle zwei Wochen, {times}").format(times=times)),
    ]


def _goal(goal: PairGoal) -> str:
    return f"{goal.text} ({goal.note})" if goal.note else goal.text


def check(sheet: AgreementSheet) -> list[Note]:
    """What printing would change, and what stands in its way, without writing anything."""
    from app.reports.pdf import documents

    return documents.check("mentoring_agreement", _values(sheet, sheet.wordings[0]), 0, sheet.number)


def write(sheet: AgreementSheet, target: Target, progress: Progress | None = None) -> list[Note]:
    """Write the agreement, one part per wording; with a character no font has, write nothing."""
    from app.reports.pdf.documents import Document

    title = f"{_(sheet.wordings[0].title)} {sheet.number}"
    document = Document("mentoring_agreement", title=title, author=sheet.institution)
    for wording in sheet.wordings:
        document.add(_values(sheet, wording), title)
    return document.deliver(target, progress or Progress())


def _values(sheet: AgreementSheet, wording: Wording) -> Mapping[str, Any]:
    """The sheet as the template names it."""
    return {
        "language": "" if wording.language == "de" else wording.language,
        "institution": sheet.institution,
        "address": sheet.address,
        "number": sheet.number,
        "title": _(wording.title),
        "lead": _(wording.lead),
        "facts": sheet.facts,
        "goals_heading": _(wording.goals),
        "goals": [(goal, "") for goal in sheet.goals or ("\u00a0",) * BLANK_GOALS],
        "rights_heading": _(wording.rights),
        "terms": [f"{n}. {_(text)}" for n, text in enumerate(wording.terms, 1)],
        "place": _("Ort und Datum: {place}").format(place=sheet.place or "…………………………"),
        "signatories": (
            (sheet.mentee, _(wording.mentee)),
            (sheet.mentor, _(wording.mentor)),
            (sheet.coordinator or "\u00a0", _(wording.coordinator)),
        ),
        "strip": sheet.strip,
        "logo": sheet.logo,
    }
