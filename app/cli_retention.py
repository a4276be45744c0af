"""The command that says how long papers are kept, and who is to be anonymised."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from app.core.text import _, show
from app.telling import say

if TYPE_CHECKING:
    from app.models.office import Office
    from app.services.retention import Keeping, PersonDue

Opening = Callable[[argparse.Namespace], AbstractContextManager["Office"]]


def add_retention(commands: Any, command: Callable[..., Any], add_file: Callable[[Any], None], office: Opening) -> None:
    """Add the command to the parser; the other arguments are what all commands share."""
    parser = command(
        commands,
        "retention",
        _("Sagen, bis wann Unterlagen aufbewahrt werden und wer zu anonymisieren ist"),
        _("Nennt jedes Projekt mit seiner Frist und die Personen, deren Frist vorbei ist. Es wird nichts verändert."),
    )
    add_file(parser)
    parser.optional.add_argument("--json", action="store_true", help=_("das Ergebnis als JSON"))
    parser.set_defaults(run=lambda chosen: _run(chosen, office))


def _run(chosen: argparse.Namespace, opened: Opening) -> int:
    from app.services.retention import keepings, people_due

    with opened(chosen) as office, office.db.read() as session:
        projects, people = keepings(session), people_due(session)
    if chosen.json:
        say(json.dumps(as_data(projects, people), ensure_ascii=False, indent=1))
    else:
        _tell(projects, people)
    return 0


def as_data(projects: Sequence[Keeping], people: Sequence[PersonDue]) -> dict[str, Any]:
    """The result for other programs."""
    return {
        "projects": [
            {
                "id": one.project_id,
                "name": one.project,
                "keep_until": one.until.isoformat() if one.until else None,
                "missing": [rule.start for rule in one.rules if rule.day is None],
            }
            for one in projects
        ],
        "due": [
            {"id": one.id, "name": one.caption, "projects": one.projects, "kept_until": one.until.isoformat()}
            for one in people
        ],
    }


def _tell(projects: Sequence[Keeping], people: Sequence[PersonDue]) -> None:
    for one in projects:
        say(f"{one.project}: {until(one)}")
        for rule in one.rules:
            say(f"  {rule.words}: {show(rule.day) or _('Datum fehlt')}")
    if not people:
        say(_("Niemand ist zu anonymisieren."))
        return
    say(_("Zu anonymisieren: {n}").format(n=len(people)))
    for person in people:
        say(f"  {person.caption} ({person.projects})")


def until(one: Keeping) -> str:
    """How long papers are kept, in words."""
    if one.until:
        return _("aufbewahren bis {day}").format(day=show(one.until))
    return _("der Tag steht noch nicht fest") if one.rules else _("keine Regel im Förderprogramm")
