"""Questionnaires of a funding programme as an accessible print PDF: blank or filled in, in one or two languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from app.core.errors import Invalid
from app.core.progress import Progress
from app.core.text import N_, NBSP, _, show
from app.models import Person, PrivacyNotice, Project
from app.models.privacy_notice import stated
from app.reports.sources import funding_strip
from app.services import participations
from app.services.dossier import fields_of
from app.services.programme import GIVEN, REASON, Programme, Question
from app.services.programmes import load
from app.services.translations import Translation
from app.services.translations import load as translation

if TYPE_CHECKING:
    from app.models.db import Database
    from app.reports.pdf.documents import Note
    from app.reports.pdf.output import Target
    from app.reports.pdf.questions import Asked

TITLES = {
    "entry": N_("Fragebogen beim Eintritt"),
    "exit": N_("Fragebogen beim Austritt"),
    "follow_up": N_("Fragebogen zur Nachbefragung"),
}
DAYS = {"entry": N_("Eintrittsdatum"), "exit": N_("Austrittsdatum"), "follow_up": N_("Nachbefragt am")}
PERSON, OFFICE = N_("Zur Person"), N_("Vom Büro auszufüllen")


@dataclass(frozen=True)
class Filled:
    """What is known already about one participant."""

    number: str = ""
    day: str = ""
    answers: Mapping[str, Any] | None = None
    person: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Heading:
    """Whose form it is."""

    carrier: str
    project: str
    reference: str
    places: bool = False
    """Whether logos get places."""
    notice: PrivacyNotice = field(default_factory=PrivacyNotice)
    """What the office itself says about privacy."""


def build(
    db: Database,
    project_id: int,
    stage: str,
    target: Target,
    progress: Progress,
    language: str = "",
    person_id: int | None = None,
) -> list[Note]:
    """Write the questionnaire of a project's programme, filled in for a person where one is named."""
    with db.read() as session:
        whole = participations.root(session, project_id)
        project = session.get_one(Project, project_id)
        carrier = project if project.carrier else whole
        programme = load(whole.programme)
        heading = Heading(carrier.carrier, whole.name, whole.reference, carrier.placeholders, stated(session))
        filled = _known(session, programme, project_id, person_id, stage) if person_id else Filled()
    if stage not in programme.stages:
        raise Invalid({"stage": programme.asks_nobody or _("In diesem Programm wird dann nichts gefragt.")})
    return write(programme, stage, heading, target, progress, language, [filled])


def _known(session: Any, programme: Programme, project_id: int, person_id: int, stage: str) -> Filled:
    found = participations.running(session, person_id, project_id)
    if found is None:
        raise Invalid({"person": _("Diese Person nimmt an dem Projekt nicht teil.")})
    person = session.get_one(Person, person_id)
    named = {
        question.key: ", ".join(show(value) for name in question.fields if (value := getattr(person, name)))
        for question in programme.person
        if question.kind in ("text", "presence", "age", "date")
    }
    if "name" in named:
        named["name"] = person.full_name
    day = {"entry": found.entry, "exit": found.exit, "follow_up": found.followed_up}[stage]
    kept = programme.at_entry(fields_of(programme, person), found.entry, found.answers or {})
    return Filled(found.number, show(day), kept | (found.answers or {}), named)


def write(
    programme: Programme,
    stage: str,
    heading: Heading,
    target: Target,
    progress: Progress | None = None,
    language: str = "",
    people: Iterable[Filled] = (Filled(),),
) -> list[Note]:
    """Write the questionnaires of some people into one PDF; a LANGUAGE stands beside the binding German."""
    from app.reports.pdf.documents import Document

    progress, other = progress or Progress(), translation(language) if language else None
    title = f"{_(TITLES[stage])} – {programme.title}"
    document = Document("questionnaire", title=title, author=heading.carrier)
    for filled in progress.over(list(people), _("Fragebögen werden geschrieben")):
        document.add(_values(programme, stage, heading, other, filled), title)
    return document.deliver(target, progress)


def _values(
    programme: Programme, stage: str, heading: Heading, other: Translation | None, filled: Filled
) -> Mapping[str, Any]:
    form = other.form if other else {}
    version = _("Formular {title}, {programme}, Fassung {version}").format(
        title=_(TITLES[stage]), programme=programme.short, version=programme.version
    )
    facts = (
        (_("Vorhaben"), heading.project),
        (_("Aktenzeichen"), heading.reference),
        (_("TN-Nr."), filled.number or " "),
        (_(DAYS[stage]), filled.day or " "),
    )
    return {
        "institution": heading.carrier or programme.title,
        "title": [(_(TITLES[stage]), form.get(f"title_{stage}", ""))],
        "facts": [(label, value or " ") for label, value in facts],
        "notes": list(_notes(form)),
        "sections": list(_sections(programme, stage, other, filled)),
        "privacy_title": [(_("Datenschutz"), form.get("privacy", ""))],
        "privacy": list(_privacy(programme, stage, form, heading.notice)),
        "signatures": [
            (_("Datum, Unterschrift Teilnehmerin oder Teilnehmer"), form.get("sign_self", "")),
            (_("Datum, Unterschrift Sorgeberechtigte (bei unter 18-Jährigen)"), form.get("sign_guardian", "")),
        ],
        "strip": funding_strip(programme.terms, places=heading.places),
        "version": version,
        "language": other.code if other else "",
        "rtl": bool(other and other.rtl),
    }


