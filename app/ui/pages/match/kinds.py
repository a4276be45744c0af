"""What the page says where mentees meet mentors, and where people meet offers; everything else is the same."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.text import N_, _, plural
from app.services.match_offers import OFFERS as OFFER_MAKER
from app.services.match_pairs import PAIRS as PAIR_MAKER
from app.services.matchmaking import PROVIDERS, SEEKERS, Matchmaker

Counts = tuple[str, str]
"""For one and for {n}."""
ALWAYS = ("role", "consent", "person", "language_skill", "match_decision", "match_rules", "place", "travel")


@dataclass(frozen=True, kw_only=True)
class MatchKind:
    """One matching with its words; VIEWS are the sides from which it can be looked at."""

    maker: Matchmaker
    tables: tuple[str, ...]
    """Whose changes make another computation necessary."""
    provider_table: str
    views: tuple[tuple[str, str], ...] = ()
    seeker: str
    provider: str
    providers_title: str = ""
    """The heading of the list of providers, where they can be looked at."""
    providers: Counts
    checked: Counts
    nobody: str
    """Where no provider is kept yet."""
    waiting: str
    """The heading of the list of those who seek."""
    served: str
    """Where nobody seeks."""
    choose: str
    choose_seeker: str = ""
    accepted: str
    """The name of the change that a proposal becomes."""
    profile: str
    standard: str

    def word(self, side: str) -> str:
        """What one row of a side is called."""
        return self.seeker if side == SEEKERS else self.provider

    def count(self, n: int) -> str:
        """'3 Mentorinnen'."""
        return plural(n, *map(_, self.providers))


PAIRS = MatchKind(
    maker=PAIR_MAKER,
    tables=(*ALWAYS, "pair"),
    provider_table="person",
    seeker=N_("Mentee"),
    provider=N_("Mentorin"),
    providers=(N_("1 Mentorin"), N_("{n} Mentorinnen")),
    checked=(N_("1 Mentorin geprüft, davon"), N_("{n} Mentorinnen geprüft, davon")),
    nobody=N_("Es gibt noch keine Mentorinnen."),
    waiting=N_("Ohne Tandem"),
    served=N_("Alle Mentees haben ein Tandem."),
    choose=N_("Mentorin wählen für {who}"),
    accepted=N_("Tandem anlegen: {names}"),
    profile=N_("Profil öffnen"),
    standard=N_("Mentoring (mitgeliefert)"),
)
OFFERS = MatchKind(
    maker=OFFER_MAKER,
    tables=(*ALWAYS, "participation", "offer", "organisation", "placement"),
    provider_table="offer",
    views=((SEEKERS, N_("Personen")), (PROVIDERS, N_("Angebote"))),
    seeker=N_("Person"),
    provider=N_("Angebot"),
    providers_title=N_("Angebote"),
    providers=(N_("1 Angebot"), N_("{n} Angebote")),
    checked=(N_("1 Angebot geprüft, davon"), N_("{n} Angebote geprüft, davon")),
    nobody=N_("Es gibt noch keine Angebote."),
    waiting=N_("Auf der Suche"),
    served=N_("Alle, die teilnehmen, sind schon vermittelt."),
    choose=N_("Angebot wählen für {who}"),
    choose_seeker=N_("Person wählen für {who}"),
    accepted=N_("Vermittlung anlegen: {names}"),
    profile=N_("Angebot öffnen"),
    standard=N_("Angebote (mitgeliefert)"),
)
