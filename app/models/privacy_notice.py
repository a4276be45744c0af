"""What the office itself tells people about their data when they fill in a questionnaire (Art. 13 GDPR)."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, Session

from app.core.text import N_, _
from app.models.base import Entity
from app.models.fields import field

ONLY = 1
"""The id of the one that an office has at most; no other record has an id so small."""


class PrivacyNotice(Entity):
    """The office's own words; where it has none, what the questionnaire says anyway is right."""

    __tablename__ = "privacy_notice"
    title, titles = N_("Datenschutzhinweis"), N_("Datenschutzhinweise")

    controller: Mapped[str] = field(
        N_("Verantwortliche Stelle"),
        length=300,
        default="",
        multiline=True,
        help=N_("Name, Anschrift, Telefon. Leer gilt die Einrichtung im Kopf des Bogens."),
    )
    officer: Mapped[str] = field(
        N_("Datenschutzbeauftragte Person"),
        length=300,
        default="",
        multiline=True,
        help=N_("Name oder Stelle, Telefon, E-Mail"),
    )
    paragraph: Mapped[str] = field(
        N_("Eigener Absatz"), length=2000, default="", multiline=True, help=N_("Er wird nur auf Deutsch gedruckt.")
    )

    def describe(self) -> str:
        """There is only one."""
        return _(self.title)


def stated(session: Session) -> PrivacyNotice:
    """What the office states; empty, and not stored yet, where it never did."""
    return session.get(PrivacyNotice, ONLY) or PrivacyNotice(id=ONLY)
