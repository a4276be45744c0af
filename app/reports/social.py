"""The network of a project as tables: social ties before and after, and how people and clubs were won."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.text import _, plural
from app.models.organisation import Tie
from app.reports.small_tables import COUNT, SHARE, TEXT, Cell, Table, Tables
from app.services.funnel import STEPS, Funnel, Row
from app.services.social_report import FunnelReport, Group, TiesReport, difference, span
from app.services.ties import MANY, MEANING


def ties_tables(report: TiesReport) -> Tables:
    """Before and after by gender, and the sums at the end of each quarter."""
    entered = plural(report.people, _("1 Person"), _("{n} Personen"))
    about = [
        f"{report.project} · " + _("Eintritt: {span}").format(span=span(report.first, report.last)) + f" · {entered}",
        " · ".join(f"{_(MANY[kind])}: {_(MEANING[kind])}" for kind in Tie),
        *dict.fromkeys(group.why for group in report.groups if group.hidden),
    ]
    before = Table(
        _("Vorher und nachher"),
        (
            (_("Gruppe"), TEXT), (_("Personen"), COUNT), (_("Art"), TEXT), (_("beim Eintritt"), COUNT),
            (_("beim Austritt oder heute"), COUNT), (_("Veränderung"), TEXT),
        ),
        [row for group in report.groups for row in _group(group)],
    )  # fmt: skip
    columns = ((_("Ende des Quartals"), TEXT), (_("Personen"), COUNT), *((_(MANY[kind]), COUNT) for kind in Tie))
    rows: list[list[Cell]] = []
    for one in report.quarters:
        counted: list[Cell] = [one.counts[kind] if one.counts else None for kind in Tie]
        rows.append([one.label, one.people if one.counts else None, *counted])
    return Tables(_("Soziale Beziehungen"), about, (before, Table(_("Im Verlauf"), columns, rows)))


def _group(group: Group) -> Iterator[list[Cell]]:
    if group.hidden:
        yield [group.label, group.number, _("nicht gezeigt"), None, None, ""]
        return
    for one in group.changes:
        yield [group.label, group.number, _(MANY[one.kind]), one.before, one.after, difference(one)]


def funnel_tables(report: FunnelReport) -> Tables:
    """Every kind by channel and by month."""
    about = [f"{report.project} · " + _("Zeitraum: {span}").format(span=span(report.first, report.last))]
    kinds = [one for one in report.funnels if any(one.total.reached)] or list(report.funnels[:1])
    first, won, active = (_(step) for step in STEPS)
    steps = ((first, COUNT), (won, COUNT), (_("davon gewonnen"), SHARE), (active, COUNT), (_("davon aktiv"), SHARE))
    channels = Table(
        _("Nach Kanal"),
        ((_("Wer"), TEXT), (_("Kanal"), TEXT), *steps),
        [row for one in kinds for row in _rows(one, (*one.channels, one.total))],
    )
    months = Table(
        _("Nach Monat"),
        ((_("Wer"), TEXT), (_("Monat"), TEXT), (first, COUNT), (won, COUNT), (active, COUNT)),
        [[_(one.kind.label), row.label, *row.reached] for one in kinds for row in one.months],
    )
    return Tables(_("Akquise"), about, (channels, months))


def _rows(funnel: Funnel, rows: tuple[Row, ...]) -> Iterator[list[Cell]]:
    for row in rows:
        first, won, active = row.reached
        yield [_(funnel.kind.label), row.label, first, won, _part(row, 1), active, _part(row, 2)]


def _part(row: Row, step: int) -> float | None:
    """The share of those contacted; none where more came than were contacted in the period."""
    found = row.share(step)
    return found if found is not None and found <= 1 else None
