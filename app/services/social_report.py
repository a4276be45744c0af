"""What is reported about a project's network: social ties of those who entered in a period, and how people were won."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.core.text import N_, _, grouped, period, show
from app.models import Project
from app.models.person import Gender
from app.services import participations
from app.services.funnel import Funnel, Row, funnels
from app.services.ties import SMALLEST, UNKNOWN, Change, Quarter, cohort, quarters

EVERYBODY, NOT_ASKED = N_("Alle"), N_("Geschlecht nicht erfasst")
SMALL = N_("Nicht gezeigt: Aus weniger als {n} Personen ließe sich erkennen, wer gemeint ist.")
DERIVED = N_("Nicht gezeigt: Sonst ließe sich aus der Summe die kleine Gruppe errechnen.")


@dataclass(frozen=True, slots=True)
class Group:
    """All, or those of one gender, with their ties before and after."""

    label: str
    changes: Sequence[Change]

    @property
    def people(self) -> int:
        """How many they are."""
        return self.changes[0].people

    @property
    def hidden(self) -> bool:
        """Whether their ties are not shown."""
        return self.changes[0].hidden

    @property
    def why(self) -> str:
        """Why it is not shown."""
        return hidden_sentence() if self.people < SMALLEST else _(DERIVED)

    @property
    def number(self) -> int | str:
        """How many they are as far as it is told: 23, or 'unter 5'."""
        return self.people if self.people >= SMALLEST else _("unter {n}").format(n=SMALLEST)

    @property
    def size(self) -> str:
        """'1.023', or 'unter 5'."""
        return grouped(self.number) if isinstance(self.number, int) else self.number


@dataclass(frozen=True, slots=True)
class TiesReport:
    """Ties of everybody who entered a project from FIRST to LAST; without days all."""

    project: str
    first: date | None
    last: date | None
    groups: Sequence[Group]
    quarters: Sequence[Quarter]

    @property
    def people(self) -> int:
        """How many entered."""
        return self.groups[0].people


@dataclass(frozen=True, slots=True)
class FunnelReport:
    """How people and clubs were won from FIRST to LAST; without days ever."""

    project: str
    first: date | None
    last: date | None
    funnels: Sequence[Funnel]


def ties_report(session: Session, project_id: int, first: date | None, last: date | None) -> TiesReport:
    """Read the ties of a project and its parts in one consistent state of the data."""
    ids = participations.parts(session, project_id)
    found = cohort(session, ids, first, last)
    genders = {code: _(label) for code, label in Gender.options()}
    labels: Mapping[str, str] = {"": _(EVERYBODY)} | genders | {UNKNOWN: _(NOT_ASKED)}
    groups = [Group(labels[code], found[code]) for code in labels if code in found]
    name = session.get_one(Project, project_id).name
    return TiesReport(name, first, last, groups, quarters(session, ids, first, last))


def funnel_report(session: Session, project_id: int, first: date | None, last: date | None) -> FunnelReport:
    """Read how people were won for a project and its parts, and all clubs."""
    ids = participations.parts(session, project_id)
    name = session.get_one(Project, project_id).name
    return FunnelReport(name, first, last, funnels(session, ids, first or date.min, last or date.max))


def span(first: date | None, last: date | None) -> str:
    """'01.01.–30.06.2026', 'seit 01.01.2026', 'bis 30.06.2026', 'ohne Grenze'."""
    if first and last:
        return period(first, last)
    if first:
        return _("seit {day}").format(day=show(first))
    return _("bis {day}").format(day=show(last)) if last else _("ohne Grenze")


def difference(change: Change) -> str:
    """'18 mehr', '2 weniger', 'gleich viele'; nothing where the group is hidden."""
    if change.before is None or change.after is None:
        return ""
    more = change.after - change.before
    if not more:
        return _("gleich viele")
    return (_("{n} mehr") if more > 0 else _("{n} weniger")).format(n=grouped(abs(more)))


def share(row: Row, step: int) -> str:
    """'12 von 30': how many of those contacted in the period reached STEP, where the first are not fewer."""
    reached, contacted = row.reached[step], row.reached[0]
    if step == 0 or reached > contacted or not contacted:
        return grouped(reached)
    return _("{n} von {all}").format(n=grouped(reached), all=grouped(contacted))


def hidden_sentence() -> str:
    """Why a small group is not shown."""
    return _(SMALL).format(n=SMALLEST)
