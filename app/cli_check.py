"""The command that checks a file: whether it is whole, and which rules its data break."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from itertools import groupby
from typing import TYPE_CHECKING, Any

from app.core.text import _
from app.telling import say

if TYPE_CHECKING:
    from app.models.office import Office
    from app.services.checklist import Finding, Rule

Opening = Callable[[argparse.Namespace], AbstractContextManager["Office"]]


def add_check(commands: Any, command: Callable[..., Any], add_file: Callable[[Any], None], office: Opening) -> None:
    """Add the command to the parser; the other arguments are what all commands share."""
    parser = command(
        commands,
        "check",
        _("Prüfen, ob eine Datei unbeschädigt ist, und die Prüfliste zeigen"),
        _("Prüft, ob die Datei unbeschädigt ist, und zählt, was fehlt. Der Rückgabewert ist 1, wenn etwas falsch ist."),
    )
    add_file(parser)
    parser.optional.add_argument("--json", action="store_true", help=_("die Prüfliste mit allen Fundstellen als JSON"))
    parser.set_defaults(run=lambda chosen: _run(chosen, office))


def _run(chosen: argparse.Namespace, opened: Opening) -> int:
    from app.services.checklist import Severity, all_findings, counts, rules

    with opened(chosen) as office:
        problems = office.check()
        listed: list[Rule] = []
        numbers: dict[str, int] = {}
        found: list[tuple[Rule, Finding]] = []
        if not problems:
            with office.db.read() as session:
                listed = rules(session)
                numbers = counts(session, listed)
                found = list(all_findings(session)) if chosen.json else []
    for problem in problems:
        say(problem, sys.stderr)
    if problems:
        return 1
    if chosen.json:
        say(json.dumps([as_data(rule, one) for rule, one in found], ensure_ascii=False, indent=1))
    else:
        _tell(chosen.file.name, listed, numbers)
    return int(any(numbers[rule.key] for rule in listed if rule.severity == Severity.WRONG))


def as_data(rule: Rule, found: Finding) -> dict[str, Any]:
    """One finding for other programs."""
    return {
        "rule": rule.key,
        "severity": str(rule.severity),
        "sentence": rule.sentence,
        "why": rule.why,
        "record": {"table": found.table, "id": found.record_id, "name": found.who},
        "detail": found.detail,
        "field": {"table": rule.part, "name": rule.field},
    }


def _tell(name: str, listed: list[Rule], numbers: dict[str, int]) -> None:
    say(_("„{name}“ ist in Ordnung.").format(name=name))
    broken = [rule for rule in listed if numbers[rule.key]]
    for group, members in groupby(broken, lambda rule: rule.group):
        say(f"\n{group}")
        for rule in members:
            say(f"{numbers[rule.key]:7}  {_(rule.severity.label):8} {rule.sentence}")
    if not broken:
        say(_("Die Prüfliste ist leer."))