def _notes(form: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if form:
        text = _("Die zweite Sprache ist eine Arbeitsübersetzung. Verbindlich ist der deutsche Text.")
        yield text, form["working"]
    yield _("* Pflichtangabe. Ohne sie kann die Person im Projekt nicht gezählt werden."), form.get("mandatory", "")
    yield _("Bitte je Frage ein Kästchen ankreuzen oder leserlich schreiben."), form.get("tick", "")


def _sections(
    programme: Programme, stage: str, other: Translation | None, filled: Filled
) -> Iterator[tuple[str, list[Asked]]]:
    """The questions under their headings; what the office fills in comes last."""
    if stage == "entry":
        person = [one for one in programme.person if one.kind != "consent"]
        yield _(PERSON), [_asked(one, other, filled) for one in person]
    groups: dict[str, list[Asked]] = {}
    office: list[Asked] = []
    for question in programme.questions_at(stage):
        listed = office if question.office else groups.setdefault(question.group, [])
        listed.append(_asked(question, None if question.office else other, filled))
        if question.reasoned:
            listed.append(_reason(question, filled))
    yield from groups.items()
    if office:
        yield _(OFFICE), office


def _asked(question: Question, other: Translation | None, filled: Filled) -> Asked:
    from app.reports.pdf.questions import Asked, Tick

    answers = filled.answers or {}
    given = answers.get(question.key)
    label = question.label + (f"{NBSP}*" if question.required and not question.office else "")
    beside = other.questions.get(question.key, "") if other else ""
    ticks = tuple(
        Tick(one.label, other.option(question, one.code) if other else "", given == one.code)
        for one in question.choices()
    )
    value = (filled.person or {}).get(question.key, "") if question.fields else ""
    if not ticks and not value and given not in (None, GIVEN):
        value = question.show(given)
    return Asked(label, beside, _when(question) or question.help, ticks, value)


def _reason(question: Question, filled: Filled) -> Asked:
    from app.reports.pdf.questions import Asked

    why = _("Nur bei „Keine Angabe möglich“; ohne Begründung gilt die Angabe als offen.")
    return Asked(_("Begründung"), help=why, value=str((filled.answers or {}).get(question.key + REASON) or ""))


def _when(question: Question) -> str:
    """The help that stands under a question on paper, where nothing can be hidden."""
    return f"{_('Nur beantworten, wenn es zutrifft.')} {question.help}".strip() if question.when else ""


def _responsible(notice: PrivacyNotice, form: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Who answers for the data: whom the office names, otherwise whose form it is."""
    body, officer = (", ".join(_lines(text)) for text in (notice.controller, notice.officer))
    if body:
        german = _("Verantwortlich für Ihre Daten: {name}")
        yield german.format(name=body), form.get("responsible", "").format(name=body)
    else:
        yield _("Verantwortlich für Ihre Daten ist die oben genannte Einrichtung."), form.get("controller", "")
    if officer:
        german = _("Datenschutzbeauftragte Person: {name}")
        yield german.format(name=officer), form.get("officer", "").format(name=officer)


def _lines(text: str) -> list[str]:
    return [line for line in map(str.strip, text.splitlines()) if line]


def _privacy(
    programme: Programme, stage: str, form: Mapping[str, str], notice: PrivacyNotice
) -> Iterator[tuple[str, str]]:
    """What people have to be told before they sign (Art. 13 GDPR), with the legal basis of what is asked here."""
    terms = programme.terms
    yield from _responsible(notice, form)
    german: Sequence[tuple[str, str]] = (
        ("purpose", _("Die Daten weisen dem Fördergeber nach, wer teilnimmt und was erreicht wurde.")),
        (
            "recipients",
            _(
                "Fördergeber und Prüfstellen erhalten Ihre Daten ohne Namen, nur mit der TN-Nr. "
                "Prüfstellen dürfen dieses Formular einsehen."
            ),
        ),
        (
            "retention",
            _("Das Formular bleibt verschlossen, bis die Aufbewahrungsfrist endet: {rule}.").format(
                rule=terms.told_retention()
            ),
        ),
        ("voluntary", _("Angaben ohne * sind freiwillig. Wer sie nicht macht, hat keinen Nachteil.")),
        (
            "rights",
            _(
                "Sie können Auskunft und Berichtigung verlangen, Einwilligungen widerrufen und sich bei der "
                "Datenschutzaufsicht beschweren."
            ),
        ),
    )
    for key, text in german:
        yield text, form.get(key, "")
    asked = (*programme.person, *programme.questions_at(stage)) if stage == "entry" else programme.questions_at(stage)
    used = {question.sensitivity for question in asked}
    names = {
        "contact": _("Kontaktangaben"),
        "personal": _("Angaben für den Bericht"),
        "special": _("Besonders geschützte Angaben"),
        "internal": _("Angaben für die Begleitung"),
    }
    for key, name in names.items():
        if key in used and terms.legal_basis.get(key):
            yield _("{what}: {law}.").format(what=name, law=terms.legal_basis[key]), ""
    yield from ((line, "") for line in _lines(notice.paragraph))
    yield _("Ich habe die Datenschutzinformation erhalten. Meine Angaben sind richtig."), form.get("confirm", "")
