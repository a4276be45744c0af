"""What can be done with a pair, and what is asked for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from app.core.clock import today
from app.core.text import _
from app.models import Pair, PairGoal, PairMeeting
from app.models.fields import Field, fields
from app.models.pair import EndReason
from app.models.work import Work
from app.services import pair_log, pairs
from app.services.pair_views import PairView
from app.services.pairs import MONTHS, REVIEW_MONTHS, months_later
from app.ui.deed_dialog import Deed


def _day(name: str, text: str, help: str = "", *, required: bool = True) -> Field:
    return Field(text, name=name, kind=date, required=required, help=help)


def introduce(view: PairView) -> Deed:
    """Agree on the day on which both meet for the first time."""

    def act(work: Work, values: dict[str, Any]) -> None:
        deed = pairs.postpone if view.pair.introduction else pairs.introduce
        deed(work, view.line.id, values["day"])

    title = _("Kennenlernen verschieben") if view.pair.introduction else _("Kennenlernen vereinbaren")
    verb = _("Verschieben") if view.pair.introduction else _("Vereinbaren")
    asked = {"day": _day("day", _("Kennenlernen am"))}
    return Deed(title, verb, asked, act, {"day": view.pair.introduction or today()})


def consent(view: PairView) -> Deed:
    """Note who said yes."""
    pair = view.pair
    known = fields(Pair)
    asked = {name: known[name] for name in ("mentee_agreed", "mentor_agreed") if not getattr(pair, name)}

    def act(work: Work, values: dict[str, Any]) -> None:
        pairs.consent(work, pair.id, mentee=values.get("mentee_agreed"), mentor=values.get("mentor_agreed"))

    lead = _("Wer möchte zusammenarbeiten? Leer heißt: noch nicht gefragt.")
    return Deed(_("OK vermerken"), _("Vermerken"), asked, act, dict.fromkeys(asked, today()), lead)


def activate(view: PairView) -> Deed:
    """Begin, until a planned day."""
    asked = {"day": _day("day", _("Aktiv seit")), "until": _day("until", _("Geplantes Ende"), required=False)}
    values = {"day": today(), "until": months_later(today(), MONTHS)}

    def act(work: Work, values: dict[str, Any]) -> None:
        pairs.activate(work, view.line.id, values["day"], values["until"])

    lead = _("Ab jetzt werden Treffen eingetragen. Fehlt ein OK, geht es noch nicht.")
    return Deed(_("Tandem beginnen"), _("Beginnen"), asked, act, values, lead)


def pause(view: PairView) -> Deed:
    """Let the pair rest."""
    asked = {"day": _day("day", _("Pausiert seit"))}
    lead = _("Der Platz der Mentorin bleibt belegt. Während der Pause wird nicht an Treffen erinnert.")
    act = _on_day(pairs.pause, view)
    return Deed(_("Tandem pausieren"), _("Pausieren"), asked, act, {"day": today()}, lead)


def resume(view: PairView) -> Deed:
    """Go on."""
    asked = {"day": _day("day", _("Weiter seit"))}
    return Deed(_("Tandem fortsetzen"), _("Fortsetzen"), asked, _on_day(pairs.resume, view), {"day": today()})


def inquire(view: PairView) -> Deed:
    """Note that both were asked how it goes."""
    asked = {"day": _day("day", _("Nachgefragt am"))}
    lead = _("Die Tage ohne Treffen zählen dann ab diesem Tag.")
    return Deed(_("Nachfrage vermerken"), _("Vermerken"), asked, _on_day(pairs.inquire, view), {"day": today()}, lead)


def _on_day(deed: Callable[[Work, int, date], object], view: PairView) -> Callable[[Work, dict[str, Any]], object]:
    return lambda work, values: deed(work, view.line.id, values["day"])


def _ending() -> dict[str, Field]:
    known = fields(Pair)
    return {
        "day": _day("day", _("Beendet am")),
        "reason": Field(_("Grund"), name="reason", options=EndReason.options(), required=True),
        "note": known["end_note"],
    }


def end(view: PairView) -> Deed:
    """End the pair, with day and reason."""

    def act(work: Work, values: dict[str, Any]) -> None:
        pairs.end(work, view.line.id, values["day"], values["reason"], values["note"] or "")

    lead = _("Der Platz der Mentorin wird frei. Das lässt sich rückgängig machen.")
    return Deed(_("Tandem beenden"), _("Beenden"), _ending(), act, {"day": today(), "reason": None, "note": ""}, lead)


def rematch(view: PairView, mentors: tuple[tuple[str, str], ...]) -> Deed:
    """End the pair and propose one of MENTORS, who have places left."""
    chosen = Field(_("Andere Mentorin"), name="mentor", options=mentors, required=True)

    def act(work: Work, values: dict[str, Any]) -> None:
        given = values["day"], values["reason"], values["note"] or ""
        pairs.rematch(work, view.line.id, int(values["mentor"]), *given)

    lead = _("Beendet dieses Tandem und schlägt der Mentee eine andere Mentorin vor, in einem Schritt.")
    asked = _ending() | {"mentor": chosen}
    values = {"day": today(), "reason": None, "note": "", "mentor": None}
    return Deed(_("Andere Mentorin vorschlagen"), _("Vorschlagen"), asked, act, values, lead)


def propose(
    project_id: int, mentees: tuple[tuple[str, str], ...], mentors: tuple[tuple[str, str], ...], done: Callable[[], Any]
) -> Deed:
    """Bring two people together by hand."""
    asked = {
        "mentee": Field(_("Mentee"), name="mentee", options=mentees, required=True),
        "mentor": Field(_("Mentorin"), name="mentor", options=mentors, required=True),
        "another": Field(
            _("Weiteres Tandem"),
            name="another",
            kind=bool,
            help=_("Nur ankreuzen, wenn die Mentee neben ihrem Tandem ein zweites haben soll"),
        ),
    }

    def act(work: Work, values: dict[str, Any]) -> None:
        people = int(values["mentee"]), int(values["mentor"])
        pairs.propose(work, *people, project_id, another=bool(values["another"]))

    lead = _(
        "Zur Wahl stehen Mentees und Mentorinnen dieses Projekts; bei Mentorinnen steht, wie viele Plätze frei sind."
    )
    return Deed(_("Tandem anlegen"), _("Anlegen"), asked, act, {"another": False}, lead, done)


def goal(view: PairView, current: PairGoal | None) -> Deed:
    """Set a goal, or say how far it is."""
    known = fields(PairGoal)
    if current is None:
        asked = {name: known[name] for name in ("text", "note")}

        def add(work: Work, values: dict[str, Any]) -> None:
            pair_log.add_goal(work, view.line.id, values["text"], values["note"] or "")

        return Deed(_("Ziel ergänzen"), _("Ergänzen"), asked, add, {"text": "", "note": ""})
    asked = {name: known[name] for name in ("text", "state", "note")}

    def change(work: Work, values: dict[str, Any]) -> None:
        pair_log.change_goal(work, current.id, current.version, values["text"], values["state"], values["note"] or "")

    return Deed(_("Ziel ändern"), _("Ändern"), asked, change, {name: getattr(current, name) for name in asked})


def review(view: PairView) -> Deed:
    """Note that the goals were looked at."""
    asked = {"day": _day("day", _("Geprüft am")), "following": _day("following", _("Nächste Prüfung am"))}
    values = {"day": today(), "following": months_later(today(), REVIEW_MONTHS)}

    def act(work: Work, values: dict[str, Any]) -> None:
        pair_log.review(work, view.line.id, values["day"], values["following"])

    return Deed(_("Prüfung der Ziele vermerken"), _("Vermerken"), asked, act, values)


def meeting(current: PairMeeting) -> Deed:
    """Correct a meeting."""
    known = fields(PairMeeting)
    asked = {name: known[name] for name in ("day", "minutes", "form", "topic", "next_step")}

    def act(work: Work, values: dict[str, Any]) -> None:
        pair_log.change_meeting(work, current.id, current.version, **values)

    return Deed(_("Treffen ändern"), _("Ändern"), asked, act, {name: getattr(current, name) for name in asked})
