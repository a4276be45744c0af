"""Forms made from field declarations: text to read until somebody edits, then one editor per field."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from app.core.errors import Invalid
from app.core.progress import Progress
from app.core.text import N_, _
from app.models.base import Entity, entity_of
from app.models.fields import Field
from app.services.gazetteer import gazetteer
from app.services.suggestions import records, words
from app.ui.context import Context
from app.ui.editors.reference import Found
from app.ui.form_offers import Offered, choices
from app.ui.form_row import Curtain, FormRow, Heading
from app.ui.place_question import CITY, POSTCODE, PlaceQuestion

SENSITIVE = N_("Freiwillige, besonders geschützte Angaben")
LEGAL_BASIS = N_("Rechtsgrundlage: ausdrückliche Einwilligung (Art. 9 Abs. 2 Buchst. a DSGVO)")
"""Of protected values, where no programme names another."""
Guard = Callable[[Callable[[bool], object]], object]
"""Enters somewhere that protected values are looked at, then says whether they may be shown."""


class Form(QWidget):
    """Shows and edits plain values; knows nothing about saving.

    STARRED are names that are mandatory for somebody although a draft may lack them; NOTES are texts under headings;
    LATER are names that follow even after the protected ones. With a GUARD protected values stay hidden, also from
    editing, until a person asks and the guard agrees.
    """

    changed = Signal()
    """A person changed a value."""

    def __init__(
        self,
        fields: Mapping[str, Field],
        context: Context | None = None,
        starred: Collection[str] = (),
        notes: Mapping[str, str] | None = None,
        parent: QWidget | None = None,
        later: Collection[str] = (),
        guard: Guard | None = None,
    ) -> None:
        super().__init__(parent)
        self._later = frozenset(later)
        self.fields = dict(fields)
        self.context = context
        self.editing = False
        self.rows: dict[str, FormRow] = {}
        self._headings: dict[str, Heading] = {}
        self._given: dict[str, Any] = {}
        self._before: dict[str, object] = {}
        self._hidden: set[str] = set()
        self._guard = guard
        self._open = guard is None
        self._curtain: Curtain | None = None
        self.setProperty("plain", "true")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(14, 8, 14, 12)
        self._layout.setSpacing(0)
        for group, members in self._groups():
            self._add_group(group, members, starred, {SENSITIVE: _(LEGAL_BASIS)} | dict(notes or {}))
        self._layout.addStretch(1)
        self._place = PlaceQuestion(self.rows) if {POSTCODE, CITY} <= set(self.rows) else None
        if self._place:
            self.rows[POSTCODE].put_below(self._place)
        self._show_rows()
        if context is not None:
            context.covering_changed.connect(self._cover)
        self._cover()

    def _groups(self) -> Iterable[tuple[str, list[str]]]:
        """The fields under their headings, in order of declaration; protected ones last and by themselves."""
        found: dict[str, list[str]] = {}
        for name, spec in sorted(self.fields.items(), key=lambda item: (item[0] in self._later, item[1].sensitive)):
            found.setdefault(SENSITIVE if spec.sensitive else spec.group, []).append(name)
        return found.items()

    def _add_group(self, group: str, members: list[str], starred: Collection[str], notes: Mapping[str, str]) -> None:
        if group:
            self._headings[group] = Heading(_(group), notes.get(group, ""), self)
            self._layout.addWidget(self._headings[group])
        if group == SENSITIVE and self._guard:
            self._curtain = Curtain(_("Diese Angaben sind verdeckt. Wer sie ansieht, steht im Verlauf."), self)
            self._curtain.asked.connect(self._ask)
            self._layout.addWidget(self._curtain)
        for name in members:
            row = FormRow(self.fields[name], name in starred or self.fields[name].required, self)
            row.changed.connect(self.changed.emit)
            row.setProperty("group", group)
            self.rows[name] = row
            self._layout.addWidget(row)

    # ---------------------------------------------------------------- values

    def load(self, source: Entity | Mapping[str, Any]) -> None:
        """Show the values of a record or of a mapping and forget every note."""
        get = source.get if isinstance(source, Mapping) else lambda name: getattr(source, name)
        self._given = {name: get(name) for name in self.fields}
        for name, row in self.rows.items():
            row.put(self._given[name])
            row.note("", "")
        self._remember()
        self._forget_place()
        self._load_captions()

    def _forget_place(self) -> None:
        if self._place:
            self._place.rest()

    def _remember(self) -> None:
        self._before = {name: row.raw() for name, row in self.rows.items()}

    def values(self) -> dict[str, Any]:
        """What stands in the form; raises Invalid for what cannot be read at all."""
        if not self.editing:
            return dict(self._given)
        found, problems = {}, {}
        for name, row in self.rows.items():
            try:
                found[name] = row.value()
            except ValueError as error:
                problems[name] = str(error)
        if problems:
            raise Invalid(problems)
        return found

    def checked_values(self) -> dict[str, Any] | None:
        """What stands in the form, if it keeps the rules of every field; otherwise None, after saying what is wrong."""
        try:
            values = self.values()
        except Invalid as error:
            self.complain(error.problems)
            return None
        problems = {name: text for name, spec in self.fields.items() if (text := spec.problem(values[name]))}
        self.complain(problems)
        return None if problems else values

    def readable_values(self) -> dict[str, Any]:
        """What stands in the form, and what was loaded where it cannot be read; for what follows while typing."""
        found = {}
        for name, row in self.rows.items():
            try:
                found[name] = row.value() if self.editing else self._given.get(name)
            except ValueError:
                found[name] = self._given.get(name)
        return found

    def is_changed(self) -> bool:
        """Whether anything differs from what was loaded; typing and taking it back is no change."""
        return self.editing and any(row.raw() != self._before.get(name) for name, row in self.rows.items())

    def changed_names(self) -> list[str]:
        """The fields that differ from what was loaded."""
        return [name for name, row in self.rows.items() if self.editing and row.raw() != self._before.get(name)]

    def keep_input(self, source: Entity | Mapping[str, Any], names: Collection[str]) -> None:
        """Load SOURCE, but leave what was typed into the fields called NAMES."""
        typed = {name: self.rows[name].raw() for name in names}
        self.load(source)
        for name, raw in typed.items():
            self.rows[name].put_raw(raw)

    # ---------------------------------------------------------------- reading and editing

    def edit(self, on: bool = True) -> None:
        """Let the values be edited, or show them as text again (with what was loaded)."""
        if on == self.editing:
            return
        self.editing = on
        for name, row in self.rows.items():
            row.edit(on)
            row.put(self._given.get(name))
        if on:
            self._remember()
            self._load_captions()
        else:
            self._forget_place()

    def focus_first(self) -> None:
        """Put the keyboard into the first field."""
        for row in self._visible():
            row.focus()
            return

    def show_only(self, names: Collection[str]) -> None:
        """Hide the questions that do not arise; their values stay."""
        self._hidden = set(self.rows) - set(names)
        self._show_rows()
        for group, heading in self._headings.items():
            heading.setVisible(
                any(r.property("group") == group and n not in self._hidden for n, r in self.rows.items())
            )

    def _show_rows(self) -> None:
        covered = self._covered()
        for name, row in self.rows.items():
            hidden = name in self._hidden or name in covered
            if row.isHidden() != hidden:  # to say so again costs as much as a change
                row.setVisible(not hidden)
        if self._curtain:
            self._curtain.setVisible(bool(covered - self._hidden))

    # ---------------------------------------------------------------- what not everybody should see

    def _covered(self) -> set[str]:
        """The protected fields that nobody has asked for."""
        return set() if self._open else {name for name, spec in self.fields.items() if spec.sensitive}

    def _ask(self) -> None:
        assert self._guard
        self._guard(lambda agreed: self.reveal() if agreed else self.conceal())

    def reveal(self) -> None:
        """Show the protected values until `conceal`."""
        here = self._curtain is not None and self._curtain.button.hasFocus()
        self._open = True
        self._show_rows()
        shown = next((row for name, row in self.rows.items() if row.spec.sensitive and name not in self._hidden), None)
        if here and shown:
            shown.focus()

    def conceal(self) -> None:
        """Hide protected values and cover contact data again; what was shown on request was for one look."""
        self._open = self._guard is None
        if self._curtain:
            self._curtain.button.setEnabled(True)
        self._show_rows()
        self._cover()

    def _cover(self) -> None:
        covers = self.context is not None and self.context.covers_contacts
        for row in self.rows.values():
            row.cover(covers)

    def put_below(self, name: str, widget: QWidget) -> None:
        """Show something of another kind under a field."""
        self._layout.insertWidget(self._layout.indexOf(self.rows[name]) + 1, widget)

    def set_aside(self, name: str, text: str) -> None:
        """Say beside a field what follows from it („Alter beim Eintritt: 34 Jahre“)."""
        self.rows[name].set_aside(text)

    def _visible(self) -> Iterator[FormRow]:
        away = self._hidden | self._covered()
        return (row for name, row in self.rows.items() if name not in away)

    # ---------------------------------------------------------------- notes

    def complain(self, problems: Mapping[str, str]) -> list[str]:
        """Show each sentence under its field, go to the first; give back those that belong to no field shown here."""
        for name, row in self.rows.items():
            if name in problems:
                row.note("wrong", problems[name])
            elif row.problem == "wrong":
                row.note("", "")
        for row in self._visible():
            if row.problem == "wrong":
                self._go(row)
                break
        away = self._hidden | self._covered()
        return [text for name, text in problems.items() if name not in self.rows or name in away]

    def mark_missing(self, sentences: Mapping[str, str]) -> None:
        """Mark what is missing and say what that costs; it never hinders saving."""
        for name, row in self.rows.items():
            row.set_missing(sentences.get(name, ""))

    def noted(self) -> list[str]:
        """The fields with a note, in order."""
        return [name for name, row in self.rows.items() if row.problem and name not in self._hidden]

    def go_to_noted(self, by: int = 1) -> bool:
        """Go to the next (or, with -1, the previous) field with a note; after the last comes the first."""
        noted = self.noted()
        if not noted:
            return False
        names = list(self.rows)
        here = next((n for n, row in enumerate(self.rows.values()) if row.has_focus()), -1 if by > 0 else len(names))
        places = [names.index(name) for name in noted]
        ahead = [place for place in places if (place > here if by > 0 else place < here)] or places
        self._go(self.rows[names[ahead[0] if by > 0 else ahead[-1]]])
        return True

    def go_to(self, name: str) -> None:
        """Put the keyboard into a field and scroll to it."""
        self._go(self.rows[name])

    def _go(self, row: FormRow) -> None:
        behind = self._curtain if row in [self.rows[name] for name in self._covered()] else None
        if behind:
            behind.button.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            row.focus()
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parentWidget()
        if isinstance(parent, QScrollArea):
            area = parent
            # A row that is higher than the place for all is shown where the keyboard is.
            high = row.editor is not None and row.sizeHint().height() > area.viewport().height()
            seen = behind or (row.editor.field if row.editor and high else row)
            area.ensureWidgetVisible(seen, 0, 24)
            # A sentence that has just appeared gets its place only after this event.
            QTimer.singleShot(0, seen, lambda: area.ensureWidgetVisible(seen, 0, 24))

    # ---------------------------------------------------------------- lists to choose from

    def _load_captions(self) -> None:
        """Ask for the names of the records that fields refer to, and for the words that complete what is typed."""
        context, editing, places = self.context, self.editing, self.editing and self._place is not None
        wanted: dict[str, set[Any]] = {}
        for name, spec in self.fields.items():
            if spec.target:
                wanted.setdefault(spec.target, set()).add(self._given.get(name))
        lists = {spec.suggest for spec in self.fields.values() if spec.suggest and editing}
        if context is None or not (wanted or lists or places):
            return

        def load(_progress: Progress) -> Offered:
            with context.db.read() as session:
                captions = {t: choices(session, t, ids - {None, ""}, editing) for t, ids in wanted.items()}
                lines = {name: words(session, name) for name in lists}
                return Offered(captions, lines, gazetteer(session) if places else None)

        context.tasks.run(load, self._offer, self, key="captions", quiet=True)

    def _offer(self, offered: Offered) -> None:
        for name, spec in self.fields.items():
            if spec.target in offered.captions:
                captions, complete = offered.captions[spec.target]
                self.rows[name].offer(tuple(captions.items()))
                if self.editing and not complete:
                    self.rows[name].look_up(partial(self._look_up, spec.target))
            if spec.suggest in offered.words:
                self.rows[name].suggest(offered.words[spec.suggest])
        if self._place and self.editing and offered.places:
            self._place.know(offered.places)

    def _look_up(self, table: str, text: str, done: Callable[[Found], object]) -> None:
        context = self.context
        assert context is not None

        def load(_progress: Progress) -> Found:
            with context.db.read() as session:
                return records(session, entity_of(table), text)

        context.tasks.run(load, done, self, key=f"look-up {table}", quiet=True)
