"""What would become of each row of a list; nothing is stored."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from types import SimpleNamespace
from typing import Any, Protocol, cast

from sqlalchemy.orm import Session

from app.core.progress import Progress
from app.core.text import _, show
from app.models import Person
from app.models.fields import fields
from app.services.imports.answers import ENTRY
from app.services.imports.beside import NAMES, ROLES
from app.services.imports.columns import Mapping as Columns
from app.services.imports.enrolment import Enrolments
from app.services.imports.known import CHUNK, Key, Known, People, alike
from app.services.imports.records import Beside
from app.services.imports.results import Options, Outcome, Preview, Problem, RowResult
from app.services.imports.rows import Row, RowReader
from app.services.imports.spoken import Spoken
from app.services.imports.subject import PARTS, Subject
from app.services.tables import Table


class Candidate(Protocol):
    """Somebody whom a row may mean."""

    @property
    def id(self) -> int: ...
    @property
    def caption(self) -> str: ...


Similar = Callable[[Session, Mapping[str, Any]], Sequence[Candidate]]
"""Who may be the person with these values, besides those of the same name or birth date."""


def preview(
    session: Session,
    subject: Subject,
    table: Table,
    mapping: Columns,
    options: Options | None = None,
    progress: Progress | None = None,
    similar: Similar | None = None,
) -> Preview:
    """What bringing in TABLE would do; raises UserError where the MAPPING cannot be used."""
    progress, options = progress or Progress(), options or Options()
    reader = RowReader(subject, mapping, options)
    matcher = _Matcher(session, subject, options, similar, reader.fields)
    progress.done, progress.total, progress.text = 0, len(table.rows), _("Prüfe die Zeilen")
    rows = reader.rows(table)
    results: list[RowResult] = []
    while batch := list(islice(rows, CHUNK)):
        progress.check()
        results += matcher.results(batch)
        progress.done += len(batch)
    return Preview(subject, mapping, results, options.project_id)


class _Matcher:
    """Finds out for each row whom it means and what it would change."""

    def __init__(
        self, session: Session, subject: Subject, options: Options, similar: Similar | None, columns: Iterable[str]
    ) -> None:
        self.session = session
        self.columns = columns
        self.subject = subject
        self.options = options
        self.similar = similar
        self.known = Known(session)
        self.beside = Beside(session, options.project_id)
        self.enrolments: Enrolments | None = None
        if subject.programme and options.project_id:
            self.enrolments = Enrolments(session, subject.programme, options.project_id)
        self.fresh = People()
        """People of this list who would be new; who is the number of the row."""
        self.met: dict[int, int] = {}
        """Id of a person → number of the first row that means it."""

    def results(self, rows: Iterable[Row]) -> Iterator[RowResult]:
        """The results of some rows, in their order."""
        found = [(row, *self._who(row)) for row in rows]
        stored = self.known.stored({id for _row, id, _problem, _c in found if id}, self.subject.own_fields)
        if set(self.columns) & set(NAMES):
            beside = self.beside.values(stored)
            stored = {id: (version, values | beside[id]) for id, (version, values) in stored.items()}
        if self.enrolments:
            stored = {id: (version, values | self.enrolments.values(id)) for id, (version, values) in stored.items()}
        for row, id, problem, candidates in found:
            if id is not None and id in stored:
                result = self._existing(row, id, *stored[id])
            else:
                result = self._new(row, problem, candidates)
            yield replace(result, hints=tuple(row.hints))

    def _who(self, row: Row) -> tuple[int | None, str, list[int]]:
        """Whose row it is: an id, or what is unclear and who may be meant."""
        decided = self.options.decisions.get(row.number, 0)
        if decided != 0:
            return (decided if decided in self.known.captions else None), "", []
        if row.record.isdecimal() and int(row.record) in self.known.captions:
            self._leave_name(row, self.known.captions[int(row.record)])
            return int(row.record), "", []
        key = Key.of(row.values)
        if row.participant and (people := self.known.numbers.get(row.participant.upper())):
            return self._of_number(row, key, people)
        if row.participant:
            row.hints.append(_("TN-Nr. {number} gibt es hier nicht.").format(number=row.participant))
        same = self.known.same(key)
        if len(same) == 1:
            return same[0], "", []
        if same:
            return None, _("Diesen Namen mit diesem Geburtsdatum gibt es {n}-mal.").format(n=len(same)), same
        return self._perhaps(row, key)

    @staticmethod
    def _leave_name(row: Row, caption: str) -> None:
        """A name that stands as this program wrote it changes nothing, however it would be taken apart."""
        if row.name and unicodedata.normalize("NFC", row.name) == caption.strip():
            row.values = {name: value for name, value in row.values.items() if name not in PARTS["full_name"]}
            row.unclear = [problem for problem in row.unclear if problem.field not in PARTS["full_name"]]

    def _of_number(self, row: Row, key: Key, people: set[int]) -> tuple[int | None, str, list[int]]:
        if len(people) > 1:
            return None, _("TN-Nr. {number} gibt es in mehreren Projekten.").format(number=row.participant), [*people]
        (id,) = people
        if alike(self.known.name_of[id], key.name):
            return id, "", []
        sentence = _("TN-Nr. {number} gehört zu {name}.")
        return None, sentence.format(number=row.participant, name=self.known.captions[id]), [id]

    def _perhaps(self, row: Row, key: Key) -> tuple[int | None, str, list[int]]:
        found = self.known.perhaps(key)
        if not found and self.similar and not row.refused:
            found = [one.id for one in self.similar(self.session, row.values)]
        if found:
            caption = self.known.captions.get(found[0], "")
            return None, _("Mögliche Dublette von {name}.").format(name=caption), found
        return None, "", []

    def _existing(self, row: Row, id: int, version: int, stored: Mapping[str, Any]) -> RowResult:
        """What a row changes about somebody who is there."""
        wanted = {**row.blanks, **row.values}
        wanted = {name: value for name, value in wanted.items() if name in stored and (name != ENTRY or value)}
        values = {name: value for name, value in wanted.items() if not _same(stored[name], value)}
        problems = row.refused or row.unclear or _broken({**stored, **values}, values)
        result = RowResult(
            row.number,
            Outcome.UNCHANGED,
            values,
            self.known.captions[id],
            id,
            version,
            tuple(row.refused + row.unclear),
        )
        if self.enrolments and (told := self.enrolments.problem(id, values)):
            problems = [*problems, told]
        if row.refused or row.unclear:
            return replace(result, outcome=Outcome.REFUSED if row.refused else Outcome.UNCLEAR)
        if problems:
            return replace(result, outcome=Outcome.REFUSED, problems=tuple(problems))
        if told := self.beside.problem(values, stored.get(ROLES, ())):
            return replace(result, outcome=Outcome.UNCLEAR, problems=(told,))
        earlier = self.met.setdefault(id, row.number)
        if not values:
            return result
        if earlier != row.number:
            told = Problem(_("Zeile {n} meint dieselbe Person, aber mit anderen Angaben.").format(n=earlier))
            return replace(result, outcome=Outcome.UNCLEAR, problems=(told,))
        return replace(result, outcome=Outcome.CHANGED)

    def _new(self, row: Row, problem: str, candidates: Sequence[int]) -> RowResult:
        """What a row would add."""
        caption = _caption(row.values)
        names = tuple((id, self.known.captions[id]) for id in candidates if id in self.known.captions)
        result = RowResult(
            row.number, Outcome.NEW, row.values, caption, candidates=names, decided=row.number in self.options.decisions
        )
        unclear = {problem.field for problem in row.unclear}
        if self.enrolments and (told := self.enrolments.problem(None, row.values)):
            row.refused.append(told)
        if refused := row.refused or [problem for problem in _broken(row.values, None) if problem.field not in unclear]:
            return replace(result, outcome=Outcome.REFUSED, problems=(*refused, *row.unclear))
        beside = self.beside.problem(row.values)
        open_questions = [*row.unclear, *([Problem(problem)] if problem else []), *([beside] if beside else [])]
        key = Key.of(row.values)
        if not problem and not result.decided and (twins := self.fresh.same(key) or self.fresh.perhaps(key)):
            open_questions.append(Problem(_("Mögliche Dublette von Zeile {n}.").format(n=twins[0])))
        if not problem:
            self.fresh.add(key, row.number)
        if open_questions:
            return replace(result, outcome=Outcome.UNCLEAR, problems=tuple(open_questions))
        return result


def _same(stored: object, value: object) -> bool:
    """Whether a field stays as it is; blanks around a text do not count."""
    if isinstance(value, Spoken):
        return isinstance(stored, Spoken) and stored.covers(value)
    if isinstance(stored, tuple) and isinstance(value, tuple):  # roles: one more is a change, one less is not said
        return set(value) <= set(stored)
    if isinstance(stored, str) and isinstance(value, str):
        return unicodedata.normalize("NFC", stored).replace("\r\n", "\n").strip() == value
    return stored == value or (stored in {None, ""} and value in {None, ""})


def _broken(values: Mapping[str, Any], changed: Mapping[str, Any] | None) -> list[Problem]:
    """The rules between fields that VALUES would break; only where something CHANGED, or for a new person all."""
    if changed is not None and not changed:
        return []
    empty = {name: "" if spec.kind is str and not spec.options else None for name, spec in fields(Person).items()}
    person = SimpleNamespace(**(empty | dict(values)))
    return [
        Problem(sentence, value=show(values.get(name)), field=name)
        for name, sentence in Person.rules(cast(Any, person))
    ]


def _caption(values: Mapping[str, Any]) -> str:
    comma = " " if values.get("family_first") else ", "
    return comma.join(part for part in (values.get("last_name"), values.get("first_names")) if part)
