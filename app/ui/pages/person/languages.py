"""The languages of a person: every level that was ever found, of which the newest counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.core.clock import today
from app.core.languages import LANGUAGES
from app.core.text import N_, _, show
from app.models import LanguageSkill
from app.services.people import GERMAN, current_levels, language_skills, level_label
from app.ui.context import Context
from app.ui.pages.records_tab import RecordsTab
from app.ui.rows import Column, Item, Line

NAMES = dict(LANGUAGES)


class LanguagesTab(RecordsTab):
    """German first; a level that another one followed is shown quietly."""

    entity = LanguageSkill
    table_columns = (
        Column(N_("Sprache"), 130), Column(N_("Niveau"), 110), Column(N_("Festgestellt am"), 110),
        Column(N_("Nachweis")), Column(N_("Stand"), 90),
    )  # fmt: skip
    nothing = N_("Noch keine Sprache eingetragen. Das neueste Niveau jeder Sprache zählt, frühere bleiben stehen.")
    asked = ("language", "level", "day", "evidence")

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Sprachen"))

    def load(self, session: Any, owner: int) -> Sequence[Any]:
        """All levels, and which of them count."""
        found = language_skills(session, owner)
        self.counting = {one.id for one in current_levels(found).values()}
        return found

    def line(self, record: Any) -> Line:
        """'Deutsch · B1 · 12.11.2026 · telc · gilt'."""
        counts = record.id in self.counting
        return Line(
            (
                Item.of(_(NAMES.get(record.language, record.language)), strong=counts, muted=not counts),
                Item.of(level_label(record.level), strong=counts, muted=not counts),
                Item.of(show(record.day), muted=True),
                Item.of(record.evidence, muted=True),
                Item.of(_("gilt") if counts else _("früher"), "complete" if counts else "quiet"),
            ),
            record.id,
        )

    def fresh(self) -> dict[str, Any]:
        """German as found today, which is what is entered most."""
        return {"language": GERMAN, "day": today()}
