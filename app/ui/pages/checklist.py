"""The Prüfliste: which rules are broken, why it matters, and the records behind each number."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QSplitter, QWidget

from app.core.progress import Progress
from app.core.text import _, grouped, plural
from app.models.history import Done
from app.services.checklist import Finding, Rule, Severity, counts, findings, ids, rules
from app.services.participations import parts
from app.ui import dialogs, theme
from app.ui.context import Context
from app.ui.rows import Column, Item, Line, RowsView
from app.ui.widgets.basics import column, label, named, row
from app.ui.widgets.buttons import Button, PrimaryButton
from app.ui.widgets.card import Card
from app.ui.widgets.empty import EmptyState

STATES = {Severity.WRONG: "wrong", Severity.MISSING: "missing", Severity.NOTE: "hint"}
WINDOW = 200
"""Records whose rows are read together."""
WHOLE = _("Ganze Datei")


class FoundRows(Sequence[Line]):
    """A line for each record; those that were not read yet are empty and asked for."""

    def __init__(self, found: Sequence[int], ask: Callable[[FoundRows, int], object]) -> None:
        self.ids, self.known = found, dict[int, Finding]()
        self._ask, self._asked = ask, set[int]()

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, at: Any) -> Any:
        id = self.ids[at]
        one = self.known.get(id)
        if one is None:
            window = at // WINDOW
            if window not in self._asked:
                self._asked.add(window)
                self._ask(self, window)
            one = self.known.get(id)
        cells = (Item.of(one.who), Item.of(one.detail, muted=True)) if one else (Item(), Item())
        return Line(cells, at)


@dataclass(frozen=True)
class Held:
    """Where somebody is among the findings of a rule, from the end when negative, and at which one."""

    at: int = 0
    id: int | None = None

    def among(self, ids: Sequence[int]) -> tuple[int, bool]:
        """The place among these IDS, and whether the finding itself is gone."""
        if self.id in ids:
            return ids.index(self.id), False
        return self.at if self.at >= 0 else len(ids) + self.at, self.id is not None


MENDED = Held(0, 0)
"""Before the first finding of a rule, at one that is gone; no record has this id."""


class ChecklistPage(QWidget):
    """Rules on the left, their records on the right; Enter goes to the field that is to be mended."""

    field_wanted = Signal(object, object)
    """A finding and its rule: somebody wants to see the field."""
    left = Signal()
    """Back to where one came from."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.listed: list[Rule] = []
        self.numbers: dict[str, int] = {}
        self.rule: Rule | None = None
        self.commands: dict[str, Callable[[], object]] = {
            "next_problem": lambda: self.step(1),
            "previous_problem": lambda: self.step(-1),
            "refresh": self.reload,
        }
        self._held = Held()
        self._then: Callable[[int, bool], object] | None = None
        self._stale = True
        self._build()
        context.changed.connect(self._changed)
        context.project_changed.connect(self._offer_projects)
        self._offer_projects()

    def _build(self) -> None:
        self.back = Button(_("Start"), self.left.emit, "left", "backToStart")
        self.summary = label("", "muted")
        self.scope = QComboBox()
        named(self.scope, _("Prüfen: Projekt oder ganze Datei"), "checklistScope")
        self.scope.activated.connect(lambda _index: self.reload())
        self.export = PrimaryButton(_("&Excel erstellen"), self.write, "report", name="createChecklist")
        head = row(self.back, label(_("Prüfliste"), "title"), self.summary, None, self.scope, self.export, spacing=12)
        self.rules = RowsView(
            (Column(_("Regel")), Column(_("Stand"), 92), Column(_("Anzahl"), 70, right=True)),
            "ruleTable",
            _("Regeln"),
        )
        self.records = RowsView((Column(_("Wer")), Column(_("Angabe"), 170)), "findingTable", _("Fundstellen"))
        self.records.opened.connect(self._open)
        self.rules.chosen.connect(self._choose)
        self.rules.opened.connect(lambda _rule: self.records.setFocus())
        left = Card(_("Regeln"), padded=False, name="rulesCard")
        left.body.addWidget(self.rules)
        self.right = Card(_("Fundstellen"), padded=False, name="findingsCard")
        self.why = label("", "muted", wrap=True)
        self.right.body.addLayout(column(self.why, margins=(12, 8, 12, 8)))
        self.right.body.addWidget(self.records, 1)
        self.right.add_foot(
            row(label(_("Eingabetaste öffnet das Feld · F8 nächste Fundstelle"), "small"), None, margins=(10, 5, 10, 5))
        )
        self.split = QSplitter()
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(8)
        self.split.addWidget(left)
        self.split.addWidget(self.right)
        self.split.setSizes([theme.px(620), theme.px(500)])
        self.nothing = EmptyState(
            "ok", _("Alles in Ordnung"), _("Keine Regel ist verletzt, keine Pflichtangabe fehlt.")
        )
        self.nothing.hide()
        outer = column(head, spacing=8, margins=(16, 8, 16, 10))
        outer.addWidget(self.split, 1)
        outer.addWidget(self.nothing, 1)
        self.setLayout(outer)

    def shown(self) -> None:
        """Count when somebody looks, and begin at the rules."""
        if self._stale:
            self.reload()
        self.rules.setFocus()

    def zones(self) -> list[QWidget]:
        """Where F6 stops."""
        return [self.scope, self.rules, self.records]

    # ---------------------------------------------------------------- data

    def _offer_projects(self) -> None:
        self.scope.clear()
        self.scope.addItem(WHOLE, None)
        for id, name in self.context.projects:
            self.scope.addItem(name, id)
        self._stale = True

    def _changed(self, _done: Done) -> None:
        self._stale = True
        if self.isVisible():
            self.reload()

    def _scoped(self, session: Any, project: int | None) -> list[int] | None:
        return None if project is None else parts(session, project)

    def reload(self) -> None:
        """Count anew; the rule shown and its finding stay where they are."""
        project = self.scope.currentData()
        self._stale = False

        def load(_progress: Progress) -> tuple[list[Rule], dict[str, int]]:
            with self.context.db.read() as session:
                listed = rules(session)
                return listed, counts(session, listed, self._scoped(session, project))

        self.context.tasks.run(load, lambda found: self._show(*found), self, self.context.tell, key="checklist")

    def _show(self, listed: list[Rule], numbers: dict[str, int]) -> None:
        before = self._following()
        held = self._holding()
        self.listed = [rule for rule in listed if numbers[rule.key]]
        self.numbers = numbers
        shown = list(self._lines())
        self.rules.rows.show(shown)
        total = sum(numbers.values())
        self.summary.setText(plural(total, _("1 Fundstelle"), _("{n} Fundstellen")).replace(str(total), grouped(total)))
        self.split.setVisible(bool(total))
        self.nothing.setVisible(not total)
        self.export.setEnabled(bool(total))
        self.rule = None
        places = {line.key.key: n for n, line in enumerate(shown) if line.key}
        kept = next((key for key in before if key in places), None)
        # Where a rule has nothing left, the next one stands in its place.
        self._held = held if before and kept == before[0] else MENDED
        if places:
            self.rules.selectRow(places[kept] if kept else min(places.values()))
        else:
            self._then = None

    def _following(self) -> list[str]:
        """The rule shown and those below it."""
        keys = [rule.key for rule in self.listed]
        return keys[keys.index(self.rule.key) :] if self.rule else []

    def _holding(self) -> Held:
        """The finding that is chosen now."""
        at, lines = self.records.currentIndex().row(), self.records.rows.lines
        return Held(at, lines.ids[at]) if isinstance(lines, FoundRows) and 0 <= at < len(lines) else Held()

    def _lines(self) -> Iterator[Line]:
        for group, members in groupby(self.listed, lambda rule: rule.group):
            own = list(members)
            count = sum(self.numbers[rule.key] for rule in own)
            heading = Item.of(group, strong=True), Item(), Item.of(grouped(count), strong=True)
            yield Line(heading, heading=True)
            for one in own:
                state = Item.of(_(one.severity.label), STATES[one.severity])
                yield Line((Item.of(one.sentence), state, Item.of(grouped(self.numbers[one.key]))), one)

    def _choose(self) -> None:
        chosen: Rule | None = self.rules.key()
        if chosen is None or chosen is self.rule:
            return
        self.rule = chosen
        held, self._held = self._held, Held()
        project = self.scope.currentData()
        self.right.title.setText(chosen.sentence)
        self.right.set_count(self.numbers[chosen.key])
        self.why.setText(_("Warum es zählt: {why}").format(why=chosen.why))

        def load(_progress: Progress) -> tuple[list[int], dict[int, Finding]]:
            with self.context.db.read() as session:
                found = ids(session, chosen, self._scoped(session, project))
                return found, findings(session, chosen, found[:WINDOW])

        def arrived(found: tuple[list[int], dict[int, Finding]]) -> None:
            if chosen is self.rule:
                lines = FoundRows(found[0], partial(self._fetch, chosen))
                lines.known.update(found[1])
                self.records.rows.show(lines)
                at, gone = held.among(lines.ids)
                if lines:
                    self.records.selectRow(min(at, len(lines) - 1))
                then, self._then = self._then, None
                if then:
                    then(at, gone)

        self.context.tasks.run(load, arrived, self, self.context.tell, key="findings")

    def _fetch(self, rule: Rule, lines: FoundRows, window: int) -> None:
        wanted = lines.ids[window * WINDOW : (window + 1) * WINDOW]

        def load(_progress: Progress) -> dict[int, Finding]:
            with self.context.db.read() as session:
                return findings(session, rule, wanted)

        def arrived(found: dict[int, Finding]) -> None:
            lines.known.update(found)
            if self.records.rows.lines is lines:
                model = self.records.rows
                first = window * WINDOW
                model.dataChanged.emit(model.index(first, 0), model.index(first + len(wanted) - 1, 1))

        self.context.tasks.run(load, arrived, self, self.context.tell, quiet=True)

    # ---------------------------------------------------------------- walking

    def _open(self, at: int) -> None:
        lines = self.records.rows.lines
        if isinstance(lines, FoundRows) and self.rule and (one := lines.known.get(lines.ids[at])):
            self.field_wanted.emit(one, self.rule)

    def step(self, by: int) -> None:
        """Go to the next or the previous finding, over the ends of a rule to the next one, and open its field."""
        if not self._stale:
            self._go(self.records.currentIndex().row() + by, by)
            return
        # In the place of what was mended stands what came after it.
        self._then = lambda at, gone: self._go(at if gone and by > 0 else at + by, by)
        self.reload()

    def _go(self, at: int, by: int) -> None:
        if 0 <= at < len(self.records.rows.lines):
            self.records.selectRow(at)
            self._open(at)
            return
        if self.rule is None or not self.listed:
            return
        keys = [rule.key for rule in self.listed]
        following = keys.index(self.rule.key) + by
        if 0 <= following < len(keys):
            self._held = Held(0 if by > 0 else -1)
            self._then = lambda at, _gone: self._open(at)
            line = next(n for n, one in enumerate(self.rules.rows.lines) if one.key is self.listed[following])
            self.rules.selectRow(line)
        else:
            self.context.message.emit(_("Das war die letzte Fundstelle.") if by > 0 else _("Das war die erste."), False)

    def write(self) -> None:
        """Ask where to, and write all findings away from the screen."""
        target = dialogs.save_file(
            self, _("Excel erstellen"), _("Prüfliste.xlsx"), [(_("Excel-Arbeitsmappe"), [".xlsx"])]
        )
        if target is None:
            return
        project = self.scope.currentData()

        def build(progress: Progress) -> object:
            from app.reports import REPORTS

            return REPORTS["checklist"].build(self.context.db, {"project": project}, progress, target)

        told = _("Excel erstellt: {name}").format(name=target.name)
        self.context.tasks.run(build, lambda _path: self.context.message.emit(told, False), self, self.context.tell)
