"""The command that lists who is likely there twice."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from app.core.text import _
from app.telling import say, telling

if TYPE_CHECKING:
    from app.models.office import Office
    from app.services.duplicates import Pair

Opening = Callable[[argparse.Namespace], AbstractContextManager["Office"]]


def add_duplicates(
    commands: Any, command: Callable[..., Any], add_file: Callable[[Any], None], office: Opening
) -> None:
    """Add the command to the parser; the other arguments are what all commands share."""
    parser = command(
        commands,
        "duplicates",
        _("Personen nennen, die wahrscheinlich doppelt erfasst sind"),
        _("Nennt Paare mit Gründen, die sichersten zuerst. Es wird nichts verändert."),
    )
    add_file(parser)
    parser.optional.add_argument("--json", action="store_true", help=_("das Ergebnis als JSON"))
    parser.set_defaults(run=lambda chosen: _run(chosen, office))


def _run(chosen: argparse.Namespace, opened: Opening) -> int:
    from app.services.duplicates import all_pairs

    with opened(chosen) as office, telling() as progress, office.db.read() as session:
        found = all_pairs(session, progress)
    if chosen.json:
        say(json.dumps([as_data(pair) for pair in found], ensure_ascii=False, indent=1))
    else:
        _tell(found)
    return 0


def as_data(pair: Pair) -> dict[str, Any]:
    """One pair for other programs."""
    people = zip((pair.first, pair.second), pair.captions, strict=True)
    return {
        "people": [{"id": id, "name": caption} for id, caption in people],
        "score": pair.score,
        "reasons": list(pair.reasons),
    }


def _tell(found: Sequence[Pair]) -> None:
    for pair in found:
        say(f"{pair.score * 100:3.0f} %  {' · '.join(pair.captions)}")
        say(f"{'':7}{'; '.join(pair.reasons)}")
    say(_("Mögliche Dubletten: {n}").format(n=len(found)) if found else _("Niemand scheint doppelt erfasst zu sein."))
