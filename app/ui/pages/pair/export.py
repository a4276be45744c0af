"""The list of pairs on paper or in a workbook: what is unfolded, in its order, with the words that stand there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.core.text import N_, _, plural
from app.models import Pair
from app.models.arrangement import Arrangement, Extra, Shown
from app.models.fields import Field, columns
from app.models.query import Query
from app.ui.pages.list_export import SheetExport
from app.ui.pages.pair.words import state_of

if TYPE_CHECKING:
    from app.reports.list_export import ListSheet
    from app.ui.pages.pair.page import TandemsPage

BEFORE, BEHIND = (
    ("mentee_name", "mentor_name", "state"),
    ("active", "last_meeting", "meetings", "planned_end", "caption"),
)
"""Columns around the words of the list."""
TITLE, TOLD = N_("Tandems"), N_("Hinweis")


class PairExport(SheetExport):
    """The ways out of the page of the pairs."""

    def __init__(self, page: TandemsPage) -> None:
        super().__init__(page, page.context, _(TITLE))
        self.page = page

    def ids(self) -> Sequence[int]:
        """The pairs that can be seen."""
        return self.page.stages.ids()

    def counted(self, count: int) -> str:
        """'1 Tandem'."""
        return plural(count, _("1 Tandem"), _("{n} Tandems"))

    def sheet(self, *, keyed: bool = False) -> ListSheet:  # noqa: ARG002 - pairs are not imported
        """The list as it is seen just now."""
        from app.reports.list_export import ListSheet

        known = columns(Pair)
        words = Extra("told", _(TOLD), self._words, lambda shown: shown or Shown(""))
        specs: tuple[Field | Extra, ...] = (*(known[name] for name in BEFORE), words, *(known[name] for name in BEHIND))
        return ListSheet(
            title=self.title,
            query=Query(Pair),
            arrangement=Arrangement(specs),
            ids=self.ids(),
            about=tuple(self._about()),
        )

    def _words(self, _session: object, ids: Sequence[int]) -> dict[int, Shown]:
        days = self.page.stages.quiet_days
        return {one.id: Shown(state_of(one, days)[1]) for one in self.page.lines if one.id in set(ids)}

    def _about(self) -> list[str]:
        """Count, project, order, search, and what is folded away."""
        context, stages = self.page.context, self.page.stages
        project = dict(context.projects).get(context.project_id or 0)
        said = [self.counted(len(self.ids())), project, _("nach Stand, dann ältestes Treffen")]
        lines = [" · ".join(filter(None, said))]
        if text := stages.search.text().strip():
            lines.append(_("Suche: „{text}“").format(text=text))
        if folded := stages.folded():
            lines.append(_("Eingeklappt und nicht dabei: {stages}").format(stages=", ".join(folded)))
        return lines
