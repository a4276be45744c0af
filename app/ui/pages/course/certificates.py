"""Bescheinigungen drucken: options and check at the left, the true pages at the right, then issue."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.progress import Progress
from app.core.text import _, file_name, plural
from app.ui import dialogs, theme
from app.ui.context import Context
from app.ui.pages.course import printing
from app.ui.pages.course.check_list import CheckList
from app.ui.pages.course.choice import ATTENDANCE, EXCEPTION, REPRINT, Choice, Result
from app.ui.pages.course.issuing import Checked, Draft, Written, check, draft, issue, reprint
from app.ui.pages.course.options import OptionsCard
from app.ui.preview import PdfPreview
from app.ui.widgets.banner import Banner
from app.ui.widgets.basics import column, label, plain, row
from app.ui.widgets.buttons import Button, PrimaryButton
from app.ui.widgets.card import Card
from app.ui.widgets.progress import ProgressPanel
from app.ui.widgets.side_by_side import SideBySide, scrolling
from app.ui.widgets.status import StatusText

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

FILTERS = [(_("PDF"), [".pdf"])]


class CertificatesStep(QWidget):
    """Checks, shows and issues; numbers are only given out with the last press."""

    stored = Signal()
    attendance_wanted = Signal(object)
    """The enrolment whose open dates are to be entered."""

    def __init__(self, context: Context, course_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self.course_id = context, course_id
        self.course = ""
        """The course's title, for file names."""
        self.choice = Choice()
        self.working = False
        """Whether papers are just being written or printed."""
        self.results: dict[int, Result] = {}
        self.choose_printer = printing.choose_printer
        self.options = OptionsCard()
        self.list = CheckList()
        self.preview = PdfPreview(context.tasks, name="certificatePreview")
        self._build()
        self.options.day_changed.connect(self.reload)
        self.options.changed.connect(self.redraw)
        self.list.ticked.connect(self.tick)
        self.list.all_ticked.connect(self.tick_all)
        self.list.followed.connect(self.follow)
        self.list.selectionModel().currentRowChanged.connect(lambda *_: self._show_page())
        self.preview.page_changed.connect(self._choose_by_page)
        self.preview.loaded.connect(self._show_page)
        self.banner.link_clicked.connect(self.go_to_noted)

    # ---------------------------------------------------------------- parts

    def _build(self) -> None:
        self.banner = Banner("warn")
        self.font_state, self.hidden = StatusText("fulfilled", "", small=True), label("", "small")
        table = Card(padded=False, name="checkCard")
        table.body.addWidget(self.list)
        table.add_foot(row(self.font_state, None, self.hidden))
        self.note = label("", "small", wrap=True)
        self.note.setMinimumWidth(theme.px(120))
        self.save_button = Button(_("Als &PDF speichern …"), self.save, "pdf", "saveCertificates")
        meaning = _("Stellt die gewählten Bescheinigungen aus und schreibt sie in eine Datei.")
        self.save_button.setToolTip(meaning)
        self.save_button.setAccessibleDescription(meaning)
        self.print_button = PrimaryButton(_("A&usstellen und drucken"), self.print, "print", "printCertificates")
        if not printing.POSSIBLE:  # showing what has no parent yet would open a window of its own
            self.print_button.hide()
        buttons = row(self.note, self.save_button, self.print_button)
        buttons.setStretch(0, 1)
        self.panel = ProgressPanel("", _("Abbrechen verwirft alles, keine Nummer wird vergeben."))
        self.panel.hide()
        self.foot = plain(buttons)
        self.list.setMinimumHeight(theme.px(160))
        parts = column(self.options, self.banner, table, self.foot, self.panel, spacing=8)
        parts.setStretch(parts.indexOf(table), 1)
        left = plain(parts)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(SideBySide([(left, 68), (self.preview, 43)], (16, 8, 16, 12), wide=theme.px(860))))

    # ---------------------------------------------------------------- reading

    def reload(self) -> None:
        """Check everybody anew."""
        day, course_id = self.options.issued_on(), self.course_id
        self._offer()
        if day is None:
            return

        def read(_progress: Progress) -> Checked:
            with self.context.db.read() as session:
                return check(session, course_id, day)

        self.context.tasks.run(read, self._take, self, self.context.tell, key="check", quiet=True)

    def _take(self, checked: Checked) -> None:
        self.choice.take(checked)
        if not self.options.place.text():
            self.options.place.setText(checked.place)
        self.redraw()

    def redraw(self) -> None:
        """Show the list and make the papers anew."""
        self._show_results()
        day = self.options.issued_on()
        if day is None:
            return
        db, course_id, numbers = self.context.db, self.course_id, self.choice.numbers
        place, options = self.options.place.text().strip(), self.options.options()

        def make(progress: Progress) -> Draft:
            return draft(db, course_id, numbers, day, place, options, progress)

        self.context.tasks.run(make, self._take_draft, self, self.context.tell, key="draft", quiet=True)

    def _take_draft(self, made: Draft) -> None:
        if not self.choice.take_draft(made):
            self.redraw()
            return
        self._show_results()
        self.preview.set_document(made.data, self.preview.page)

    # ---------------------------------------------------------------- showing

    def _show_results(self) -> None:
        choice = self.choice
        self.results = choice.results(self.options.options())
        self.list.show_people(choice.checked.candidates, self.results, choice.ticked, choice.numbers)
        kind, lead, rest = choice.counts(self.results)
        self.banner.tell(kind, rest, lead, _("Nächster Hinweis (F8)") if kind == "warn" else "")
        if choice.unprintable:
            self.font_state.show_state("wrong", _("Schrift enthält nicht alle Zeichen"))
        else:
            self.font_state.show_state("fulfilled", _("Schrift enthält alle Zeichen"))
        left = choice.checked.left
        told = plural(left, _("1 abgemeldete Person ausgeblendet"), _("{n} Abgemeldete ausgeblendet"))
        self.hidden.setText(told if left else "")
        self._offer()

    def _offer(self) -> None:
        count = len(self.choice.ticked)
        self.note.setText(self.choice.promise)
        self.print_button.setText(" " + _("{n} a&usstellen und drucken").format(n=count))
        self.print_button.setAccessibleName(_("{n} ausstellen und drucken").format(n=count))
        for button in (self.print_button, self.save_button):
            button.setEnabled(bool(count) and self.options.issued_on() is not None)

    def _show_page(self) -> None:
        """Show the paper of the chosen person."""
        person = self.list.person()
        number = self.choice.numbers.get(person, "") if person is not None else ""
        page = self.preview.page_with(number) if number else None
        if page is not None:
            self.preview.go_to(page)

    def _choose_by_page(self, page: int) -> None:
        text = self.preview.sheets[page].text
        person = next((id for id, number in self.choice.numbers.items() if number in text), None)
        if person is not None and person != self.list.person():
            self.list.choose(person)

    # ---------------------------------------------------------------- choosing

    def tick(self, person_id: int) -> None:
        """Take somebody in or out; who is blocked says why instead."""
        if self.choice.tick(person_id):
            self.redraw()
        else:
            caption = self.choice.candidate(person_id).caption
            self.context.message.emit(f"{caption}: {self.results[person_id].text}.", True)

    def tick_all(self, on: bool) -> None:
        """Take in everybody who is ready, or nobody."""
        self.choice.tick_all(on)
        self.redraw()

    def follow(self, person_id: int, link: str) -> None:
        """Do what the link of a person says."""
        one = self.choice.candidate(person_id)
        if link == ATTENDANCE:
            self.attendance_wanted.emit(one.enrolment_id)
        elif link == EXCEPTION:
            title = _("Ausnahme für {who}").format(who=one.caption)
            what = _("Grund der Ausnahme ({told})").format(told=one.told)
            reason = dialogs.ask_text(self.window(), title, what, self.choice.reasons.get(person_id, ""))
            if reason is not None:
                self.choice.except_for(person_id, reason)
                self.redraw()
        elif link == REPRINT and one.certificate_id is not None:
            self.reprint(one.certificate_id, one.number)
        else:
            self.list.choose(person_id)
            self._show_page()
            self.preview.desk.setFocus()

    def go_to_noted(self, by: int = 1) -> None:
        """Choose the next person with a note; after the last comes the first."""
        noted = [n for n, id in enumerate(self.list.people) if self.results[id].noted]
        here = self.list.currentIndex().row()
        ahead = [n for n in noted if (n > here if by > 0 else n < here)] or noted
        if ahead:
            self.list.choose(self.list.people[ahead[0] if by > 0 else ahead[-1]])
            self.list.setFocus()

    # ---------------------------------------------------------------- issuing

    def save(self) -> None:
        """Issue the chosen certificates into a file."""
        suggested = _("Bescheinigungen {course}.pdf").format(course=file_name(self.course))
        path = dialogs.save_file(self.window(), _("Bescheinigungen speichern"), suggested, FILTERS)
        if path is not None:
            self._issue(path, partial(self._saved, path))

    def print(self) -> None:
        """Issue the chosen certificates and print them."""
        printer = self.choose_printer(self.window(), _("Bescheinigungen drucken"))
        if printer is not None:
            self._issue(None, lambda written: self._print(written, printer))

    def _issue(self, path: Path | None, then: Callable[[Written], object]) -> None:
        day = self.options.issued_on()
        if day is None or not self.choice.ticked:
            return
        db, course_id, wanted = self.context.db, self.course_id, self.choice.wanted
        place, options = self.options.place.text().strip(), self.options.options()
        self._write(lambda progress: issue(db, course_id, wanted, day, place, options, path, progress), then)

    def reprint(self, certificate_id: int, number: str) -> None:
        """Write an issued certificate again; it keeps its number."""
        suggested = _("Bescheinigung {n}.pdf").format(n=number)
        path = dialogs.save_file(self.window(), _("Nachdruck speichern"), suggested, FILTERS)
        if path is not None:
            db = self.context.db
            self._write(lambda progress: reprint(db, certificate_id, path, progress), partial(self._saved, path))

    def _write(self, task: Callable[[Progress], Written | None], then: Callable[[Written], object]) -> None:
        """Run TASK where works are done one after the other, with the way to stop it."""
        self._work(True)
        progress = self.context.tasks.run(
            task, lambda w: self._written(w, then), self, self._failed, "work", quiet=True
        )
        if self.working:
            self.panel.watch(progress)

    def _written(self, written: Written | None, then: Callable[[Written], object]) -> None:
        self._work(False)
        if written is None:
            told = _("Abgebrochen. Es wurde nichts ausgestellt und keine Nummer vergeben.")
            self.context.message.emit(told, False)
            return
        self.context.remember(written.done)
        then(written)
        self.stored.emit()

    def _failed(self, error: BaseException) -> None:
        self._work(False)
        self.context.tell(error)

    def _work(self, on: bool) -> None:
        """Progress stands where the buttons were."""
        self.working = on
        self.foot.setVisible(not on)
        self.panel.setVisible(on)
        self.options.setEnabled(not on)
        self.list.setEnabled(not on)
        if on:
            self.panel.button.setFocus()
        else:
            self.panel.stop()
            self.list.setFocus()

    def _saved(self, path: Path, written: Written) -> None:
        one, many = _("1 Bescheinigung gespeichert: {name}"), _("{n} Bescheinigungen gespeichert: {name}")
        self.context.message.emit(plural(written.count, one, many, name=path.name), False)

    def _print(self, written: Written, printer: QPrinter) -> None:
        job = printing.PrintJob(self.context.tasks, written.data, printer, self)
        job.finished.connect(self._printed)
        self._work(True)
        self.panel.watch(job.progress)
        job.start()

    def _printed(self, whole: bool) -> None:
        self._work(False)
        good = _("Die Bescheinigungen sind ausgestellt und gedruckt.")
        bad = _("Ausgestellt, aber nicht vollständig gedruckt. Bitte drucken Sie die fehlenden über „Nachdruck“.")
        self.context.message.emit(good if whole else bad, not whole)
