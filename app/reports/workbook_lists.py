"""The lists of the funding workbook: participants by number only, and the answers that are still missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from app.core.text import N_, _
from app.reports.excel_cells import DATE, MUTED, PLAIN, Style
from app.reports.excel_lists import Column, Listing
from app.services.concerns import why_it_counts
from app.services.figures import Figures, Record
from app.services.programme import NOT_APPLICABLE, SPECIAL_LABELS, Derived, Programme, Question, Value
from app.services.programmes import LIST_COLUMNS

PARTICIPANTS, GAPS = N_("Teilnehmende"), N_("Offene Angaben")
NUMBER_COLUMN, ENTRY_COLUMN, EXIT_COLUMN, COMPLETE_COLUMN = LIST_COLUMNS
FIRST = 4
"""The column of the list where the programme's own columns begin."""
YES, NO = N_("ja"), N_("nein")
TITLE = PLAIN.but(bold=True, size=14, color="0B5D73")
NOTE = PLAIN.but(color=MUTED)


def participant_list(figures: Figures, records: Iterable[Record]) -> Listing:
    """Everybody who is counted or could be: no names, no birth dates, one column per value that decides."""
    programme = figures.programme
    columns = [
        Column(_(NUMBER_COLUMN), 13),
        *(Column(_(one), 13, DATE, "right") for one in (ENTRY_COLUMN, EXIT_COLUMN)),
    ]
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
    if isinstance(one, Derived) or one.kind in ("number", "age"):
        return Column(one.column, 11, "0", "right")
    if one.kind == "date":
        return Column(one.column, 13, DATE, "right")
    words = [*one.column.split(), *(option.short for option in one.options), *SPECIAL_LABELS.values()]
    return Column(one.column, max(map(len, words)) + 2)


def _participants(figures: Figures, records: Iterable[Record]) -> Iterator[list[object]]:
    programme = figures.programme
    labels = _labels(programme)
    days = [n for n, one in enumerate(programme.columns) if isinstance(one, Question) and one.kind == "date"]
    for record in records:
        if record.cancelled or record.id in figures.repeated:
            continue
        one = figures.merged.get(record.id, record)
        row = one.row(programme)
        shown: list[object] = [label.get(value, value) for label, value in zip(labels, row, strict=True)]
        for n in days:
            if row[n] not in (None, NOT_APPLICABLE):
                shown[n] = date.fromisoformat(str(row[n]))
        yield [one.number, one.entry, one.exit, *shown, _(NO) if programme.gaps(row) else _(YES)]


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
            Column(_("Stand am"), 13, DATE, "right"),
            Column(_("Frist des Fragebogens"), 16, DATE, "right"),
            Column(_("Angabe"), 40),
            Column(_("Stand"), 15),
            Column(_("Warum sie zählt"), 84),
        ],
        _gaps(figures),
        sum(len(one.gaps) for one in (*figures.open, *figures.unfinished)),
        _gap_heading(figures),
    )


def _gap_heading(figures: Figures) -> list[tuple[str, Style]]:
    if figures.open:
        text = _(
            "Wer beim Eintritt Lücken hat, ist in keiner Zahl enthalten. "
            "Wer nur beim Austritt Lücken hat, fehlt in den Ergebnissen."
        )
    elif figures.unfinished:
        text = _("Beim Eintritt fehlt nichts. Lücken beim Austritt fehlen in den Ergebnissen.")
    else:
        text = _("Es fehlt nichts: Alle Personen haben alle Pflichtangaben.")
    return [(_("Offene Angaben"), TITLE), (text, NOTE)]


def _gaps(figures: Figures) -> Iterator[list[object]]:
    terms = figures.programme.terms
    reasons = {one.key: why_it_counts(figures.programme, one.key) for one in figures.programme.asked}
    for one in (*figures.open, *figures.unfinished):
        left = one.record.exit if one.stage == "exit" else None
        day, days = (left, terms.exit_days) if left else (one.record.entry, terms.entry_days)
        for gap in one.gaps:
            state = _("fehlt")
            if gap.declined:
                state = _("ohne Begründung") if gap.question.reasoned else _("keine Angabe")
            due = day + timedelta(days)
            yield [one.record.number, day, due, gap.question.label, state, reasons[gap.question.key]]
