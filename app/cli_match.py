"""The command that proposes pairs and offers with reasons: from an office file, or from two plain tables."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core.text import _, plural
from app.telling import say, telling

if TYPE_CHECKING:
    from app.models.office import Office
    from app.services.matching import Line, Proposal, Result

Opening = Callable[[argparse.Namespace], AbstractContextManager["Office"]]
SHOWN = 3
"""So many proposals per person are shown unless asked otherwise."""
MARKS = {"fulfilled": "+", "partly": "~", "not": "-", "unknown": "?"}


def add_match(commands: Any, command: Callable[..., Any], add_file: Callable[[Any], None], office: Opening) -> None:
    """Add the command to the parser; the other arguments are what all commands share."""
    del add_file  # the file may be left out, where two tables are given
    parser = command(commands, "match", _("Paare vorschlagen, mit Gründen"), _about())
    add = parser.optional.add_argument
    add("file", nargs="?", type=Path, metavar="DATEI", help=_("die Datei des Büros, .koord; oder --csv"))
    what = parser.optional.add_mutually_exclusive_group()
    what.add_argument("--pairs", action="store_true", help=_("Mentees mit Mentorinnen zusammenbringen (ist die Regel)"))
    what.add_argument("--offers", action="store_true", help=_("Personen mit Angeboten von Vereinen zusammenbringen"))
    add("--passphrase-file", type=Path, metavar="DATEI", help=_("Kennwort aus einer Datei lesen"))
    add("--csv", nargs=2, type=Path, metavar=("SUCHENDE", "ANBIETENDE"), help=_("statt der Datei zwei Tabellen"))
    add("--rules", type=Path, metavar="REGELN", help=_("Regeln und bei --csv die Bedeutung der Spalten, .toml"))
    add("--json", action="store_true", help=_("das Ergebnis als JSON"))
    add("--top", type=int, default=SHOWN, metavar="N", help=_("so viele Vorschläge je Person (sonst 3)"))
    parser.set_defaults(run=lambda chosen: _run(chosen, office))


def _about() -> str:
    from app.core.resources import resource

    text = _(
        "Findet die Zuordnung, die zuerst möglichst vielen hilft und dann die meisten Punkte hat. Die Regeldatei sagt "
        "auch, was die Spalten der Tabellen (Excel oder CSV) bedeuten. Ein Beispiel liegt in\n{folder}:\n"
        "  match --csv mentees.csv mentors.csv --rules rules.toml"
    )
    return text.format(folder=resource("samples", "matching"))


def _run(chosen: argparse.Namespace, opened: Opening) -> int:
    from app.cli import WrongUsage

    if chosen.top < 1:
        raise WrongUsage(_("Bitte mindestens einen Vorschlag."))
    if bool(chosen.file) == bool(chosen.csv):
        raise WrongUsage(_("Bitte entweder eine Datei oder mit --csv zwei Tabellen angeben."))
    if chosen.csv and not chosen.rules:
        raise WrongUsage(_("Zu --csv gehört --rules: die Regeln und was die Spalten bedeuten."))
    result = _of_tables(chosen) if chosen.csv else _of_office(chosen, opened)
    if chosen.json:
        say(json.dumps(as_data(result, chosen.top), ensure_ascii=False, indent=1))
    else:
        _tell(result, chosen.top)
    return 1 if result.unmatched else 0


def _of_tables(chosen: argparse.Namespace) -> Result:
    from app.services.matching import match
    from app.services.matching.plain_tables import read

    with telling() as progress:
        return match(read(chosen.rules, chosen.csv[0], chosen.csv[1], progress), progress)


def _of_office(chosen: argparse.Namespace, opened: Opening) -> Result:
    """The people of the latest project with mentors or offers, with the office's own rules or those of a file."""
    from app.services.agenda import projects
    from app.services.match_offers import OFFERS
    from app.services.match_pairs import PAIRS
    from app.services.matching import read
    from app.services.pairs import of_project

    maker = OFFERS if chosen.offers else PAIRS
    rules = read(chosen.rules) if chosen.rules else None
    with opened(chosen) as office, telling() as progress, office.db.read() as session:
        latest = next((id for id, _name in projects(session)), None)
        return maker.compute(session, of_project(session, latest), progress, rules).result


def as_data(result: Result, top: int) -> dict[str, Any]:
    """The result for other programs."""
    from app.services.matching import helping, needs

    seekers, unmatched = result.problem.seekers, set(result.unmatched)
    proposals = result.all_proposals(seekers.ids, top)
    return {
        "rules": result.problem.rules.name,
        "seekers": len(seekers),
        "providers": len(result.problem.providers),
        "served": len(result.partners),
        "points": result.points,
        "notes": list(result.notes),
        "pairs": [
            {"seeker": seekers.ids[i], "provider": result.problem.providers.ids[j], "points": int(points)}
            for (i, j), points in ((pair, result.scores.points[pair]) for pair in result.chosen)
        ],
        "people": [
            {
                "id": id,
                "name": caption,
                "candidates": result.candidates(id),
                "proposals": [_proposal_data(one) for one in proposals[id]],
                "why_not": [
                    {"count": reason.count, "reason": reason.text, "names": list(reason.names)}
                    for reason in result.why_not(id)
                ],
                "would_help": [one.text for one in helping(result, id)] if id in unmatched else [],
            }
            for id, caption in zip(seekers.ids, seekers.captions, strict=True)
        ],
        "needs": [
            {"need": need.text, "helps": len(need.helped), "people": list(need.helped)} for need in needs(result)
        ],
    }


def _proposal_data(one: Proposal) -> dict[str, Any]:
    return {
        "provider": one.provider,
        "name": one.caption,
        "points": one.points,
        "possible": one.possible,
        "chosen": one.chosen,
        "free": one.free,
        "reasons": [line._asdict() for line in one.lines],
    }


def _tell(result: Result, top: int) -> None:
    from app.services.matching import helping, needs

    seekers = result.problem.seekers
    for note in result.notes:
        say(note)
    unmatched, proposals = set(result.unmatched), result.all_proposals(seekers.ids, top)
    for id, caption in zip(seekers.ids, seekers.captions, strict=True):
        found = result.candidates(id)
        say(f"{caption}: " + (plural(found, _("{n} Vorschlag"), _("{n} Vorschläge")) if found else _("kein Vorschlag")))
        for one in proposals[id]:
            _tell_proposal(one)
        if id in unmatched:
            for reason in result.why_not(id):
                names = f": {' · '.join(reason.names)}" if reason.names else ""
                say(f"    {reason.count:>3}  {reason.text}{names}")
            for help in helping(result, id):
                say(f"         {help.text}")
        say("")
    served = plural(len(result.partners), _("{n} Person mit Vorschlag"), _("{n} Personen mit Vorschlag"))
    say(_("{served} von {all}, zusammen {points} Punkte").format(served=served, all=len(seekers), points=result.points))
    for need in needs(result):
        say(_("Gesucht: {need}").format(need=need.text))


def _tell_proposal(one: Proposal) -> None:
    mark = "→" if one.chosen else " "
    say(f"  {mark} {one.points:>3} {_('von')} {one.possible}  {one.caption}")
    for line in one.lines:
        if not line.must or line.state != "fulfilled":
            say(f"         {MARKS[line.state]} {line.text}{_points(line)}")


def _points(line: Line) -> str:
    return "" if line.must else f"  {line.reached}/{line.possible}"
