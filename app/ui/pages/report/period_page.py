"""What reports about a period have in common: two days, the project worked in, ways out as Excel and PDF."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from app.core.progress import Progress
from app.core.text import _, parse_date
from app.models.history import Done
from app.ui import theme
from app.ui.context import Context
from app.ui.pages.file_export import FileExport
from app.ui.widgets.basics import column, label, named, plain, row
from app.ui.widgets.buttons import Button
from app.ui.widgets.empty import EmptyState
from app.ui.widgets.side_by_side import scrolling

if TYPE_CHECKING:
    from app.reports.small_tables import Tables


class PeriodFields(QWidget):
    """Two days, each of which may stay empty; what cannot be read is told beside them and changes nothing."""

    changed = Signal()

    def __init__(self, caption: str, said: str) -> None:
        super().__init__()
        self.setProperty("plain", "true")
        self.first: date | None = None
        self.last: date | None = None
        self.fields: dict[str, QLineEdit] = {}
        parts: list[QWidget] = []
        for name, text, spoken in (
            ("first", caption, _("{what}: erster Tag")),
            ("last", _("b&is"), _("{what}: letzter Tag")),
        ):
            field = QLineEdit()
            named(field, spoken.format(what=said), f"{name}Day")
            field.setPlaceholderText(_("ohne Grenze"))
            field.setFixedWidth(theme.px(104))
            field.editingFinished.connect(lambda name=name: self._typed(name))
            title = QLabel(text)
            title.setBuddy(field)
            self.fields[name] = field
            parts += [title, field]
        self.problem = label("", "small", "err")
        self.setLayout(row(*parts, self.problem))
        theme.notifier().changed.connect(self._fit)

    def _fit(self) -> None:
        for field in self.fields.values():
            field.setFixedWidth(theme.px(104))

    def _typed(self, name: str) -> None:
        field = self.fields[name]
        text = field.text().strip()
        try:
            day = parse_date(text) if text else None
            first, last = (day, self.last) if name == "first" else (self.first, day)
            if first and last and last < first:
                raise ValueError(_("Das Ende liegt vor dem Beginn."))
        except ValueError as error:
            self._complain(field, str(error))
            return
        for one in self.fields.values():
            self._complain(one, "")
        if (first, last) != (self.first, self.last):
            self.first, self.last = first, last
            self.changed.emit()

    def _complain(self, field: QLineEdit, text: str) -> None:
        theme.mark(field, problem="wrong" if text else "")
        field.setAccessibleDescription(text)
        self.problem.setText(text)


class PeriodPage(QWidget):
    """A report that is read anew whenever days, project or data change; subclasses read, show and tabulate it."""

    tables: tuple[str, ...] = ()
    """Tables whose changes concern what is shown."""
    title = ""
    caption = ""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.found: Any = None
        said = _(self.title)
        self.files = FileExport(self, context, said)
        self.period = PeriodFields(_(self.caption), said)
        self.period.changed.connect(self.reload)
        self.excel_button = Button(_("&Excel"), self.excel, "excel", "reportExcel")
        self.pdf_button = Button(_("&PDF"), self.pdf, "print", "reportPdf")
        self.top = plain(row(self.period, None, self.excel_button, self.pdf_button))
        self.nothing = EmptyState(
            "report", _("Noch kein Projekt"), _("Berichte zählen die Teilnehmenden eines Projekts.")
        )
        self.inside = plain(self.build())
        self.area = scrolling(self.inside)
        layout: QVBoxLayout = column(self.top, self.area, self.nothing, spacing=8, margins=(16, 8, 16, 10))
        layout.setStretch(1, 1)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self.fit()
        theme.notifier().changed.connect(self.fit)
        context.changed.connect(self._changed)
        context.project_changed.connect(self.reload)
        self.reload()

    def build(self) -> QVBoxLayout:
        """Make what is inside."""
        raise NotImplementedError

    def fit(self) -> None:
        """Follow the text size."""

    def load(self, session: Any, project_id: int, first: date | None, last: date | None) -> Any:
        """Read the report."""
        raise NotImplementedError

    def show_report(self, found: Any) -> None:
        """Show the report."""
        raise NotImplementedError

    def tabulate(self) -> Tables:
        """The report shown, as tables for a file."""
        raise NotImplementedError

    @property
    def commands(self) -> dict[str, Callable[[], object]]:
        """What menus and keys can do here."""
        return {"excel": self.excel, "print": self.pdf, "refresh": self.reload}

    def _changed(self, done: Done) -> None:
        if done.touches(*self.tables):
            self.reload()

    def reload(self) -> None:
        """Read again."""
        project, first, last = self.context.project_id, self.period.first, self.period.last
        for widget in (self.area, self.period, self.excel_button, self.pdf_button):
            widget.setVisible(project is not None)
        self.nothing.setVisible(project is None)
        if project is None:
            self.found = None
            return

        def run(_progress: Progress) -> Any:
            with self.context.db.read() as session:
                return self.load(session, project, first, last)

        self.context.tasks.run(run, self._arrived, self, self.context.tell, key="report")

    def _arrived(self, found: Any) -> None:
        self.found = found
        self.show_report(found)

    def excel(self) -> None:
        """Save the report as a workbook."""
        if self.found is not None:
            self.files.excel_tables(self.tabulate())

    def pdf(self) -> None:
        """Look at the report as a PDF."""
        if self.found is not None:
            self.files.pdf_tables(self.tabulate())
