"""The letter that introduces somebody to a club or employer, an accessible PDF: a name, a visit, who comes along."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from app.core.progress import Progress
from app.core.text import _, show
from app.models.db import Database
from app.services.introduction import Introduction, introduction

if TYPE_CHECKING:
    from app.reports.pdf.documents import Note
    from app.reports.pdf.output import Target


def write(
    db: Database, placement_id: int, target: Target, progress: Progress | None = None, *, protected: bool = False
) -> list[Note]:
    """Write the letter about one placement; PROTECTED where somebody chose to name a religious community."""
    from app.reports.pdf.documents import Document

    with db.read() as session:
        letter = introduction(session, placement_id, protected=protected)
    title = _("Vorstellung: {who}").format(who=letter.person)
    document = Document("introduction_letter", title=title, author=letter.head.institution or _("Connecting Humans"))
    document.add(_values(letter, title), letter.person)
    return document.deliver(target, progress or Progress())


def _values(letter: Introduction, title: str) -> Mapping[str, Any]:
    """The letter as the template names it."""
    head = letter.head
    day = ", ".join(filter(None, (head.place, _("den {day}").format(day=show(letter.day)))))
    return {
        "institution": head.institution,
        "sender": head.lines,
        "nature": head.nature,
        "recipient": tuple(filter(None, (letter.organisation, letter.attention, *letter.address))),
        "day": day,
        "title": title,
        "greeting": _("Guten Tag,"),
        "opening": (_opening(letter),),
        "facts": tuple(_facts(letter)),
        "paragraphs": tuple(_paragraphs(letter)),
        "signatories": ((head.head, head.head_function),) if head.head else ((_("Unterschrift"), ""),),
        "privacy": _privacy(letter),
    }


def _opening(letter: Introduction) -> str:
    if letter.visit:
        sentence = _("vielen Dank, dass Sie {who} zu einem Schnupperbesuch einladen.")
    else:
        sentence = _("gern stellen wir Ihnen {who} vor. Wir würden uns über einen ersten Besuch bei Ihnen freuen.")
    return sentence.format(who=letter.person)


def _facts(letter: Introduction) -> list[tuple[str, str]]:
    facts = (
        (_("Name"), letter.person),
        (_("Worum es geht"), ", ".join(filter(None, (letter.kind, letter.offer)))),
        (_("Schnupperbesuch"), letter.visit),
        (_("Kommt mit"), _("{who}, Integrationsassistenz").format(who=letter.assistant) if letter.assistant else ""),
    )
    return [(label, value) for label, value in facts if value]


def _paragraphs(letter: Introduction) -> list[str]:
    project = _("Wir schreiben Ihnen im Projekt „{project}“.").format(project=letter.head.project)
    told = _("Mehr über sich erzählt {who} am besten selbst.").format(who=letter.person)
    ask = _("Wenn etwas dazwischenkommt oder Sie Fragen haben, melden Sie sich bitte bei uns.")
    return [" ".join(filter(None, (project if letter.head.project else "", told))), ask]


def _privacy(letter: Introduction) -> str:
    sentence = _(
        "{who} hat am {day} eingewilligt, dass wir Ihnen den Namen mitteilen, und kann das jederzeit widerrufen. Bitte "
        "verwenden Sie ihn nur für diesen Zweck, und vernichten Sie dieses Schreiben, wenn Sie es nicht mehr brauchen."
    )
    return sentence.format(who=letter.person, day=show(letter.agreed))
