"""Who is to get a certificate: the result of the check, the ticks, the reasons for exceptions, the coming numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.core.text import _, plural
from app.services.certificates import NO_BIRTH_PLACE, Candidate, Options, Verdict, Wanted
from app.ui.pages.course.issuing import Checked, Draft

ATTENDANCE, EXCEPTION, LOOK, REPRINT = "attendance", "exception", "look", "reprint"
LINKS = {
    ATTENDANCE: _("Anwesenheit"),
    EXCEPTION: _("Ausnahme …"),
    LOOK: _("Prüfen"),
    REPRINT: _("Nachdruck"),
}
"""What can be done about a result."""


@dataclass(frozen=True)
class Result:
    """What stands behind a name: state, sentence, and what can be done about it."""

    state: str
    text: str
    link: str = ""
    blocked: bool = False

    @property
    def noted(self) -> bool:
        """Whether F8 stops here."""
        return self.blocked or self.state == "hint"


class Choice:
    """Everybody who might get a certificate, and who is to get one now."""

    def __init__(self) -> None:
        self.checked, self.draft = Checked(), Draft()
        self.ticked: set[int] = set()
        self.reasons: dict[int, str] = {}
        self.unprintable: dict[int, str] = {}
        """Whoever's paper has a letter that no font has."""
        self._ready: set[int] = set()

    def take(self, checked: Checked) -> None:
        """Everybody was checked anew: whoever became ready is ticked, whoever was unticked by hand stays so."""
        self.checked, self.unprintable = checked, {}
        ready = {one.person_id for one in checked.candidates if not one.blocked and not one.issued}
        possible = {one.person_id for one in checked.candidates if self.possible(one)}
        self.ticked = (self.ticked | (ready - self._ready)) & possible
        self._ready = ready

    def take_draft(self, draft: Draft) -> bool:
        """The papers were made; False when somebody cannot be printed, so that the others' numbers move up."""
        self.draft = draft
        self.unprintable |= draft.blocked
        before = len(self.ticked)
        self.ticked -= set(draft.blocked)
        return len(self.ticked) == before

    def possible(self, one: Candidate) -> bool:
        """Whether somebody can get a certificate as things are."""
        excepted = one.verdict == Verdict.BELOW and bool(self.reasons.get(one.person_id))
        return not one.issued and one.person_id not in self.unprintable and (not one.blocked or excepted)

    def candidate(self, person_id: int) -> Candidate:
        """The candidate with this id."""
        return next(one for one in self.checked.candidates if one.person_id == person_id)

    def tick(self, person_id: int) -> bool:
        """Take somebody in or out; False when nobody can."""
        if person_id in self.ticked:
            self.ticked.discard(person_id)
        elif self.possible(self.candidate(person_id)):
            self.ticked.add(person_id)
        else:
            return False
        return True

    def tick_all(self, on: bool) -> None:
        """Take in everybody who is ready, or nobody."""
        possible = {one.person_id for one in self.checked.candidates if self.possible(one)}
        self.ticked = possible if on else set()

    def except_for(self, person_id: int, reason: str) -> None:
        """Let somebody below the threshold have one for a REASON; without one no more."""
        self.reasons[person_id] = reason.strip()
        if reason.strip():
            self.ticked.add(person_id)
        else:
            self.ticked.discard(person_id)

    @property
    def numbers(self) -> dict[int, str]:
        """The coming numbers in the order of names."""
        chosen = [one.person_id for one in self.checked.candidates if one.person_id in self.ticked]
        return dict(zip(chosen, self.checked.numbers, strict=False))

    @property
    def wanted(self) -> list[Wanted]:
        """What is asked of the service."""
        return [Wanted(id, self.reasons.get(id, "")) for id in self.numbers]

    # ---------------------------------------------------------------- in words

    def results(self, options: Options) -> dict[int, Result]:
        """The check of everybody."""
        return {one.person_id: self._result(one, options) for one in self.checked.candidates}

    def _result(self, one: Candidate, options: Options) -> Result:
        reason = self.reasons.get(one.person_id, "")
        if one.issued:
            return Result("complete", one.told, REPRINT)
        if one.person_id in self.unprintable:
            return Result("wrong", self.unprintable[one.person_id], blocked=True)
        match one.verdict:
            case Verdict.BELOW if reason:
                return Result("hint", _("Ausnahme: {reason}").format(reason=reason), EXCEPTION)
            case Verdict.BELOW:
                return Result("wrong", one.told, EXCEPTION, blocked=True)
            case Verdict.OPEN:
                return Result("missing", one.told, ATTENDANCE, blocked=True)
            case Verdict.RUNNING:
                return Result("later", one.told, ATTENDANCE, blocked=True)
        hints = [hint for hint in one.hints if options.birth_place or hint != _(NO_BIRTH_PLACE)]
        hints += self.draft.notes.get(one.person_id, ())
        return Result("hint", " · ".join(hints), LOOK) if hints else Result("complete", _("bereit"))

    def counts(self, results: Mapping[int, Result]) -> tuple[str, str, str]:
        """Kind, lead and rest of the banner: '10 von 13 werden ausgestellt. 3 sind gesperrt, 2 haben einen Hinweis.'"""
        new = [results[one.person_id] for one in self.checked.candidates if not one.issued]
        issued = len(self.checked.candidates) - len(new)
        blocked, hints = sum(one.blocked for one in new), sum(one.state == "hint" for one in new)
        one_of, many_of = _("1 von {all} wird ausgestellt."), _("{n} von {all} werden ausgestellt.")
        lead = plural(len(self.ticked), one_of, many_of, all=len(new))
        parts = (
            _counted(blocked, _("1 ist gesperrt"), _("{n} sind gesperrt")),
            _counted(hints, _("1 hat einen Hinweis"), _("{n} haben einen Hinweis")),
            _counted(issued, _("1 ist schon ausgestellt"), _("{n} sind schon ausgestellt")),
        )
        rest = ", ".join(filter(None, parts))
        return "warn" if blocked or hints else "ok", lead, f"{rest}." if rest else ""

    @property
    def promise(self) -> str:
        """Which numbers will be given out."""
        numbers = list(self.numbers.values())
        if not numbers:
            return _("Es ist niemand ausgewählt.")
        if len(numbers) == 1:
            return _("Beim Ausstellen wird die Nummer {n} fest vergeben.").format(n=numbers[0])
        text = _("Beim Ausstellen werden die Nummern {first} bis -{last} fest vergeben.")
        return text.format(first=numbers[0], last=numbers[-1].rpartition("-")[2])


def _counted(count: int, one: str, many: str) -> str:
    return plural(count, one, many) if count else ""
