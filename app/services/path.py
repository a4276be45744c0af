"""The path of one person on one page: first contact, mentoring, training, placement, work; results, German, ties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from app.core.clock import months_later, today
from app.core.languages import LEVELS, language_name
from app.core.text import N_, _, day_and_month, period, plural, show
from app.models import LanguageSkill, Note, Organisation, Pair, PairMeeting, Participation, Person, Placement, Project
from app.models import Role as PersonRole
from app.models.fields import Choice
from app.models.note import NoteKind
from app.models.organisation import Tie
from app.models.placement import ARRIVED, LEADS_TO_WORK, PlacementKind, PlacementState, StillThere
from app.services import courses, dossier, ties
from app.services.programme import NO_ANSWER, SPECIAL_LABELS, Programme


class Lane(Choice):
    """From top to bottom, in the order in which most people go."""

    CONTACT = "contact", N_("Kontakt, Projekt")
    MENTORING = "mentoring", N_("Mentoring")
    TRAINING = "training", N_("Schulung")
    PLACEMENT = "placement", N_("Vermittlung")
    WORK = "work", N_("Arbeit")


@dataclass(frozen=True, slots=True)
class Stretch:
    """One entry of a lane: a time, still running where it has no end, or one day where both are the same."""

    lane: Lane
    start: date
    end: date | None
    text: str
    table: str
    record_id: int

    @property
    def point(self) -> bool:
        """Whether it is one day."""
        return self.start == self.end


@dataclass(frozen=True, slots=True)
class Result:
    """What was said at one stage: at entry, within 28 days, after six months."""

    title: str
    day: date
    said: tuple[str, ...]
    recorded: bool


@dataclass(frozen=True, slots=True)
class Step:
    """German at one level from one day on."""

    level: str
    day: date | None
    evidence: str


@dataclass(frozen=True, slots=True)
class TieCount:
    """How many ties of a kind held at entry, at exit, and today; exit None while the person is there."""

    kind: Tie
    entry: int
    exit: int | None
    now: int


@dataclass(frozen=True)
class Path:
    """Everything on the page."""

    person_id: int
    name: str
    subtitle: str
    stretches: tuple[Stretch, ...]
    results: tuple[Result, ...]
    german: tuple[Step, ...]
    languages: tuple[str, ...]
    ties: tuple[TieCount, ...]
    fresh: tuple[str, ...]
    """Ties that came after the day of entry, in words."""

    @property
    def first(self) -> date:
        """Where the picture begins."""
        return min((one.start for one in self.stretches), default=today())

    def lane(self, lane: Lane) -> list[Stretch]:
        """The entries of one lane, the oldest first."""
        return sorted((one for one in self.stretches if one.lane is lane), key=lambda one: (one.start, one.text))


def path(session: Session, person_id: int) -> Path:
    """Read everything about one person's way in one consistent state of the data."""
    person = session.get_one(Person, person_id)
    found = dossier.admission(session, person)
    participation = found.participation if found else None
    contacts = ties.of_person(session, person_id)
    stretches = (
        *_contact(session, person_id),
        *_mentoring(session, person_id),
        *_training(session, person_id),
        *_placements(session, person_id),
    )
    german = tuple(_german(session, person_id))
    results = tuple(_results(participation, found.programme)) if found and participation else ()
    return Path(
        person_id,
        person.full_name,
        _("TN-Nr. {number}").format(number=participation.number) if participation else "",
        (*stretches, *_cut_offs(participation, results)),
        results,
        german,
        tuple(_languages(session, person_id)),
        tuple(_tie_counts(contacts, participation)),
        tuple(_fresh(session, contacts, participation)),
    )


# ---------------------------------------------------------------- lanes


