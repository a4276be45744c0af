"""The Prüfliste as an Excel list: one line per record that breaks a rule, with the reason why it matters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.core.progress import Progress
from app.core.text import N_, _
from app.models.base import entity_of
from app.models.db import Database
from app.reports.excel import Column, Listing, write_list
from app.services.checklist import all_findings, counts, rules
from app.services.participations import parts

COLUMNS = (
    Column(N_("Bereich"), 26),
    Column(N_("Stand"), 10),
    Column(N_("Regel"), 60, wrap=True),
    Column(N_("Wo"), 14),
    Column(N_("Wer"), 30),
    Column(N_("Angabe"), 22),
    Column(N_("Warum es zählt"), 80, wrap=True),
)


def build(db: Database, project_id: int | None, target: Path, progress: Progress) -> Path:
    """Write all findings, or those of one project and its parts, to TARGET."""
    columns = [replace(column, title=_(column.title)) for column in COLUMNS]
    with db.read() as session:
        within = None if project_id is None else parts(session, project_id)
        total = sum(counts(session, rules(session), within).values())
        return write_list(target, Listing(_("Prüfliste"), columns, _lines(session, within), total), progress)


def _lines(session: Any, within: list[int] | None) -> Iterator[tuple[object, ...]]:
    for rule, found in all_findings(session, within):
        where = _(entity_of(found.table).title)
        yield rule.group, _(rule.severity.label), rule.sentence, where, found.who, found.detail or None, rule.why
