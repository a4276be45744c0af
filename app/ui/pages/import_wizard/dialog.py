"""The wizard itself: which step is shown, what is read and found out meanwhile, and the last OK."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.core.errors import Cancelled
from app.core.progress import Progress
from app.core.text import N_, _
from app.models.history import Done
from app.services import imports, participations
from app.services.imports import Mapping, Options, Outcome, Preview, Subject
from app.services.tables import Table, read
from app.ui import dialogs, theme
from app.ui.context import Context
from app.ui.pages.import_wizard.check import NEW, CheckPage
from app.ui.pages.import_wizard.choices import Choices
from app.ui.pages.import_wizard.columns import ColumnTable
from app.ui.pages.import_wizard.results import Results
from app.ui.pages.import_wizard.source import FilePage, PlacePage, size
from app.ui.pages.import_wizard.steps import Steps
from app.ui.pages.import_wizard.waiting import WaitingDialog
from app.ui.pages.import_wizard.words import WordsDialog
from app.ui.widgets.basics import column, label, named, row
from app.ui.widgets.buttons import Button, LinkButton, PrimaryButton

TITLES = (N_("Datei wählen"), N_("Datei lesen"), N_("Spalten zuordnen"), N_("Prüfen"), N_("Übernehmen"))
FILE, PLACE, COLUMNS, CHECK, TAKE = range(5)
WIDTH, HEIGHT = 1090, 560
NOTHING_YET = N_("Noch wird nichts gespeichert.")


class ImportWizard(WaitingDialog):
    """Brings in a list of people."""

    def __init__(self, context: Context, parent: QWidget | None = None, kind: str = "persons") -> None:
        super().__init__(context, parent, _("Personen importieren"), "importWizard", WIDTH)
        self.subject = imports.subject(kind)
        self.path: Path | None = None
        self.table: Table | None = None
        self.preview: Preview | None = None
        self.words: dict[tuple[str, str], str] = {}
        self.decisions: dict[int, int | None] = {}
        self.project_id: int | None = None
        self._make()
        self._lay_out()
        self._connect()
        self.go_to(FILE)

    # ---------------------------------------------------------------- building

    def _make(self) -> None:
        self.steps = Steps(TITLES)
        self.source = label("", "small", "muted", wrap=True)
        self.file, self.place, self.check = FilePage(), PlacePage(), CheckPage()
        self.columns, self.choices = ColumnTable(self.subject), Choices(self.context, self.subject)
        self.results = Results(_("Vorschau"), _(NOTHING_YET), "preview")
        self.blank = QCheckBox(_("Leere Zellen dürfen vorhandene Werte löschen"))
        self.keep = QCheckBox(_("Zuordnung merken"))
        self.keep.setChecked(True)
        named(self.blank, self.blank.text(), "blankEmpty")
        named(self.keep, self.keep.text(), "keepMapping")
        self.summary = label("", wrap=True)
        self.save_result = LinkButton(_("Ergebnisliste speichern"), self._save_result, "saveResult")
        self.foot.insertWidget(0, self.save_result)
        self.add_cancel()
        self.back = self.add_button(Button(_("Zurück"), self._back, "left", "back"))
        self.forward = self.add_button(PrimaryButton("", self._forward, name="forward"), default=True)

    def _lay_out(self) -> None:
        self.body.setContentsMargins(0, 0, 0, 0)
        side = QWidget()
        side.setObjectName("wizardSide")
        side.setFixedWidth(theme.px(186))
        side.setLayout(column(self.steps, row(self.source, margins=(14, 8, 10, 0)), None, margins=(0, 12, 0, 0)))
        self.stack = QStackedWidget()
        for page in (self.file, self.place, self._columns_page(), self.check, self._take_page()):
            self.stack.addWidget(page)
        self.stack.setMinimumHeight(theme.px(HEIGHT))
        main = QVBoxLayout()
        main.setContentsMargins(16, 12, 16, 8)
        for part in (self.banner, self.waiting):
            main.addWidget(part)
        main.addWidget(self.stack, 1)
        whole = QHBoxLayout()
        whole.setSpacing(0)
        whole.addWidget(side)
        whole.addLayout(main, 1)
        self.body.addLayout(whole)
        self.waiting.hide()
        self.banner.hide()

    def _columns_page(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.choices)
        layout.addWidget(self.columns, 1)
        layout.addWidget(self.results, 1)
        layout.addLayout(row(self.blank, None, self.keep))
        return page

    def _take_page(self) -> QWidget:
        page = QWidget()
        told = _("Alles zusammen ist ein Schritt; „Rückgängig“ nimmt ihn als Ganzes zurück.")
        page.setLayout(
            column(label(_("Übernehmen"), "section"), self.summary, label(told, "small", "muted", wrap=True), None)
        )
        return page

    def _connect(self) -> None:
        self.file.file_chosen.connect(self.read_file)
        self.place.place_chosen.connect(self._read_place)
        self.columns.mapped.connect(self._look)
        self.choices.project_chosen.connect(self._into)
        self.choices.mapping_chosen.connect(self._use)
        self.choices.told.connect(lambda sentence: self.banner.tell("err", sentence))
        self.columns.explain.connect(self._explain)
        self.blank.toggled.connect(lambda _on: self._look())
        self.check.decided.connect(self._decide)

    # ---------------------------------------------------------------- moving

    def go_to(self, step: int) -> None:
        """Show one of the steps."""
        self.steps.go_to(step)
        self.stack.setCurrentIndex(step)
        self.back.setVisible(step > FILE)
        self.save_result.setVisible(step >= CHECK)
        ahead = {COLUMNS: _("Weiter: Prüfen"), CHECK: _("Weiter: Übernehmen"), TAKE: _("Jetzt übernehmen")}
        self.forward.setText(ahead.get(step, _("Weiter")))
        self.forward.setAccessibleName(self.forward.text())
        self._allow()
        (self.file.button if step == FILE else self.forward).setFocus()

    def _allow(self) -> None:
        """The way ahead is open when the step is complete."""
        step, found = self.steps.current, self.preview
        some = bool(found and (found.counts[Outcome.NEW] or found.counts[Outcome.CHANGED]))
        ready = {FILE: self.table is not None, PLACE: self.table is not None, COLUMNS: found is not None}
        self.forward.setEnabled(ready.get(step, some))

    def _back(self) -> None:
        self.banner.hide()
        self.go_to(self.steps.current - 1)

    def _forward(self) -> None:
        if self.steps.current == TAKE:
            self._take()
        elif self.forward.isEnabled():
            self.banner.hide()
            self.go_to(self.steps.current + 1)

    # ---------------------------------------------------------------- reading

    def read_file(self, path: Path) -> None:
        """Read the file PATH and go on to its columns."""
        self.path = path
        self._read("", None, COLUMNS)

    def _read_place(self, sheet: str, header_row: int) -> None:
        self._read(sheet, header_row or None, PLACE)

    def _read(self, sheet: str, header_row: int | None, then: int) -> None:
        path = self.path
        assert path

        def task(progress: Progress) -> Table:
            return read(path, progress, sheet=sheet, header_row=header_row)

        def arrived(table: Table) -> None:
            self._show_table(table)
            self.go_to(then)

        self._run(task, arrived, "read")

    def _show_table(self, table: Table) -> None:
        assert self.path
        self.table, self.preview = table, None
        self.words, self.decisions = {}, {}
        self.place.show_table(table)
        lines = [self.path.name, _("Blatt „{name}“").format(name=table.sheet) if table.sheet else "", size(table)]
        lines.append(_("Überschriften in Zeile {n}").format(n=table.header_row))
        self.source.setText("\n".join([*filter(None, lines), *table.notes]))
        self._use(self.choices.name)

    def _use(self, name: str) -> None:
        """Map the columns as the mapping called NAME says, or as they were last time, or as they seem to be."""
        if self.table is None:
            return
        headers, settings = self.table.headers, self.context.settings
        if name:
            known: Mapping | None = imports.recall(settings, self.subject, name, headers)
        else:
            known = imports.remembered(settings, self.subject, headers)
        mapping = known or imports.guess(self.subject, headers)
        self.columns.show_table(self.table, mapping, from_memory=known is not None)
        self._look()

    def _into(self, project_id: int | None) -> None:
        """Take people into a project: what its programme asks at entry can be columns, too."""
        db, kind = self.context.db, self.subject.name

        def task(_progress: Progress) -> Subject:
            if project_id is None:
                return imports.subject(kind)
            with db.read() as session:
                programme = participations.root(session, project_id).programme
            return imports.subject(kind, programme, in_project=True)

        def arrived(subject: Subject) -> None:
            self.project_id, self.subject, self.columns.subject = project_id, subject, subject
            self._use(self.choices.name)

        self._run(task, arrived, "read")

    # ---------------------------------------------------------------- finding out

    def _look(self) -> None:
        """Find out anew what would become of the rows."""
        table = self.table
        if table is None:
            return
        self.preview = None
        self.columns.show_hints(None)
        self._allow()
        mapping = self.columns.mapping()
        if problem := mapping.problem(self.subject):
            self.context.tasks.cancel(self, "look")
            self._ended()
            self.banner.tell("warn", problem)
            return
        self.banner.hide()
        self.choices.mapping = mapping
        options = Options(self.blank.isChecked(), dict(self.decisions), dict(self.words), self.project_id)
        subject, db = self.subject, self.context.db

        def task(progress: Progress) -> Preview:
            with db.read() as session:
                similar = imports.likely(session, table, progress)
                return imports.preview(session, subject, table, mapping, options, progress, similar)

        self._run(task, self._looked, "look")

    def _looked(self, found: Preview) -> None:
        assert self.table
        self.preview = found
        for results in (self.results, self.check.results):
            results.show_preview(self.table, found)
        self.columns.show_hints(found)
        self.summary.setText(_summary(found))
        self._allow()

    def _explain(self, name: str) -> None:
        """Ask what the unknown words of a field mean."""
        if self.preview and (words := self.preview.unknown.get(name)):
            dialog = WordsDialog(self, self.subject.fields[name], words)
            if dialog.exec():
                self.explained(dialog.chosen())

    def explained(self, words: dict[tuple[str, str], str]) -> None:
        """Take in what words mean."""
        self.words |= words
        self._look()

    def _decide(self, number: int, who: int) -> None:
        self.decisions[number] = None if who == NEW else who
        self._look()

    # ---------------------------------------------------------------- the end

    def _take(self) -> None:
        """The last OK: everything in one work."""
        found, db = self.preview, self.context.db
        if found is None:
            return
        if self.keep.isChecked():
            imports.remember(self.context.settings, self.subject, found.mapping)
            self.context.keep_settings()
        self.forward.setEnabled(False)
        self._taking = True

        # Its own, because nobody is told of the end of a task that was cancelled, and here that matters.
        own = Progress()

        def task(_progress: Progress) -> Done | None:
            try:
                with db.work(found.label) as work:
                    imports.apply(work, found, own)
            except Cancelled:
                return None
            return work.done

        self._run(task, self._taken, lane="work", shown=own)

    def _taken(self, done: Done | None) -> None:
        assert self.preview
        self._taking = False
        if done is None:
            self._allow()
            self._stopped()
            return
        self.context.remember(done)
        self.context.message.emit(_summary(self.preview), False)
        self.accept()

    def _save_result(self) -> None:
        found = self.preview
        if found is None or self.path is None:
            return
        suggested = self.path.with_name(f"{self.path.stem} – {_('Ergebnis')}.xlsx")
        if path := dialogs.save_file(self, _("Ergebnisliste speichern"), suggested, [("Excel", [".xlsx"])]):
            from app.reports.import_result import write_result

            def told(written: Path) -> None:
                self.banner.tell("ok", _("Gespeichert: {name}").format(name=written.name))

            self._run(lambda progress: write_result(found, path, progress), told)

    # ---------------------------------------------------------------- leaving

    def reject(self) -> None:
        """Leave; nothing was stored. A work that is under way is stopped first."""
        if self._taking:
            if self.waiting.progress:
                self.waiting.progress.cancelled = True
            return
        for key in ("read", "look"):
            self.context.tasks.cancel(self, key)
        super().reject()


def _summary(found: Preview) -> str:
    """'31 neu, 8 geändert. 3 unklare und 1 abgelehnte Zeile bleiben draußen.'"""
    counts = found.counts
    told = _("{new} neu, {changed} geändert, {same} unverändert.").format(
        new=counts[Outcome.NEW], changed=counts[Outcome.CHANGED], same=counts[Outcome.UNCHANGED]
    )
    if out := counts[Outcome.UNCLEAR] + counts[Outcome.REFUSED]:
        one, more = _("1 Zeile bleibt draußen."), _("{n} Zeilen bleiben draußen.")
        told += " " + (one if out == 1 else more.format(n=out))
    return told