def _contact(session: Session, id: int) -> Iterator[Stretch]:
    first = select(Note.id, Note.day).where(Note.person_id == id, Note.kind == NoteKind.FIRST.value)
    if note := session.execute(first.order_by(Note.day, Note.id)).first():
        yield Stretch(
            Lane.CONTACT, note.day, note.day, _("Erstkontakt {day}").format(day=show(note.day)), "note", note.id
        )
    else:
        won = select(PersonRole.id, PersonRole.acquired).where(
            PersonRole.person_id == id, PersonRole.acquired.is_not(None)
        )
        if role := session.execute(won.order_by(PersonRole.acquired, PersonRole.id)).first():
            text = _("Erstkontakt {day}").format(day=show(role.acquired))
            yield Stretch(Lane.CONTACT, role.acquired, role.acquired, text, "role", role.id)
    query = select(Participation, Project.caption).join(Project, Project.id == Participation.project_id)
    query = query.where(Participation.person_id == id, Participation.cancelled.is_(None))
    for one, project in session.execute(query.order_by(Participation.entry)):
        text = f"{project}, {_since(one.entry, one.exit)}"
        yield Stretch(Lane.CONTACT, one.entry, one.exit, text, "participation", one.id)


def _cut_offs(participation: Participation | None, results: Sequence[Result]) -> Iterator[Stretch]:
    """The days after the exit on which results are asked for, as far as they have come."""
    for one in results[1:]:
        if participation and one.day <= today():
            text = f"{one.title}: {show(one.day)}"
            yield Stretch(Lane.CONTACT, one.day, one.day, text, "participation", participation.id)


def _mentoring(session: Session, id: int) -> Iterator[Stretch]:
    mentor = aliased(Person)
    meetings = select(func.count()).where(PairMeeting.pair_id == Pair.id).correlate(Pair).scalar_subquery()
    query = (
        select(Pair.id, Pair.active, Pair.ended, mentor, meetings)
        .join(mentor, mentor.id == Pair.mentor_id)
        .where(Pair.mentee_id == id, Pair.active.is_not(None))
    )
    for pair, active, ended, other, count in session.execute(query):
        met = plural(count, _("1 Treffen"), _("{n} Treffen"))
        text = _("Tandem mit {name}").format(name=other.full_name)
        yield Stretch(Lane.MENTORING, active, ended, f"{text}, {_since(active, ended)} · {met}", "pair", pair)


def _training(session: Session, id: int) -> Iterator[Stretch]:
    for one in dossier.trainings(session, id):
        if one.first_day is None or one.state not in ties.CAME:
            continue
        grid = courses.grid(session, one.course_id)
        row = next((row for row in grid.rows if row.person_id == id), None)
        share = f" · {row.share}" if row and grid.held else ""
        end = one.last_day if one.last_day and one.last_day <= today() else None
        text = f"{one.course}, {_since(one.first_day, end)}{share}"
        yield Stretch(Lane.TRAINING, one.first_day, end, text, "course", one.course_id)


def _placements(session: Session, id: int) -> Iterator[Stretch]:
    query = select(Placement, Organisation).join(Organisation, Organisation.id == Placement.organisation_id)
    for one, organisation in session.execute(query.where(Placement.person_id == id).order_by(Placement.id)):
        lane = Lane.WORK if one.kind in LEADS_TO_WORK else Lane.PLACEMENT
        where = _("Religionsgemeinschaft") if organisation.sensitive else organisation.caption
        if one.trial and one.trial <= today():
            text = _("Schnupperbesuch {day}").format(day=show(one.trial))
            yield Stretch(lane, one.trial, one.trial, f"{where}: {text}", "placement", one.id)
        if one.started:
            what = _what(one)
            said = _still_there(one)
            text = f"{where}: {what} {_since(one.started, one.ended)}" + (f" · {said}" if said else "")
            yield Stretch(lane, one.started, one.ended, text, "placement", one.id)


def _what(one: Placement) -> str:
    kinds, states = dict(PlacementKind.options()), dict(PlacementState.options())
    if one.kind in LEADS_TO_WORK:
        return _(kinds[one.kind])
    return _(states[one.state]).split(",")[0] if one.state in ARRIVED else _("dabei")


