"""Placements as rows of two lines: who or where, stage and its day, and the answers after three and six months."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from PySide6.QtCore import Qt

from app.core.clock import today
from app.core.text import N_, _, day_and_date, day_and_month, grouped, plural, show
from app.models.placement import ARRIVED, PlacementKind, PlacementState, StillThere
from app.services.placement_rows import FollowUp, PlacementRow, counts, rate
from app.services.placements import LABELS, MONTHS
from app.ui.rows import Item, Line
from app.ui.widgets.table import Cell

SHORT = {**LABELS, PlacementState.MEMBER.value: N_("Mitglied"), PlacementState.VOLUNTEER.value: N_("Ehrenamt")}
WORKING = N_("dabei")
"""Instead of „Mitglied“ where it is about work."""
BADGES = {
    PlacementState.PROPOSED: ("", ""),
    PlacementState.ASKED: ("warn", "open"),
    PlacementState.TRIAL: ("info", ""),
    PlacementState.MEMBER: ("", "done"),
    PlacementState.VOLUNTEER: ("", "done"),
    PlacementState.ENDED: ("", "left-out"),
    PlacementState.DECLINED: ("", "left-out"),
}
CLUB = PlacementKind.CLUB.value


def stage(row: PlacementRow) -> str:
    """The word for the stage reached."""
    if row.state == PlacementState.MEMBER and row.kind != CLUB:
        return _(WORKING)
    return _(SHORT[row.state])


def when(row: PlacementRow) -> str:
    """'seit 31.08.2026', 'Do 19.11., 18:30', '29.10. · seit 14 Tagen'."""
    day = row.since
    if day is None:
        return ""
    if row.state in ARRIVED:
        return _("seit {day}").format(day=show(day))
    if row.state == PlacementState.TRIAL:
        return ", ".join(filter(None, (day_and_date(day), show(row.trial_time))))
    if row.state == PlacementState.ASKED:
        days = (today() - day).days
        ago = _("heute") if days == 0 else plural(days, _("seit 1 Tag"), _("seit {n} Tagen"))
        return f"{_short(day)} · {ago}" if days >= 0 else _short(day)
    return " · ".join(filter(None, (_("am {day}").format(day=show(day)), row.end_reason)))


def placement_line(row: PlacementRow, *, by_person: bool) -> Line:
    """One row; BY_PERSON names the person first, otherwise the organisation."""
    name = row.person if by_person else row.organisation
    below = [] if by_person else [row.offer]
    below.append(_("mit {who}").format(who=_initials(row.assistant)) if row.assistant else "")
    kind, icon = BADGES[PlacementState(row.state)]
    badge = {int(Cell.BADGE): kind, int(Cell.ICON): icon, int(Cell.SECOND): when(row)}
    first = Item(name, {int(Cell.SECOND): " · ".join(filter(None, below)), int(Cell.MUTED): row.closed})
    return Line((first, Item(stage(row), badge), *(follow_up_item(one) for one in row.follow_ups)), row.id)


def follow_up_item(one: FollowUp) -> Item:
    """'ja, 08.07.', 'am 30.11.', 'seit 5 Tagen', or a dash."""
    if one.said:
        word = dict(StillThere.options())[one.said]
        icon = {StillThere.YES.value: "complete", StillThere.NO.value: "left-out"}.get(one.said, "unclear")
        return Item.of(", ".join(filter(None, (_(word), _short(one.on) if one.on else ""))), icon)
    if one.due is None:
        return Item.of("–", muted=True)
    days = (today() - one.due).days
    if days < 0:
        return Item.of(_("am {day}").format(day=_short(one.due)), muted=True, icon="open")
    late = _("heute fragen") if days == 0 else plural(days, _("seit 1 Tag"), _("seit {n} Tagen"))
    return Item.of(late, "open")


def sums(rows: Sequence[PlacementRow]) -> str:
    """'3 Mitglied · 1 Schnupperbesuch · 2 beendet' as rich text with strong numbers."""
    found = counts(rows).items()
    parts = (f"<b>{grouped(n)}</b> {escape(_(SHORT[state]))}" for state, n in found)
    return " · ".join(parts)


def still_there(rows: Sequence[PlacementRow]) -> str:
    """'Noch dabei: nach 3 Monaten 3 von 4, nach 6 Monaten 2 von 4'; nothing where nobody was asked yet."""
    parts = []
    for months in MONTHS:
        found = rate(rows, months)
        if found.asked or found.unreached:
            part = _("nach {n} Monaten {there} von {asked}").format(n=months, there=found.there, asked=found.asked)
            unreached = _(" ({n} nicht erreicht)").format(n=found.unreached) if found.unreached else ""
            parts.append(part + unreached)
    return _("Noch dabei: {parts}").format(parts=", ".join(parts)) if parts else ""


def _short(day: date) -> str:
    return day_and_month(day) if day.year == today().year else show(day)


def _initials(caption: str) -> str:
    """'L. Dvořáčková' for 'Dvořáčková, Lenka': the line is short, and everybody in the office knows her."""
    last, comma, first = caption.partition(", ")
    return f"{first[:1]}. {last}" if comma and first else caption


RICH = Qt.TextFormat.RichText
