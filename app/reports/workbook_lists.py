"""The lists of the funding workbook: participants by number only, and the answers that are still missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from app.core.text import N_, _
from app.reports.excel_cells import DATE, MUTED, PLAIN, Style
from app.reports.excel_lists import Column, Listing
from app.services.figures import Figures, Record
from app.services.programme import SPECIAL_LABELS, Derived, Programme, Question, Value
from app.services.programmes import LIST_COLUMNS

PARTICIPANTS, GAPS = N_("Teilnehmende"), N_("Offene Angaben")
NUMBER_COLUMN, ENTRY_COLUMN, COMPLETE_COLUMN = LIST_COLUMNS
YES, NO = N_("ja"), N_("nein")
TITLE = PLAIN.but(bold=True, size=14, color="0B5D73")
NOTE = PLAIN.but(color=MUTED)


def participant_list(figures: Figures, records: Iterable[Record]) -> Listing:
    """Everybody who is counted or could be: no names, no birth dates, one column per value that decides."""
    programme = figures.programme
    columns = [Column(_(NUMBER_COLUMN), 13), Column(_(ENTRY_COLUMN), 13, DATE, "right")]
    columns += [_column(one) for one in programme.columns]
    return Listing(
        _(PARTICIPANTS),
        [*columns, Column(_(COMPLETE_COLUMN), 13)],
        _participants(figures, records),
        figures.listed,
        [
            (_("Teilnehmende (pseudonymisiert)"), TITLE),
            (_("Ein leeres Feld wurde nicht gefragt. „entfällt“: Die Frage stellt sich nicht."), NOTE),
        ],
    )


def _column(one: Question | Derived) -> Column:
    if isinstance(one, Derived) or one.kind == "number":
        return Column(one.column, 11, "0", "right")
    words = [*one.column.split(), *(option.short for option in one.options), *SPECIAL_LABELS.values()]
    return Column(one.column, max(map(len, words)) + 2)


def _participants(figures: Figures, records: Iterable[Record]) -> Iterator[list[object]]:
    programme = figures.programme
    labels = _labels(programme)
    for record in records:
        if record.cancelled or record.id in figures.repeated:
            continue
        row = record.row(programme)
        shown = [label.get(value, value) for label, value in zip(labels, row, strict=True)]
        yield [record.number, record.entry, *shown, _(NO) if programme.gaps(row) else _(YES)]


def _labels(programme: Programme) -> list[dict[Value, str]]:
    """Per column what stands in the list for a stored code."""
    found: list[dict[Value, str]] = []
    for one in programme.columns:
        labels: dict[Value, str] = (
            {option.code: option.short for option in one.options} if isinstance(one, Question) else {}
        )
        found.append({**labels, **SPECIAL_LABELS})
    return found


def open_list(figures: Figures) -> Listing:
    """One row per mandatory answer that is missing, with what depends on it."""
    return Listing(
        _(GAPS),
        [
            Column(_(NUMBER_COLUMN), 13),
            Column(_(ENTRY_COLUMN), 13, DATE, "right"),
            Column(_("Frist des Fragebogens"), 16, DATE, "right"),
            Column(_("Angabe"), 40),
            Column(_("Stand"), 15),
            Column(_("Warum sie zählt"), 84),
        ],
        _gaps(figures),
        sum(len(one.gaps) for one in figures.open),
        _gap_heading(figures),
    )


def _gap_heading(figures: Figures) -> list[tuple[str, Style]]:
    if figures.open:
        text = _("Wer hier steht, ist in keiner Zahl enthalten. Die Angaben gelten für den Eintrittstag.")
    else:
        text = _("Es fehlt nichts: Alle Personen haben alle Pflichtangaben.")
    return [(_("Offene Angaben"), TITLE), (text, NOTE)]


def _gaps(figures: Figures) -> Iterator[list[object]]:
    days = timedelta(figures.programme.terms.entry_days)
    reasons = {one.key: _reason(figures.programme, one.key) for one in figures.programme.asked}
    for one in figures.open:
        for gap in one.gaps:
            state = _("keine Angabe") if gap.declined else _("fehlt")
            entry = one.record.entry
            yield [one.record.number, entry, entry + days, gap.question.label, state, reasons[gap.question.key]]


def _reason(programme: Programme, key: str) -> str:
    """Why the question KEY matters: the indicators that depend on it."""
    if key == "gender":
        return _("Alle Zahlen werden nach Geschlecht gemeldet.")
    keys = {key} | {one.key for one in programme.derived if key in dict(one.levels)}
    codes = [
        one.code
        for one in programme.indicators
        if not one.internal and any(c.key in keys for group in one.where for c in group)
    ]
    if not codes:
        return _("Pflichtangabe: Ohne sie wird die Person nicht gemeldet.")
    return _("Ohne sie wird die Person nicht gemeldet; sie entscheidet über {codes}.").format(codes=", ".join(codes))
