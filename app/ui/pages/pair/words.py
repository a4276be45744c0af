"""How pairs are told: the state of a line in the list, the steps with their days, the sentence over the detail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.core.clock import today
from app.core.text import _, day_and_date, day_and_month, plural, show
from app.models.pair import CLOSED, Pair, PairState
from app.services.pair_views import PairLine, PairView

DONE, NOW, AHEAD = "done", "now", "ahead"


@dataclass(frozen=True)
class Step:
    """One stage of the way: its name, what is known about it, and whether it is past, now or ahead."""

    title: str
    detail: str
    place: str


def short_day(day: date | None) -> str:
    """'28.05.' in this year, '28.05.2025' in another one."""
    if day is None:
        return ""
    return day_and_month(day) if day.year == today().year else show(day)


def state_of(line: PairLine, quiet_days: int) -> tuple[str, str]:
    """State and words of a pair in the list."""
    if line.withdrawn:
        return "wrong", _("Einwilligung fehlt")
    match PairState(line.state):
        case PairState.INTRODUCTION:
            return _introduction(line)
        case PairState.ACTIVE:
            return _active(line, quiet_days)
        case PairState.PAUSED:
            return "quiet", _("letztes Treffen {day}").format(day=short_day(line.last_meeting) or "–")
        case PairState.PROPOSED:
            return "quiet", _("seit {day}").format(day=short_day(line.proposed))
    return "quiet", show(line.ended)


def _introduction(line: PairLine) -> tuple[str, str]:
    if line.mentee_agreed and line.mentor_agreed:
        return "complete", _("OK beider liegt vor")
    if line.introduction and line.introduction > today():
        return "later", day_and_date(line.introduction)
    if not line.mentee_agreed and not line.mentor_agreed:
        return "open", _("OK beider fehlt")
    return "open", _("OK der Mentorin fehlt") if line.mentee_agreed else _("OK der Mentee fehlt")


def _active(line: PairLine, quiet_days: int) -> tuple[str, str]:
    days = line.quiet_days or 0
    if days > quiet_days:
        return "overdue", _("{n} Tage ohne Treffen").format(n=days)
    if days == quiet_days:
        return "today", _("{n} Tage, heute").format(n=days)
    if days == quiet_days - 1:
        return "quiet", _("{n} Tage, morgen").format(n=days)
    if line.last_meeting:
        return "quiet", _("Treffen {day}").format(day=short_day(line.last_meeting))
    return "quiet", _("noch kein Treffen")


def steps(view: PairView) -> list[Step]:
    """The four steps; paused and broken off stand in the place of the step that they interrupt."""
    pair, stage = view.pair, PairState(view.pair.state)
    proposed = [short_day(pair.proposed)]
    if pair.points is not None:
        proposed.append(plural(pair.points, _("1 Punkt"), _("{n} Punkte")))
    met = [short_day(pair.introduction), _agreed(pair)]
    ended = stage.value in CLOSED
    places = [PairState.PROPOSED, PairState.INTRODUCTION, PairState.ACTIVE, PairState.COMPLETED]
    here = {PairState.PAUSED: 2, PairState.ABANDONED: 3}.get(stage, places.index(stage) if stage in places else 3)
    reached = [True, pair.introduction is not None, pair.active is not None, ended]
    titles = [one.label for one in places]
    if stage == PairState.PAUSED:
        titles[2] = PairState.PAUSED.label
    if stage == PairState.ABANDONED:
        titles[3] = PairState.ABANDONED.label
    details = [" · ".join(filter(None, proposed)), " · ".join(filter(None, met)), _running(view), _ending(pair)]
    return [
        Step(_(title), detail, NOW if n == here and not ended else DONE if reached[n] else AHEAD)
        for n, (title, detail) in enumerate(zip(titles, details, strict=True))
    ]


def _agreed(pair: Pair) -> str:
    if pair.mentee_agreed and pair.mentor_agreed:
        return _("beide haben OK gesagt")
    if pair.introduction is None:
        return ""
    if pair.mentee_agreed or pair.mentor_agreed:
        return _("OK der Mentorin fehlt") if pair.mentee_agreed else _("OK der Mentee fehlt")
    return _("OK beider fehlt")


def _running(view: PairView) -> str:
    pair = view.pair
    if pair.active is None:
        return ""
    if pair.state == PairState.PAUSED:
        return _("seit {day}").format(day=show(pair.paused))
    met = plural(view.sums.count, _("1 Treffen"), _("{n} Treffen"))
    return _("seit {day} · {met}").format(day=show(pair.active), met=met)


def _ending(pair: Pair) -> str:
    if pair.ended:
        return show(pair.ended)
    return _("geplant {day}").format(day=show(pair.planned_end)) if pair.planned_end else ""


def warning(view: PairView, quiet_days: int) -> tuple[str, str, str, str]:
    """Kind, sentence, lead and link of the banner over a pair; the most severe one wins, '' for none."""
    line, pair = view.line, view.pair
    for who in (view.mentee, view.mentor):
        if not who.consent:
            ended = _("wurde am {day} widerrufen").format(day=show(who.withdrawn)) if who.withdrawn else _("fehlt")
            text = _("Die Einwilligung {ended}. Bitte klären Sie das, oder beenden Sie das Tandem.")
            return "err", text.format(ended=ended), f"{who.name}:", ""
    days = line.quiet_days
    if days is not None and days >= quiet_days:
        last = _("letztes: {day}").format(day=show(line.last_meeting)) if line.last_meeting else _("noch keines")
        lead = _("Seit {n} Wochen kein Treffen").format(n=days // 7)
        return "warn", _("({last}). Bitte bei beiden nachfragen.").format(last=last), lead, _("Nachfrage vermerken")
    if pair.state == PairState.INTRODUCTION and not (pair.mentee_agreed and pair.mentor_agreed):
        if pair.introduction and pair.introduction > today():
            return "info", _("Danach fragen Sie beide, ob sie zusammenarbeiten möchten."), _introducing(pair), ""
        return "warn", _("Bitte fragen Sie nach, und vermerken Sie das OK."), _agreed(pair) + ".", _("OK vermerken")
    if pair.next_review and pair.state == PairState.ACTIVE and pair.next_review <= today():
        text = _("Bitte schauen Sie mit beiden auf die Ziele.")
        return (
            "warn",
            text,
            _("Prüfung der Ziele war am {day} fällig.").format(day=show(pair.next_review)),
            _("Prüfung vermerken"),
        )
    return "info", "", "", ""


def _introducing(pair: Pair) -> str:
    assert pair.introduction
    return _("Kennenlernen am {day}.").format(day=show(pair.introduction))
