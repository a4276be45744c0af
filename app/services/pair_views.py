"""What the pages show about pairs: the list by stage, one pair with its people, the pairs of a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from app.core.clock import today
from app.core.languages import LEVELS, language_name
from app.core.text import _
from app.models import Consent, LanguageSkill, Pair, PairGoal, PairMeeting, Person, Project, Role
from app.models.consent import Purpose, valid
from app.models.pair import HOLDING, PairState, free_places
from app.models.role import RoleKind
from app.services import pair_log
from app.services.pair_log import Habit, Sums
from app.services.pairs import without_consent
from app.services.participations import root

MOST_LANGUAGES = 3
RUNNING = (PairState.ACTIVE.value, PairState.PAUSED.value)


@dataclass(frozen=True)
class PairLine:
    """One pair as lists show it."""

    id: int
    number: str
    state: str
    mentee_id: int
    mentee: str
    mentor_id: int
    mentor: str
    short: str
    """'Tymoshchuk – Böttner'."""
    last_meeting: date | None
    proposed: date | None
    introduction: date | None
    mentee_agreed: date | None
    mentor_agreed: date | None
    active: date | None
    inquired: date | None
    ended: date | None
    withdrawn: bool = False
    """One of the two may not be matched any more."""

    @property
    def quiet_since(self) -> date | None:
        """The day from which the days without a meeting are counted; the pair has to be active for that."""
        if self.state != PairState.ACTIVE:
            return None
        return max(filter(None, (self.last_meeting, self.inquired, self.active)), default=None)

    @property
    def quiet_days(self) -> int | None:
        """Days without a meeting; None where nobody waits for one."""
        return (today() - since).days if (since := self.quiet_since) else None

    @property
    def latest(self) -> date:
        """The day by which pairs of one stage are sorted, the oldest first."""
        found = self.quiet_since or self.last_meeting or self.ended or self.introduction or self.proposed
        return found or date.min


@dataclass(frozen=True)
class Partner:
    """One of the two, as the page of the pair shows her."""

    id: int
    name: str
    occupation: str
    languages: str
    times: str
    withdrawn: date | None = None
    consent: bool = True


@dataclass(frozen=True)
class PairView:
    """Everything that the page of one pair shows."""

    line: PairLine
    pair: Pair
    project: str
    place: str
    mentee: Partner
    mentor: Partner
    goals: Sequence[PairGoal]
    meetings: Sequence[PairMeeting]
    sums: Sums
    habit: Habit = field(default_factory=Habit)


def lines(
    session: Session, project_ids: Sequence[int] = (), *, person_id: int | None = None, id: int | None = None
) -> list[PairLine]:
    """The pairs of some projects, of one person, or one alone; inside a stage the oldest meeting first."""
    mentees, mentors = aliased(Person), aliased(Person)
    columns = (
        Pair.id, Pair.number, Pair.state, Pair.mentee_id, mentees.caption, Pair.mentor_id, mentors.caption,
        mentees.last_name, mentees.first_names, mentors.last_name, mentors.first_names,
        Pair.last_meeting, Pair.proposed, Pair.introduction, Pair.mentee_agreed, Pair.mentor_agreed, Pair.active,  # type: ignore[attr-defined]
        Pair.inquired, Pair.ended,
    )  # fmt: skip
    query = select(*columns).join(mentees, mentees.id == Pair.mentee_id).join(mentors, mentors.id == Pair.mentor_id)
    if project_ids:
        query = query.where(Pair.project_id.in_(project_ids))
    if person_id is not None:
        query = query.where((Pair.mentee_id == person_id) | (Pair.mentor_id == person_id))
    if id is not None:
        query = query.where(Pair.id == id)
    rows = session.execute(query).all()
    held = {row[column] for row in rows if row[2] in HOLDING for column in (3, 5)}
    missing = without_consent(session, held) if held else {}
    found = [_line(row, missing) for row in rows]
    stages = [state.value for state in PairState]
    return sorted(found, key=lambda one: (stages.index(one.state), one.latest, one.short, one.id))


def _line(row: Sequence, missing: Mapping[int, date | None]) -> PairLine:  # type: ignore[type-arg]
    id, number, state, mentee_id, mentee, mentor_id, mentor, last, first, other, given, *days = row
    short = f"{last or first} – {other or given}"
    withdrawn = state in HOLDING and (mentee_id in missing or mentor_id in missing)
    made = PairLine(id, number, state, mentee_id, mentee, mentor_id, mentor, short, *days)
    return replace(made, withdrawn=withdrawn)


def view(session: Session, pair_id: int) -> PairView | None:
    """One pair with its people, goals and meetings; None when it is gone."""
    pair = session.get(Pair, pair_id)
    if pair is None:
        return None
    line = lines(session, id=pair_id)[0]
    people = {
        one.id: one for one in session.scalars(select(Person).where(Person.id.in_((line.mentee_id, line.mentor_id))))
    }
    missing = without_consent(session, people) if pair.state in HOLDING else {}
    spoken = languages(session, tuple(people))
    mentee, mentor = (_partner(people[id], spoken, missing) for id in (line.mentee_id, line.mentor_id))
    project = session.get(Project, pair.project_id)
    return PairView(
        line,
        pair,
        project.caption if project else "",
        people[line.mentee_id].city,
        mentee,
        mentor,
        pair_log.goals(session, pair_id),
        pair_log.meetings(session, pair_id),
        pair_log.sums(session, pair_id),
        pair_log.habit(session, pair_id),
    )


def _partner(person: Person, spoken: Mapping[int, Mapping[str, str]], missing: Mapping[int, date | None]) -> Partner:
    levels = dict(LEVELS)
    told = [
        language_name(code) if level == "native" else f"{language_name(code)} {_(levels.get(level, level))}"
        for code, level in spoken.get(person.id, {}).items()
    ]
    return Partner(
        person.id,
        person.full_name,
        person.occupation or person.wished_occupation,
        ", ".join(told[:MOST_LANGUAGES]),
        str(person.times or ""),
        missing.get(person.id),
        person.id not in missing,
    )


def languages(session: Session, person_ids: Sequence[int] | None = None) -> dict[int, dict[str, str]]:
    """The newest level of every language that these people, or all of them, speak, the best first."""
    query = select(LanguageSkill.person_id, LanguageSkill.language, LanguageSkill.level)
    if person_ids is not None:
        query = query.where(LanguageSkill.person_id.in_(person_ids))
    order = LanguageSkill.day.nulls_first(), LanguageSkill.id
    found: dict[int, dict[str, str]] = {}
    for person, language, level in session.execute(query.order_by(*order)):
        found.setdefault(person, {})[language] = level
    ranks = [code for code, _label in LEVELS]
    return {
        person: dict(sorted(spoken.items(), key=lambda one: -ranks.index(one[1]) if one[1] in ranks else 0))
        for person, spoken in found.items()
    }


@dataclass(frozen=True)
class Candidate:
    """Somebody who may become part of a pair by hand."""

    id: int
    caption: str
    free: int = 0
    """Places that a mentor has left."""
    has_pair: bool = False


def mentees(session: Session, project_ids: Sequence[int]) -> list[Candidate]:
    """Who is a mentee of these projects and agreed to be matched, by name."""
    held = select(Pair.mentee_id).where(Pair.state.in_(HOLDING))
    busy = set(session.scalars(held))
    found = _people(session, project_ids, RoleKind.MENTEE)
    return [Candidate(id, caption, has_pair=id in busy) for id, caption in found]


def mentors(session: Session, project_ids: Sequence[int]) -> list[Candidate]:
    """Who is a mentor of these projects and agreed to be matched, by name, with the places left."""
    found = _people(session, project_ids, RoleKind.MENTOR)
    if not found:
        return []
    whole = root(session, project_ids[0]).id
    free = free_places(session, [id for id, _caption in found])
    return [Candidate(id, caption, free.get((id, whole), 0)) for id, caption in found]


def _people(session: Session, project_ids: Sequence[int], kind: RoleKind) -> list[tuple[int, str]]:
    running = or_(Role.until.is_(None), Role.until >= today())
    who = select(Role.person_id).where(Role.project_id.in_(project_ids), Role.kind == kind.value, running)
    agreed = select(Consent.person_id).where(valid(Purpose.MATCHING))
    query = select(Person.id, Person.caption).where(Person.id.in_(who), Person.id.in_(agreed))
    return [(id, caption) for id, caption in session.execute(query.order_by(Person.caption_key, Person.id))]