def _still_there(one: Placement) -> str:
    """'noch dabei nach 3 Monaten (ja, 15.09.)'."""
    answers = dict(StillThere.options())
    said = [
        _("nach {n} Monaten {answer}, {day}").format(n=months, answer=_(answers[answer]), day=day_and_month(day))
        for months, answer, day in ((3, one.after_3, one.after_3_on), (6, one.after_6, one.after_6_on))
        if answer and day
    ]
    return _("noch dabei: {said}").format(said="; ".join(said)) if said else ""


def _since(start: date, end: date | None) -> str:
    if end:
        return period(start, end)
    return (_("ab {day}") if start > today() else _("seit {day}")).format(day=show(start))


# ---------------------------------------------------------------- below


def _results(participation: Participation, programme: Programme) -> Iterator[Result]:
    """What counts for indicators at each stage, with the cut-off day."""
    left = participation.exit
    terms = programme.terms
    days = {"entry": participation.entry}
    if left:
        days["exit"] = left + timedelta(days=terms.exit_days)
        days["follow_up"] = months_later(left, terms.follow_up_months)
    titles = {
        "entry": _("Beim Eintritt"),
        "exit": _("Nach {n} Tagen").format(n=terms.exit_days),
        "follow_up": _("Nach {n} Monaten").format(n=terms.follow_up_months),
    }
    answers = participation.answers or {}
    for stage, day in days.items():
        said = tuple(_said(programme, stage, answers))
        yield Result(titles[stage], day, said, bool(said))


def _said(programme: Programme, stage: str, answers: Mapping[str, Any]) -> Iterator[str]:
    """The answers of one stage on which indicators depend, without groups in which a protected one is asked."""
    protected = {question.group for question in programme.questions if question.sensitivity == "special"}
    wanted = {condition.key for indicator in programme.indicators for condition in indicator.conditions}
    for question in programme.questions_at(stage):
        value = answers.get(question.key)
        if value and question.options and question.key in wanted and question.group not in protected:
            options = {option.code: option.short for option in question.options} | {
                NO_ANSWER: SPECIAL_LABELS[NO_ANSWER]
            }
            yield f"{question.column}: {options.get(str(value), value)}"


def _german(session: Session, id: int) -> Iterator[Step]:
    """Every rise in German, in order of time; what is not dated comes first."""
    order, reached = [code for code, _label in LEVELS], -1
    query = select(LanguageSkill).where(LanguageSkill.person_id == id, LanguageSkill.language == "de")
    for skill in session.scalars(query.order_by(LanguageSkill.day.nulls_first(), LanguageSkill.id)):
        if order.index(skill.level) > reached:
            reached = order.index(skill.level)
            yield Step(dict(LEVELS)[skill.level], skill.day, skill.evidence)


def _languages(session: Session, id: int) -> Iterator[str]:
    """The other languages with the newest level of each."""
    query = select(LanguageSkill).where(LanguageSkill.person_id == id, LanguageSkill.language != "de")
    newest = {
        one.language: one for one in session.scalars(query.order_by(LanguageSkill.day.nulls_first(), LanguageSkill.id))
    }
    yield from (f"{language_name(code)} ({dict(LEVELS)[one.level]})" for code, one in newest.items())


def _tie_counts(contacts: Sequence[ties.Contact], participation: Participation | None) -> Iterator[TieCount]:
    now = ties.counts(contacts, today())
    entry = ties.counts(contacts, participation.entry) if participation else now
    exit_ = ties.counts(contacts, participation.exit) if participation and participation.exit else None
    yield from (TieCount(kind, entry[kind], exit_[kind] if exit_ else None, now[kind]) for kind in Tie)


def _fresh(session: Session, contacts: Sequence[ties.Contact], participation: Participation | None) -> Iterator[str]:
    """Every tie since the entry; mentors are called as sentences call people, not as lists do."""
    for one in contacts:
        if participation and participation.entry < one.since <= today():
            yield (_with_full_name(session, one) if one.table == "pair" else one).text()


def _with_full_name(session: Session, tie: ties.Contact) -> ties.Contact:
    query = select(Person).join(Pair, Pair.mentor_id == Person.id).where(Pair.id == tie.record_id)
    mentor = session.scalars(query).one()
    return replace(tie, label=_("Mentorin {name}").format(name=mentor.full_name))
