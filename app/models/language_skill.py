"""Language skills: what somebody speaks how well, since when; a history in which the newest level counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Mapped

from app.core.clock import today
from app.core.languages import LANGUAGES, LEVELS
from app.core.text import N_, _
from app.models.base import Entity, refers
from app.models.fields import field


class LanguageSkill(Entity):
    """One language of one person at one level, as it was found on one day."""

    __tablename__ = "language_skill"
    title, titles = N_("Sprachkenntnis"), N_("Sprachkenntnisse")
    caption_label = N_("Sprache")
    listed = ("caption", "level", "day", "evidence")

    person_id: Mapped[int] = refers("person", N_("Person"))
    language: Mapped[str] = field(N_("Sprache"), length=30, options=LANGUAGES)
    level: Mapped[str] = field(N_("Niveau"), length=30, options=LEVELS)
    day: Mapped[date | None] = field(N_("Festgestellt am"))
    evidence: Mapped[str] = field(
        N_("Nachweis"), length=120, default="", help=N_("Zum Beispiel Zertifikat telc B1, Einstufung, eigene Angabe")
    )

    def describe(self) -> str:
        """'Arabisch B1'."""
        return f"{dict(LANGUAGES).get(self.language, self.language)} {dict(LEVELS).get(self.level, self.level)}"

    def rules(self) -> Iterator[tuple[str, str]]:
        """Nothing is found out in the future."""
        if self.day and self.day > today():
            yield "day", _("Der Tag liegt in der Zukunft.")
